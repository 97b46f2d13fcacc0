"""The counter's state machine played with value: 20,000 steps in several parts, so that two
processes share them, and 1,000,000 by `soak`; and the same where clients owe."""

from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.salons import Salon
from tests.usecases.account_machine import AccountMachine
from tests.usecases.gift_machine import GiftMachine
from tests.usecases.test_counter_machine import PLAYED, play

PARTS, STEPS = 8, 2_500
"""So many parts with at least so many steps each."""

DEEDS = (
    "sold", "refunded", "void", "expired", "adjusted", "issued", "replaced", "frozen", "lost",
    "sessions", "days passed", "closed", "not_enough_value", "card_pin_other",
    "claimed", "coupon used", "platform settled", "platform_voucher_used", "deposit refunded",
    "deposit forfeited", "card closed", "paid out", "staff corrected", "tender corrected",
    "had free", "lifted", "exchanged tier", "exchanged voucher", "exchange cancelled",
    "set by hand", "year card",
)  # fmt: skip
"""What must have happened in the parts that one process plays, if it plays three or more."""

OWING_PARTS, OWING_STEPS = 2, 1_500
OWING_DEEDS = (
    "paid off", "refunded after it was paid off", "refund: account_settled", "points gone",
    "claimed", "void",
)  # fmt: skip
"""What must have happened in each of those parts."""

seen = Counter[str]()


def played(
    part: int, steps: int, template: Salon, folder: Path, *, runs: int,
    of: type[GiftMachine] = GiftMachine, until: Sequence[str] = (),
) -> Counter[str]:  # fmt: skip
    """Play so many runs of this part, again and again others, until there are as many steps, and
    until every deed of `until` has happened, with up to three times as many."""
    how = settings(PLAYED, max_examples=runs, stateful_step_count=100, derandomize=False)
    tally = Counter[str]()
    for again in count():
        if tally["steps"] >= steps and (all(tally[deed] for deed in until)
                                        or tally["steps"] >= 3 * steps):  # fmt: skip
            return tally
        seed = 1_000 * part + again
        tally += play(template, folder / str(again), how, of=of, part=seed)
    raise AssertionError("there is always another run")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_the_counter_with_value(part: int, valued_template: Salon, tmp_path: Path) -> None:
    seen.update(played(part, STEPS, valued_template, tmp_path, runs=6))
    seen["parts"] += 1
    if seen["parts"] >= 3:
        assert [deed for deed in DEEDS if not seen[deed]] == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(OWING_PARTS))
def test_the_counter_where_clients_owe(part: int, valued_template: Salon, tmp_path: Path) -> None:
    tally = played(part, OWING_STEPS, valued_template, tmp_path, runs=6, of=AccountMachine,
                   until=OWING_DEEDS)  # fmt: skip
    assert [deed for deed in OWING_DEEDS if not tally[deed]] == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS, PARTS + 40))
def test_the_counter_with_value_for_long(part: int, valued_template: Salon, tmp_path: Path) -> None:
    """25,000 steps each: a part that fails is played again without the others."""
    print(dict(played(part, 25_000, valued_template, tmp_path, runs=50)))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(OWING_PARTS, OWING_PARTS + 8))
def test_the_counter_where_clients_owe_for_long(
    part: int, valued_template: Salon, tmp_path: Path
) -> None:
    """25,000 steps each, too."""
    tally = played(part, 25_000, valued_template, tmp_path, runs=50, of=AccountMachine)
    print(dict(tally))
