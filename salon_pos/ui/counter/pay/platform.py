"""A platform's voucher: which platform, its code, its face, what is settled and what is kept."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import value
from salon_pos.domain.money import parse_money
from salon_pos.domain.platforms import Platform, fee_of
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.offers import ShownVoucher, offer_of_platform

_WIDE = 560


class AskPlatform(Panel):
    """`found(offer)` for a voucher that pays of `due` minor units. Settlement and fee are proposed
    by the platform's terms; of a settlement that is typed the fee is the rest, until it is typed
    too."""

    found = Signal(object)

    def __init__(self, host: QWidget, till: Till, due: int) -> None:
        super().__init__(host, width=_WIDE)
        self._due, self._currency = due, till.desk.settings.currency
        self._typed = set[Field]()  # of settlement and fee, what was typed by hand
        rules = value.value_rules_in_force()
        self._platforms = {one.code: one for one in rules.offered} if rules else {}
        before = self._currency.symbol
        self.platform = Choice(
            _("Platform"), [(one.code, one.name) for one in self._platforms.values()]
        )
        self.code = Field(_("Code"), placeholder=_("Type or scan"))
        self.face = Field(_("Face value"), "money", before=before, value=self._text(due))
        self.settlement = Field(_("The platform settles"), "money", before=before)
        self.fee = Field(_("It keeps as its fee"), "money", before=before)
        self.pays = Paragraph("", "small", tone="muted")
        self.use = Button(_("Use it"), "primary", key="Enter", big=True)
        self._lay_out()
        self.platform.picked.connect(self._propose)
        self.face.changed.connect(self._propose)
        for field in (self.settlement, self.fee):
            field.changed.connect(partial(self._by_hand, field))
        for field in (self.code, self.face, self.settlement, self.fee):
            field.committed.connect(self._use)
        self.use.clicked.connect(self._use)
        self._propose()

    def first_focus(self) -> QWidget | None:
        return self.code.line

    def scanned(self, code: str) -> bool:
        """A scan is the voucher's code; its figures are still to be looked at."""
        self.code.set_value(code)
        return True

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.body.setSpacing(t.m)
        self.body.addWidget(Paragraph(_("Platform voucher"), "lead", weight=500))
        self.body.addWidget(self.platform)
        for pair in ((self.code, self.face), (self.settlement, self.fee)):
            row = QHBoxLayout()
            row.setSpacing(t.m)
            for field in pair:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
        for part in (self.pays, self.use):
            self.body.addWidget(part)

    def _platform(self) -> Platform:
        return self._platforms[self.platform.value()]

    def _propose(self, _picked: object = None) -> None:
        """What the terms make of the face, and of a settlement that was typed its fee."""
        paid = min(self._money(self.face, "face") or 0, self._due)
        fee = fee_of(self._platform(), paid)
        if self.settlement in self._typed:
            settled = self._money(self.settlement, "settlement")
            fee = max(0, paid - settled) if settled is not None else fee
        else:
            settled = self._money(self.fee, "fee") if self.fee in self._typed else fee
            self._set(self.settlement, max(0, paid - (settled or 0)))
        if self.fee not in self._typed:
            self._set(self.fee, fee)
        self._say()

    def _set(self, field: Field, amount: int) -> None:
        """Propose an amount: that is not typing."""
        self._proposing = True
        field.set_value(self._text(amount))
        self._proposing = False

    _proposing = False

    def _by_hand(self, field: Field) -> None:
        if not self._proposing:
            self._typed.add(field)
            self._propose()

    def _say(self) -> None:
        settled, fee = self._money(self.settlement, "settlement"), self._money(self.fee, "fee")
        if settled is None or fee is None:
            self.pays.setText("")
            return
        say, pays = screen(), settled + fee
        said = [_("It pays {pays} of {due}.", pays=say.money(pays), due=say.money(self._due))]
        lost = (self._money(self.face, "face") or 0) - pays
        if lost > 0:
            said.append(_("{amount} of its face is lost: it gives no change.",
                          amount=say.money(lost)))  # fmt: skip
        self.pays.setText(say.together(said))

    def _use(self) -> None:
        try:
            offer = offer_of_platform(self._shown(), self._due)
        except Refusal as refusal:
            fields = {"face": self.face, "settlement": self.settlement, "fee": self.fee}
            field = fields.get(refusal.field, self.code)
            field.set_error(screen().sentence(refusal))
            field.line.setFocus()
            return
        self.dismiss()
        self.found.emit(offer)

    def _shown(self) -> ShownVoucher:
        amounts = [
            parse_money(field.value(), self._currency, field=name)
            for field, name in (
                (self.face, "face"), (self.settlement, "settlement"), (self.fee, "fee"),
            )
        ]  # fmt: skip
        return ShownVoucher(self._platform().code, self.code.value(), *amounts)

    def _money(self, field: Field, name: str) -> int | None:
        try:
            return parse_money(field.value(), self._currency, field=name)
        except Refusal:
            return None

    @staticmethod
    def _text(minor: int) -> str:
        return screen().money(minor, symbol=False).replace(",", "")
