"""What is owed, as a page: by kind, right for who may see it, and while nothing is owed."""

from salon_pos.ui.backoffice.owed_section import OwedSection
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.text import Text
from tests.salons import Salon
from tests.ui.backoffice.conftest import Enter
from tests.ui.backoffice.hands import tap_section
from tests.usecases.valued import made


def page(room: BackOfficeRoom) -> OwedSection:
    found = room.section()
    assert isinstance(found, OwedSection)
    return found


def said(room: BackOfficeRoom) -> list[str]:
    """The sentence that stands there instead of figures."""
    return [one.words.text() for one in page(room).findChildren(EmptyState) if one.isVisible()]


def sums_in_sight(room: BackOfficeRoom) -> list[TotalRow]:
    return [row for row in page(room).findChildren(TotalRow) if row.isVisible()]


def test_it_is_summed_by_kind(selling: Salon, room: BackOfficeRoom, qtbot) -> None:
    valued = made(selling)
    valued.pay(selling.ticket("t", valued.line(valued.top_up), client="maya"))
    tap_section(room, "owed")
    qtbot.waitUntil(lambda: bool(page(room).rows))
    figures = {kind: row.figure.text() for kind, row in page(room).rows.items()}
    assert figures["principal"] == "$1,000.00"
    assert figures["bonus"] == "$200.00"
    assert figures["platform"] == "$0.00"
    valued.pay(selling.ticket("d", valued.line(valued.deposit), client="leo"))
    page(room).look_again()
    qtbot.waitUntil(lambda: page(room).rows["deposit"].figure.text() == "$30.00")
    qtbot.waitUntil(lambda: len(sums_in_sight(room)) == 9 + 3)  # nine kinds, three sums, once each


def test_every_group_has_a_heading_and_its_sum_says_so(
    selling: Salon, room: BackOfficeRoom, qtbot
) -> None:
    valued = made(selling)
    valued.pay(selling.ticket("t", valued.line(valued.top_up), client="maya"))
    tap_section(room, "owed")
    qtbot.waitUntil(lambda: bool(page(room).rows))
    told = [one.text() for one in page(room).findChildren(Text)]
    order = ["Paid or given ahead", "Stored value: principal", "Total", "Points", "Points held",
             "Owed to us", "On account", "Platforms", "Total"]  # fmt: skip
    assert [one for one in told if one in order] == order


def test_while_nothing_is_owed_it_says_so(room: BackOfficeRoom, qtbot) -> None:
    tap_section(room, "owed")
    qtbot.waitUntil(lambda: said(room) != [])
    assert said(room) == ["Nothing is owed. Top-ups, packs and points will be summed here."]


def test_a_manager_sees_it(selling: Salon, enter: Enter, qtbot) -> None:
    valued = made(selling)
    valued.pay(selling.ticket("t", valued.line(valued.top_up), client="maya"))
    room = enter("Chen")
    tap_section(room, "owed")
    qtbot.waitUntil(lambda: "principal" in page(room).rows)
