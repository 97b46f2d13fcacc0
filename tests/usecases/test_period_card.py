"""A year card: its percent off services to the end of its last day, whatever is kept anywhere."""

from datetime import date, timedelta
from typing import Any

import pytest

from salon_pos.db.queries import cards, catalog, members
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.domain.pricing import Bill, price
from salon_pos.domain.tiers import CategoryPercent, Perks, Tier, TierRules
from salon_pos.usecases.cards import NewCard, issue_card, replace_card, set_card_state
from salon_pos.usecases.closing import close_card
from salon_pos.usecases.rules import set_tier_rules
from tests.salons import NOW, Salon
from tests.usecases.keeping import everything, refused
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import Valued, made

TODAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def year_card(
    valued: Valued, percent: int = 2_000, until: date | None = TODAY, **more: Any
) -> Card:
    new = NewCard(valued.salon.clients["maya"].id, CardKind.PERIOD, discount_bp=percent,
                  valid_until=until, **more)  # fmt: skip
    return issue_card(new, by=valued.salon.by("chen"), now=NOW)


def bill(valued: Valued, *lines: str, days: int = 0) -> Bill:
    """What Maya is asked for these, so many days from now."""
    salon = valued.salon
    ticket = salon.ticket("t", *(salon.line(line) for line in lines), client="maya")
    book = catalog.price_book(salon_queries.settings())
    return price(ticket, members.book_for(ticket, book, TODAY + timedelta(days=days)))


def offs(valued: Valued, *lines: str, days: int = 0) -> list[int]:
    """What membership takes off each."""
    return [line.member_off for line in bill(valued, *lines, days=days).lines]


def test_rule_01_a_year_card_takes_its_percent_off_services_with_no_balance(
    valued: Valued,
) -> None:
    """20 % of 10.10 and of 80.00, by Mei the director; nothing of the gel's 30.30."""
    year_card(valued)
    assert offs(valued, "wash", "cut", "gel") == [202, 1_600, 0]


def test_rule_01_a_year_card_ends_with_its_last_day(valued: Valued) -> None:
    year_card(valued, until=TODAY + timedelta(days=1))
    assert [offs(valued, "wash", days=days) for days in (0, 1, 2)] == [[202], [202], [0]]


@pytest.mark.parametrize("state", [CardState.FROZEN, CardState.LOST])
def test_rule_01_a_stopped_year_card_gives_nothing(valued: Valued, state: CardState) -> None:
    card, by = year_card(valued), valued.salon.by("kai")
    set_card_state(card.uid, state, by=by, now=NOW)
    assert offs(valued, "wash") == [0]
    set_card_state(card.uid, CardState.ACTIVE, by=by, now=NOW)
    assert offs(valued, "wash") == [202]


def test_rule_01_a_replaced_year_card_goes_on_and_a_closed_one_does_not(valued: Valued) -> None:
    by = valued.salon.by("kai")
    fresh = replace_card(year_card(valued).uid, by=by, now=NOW)
    assert (fresh.discount_bp, fresh.valid_until) == (2_000, TODAY)
    assert offs(valued, "wash") == [202]
    close_card("close", fresh.uid, by=by, now=NOW)
    assert offs(valued, "wash") == [0]


@pytest.mark.parametrize(("tier_bp", "off"), [(1_000, 202), (2_500, 253)])
def test_rule_01_of_tier_and_year_card_the_better_counts_never_both(
    valued: Valued, tier_bp: int, off: int
) -> None:
    """25 % of 10.10 is 2.525, half up 2.53."""
    perks = Perks((CategoryPercent(tier_bp),))
    tiers = (Tier("member", "Member", perks=perks), Tier("silver", "Silver", spend=90_000),
             Tier("gold", "Gold", spend=100_000))  # fmt: skip
    set_tier_rules(TierRules(1, tiers), by=valued.salon.by("olga"), now=NOW)
    year_card(valued)
    assert offs(valued, "wash") == [off]


def test_rule_01_of_a_discount_card_and_a_year_card_the_better_counts(valued: Valued) -> None:
    """30 % while it holds money off everything, 20 % off services without."""
    salon = valued.salon
    year_card(valued)
    new = NewCard(salon.clients["maya"].id, CardKind.DISCOUNT, discount_bp=3_000)
    discount = issue_card(new, by=salon.by("chen"), now=NOW)
    assert offs(valued, "wash", "gel") == [202, 0]
    top = valued.line(valued.top_up, source=discount.uid)
    pay(valued, salon.ticket("top", top, client="maya"))
    assert offs(valued, "wash", "gel") == [303, 909]


def test_a_year_card_of_no_percent_only_shows_who_is_a_member(valued: Valued) -> None:
    assert year_card(valued, percent=0).discount_bp == 0
    assert offs(valued, "wash") == [0]


def test_what_a_year_card_took_off_is_on_the_receipt(valued: Valued) -> None:
    """10.10 less 2.02 is 8.08, with 0.40 of GST (0.404) and 0.65 of PST (0.6464): 9.13."""
    year_card(valued)
    salon = valued.salon
    receipt = pay(valued, salon.ticket("w", salon.line("wash"), client="maya"))
    assert [(line.list_amount, line.member_off, line.net) for line in receipt.lines] == [
        (1_010, 202, 808)
    ]
    assert receipt.total == 913
    assert is_sound()


@pytest.mark.parametrize(
    ("percent", "until", "key", "field"),
    [
        (2_000, None, "bad_period", "valid_until"),
        (10_000, TODAY, "bad_percent", "discount"),
        (-1, TODAY, "bad_percent", "discount"),
        (2_000, TODAY - timedelta(days=1), "period_over", "valid_until"),
    ],
)
def test_year_cards_that_cannot_be(
    valued: Valued, percent: int, until: date | None, key: str, field: str
) -> None:
    with refused(key, field):
        year_card(valued, percent, until)


def test_a_year_card_is_issued_once_also_after_it_ended(valued: Valued) -> None:
    first, later = year_card(valued, uid="mine"), NOW + timedelta(days=3)
    before = everything()
    new = NewCard(valued.salon.clients["maya"].id, CardKind.PERIOD, discount_bp=2_000,
                  valid_until=TODAY, uid="mine")  # fmt: skip
    assert issue_card(new, by=valued.salon.by("kai"), now=later) == first
    assert everything() == before
    assert cards.card_by_uid("mine") == first
