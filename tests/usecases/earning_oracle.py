"""What a sale earns, by RULES.md 10 to 12 and 24: the state machine's judge."""

from fractions import Fraction
from math import floor

from tests.usecases.oracle import Json, half_up, share


def not_earning_parts(lines: list[Json], not_earning: int, owed: int) -> list[int]:
    """Each line's part of what does not earn: a session weighs with its exclusive tax alone.
    Nothing of the kind but a platform's voucher buys prepaid: on it lies what is more than the
    others. What is owed lies on what that leaves of each."""
    weights = [
        0 if line["kind"] == "prepaid" else line["payable"] - line["session"] * line["net"]
        for line in lines
    ]
    prepaid = [line["payable"] if line["kind"] == "prepaid" else 0 for line in lines]
    whole = [sum(both) for both in zip(weights, prepaid, strict=True)]
    for amount in (not_earning, owed):
        ordinary = min(amount, sum(weights))
        for left, part in ((weights, ordinary), (prepaid, amount - ordinary)):
            left[:] = [had - less for had, less in zip(left, share(part, left), strict=True)]
    left = [sum(both) for both in zip(weights, prepaid, strict=True)]
    return [had - still for had, still in zip(whole, left, strict=True)]


def eligible(line: Json, part: int, rules: Json) -> int:
    """Rule 11: half up of net × (payable − part) ÷ payable; nothing for what never earns."""
    if line["kind"] == "prepaid" and not (rules["at_top_up"] and line["top_up"]):
        return 0
    if line["line"]["item_id"] in rules["excluded"]:
        return 0
    if line["session"] or not line["payable"]:
        return line["net"]
    return half_up(Fraction(line["net"] * (line["payable"] - part), line["payable"]))


def rate(line: Json, rules: Json) -> Fraction:
    """Rule 12: the most specific base rule: of the item, of its category, of any amount."""
    for key in (("item", line["line"]["item_id"]), ("category", line["category"]), ("any", 0)):
        if key in rules["base"]:
            points, per = rules["base"][key]
            return Fraction(points, per)
    return Fraction(0)


def earned(
    lines: list[Json], not_earning: int, rules: Json, occasion: Json, *, owed: int = 0
) -> tuple[list[int], list[int]]:
    """Rule 12: each line's eligible amount and points. Multipliers take the base only, bonuses
    add, one floor over the sale, shared by exact contribution."""
    parts = not_earning_parts(lines, not_earning, owed)
    amounts = [eligible(line, part, rules) for line, part in zip(lines, parts, strict=True)]
    whole = sum(amounts)
    times = Fraction(rules["tiers"].get(occasion["tier"], 10_000), 10_000)
    if occasion["weekday"] in rules["member_day"]:
        times *= Fraction(rules["member_day_bp"], 10_000)
    fixed, percent = 0, 0
    if whole:
        served = any(line["kind"] != "prepaid" for line in lines)
        fixed = rules["visit"] if served and occasion["first_visit"] else 0
        percent = rules["campaign_bp"] if whole >= rules["campaign_least"] else 0
    exact = [
        amount * rate(line, rules) * (times + Fraction(percent, 10_000))
        + Fraction(fixed * amount, whole or 1)
        for line, amount in zip(lines, amounts, strict=True)
    ]
    return amounts, share(floor(sum(exact, Fraction(0))), exact)
