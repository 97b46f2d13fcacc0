"""SettingsSection: a page of the salon's settings, which only an owner changes."""

from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout

from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.form_section import FormSection
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.usecases import settings as usecases

F = TypeVar("F", bound=EntryForm)


class SettingsSection(FormSection[F]):
    """The form's `read` gives the Settings as typed; saving can be undone."""

    right = Right.EDIT_SETTINGS

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def needs(self) -> str:
        return _("Only an owner changes the salon’s settings. Ask an owner to sign in.")

    def save_form(self, form: F) -> None:
        before, desk = self.desk.settings, self.desk
        try:
            typed = form.read()
        except Refusal as refusal:
            form.refuse(refusal)
            return
        at_first = form.begin()  # else what is saved would be a draft once all look again
        if typed == before:
            self.say_unchanged()
            return

        def refused(refusal: Refusal) -> None:
            form.begin(at_first)
            form.refuse(refusal)

        if desk.perform(usecases.change_settings, typed, refused=refused) is not None:
            # The room may be made anew before Undo is pressed: nothing of it is touched here.
            self.shell.toast(
                _("The salon’s settings are saved."),
                undo=lambda: desk.perform(usecases.change_settings, before),
            )
            if self.form is not None:
                self.form.save.setFocus()  # in a field Ctrl+Z would be the field's own
