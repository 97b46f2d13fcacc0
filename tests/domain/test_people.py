"""PINs, the growing wait after wrong ones, and the phone as a stylist sees it."""

import pytest

from salon_pos.domain.people import check_pin, masked_phone, pin_delay
from tests.domain.making import refused


@pytest.mark.parametrize("pin", ["0000", "1234", "12345678"])
def test_a_pin_has_four_to_eight_digits(pin: str) -> None:
    assert check_pin(pin) == pin


@pytest.mark.parametrize(
    "pin", ["", "123", "123456789", "12a4", "12 4", "１２３４", "٣٣٣٣", "-123"]
)
def test_anything_else_is_no_pin(pin: str) -> None:
    with refused("bad_pin", "pin"):
        check_pin(pin)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 5), (4, 15), (5, 30), (6, 60), (7, 120), (9, 240), (10, 300), (99, 300)],
)
def test_the_wait_grows_with_wrong_pins_up_to_five_minutes(failures: int, seconds: int) -> None:
    assert pin_delay(failures) == seconds


def test_the_wait_never_shrinks() -> None:
    delays = [pin_delay(failures) for failures in range(40)]
    assert delays == sorted(delays)


def test_a_masked_phone_shows_its_last_four_digits() -> None:
    assert masked_phone("+8613812345678") == "•••• 5678"
    assert masked_phone("") == ""
