"""(a) `take_payment` of a sale of three lines and two tenders, against SQL made by hand."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import uuid6

from salon_pos.db import connection, keys, salon_file
from salon_pos.db.queries import catalog, people
from salon_pos.db.queries import settings as salon
from salon_pos.domain.money import BASIS_POINTS
from salon_pos.domain.pricing import price
from salon_pos.domain.rights import Actor
from salon_pos.domain.tenders import Handed, Tip
from salon_pos.domain.ticket import Credit, Line, Ticket
from salon_pos.domain.ticket_json import canonical, to_json
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets, take_payment
from tests.bench import salons
from tests.bench.by_hand import ByHand, HandPayment
from tests.bench.measure import Result, median, processor_milliseconds, spread
from tests.bench.salons import NOW

RATIO, FLAT = 2.5, 1.3


@dataclass(frozen=True, slots=True)
class Counts:
    """How many salons' sizes, how often they take turns, and the payments of each turn."""

    sizes: tuple[int, ...]
    turns: int
    warm_up: int
    payments: int


FULL = Counts((10_000, 1_000_000), turns=5, warm_up=40, payments=200)
QUICK = Counts((10_000,), turns=1, warm_up=10, payments=50)


class Sales:
    """Draws payments in the open salon: other prices each time."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = Random(seed)
        self.book = catalog.price_book(salon.settings())
        self._items = {item.name: item.id for item in catalog.items()}
        self.methods = {method.code: method.id for method in catalog.tender_methods().values()}
        self._staff = {one.code: one.id for one in people.staff_members()}
        self.by = Actor(self._staff["CHEN"], salon.till_id())

    def payment(self) -> Payment:
        """For somebody unknown, who earns nothing: a card with a tip, then cash."""
        ticket = self.ticket()
        card = Handed(self.methods["card"], 21_000, (self.tip(),))
        cash = Handed(self.methods["cash"], 100_000)
        return Payment(ticket, (card, cash), price(ticket, self.book).total)

    def tip(self) -> Tip:
        """For whoever leads."""
        return Tip(self._staff["MEI"], 1_000)

    def ticket(self, client_id: int | None = None) -> Ticket:
        """A cut by two, a blow-dry and a product."""
        mei, jie, wu = (self._staff[code] for code in ("MEI", "JIE", "WU"))
        shared = (Credit(mei, 7_000), Credit(wu, BASIS_POINTS - 7_000))
        lines = (
            self._line("Women's cut", shared),
            self._line("Wash & blow-dry", (Credit(jie),)),
            self._line("Hair oil 100 ml", (Credit(mei),), self._chance.randint(1, 3)),
        )
        return Ticket(str(uuid6.uuid7()), NOW, lines, client_id)

    def _line(self, item: str, staff: tuple[Credit, ...], quantity: int = 1) -> Line:
        return Line(str(uuid6.uuid7()), self._items[item], quantity, staff)


@dataclass(slots=True)
class Times:
    """Milliseconds of each payment, by the clock and of the processor: the program's, and those
    made by hand; of the latter the commit, which waits for the disk whoever asks."""

    ours: list[float] = field(default_factory=list[float])
    by_hand: list[float] = field(default_factory=list[float])
    ours_busy: list[float] = field(default_factory=list[float])
    by_hand_busy: list[float] = field(default_factory=list[float])
    commit: list[float] = field(default_factory=list[float])


def measure(quick: bool) -> list[Result]:
    """Take turns between the sizes; within a turn the two sides take every other payment."""
    counts = QUICK if quick else FULL
    kept = {size: salons.salon_of(size) for size in counts.sizes}
    times = {size: Times() for size in counts.sizes}
    for turn in range(counts.turns):
        for size, folder in kept.items():
            print(f"  payments at {size:,} clients, turn {turn + 1} of {counts.turns}", flush=True)
            with salons.copies(folder, salons.WORK, "ours", "by-hand") as (ours, by_hand):
                one_turn(ours, by_hand, Turn(turn, counts), times[size])
    ratios = [
        ratio(f"take_payment against SQL by hand, {size:,} clients", found)
        for size, found in times.items()
    ]
    return [*ratios, *_flat(times)]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is paid in one turn, and how it is made by hand."""

    seed: int
    counts: Counts
    sales: type[Sales] = Sales
    by_hand: type[HandPayment] = HandPayment


def one_turn(ours: Path, by_hand: Path, turn: Turn, times: Times) -> None:
    """Take so many payments in the salons of both sides, every other by one of them."""
    with_hand = hand_on(by_hand, turn.by_hand)
    salon_file.open_folder(ours)
    try:
        sales = turn.sales(turn.seed)
        for number in range(turn.counts.warm_up + turn.counts.payments):
            pay_both = both_ways(sales, with_hand, number)
            (our_time, our_busy), (hand_time, hand_busy) = map(processor_milliseconds, pay_both)
            if number >= turn.counts.warm_up:
                times.ours.append(our_time)
                times.ours_busy.append(our_busy)
                times.by_hand.append(hand_time)
                times.by_hand_busy.append(hand_busy)
                times.commit.append(with_hand.commit_ms)
    finally:
        connection.close()
        with_hand.close()


def hand_on(folder: Path, payment: type[HandPayment] = HandPayment) -> ByHand:
    """A hand-made connection to the salon in `folder`."""
    secret = keys.find((folder / salon_file.NAME_FILE).read_text("ascii"))
    assert secret is not None
    return ByHand(folder, keys.file_key(secret), payment)


def both_ways(
    sales: Sales, hand: ByHand, number: int
) -> tuple[Callable[[], object], Callable[[], object]]:
    """The same payment, its ticket kept already, ready to be taken by the program and by hand."""
    payment, by, now = sales.payment(), sales.by, NOW + timedelta(seconds=number)
    who = {"staff_id": by.staff_id, "till_id": by.till_id}
    ticket = json.loads(to_json(payment.ticket))
    tenders = json.loads(canonical(payment.tenders))
    keep_tickets([Kept(payment.ticket)], by=by, now=now)
    hand.keep(ticket, now=now, **who)
    return (
        lambda: take_payment(payment, by=by, now=now),
        lambda: hand.take_payment(ticket, tenders, payment.shown_total, now=now, **who),
    )


def ratio(name: str, times: Times) -> Result:
    """How the medians of both sides compare."""
    ours, by_hand = median(times.ours_busy), median(times.by_hand_busy)
    return Result(
        name,
        median(times.ours) / median(times.by_hand),
        RATIO,
        {"n": len(times.ours)}
        | spread("ours", times.ours)
        | spread("by_hand", times.by_hand)
        | {
            "commit_median_ms": round(median(times.commit), 3),
            "ours_processor_median_ms": round(ours, 3),
            "by_hand_processor_median_ms": round(by_hand, 3),
            "processor_ratio": round(ours / by_hand, 3),
        },
    )


def _flat(times: dict[int, Times]) -> list[Result]:
    if len(times) < 2:
        return []
    small, large = (times[size] for size in sorted(times))
    by_hand = median(large.by_hand) / median(small.by_hand)
    name = "take_payment, 1,000,000 clients against 10,000"
    return [
        Result(
            name, median(large.ours) / median(small.ours), FLAT,
            {
                "n": len(large.ours),
                "large_median_ms": round(median(large.ours), 3),
                "small_median_ms": round(median(small.ours), 3),
                "by_hand_ratio": round(by_hand, 3),
            },
        )
    ]  # fmt: skip
