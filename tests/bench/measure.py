"""What a benchmark gives: a ratio and its aim, with the figures they come from."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

FRAME_MS = 16.7


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. It is met when `ratio` is at most `aim`; `figures` carry their units
    in their names (`_ms`, `_mb`)."""

    name: str
    ratio: float
    aim: float
    figures: dict[str, float | int | str] = field(default_factory=dict[str, float | int | str])

    @property
    def met(self) -> bool:
        """Whether the aim is met."""
        return self.ratio <= self.aim


def milliseconds(deed: Callable[[], object]) -> float:
    """How long `deed` takes."""
    started = time.perf_counter()
    deed()
    return 1000 * (time.perf_counter() - started)


def processor_milliseconds(deed: Callable[[], object]) -> tuple[float, float]:
    """How long `deed` takes by the clock, and how long of that this thread had the processor: the
    rest is the disk, or others."""
    began = time.thread_time()
    by_clock = milliseconds(deed)
    return by_clock, 1000 * (time.thread_time() - began)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[-(-95 * len(ordered) // 100) - 1]


def spread(name: str, values: Sequence[float], unit: str = "ms") -> dict[str, float | int | str]:
    """Median and 95th percentile as figures of a result."""
    return {
        f"{name}_median_{unit}": round(median(values), 3),
        f"{name}_p95_{unit}": round(p95(values), 3),
    }
