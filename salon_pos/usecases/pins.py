"""PINs of staff and of cards: hashed slowly on purpose, and waits that grow with wrong tries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from salon_pos.db.queries.pins import PinState
from salon_pos.domain.people import pin_delay
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import kept


def hash_secret(secret: str) -> str:
    """An argon2id hash (19 MiB, two passes: OWASP's least), slow on purpose."""
    return _hasher().hash(secret)


def check_pin_of(
    pin: str,
    now: datetime,
    *,
    state: Callable[[], PinState | None],
    keep: Callable[[int, datetime | None], None],
    no_pin: str,
    field: str = "pin",
) -> None:
    """Refuse a PIN that is not the one of `state`, one that comes too soon after wrong ones, and
    (with the sentence `no_pin`) whoever has none; all beside this `field`. `keep` writes down the
    wrong tries in a row and until when to wait: the one refusal that leaves a trace. Takes some
    20 ms on purpose: call it outside a transaction."""
    seen = state()
    if seen is None or not seen.pin_hash:
        refuse("no_pin", no_pin, field=field)
    if seen.wait_until and now < seen.wait_until:
        _refuse_to_wait(-((now - seen.wait_until) // timedelta(seconds=1)), field)
    if _fits(seen.pin_hash, pin):
        if seen.failures:
            with kept():
                keep(0, None)
        return
    with kept():
        anew = state()  # somebody else may have tried meanwhile
        failures = 1 + (anew.failures if anew else 0)
        delay = pin_delay(failures)
        keep(failures, now + timedelta(seconds=delay) if delay else None)
    if delay:
        _refuse_to_wait(delay, field)
    refuse("wrong_pin", N_("This is not the PIN. Try again."), field=field)


def _refuse_to_wait(seconds: int, field: str) -> NoReturn:
    refuse("wait", N_("Wait {seconds} seconds, then try again."), field=field, seconds=seconds)


def _hasher():
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def _fits(pin_hash: str, pin: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(pin_hash, pin)
    except VerifyMismatchError:
        return False
