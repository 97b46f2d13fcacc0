"""What of a client's holdings ends soon: the number first, and when."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from salon_pos.db.queries.members import Member
from salon_pos.domain.expiry import ending, ends_soon
from salon_pos.domain.lots import Lot
from salon_pos.i18n import _, n_, screen


def points_end(lots: Iterable[Lot], day: date) -> str:
    """How many points end first, if that is soon; else nothing."""
    first = ending(lots, day)
    if first is None:
        return ""
    until = screen().month_day(first.day)
    return n_("{n} ends {day}", "{n} end {day}", first.amount, day=until)


def bonus_ends(lots: Iterable[Lot], day: date) -> str:
    """How much bonus ends first, if that is soon; else nothing."""
    first = ending(lots, day)
    if first is None:
        return ""
    sum_, until = screen().money(first.amount), screen().month_day(first.day)
    return _("{sum} of bonus ends {day}", sum=sum_, day=until)


def sessions_end(lots: Iterable[Lot], day: date) -> str:
    """How many sessions of a pack end first, if that is soon; else nothing."""
    first = ending(lots, day)
    if first is None:
        return ""
    until = screen().month_day(first.day)
    return n_("{n} session ends {day}", "{n} sessions end {day}", first.amount, day=until)


def coming_ends(member: Member) -> Iterator[str]:
    """A line for points, bonus, each pack and vouchers of which something ends soon: how much on
    which days."""
    say, day = screen(), member.day
    own = {left.card.wallet: left for left in member.cards
           if left.card.owner_id == member.client.id}  # fmt: skip
    bonus = [lot for left in own.values() for lot in left.bonus]
    yield from _line(_("Points"), _by_day(member.points, day), say.number)
    yield from _line(_("Bonus"), _by_day(bonus, day), say.money)
    for pack in member.packs:
        yield from _line(pack.name, _by_day(pack.lots, day), _sessions)
    given = Counter(one.expires for one in (*member.vouchers, *member.coupons) if one.expires)
    soon = sorted((until, count) for until, count in given.items() if ends_soon(until, day))
    yield from _line(_("Vouchers"), soon, say.number)


def _line(what: str, ends: list[tuple[date, int]], much: Callable[[int], str]) -> Iterator[str]:
    parts = [
        _("{amount} on {day}", amount=much(left), day=screen().month_day(until))
        for until, left in ends
    ]
    if parts:
        yield _("{what}: {parts}", what=what, parts=parts)


def _sessions(left: int) -> str:
    return n_("{n} session", "{n} sessions", left)


def _by_day(lots: Iterable[Lot], day: date) -> list[tuple[date, int]]:
    """What ends soon on each of its days, the soonest first."""
    sums: dict[date, int] = {}
    for lot in lots:
        if lot.left and lot.expires and ends_soon(lot.expires, day):
            sums[lot.expires] = sums.get(lot.expires, 0) + lot.left
    return sorted(sums.items())
