"""Form: inputs in a column with Save and Cancel; a refusal goes beside the field it names."""

from itertools import pairwise
from typing import Any, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.scroll import ScrollColumn

_TAB = Qt.FocusPolicy.TabFocus


class Input(Protocol):
    """What a form asks of an input: all inputs of the kit have it."""

    def value(self) -> Any: ...

    def set_value(self, value: Any) -> None: ...


class Form(QWidget):
    """`saved(values)` with a dict by name on Enter or the Save button; `cancelled` on Esc. Nothing
    is judged here: the screen tries, and shows what is refused with `show_refusal`."""

    saved = Signal(dict)
    cancelled = Signal()

    def __init__(
        self, save_word: str, cancel_word: str = "", *, pad: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        t = theme.tokens()
        self.inputs: dict[str, Input] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.l)
        self.area = ScrollColumn(pad=pad)
        self.refusal: Banner | None = None
        self.save = Button(save_word, "primary", key="Enter")
        self.cancel = Button(cancel_word, "secondary", key="Esc", parent=self)
        self.cancel.setVisible(bool(cancel_word))
        keys = QHBoxLayout()
        keys.setContentsMargins(pad, 0, pad, pad)
        keys.setSpacing(t.s)
        keys.addStretch(1)
        keys.addWidget(self.cancel)
        keys.addWidget(self.save)
        column.addWidget(self.area, 1)
        column.addLayout(keys)
        self.area.body.addStretch(1)
        self.save.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.cancelled)

    def add(self, name: str, widget: QWidget) -> None:
        """Add an input under the name that refusals and values use."""
        self.inputs[name] = cast(Input, widget)
        self._put(widget)

    def add_row(self, *pairs: tuple[str, QWidget]) -> None:
        """Several inputs side by side, sharing the width."""
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().m)
        for name, widget in pairs:
            self.inputs[name] = cast(Input, widget)
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.area.body.insertLayout(self.area.body.count() - 1, row)

    def add_part(self, widget: QWidget) -> None:
        """A heading or a sentence between the inputs."""
        self._put(widget)

    def values(self) -> dict[str, Any]:
        return {name: widget.value() for name, widget in self.inputs.items()}

    def set_values(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            self.inputs[name].set_value(value)

    def submit(self) -> None:
        self.clear_errors()
        self.saved.emit(self.values())

    def show_refusal(self, field: str, sentence: str) -> None:
        """Beside the named field, which gets the focus; without such a field, above them all."""
        widget = self.inputs.get(field)
        if isinstance(widget, Labelled):
            widget.set_error(sentence)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.bring(widget)
            return
        self.clear_errors()
        self.refusal = Banner(sentence, "bad")
        self.area.body.insertWidget(0, self.refusal)
        self.area.bring(self.refusal)

    def clear_errors(self) -> None:
        if self.refusal is not None:
            self.refusal.hide()
            self.refusal.deleteLater()
            self.refusal = None
        for widget in self.inputs.values():
            if isinstance(widget, Labelled):
                widget.clear_error()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not isinstance(self.focusWidget(), QPlainTextEdit):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.cancel.isVisibleTo(self):
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _put(self, widget: QWidget) -> None:
        self.area.body.insertWidget(self.area.body.count() - 1, widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab comes to Save and Cancel after the inputs, though they were made before them. Only
        now: of a form without a window Qt takes the order for a ring and leaves it alone."""
        super().showEvent(event)
        stops = [w for w in self.area.findChildren(QWidget) if w.focusPolicy() & _TAB]
        for before, after in pairwise((*stops[-1:], self.cancel, self.save)):
            QWidget.setTabOrder(before, after)
