"""PercentOff: a field for what is taken off, which says beneath what is left to pay."""

from salon_pos.domain.money import BASIS_POINTS, parse_decimal
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui.widgets.field import Field


class PercentOff(Field):
    """Who thinks in 8折 types 80 for it, and sees at once that this is 2折."""

    def __init__(self, label: str, *, value: str = "") -> None:
        super().__init__(label, "percent", after="%", value=value)
        self.line.textChanged.connect(self._tell)
        self._tell(value)

    def _tell(self, typed: str) -> None:
        self.set_hint(_left_to_pay(typed))


def _left_to_pay(typed: str) -> str:
    """In words; nothing while it is no percentage."""
    try:
        off = parse_decimal(typed.strip().removesuffix("%").removesuffix("％"), digits=2, field="")
    except Refusal:
        return ""
    if not 0 < off <= BASIS_POINTS:
        return ""
    left = screen().percent(BASIS_POINTS - off)
    return _("{discount}: pays {percent}", discount=screen().discount(off), percent=left)
