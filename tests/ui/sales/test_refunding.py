"""Refund and void in the real window: shown first, then done; a manager's PIN above the limit."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos import i18n
from salon_pos.db.doctor import examine
from salon_pos.db.queries import receipts, sales, shifts
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import TenderKind
from salon_pos.ui.approval import Approval
from salon_pos.ui.sales.refund_panel import RefundPanel
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.sales.void_panel import VoidPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.change_row import ChangeRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, PINS, Salon
from tests.ui.counter.hands import panel_of, press
from tests.usecases.keeping import changed, everything
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay
from tests.usecases.valued import Valued, made

Key = Qt.Key


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya had a cut and two gels: 80.00 + 2 × 30.30, GST on all, PST on the gels: 152.48."""
    there = made(selling)
    ticket = selling.ticket("s", selling.line("cut"), selling.line("gel", 2), client="maya")
    there.pay(ticket, selling.handed("cash", 20_000))
    return there


@pytest.fixture
def room(valued: Valued, shell: Shell, sign_in) -> SalesRoom:
    sign_in("Kai")
    shell.show_room("sales")
    found = shell.room("sales")
    assert isinstance(found, SalesRoom)
    found.open_sale("s")
    return found


def refunding(room: SalesRoom) -> RefundPanel:
    QTest.keyClick(room, Key.Key_F5)
    (panel,) = [p for p in room.shell.findChildren(RefundPanel) if p.is_open()]
    return panel


def choose(way: Select, method: int) -> None:
    way.set_value(method)
    way.picked.emit(method)


def words(panel: RefundPanel) -> list[str]:
    return [text.text() for text in panel.findChildren(Text)]


def test_nothing_happens_before_the_key_is_pressed(room: SalesRoom, tap) -> None:
    panel = refunding(room)
    assert not panel.go.isEnabled()
    assert panel.note.text() == "Tick what comes back."
    tap(panel.rows[1].box)
    # Two gels: 60.60 + 3.03 + 4.85 = 68.48; cash in steps of 0.05: 68.50.
    assert panel.amount.figure.text() == "$68.50"
    said = words(panel)
    assert "Cash back" in said
    assert "Points taken back" in said
    QTest.keyClick(panel, Key.Key_Escape)
    assert len(sales.find_sales()) == 1


def test_it_says_where_the_tier_stands_then(room: SalesRoom, valued: Valued, tap) -> None:
    """140.60 and 7 × 30.30 are 352.70: Silver, which needs 200.00."""
    ticket = valued.salon.ticket("t", valued.salon.line("gel", 7), client="maya")
    valued.pay(ticket, valued.salon.handed("cash", 30_000))
    room.open_sale("t")
    panel = refunding(room)
    (row,) = panel.rows

    def said() -> tuple[str, str, str]:
        items = map(panel.happens.itemAt, range(panel.happens.count()))
        shown = [item.widget() for item in items if item]
        (tier,) = [r.words for r in shown if isinstance(r, ChangeRow) and r.words[0] == "Tier"]
        return tier

    tap(row.box)
    assert said() == (
        "Tier",
        "Silver → Member",
        "Member is open to every member.\nTo Silver: spend $59.40 more that counts.",
    )
    for _gel in range(6):
        tap(row.fewer)
    _tier, moved, why = said()
    assert moved == "stays Silver"
    assert ": $322.40, it needs" in why  # one gel less


def test_one_of_two_comes_back(room: SalesRoom, tap) -> None:
    panel = refunding(room)
    tap(panel.rows[1].box)
    tap(panel.rows[1].fewer)
    tap(panel.go)
    newest, _first = sales.find_sales()
    receipt = receipts.receipt(newest.uid)
    assert [(line.item, line.quantity) for line in receipt.lines] == [("Gel", -1)]
    # 30.30 + 1.52 (half of 3.03, half up) + 2.43 (half of 4.85, half up) = 34.25
    assert receipt.total == -3_425
    assert room.opened.sale is not None
    assert room.opened.sale.uid == newest.uid
    assert not room.opened.refund.isVisibleTo(room)  # a refund is not refunded
    assert examine()[1] == ()


