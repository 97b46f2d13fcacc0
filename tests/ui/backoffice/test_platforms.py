"""Platforms in the back office: their terms, what they owe, and settling it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from salon_pos.db.queries import balances, platforms, value
from salon_pos.domain import ledger
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.ui.backoffice.platform_form import PlatformForm, SettlePanel
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.usecases.checkout import take_payment
from salon_pos.usecases.rules import set_value_rules
from tests.salons import NOW, Salon
from tests.ui.backoffice.hands import press, section

KEYS = Qt.Key


def opened(room: BackOfficeRoom, place: int | None = None) -> PlatformForm:
    room.open(Place("platforms", place))
    if place is None:
        section(room).new()
    shown = section(room).editor.form
    assert isinstance(shown, PlatformForm)
    return shown


def save(room: BackOfficeRoom) -> None:
    section(room).save()


def test_platforms_are_added_and_changed(room: BackOfficeRoom) -> None:
    form = opened(room)
    save(room)
    assert form.name.error() == "Give the platform a name."
    form.name.set_value("美团")
    form.fee.set_value("8")
    assert form.code
    form.code.set_value("m t")
    save(room)
    assert form.code.error() == "A platform's code has up to 32 letters and digits."
    form.code.set_value("meituan")
    save(room)
    second = opened(room)
    second.name.set_value("Douyin")
    save(room)
    first = opened(room, 1)
    assert first.code is None
    first.fee.set_value("6.5")
    save(room)
    rules = value.value_rules_in_force()
    assert rules is not None
    assert rules.platforms == (
        Platform("meituan", "美团", 650), Platform("p1", "Douyin", 0),
    )  # fmt: skip
    assert rules.version == 3


@pytest.fixture
def owing(selling: Salon) -> Salon:
    """Meituan keeps 8 %; its voucher over 40.00 paid a gel, 34.24: it owes 31.50."""
    rules = ValueRules(1, (Platform("meituan", "Meituan", 800),))
    set_value_rules(rules, by=selling.by("olga"), now=NOW)
    handed = replace(selling.handed("platform", 3_424), source="meituan:7788:4000")
    payment = selling.payment(selling.ticket("g", selling.line("gel")), handed)
    take_payment(payment, by=selling.by("kai"), now=NOW)
    return selling


def test_what_it_owes_is_settled_with_a_difference(owing: Salon, room: BackOfficeRoom) -> None:
    form = opened(room, 1)
    assert form.owed.accessibleName() == "Owed by the platform: $31.50"
    assert form.settle
    # It stands beside the sum, above the vouchers however many they are.
    QApplication.processEvents()
    top = form.settle.mapTo(form, form.settle.rect().topLeft()).y()
    assert all(top < row.mapTo(form, row.rect().topLeft()).y()
               for row in form.findChildren(TotalRow) if row is not form.owed)  # fmt: skip
    press(KEYS.Key_F8)
    (panel,) = room.findChildren(SettlePanel) or room.window().findChildren(SettlePanel)
    assert (panel.amount.value(), panel.closes.isVisibleTo(panel)) == ("31.50", False)
    panel.amount.set_value("40")
    press(KEYS.Key_Return)
    assert panel.amount.error()
    panel.amount.set_value("30")
    assert panel.difference.accessibleName() == "Difference: $1.50"
    panel.closes.set_value(True)
    press(KEYS.Key_Return)
    (owes,) = platforms.owed()
    assert (owes.owed, owes.vouchers) == (0, ())
    assert balances.balance(ledger.PLATFORM_FEES) == 274 + 150
    assert not panel.is_open()


def test_a_platform_is_retired_and_comes_back(owing: Salon, room: BackOfficeRoom) -> None:
    """What it owes can still be settled; at the counter it is not offered."""
    form = opened(room, 1)
    section(room).retire()
    rules = value.value_rules_in_force()
    assert rules is not None
    assert (rules.platforms[0].retired, rules.offered) == (True, ())
    form = opened(room, 1)
    assert form.owed.accessibleName() == "Owed by the platform: $31.50"
    form.fee.set_value("5")
    save(room)
    rules = value.value_rules_in_force()
    assert rules is not None
    assert rules.platforms == (Platform("meituan", "Meituan", 500, retired=True),)
    section(room).retire()
    rules = value.value_rules_in_force()
    assert rules is not None
    assert [one.code for one in rules.offered] == ["meituan"]


def test_a_platform_that_was_taken_out_comes_back_with_what_it_owes(
    owing: Salon, room: BackOfficeRoom
) -> None:
    """Two were taken out of the rules while they owed; the second comes back as the only one."""
    by = owing.by("olga")
    meituan, douyin = Platform("meituan", "Meituan", 800), Platform("douyin", "Douyin")
    set_value_rules(ValueRules(1, (meituan, douyin)), by=by, now=NOW)
    handed = replace(owing.handed("platform", 3_424), source="douyin:1:0")
    payment = owing.payment(owing.ticket("h", owing.line("gel")), handed)
    take_payment(payment, by=owing.by("kai"), now=NOW)
    set_value_rules(ValueRules(1), by=by, now=NOW)
    form = opened(room, 2)
    assert form.owed.accessibleName() == "Owed by the platform: $31.50"
    section(room).retire()
    rules = value.value_rules_in_force()
    assert rules is not None
    assert rules.platforms == (meituan,)
    assert [one.platform.code for one in platforms.owed()] == ["meituan", "douyin"]
