"""RULES 16-23: what a refund gives back and takes back, to the cent.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace

import pytest

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.giving_back import TenderBack
from salon_pos.domain.lots import Back, Lot
from salon_pos.domain.money import Amount
from salon_pos.domain.reversal import Reversal, expired_stay, reverse
from salon_pos.domain.sold import Asked, Prepaid, SoldCredit, SoldSale, prepaid_left
from salon_pos.domain.taking_back import Take, TakenBack
from tests.domain.making import CARD, CASH, WALLET, refused
from tests.domain.refunding import (
    CLOSED,
    DAY,
    LATER,
    OWN,
    TERMS,
    YESTERDAY,
    cash_sale,
    line,
    on_file,
    one_by_one,
    picture,
    refund,
    sale,
    sessions,
    taxed,
    tender,
    used,
    value,
)


def parts(reversal: Reversal) -> list[int]:
    return [each.part for each in reversal.tenders]


def back(reversal: Reversal, position: int) -> TenderBack:
    return next(each for each in reversal.tenders if each.position == position)


# --- 16 ---


def test_rule_16_19_the_example_of_the_rules() -> None:
    # 3 × 33.34 less 0.02 is one line of 100.00 that gave 100 points.
    done = one_by_one(sale([line("a", 10000, 3, points=100)]), {"a": 1}, {"a": 1}, {"a": 1})
    assert [each.total for each in done] == [3333, 3334, 3333]
    assert [each.taken.points for each in done] == [33, 33, 34]


def test_rule_16_revenue_and_each_tax_are_rounded_for_themselves() -> None:
    # 3 × 10.10 at GST 5 % and PST 8 %: 30.30 + 1.52 + 2.42. Of one: 0.5067 and 0.8067; of two:
    # 1.0133 and 1.6133.
    done = one_by_one(sale([taxed("a", 3030, 3, 152, 242)]), {"a": 1}, {"a": 1}, {"a": 1})
    assert [each.lines[0].revenue for each in done] == [1010, 1010, 1010]
    assert [each.lines[0].taxes for each in done] == [
        ((1, 51), (2, 81)),
        ((1, 50), (2, 80)),
        ((1, 51), (2, 81)),
    ]
    assert [each.total for each in done] == [1142, 1140, 1142]


def test_rule_16_an_inclusive_tax_and_what_is_left_of_the_net() -> None:
    # 10.01 holds 1.74: revenue 8.27. Half of it is 4.135, half up 4.14; half the tax is 0.87.
    sold = replace(sale([taxed("a", 1001, 2, 174, inclusive=True)]), inclusive=True)
    first, second = one_by_one(sold, {"a": 1}, {"a": 1})
    assert (first.lines[0].revenue, first.lines[0].net, first.total) == (414, 501, 501)
    assert (second.lines[0].revenue, second.lines[0].net, second.total) == (413, 500, 500)


def test_rule_22_a_large_top_up_that_holds_its_tax_is_looked_at_at_once() -> None:
    # 121,000,000.00 holds 21 %: 21,000,000.00. Of the 100,000,000.00 without it half is left: with
    # the tax that is half of the whole. Counting up to it would take an hour.
    top_up = taxed("a", 12_100_000_000, 1, 2_100_000_000, inclusive=True)
    found = prepaid_left(top_up, Prepaid(0), 5_000_000_000, inclusive=True)
    assert found.prepaid == Prepaid(6_050_000_000)


def test_rule_16_what_counted_for_the_tier_goes_the_same_way() -> None:
    sold = sale([replace(line("a", 10000, 3), eligible=5000)])
    done = one_by_one(sold, {"a": 1}, {"a": 2})
    assert [each.lines[0].eligible for each in done] == [1667, 3333]


def test_rule_16_sales_credit_goes_back_by_its_parts() -> None:
    # 70 % and 30 % of 0.05: 0.04 and 0.01. One of two takes 0.03, of 0.04 / 0.01: 2.4 and 0.6;
    # then 0.02 of what remains.
    credits = (SoldCredit(1, 4), SoldCredit(2, 1))
    first, second = one_by_one(
        sale([replace(line("a", 5, 2), credits=credits)]), {"a": 1}, {"a": 1}
    )
    assert first.lines[0].credits == ((1, 2), (2, 1))
    assert second.lines[0].credits == ((1, 2), (2, 0))


@pytest.mark.parametrize(
    ("asked", "key", "field"),
    [
        ({}, "nothing_chosen", ""),
        ({"x": 1}, "line_unknown", ""),
        ({"a": 0}, "bad_refund_quantity", "quantity"),
        ({"a": -1}, "bad_refund_quantity", "quantity"),
        ({"a": 1.5}, "bad_refund_quantity", "quantity"),
        ({"a": True}, "bad_refund_quantity", "quantity"),
        ({"a": 3}, "more_than_left", "quantity"),
        ({"a": 1, "b": 1}, "already_refunded", ""),
    ],
)
def test_rule_16_nothing_comes_back_that_is_not_there(
    asked: dict[str, int], key: str, field: str
) -> None:
    sold = sale([replace(line("a", 300, 3), refunded=1), replace(line("b", 100), refunded=1)])
    sold = replace(sold, tenders=(replace(sold.tenders[0], returned=200),))
    with refused(key, field):
        refund(sold, asked)


def test_rule_16_a_sale_that_cannot_be_pays_nobody() -> None:
    with pytest.raises(ValueError, match="do not pay 100"):
        refund(sale([line("a", 100)], tender(1, CARD, 99)), {"a": 1})
    with pytest.raises(ValueError, match="101 is not 100"):
        refund(sale([replace(line("a", 100), payable=101)]), {"a": 1})
    uses = used((1, 99, None))
    short = replace(value(1, TenderKind.STORED_VALUE, 100), principal=uses)
    with pytest.raises(ValueError, match="99 from lots"):
        refund(sale([line("a", 100)], short), {"a": 1})
    with pytest.raises(ValueError, match="sessions of 0"):
        refund(sale([line("a", 100)], value(1, TenderKind.PACK, 100)), {"a": 1})


# --- 17 ---


def test_rule_17_each_refund_is_shared_over_what_remains() -> None:
    # 8.33 over 0.03 / 3.94 / 13.94: 1.40, 183.25, 648.35 cents; the cent goes to the first.
    # 1.61 over 0.01 / 2.11 / 7.46: 0.17, 35.46, 125.37; to the second. Cumulative shares of 9.94
    # would have left 0.01 for the first, which was paid 0.02.
    sold = sale(
        [line("a", 833), line("b", 161), line("c", 797)],
        tender(1, CARD, 3),
        tender(2, WALLET, 394),
        tender(3, CARD, 1394),
    )
    done = one_by_one(sold, {"a": 1}, {"b": 1}, {"c": 1})
    assert [parts(each) for each in done] == [[2, 183, 648], [0, 36, 125], [1, 175, 621]]


def test_rule_17_of_equal_remainders_the_earlier_tender_pays_the_cent() -> None:
    sold = sale([line("a", 1), line("b", 9)], tender(1, CARD, 5), tender(2, CASH, 5))
    assert parts(refund(sold, {"a": 1})) == [1, 0]


def test_rule_17_the_cash_so_far_is_rounded_to_coins() -> None:
    # 11.42, 22.82 and 34.24 so far are 11.40, 22.80 and 34.25 in coins.
    sold = cash_sale(taxed("a", 3030, 3, 152, 242), received=3425, step=5)
    done = one_by_one(sold, {"a": 1}, {"a": 1}, {"a": 1})
    assert [parts(each) for each in done] == [[1140], [1140], [1145]]
    assert [each.cash_rounding for each in done] == [-2, 0, 3]


def test_rule_17_only_the_cash_part_is_rounded() -> None:
    # 11.42 over 20.00 and 14.24: 667.06 and 474.94 cents; 6.67 in coins is 6.65.
    sold = sale(
        [taxed("a", 3030, 3, 152, 242)], tender(1, CASH, 2000), tender(2, CARD, 1424), step=5
    )
    first = refund(sold, {"a": 1})
    assert (parts(first), first.cash_rounding) == ([665, 475], -2)
    rest = refund(on_file(sold, first), {"a": 2})
    assert (parts(rest), rest.cash_rounding) == ([1335, 949], 2)


def test_rule_17_cash_handed_over_twice_goes_back_in_coins_each() -> None:
    # 34.24 in coins was 20.00 and 14.25. Half, 17.12, is 17.10: 342 coins, as 199.7 and 142.3.
    sold = sale([line("a", 3424, 2)], tender(1, CASH, 2000), tender(2, CASH, 1425), step=5)
    done = one_by_one(sold, {"a": 1}, {"a": 1})
    assert [parts(each) for each in done] == [[1000, 710], [1000, 715]]


def test_rule_17_a_bill_that_rounded_to_nothing_gives_nothing() -> None:
    done = refund(cash_sale(line("a", 2), received=0, step=5), {"a": 1})
    assert (parts(done), done.cash_rounding) == ([0], -2)


def test_rule_17_a_manager_may_send_money_to_another_money_tender() -> None:
    sold = sale([line("a", 1000), line("b", 1000)], tender(1, CASH, 500), tender(2, CARD, 1500))
    done = reverse(sold, Asked({"a": 1}, sent={2: WALLET.id}), TERMS)
    sent = back(done, 2)
    assert (sent.method_id, sent.kind, sent.name, sent.was, sent.amount) == (
        WALLET.id,
        TenderKind.WALLET,
        "WeChat Pay",
        "Bank card",
        750,
    )
    assert [reason.key for reason in done.needs_manager] == ["sent"]
    assert refund(sold, {"a": 1}).needs_manager == ()


def test_rule_17_a_card_paid_back_in_coins_gives_no_more_than_it_took() -> None:
    # 5.02 of 10.03 is 5.00 in coins; of the 5.03 left, coins make 5.00.
    sold = sale([line("a", 1003, 2)], tender(1, CARD, 1003), step=5)
    asked = Asked({"a": 1}, sent={1: CASH.id})
    first = reverse(sold, asked, TERMS)
    second = reverse(on_file(sold, first), asked, TERMS)
    assert [parts(first), parts(second)] == [[500], [500]]
    assert [first.cash_rounding, second.cash_rounding] == [-2, -1]
    # On the card itself, the last part gives all that is left.
    assert parts(refund(on_file(sold, first), {"a": 1})) == [503]


@pytest.mark.parametrize(
    "kind",
    [
        TenderKind.POINTS,
        TenderKind.STORED_VALUE,
        TenderKind.VOUCHER,
        TenderKind.GIFT_CARD,
        TenderKind.DEPOSIT,
        TenderKind.PLATFORM,
    ],
)
def test_rule_17_value_never_becomes_money(kind: TenderKind) -> None:
    sold = sale([line("a", 1000)], value(1, kind, 1000))
    with refused("never_money", "sent"):
        reverse(sold, Asked({"a": 1}, sent={1: CASH.id}), TERMS)


@pytest.mark.parametrize("sent", [{1: 99}, {1: CLOSED.id}, {1: 50}, {2: CASH.id}])
def test_rule_17_money_is_sent_only_to_money_in_use(sent: dict[int, int]) -> None:
    stored = replace(CARD, id=50, kind=TenderKind.STORED_VALUE)
    terms = replace(TERMS, methods={**TERMS.methods, CLOSED.id: CLOSED, 50: stored})
    with refused("tender_unknown"):
        reverse(sale([line("a", 1000)]), Asked({"a": 1}, sent=sent), terms)


def test_rule_17_what_was_paid_in_another_system_needs_a_tender_of_this_one() -> None:
    sold = sale([line("a", 1000)], value(1, TenderKind.IMPORTED, 1000))
    with refused("paid_elsewhere", "sent"):
        refund(sold, {"a": 1})
    done = reverse(sold, Asked({"a": 1}, sent={1: CASH.id}), TERMS)
    assert (back(done, 1).kind, back(done, 1).amount) == (TenderKind.CASH, 1000)


def test_rule_17_a_manager_is_asked_above_the_limit() -> None:
    terms = replace(TERMS, manager_above=30000)
    sold = sale([line("a", 30000), line("b", 1)])
    assert reverse(sold, Asked({"a": 1}), terms).needs_manager == ()
    done = reverse(sold, Asked({"a": 1, "b": 1}), terms)
    assert [reason.key for reason in done.needs_manager] == ["above"]


def test_rule_17_the_limit_is_not_passed_in_parts() -> None:
    """Three of 100.00 are within 300.00, the fourth is not. What a voucher paid was never given to
    the client, and what gives nothing asks nobody."""
    terms = replace(TERMS, manager_above=30000)
    whole = sale([line("a", 40000, 4)])
    for _part in range(3):
        done = reverse(whole, Asked({"a": 1}), terms)
        assert done.needs_manager == ()
        whole = on_file(whole, done)
    (asked,) = reverse(whole, Asked({"a": 1}), terms).needs_manager
    assert asked.values == {"above": Amount(30000), "before": Amount(30000)}
    half = (value(1, TenderKind.VOUCHER, 30000), tender(2, CARD, 30000))
    voucher = sale([line("a", 60000, 2)], *half)
    first = reverse(voucher, Asked({"a": 1}), terms)
    assert reverse(on_file(voucher, first), Asked({"a": 1}), terms).needs_manager == ()
    nothing = sale([line("a", 40000), line("b", 0)])
    above = on_file(nothing, reverse(nothing, Asked({"a": 1}), terms))
    assert reverse(above, Asked({"b": 1}), terms).needs_manager == ()


# --- 18 ---


def earned(points: int, quantity: int = 1) -> SoldSale:
    """A sale that gave points into the lot OWN."""
    sold = sale([line("a", 10000, quantity, points=points)])
    return replace(sold, points_lots=frozenset({OWN}))


def test_rule_18_points_come_from_the_sales_own_lot_first_then_become_debt() -> None:
    taken = refund(earned(355), {"a": 1}, lots=[Lot(OWN, 300)]).taken
    assert taken == TakenBack(355, (Take(OWN, 300, own=True),), forgiven=0, debt=55)


def test_rule_18_then_other_lots_by_expiry() -> None:
    lots = [Lot(2, 40), Lot(9, 30, LATER), Lot(1, 30, LATER), Lot(OWN, 20, LATER)]
    lots.append(Lot(3, 500, YESTERDAY))  # it has ended, so it is nobody's any more
    taken = refund(earned(100), {"a": 1}, lots=lots).taken
    assert [(take.lot_id, take.amount) for take in taken.takes] == [
        (OWN, 20),
        (1, 30),
        (9, 30),
        (2, 20),
    ]
    assert (taken.forgiven, taken.debt) == (0, 0)


def test_rule_18_what_expired_of_the_own_lot_is_forgiven_once() -> None:
    # Of 100 points 30 were spent and 70 expired. One of two takes 50: all forgiven. The other
    # takes 50: 20 are still to forgive, 10 are in another lot, 20 become debt.
    sold = replace(earned(100, 2), points_expired=70)
    first = refund(sold, {"a": 1}, lots=[Lot(1, 10)])
    assert first.taken == TakenBack(50, (), forgiven=50, debt=0)
    second = refund(on_file(sold, first), {"a": 1}, lots=[Lot(1, 10)])
    assert second.taken == TakenBack(50, (Take(1, 10),), forgiven=20, debt=20)


def test_rule_18_what_one_line_was_forgiven_the_next_is_not() -> None:
    sold = replace(sale([line("a", 1, points=30), line("b", 1, points=30)]), points_expired=40)
    done = refund(sold, {"a": 1, "b": 1})
    assert [each.taken for each in done.lines] == [
        TakenBack(30, (), forgiven=30, debt=0),
        TakenBack(30, (), forgiven=10, debt=20),
    ]


def test_rule_18_what_ended_and_waits_for_its_posting_has_expired() -> None:
    taken = refund(earned(100), {"a": 1}, lots=[Lot(OWN, 70, YESTERDAY)]).taken
    assert taken == TakenBack(100, (), forgiven=70, debt=30)
    # On its last day it is still good.
    taken = refund(earned(100), {"a": 1}, lots=[Lot(OWN, 70, DAY)]).taken
    assert taken == TakenBack(100, (Take(OWN, 70, own=True),), forgiven=0, debt=30)


def test_rule_24_what_expired_and_is_earned_by_the_refund_is_not_let_go() -> None:
    # 30 + 30 points have expired, 10 of them are let go already. What the sale earns as less of it
    # is owed, 40, is first the 30 of the first line, then 10 of the other.
    lines = [line("a", 1, points=30), line("b", 1, points=30), line("c", 1, points=30)]
    sold = replace(sale(lines), points_expired=60, points_forgiven=10)
    done = refund(sold, {"a": 1, "b": 1})
    assert [each.taken.forgiven for each in done.lines] == [30, 20]
    netted = expired_stay(done, 40)
    assert [each.taken for each in netted.lines] == [
        TakenBack(30, (), forgiven=0, debt=0, stays_expired=30),
        TakenBack(30, (), forgiven=10, debt=10, stays_expired=10),
    ]
    assert netted.taken == TakenBack(60, (), forgiven=10, debt=10, stays_expired=40)
    # The last line: of the 60 that expired 20 are let go, so 40 still can be.
    last = refund(on_file(sold, netted), {"c": 1})
    assert last.taken == TakenBack(30, (), forgiven=30, debt=0)


def test_rule_24_no_more_stays_expired_than_has_expired() -> None:
    done = refund(replace(earned(100), points_expired=70), {"a": 1})
    assert expired_stay(done, 100).taken == TakenBack(
        100, (), forgiven=0, debt=30, stays_expired=70
    )
    assert expired_stay(done, 0) == done


def redeemed(expires: int = 0) -> SoldSale:
    """100.00, half of it paid with 500 points of lot 1; it gave 80 points, since spent."""
    points = used((1, 500, YESTERDAY if expires else None))
    paid = replace(value(1, TenderKind.POINTS, 5000), points=points)
    sold = sale([line("a", 10000, points=80)], paid, tender(2, CARD, 5000))
    return replace(sold, points_lots=frozenset({OWN}))


def test_rule_18_what_the_refund_gives_back_comes_first_and_may_be_taken() -> None:
    done = refund(redeemed(), {"a": 1})
    assert back(done, 1).points_back == (Back(1, 500),)
    assert done.taken == TakenBack(80, (Take(1, 80),), forgiven=0, debt=0)


def test_rule_18_also_where_it_comes_back_to_a_child_lot() -> None:
    done = refund(redeemed(expires=1), {"a": 1}, lots=[Lot(3, 30, DAY)])
    assert back(done, 1).points_back == (Back(1, 500, LATER),)
    assert done.taken.takes == (Take(3, 30), Take(1, 50, LATER))


def test_rule_18_what_comes_back_to_a_child_lot_is_not_the_sales_own() -> None:
    """The sale's own lot was opened right after the one that its points came from, and both have
    ended: 30 of its 80 points are posted as expired."""
    sold = replace(redeemed(expires=1), points_lots=frozenset({2}), points_expired=30)
    done = refund(sold, {"a": 1})
    assert done.taken == TakenBack(80, (Take(1, 50, LATER),), forgiven=30, debt=0)


def test_rule_18_lines_are_taken_back_one_after_another() -> None:
    sold = sale([line("a", 100, points=30), line("b", 100, points=30)])
    done = refund(
        replace(sold, points_lots=frozenset({OWN})), {"b": 1, "a": 1}, lots=[Lot(OWN, 40)]
    )
    assert [each.taken for each in done.lines] == [
        TakenBack(30, (Take(OWN, 30, own=True),)),
        TakenBack(30, (Take(OWN, 10, own=True),), debt=20),
    ]


# --- 19 ---


def test_rule_19_principal_and_bonus_return_as_they_were_spent() -> None:
    done = refund(picture(), {"care": 1, "oil": 1})
    # 336.30 of 562.30: 239.23 and 97.07; of 239.23, 199.36 and 39.87.
    assert parts(done) == [23923, 9707]
    assert back(done, 1).principal == (Back(1, 19936),)
    assert back(done, 1).bonus == (Back(2, 3987),)
    rest = refund(on_file(picture(), done), {"cut": 1, "child": 1})
    assert parts(rest) == [16077, 6523]
    assert back(rest, 1).principal == (Back(1, 13397),)
    assert back(rest, 1).bonus == (Back(2, 2680),)


def test_rule_19_the_lot_taken_last_is_filled_first_and_an_ended_one_has_a_child() -> None:
    stored = replace(
        value(1, TenderKind.STORED_VALUE, 900),
        principal=used((1, 500, None), (2, 100, None)),
        bonus=used((3, 200, YESTERDAY), (4, 100, DAY)),
    )
    # 300 of 900: 200 principal, 100 bonus; then 600: 400 and 200.
    done = one_by_one(sale([line("a", 900, 3)], stored), {"a": 1}, {"a": 2})
    assert [back(each, 1).principal for each in done] == [
        (Back(2, 100), Back(1, 100)),
        (Back(1, 400),),
    ]
    assert [back(each, 1).bonus for each in done] == [(Back(4, 100),), (Back(3, 200, LATER),)]


def test_rule_19_points_for_a_share_of_money_are_floored_the_rest_comes_last() -> None:
    # 100 points paid 10.00 of 30.00: 3.33, 6.67 and 10.00 so far are 33.3, 66.7 and 100 points.
    paid = replace(value(1, TenderKind.POINTS, 1000), points=used((1, 60, LATER), (2, 40, None)))
    sold = sale([line("a", 3000, 3)], paid, tender(2, CARD, 2000))
    done = one_by_one(sold, {"a": 1}, {"a": 1}, {"a": 1})
    assert [parts(each) for each in done] == [[333, 667], [334, 666], [333, 667]]
    assert [back(each, 1).points for each in done] == [33, 33, 34]
    assert [back(each, 1).points_back for each in done] == [
        (Back(2, 33),),
        (Back(2, 7), Back(1, 26)),
        (Back(1, 34),),
    ]


def test_rule_19_a_session_returns_to_its_pack_at_its_unit_value() -> None:
    first, second = one_by_one(sessions(expires=True), {"s": 2}, {"s": 1, "cut": 1})
    # 66.66 to the pack; the card pays 5.00 × 66.66 ÷ 100.00 = 3.333 of tax.
    assert (parts(first), first.lines[0].net) == ([6666, 333], 6666)
    assert first.lines[0].sessions == (Back(2, 2, unit_value=3333),)
    assert (parts(second), second.lines[0].net) == ([3334, 9667], 3334)
    assert second.lines[0].sessions == (Back(1, 1, LATER, 3334),)


def test_rule_19_other_lines_give_nothing_back_to_a_pack() -> None:
    assert parts(refund(sessions(), {"cut": 1})) == [0, 9500]


# --- 20 ---


def test_rule_20_a_given_vouchers_share_is_booked_and_pays_nothing() -> None:
    sold = sale(
        [line("a", 5000), line("b", 5000)],
        value(1, TenderKind.VOUCHER, 2000),
        tender(2, CARD, 8000),
    )
    first, last = one_by_one(sold, {"a": 1}, {"b": 1})
    voucher = back(first, 1)
    assert (voucher.amount, voucher.booked, voucher.alive) == (0, 1000, False)
    assert (first.total, first.to_client) == (5000, 4000)
    # With the last line the code is alive again.
    assert (back(last, 1).booked, back(last, 1).alive, last.to_client) == (1000, True, 4000)
    assert not back(last, 2).alive


def test_rule_20_a_free_service_counts_again_while_its_period_runs() -> None:
    free = replace(line("a", 0, 2), free_until=DAY)
    assert refund(sale([free], value(1, TenderKind.CARD, 0)), {"a": 2}).lines[0].free == 2
    over = replace(free, free_until=YESTERDAY)
    assert refund(sale([over], value(1, TenderKind.CARD, 0)), {"a": 2}).lines[0].free == 0


# --- 21 ---


def test_rule_21_tips_stay_unless_ticked_and_go_back_once() -> None:
    tipped = replace(tender(1, CARD, 1000), tip=150)
    sold = sale([line("a", 1000, 2)], tipped)
    plain = refund(sold, {"a": 1})
    assert (plain.tips, plain.to_client) == (0, 500)
    ticked = reverse(sold, Asked({"a": 1}, tips=True), TERMS)
    assert (ticked.tips, ticked.to_client, ticked.total, ticked.cash_rounding) == (150, 650, 500, 0)
    again = reverse(on_file(sold, ticked), Asked({"a": 1}, tips=True), TERMS)
    assert (again.tips, again.to_client) == (0, 500)


def test_rule_21_a_tip_that_no_coins_can_make_is_not_sent_to_cash() -> None:
    tipped = replace(tender(1, CARD, 1000), tip=152)
    sold = sale([line("a", 1000)], tipped, step=5)
    with refused("no_such_coins", "sent"):
        reverse(sold, Asked({"a": 1}, tips=True, sent={1: CASH.id}), TERMS)
