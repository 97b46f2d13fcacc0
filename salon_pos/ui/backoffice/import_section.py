"""Import: choose another system's files, read what would happen, then let it happen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Right
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.import_report import ReportCard
from salon_pos.ui.backoffice.section import Key, Section, widest_card
from salon_pos.ui.backoffice.working import Working, between_chunks
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.work import Task
from salon_pos.usecases.import_plan import Plan
from salon_pos.usecases.import_report import Report, report_of
from salon_pos.usecases.imports import (
    PAUSE_MS,
    ImportFiles,
    import_books,
    look_at_files,
    plan_for,
)


class ImportSection(Section):
    """Nothing is written before the report was in sight."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.path = Field(_("Folder or file"), placeholder=_("Type the path, or choose below"))
        self.profile = Field(
            _("How to read the files"), placeholder=_("The profile that comes with the program"),
            hint=_("Only for another system: the path of its profile, a .toml file."),
        )  # fmt: skip
        self.choose_folder = Button(_("Choose a folder"), icon="folder-open", key="F6")
        self.choose_file = Button(_("Choose a file"), icon="file-text", key="F7")
        self.look = Button(_("See what would happen"), "primary", icon="list-checks", key="Enter")
        self.progress = Working(key="Ctrl+F9")
        self.report = ReportCard()
        self.needs = Banner(
            _("Only a manager or an owner imports. Ask one of them to sign in."), icon="lock"
        )
        self._plan: Plan | None = None
        self._lay_out()
        self._wire()

    def shown(self) -> None:
        may = self.desk.may(Right.IMPORT)
        self.needs.setVisible(not may)
        self.chooser.setVisible(may)
        self._show_state()

    def look_again(self) -> None:
        """What was read stays in sight until other files are chosen."""

    def own_keys(self) -> Sequence[Key]:
        return (
            ("F6", _("Choose a folder"), self._ask_folder),
            ("F7", _("Choose a file"), self._ask_file),
            ("Ctrl+F9", _("Stop the import"), self.cancel),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The report is long and has nothing to tab to: a page up or down moves it."""
        bar = self.column.verticalScrollBar()
        by = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        step = by.get(Qt.Key(event.key()), 0)
        if step:
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        if self.path.isVisible():
            self.path.setFocus()

    def save(self) -> None:
        """Ctrl S imports what the report shows."""
        self.begin()

    def back(self) -> bool:
        if self._is_working or not self.report.isVisibleTo(self):
            return False
        self._choose_others()
        return True

    def read(self) -> None:
        """The dry run: read the files beside the window's work."""
        if self._is_working:
            return
        try:
            files = self._files()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self.report.hide()
        task = self.desk.work(
            lambda _: plan_for(look_at_files(files, now=self.desk.now())),
            then=self._read,
            refused=self._refuse,
        )
        self._start(task, _("The files are being read."))

    def begin(self) -> None:
        """Import what the report shows, in chunks beside the till."""
        plan, by, now = self._plan, self.desk.actor, self.desk.now()
        if plan is None or self._is_working or not self.report.start.isVisibleTo(self):
            return

        def work(task: Task) -> Report:
            return import_books(plan, by=by, now=now, go_on=between_chunks(task, PAUSE_MS))

        task = self.desk.work(work, then=self._written, refused=self._refuse, name="import_books")
        self._start(task, _("The import is under way. The till works on meanwhile."))

    def cancel(self) -> None:
        """Stop at the next chunk; what was written stays."""
        self.progress.stop()

    # -- how it is done ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.chooser = Card()
        body = self.chooser.body
        body.addWidget(Text(_("Another system’s books"), "lead", weight=500))
        body.addWidget(
            Paragraph(
                _(
                    "Takes over services, products, staff, clients and past sales from CSV files. "
                    "First it says what would happen. Importing the same files again changes "
                    "nothing."
                ),
                tone="muted",
            )
        )
        body.addWidget(self.path)
        keys = QHBoxLayout()
        keys.setSpacing(t.s)
        keys.addWidget(self.choose_folder)
        keys.addWidget(self.choose_file)
        keys.addStretch(1)
        body.addLayout(keys)
        body.addWidget(self.profile)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.look)
        body.addLayout(last)
        self.under_way = Card()
        self.under_way.body.addWidget(self.progress)
        scroll = ScrollColumn()
        for part in (self.needs, self.chooser, self.under_way, self.report):
            part.setMaximumWidth(widest_card())
            scroll.body.addWidget(part)
        scroll.body.addStretch(1)
        self.column = scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.under_way.hide()
        self.report.hide()

    def _wire(self) -> None:
        self.choose_folder.clicked.connect(self._ask_folder)
        self.choose_file.clicked.connect(self._ask_file)
        self.look.clicked.connect(self.read)
        for field in (self.path, self.profile):
            field.committed.connect(self.read)
        self.report.started.connect(self.begin)
        self.report.left.connect(self._choose_others)

    @property
    def _is_working(self) -> bool:
        return self.progress.task is not None

    def _ask_folder(self) -> None:
        """The system's own dialog knows the user's disks."""
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder"), self._beside())
        if chosen:
            self.path.set_value(chosen)

    def _ask_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a file"), self._beside(), "CSV (*.csv *.CSV)"
        )
        if chosen:
            self.path.set_value(chosen)

    def _beside(self) -> str:
        return self.path.value() or str(Path.home())

    def _files(self) -> ImportFiles:
        return ImportFiles(
            _existing(self.path.value(), "path"),
            _existing(self.profile.value(), "profile") if self.profile.value().strip() else None,
        )

    def _start(self, task: Task, words: str) -> None:
        self.progress.begin(task, words)
        self._show_state()

    def _read(self, plan: Plan) -> None:
        if isValid(self):
            self.progress.end()
            self._plan = plan
            self.report.show_report(report_of(plan, written=0), dry_run=True)
            self._show_state(report=True)
            (self.report.start if plan.steps else self.report.leave).setFocus()

    def _written(self, report: Report) -> None:
        words = screen()
        if report.written < report.to_write:
            said = words.text(
                "The import was stopped after {n} of {total} rows. Import again to go on.",
                n=report.written, total=report.to_write,
            )  # fmt: skip
        else:
            said = words.plural("{n} row is imported.", "{n} rows are imported.", report.written)
        self.shell.toast(said)
        if isValid(self):
            self.progress.end()
            self._plan = None
            self.report.show_report(report, dry_run=False)
            self._show_state(report=True)
            self.report.leave.setFocus()

    def _refuse(self, refusal: Refusal) -> None:
        """Beside the path: that is where the way out is."""
        if isValid(self):
            self.progress.end()
            self._show_state()
            field = self.profile if refusal.field == "profile" else self.path
            field.set_error(screen().sentence(refusal))
            field.setFocus()

    def _choose_others(self) -> None:
        self._plan = None
        self._show_state()
        self.path.setFocus()

    def _show_state(self, *, report: bool = False) -> None:
        """The chooser, then the progress, then the report: one at a time."""
        working = self._is_working
        report = report or (self._plan is not None and not working)
        self.under_way.setVisible(working)
        self.report.setVisible(report and not working)
        self.chooser.setVisible(not working and not report and self.desk.may(Right.IMPORT))
        if working:
            self.progress.cancel.setFocus()


def _existing(typed: str, field: str) -> Path:
    path = Path(typed.strip()).expanduser()
    if not typed.strip() or not path.exists():
        refuse(
            "no_such_file",
            N_("There is no such folder or file. Choose the one with the other system’s CSV."),
            field=field,
        )
    return path
