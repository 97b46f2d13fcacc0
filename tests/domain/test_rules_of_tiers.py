"""RULES 23, 26: which tier a client stands in, why, and how far it is to the next.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.standing import Deeds, Held, count, first_that_counts, months_later, tier_for
from salon_pos.domain.tiers import (
    CategoryPercent,
    FreeServices,
    MemberPrice,
    Perks,
    Tier,
    TierRules,
    check_tiers,
)
from tests.domain.making import refused

BASIC = Tier("basic", "Basic")
SILVER = Tier("silver", "Silver", spend=100_000, visits=6)
GOLD = Tier("gold", "Gold", spend=300_000, top_up=200_000)
DIAMOND = Tier("diamond", "Diamond", spend=800_000, visits=40, top_up=500_000)
RULES = TierRules(1, (SILVER, GOLD, DIAMOND))
OPEN = TierRules(1, (BASIC, SILVER, GOLD, DIAMOND))
DAY = date(2024, 5, 1)
YESTERDAY = date(2024, 4, 30)


def spent(amount: int, on: date = DAY) -> Deeds:
    return Deeds(spend={on: amount})


# --- 26: what counts ---


def test_rule_26_the_window_is_twelve_months_up_to_and_including_the_day() -> None:
    deeds = Deeds(
        spend={date(2023, 5, 1): 1, date(2023, 5, 2): 20, DAY: 300, date(2024, 5, 2): 4000}
    )
    counted = count(RULES, deeds, DAY)
    assert (counted.first, counted.last, counted.spend) == (date(2023, 5, 2), DAY, 320)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 5, 1), 12, date(2025, 5, 1)),
    ],
)
def test_rule_26_months_keep_the_day_or_the_last_one(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


@pytest.mark.parametrize(
    ("amount", "tier"),
    [(0, None), (99_999, None), (100_000, "silver"), (300_000, "gold"), (900_000, "diamond")],
)
def test_rule_26_spend_reaches_a_tier(amount: int, tier: str | None) -> None:
    assert tier_for(RULES, spent(amount), DAY, None).tier == tier


def test_rule_26_visits_reach_a_tier() -> None:
    days = [DAY - timedelta(days=30 * n) for n in range(6)]
    assert tier_for(RULES, Deeds(visits=frozenset(days[:5])), DAY, None).tier is None
    standing = tier_for(RULES, Deeds(visits=frozenset(days)), DAY, None)
    assert (standing.tier, standing.rule) == ("silver", "tier.reached_visits")
    assert (standing.inputs["visits"], standing.inputs["least"]) == (6, 6)


def test_rule_26_one_top_up_reaches_a_tier_and_two_smaller_ones_do_not() -> None:
    two = Deeds(top_ups=((DAY, 150_000), (DAY, 150_000)))
    assert tier_for(RULES, two, DAY, None).tier is None
    assert tier_for(RULES, Deeds(top_ups=((DAY, 200_000),)), DAY, None).tier == "gold"


def test_rule_26_the_lowest_tier_may_be_open_to_all_and_cannot_be_lost() -> None:
    standing = tier_for(OPEN, Deeds(), DAY, None)
    assert (standing.tier, standing.until, standing.rule) == ("basic", None, "tier.open")
    later = tier_for(OPEN, Deeds(), date(2030, 1, 1), Held("basic", DAY))
    assert (later.tier, later.until, later.rule) == ("basic", None, "tier.open")


def test_rule_26_without_tiers_there_is_none() -> None:
    standing = tier_for(TierRules(1), spent(900_000), DAY, Held("gold", YESTERDAY))
    assert (standing.tier, standing.rule, standing.next_inputs) == (None, "tier.none", {})


# --- 26: up at once, down at the period's end ---


def test_rule_26_up_at_once_for_a_period() -> None:
    standing = tier_for(RULES, spent(300_000), DAY, Held("silver", YESTERDAY, date(2025, 4, 29)))
    assert (standing.tier, standing.since) == ("gold", DAY)
    assert standing.until == date(2025, 4, 30)
    assert standing.inputs == {
        "tier": "gold",
        "spend": 300_000,
        "least": 300_000,
        "first": "2023-05-02",
        "last": "2024-05-01",
        "until": "2025-04-30",
    }


HELD_GOLD = Held("gold", date(2023, 7, 1), date(2024, 6, 30))


def test_rule_26_down_only_when_the_period_has_ended() -> None:
    deeds = spent(100_000, date(2024, 3, 1))
    last_day = tier_for(RULES, deeds, date(2024, 6, 30), HELD_GOLD)
    assert (last_day.tier, last_day.rule, last_day.until) == (
        "gold",
        "tier.kept",
        date(2024, 6, 30),
    )
    next_day = tier_for(RULES, deeds, date(2024, 7, 1), HELD_GOLD)
    assert (next_day.tier, next_day.rule, next_day.until) == (
        "silver",
        "tier.lowered",
        date(2025, 6, 30),
    )
    assert next_day.inputs == {"lost": "gold", "ended": "2024-06-30", "tier": "silver"}


def test_rule_26_the_window_of_the_periods_last_day_decides_however_late_it_is_looked_at() -> None:
    # 300,000 on 1 July 2023 is in the window of 30 June 2024, and not in that of 5 March 2025.
    deeds = spent(300_000, date(2023, 7, 1))
    for day in (date(2024, 7, 1), date(2025, 3, 5)):
        standing = tier_for(RULES, deeds, day, HELD_GOLD)
        assert (standing.tier, standing.since) == ("gold", date(2024, 7, 1))
        assert standing.until == date(2025, 6, 30)


def test_rule_26_several_periods_may_have_ended() -> None:
    deeds = spent(300_000, date(2023, 7, 1))
    standing = tier_for(RULES, deeds, date(2025, 7, 1), HELD_GOLD)
    assert (standing.tier, standing.rule) == (None, "tier.ended")
    assert standing.inputs == {"lost": "gold", "ended": "2025-06-30"}


def test_rule_26_a_tier_that_was_lost_is_reached_again_at_once() -> None:
    deeds = spent(300_000, date(2025, 8, 1))
    standing = tier_for(RULES, deeds, date(2025, 8, 1), HELD_GOLD)
    assert (standing.tier, standing.since, standing.rule) == (
        "gold",
        date(2025, 8, 1),
        "tier.reached_spend",
    )


def test_rule_26_a_tier_that_the_rules_no_longer_have_counts_as_none() -> None:
    assert tier_for(RULES, spent(100_000), DAY, Held("platinum", YESTERDAY)).tier == "silver"


# --- 26: by hand ---


def by_hand(tier: str | None, previous: Held | None = None) -> Held:
    return Held(tier, date(2024, 4, 1), date(2024, 12, 31), is_override=True, previous=previous)


@pytest.mark.parametrize("amount", [0, 900_000])
def test_rule_26_an_override_counts_until_its_end_whatever_is_reached(amount: int) -> None:
    for day in (DAY, date(2024, 12, 31)):
        standing = tier_for(RULES, spent(amount), day, by_hand("gold"))
        assert (standing.tier, standing.rule) == ("gold", "tier.override")
        assert standing.until == date(2024, 12, 31)


def test_rule_26_after_an_override_what_was_held_before_goes_on() -> None:
    before = Held("silver", date(2024, 2, 1), date(2025, 1, 31))
    first_day = tier_for(RULES, Deeds(), date(2025, 1, 1), by_hand("diamond", before))
    assert (first_day.tier, first_day.until) == ("silver", date(2025, 1, 31))
    assert tier_for(RULES, Deeds(), date(2025, 2, 1), by_hand("diamond", before)).tier is None
    assert tier_for(RULES, Deeds(), date(2025, 1, 1), by_hand("diamond")).tier is None


def test_rule_26_an_override_may_take_a_tier_away() -> None:
    standing = tier_for(RULES, spent(900_000), DAY, by_hand(None))
    assert (standing.tier, standing.rule, standing.next_inputs) == (None, "tier.override_none", {})


# --- 26: how far to the next ---


def test_rule_26_the_way_to_the_next_tier_by_each_measure() -> None:
    deeds = Deeds(
        spend={DAY: 250_000}, visits=frozenset({DAY, YESTERDAY}), top_ups=((DAY, 150_000),)
    )
    standing = tier_for(RULES, deeds, DAY, None)
    # One top-up is one deed: 1,500.00 before does not shorten the 2,000.00 that it needs.
    assert standing.tier == "silver"
    assert standing.next_inputs == {
        "tier": "gold",
        "missing_spend": 50_000,
        "missing_top_up": 200_000,
    }
    kept = tier_for(RULES, deeds, DAY, Held("gold", YESTERDAY, date(2025, 4, 29)))
    assert kept.next_inputs == {
        "tier": "diamond",
        "missing_spend": 550_000,
        "missing_visits": 38,
        "missing_top_up": 500_000,
    }


def test_rule_26_the_highest_tier_has_no_next() -> None:
    assert tier_for(RULES, spent(800_000), DAY, None).next_inputs == {}


# --- 23 ---


def test_rule_23_a_same_day_refund_undoes_the_upgrade_that_the_sale_caused() -> None:
    silver = Held("silver", YESTERDAY, date(2025, 4, 29))
    gold = Held("gold", DAY, date(2025, 4, 30), previous=silver)
    standing = tier_for(RULES, spent(120_000), DAY, gold)
    assert (standing.tier, standing.since, standing.until) == (
        "silver",
        YESTERDAY,
        date(2025, 4, 29),
    )


def test_rule_23_a_later_refund_lowers_the_tier_at_the_periods_end() -> None:
    silver = Held("silver", YESTERDAY, date(2025, 4, 29))
    gold = Held("gold", DAY, date(2025, 4, 30), previous=silver)
    after = spent(120_000)
    assert tier_for(RULES, after, date(2024, 5, 2), gold).tier == "gold"
    assert tier_for(RULES, after, date(2025, 4, 30), gold).tier == "gold"
    assert tier_for(RULES, after, date(2025, 5, 1), gold).tier == "silver"


def test_rule_26_who_was_only_a_member_keeps_no_tier_that_became_cheaper() -> None:
    """150.00 in June 2025 reached nothing then. Later silver asks for 100.00 only: nobody was in it
    at the end of the open tier's period, and by now the window holds nothing."""
    cheap = TierRules(1, (BASIC, replace(SILVER, spend=10_000), GOLD))
    did = Deeds(spend={date(2025, 6, 1): 15_000})
    today, long_since = date(2026, 11, 27), Held(BASIC.key, date(2024, 1, 1))
    for held in (None, long_since, Held(BASIC.key, date(2025, 12, 1))):
        assert tier_for(cheap, did, today, held).tier == BASIC.key
    standing = tier_for(cheap, did, today, long_since)
    assert (standing.since, standing.until) == (date(2026, 1, 1), None)
    assert tier_for(cheap, did, date(2026, 5, 31), long_since).tier == "silver"
    assert first_that_counts(cheap, today, long_since) == date(2025, 11, 27)


