"""Prepaid whose price is typed at the counter: any gift card, deposit, top-up, and nothing of 0."""

from dataclasses import replace

import pytest

from salon_pos.db.queries import balances, members
from salon_pos.domain import ledger
from salon_pos.domain.cards import CardKind
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.receipt import Receipt
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.rules import save_prepaid
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.spending import is_sound, left, pay, total_of
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def any_amount(
    valued: Valued, kind: PrepaidKind, *, bonus: int = 0, days: int | None = None
) -> Item:
    """An item of this kind without a price of its own."""
    item = Item(0, "Any", ItemKind.PREPAID, Pricing.OPEN)
    return save_prepaid(
        item, Plan(kind, bonus=bonus, days=days), by=valued.salon.by("olga"), now=NOW
    )


def sold(valued: Valued, item: Item, typed: int | None, source: str = "") -> Receipt:
    line = replace(valued.line(item, source=source), typed_price=typed)
    return pay(valued, valued.salon.ticket("s", line, client="maya"))


def test_a_gift_card_of_any_amount_holds_it(valued: Valued) -> None:
    sold(valued, any_amount(valued, PrepaidKind.GIFT_CARD, days=365), 12_345)
    assert left(ledger.gift_card("s/Any")) == [(12_345, "2027-05-04")]
    assert is_sound()


def test_a_deposit_of_any_sum_is_owed(valued: Valued) -> None:
    sold(valued, any_amount(valued, PrepaidKind.DEPOSIT), 777)
    assert balances.balance(ledger.deposit(valued.salon.clients["maya"].uid)) == 777
    assert is_sound()


def test_rule_07_a_top_up_of_any_amount_gives_no_bonus(valued: Valued) -> None:
    sold(valued, any_amount(valued, PrepaidKind.TOP_UP), 33_333)
    wallet = valued.card.wallet
    assert left(ledger.principal(wallet)) == [(33_333, "None")]
    assert left(ledger.bonus(wallet)) == []
    assert is_sound()


def test_rule_07_its_bonus_would_have_no_price_to_hang_on(valued: Valued) -> None:
    with refused("bonus_of_any_amount", "bonus"):
        any_amount(valued, PrepaidKind.TOP_UP, bonus=1)


def test_rule_26_a_top_up_counts_for_the_tier_by_what_was_typed(valued: Valued) -> None:
    """Gold is reached by one top-up of 1,000.00."""
    item, maya = any_amount(valued, PrepaidKind.TOP_UP), valued.salon.clients["maya"].id
    line = replace(valued.line(item), typed_price=99_999)
    pay(valued, valued.salon.ticket("less", line, client="maya"))

    def tier() -> str:
        member = members.member(maya, NOW.date())
        assert member is not None
        assert member.tier is not None
        return member.tier.key

    assert tier() == "member"
    pay(valued, valued.salon.ticket("more", replace(line, typed_price=100_000), client="maya"))
    assert tier() == "gold"
    assert is_sound()


def test_rule_01_a_discount_card_counts_once_it_holds_what_was_typed(valued: Valued) -> None:
    """20 % of the wash's 10.10, with GST 0.40 and PST 0.65 on the other 8.08."""
    salon = valued.salon
    new = NewCard(salon.clients["maya"].id, CardKind.DISCOUNT, discount_bp=2_000)
    card = issue_card(new, by=salon.by("chen"), now=NOW)
    sold(valued, any_amount(valued, PrepaidKind.TOP_UP), 5_000, source=card.uid)
    assert total_of(salon.ticket("w", salon.line("wash"), client="maya")) == 913


@pytest.mark.parametrize("kind", [PrepaidKind.TOP_UP, PrepaidKind.GIFT_CARD, PrepaidKind.DEPOSIT])
@pytest.mark.parametrize(("typed", "key"), [(None, "price_missing"), (0, "prepaid_of_nothing")])
def test_nothing_typed_buys_nothing(
    valued: Valued, kind: PrepaidKind, typed: int | None, key: str
) -> None:
    salon, item = valued.salon, any_amount(valued, kind)
    line = replace(valued.line(item), typed_price=typed)
    ticket = salon.ticket("s", line, salon.line("comb"), client="maya")
    payment = Payment(ticket, (salon.handed("card", 1),), 1)
    with refused(key, "price"):
        take_payment(payment, by=salon.by("kai"), now=NOW)


@pytest.mark.parametrize(
    ("kind", "key", "field"),
    [
        (PrepaidKind.TOP_UP, "bad_principal", "price"),
        (PrepaidKind.PACK, "prepaid_for_nothing", "price"),
        (PrepaidKind.GIFT_CARD, "prepaid_for_nothing", "price"),
        (PrepaidKind.DEPOSIT, "prepaid_for_nothing", "price"),
    ],
)
def test_a_price_of_its_own_is_more_than_zero(
    valued: Valued, kind: PrepaidKind, key: str, field: str
) -> None:
    wash = frozenset({valued.salon.items["wash"].id})
    plan = Plan(kind, bought=1, item_ids=wash) if kind is PrepaidKind.PACK else Plan(kind)
    with refused(key, field):
        save_prepaid(Item(0, "Odd", ItemKind.PREPAID), plan, by=valued.salon.by("olga"), now=NOW)
