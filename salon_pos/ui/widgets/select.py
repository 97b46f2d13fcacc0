"""Select: one of many, from a list that opens inside the window; over eight, with a search."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.pressable import Pressable
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField

SEARCH_OVER = 8
_MOST_ROWS = 7
_NARROWEST = 220

Option = tuple[Any, str]


class Opener(Pressable):
    """The closed select: the words chosen and a chevron."""

    def __init__(self, placeholder: str) -> None:
        super().__init__("")
        self.words, self._placeholder, self._wrong = "", placeholder, False
        self.setFixedHeight(theme.tokens().field)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """What is chosen."""
        self.words = words
        self.setAccessibleDescription(words)
        self.update()

    def is_cut(self) -> bool:
        t = theme.tokens()
        return wrap.text_width(self.words, "body") > self.width() - 2 * t.m - t.icon - t.s

    def sizeHint(self) -> QSize:
        t = theme.tokens()
        wide = int(wrap.text_width(self.words or self._placeholder, "body"))
        return QSize(max(wide + 2 * t.m + t.icon + t.s, 3 * t.hit), t.field)

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        t, box = theme.tokens(), self.box()
        with QPainter(self) as p:
            paint.fill(p, box, theme.colour("sunk"), t.control)
            if self.property("wrong"):
                paint.ring(p, box, t.control, tone="bad")
            if self.hasFocus():
                paint.ring(p, box, t.control)
            at = QPointF(self.width() - t.m - t.icon, (self.height() - t.icon) / 2)
            paint.draw_icon(p, "chevron-down", "muted", at, size=t.icon)
            inner = box.adjusted(t.m + 2, 0, -2 * t.m - t.icon, 0)
            tone = "ink" if self.words else "muted"
            paint.draw_cut(p, inner, self.words or self._placeholder, "body", tone=tone)


class PopOver(Overlay):
    """The open list: it lies over everything, and a tap beside it closes it."""

    picked = Signal(object)

    def __init__(
        self, opener: QWidget, options: Sequence[Option], name: str, *, words: tuple[str, str]
    ) -> None:
        super().__init__(opener.window(), dim=False)
        self._opener, self._options = opener, list(options)
        self.box = QWidget(self)
        t = theme.tokens()
        column = QVBoxLayout(self.box)
        column.setContentsMargins(t.s, t.s, t.s, t.s)
        column.setSpacing(t.xs)
        self.list = RowList(name, flush=False)
        self.search = SearchField(*words, parent=self.box)
        self.search.setVisible(len(options) > SEARCH_OVER)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.list.picked.connect(self._pick)
        self.search.textChanged.connect(self._filter)
        self.search.moved.connect(self.list.step)
        self.search.submitted.connect(lambda _: self.list.pick_current())
        self._filter("")

    def start_at(self, value: Any) -> None:
        """Make the entry of this value the current one."""
        self.list.set_current(_place(self._options, value))

    def first_focus(self) -> QWidget | None:
        return self.search if len(self._options) > SEARCH_OVER else self.list

    def arrange(self) -> None:
        t = theme.tokens()
        rows = min(len(self._options), _MOST_ROWS)
        height = rows * (t.hit + 3) + 2 * t.s
        if len(self._options) > SEARCH_OVER:
            height += t.field + t.xs
        at = self._opener.mapTo(self._host, QPoint(0, self._opener.height() + t.xs))
        room_below = self.height() - at.y() - t.s
        if height > room_below:
            above = at.y() - self._opener.height() - 2 * t.xs - height
            at.setY(max(t.s, above))
            height = min(height, self.height() - 2 * t.s)
        width = max(self._opener.width(), round(_NARROWEST * theme.current().scale))
        width = min(width, self.width() - 2 * t.s)
        left = max(t.s, min(at.x(), self.width() - width - t.s))
        self.box.setGeometry(QRect(left, at.y(), width, height))

    def pressed_outside(self) -> None:
        self.dismiss()

    def paintEvent(self, event) -> None:
        t, box = theme.tokens(), QRectF(self.box.geometry())
        with QPainter(self) as p:
            paint.soft_edge(p, box, t.card)
            paint.fill(p, box, theme.colour("surface"), t.card)
            paint.outline(p, box, theme.colour("line"), t.card)

    def _filter(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        rows = [
            Row(key=n, title=words)
            for n, (_, words) in enumerate(self._options)
            if wanted in words.casefold()
        ]
        self.list.show_entries(rows)
        if wanted and self.list.current_key() is None:
            self.list.step(1)

    def _pick(self, place: int) -> None:
        self.dismiss()
        self.picked.emit(self._options[place][0])


class Select(Labelled):
    """`options` are (value, words) pairs; `picked(value)` when another one is taken. `words` are
    the search's placeholder and the spoken name of its clear button."""

    picked = Signal(object)

    def __init__(
        self, label: str, options: Sequence[Option], *, words: tuple[str, str], value: Any = None,
        placeholder: str = "", hint: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, hint=hint, parent=parent)
        self._options, self._value, self._words = list(options), None, words
        self.opener = Opener(placeholder)
        self.hold(self.opener)
        self.opener.clicked.connect(self.open)
        self.pop_over: PopOver | None = None
        self.set_value(value)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        """Choose without telling. None shows the placeholder, unless None is an option itself."""
        place = _place(self._options, value)
        if place is None and value is not None:
            raise ValueError(f"{value!r} is not one of the options")
        self._value = value
        self.opener.show_words("" if place is None else self._options[place][1])

    def set_options(self, options: Sequence[Option], value: Any = None) -> None:
        """Other options, and which of them is chosen."""
        self._options = list(options)
        self.set_value(value)

    def open(self) -> None:
        """Open the list over the window."""
        name = self.opener.accessibleName()
        pop_over = PopOver(self.opener, self._options, name, words=self._words)
        pop_over.start_at(self._value)
        pop_over.picked.connect(self._take)
        pop_over.closed.connect(pop_over.deleteLater)
        self.pop_over = pop_over
        pop_over.open()

    def _take(self, value: Any) -> None:
        if value != self._value:
            self.set_value(value)
            self.tell_changed()
            self.picked.emit(value)


def _place(options: Sequence[Option], value: Any) -> int | None:
    return next((n for n, (key, _) in enumerate(options) if key == value), None)
