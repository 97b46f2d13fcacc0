"""The opened sale: what it is, what can be done with it, and its receipt."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout

from salon_pos.db.queries import corrections, receipts
from salon_pos.db.queries.corrections import ClaimedFor
from salon_pos.db.queries.sales import FoundSale
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, screen, words
from salon_pos.printing.layout import layout
from salon_pos.ui import theme
from salon_pos.ui.receipt.paper import WIDE, Paper
from salon_pos.ui.sales.correction_notes import CorrectionNotes
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.figures import Headline
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn

_NO_LIMIT = 16_777_215  # Qt's own word for it


class OpenedSale(Card):
    """Shows one sale; the room does what its buttons ask for."""

    reprint_pressed = Signal()
    client_pressed = Signal()
    refund_pressed = Signal()
    void_pressed = Signal()
    staff_pressed = Signal()
    tender_pressed = Signal()
    claim_pressed = Signal()
    file_pressed = Signal()
    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(pad=False)
        self.sale: FoundSale | None = None
        self.client_id: int | None = None  # who paid, or for whom it was claimed
        self._settings: Settings | None = None
        self.back = Button(_("All sales"), "quiet", icon="arrow-left", key="Esc")
        self.head = Headline("", "", "figure")
        self.facts = Paragraph("", "small", tone="muted")
        self.imported = Banner("", "info", icon="history")
        self.reprint = Button(_("Reprint"), "secondary", icon="printer", key="F8")
        self.client = Button(_("Client’s file"), "secondary", icon="user", key="F7")
        self.refund = Button(_("Refund"), "secondary", icon="undo-2", key="F5")
        self.void = Button(_("Void"), "secondary", icon="circle-x", key="F6")
        self.staff = Button(_("Correct staff"), "secondary", icon="users", key="F10")
        self.tender = Button(_("Correct payment"), "secondary", icon="wallet", key="F11")
        self.claim = Button(_("Claim"), "secondary", icon="user-check", key="F12")
        self.file = Button(_("Open the PDF"), "quiet", icon="file-text", key="F9")
        self.notes = CorrectionNotes()
        self.paper = Paper(bare=True)
        self._lay_out()
        for button, signal in (
            (self.reprint, self.reprint_pressed), (self.client, self.client_pressed),
            (self.refund, self.refund_pressed), (self.void, self.void_pressed),
            (self.staff, self.staff_pressed), (self.tender, self.tender_pressed),
            (self.claim, self.claim_pressed), (self.file, self.file_pressed),
            (self.back, self.back_pressed),
        ):  # fmt: skip
            button.clicked.connect(signal)

    def show_sale(self, sale: FoundSale, settings: Settings) -> None:
        """Open a sale; its paper speaks the salon's language."""
        if (sale, settings) == (self.sale, self._settings):
            return  # `forget` says where a correction was made
        self.file.hide()
        self.sale, self._settings = sale, settings
        self.head.caption.setText(_title(sale))
        self.head.tell(screen().money(sale.total))
        at = settings.local(sale.paid_at)
        when = screen().date(sale.business_day)
        if not sale.imported:
            when = f"{screen().weekday(sale.business_day)} {when} · {screen().time(at)}"
        payer = (sale.client or _("Walk-in"), _("claimed") if sale.is_claimed else "")
        self.facts.setText(" · ".join(part for part in (when, *payer) if part))
        self._show_notes(sale, settings)
        can_come_back = not sale.imported and sale.deed == "sale"
        for button in (self.staff, self.tender):
            button.setVisible(can_come_back)
        self.refund.setVisible(can_come_back and not sale.is_back)
        self.void.setVisible(can_come_back and not sale.came_back)
        self.client.setVisible(self.client_id is not None)
        self.claim.setVisible(can_come_back and self.client_id is None)
        self.imported.set_sentence(
            _("Brought over from another system, where its number was {number}.",
              number=sale.number)
        )  # fmt: skip
        self.imported.setVisible(sale.imported)
        self._place_keys()
        receipt = receipts.receipt(sale.uid, settings)
        self.paper.show_lines(layout(receipt, words(receipt.language, receipt.currency)))
        self.strip.verticalScrollBar().setValue(0)

    def forget(self) -> None:
        """Read the sale again when it is shown next: something about it was corrected."""
        self._settings = None

    def set_alone(self, alone: bool) -> None:
        """Fill the room, with a way back; otherwise stand beside the list. Alone its head lies in
        one row and its keys in two, for the room is low then, too."""
        wide = round(WIDE * theme.current().scale) + theme.tokens().xl
        self.setMinimumWidth(wide)
        self.setMaximumWidth(_NO_LIMIT if alone else wide)
        self.back.setVisible(alone)
        way = QBoxLayout.Direction
        self._top.setDirection(way.LeftToRight if alone else way.TopToBottom)
        self._top.setSpacing(theme.tokens().xl if alone else theme.tokens().s)
        self._columns = 3 if alone else 2
        self._place_keys()

    def _place_keys(self) -> None:
        """Those in sight, without gaps; never more than six: a client's file or a claim."""
        keys = self._keys()
        for key in keys:
            self._grid.removeWidget(key)
        for place, key in enumerate(key for key in keys if not key.isHidden()):
            self._grid.addWidget(key, *divmod(place, self._columns))

    def _show_notes(self, sale: FoundSale, settings: Settings) -> None:
        notes = corrections.corrections_of(sale.uid)
        claimed = [note.client_id for note in notes if isinstance(note, ClaimedFor)]
        self.client_id = sale.client_id if sale.client_id is not None else next(iter(claimed), None)
        self.notes.show_notes(notes, settings)

    def _keys(self) -> tuple[Button, ...]:
        return (self.reprint, self.client, self.claim, self.refund, self.void, self.staff,
                self.tender)  # fmt: skip

    def _lay_out(self) -> None:
        t = theme.tokens()
        head = QVBoxLayout()
        head.setContentsMargins(t.xl, t.l, t.xl, t.l)
        head.setSpacing(t.s)
        left = Qt.AlignmentFlag.AlignLeft
        self._top = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._top.addWidget(self.back, 0, left)
        self._top.addWidget(self.head)
        self._top.addWidget(self.facts, 1)
        head.addLayout(self._top)
        head.addSpacing(t.s)
        head.addWidget(self.imported)
        head.addSpacing(t.xs)
        self._grid = QGridLayout()
        self._grid.setSpacing(t.s)
        self._columns = 2
        head.addLayout(self._grid)
        for key in self._keys():
            key.setParent(self)
        head.addWidget(self.file, 0, left)
        self.body.addLayout(head)
        self.body.addWidget(Line())
        self.strip = ScrollColumn()
        self.strip.body.addWidget(self.notes)
        self.strip.body.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignHCenter)
        self.strip.body.addStretch(1)
        self.body.addWidget(self.strip, 1)


def _title(sale: FoundSale) -> str:
    if sale.deed == "refund":
        return _("Refund {number} of sale {sale}", number=sale.number, sale=sale.gives_back)
    if sale.deed == "void":
        return _("Void {number} of sale {sale}", number=sale.number, sale=sale.gives_back)
    return _("Sale {number}", number=sale.number)
