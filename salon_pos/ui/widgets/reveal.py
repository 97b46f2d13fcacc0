"""The whole text of something that was cut, opened inside the window while it has the focus."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap

_WIDEST = 360


class Reveal(QWidget):
    """A small dark note below (or above) the thing it explains; one per window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.owner: QWidget | None = None
        self.text = ""
        self._lines: list[str] = []

    def tell(self, owner: QWidget, text: str, area: QRectF) -> None:
        """Show `text` beside `area`, given in `owner`'s coordinates."""
        t, window = theme.tokens(), self._window
        self.owner, self.text = owner, text
        room = min(round(_WIDEST * theme.current().scale), window.width() - 2 * t.l)
        self._lines = wrap.broken(text, "small", room - 2 * t.m)
        width = max(wrap.text_width(line, "small") for line in self._lines)
        self.resize(
            round(width) + 2 * t.m + 1, len(self._lines) * wrap.line_height("small") + 2 * t.s
        )
        below = owner.mapTo(window, QPoint(int(area.left()), int(area.bottom()) + t.xs))
        above = owner.mapTo(window, QPoint(0, int(area.top()) - t.xs)).y() - self.height()
        x = max(t.s, min(below.x(), window.width() - self.width() - t.s))
        fits = below.y() + self.height() <= window.height() - t.xs
        self.move(x, below.y() if fits else max(0, above))
        self.setAccessibleName(text)
        self.show()
        self.raise_()

    def paintEvent(self, event) -> None:
        t = theme.tokens()
        with QPainter(self) as p:
            paint.fill(p, QRectF(self.rect()), theme.colour("ink"), t.s)
            at = QRectF(self.rect()).topLeft()
            for n, line in enumerate(self._lines):
                y = t.s + n * wrap.line_height("small")
                paint.draw_line(p, at + QPoint(t.m, y), line, "small", tone="bg")


def show_whole(owner: QWidget, text: str, area: QRectF | None = None) -> None:
    """Open the whole `text` beside `owner`, or beside `area` inside it."""
    window = owner.window()
    note = find(window) or Reveal(window)
    note.tell(owner, text, area if area is not None else QRectF(owner.rect()))


def hide_whole(owner: QWidget) -> None:
    """Close the note if `owner` opened it."""
    note = find(owner.window())
    if note is not None and note.owner is owner:
        note.hide()


def find(window: QWidget) -> Reveal | None:
    """The window's note, if one was ever opened."""
    return next((c for c in window.children() if isinstance(c, Reveal)), None)
