"""Asked before something is taken back for ever: what happens, and why it is done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.deed import new_uid

WIDE = 480


class ReasonPanel(Panel):
    """`happens` says each thing that the deed does. It is done with a uid of its own, the uid of
    what it takes back, and the reason that was typed; `done(its answer)`."""

    done = Signal(object)

    def __init__(
        self, shell: Shell, desk: Desk, title: str, happens: Sequence[str], *, yes: str,
        deed: Callable[..., object], what: str,
    ) -> None:  # fmt: skip
        super().__init__(shell, width=WIDE)
        self._desk, self._deed, self._what = desk, deed, what
        self._uid = new_uid()
        self.reason = Field(_("Reason"), placeholder=_("Given by mistake, changed their mind …"))
        self.yes = Button(yes, "danger", key="Enter")
        no = Button(_("Cancel"), "secondary", key="Esc")
        t = theme.tokens()
        self.body.setSpacing(t.m)
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        for sentence in happens:
            self.body.addWidget(Paragraph(sentence, tone="muted"))
        self.body.addWidget(self.reason)
        keys = QHBoxLayout()
        keys.setSpacing(t.s)
        keys.addStretch(1)
        keys.addWidget(no)
        keys.addWidget(self.yes)
        self.body.addLayout(keys)
        self.reason.committed.connect(self._do)
        self.yes.clicked.connect(self._do)
        no.clicked.connect(self.dismiss)

    def first_focus(self) -> QWidget | None:
        return self.reason.line

    def _do(self) -> None:
        answer = self._desk.perform(
            self._deed, self._uid, self._what, self.reason.value(), refused=self._refused
        )
        if answer is not None:
            self.dismiss()
            self.done.emit(answer)

    def _refused(self, refusal: Refusal) -> None:
        self.reason.set_error(screen().sentence(refusal))
