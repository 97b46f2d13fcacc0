"""The counter's state machine played, and shown to catch what it is there to catch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from salon_pos.db.records import sales
from salon_pos.db.records import tickets as ticket_records
from salon_pos.domain import ledger, pricing, tenders, ticket
from salon_pos.domain.ledger import Entry
from salon_pos.domain.limits import Given
from salon_pos.domain.money import share
from salon_pos.domain.settings import Settings
from salon_pos.usecases import checkout
from tests.salons import Salon
from tests.usecases.counter_machine import CounterMachine

DEEDS = ("sold", "merged", "moved", "approved", "rounded off", "closed")
REFUSALS = ("short", "over", "needs_manager", "price_changed", "ticket_changed")

PLAYED = settings(
    max_examples=40,
    stateful_step_count=50,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CATCHING = settings(PLAYED, max_examples=100, phases=[Phase.generate], report_multiple_bugs=False)


def play(
    template: Salon,
    folder: Path,
    how: settings,
    *,
    of: type[CounterMachine] = CounterMachine,
    part: int | None = None,
) -> Counter[str]:
    """Play runs of the counter, each on a fresh copy of the file; what happened how often. Where
    many play their `part`, each plays other runs."""
    numbers, tally = count(), Counter[str]()

    def machine() -> CounterMachine:
        return of(template, folder / f"run {next(numbers)}", tally)

    if part is not None:
        seed(part)(machine)
    run_state_machine_as_test(machine, settings=how)  # pyright: ignore[reportArgumentType]
    print(dict(tally))
    return tally


def test_the_counter(salon_template: Salon, tmp_path: Path) -> None:
    tally = play(salon_template, tmp_path, PLAYED)
    assert [deed for deed in (*DEEDS, *REFUSALS) if not tally[deed]] == []


def floored(exact: Fraction) -> int:
    return exact.numerator // exact.denominator


def shared_backwards(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    return share(total, weights[::-1])[::-1]


def rest_to_the_first(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    whole = sum(weights)
    parts = [floored(Fraction(total * weight, whole)) if whole else 0 for weight in weights]
    return tuple(part + (total - sum(parts) if i == 0 else 0) for i, part in enumerate(parts))


def one_cent_of_tax_as_revenue(*sale: Any) -> tuple[Entry, ...]:
    entries = ledger.sale_entries(*sale)
    taxes = [i for i, entry in enumerate(entries) if entry.account.code.startswith("tax:")]
    if not taxes or entries[taxes[0]].amount == -1:
        return entries
    moved = {taxes[0]: 1, [entry.rule for entry in entries].index("revenue"): -1}
    return tuple(
        replace(entry, amount=entry.amount + moved.get(i, 0)) for i, entry in enumerate(entries)
    )


PLANTED: dict[str, tuple[object, str, object]] = {
    "half a cent is lost": (pricing, "half_up", floored),
    "the odd cents go to the first line": (pricing, "share", rest_to_the_first),
    "the odd cent of credit goes to the second": (sales, "share", shared_backwards),
    "a cent of tax is posted as revenue": (checkout, "sale_entries", one_cent_of_tax_as_revenue),
    "cash is not rounded": (tenders, "to_step", lambda amount, _: amount),
    "stock is not counted": (checkout, "_count_stock", lambda _: None),
    "the cut-off is forgotten": (Settings, "business_day", lambda self, at: self.local(at).date()),
    "nobody asks a manager": (Given, "needs_manager", False),
    "a merged line loses its owner": (ticket, "_keep_owner", lambda line, *_: line),
    "a dropped ticket stays": (ticket_records, "drop_ticket", lambda _: True),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_it_catches(
    fault: str, salon_template: Salon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name, planted = PLANTED[fault]
    assert hasattr(place, name)
    monkeypatch.setattr(place, name, planted)
    with pytest.raises(AssertionError) as caught:
        play(salon_template, tmp_path, CATCHING)
    print(str(caught.value)[:300])


@pytest.mark.soak
def test_the_counter_for_long(salon_template: Salon, tmp_path: Path) -> None:
    how = settings(PLAYED, max_examples=500, stateful_step_count=100, derandomize=False)
    tally = play(salon_template, tmp_path, how)
    assert tally["steps"] > 20_000
