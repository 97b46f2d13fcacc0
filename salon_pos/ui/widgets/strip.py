"""What tabs and the category bar share: a row of words, one chosen, scrolling when too many."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Weight
from salon_pos.ui.widgets import paint, wrap

Option = tuple[Hashable, str]
_DRAG = 8


class Strip(QWidget):
    """`options` are (key, words). Left/Right choose, a tap chooses, a drag or the wheel scrolls;
    the chosen one is always in sight. `picked(key)` when the choice changes."""

    picked = Signal(object)

    def __init__(
        self, name: str, options: Sequence[Option], *, pad: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._pad, self._shift, self._pressed_at, self._dragged = pad, 0.0, 0.0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.tokens().hit)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_options(options)

    def set_options(self, options: Sequence[Option], chosen: Hashable = None) -> None:
        """Other options; the first is chosen where `chosen` is none of them."""
        self.options = list(options)
        keys = [key for key, _ in self.options]
        self.at = keys.index(chosen) if chosen in keys else 0
        self._seen()

    def chosen(self) -> Hashable | None:
        """The key of the chosen option; None where there are none."""
        return self.options[self.at][0] if self.options else None

    def choose(self, key: Hashable) -> None:
        """Choose and tell; choosing what is chosen does nothing."""
        place = next((n for n, (k, _) in enumerate(self.options) if k == key), self.at)
        if place != self.at:
            self.at = place
            self._seen()
            self.picked.emit(self.options[place][0])

    def sizeHint(self) -> QSize:
        return QSize(self._whole(), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * theme.tokens().hit, self.height())

    def box(self, place: int) -> QRectF:
        """Where the option at `place` lies now, in pixels."""
        left = sum(self._width(n) for n in range(place)) - self._shift
        return QRectF(round(left), 0, self._width(place), self.height())

    def mousePressEvent(self, event) -> None:
        self._pressed_at, self._dragged = event.position().x(), False

    def mouseMoveEvent(self, event) -> None:
        gone = event.position().x() - self._pressed_at
        if self._dragged or abs(gone) > _DRAG:
            self._dragged, self._pressed_at = True, event.position().x()
            self._scroll(-gone)

    def mouseReleaseEvent(self, event) -> None:
        if not self._dragged:
            for n, (key, _) in enumerate(self.options):
                if self.box(n).contains(event.position()):
                    self.choose(key)

    def wheelEvent(self, event) -> None:
        turn = event.angleDelta()
        self._scroll(-(turn.x() or turn.y()) / 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step and 0 <= self.at + step < len(self.options):
            self.choose(self.options[self.at + step][0])
        elif not step:
            super().keyPressEvent(event)

    def resizeEvent(self, event) -> None:
        self._seen()

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            for n in range(len(self.options)):
                self.draw(p, n, self.box(n))
            self._fade(p)

    def draw(self, p: QPainter, place: int, box: QRectF) -> None:
        """Draw one option; the subclasses differ here."""
        raise NotImplementedError

    def words(self, p: QPainter, place: int, box: QRectF, *, tone: str, weight: Weight) -> None:
        """Write an option's words in the middle of its box."""
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.draw_cut(
            p, box, self.options[place][1], "body", tone=tone, weight=weight, align=middle
        )

    def _width(self, place: int) -> int:
        return int(wrap.text_width(self.options[place][1], "body", 500)) + 1 + 2 * self._pad

    def _whole(self) -> int:
        return sum(self._width(n) for n in range(len(self.options)))

    def _scroll(self, by: float) -> None:
        most = max(0, self._whole() - self.width())
        self._shift = max(0.0, min(self._shift + by, most))
        self.update()

    def _seen(self) -> None:
        """Bring the chosen option into sight, with a little of its neighbour."""
        if self.options:
            self.setAccessibleDescription(self.options[self.at][1])
            box, peek = self.box(self.at), theme.tokens().xl
            if box.left() < peek:
                self._scroll(box.left() - peek)
            elif box.right() > self.width() - peek:
                self._scroll(box.right() - self.width() + peek)
        self._scroll(0)

    def _fade(self, p: QPainter) -> None:
        """A chevron on either side where more options wait."""
        t = theme.tokens()
        y = (self.height() - t.l) / 2
        for waits, x, name in (
            (self._shift > 0, 0, "chevron-left"),
            (self._shift < self._whole() - self.width() - 1, self.width() - t.l, "chevron-right"),
        ):
            if waits:
                covered = QRectF(x, t.s, t.l, self.height() - 2 * t.s)
                p.fillRect(covered, theme.colour(self.ground))
                paint.draw_icon(p, name, "muted", QRectF(x, y, 0, 0).topLeft(), size=t.l)

    ground = "bg"
