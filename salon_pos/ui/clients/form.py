"""Adding and changing a client, in a panel; what is refused is said beside its field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries.brought import has_paid_before
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.member.referrer_field import ReferrerField
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.note_field import NoteField
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text

Save = Callable[[Client, Callable[[Refusal], None]], None]


class ClientPanel(SlideOver):
    """`save(client, refused)` keeps it and closes the panel, or calls `refused`. `retire` is asked
    for by the key at the foot; a new client has none."""

    def __init__(
        self, host: QWidget, client: Client, save: Save, retire: Callable[[], None] | None = None
    ) -> None:
        super().__init__(host, _("Close"), fraction=0.42, footer=False)
        self._client, self._save = client, save
        title = _("New client") if not client.id else client.name
        self.header.addWidget(Text(title, "title", weight=500))
        self.form = _form(client)
        self.form.set_values(_values(client))
        self.body.addWidget(self.form)
        self.retire = None
        if retire:
            self.retire = Button(_("Retire this client"), "quiet", icon="archive", key="Ctrl+D")
            self.retire.clicked.connect(retire)
            self.form.add_part(self.retire)
        self.form.saved.connect(self._saved)
        self.form.cancelled.connect(self.dismiss)

    def _saved(self, values: dict[str, Any]) -> None:
        try:
            born = _birthday(values["birthday"])
        except ValueError:
            self.form.show_refusal(
                "birthday", _("Type the date as year-month-day, such as 1990-05-21.")
            )
            return
        values = {**values, "birthday": born, "referrer_id": values["referrer"]}
        client = replace(self._client, **{k: v for k, v in values.items() if k != "referrer"})
        self._save(client, self._refused)

    def _refused(self, refusal: Refusal) -> None:
        self.form.show_refusal(refusal.field, screen().sentence(refusal))


def _form(client: Client) -> Form:
    form = Form(_("Save"), _("Cancel"))
    form.area.body.setSpacing(theme.tokens().l)
    form.add("name", Field(P_("person", "Name")))
    form.add("phone", Field(_("Phone"), "phone"))
    form.add("gender", Choice(_("Gender"), [
        ("", _("Not known")), ("female", _("Female")), ("male", _("Male")), ("other", _("Other")),
    ]))  # fmt: skip
    form.add_row(
        ("birthday", Field(_("Birthday"), "date", placeholder="1990-05-21")),
        ("code", Field(P_("client", "Code"), hint=_("From a card or another system."))),
    )
    form.add("referrer", ReferrerField(client.id, hint=_referrer_hint(client)))
    form.add("note", NoteField(_("Note")))
    return form


def _values(client: Client) -> dict[str, Any]:
    return {
        "name": client.name,
        "phone": client.phone,
        "gender": client.gender,
        "birthday": client.birthday.isoformat() if client.birthday else "",
        "code": client.code,
        "referrer": client.referrer_id,
        "note": client.note,
    }


def _referrer_hint(client: Client) -> str:
    """Points for it come with the first sale, so that later it is only noted."""
    if client.id and client.referrer_id is None and has_paid_before(client.id):
        return _("Their first sale is paid already: it is noted, and gives no points.")
    return ""


def _birthday(text: str) -> date | None:
    text = text.strip()
    return date.fromisoformat(text) if text else None
