"""The salon's own choices, checked in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from salon_pos.domain.catalog import TaxMode, TaxRounding
from salon_pos.domain.day import business_day
from salon_pos.domain.lots import MOST_DAYS
from salon_pos.domain.money import CURRENCIES, MOST, Amount, Currency
from salon_pos.domain.refusal import refuse
from salon_pos.domain.stored_value import SpendOrder
from salon_pos.domain.words import N_

LANGUAGES = ("en", "zh_CN", "zh_TW")
DEMO_PIN = "1234"
"""Everybody's, where `is_demo` is set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an owner sets once. Minutes count from midnight, `cash_step` and `round_off_step` in
    minor units, `lock_after` in seconds of idling. A card pays up to `card_pin_above` without its
    PIN and holds at most `card_most` (None: any amount); `spend_order` says what of it is spent
    first, `family_cards` whether one client's card may open another's wallet. A client may owe up
    to `credit_limit` on account; a refund above `refund_manager_above`, and a voucher that is worth
    more, ask for a manager (all minor units), more than `points_adjust_above` points changed by
    hand for one client in one day for a second person. What returns to value that has ended is good
    for `grace_days` more. `region` (ISO) reads phone numbers."""

    name: str
    address: str = ""
    phone: str = ""
    language: str = "en"
    currency_code: str = "CNY"
    region: str = "CN"
    timezone: str = "UTC"
    cutoff_minutes: int = 240
    tax_mode: TaxMode = TaxMode.NONE
    tax_rounding: TaxRounding = TaxRounding.SALE
    cash_step: int = 1
    round_off_step: int = 100
    lock_after: int = 300
    card_pin_above: int = 50_000
    card_most: int | None = None
    spend_order: SpendOrder = SpendOrder.PROPORTION
    family_cards: bool = True
    credit_limit: int = 0
    points_adjust_above: int = 1_000
    refund_manager_above: int = 30_000
    grace_days: int = 30
    is_demo: bool = False

    @property
    def currency(self) -> Currency:
        """The salon's one currency."""
        return CURRENCIES[self.currency_code]

    @property
    def zone(self) -> ZoneInfo:
        """The zone its clocks show."""
        return ZoneInfo(self.timezone)

    def local(self, at: datetime) -> datetime:
        """An instant as the salon's clock shows it."""
        return at.astimezone(self.zone)

    def business_day(self, at: datetime) -> date:
        """The business day an instant belongs to."""
        return business_day(at, self.zone, self.cutoff_minutes)


_LIMITS: Mapping[str, Amount | int] = {
    "refund_manager_above": Amount(MOST),
    "card_pin_above": Amount(MOST),
    "card_most": Amount(MOST),
    "credit_limit": Amount(MOST),
    "points_adjust_above": MOST,
}
"""The most of each limit, in what it is typed in: money, or points."""


def check_settings(settings: Settings) -> Settings:
    """`settings` as given; refuses what no salon can have, beside its field."""
    if not settings.name.strip():
        refuse("name_missing", N_("Type the salon's name."), field="name")
    if settings.language not in LANGUAGES:
        refuse("language_unknown", N_("Choose one of the languages."), field="language")
    if settings.currency_code not in CURRENCIES:
        refuse("currency_unknown", N_("Choose one of the currencies."), field="currency_code")
    if not _is_zone(settings.timezone):
        refuse("timezone_unknown", N_("Choose one of the time zones."), field="timezone")
    if not 0 <= settings.cutoff_minutes <= 12 * 60:
        refuse(
            "bad_cutoff",
            N_("The day's cut-off lies between 00:00 and 12:00."),
            field="cutoff_minutes",
        )
    for step in ("cash_step", "round_off_step"):
        if getattr(settings, step) < 1:
            refuse("bad_step", N_("A step is more than zero."), field=step)
    if not 1 <= settings.grace_days <= MOST_DAYS:
        refuse("bad_refund_rule", N_("Type a number of days from 1 to {most}."), field="grace_days",
               most=MOST_DAYS)  # fmt: skip
    for limit, most in _LIMITS.items():
        if not 0 <= (getattr(settings, limit) or 0) <= MOST:
            refuse("bad_limit", N_("A limit is zero or more, and at most {most}."), field=limit,
                   most=most)  # fmt: skip
    if not 30 <= settings.lock_after <= 3600:
        refuse(
            "bad_lock",
            N_("The screen locks after 30 seconds to 60 minutes."),
            field="lock_after",
        )
    return settings


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, outside its folder, a folder
        return False
    return True
