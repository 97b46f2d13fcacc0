"""What the counter knows of the payer's membership, read once so that a key answers at once."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from salon_pos.db.queries import members, value
from salon_pos.db.queries.members import Member
from salon_pos.domain.catalog import PriceBook
from salon_pos.domain.earning import Earned, Occasion, earn
from salon_pos.domain.points import PointsRules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import Bill
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.tiers import TierRules
from salon_pos.ui.desk import Desk
from salon_pos.usecases.value import Paying, occasion, paid_lines


class Membership:
    """Rules, prepaid plans, and of one payer all they have. It is read anew for another payer, on
    another business day, and after `forget`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[str, tuple[object, Any]] = {}

    def forget(self) -> None:
        """Something was done that may have changed any of it."""
        self._kept.clear()
        for name in ("plans", "points", "tiers", "tier_names"):
            self.__dict__.pop(name, None)

    @cached_property
    def plans(self) -> Mapping[int, Plan]:
        """What each prepaid item delivers, by item id."""
        return value.plans()

    @cached_property
    def points(self) -> PointsRules | None:
        """The rules of points in force."""
        return value.points_in_force()

    @cached_property
    def tiers(self) -> TierRules | None:
        """The rules of tiers in force."""
        return value.tiers_in_force()

    @cached_property
    def tier_names(self) -> Mapping[str, str]:
        """What the salon calls each tier, by its key."""
        return value.tier_names()

    def member(self, client_id: int) -> Member | None:
        """A client with all they have today."""
        day = self._day
        return self._once("member", (client_id, day), lambda: members.member(client_id, day))

    def book(self, ticket: Ticket) -> PriceBook:
        """The price list as it is for this ticket."""
        book, day = self._desk.book, self._day
        sources = _sources(ticket)
        if ticket.client_id is None and not sources and not ticket.coupon:
            return book
        key = (book, day, ticket.client_id, self._top_ups(ticket), sources, ticket.coupon)
        return self._once("book", key, lambda: members.book_for(ticket, book, day))

    def paying(self, ticket: Ticket, bill: Bill) -> Paying:
        """The ticket as the use cases of value look at it."""
        member = self.member(ticket.client_id) if ticket.client_id is not None else None
        payer = member.client if member else None
        return Paying(ticket, bill, payer, self._day, self._desk.settings)

    def earned(self, ticket: Ticket, bill: Bill) -> Earned | None:
        """What this ticket earns if it is paid with money; None where nobody can earn."""
        if ticket.client_id is None or self.points is None:
            return None
        lines = paid_lines(bill, self.plans)
        return earn(lines, 0, self.points, self._occasion(ticket, bill, self.points))

    def pack_too_new(self, ticket: Ticket, item_id: int) -> tuple[int, int] | None:
        """A pack that the ticket sells and a service that it charges though the pack is for it, by
        item ids, one of them `item_id`; None without. A pack is used once it is paid."""
        sold = [line.item_id for line in ticket.lines if line.item_id in self.plans]
        charged = [line.item_id for line in ticket.lines if not line.source]
        pairs = ((pack, one) for pack in sold for one in charged)
        fitting = (pair for pair in pairs if pair[1] in self.plans[pair[0]].item_ids)
        return next((pair for pair in fitting if item_id in pair), None)

    def _occasion(self, ticket: Ticket, bill: Bill, rules: PointsRules) -> Occasion:
        payer = self.paying(ticket, bill).payer
        assert payer is not None
        key, day = (payer, self._day, self._top_ups(ticket)), self._day
        return self._once("occasion", key, lambda: occasion(payer, bill, day, rules))

    def _once(self, name: str, key: object, read: Callable[[], Any]) -> Any:
        kept = self._kept.get(name)
        if kept is None or kept[0] != key:
            kept = self._kept[name] = (key, read())
        return kept[1]

    @property
    def _day(self) -> date:
        return self._desk.settings.business_day(self._desk.now())

    def _top_ups(self, ticket: Ticket) -> tuple[tuple[int, int, int | None], ...]:
        """The top-ups on a ticket: they may lift the payer's tier (RULES 13)."""
        top_ups = {i for i, plan in self.plans.items() if plan.kind is PrepaidKind.TOP_UP}
        return tuple(
            (o.item_id, o.quantity, o.typed_price) for o in ticket.lines if o.item_id in top_ups
        )


def _sources(ticket: Ticket) -> frozenset[str]:
    """The packs and cards that lines name; what is free with the tier is in the book anyway."""
    return frozenset(line.source for line in ticket.lines if line.source and not line.free_with)
