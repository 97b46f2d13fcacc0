"""Free services of a tier (RULES 20): taken at the counter, counted in the period, given back.

Maya is Gold by a top-up of 1,000.00. Gold gives two cuts a year free. A cut with Mei is 80.00 and
5 % on top; a wash is 10.10 and 13 % on top, so 11.42 (1.32: 0.51 and 0.81).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.queries import balances, catalog, members, receipts, tier_moves
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.pricing import price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.ticket import Ticket, free_source
from salon_pos.domain.tiers import FreeServices, Perks, TierRules
from salon_pos.printing.layout import Kind, layout
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets, take_payment
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.rules import set_tier_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift, open_shift
from salon_pos.usecases.tiers import TierChange, set_tier
from salon_pos.usecases.voids import preview_void, void
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import ENGLISH, is_sound, pay, total_of
from tests.usecases.valued import TIERS, Valued, made

YEAR = timedelta(days=365)


def with_free(valued: Valued, *free: FreeServices, tier: str = "gold") -> None:
    tiers = tuple(
        replace(each, perks=Perks(free_services=free if each.key == tier else ()))
        for each in TIERS.tiers
    )
    set_tier_rules(TierRules(1, tiers), by=valued.salon.by("olga"), now=NOW)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return with_gold(made(selling))


def with_gold(valued: Valued) -> Valued:
    """Maya is Gold from today on, and Gold gives two cuts."""
    with_free(valued, FreeServices(frozenset({valued.salon.items["cut"].id}), 2))
    pay(valued, valued.salon.ticket("top", valued.line(valued.top_up), client="maya"))
    return valued


def free(
    valued: Valued, uid: str, *, item: str = "cut", count: int = 1, tier: str = "gold",
    client: str = "maya",
) -> Ticket:  # fmt: skip
    """A ticket with so many lines that are free with a tier."""
    lines = (replace(valued.salon.line(item, uid=f"{item}{n}"), source=free_source(tier))
             for n in range(count))  # fmt: skip
    return valued.salon.ticket(uid, *lines, client=client)


def take(valued: Valued, uid: str, at: datetime = NOW) -> Receipt:
    ticket = free(valued, uid)
    return take_payment(Payment(ticket, (), 0), by=valued.salon.by("kai"), now=at)


def left(valued: Valued, at: datetime = NOW) -> list[tuple[int, int]]:
    """(left, of how many) of each of Maya's free services."""
    day = salon_queries.settings().business_day(at)
    member = members.member(valued.salon.clients["maya"].id, day)
    assert member is not None
    return [(one.left.left, one.left.times) for one in member.free]


def test_it_costs_nothing_earns_nothing_and_is_counted(valued: Valued) -> None:
    points = balances.balance(ledger.points(valued.salon.clients["maya"].uid))
    assert left(valued) == [(2, 2)]
    receipt = take(valued, "a")
    (line,) = receipt.lines
    assert (line.list_amount, line.member_off, line.net, receipt.total) == (8_000, 8_000, 0, 0)
    assert (line.free_with, receipt.tenders) == ("Gold", ())
    assert balances.balance(ledger.points(valued.salon.clients["maya"].uid)) == points
    assert left(valued) == [(1, 2)]
    assert rows("SELECT why, points, eligible FROM sale_earning JOIN sale_line l ON l.id = line_id "
                "WHERE l.uid = 'a/cut0'") == [("free", 0, 0)]  # fmt: skip
    day = salon_queries.settings().business_day(NOW)
    member = members.member(valued.salon.clients["maya"].id, day)
    assert member is not None
    assert member.free[0].items == ("Women's cut",)
    assert [(one.day, one.item, one.times) for one in member.free[0].used] == [
        (day, "Women's cut", 1)
    ]
    assert is_sound()


