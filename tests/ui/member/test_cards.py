"""Cards from the client's file: of every kind, on paper, stopped, replaced, shared."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.queries import cards
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.ui.approval import Approval
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.member import card_panel
from salon_pos.ui.member.card_panel import CardPanel
from salon_pos.ui.member.enrol import OTHER, EnrolPanel
from salon_pos.ui.member.small_panels import CardPinPanel, FamilyPanel, ReplacePanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.cards import (
    NewPin,
    card_qr,
    find_card,
    set_card_pin,
    unlock_card,
)
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW
from tests.ui.counter.hands import CTRL, press
from tests.ui.member.conftest import Enter
from tests.ui.member.hands import (
    card_of,
    is_open,
    last_toast,
    on_top,
    opened,
    sums,
    tiles,
    topped_up,
)
from tests.ui.reading import entries
from tests.usecases.valued import Valued

Key = Qt.Key


# --- issuing ---


def issued(room: ClientsRoom, panel: EnrolPanel, qtbot) -> Card:
    with qtbot.waitSignal(panel.issued):
        panel.issue.click()
    assert room.client is not None
    return cards.cards_of(room.client.id)[-1]


def agreed(shell: Shell, panel: EnrolPanel, qtbot, approve: Callable[[], None]) -> Card:
    """Issued with Chen's PIN, which it asks for."""
    panel.issue.click()
    qtbot.waitUntil(lambda: is_open(shell, Approval))
    with qtbot.waitSignal(panel.issued) as done:
        approve()
    assert done.args
    return done.args[0]


def test_one_key_and_enter_issue_a_card(enter: Enter, shell: Shell, qtbot) -> None:
    room = enter("Kai")
    QTest.keyClick(room, Key.Key_F4)
    with qtbot.waitSignal(on_top(shell, EnrolPanel).issued):
        press(Key.Key_Return)
    numbers = [row.title for row in entries(room.file.cards.cards)]
    assert numbers == ["100000017", "100000025"]
    assert last_toast(shell) == "Card 100000025 is Maya Torres's now."


def test_a_discount_card_with_a_percent_of_its_own(
    enter: Enter, shell: Shell, qtbot, approve
) -> None:
    room = enter("Kai")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(1)
    assert not panel.percent.isVisible()
    panel.off.blocks.choose(4)
    panel.percent.set_value("nothing")
    panel.issue.click()
    assert panel.percent.error() == "Type a number such as 12.5."
    panel.percent.set_value("100")
    panel.issue.click()
    qtbot.waitUntil(lambda: bool(panel.percent.error()))
    panel.percent.set_value("12.5")
    card = agreed(shell, panel, qtbot, approve)
    assert (card.kind, card.discount_bp) == (CardKind.DISCOUNT, 1_250)


def test_more_off_than_was_agreed_to_is_asked_for_anew(
    enter: Enter, shell: Shell, qtbot, approve
) -> None:
    """10 % was agreed to, and the number is taken: 20 % is asked for again."""
    room = enter("Kai")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(1)
    panel.off.blocks.choose(1)
    panel.number.set_value("100000017")
    panel.issue.click()
    qtbot.waitUntil(lambda: is_open(shell, Approval))
    sentences = [part.text() for part in on_top(shell, Approval).findChildren(Paragraph)]
    assert "A card with 10 % off needs a manager's PIN." in sentences
    approve()
    qtbot.waitUntil(lambda: bool(panel.number.error()))
    panel.number.set_value("80010007")
    panel.off.blocks.choose(3)
    card = agreed(shell, panel, qtbot, approve)
    assert (card.number, card.discount_bp) == ("80010007", 2_000)


def test_a_manager_gives_a_percent_alone(enter: Enter, shell: Shell, qtbot) -> None:
    room = enter("Chen")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(1)
    assert issued(room, panel, qtbot).discount_bp == 2_000


def test_a_year_card_and_one_until_a_day(enter: Enter, shell: Shell, qtbot, approve) -> None:
    room = enter("Kai")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(3)
    year = agreed(shell, panel, qtbot, approve)
    assert (year.discount_bp, year.valid_until) == (1_000, date(2027, 5, 4))  # twelve months on
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(3)
    panel.off_services.blocks.choose(0)  # nothing: it only shows who is a member
    panel.months.blocks.choose(3)
    assert panel.months.value() == OTHER
    panel.until.set_value("31/12/2026")
    panel.issue.click()
    assert panel.until.error() == "Type the date as year-month-day, such as 2027-12-31."
    panel.until.set_value("2026-12-31")
    card = issued(room, panel, qtbot)
    assert (card.kind, card.valid_until) == (CardKind.PERIOD, date(2026, 12, 31))
    first, last = entries(room.file.cards.cards)[-2:]
    assert first.note == "Period card · 10 % off · until 4 May 2027"
    assert last.note == "Period card · until 31 Dec 2026"
    assert [first.figure, last.figure] == ["", ""]  # no money is kept there


