"""Confirm: the rare question before something that cannot be undone, asked inside the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.paragraph import Paragraph

_WIDE = 440


class Panel(Overlay):
    """A card in the middle of the dimmed window; `body` is its column. It grows and shrinks with
    what it says: an error beneath a field is seen."""

    def __init__(self, host: QWidget, *, width: int = _WIDE) -> None:
        super().__init__(host)
        self._wide = width
        self.card = Card(parent=self)
        self.card.mousePressEvent = lambda event: event.accept()  # a tap inside stays inside
        self.body: QVBoxLayout = self.card.body
        edge = theme.tokens().xl
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.card:
            self.arrange()
        return super().eventFilter(watched, event)

    def arrange(self) -> None:
        t = theme.tokens()
        width = min(round(self._wide * theme.current().scale), self.width() - 2 * t.l)
        height = max(self.body.totalHeightForWidth(width), self.body.totalMinimumSize().height())
        height = min(height, self.height() - 2 * t.l)
        self.card.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )


class Confirm(Panel):
    """`accepted` when the deed is confirmed by Enter or a tap; Esc and `no` leave it undone."""

    accepted = Signal()

    def __init__(
        self, host: QWidget, title: str, sentence: str, *, yes: str, no: str, danger: bool = True
    ) -> None:
        super().__init__(host)
        self.yes = Button(yes, "danger" if danger else "primary", key="Enter")
        self.no = Button(no, "secondary", key="Esc")
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        self.body.addWidget(Paragraph(sentence, tone="muted"))
        self.body.addSpacing(theme.tokens().s)
        self.body.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(theme.tokens().s)
        keys.addStretch(1)
        keys.addWidget(self.no)
        keys.addWidget(self.yes)
        self.body.addLayout(keys)
        self.yes.clicked.connect(self._accept)
        self.no.clicked.connect(self.dismiss)

    def first_focus(self) -> QWidget | None:
        return self.yes

    def _accept(self) -> None:
        self.dismiss()
        self.accepted.emit()


def ask(
    host: QWidget, title: str, sentence: str, on_yes: Callable[[], None], *, yes: str, no: str,
    danger: bool = True,
) -> Confirm:  # fmt: skip
    """Open the question; `on_yes` runs only if it is confirmed. It removes itself when left."""
    question = Confirm(host, title, sentence, yes=yes, no=no, danger=danger)
    question.accepted.connect(on_yes)
    question.closed.connect(question.deleteLater)
    question.open()
    return question
