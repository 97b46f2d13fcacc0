"""The first run's page: three short steps, then the recovery code; or the demo at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.connection import FileProblem
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.firstrun import making
from salon_pos.ui.firstrun.code_step import CodeStep
from salon_pos.ui.firstrun.draft import Draft
from salon_pos.ui.firstrun.list_step import ListStep
from salon_pos.ui.firstrun.owner_step import OwnerStep
from salon_pos.ui.firstrun.salon_step import SalonStep
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.work import Task, Workers

_WIDE, _TALL = 720, 760
DEMO_KEY = "Ctrl+D"

Step = SalonStep | OwnerStep | ListStep


class FirstRun(QWidget):
    """`look_wanted(Preferences)` when another language is chosen; `finished` when there is a salon
    in the folder. What was typed is in `draft`, for the page that is made anew."""

    look_wanted = Signal(object)
    finished = Signal()

    def __init__(
        self, folder: Path, preferences: Preferences, clock: Callable[[], datetime],
        *, draft: Draft | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.draft = draft or Draft()
        self._folder, self._preferences, self._clock = folder, preferences, clock
        self._workers = Workers(self)
        self.task: Task | None = None
        self.inside: QWidget | None = None
        self._lay_out()
        self.show_step()

    def show_step(self) -> None:
        """Show the step the draft stands at."""
        kinds = (SalonStep, OwnerStep, ListStep)
        step = kinds[self.draft.step](self.draft)
        step.done.connect(self._forward)
        step.cancelled.connect(self._back)
        if isinstance(step, SalonStep):
            step.language_chosen.connect(self._speak)
        names = (_("The salon"), _("The owner"), _("What it sells"))
        place = _("Step {n} of {all}", n=self.draft.step + 1, all=len(kinds))
        self._show(step, names[self.draft.step], place)
        self.demo.setVisible(self.draft.step == 0)

    def try_demo(self) -> None:
        """Make the demo salon instead, with progress and a way to stop."""
        if self.task is not None or self.draft.step:
            return
        progress = self.show_progress(_("Making the demo salon"), _("Cancel"))
        language, now = screen().language, self._clock()
        self.task = self._workers.start(
            lambda task: making.make_demo_salon(task, self._folder, language=language, now=now),
            then=lambda _made: self.finished.emit(),
            failed=self._failed,
        )
        self.task.progressed.connect(progress.tell)
        progress.cancelled.connect(self.task.cancel)

    def close_workers(self) -> None:
        """Stop what is under way; called when the program ends."""
        if self.task is not None:
            self.task.cancel()
        self._workers.close()

    def focusInEvent(self, event) -> None:
        self._focus_first()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape and self.task is not None:
            self.task.cancel()
        else:
            super().keyPressEvent(event)

    def _found(self) -> None:
        self.show_progress(_("Setting up the salon"), "")
        founding, now = self.draft.founding(), self._clock()
        self.task = self._workers.start(
            lambda _task: making.make_salon(self._folder, founding, now=now),
            then=self.show_code,
            failed=self._failed,
        )

    def show_code(self, code: str) -> None:
        """The last page: the recovery code of the salon that was made."""
        self.task = None
        step = CodeStep(self.draft.settings().name, code)
        step.finished.connect(self.finished)
        self._show(step, _("The recovery code"), _("Set up"))

    def _failed(self, error: Exception) -> None:
        """Back to where one was, with the sentence; a bug goes on to those who watch for bugs."""
        self.task = None
        self.show_step()
        if isinstance(error, making.Cancelled):
            return
        if not isinstance(error, (Refusal, FileProblem)):
            raise error
        values = error.values if isinstance(error, Refusal) else {}
        self.banner.set_sentence(_(error.text, **values))
        self.banner.show()

    def _forward(self) -> None:
        if self.draft.step == 2:
            self._found()
            return
        self.draft.step += 1
        self.show_step()

    def _back(self) -> None:
        self._note()
        self.draft.step -= 1
        self.show_step()

    def _note(self) -> None:
        if isinstance(self.inside, Step):
            self.inside.note()

    def _speak(self, language: str) -> None:
        self._note()
        self.look_wanted.emit(replace(self._preferences, language=language))

    def show_progress(self, title: str, cancel_word: str) -> Progress:
        """A page that waits, with a way to stop where there is a word for it."""
        progress = Progress(
            _("This takes a few seconds"), cancel_word, key="Esc" if cancel_word else ""
        )
        progress.cancel.setVisible(bool(cancel_word))
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(progress)
        column.addStretch(1)
        self._show(waiting, title, "")
        progress.cancel.setFocus()
        self.demo.hide()
        return progress

    def _show(self, inside: QWidget, title: str, place: str) -> None:
        if self.inside is not None:
            self.inside.hide()
            self.inside.deleteLater()
        self.inside = inside
        self.title.setText(title)
        self.place.setText(place)
        self.banner.hide()
        self._body.addWidget(inside, 1)
        inside.show()
        self._focus_first()

    def _focus_first(self) -> None:
        match self.inside:
            case SalonStep() | OwnerStep():
                self.inside.name.setFocus()
            case ListStep():
                self.inside.save.setFocus()
            case CodeStep():
                self.inside.save.setFocus()
            case _:
                pass

    def _lay_out(self) -> None:
        t, scale = theme.tokens(), theme.current().scale
        self.title, self.place = Text("", "figure", weight=500), Text("", "small", tone="muted")
        self.demo = Button(_("Try the demo salon"), "secondary", icon="sparkles", key=DEMO_KEY)
        self.demo.clicked.connect(self.try_demo)
        QShortcut(QKeySequence(DEMO_KEY), self).activated.connect(self.try_demo)
        self.banner = Banner("", "bad")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.place)
        words.addWidget(self.title)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignBottom)
        self.card = Card()
        self.card.setMaximumSize(round(_WIDE * scale), round(_TALL * scale))
        self._body = self.card.body
        self._body.setContentsMargins(t.xxl, t.xl, t.xxl, t.xl)
        self._body.setSpacing(t.xl)
        self._body.addLayout(head)
        self._body.addWidget(self.banner)
        around = QGridLayout(self)
        around.setContentsMargins(t.xl, t.xl, t.xl, t.xl)
        around.addWidget(self.card, 0, 0)
