"""Members at the counter: enrol, top up and spend, packs, points, another's card, one key."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import cards, members, people, sales
from salon_pos.domain.cards import CardKind, CardState
from salon_pos.domain.tiers import MemberPrice, Perks, Tier, TierRules
from salon_pos.ui.counter.balances import CARD
from salon_pos.ui.counter.new_client import NewClient
from salon_pos.ui.counter.pay.asking import AskCode, CardPin
from salon_pos.ui.counter.pay.done import DonePanel
from salon_pos.ui.counter.pay.no_pin import NoPin
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.counter.vouchers_panel import VouchersPanel
from salon_pos.ui.member.card_panel import CardPanel
from salon_pos.ui.member.deposit_panel import DepositPanel
from salon_pos.ui.member.enrol import EnrolPanel
from salon_pos.ui.member.points_panel import PointsPanel
from salon_pos.ui.receipt.paper import Paper
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.rows import Row
from salon_pos.usecases.cards import NewPin, card_qr, set_card_pin, set_card_state
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW
from tests.ui.counter.hands import ALT, CTRL, open_panels, panel_of, press, tender
from tests.ui.counter.members import counter, earn_points, taken, top_up, valued
from tests.usecases.valued import POINTS, Valued

__all__ = ["counter", "valued"]
KEYS = Qt.Key
DAY = NOW.date()


def test_a_card_is_issued_in_three_touches(
    qtbot, counter: CounterRoom, valued: Valued, tap, tap_entry
) -> None:
    leo = valued.salon.clients["leo"]
    counter.finder.field.setText("leo")
    touches = 0
    tap_entry(counter.finder.list, ("client", leo.id))
    touches += 1
    assert counter.client.balances is not None
    tap(counter.client.balances.issue)
    touches += 1
    panel = panel_of(counter, EnrolPanel)
    tap(panel.issue)
    touches += 1
    qtbot.waitUntil(lambda: not open_panels(counter, EnrolPanel))
    assert touches == 3
    (card,) = cards.cards_of(leo.id)
    assert counter.shell.toasts.history[-1].message == f"Card {card.number} is Leo Torres's now."
    assert not counter.client.balances.issue.isVisibleTo(counter.client)


def test_a_walk_in_without_a_file_is_enrolled_in_three_touches(
    qtbot, counter: CounterRoom, tap
) -> None:
    counter.finder.field.setText("Nora Lin")
    tap(counter.finder.nothing.action)
    tap(panel_of(counter, NewClient).enrol)
    tap(panel_of(counter, EnrolPanel).issue)
    qtbot.waitUntil(lambda: not open_panels(counter, EnrolPanel))
    client_id = counter.till.ticket.client_id
    assert client_id is not None
    client = people.client(client_id)
    assert client is not None
    (card,) = cards.cards_of(client_id)
    assert (client.name, card.kind) == ("Nora Lin", CardKind.STORED_VALUE)


def test_a_new_client_is_enrolled_by_keys_or_first_put_right(qtbot, counter: CounterRoom) -> None:
    press((CTRL, KEYS.Key_N), (CTRL, KEYS.Key_K))
    assert panel_of(counter, NewClient).name.error()
    assert not open_panels(counter, EnrolPanel)
    press("Nora Lin", (CTRL, KEYS.Key_K), KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, EnrolPanel))
    assert counter.till.ticket.client_id is not None
    assert len(cards.cards_of(counter.till.ticket.client_id)) == 1


def test_a_cards_bonus_is_said_as_money(counter: CounterRoom, valued: Valued) -> None:
    top_up(valued)
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    assert counter.client.balances is not None
    key = counter.client.balances.holdings[CARD]
    assert (key.figure, key.note) == ("$1,200.00", "bonus $200.00")


def test_after_a_card_is_issued_one_types_on(
    qtbot, counter: CounterRoom, valued: Valued, tap
) -> None:
    """The key that was tapped is gone with the client's old card."""
    counter.deeds.attach(valued.salon.clients["leo"].id)
    assert counter.client.balances is not None
    counter.client.balances.issue.setFocus()
    tap(counter.client.balances.issue)
    tap(panel_of(counter, EnrolPanel).issue)
    qtbot.waitUntil(lambda: not open_panels(counter, EnrolPanel))
    press("wash", KEYS.Key_Return)
    assert [line.item_id for line in counter.till.ticket.lines] == [valued.salon.items["wash"].id]


