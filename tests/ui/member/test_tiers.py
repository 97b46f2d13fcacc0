"""A tier by hand from the client's file, and the birthday gift there and at the counter."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.queries import birthdays, members, people, value
from salon_pos.domain.tiers import Perks
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.member.opening import GIFT
from salon_pos.ui.member.tier_panel import TierPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.confirm import Confirm
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.rules import set_tier_rules
from salon_pos.usecases.tiers import TierChange, set_tier
from tests.salons import NOW, Salon
from tests.ui.counter.hands import press
from tests.ui.member.hands import on_top
from tests.ui.reading import entries
from tests.usecases.valued import TIERS, Valued, made

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Every tier gives a mask and 20.00 off, and it is Maya's birthday."""
    made_here, by = made(selling), selling.by("olga")
    perks = Perks(birthday_gift="Hair mask", birthday_voucher=2_000)
    tiers = tuple(replace(tier, perks=perks) for tier in TIERS.tiers)
    set_tier_rules(replace(TIERS, tiers=tiers), by=by, now=NOW)
    maya = people.client(selling.clients["maya"].id)
    assert maya is not None
    save_client(replace(maya, birthday=NOW.date().replace(year=1990)), by=by, now=NOW)
    return made_here


def opened(shell: Shell, valued: Valued) -> ClientsRoom:
    shell.show_room("clients")
    room = shell.room("clients")
    assert isinstance(room, ClientsRoom)
    room.open_client(valued.salon.clients["maya"].id)
    QTest.keyClick(room, Qt.Key.Key_F7)
    return room


def panel(shell: Shell) -> TierPanel:
    (found,) = shell.findChildren(TierPanel)
    return found


def test_a_manager_sets_a_tier_and_the_file_says_why(valued: Valued, shell: Shell, sign_in) -> None:
    sign_in("Chen")
    room = opened(shell, valued)
    QTest.keyClick(room, Qt.Key.Key_T, CTRL)
    asked = panel(shell)
    assert asked.tier.value() == "member"
    assert asked.until.value() == "2026-08-04"  # three months
    asked.yes.click()
    assert "Say why" in asked.reason.error()
    asked.tier.set_value("gold")
    asked.until.set_value("tomorrow")
    asked.reason.set_value("Moved here")
    asked.yes.click()
    assert asked.until.error() != ""
    asked.until.set_value("2026-12-31")
    asked.yes.click()
    member = members.member(valued.salon.clients["maya"].id, NOW.date())
    assert member is not None
    assert member.tier is not None
    assert member.tier.key == "gold"
    said = room.file.cards.why.text()
    assert "Gold was set by hand until" in said
    assert "Reason: Moved here." in said


def test_the_tier_that_a_client_has_is_the_one_proposed(
    valued: Valued, shell: Shell, sign_in
) -> None:
    maya, by = valued.salon.clients["maya"].id, valued.salon.by("olga")
    until = NOW.date() + timedelta(days=90)
    set_tier(TierChange("gold-by-hand", maya, "gold", until, "Goodwill"), by=by, now=NOW)
    sign_in("Chen")
    room = opened(shell, valued)
    QTest.keyClick(room, Qt.Key.Key_T, CTRL)
    asked = panel(shell)
    assert asked.tier.value() == "gold"
    asked.tier.open()
    assert asked.tier.pop_over is not None
    QTest.keyClick(asked.tier.pop_over.list, Qt.Key.Key_Return)
    assert asked.tier.value() == "gold"


def test_a_cashier_sets_no_tier(valued: Valued, shell: Shell, sign_in) -> None:
    sign_in("Kai")
    room = opened(shell, valued)
    assert not room.file.cards.tier.isVisibleTo(room)
    QTest.keyClick(room, Qt.Key.Key_T, CTRL)
    assert shell.findChildren(TierPanel) == []


def test_the_file_hands_the_gift_over_once_and_lists_it(
    valued: Valued, shell: Shell, sign_in
) -> None:
    sign_in("Kai")
    room = opened(shell, valued)
    assert room.file.cards.gift.isVisibleTo(room)
    QTest.keyClick(room, Qt.Key.Key_H, CTRL)
    press(Qt.Key.Key_Return)
    assert not room.file.cards.gift.isVisibleTo(room)
    QTest.keyClick(room, Qt.Key.Key_H, CTRL)
    maya = valued.salon.clients["maya"]
    assert len(birthdays.given_gifts(maya.uid)) == 1
    assert [voucher.face for voucher in value.vouchers_of(maya.id, limit=9)] == [2_000]
    (row,) = [row for row in entries(room.file.cards.entries) if "Birthday" in row.title]
    assert row.title == "Birthday gift: Hair mask · a voucher over $20.00"
    assert row.below == "Kai"


def test_the_counter_asks_before_it_hands_the_gift_over(
    valued: Valued, shell: Shell, sign_in, tap
) -> None:
    sign_in("Kai")
    shell.show_room("counter")
    room = shell.room("counter")
    assert isinstance(room, CounterRoom)
    room.attach_client(valued.salon.clients["maya"].id)
    assert room.client.balances is not None
    tile = room.client.balances.holdings[GIFT]
    assert (tile.caption, tile.figure, tile.note) == ("Birthday gift", "$20.00", "Hair mask")
    tile.click()
    question = on_top(shell, Confirm)
    said = [words.text() for words in question.findChildren(Paragraph)]
    assert said == [
        "Hand Maya Torres the birthday gift?",
        "Hair mask · a voucher over $20.00. It is given once for this birthday, and cannot be "
        "taken back here.",
    ]
    press(Qt.Key.Key_Escape)
    assert birthdays.given_gifts(valued.salon.clients["maya"].uid) == ()
    assert GIFT in room.client.balances.holdings
    tile.click()
    tap(on_top(shell, Confirm).yes)
    assert GIFT not in room.client.balances.holdings
    assert len(birthdays.given_gifts(valued.salon.clients["maya"].uid)) == 1
