"""Rules that are saved as they are make no new version."""

import pytest

from salon_pos.db.queries import rule_sets
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from tests.salons import NOW, Salon
from tests.ui.backoffice.test_rules import page, rich
from tests.usecases.valued import TIERS


@pytest.mark.parametrize("key", ["points", "tiers"])
def test_rules_that_were_not_changed_make_no_version(
    salon: Salon, room: BackOfficeRoom, key: str
) -> None:
    by = salon.by("olga")
    set_tier_rules(TIERS, by=by, now=NOW)
    set_points_rules(rich(salon), by=by, now=NOW)
    before = rule_sets.in_force(key)
    room.open(Place(key))
    page(room).save()
    assert rule_sets.in_force(key) == before
    said = room.shell.toasts.history
    assert [one.message for one in said] == ["Nothing was changed, so there is nothing to save."]
    assert said[0].undo is None
