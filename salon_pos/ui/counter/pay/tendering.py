"""What has been handed over so far, without a widget: tenders in order, typed amounts, tips."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.tenders import Handed, Settlement, Tip, cash_asked, settle


@dataclass(frozen=True, slots=True)
class Entry:
    """One tender on the list; `typed` in minor units, None for "all that is due"."""

    method_id: int
    typed: int | None = None


@dataclass(frozen=True, slots=True)
class Tendering:
    """A total (minor units) and the tenders for it. The last one is being entered: typing changes
    its amount, and the tips by staff id ride on it."""

    total: int
    methods: Mapping[int, TenderMethod]
    cash_step: int = 1
    entries: tuple[Entry, ...] = ()
    tips: Mapping[int, int] = field(default_factory=dict[int, int])

    @property
    def current(self) -> Entry | None:
        """The tender that is being entered."""
        return self.entries[-1] if self.entries else None

    @property
    def tip(self) -> int:
        """All tips, in minor units."""
        return sum(self.tips.values())

    def take(self, method_id: int, typed: int | None = None) -> "Tendering":
        """One more tender for what is left, or `typed` of it. Where nothing is left the tender
        being entered becomes another means; choosing the same again leaves it."""
        kept = self.entries if self.left > 0 else self.entries[:-1]
        if kept and kept[-1].method_id == method_id and self.left > 0 and typed is None:
            kept = kept[:-1]  # the same means again takes all that is due
        return replace(self, entries=(*kept, Entry(method_id, typed)))

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
        made: list[Handed] = []
        due = self.total
        for place, entry in enumerate(self.entries):
            is_last = place == len(self.entries) - 1
            tips = tuple(Tip(who, part) for who, part in self.tips.items()) if is_last else ()
            tip = sum(tip.amount for tip in tips)
            asked = self._asked(entry.method_id, due)
            amount = asked + tip if entry.typed is None else entry.typed
            made.append(Handed(entry.method_id, amount, tips))
            due = 0 if amount - tip >= asked else due - max(0, amount - tip)
        return tuple(made)

    @property
    def due_now(self) -> int:
        """What the tender being entered has to meet, tips included: the figure to say aloud."""
        before = replace(self, entries=self.entries[:-1], tips={})
        due = before.left
        if self.current is not None:
            due = self._asked(self.current.method_id, due)
        return due + self.tip

    @property
    def left(self) -> int:
        """What is still to pay after every tender, in minor units."""
        due = self.total
        for handed in self.handed:
            asked = self._asked(handed.method_id, due)
            money = handed.amount - handed.tip
            due = 0 if money >= asked else due - max(0, money)
        return due

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

    def _asked(self, method_id: int, due: int) -> int:
        """What this means is asked for when `due` is open: cash comes in coins."""
        if self.methods[method_id].kind is TenderKind.CASH:
            return cash_asked(due, self.cash_step)
        return due
