"""Correcting staff and payments and claiming for a client in the real window: shown first, done by
one key or a tap, and said on the opened sale."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, sales, shifts
from salon_pos.domain import ledger
from salon_pos.domain.ticket import Credit
from salon_pos.ui.approval import Approval
from salon_pos.ui.sales.claim_panel import ClaimPanel
from salon_pos.ui.sales.refund_panel import RefundPanel
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.sales.staff_panel import StaffPanel
from salon_pos.ui.sales.tender_panel import TenderPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.change_row import ChangeRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.checkout import take_payment
from salon_pos.usecases.claims import claim
from salon_pos.usecases.corrections import (
    StaffCorrection,
    TenderCorrection,
    correct_staff,
    correct_tender,
)
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, PINS, Salon
from tests.ui.counter.hands import ALT, open_panels, panel_of, press
from tests.usecases.keeping import changed, everything, rows
from tests.usecases.valued import Valued, made

Key = Qt.Key


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """A walk-in had a cut, 84.00 in cash; Maya two gels and a wash, 79.90: 34.00 by card,
    45.90 in cash. The drawer holds 229.90."""
    there = made(selling)
    there.pay(selling.ticket("w", selling.line("cut")), selling.handed("cash", 10_000))
    gels = selling.ticket("m", selling.line("gel", 2), selling.line("wash"), client="maya")
    there.pay(gels, selling.handed("card", 3_400), selling.handed("cash", 20_000))
    return there


@pytest.fixture
def room(valued: Valued, shell: Shell, sign_in) -> SalesRoom:
    sign_in("Chen")
    shell.show_room("sales")
    found = shell.room("sales")
    assert isinstance(found, SalesRoom)
    found.open_sale("w")
    return found


def happens(panel: StaffPanel | TenderPanel) -> list[tuple[str, str]]:
    """What the panel says will happen, title and figure."""
    places = (panel.happens.itemAt(n) for n in range(panel.happens.count()))
    shown = [place.widget() for place in places if place is not None]
    return [one.words[:2] for one in shown if isinstance(one, ChangeRow)]


def paper(room: SalesRoom) -> str:
    return room.opened.paper.accessibleDescription()


def test_a_payment_is_corrected_by_keys(room: SalesRoom, salon: Salon, clock) -> None:
    QTest.keyClick(room, Key.Key_F11)
    panel = panel_of(room, TenderPanel)
    before = everything()
    assert not panel.go.isEnabled()
    assert panel.note.text() == "Choose how it was really paid."
    assert not panel.ways[salon.tenders["cash"]].isEnabled()
    panel.ways[salon.tenders["card"]].setFocus()
    press(Key.Key_Space)
    assert happens(panel) == [
        ("Cash", "−$84.00"), ("Bank card", "+$84.00"), ("The drawer should hold then", "$145.90"),
    ]  # fmt: skip
    press(Key.Key_F9)
    assert panel.reason.error() == "Say why this is corrected."
    assert changed(before) == set()
    press("wrong key")
    press(Key.Key_Return)
    assert open_panels(room, TenderPanel) == []
    assert rows("SELECT name FROM sale_tender_correction") == [("Bank card",)]
    assert room.opened.notes.said == (
        "$84.00 paid by Bank card instead of Cash\nChen · Mon 4 May 11:00 · “wrong key”",
    )
    assert "Bank card" in paper(room)
    assert "corrected, rung up as Cash" in paper(room)
    assert examine()[1] == ()


def test_which_of_two_payments(room: SalesRoom, salon: Salon, tap) -> None:
    room.open_sale("m")
    tap(room.opened.tender)
    panel = panel_of(room, TenderPanel)
    assert panel.payment is not None
    panel.payment.set_value(1)
    panel.payment.picked.emit(1)
    tap(panel.ways[salon.tenders["wechat"]])
    panel.reason.set_value("WeChat code scanned")
    tap(panel.go)
    assert [one[1] for one in rows("SELECT id, name FROM sale_tender_correction")] == ["WeChat Pay"]
    shift = shifts.open_shift(salon.till_id)
    assert shift is not None
    totals = shifts.shift_totals(shift.id)
    assert [(one.name, one.applied) for one in totals.tenders] == [
        ("Cash", 8_400), ("Bank card", 3_400), ("WeChat Pay", 4_590),
    ]  # fmt: skip


def test_what_cannot_be_cash_is_said_before_the_key(room: SalesRoom, salon: Salon, tap) -> None:
    """11.42 by card: no coins of 0.05 make it."""
    ticket = salon.ticket("x", salon.line("wash"))
    room.desk.perform(take_payment, salon.payment(ticket))
    room.open_sale("x")
    room.correct_tender()
    panel = panel_of(room, TenderPanel)
    tap(panel.ways[salon.tenders["cash"]])
    assert "$11.42 cannot have been paid in cash" in panel.note.text()
    assert not panel.go.isEnabled()
    tap(panel.ways[salon.tenders["alipay"]])
    assert panel.go.isEnabled()


def test_after_its_shift_only_a_refund_is_left(room: SalesRoom, salon: Salon, tap) -> None:
    close_shift(22_990, "why", by=salon.by("kai"), now=NOW)
    open_shift(0, by=salon.by("kai"), now=NOW)
    room.correct_tender()
    panel = panel_of(room, TenderPanel)
    tap(panel.ways[salon.tenders["card"]])
    assert panel.note.text().startswith("Its shift is closed")


def test_staff_is_corrected_with_parts(room: SalesRoom, salon: Salon, tap) -> None:
    QTest.keyClick(room, Key.Key_F10)
    panel = panel_of(room, StaffPanel)
    before = everything()
    mei, jie = salon.staff["mei"].id, salon.staff["jie"].id
    assert not panel.go.isEnabled()
    assert panel.note.text() == "So far Mei. Choose who really did it."
    press((ALT, Key.Key_0))  # several did it
    tap(panel.shares.people[jie])
    panel.shares.fields[mei].set_value("30")
    assert happens(panel) == [("Mei", "$80.00 → $24.00"), ("Jie", "$0.00 → $56.00")]
    panel.shares.fields[jie].set_value("120")
    assert not panel.go.isEnabled()
    panel.shares.fields[jie].set_value("70")
    assert changed(before) == set()
    panel.reason.set_value("She only washed")
    tap(panel.go)
    assert room.opened.notes.said == (
        "Women's cut: Mei 30 %, Jie 70 % instead of Mei\n"
        "Chen · Mon 4 May 11:00 · “She only washed”",
    )
    assert "Mei, Jie · corrected" in paper(room)
    assert examine()[1] == ()


def test_one_of_several_lines(room: SalesRoom, salon: Salon, tap) -> None:
    room.open_sale("m")
    tap(room.opened.staff)
    panel = panel_of(room, StaffPanel)
    assert panel.line is not None
    panel.line.set_value("m/wash")
    panel.line.picked.emit("m/wash")
    tap(panel.shares.people[salon.staff["jie"].id])
    panel.reason.set_value("why")
    press(Key.Key_F9)
    found = (
        "SELECT l.uid, w.code FROM sale_credit c JOIN sale_line l ON l.id = c.line_id"
        " JOIN staff w ON w.id = c.staff_id WHERE c.correction_id IS NOT NULL"
    )
    assert rows(found) == [("m/wash", "JIE")]


def test_a_tap_on_another_replaces_who_did_it_unless_it_is_shared(
    room: SalesRoom, salon: Salon, tap
) -> None:
    """80.00 of Mei's: Jie's at a tap; half and half once it is shared; then the first one's."""
    QTest.keyClick(room, Key.Key_F10)
    panel = panel_of(room, StaffPanel)
    mei, jie = salon.staff["mei"].id, salon.staff["jie"].id
    tap(panel.shares.people[jie])
    assert happens(panel) == [("Mei", "$80.00 → $0.00"), ("Jie", "$0.00 → $80.00")]
    tap(panel.share)
    tap(panel.shares.people[mei])
    assert happens(panel) == [("Mei", "$80.00 → $40.00"), ("Jie", "$0.00 → $40.00")]
    tap(panel.share)
    assert happens(panel) == [("Mei", "$80.00 → $0.00"), ("Jie", "$0.00 → $80.00")]