def test_a_year_card_without_an_end_or_of_the_past_is_refused_beside_its_field(
    enter: Enter, shell: Shell, qtbot, approve
) -> None:
    room = enter("Kai")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(3)
    panel.months.blocks.choose(3)
    panel.issue.click()
    assert panel.until.error() == "Type the date as year-month-day, such as 2027-12-31."
    panel.until.set_value("2026-05-03")
    panel.issue.click()
    qtbot.waitUntil(lambda: panel.until.error().startswith("This day is past."))
    panel.until.set_value("2026-05-31")
    panel.off_services.blocks.choose(4)
    panel.percent.set_value("100")
    panel.issue.click()
    qtbot.waitUntil(lambda: bool(panel.percent.error()))
    panel.percent.set_value("7.5")
    assert agreed(shell, panel, qtbot, approve).discount_bp == 750


def test_a_pack_card(enter: Enter, shell: Shell, qtbot) -> None:
    room = enter("Kai")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.kind.blocks.choose(2)
    said = "Scanned at the counter, it opens the client with their packs."
    assert panel.gives.text() == said
    assert issued(room, panel, qtbot).kind is CardKind.PACK


def test_a_number_that_is_taken_is_said_beside_it(enter: Enter, shell: Shell, qtbot) -> None:
    room = enter("Kai")
    room.issue_card()
    panel = on_top(shell, EnrolPanel)
    panel.number.set_value("100000017")
    panel.issue.click()
    qtbot.waitUntil(lambda: bool(panel.number.error()))
    assert panel.number.error() == "Another card has this number."


# --- one card ---


def test_freezing_can_be_undone(enter: Enter, valued: Valued, shell: Shell) -> None:
    panel = opened(enter("Kai"))
    press(Key.Key_F5)
    assert card_of(valued).state is CardState.FROZEN
    assert "F6" not in panel.keys  # what is frozen is made active first
    undo = shell.toasts.history[-1].undo
    assert undo is not None
    undo()
    assert card_of(valued).state is CardState.ACTIVE


def test_a_lost_card_is_replaced_by_a_scanned_one(
    enter: Enter, valued: Valued, shell: Shell, scan
) -> None:
    room = enter("Kai")
    opened(room)
    press(Key.Key_F6)
    assert card_of(valued).state is CardState.LOST
    press(Key.Key_F7)
    panel = on_top(shell, ReplacePanel)
    panel.number.set_value("no such 1")
    press(Key.Key_Return)
    assert panel.number.error() == "A card number has up to 32 letters and digits."
    scan(shell, "VIP00008")
    assert panel.number.value() == "VIP00008"
    panel.number.setFocus()
    press(Key.Key_Return)
    old, new = cards.cards_of(valued.card.owner_id)
    assert (old.state, new.state, new.number) == (
        CardState.REPLACED, CardState.ACTIVE, "VIP00008",
    )  # fmt: skip
    assert old.wallet == new.wallet
    assert on_top(shell, CardPanel).title.text() == "Card VIP00008"
    rows = entries(room.file.cards.cards)
    assert [row.title for row in rows] == ["VIP00008", "1 card that is not used any more"]
    room.file.cards.cards.picked.emit(rows[1].key)
    assert [row.title for row in entries(room.file.cards.cards)] == ["VIP00008", "100000017"]


def test_the_client_types_a_pin_twice(enter: Enter, valued: Valued, shell: Shell, qtbot) -> None:
    panel = opened(enter("Kai"))
    assert sums(panel)["PIN"] == "none yet"
    press(Key.Key_F8)
    asked = on_top(shell, CardPinPanel)
    press("4711", Key.Key_Return, "4712", Key.Key_Return)
    assert asked.again.error() == "The two PINs differ. Type the same one twice."
    asked.pin.set_value("12")
    asked.again.set_value("12")
    asked.yes.click()
    qtbot.waitUntil(lambda: bool(asked.pin.error()))
    asked.pin.set_value("4711")
    asked.again.set_value("4711")
    with qtbot.waitSignal(asked.done):
        asked.yes.click()
    assert sums(panel)["PIN"] == "set"
    by = valued.salon.by("kai")
    assert unlock_card(valued.card.uid, "4711", ticket_uid="t", by=by, now=NOW)


def test_another_pin_takes_the_old_one(enter: Enter, valued: Valued, shell: Shell, qtbot) -> None:
    by = valued.salon.by("kai")
    set_card_pin(NewPin(valued.card.uid, "4711"), by=by, now=NOW)
    opened(enter("Kai"))
    press(Key.Key_F8)
    asked = on_top(shell, CardPinPanel)
    press("1111", Key.Key_Return, "4712", Key.Key_Return, "4712", Key.Key_Return)
    qtbot.waitUntil(lambda: asked.old.error() == "This is not the PIN. Try again.")
    asked.old.set_value("4711")
    with qtbot.waitSignal(asked.done):
        asked.yes.click()
    assert unlock_card(valued.card.uid, "4712", ticket_uid="t", by=by, now=NOW)


