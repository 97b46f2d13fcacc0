"""A receipt of money that changed hands beside a sale: to look at, to print, to send."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_
from salon_pos.i18n import _
from salon_pos.printing.layout import PaperLine
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.paper_file import write_paper
from salon_pos.ui.receipt.paper import Paper
from salon_pos.ui.receipt.pdf_file import receipt_folder, show_file
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Slip:
    """Its `lines`, for a `copy` or not; the language they are in, and its file's name without an
    ending."""

    lines: Callable[[bool], tuple[PaperLine, ...]]
    language: str
    name: str


class SlipPage(SlideOver):
    """Opens right after the deed, and later from the statement; then its PDF is marked as a `copy`.
    Enter closes it."""

    def __init__(
        self, shell: Shell, desk: Desk, title: str, slip: Slip, *, copy: bool = False
    ) -> None:
        super().__init__(shell, _("Close"), fraction=0.42, least=520)
        self._shell, self._desk, self._slip, self._copy = shell, desk, slip, copy
        self.header.addWidget(Text(title, "title", weight=500), 1)
        self.paper = Paper(slip.lines(False))
        column = ScrollColumn()
        column.body.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignHCenter)
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
        self.pdf = Button(_("Receipt as PDF"), icon="file-text", key="F7", big=True)
        self.done = Button(_("Done"), "primary", key="Enter", big=True)
        self.pdf.clicked.connect(self.save)
        self.done.clicked.connect(self.dismiss)
        self.footer.addWidget(self.pdf)
        self.footer.addStretch(1)
        self.footer.addWidget(self.done)
        shell.bind(self, "F7", _("Receipt as PDF"), self.pdf.click)

    def first_focus(self) -> QWidget | None:
        return self.done

    def save(self) -> None:
        """Write it to a file beside the window's thread, say where it lies, and open it."""
        self.done.setFocus()  # or Enter, meant to close, would save it once more
        folder, shell = receipt_folder(), self._shell

        def drawn(file: Path) -> None:
            shell.toast(_("The receipt is saved as {file}.", file=str(file)))
            show_file(file)

        write = partial(write_slip, self._slip, folder, copy=self._copy)
        self._desk.work(lambda _task: write(), then=drawn)


def write_slip(slip: Slip, folder: Path, *, copy: bool) -> Path:
    """Draw the receipt and save it; the file. Slow: call it on a worker. Refuses a folder that
    cannot be written."""
    file = folder / f"{slip.name}{'-copy' if copy else ''}.pdf"
    try:
        write_paper(slip.lines(copy), slip.language, file)
    except OSError:
        refuse(
            "no_access",
            N_("The receipt could not be saved in {folder}. Free some space or change its rights."),
            folder=str(folder),
        )
    return file