def test_a_cashier_asks_a_manager(
    room: SalesRoom, shell: Shell, salon: Salon, sign_in, tap, qtbot
) -> None:
    sign_in("Kai")
    room.open_sale("w")
    room.correct_tender()
    panel = panel_of(room, TenderPanel)
    tap(panel.ways[salon.tenders["card"]])
    assert panel.note.text() == "A manager's PIN is asked."
    tap(panel.go)
    assert panel.reason.error()
    panel.reason.set_value("wrong key")
    tap(panel.go)
    question = panel_of(room, Approval)
    question.who.set_value(salon.staff["chen"].id)
    assert question.entry
    with qtbot.waitSignal(panel.done):
        question.entry.setFocus()
        press(PINS["chen"], Key.Key_Return)
    assert "approved by Chen" in room.opened.notes.said[0]


def test_escape_corrects_nothing(room: SalesRoom, salon: Salon, tap) -> None:
    before = everything()
    for open_panel, panel in ((room.correct_staff, StaffPanel), (room.correct_tender, TenderPanel),
                              (room.claim, ClaimPanel)):  # fmt: skip
        open_panel()
        assert len(open_panels(room, panel)) == 1
        press(Key.Key_Escape)
        assert open_panels(room, panel) == []
    assert changed(before) == set()
    assert room.opened.notes.said == ()
    assert not room.opened.notes.isVisibleTo(room)


