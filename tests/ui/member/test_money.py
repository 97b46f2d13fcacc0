"""Deposits, what is on account, and vouchers, from the client's file.

A cut with Mei is 84.00 with its tax; the deposit is 30.00; cash comes in steps of 0.05.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, coupons
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.queries.value import Voucher
from salon_pos.domain import ledger
from salon_pos.ui.member import slip_page
from salon_pos.ui.member.account_panel import AccountPanel
from salon_pos.ui.member.deposit_panel import DepositPanel
from salon_pos.ui.member.settlement_page import SettlementPage
from salon_pos.ui.member.voucher_panel import VoucherPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.choice import Choice
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift
from tests.printing.reading import text
from tests.salons import NOW
from tests.ui.counter.hands import CTRL, press
from tests.ui.member.conftest import Enter
from tests.ui.member.hands import is_open, last_toast, newest, on_top, sums, tiles
from tests.ui.reading import entries, field
from tests.usecases.spending import pay
from tests.usecases.valued import Valued

Key = Qt.Key


@pytest.fixture
def deposited(valued: Valued) -> Valued:
    """Maya left 30.00 in cash: 130.00 in the drawer."""
    salon = valued.salon
    ticket = salon.ticket("d", valued.line(valued.deposit), client="maya")
    valued.pay(ticket, salon.handed("cash", 3_000))
    return valued


@pytest.fixture
def owing(valued: Valued) -> Valued:
    """Two cuts on account, 84.00 each; Olga agreed."""
    salon, olga = valued.salon, valued.salon.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=20_000), by=olga, now=NOW)
    for uid in ("a", "b"):
        ticket = salon.ticket(uid, salon.line("cut", uid=uid), client="maya")
        pay(valued, ticket, valued.handed("on_account", 8_400), by="olga")
    return valued


# --- deposits ---


def test_a_deposit_is_paid_back_in_coins(enter: Enter, deposited: Valued, shell: Shell) -> None:
    """A part of it that no coins can make is none."""
    room = enter("Kai")
    assert tiles(room)["Deposit"] == "$30.00"
    press((CTRL, Key.Key_E))
    panel = on_top(shell, DepositPanel)
    assert sums(panel) == {"Left on the deposit": "$30.00"}
    assert panel.sum.value() == "30.00"
    press("30.01", Key.Key_Return)
    assert panel.sum.error() == "Type an amount above zero and of $30.00 at most."
    panel.sum.set_value("ten")
    press(Key.Key_Return)
    assert panel.sum.error() == "Type a number such as 128.50."
    panel.sum.set_value("10.01")
    press(Key.Key_Return)
    assert panel.sum.error() == "Cash comes in steps of $0.05."
    panel.sum.set_value("10")
    press(Key.Key_Return)
    assert not is_open(shell, DepositPanel)
    assert last_toast(shell) == "$10.00 of the deposit is paid back. $20.00 is left on the deposit."
    assert tiles(room)["Deposit"] == "$20.00"
    assert newest(room) == ("Deposit paid back: $10.00.", "−$10.00")
    assert balances.balance(ledger.drawer("A")) == 10_000 + 3_000 - 1_000
    assert examine()[1] == ()


def test_a_deposit_is_forfeited_and_its_tile_goes(
    enter: Enter, deposited: Valued, shell: Shell
) -> None:
    room = enter("Kai")
    room.file.cards.deposit.click()
    panel = on_top(shell, DepositPanel)
    panel.what.blocks.choose(1)
    assert not panel.method.isVisible()
    assert panel.go.label() == "Forfeit"
    press(Key.Key_Return)
    assert last_toast(shell) == "$30.00 of the deposit is forfeited."
    assert "Deposit" not in tiles(room)
    assert not room.file.cards.deposit.isVisible()
    assert balances.balance(ledger.BREAKAGE) == 3_000


def test_a_large_deposit_asks_for_another_manager(
    enter: Enter, deposited: Valued, shell: Shell, approve: Callable[[], None]
) -> None:
    new = replace(salon_queries.settings(), refund_manager_above=2_999)
    change_settings(new, by=deposited.salon.by("olga"), now=NOW)
    room = enter("Kai")
    room.file.cards.deposit.click()
    press(Key.Key_Return)
    approve()
    assert not is_open(shell, DepositPanel)
    assert "Deposit" not in tiles(room)


def test_without_a_shift_nothing_is_paid_back(
    enter: Enter, deposited: Valued, shell: Shell
) -> None:
    close_shift(13_000, by=deposited.salon.by("kai"), now=NOW)
    enter("Kai").file.cards.deposit.click()
    press(Key.Key_Return)
    assert on_top(shell, DepositPanel).sum.error() == "Open the shift first."


# --- on account ---


def test_a_part_of_what_is_owed_is_paid_off_the_oldest_first(
    enter: Enter, owing: Valued, shell: Shell
) -> None:
    """100.00 of 168.00: the first cut whole and 16.00 of the second. The first earns its 80; of the
    second 68.00 of 84.00 is still owed, so 80.00 x 16 / 84 = 15.24 is earned: 95.24, 95 points."""
    room = enter("Kai")
    assert tiles(room)["Owes"] == "$168.00"
    press((CTRL, Key.Key_O))
    panel = on_top(shell, AccountPanel)
    assert list(sums(panel).values()) == ["$84.00", "$84.00", "$168.00"]
    panel.sum.set_value("168.01")
    press(Key.Key_Return)
    assert panel.sum.error() == "Type an amount above zero and of $168.00 at most."
    panel.sum.set_value("100")
    assert isinstance(panel.method, Choice)
    panel.method.blocks.choose(1)
    press(Key.Key_Return)
    assert tiles(room)["Owes"] == "$68.00"
    assert last_toast(shell) == "$100.00 is paid off. $68.00 is still owed. It earned 95 points."
    assert tiles(room)["Points"] == "95"
    assert balances.balance(ledger.tender("card")) == 10_000
    page = on_top(shell, SettlementPage)
    said = [(line.left, line.right) for line in page.paper.lines]
    assert ("Paid off", "$100.00") in said
    assert ("Bank card", "$100.00") in said
    assert ("Owed on account", "$68.00") in said
    press(Key.Key_Return)
    assert not is_open(shell, SettlementPage)
    press((CTRL, Key.Key_O), Key.Key_Return, Key.Key_Return)  # the rest, in cash
    assert "Owes" not in tiles(room)
    assert tiles(room)["Points"] == "160"
    assert examine()[1] == ()


def test_its_receipt_is_saved_and_opened_again_from_the_statement(
    enter: Enter, owing: Valued, shell: Shell, tmp_path, monkeypatch, qtbot
) -> None:
    """As a PDF at once, and once more as a copy that says the same."""
    opened = list[Path]()
    monkeypatch.setattr(slip_page, "receipt_folder", lambda: tmp_path)
    monkeypatch.setattr(slip_page, "show_file", opened.append)
    room = enter("Kai")
    press((CTRL, Key.Key_O), Key.Key_Return)
    first = on_top(shell, SettlementPage).receipt
    press(Key.Key_F7)
    qtbot.waitUntil(lambda: len(opened) == 1)
    press(Key.Key_Return)
    row = next(row for row in entries(room.file.cards.entries) if row.title == "Owed on account")
    assert row.told[1].endswith("Receipt")
    room.file.cards.entries.picked.emit(row.key)
    again = on_top(shell, SettlementPage)
    assert again.receipt == first
    press(Key.Key_F7)
    qtbot.waitUntil(lambda: len(opened) == 2)
    saved, copied = (text(file.read_bytes()) for file in opened)
    assert copied.replace("COPY", "") == saved
    assert copied.count("COPY") == 2


def test_a_folder_that_cannot_be_written_is_said(
    enter: Enter, owing: Valued, shell: Shell, tmp_path, monkeypatch, qtbot
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(slip_page, "receipt_folder", lambda: tmp_path / "file")
    enter("Kai")
    press((CTRL, Key.Key_O), Key.Key_Return, Key.Key_F7)
    qtbot.waitUntil(lambda: last_toast(shell).startswith("The receipt could not be saved in"))


def test_who_owes_nothing_has_no_key_for_it(enter: Enter, valued: Valued, shell: Shell) -> None:
    room = enter("Kai")
    assert not room.file.cards.account.isVisible()
    press((CTRL, Key.Key_O), (CTRL, Key.Key_E))
    assert not is_open(shell, AccountPanel)
    assert not is_open(shell, DepositPanel)


# --- vouchers ---


def test_a_manager_gives_a_voucher(enter: Enter, valued: Valued, shell: Shell) -> None:
    enter("Olga")
    press((CTRL, Key.Key_B))
    panel = on_top(shell, VoucherPanel)
    assert panel.none.isVisible()
    form = panel.form
    assert form is not None
    press(Key.Key_Return)
    assert field(form, "face").error() == "Type a number such as 128.50."
    form.set_values({"face": "20", "least": "100", "days": "0"})
    form.submit()
    assert field(form, "days").error().startswith("A voucher is good for 1 to ")
    form.set_values({"days": "30"})
    form.submit()
    (voucher,) = coupons.given_to(valued.salon.clients["maya"].id)
    assert isinstance(voucher, Voucher)
    assert (voucher.face, voucher.least, str(voucher.expires)) == (2_000, 10_000, "2026-06-03")
    (row,) = entries(panel.list)
    assert (row.title, row.figure, row.chips[0].text) == (voucher.code, "$20.00", "good")
    assert row.subtitle == "pays · until 3 Jun 2026 · from $100.00"
    assert voucher.code in last_toast(shell)


def test_a_large_voucher_asks_for_another_manager(
    enter: Enter, valued: Valued, shell: Shell, approve: Callable[[], None]
) -> None:
    enter("Olga")
    press((CTRL, Key.Key_B))
    panel = on_top(shell, VoucherPanel)
    form = panel.form
    assert form is not None
    for face in ("300.01", "400"):  # each asks for itself
        form.set_values({"face": face})
        form.submit()
        approve()
    form.set_values({"face": "300"})
    form.submit()
    given = coupons.given_to(valued.salon.clients["maya"].id)
    assert sorted(one.face for one in given if isinstance(one, Voucher)) == [30_000, 30_001, 40_000]


def test_a_voucher_that_lowers_the_price_is_given(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    enter("Olga")
    press((CTRL, Key.Key_B))
    panel = on_top(shell, VoucherPanel)
    form = panel.form
    assert form is not None
    form.kind.blocks.choose(1)
    form.set_values({"percent": "120", "item": valued.salon.items["cut"].id, "days": ""})
    form.submit()
    assert field(form, "name").error() == "Say what the voucher is for."
    form.set_values({"name": "Spring"})
    form.submit()
    assert field(form, "percent").error() == "A discount is more than 0 % and at most 100 %."
    form.set_values({"percent": "20"})
    form.submit()
    (given,) = coupons.given_to(valued.salon.clients["maya"].id)
    assert isinstance(given, GivenCoupon)
    cut = frozenset({valued.salon.items["cut"].id})
    assert (given.coupon.percent_bp, given.coupon.item_ids, given.expires) == (2_000, cut, None)
    (row,) = entries(panel.list)
    assert (row.title, row.figure) == (given.coupon.code, "20 % off")
    assert row.subtitle == f"Spring, for {valued.salon.items['cut'].name} · no end"


def test_a_cashier_looks_at_vouchers_and_gives_none(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    enter("Kai")
    press((CTRL, Key.Key_B))
    assert on_top(shell, VoucherPanel).form is None