def test_the_receipt_says_it(valued: Valued) -> None:
    receipt = take(valued, "a")
    notes = [line.left for line in layout(receipt, ENGLISH) if line.kind is Kind.NOTE]
    assert notes[:2] == ["Mei", "Free with Gold"]
    # The tier gets another name: the receipt of then says what it was called then.
    renamed = tuple(replace(tier, name=f"{tier.name} plus") for tier in TIERS.tiers)
    set_tier_rules(TierRules(1, renamed), by=valued.salon.by("olga"), now=NOW + timedelta(hours=1))
    assert receipts.receipt("a").lines[0].free_with == "Gold"


def test_the_last_one_is_had_once(valued: Valued) -> None:
    """Two windows price their tickets while one is left; the second to pay is told."""
    take(valued, "a")
    second, third = free(valued, "b"), free(valued, "c")
    assert (total_of(second), total_of(third)) == (0, 0)
    by = valued.salon.by("kai")
    keep_tickets([Kept(third)], by=by, now=NOW)
    take_payment(Payment(second, (), 0), by=by, now=NOW)
    with refused("free_used_up", "free"):
        take_payment(Payment(third, (), 0), by=by, now=NOW)
    assert rows("SELECT uid FROM ticket") == [("c",)]
    assert left(valued) == [(0, 2)]
    # At its price the same ticket is paid.
    paid = replace(third, lines=(replace(third.lines[0], source=""),))
    keep_tickets([Kept(paid, 1)], by=by, now=NOW)
    assert pay(valued, paid).total == 8_400


def test_three_on_one_ticket_are_one_too_many(valued: Valued) -> None:
    with refused("free_used_up", "free"):
        take_payment(Payment(free(valued, "a", count=3), (), 0), by=valued.salon.by("kai"), now=NOW)
    take_payment(Payment(free(valued, "a", count=2), (), 0), by=valued.salon.by("kai"), now=NOW)
    assert left(valued) == [(0, 2)]
    assert is_sound()


@pytest.mark.parametrize(
    ("client", "item", "tier", "key"),
    [
        ("leo", "cut", "gold", "not_free"),
        ("", "cut", "gold", "not_free"),
        ("maya", "cut", "silver", "not_free"),
        ("maya", "wash", "gold", "free_used_up"),
    ],
)
def test_who_has_not_the_tier_pays(
    valued: Valued, client: str, item: str, tier: str, key: str
) -> None:
    ticket = free(valued, "a", item=item, tier=tier, client=client)
    with refused(key, "free"):
        take_payment(Payment(ticket, (), 0), by=valued.salon.by("kai"), now=NOW)


def test_beside_other_lines_only_they_are_paid(valued: Valued) -> None:
    """11.42 for the wash; 10.10 is eligible, × 1.5 for Gold: 15 points of 15.15."""
    points = ledger.points(valued.salon.clients["maya"].uid)
    before = balances.balance(points)
    ticket = free(valued, "a")
    ticket = replace(ticket, lines=(*ticket.lines, replace(valued.salon.line("wash"), uid="w")))
    assert pay(valued, ticket).total == 1_142
    assert balances.balance(points) - before == 15
    assert is_sound()


def test_a_refund_gives_it_back_while_the_period_runs(valued: Valued) -> None:
    take(valued, "a")
    by = valued.salon.by("kai")
    request = RefundRequest("r", "a", {"a/cut0": 1})
    seen = preview(request, by=by, now=NOW + timedelta(days=30))
    assert [(c.kind, c.amount) for c in seen.consequences] == [("free", 1)]
    request = replace(request, shown_total=seen.total, shown=seen.digest)
    back = refund(request, by=by, now=NOW + timedelta(days=30))
    assert (back.total, back.lines[0].free_with) == (0, "Gold")
    assert left(valued) == [(2, 2)]
    assert is_sound()


def test_a_refund_after_the_period_gives_nothing_back(valued: Valued) -> None:
    """Her top-up counts on the last day of the first one: she is Gold for a second."""
    take(valued, "a")
    by = valued.salon.by("kai")
    next_period = NOW + YEAR + timedelta(days=1)
    assert left(valued, next_period) == [(2, 2)]
    take(valued, "b", next_period)
    request = RefundRequest("r", "a", {"a/cut0": 1})
    seen = preview(request, by=by, now=next_period)
    assert "free" not in [one.kind for one in seen.consequences]
    refund(replace(request, shown_total=seen.total, shown=seen.digest), by=by, now=next_period)
    assert left(valued, next_period) == [(1, 2)]
    assert is_sound()


