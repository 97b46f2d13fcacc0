"""RULES 8 and 17: value pays for no prepaid, so nothing of it comes back as money for the other
lines of the same ticket, whichever of them comes back first.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace

import pytest

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.lots import Back
from salon_pos.domain.sold import Prepaid, SoldLine, SoldSale
from tests.domain.making import CARD, CASH, WALLET
from tests.domain.refunding import line, one_by_one, sale, taxed, tender, used, value


def prepaid(uid: str, price: int, *, left: int | None = None) -> SoldLine:
    """A deposit, or a top-up; unused unless `left` says how much is."""
    return replace(line(uid, price), prepaid=Prepaid(price if left is None else left))


def given_back(sold: SoldSale, *steps: dict[str, int]) -> list[list[int]]:
    """What each tender gives back, refund by refund."""
    done = one_by_one(sold, *steps)
    return [[back.part for back in each.tenders] for each in done]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (({"oil": 1}, {"oil": 1}, {"d": 1}), [[8400, 0], [8400, 0], [0, 300000]]),
        (({"d": 1}, {"oil": 2}), [[0, 300000], [16800, 0]]),
        (({"oil": 1, "d": 1}, {"oil": 1}), [[8400, 300000], [8400, 0]]),
    ],
)
def test_rule_17_a_voucher_beside_a_deposit_pays_nothing_out(
    steps: tuple[dict[str, int], ...], expected: list[list[int]]
) -> None:
    # The voucher paid the oil's 168.00, for the deposit cash alone can have been.
    sold = sale(
        [line("oil", 16800, 2), prepaid("d", 300000)],
        value(1, TenderKind.VOUCHER, 16800),
        tender(2, CASH, 300000),
    )
    assert given_back(sold, *steps) == expected


def test_rule_17_what_money_paid_of_the_other_lines_comes_back_as_money() -> None:
    # Of 3,068.00 in cash 3,000.00 are for the deposit: the oil was 100.00 and 68.00, half of it is
    # 50.00 and 34.00, before the deposit and after it.
    sold = sale(
        [line("oil", 16800, 2), prepaid("d", 300000)],
        value(1, TenderKind.VOUCHER, 10000),
        tender(2, CASH, 306800),
    )
    steps = ({"oil": 1}, {"d": 1}, {"oil": 1})
    assert given_back(sold, *steps) == [[5000, 3400], [0, 300000], [5000, 3400]]


def test_rule_17_points_beside_a_top_up_come_back_as_points() -> None:
    # 100 points paid 100.00. Of 568.00 and 500.00 the top-up's 1,000.00 are 531.835… and 468.164…:
    # 531.84 and 468.16. So the oil was 100.00, 36.16 and 31.84, and half of it is half of each. By
    # then 549.92 and 484.08 are left, of which the top-up is 531.837… and 468.162…: as before.
    points = replace(value(1, TenderKind.POINTS, 10000), points=used((1, 100, None)))
    sold = sale(
        [line("oil", 16800, 2), prepaid("t", 100000)],
        points,
        tender(2, WALLET, 56800),
        tender(3, CARD, 50000),
    )
    done = one_by_one(sold, {"oil": 1}, {"oil": 1}, {"t": 1})
    assert [[back.part for back in each.tenders] for each in done] == [
        [5000, 1808, 1592],
        [5000, 1808, 1592],
        [0, 53184, 46816],
    ]
    assert [each.tenders[0].points_back for each in done] == [(Back(1, 50),), (Back(1, 50),), ()]


def test_rule_17_principal_and_bonus_beside_a_top_up_return_to_the_card() -> None:
    # 140.00 and 28.00 of bonus paid the oil. Of the top-up 400.00 are used: they stay with the
    # cash, and are not there for the oil either.
    stored = replace(
        value(1, TenderKind.STORED_VALUE, 16800),
        principal=used((1, 14000, None)),
        bonus=used((2, 2800, None)),
    )
    top_up = prepaid("t", 100000, left=60000)
    sold = sale([line("oil", 16800, 2), top_up], stored, tender(2, CASH, 100000))
    done = one_by_one(sold, {"oil": 1}, {"t": 1}, {"oil": 1})
    assert [[back.part for back in each.tenders] for each in done] == [
        [8400, 0],
        [0, 60000],
        [8400, 0],
    ]
    to_card = (Back(1, 7000),), (Back(2, 1400),)
    assert [(each.tenders[0].principal, each.tenders[0].bonus) for each in done] == [
        to_card,
        ((), ()),
        to_card,
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (({"a": 1}, {"d": 1}), [[2000, 1425], [0, 3000]]),
        (({"d": 1}, {"a": 1}), [[0, 3000], [2000, 1425]]),
    ],
)
def test_rule_17_the_cash_beside_a_voucher_is_rounded_to_coins(
    steps: tuple[dict[str, int], ...], expected: list[list[int]]
) -> None:
    # 34.24 and a deposit of 30.00: a voucher paid 20.00, coins 44.25 for 44.24. Of the first, 14.24
    # is 14.25 in coins; with the deposit 44.24 is 44.25.
    sold = sale(
        [taxed("a", 3030, 1, 152, 242), prepaid("d", 3000)],
        value(1, TenderKind.VOUCHER, 2000),
        tender(2, CASH, 4425),
        step=5,
    )
    assert given_back(sold, *steps) == expected


def test_rule_17_a_card_that_was_cash_gives_what_it_has() -> None:
    # 44.25 in coins for 44.24, corrected to a card: 30.00 of it are for the deposit, 14.25 for the
    # rest. 34.24 over 20.00 and 14.25 are 19.994… and 14.245…: the cent is the card's; what is
    # left goes with the last.
    sold = sale(
        [taxed("a", 3030, 1, 152, 242), prepaid("d", 3000)],
        value(1, TenderKind.VOUCHER, 2000),
        tender(2, CARD, 4425),
        step=5,
    )
    assert given_back(sold, {"a": 1}, {"d": 1}) == [[1999, 1425], [1, 3000]]
