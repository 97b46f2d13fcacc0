"""Every entry in a sentence: the arithmetic it says is the arithmetic that was done.

Sentences are read in English, in yuan; expected ones are written by hand.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest

from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.earning import Earned, Occasion, PaidLine, earn
from salon_pos.domain.explain import Sentence, explain, needs, rules
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, MemberDays, PointsRules
from tests.domain.telling import ENGLISH, WEDNESDAY, said

# --- points earned ---

ONE_PER_YUAN = PointsRules(
    1,
    base=(BaseRule(1, 100), BaseRule(2, 100, category_id=2)),
    tier_multipliers={"silver": 12_000},
)


def earned(*nets: int, rules: PointsRules = ONE_PER_YUAN, category: int = 1) -> Earned:
    """What services of these amounts earn a silver member on Wednesday; all but the first are in
    `category`."""
    lines = [
        PaidLine(str(n), n, category if n else 1, ItemKind.SERVICE, net, net)
        for n, net in enumerate(nets)
    ]
    return earn(lines, 0, rules, Occasion(WEDNESDAY, tier="silver"))


@pytest.mark.parametrize(
    ("nets", "sentence"),
    [
        ((10_500,), "¥105.00 at 1 per ¥1.00 = 105; 105 × 1.2 Silver = 126."),
        (
            (10_590,),
            "¥105.90 at 1 per ¥1.00 = 105.9; 105.9 × 1.2 Silver = 127.08, rounded down to 127.",
        ),
        (
            (8_000, 3_000),
            "¥80.00 at 1 per ¥1.00 + ¥30.00 at 2 per ¥1.00 = 140; 140 × 1.2 Silver = 168.",
        ),
    ],
)
def test_earned_points_say_their_arithmetic(nets: tuple[int, ...], sentence: str) -> None:
    sale = earned(*nets, category=2)
    assert said("points.earn", -sale.points, sale.why) == sentence


def test_without_a_multiplier_the_base_is_all() -> None:
    plain = replace(ONE_PER_YUAN, tier_multipliers={})
    sale = earned(123_456, rules=plain)
    assert said("points.earn", -1_234, sale.why) == (
        "¥1,234.56 at 1 per ¥1.00 = 1,234.56, rounded down to 1,234."
    )
    sale = earned(10_500, rules=plain)
    assert said("points.earn", -105, sale.why) == "¥105.00 at 1 per ¥1.00 = 105."


def test_every_multiplier_and_bonus_is_named() -> None:
    rich = replace(
        ONE_PER_YUAN,
        member_days=MemberDays(20_000, weekdays=frozenset({3})),
        bonuses=(
            Bonus("visit", BonusKind.VISIT, points=30),
            Bonus(
                "spring",
                BonusKind.CAMPAIGN,
                percent_bp=1_000,
                first=WEDNESDAY,
                last=WEDNESDAY,
            ),
        ),
    )
    sale = earned(10_000, rules=rich)
    assert said("points.earn", -sale.points, sale.why) == (
        "¥100.00 at 1 per ¥1.00 = 100; "
        "100 × 1.2 Silver × 2 member day + 30 visit + 10 spring (10 %) = 280."
    )


def test_a_bonus_alone() -> None:
    rules = PointsRules(1, bonuses=(Bonus("visit", BonusKind.VISIT, points=30),))
    assert said("points.earn", -30, earned(10_000, rules=rules).why) == "0 + 30 visit = 30."


def test_a_sale_on_which_nothing_earns() -> None:
    rules = replace(ONE_PER_YUAN, excluded_categories=frozenset({1}))
    assert said("points.earn", 0, earned(10_000, rules=rules).why) == (
        "Nothing on this sale earns points."
    )


def test_what_an_entry_is_of_the_points_of_the_sale() -> None:
    # 126 were earned; 26 of them repaid points debt.
    assert said("points.earn", -100, earned(10_500).why) == (
        "¥105.00 at 1 per ¥1.00 = 105; 105 × 1.2 Silver = 126. Counted here: 100."
    )


def test_what_was_counted_before_came_back_or_stays_expired_is_said() -> None:
    # 160 for two cuts, one came back; 40 were counted before, and 20 of them had expired.
    why = {**earned(16_000, rules=replace(ONE_PER_YUAN, tier_multipliers={})).why,
           "back": 80, "before": 40, "expired": 20}  # fmt: skip
    assert said("points.earn", -20, why) == (
        "¥160.00 at 1 per ¥1.00 = 160. 80 are for what came back. 40 were counted before."
        " 20 had expired and stay so. Counted here: 20."
    )


def test_decimals_that_go_on_say_so() -> None:
    rules = PointsRules(1, base=(BaseRule(1, 300),))
    assert said("points.earn", -33, earned(10_000, rules=rules).why) == (
        "¥100.00 at 1 per ¥3.00 = 33.3333…, rounded down to 33."
    )
    rules = PointsRules(1, base=(BaseRule(1, 10_000),))
    assert said("points.earn", 0, earned(1, rules=rules).why) == (
        "¥0.01 at 1 per ¥100.00 = 0.0001, rounded down to 0."
    )


NOTHING = {
    "prepaid": PaidLine("prepaid", 1, 1, ItemKind.PREPAID, 100, 100),
    "redo": PaidLine("redo", 1, 1, ItemKind.SERVICE, 0, 0, redo=True),
    "excluded": PaidLine("excluded", 9, 1, ItemKind.SERVICE, 100, 100),
    "free": PaidLine("free", 1, 1, ItemKind.SERVICE, 0, 0),
    "not_earning": PaidLine("not_earning", 1, 1, ItemKind.SERVICE, 100, 100),
    "no_rule": PaidLine("no_rule", 1, 3, ItemKind.SERVICE, 100, 100),
    "too_little": PaidLine("too_little", 1, 1, ItemKind.SERVICE, 1, 1),
}


@pytest.mark.parametrize("reason", NOTHING)
def test_every_reason_for_nothing_has_its_sentence(reason: str) -> None:
    some = PointsRules(1, base=(BaseRule(1, 100, category_id=1),), excluded_items=frozenset({9}))
    by_value = 100 if reason == "not_earning" else 0
    (one,) = earn([NOTHING[reason]], by_value, some, Occasion(WEDNESDAY)).lines
    assert (one.points, one.nothing) == (0, reason)
    assert said("points.nothing", 0, {"reason": reason}).endswith(".")


def test_no_other_reason_has_a_sentence() -> None:
    reasons = {rule.rpartition(".")[2] for rule in rules() if rule.startswith("points.nothing.")}
    assert reasons == set(NOTHING) | {"on_account"}  # that one `earning.once_settled` gives


# --- the others ---


@pytest.mark.parametrize(
    ("rule", "amount", "inputs", "sentence"),
    [
        (
            "points.burn",
            500,
            {"value": 500, "step": 100, "step_value": 100},
            "Points taken as money: 500 for ¥5.00, at ¥1.00 for each 100.",
        ),
        # RULES 16-19: 100 points on 3 units, the second one refunded: floor(66.67) - 33.
        (
            "points.take_back",
            33,
            {"gave": 100, "returned": 2, "quantity": 3, "before": 33},
            "Points taken back by a refund: 100 × 2 ÷ 3, rounded down, "
            "less 33 taken back before = 33.",
        ),
        (
            "points.take_back",
            30,
            {"gave": 100, "returned": 3, "quantity": 3, "before": 66},
            "Points taken back by a refund: 100 × 3 ÷ 3, rounded down, "
            "less 66 taken back before = 34. Counted here: 30.",
        ),
        (
            "points.give_back",
            -250,
            {"used": 500, "refunded": 5_000, "paid": 10_000, "before": 0},
            "Points given back by a refund: 500 × ¥50.00 ÷ ¥100.00, rounded down = 250.",
        ),
        (
            "points.give_back",
            -250,
            {"used": 500, "refunded": 10_000, "paid": 10_000, "before": 250},
            "Points given back by a refund: 500 × ¥100.00 ÷ ¥100.00, rounded down, "
            "less 250 given back before = 250.",
        ),
        (
            "points.give_back",
            -500,
            {"used": 500, "refunded": 10_000, "paid": 10_000, "before": 0},
            "Points given back by a refund: 500.",
        ),
        (
            "points.take_back",
            33,
            {"gave": 100, "returned": 1, "quantity": 3, "before": 0},
            "Points taken back by a refund: 100 × 1 ÷ 3, rounded down = 33.",
        ),
        # RULES 22: a top-up of 1,000.00 gave 1,000 points, and 652.17 of it are paid out. The card
        # is closed, where the inputs name the sale of the top-up; or the top-up is refunded.
        (
            "points.take_back",
            652,
            {"gave": 1_000, "returned": 65_217, "quantity": 100_000, "before": 0, "sale": "s"},
            "Points taken back as the card was closed: 1,000 × ¥652.17 ÷ ¥1,000.00, "
            "rounded down = 652.",
        ),
        (
            "points.take_back",
            105,
            {"gave": 1_500, "returned": 100_000, "quantity": 100_000, "before": 1_395, "sale": "s"},
            "Points taken back as the card was closed: 1,500 × ¥1,000.00 ÷ ¥1,000.00, "
            "rounded down, less 1,395 taken back before = 105.",
        ),
        (
            "points.take_back",
            1_400,
            {"gave": 1_500, "returned": 100_000, "quantity": 100_000, "before": 0, "sale": "s"},
            "Points taken back as the card was closed: 1,500. Counted here: 1,400.",
        ),
        (
            "points.forgive",
            20,
            {"line": "l", "sale": "s"},
            "Points of a top-up that have expired and are not asked for as its card is closed: 20.",
        ),
        (
            "points.take_back",
            652,
            {"gave": 1_000, "returned": 65_217, "quantity": 100_000, "before": 0, "money": 1},
            "Points taken back by a refund: 1,000 × ¥652.17 ÷ ¥1,000.00, rounded down = 652.",
        ),
        (
            "points.take_back",
            348,
            {"gave": 1_000, "returned": 100_000, "quantity": 100_000, "before": 652, "money": 1},
            "Points taken back by a refund: 1,000 × ¥1,000.00 ÷ ¥1,000.00, rounded down, "
            "less 652 taken back before = 348.",
        ),
        # RULES 17, 19: of 400.00 that a card paid with 333.33 and 66.67 of bonus, 233.34.
        (
            "value.give_back",
            -19_445,
            {
                "tender": 0,
                "value": 23_334,
                "principal": 19_445,
                "bonus": 3_889,
                "principal_left": 33_333,
                "bonus_left": 6_667,
            },
            "Given back to the card by a refund: ¥233.34 = ¥194.45 principal + ¥38.89 bonus, in "
            "proportion to ¥333.33 and ¥66.67 of what it had paid.",
        ),
        (
            "value.give_back",
            -19_445,
            {"tender": 0},
            "Given back to the card by a refund: ¥194.45.",
        ),
        # RULES 25: 500.03 over seven sessions, five at 71.43 and two at 71.44.
        (
            "pack.sell",
            -5,
            {"sessions": 7, "paid": 50_003, "given": 2, "each": 7_143},
            "Sessions sold: 7 for ¥500.03, 2 of them given. Counted here: 5, each worth ¥71.43.",
        ),
        (
            "pack.sell",
            -6,
            {"sessions": 6, "paid": 60_000, "given": 0, "tax": 3_000, "each": 10_000},
            "Sessions sold: 6 for ¥600.00 and ¥30.00 of tax, 0 of them given. They were taxed "
            "then: their use is not. Each is worth ¥100.00.",
        ),
        (
            "points.take_back",
            60,
            {"gave": 67, "returned": 1, "quantity": 1, "before": 0},
            "Points taken back by a refund: 67. Counted here: 60.",
        ),
        (
            "points.adjust",
            100,
            {"points": -100, "approved_by": "u1"},
            "Points changed by hand: −100. Approved by Mei.",
        ),
        (
            "points.referral",
            -50,
            {"role": "newcomer"},
            "Points for coming on a recommendation: 50.",
        ),
        ("points.activity", -20, {"activity": "review"}, "Points for review: 20."),
        (
            "points.expire",
            80,
            {"expires": "2024-04-30"},
            f"Points that were good until {ENGLISH.date(date(2024, 4, 30))} and have expired: 80.",
        ),
        ("value.bonus", -20_000, {"paid": 100_000}, "Bonus for a top-up of ¥1,000.00: ¥200.00."),
        (
            "value.bonus",
            -20_000,
            {"paid": 100_000, "expires": "2024-12-31"},
            "Bonus for a top-up of ¥1,000.00: ¥200.00, "
            f"good until {ENGLISH.date(date(2024, 12, 31))}.",
        ),
        (
            "value.spend",
            10_000,
            {
                "value": 12_000,
                "principal": 10_000,
                "bonus": 2_000,
                "principal_held": 100_000,
                "bonus_held": 20_000,
            },
            "Paid from the card: ¥120.00 = ¥100.00 principal + ¥20.00 bonus, "
            "in proportion to ¥1,000.00 and ¥200.00.",
        ),
        (
            "value.spend",
            10_000,
            {
                "value": 12_000,
                "principal": 10_000,
                "bonus": 2_000,
                "principal_held": 100_000,
                "bonus_held": 2_000,
                "order": "bonus_first",
            },
            "Paid from the card: ¥120.00 = ¥100.00 principal + ¥20.00 bonus, bonus first: "
            "there was ¥20.00, and a principal of ¥1,000.00.",
        ),
        (
            "value.spend",
            10_000,
            {
                "value": 10_000,
                "principal": 10_000,
                "bonus": 0,
                "principal_held": 100_000,
                "bonus_held": 2_000,
                "order": "principal_first",
            },
            "Paid from the card: ¥100.00 = ¥100.00 principal + ¥0.00 bonus, principal first: "
            "there was ¥1,000.00, and a bonus of ¥20.00.",
        ),
        # RULES 22: 0.25 × 1.00 ÷ 2.00 is half up 0.13.
        (
            "value.cancel_bonus",
            13,
            {"bonus": 25, "refunded": 100, "principal": 200},
            "Bonus cancelled as its top-up is paid back: ¥0.25 × ¥1.00 ÷ ¥2.00 = ¥0.13.",
        ),
        (
            "value.cancel_bonus",
            10,
            {"bonus": 25, "refunded": 100, "principal": 200},
            "Bonus cancelled as its top-up is paid back: ¥0.25 × ¥1.00 ÷ ¥2.00 = ¥0.13. "
            "Counted here: ¥0.10.",
        ),
        (
            "voucher.spend",
            3_000,
            {"face": 5_000, "lost": 2_000},
            "Voucher over ¥50.00: ¥30.00 taken off, ¥20.00 lost.",
        ),
        ("void.points", 50, {"of": "points.earn"}, "Points cancelled with their sale: 50."),
        (
            "void.points",
            50,
            {"of": "points.burn"},
            "Points back, as the sale that they paid was cancelled: 50.",
        ),
        (
            "void.sessions",
            1,
            {"of": "pack.use"},
            "Sessions back, as the sale they were used at was cancelled: 1.",
        ),
    ],
)
def test_an_entry_says_what_it_did(
    rule: str, amount: int, inputs: Mapping[str, int | str], sentence: str
) -> None:
    assert said(rule, amount, inputs) == sentence


# --- all of them ---

MADE = {"points.earn", "tier.next"}
BACK = {
    "points.take_back": {"gave": 7, "quantity": 3},
    "points.give_back": {"used": 7, "paid": 3},
}
MARKS = {"sale": ".closed", "money": ".money"}
WITH_VARIANTS = {"points.nothing", "points.referral", "value.bonus", "pack.sell", *BACK}


@pytest.mark.parametrize("rule", sorted(rules() - MADE))
def test_every_rule_needs_what_its_places_name_and_nothing_is_left_unfilled(rule: str) -> None:
    days = {"expires", "first", "last", "until", "ended"}
    inputs: dict[str, int | str] = {
        name: "2024-05-01" if name in days else 1 for name in needs(rule)
    }
    base, _, variant = rule.rpartition(".")
    base = next((back for back in BACK if rule.startswith(back)), base)
    if base in {"points.nothing", "points.referral"}:
        inputs |= {"reason": variant, "role": variant}
    if base in BACK:
        part = 3 if variant == "all" else 1
        before = int(variant not in {"all", "part"})
        inputs = {**BACK[base], "returned": part, "refunded": part, "before": before}
        inputs |= {mark: 1 for mark, of in MARKS.items() if of in rule}
    asked = base if base in WITH_VARIANTS else rule
    sentence = explain(asked, 5, inputs)
    assert set(sentence.values) == {
        name for _, name, _, _ in Formatter().parse(sentence.text) if name
    }
    assert "{" not in ENGLISH.sentence(sentence)


def test_an_input_that_is_missing_is_a_bug_and_so_is_an_unknown_rule() -> None:
    with pytest.raises(KeyError):
        explain("points.burn", 5, {"value": 5})
    with pytest.raises(KeyError):
        explain("points.luck", 5, {})


def test_a_sentence_within_a_sentence_is_written_too() -> None:
    inner = Sentence("{n} of them", {"n": 1_000})
    assert ENGLISH.sentence(Sentence("There: {what}.", {"what": inner})) == "There: 1,000 of them."