def test_a_void_gives_it_back(valued: Valued) -> None:
    take(valued, "a")
    take(valued, "b")
    void("a", "Wrong client", by=valued.salon.by("kai"), now=NOW)
    assert left(valued) == [(1, 2)]
    take(valued, "c")
    assert is_sound()


def test_a_tier_that_is_lost_gives_nothing(valued: Valued) -> None:
    """Her top-up counts on the last day of her first period, so she keeps Gold for a second one;
    after that she is a Member. The ticket stays as it is."""
    after, by = NOW + 2 * YEAR + timedelta(days=1), valued.salon.by("kai")
    ticket = free(valued, "a")
    keep_tickets([Kept(ticket)], by=by, now=NOW)
    close_shift(10_000, by=by, now=NOW)
    open_shift(0, by=by, now=after, sure=True)
    with refused("not_free", "free"):
        take_payment(Payment(ticket, (), 0), by=by, now=after)
    assert rows("SELECT uid FROM ticket") == [("a",)]


def test_a_top_up_on_the_ticket_lifts_the_tier_first(valued: Valued) -> None:
    """RULES 13: Leo buys his Gold and has his cut free on the same ticket."""
    salon = valued.salon
    issue_card(NewCard(salon.clients["leo"].id), by=salon.by("kai"), now=NOW)
    ticket = free(valued, "a", client="leo")
    ticket = replace(ticket, lines=(*ticket.lines, replace(valued.line(valued.top_up), uid="up")))
    assert pay(valued, ticket).total == 100_000
    assert is_sound()


def test_a_visit_with_a_free_service_is_one_visit(valued: Valued) -> None:
    """The day counts once however many free services it had, and not at all once all came back."""
    day = salon_queries.settings().business_day(NOW)
    later = NOW + timedelta(days=3)
    maya = valued.salon.clients["maya"].id
    take(valued, "a", later)
    take(valued, "b", later)
    assert tier_moves.deeds_of(maya, day).visits == {day + timedelta(days=3)}
    for uid in ("a", "b"):
        void(uid, "Wrong client", by=valued.salon.by("kai"), now=later)
    assert tier_moves.deeds_of(maya, day).visits == set()


def test_the_price_shown_is_the_price_charged(valued: Valued) -> None:
    """The book of the whole list and the book of this ticket's items price it alike."""
    settings = salon_queries.settings()
    day = settings.business_day(NOW)
    ticket = free(valued, "a")
    ids = [line.item_id for line in ticket.lines]
    for book in (catalog.price_book(settings), catalog.price_book_for(settings, ids)):
        assert price(ticket, members.book_for(ticket, book, day)).total == 0
    with refused("price_changed"):
        take_payment(Payment(ticket, (), 8_400), by=valued.salon.by("kai"), now=NOW)


# --- a tier that is undone ---


@pytest.fixture
def unasked(valued: Valued) -> Valued:
    """Nobody is asked for a refund or a void."""
    chosen = replace(salon_queries.settings(), refund_manager_above=1_000_000)
    change_settings(chosen, by=valued.salon.by("olga"), now=NOW)
    return valued


def undo_top_up(valued: Valued, uid: str, at: datetime = NOW) -> None:
    """All of a top-up comes back."""
    give_back(RefundRequest(f"{uid}/back", uid, whole(uid)), valued.salon.by("kai"), at)


