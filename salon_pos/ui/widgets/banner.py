"""Banner: something to know, in words, before going on; EmptyState: what to do first."""

from typing import Literal

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.paragraph import Paragraph

_SIGNS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "triangle-alert"}
_SIGN = 22
_LARGE = 40


class Banner(QWidget):
    """A newline in `sentence` makes its first line a heading. `acted` is the optional action."""

    acted = Signal()

    def __init__(
        self, sentence: str, tone: Literal["info", "ok", "warn", "bad"] = "info", *, icon: str = "",
        action: str = "", key: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tone, self._icon = tone, icon or _SIGNS[tone]
        t, sign = theme.tokens(), round(_SIGN * theme.current().scale)
        row = QHBoxLayout(self)
        row.setContentsMargins(t.m + sign + t.s + 2, t.m, t.m, t.m)
        row.setSpacing(t.m)
        self.words = Paragraph(sentence, "body", tone=tone, lead_line=True)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.action = Button(action, "secondary", key=key) if action else None
        if self.action:
            row.addWidget(self.action)
            self.action.clicked.connect(self.acted)
        self.setAccessibleName(sentence)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_sentence(self, sentence: str) -> None:
        """Say something else."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)

    def paintEvent(self, event) -> None:
        t = theme.tokens()
        with QPainter(self) as p:
            paint.fill(p, self.rect().toRectF(), theme.colour(f"{self._tone}_soft"), t.control)
            side = round(_SIGN * theme.current().scale)
            paint.draw_icon(p, self._icon, self._tone, QPointF(t.m, self.words.y()), size=side)


class Picture(QWidget):
    """An icon by itself, tinted; the words beside it carry the meaning."""

    def __init__(
        self, icon: str, px: int, tone: str = "faint", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        side = round(px * theme.current().scale)
        self.setFixedSize(side, side)

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            paint.draw_icon(p, self._icon, self._tone, QPointF(0, 0), size=self.width())


class EmptyState(QWidget):
    """An empty screen says what to do first; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(
        self, icon: str, sentence: str, *, action: str = "", key: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(theme.tokens().m)
        self.words = Paragraph(sentence, "body", tone="muted", centre=True)
        self.action = Button(action, "secondary", key=key) if action else None
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(Picture(icon, _LARGE), 0, middle)
        column.addWidget(self.words)
        if self.action:
            column.addWidget(self.action, 0, middle)
            self.action.clicked.connect(self.acted)
        column.addStretch(1)
