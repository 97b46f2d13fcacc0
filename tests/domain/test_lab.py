"""The rule lab's arithmetic: one client's past under other rules, by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.earned_by_now import PaidBy
from salon_pos.domain.earning import PaidLine
from salon_pos.domain.lab import (
    AccountMove,
    GivenBack,
    Month,
    Move,
    Outcome,
    Past,
    PastLine,
    PastSale,
    Trial,
    found,
    months_of,
    replay,
)
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, PointsRules
from salon_pos.domain.standing import Deeds, Held
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import Tier, TierRules

FIRST, LAST = date(2026, 2, 5), date(2026, 5, 4)
DAY = date(2026, 3, 2)
ONE_EACH = PointsRules(1, base=(BaseRule(1, 100),))
TIERS = TierRules(1, (Tier("member", "Member"), Tier("silver", "Silver", spend=20_000)))
"""Two would be refused by `check_tiers`; the replay does not care."""


def line(net: int, *, item: int = 1, quantity: int = 1, top_up: bool = False) -> PastLine:
    kind = ItemKind.PREPAID if top_up else ItemKind.SERVICE
    return PastLine(PaidLine("line", item, None, kind, net, net, top_up=top_up), quantity)


def sale(*lines: PastLine, day: date = DAY) -> PastSale:
    return PastSale(day, lines)


def past(*sales: PastSale, deeds: Deeds | None = None, held: Held | None = None) -> Past:
    return Past(1, "Maya", None, deeds or Deeds(), held, sales)


def points(one: Past, trial: Trial) -> list[int]:
    return [outcome.points_would for outcome in replay(one, trial, FIRST, LAST)[0]]


def test_months_end_on_the_last_day_and_do_not_overlap() -> None:
    assert months_of(date(2026, 5, 31), 3) == (
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 31)),
    )
    assert months_of(LAST, 1) == ((date(2026, 4, 5), LAST),)


def test_a_sale_earns_by_the_rules_that_are_tried() -> None:
    two_each = PointsRules(1, base=(BaseRule(2, 100),))
    assert points(past(sale(line(10_590))), Trial(ONE_EACH)) == [105]
    assert points(past(sale(line(10_590))), Trial(two_each)) == [211]  # 211.8
    assert points(past(sale(line(10_590))), Trial()) == [0]


@pytest.mark.parametrize(
    ("changes", "earned"),
    [
        # 100.00 paid: 10.00 by points and vouchers, 60.00 by card (12.00 of it bonus), 20.00 by a
        # platform's voucher, 10.00 in money.
        ({}, 100 - 10 - 12 - 20),
        ({"platform_earns": True}, 100 - 10 - 12),
        ({"at_top_up": True}, 100 - 10 - 60 - 20),
    ],
)
def test_what_does_not_earn_depends_on_the_rules(changes: dict[str, bool], earned: int) -> None:
    paid_by = PaidBy(given=1_000, stored=6_000, bonus=1_200, platform=2_000)
    paid = replace(sale(line(10_000)), paid_by=paid_by)
    assert points(past(paid), Trial(replace(ONE_EACH, **changes))) == [earned]


def test_what_was_given_back_since_is_taken_off_as_rule_18_says() -> None:
    """RULES 18: 100 points on three, one given back: 100 − ⌊100 × 1 ÷ 3⌋ = 67."""
    one_back = (GivenBack(DAY + timedelta(days=9), 1, 3_333),)
    assert points(
        past(sale(replace(line(10_000, quantity=3), back=one_back))), Trial(ONE_EACH)
    ) == [67]
    all_back = (*one_back, GivenBack(LAST, 2, 6_667))
    assert points(
        past(sale(replace(line(10_000, quantity=3), back=all_back))), Trial(ONE_EACH)
    ) == [0]


def test_rule_24_what_is_owed_earns_nothing_and_counts_once_it_is_settled() -> None:
    """200.00 on account: a quarter paid earns 50 of 200 points. Silver, at 1.5, is reached with
    150.00 more, after the sale between and before the one at the end."""
    trial = Trial(replace(ONE_EACH, tier_multipliers={"silver": 15_000}), TIERS)
    owed = replace(sale(line(20_000)), paid_by=PaidBy(on_account=20_000))
    first, rest = DAY + timedelta(days=10), DAY + timedelta(days=20)
    between, after = (sale(line(1_000), day=day) for day in (first, rest + timedelta(days=1)))
    part = replace(owed, account=(AccountMove(first, 5_000),))
    whole = replace(owed, account=(*part.account, AccountMove(rest, 15_000)))
    assert points(past(owed, between, after), trial) == [0, 10, 10]
    assert points(past(part, between, after), trial) == [50, 10, 10]
    assert points(past(whole, between, after), trial) == [200, 10, 15]


def test_a_tier_multiplies_from_the_sale_after_the_one_that_reached_it() -> None:
    """RULES 13: 200.00 makes silver; the next sale earns at 1.5."""
    trial = Trial(replace(ONE_EACH, tier_multipliers={"silver": 15_000}), TIERS)
    first, then = sale(line(20_000)), sale(line(5_000), day=DAY + timedelta(days=1))
    assert points(past(first, then), trial) == [200, 75]
    assert replay(past(first, then), trial, FIRST, LAST)[1] == "silver"


def test_a_top_up_on_the_same_sale_reaches_the_tier_first() -> None:
    by_top_up = TierRules(1, (Tier("member", "Member"), Tier("silver", "Silver", top_up=50_000)))
    trial = Trial(replace(ONE_EACH, tier_multipliers={"silver": 15_000}), by_top_up)
    both = sale(line(50_000, item=9, top_up=True), line(10_000))
    assert points(past(both), trial) == [150]


def test_what_was_done_before_counts_and_what_is_outside_the_window_does_not() -> None:
    trial = Trial(ONE_EACH, TIERS)
    before = Deeds(spend={FIRST - timedelta(days=1): 15_000, LAST: 99_999})
    assert replay(past(sale(line(4_999)), deeds=before), trial, FIRST, LAST)[1] == "member"
    assert replay(past(sale(line(5_000)), deeds=before), trial, FIRST, LAST)[1] == "silver"
    long_ago = Deeds(spend={date(2025, 3, 1): 15_000})  # more than twelve months before the sale
    assert replay(past(sale(line(5_000)), deeds=long_ago), trial, FIRST, LAST)[1] == "member"


def test_a_tier_that_was_held_is_kept_to_its_end() -> None:
    trial = Trial(ONE_EACH, TIERS)
    kept = Held("silver", date(2025, 8, 1), date(2026, 7, 31))
    ended = Held("silver", date(2025, 4, 1), date(2026, 3, 31))
    assert replay(past(held=kept), trial, FIRST, LAST)[1] == "silver"
    assert replay(past(held=ended), trial, FIRST, LAST)[1] == "member"
    # Reached by the rules as they were, inside the time that is looked at: not by those tried.
    inside = Held("silver", DAY, date(2027, 3, 1), previous=Held("member", date(2025, 1, 1)))
    assert replay(past(held=inside), trial, FIRST, LAST)[1] == "member"


def test_a_tier_set_by_hand_stays_set() -> None:
    by_hand = Held("silver", DAY, LAST, is_override=True)
    assert replay(past(held=by_hand), Trial(ONE_EACH, TIERS), FIRST, LAST)[1] == "silver"
    over = replace(by_hand, until=LAST - timedelta(days=1))
    assert replay(past(held=over), Trial(ONE_EACH, TIERS), FIRST, LAST)[1] == "member"


@pytest.mark.parametrize(("after", "tier"), [(0, "member"), (1, "silver")])
def test_rule_23_a_refund_undoes_the_tier_on_the_same_day_only(after: int, tier: str) -> None:
    back = (GivenBack(DAY + timedelta(days=after), 1, 20_000),)
    given_back = sale(replace(line(20_000), back=back))
    assert replay(past(given_back), Trial(ONE_EACH, TIERS), FIRST, LAST)[1] == tier


def test_the_bonus_of_a_top_up_goes_with_its_principal() -> None:
    """RULES 22: 300.00 for 1,000.00; 333.33 given back cancels 100.00 (99.999)."""
    top_up = line(100_000, item=9, top_up=True)
    trial = Trial(bonuses={9: 30_000})
    part = replace(top_up, back=(GivenBack(LAST, 1, 33_333),))
    outcomes, _ = replay(past(sale(top_up), sale(part), sale(line(100_000))), trial, FIRST, LAST)
    assert [outcome.bonus_would for outcome in outcomes] == [30_000, 20_000, 0]


def test_visit_and_birthday_bonuses_come_once() -> None:
    """Five a day for coming, fifty around the birthday, once a year."""
    bonuses = (
        Bonus("visit", BonusKind.VISIT, points=5),
        Bonus("birthday", BonusKind.BIRTHDAY, points=50, window_days=3),
    )
    trial = Trial(replace(ONE_EACH, bonuses=bonuses))
    later = DAY + timedelta(days=2)
    client = replace(
        past(sale(line(1_000)), sale(line(1_000)), sale(line(1_000), day=later)),
        birthday=date(1990, 3, 3),
    )
    assert points(client, trial) == [10 + 5 + 50, 10, 10 + 5]


def test_findings_sum_by_month_and_name_who_moves() -> None:
    months = months_of(LAST, 3)
    burn, dearer = PointsRule(100, 100, 10_000), PointsRule(100, 150, 10_000)
    outcomes = [
        Outcome(FIRST, 100, 151, 0, 0),
        Outcome(date(2026, 3, 4), 10, 20, 500, 700),
        Outcome(date(2026, 3, 5), 1, 2, 0, 0),
        Outcome(LAST, 3, 4, 0, 0),
    ]
    moves = [Move(2, "Zoe", "silver", None), Move(1, "Ann", None, "silver")]
    findings = found(outcomes, moves, months, worth_was=burn, worth_would=dearer)
    assert findings.months == (
        # 171 at 1.5 cents are 256.5: half up
        Month(FIRST, date(2026, 3, 4), 2, 110, 171, 110, 257, 500, 700),
        Month(date(2026, 3, 5), date(2026, 4, 4), 1, 1, 2, 1, 3),
        Month(date(2026, 4, 5), LAST, 1, 3, 4, 3, 6),
    )
    # Over all: 177 at 1.5 cents are 265.5, not the sum of the months' roundings.
    assert findings.total == Month(FIRST, LAST, 4, 114, 177, 114, 266, 500, 700)
    assert [move.name for move in findings.moves] == ["Ann", "Zoe"]


def test_points_that_are_no_money_are_worth_nothing() -> None:
    months = months_of(LAST, 3)
    findings = found([Outcome(LAST, 3, 4, 0, 0)], [], months, worth_was=None, worth_would=None)
    assert (findings.total.worth_was, findings.total.worth_would) == (0, 0)
