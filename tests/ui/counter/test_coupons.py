"""A voucher with conditions at the counter: typed or scanned, seen, taken off, paid with."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from salon_pos.domain.coupons import Coupon
from salon_pos.ui.counter.discount_panel import DiscountPanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.counter.totals import Totals
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.chip import Chip
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from tests.salons import NOW, Salon
from tests.ui.counter.hands import open_panels, panel_of, press

KEYS = Qt.Key


@pytest.fixture
def gel(counter: CounterRoom, salon: Salon) -> CounterRoom:
    """A gel for 30.30 on the ticket: 34.24 with its taxes."""
    counter.deeds.add(salon.items["gel"])
    return counter


def code(salon: Salon, least: int = 0) -> str:
    """A tenth off everything."""
    new = NewCoupon(Coupon(f"c{least}", "", "Spring", percent_bp=1_000, least=least))
    return give_coupon(new, by=salon.by("olga"), now=NOW).coupon.code


def total(counter: CounterRoom) -> int:
    assert counter.till.bill is not None
    return counter.till.bill.total


def totals(counter: CounterRoom) -> Totals:
    (found,) = counter.findChildren(Totals)
    return found


def chips(counter: CounterRoom) -> list[str]:
    return [chip.label() for chip in totals(counter).findChildren(Chip) if not chip.isHidden()]


def test_a_code_is_typed_where_discounts_are_given(
    gel: CounterRoom, salon: Salon, qtbot: QtBot
) -> None:
    given = code(salon)
    press(KEYS.Key_F4)
    panel = panel_of(gel, DiscountPanel)
    panel.voucher.line.setFocus()
    press("nonsense", KEYS.Key_Return)
    assert panel.voucher.error() == "No voucher has this code. Check it and type it again."
    panel.voucher.set_value(given.lower())
    press(KEYS.Key_Return)
    assert open_panels(gel, DiscountPanel) == []
    assert total(gel) == 3_081  # 27.27 + GST 1.36 + PST 2.18
    qtbot.waitUntil(lambda: chips(gel) == ["Spring −$3.03"])


def test_a_scan_puts_it_on_and_undo_takes_it_off(
    gel: CounterRoom, salon: Salon, shell: Shell
) -> None:
    shell.scanned.emit(code(salon))
    assert total(gel) == 3_081
    gel.deeds.undo()
    assert (total(gel), gel.till.ticket.coupon) == (3_424, "")


def test_it_says_how_much_is_missing_and_cannot_be_paid_with(
    gel: CounterRoom, salon: Salon, shell: Shell, qtbot: QtBot
) -> None:
    shell.scanned.emit(code(salon, 5_000))
    assert total(gel) == 3_424
    qtbot.waitUntil(lambda: chips(gel) == ["Spring $19.70 more for it"])
    gel.deeds.add(salon.items["gel"])
    qtbot.waitUntil(lambda: chips(gel) == ["Spring −$6.06"])
    totals(gel).coupon_dropped.emit()
    assert (total(gel), chips(gel)) == (6_848, [])


def test_scanned_where_payment_is_taken_it_says_where_it_goes(
    gel: CounterRoom, salon: Salon, shell: Shell
) -> None:
    press(KEYS.Key_F9)
    pay = panel_of(gel, PayPanel)
    shell.scanner.scanned.emit(code(salon))
    assert "Type its code under Discount on the ticket." in pay.note.accessibleName()
