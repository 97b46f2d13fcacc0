"""What a sale earns: eligible amounts, one floor over the sale, and why (RULES 10-13).

Whoever calls passes the tier and the rules as they were before the sale (RULES 13), and only the
lines that still stand where parts were refunded before a claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from salon_pos.domain.birthdays import birthday_near
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.money import BASIS_POINTS, half_up, share
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, PointsRules


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line of a paid sale, amounts in minor units: payable = net + exclusive taxes. The net of
    a `session_use` is its unit value; that of a `top_up` is the principal."""

    uid: str
    item_id: int
    category_id: int | None
    kind: ItemKind
    net: int
    payable: int
    session_use: bool = False
    redo: bool = False
    top_up: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a sale is, and whose. `first_visit`: no visit of theirs was paid on this business day
    before it. `birthday_given`: fixed points were given around this birthday already."""

    day: date
    tier: str | None = None
    birthday: date | None = None
    first_visit: bool = True
    birthday_given: bool = False


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """What a line earned. `nothing` is the key of why it earned nothing, empty where it did: see
    `explain("points.nothing", …)`."""

    uid: str
    eligible: int
    points: int
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """What a sale earned. `why` is its arithmetic as `explain("points.earn", …)` reads it:

    `eligible` over all; for each base rule that counted, from 1: `eligible_1`, `points_1`, `per_1`;
    `tier` and `tier_bp`, `member_day_bp` where they multiply; for each bonus, from 1: `bonus_1` its
    key and `bonus_1_points` or `bonus_1_bp`; the exact sum as `numerator` and `denominator`; and
    `earned`, its floor. What is posted later adds `back`: points for what came back; and
    `before`: what is on file already; `expired`: what of it had expired and is given no more.
    """

    points: int
    lines: tuple[EarnedLine, ...]
    why: Mapping[str, int | str]


def eligible(
    lines: Sequence[PaidLine], not_earning: int, rules: PointsRules, *, owed: int = 0
) -> tuple[int, ...]:
    """RULES 10-11: the part of each line's net that earns, in minor units, never above it.

    `not_earning` is what points, bonus, given vouchers (and, as the rules say, platform vouchers
    or stored value) paid together; `owed` is not paid yet (RULES 24) and lies on what those left
    of each line, so that paying it off never makes a line earn less. ValueError where one of them
    is below zero, or both are above the lines.
    """
    parts = _not_earning_parts(lines, not_earning, owed)
    return tuple(
        0 if _never_earns(line, rules) else _eligible(line, part)
        for line, part in zip(lines, parts, strict=True)
    )


def earn(
    lines: Sequence[PaidLine],
    not_earning: int,
    rules: PointsRules,
    occasion: Occasion,
    *,
    owed: int = 0,
) -> Earned:
    """RULES 12-13: base points multiplied, bonuses added, one floor over the sale, shared over the
    lines by exact contribution. Fixed bonuses lie on the lines by their eligible amounts."""
    amounts = eligible(lines, not_earning, rules, owed=owed)
    base_rules = [rules.base_rule(line.item_id, line.category_id) for line in lines]
    occasion = replace(occasion, first_visit=occasion.first_visit and is_visit(lines))
    bonuses = [bonus for bonus in rules.bonuses if _counts(bonus, sum(amounts), occasion)]
    exact = _contributions(amounts, base_rules, _base_factor(rules, occasion, bonuses), bonuses)
    points = int(sum(exact, Fraction(0)))  # the one floor: nothing here is below zero
    earned = tuple(
        EarnedLine(line.uid, amount, part, "" if part else _why_nothing(line, amount, rules))
        for line, amount, part in zip(lines, amounts, share(points, exact), strict=True)
    )
    why = {
        "eligible": sum(amounts),
        **_base_inputs(amounts, base_rules),
        **_multiplier_inputs(rules, occasion),
        **_bonus_inputs(bonuses),
        **_sum_inputs(sum(exact, Fraction(0)), points),
    }
    return Earned(points, earned, why)


def is_visit(lines: Sequence[PaidLine]) -> bool:
    """Whether a sale with these lines is a visit: something on it is no prepaid."""
    return any(line.kind is not ItemKind.PREPAID for line in lines)


def once_settled(earned: Earned, settled: Earned) -> Earned:
    """`earned` now, while a part is on account: a line that will have earned once it is `settled`
    says so (RULES 24)."""
    lines = tuple(
        replace(now, nothing="on_account") if now.nothing and not later.nothing else now
        for now, later in zip(earned.lines, settled.lines, strict=True)
    )
    return replace(earned, lines=lines)


def _not_earning_parts(lines: Sequence[PaidLine], not_earning: int, owed: int) -> list[int]:
    """Each line's part of all tenders that do not earn, and of what is owed.

    RULES 11 leaves open whether prepaid lines weigh in. They do not: points, bonus, given vouchers
    and what is on account cannot buy prepaid, so what they paid lies on the other lines. Only what
    those cannot have taken (a platform voucher that bought a pack; in older files a pack on
    account) lies on the prepaid ones.
    """
    weights = [_weight(line) for line in lines]
    prepaid = [line.payable if line.kind is ItemKind.PREPAID else 0 for line in lines]
    if min(not_earning, owed) < 0 or not_earning + owed > sum(weights) + sum(prepaid):
        raise ValueError(f"{not_earning} and {owed} cannot have been paid on these lines")
    parts = [0] * len(lines)
    for amount in (not_earning, owed):
        ordinary = min(amount, sum(weights))
        on_lines, on_prepaid = share(ordinary, weights), share(amount - ordinary, prepaid)
        weights = [weight - part for weight, part in zip(weights, on_lines, strict=True)]
        prepaid = [weight - part for weight, part in zip(prepaid, on_prepaid, strict=True)]
        parts = [sum(each) for each in zip(parts, on_lines, on_prepaid, strict=True)]
    return parts


def _weight(line: PaidLine) -> int:
    if line.kind is ItemKind.PREPAID:
        return 0
    # The unit value of a session is paid by its pack; other tenders pay its exclusive tax.
    return line.payable - line.net if line.session_use else line.payable


def _eligible(line: PaidLine, part: int) -> int:
    if line.session_use or not line.payable:
        return line.net
    return half_up(Fraction(line.net * (line.payable - part), line.payable))


def _never_earns(line: PaidLine, rules: PointsRules) -> str:
    """Why a line earns nothing whatever paid for it, or empty."""
    if line.kind is ItemKind.PREPAID and not (rules.at_top_up and line.top_up):
        return "prepaid"
    if line.redo:
        return "redo"
    return "excluded" if rules.excludes(line.item_id, line.category_id) else ""


def _why_nothing(line: PaidLine, amount: int, rules: PointsRules) -> str:
    if never := _never_earns(line, rules):
        return never
    if not line.net:
        return "free"
    if not amount:
        return "not_earning"
    rule = rules.base_rule(line.item_id, line.category_id)
    return "too_little" if rule and rule.points else "no_rule"


def _base_factor(rules: PointsRules, occasion: Occasion, bonuses: Sequence[Bonus]) -> Fraction:
    """What the base is taken times: the multipliers, and the percent bonuses beside them."""
    tier = rules.tier_multiplier(occasion.tier)
    day = rules.member_days.multiplier_on(occasion.day)
    percent = sum(bonus.percent_bp for bonus in bonuses)
    return Fraction(tier * day, BASIS_POINTS**2) + Fraction(percent, BASIS_POINTS)


def _contributions(
    amounts: Sequence[int],
    base_rules: Sequence[BaseRule | None],
    factor: Fraction,
    bonuses: Sequence[Bonus],
) -> list[Fraction]:
    fixed = sum(bonus.points for bonus in bonuses)
    per_unit = Fraction(fixed, sum(amounts) or 1)
    return [
        amount * ((rule.rate if rule else 0) * factor + per_unit)
        for amount, rule in zip(amounts, base_rules, strict=True)
    ]


def _counts(bonus: Bonus, amount: int, occasion: Occasion) -> bool:
    """Whether a bonus is given. Where nothing is eligible there is nothing it could lie on, and no
    refund could take it back."""
    if not amount or amount < bonus.least:
        return False
    match bonus.kind:
        case BonusKind.VISIT:
            return occasion.first_visit
        case BonusKind.BIRTHDAY:
            given = bonus.points > 0 and occasion.birthday_given
            return not given and near_birthday(occasion.birthday, occasion.day, bonus)
        case BonusKind.CAMPAIGN:
            return bonus.runs_on(occasion.day)


def near_birthday(birthday: date | None, day: date, bonus: Bonus) -> bool:
    """Whether a birthday bonus reaches `day`, before or after the birthday."""
    return birthday_near(birthday, day, bonus.window_days) is not None


def _base_inputs(
    amounts: Sequence[int], base_rules: Sequence[BaseRule | None]
) -> Mapping[str, int | str]:
    by_rule: dict[BaseRule, int] = {}
    for amount, rule in zip(amounts, base_rules, strict=True):
        if rule and amount:
            by_rule[rule] = by_rule.get(rule, 0) + amount
    inputs: dict[str, int | str] = {}
    for number, (rule, amount) in enumerate(by_rule.items(), start=1):
        inputs |= {
            f"eligible_{number}": amount,
            f"points_{number}": rule.points,
            f"per_{number}": rule.per,
        }
    return inputs


def _multiplier_inputs(rules: PointsRules, occasion: Occasion) -> Mapping[str, int | str]:
    inputs: dict[str, int | str] = {}
    tier_bp = rules.tier_multiplier(occasion.tier)
    if occasion.tier is not None and tier_bp != BASIS_POINTS:
        inputs |= {"tier": occasion.tier, "tier_bp": tier_bp}
    day_bp = rules.member_days.multiplier_on(occasion.day)
    return inputs if day_bp == BASIS_POINTS else inputs | {"member_day_bp": day_bp}


def _bonus_inputs(bonuses: Sequence[Bonus]) -> Mapping[str, int | str]:
    inputs: dict[str, int | str] = {}
    for number, bonus in enumerate(bonuses, start=1):
        inputs[f"bonus_{number}"] = bonus.key
        if bonus.points:
            inputs[f"bonus_{number}_points"] = bonus.points
        else:
            inputs[f"bonus_{number}_bp"] = bonus.percent_bp
    return inputs


def fixed_bonuses(why: Mapping[str, int | str], sale_uid: str = "") -> set[str]:
    """The keys of the fixed bonuses in the arithmetic of a sale's points; one settlement may have
    the arithmetic of another sale's, too."""
    if why.get("sale", sale_uid) != sale_uid:
        return set()
    return {str(key) for name, key in why.items() if f"{name}_points" in why}


def _sum_inputs(exact: Fraction, points: int) -> Mapping[str, int | str]:
    return {
        "numerator": exact.numerator,
        "denominator": exact.denominator,
        "earned": points,
    }
