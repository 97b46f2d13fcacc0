"""What the panels share that correct a paid sale: how it is, how it should be, what that changes,
why, and one key to do it."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.approval import for_deed
from salon_pos.ui.desk import Desk
from salon_pos.ui.shares import ENTER
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deed import new_uid


class CorrectionPanel(SlideOver):
    """`done` once it is on file; nothing happens before its one key is pressed. A panel puts its
    own choices into `column`, and says in `look` what they change, in `correct` how it is done, in
    `word_for` what a manager's word for it is for."""

    done = Signal()
    word_for: ClassVar[WordFor]

    def __init__(self, shell: Shell, desk: Desk, title: str, *, number: str, hint: str) -> None:
        super().__init__(shell, _("Close"), fraction=0.42, least=480)
        self.shell, self.desk = shell, desk
        self.uid, self.word = new_uid(), ""
        self._asks: int | None = None  # what a manager's word is for, where one is asked
        self.column = QVBoxLayout()
        self.happens = QVBoxLayout()
        self.reason = Field(_("Reason"), placeholder=_("How the mistake came about"))
        self.note = Paragraph("", "small", tone="muted")
        self.go = Button(_("Correct"), "primary", big=True, key="F9")
        self.header.addWidget(Text(title, "title", weight=500), 1)
        self._lay_out(f"{_('Sale {number}', number=number)} · {hint}")
        self.go.clicked.connect(self.do)
        self.reason.committed.connect(self.do)
        shell.bind(self, "F9", _("Correct"), self.do)

    def look(self) -> None:
        """Say what is chosen now would change."""
        raise NotImplementedError

    def correct(self) -> None:
        """Do it as it was shown."""
        raise NotImplementedError

    def do(self) -> None:
        """Correct it, after a manager's PIN where one is asked."""
        if not self.go.isEnabled():
            return
        if self._asks is not None and not self.word and self.reason.value().strip():
            sentence = _("A correction needs a manager's PIN.")
            subject = self.word_for.subject(self.uid)
            question = for_deed(self.shell, self.desk, sentence, subject=subject,
                                amount=self._asks)  # fmt: skip
            question.approved.connect(self._approved)
            self.shell.slide_over(question)
            return
        self.correct()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.do()
            event.accept()
            return
        super().keyPressEvent(event)

    def changes(self, rows: Sequence[QWidget], *, asks: int | None = None) -> None:
        """Show these; `asks` is what a manager's word is for, None where none is asked."""
        self._show(rows)
        self._asks, self.word = asks, ""
        self.note.setText(_("A manager's PIN is asked.") if asks is not None else "")
        self.go.setEnabled(True)

    def nothing_yet(self, note: str) -> None:
        """It cannot be done as it is chosen now; `note` says what to choose."""
        self._show(())
        self.note.setText(note)
        self.go.setEnabled(False)

    def refused(self, refusal: Refusal) -> None:
        """Say why not: beside the reason where that is missing."""
        if refusal.field == "reason":
            self.reason.set_error(screen().sentence(refusal))
            self.reason.setFocus()
        else:
            self.nothing_yet(screen().sentence(refusal))

    def finished(self, _done: object) -> None:
        """It is on file."""
        self.dismiss()
        self.done.emit()

    def _approved(self, word: str) -> None:
        self.word = word
        self.correct()

    def _show(self, rows: Sequence[QWidget]) -> None:
        clear(self.happens)
        self._heading.setVisible(bool(rows))
        for row in rows:
            self.happens.addWidget(row)
            self.happens.addWidget(Line())

    def _lay_out(self, hint: str) -> None:
        t = theme.tokens()
        area = ScrollColumn()
        area.body.setSpacing(t.m)
        area.body.setContentsMargins(0, 0, t.m, 0)  # beside its scroll bar
        area.body.addWidget(Paragraph(hint, "small", tone="muted"))
        self.column.setSpacing(t.m)
        area.body.addLayout(self.column)
        area.body.addWidget(self.reason)
        area.body.addSpacing(t.s)
        self._heading = Text(_("What this changes"), "caption", tone="muted")
        area.body.addWidget(self._heading)
        self.happens.setSpacing(t.s)
        area.body.addLayout(self.happens)
        area.body.addStretch(1)
        self.body.addWidget(area, 1)
        self.go.setMinimumWidth(3 * t.hit)
        self.footer.addWidget(self.note, 1)
        self.footer.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)
