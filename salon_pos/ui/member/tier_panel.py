"""A client's tier by hand: which, until when, and why."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import members, value
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.standing import months_later
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.select import Select
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.tiers import TierChange, set_tier

MONTHS = 3
"""How long it holds where nobody types another day."""


class TierPanel(Panel):
    """Closes once the tier is set."""

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._client, self._uid = shell, desk, client, new_uid()
        today = desk.settings.business_day(desk.now())
        self._names = value.tier_names()
        tiers = [*self._names.items(), ("", _("No tier"))]
        self.tier = Select(_("Tier"), tiers, words=(_("Search"), _("Clear")))
        self.tier.set_value(self._held(today))
        self.until = Field(
            _("Until"), "date", value=months_later(today, MONTHS).isoformat(),
            hint=_("Today ends it: from tomorrow on what they reach counts again."),
        )  # fmt: skip
        self.reason = Field(
            _("Reason"), placeholder=_("Moved here from another shop, goodwill …"),
            hint=_("It stands in the client's file."),
        )  # fmt: skip
        self.yes = Button(_("Set the tier"), "primary", key="Enter")
        self._lay_out()
        self.until.committed.connect(self.reason.setFocus)
        self.reason.committed.connect(self._set)
        self.yes.clicked.connect(self._set)

    def first_focus(self) -> QWidget | None:
        return self.tier.opener

    def _held(self, today: date) -> str:
        rules = value.tiers_in_force()
        standing = members.standing_of(self._client.id, today, rules) if rules else None
        return (standing.tier or "") if standing else ""

    def _set(self) -> None:
        try:
            change = TierChange(
                self._uid, self._client.id, self.tier.value(), self._until(), self.reason.value()
            )
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._desk.perform(set_tier, change, then=self._done, refused=self._refused)

    def _until(self) -> date:
        try:
            return date.fromisoformat(self.until.value().strip())
        except ValueError:
            refuse("bad_date", N_("Type the date as year-month-day, such as {example}."),
                   field="until", example="2027-12-31")  # fmt: skip

    def _done(self, done: TierChange) -> None:
        self.dismiss()
        name, day = self._client.name, screen().date(done.until)
        if done.tier:
            tier = self._names[done.tier]
            self._shell.toast(_("{name} is {tier} until {day}.", name=name, tier=tier, day=day))
        else:
            self._shell.toast(_("{name} has no tier until {day}.", name=name, day=day))

    def _refused(self, refusal: Refusal) -> None:
        beside: dict[str, Labelled] = {"tier": self.tier, "until": self.until}
        beside.get(refusal.field, self.reason).set_error(screen().sentence(refusal))

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.body.setSpacing(t.m)
        title = _("The tier of {name}", name=self._client.name)
        sentence = _("It holds until its last day, whatever is reached. Afterwards the client "
                     "stands where they would stand without it.")  # fmt: skip
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        self.body.addWidget(Paragraph(sentence, "small", tone="muted"))
        for part in (self.tier, self.until, self.reason):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(t.s)
        row.addStretch(1)
        no = Button(_("Cancel"), "secondary", key="Esc")
        no.clicked.connect(self.dismiss)
        row.addWidget(no)
        row.addWidget(self.yes)
        self.body.addLayout(row)
