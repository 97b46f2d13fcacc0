"""A plain page that says what is wrong with the salon's file and leads on. It changes nothing."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.connection import FileProblem
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import Picture
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph

_WIDE = 560
_KEYS = ("no_key", "wrong_key")


def heading(key: str) -> str:
    """What is wrong, in a few words."""
    return {
        "no_key": _("This salon is locked"),
        "wrong_key": _("The salon's file does not open"),
        "foreign": _("This is not a salon's file"),
        "newer": _("This salon needs a newer Salon POS"),
        "busy": _("The salon's file is in use"),
        "no_access": _("The salon's folder cannot be written"),
    }.get(key, _("The salon's file is damaged"))


class ProblemPage(QWidget):
    """`again` (try once more), `code_typed(str)`, `folder_chosen(Path)`."""

    again = Signal()
    code_typed = Signal(str)
    folder_chosen = Signal(object)

    def __init__(self, problem: FileProblem, folder: Path) -> None:
        super().__init__()
        self.problem, self._folder = problem, folder
        t = theme.tokens()
        self.card = Card()
        self.card.setFixedWidth(round(_WIDE * theme.current().scale))
        body = self.card.body
        body.setContentsMargins(t.xxl, t.xxl, t.xxl, t.xxl)
        body.setSpacing(t.l)
        icon = "key-round" if problem.key in _KEYS else "file-warning"
        body.addWidget(Picture(icon, 40, "warn"))
        self.heading = Paragraph(heading(problem.key), "title", weight=500)
        self.sentence = Paragraph(_(problem.text))
        body.addWidget(self.heading)
        body.addWidget(self.sentence)
        body.addWidget(Paragraph(_("Folder: {folder}", folder=str(folder)), "small", tone="muted"))
        self.code: Field | None = None
        if problem.key in _KEYS:
            self._add_code(body)
        body.addSpacing(t.s)
        body.addLayout(self._buttons())
        around = QGridLayout(self)
        around.addWidget(self.card, 0, 0, Qt.AlignmentFlag.AlignCenter)

    def refuse(self, refusal: Refusal) -> None:
        """The typed code does not fit: say so beside it."""
        if self.code is not None:
            self.code.set_error(screen().sentence(refusal))
            self.code.setFocus()

    def focusInEvent(self, event) -> None:
        (self.code or self.again_button).setFocus()

    def _add_code(self, body: QVBoxLayout) -> None:
        self.code = Field(
            _("Recovery code"),
            placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX",
            hint=_("It was printed when the salon was set up: eight groups of four."),
        )
        self.code.committed.connect(self._type)
        body.addWidget(self.code)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().s)
        self.again_button = Button(
            _("Open with the code") if self.code else _("Try again"), "primary", key="Enter"
        )
        self.again_button.clicked.connect(self._type if self.code else self.again)
        self.other_button = Button(_("Choose another folder"), icon="folder-open")
        self.other_button.clicked.connect(self._choose)
        row.addWidget(self.other_button)
        row.addStretch(1)
        row.addWidget(self.again_button)
        return row

    def _type(self) -> None:
        assert self.code is not None
        self.code_typed.emit(self.code.value())

    def _choose(self) -> None:
        """The system's own dialog knows the user's disks; no other native dialog is shown."""
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder"), str(self._folder))
        if chosen:
            self.folder_chosen.emit(Path(chosen))
