"""Rewards: what points are exchanged for, by kind."""

from collections.abc import Sequence
from dataclasses import replace

from salon_pos.db.queries import value
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.reward_form import Listed, RewardForm, kind_word
from salon_pos.ui.desk import Refused
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.usecases import rewards as usecases


class RewardSection(ListSection):
    """What was exchanged before stays as it was; a reward is retired, never deleted."""

    right = Right.EDIT_RULES

    def title(self) -> str:
        return _("Rewards")

    def new_words(self) -> str:
        return _("New reward")

    def needs(self) -> str:
        return _("Only a manager or an owner changes these rules. Ask one of them to sign in.")

    def empty(self) -> str:
        return _("Points buy nothing yet. Add the first reward with Ctrl N.")

    def entries(self) -> Sequence[Listed]:
        return [
            Listed(
                one.reward, one.id, one.name, one.reward.retired, item=one.item_name,
                available=one.available, left=one.left,
            )
            for one in value.rewards(with_retired=True)
        ]  # fmt: skip

    def rows(self, entries: Sequence[Listed]) -> list[Row]:
        rows: list[Row] = []
        for kind in RewardKind:
            inside = [entry for entry in entries if entry.reward.kind is kind]
            if inside:
                rows.append(Row(key=("kind", kind), title=kind_word(kind), heading=True))
                rows += [self.row(entry) for entry in inside]
        return rows

    def row(self, entry: Listed) -> Row:
        points = entry.reward.points
        return Row(
            key=entry.id, title=entry.name, subtitle=_gives(entry),
            figure=n_("{n} point", "{n} points", points), chips=_marks(entry), dim=entry.retired,
        )  # fmt: skip

    def blank(self) -> Listed:
        """Of the kind that is being looked at."""
        current = self._entry(self._current) if self._current else None
        kind = current.reward.kind if current else RewardKind.PRODUCT
        return Listed(Reward(NEW, kind, 0), NEW, "", retired=False)

    def form(self, entry: Listed) -> RewardForm:
        return RewardForm(self.desk.settings.currency, entry)

    def keep(self, entry: Listed, *, refused: Refused | None = None) -> Listed | None:
        reward = replace(entry.reward, retired=entry.retired)
        saved = self.desk.perform(usecases.save_reward, reward, refused=refused)
        return self._entry(saved.id) if saved is not None else None


def _marks(entry: Listed) -> tuple[Mark, ...]:
    if entry.retired:
        return (Mark(_("retired")),)
    return () if entry.available else (Mark(_("not available"), "warn"),)


def _gives(entry: Listed) -> str:
    """What it gives, in a few words."""
    reward, say = entry.reward, screen()
    parts: list[str] = []
    if reward.kind is RewardKind.PRODUCT and entry.left is not None:
        parts.append(_("{n} in stock", n=entry.left))
    if reward.kind is RewardKind.VOUCHER:
        parts.append(_("{worth} off", worth=say.money(reward.face)))
    if reward.least:
        parts.append(_("from {least}", least=say.money(reward.least)))
    if reward.days:
        parts.append(n_("{n} day", "{n} days", reward.days))
    return " · ".join(parts)
