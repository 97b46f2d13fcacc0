"""FormSection: one form on a page, for whoever may change what it holds."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.rights import Right
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.section import Drafts, Section, widest_card
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.text import Text

F = TypeVar("F", bound=EntryForm)


class FormSection(Section, Generic[F]):
    """Subclasses say their title, the `right` it takes and the sentence for whoever lacks it, make
    the form and save it. `kind` names what was typed among the room's drafts."""

    kind = ""
    right: Right

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.form: F | None = None
        self.card = Card(pad=False)
        self.card.setMaximumWidth(widest_card())
        self.locked = EmptyState("lock", self.needs())
        t, head = theme.tokens(), QWidget()
        head.setFixedHeight(t.hit + 2 * t.s)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(t.l + 2, t.s, t.m, t.s)
        self.head.addWidget(Text(self.title(), "lead", weight=500))
        for part in (head, Line()):
            self.card.body.addWidget(part)
        self.card.body.addWidget(self.locked, 1)

    # -- what a section says of itself ---------------------------------------------------------

    def title(self) -> str:
        """The section's name."""
        raise NotImplementedError

    def needs(self) -> str:
        """The sentence for whoever may not change this."""
        raise NotImplementedError

    def make_form(self) -> F:
        """The form of what is on file."""
        raise NotImplementedError

    def save_form(self, form: F) -> None:
        """Do the deed that keeps what is typed, or refuse beside its field."""
        raise NotImplementedError

    # -- what the room asks --------------------------------------------------------------------

    def shown(self) -> None:
        """What is typed and not saved stays: whoever comes back to the room goes on with it."""
        drafts = self.drafts()
        self._drop()
        may = self.desk.may(self.right)
        self.locked.setVisible(not may)
        if may:
            self._show_form()
            self.restore_drafts(drafts)

    def look_again(self) -> None:
        if self.form is None or not self.form.is_changed():
            held = self.form.focused() if self.form else None
            self.shown()
            if held is not None:
                self.open(held)

    def open(self, key: Hashable) -> None:
        widget = self.form.inputs.get(str(key)) if self.form else None
        if isinstance(widget, QWidget):
            widget.setFocus()

    def take_focus(self) -> None:
        if self.form is not None:
            self.form.focus_first()

    def save(self) -> None:
        if self.form is not None:
            self.form.submit()

    def back(self) -> bool:
        if self.form is None or not self.form.is_changed():
            return False
        self.form.revert()
        return True

    def drafts(self) -> Drafts:
        changed = self.form is not None and self.form.is_changed()
        return {self.kind: self.form.values()} if self.form and changed else {}

    def forget_drafts(self) -> None:
        if self.form is not None:
            self.form.revert()

    def restore_drafts(self, drafts: Drafts) -> None:
        if self.form is not None and self.kind in drafts:
            self.form.set_values(drafts[self.kind])

    # -- how it is done ------------------------------------------------------------------------

    def say_unchanged(self) -> None:
        """What was saved is what is on file: that is said, and nothing is written."""
        self.shell.toast(_("Nothing was changed, so there is nothing to save."))

    def _show_form(self) -> None:
        self.form = form = self.make_form()
        form.begin()
        form.saved.connect(lambda _values: self.save_form(form))
        form.cancelled.connect(self.back)
        self.card.body.addWidget(form, 1)

    def _drop(self) -> None:
        if self.form is not None:
            self.card.body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
