"""The last thing of the first run: the recovery code, to be kept on paper."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.ui.widgets.text import Text


class CodeStep(QWidget):
    """`finished` once somebody says that the code is kept."""

    finished = Signal()

    def __init__(self, salon: str, code: str) -> None:
        super().__init__()
        self._salon, self._code = salon, code
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.l)
        column.addWidget(Paragraph(_(
            "The salon's file is locked with a key that only this machine has. With this code it "
            "opens on another one, should this machine break or be lost. Print it, or write it "
            "down, and keep it away from the till."
        )))  # fmt: skip
        column.addWidget(self._large())
        column.addLayout(self._ways())
        self.sentence = Paragraph("", tone="muted")
        self.sentence.hide()
        column.addWidget(self.sentence)
        column.addStretch(1)
        column.addLayout(self._end())

    def focusInEvent(self, event) -> None:
        self.save.setFocus()

    def _large(self) -> Card:
        card = Card(sunk=True)
        groups = self._code.split("-")
        for half in (groups[:4], groups[4:]):
            card.body.addWidget(Text(" - ".join(half), "figure", weight=500, centre=True))
        card.setAccessibleName(self._code)
        return card

    def _ways(self) -> QHBoxLayout:
        self.print = Button(_("Print"), icon="printer")
        self.save = Button(_("Save as PDF"), icon="download")
        self.copy = Button(_("Copy"), icon="copy")
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().s)
        for way in (self.print, self.save, self.copy):
            row.addWidget(way)
        row.addStretch(1)
        return row

    def _end(self) -> QHBoxLayout:
        self.kept = Checkbox(_("I have printed it or written it down"))
        self.go = Button(_("Open the salon"), "primary", key="Enter")
        self.go.setEnabled(False)
        self.kept.toggled.connect(self._keep)
        self.go.clicked.connect(self.finished)
        row = QHBoxLayout()
        row.addWidget(self.kept, 1)
        row.addWidget(self.go)
        return row

    def _keep(self, kept: bool) -> None:
        """From now on Enter opens the salon, as its key says."""
        self.go.setEnabled(kept)
        if kept:
            self.go.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self._say(_("The code is copied. Paste it where it stays safe."))

    def _print(self) -> None:
        from salon_pos.ui.firstrun import recovery_sheet

        if not recovery_sheet.has_printer():
            self._say(_("No printer is set up here. Save the sheet as a PDF instead."))
            return
        recovery_sheet.print_sheet(self._salon, self._code, language=screen().language)
        self._say(_("The sheet went to the printer. See that it came out."))

    def _save(self) -> None:
        """The system's own dialog: a stick that was just plugged in is found there."""
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        proposed = Path(documents) / f"{_('Recovery code')}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as PDF"), str(proposed), "PDF (*.pdf)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Save the sheet as a PDF, or say that this place takes none."""
        from salon_pos.ui.firstrun import recovery_sheet

        try:
            recovery_sheet.save_pdf(path, self._salon, self._code, language=screen().language)
        except OSError:
            self._say(_("Nothing can be saved there. Choose another folder."))
        else:
            self._say(_("Saved: {file}", file=str(path)))

    def _say(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.show()
