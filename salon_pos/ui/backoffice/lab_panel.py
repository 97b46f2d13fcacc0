"""LabPanel: "what would the last months have cost?", asked beside the rules as they are typed."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from salon_pos.domain.lab import Findings
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Actor
from salon_pos.i18n import _, n_
from salon_pos.ui import theme
from salon_pos.ui.backoffice.lab_findings import FindingsView
from salon_pos.ui.desk import Desk, Refused
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.work import Task
from salon_pos.usecases.lab import Question, ask_lab

_MONTHS = (1, 3, 6, 12)
_PAUSE = 0.004  # seconds between chunks, so that the till's thread is never kept waiting


class LabPanel(QWidget):
    """`question(months)` makes the question of what is typed, or raises the Refusal that
    `refused` then hears. `tier_names` says the keys of tiers as people do."""

    def __init__(
        self, desk: Desk, question: Callable[[int], Question], refused: Refused,
        tier_names: Callable[[], Mapping[str, str]],
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._question, self._refused = desk, question, refused
        self._tier_names = tier_names
        self._task: Task | None = None
        self._began = 0.0
        self.months = Choice(
            _("Months to look back"), [(n, str(n)) for n in _MONTHS], value=_MONTHS[1]
        )
        self.look = Button(_("Try it on past sales"), icon="history", key="Ctrl+T")
        self.progress = Progress("", _("Cancel"), key="Ctrl+F10")
        self.said = Paragraph("", "small", tone="muted")
        self.findings = FindingsView()
        self._lay_out()
        self.look.clicked.connect(self.begin)
        self.progress.cancelled.connect(self.cancel)

    @property
    def is_working(self) -> bool:
        """Whether sales are being replayed."""
        return self._task is not None

    def begin(self) -> None:
        """Replay the past sales under what is typed, beside the till's work."""
        if self._task is not None:
            return
        try:
            question = self._question(self.months.value())
        except Refusal as refusal:
            self._refused(refusal)
            return
        by, now = self._desk.actor, self._desk.now()
        self._began = time.monotonic()
        self._show(working=True)
        self.progress.tell(0, 0, _("Past sales are replayed."))
        self._task = self._desk.work(
            lambda task: _ask(task, question, by, now), then=self._found, refused=self._refuse
        )
        self._task.progressed.connect(self._tell)

    def cancel(self) -> None:
        """Stop at the next chunk; nothing was written anyway."""
        if self._task is not None:
            self._task.cancel()
            self.progress.text.setText(_("Stopping …"))

    def forget(self) -> None:
        """What was found was of other rules."""
        self.findings.clear()
        self.said.setText("")
        self.said.hide()

    # -- how it is done ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().m)
        column.addWidget(Text(_("Rule lab"), "lead", weight=500))
        words = _(
            "What would past sales have cost under the rules as they are typed here? Nothing is "
            "changed by asking."
        )
        column.addWidget(Paragraph(words, "small", tone="muted"))
        for part in (self.months, self.look, self.progress, self.said, self.findings):
            column.addWidget(part)
        self.progress.hide()
        self.said.hide()

    def _tell(self, done: int, total: int) -> None:
        if isValid(self):
            spent = time.monotonic() - self._began
            left = round(spent * (total - done) / done) if done else 0
            words = n_("{n} second left", "{n} seconds left", left) if done else ""
            self.progress.tell(done, total, left=words)

    def _found(self, findings: Findings | None) -> None:
        if not isValid(self):
            return
        self._task = None
        self._show()
        if findings is None:
            self.said.setText(_("Stopped. Nothing was found out, and nothing was changed."))
        else:
            self.said.setText(
                n_("{n} sale was replayed.", "{n} sales were replayed.", findings.total.sales)
            )
            self.findings.show_findings(findings, self._tier_names())
        self.said.show()
        self.look.setFocus()

    def _refuse(self, refusal: Refusal) -> None:
        if isValid(self):
            self._task = None
            self._show()
            self._refused(refusal)

    def _show(self, *, working: bool = False) -> None:
        if working:
            self.forget()
        self.progress.setVisible(working)
        self.months.setEnabled(not working)
        self.look.setVisible(not working)
        if working:
            self.progress.cancel.setFocus()


def _ask(task: Task, question: Question, by: Actor, now: datetime) -> Findings | None:
    pause = threading.Event()

    def go_on(done: int, total: int) -> bool:
        task.progressed.emit(done, total)
        pause.wait(_PAUSE)
        return not task.is_cancelled

    return ask_lab(question, by=by, now=now, go_on=go_on)
