"""The report of an import on the screen: the figures first, then every sentence and row."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from salon_pos.i18n import _, n_, screen
from salon_pos.printing import import_words
from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.figures import Stat
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.import_report import Report


class ReportCard(Card):
    """`started` asks for the import, `left` for other files."""

    started = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Text("", "lead", weight=500)
        self.end = Banner("", "info", icon="list-checks")
        self.start = Button(_("Import now"), "primary", icon="download", key="Ctrl+S")
        self.leave = Button(_("Choose other files"), key="Esc")
        self._parts: list[QWidget] = []
        keys = QHBoxLayout()
        keys.setSpacing(theme.tokens().s)
        keys.addWidget(self.leave)
        keys.addStretch(1)
        keys.addWidget(self.start)
        self.body.addWidget(self.title)
        self.body.addWidget(self.end)
        self.body.addLayout(keys)
        self.start.clicked.connect(self.started)
        self.leave.clicked.connect(self.left)

    def show_report(self, report: Report, *, dry_run: bool) -> None:
        """Say what would happen, or what happened."""
        self._clear()
        words = screen()
        self.title.setText(_("What would happen") if dry_run else _("What happened"))
        self.end.set_sentence(import_words.end_line(report, words, dry_run=dry_run))
        self.start.setVisible(dry_run and report.to_write > 0)
        self._add(_figures(report))
        self._add_words(_("Rejected rows"), import_words.rejected_lines(report, words))
        self._add_words(_("The files"), import_words.file_lines(report, words))
        self._add_words(_("What they hold"), import_words.total_lines(report, words))
        self._add_words(_("How it is taken over"), import_words.decision_lines(report, words))
        self._add_words(_("Taxes"), import_words.tax_lines(report, words))
        self._add_words(_("Session packs"), import_words.pack_lines(report, words))

    def said(self) -> str:
        """Everything the report says, for who reads it aloud."""
        return "\n".join(part.accessibleName() for part in self._parts)

    def _add_words(self, title: str, lines: Iterable[str]) -> None:
        text = "\n".join(line.strip() for line in lines)
        if text:
            self._add(Line())
            self._add(Paragraph(f"{title}\n{text}", lead_line=True))

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.body.addWidget(part)

    def _clear(self) -> None:
        for part in self._parts:
            self.body.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []


def _figures(report: Report) -> QWidget:
    words = screen()
    rejected = len(report.rejected)
    stats = (
        Stat(_("New sales"), words.number(report.new_sales),
             n_("of {n} in the files", "of {n} in the files", report.receipts)),
        Stat(_("Net in the files"), words.money(report.net),
             n_("{n} line", "{n} lines", report.lines)),
        Stat(_("New clients"), words.number(report.new_clients),
             n_("of {n} in the files", "of {n} in the files", report.clients)),
        Stat(_("Rejected rows"), words.number(rejected),
             _("see below") if rejected else _("none"), note_tone="bad" if rejected else "ok"),
    )  # fmt: skip
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.tokens().s)
    for place, stat in enumerate(stats):
        grid.addWidget(stat, place // 2, place % 2)
    part.setAccessibleName(", ".join(stat.accessibleName() for stat in stats))
    return part