def test_what_is_back_cannot_come_back_again(room: SalesRoom, tap) -> None:
    panel = refunding(room)
    tap(panel.rows[0].box)
    tap(panel.go)
    room.open_sale("s")
    assert room.opened.notes.said[0].startswith("$84.00 given back by refund A-000002\nKai · ")
    assert not room.opened.void.isVisibleTo(room)  # what is left can only be refunded
    again = refunding(room)
    assert not again.rows[0].box.isEnabled()
    assert again.rows[1].box.isEnabled()


def test_rule_22_what_is_used_up_cannot_be_ticked(room: SalesRoom, valued: Valued) -> None:
    """The deposit, 30.00, paid for a cut; of the gift card, 50.00, nothing is used."""
    salon = valued.salon
    lines = (valued.line(valued.deposit), valued.line(valued.gift_card))
    valued.pay(salon.ticket("d", *lines, client="maya"))
    cut = salon.ticket("c", salon.line("cut"), client="maya")
    deposit = valued.handed("deposit", 3_000, source=salon.clients["maya"].uid)
    valued.pay(cut, deposit, salon.handed("card", valued.total(cut) - 3_000))
    room.open_sale("d")
    used, unused = refunding(room).rows
    assert (used.box.accessibleDescription(), used.amount.text()) == ("used up", "")
    assert not used.box.isEnabled()
    assert (unused.box.accessibleDescription(), unused.amount.text()) == ("", "$50.00")
    assert unused.box.isEnabled()


def test_a_sale_that_is_all_back_says_so_and_asks_nothing_more(room: SalesRoom, tap) -> None:
    panel = refunding(room)
    for row in panel.rows:
        tap(row.box)
    tap(panel.go)
    shown = room.opened
    assert shown.sale is not None
    assert shown.head.caption.text() == f"Refund {shown.sale.number} of sale A-000001"
    assert room.finder.days.day() is None  # the list is not narrowed to a day
    room.open_sale("s")
    assert not shown.refund.isVisibleTo(room)
    assert not shown.void.isVisibleTo(room)
    (spoken,) = [row.spoken for row in room.finder.list.entries.entries if row.key == "s"]
    assert "A-000001 · given back" in spoken


def test_what_comes_back_of_a_line_and_who_loses_credit(room: SalesRoom, tap) -> None:
    panel = refunding(room)
    _cut, gels = panel.rows
    assert gels.amount.text() == "$68.48"  # 60.60 + 3.03 + 4.85
    tap(gels.box)
    tap(gels.fewer)
    assert gels.amount.text() == "$34.25"


def test_above_the_limit_a_manager_is_asked(
    valued: Valued, room: SalesRoom, shell: Shell, tap, qtbot
) -> None:
    salon = valued.salon
    large = salon.ticket("big", salon.line("gel", 20), client="maya")
    valued.pay(large, salon.handed("cash", 100_000))
    room.open_sale("big")
    panel = refunding(room)
    tap(panel.rows[0].box)
    assert panel.note.text() == "over $300.00: a manager's PIN is asked"
    tap(panel.go)
    (question,) = [q for q in shell.findChildren(Approval) if q.is_open()]
    chen = salon.staff["chen"].id
    question.who.set_value(chen)
    assert question.entry
    with qtbot.waitSignal(panel.done):
        question.entry.setFocus()
        press(PINS["chen"], Key.Key_Return)
    assert sales.find_sales()[0].total < 0
    assert examine()[1] == ()


def test_cash_that_is_not_there_goes_back_another_way_with_a_managers_pin(
    valued: Valued, room: SalesRoom, shell: Shell, tap, qtbot
) -> None:
    """152.50 in cash were counted and taken away; 50.00 are in the drawer. Refund waits until
    another means is chosen, and then says so before it happens."""
    salon = valued.salon
    close_shift(25_250, by=salon.by("kai"), now=NOW)
    open_shift(5_000, by=salon.by("kai"), now=NOW)
    panel = refunding(room)
    for row in panel.rows:
        tap(row.box)
    assert panel.note.text().endswith("Send the cash to another means of payment.")
    assert not panel.go.isEnabled()
    ((position, way),) = panel.ways.items()
    assert way.caption.text() == "Cash goes back by"
    assert way.opener.words == "Cash"
    choose(way, salon.tenders["card"])
    assert panel.note.text() == "$152.50 goes back by Bank card, not as it was paid"
    assert "it was paid with Cash" in [text.text() for text in panel.findChildren(Paragraph)]
    tap(panel.go)
    (question,) = [q for q in shell.findChildren(Approval) if q.is_open()]
    question.who.set_value(salon.staff["chen"].id)
    assert question.entry
    with qtbot.waitSignal(panel.done) as done:
        question.entry.setFocus()
        press(PINS["chen"], Key.Key_Return)
    assert done.args is not None
    assert done.args[1].cash == 0  # nothing from the drawer
    back = receipts.receipt(sales.find_sales()[0].uid)
    assert [(paid.name, paid.applied) for paid in back.tenders] == [("Bank card", -15_250)]
    assert shifts.drawer_balance(salon.till_id) == 5_000
    assert position == 0
    assert examine()[1] == ()


