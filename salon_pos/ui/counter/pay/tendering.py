"""What has been handed over so far, without a widget: tenders in order, typed amounts, tips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.offers import Offer
from salon_pos.domain.tenders import Handed, Settlement, Tip, cash_asked, settle


@dataclass(frozen=True, slots=True)
class Entry:
    """One tender on the list; `typed` in minor units, None for "all that is due", or as much of it
    as its `offer` can pay. `unlock` is the word that the card's PIN was typed, or that a manager
    agrees to a debt."""

    method_id: int
    typed: int | None = None
    offer: Offer | None = None
    unlock: str = ""

    @property
    def source(self) -> str:
        """What it takes from, empty for money."""
        return self.offer.source if self.offer else ""

    def is_like(self, other: "Entry") -> bool:
        """Whether it takes from the same."""
        return (self.method_id, self.source) == (other.method_id, other.source)


@dataclass(frozen=True, slots=True)
class _Step:
    """A tender in its place: what it was `asked` for, and what is left after it."""

    handed: Handed
    asked: int
    left: int


@dataclass(frozen=True, slots=True)
class Tendering:
    """A total (minor units) and the tenders for it. The last one is being entered: typing changes
    its amount. The tips by staff id ride on the last one that is money. `prepaid` is what of the
    total only money buys."""

    total: int
    methods: Mapping[int, TenderMethod]
    cash_step: int = 1
    entries: tuple[Entry, ...] = ()
    tips: Mapping[int, int] = field(default_factory=dict[int, int])
    prepaid: int = 0

    @property
    def current(self) -> Entry | None:
        """The tender that is being entered."""
        return self.entries[-1] if self.entries else None

    @property
    def room(self) -> int:
        """What of the total also value may pay, in minor units."""
        return self.total - self.prepaid

    @property
    def is_only_prepaid(self) -> bool:
        """Whether all that is to be paid is prepaid; where packs cover everything, nothing is."""
        return self.total > 0 and not self.room

    @property
    def is_kept_for_money(self) -> bool:
        """Whether the tender being entered pays nothing because only what is prepaid is left."""
        if self.current is None or self.current.offer is None or self.current.offer.buys_prepaid:
            return False
        value = sum(
            handed.amount for entry, handed in zip(self.entries, self.handed, strict=True)
            if entry.offer and not entry.offer.buys_prepaid
        )  # fmt: skip
        return self.handed[-1].amount == 0 and self.left > 0 and value >= self.room

    @property
    def tip(self) -> int:
        """All tips, in minor units."""
        return sum(self.tips.values())

    def take(
        self, method_id: int, typed: int | None = None, offer: Offer | None = None
    ) -> "Tendering":
        """One more tender for what is left, or `typed` of it; one of value takes from its `offer`.
        Where nothing is left, or nothing was given by the tender being entered, that becomes
        another means; choosing the same again leaves it."""
        is_open = self.left > 0 and not (self.entries and self.handed[-1].amount == 0)
        kept = self.entries if is_open else self.entries[:-1]
        entry = Entry(method_id, typed, offer)
        if kept and kept[-1].is_like(entry) and self.left > 0 and typed is None:
            kept = kept[:-1]  # the same means again takes all that is due
        return replace(self, entries=(*kept, entry))

    def unlock(self, source: str, word: str) -> "Tendering":
        """With the word that the PIN of the card `source` was typed."""
        entries = tuple(
            replace(entry, unlock=word) if entry.source == source else entry
            for entry in self.entries
        )
        return replace(self, entries=entries)

    def agree(self, word: str) -> "Tendering":
        """With a manager's word for what goes on account."""
        entries = tuple(
            replace(entry, unlock=word)
            if self.methods[entry.method_id].kind is TenderKind.ON_ACCOUNT
            else entry
            for entry in self.entries
        )
        return replace(self, entries=entries)

    def type_amount(self, amount: int | None) -> "Tendering":
        """Another amount for the tender being entered; None is all that is due."""
        if self.current is None:
            return self
        changed = replace(self.current, typed=amount)
        return replace(self, entries=(*self.entries[:-1], changed))

    def remove(self, place: int) -> "Tendering":
        """Without the tender at `place`."""
        return replace(self, entries=self.entries[:place] + self.entries[place + 1 :])

    def give_tip(self, staff_id: int, amount: int) -> "Tendering":
        """A staff member's tip in minor units; zero takes it off."""
        tips = {**self.tips, staff_id: amount}
        return replace(self, tips={who: part for who, part in tips.items() if part})

    @property
    def handed(self) -> tuple[Handed, ...]:
        """The tenders as they are handed over, each with its amount."""
        return tuple(step.handed for step in self._steps())

    @property
    def to_pay(self) -> int:
        """What is still to be paid, tips included: the figure to say aloud, 0 once it is there."""
        return self.left if self.entries else self.total + self.tip

    def taken_from(self, offer: Offer) -> int:
        """What the tenders so far take from a balance, in minor units."""
        key = (offer.method_id, offer.source)
        return sum(h.amount for h in self.handed if (h.method_id, h.source) == key)

    @property
    def due_now(self) -> int:
        """What the tender being entered has to meet, tips included."""
        if self.current is None:
            return self.total + self.tip
        *_before, last = self._steps()
        return last.asked + last.handed.tip

    @property
    def open_due(self) -> int:
        """What one more tender would pay: what is left, or the part of the one being entered, whose
        place it takes."""
        return self.left or replace(self, entries=self.entries[:-1]).left

    @property
    def left(self) -> int:
        """What is still to pay after every tender, in minor units."""
        steps = list(self._steps())
        return steps[-1].left if steps else self.total

    @property
    def change(self) -> int:
        """Cash to give back."""
        if not self.entries or self.left:
            return 0
        current = self.handed[-1]
        is_cash = self.methods[current.method_id].kind is TenderKind.CASH
        return max(0, current.amount - self.due_now) if is_cash else 0

    @property
    def is_met(self) -> bool:
        """Whether payment can be taken: nothing is left, or there never was anything to pay."""
        return self.left == 0 and (bool(self.entries) or self.total == 0)

    def settlement(self) -> Settlement:
        """How the total is met; refuses what cannot be handed over (RULES 5 to 9)."""
        return settle(self.total, self.handed, self.methods, cash_step=self.cash_step)

    def _steps(self) -> Iterator[_Step]:
        due, room = self.total, self.room
        paid: dict[tuple[int, str], int] = {}
        for place, entry in enumerate(self.entries):
            key = (entry.method_id, entry.source)
            asked = self._asked(entry, due, room, paid.get(key, 0))
            tips = self._tips_on(place)
            tip = sum(tip.amount for tip in tips)
            is_whole = entry.typed is None or (entry.offer is not None and entry.offer.at_once)
            amount = asked + tip if is_whole or entry.typed is None else entry.typed
            money = max(0, amount - tip)
            met = money >= asked if entry.offer is None else money >= due
            due = 0 if met else due - money
            if entry.offer is not None and not entry.offer.buys_prepaid:
                room -= money
            paid[key] = paid.get(key, 0) + money
            handed = Handed(entry.method_id, amount, tips, entry.source, entry.unlock)
            yield _Step(handed, asked, due)

    def _tips_on(self, place: int) -> tuple[Tip, ...]:
        """The tips, where they ride on this tender: value pays none."""
        money = [n for n, entry in enumerate(self.entries) if entry.offer is None]
        carrier = money[-1] if money else len(self.entries) - 1
        return tuple(Tip(who, part) for who, part in self.tips.items()) if place == carrier else ()

    def _asked(self, entry: Entry, due: int, room: int, paid: int) -> int:
        """What this means is asked for when `due` is open: cash comes in coins, value pays what it
        can."""
        if entry.offer is not None:
            return entry.offer.pays(due, room, paid)
        if self.methods[entry.method_id].kind is TenderKind.CASH:
            return cash_asked(due, self.cash_step)
        return due
