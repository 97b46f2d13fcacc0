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


@dataclass(frozen=True)
class Layer:
    """A place, since when, the last day of what was exchanged or set by hand, whether by hand;
    which deed led there, and all that counted before it, the newest last."""

    place: int
    since: str
    until: str | None = None
    by_hand: bool = False
    cause: str = ""
    before: tuple["Layer", ...] = ()

    @property
    def move(self) -> tuple[int, str]:
        """As it is kept."""
        return self.place, self.since

    @property
    def lifts(self) -> bool:
        """Whether it was had for points."""
        return self.until is not None and not self.by_hand


@dataclass
class Tiers:
    """The rules (lowest tier first), who moved where, and what counts: each sale's day, client,
    eligible amounts so far and largest top-up. A place is a tier's index. `moves` is what is kept
    of each client, `held` what still counts of it, the newest last."""

    rules: list[Json] = field(default_factory=list)
    window: int = 12
    period: int = 12
    moves: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    held: dict[int, list[Layer]] = field(default_factory=dict)
    sales: list[Json] = field(default_factory=list)

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
        return self._held(client, day, top_up, self.held.get(client, []))[-1].move

    def look(self, client: int, day: str, cause: str = "") -> None:
        """Keep a move, where it leads elsewhere or into another period; beneath what is set by
        hand, as long as that holds."""
        while (place := self._undone_beneath(client, day)) is not None:
            self._without(client, day, place)
        held, hand = self._by_hand(client)
        if hand and day > str(hand.until):
            held, hand = [*held, hand], None
        now = self._held(client, day, 0, held)
        last, was = now[-1], held[-1].move if held else None
        if was and last.place == was[0] and (last.move == was or self.open(last.place)):
            return
        below = [one for one in held if not one.by_hand]
        if last.by_hand:  # what was set by hand goes on, over all that was held
            now = [*below, last]
        elif not last.lifts:  # what was lifted goes on: it is its own cause
            kept = [one for one in now[:-1] if not one.by_hand]
            now = [*kept, Layer(*last.move, cause=cause, before=tuple(below))]
        self._kept(client, now, [hand] if hand else [])

    def lift(self, client: int, place: int, day: str, until: str, cause: str) -> None:
        """A tier until a day, for points."""
        held = self.held.get(client, [])
        lifted = Layer(place, day, until, cause=cause, before=tuple(held))
        self._kept(client, [*held, lifted], [])

    def put(self, client: int, place: int, day: str, until: str, cause: str) -> None:
        """A tier by hand until a day, whatever they reach; in place of what was set so before. Who
        has the tier already has it since when they had it."""
        now = self.standing(client, day)
        since = now[1] if now[0] == place else day
        held = [one for one in self.held.get(client, []) if not one.by_hand]
        self._kept(client, [*held, Layer(place, since, until, by_hand=True, cause=cause)], [])

    def undo(self, client: int, day: str, cause: str) -> None:
        """Rule 23: back to before the move that this deed made, as if that had never been; tiers by
        hand and for points that came over it stay over it."""
        place = self.led_by(client, cause)
        if place is not None:
            self._without(client, day, place)
        self.look(client, day)

    def led_by(self, client: int, cause: str) -> int | None:
        """Which of what is held this deed led to, if nothing that was reached came over it."""
        held = self.held.get(client, [])
        for place in range(len(held) - 1, -1, -1):
            if held[place].cause == cause and not held[place].by_hand:
                return place
            if held[place].until is None:
                return None
        return None

    def _undone_beneath(self, client: int, day: str) -> int | None:
        """Rule 23: which tier was reached today, beneath one for points, and is reached no more."""
        held = self.held.get(client, [])
        reached = [place for place, one in enumerate(held) if one.until is None]
        if not reached:
            return None
        place = reached[-1]
        lifted = any(one.lifts for one in held[place + 1 :])
        by_now = self._held(client, day, 0, held[: place + 1])[-1].place
        is_undone = held[place].since == day and by_now < held[place].place
        return place if lifted and is_undone else None

    def _without(self, client: int, day: str, place: int) -> None:
        held = self.held[client]
        before, over = list(held[place].before), held[place + 1 :]
        self._kept(client, before or [Layer(-1, day)], over)
        if not before:
            self.held[client] = over

    def _by_hand(self, client: int) -> tuple[list[Layer], Layer | None]:
        """What a client holds beneath what was set by hand last, and that."""
        held = self.held.get(client, [])
        return (held[:-1], held[-1]) if held and held[-1].by_hand else (held, None)

    def _kept(self, client: int, held: list[Layer], over: list[Layer]) -> None:
        """A move, and what is held over it again."""
        self.held[client] = [*held, *over]
        moves = self.moves.setdefault(client, [])
        moves += [one.move for one in (held[-1], *over)]

    def period_ended(self, client: int, day: str) -> None:
        """Look, where the period of the last move has ended."""
        last = self.held[client][-1]
        end = last.until or ("" if self.open(last.place) else self.end(last.since))
        if last.place >= 0 and end and end < day:
            self.look(client, day)

    def end(self, since: str) -> str:
        """The last day of the period that begins then."""
        return day_on(months_on(since, self.period), -1)

    def open(self, place: int) -> bool:
        """Whether every member has the tier; it has no periods that anybody would notice."""
        return not MEASURES & self.rules[place].keys()

    def _held(self, client: int, day: str, top_up: int, held: list[Layer]) -> list[Layer]:
        """What counts on `day` of what was held, and what has come to it since."""
        reached = self.reached(client, day, top_up)
        if not held:
            return [Layer(reached, day)]
        last = held[-1]
        if last.by_hand:
            past = day > str(last.until)
            return self._held(client, day, top_up, held[:-1]) if past else held
        if last.until:  # it lifts, and holds nobody down
            without = self._held(client, day, top_up, held[:-1])
            if day > last.until:
                return without
            return [*held, without[-1]] if without[-1].place > last.place else held
        place, since = now = last.move
        if since == day and place > reached:  # undone on the day it was caused
            return self._held(client, day, top_up, held[:-1])
        while now[0] >= 0 and self.end(now[1]) < day:
            end = self.end(now[1])
            # Nobody keeps what they never had: from the open tier one only goes up, and that day.
            place = now[0] if self.open(now[0]) else self.reached(client, end)
            now = place, day_on(end, 1)
        if reached > now[0]:
            now = (reached, day)
        return held if now == last.move else [*held, Layer(*now)]

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
