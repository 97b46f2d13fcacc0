"""What a refusal says of a number is in what was typed: money, a percent, a factor, points."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from salon_pos.domain.coupons import Coupon, check_coupon
from salon_pos.domain.money import CURRENCIES, MOST, parse_decimal, parse_money
from salon_pos.domain.platforms import Platform, ValueRules, check_value_rules
from salon_pos.domain.points import (
    BaseRule,
    Bonus,
    BonusKind,
    MemberDays,
    PointsRules,
    check_rules,
)
from salon_pos.domain.prepaid import Plan, PrepaidKind, check_plan
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import check_face
from salon_pos.domain.settings import LANGUAGES, Settings, check_settings
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import CategoryPercent, Perks, Tier, TierRules, check_tiers
from salon_pos.i18n import Words, words

YUAN = CURRENCIES["CNY"]
MOST_MONEY = "¥10,000,000,000.00"
SALON = Settings("Salon")
NONE = Perks()
TEN = Coupon("c", "", "x", amount=1_000)
TOP_UP = Plan(PrepaidKind.TOP_UP)


def parse(text: str, digits: int = 2) -> None:
    parse_decimal(text, digits=digits, field="amount")


def settings(**changed: int) -> None:
    check_settings(replace(SALON, **changed))


def points(**changed: object) -> None:
    check_rules(PointsRules(1, **changed))  # pyright: ignore[reportArgumentType]


def tiers(perks: Perks = NONE, spend: int = 100_000) -> None:
    silver, gold = Tier("s", "S", spend=spend), Tier("g", "G", visits=9, perks=perks)
    check_tiers(TierRules(1, (Tier("m", "M"), silver, gold)))


# What is done, and what each language's sentence must hold; what none may hold.
CASES: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    "a minus": (lambda: parse("-5"), ("128.50",)),
    "a minus, whole": (lambda: parse("-5", 0), ("128",)),
    "a part": (lambda: parse("1.5", 0), ("128",)),
    "too many decimals": (lambda: parse_money("1.234", YUAN, field="x"), ("128.50",)),
    "too many figures": (lambda: parse("1234567890123"), ("128.50",)),
    "a voucher's amount": (lambda: check_coupon(replace(TEN, amount=MOST + 1)), (MOST_MONEY,)),
    "a voucher's least": (lambda: check_coupon(replace(TEN, least=MOST + 1)), (MOST_MONEY,)),
    "a face": (lambda: check_face(MOST + 1, 0), (MOST_MONEY,)),
    "a least bill": (lambda: check_face(100, MOST + 1), (MOST_MONEY,)),
    "a top-up": (lambda: check_plan(TOP_UP, MOST + 1), (MOST_MONEY,)),
    "a bonus": (lambda: check_plan(replace(TOP_UP, bonus=MOST + 1), 100), (MOST_MONEY,)),
    "a limit in money": (lambda: settings(refund_manager_above=MOST + 1), (MOST_MONEY,)),
    "a card's limit": (lambda: settings(card_most=MOST + 1), (MOST_MONEY,)),
    "a limit in points": (lambda: settings(points_adjust_above=MOST + 1), ("1,000,000,000,000",)),
    "days of grace": (lambda: settings(grace_days=0), ("36,500",)),
    "an amount too small": (lambda: points(base=(BaseRule(1, 0),)), ("¥0.01",)),
    "an amount too large": (
        lambda: points(base=(BaseRule(1, MOST + 1),)), ("¥0.01", MOST_MONEY),
    ),
    "points for a coin": (lambda: points(base=(BaseRule(101, 1),)), ("100", "¥0.01")),
    "a share of the bill": (
        lambda: points(burn=PointsRule(100, 100, 10_001)), ("0.01 %", "100 %"),
    ),
    "a factor": (
        lambda: points(member_days=MemberDays(multiplier_bp=1_000_001)), ("100", "1.2"),
    ),
    "a bonus in percent": (
        lambda: points(bonuses=(Bonus("v", BonusKind.VISIT, percent_bp=1_000_001),)),
        ("0 %", "10000 %"),
    ),
    "a platform's fee": (
        lambda: check_value_rules(ValueRules(1, (Platform("mt", "M", fee_bp=10_001),))),
        ("0 %", "100 %"),
    ),
    "a tier's percent": (lambda: tiers(Perks((CategoryPercent(10_001),))), ("0 %", "100 %")),
    "a tier's spend": (lambda: tiers(spend=MOST + 1), ("¥0.01", MOST_MONEY)),
}  # fmt: skip
INNER = ("10000000", "10,000 ", "1000000000000", "10_000", "bp", "minor")
"""What basis points and minor units look like."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_a_refusal_says_the_number_as_it_was_typed(case: str, language: str) -> None:
    deed, figures = CASES[case]
    with pytest.raises(Refusal) as seen:
        deed()
    say = words(language, YUAN)
    said = say.sentence(seen.value)
    for figure in figures:
        assert written(figure, say) in said, said
    assert not [inner for inner in INNER if inner in said], said


def written(figure: str, say: Words) -> str:
    """Chinese writes a percent without the space."""
    return figure if say.language == "en" else figure.replace(" %", "%")
