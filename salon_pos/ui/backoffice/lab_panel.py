"""LabPanel: "what would the last months have cost?", asked beside the rules as they are typed."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from salon_pos.domain.lab import Findings
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Actor
from salon_pos.i18n import P_, _, n_
from salon_pos.ui import theme
from salon_pos.ui.backoffice.lab_findings import FindingsView
from salon_pos.ui.backoffice.working import Working, between_chunks
from salon_pos.ui.desk import Desk, Refused
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.work import Task
from salon_pos.usecases.lab import Question, ask_lab

_MONTHS = (1, 3, 6, 12)
_ROW, _COLUMN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_ANYHOW = Qt.AlignmentFlag(0)
_PAUSE_MS = 4  # between chunks, so that the till's thread is never kept waiting


class LabPanel(QWidget):
    """`question(months)` makes the question of what is typed, or raises the Refusal that
    `refused` then hears. `tier_names` says the keys of tiers as people do. A `wide` one has its key
    beside the months."""

    def __init__(
        self, desk: Desk, question: Callable[[int], Question], refused: Refused,
        tier_names: Callable[[], Mapping[str, str]], *, wide: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._question, self._refused = desk, question, refused
        self._tier_names = tier_names
        self.months = Choice(
            _("Months to look back"), [(n, str(n)) for n in _MONTHS], value=_MONTHS[1]
        )
        self.look = Button(_("Try it on past sales"), icon="history", key="Ctrl+T")
        self.progress = Working(key="Ctrl+T", word=P_("lab", "Stop"), narrow=True)
        self.said = Paragraph("", "small", tone="muted")
        self.findings = FindingsView()
        for key in (self.look, self.progress.cancel):  # a tap leaves Enter to the rules beside it
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out(wide=wide)
        self.look.clicked.connect(self.begin)

    @property
    def is_working(self) -> bool:
        """Whether sales are being replayed."""
        return self.progress.task is not None

    def begin(self) -> None:
        """Replay the past sales under what is typed, beside the till's work."""
        if self.is_working:
            return
        try:
            question = self._question(self.months.value())
        except Refusal as refusal:
            self._refused(refusal)
            return
        by, now = self._desk.actor, self._desk.now()
        self._show(working=True)
        task = self._desk.work(
            lambda task: _ask(task, question, by, now), then=self._found, refused=self._refuse
        )
        self.progress.begin(task, _("Past sales are replayed."))

    def begin_or_stop(self) -> None:
        """What its one key does."""
        if self.is_working:
            self.cancel()
        else:
            self.begin()

    def cancel(self) -> None:
        """Stop at the next chunk; nothing was written anyway."""
        self.progress.stop()

    def forget(self) -> None:
        """What was found was of other rules."""
        self.findings.clear()
        self.said.setText("")
        self.said.hide()

    # -- how it is done ------------------------------------------------------------------------

    def _lay_out(self, *, wide: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().m)
        column.addWidget(Text(_("Rule lab"), "lead", weight=500))
        words = _(
            "What would past sales have cost under the rules as they are typed here? They are "
            "tried as if they had held from the first day on, beside today's other rules. Nothing "
            "is changed by asking."
        )
        column.addWidget(Paragraph(words, "small", tone="muted"))
        asked = QBoxLayout(_ROW if wide else _COLUMN)
        asked.setSpacing(theme.tokens().m)
        asked.addWidget(self.months, 1)
        asked.addWidget(self.look, 0, Qt.AlignmentFlag.AlignBottom if wide else _ANYHOW)
        column.addLayout(asked)
        for part in (self.progress, self.said, self.findings):
            column.addWidget(part)
        self.progress.hide()
        self.said.hide()

    def _found(self, findings: Findings | None) -> None:
        if not isValid(self):
            return
        self.progress.end()
        self._show()
        if findings is None:
            self.said.setText(_("Stopped. Nothing was found out, and nothing was changed."))
        else:
            self.said.setText(
                n_("{n} sale was replayed.", "{n} sales were replayed.", findings.total.sales)
            )
            self.findings.show_findings(findings, self._tier_names())
        self.said.show()

    def _refuse(self, refusal: Refusal) -> None:
        if isValid(self):
            self.progress.end()
            self._show()
            self._refused(refusal)

    def _show(self, *, working: bool = False) -> None:
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        if working:
            self.forget()
        self.progress.setVisible(working)
        self.months.setEnabled(not working)
        self.look.setVisible(not working)
        if held:
            (self.progress.cancel if working else self.look).setFocus()


def _ask(task: Task, question: Question, by: Actor, now: datetime) -> Findings | None:
    return ask_lab(question, by=by, now=now, go_on=between_chunks(task, _PAUSE_MS))