def test_another_pin_without_the_old_one_takes_a_manager(
    enter: Enter, valued: Valued, shell: Shell, qtbot, approve
) -> None:
    by = valued.salon.by("kai")
    set_card_pin(NewPin(valued.card.uid, "4711"), by=by, now=NOW)
    opened(enter("Kai"))
    press(Key.Key_F8)
    asked = on_top(shell, CardPinPanel)
    press(Key.Key_Return, "4712", Key.Key_Return, "4712", Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(shell, Approval))
    with qtbot.waitSignal(asked.done):
        approve()
    assert unlock_card(valued.card.uid, "4712", ticket_uid="t", by=by, now=NOW)


def test_a_shared_card_with_a_pin_asks_for_it(
    enter: Enter, valued: Valued, shell: Shell, qtbot
) -> None:
    by = valued.salon.by("kai")
    set_card_pin(NewPin(valued.card.uid, "4711"), by=by, now=NOW)
    opened(enter("Kai"))
    press(Key.Key_F4, "leo", Key.Key_Return)
    asked = on_top(shell, EnrolPanel)
    press("4712", Key.Key_Return)
    qtbot.waitUntil(lambda: asked.shared_pin.error() == "This is not the PIN. Try again.")
    asked.shared_pin.set_value("4711")
    with qtbot.waitSignal(asked.issued):
        asked.issue.click()
    (leos,) = cards.cards_of(valued.salon.clients["leo"].id)
    assert leos.wallet == valued.card.wallet


def test_a_family_member_gets_a_card_on_the_same_account(
    enter: Enter, valued: Valued, shell: Shell, qtbot, approve
) -> None:
    """It pays with Maya's money, and she has no PIN: a manager agrees."""
    topped_up(valued)
    room = enter("Kai")
    panel = opened(room)
    press(Key.Key_F4, "leo")
    family = on_top(shell, FamilyPanel)
    assert [row.title for row in entries(family.list)] == ["Leo Torres"]
    press(Key.Key_Return)
    asked = on_top(shell, EnrolPanel)
    assert not asked.kind.isVisible()
    assert not asked.shared_pin.isVisible()
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(shell, Approval))
    with qtbot.waitSignal(asked.issued):
        approve()
    (leos,) = cards.cards_of(valued.salon.clients["leo"].id)
    assert (leos.wallet, leos.holder_id) == (valued.card.wallet, valued.salon.clients["leo"].id)
    assert sums(panel)["Same account"] == "100000025 · Leo Torres"
    rows = entries(room.file.cards.cards)
    assert rows[1].note == "Stored-value card · held by Leo Torres"
    assert tiles(room)["Stored value"] == "$1,188.58"  # once, not twice


def test_a_card_that_is_stopped_is_not_shared(enter: Enter, valued: Valued, shell: Shell) -> None:
    panel = opened(enter("Kai"))
    assert panel.keys["F4"].isEnabled()
    press(Key.Key_F6)
    key = panel.keys["F4"]
    assert (key.isEnabled(), key.accessibleDescription()) == (False, "make it active first, F4")
    press(Key.Key_F4)
    assert not is_open(shell, FamilyPanel)


def test_no_family_cards_where_the_salon_has_none(enter: Enter, valued: Valued) -> None:
    new = replace(salon_queries.settings(), family_cards=False)
    change_settings(new, by=valued.salon.by("olga"), now=NOW)
    room = enter("Kai")
    room.desk.refresh()
    assert "F4" not in opened(room).keys


# --- its paper ---


@pytest.mark.parametrize(("key", "form"), [(Key.Key_S, "pdf"), (Key.Key_E, "png")])
def test_its_paper_is_a_pdf_and_a_picture(
    enter: Enter, valued: Valued, shell: Shell, qtbot, tmp_path: Path, monkeypatch, key, form: str
) -> None:
    monkeypatch.setattr(card_panel, "receipt_folder", lambda: tmp_path / "cards")
    panel = opened(enter("Kai"))
    assert panel.paper.accessibleDescription().splitlines()[-4:] == [
        card_qr(valued.card), "100 000 017", "Name on the card Maya Torres",
        "Valid until without end",
    ]  # fmt: skip
    press((CTRL, key))
    file = tmp_path / "cards" / f"card-100000017.{form}"
    qtbot.waitUntil(lambda: str(file) in last_toast(shell) if shell.toasts.history else False)
    if form == "png":
        assert file.read_bytes().startswith(b"\x89PNG")
        return
    document = pypdfium2.PdfDocument(file.read_bytes())
    said = document[0].get_textpage().get_text_range()
    document.close()
    assert "100 000 017" in said
    assert "Maya Torres" in said


def test_what_its_qr_says_is_found_by_a_scan(valued: Valued) -> None:
    assert find_card(card_qr(valued.card)) == valued.card


# --- who may ---


def test_a_stylist_opens_no_card(enter: Enter, shell: Shell) -> None:
    room = enter("Mei")
    room.file.cards.cards.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(room.file.cards.cards, Key.Key_Return)
    assert not is_open(shell, CardPanel)
