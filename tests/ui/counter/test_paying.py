"""Taking payment: once, at the price that was shown, by any mix of tenders, with tips."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import receipts, sales, shifts, tickets
from salon_pos.domain.rights import Actor
from salon_pos.ui import theme
from salon_pos.ui.counter.asking import AskPrice
from salon_pos.ui.counter.line_panel import LinePanel
from salon_pos.ui.counter.pay.done import DonePanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.receipt.paper import Paper
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.shifts import close_shift
from tests.salons import NOW, Salon
from tests.ui.counter.hands import ALT, open_panels, panel_of, press, tender

KEYS = Qt.Key


@pytest.fixture
def paying(counter: CounterRoom, salon: Salon) -> PayPanel:
    """Two gels, 60.60 with 13 % tax: 68.48, the pay panel open."""
    counter.deeds.add(salon.items["gel"])
    counter.till.count(counter.till.selected, 1)
    counter.deeds.pay()
    return panel_of(counter, PayPanel)


def test_a_second_press_makes_no_second_sale(counter: CounterRoom, paying: PayPanel, tap) -> None:
    tap(tender(paying, "Cash"))
    QTest.mouseDClick(paying.pay, Qt.MouseButton.LeftButton)
    paying.take_payment()
    assert len(sales.find_sales()) == 1
    assert counter.till.ticket.is_blank


def test_enter_chooses_the_first_tender_then_takes_payment(
    counter: CounterRoom, paying: PayPanel
) -> None:
    press(KEYS.Key_Return)
    assert tender(paying, "Cash").isChecked()
    assert sales.find_sales() == ()
    press(KEYS.Key_Return)
    assert len(sales.find_sales()) == 1


def test_the_price_changed_in_another_window(
    counter: CounterRoom, paying: PayPanel, salon: Salon, tap
) -> None:
    dearer = replace(salon.items["gel"], price=4_000)
    save_item(dearer, by=salon.by("olga"), now=NOW)
    tap(tender(paying, "Cash"))
    tap(paying.pay)
    assert sales.find_sales() == ()
    assert "$90.40" in paying.note.words.text()
    assert paying.due.figure.text() == "$90.40"
    assert len(counter.till.ticket.lines) == 1
    tap(tender(paying, "Bank card"))
    tap(paying.pay)
    (sale,) = sales.find_sales()
    assert sale.total == 9_040


def test_paying_short_is_said_and_the_ticket_stays(
    counter: CounterRoom, paying: PayPanel, tap
) -> None:
    tap(tender(paying, "Cash"))
    press("50")
    assert not paying.pay.isEnabled()
    assert paying.aside.text() == "$18.48 is left for another tender."
    press(KEYS.Key_Return)
    assert "$18.48" in paying.note.words.text()
    assert sales.find_sales() == ()
    assert counter.till.ticket.lines


def test_over_on_a_card_is_refused_beside_the_amount(paying: PayPanel, tap) -> None:
    tap(tender(paying, "Bank card"))
    press("100", KEYS.Key_Return)
    assert "Only cash gives change" in paying.pad.field.error()
    assert sales.find_sales() == ()


def test_what_is_no_amount_is_said_beside_it(paying: PayPanel, tap) -> None:
    tap(tender(paying, "Cash"))
    press("1x")
    assert paying.pad.field.error()


def test_the_pad_types_what_the_keyboard_types(paying: PayPanel, tap) -> None:
    tap(tender(paying, "Cash"))
    for sign in "70.5":
        tap(paying.pad.pad.keys[sign])
    assert paying.received.entries == (("Cash", 7050),)
    tap(paying.pad.pad.keys["⌫"])
    assert paying.received.entries == (("Cash", 7000),)
    tap(paying.pad.exact)
    assert paying.received.entries == (("Cash", 6850),)


def test_large_text_cuts_neither_the_change_nor_a_key(
    counter: CounterRoom, salon: Salon, tap, qapp, qtbot
) -> None:
    counter.deeds.add(salon.items["gel"])
    theme.apply(qapp, theme.Theme(scale=1.5, motion_ms=0))
    counter.shell.rebuild(Preferences(scale=150))
    counter.shell.window().resize(1_280, 800)
    qtbot.waitUntil(lambda: counter.shell.height() == 800)
    room = counter.shell.room("counter")
    assert isinstance(room, CounterRoom)
    room.deeds.pay()
    pay = panel_of(room, PayPanel)
    tap(tender(pay, "Cash"))
    press("1000")
    keys = [*pay.pad.pad.keys.values(), pay.pad.exact, *pay.pad.notes]
    assert all(key.isVisible() for key in keys)  # 40, 50 and 100 are likely for 34.24
    end = pay.body.contentsRect().bottom()
    qtbot.waitUntil(lambda: all(foot_of(key, pay) <= end for key in keys))
    assert pay.change.figure.text() == "$965.75"  # 34.24 is 34.25 in cash
    qtbot.waitUntil(lambda: not pay.change.figure.is_cut())


def test_large_text_keeps_what_was_received_in_sight(
    counter: CounterRoom, salon: Salon, tap, qapp, qtbot
) -> None:
    """After parts by three tenders each can be taken off without scrolling."""
    counter.deeds.add(salon.items["gel"])
    theme.apply(qapp, theme.Theme(scale=1.5, motion_ms=0))
    counter.shell.rebuild(Preferences(scale=150))
    counter.shell.window().resize(1_280, 800)
    qtbot.waitUntil(lambda: counter.shell.height() == 800)
    room = counter.shell.room("counter")
    assert isinstance(room, CounterRoom)
    room.deeds.pay()
    pay = panel_of(room, PayPanel)
    for place in (KEYS.Key_1, KEYS.Key_2, KEYS.Key_1):
        press((ALT, place), "5")
    assert len(pay.received.entries) == 3
    end = pay.body.contentsRect().bottom()
    qtbot.waitUntil(lambda: len(pay.received.findChildren(IconButton)) == 3)
    away = pay.received.findChildren(IconButton)
    qtbot.waitUntil(lambda: all(not key.visibleRegion().isEmpty() for key in away))
    assert all(foot_of(key, pay) <= end for key in away)
    tap(away[0])
    assert len(pay.received.entries) == 2
    for place in (KEYS.Key_4, KEYS.Key_1):  # what is chosen is in sight above them
        press((ALT, place))
        (chosen,) = [key for key in pay.tenders.values() if key.isChecked()]
        qtbot.waitUntil(lambda key=chosen: key.visibleRegion().boundingRect() == key.rect())


def foot_of(key: QWidget, pay: PayPanel) -> int:
    return key.mapTo(pay.panel, key.rect().bottomLeft()).y()


def test_two_tenders_two_taxes_and_tips(
    counter: CounterRoom, salon: Salon, paying: PayPanel, tap
) -> None:
    paying.dismiss()
    counter.deeds.add(salon.items["wash"])
    counter.ticket.strip.tap(0)
    counter.deeds.pay()
    pay = panel_of(counter, PayPanel)
    # 60.60 + 10.10 = 70.70; GST 3.54, PST 5.66: 79.90
    press("30", (ALT, KEYS.Key_2), (ALT, KEYS.Key_1))
    tap(next(iter(pay.tips.values())))
    press("5")
    tap(next(iter(pay.tips.values())))
    press("60", KEYS.Key_Return)
    (sale,) = sales.find_sales()
    receipt = receipts.receipt(sale.uid)
    assert [(tax.name, tax.amount) for tax in receipt.taxes] == [("GST", 354), ("PST", 566)]
    assert [(t.name, t.handed, t.tips) for t in receipt.tenders] == [
        ("Bank card", 3_000, ()),
        ("Cash", 6_000, (("Mei", 500),)),
    ]
    assert receipt.change == 510  # 60.00 − 49.90 − 5.00


def test_a_sale_of_nothing_needs_no_tender(counter: CounterRoom, salon: Salon, tap) -> None:
    counter.deeds.add(salon.items["gift"])
    counter.ticket.strip.tap(1)
    counter.deeds.pay()
    pay = panel_of(counter, PayPanel)
    assert pay.pay.isEnabled()
    tap(pay.pay)
    (sale,) = sales.find_sales()
    assert sale.total == 0


def test_a_service_nobody_does_is_asked_for_first(counter: CounterRoom, salon: Salon) -> None:
    counter.deeds.add(salon.items["wash"])
    counter.deeds.add(salon.items["gel"])
    counter.deeds.pay()
    assert open_panels(counter, PayPanel) == []
    assert counter.till.line() == counter.till.ticket.lines[0]
    assert counter.shell.toasts.history[-1].message == "Choose who does Wash."


def test_without_a_shift_the_counter_asks_for_one(
    counter: CounterRoom, salon: Salon, paying: PayPanel, tap
) -> None:
    close_shift(10_000, by=salon.by("kai"), now=NOW)
    tap(tender(paying, "Cash"))
    tap(paying.pay)
    assert paying.note.words.text() == "Open the shift first."
    paying.dismiss()
    counter.shown()
    assert counter.gate.isVisible()
    counter.gate.float.line.setFocus()
    counter.gate.float.line.selectAll()
    press("12x", KEYS.Key_Return)
    assert counter.gate.float.error()
    assert shifts.open_shift(salon.till_id) is None
    counter.gate.float.line.selectAll()
    press("50", KEYS.Key_Return)
    shift = shifts.open_shift(salon.till_id)
    assert shift is not None
    assert shift.opening_float == 5_000
    assert not counter.gate.isVisible()
    assert counter.till.ticket.lines  # what was written stays


def test_a_stylist_takes_no_payment(
    counter: CounterRoom, paying: PayPanel, sign_in, tap, salon: Salon
) -> None:
    paying.dismiss()
    sign_in("Mei")
    counter.deeds.pay()
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Cash"))
    tap(pay.pay)
    assert "may not do this" in pay.note.words.text()
    assert sales.find_sales() == ()
    assert tickets.open_tickets()
    assert counter.desk.actor == Actor(salon.staff["mei"].id, salon.till_id)


def test_the_change_stays_until_the_next_key(counter: CounterRoom, paying: PayPanel, tap) -> None:
    tap(tender(paying, "Cash"))
    press("70", KEYS.Key_Return)
    done = panel_of(counter, DonePanel)
    assert done.change.figure.text() == "$1.50"
    press(KEYS.Key_Tab, KEYS.Key_Tab)
    assert done.is_open()
    press(KEYS.Key_Escape)
    assert open_panels(counter, DonePanel) == []
    assert counter.finder.field.hasFocus()


def test_a_scan_goes_on_to_the_next_sale(counter: CounterRoom, paying: PayPanel, tap, scan) -> None:
    tap(tender(paying, "Cash"))
    tap(paying.pay)
    scan(counter.shell, "6901234567892")
    assert open_panels(counter, DonePanel) == []
    assert len(counter.till.ticket.lines) == 1


def test_the_receipt_is_shown_as_it_is_printed(counter: CounterRoom, paying: PayPanel, tap) -> None:
    tap(tender(paying, "Bank card"))
    tap(paying.pay)
    paper = panel_of(counter, DonePanel).findChild(Paper)
    assert paper is not None
    said = paper.accessibleDescription()
    for part in ("Cloud Hair", "Gel", "$68.48", "Bank card", "GST"):
        assert part in said


def test_the_receipt_is_saved_as_a_pdf(
    counter: CounterRoom, paying: PayPanel, tap, qtbot, monkeypatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("salon_pos.ui.receipt.pdf_file.show_file", opened.append)
    tap(tender(paying, "Bank card"))
    tap(paying.pay)
    done = panel_of(counter, DonePanel)
    tap(done.pdf)
    qtbot.waitUntil(lambda: bool(opened))
    (file,) = opened
    assert file.read_bytes().startswith(b"%PDF")
    assert done.is_open()


# --- what the amount says, and what it is not


def test_the_largest_figure_is_what_is_still_to_pay(paying: PayPanel, tap) -> None:
    assert paying.due.figure.text() == "$68.48"
    press("20", (ALT, KEYS.Key_2))
    assert (paying.due.figure.text(), paying.extra.text()) == ("$48.48", "$20.00 received")
    tap(tender(paying, "Cash"))
    assert paying.due.figure.text() == "$0.00"


def test_enter_after_a_banknote_takes_payment(paying: PayPanel, tap) -> None:
    """Notes above 68.50: 70.00, 100.00; 500.00 nobody hands over for it."""
    shown = [key.label() for key in paying.pad.notes if key.isVisibleTo(paying)]
    assert shown == ["$70", "$100"]
    tap(paying.pad.notes[1])
    assert paying.received.entries == (("Cash", 10_000),)
    press(KEYS.Key_Return)
    assert [sale.total for sale in sales.find_sales()] == [6_848]


def test_only_cash_has_banknotes(paying: PayPanel, tap) -> None:
    tap(tender(paying, "Bank card"))
    assert not [key for key in paying.pad.notes if key.isVisibleTo(paying)]
    tap(tender(paying, "Cash"))
    assert [key for key in paying.pad.notes if key.isVisibleTo(paying)]


def test_after_a_tender_is_taken_off_the_amount_is_typed(paying: PayPanel, tap) -> None:
    press("20", (ALT, KEYS.Key_2), (ALT, KEYS.Key_1))
    away = paying.received.findChildren(IconButton)[0]
    away.setFocus()
    tap(away)
    press("70", KEYS.Key_Return)
    (sale,) = sales.find_sales()
    assert [(t.name, t.handed) for t in receipts.receipt(sale.uid).tenders] == [("Cash", 7_000)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "Type a number without a sign, such as 128.50."),
        ("1.234", "These are too many decimals. Type a number such as 128.50."),
        ("9999999999999", "This number is too large. Type one such as 128.50."),
        (".", "Type a number such as 128.50."),
        ("0", "Type an amount above zero, or choose the tender at once."),
        ("999999", "Only cash gives change"),
        ("99999999999", "An amount is at most"),
    ],
)
def test_a_silly_amount_is_refused_beside_it(
    counter: CounterRoom, paying: PayPanel, tap, typed: str, said: str
) -> None:
    press(typed)
    tap(tender(paying, "Bank card"))
    assert said in paying.pad.field.error()
    assert paying.received.entries == ()
    assert paying.pad.field.line.hasFocus()
    press(KEYS.Key_Return)
    assert sales.find_sales() == ()
    assert paying.is_open()
    paying.pad.field.line.selectAll()
    press("20", (ALT, KEYS.Key_2))
    assert paying.received.entries == (("Bank card", 2_000),)


@pytest.mark.parametrize("typed", ["1.234", "-1", "0"])
def test_so_is_one_of_the_tender_being_entered(paying: PayPanel, tap, typed: str) -> None:
    tap(tender(paying, "Bank card"))
    press(typed, KEYS.Key_Return)
    assert sales.find_sales() == ()
    assert paying.pad.field.error() or paying.note.isVisibleTo(paying)
    if typed != "0":
        tap(tender(paying, "Cash"))
        assert paying.pad.field.error()


def test_an_open_price_of_nothing_is_asked_again(counter: CounterRoom, salon: Salon) -> None:
    said = "Type a price above zero. To give it for nothing, take a discount of 100 %."
    counter.deeds.add(salon.items["care"])
    ask = panel_of(counter, AskPrice)
    press("0", KEYS.Key_Return)
    assert ask.field.error() == said
    assert counter.till.ticket.lines == ()
    ask.field.set_value("30")
    press(KEYS.Key_Return)
    press(KEYS.Key_F5)
    panel = panel_of(counter, LinePanel)
    panel.price.set_value("0")
    assert panel.price.error() == said
    assert [line.typed_price for line in counter.till.ticket.lines] == [3_000]
