"""(b) Start to a usable counter and (c) its memory, against a bare PySide6 window.

Each is a process of its own, timed from outside: from before it is started until it says that it
is ready. The two take turns.
"""

import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests.bench import places
from tests.bench.measure import Result, median, spread

TIMES_BARE, MORE_MB = 2.0, 60.0
CLIENTS = 10_000
MEGABYTE = 2**20


@dataclass(slots=True)
class Starts:
    """What the starts of one program took: milliseconds until each word it says, megabytes."""

    ready: list[float] = field(default_factory=list[float])
    painted: list[float] = field(default_factory=list[float])
    rss: list[float] = field(default_factory=list[float])
    uss: list[float] = field(default_factory=list[float])


def say_memory() -> None:
    """Called in the measured process: its memory now, in bytes."""
    import psutil

    memory = psutil.Process().memory_full_info()
    print(f"memory {memory.rss} {memory.uss}", flush=True)


def measure(quick: bool) -> list[Result]:
    """Start both in turns; the first starts warm the disk and are not counted."""
    from tests.bench import salons

    warm_up, runs = (1, 5) if quick else (3, 30)
    with salons.copies(salons.salon_of(CLIENTS), salons.WORK, "window") as (folder,):
        counter, bare = Starts(), Starts()
        for run in range(warm_up + runs):
            print(f"\r  start {run + 1} of {warm_up + runs}  ", end="", flush=True)
            keep = run >= warm_up
            _start(["tests.bench.counter_window", str(folder)], counter if keep else Starts())
            _start(["tests.bench.bare_window"], bare if keep else Starts())
    print()
    return [_speed(counter, bare), _memory(counter, bare)]


def _start(module: list[str], starts: Starts) -> None:
    command = [sys.executable, "-m", *module]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=places.ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            spent = 1000 * (time.perf_counter() - began)
            match line.split():
                case ["ready"]:
                    starts.ready.append(spent)
                case ["painted"]:
                    starts.painted.append(spent)
                case ["memory", rss, uss]:
                    starts.rss.append(int(rss) / MEGABYTE)
                    starts.uss.append(int(uss) / MEGABYTE)
                case _:
                    raise RuntimeError(f"{module[0]} says: {line}")
    if process.returncode:
        raise RuntimeError(f"{module[0]} ended with {process.returncode}")


def _speed(counter: Starts, bare: Starts) -> Result:
    return Result(
        "start to a usable counter against a bare window",
        median(counter.ready) / median(bare.ready),
        TIMES_BARE,
        {"n": len(counter.ready)}
        | spread("counter", counter.ready)
        | {"sign_in_painted_median_ms": round(median(counter.painted), 3)}
        | spread("bare", bare.ready),
    )


def _memory(counter: Starts, bare: Starts) -> Result:
    more = median(counter.rss) - median(bare.rss)
    return Result(
        "memory beyond a bare window, of 60 MB",
        more / MORE_MB,
        1.0,
        {
            "n": len(counter.rss),
            "more_rss_mb": round(more, 1),
            "more_uss_mb": round(median(counter.uss) - median(bare.uss), 1),
            "aim_mb": MORE_MB,
            "counter_rss_mb": round(median(counter.rss), 1),
            "counter_uss_mb": round(median(counter.uss), 1),
            "bare_rss_mb": round(median(bare.rss), 1),
            "bare_uss_mb": round(median(bare.uss), 1),
        },
    )
