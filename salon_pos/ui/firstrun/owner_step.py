"""The second step: the owner, with a PIN, and a password where one is wanted."""

from PySide6.QtCore import Signal

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui.firstrun.draft import Draft
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.usecases.founding import check_owner


class OwnerStep(Form):
    """`done` when everything holds; `cancelled` leads back."""

    done = Signal()

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("Next"), _("Back"))
        self._draft = draft
        was = draft.owner
        self.name = Field(_("Your name"), value=was.get("owner_name", ""))
        self.add("owner_name", self.name)
        self.add_row(
            ("pin", Field(_("PIN"), "pin", value=was.get("pin", ""),
                          hint=_("Four to eight digits. You sign in with it."))),
            ("again", Field(_("PIN once more"), "pin", value=was.get("again", ""))),
        )  # fmt: skip
        self.add(
            "password",
            Field(
                _("Password (not needed)"), "password", value=was.get("password", ""),
                hint=_("At least eight characters; for what a PIN is too short for."),
            ),
        )  # fmt: skip
        self.saved.connect(self._check)

    def note(self) -> None:
        """Write down what stands in the fields, right or wrong."""
        self._draft.owner = self.values()

    def _check(self) -> None:
        self.note()
        owner = self._draft.owner
        try:
            check_owner(owner["owner_name"], owner["pin"], owner["password"])
        except Refusal as refusal:
            self.show_refusal(refusal.field, screen().sentence(refusal))
            return
        if owner["pin"] != owner["again"]:
            self.show_refusal("again", _("The two PINs differ. Type the same digits twice."))
            return
        self.done.emit()
