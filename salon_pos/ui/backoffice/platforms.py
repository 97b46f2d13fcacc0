"""Platforms: group-buying platforms, their terms, what they owe and what they settle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from salon_pos.db.queries import platforms, value
from salon_pos.db.queries.platforms import PlatformOwes
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.platform_form import SETTLE, PlatformForm, SettlePanel
from salon_pos.ui.backoffice.section import Key
from salon_pos.ui.desk import Refused
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.usecases import rules as usecases


@dataclass(frozen=True, slots=True)
class Entry:
    """A platform in its place (from 1; NEW before it is kept), with what it owes."""

    id: int
    platform: Platform
    owes: PlatformOwes | None = None
    retired: bool = False

    @property
    def name(self) -> str:
        """What the salon calls it."""
        return self.platform.name


class PlatformSection(ListSection):
    """Each platform with the fee it keeps; below its terms what it owes, and settling it."""

    right = Right.EDIT_RULES

    def title(self) -> str:
        return _("Platforms")

    def new_words(self) -> str:
        return _("New platform")

    def needs(self) -> str:
        return _("Only a manager or an owner changes these rules. Ask one of them to sign in.")

    def empty(self) -> str:
        return _("No platform sells vouchers for the salon yet. Add the first with Ctrl N.")

    def entries(self) -> Sequence[Entry]:
        return [
            Entry(n, one.platform, one, one.platform.retired)
            for n, one in enumerate(platforms.owed(), 1)
        ]

    def row(self, entry: Entry) -> Row:
        owed, count = (entry.owes.owed, len(entry.owes.vouchers)) if entry.owes else (0, 0)
        fee = _("keeps {percent}", percent=screen().percent(entry.platform.fee_bp))
        waiting = n_("{n} voucher open", "{n} vouchers open", count) if count else ""
        return Row(
            key=entry.id, title=entry.name, subtitle=" · ".join(filter(None, (fee, waiting))),
            figure=screen().money(owed) if owed else "",
            chips=(Mark(_("retired")),) if entry.retired else (), dim=entry.retired,
        )  # fmt: skip

    def blank(self) -> Entry:
        taken = {one.platform.code for one in self.entries()}
        code = next(f"p{n}" for n in range(1, len(taken) + 2) if f"p{n}" not in taken)
        return Entry(NEW, Platform(code, ""))

    def form(self, entry: Entry) -> PlatformForm:
        form = PlatformForm(entry.platform, entry.owes, is_new=entry.id == NEW)
        form.settle_pressed.connect(lambda: self._settle(entry))
        return form

    def keep(self, entry: Platform | Entry, *, refused: Refused | None = None) -> Entry | None:
        """What was typed, or an entry that is retired or comes back."""
        rules = value.value_rules_in_force() or ValueRules(1)
        place = self._current
        if isinstance(entry, Entry):
            place, entry = entry.id, replace(entry.platform, retired=entry.retired)
        # One that the rules name no more but that still owes is listed last, and comes back there.
        last = len(rules.platforms) + 1
        place = min(place or last, last)
        kept = list(rules.platforms)
        kept[place - 1 : place] = [entry]
        changed = replace(rules, platforms=tuple(kept))
        saved = self.desk.perform(usecases.set_value_rules, changed, refused=refused)
        return Entry(place, entry, retired=entry.retired) if saved is not None else None

    def own_keys(self) -> Sequence[Key]:
        return ((SETTLE, _("Settle what a platform owes"), self._press_settle),)

    def _press_settle(self) -> None:
        """The platform in sight, where it owes something."""
        form = self.editor.form
        if isinstance(form, PlatformForm) and form.settle:
            form.settle.click()

    def _settle(self, entry: Entry) -> None:
        assert entry.owes is not None
        panel = SettlePanel(self.shell, self.desk, entry.owes)
        panel.settled.connect(self._settled)
        self.shell.slide_over(panel)

    def _settled(self, said: str) -> None:
        self.shell.toast(said)
        self.look_again()
