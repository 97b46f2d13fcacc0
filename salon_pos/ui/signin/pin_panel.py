"""PinPanel: a question that somebody answers with their PIN, asked inside the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.ui import theme
from salon_pos.ui.signin.pin_entry import PinEntry
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.paragraph import Paragraph

_WIDE, _WIDER = 480, 860
_LOW = 760  # below this height the words stand beside the pad, not above it


class PinPanel(Panel):
    """Title and sentence in `words`, where more may follow; then `lay_out` puts the pad, if there
    is one, and the key that leaves."""

    def __init__(self, host: QWidget, title: str, sentence: str, *, leave: str) -> None:
        self._beside = host.height() < round(_LOW * theme.current().scale)
        super().__init__(host, width=_WIDER if self._beside else _WIDE)
        self.entry: PinEntry | None = None
        self.words = QVBoxLayout()
        self.words.setSpacing(theme.tokens().l)
        self.words.addWidget(Paragraph(title, "lead", weight=500))
        self.words.addWidget(Paragraph(sentence, tone="muted"))
        self.cancel = Button(leave, "quiet", key="Esc")
        self.cancel.clicked.connect(self.dismiss)

    def first_focus(self) -> QWidget | None:
        return self.entry or self.cancel

    def lay_out(self, entry: PinEntry | None) -> None:
        """Put everything in its place; without `entry` there is nobody to ask."""
        self.entry = entry
        t, beside = theme.tokens(), self._beside and entry is not None
        halves = QHBoxLayout() if beside else QVBoxLayout()
        halves.setSpacing(t.xxl if beside else t.l)
        halves.addLayout(self.words, 1)
        self.body.addLayout(halves)
        if entry is not None:
            halves.addWidget(entry)
        if beside:
            self.words.addStretch(1)
        (self.words if beside else self.body).addWidget(
            self.cancel, 0, Qt.AlignmentFlag.AlignHCenter
        )

    def refuse(self, refusal: Refusal) -> None:
        """Say why the PIN was not taken, ready for the next try."""
        if self.entry is not None:
            self.entry.refuse(refusal)
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
