"""What the benchmarks found: a table to read, and JSON for whoever compares runs."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import Result


def table(results: Sequence[Result]) -> str:
    """Name, ratio, aim and whether it is met; the figures below each."""
    widest = max(len(result.name) for result in results)
    lines = [f"{'':{widest}}   ratio     aim"]
    for result in results:
        verdict = "met" if result.met else "MISSED"
        row = f"{result.name:{widest}}  {result.ratio:6.2f}  {result.aim:6.2f}  {verdict}"
        figures = "  ".join(f"{name} {value}" for name, value in result.figures.items())
        lines += [row, f"    {figures}"]
    return "\n".join(lines)


def write(results: Sequence[Result], path: Path) -> None:
    """Write the results as a list of objects with `name`, `ratio`, `aim`, `met` and figures."""
    plain = [
        {"name": one.name, "ratio": round(one.ratio, 3), "aim": one.aim, "met": one.met}
        | one.figures
        for one in results
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
