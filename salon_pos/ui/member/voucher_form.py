"""The form of a new voucher: one that pays, or one that lowers the price under conditions."""

from salon_pos.db.queries import catalog
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import Currency, parse_decimal, parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.percent_off import PercentOff
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.coupons import NewCoupon
from salon_pos.usecases.vouchers import USUAL_DAYS, NewVoucher

PAYS, PERCENT, AMOUNT = "pays", "percent", "amount"


class VoucherForm(Form):
    """`read` gives what was typed, for the client with this id."""

    def __init__(self, currency: Currency, client_id: int) -> None:
        super().__init__(_("Give the voucher"))
        self._currency, self._client_id = currency, client_id
        self.area.body.setSpacing(theme.tokens().l)
        self.add_part(Text(_("A new voucher"), "item", weight=500))
        kinds = [(PAYS, _("Pays")), (PERCENT, _("Percent off")), (AMOUNT, _("Amount off"))]
        self.kind = Choice(_("What it does"), kinds)
        self.kind.picked.connect(lambda _kind: self._show_fitting())
        self.add("kind", self.kind)
        self.name = Field(_("Called"), placeholder=_("Spring, birthday …"))
        self.face = Field(_("Worth"), "money", before=currency.symbol)
        self.percent = PercentOff(_("Percent taken off"))
        items = [(i.id, i.name) for i in catalog.items() if i.kind is not ItemKind.PREPAID]
        self.item = Select(_("For"), [(None, _("everything")), *items],
                           words=(_("Search"), _("Clear")))  # fmt: skip
        for name in ("name", "face", "percent", "item"):
            self.add(name, getattr(self, name))
        self.add("least", Field(_("For bills of at least"), "money", before=currency.symbol,
                                hint=_("May be left empty.")))  # fmt: skip
        self.add("days", Field(_("Good for so many days"), "integer", value=str(USUAL_DAYS),
                               hint=_("Left empty it never ends.")))  # fmt: skip
        self._show_fitting()

    def read(self, uid: str) -> NewVoucher | NewCoupon:
        """The voucher with this uid as typed; refuses what is no number."""
        typed, currency = self.values(), self._currency
        least, days = typed["least"].strip(), typed["days"].strip()
        at_least = parse_money(least, currency, field="least") if least else 0
        for_days = parse_decimal(days, digits=0, field="days", example="90") if days else None
        kind = typed["kind"]
        face = parse_money(typed["face"], currency, field="face") if kind != PERCENT else 0
        if kind == PAYS:
            return NewVoucher(uid, face, at_least, self._client_id, for_days)
        percent = (
            parse_decimal(typed["percent"], digits=2, field="percent", example="12.5")
            if kind == PERCENT
            else 0
        )
        only = frozenset({typed["item"]} if typed["item"] else ())
        coupon = Coupon(uid, "", typed["name"].strip(), percent, face, at_least, only)
        return NewCoupon(coupon, self._client_id, for_days)

    def refuse(self, refusal: Refusal) -> None:
        """Say what is wrong beside its field."""
        off = "percent" if self.kind.value() == PERCENT else "face"
        field = {"amount": off, "percent_bp": off}.get(refusal.field, refusal.field)
        self.show_refusal(field, screen().sentence(refusal))

    def clear(self) -> None:
        """Empty for the next one; how long it lasts stays."""
        self.set_values({"name": "", "face": "", "percent": "", "item": None, "least": ""})

    def _show_fitting(self) -> None:
        kind = self.kind.value()
        self.name.setVisible(kind != PAYS)
        self.item.setVisible(kind != PAYS)
        self.face.setVisible(kind != PERCENT)
        self.percent.setVisible(kind == PERCENT)
