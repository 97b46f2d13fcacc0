"""EntryForm: the form of one entry of a list, and what was changed in it."""

from typing import Any, cast

from PySide6.QtWidgets import QApplication, QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.form import Form


class EntryForm(Form):
    """Subclasses add their inputs, then call `begin`; `read` gives the entry as typed, or raises
    the Refusal that names the field."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Save"), _("Cancel"), pad=theme.tokens().l + 2, parent=parent)
        self._at_first: dict[str, Any] = {}

    def begin(self, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """Take what stands in the inputs now, or `values`, for what stood there at first; what did
        until now."""
        before = self._at_first
        self._at_first = self.values() if values is None else values
        return before

    def read(self) -> Any:
        """The entry as typed."""
        raise NotImplementedError

    def is_changed(self) -> bool:
        """Whether anything was typed since `begin`."""
        return self.values() != self._at_first

    def touched(self, name: str) -> bool:
        """Whether this one input was changed."""
        return self.inputs[name].value() != self._at_first[name]

    def revert(self) -> None:
        """As it was at first."""
        self.set_values(self._at_first)
        self.clear_errors()

    def refuse(self, refusal: Refusal) -> None:
        """Say what is wrong beside its field."""
        self.show_refusal(refusal.field, screen().sentence(refusal))

    def focused(self) -> str | None:
        """The name of the input that has the focus, the first one's where another part of the form
        has it; None where the focus is elsewhere."""
        held = QApplication.focusWidget()
        if held is None or not self.isAncestorOf(held):
            return None
        there = (n for n, one in self.inputs.items() if cast(QWidget, one).isAncestorOf(held))
        return next(there, next(iter(self.inputs), None))

    def focus_first(self) -> None:
        """The first input gets the focus."""
        first = next(iter(self.inputs.values()), None)
        if isinstance(first, QWidget):
            first.setFocus()


def sold_words() -> str:
    """Why an input is locked."""
    return _("It was sold already, so this stays.")
