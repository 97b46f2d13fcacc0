"""SlideOver: a panel that slides in from the right over the dimmed window."""

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.overlay import Overlay

_SHADOW = 28


class _Panel(QWidget):
    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("surface"))

    def mousePressEvent(self, event) -> None:
        event.accept()


class SlideOver(Overlay):
    """Three parts with a line between: `header`, `body`, `footer` (layouts to add to). `fraction`
    is its share of the window's width, never less than `least` pixels at 100 % text scale."""

    def __init__(
        self, host: QWidget, close_word: str, *, fraction: float = 0.6, least: int = 560,
        footer: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(host)
        self._fraction, self._least = fraction, least
        self.panel = _Panel(self)
        t = theme.tokens()
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header, self.body, self.footer = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.close_button = IconButton("x", close_word, bare=True, key="Esc")
        self.close_button.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        top.setContentsMargins(t.xxl, t.l, t.xl, t.l)
        top.addLayout(self.header, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addWidget(Line())
        self.body.setContentsMargins(t.xxl, t.l + t.xs, t.xxl, t.l)
        column.addLayout(self.body, 1)
        if footer:
            column.addWidget(Line())
            self.footer.setContentsMargins(t.xxl, t.l, t.xxl, t.xl)
            column.addLayout(self.footer)
        self._slide = QPropertyAnimation(self.panel, b"geometry", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def open(self) -> None:
        super().open()
        length = theme.current().motion_ms
        if length:
            end = self._place()
            self._slide.setDuration(length)
            self._slide.setStartValue(end.translated(end.width() // 6, 0))
            self._slide.setEndValue(end)
            self._slide.start()

    def arrange(self) -> None:
        self._slide.stop()
        self.panel.setGeometry(self._place())

    def first_focus(self) -> QWidget | None:
        """The first input or button of the body; the way out comes last."""
        stops = [w for w in self._stops() if w is not self.close_button]
        return stops[0] if stops else self.close_button

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        edge = self.panel.x()
        with QPainter(self) as p:
            shade = QLinearGradient(edge - _SHADOW, 0, edge, 0)
            shade.setColorAt(0, QColor(30, 24, 20, 0))
            shade.setColorAt(1, QColor(30, 24, 20, 60))
            p.fillRect(QRectF(edge - _SHADOW, 0, _SHADOW, self.height()), shade)

    def _place(self) -> QRect:
        least = round(self._least * theme.current().scale)
        width = min(self.width(), max(round(self.width() * self._fraction), least))
        return QRect(self.width() - width, 0, width, self.height())
