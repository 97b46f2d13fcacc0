"""Member prices of a tier: what is refused stands beside the price that it is about."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.queries import value
from salon_pos.domain.tiers import MemberPrice, Perks
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.usecases.rules import set_tier_rules
from tests.salons import NOW, Salon
from tests.ui.backoffice.hands import press
from tests.ui.backoffice.test_rules import tiers_form
from tests.ui.reading import field
from tests.usecases.valued import TIERS


@pytest.mark.parametrize("is_new", [False, True])
def test_a_member_price_of_zero_is_refused_beside_it(
    salon: Salon, room: BackOfficeRoom, *, is_new: bool
) -> None:
    wash, colour = salon.items["wash"].id, salon.items["colour"].id
    prices = (MemberPrice(wash, 900), MemberPrice(colour, 5_000))
    silver = replace(TIERS.tiers[1], perks=Perks(member_prices=prices))
    tiers = (TIERS.tiers[0], silver, TIERS.tiers[2])
    set_tier_rules(replace(TIERS, tiers=tiers), by=salon.by("olga"), now=NOW)
    room.open(Place("tiers"))
    shown = tiers_form(room)
    field(shown, f"tier.1.price.{wash}").set_value("")  # the places of the others do not move
    name = "tier.1.new_price" if is_new else f"tier.1.price.{colour}"
    if is_new:
        shown.inputs["tier.1.new_price_item"].set_value(salon.items["mask"].id)
    field(shown, name).set_value("0")
    press(Qt.Key.Key_Return)
    assert field(shown, name).error() == (
        "A member price of zero gives it away without end. Ask for something, or say how often it "
        "is free: free services are counted."
    )
    assert field(shown, name).isVisible()
    assert value.newest_version("tiers") == 1
