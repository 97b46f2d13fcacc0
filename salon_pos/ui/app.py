"""Starting the program: theme and language, the salon's file, then the page that fits."""

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from salon_pos import i18n
from salon_pos.db import connection, salon_file
from salon_pos.db.connection import FileProblem
from salon_pos.db.queries import catalog, people, shifts
from salon_pos.db.queries import settings as salon
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.ui import faults, theme
from salon_pos.ui.desk import Desk, machine_clock
from salon_pos.ui.rooms import ROOMS
from salon_pos.ui.shell import Shell
from salon_pos.ui.shell import preferences as kept
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.shell.window import Window
from salon_pos.ui.sweeper import Sweeper
from salon_pos.ui.upkeep import Upkeep


class Program(QObject):
    """One window on the salon in `folder`. `desk` and `shell` are None until a salon is open."""

    def __init__(
        self, app: QApplication, folder: Path, *,
        preferences_file: Path, clock: Callable[[], datetime] = machine_clock,
    ) -> None:  # fmt: skip
        super().__init__()
        self._app, self.folder, self._clock = app, folder, clock
        self._file = preferences_file
        self.preferences = kept.load(preferences_file)
        self.desk: Desk | None = None
        self.shell: Shell | None = None
        self._dress(self.preferences.language or kept.system_language())
        self.window = Window()
        app.styleHints().colorSchemeChanged.connect(self._system_look)

    def start(self) -> None:
        """Open the salon, or say what is in the way."""
        try:
            salon_file.open_folder(self.folder)
            self._show_opened()
        except FileProblem as problem:
            self._show_problem(problem)

    def close(self) -> None:
        """Wait for work under way, then close the file."""
        if self.desk is not None:
            self.desk.close()
            self.desk = None
        leave = getattr(self.window.page, "close_workers", None)
        if leave is not None:
            leave()
        connection.close()

    def wear(self, preferences: Preferences) -> None:
        """Another language, text size or look, kept for the next start. Light and dark change in
        place; for the others the window is made anew, and the ticket stays."""
        before, was = theme.current(), i18n.screen()
        if preferences != self.preferences:
            kept.keep(preferences, self._file)
        self.preferences = preferences
        self._dress(preferences.language or self._salons_language())
        now = theme.current()
        if self.shell is not None:
            self.shell.preferences = preferences
            if (before.scale, before.language, was) != (now.scale, now.language, i18n.screen()):
                self.shell.rebuild(preferences)

    def _dress(self, language: str) -> None:
        i18n.use(language, self.desk.settings.currency if self.desk else None)
        wanted = self.preferences
        theme.apply(
            self._app,
            replace(
                theme.current(),
                dark=wanted.is_dark,
                scale=wanted.scale / 100,
                language=language,
            ),
        )

    def _salons_language(self) -> str:
        return self.desk.settings.language if self.desk else kept.system_language()

    def _system_look(self) -> None:
        if self.preferences.look == "system":
            self.wear(self.preferences)

    def _show_opened(self) -> None:
        """Show what is in the open file. `FileProblem` where it turns out to be damaged: all that
        the first screen shows is read before there is half a window."""
        with connection.reading():
            desk = Desk(self._clock) if salon.is_founded() else None
            if desk:
                people.staff_members()
                catalog.levels()
                shifts.open_shift(desk.till_id)
        if desk:
            self._show_salon(desk)
        else:
            self._show_first_run()

    def _show_salon(self, desk: Desk) -> None:
        self.desk = desk
        self._dress(self.preferences.language or self._salons_language())
        self.shell = Shell(self.desk, ROOMS, self.preferences)
        Upkeep(self.desk, self.shell)
        self.shell.look_wanted.connect(self.wear)
        self.desk.signed_in.connect(self._remember_who)
        self.window.show_page(self.shell)

    def _remember_who(self, member: StaffMember | None) -> None:
        if member is not None and member.id != self.preferences.staff_id:
            self.wear(replace(self.preferences, staff_id=member.id))

    def _show_problem(self, problem: FileProblem) -> None:
        if problem.key == "missing":
            self._show_first_run()
            return
        from salon_pos.ui.problem.page import ProblemPage

        page = ProblemPage(problem, self.folder)
        page.again.connect(self.start)
        page.code_typed.connect(self._recover)
        page.folder_chosen.connect(self._go_to)
        self.window.show_page(page)

    def _recover(self, code: str) -> None:
        from salon_pos.ui.problem.page import ProblemPage

        page = self.window.page
        assert isinstance(page, ProblemPage)
        try:
            salon_file.recover(self.folder, code)
            self._show_opened()
        except Refusal as refusal:
            page.refuse(refusal)
        except FileProblem as problem:
            page.refuse(Refusal(problem.key, problem.text))

    def _go_to(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def _show_first_run(self) -> None:
        from salon_pos.ui.firstrun.page import FirstRun

        before = self.window.page
        draft = before.draft if isinstance(before, FirstRun) else None
        page = FirstRun(self.folder, self.preferences, self._clock, draft=draft)
        page.look_wanted.connect(self._first_look)
        page.finished.connect(self.start)
        self.window.show_page(page)

    def _first_look(self, preferences: Preferences) -> None:
        self.wear(preferences)
        self._show_first_run()


class FirstPaint(QObject):
    """Calls `do` once, after the window was painted for the first time."""

    def __init__(self, window: Window, do: Callable[[], object]) -> None:
        super().__init__(window)
        self._do = do
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._do)
        return False


def open_window(
    folder: Path, *, quit_after_start: bool = False,
    clock: Callable[[], datetime] = machine_clock,
) -> int:  # fmt: skip
    """Open the window on the salon in `folder` and stay until it is closed; the exit code.
    `quit_after_start` closes it after its first paint."""
    app = QApplication.instance() or QApplication(["salon-pos"])
    assert isinstance(app, QApplication)
    program = Program(app, folder, preferences_file=kept.preferences_file(), clock=clock)
    faults.watch(faults.log_folder(), lambda: tell_fault(program.window))
    program.start()
    FirstPaint(program.window, app.quit if quit_after_start else lambda: _settle(app))
    program.window.show()
    code = app.exec()
    program.close()
    return code


def _settle(app: QApplication) -> None:
    """Where the start did without it, look for garbage from now on, among what is made from now on:
    modules and classes stay, and going through them would make a key wait."""
    gc.freeze()
    Sweeper(app)


def tell_fault(window: Window) -> None:
    """Say calmly that something went wrong here, not in the salon's books."""
    from salon_pos.ui.widgets.confirm import Confirm

    question = Confirm(
        window,
        i18n._("Something went wrong in the program"),
        i18n._(
            "What was done before is safe, and the open ticket is still there. "
            "Try it once more. If it happens again, open the program anew and report it."
        ),
        yes=i18n._("Go on"),
        no=i18n._("Close"),
        danger=False,
    )
    question.no.hide()
    question.closed.connect(question.deleteLater)
    question.open()
