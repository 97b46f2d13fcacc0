"""Opening the shift, from wherever: a clock that may have jumped is asked about first."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui.desk import Desk, Refused
from salon_pos.ui.widgets import confirm
from salon_pos.usecases.shifts import open_shift

ASKED = ("clock_ahead", "clock_behind")


def open_the_shift(
    desk: Desk, host: QWidget, opening_float: int, *, then: Callable[[Any], None],
    refused: Refused,
) -> None:  # fmt: skip
    """Open it with this float; `then` hears the shift, `refused` what cannot be. What ended by then
    is posted after that, so that the day is confirmed in `host` where it looks wrong."""

    def ask(refusal: Refusal) -> None:
        if refusal.key not in ASKED:
            refused(refusal)
            return
        confirm.ask(
            host, _("Is the date right?"), screen().sentence(refusal),
            lambda: perform(sure=True), yes=_("The date is right"), no=_("Not now"), danger=False,
        )  # fmt: skip

    def perform(*, sure: bool) -> None:
        desk.perform(open_shift, opening_float, then=then, refused=ask, sure=sure)

    perform(sure=False)
