"""A platform's terms, the vouchers it has not settled, and the panel that settles them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import catalog
from salon_pos.db.queries.platforms import OwedVoucher, PlatformOwes
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.money import parse_money
from salon_pos.domain.platforms import Platform
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.typed import money_text, percent, percent_text
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.usecases.accounts import FromPlatform, Settled, settle_platform
from salon_pos.usecases.deed import new_uid

_WIDE = 460
SETTLE = "F8"
"""The key that settles."""


class PlatformForm(EntryForm):
    """Its name and fee; the code of a new one, which stays. `settle_pressed` where it owes."""

    settle_pressed = Signal()

    def __init__(self, platform: Platform, owes: PlatformOwes | None, *, is_new: bool) -> None:
        super().__init__()
        self._platform = platform
        self.name = Field(_("Name"), value=platform.name)
        self.fee = Field(
            _("It keeps of what a voucher pays"), "percent", after="%",
            value=percent_text(platform.fee_bp),
        )  # fmt: skip
        self.code: Field | None = None
        self.settle: Button | None = None
        self.add("name", self.name)
        self.add("fee_bp", self.fee)
        if is_new:
            hint = _("Names it in files and stays: letters and digits.")
            self.code = Field(_("Short code"), value=platform.code, hint=hint)
            self.add("code", self.code)
        if owes is not None:
            self._add_owed(owes)

    def read(self) -> Platform:
        typed = self.fee.value().strip()
        return Platform(
            self.code.value().strip() if self.code else self._platform.code,
            self.name.value().strip(),
            percent(typed, field="fee_bp") if typed else 0,
            self._platform.retired,
        )

    def refuse(self, refusal: Refusal) -> None:
        """The rules name a field of one of several platforms: here it is the last word of it."""
        field = refusal.field.rpartition(".")[2]
        self.show_refusal(field, screen().sentence(refusal))

    def _add_owed(self, owes: PlatformOwes) -> None:
        said = screen()
        self.owed = TotalRow(_("Owed by the platform"), said.money(owes.owed), strong=True)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().m)
        row.addWidget(self.owed, 1)
        if owes.owed > 0:
            self.settle = Button(_("Settle"), icon="hand-coins", key=SETTLE)
            self.settle.clicked.connect(self.settle_pressed)
            row.addWidget(self.settle)
        self.add_part(head)
        for voucher in owes.vouchers:
            self.add_part(TotalRow(_voucher_words(voucher), said.money(voucher.settlement)))
        if owes.owed <= 0:
            self.add_part(Paragraph(_("Everything is settled."), "small", tone="muted"))


def _voucher_words(voucher: OwedVoucher) -> str:
    said = screen()
    face = _("face value {amount}", amount=said.money(voucher.face))
    return " · ".join((said.day(voucher.day), voucher.number, face))


class SettlePanel(Panel):
    """`settled(sentence)` once what the platform paid is on file."""

    settled = Signal(str)

    def __init__(self, host: QWidget, desk: Desk, owes: PlatformOwes) -> None:
        super().__init__(host, width=_WIDE)
        self._desk, self._owes, self._uid = desk, owes, new_uid()
        currency, said = desk.settings.currency, screen()
        ways = [m for m in catalog.tender_methods().values()
                if m.kind.is_recorded and not m.retired]  # fmt: skip
        first = next((m.id for m in ways if m.kind is TenderKind.TRANSFER), ways[0].id)
        self.tender = Select(
            _("Paid by"), [(m.id, _(m.name)) for m in ways],
            words=(_("Search"), _("Clear")), value=first,
        )  # fmt: skip
        self.amount = Field(
            _("Amount received"), "money", before=currency.symbol, big=True,
            value=money_text(owes.owed, currency),
        )  # fmt: skip
        self.difference = TotalRow(_("Difference"))
        self.closes = Checkbox(
            _("Nothing more comes"), note=_("The difference is the platform’s fee.")
        )
        self.done = Button(_("Settle"), "primary", key="Enter", big=True)
        title = _("{name} owes {amount}", name=owes.platform.name, amount=said.money(owes.owed))
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        for part in (self.tender, self.amount, self.difference, self.closes, self.done):
            self.body.addWidget(part)
        self.amount.changed.connect(self._look)
        self.amount.committed.connect(self._settle)
        self.done.clicked.connect(self._settle)
        self._look()

    def first_focus(self) -> QWidget | None:
        return self.amount.line

    def _look(self) -> None:
        """Say the difference, and ask what it is."""
        try:
            difference = self._owes.owed - self._read()
        except Refusal:
            difference = 0
        self.difference.tell(screen().money(difference))
        for part in (self.difference, self.closes):
            part.setVisible(bool(difference))

    def _read(self) -> int:
        return parse_money(self.amount.value(), self._desk.settings.currency, field="amount")

    def _settle(self) -> None:
        try:
            amount = self._read()
        except Refusal as refusal:
            self._refused(refusal)
            return
        paid = FromPlatform(
            self._owes.platform.code, amount, self.tender.value(), closes=self.closes.value()
        )
        done = self._desk.perform(settle_platform, self._uid, paid, refused=self._refused)
        if done is not None:
            self.dismiss()
            self.settled.emit(_said(self._owes.platform.name, done))

    def _refused(self, refusal: Refusal) -> None:
        self.amount.set_error(screen().sentence(refusal))


def _said(name: str, done: Settled) -> str:
    said = screen()
    paid, left = said.money(done.paid), said.money(done.left)
    if not done.left:
        return _("{name} has settled {amount}: nothing is open.", name=name, amount=paid)
    return _("{name} has settled {amount}: {left} is open.", name=name, amount=paid, left=left)