def test_rule_23_two_upgrades_of_one_day_are_undone_as_far_as_the_rest_reaches() -> None:
    silver = Held("silver", DAY, date(2025, 4, 30))
    gold = Held("gold", DAY, date(2025, 4, 30), previous=silver)
    diamond = Held("diamond", DAY, date(2025, 4, 30), previous=gold)
    by_rest = {
        rest: tier_for(RULES, spent(rest), DAY, diamond).tier
        for rest in (0, 100_000, 300_000, 800_000)
    }
    assert by_rest == {0: None, 100_000: "silver", 300_000: "gold", 800_000: "diamond"}


# --- whatever was done ---


@st.composite
def deeds(draw: st.DrawFn) -> Deeds:
    days = st.dates(date(2023, 1, 1), date(2024, 12, 31))
    return Deeds(
        spend=draw(st.dictionaries(days, st.integers(0, 400_000), max_size=8)),
        visits=draw(st.frozensets(days, max_size=12)),
        top_ups=tuple(draw(st.lists(st.tuples(days, st.integers(0, 600_000)), max_size=3))),
    )


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@given(deeds(), DAYS)
def test_rule_26_the_tier_is_the_highest_that_some_measure_reaches(did: Deeds, day: date) -> None:
    first = months_later(day, -12)
    spend = sum(amount for on, amount in did.spend.items() if first < on <= day)
    visits = len([on for on in did.visits if first < on <= day])
    top_ups = [amount for on, amount in did.top_ups if first < on <= day] or [0]
    expected = None
    if spend >= 100_000 or visits >= 6:
        expected = "silver"
    if spend >= 300_000 or max(top_ups) >= 200_000:
        expected = "gold"
    if spend >= 800_000 or visits >= 40 or max(top_ups) >= 500_000:
        expected = "diamond"
    assert tier_for(RULES, did, day, None).tier == expected


