"""Pictures of signing in: two digits typed, a wrong PIN, the wait after several, an approval."""

from salon_pos.db.queries import catalog, people
from salon_pos.domain.limits import Given
from salon_pos.domain.rights import Role
from salon_pos.domain.ticket import Discount
from salon_pos.ui.signin.screen import SignIn
from tests.pictures.stage import Stage

PATIENCE = 100


def sign_in(stage: Stage) -> None:
    """Somebody is typing."""
    _type(stage, "12")


def sign_in_ready(stage: Stage) -> None:
    """Six digits: the last key can be pressed."""
    _type(stage, "123456")


def sign_in_wrong(stage: Stage) -> None:
    """A wrong PIN."""
    _wrong(stage, times=1)


def sign_in_wait(stage: Stage) -> None:
    """Too many wrong ones: nobody can try for a while."""
    _wrong(stage, times=3)


def approval(stage: Stage) -> None:
    """A manager's PIN for a discount above its limit."""
    desk = stage.desk  # opens the file
    desk.sign_in(next(m for m in people.staff_members() if m.role is Role.CASHIER))
    reason = next(iter(catalog.discount_reasons().values()))
    given = Given(Discount(reason.id, percent_bp=3_000), reason, 17_400, 58_000)
    stage.shell.approve(given, "ticket", lambda _uid: None)


def _wrong(stage: Stage, *, times: int) -> None:
    for _ in range(times):
        screen = _type(stage, "9999")
        screen.entry.submit()
        for _again in range(PATIENCE):  # checking a PIN is slow on purpose
            if not screen.entry.pin:
                break
            stage.settle()


def _type(stage: Stage, digits: str) -> SignIn:
    screen = stage.shell.sign_in_screen
    for digit in digits:
        screen.entry.type(digit)
    return screen


SCREENS = (sign_in, sign_in_ready, sign_in_wrong, sign_in_wait, approval)
