"""Why a tier, and how far it is to the next, in a sentence; expected ones are written by hand."""

from dataclasses import replace
from datetime import date

from salon_pos.domain.standing import Deeds, Held, tier_for
from salon_pos.domain.tiers import Tier, TierRules
from tests.domain.telling import ENGLISH, WEDNESDAY, said

TIERS = TierRules(
    1,
    (
        Tier("silver", "Silver", spend=100_000, visits=6),
        Tier("gold", "Gold", spend=300_000, top_up=200_000),
        Tier("diamond", "Diamond", spend=800_000, visits=40),
    ),
)


def why(deeds: Deeds, day: date = WEDNESDAY, held: Held | None = None) -> tuple[str, str]:
    """Why this tier, and how far to the next."""
    standing = tier_for(TIERS, deeds, day, held)
    way = said("tier.next", 0, standing.next_inputs) if standing.next_inputs else ""
    return said(standing.rule, 0, standing.inputs), way


def test_a_tier_says_why_and_how_far_it_is_to_the_next() -> None:
    first, last, until = (
        ENGLISH.date(day) for day in (date(2023, 5, 2), WEDNESDAY, date(2025, 4, 30))
    )
    assert why(Deeds(spend={WEDNESDAY: 250_000})) == (
        f"Silver until {until}: spend that counts from {first} to {last}: ¥2,500.00, "
        "it needs ¥1,000.00.",
        "To Gold: spend ¥500.00 more that counts, or one top-up of ¥2,000.00.",
    )
    assert why(Deeds(top_ups=((WEDNESDAY, 250_000),))) == (
        f"Gold until {until}: a top-up of ¥2,500.00 from {first} to {last}, it needs ¥2,000.00.",
        "To diamond: spend ¥8,000.00 more that counts, or visits still missing: 40.",
    )
    assert why(Deeds()) == (
        f"What counts from {first} to {last} reaches no tier yet.",
        "To Silver: spend ¥1,000.00 more that counts, or visits still missing: 6.",
    )


def test_a_tier_that_is_kept_lowered_or_set_by_hand_says_so() -> None:
    held = Held("gold", date(2023, 7, 1), date(2024, 6, 30))
    ends = ENGLISH.date(date(2024, 6, 30))
    deeds = Deeds(spend={date(2024, 3, 1): 100_000})
    assert why(deeds, held=held)[0] == (
        f"Gold was reached before and stays until {ends}, when its period ends."
    )
    assert why(deeds, date(2024, 7, 1), held)[0] == (
        f"The period of Gold ended on {ends} without reaching it again: now Silver."
    )
    assert why(Deeds(), date(2024, 7, 1), held)[0] == (
        f"The period of Gold ended on {ends} without reaching a tier again."
    )
    by_hand = replace(held, is_override=True)
    assert why(deeds, held=by_hand)[0] == f"Gold was set by hand until {ends}."
    assert why(deeds, held=replace(by_hand, tier=None))[0] == (
        f"No tier, as set by hand until {ends}."
    )
