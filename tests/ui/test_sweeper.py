"""Garbage is collected on the window's thread, whoever else makes objects."""

import gc
import threading

from salon_pos.ui.sweeper import EVERY_MS


class Ring:
    """Something that holds itself, and so is garbage that only the collector finds; `seen` hears on
    which thread it goes."""

    def __init__(self, seen: list[int]) -> None:
        self.me, self.seen = self, seen

    def __del__(self) -> None:
        self.seen.append(threading.get_ident())


def leave_rings(seen: list[int], count: int) -> threading.Thread:
    """A worker that makes so many, and is done."""

    def make() -> None:
        for _ in range(count):
            Ring(seen)

    worker = threading.Thread(target=make)
    worker.start()
    worker.join()
    return worker


def test_what_a_worker_leaves_is_swept_on_the_windows_thread(qtbot) -> None:
    """It makes more than enough to set the collector off."""
    seen, count = list[int](), 2 * gc.get_threshold()[0]
    leave_rings(seen, count)
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == count, timeout=40 * EVERY_MS)
    assert set(seen) == {threading.get_ident()}


def test_left_to_itself_a_worker_would_sweep() -> None:
    """The test above can fail."""
    seen, count = list[int](), 2 * gc.get_threshold()[0]
    gc.enable()
    worker = leave_rings(seen, count)
    assert worker.ident in seen
