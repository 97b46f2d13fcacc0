"""What was typed in the first run so far; it survives a change of language or text size."""

from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QLocale, QTimeZone

from salon_pos.domain.catalog import Item, Pricing, Tax, TaxMode
from salon_pos.domain.money import CURRENCIES, parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import Settings
from salon_pos.ui.backoffice.typed import money_text, rate
from salon_pos.usecases.catalog import check_tax
from salon_pos.usecases.founding import Founding
from salon_pos.usecases.starting_list import starting_list

# Where phone numbers are read and coins are counted: country, smallest cash step in minor units.
COUNTRIES = {
    "CNY": ("CN", 1), "HKD": ("HK", 10), "TWD": ("TW", 1), "MOP": ("MO", 10), "SGD": ("SG", 5),
    "MYR": ("MY", 5), "CAD": ("CA", 5), "USD": ("US", 1), "AUD": ("AU", 5), "NZD": ("NZ", 10),
    "GBP": ("GB", 1), "EUR": ("DE", 1), "JPY": ("JP", 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One item as it stands in the price list's fields: `typed` is its price as text."""

    item: Item
    name: str
    typed: str


@dataclass
class Draft:
    """`salon` and `owner` are the forms' values by name, `taxes` (name, typed rate)."""

    step: int = 0
    salon: dict[str, Any] = field(default_factory=dict[str, Any])
    taxes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    owner: dict[str, str] = field(default_factory=dict[str, str])
    prices: list[PriceRow] = field(default_factory=list[PriceRow])
    prices_for: tuple[str, str] = ("", "")

    @property
    def language(self) -> str:
        """The salon's language, chosen on the first page."""
        return self.salon.get("language", "en")

    @property
    def currency_code(self) -> str:
        """The salon's currency."""
        return self.salon.get("currency_code") or system_currency()

    def settings(self) -> Settings:
        """The salon as it was described."""
        region, cash_step = COUNTRIES[self.currency_code]
        values = self.salon
        return Settings(
            values["name"].strip(),
            address=values["address"].strip(),
            phone=values["phone"].strip(),
            language=self.language,
            currency_code=self.currency_code,
            region=region,
            timezone=values["timezone"],
            cutoff_minutes=values["cutoff_minutes"],
            tax_mode=values["tax_mode"],
            cash_step=cash_step,
        )

    def rates(self) -> tuple[Tax, ...]:
        """The taxes typed; a row left empty is none. Refuses what is no tax; the field is its place
        among the others ("tax1")."""
        if self.salon.get("tax_mode") is TaxMode.NONE:
            return ()
        rows = [(name.strip(), typed) for name, typed in self.taxes if name.strip() or typed]
        return tuple(_tax(name, typed, f"tax{n}") for n, (name, typed) in enumerate(rows))

    def begin_prices(self) -> None:
        """Propose the starting list once; anew when language or currency changed since."""
        wanted = (self.language, self.currency_code)
        if self.prices_for != wanted:
            self.prices_for = wanted
            currency = CURRENCIES[self.currency_code]
            self.prices = [
                PriceRow(item, item.name, money_text(item.price, currency) if item.price else "")
                for item in starting_list(*wanted).items
            ]

    def founding(self) -> Founding:
        """Everything, for the use case. Refuses a price that is no number; the field is the row's
        place ("price3"); an empty one is asked when it is sold."""
        taxes = self.rates()
        return Founding(
            self.settings(),
            self.owner["owner_name"],
            self.owner["pin"],
            owner_password=self.owner["password"],
            taxes=taxes,
            categories=starting_list(*self.prices_for).categories,
            items=self._items(frozenset(range(len(taxes)))),
        )

    def _items(self, tax_ids: frozenset[int]) -> tuple[Item, ...]:
        currency = CURRENCIES[self.currency_code]
        return tuple(
            replace(
                row.item,
                name=row.name,
                pricing=Pricing.FIXED if row.typed else Pricing.OPEN,
                price=parse_money(row.typed, currency, field=f"price{n}") if row.typed else 0,
                tax_ids=tax_ids,
            )
            for n, row in enumerate(self.prices)
        )


def _tax(name: str, typed: str, field: str) -> Tax:
    try:
        return check_tax(Tax(0, name, rate(typed, field=field)))
    except Refusal as refusal:
        raise Refusal(refusal.key, refusal.text, field=field, **refusal.values) from refusal


def system_currency() -> str:
    """The currency of the machine's country, where it is one of ours."""
    code = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if code in CURRENCIES else "CNY"


def system_zone() -> str:
    """The zone the machine's clock shows."""
    return bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
