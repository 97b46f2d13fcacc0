"""What clients give up as the principal of a closed card is paid out: what refunding as much of
the top-ups would take back (RULES 18, 21-22), seen before and kept with it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import members, people, sold, value
from salon_pos.db.queries.closed_cards import CLOSED, topped_up
from salon_pos.db.records import value as records
from salon_pos.domain.closing import close_top_ups, closing_entries, lots_after
from salon_pos.domain.consequences import Consequence, points_taken
from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot
from salon_pos.domain.reversal import Reversal
from salon_pos.domain.rights import Actor
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.standing import Deeds, Standing
from salon_pos.usecases.tier_moves import look_at_tier

_Closed = tuple[SaleFacts, Reversal]


@dataclass(frozen=True, slots=True)
class GivesUp:
    """What the client who paid the top-ups of a card gives up with it: points, as `consequences`
    say, and of what counts for the tier. `tier_before` and `tier` say where they stand now and
    afterwards; None without tiers. `reversals` are the sales of the top-ups, and what of them."""

    client_id: int
    name: str
    consequences: tuple[Consequence, ...]
    tier_before: Standing | None
    tier: Standing | None
    reversals: tuple[_Closed, ...]

    @property
    def points(self) -> int:
        """The points that are taken back, forgiven and owed ones too."""
        return sum(closed.taken.points for _, closed in self.reversals)

    @property
    def entries(self) -> Iterator[Entry]:
        """What of it the ledger keeps."""
        for facts, closed in self.reversals:
            yield from closing_entries(facts.client_uid, facts.sold.uid, closed.lines)


def gives_up(lots: Sequence[Lot], day: date) -> tuple[GivesUp, ...]:
    """What each client gives up as all that is left of these lots of principal is paid out on
    `day`; reads only."""
    found: defaultdict[int, list[_Closed]] = defaultdict(list)
    points: dict[int, tuple[Lot, ...]] = {}
    for sale_uid, lines in topped_up(lot.id for lot in lots).items():
        facts = sold.sold_sale(sale_uid, day)
        if facts is None or facts.client_id is None:
            continue
        own = points.setdefault(facts.client_id, value.points_lots(facts.client_uid))
        closed = close_top_ups(facts.sold, lines, own, day)
        points[facts.client_id] = lots_after(own, closed)
        found[facts.client_id].append((facts, Reversal(facts.sold, closed, ())))
    return tuple(_of_client(client_id, closed, day) for client_id, closed in found.items())


def keep_given_up(
    gone: Sequence[GivesUp], day: date, *, cause: str, by: Actor, now: datetime
) -> None:
    """Keep what their lines earn no more, and the tiers that this leads to; the entries are posted
    by who calls."""
    for client in gone:
        records.add_earnings([row for closed in client.reversals for row in _rows(closed)])
        look_at_tier(client.client_id, day, cause=cause, by=by, now=now)


def _of_client(client_id: int, closed: Sequence[_Closed], day: date) -> GivesUp:
    client, rules = people.client(client_id), value.tiers_in_force()
    said = tuple(one for _, reversal in closed for one in points_taken(reversal))
    before = after = None
    if rules is not None:
        before = members.standing_of(client_id, day, rules)
        after = members.standing_of(client_id, day, rules, without=lambda d: _without(d, closed))
    name = client.name if client else ""
    return GivesUp(client_id, name, said, before, after, tuple(closed))


def _without(deeds: Deeds, closed: Sequence[_Closed]) -> Deeds:
    """The deeds once these top-ups count for so much less, each on the day of its sale."""
    for facts, reversal in closed:
        top_ups = [
            (line.line.net - prepaid.gone, line.line.net - prepaid.gone - line.net)
            for line in reversal.lines
            if (prepaid := line.line.prepaid)
        ]
        spend = sum(line.eligible for line in reversal.lines)
        deeds = deeds.less(facts.day, spend=spend, top_ups=top_ups, visit=False)
    return deeds


def _rows(closed: _Closed) -> Iterator[tuple[int, int | None, int, int, str]]:
    facts, reversal = closed
    for line in reversal.lines:
        if line.eligible or line.taken.points:
            line_id = facts.lines[line.line.uid].id
            yield line_id, facts.client_id, -line.eligible, -line.taken.points, CLOSED
