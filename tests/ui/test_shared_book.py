"""Whatever changes the price list or the stock, every screen has it at once: the desk's book and
settings are what is on file after each deed that moves either."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from salon_pos.db.queries import catalog, members
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import Item, ItemKind, Tax
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import price
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.ticket import Ticket
from salon_pos.ui.desk import SHARED, Desk
from salon_pos.usecases import refunds
from salon_pos.usecases.catalog import save_item, save_tax
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.points import (
    PointsChange,
    adjust_points,
    cancel_redemption,
    redeem,
)
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import save_prepaid
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.staff import save_staff
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.valued import Valued, made

Deed = tuple[Callable[..., Any], tuple[Any, ...]]
NO_PART_OF_IT = {"save_level", "save_category"}  # names that the tiles say: the book has neither


def test_the_desks_book_is_what_is_on_file_after_every_deed_that_changes_it(
    selling: Salon, desk: Desk, sign_in
) -> None:
    valued = made(selling)
    reward = a_reward(valued)
    sign_in("Olga")
    desk.refresh()
    done: set[str] = set()
    for make in deeds(desk, valued, reward):
        deed, given = make()
        before = desk.settings, desk.book
        desk.perform(deed, *given)
        on_file = salon_queries.settings()
        assert (desk.settings, desk.book) == (on_file, catalog.price_book(on_file)), deed.__name__
        assert (desk.settings, desk.book) != before, deed.__name__
        done.add(deed.__name__)
    assert done == SHARED - NO_PART_OF_IT


def test_a_new_top_up_is_for_sale_at_once(selling: Salon, desk: Desk, sign_in) -> None:
    sign_in("Olga")
    top_up = Item(0, "Top-up 500", ItemKind.PREPAID, price=50_000)
    saved = desk.perform(save_prepaid, top_up, Plan(PrepaidKind.TOP_UP))
    assert desk.book.items[saved.id].price == 50_000


def deeds(desk: Desk, valued: Valued, reward: int) -> Iterator[Callable[[], Deed]]:
    """Each deed with what it is given, worked out when its turn comes."""
    salon = valued.salon
    gel, kai = salon.items["gel"], salon.staff["kai"]
    top_up = Item(0, "Top-up 500", ItemKind.PREPAID, price=50_000)
    maya = salon.clients["maya"].id
    yield lambda: (save_item, (replace(gel, price=gel.price + 100),))
    yield lambda: (save_prepaid, (top_up, Plan(PrepaidKind.TOP_UP)))
    yield lambda: (save_tax, (Tax(0, "Green", 10_000),))
    yield lambda: (save_staff, (replace(kai, level_id=other_level(kai.level_id)),))
    yield lambda: (change_settings, (replace(salon_queries.settings(), cash_step=10),))
    yield lambda: (take_payment, (paying(desk, salon, "a"),))
    yield lambda: (refunds.refund, (all_back(desk, "a"),))
    yield lambda: (take_payment, (paying(desk, salon, "b"),))
    yield lambda: (void, ("b", "mistaken"))
    yield lambda: (redeem, ("r", maya, reward, 1))
    yield lambda: (cancel_redemption, ("x", "r", "mistaken"))


def a_reward(valued: Valued) -> int:
    """A gel for 600 points, of which Maya has 1,000."""
    by, maya = valued.salon.by("olga"), valued.salon.clients["maya"].id
    adjust_points(PointsChange("p", maya, 1_000, "x"), by=by, now=NOW)
    gel = valued.salon.items["gel"].id
    return save_reward(Reward(0, RewardKind.PRODUCT, 600, item_id=gel), by=by, now=NOW).id


def other_level(level_id: int | None) -> int:
    return next(level.id for level in catalog.levels() if level.id != level_id)


def paying(desk: Desk, salon: Salon, uid: str) -> Payment:
    """A gel out of stock, by card."""
    ticket: Ticket = salon.ticket(uid, salon.line("gel"), client="maya")
    day = desk.settings.business_day(NOW)
    total = price(ticket, members.book_for(ticket, desk.book, day)).total
    return Payment(ticket, (salon.handed("card", total),), total)


def all_back(desk: Desk, sale: str) -> refunds.RefundRequest:
    asked = refunds.RefundRequest(f"back {sale}", sale, {f"{sale}/gel": 1})
    seen = refunds.preview(asked, by=desk.actor, now=NOW)
    return replace(asked, shown_total=seen.total, shown=seen.digest)