def test_as_it_was_paid_again_sends_nothing_elsewhere(valued: Valued, room: SalesRoom, tap) -> None:
    """By card and cash: each has its own choice; points have none."""
    salon = valued.salon
    two = salon.ticket("two", salon.line("cut"), client="maya")
    card, cash = salon.handed("card", 4_400), salon.handed("cash", 3_900)
    valued.pay(two, card, valued.handed("points", 100), cash)
    room.open_sale("two")
    panel = refunding(room)
    tap(panel.rows[0].box)
    assert sorted(panel.ways) == [0, 2]
    for method, keys in ((salon.tenders["cash"], ["sent"]), (card.method_id, [])):
        choose(panel.ways[0], method)
        assert panel.seen is not None
        assert [reason.key for reason in panel.seen.needs_manager] == keys
    tap(panel.go)
    back = receipts.receipt(sales.find_sales()[0].uid)
    assert [(paid.name, paid.applied) for paid in back.tenders] == [
        ("Bank card", -4_400), ("Points", -100), ("Cash", -3_900),
    ]  # fmt: skip


def test_how_it_was_paid_is_listed_as_the_language_does(room: SalesRoom, valued: Valued) -> None:
    salon = valued.salon
    two = salon.ticket("two", salon.line("cut"), client="maya")
    valued.pay(two, salon.handed("card", 4_400), salon.handed("cash", 4_000))
    i18n.use("zh_TW")
    room.open_sale("two")
    (said,) = [one.text() for one in refunding(room).findChildren(Paragraph)
               if "$44.00" in one.text()]  # fmt: skip
    assert said.endswith(f" · $44.00 {i18n._('Bank card')}、$40.00 {i18n._('Cash')}")


def voiding(room: SalesRoom, shell: Shell) -> VoidPanel:
    """The question before the sale that is open is cancelled."""
    QTest.keyClick(room, Key.Key_F6)
    (panel,) = [p for p in shell.findChildren(VoidPanel) if p.is_open()]
    return panel


def test_a_void_whose_cash_is_not_there_says_to_refund_it(
    valued: Valued, room: SalesRoom, shell: Shell
) -> None:
    """Of 100.00 and 152.50, 168.00 go out for a sale that was paid by card: before the panel is
    opened, or while it is."""
    salon, by = valued.salon, valued.salon.by("kai")
    cuts = salon.ticket("u", replace(salon.line("cut"), quantity=2))
    valued.pay(cuts, salon.handed("card", 16_800))
    chen = salon.staff["chen"].id
    word = approve_deed(chen, PINS["chen"], subject="r/refund", amount=16_800, by=by, now=NOW)
    sent = {0: salon.tenders["cash"]}
    early = voiding(room, shell)
    early.reason.set_value("Rung up twice")
    give_back(RefundRequest("r", "u", whole("u"), sent=sent, approval=word), by)
    before = everything()
    QTest.keyClick(early, Key.Key_Return)
    why = (
        "The drawer holds $84.50. Refund the sale instead: there the cash can go back another way."
    )
    assert early.reason.error() == why
    early.dismiss()
    late = voiding(room, shell)
    assert late.obstacles.words.text() == f"This sale can no longer be voided.\n{why}"
    QTest.keyClick(late, Key.Key_Return)
    assert changed(before) == set()


