"""What every input of a form shares: a label above, a hint or an error sentence beneath."""

from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text


class Sentence(Paragraph):
    """The line beneath an input: a quiet hint, or an error with its sign."""

    _SIGN = 16

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "small", tone="muted", parent=parent)
        self.wrong = False

    def tell(self, text: str, *, wrong: bool) -> None:
        """Say a hint, or what is `wrong`; hidden where there is nothing to say."""
        self.wrong = wrong
        self.set_tone("bad" if wrong else "muted")
        inset = self._inset() if wrong else 0
        self.setContentsMargins(inset, 0, 0, 0)
        self.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QEvent) -> None:
        super().paintEvent(event)
        if self.wrong:
            with QPainter(self) as p:
                paint.draw_icon(p, "circle-alert", "bad", QPointF(0, 2), size=self._side())

    def _side(self) -> int:
        return round(self._SIGN * theme.current().scale)

    def _inset(self) -> int:
        return self._side() + theme.tokens().xs


class Labelled(QWidget):
    """A label, a control, a sentence. Subclasses call `hold(control)` once and implement
    `value`, `set_value` and `mark_wrong`."""

    changed = Signal()

    def __init__(self, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().xs)
        self.caption = Text(label, "small", tone="muted", parent=self)
        self.caption.setVisible(bool(label))
        self.sentence = Sentence(self)
        self.sentence.tell(hint, wrong=False)
        self._label = label

    def hold(self, control: QWidget) -> None:
        """Put the control between label and sentence, named after the label."""
        self._control = control
        for widget in (self.caption, control, self.sentence):
            self._column.addWidget(widget)
        control.setAccessibleName(self._label or control.accessibleName())
        self.setFocusProxy(control)

    def error(self) -> str:
        """The error shown, or an empty string."""
        return self.sentence.text() if self.sentence.wrong else ""

    def set_error(self, sentence: str) -> None:
        """Say beneath the input what is wrong and what is expected, and mark the input."""
        self.sentence.tell(sentence, wrong=True)
        self._control.setAccessibleDescription(sentence)
        self.mark_wrong(True)

    def set_hint(self, hint: str) -> None:
        """Another quiet sentence; it waits behind an error."""
        self._hint = hint
        if not self.sentence.wrong:
            self.sentence.tell(hint, wrong=False)
            self._control.setAccessibleDescription(hint)

    def clear_error(self) -> None:
        """Back to the hint."""
        if self.sentence.wrong:
            self.sentence.tell(self._hint, wrong=False)
            self._control.setAccessibleDescription(self._hint)
            self.mark_wrong(False)

    def mark_wrong(self, wrong: bool) -> None:
        """Show on the control itself that it is wrong."""
        self._control.setProperty("wrong", wrong)
        self._control.style().polish(self._control)
        self._control.update()

    def tell_changed(self) -> None:
        """An edited input is not wrong until it is judged again."""
        self.clear_error()
        self.changed.emit()
