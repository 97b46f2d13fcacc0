"""RULES 1, 11, 20: what is free with a tier, and how often. Figures by hand."""

from dataclasses import replace
from datetime import date

import pytest

from salon_pos.domain.catalog import Benefit, FreeLeft, ItemKind, PriceBook, TaxMode
from salon_pos.domain.earning import Occasion, PaidLine, earn
from salon_pos.domain.free_services import (
    counted_from,
    left_after,
    left_of,
    still_counts,
    stood,
    take,
)
from salon_pos.domain.points import BaseRule, PointsRules
from salon_pos.domain.pricing import price
from salon_pos.domain.standing import Held, Standing
from salon_pos.domain.ticket import Discount, Line, free_source, free_tier, uses_pack
from salon_pos.domain.ticket_json import from_json, to_json
from salon_pos.domain.tiers import FreeServices, Tier, TierRules
from tests.domain.making import GST, book, item, line, refused, ticket


def free(item_id: int = 1, quantity: int = 1, *, uid: str = "", tier: str = "gold") -> Line:
    return replace(line(item_id, quantity, uid=uid), source=free_source(tier))


def gold(*left: FreeLeft) -> PriceBook:
    """Item 1 costs 68.00, item 2 costs 30.00; 5 % of GST on top."""
    cuts = book(item(1, 6_800, GST), item(2, 3_000, GST), taxes=(GST,), mode=TaxMode.EXCLUSIVE)
    return replace(cuts, tier="gold", free=left or (FreeLeft(frozenset({1}), 2, 2),))


def test_rule_01_a_free_service_costs_nothing_as_a_benefit() -> None:
    bill = price(ticket(free(), line(2)), gold())
    first, second = bill.lines
    assert (first.unit_price, first.list_amount, first.member_off) == (6_800, 6_800, 6_800)
    assert (first.net, first.taxes, first.payable) == (0, (0,), 0)
    assert (second.member_off, second.payable, bill.total) == (0, 3_150, 3_150)


def test_rule_01_free_goes_before_a_percent_and_a_member_price() -> None:
    half = replace(gold(), benefits={1: Benefit(5_000, 100)})
    bill = price(ticket(free(), line(1, uid="paid")), half)
    assert [each.member_off for each in bill.lines] == [6_800, 6_700]


def test_rule_02_a_discount_on_the_whole_passes_a_free_line_by() -> None:
    bill = price(replace(ticket(free(), line(2)), discounts=(Discount(7, 1_000),)), gold())
    assert [each.ticket_off for each in bill.lines] == [0, 300]
    with refused("discount_too_large", "discount"):
        price(ticket(replace(free(), discount=Discount(7, amount=1))), gold())


@pytest.mark.parametrize(
    ("left", "lines", "key"),
    [
        (1, (free(), free(uid="again")), "free_used_up"),
        (1, (free(quantity=2),), "free_used_up"),
        (0, (free(),), "free_used_up"),
        (2, (free(2),), "free_used_up"),
        (2, (free(tier="silver"),), "not_free"),
    ],
)
def test_rule_20_no_more_often_than_the_tier_gives(
    left: int, lines: tuple[Line, ...], key: str
) -> None:
    with refused(key, "free"):
        price(ticket(*lines), gold(FreeLeft(frozenset({1}), 2, left)))


def test_rule_03_prepaid_is_never_free() -> None:
    pack = item(1, 6_800, kind=ItemKind.PREPAID)
    with refused("not_free", "free"):
        price(ticket(free()), replace(gold(), items={1: pack}))


def test_rule_20_what_was_used_is_taken_from_the_narrowest_first() -> None:
    """A cut or a wash, once; and a cut, once. One cut used leaves the wash its way."""
    either, cut = FreeServices(frozenset({1, 2}), 1), FreeServices(frozenset({1}), 1)
    assert left_of((either, cut), {1: 1}) == (
        FreeLeft(frozenset({1}), 1, 0),
        FreeLeft(frozenset({1, 2}), 1, 1),
    )
    # Three cuts, of which the tier gives two now that its rules were changed: nothing below zero.
    assert [one.left for one in left_of((either, cut), {1: 3})] == [0, 0]


def test_rule_20_two_at_once_come_from_wherever_there_are_some() -> None:
    both = (FreeLeft(frozenset({1}), 1, 1), FreeLeft(frozenset({1, 2}), 3, 3))
    after, missing = take(both, 1, 3)
    assert ([one.left for one in after], missing) == ([0, 1], 0)
    assert take(both, 1, 6)[1] == 2
    assert [one.left for one in left_after(both, [free(), line(1, uid="paid"), free(2)])] == [0, 2]


