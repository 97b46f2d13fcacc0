"""What the PIN of a staff member or of a card is checked against."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PinState:
    """A PIN's hash, wrong tries in a row, and until when one has to wait."""

    pin_hash: str | None
    failures: int
    wait_until: datetime | None