@given(deeds(), DAYS, st.sampled_from([None, "silver", "gold", "diamond"]), DAYS)
def test_rule_26_nobody_goes_down_within_a_period(
    did: Deeds, day: date, tier: str | None, since: date
) -> None:
    held = Held(tier, since, months_later(since, 12) - timedelta(days=1))
    standing = tier_for(RULES, did, day, held)
    if since < day <= months_later(since, 12) - timedelta(days=1):
        assert RULES.rank(standing.tier) >= RULES.rank(tier)


@given(deeds(), DAYS, st.integers(1, 800))
def test_rule_26_looking_again_changes_nothing(did: Deeds, since: date, after: int) -> None:
    held = Held("gold", since, months_later(since, 12) - timedelta(days=1))
    day = since + timedelta(days=after)
    once = tier_for(RULES, did, day, held)
    again = tier_for(RULES, did, day, Held(once.tier, once.since, once.until, previous=held))
    assert (again.tier, again.until) == (once.tier, once.until)


# --- which tiers are refused ---


@pytest.mark.parametrize(
    ("rules", "key", "field"),
    [
        (TierRules(1, (SILVER,)), "tier_count", "tiers"),
        (TierRules(1, (SILVER, GOLD)), "tier_count", "tiers"),
        (
            TierRules(1, tuple(Tier(f"t{n}", f"T{n}", spend=n) for n in range(6))),
            "tier_count",
            "tiers",
        ),
        (TierRules(1, (SILVER, DIAMOND, GOLD)), "tiers_overlap", "tiers.2.spend"),
        (
            TierRules(1, (SILVER, GOLD, replace(DIAMOND, visits=6))),
            "tiers_overlap",
            "tiers.2.visits",
        ),
        (
            TierRules(1, (SILVER, GOLD, replace(DIAMOND, top_up=200_000))),
            "tiers_overlap",
            "tiers.2.top_up",
        ),
        (TierRules(1, (SILVER, GOLD, replace(DIAMOND, key="gold"))), "rule_twice", "tiers.key"),
        (TierRules(1, (SILVER, GOLD, replace(DIAMOND, name="Gold "))), "rule_twice", "tiers.name"),
        (TierRules(1, (SILVER, BASIC, GOLD)), "tier_unreachable", "tiers.1"),
        (TierRules(1, (replace(SILVER, name=" "), GOLD, DIAMOND)), "tier_unnamed", "tiers.0.name"),
        (
            TierRules(1, (replace(SILVER, visits=-1), GOLD, DIAMOND)),
            "bad_rule_number",
            "tiers.0.visits",
        ),
        (
            TierRules(1, (replace(SILVER, visits=0), GOLD, DIAMOND)),
            "bad_rule_number",
            "tiers.0.visits",
        ),
        (
            TierRules(1, (replace(SILVER, spend=0), GOLD, DIAMOND)),
            "bad_rule_number",
            "tiers.0.spend",
        ),
        (
            TierRules(1, (replace(SILVER, top_up=0), GOLD, DIAMOND)),
            "bad_rule_number",
            "tiers.0.top_up",
        ),
        (TierRules(0, RULES.tiers), "bad_rule_number", "version"),
        (TierRules(1, RULES.tiers, window_months=0), "bad_rule_number", "window_months"),
        (TierRules(1, RULES.tiers, period_months=-1), "bad_rule_number", "period_months"),
    ],
)
def test_tiers_that_cannot_be_are_refused(rules: TierRules, key: str, field: str) -> None:
    with refused(key, field):
        check_tiers(rules)


