"""What becomes of what has ended (RULES 15, 25): which entries one lot's expiry makes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from salon_pos.domain import ledger
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot
from salon_pos.domain.receipt import Ending

EXPIRING = ("points", "bonus", "pack", "gift_card")
"""The kinds of accounts whose lots expire. Principal never does, and a deposit is owed until it is
used, refunded or forfeited; a given voucher has no balance, it is just not taken any more."""

EXPIRY_RULES = ("points.expire", "value.expire", "pack.expire", "gift_card.expire")
"""The rules by which their entries are posted."""

SOON_DAYS = 60
"""What ends within so many days is told: on receipts, in the client's file, at the counter."""


def expiry_entries(kind: str, owner: str, lot: Lot) -> Iterator[Entry]:
    """The entries by which an ended lot of `kind`:`owner` comes to zero.

    What was paid for and not used (sessions, a gift card) becomes income: breakage. A bonus was
    never paid for: giving it was an expense, which is taken back, and there is no income.
    """
    assert lot.expires is not None
    inputs = {"expires": lot.expires.isoformat()}
    match kind:
        case "points":
            yield Entry(ledger.points(owner), lot.left, "points.expire", inputs=inputs, lot=lot.id)
            yield Entry(ledger.POINTS_EXPIRED, -lot.left, "points.expire", inputs=inputs)
        case "bonus":
            yield Entry(ledger.bonus(owner), lot.left, "value.expire", inputs=inputs, lot=lot.id)
            yield Entry(ledger.BONUS_GIVEN, -lot.left, "value.expire", inputs=inputs)
        case "pack":
            yield from _sessions(owner, lot)
        case "gift_card":
            card = ledger.gift_card(owner)
            yield Entry(card, lot.left, "gift_card.expire", inputs=inputs, lot=lot.id)
            yield Entry(ledger.BREAKAGE, -lot.left, "gift_card.expire", inputs=inputs)
        case _:
            raise ValueError(f"lots of {kind} do not expire")


def _sessions(owner: str, lot: Lot) -> Iterator[Entry]:
    """RULES 25: the unit values of expired sessions become income on the day of the expiry."""
    assert lot.expires is not None
    worth = lot.left * lot.unit_value
    inputs = {"expires": lot.expires.isoformat(), "sessions": lot.left, "value": worth}
    yield Entry(ledger.pack(owner), lot.left, "pack.expire", inputs=inputs, lot=lot.id)
    yield Entry(ledger.SESSIONS_SOLD, -lot.left, "pack.expire", inputs=inputs)
    if worth:
        yield Entry(ledger.pack_value(owner), worth, "pack.expire", inputs=inputs)
        yield Entry(ledger.BREAKAGE, -worth, "pack.expire", inputs=inputs)


def soon(day: date) -> date:
    """The last day that counts as soon on `day`."""
    return day + timedelta(days=SOON_DAYS)


def ends_soon(expires: date | None, day: date) -> bool:
    """Whether what is good to the end of `expires` (None: for ever) ends soon."""
    return expires is not None and day <= expires <= soon(day)


def ending(lots: Iterable[Lot], day: date) -> Ending | None:
    """What of these lots ends first, if that is soon: all that has that last day."""
    left = [(lot.expires, lot.left) for lot in lots if lot.left and lot.expires]
    first = min((expires for expires, _ in left if ends_soon(expires, day)), default=None)
    if first is None:
        return None
    return Ending(first, sum(amount for expires, amount in left if expires == first))


def is_long_gap(newest: date | None, day: date, most_days: int) -> bool:
    """Whether nothing was posted for so long before `day` that the clock may have jumped."""
    return newest is not None and (day - newest).days > most_days
