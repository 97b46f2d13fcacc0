"""What closing a card takes back of what its top-ups gave: what refunding the principal that is
paid out would (RULES 18, 22). A closing gives back no sale, so only points and the tier change."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from salon_pos.domain.ledger import Entry
from salon_pos.domain.lots import Lot
from salon_pos.domain.money import half_up
from salon_pos.domain.refund_entries import points_entries
from salon_pos.domain.reversal import ReversedLine
from salon_pos.domain.sold import SoldLine, SoldSale
from salon_pos.domain.taking_back import TakenBack, points_of, take_back


def close_top_ups(
    sale: SoldSale, lines: Collection[str], lots: Sequence[Lot], day: date
) -> tuple[ReversedLine, ...]:
    """What these top-ups of a sale (by uid) give up as all that is left of their principal is paid
    out; none of them comes back as a line. `lots` are the client's points, by lot, right now."""
    closed = [line for line in sale.lines if line.uid in lines and line.prepaid]
    taken = take_back(
        [points_of(line, 0) for line in closed], sale, lots, given_back=(), uses=(), day=day
    )
    return tuple(_closed(line, points) for line, points in zip(closed, taken, strict=True))


def lots_after(lots: Iterable[Lot], lines: Iterable[ReversedLine]) -> tuple[Lot, ...]:
    """The client's points, by lot, once these lines have given up theirs."""
    takes = [take for line in lines for take in line.taken.takes]
    return tuple(
        replace(lot, left=lot.left - sum(t.amount for t in takes if t.lot_id == lot.id))
        for lot in lots
    )


def closing_entries(
    client_uid: str, sale_uid: str, lines: Iterable[ReversedLine]
) -> Iterator[Entry]:
    """The entries of what these top-ups of a sale give up; each names the sale."""
    for line in lines:
        for entry in points_entries(client_uid, line):
            if entry.amount:
                yield replace(entry, inputs={**entry.inputs, "sale": sale_uid})


def _closed(line: SoldLine, taken: TakenBack) -> ReversedLine:
    assert line.prepaid is not None
    left = line.prepaid.left
    return ReversedLine(
        line=line, quantity=0, revenue=left, net=left, taxes=(), payable=left,
        eligible=half_up(line.eligible * line.gone_after(0)) - line.eligible_returned,
        credits=(), taken=taken,
    )  # fmt: skip
