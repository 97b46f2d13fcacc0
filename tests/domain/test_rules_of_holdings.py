"""RULES 6-8, 10 and 24: what value tenders take for one sale, and what of it earns nothing.

Every expected figure is worked out by hand from the rule.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.explain import explain
from salon_pos.domain.holdings import (
    GiftCard,
    Holdings,
    PlatformVoucher,
    Spent,
    Voucher,
    Wallet,
    spend_value,
)
from salon_pos.domain.ledger import Entry, NewLot, sale_entries
from salon_pos.domain.lots import Lot
from salon_pos.domain.money import Amount
from salon_pos.domain.pricing import price
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.tenders import Handed, PointsRule, settle
from tests.domain.making import CASH, EVERY, STAFF, VALUE, book, item, line, refused, ticket

SOON, LATE = date(2024, 6, 1), date(2024, 12, 31)
HOLDINGS = Holdings(
    client_uid="lin",
    wallets={
        "card": Wallet("w", (Lot(1, 60_000), Lot(3, 40_000)), (Lot(2, 20_000, LATE),), "8001"),
        "mothers": Wallet("m", (Lot(4, 5_000),), (), "8002"),
    },
    points=(Lot(5, 250, SOON), Lot(6, 1_000, LATE)),
    points_rule=PointsRule(step=100, value=100, cap_bp=5_000),
    points_version=3,
    gift_cards={"g": GiftCard("g", "GC-7", (Lot(7, 8_000),))},
    vouchers={"v": Voucher("v", 5_000), "half": Voucher("half", 3_000)},
    deposits={"lin": (Lot(8, 2_000), Lot(9, 1_000))},
    credit_left=10_000,
    platforms={"meituan": PlatformVoucher("meituan", face=6_800, fee=190)},
)
EIGHTY_FOR_50 = replace(HOLDINGS, points_rule=PointsRule(step=50, value=80, cap_bp=5_000))


def hand(kind: TenderKind, amount: int, source: str = "") -> Handed:
    return Handed(VALUE[kind].id, amount, source=source)


def cash(amount: int) -> Handed:
    return Handed(CASH.id, amount)


def spent(
    total: int, *handed: Handed, holdings: Holdings = HOLDINGS, prepaid: int = 0
) -> tuple[Spent, ...]:
    return spend_value(settle(total, handed, EVERY).taken, holdings, total, prepaid)


def moved(entries: Sequence[Entry]) -> list[tuple[str, int, object]]:
    return [(entry.account.code, entry.amount, entry.lot) for entry in entries]


CARD, POINTS, VOUCHER = TenderKind.STORED_VALUE, TenderKind.POINTS, TenderKind.VOUCHER
GIFT_CARD, DEPOSIT, PACK = TenderKind.GIFT_CARD, TenderKind.DEPOSIT, TenderKind.PACK
ON_ACCOUNT, PLATFORM = TenderKind.ON_ACCOUNT, TenderKind.PLATFORM


# --- 6 ---


def test_rule_06_a_voucher_says_what_it_lost() -> None:
    (one,) = spent(3_424, hand(VOUCHER, 5_000, "v"))
    assert moved(one.money) == [("voucher_given", 3_424, None)]
    assert dict(one.money[0].inputs) == {"tender": 0, "voucher": "v", "face": 5_000, "lost": 1_576}
    # 20.00 in cash come first, so 14.24 are due.
    (one,) = spent(3_424, cash(2_000), hand(VOUCHER, 5_000, "v"))
    assert (one.money[0].amount, one.money[0].inputs["lost"]) == (1_424, 3_576)


def test_rule_06_a_voucher_pays_once_and_at_once() -> None:
    with refused("source_unknown", "source"):
        spent(20_000, hand(VOUCHER, 5_000, "v"), hand(VOUCHER, 5_000, "v"))
    for amount in (4_999, 5_001):
        with refused("voucher_in_parts", "amount"):
            spent(20_000, hand(VOUCHER, amount, "v"))
    two = spent(20_000, hand(VOUCHER, 5_000, "v"), hand(VOUCHER, 3_000, "half"))
    assert [one.money[0].amount for one in two] == [5_000, 3_000]


def test_rule_06_a_gift_card_keeps_what_the_bill_does_not_need() -> None:
    first, second = spent(7_000, hand(GIFT_CARD, 3_000, "g"), hand(GIFT_CARD, 4_000, "g"))
    assert moved(first.money) == [("gift_card:g", 3_000, 7)]
    assert [one.money[0].inputs["left"] for one in (first, second)] == [5_000, 1_000]
    with refused("not_enough_value", "amount"):
        spent(9_000, hand(GIFT_CARD, 3_000, "g"), hand(GIFT_CARD, 5_001, "g"))


def test_rule_06_points_pay_in_steps_from_what_ends_first() -> None:
    # 12.00 at 1.00 for each 100 points is 1,200 points: 250 that end soon, 950 of the others.
    (one,) = spent(3_424, hand(POINTS, 1_200))
    assert moved(one.points) == [
        ("points:lin", 250, 5),
        ("points:lin", 950, 6),
        ("points_burned", -1_200, None),
    ]
    assert [entry.inputs["value"] for entry in one.points] == [250, 950, 1_200]
    assert moved(one.money) == [("points_spent", 1_200, None)]
    assert one.entries == one.money + one.points
    assert {entry.version for entry in one.entries} == {3}


def test_rule_06_points_are_worth_what_the_rule_says() -> None:
    # 0.80 for each 50 points: 4.00 is five steps; half of 10.00 is six, 4.80.
    (one,) = spent(1_000, hand(POINTS, 400), holdings=EIGHTY_FOR_50)
    assert moved(one.points) == [("points:lin", 250, 5), ("points_burned", -250, None)]
    assert [entry.inputs["value"] for entry in one.points] == [400, 400]
    assert (one.money[0].amount, one.not_earning) == (400, 400)
    with refused("points_above_cap", "amount"):
        spent(1_000, hand(POINTS, 480), hand(POINTS, 80), holdings=EIGHTY_FOR_50)


@pytest.mark.parametrize(
    ("total", "amounts", "key"),
    [
        (3_424, [1_250], "points_step"),
        (3_424, [1], "points_step"),
        # 1,250 points are twelve steps.
        (9_000, [1_300], "not_enough_points"),
        (9_000, [1_000, 300], "not_enough_points"),
        # Half of 20.00 is 10.00, in one tender or in two.
        (2_000, [1_100], "points_above_cap"),
        (2_000, [600, 500], "points_above_cap"),
        # Half of 19.98 is 9.99: nine steps.
        (1_998, [1_000], "points_above_cap"),
    ],
)
def test_rule_06_points_that_cannot_pay_are_refused(
    total: int, amounts: list[int], key: str
) -> None:
    with refused(key, "amount"):
        spent(total, *(hand(POINTS, amount) for amount in amounts))


def test_rule_06_the_share_is_of_what_is_no_prepaid() -> None:
    """A cut of 20.00 beside a deposit of 20.00: half of the cut, and the entry says of what."""
    (one,) = spent(4_000, hand(POINTS, 1_000), prepaid=2_000)
    assert one.entries[0].inputs["bill"] == 2_000
    with refused("points_above_cap", "amount"):
        spent(4_000, hand(POINTS, 1_100), prepaid=2_000)


def test_rule_06_points_pay_up_to_their_share_and_their_balance() -> None:
    assert len(spent(2_000, hand(POINTS, 600), hand(POINTS, 400))) == 2
    assert len(spent(1_998, hand(POINTS, 900))) == 1
    assert len(spent(9_000, hand(POINTS, 1_000), hand(POINTS, 200))) == 2


def test_rule_06_points_are_money_only_where_a_rule_says_so() -> None:
    with refused("points_no_money"):
        spent(3_424, hand(POINTS, 100), holdings=replace(HOLDINGS, points_rule=None))


@pytest.mark.parametrize(
    ("kind", "source"),
    [(CARD, "card"), (POINTS, ""), (VOUCHER, "v"), (GIFT_CARD, "g"), (DEPOSIT, "lin"),
     (ON_ACCOUNT, ""), (PLATFORM, "meituan")],
)  # fmt: skip
def test_rule_06_a_tender_of_nothing_is_refused(kind: TenderKind, source: str) -> None:
    with refused("nothing_paid", "amount"):
        spent(3_424, hand(kind, 0, source))
    with refused("bad_tender", "amount"):
        spent(3_424, hand(kind, -100, source))


@pytest.mark.parametrize("kind", [kind for kind in VALUE if kind is not PACK])
def test_rule_06_a_source_that_is_not_there_is_refused(kind: TenderKind) -> None:
    amount = 5_000 if kind is VOUCHER else 100
    for source in ("nobody's", "zoe"):
        with refused("source_unknown", "source"):
            spent(20_000, hand(kind, amount, source))


@pytest.mark.parametrize("kind", [POINTS, ON_ACCOUNT])
def test_rule_08_nobody_pays_with_points_or_on_account_where_no_client_pays(
    kind: TenderKind,
) -> None:
    with refused("source_unknown", "source"):
        spent(20_000, hand(kind, 100), holdings=replace(HOLDINGS, client_uid=""))


def test_rule_25_a_pack_pays_its_own_line_even_with_a_session_worth_nothing() -> None:
    for amount in (0, 1_667):
        assert spent(3_424, hand(PACK, amount, "p")) == ()


# Of 100.00, 80.00 is a top-up: 20.00 is open to what buys no prepaid.
@pytest.mark.parametrize(
    "handed",
    [
        (hand(CARD, 2_001, "card"),),
        (hand(POINTS, 2_100),),
        (hand(VOUCHER, 5_000, "v"),),
        (hand(PACK, 2_001, "p"),),
        (hand(CARD, 1_500, "card"), hand(POINTS, 600)),
        (hand(PACK, 1_500, "p"), hand(CARD, 501, "card")),
        (cash(7_000), hand(CARD, 3_000, "card")),
        (hand(ON_ACCOUNT, 2_001),),
        (hand(CARD, 1_500, "card"), hand(ON_ACCOUNT, 501)),
    ],
)
def test_rule_06_stored_value_points_vouchers_and_packs_buy_no_prepaid(
    handed: tuple[Handed, ...],
) -> None:
    with refused("not_for_prepaid", "amount"):
        spent(10_000, *handed, prepaid=8_000)


def test_rule_06_they_pay_all_that_is_not_prepaid() -> None:
    assert spent(10_000, hand(CARD, 1_500, "card"), hand(POINTS, 500), prepaid=8_000)
    # A voucher over 50.00 pays the 20.00 and loses 30.00.
    (one,) = spent(10_000, hand(VOUCHER, 2_000, "v"), prepaid=8_000)
    assert (one.money[0].amount, one.money[0].inputs["lost"]) == (2_000, 3_000)


@pytest.mark.parametrize(
    ("kind", "source"),
    [(GIFT_CARD, "g"), (DEPOSIT, "lin"), (PLATFORM, "meituan")],
)
def test_rule_06_what_was_bought_buys_prepaid(kind: TenderKind, source: str) -> None:
    (one,) = spent(10_000, hand(kind, 2_500, source), prepaid=10_000)
    assert sum(entry.amount for entry in one.money) == 2_500


# --- 7 ---


def test_rule_07_a_card_pays_from_principal_and_bonus_in_proportion() -> None:
    # 1,000.00 and 200.00: 780.00 is 650.00 (600.00 of the older lot) and 130.00.
    (one,) = spent(78_000, hand(CARD, 78_000, "card"))
    assert moved(one.money) == [
        ("principal:w", 60_000, 1),
        ("principal:w", 5_000, 3),
        ("bonus:w", 13_000, 2),
    ]
    assert dict(one.money[0].inputs) == {
        "tender": 0,
        "card": "card",
        "value": 78_000,
        "principal": 65_000,
        "bonus": 13_000,
        "principal_held": 100_000,
        "bonus_held": 20_000,
    }


def test_rule_07_a_second_tender_takes_from_what_the_first_left() -> None:
    first, between, second = spent(
        99_000, hand(CARD, 78_000, "card"), hand(GIFT_CARD, 3_000, "g"), hand(CARD, 18_000, "card")
    )
    # 350.00 and 70.00 are left: 180.00 is 150.00 and 30.00.
    assert moved(second.money) == [("principal:w", 15_000, 3), ("bonus:w", 3_000, 2)]
    assert second.money[0].inputs["principal_held"] == 35_000
    assert [one.position for one in (first, between, second)] == [0, 1, 2]


def test_rule_07_two_cards_of_one_wallet_do_not_pay_twice() -> None:
    shared = replace(HOLDINGS, wallets={**HOLDINGS.wallets, "sons": HOLDINGS.wallets["card"]})
    with refused("not_enough_value", "amount"):
        spent(150_000, hand(CARD, 78_000, "card"), hand(CARD, 42_001, "sons"), holdings=shared)
    _, second = spent(
        150_000, hand(CARD, 78_000, "card"), hand(CARD, 42_000, "sons"), holdings=shared
    )
    assert moved(second.money) == [("principal:w", 35_000, 3), ("bonus:w", 7_000, 2)]


def test_rule_07_positions_count_every_tender() -> None:
    (one,) = spent(10_000, cash(4_000), hand(CARD, 6_000, "card"))
    assert (one.position, one.money[0].inputs["tender"]) == (1, 1)


@pytest.mark.parametrize(
    ("total", "handed", "says"),
    [
        (200_000, hand(CARD, 120_001, "card"), {"card": "8001", "held": Amount(120_000)}),
        (200_000, hand(GIFT_CARD, 8_001, "g"), {"code": "GC-7", "held": Amount(8_000)}),
        (200_000, hand(DEPOSIT, 3_001, "lin"), {"held": Amount(3_000)}),
        (200_000, hand(ON_ACCOUNT, 10_001), {"left": Amount(10_000)}),
        (200_000, hand(POINTS, 2_080), {"points": 1_250, "worth": Amount(2_000)}),
        (1_000, hand(POINTS, 560), {"most": Amount(480)}),
        (200_000, hand(POINTS, 100), {"step": Amount(80)}),
        (200_000, hand(VOUCHER, 10, "v"), {"paid": Amount(5_000)}),
    ],
)
def test_rule_06_a_refusal_says_how_much_there_is(
    total: int, handed: Handed, says: dict[str, object]
) -> None:
    with pytest.raises(Refusal) as seen:
        spent(total, handed, holdings=EIGHTY_FOR_50)
    assert dict(seen.value.values) == says


# --- 8 ---


def test_rule_08_value_comes_from_the_cards_owner_points_from_the_payer() -> None:
    card, points = spent(6_000, hand(CARD, 5_000, "mothers"), hand(POINTS, 100, "lin"))
    assert moved(card.money) == [("principal:m", 5_000, 4)]
    assert moved(points.points)[0] == ("points:lin", 100, 5)
    with refused("source_unknown", "source"):
        spent(6_000, hand(POINTS, 100, "mother"))


# --- 10 ---


@pytest.mark.parametrize(
    ("handed", "not_earning"),
    [
        (hand(CARD, 12_000, "card"), 2_000),
        (hand(CARD, 5_000, "mothers"), 0),
        (hand(POINTS, 1_200), 1_200),
        (hand(VOUCHER, 5_000, "v"), 5_000),
        (hand(GIFT_CARD, 8_000, "g"), 0),
        (hand(DEPOSIT, 3_000, "lin"), 0),
        (hand(ON_ACCOUNT, 10_000), 0),
        (hand(PLATFORM, 3_990, "meituan"), 3_990),
    ],
)
def test_rule_10_bonus_points_and_given_vouchers_earn_nothing(
    handed: Handed, not_earning: int
) -> None:
    (one,) = spent(20_000, handed)
    assert one.not_earning == not_earning


def test_rule_10_platform_vouchers_earn_where_they_are_set_to() -> None:
    earns = replace(HOLDINGS, platform_earns=True)
    (one,) = spent(20_000, hand(PLATFORM, 3_990, "meituan"), holdings=earns)
    assert one.not_earning == 0


def test_rule_10_stored_value_that_earned_at_top_up_earns_nothing_in_use() -> None:
    at_top_up = replace(HOLDINGS, stored_value_earns=False)
    (one,) = spent(20_000, hand(CARD, 12_000, "card"), holdings=at_top_up)
    assert one.not_earning == 12_000


# --- 24 ---


def test_rule_24_on_account_the_client_owes_it() -> None:
    first, second = spent(20_000, hand(ON_ACCOUNT, 6_000), hand(ON_ACCOUNT, 4_000, "lin"))
    assert moved(first.money) == [("receivable:lin", 6_000, None)]
    assert moved(second.money) == [("receivable:lin", 4_000, None)]


def test_rule_24_what_is_prepaid_is_not_put_on_account() -> None:
    """Of 100.00, 80.00 is a top-up: the other 20.00 may be owed, and the sentence says so."""
    with pytest.raises(Refusal) as no:
        spent(10_000, hand(ON_ACCOUNT, 2_001), prepaid=8_000)
    assert (no.value.key, no.value.values) == ("not_for_prepaid", {"most": Amount(2_000)})
    assert no.value.text.startswith("What is prepaid is paid for when it is sold")
    (one,) = spent(10_000, hand(ON_ACCOUNT, 2_000), prepaid=8_000)
    assert moved(one.money) == [("receivable:lin", 2_000, None)]


def test_rule_24_no_client_owes_more_than_may_go_on_account() -> None:
    for parts in ([10_001], [6_000, 4_001]):
        with refused("above_credit", "amount"):
            spent(20_000, *(hand(ON_ACCOUNT, part) for part in parts))


def test_rule_24_a_deposit_is_used_from_its_lots_and_no_further() -> None:
    (one,) = spent(20_000, hand(DEPOSIT, 2_500, "lin"))
    assert moved(one.money) == [("deposit:lin", 2_000, 8), ("deposit:lin", 500, 9)]
    with refused("not_enough_value", "amount"):
        spent(20_000, hand(DEPOSIT, 2_500, "lin"), hand(DEPOSIT, 501, "lin"))


def test_rule_24_a_platform_owes_its_settlement_and_its_fee_is_an_expense() -> None:
    (one,) = spent(20_000, hand(PLATFORM, 3_990, "meituan"))
    assert moved(one.money) == [("platform:meituan", 3_800, None), ("platform_fees", 190, None)]
    assert dict(one.money[0].inputs) == {
        "tender": 0, "platform": "meituan", "face": 6_800, "settlement": 3_800, "fee": 190,
    }  # fmt: skip


def test_rule_24_a_platform_voucher_pays_once_and_its_fee_is_part_of_it() -> None:
    with refused("source_unknown", "source"):
        spent(20_000, hand(PLATFORM, 3_990, "meituan"), hand(PLATFORM, 10, "meituan"))
    with refused("bad_fee", "fee"):
        spent(20_000, hand(PLATFORM, 189, "meituan"))
    free = replace(HOLDINGS, platforms={"d": PlatformVoucher("douyin", face=5_000)})
    (one,) = spent(20_000, hand(PLATFORM, 4_000, "d"), holdings=free)
    assert moved(one.money) == [("platform:douyin", 4_000, None)]


# --- for every sale ---


def sums(entries: Sequence[Entry]) -> Counter[str]:
    by_unit: Counter[str] = Counter()
    for entry in entries:
        by_unit[entry.account.unit] += entry.amount
    return by_unit


def posted(total: int, handed: Sequence[Handed]) -> tuple[Entry, ...]:
    """All entries of a sale of one service over `total`."""
    bill = price(ticket(line(1)), book(item(1, total)))
    paid = settle(bill.total, handed, EVERY)
    value = spend_value(paid.taken, HOLDINGS, bill.total, 0)
    return (
        *sale_entries(bill, paid, "A", STAFF),
        *(entry for one in value for entry in one.entries),
    )


MIXED = (
    hand(CARD, 78_000, "card"),
    hand(POINTS, 1_200),
    hand(VOUCHER, 5_000, "v"),
    hand(GIFT_CARD, 8_000, "g"),
    hand(DEPOSIT, 2_500, "lin"),
    hand(ON_ACCOUNT, 6_000),
    hand(PLATFORM, 3_990, "meituan"),
)


def test_a_sale_paid_with_any_mix_sums_to_zero_in_every_unit() -> None:
    entries = posted(110_000, (*MIXED, cash(6_000)))
    assert sums(entries) == {"money": 0, "points": 0}
    # 1,046.90 of value; 53.10 in cash.
    assert ("drawer:A", 5_310, None) in moved(entries)
    assert not [entry for entry in entries if entry.account.code.startswith("tender:")]


def test_every_entry_of_value_has_its_sentence_and_lies_in_a_lot_where_it_must() -> None:
    entries = [entry for one in spent(110_000, *MIXED) for entry in one.entries]
    assert len(entries) == 3 + 4 + 1 + 1 + 2 + 1 + 2
    for entry in entries:
        assert explain(entry.rule, entry.amount, entry.inputs).text
        assert entry.account.in_lots == (entry.lot is not None)
        assert not isinstance(entry.lot, NewLot)
        assert all(isinstance(value, int | str) for value in entry.inputs.values())


SHARED = replace(HOLDINGS, wallets={**HOLDINGS.wallets, "sons": HOLDINGS.wallets["card"]})
DRAWN = st.lists(
    st.one_of(
        st.tuples(
            st.just(CARD), st.integers(1, 90_000), st.sampled_from(["card", "sons", "mothers"])
        ),
        st.tuples(st.just(GIFT_CARD), st.integers(1, 9_000), st.just("g")),
        st.tuples(st.just(DEPOSIT), st.integers(1, 3_500), st.just("lin")),
        st.tuples(st.just(ON_ACCOUNT), st.integers(1, 12_000), st.just("")),
        st.tuples(st.just(POINTS), st.integers(1, 13).map(lambda n: 100 * n), st.just("")),
    ),
    max_size=8,
)
LOTS = {1: 60_000, 3: 40_000, 2: 20_000, 4: 5_000, 7: 8_000, 8: 2_000, 9: 1_000, 5: 250, 6: 1_000}


@given(DRAWN)
def test_value_is_never_overdrawn_and_all_there_is_can_be_taken(
    drawn: list[tuple[TenderKind, int, str]],
) -> None:
    total = 1_000_000
    # The son's card is of the same wallet; a point is worth one minor unit here.
    left = {"card": 120_000, "mothers": 5_000, GIFT_CARD: 8_000, DEPOSIT: 3_000,
            ON_ACCOUNT: 10_000, POINTS: 1_250}  # fmt: skip
    handed: list[Handed] = []
    for kind, amount, source in drawn:
        purse = {"sons": "card"}.get(source, source) if kind is CARD else kind
        one_more = [*handed, hand(kind, amount, source)]
        if amount > left[purse]:
            with pytest.raises(Refusal):
                spent(total, *one_more, holdings=SHARED)
        else:
            handed, left[purse] = one_more, left[purse] - amount
    taken = spent(total, *handed, holdings=SHARED)
    by_lot: Counter[int] = Counter()
    for entry in (entry for one in taken for entry in one.entries):
        if isinstance(entry.lot, int):
            by_lot[entry.lot] += entry.amount
    assert all(0 <= by_lot[lot] <= most for lot, most in LOTS.items())
    assert sum(by_lot.values()) + 10_000 - left[ON_ACCOUNT] == sum(h.amount for h in handed)
    for one, tender in zip(taken, handed, strict=True):
        assert sum(entry.amount for entry in one.money) == tender.amount
        assert sum(entry.amount for entry in one.points) == 0
        assert 0 <= one.not_earning <= tender.amount
