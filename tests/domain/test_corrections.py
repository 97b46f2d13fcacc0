"""Corrections: shares of a line and of what came back of it, and what a tender's correction moves.

Expected figures are worked out by hand.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.corrections import (
    TenderMove,
    check_shares,
    credit_parts,
    tender_entries,
    tender_move,
)
from salon_pos.domain.giving_back import Terms
from salon_pos.domain.money import to_step
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.reversal import reverse
from salon_pos.domain.sold import Asked, SoldLine, SoldSale, SoldTender, check_sale
from salon_pos.domain.ticket import Credit

CASH = TenderMethod(1, "Cash", TenderKind.CASH, "cash")
CARD = TenderMethod(2, "Bank card", TenderKind.CARD, "card")
WECHAT = TenderMethod(3, "WeChat Pay", TenderKind.WALLET, "wechat")
POINTS = TenderMethod(4, "Points", TenderKind.POINTS, "points")
METHODS = {one.id: one for one in (CASH, CARD, WECHAT, POINTS)}


def paid(
    method: TenderMethod, applied: int, *, tip: int = 0, returned: int = 0, tip_returned: int = 0
) -> SoldTender:
    return SoldTender(
        0, method.id, method.kind, method.name, applied, tip=tip, returned=returned,
        tip_returned=tip_returned,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("net", "returned", "shares", "expected"),
    [
        (10_000, [], (10_000,), [(10_000,)]),
        (10_000, [], (7_000, 3_000), [(7_000, 3_000)]),
        # 101 in halves: 51 and 50, the earlier one has the odd cent.
        (101, [], (5_000, 5_000), [(51, 50)]),
        # A third of 100.00 came back: 33.33 of 50.00 and 50.00 is 16.67 and 16.66; then the rest.
        (10_000, [-3_333, -6_667], (5_000, 5_000),
         [(5_000, 5_000), (-1_667, -1_666), (-3_333, -3_334)]),
    ],
)  # fmt: skip
def test_rule_29_shares_of_a_line_and_of_what_came_back(
    net: int, returned: list[int], shares: tuple[int, ...], expected: list[tuple[int, ...]]
) -> None:
    credits = [Credit(who, part) for who, part in enumerate(shares)]
    assert list(credit_parts(net, returned, credits)) == expected


@given(st.lists(st.integers(0, 50_000), min_size=1, max_size=4), st.integers(0, 10_000))
def test_rule_29_of_a_line_that_came_back_nobody_keeps_anything(
    backs: list[int], part: int
) -> None:
    shares = [Credit(1, part), Credit(2, 10_000 - part)]
    columns = list(credit_parts(sum(backs), [-back for back in backs], shares))
    assert [sum(parts) for parts in zip(*columns, strict=True)] == [0, 0]


@pytest.mark.parametrize(
    ("shares", "key"),
    [
        ((), "nobody_chosen"),
        ((Credit(2, 9_999),), "bad_credit"),
        ((Credit(2, 5_000), Credit(2, 5_000)), "same_staff_twice"),
        ((Credit(1),), "nothing_changed"),
    ],
)
def test_shares_that_cannot_be(shares: tuple[Credit, ...], key: str) -> None:
    with pytest.raises(Refusal) as seen:
        check_shares([Credit(1)], shares)
    assert (seen.value.key, seen.value.field) == (key, "staff")


def test_who_leads_is_a_correction_too() -> None:
    check_shares([Credit(1, 5_000), Credit(2, 5_000)], [Credit(2, 5_000), Credit(1, 5_000)])


def test_rule_29_a_tender_moves_with_its_tip() -> None:
    move = tender_move("s", paid(CASH, 8_400, tip=500), CASH, CARD, cash_step=5)
    assert (move.amount, move.from_drawer) == (8_900, 8_900)
    moved = [(entry.account.code, entry.amount) for entry in tender_entries(move, "A")]
    assert moved == [("tender:card", 8_900), ("drawer:A", -8_900)]


@pytest.mark.parametrize(
    ("was", "to", "from_drawer"), [(CASH, CARD, 100), (CARD, CASH, -100), (CARD, WECHAT, 0)]
)
def test_what_leaves_the_drawer(was: TenderMethod, to: TenderMethod, from_drawer: int) -> None:
    assert TenderMove("s", 0, was, to, 100).from_drawer == from_drawer


@pytest.mark.parametrize(
    ("tender", "was", "to", "key"),
    [
        (paid(POINTS, 100), POINTS, CARD, "never_corrected"),
        (paid(CARD, 100), CARD, POINTS, "tender_unknown"),
        (paid(CARD, 100), CARD, None, "tender_unknown"),
        (paid(CARD, 100), CARD, CARD, "nothing_changed"),
        (paid(CARD, 100, returned=1), CARD, CASH, "tender_refunded"),
        (paid(CARD, 100, tip=5, tip_returned=5), CARD, CASH, "tender_refunded"),
        (paid(CASH, 0), CASH, CARD, "tender_empty"),
        (paid(CARD, 8_402), CARD, CASH, "no_such_coins"),
        (paid(CARD, 8_400, tip=502), CARD, CASH, "no_such_coins"),
    ],
)
def test_what_cannot_be_corrected(
    tender: SoldTender, was: TenderMethod, to: TenderMethod | None, key: str
) -> None:
    with pytest.raises(Refusal) as seen:
        tender_move("s", tender, was, to, cash_step=5)
    assert seen.value.key == key


def corrected_sale(exact: int, card: int, step: int, corrected: list[int]) -> SoldSale:
    """Two of a line, paid by card and in cash; these tenders were then corrected, in this order."""
    parts = ((CARD, card), (CASH, to_step(exact - card, step)))
    tenders = [replace(paid(method, part), position=at) for at, (method, part) in enumerate(parts)]
    for at in corrected:
        to = WECHAT if tenders[at].kind is TenderKind.CASH else CASH
        if to is WECHAT or card % step == 0:
            tenders[at] = replace(tenders[at], method_id=to.id, kind=to.kind, name=to.name)
    return SoldSale("s", "A-1", (SoldLine("l", "Cut", 2, exact, exact),), tuple(tenders),
                    cash_step=step)  # fmt: skip


@given(
    st.integers(1, 100_000), st.integers(0, 100_000), st.sampled_from((1, 5, 10, 100)),
    st.sampled_from(([], [0], [1], [0, 1], [1, 0], [1, 0, 1])),
)  # fmt: skip
def test_rule_29_a_refund_pays_back_what_was_really_paid(
    exact: int, by_card: int, step: int, corrected: list[int]
) -> None:
    """However cash was rounded and then corrected: the sale still pays its lines, and comes back
    by what it was corrected to, as a whole and in two parts."""
    sale = corrected_sale(exact, by_card % exact, step, corrected)
    check_sale(sale)
    applied = [one.applied for one in sale.tenders]
    terms = Terms(date(2026, 5, 4), methods=METHODS)
    whole = reverse(sale, Asked({"l": 2}), terms)
    assert [back.part for back in whole.tenders] == applied
    first = reverse(sale, Asked({"l": 1}), terms)
    left = replace(
        sale,
        lines=(replace(sale.lines[0], refunded=1),),
        tenders=tuple(replace(one, returned=back.part)
                      for one, back in zip(sale.tenders, first.tenders, strict=True)),
    )  # fmt: skip
    second = reverse(left, Asked({"l": 1}), terms)
    both = zip(first.tenders, second.tenders, strict=True)
    assert [one.part + other.part for one, other in both] == applied
