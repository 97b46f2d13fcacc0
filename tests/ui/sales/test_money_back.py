"""What a refund or a void says is for the client's hand or bank, and what returns by itself."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.ui.sales.refund_panel import RefundPanel
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.sales.void_panel import VoidPanel
from salon_pos.ui.shell import Shell
from tests.salons import Salon
from tests.ui.counter.hands import panel_of
from tests.usecases.valued import Valued, made

Key = Qt.Key


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya's card holds 1,200.00, her pack six washes. A gel at 34.24 (30.30, GST 1.52, PST 2.42)
    she pays from her card ("held"), another with 20.00 of it and the rest by bank card ("mixed"); a
    wash with a session, its taxes (0.83 and 1.33 on 16.67) by bank card ("wash")."""
    there, salon = made(selling), selling
    there.pay(salon.ticket("top", there.line(there.top_up), client="maya"))
    there.pay(salon.ticket("p", there.line(there.pack), client="maya"))
    gel, stored = salon.line("gel"), there.card.uid
    ticket = salon.ticket("held", gel, client="maya")
    there.pay(ticket, there.handed("stored_value", 3_424, stored))
    ticket = salon.ticket("mixed", gel, client="maya")
    card = salon.handed("card", 1_424)
    there.pay(ticket, there.handed("stored_value", 2_000, stored), card)
    session = replace(salon.line("wash"), source="p/Wash 5+1")
    there.pay(salon.ticket("wash", session, client="maya"), salon.handed("card", 216))
    return there


@pytest.fixture
def room(valued: Valued, shell: Shell, sign_in) -> SalesRoom:
    sign_in("Chen")
    shell.show_room("sales")
    found = shell.room("sales")
    assert isinstance(found, SalesRoom)
    return found


SAID = [
    ("held", "$0.00", "Stored value back $34.24", ""),
    ("mixed", "$14.24", "Stored value back $20.00", "Pay back $14.24 by Bank card. "),
    ("wash", "$2.16", "1 session back on its pack", "Pay back $2.16 by Bank card. "),
]


@pytest.mark.parametrize(("sale", "money", "held", "to_do"), SAID)
def test_only_money_is_told_large_before_a_refund_and_after_it(
    room: SalesRoom, tap, sale: str, money: str, held: str, to_do: str
) -> None:
    room.open_sale(sale)
    QTest.keyClick(room, Key.Key_F5)
    panel = panel_of(room, RefundPanel)
    assert panel.amount.figure.text() == "$0.00"
    assert not panel.amount.held.isVisibleTo(panel)
    tap(panel.rows[0].box)
    assert panel.amount.figure.text() == money
    assert panel.amount.held.text() == held
    tap(panel.go)
    done = "It is given back. This is the receipt. "
    assert room.shell.toasts.history[-1].message == f"{to_do}{done}{held}"


@pytest.mark.parametrize(("sale", "money", "held", "to_do"), SAID)
def test_only_money_is_told_large_before_a_void_and_after_it(
    room: SalesRoom, sale: str, money: str, held: str, to_do: str
) -> None:
    room.open_sale(sale)
    QTest.keyClick(room, Key.Key_F6)
    panel = panel_of(room, VoidPanel)
    assert (panel.back.figure.text(), panel.back.held.text()) == (money, held)
    panel.reason.set_value("Rung up twice")
    QTest.keyClick(panel, Key.Key_Return)
    done = "It is void. This is the receipt. "
    assert room.shell.toasts.history[-1].message == f"{to_do}{done}{held}"
    (spoken,) = [row.spoken for row in room.finder.list.entries.entries if row.key == sale]
    assert "voided" in spoken
    assert "given back" not in spoken