def test_a_walk_in_is_claimed(room: SalesRoom, salon: Salon) -> None:
    """80 points for 80.00, shown before they are given."""
    maya = salon.clients["maya"]
    assert not room.opened.client.isVisibleTo(room)
    had = balances.balance(ledger.points(maya.uid))
    QTest.keyClick(room, Key.Key_F12)
    panel = panel_of(room, ClaimPanel)
    before = everything()
    press("torres")
    press(Key.Key_Down)
    press(Key.Key_Up)
    panel.finder.list.set_current(maya.id)
    assert (panel.points.caption.text(), panel.points.figure.text()) == (
        "Maya Torres",
        "+80 points",
    )
    assert changed(before) == set()
    press(Key.Key_F9)
    assert balances.balance(ledger.points(maya.uid)) == had + 80
    said = room.shell.toasts.history[-1].message
    assert said == "The sale is Maya Torres’s now and gives 80 points."
    assert room.opened.notes.said == ("Claimed for Maya Torres: 80 points\nChen · Mon 4 May 11:00",)
    assert not room.opened.claim.isVisibleTo(room)
    assert room.opened.client.isVisibleTo(room)
    assert room.opened.facts.text().endswith(" · Maya Torres · claimed")
    (uid,) = [room.opened.sale.uid] if room.opened.sale else []
    (spoken,) = [row.spoken for row in room.finder.list.entries.entries if row.key == uid]
    assert spoken.startswith("Maya Torres")
    assert " · claimed" in spoken
    assert uid in [sale.uid for sale in sales.find_sales("torres")]
    QTest.keyClick(room, Key.Key_F12)
    assert open_panels(room, ClaimPanel) == []


def test_a_refund_speaks_of_the_client_and_the_payment_as_they_are_by_now(
    room: SalesRoom, salon: Salon
) -> None:
    """A walk-in's cut in cash, claimed by Maya and corrected to a card since."""
    claim("w", salon.clients["maya"].id, by=salon.by("chen"), now=NOW)
    moved = TenderCorrection("t", "w", 0, salon.tenders["card"], "slip")
    correct_tender(moved, by=salon.by("chen"), now=NOW)
    room.open_sale("w")
    room.refund()
    (panel,) = open_panels(room, RefundPanel)
    (said,) = [
        text.text() for text in panel.findChildren(Paragraph) if "Maya Torres" in text.text()
    ]
    assert said.endswith(" · Maya Torres · $84.00 Bank card")


def test_another_day_is_too_late_to_claim(room: SalesRoom, salon: Salon, clock) -> None:
    clock.now = NOW + timedelta(days=1)
    room.claim()
    panel = panel_of(room, ClaimPanel)
    panel.finder.list.set_current(salon.clients["maya"].id)
    assert "is of another day" in panel.note.text()
    assert not panel.go.isEnabled()


def test_what_another_window_corrected_is_said_when_the_room_is_shown(
    room: SalesRoom, shell: Shell, salon: Salon
) -> None:
    share = (Credit(salon.staff["jie"].id),)
    correct_staff(StaffCorrection("c", "w/cut", share, "why"), by=salon.by("chen"), now=NOW)
    shell.show_room("counter")
    shell.show_room("sales")
    room.open_sale("w")
    assert "Jie instead of Mei" in room.opened.notes.said[0]


def test_the_keys_on_the_opened_sale_can_be_tapped(room: SalesRoom, tap) -> None:
    opened = room.opened
    for key, panel in ((opened.refund, RefundPanel), (opened.staff, StaffPanel),
                       (opened.tender, TenderPanel), (opened.claim, ClaimPanel)):  # fmt: skip
        tap(key)
        (shown,) = open_panels(room, panel)
        shown.dismiss()


def test_a_refund_has_nothing_to_correct(room: SalesRoom, tap) -> None:
    room.open_sale("w")
    tap(room.opened.refund)
    panel = panel_of(room, RefundPanel)
    tap(panel.rows[0].box)
    tap(panel.go)
    for key in (room.opened.staff, room.opened.tender, room.opened.claim):
        assert not key.isVisibleTo(room)
