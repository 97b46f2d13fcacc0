"""Safety: the recovery code for the owner, and where the salon's file lies."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salon_pos.db import salon_file
from salon_pos.db.connection import FileProblem
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Right
from salon_pos.domain.words import N_
from salon_pos.i18n import Words, _, screen
from salon_pos.printing.recovery import recovery_paper
from salon_pos.ui import theme
from salon_pos.ui.backoffice.section import Key, Section, widest_card
from salon_pos.ui.desk import Desk
from salon_pos.ui.receipt.pdf_file import receipt_folder
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.settings import look_at_recovery_code

FILE_NAME = "salon-recovery-code.pdf"


class SafetySection(Section):
    """The code is never in sight before it was asked for, and each look is written down."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        t = theme.tokens()
        self.saved_file: Path | None = None
        self._code = ""
        self.show_code = Button(_("Show the recovery code"), "primary", icon="eye", key="F9")
        self.code = Paragraph("", "figure", weight=700, centre=True)
        self.save_pdf = Button(_("Save as PDF"), icon="download", key="Ctrl+S")
        self.open_pdf = Button(_("Open it to print"), icon="printer")
        self.needs = Banner(
            _("Only an owner sees the recovery code. Ask an owner to sign in."), "info", icon="lock"
        )
        scroll = ScrollColumn()
        scroll.body.addWidget(self._code_card())
        scroll.body.addWidget(self._file_card())
        scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        column.setSpacing(t.l)
        self.show_code.clicked.connect(self.show_or_hide)
        self.save_pdf.clicked.connect(self.save)
        self.open_pdf.clicked.connect(self._open)

    def shown(self) -> None:
        """The code is put away whenever this page is come to."""
        may = self.desk.may(Right.SEE_RECOVERY_CODE)
        self.show_code.setVisible(may)
        self.needs.setVisible(not may)
        self._show_code("")
        self.open_pdf.hide()

    def look_again(self) -> None:
        """Nothing here changes by a deed."""

    def take_focus(self) -> None:
        if self.show_code.isVisible():
            self.show_code.setFocus()

    def own_keys(self) -> Sequence[Key]:
        return (("F9", _("Show the recovery code, or put it away"), self.show_or_hide),)

    def show_or_hide(self) -> None:
        """Show the code, or put it away."""
        if self._code:
            self._show_code("")
        else:
            self.desk.perform(look_at_recovery_code, then=lambda _: self._read())

    def save(self) -> None:
        """Draw the code on paper and save it, beside the window's work."""
        code, words = self._code, screen()
        salon, folder = self.desk.settings.name, receipt_folder()
        if code:
            self.desk.work(lambda _: write_code(folder, salon, code, words), then=self._saved)

    def forget_drafts(self) -> None:
        """Whoever leaves the page leaves no code behind."""
        self._show_code("")

    def _code_card(self) -> Card:
        card = Card()
        keys = QHBoxLayout()
        keys.setSpacing(theme.tokens().s)
        for button in (self.show_code, self.save_pdf, self.open_pdf):
            keys.addWidget(button)
        keys.addStretch(1)
        card.body.addWidget(Text(_("Recovery code"), "lead", weight=500))
        card.body.addWidget(
            Paragraph(
                _(
                    "The salon’s file is locked with a key that this machine keeps. If the machine "
                    "is lost, only the recovery code opens the file or a copy of it. Keep it on "
                    "paper, away from the machine."
                ),
                tone="muted",
            )
        )
        card.body.addWidget(self.needs)
        card.body.addWidget(self.code)
        card.body.addLayout(keys)
        card.setMaximumWidth(widest_card())
        return card

    def _file_card(self) -> Card:
        card = Card()
        self.folder = Paragraph(str(salon_file.folder()), weight=500)
        card.body.addWidget(Text(_("Where the salon’s file lies"), "lead", weight=500))
        card.body.addWidget(self.folder)
        card.body.addWidget(
            Paragraph(
                _(
                    "Copy the whole folder while the program is closed, for instance to a USB "
                    "stick. The key is not in it: keep the recovery code as well."
                ),
                tone="muted",
            )
        )
        card.setMaximumWidth(widest_card())
        return card

    def _read(self) -> None:
        try:
            self._show_code(salon_file.recovery_code(salon_file.folder()))
        except FileProblem as problem:
            self.shell.refuse(Refusal(problem.key, problem.text))

    def _show_code(self, code: str) -> None:
        groups = code.split("-")
        self.code.setText("\n".join("  ".join(groups[n : n + 4]) for n in range(0, len(groups), 4)))
        self._code = code
        self.code.setVisible(bool(code))
        self.save_pdf.setVisible(bool(code))
        self.show_code.set_look("secondary" if code else "primary")
        self.show_code.set_label(_("Put it away") if code else _("Show the recovery code"))

    def _saved(self, file: Path) -> None:
        self.saved_file = file
        self.open_pdf.show()
        self.shell.toast(
            _("The code is saved as {file}. Print it, then delete the file.", file=str(file))
        )

    def _open(self) -> None:
        if self.saved_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved_file)))


def write_code(folder: Path, salon: str, code: str, words: Words) -> Path:
    """Draw and save the code as a PDF that only its owner's user can read. Refuses a folder that
    cannot be written."""
    from salon_pos.printing.pdf import receipt_pdf  # so that the window opens without it

    paper = receipt_pdf(recovery_paper(salon, code, words), words.language)
    file = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(paper.pdf)
    except OSError:
        refuse(
            "no_access",
            N_("{folder} cannot be written. Free some space or change its rights."),
            folder=str(folder),
        )
    return file
