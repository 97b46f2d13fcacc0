"""Cards and limits: what a card holds and asks for, and above what another person is asked."""

from dataclasses import replace
from typing import Any

from salon_pos.domain.money import parse_decimal, parse_money
from salon_pos.domain.settings import Settings
from salon_pos.domain.stored_value import SpendOrder
from salon_pos.i18n import _
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.settings_section import SettingsSection
from salon_pos.ui.backoffice.typed import money_or_none, money_text
from salon_pos.ui.desk import Desk
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.switch import Checkbox

_MONEY = ("card_pin_above", "credit_limit", "refund_manager_above")
_WHOLE = ("points_adjust_above", "grace_days")


class LimitsSection(SettingsSection["LimitsForm"]):
    """One form over the settings of value."""

    kind = "limits"

    def title(self) -> str:
        return _("Cards and limits")

    def make_form(self) -> "LimitsForm":
        return LimitsForm(self.desk)


class LimitsForm(EntryForm):
    """Its inputs are named after the settings they change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        now = desk.settings
        self._desk, self._currency = desk, now.currency
        self._add_cards(now)
        self._add_limits(now)

    def read(self) -> Settings:
        values: dict[str, Any] = self.values()
        typed = {name: parse_money(values[name], self._currency, field=name) for name in _MONEY}
        typed |= {name: parse_decimal(values[name], digits=0, field=name, example="30")
                  for name in _WHOLE}  # fmt: skip
        most = money_or_none(values["card_most"], self._currency, field="card_most")
        return replace(self._desk.settings, **{**values, **typed, "card_most": most})

    def _add_cards(self, now: Settings) -> None:
        self.add_row(
            ("card_pin_above", self._money(
                _("A card asks for its PIN above"), now.card_pin_above,
                _("Another client’s card always asks."),
            )),
            ("card_most", self._money(
                _("A card holds at most"), now.card_most,
                _("Principal and bonus together. Empty: any amount."),
            )),
        )  # fmt: skip
        orders = [
            (SpendOrder.PROPORTION, _("Both in proportion")),
            (SpendOrder.PRINCIPAL_FIRST, _("Principal first")),
            (SpendOrder.BONUS_FIRST, _("Bonus first")),
        ]
        self.add("spend_order", Choice(_("A payment takes from a card"), orders,
                                       value=now.spend_order))  # fmt: skip
        words = _("A card may open a family member’s balance")
        self.add("family_cards", Checkbox(words, on=now.family_cards))

    def _add_limits(self, now: Settings) -> None:
        self.add_row(
            ("credit_limit", self._money(
                _("A client may owe on account"), now.credit_limit, _("0: nobody pays later.")
            )),
            ("refund_manager_above", self._money(
                _("Manager for refunds above"), now.refund_manager_above,
                _("Also for paying out, and for giving a voucher."),
            )),
        )  # fmt: skip
        self.add_row(
            ("points_adjust_above", Field(
                _("Second person for points above"), "integer",
                value=str(now.points_adjust_above),
                hint=_("Changed by hand, for one client in one day."),
            )),
            ("grace_days", Field(
                _("Grace after the end, in days"), "integer",
                value=str(now.grace_days),
                hint=_("Points, bonus or sessions that a refund gives back too late."),
            )),
        )  # fmt: skip

    def _money(self, label: str, minor: int | None, hint: str) -> Field:
        typed = "" if minor is None else money_text(minor, self._currency)
        return Field(label, "money", before=self._currency.symbol, value=typed, hint=hint)
