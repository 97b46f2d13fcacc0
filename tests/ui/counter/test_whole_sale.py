"""A whole sale at the real counter: by taps only, and by keys only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from salon_pos.db.queries import receipts, sales
from salon_pos.domain.receipt import Receipt
from salon_pos.ui.counter.pay.done import DonePanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from tests.salons import Salon
from tests.ui.counter.hands import ALT, panel_of, press


def only_sale() -> Receipt:
    """The receipt of the one sale on file."""
    (found,) = sales.find_sales()
    return receipts.receipt(found.uid)


def test_walk_in_haircut_in_cash_takes_five_touches(
    counter: CounterRoom, salon: Salon, tap, tap_entry, tap_staff
) -> None:
    touches = 0
    tap_entry(counter.shelf.grid, salon.items["cut"].id)
    touches += 1
    tap_staff(counter, "mei")
    touches += 1
    tap(counter.ticket.pay)
    touches += 1
    pay = panel_of(counter, PayPanel)
    assert isinstance(pay, PayPanel)
    tap(pay.tenders[salon.tenders["cash"]])
    touches += 1
    tap(pay.pay)
    touches += 1

    assert touches <= 5
    receipt = only_sale()
    assert [(line.item, line.staff) for line in receipt.lines] == [("Women's cut", ("Mei",))]
    assert receipt.total == 8_400  # 80.00 for a director, GST 5 %
    assert counter.till.ticket.is_blank
    assert isinstance(panel_of(counter, DonePanel), DonePanel)


def test_whole_sale_by_keys_only(counter: CounterRoom, salon: Salon) -> None:
    keys = Qt.Key
    press("maya", keys.Key_Return)  # the client
    press("cut", keys.Key_Return)  # the service
    press((ALT, keys.Key_1))  # Mei does it
    press("gel", keys.Key_Return, "+")  # two of a product
    press(keys.Key_F9)
    press("100", (ALT, keys.Key_2))  # 100.00 by card …
    press((ALT, keys.Key_1), "60", keys.Key_Return)  # … 60 in cash

    receipt = only_sale()
    assert receipt.client == "Maya Torres"
    assert [(line.item, line.quantity) for line in receipt.lines] == [
        ("Women's cut", 1),
        ("Gel", 2),
    ]
    assert [(t.name, t.handed) for t in receipt.tenders] == [("Bank card", 10_000), ("Cash", 6_000)]
    # 80.00 + 2 × 30.30 = 140.60; GST on all 7.03, PST on 60.60 4.85: 152.48, in cash to 52.50
    assert (receipt.total, receipt.cash_rounding, receipt.change) == (15_248, 2, 750)
    done = panel_of(counter, DonePanel)
    assert isinstance(done, DonePanel)
    assert done.change.figure.text() == "$7.50"
    press("w")
    assert not [p for p in counter.shell.findChildren(DonePanel) if p.is_open()]
    assert counter.finder.text() == "w"  # the key that went on is not lost


def test_chinese_is_typed_by_an_input_method(counter: CounterRoom, salon: Salon) -> None:
    event = QInputMethodEvent()
    event.setCommitString("雨桐")
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, event)
    press(Qt.Key.Key_Return)
    assert counter.till.ticket.client_id == salon.clients["yutong"].id
