"""A platform's voucher at the counter: proposed by its terms, checked beside its fields."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from salon_pos.db.doctor import examine
from salon_pos.db.queries import platforms, receipts, sales
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.pay.platform import AskPlatform
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.usecases.rules import set_value_rules
from tests.salons import NOW, Salon
from tests.ui.counter.hands import panel_of, press, tender

KEYS = Qt.Key


@pytest.fixture
def counter(selling: Salon, counter: CounterRoom) -> CounterRoom:
    """Meituan keeps 8 %, Douyin nothing that is on file. A gel, 34.24, is on the ticket."""
    rules = ValueRules(1, (Platform("meituan", "Meituan", 800), Platform("douyin", "Douyin")))
    set_value_rules(rules, by=selling.by("olga"), now=NOW)
    counter.deeds.add(selling.items["gel"])
    return counter


def asked(counter: CounterRoom, tap) -> tuple[PayPanel, AskPlatform]:
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Platform voucher"))
    return pay, panel_of(counter, AskPlatform)


def figures(ask: AskPlatform) -> tuple[str, str, str, str]:
    fields = (ask.face, ask.settlement, ask.fee)
    face, settlement, fee = (field.value() for field in fields)
    return face, settlement, fee, ask.pays.text()


def test_a_voucher_pays_what_its_platform_settles_and_keeps(
    counter: CounterRoom, tap, scan
) -> None:
    """8 % of 34.24 are 2.74 (2.7392): 31.50 is owed. Over 20.00: 1.60 and 18.40."""
    pay, ask = asked(counter, tap)
    assert figures(ask) == ("34.24", "31.50", "2.74", "It pays $34.24 of $34.24.")
    ask.face.set_value("20.00")
    assert figures(ask) == ("20.00", "18.40", "1.60", "It pays $20.00 of $34.24.")
    scan(counter.shell, "mt-7788")
    press(KEYS.Key_Return)
    assert pay.received.entries == (("Platform voucher", 2_000),)
    QApplication.processEvents()  # the voucher's own key has its place among the tenders
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    receipt = receipts.receipt(sales.find_sales()[0].uid)
    assert [(t.name, t.applied) for t in receipt.tenders] == [
        ("Platform voucher", 2_000), ("Bank card", 1_424),
    ]  # fmt: skip
    meituan, douyin = platforms.owed()
    assert (meituan.owed, meituan.vouchers[0].number, douyin.owed) == (1_840, "MT-7788", 0)
    assert examine()[1] == ()


def test_what_is_wrong_is_said_beside_its_field(counter: CounterRoom, tap) -> None:
    pay, ask = asked(counter, tap)
    press(KEYS.Key_Return)
    said = "A platform voucher's code has up to 40 letters, digits and hyphens."
    assert ask.code.error() == said
    ask.code.set_value("7788")
    ask.settlement.set_value("40")
    press(KEYS.Key_Return)
    assert ask.settlement.error().startswith("Settlement and fee come to $40.00, above the face")
    ask.face.set_value("50")
    press(KEYS.Key_Return)
    assert ask.settlement.error().startswith("Settlement and fee come to $40.00, and $34.24 is due")
    ask.face.set_value("0")
    press(KEYS.Key_Return)
    assert ask.face.error() == "Type what the voucher is worth to the client."
    ask.settlement.set_value("x")
    press(KEYS.Key_Return)
    assert ask.settlement.error()
    assert ask.is_open()
    assert not pay.received.entries


def test_the_fee_is_what_the_settlement_leaves_until_it_is_typed(counter: CounterRoom, tap) -> None:
    """Of 30.00, 25.00 are settled: 5.00 are kept. With a fee of 2.00 it pays 27.00."""
    _pay, ask = asked(counter, tap)
    ask.face.set_value("30")
    ask.settlement.set_value("25")
    assert figures(ask) == ("30", "25", "5.00", "It pays $30.00 of $34.24.")
    ask.settlement.set_value("31")
    assert ask.fee.value() == "0.00"
    ask.settlement.set_value("25")
    ask.fee.set_value("2")
    assert figures(ask) == (
        "30", "25", "2", "It pays $27.00 of $34.24. $3.00 of its face is lost: it gives no change."
    )  # fmt: skip


def test_what_a_voucher_above_the_bill_loses_is_said(counter: CounterRoom, tap) -> None:
    """100.00 on 34.24: 65.76 is lost."""
    _pay, ask = asked(counter, tap)
    ask.face.set_value("100")
    assert figures(ask)[3] == (
        "It pays $34.24 of $34.24. $65.76 of its face is lost: it gives no change."
    )
    ask.settlement.set_value("x")
    assert ask.pays.text() == ""


def test_a_used_one_is_refused(counter: CounterRoom, selling: Salon, tap) -> None:
    pay, ask = asked(counter, tap)
    ask.code.set_value("7788")
    press(KEYS.Key_Return)
    tap(pay.pay)
    press(KEYS.Key_Return)  # past the receipt
    counter.deeds.add(selling.items["gel"])
    _pay, ask = asked(counter, tap)
    ask.code.set_value("77 88")
    press(KEYS.Key_Return)
    assert ask.code.error() == (
        "This voucher was used already, on sale A-000001. Take another tender."
    )


def test_without_a_platform_it_is_not_offered(counter: CounterRoom, selling: Salon) -> None:
    set_value_rules(ValueRules(1), by=selling.by("olga"), now=NOW)
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    assert "Platform voucher" not in [key.label() for key in pay.tenders.values()]
