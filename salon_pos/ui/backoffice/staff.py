"""Staff: who signs in, as what, with which PIN; and what each role may do."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import catalog, people
from salon_pos.domain.people import StaffMember, check_pin
from salon_pos.domain.rights import Right, Role
from salon_pos.i18n import P_, _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.rights_table import RightsTable
from salon_pos.ui.backoffice.section import Key
from salon_pos.ui.backoffice.typed import shown_name
from salon_pos.ui.desk import Refused
from salon_pos.ui.names import role_name
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.switch import Switch
from salon_pos.usecases import staff as usecases


class StaffSection(ListSection):
    """Managers look after stylists, cashiers and managers; only an owner after owners."""

    right = Right.EDIT_STAFF

    def title(self) -> str:
        return _("Staff and rights")

    def new_words(self) -> str:
        return _("New staff member")

    def empty(self) -> str:
        return _("Nobody works here yet. Add somebody with Ctrl N.")

    def entries(self) -> Sequence[StaffMember]:
        return people.staff_members(with_retired=True)

    def rows(self, entries: Sequence[StaffMember]) -> list[Row]:
        levels = {level.id: shown_name(level.name) for level in catalog.levels(with_retired=True)}
        with_pin = people.staff_with_pin()
        return [
            _row(one, levels.get(one.level_id or 0, ""), has_pin=one.id in with_pin)
            for one in entries
        ]

    def blank(self) -> StaffMember:
        return StaffMember("", Role.STYLIST, id=NEW)

    def form(self, entry: StaffMember) -> EntryForm:
        assert self.desk.who is not None
        return StaffForm(entry, editor=self.desk.who)

    def locked(self, entry: StaffMember) -> str:
        by_owner = self.desk.who is not None and self.desk.who.role is Role.OWNER
        if entry.role is Role.OWNER and not by_owner:
            return _("{name} is an owner. Only an owner can change an owner.", name=entry.name)
        return ""

    def keep(self, entry: StaffMember, *, refused: Refused | None = None) -> Any:
        saved = self.desk.perform(usecases.save_staff, entry, refused=refused)
        if saved is not None:
            self._stay_signed_in(saved)
        return saved

    def keep_form(
        self, form: EntryForm, entry: StaffMember, then: Callable[[StaffMember], None]
    ) -> None:
        """A PIN takes longer to hash than a frame: a form with one is kept beside the window."""
        pin, by, now = str(form.values()["pin"]), self.desk.actor, self.desk.now()
        if not pin:
            super().keep_form(form, entry, then)
            return
        self.desk.work(
            lambda _task: usecases.save_staff(entry, pin=pin, by=by, now=now),
            then=partial(self._kept_with_pin, then), refused=form.refuse, name="save_staff",
        )  # fmt: skip

    def _kept_with_pin(self, then: Callable[[StaffMember], None], saved: StaffMember) -> None:
        self._stay_signed_in(saved)
        then(saved)

    def above_list(self) -> Sequence[QWidget]:
        t = theme.tokens()
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(t.m, 0, t.m, t.m)
        self.rights = Button(_("What each role may do"), "block", icon="key-round", key="F8")
        self.rights.clicked.connect(self.show_rights)
        row.addWidget(self.rights)
        return (part,)

    def own_keys(self) -> Sequence[Key]:
        return (("F8", _("What each role may do"), self.show_rights),)

    def open(self, key: Hashable) -> None:
        if key == "rights":
            self.show_rights()
        else:
            super().open(key)

    def show_rights(self) -> None:
        """Lay the table of rights over the window."""
        self.shell.slide_over(RightsTable(self.shell))

    def _stay_signed_in(self, saved: StaffMember) -> None:
        """Who changed themselves works on as what they are now."""
        who = self.desk.who
        if who is not None and saved.id == who.id:
            self.desk.sign_in(saved)


class StaffForm(EntryForm):
    """Name, code, role, level, whether they serve, and a new PIN."""

    def __init__(self, member: StaffMember, *, editor: StaffMember) -> None:
        super().__init__()
        self._member = member
        roles = [role for role in Role if role is not Role.OWNER or editor.role is Role.OWNER]
        self.name = Field(P_("person", "Name"), value=member.name)
        self.code = Field(P_("staff", "Code"), value=member.code, placeholder="MEI")
        self.role = Choice(
            _("Role"), [(role, role_name(role)) for role in roles], value=member.role,
            hint="" if Role.OWNER in roles else _("Only an owner can make an owner."),
        )  # fmt: skip
        self.level = Select(
            _("Level"), self._levels(), words=(_("Search"), _("Clear")), value=member.level_id
        )
        self.serves = Switch(
            _("Serves clients"), note=_("Stands on the staff strip of the counter"),
            on=member.serves,
        )  # fmt: skip
        self.pin = Field(_("New PIN"), "pin", hint=self._pin_hint())
        self.add_row(("name", self.name), ("code", self.code))
        self.add("role", self.role)
        self.add_row(("level_id", self.level), ("pin", self.pin))
        self.add("serves", self.serves)

    def read(self) -> StaffMember:
        if pin := self.pin.value():
            check_pin(pin)
        return replace(
            self._member,
            name=self.name.value(),
            code=self.code.value(),
            role=self.role.value(),
            level_id=self.level.value(),
            serves=self.serves.value(),
        )

    def _pin_hint(self) -> str:
        if self._member.id in people.staff_with_pin():
            return _("Leave it empty to keep the PIN. Four to eight digits.")
        return _("Four to eight digits. Without one, nobody signs in.")

    def _levels(self) -> list[tuple[int | None, str]]:
        found: list[tuple[int | None, str]] = [(None, _("No level"))]
        for level in catalog.levels(with_retired=True):
            if not level.retired or level.id == self._member.level_id:
                found.append((level.id, shown_name(level.name)))
        return found


def _row(member: StaffMember, level: str, *, has_pin: bool) -> Row:
    words = " · ".join(part for part in (role_name(member.role), level) if part)
    return Row(
        key=member.id, title=member.name, note=member.code, subtitle=words,
        chips=_chips(member, has_pin=has_pin), initial=initial(member.name), dim=member.retired,
    )  # fmt: skip


def _chips(member: StaffMember, *, has_pin: bool) -> tuple[Mark, ...]:
    if member.retired:
        return (Mark(_("retired")),)
    return () if has_pin else (Mark(_("no PIN"), "warn"),)
