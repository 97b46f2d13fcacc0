"""StatKey: a balance on a quiet block that does something when it is pressed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.pressable import Pressable


class StatKey(Pressable):
    """Looks like a `Stat`: its name, how much, one quiet line. Resting (`setEnabled`), it tells."""

    def __init__(
        self, caption: str, figure: str, note: str = "", *, note_tone: str = "muted"
    ) -> None:
        super().__init__(f"{caption}: {figure}")
        self.caption, self.figure, self.note = caption, figure, note
        self._note_tone = note_tone
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleDescription(note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        t = theme.tokens()
        lines = 2 * wrap.line_height("caption") + wrap.line_height("lead")
        return QSize(0, lines + 2 + 2 * t.m)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.tokens().hit, self.sizeHint().height())

    def figure_width(self) -> int:
        """How wide it must be to show its figure whole."""
        return int(wrap.text_width(self.figure, "lead", 500)) + 1 + 2 * theme.tokens().m

    def whole_width(self) -> int:
        """How wide it must be to cut none of its lines."""
        small = max(wrap.text_width(words, "caption") for words in (self.caption, self.note))
        return max(int(small) + 1 + 2 * theme.tokens().m, self.figure_width())

    def is_cut(self) -> bool:
        return self.whole_width() > self.width()

    def paintEvent(self, event) -> None:
        t, box = theme.tokens(), self.box()
        share = 0.14 if self.isDown() else 0.06 if self.underMouse() and self.isEnabled() else 0
        with QPainter(self) as p:
            paint.fill(p, box, paint.blend("sunk", "ink", share), t.card)
            if self.hasFocus():
                paint.ring(p, box, t.card)
            inner = box.adjusted(t.m, t.m, -t.m, -t.m)
            self._words(p, inner)

    def _words(self, p: QPainter, inner: QRectF) -> None:
        small, large = wrap.line_height("caption"), wrap.line_height("lead")
        top = inner.top()
        line = QRectF(inner.left(), top, inner.width(), small)
        paint.draw_cut(p, line, self.caption, "caption", tone="muted")
        line = QRectF(inner.left(), top + small + 1, inner.width(), large)
        paint.draw_cut(p, line, self.figure, "lead", weight=500)
        line = QRectF(inner.left(), top + small + large + 2, inner.width(), small)
        paint.draw_cut(p, line, self.note, "caption", tone=self._note_tone)
