"""A voucher with conditions at the counter: typed or scanned, seen, taken off, paid with."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from salon_pos.db.queries.value import Voucher
from salon_pos.db.records.coupons import add_coupon
from salon_pos.db.stamps import stamped
from salon_pos.domain.coupons import Coupon
from salon_pos.ui.counter.discount_panel import DiscountPanel
from salon_pos.ui.counter.pay.asking import AskCode
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.counter.totals import Totals
from salon_pos.ui.counter.voucher_rows import VoucherRows
from salon_pos.ui.counter.vouchers_panel import VouchersPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.chip import Chip
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW, Salon
from tests.ui.counter.hands import open_panels, panel_of, press, tender

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


def test_scanned_where_payment_is_taken_it_lowers_what_is_paid(
    gel: CounterRoom, salon: Salon, shell: Shell
) -> None:
    press(KEYS.Key_F9)
    shell.scanner.scanned.emit(code(salon))
    pay = panel_of(gel, PayPanel)
    assert (pay.due.figure.text(), total(gel)) == ("$30.81", 3_081)


def test_one_that_does_not_fit_is_said_there_and_the_ticket_stays(
    gel: CounterRoom, salon: Salon, shell: Shell, tap
) -> None:
    given = code(salon, 5_000)
    press(KEYS.Key_F9)
    pay = panel_of(gel, PayPanel)
    shell.scanner.scanned.emit(given)
    said = "The voucher needs $19.70 more of what it is for. Add to it, or take it off."
    assert pay.note.accessibleName() == said
    tap(tender(pay, "Voucher"))
    press(given, KEYS.Key_Return)
    assert panel_of(gel, AskCode).code.error() == said
    assert gel.till.ticket.coupon == ""


def test_the_payments_code_takes_both_kinds(gel: CounterRoom, salon: Salon, tap) -> None:
    press(KEYS.Key_F9)
    tap(tender(panel_of(gel, PayPanel), "Voucher"))
    press(code(salon), KEYS.Key_Return)
    pay = panel_of(gel, PayPanel)
    assert pay.due.figure.text() == "$30.81"
    tap(tender(pay, "Voucher"))
    press(cash(salon, "c", 1_000).code, KEYS.Key_Return)
    assert pay.received.entries == (("Cash voucher", 1_000),)


def test_so_does_the_discounts_code(gel: CounterRoom, salon: Salon) -> None:
    given = cash(salon, "c", 1_000)
    press(KEYS.Key_F4)
    panel = panel_of(gel, DiscountPanel)
    panel.voucher.line.setFocus()
    press(given.code, KEYS.Key_Return)
    assert open_panels(gel, DiscountPanel) == []
    assert panel_of(gel, PayPanel).received.entries == (("Cash voucher", 1_000),)


# --- what the client has, without a code


@pytest.fixture
def maya(gel: CounterRoom, salon: Salon) -> CounterRoom:
    """Maya pays. She has 10.00 to pay with, 20.00 for bills from 50.00, a tenth off everything, a
    fifth off a wash, and two that are used up or ended."""
    by, client = salon.by("olga"), salon.clients["maya"].id
    cash(salon, "ten", 1_000, client_id=client)
    cash(salon, "twenty", 2_000, least=5_000, client_id=client)
    for uid, percent, items in (("all", 1_000, ()), ("wash", 2_000, (salon.items["wash"].id,))):
        coupon = Coupon(uid, "", uid.title(), percent_bp=percent, item_ids=frozenset(items))
        give_coupon(NewCoupon(coupon, client_id=client, days=30), by=by, now=NOW)
    then = NOW - timedelta(days=20)
    old = Coupon("old", "OLD", "Old", percent_bp=500)
    with stamped():
        add_coupon(old, client_id=client, expires=then.date(), made_at=then)
    gel.deeds.attach(client)
    return gel


def cash(salon: Salon, uid: str, face: int, **more: Any) -> Voucher:
    """A voucher that pays."""
    return give_voucher(NewVoucher(uid, face, **more), by=salon.by("olga"), now=NOW)


def rows(counter: CounterRoom, tap) -> VoucherRows:
    """The client's vouchers, by their tile."""
    assert counter.client.balances is not None
    tap(counter.client.balances.holdings["vouchers"])
    return panel_of(counter, VouchersPanel).rows


def test_a_tile_counts_them_and_lists_each_with_why_it_does_not_fit(maya: CounterRoom, tap) -> None:
    assert maya.client.balances is not None
    assert maya.client.balances.holdings["vouchers"].figure == "4"
    listed = rows(maya, tap)
    said = {
        key.label(): why for key, why in zip(listed.keys.values(), listed.why.values(), strict=True)
    }
    assert said == {
        "All 10 % off": "",
        "Wash 20 % off": "Nothing that it is for is on the ticket: Wash.",
        "Cash voucher $10.00": "",
        "Cash voucher $20.00": "This voucher is for bills of $50.00 or more, prepaid not counted.",
    }
    assert [key.isEnabled() for key in listed.keys.values()] == [True, False, True, False]


def test_a_tap_puts_it_on_the_ticket(maya: CounterRoom, tap) -> None:
    tap(next(iter(rows(maya, tap).keys.values())))
    assert open_panels(maya, VouchersPanel) == []
    assert total(maya) == 3_081


def test_a_tap_on_a_cash_voucher_pays_with_it(maya: CounterRoom, tap) -> None:
    tap(next(k for k in rows(maya, tap).keys.values() if k.label().endswith("$10.00")))
    pay = panel_of(maya, PayPanel)
    assert (pay.received.entries, pay.due.figure.text()) == ((("Cash voucher", 1_000),), "$24.24")


def test_the_payment_offers_what_fits_and_enter_does_not_spend_it(maya: CounterRoom, tap) -> None:
    press(KEYS.Key_F9)
    pay = panel_of(maya, PayPanel)
    own = [k for k in pay.tenders.values() if "available" in k.accessibleDescription()]
    assert [(k.label(), k.accessibleDescription()) for k in own] == [
        ("Cash voucher", "$10.00 available, Alt 1")
    ]
    press(KEYS.Key_Return)
    assert pay.received.entries == (("Cash", 3_425),)
    tap(own[0])
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    assert maya.till.ticket.is_blank


def test_the_discount_panel_lists_those_with_conditions(maya: CounterRoom, tap) -> None:
    press(KEYS.Key_F4)
    panel = panel_of(maya, DiscountPanel)
    assert [key.label() for key in panel.vouchers.keys.values()] == [
        "All 10 % off",
        "Wash 20 % off",
    ]
    tap(next(iter(panel.vouchers.keys.values())))
    assert open_panels(maya, DiscountPanel) == []
    assert total(maya) == 3_081


def test_a_scan_at_the_counter_pays_with_it(gel: CounterRoom, salon: Salon, shell: Shell) -> None:
    shell.scanned.emit(cash(salon, "c", 1_000).code)
    assert panel_of(gel, PayPanel).received.entries == (("Cash voucher", 1_000),)
