"""The counter's state machine played with value: 20,000 steps in several parts, so that two
processes share them, and 1,000,000 by `soak`."""

from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.salons import Salon
from tests.usecases.gift_machine import GiftMachine
from tests.usecases.test_counter_machine import PLAYED, play

PARTS, STEPS = 8, 2_500
"""So many parts with at least so many steps each."""

DEEDS = (
    "sold", "refunded", "void", "expired", "adjusted", "issued", "replaced", "frozen", "lost",
    "sessions", "days passed", "closed", "not_enough_value", "card_pin_other", "voucher_used",
    "claimed", "coupon used", "platform settled", "platform_voucher_used", "deposit refunded",
    "deposit forfeited", "card closed", "paid out", "staff corrected", "tender corrected",
    "had free", "lifted", "exchanged tier", "exchanged voucher", "exchange cancelled",
    "set by hand", "year card",
)  # fmt: skip
"""What must have happened in the parts that one process plays, if it plays three or more."""

seen = Counter[str]()


def played(part: int, steps: int, template: Salon, folder: Path, *, runs: int) -> Counter[str]:
    """Play so many runs of this part, again and again others, until there are as many steps."""
    how = settings(PLAYED, max_examples=runs, stateful_step_count=100, derandomize=False)
    tally = Counter[str]()
    for again in count():
        if tally["steps"] >= steps:
            return tally
        seed = 1_000 * part + again
        tally += play(template, folder / str(again), how, of=GiftMachine, part=seed)
    raise AssertionError("there is always another run")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_the_counter_with_value(part: int, valued_template: Salon, tmp_path: Path) -> None:
    seen.update(played(part, STEPS, valued_template, tmp_path, runs=6))
    seen["parts"] += 1
    if seen["parts"] >= 3:
        assert [deed for deed in DEEDS if not seen[deed]] == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS, PARTS + 40))
def test_the_counter_with_value_for_long(part: int, valued_template: Salon, tmp_path: Path) -> None:
    """25,000 steps each: a part that fails is played again without the others."""
    print(dict(played(part, 25_000, valued_template, tmp_path, runs=50)))