def test_a_refused_card_leads_to_what_is_wrong(
    qtbot, counter: CounterRoom, valued: Valued, tap
) -> None:
    counter.deeds.attach(valued.salon.clients["leo"].id)
    press((CTRL, KEYS.Key_K))
    panel = panel_of(counter, EnrolPanel)
    panel.pin.set_value("12")
    panel.kind.setFocus()
    tap(panel.issue)
    qtbot.waitUntil(lambda: bool(panel.pin.error()))
    assert panel.pin.line.hasFocus()


def test_enrol_top_up_and_spend_on_one_ticket_by_keys(
    qtbot, counter: CounterRoom, valued: Valued
) -> None:
    """1,000.00 by bank card, then 11.42 of 1,000.00 + 200.00 pays a wash."""
    press("leo", KEYS.Key_Return, (CTRL, KEYS.Key_K))
    press("LEO1", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, EnrolPanel))
    press("top", KEYS.Key_Return, "wash", KEYS.Key_Return, (ALT, KEYS.Key_1), KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    press((ALT, KEYS.Key_1))
    assert pay.received.entries == (("Stored value", 1_142),)
    assert pay.received.notes == ("principal 9.52 + bonus 1.90",)
    press((ALT, KEYS.Key_3))
    assert pay.received.entries[1] == ("Bank card", 100_000)
    # RULES 11, 13: gold by the top-up; 10.10 × (11.42 − 1.90) ÷ 11.42 = 8.42, × 1.5 = 12.63
    lead, why = pay.points.points.text(), pay.points.why.text()
    assert lead == "+12 points after this sale"
    assert why == (
        "$1.90 earns nothing. $8.42 at 1 per $1.00 = 8.42; 8.42 × 1.5 Gold = 12.63, "
        "rounded down to 12."
    )
    press(KEYS.Key_Return)
    assert taken() == [("Stored value", 1_142), ("Bank card", 100_000)]
    leo = members.member(valued.salon.clients["leo"].id, DAY)
    assert leo is not None
    assert (leo.cards[0].card.number, leo.cards[0].total) == ("LEO1", 120_000 - 1_142)
    assert leo.points_held == 12
    assert examine()[1] == ()


def test_a_top_up_without_a_card_asks_for_one(counter: CounterRoom, valued: Valued) -> None:
    counter.deeds.attach(valued.salon.clients["leo"].id)
    counter.deeds.add(valued.top_up)
    press(KEYS.Key_F9)
    assert not open_panels(counter, PayPanel)
    panel_of(counter, EnrolPanel)
    said = counter.shell.toasts.history[-1].message
    assert said == "Leo Torres has no card to top up yet. Issue one first."


def test_prepaid_asks_calmly_for_its_client(counter: CounterRoom, valued: Valued) -> None:
    counter.deeds.add(valued.pack)
    said = counter.shell.toasts.history[-1].message
    assert said == "Find the client too: Wash 5+1 is kept for them."
    press(KEYS.Key_F9)
    assert not open_panels(counter, PayPanel)
    assert counter.till.ticket.lines


def test_points_pay_up_to_their_share(counter: CounterRoom, valued: Valued, tap) -> None:
    """240 points in steps of 100 for 1.00: 2.00 at most; the rest by bank card."""
    earn_points(valued)
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    points = tender(pay, "Points")
    assert points.accessibleDescription() == "up to $2.00 · 200 points, Alt 1"
    tap(points)
    assert points.accessibleDescription() == "up to $0.00 · 0 points, Alt 1"
    assert pay.due.figure.text() == "$32.24"
    assert pay.received.notes == ("200 points",)
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    assert taken() == [("Points", 200), ("Bank card", 3_224)]


def test_a_voucher_for_larger_bills_says_that_prepaid_does_not_count(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """A gel of 34.24 and a deposit of 30.00; the voucher is for bills of 50.00."""
    maya = valued.salon.clients["maya"].id
    by = valued.salon.by("olga")
    code = give_voucher(NewVoucher("v", 1_000, 5_000, maya), by=by, now=NOW).code
    counter.till.membership.forget()
    counter.deeds.attach(maya)
    counter.deeds.add(valued.salon.items["gel"])
    counter.deeds.add(valued.deposit)
    assert counter.client.balances is not None
    tap(counter.client.balances.holdings["vouchers"])
    listed = panel_of(counter, VouchersPanel).rows
    assert listed.why == {code: "This voucher is for bills of $50.00 or more, prepaid not counted."}
    press(KEYS.Key_Escape)
    press(KEYS.Key_F9)
    offered = panel_of(counter, PayPanel).tenders.values()
    own = [key.label() for key in offered if "available" in key.accessibleDescription()]
    assert own == []


def test_more_than_there_is_is_said_and_nothing_posted(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    earn_points(valued)
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Points"))
    before = len(sales.find_sales())
    press("5")
    assert "240 points" in pay.pad.field.error()
    tap(tender(pay, "Bank card"))
    press(KEYS.Key_Return)
    assert "240 points" in pay.pad.field.error()
    assert pay.received.entries == (("Points", 500),)
    assert len(sales.find_sales()) == before


def test_another_clients_card_asks_for_its_pin(
    qtbot, counter: CounterRoom, valued: Valued, tap
) -> None:
    """A walk-in pays with Maya's card: its number, then its PIN; a wrong one first."""
    top_up(valued)
    set_card_pin(NewPin(valued.card.uid, "2468"), by=valued.salon.by("kai"), now=NOW)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Another client's card"))
    assert panel_of(counter, AskCode)
    press("000", KEYS.Key_Return)
    ask = panel_of(counter, AskCode)
    assert ask.code.error() == "No card has the number 000."
    ask.code.set_value(valued.card.number)
    press(KEYS.Key_Return)
    assert pay.received.entries == ()
    assert "1,200" not in " ".join(key.accessibleDescription() for key in pay.tenders.values())
    pin = panel_of(counter, CardPin)
    press("1", "1", "1", "1", KEYS.Key_Return)
    entry = pin.entry
    assert entry
    qtbot.waitUntil(lambda: not entry.pin)
    assert pin.is_open()
    press("2", "4", "6", "8", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, CardPin))
    assert pay.received.entries == (("Stored value", 3_424),)
    card = tender(pay, "Card of Maya Torres")
    assert card.accessibleDescription().startswith("$1,165.76 available")
    tap(pay.pay)
    assert taken() == [("Stored value", 3_424)]
    assert examine()[1] == ()


def test_a_card_without_a_pin_says_so_at_once_and_gets_one(
    qtbot, counter: CounterRoom, valued: Valued, tap, scan
) -> None:
    top_up(valued)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    scan(counter.shell, card_qr(valued.card))
    assert not open_panels(counter, CardPin)
    none = panel_of(counter, NoPin)
    said = " ".join(words.text() for words in none.findChildren(Paragraph))
    assert f"Card {valued.card.number} has no PIN yet" in said
    assert "If Maya Torres is present, let them choose one now." in said
    press(KEYS.Key_Return, "2468", KEYS.Key_Return, "2468", KEYS.Key_Return)
    qtbot.waitUntil(lambda: bool(open_panels(counter, CardPin)))
    press("2", "4", "6", "8", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, CardPin))
    assert pay.received.entries == (("Stored value", 3_424),)
    tap(pay.pay)
    assert taken() == [("Stored value", 3_424)]


def test_a_gift_card_pays_what_it_holds(counter: CounterRoom, valued: Valued, tap, scan) -> None:
    """50.00 sold to nobody in particular pays 34.24 by a scan of its code."""
    valued.pay(valued.salon.ticket("g", valued.line(valued.gift_card)))
    (code,) = database.execute_sql("SELECT code FROM gift_card").fetchone()
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    scan(counter.shell, code)
    assert pay.received.entries == (("Gift card", 3_424),)
    tap(pay.pay)
    assert taken() == [("Gift card", 3_424)]


def test_a_cards_qr_attaches_its_holder(
    counter: CounterRoom, valued: Valued, scan: Callable[..., None]
) -> None:
    scan(counter.shell, card_qr(valued.card))
    assert counter.till.ticket.client_id == valued.salon.clients["maya"].id


def test_a_cards_typed_number_attaches_its_holder(counter: CounterRoom, valued: Valued) -> None:
    press(valued.card.number, KEYS.Key_Return)
    assert counter.till.ticket.client_id == valued.salon.clients["maya"].id
    assert counter.finder.text() == ""


@pytest.mark.parametrize("state", [CardState.FROZEN, CardState.LOST])
def test_a_stopped_card_says_so(
    counter: CounterRoom, valued: Valued, scan: Callable[..., None], state: CardState
) -> None:
    set_card_state(valued.card.uid, state, by=valued.salon.by("kai"), now=NOW)
    scan(counter.shell, card_qr(valued.card))
    assert counter.till.ticket.client_id is None
    assert f"Card {valued.card.number}" in counter.shell.toasts.history[-1].message


def test_a_forged_card_says_so(
    counter: CounterRoom, valued: Valued, scan: Callable[..., None]
) -> None:
    scan(counter.shell, card_qr(valued.card)[:-1] + "0")
    assert counter.till.ticket.client_id is None
    said = counter.shell.toasts.history[-1].message
    assert said == "This card was not issued here. Do not accept it."


def test_a_member_price_shows_at_once(counter: CounterRoom, valued: Valued) -> None:
    """20 % off all for a member; and what the ticket earns stands below the totals."""
    member = Tier("member", "Member", perks=Perks(member_prices=(
        MemberPrice(valued.salon.items["gel"].id, 2_000),)))  # fmt: skip
    rules = TierRules(1, (member, Tier("silver", "Silver", spend=1), Tier("gold", "Gold", spend=2)))
    set_tier_rules(rules, by=valued.salon.by("olga"), now=NOW)
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.salon.items["gel"])
    (row,) = counter.ticket.lines.entries.entries
    assert isinstance(row, Row)
    assert (row.figure, row.figure_note, row.struck) == ("$20.00", "$30.30", True)
    assert counter.till.price_with(counter.till.ticket.lines[0], valued.salon.staff["mei"].id) == (
        2_000
    )
    shown = [row.accessibleName() for row in counter.ticket.totals.findChildren(TotalRow)]
    assert "Member benefit: −$10.30" in shown
    assert "Points: +20" in shown