def test_rule_20_it_counts_into_the_period_that_runs() -> None:
    held = Standing("gold", date(2026, 5, 4), date(2027, 5, 3), "tier.kept", {}, {})
    assert still_counts("gold", date(2026, 5, 4), held, held.since)
    assert not still_counts("gold", date(2026, 5, 3), held, held.since)
    assert not still_counts("silver", date(2026, 5, 4), held, held.since)
    assert not still_counts("", date(2026, 5, 4), replace(held, tier=None), held.since)


TIERS = TierRules(
    1, (Tier("member", "M"), Tier("silver", "S", spend=1), Tier("gold", "G", spend=2))
)
FOURTH, LAST = date(2026, 5, 4), date(2027, 5, 3)
FIRST = date(2022, 2, 1)


def held(*chain: tuple[str | None, date]) -> Held | None:
    """The oldest first."""
    found: Held | None = None
    for tier, since in chain:
        found = Held(tier, since, LAST, previous=found)
    return found


@pytest.mark.parametrize(
    ("chain", "stayed"),
    [
        # Up twice on one day; and both undone at once.
        ((("silver", FOURTH), ("gold", FOURTH)), ["gold", "silver"]),
        ((("silver", FOURTH), ("gold", FOURTH), ("member", FOURTH)), ["member"]),
        # Gold undone that day: silver goes on, had since before.
        ((("silver", date(2026, 1, 1)), ("gold", FOURTH), ("silver", date(2026, 1, 1))),
         ["silver", "silver"]),
        ((("gold", FOURTH), (None, FOURTH)), [None]),
        # Lost by the end of its period: it stood.
        ((("gold", date(2025, 5, 4)), ("member", FOURTH)), ["member", "gold"]),
    ],
)  # fmt: skip
def test_rule_20_a_stay_that_was_undone_that_day_did_not_stand(
    chain: tuple[tuple[str | None, date], ...], stayed: list[str | None]
) -> None:
    assert [one.tier for one in stood(held(*chain), TIERS)] == stayed


def test_rule_20_a_tier_for_points_stood_though_what_was_before_goes_on() -> None:
    silver = Held("silver", date(2026, 1, 1), LAST)
    gold = Held("gold", FOURTH, date(2026, 6, 3), is_override=True, previous=silver,
                is_exchanged=True)  # fmt: skip
    now = replace(silver, previous=gold)
    assert [one.tier for one in stood(now, TIERS)] == ["silver", "gold", "silver"]


@pytest.mark.parametrize(
    ("stays", "since"),
    [
        ((), FIRST),
        ((("gold", date(2026, 5, 4), date(2027, 5, 3)),), FIRST),
        ((("silver", date(2025, 1, 1), date(2025, 12, 31)),), FIRST),
        ((("gold", date(2025, 1, 1), date(2025, 12, 31)),), date(2026, 1, 1)),
        (
            (("gold", date(2025, 1, 1), date(2025, 12, 31)),
             ("gold", date(2023, 1, 1), date(2023, 12, 31))), date(2026, 1, 1),
        ),
        ((("gold", date(2026, 5, 1), date(2027, 4, 30)),), date(2026, 5, 4)),
    ],
)  # fmt: skip
def test_rule_20_it_counts_from_the_last_stay_that_stood(
    stays: tuple[tuple[str, date, date], ...], since: date
) -> None:
    """Gold since 4 May 2026: what was had in stays that were undone counts as well, back to the day
    after the last one that stood, else to their first in gold; never from later than that 4 May."""
    now = Standing("gold", date(2026, 5, 4), date(2027, 5, 3), "tier.kept", {}, {})
    assert counted_from(now, [Held(*stay) for stay in stays], FIRST) == since


def test_rule_11_a_free_line_earns_nothing_and_says_why() -> None:
    rules = PointsRules(1, base=(BaseRule(1, 100),))
    paid = [PaidLine("f", 1, None, ItemKind.SERVICE, 0, 0),
            PaidLine("p", 2, None, ItemKind.SERVICE, 3_000, 3_150)]  # fmt: skip
    earned = earn(paid, 0, rules, Occasion(date(2026, 5, 4)))
    assert [(one.eligible, one.points, one.nothing) for one in earned.lines] == [
        (0, 0, "free"),
        (3_000, 30, ""),
    ]


def test_a_ticket_keeps_what_is_free() -> None:
    kept = from_json(to_json(ticket(free())))
    assert kept.lines[0].free_with == "gold"
    assert (free_tier("p/1"), line(1).free_with) == ("", "")
    assert uses_pack("p/1", ItemKind.SERVICE)
    assert not any(
        uses_pack(source, kind)
        for source, kind in (
            ("", ItemKind.SERVICE),
            (free_source("gold"), ItemKind.SERVICE),
            ("card", ItemKind.PREPAID),
        )
    )
