"""Pictures of the window itself: its menu, the map of keys, what happened, toasts, a fault."""

from salon_pos.db.queries import people
from salon_pos.domain.rights import Role
from salon_pos.i18n import _
from salon_pos.ui.app import tell_fault
from salon_pos.ui.shell import Shell
from tests.pictures.stage import Stage


def menu(stage: Stage) -> None:
    """Text size, look, language."""
    _shell(stage).show_menu()


def keys(stage: Stage) -> None:
    """All keys of the counter."""
    _shell(stage).show_keys()


def toasts(stage: Stage) -> None:
    """One that can be undone, one that only says something."""
    _say(_shell(stage))


def happened(stage: Stage) -> None:
    """The list behind the toasts."""
    shell = _shell(stage)
    _say(shell)
    shell.rail.health.click()


def fault(stage: Stage) -> None:
    """A bug is told calmly."""
    _shell(stage)
    tell_fault(stage.window)


def _say(shell: Shell) -> None:
    shell.toast(_("The client is off the ticket."), undo=lambda: None)
    shell.toast(_("Saved"))


def _shell(stage: Stage) -> Shell:
    shell = stage.shell
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is Role.OWNER))
    return shell


SCREENS = (menu, keys, toasts, happened, fault)