def test_a_key_of_a_members_ticket_reads_nothing_of_the_member(
    counter: CounterRoom, valued: Valued, queries
) -> None:
    """Begin, check, keep, journal, commit: what a walk-in's key does, and no more."""
    top_up(valued)
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.salon.items["gel"])
    with queries(most=10) as seen:
        counter.till.count(counter.till.selected, 1)
    of_stamp = [sql for sql in seen if " FROM row_version" in sql]  # what is new in every table
    assert len(of_stamp) == 2
    others = [sql for sql in seen if sql not in of_stamp]
    assert not [sql for sql in others if "ledger_entry" in sql or "card" in sql]


def tiles(counter: CounterRoom) -> list[tuple[str, str, str]]:
    """What the paid panel says of value: caption, figure and note of each tile."""
    moved = panel_of(counter, DonePanel).moved
    assert moved is None or all(tile.whole_width() <= tile.width() for tile in moved.tiles)
    return (
        [(t.caption.text(), t.figure.text(), t.note.text()) for t in moved.tiles] if moved else []
    )


def test_the_paid_panel_says_what_the_client_has_now(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """360 points at gold. A gel at 34.24: 300 points, then 31.24 of 1,000.00 + 200.00, which is
    26.03 + 5.21. 30.30 × (34.24 − 3.00 − 5.21) ÷ 34.24 = 23.03, × 1.5 = 34.5."""
    top_up(valued)
    earn_points(valued)
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Points"))
    tap(tender(pay, "Stored value"))
    tap(pay.pay)
    assert tiles(counter) == [
        ("Points", "94", "+34 · −300"),
        (f"Card •••• {valued.card.number[-4:]}", "$1,168.76", "−$31.24"),
    ]
    paper = panel_of(counter, DonePanel).findChild(Paper)
    assert paper is not None
    assert "Points balance 94" in paper.accessibleDescription()


def test_what_came_and_what_went_of_a_card_stand_apart(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """1,000.00 + 200.00 put on, 11.42 of a wash paid from it."""
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.top_up)
    counter.till.hand = valued.salon.line("wash").staff
    counter.deeds.add(valued.salon.items["wash"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Stored value"))
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    card = f"Card •••• {valued.card.number[-4:]}"
    assert (card, "$1,188.58", "+$1,200.00 · −$11.42") in tiles(counter)


def test_a_new_tier_is_told_and_a_walk_in_has_no_tiles(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """Silver comes with 200.00: seven gels at 30.30 are 212.10."""
    counter.deeds.attach(valued.salon.clients["maya"].id)
    for _ in range(7):
        counter.deeds.add(valued.salon.items["gel"])
    for expected in ([("Points", "212", "+212"), ("New tier", "Silver", "")], []):
        press(KEYS.Key_F9)
        pay = panel_of(counter, PayPanel)
        tap(tender(pay, "Bank card"))
        tap(pay.pay)
        assert tiles(counter) == expected
        press(KEYS.Key_Escape)
        counter.deeds.add(valued.salon.items["gel"])


def test_the_tier_that_is_open_to_all_is_worn_with_a_card_and_is_no_news(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """Leo has no card: no chip beside "Issue a card", no new tier after his first sale. Maya has
    one. A gel gives 30 points."""
    for client, worn in (("leo", []), ("maya", ["Member"])):
        counter.deeds.attach(valued.salon.clients[client].id)
        chips = [chip.label() for chip in counter.client.findChildren(Chip)]
        assert chips == worn
        counter.deeds.add(valued.salon.items["gel"])
        press(KEYS.Key_F9)
        pay = panel_of(counter, PayPanel)
        tap(tender(pay, "Bank card"))
        tap(pay.pay)
        assert tiles(counter) == [("Points", "30", "+30")]
        press(KEYS.Key_Escape)


# --- one touch from the counter to what the payer holds


def test_tiles_open_what_they_tell(counter: CounterRoom, valued: Valued, tap) -> None:
    valued.pay(valued.salon.ticket("d", valued.line(valued.deposit), client="maya"))
    counter.deeds.attach(valued.salon.clients["maya"].id)
    balances = counter.client.balances
    assert balances is not None
    for what, kind in (("card", CardPanel), ("points", PointsPanel), ("deposit", DepositPanel)):
        tap(balances.holdings[what])
        panel_of(counter, kind).dismiss()
    assert "account" not in balances.holdings


def test_points_by_their_key_and_the_tile_is_read_anew(
    counter: CounterRoom, valued: Valued
) -> None:
    """A review gives 15 points."""
    new = replace(POINTS, version=2, activities={"Review": 15})
    set_points_rules(new, by=valued.salon.by("olga"), now=NOW)
    counter.deeds.attach(valued.salon.clients["maya"].id)
    press((CTRL, KEYS.Key_G))
    panel = panel_of(counter, PointsPanel)
    panel.way.blocks.choose(1)
    panel.ways["activity"].rows["Review"].click()  # pyright: ignore[reportAttributeAccessIssue]
    press(KEYS.Key_F9)
    assert not open_panels(counter, PointsPanel)
    assert counter.client.balances is not None
    assert counter.client.balances.holdings["points"].figure == "15"
