"""What a salon may set, and which field is wrong where it may not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from salon_pos.domain.catalog import TaxMode, TaxRounding
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.settings import LANGUAGES, Settings, check_settings
from tests.domain.making import refused

GOOD = Settings(name="Salon Lotus", timezone="America/Vancouver", currency_code="CAD", cash_step=5)


def test_what_is_not_set_is_what_the_rules_say() -> None:
    plain = Settings("Salon Lotus")
    assert (plain.tax_mode, plain.tax_rounding) == (TaxMode.NONE, TaxRounding.SALE)
    assert plain.cash_step == 1  # no rounding
    assert plain.round_off_step == 100
    assert plain.cutoff_minutes == 4 * 60
    assert check_settings(plain) is plain


def test_good_settings_are_taken_as_they_are() -> None:
    assert check_settings(GOOD) is GOOD
    assert GOOD.currency.symbol == "$"
    assert all(check_settings(replace(GOOD, language=language)) for language in LANGUAGES)
    assert all(check_settings(replace(GOOD, currency_code=code)) for code in CURRENCIES)
    assert all(check_settings(replace(GOOD, cutoff_minutes=each)) for each in (0, 240, 720))
    assert all(check_settings(replace(GOOD, lock_after=seconds)) for seconds in (30, 3600))


@pytest.mark.parametrize(
    ("wrong", "key", "field"),
    [
        (replace(GOOD, name=" "), "name_missing", "name"),
        (replace(GOOD, language="fr"), "language_unknown", "language"),
        (replace(GOOD, currency_code="XXX"), "currency_unknown", "currency_code"),
        (replace(GOOD, timezone="Mars/Olympus"), "timezone_unknown", "timezone"),
        (replace(GOOD, timezone=""), "timezone_unknown", "timezone"),
        (replace(GOOD, timezone="../UTC"), "timezone_unknown", "timezone"),
        (replace(GOOD, timezone="Asia"), "timezone_unknown", "timezone"),
        (replace(GOOD, cutoff_minutes=-1), "bad_cutoff", "cutoff_minutes"),
        (replace(GOOD, cutoff_minutes=721), "bad_cutoff", "cutoff_minutes"),
        (replace(GOOD, cash_step=0), "bad_step", "cash_step"),
        (replace(GOOD, round_off_step=0), "bad_step", "round_off_step"),
        (replace(GOOD, lock_after=29), "bad_lock", "lock_after"),
        (replace(GOOD, lock_after=3601), "bad_lock", "lock_after"),
    ],
)
def test_what_no_salon_can_have_is_refused_beside_its_field(
    wrong: Settings, key: str, field: str
) -> None:
    with refused(key, field):
        check_settings(wrong)


def test_an_instant_is_shown_and_counted_by_the_salons_clock() -> None:
    at = datetime(2024, 5, 1, 10, 30, tzinfo=UTC)  # 03:30 in Vancouver, before the cut-off
    assert GOOD.local(at).strftime("%H:%M") == "03:30"
    assert GOOD.business_day(at) == date(2024, 4, 30)