def test_a_mistaken_sale_is_void_with_its_reason(room: SalesRoom, shell: Shell) -> None:
    panel = voiding(room, shell)
    happens = [row.words[:2] for row in panel.findChildren(ChangeRow)]
    assert ("Cash back", "$152.50") in happens
    assert ("Points taken back", "−140") in happens
    QTest.keyClick(panel, Key.Key_Return)
    assert panel.reason.error() == "Say why the sale is cancelled."
    panel.reason.set_value("Rung up twice")
    QTest.keyClick(panel, Key.Key_Return)
    newest, first = sales.find_sales()
    assert newest.total == -first.total
    assert examine()[1] == ()


def test_what_can_no_longer_be_voided_says_why_at_once(
    valued: Valued, room: SalesRoom, shell: Shell
) -> None:
    """A gift card of 50.00 pays 42.00 of a cut: nothing is asked that leads nowhere."""
    salon = valued.salon
    valued.pay(salon.ticket("g", valued.line(valued.gift_card)))
    cut, uid = salon.ticket("u", salon.line("cut")), f"g/{valued.gift_card.name}"
    valued.pay(cut, valued.handed("gift_card", 4_200, uid), salon.handed("card", 4_200))
    room.open_sale("g")
    panel = voiding(room, shell)
    assert panel.obstacles.words.text() == (
        "This sale can no longer be voided.\n"
        "$42.00 of Gift card 50 is spent. Refund the sale instead."
    )
    assert not panel.reason.isVisibleTo(panel)
    assert not panel.yes.isVisibleTo(panel)
    before = everything()
    QTest.keyClick(panel, Key.Key_Return)
    assert changed(before) == set()
    QTest.keyClick(panel, Key.Key_F5)
    assert not panel.is_open()
    refund = panel_of(room, RefundPanel)
    refund.dismiss()
    room.open_sale("u")
    give_back(RefundRequest("r", "u", whole("u")), salon.by("kai"))
    room.open_sale("u")
    QTest.keyClick(room, Key.Key_F6)
    assert [p for p in shell.findChildren(VoidPanel) if p.is_open()] == []


def test_what_was_paid_off_an_account_goes_back_as_is_chosen(
    valued: Valued, room: SalesRoom, selling: Salon, tap
) -> None:
    """84.00 on account, 42.00 of it paid by card: the refund takes 42.00 off the account and pays
    42.00 back. Of a sale without an account nothing is asked."""
    panel = refunding(room)
    assert panel.paid_back is None
    panel.dismiss()
    by = selling.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=10_000), by=by, now=NOW)
    ticket = selling.ticket("o", selling.line("cut"), client="maya")
    pay(valued, ticket, valued.handed("on_account", 8_400), by="chen")
    card = selling.tenders["card"]
    settle_account("p", selling.clients["maya"].id, 4_200, card, by=by, now=NOW)
    room.open_sale("o")
    panel = refunding(room)
    assert panel.paid_back is not None
    panel.paid_back.set_value(card)
    tap(panel.rows[0].box)
    assert panel.seen is not None
    backs = [(back.kind, back.amount) for back in panel.seen.reversal.tenders]
    assert backs == [(TenderKind.ON_ACCOUNT, 4_200), (TenderKind.CARD, 4_200)]
    assert panel.note.text() == "$42.00 goes back by Bank card, not as it was paid"
    assert panel.go.isEnabled()


def test_rule_22_what_returned_to_a_refunded_top_up_is_said_with_its_way_out(
    room: SalesRoom, valued: Valued
) -> None:
    salon = valued.salon
    settings = replace(salon_queries.settings(), refund_manager_above=1_000_000)
    change_settings(settings, by=salon.by("olga"), now=NOW)
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    said: list[list[str]] = []
    for sale in ("t", "w"):
        give_back(RefundRequest(f"back-{sale}", sale, whole(sale)), salon.by("chen"))
        room.open_sale("t")
        panel = refunding(room)
        assert not panel.rows[0].box.isEnabled()
        _sold, *below = [text.text() for text in panel.findChildren(Paragraph) if text.text()]
        said.append(below)
        QTest.keyClick(panel, Key.Key_Escape)
    nothing_yet = "Tick what comes back."
    way_out = "What returned to it since can be used, or closing the card pays it out."
    assert said == [[nothing_yet], [way_out, nothing_yet]]
