"""The staff strip: one tap says who does the selected and the following lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap
from salon_pos.ui.widgets.strip import Strip

MOST_IN_SIGHT = 5


@dataclass(frozen=True)
class Person:
    """A block of the strip: `price` is what the line would cost, shown before it is so."""

    id: int
    name: str
    price: str = ""


class StaffStrip(Strip):
    """`tapped(staff_id)`, also for one that is chosen already. A digit chooses by place, arrows
    move, Space and Enter tap."""

    tapped = Signal(int)
    ground = "surface"

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.people: list[Person] = []
        self.chosen_ids: frozenset[int] = frozenset()
        super().__init__(name, [], pad=theme.tokens().m, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(theme.tokens().hit + theme.tokens().xs)

    def show_people(self, people: Sequence[Person], chosen: Collection[int]) -> None:
        """Who stands on it, and who of them does the line."""
        if list(people) != self.people:
            self.people = list(people)
            self.set_options([(p.id, p.name) for p in people], self._held())
        if frozenset(chosen) != self.chosen_ids:
            self.chosen_ids = frozenset(chosen)
            lead = next((n for n, p in enumerate(self.people) if p.id in self.chosen_ids), None)
            if lead is not None:
                self.at = lead
                self._seen()
        self._describe()
        self.update()

    def tap(self, place: int) -> None:
        """As a tap on the block at `place`; nothing beyond the last."""
        if 0 <= place < len(self.people):
            self.at = place
            self._seen()
            self.tapped.emit(self.people[place].id)

    def mouseReleaseEvent(self, event) -> None:
        if not self._dragged:
            for place in range(len(self.people)):
                if self.box(place).contains(event.position()):
                    self.tap(place)
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        step = {keys.Key_Left: -1, keys.Key_Right: 1}.get(keys(event.key()))
        if step:
            self.at = max(0, min(self.at + step, len(self.people) - 1))
            self._seen()
            self._describe()
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self.tap(self.at)
        elif event.text() in tuple("123456789"):
            self.tap(int(event.text()) - 1)
        else:
            event.ignore()

    def draw(self, p: QPainter, place: int, box: QRectF) -> None:
        t, person = theme.tokens(), self.people[place]
        chosen, held = person.id in self.chosen_ids, self.hasFocus() and place == self.at
        block = box.adjusted(0, 0, -self._gap(), 0)
        paint.fill(p, block, theme.colour("accent" if chosen else "sunk"), t.control)
        if held:
            inner = block.adjusted(3, 3, -3, -3) if chosen else block
            paint.ring(p, inner, t.control - 3, tone="on_accent" if chosen else "accent")
        tone, weight = ("on_accent", 500) if chosen else ("ink", 400)
        middle = Qt.AlignmentFlag.AlignHCenter
        words = block.adjusted(t.xs, 0, -t.xs, 0)
        if person.price:
            name_high, price_high = wrap.line_height("body"), wrap.line_height("caption")
            top = words.top() + (words.height() - name_high - price_high) / 2 + 1
            words = QRectF(words.left(), top, words.width(), name_high)
            under = QRectF(words.left(), words.bottom() - 2, words.width(), price_high)
            quiet = "on_accent" if chosen else "muted"
            paint.draw_cut(p, under, person.price, "caption", tone=quiet, align=middle)
        paint.draw_cut(p, words, person.name, "body", tone=tone, weight=weight, align=middle)

    def _width(self, place: int) -> int:
        """An even share of the strip, more where a name needs it, and no less than a hit."""
        person = self.people[place]
        words = max(
            wrap.text_width(person.name, "body", 500), wrap.text_width(person.price, "caption")
        )
        needed = max(theme.tokens().hit + theme.tokens().s, int(words) + 2 * theme.tokens().s)
        share = (self.width() + self._gap()) // max(1, min(len(self.people), MOST_IN_SIGHT))
        return max(share, needed + self._gap())

    def _whole(self) -> int:
        return max(0, super()._whole() - self._gap())

    def _held(self) -> int | None:
        return self.people[self.at].id if 0 <= self.at < len(self.people) else None

    def _describe(self) -> None:
        named = [p.name for p in self.people if p.id in self.chosen_ids]
        self.setAccessibleDescription(", ".join(named))

    @staticmethod
    def _gap() -> int:
        return theme.tokens().xs + 2
