"""Discounts: percent or amount, a reason, a limit, and a manager's word above it."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from salon_pos.domain.limits import Given
from salon_pos.domain.ticket import Discount
from salon_pos.ui import theme
from salon_pos.ui.approval import Approval
from salon_pos.ui.counter.discount_panel import DiscountPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.shell.preferences import Preferences
from tests.salons import PINS, Salon
from tests.ui.counter.hands import open_panels, panel_of, press

KEYS = Qt.Key


@pytest.fixture
def gel(counter: CounterRoom, salon: Salon) -> CounterRoom:
    """A gel for 30.30 on the ticket: 34.24 with its taxes."""
    counter.deeds.add(salon.items["gel"])
    return counter


def total(counter: CounterRoom) -> int:
    assert counter.till.bill is not None
    return counter.till.bill.total


def test_ten_percent_on_the_ticket_by_keys(gel: CounterRoom) -> None:
    press(KEYS.Key_F4)
    press("10", KEYS.Key_Return)
    assert total(gel) == 3_081  # 27.27 + GST 1.36 + PST 2.18
    assert open_panels(gel, DiscountPanel) == []


def test_the_new_total_shows_before_it_is_given(gel: CounterRoom, tap) -> None:
    press(KEYS.Key_F4)
    panel = panel_of(gel, DiscountPanel)
    tap(panel.quick[1_000])
    assert panel.total.figure.text() == "$30.81"
    assert gel.till.ticket.discounts == ()


@pytest.mark.parametrize(("typed", "said"), [("101", "at most 100 %"), ("0", "more than"),
                                             ("1.234", "number")])  # fmt: skip
def test_a_wrong_percent_is_refused_beside_it(gel: CounterRoom, typed: str, said: str) -> None:
    press(KEYS.Key_F4)
    press(typed)
    panel = panel_of(gel, DiscountPanel)
    assert said in panel.field.error()
    assert not panel.give.isEnabled()


def test_an_amount_above_what_is_left_is_refused(gel: CounterRoom) -> None:
    gel.deeds.discount_line(gel.till.selected)
    panel = panel_of(gel, DiscountPanel)
    panel.kind.blocks.choose(1)
    press("31")
    assert "larger than what is left" in panel.money.error()


def test_enter_after_a_tap_on_a_reason_gives_it(gel: CounterRoom, tap) -> None:
    press(KEYS.Key_F4)
    panel = panel_of(gel, DiscountPanel)
    complaint = list(panel.reasons)[1]
    press("10")
    tap(panel.reasons[complaint])
    press(KEYS.Key_Return)
    assert [discount.reason_id for discount in gel.till.ticket.discounts] == [complaint]


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_pin_pad_is_whole_at_any_text_size(gel: CounterRoom, qapp, qtbot, scale: float) -> None:
    theme.apply(qapp, theme.Theme(scale=scale, motion_ms=0))
    gel.shell.rebuild(Preferences(scale=round(scale * 100)))
    window = gel.shell.window()
    window.resize(1_280, 800)
    qtbot.waitUntil(lambda: gel.shell.height() == 800)
    reason = next(iter(gel.till.shop.reasons.values()))
    given = Given(Discount(reason.id, percent_bp=5_000), reason, 1_515, 3_030)
    gel.shell.approve(given, gel.till.ticket.uid, lambda _uid: None)
    (card,) = [a for a in gel.shell.findChildren(Approval) if a.is_open()]
    assert card.entry
    keys = [*card.entry.pad.keys.values(), card.entry.enter]
    boxes = [QRect(key.mapTo(window, QPoint(0, 0)), key.size()) for key in keys]
    assert all(box.height() >= theme.tokens().hit for box in boxes)
    assert not [1 for one, other in combinations(boxes, 2) if one.intersects(other)]
    inside = QRect(card.card.mapTo(window, QPoint(0, 0)), card.card.size())
    assert all(inside.contains(box) for box in boxes)
    assert inside.contains(card.cancel.mapTo(window, card.cancel.rect().bottomRight()))


def test_above_the_limit_another_managers_pin_is_asked(
    gel: CounterRoom, tap, qtbot, sign_in, salon: Salon
) -> None:
    sign_in("Kai")
    press(KEYS.Key_F4)
    panel = panel_of(gel, DiscountPanel)
    tap(panel.quick[2_000])
    assert panel.give.label() == "Ask a manager"
    tap(panel.give)
    card = panel_of(gel, Approval)
    assert [member.name for member in card.managers] == ["Olga", "Chen"]
    assert gel.till.ticket.discounts == ()  # not before the word is given
    with qtbot.waitSignal(card.approved):
        press(PINS["olga"], KEYS.Key_Return)
    (discount,) = gel.till.ticket.discounts
    assert discount.approval
    assert gel.till.unapproved() == ()
    assert open_panels(gel, DiscountPanel) == []


def test_leaving_the_question_changes_nothing(gel: CounterRoom, tap) -> None:
    press(KEYS.Key_F4)
    tap(panel_of(gel, DiscountPanel).quick[2_000])
    tap(panel_of(gel, DiscountPanel).give)
    press(KEYS.Key_Escape)
    assert gel.till.ticket.discounts == ()


def test_an_approved_discount_that_grows_is_asked_for_again(
    gel: CounterRoom, tap, qtbot, salon: Salon
) -> None:
    press(KEYS.Key_F4)
    tap(panel_of(gel, DiscountPanel).quick[2_000])
    tap(panel_of(gel, DiscountPanel).give)
    card = panel_of(gel, Approval)
    with qtbot.waitSignal(card.approved):
        press(PINS["chen"], KEYS.Key_Return)
    gel.deeds.add(salon.items["gel"])
    (given,) = gel.till.unapproved()
    assert given.amount == 1_212
    press(KEYS.Key_F9)
    assert len(open_panels(gel, Approval)) == 1


def test_rounding_off_is_one_key_and_back(gel: CounterRoom) -> None:
    press(KEYS.Key_F6)
    assert total(gel) == 3_400
    assert gel.ticket.totals.round_off.isChecked()
    press(KEYS.Key_F6)
    assert total(gel) == 3_424


def test_a_discount_on_the_whole_is_taken_off_with_a_way_back(gel: CounterRoom) -> None:
    press(KEYS.Key_F4)
    press("10")
    panel_of(gel, DiscountPanel).give.click()
    gel.deeds.drop_discount(0)
    assert total(gel) == 3_424
    gel.shell.toasts.undo_last()
    assert total(gel) == 3_081
