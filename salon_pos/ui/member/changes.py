"""What will happen to a client, before it does: what they lose or get back, and their tier."""

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import value
from salon_pos.domain.consequences import Consequence
from salon_pos.domain.explain import explain
from salon_pos.domain.standing import Standing
from salon_pos.i18n import _, screen
from salon_pos.ui.widgets.change_row import ChangeRow

COUNTED = frozenset(
    {
        "points", "points_taken", "points_earned", "forgiven", "points_debt", "late_points",
        "sessions", "late_sessions", "taken_sessions", "free", "stock", "voucher_alive",
    }
)  # fmt: skip
"""Kinds of consequences whose amount is no money."""


def consequence_row(said: Consequence) -> ChangeRow:
    """One thing that will happen."""
    title = screen().text(said.title, **said.values)
    text = screen().text(said.text, **said.values) if said.text else ""
    return ChangeRow(title, _amount_words(said), text)


def tier_row(before: Standing, after: Standing) -> Iterator[QWidget]:
    """Whether the tier stays, why, and how far it is to the next one then; nothing for a client
    who has none either way."""
    if not (before.tier or after.tier):
        return
    say, names = screen(), value.tier_names()
    was, now = (_tier_word(one.tier, names) for one in (before, after))
    moved = _("stays {tier}", tier=now) if was == now else f"{was} → {now}"
    why = [explain(after.rule, 0, after.inputs, names)]
    if after.next_inputs:
        why.append(explain("tier.next", 0, after.next_inputs, names))
    yield ChangeRow(_("Tier"), moved, "\n".join(map(say.sentence, why)))


def _tier_word(key: str | None, names: Mapping[str, str]) -> str:
    """A tier as the salon calls it; of one that is no more there is only the key."""
    return names.get(key, key) if key else "–"


def _amount_words(said: Consequence) -> str:
    if said.kind in COUNTED:
        sign = "+" if said.amount > 0 else ""
        return f"{sign}{screen().number(said.amount)}"
    return screen().money(said.amount)