def test_rule_23_a_sale_is_not_voided_once_its_tier_was_used(unasked: Valued) -> None:
    """The top-up made her Gold, and a cut was had free with that: given back, it can be voided."""
    take(unasked, "a")
    by, kept = unasked.salon.by("chen"), everything()
    (obstacle,) = preview_void("top", by=by, now=NOW).obstacles
    assert obstacle.text.format_map(obstacle.values) == (
        "Gold was used since: refund the sale instead."
    )
    with refused("used_tier"):
        void("top", "mistake", by=by, now=NOW)
    assert changed(kept) == set()
    give_back(RefundRequest("r", "a", {"a/cut0": 1}), by)
    assert preview_void("top", by=by, now=NOW).obstacles == ()
    assert void("top", "mistake", by=by, now=NOW).deed == "void"
    assert left(unasked) == []
    assert is_sound()


def test_rule_23_what_is_free_on_the_sale_itself_goes_with_it(unasked: Valued) -> None:
    salon, by = unasked.salon, unasked.salon.by("chen")
    issue_card(NewCard(salon.clients["leo"].id), by=by, now=NOW)
    ticket = free(unasked, "a", client="leo")
    ticket = replace(ticket, lines=(unasked.line(unasked.top_up), *ticket.lines))
    pay(unasked, ticket)
    assert void("a", "mistake", by=by, now=NOW).deed == "void"
    assert is_sound()


def test_rule_23_a_sale_that_led_nowhere_is_voided_whatever_the_tier_gave(unasked: Valued) -> None:
    """She was Gold before her second top-up."""
    pay(unasked, unasked.salon.ticket("more", unasked.line(unasked.top_up), client="maya"))
    take(unasked, "a")
    assert void("more", "mistake", by=unasked.salon.by("chen"), now=NOW).deed == "void"
    assert left(unasked) == [(1, 2)]


def test_rule_20_a_tier_that_was_undone_and_is_reached_again_gives_nothing_anew(
    unasked: Valued,
) -> None:
    """Day by day a top-up makes her Gold, a cut is had free, and the top-up comes back: the third
    day there is none left of the two."""
    days = [NOW + timedelta(days=n) for n in range(3)]
    take(unasked, "a")
    undo_top_up(unasked, "top")
    assert left(unasked) == []
    pay(
        unasked,
        unasked.salon.ticket("top1", unasked.line(unasked.top_up), client="maya"),
        at=days[1],
    )
    assert left(unasked, days[1]) == [(1, 2)]
    take(unasked, "b", days[1])
    undo_top_up(unasked, "top1", days[1])
    pay(
        unasked,
        unasked.salon.ticket("top2", unasked.line(unasked.top_up), client="maya"),
        at=days[2],
    )
    assert left(unasked, days[2]) == [(0, 2)]
    with refused("free_used_up", "free"):
        take(unasked, "c", days[2])
    # What comes back of the first day counts again: the tier is had, and that day counts.
    seen = preview(RefundRequest("r", "a", {"a/cut0": 1}), by=unasked.salon.by("kai"), now=days[2])
    assert [each.kind for each in seen.consequences] == ["free"]
    give_back(RefundRequest("r", "a", {"a/cut0": 1}), unasked.salon.by("kai"), days[2])
    assert left(unasked, days[2]) == [(1, 2)]
    assert is_sound()


def test_rule_20_a_tier_that_was_set_by_hand_twice_gives_anew_each_time(selling: Salon) -> None:
    """Gold by hand for a day, and again a month after that ended: both cuts each time. Set again on
    the next day instead, while it holds, it goes on, and nothing is had anew."""
    valued = made(selling)
    with_free(valued, FreeServices(frozenset({selling.items["cut"].id}), 2))
    maya, chen = selling.clients["maya"].id, selling.by("chen")
    day, month_on = NOW.date(), NOW + timedelta(days=31)

    def by_hand(uid: str, until: date, at: datetime) -> None:
        set_tier(TierChange(uid, maya, "gold", until, "a friend"), by=chen, now=at)

    by_hand("one", day + timedelta(days=1), NOW)
    take(valued, "a")
    by_hand("two", day + timedelta(days=1), NOW + timedelta(days=1))
    assert left(valued, NOW + timedelta(days=1)) == [(1, 2)]
    by_hand("three", month_on.date(), month_on)
    assert left(valued, month_on) == [(2, 2)]
    assert is_sound()
