"""Emptying a layout, where a screen shows something else in the same place."""

from PySide6.QtWidgets import QLayout


def clear(layout: QLayout) -> None:
    """Hide and delete every widget in `layout`; its stretches go too."""
    while (entry := layout.takeAt(0)) is not None:
        if widget := entry.widget():
            widget.hide()
            widget.deleteLater()
