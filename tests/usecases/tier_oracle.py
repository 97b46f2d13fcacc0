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


@dataclass
class Tiers:
    """The rules (lowest tier first), who moved where, and what counts: each sale's day, client,
    eligible amounts so far and largest top-up. A place is a tier's index."""

    rules: list[Json] = field(default_factory=list)
    window: int = 12
    period: int = 12
    moves: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    sales: list[Json] = field(default_factory=list)
    causes: dict[int, str] = field(default_factory=dict)

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
        return self._standing(client, day, top_up, self.moves.get(client, []))

    def look(self, client: int, day: str, cause: str = "") -> None:
        """Keep a move, where it leads elsewhere or into another period."""
        move = self.standing(client, day)
        moves = self.moves.setdefault(client, [])
        if not moves or move[0] != moves[-1][0] or (move != moves[-1] and not self.open(move[0])):
            moves.append(move)
            self.causes[client] = cause

    def undo(self, client: int, day: str, cause: str) -> None:
        """Rule 23: where the sale made the last move, back to the one before it."""
        moves = self.moves[client]
        if self.causes[client] == cause:
            moves.append(moves[-2] if len(moves) > 1 else (-1, day))
            self.causes[client] = ""
        self.look(client, day)

    def period_ended(self, client: int, day: str) -> None:
        """Look, where the period of the last move has ended."""
        place, since = self.moves[client][-1]
        if place >= 0 and not self.open(place) and self.end(since) < day:
            self.look(client, day)

    def end(self, since: str) -> str:
        """The last day of the period that begins then."""
        return day_on(months_on(since, self.period), -1)

    def open(self, place: int) -> bool:
        """Whether every member has the tier; it has no periods that anybody would notice."""
        return not MEASURES & self.rules[place].keys()

    def _standing(
        self, client: int, day: str, top_up: int, moves: list[tuple[int, str]]
    ) -> tuple[int, str]:
        reached = self.reached(client, day, top_up)
        if not moves:
            return reached, day
        place, since = moves[-1]
        if since == day and place > reached:  # undone on the day it was caused
            return self._standing(client, day, top_up, moves[:-1])
        while place >= 0 and self.end(since) < day:
            place, since = self.reached(client, self.end(since)), day_on(self.end(since), 1)
        return (reached, day) if reached > place else (place, since)

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
