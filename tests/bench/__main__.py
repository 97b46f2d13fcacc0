"""The benchmarks: `python -m tests.bench [--only NAME]… [--quick]`.

Ratios within one run, so that they mean the same on every machine; a table on the screen, and
`build/bench.json`. They are no tests: a missed aim is shown, and nothing fails.
"""

import argparse
import importlib
from pathlib import Path

from tests.bench import places, report
from tests.bench.measure import Result

NAMES = (
    "payment",
    "value_payment",
    "balances",
    "start",
    "keystroke",
    "lab",
)  # modules here, each with `measure(quick)`


def main() -> None:
    """Run the benchmarks that were asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", action="append", choices=NAMES, help="this one alone")
    asked.add_argument("--quick", action="store_true", help="few runs, no million: to try it")
    asked.add_argument("--out", type=Path, default=places.OUT)
    given = asked.parse_args()
    places.stay_apart()
    results: list[Result] = []
    for name in given.only or NAMES:
        print(f"{name} ...", flush=True)
        results += importlib.import_module(f"tests.bench.{name}").measure(given.quick)
    report.write(results, given.out)
    print(f"\n{report.table(results)}\n\nWritten to {given.out}")


if __name__ == "__main__":
    main()
