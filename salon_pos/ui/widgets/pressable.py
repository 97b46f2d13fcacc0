"""What everything that is pressed shares: keys, names, hover and the note for a cut label."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from salon_pos.ui.widgets import reveal


class Pressable(QAbstractButton):
    """A painted button: Space or Enter presses it, `label` is its accessible name.

    Qt's own button text is left empty, because an ampersand in a name ("Cut & colour") would
    become a hidden shortcut there."""

    def __init__(self, label: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._key = label, key
        self.setAccessibleName(label)
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def label(self) -> str:
        """The words on it."""
        return self._label

    def set_label(self, label: str) -> None:
        """Other words on it."""
        self._label = label
        self.setAccessibleName(label)
        reveal.hide_whole(self)  # what it showed whole was the old label
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Another key beside the label; "" is none."""
        self._key = key
        self.setAccessibleDescription(key)
        self.updateGeometry()
        self.update()

    def whole_words(self) -> str:
        """What is shown whole where it is cut."""
        return self.accessibleName()

    def is_cut(self) -> bool:
        """Whether the label does not fit; what it says is then shown whole on focus."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        if self.is_cut():
            reveal.show_whole(self, self.whole_words())

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        reveal.hide_whole(self)

    def box(self) -> QRectF:
        """What it paints in."""
        return QRectF(self.rect())