@pytest.mark.parametrize(
    ("perks", "key", "field"),
    [
        (Perks((CategoryPercent(10_001),)), "bad_rule_number", "tiers.0.percents"),
        (Perks((CategoryPercent(1), CategoryPercent(2))), "rule_twice", "tiers.0.percents"),
        (
            Perks(member_prices=(MemberPrice(1, -1),)),
            "bad_rule_number",
            "tiers.0.member_prices.0",
        ),
        (
            Perks(member_prices=(MemberPrice(1, 1), MemberPrice(2, 0))),
            "price_of_nothing",
            "tiers.0.member_prices.1",
        ),
        (
            Perks(member_prices=(MemberPrice(1, 5), MemberPrice(1, 6))),
            "rule_twice",
            "tiers.0.member_prices",
        ),
        (Perks(member_prices=(MemberPrice(0, 5),)), "bad_rule_number", "tiers.0.perks"),
        (
            Perks(free_services=(FreeServices(frozenset({1}), 0),)),
            "bad_rule_number",
            "tiers.0.free_services",
        ),
        (
            Perks(free_services=(FreeServices(frozenset(), 1),)),
            "no_free_service",
            "tiers.0.free_services",
        ),
        (Perks(birthday_voucher=-1), "bad_rule_number", "tiers.0.birthday_voucher"),
    ],
)
def test_perks_that_cannot_be_are_refused(perks: Perks, key: str, field: str) -> None:
    with refused(key, field):
        check_tiers(replace(RULES, tiers=(replace(SILVER, perks=perks), GOLD, DIAMOND)))


@pytest.mark.parametrize("rules", [TierRules(1), RULES, OPEN])
def test_none_or_three_to_five_tiers_that_rise_are_taken(rules: TierRules) -> None:
    assert check_tiers(rules) is rules
