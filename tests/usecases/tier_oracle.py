"""Which tier a client must stand in, by RULES.md 13, 21, 23 and 26: the state machine's judge."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.usecases.oracle import Json

MEASURES = {"spend", "visits", "top_up"}
ONE_DAY = timedelta(days=1)


def months_on(day: str, months: int) -> str:
    """The same day so many months on, or the last of a shorter month."""
    year, month, on = (int(part) for part in day.split("-"))
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return date(year, month, min(on, monthrange(year, month)[1])).isoformat()


def day_on(day: str, days: int) -> str:
    """So many days on."""
    return (date.fromisoformat(day) + days * ONE_DAY).isoformat()


Held = tuple[int, str, str | None, bool]
"""A place, since when, the last day of what was exchanged or set by hand, and whether by hand."""


@dataclass
class Tiers:
    """The rules (lowest tier first), who moved where, and what counts: each sale's day, client,
    eligible amounts so far and largest top-up. A place is a tier's index. `moves` is what is kept
    of each client, `held` what still counts of it, the newest last, `befores` what did before the
    last move. Its cause is in `causes`, that of the newest of all, by hand or not, in `newest`;
    `beneath` is both as they were before what was lifted over them."""

    rules: list[Json] = field(default_factory=list)
    window: int = 12
    period: int = 12
    moves: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    held: dict[int, list[Held]] = field(default_factory=dict)
    befores: dict[int, list[Held]] = field(default_factory=dict)
    sales: list[Json] = field(default_factory=list)
    causes: dict[int, str] = field(default_factory=dict)
    newest: dict[int, str] = field(default_factory=dict)
    beneath: dict[int, tuple[str, list[Held]]] = field(default_factory=dict)

    def of(self, place: int) -> Json:
        """The tier at a place."""
        return self.rules[place]

    def paid(self, client: int, day: str, sale: Json, top_up: int) -> None:
        """A sale counts on its day."""
        spend = sum(line["eligible"] for line in sale["lines"])
        kept = {"client": client, "day": day, "spend": spend}
        visit = any(line["kind"] != "prepaid" for line in sale["lines"])
        sale["counted"] = kept | {"top_up": top_up, "visit": visit}
        self.sales.append(sale["counted"])

    def was_here(self, client: int, day: str) -> bool:
        """Whether a visit of a client was paid on this day already."""
        theirs = [one for one in self.sales if (one["client"], one["day"]) == (client, day)]
        return any(one["visit"] for one in theirs)

    def standing(self, client: int, day: str, top_up: int = 0) -> tuple[int, str]:
        """Where a client stands on `day`, and since when."""
        return self._held(client, day, top_up, self.held.get(client, []))[-1][:2]

    def look(self, client: int, day: str, cause: str = "") -> None:
        """Keep a move, where it leads elsewhere or into another period; beneath what is set by
        hand, as long as that holds."""
        held, hand = self._by_hand(client)
        if hand and day > str(hand[2]):
            held, hand = [*held, hand], None
        now = self._held(client, day, 0, held)
        move, before = now[-1][:2], held[-1][:2] if held else None
        if before and move[0] == before[0] and (move == before or self.open(move[0])):
            return
        if now[-1][3]:  # what was set by hand goes on, over all that was held
            now = [*(one for one in held if not one[3]), now[-1]]
        self._kept(client, now, hand)
        if now[-1][2] and not now[-1][3]:  # what was lifted goes on: it is its own cause
            cause = self.causes.get(client, "")
        elif not now[-1][3]:
            self.befores[client], self.causes[client] = [one for one in held if not one[3]], cause
        if not hand:
            self.newest[client] = cause

    def lift(self, client: int, place: int, day: str, until: str, cause: str) -> None:
        """A tier until a day, for points."""
        self.beneath[client] = self.causes.get(client, ""), self.befores.get(client, [])
        self.befores[client] = self.held.get(client, [])
        self._kept(client, [*self.befores[client], (place, day, until, False)], None)
        self.causes[client] = self.newest[client] = cause

    def put(self, client: int, place: int, day: str, until: str, cause: str) -> None:
        """A tier by hand until a day, whatever they reach; in place of what was set so before. Who
        has the tier already has it since when they had it."""
        now = self.standing(client, day)
        since = now[1] if now[0] == place else day
        held = [one for one in self.held.get(client, []) if not one[3]]
        self._kept(client, [*held, (place, since, until, True)], None)
        self.newest[client] = cause

    def _by_hand(self, client: int) -> tuple[list[Held], Held | None]:
        """What a client holds beneath what was set by hand last, and that."""
        held = self.held.get(client, [])
        return (held[:-1], held[-1]) if held and held[-1][3] else (held, None)

    def _kept(self, client: int, held: list[Held], hand: Held | None) -> None:
        """A move, and what is set by hand over it again."""
        self.held[client] = [*held, hand] if hand else held
        moves = self.moves.setdefault(client, [])
        moves += [one[:2] for one in (held[-1], hand) if one]

    def undo(self, client: int, day: str, cause: str) -> None:
        """Rule 23: where this deed made the last move, be it beneath what is set by hand, back to
        the one before it, as if the last had never been."""
        _, hand = self._by_hand(client)
        if self.causes.get(client) == cause:
            before = self.befores[client]
            self._kept(client, before or [(-1, day, None, False)], hand)
            if not before:
                self.held[client] = [hand] if hand else []
            self.causes[client] = ""
            if before and before[-1][3]:  # over one by hand: what moved them last still did
                self.causes[client], self.befores[client] = self.beneath[client]
            if not hand:
                self.newest[client] = ""
        self.look(client, day)

    def period_ended(self, client: int, day: str) -> None:
        """Look, where the period of the last move has ended."""
        place, since, until, _ = self.held[client][-1]
        end = until or ("" if self.open(place) else self.end(since))
        if place >= 0 and end and end < day:
            self.look(client, day)

    def end(self, since: str) -> str:
        """The last day of the period that begins then."""
        return day_on(months_on(since, self.period), -1)

    def open(self, place: int) -> bool:
        """Whether every member has the tier; it has no periods that anybody would notice."""
        return not MEASURES & self.rules[place].keys()

    def _held(self, client: int, day: str, top_up: int, held: list[Held]) -> list[Held]:
        """What counts on `day` of what was held, and what has come to it since."""
        reached = self.reached(client, day, top_up)
        if not held:
            return [(reached, day, None, False)]
        place, since, until, by_hand = held[-1]
        if by_hand:
            past = day > str(until)
            return self._held(client, day, top_up, held[:-1]) if past else held
        if until:  # it lifts, and holds nobody down
            without = self._held(client, day, top_up, held[:-1])
            if day > until:
                return without
            return [*held, without[-1]] if without[-1][0] > place else held
        if since == day and place > reached:  # undone on the day it was caused
            return self._held(client, day, top_up, held[:-1])
        now = (place, since)
        while now[0] >= 0 and self.end(now[1]) < day:
            end = self.end(now[1])
            # Nobody keeps what they never had: from the open tier one only goes up, and that day.
            place = now[0] if self.open(now[0]) else self.reached(client, end)
            now = place, day_on(end, 1)
        if reached > now[0]:
            now = (reached, day)
        return held if now == (place, since) else [*held, (*now, None, False)]

    def reached(self, client: int, day: str, top_up: int = 0) -> int:
        """The highest tier that the window up to and with `day` reaches."""
        first = day_on(months_on(day, -self.window), 1)
        counted = [s for s in self.sales if s["client"] == client and first <= s["day"] <= day]
        spend = sum(one["spend"] for one in counted)
        visits = len({one["day"] for one in counted if one["visit"]})
        most = max([top_up, *(one["top_up"] for one in counted)])
        met = [
            place
            for place, tier in enumerate(self.rules)
            if self.open(place)
            or spend >= tier.get("spend", spend + 1)
            or visits >= tier.get("visits", visits + 1)
            or most >= tier.get("top_up", most + 1)
        ]
        return max(met)
