"""After payment: the change, and what the client has now, in figures that stay until the next key,
beside the receipt."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.receipt import Receipt
from salon_pos.i18n import P_, _, screen, words
from salon_pos.printing.layout import gift_card_paper, layout
from salon_pos.ui import theme
from salon_pos.ui.counter.pay.moved import MovedTiles
from salon_pos.ui.receipt.paper import Paper
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Headline, TotalRow
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text

HOLDING = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt,
    Qt.Key.Key_Meta, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
)  # fmt: skip

PAPER = 396  # the paper and the place of its scroll bar


class DonePanel(SlideOver):
    """Nothing is asked: any key but those that move the focus goes on, and is not lost (`typed`).
    `pdf_asked` writes the receipt as a PDF."""

    passing = True
    typed = Signal(str)
    pdf_asked = Signal()

    def __init__(self, host: QWidget, receipt: Receipt, change: int) -> None:
        super().__init__(host, _("Next client"), fraction=0.6, least=780)
        t, said = theme.tokens(), screen()
        self.receipt = receipt
        self.header.addWidget(
            Text(_("Paid · {number}", number=receipt.number), "title", weight=500), 1
        )
        columns = QHBoxLayout()
        columns.setSpacing(t.xl)
        left = QVBoxLayout()
        left.setSpacing(t.xs)
        self.change = Headline(P_("money", "Change"), said.money(change), "giant", tone="ok")
        left.addWidget(self.change)
        left.addSpacing(t.s)
        self.moved = MovedTiles(receipt.value) if receipt.value else None
        left.addWidget(_figures(receipt, self.moved), 1)
        columns.addLayout(left, 1)
        columns.addWidget(_paper(receipt))
        self.body.addLayout(columns, 1)
        self.pdf = Button(_("Receipt as PDF"), icon="file-text", key="F7", big=True)
        self.next = Button(_("Next client"), "primary", key=_("any key"), big=True)
        self.pdf.clicked.connect(self._ask_pdf)
        self.next.clicked.connect(self.dismiss)
        self.footer.addWidget(self.pdf)
        self.footer.addStretch(1)
        self.footer.addWidget(self.next)

    def first_focus(self) -> QWidget | None:
        return self.next

    def pressed_outside(self) -> None:
        self.dismiss()

    def _ask_pdf(self) -> None:
        self.next.setFocus()  # or Enter, meant to go on, would ask for it once more
        self.pdf_asked.emit()

    def keyPressEvent(self, event) -> None:
        if event.key() in HOLDING:
            super().keyPressEvent(event)
            return
        event.accept()
        text = event.text() if event.text().isprintable() else ""
        self.dismiss()
        if text:
            self.typed.emit(text)


def _figures(receipt: Receipt, moved: MovedTiles | None) -> ScrollColumn:
    """What the client has now, then how the total was paid; large type may need to scroll it."""
    column, t, said = ScrollColumn(), theme.tokens(), screen()
    column.body.setSpacing(t.xs)
    column.body.setContentsMargins(0, 0, t.m, 0)  # room for its scroll bar
    for code in _gift_cards(receipt):
        column.body.addWidget(Paper(tuple(gift_card_paper(code, said))))
        column.body.addSpacing(t.m)
    if moved:
        column.body.addWidget(moved)
        column.body.addSpacing(t.m)
    column.body.addWidget(TotalRow(_("Total"), said.money(receipt.total), strong=True))
    for tender in receipt.tenders:
        column.body.addWidget(TotalRow(_(tender.name), said.money(tender.handed)))
    if receipt.tips:
        column.body.addWidget(TotalRow(_("Of it tips"), said.money(receipt.tips)))
    column.body.addStretch(1)
    return column


def _gift_cards(receipt: Receipt) -> tuple[str, ...]:
    """The codes of the gift cards that were sold just now."""
    held = receipt.value.holdings if receipt.value else ()
    return tuple(holding.code for holding in held if holding.code)


def _paper(receipt: Receipt) -> ScrollColumn:
    column, paper = ScrollColumn(), Paper()
    column.setFixedWidth(round(PAPER * theme.current().scale))
    said = words(receipt.language, receipt.currency)
    paper.show_lines(layout(receipt, said))
    column.body.addWidget(paper, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    column.body.addStretch(1)
    return column
