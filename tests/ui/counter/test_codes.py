"""Codes of vouchers and gift cards, scanned or typed before payment is taken: said, and used."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from salon_pos.db.queries import sales
from salon_pos.db.queries.value import Voucher
from salon_pos.domain.coupons import Coupon
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.counter.totals import Totals
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.rows import Row
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.vouchers import NewVoucher, cancel_voucher, give_voucher
from tests.salons import NOW, Salon
from tests.ui.counter.hands import open_panels, panel_of, press
from tests.usecases.valued import Valued, made

KEYS = Qt.Key


def cash(salon: Salon, uid: str = "c", **more: Any) -> Voucher:
    """10.00 that pay; NOW is the 4 May 2026."""
    return give_voucher(NewVoucher(uid, 1_000, **more), by=salon.by("olga"), now=NOW)


def coupon(salon: Salon, *items: str, least: int = 0, days: int | None = 30) -> str:
    """The code of a tenth off any of these items, or off everything."""
    ids = frozenset(salon.items[name].id for name in items)
    made_up = Coupon(f"k{len(ids)}{least}", "", "Spring", percent_bp=1_000, least=least,
                     item_ids=ids)  # fmt: skip
    return give_coupon(NewCoupon(made_up, days=days), by=salon.by("olga"), now=NOW).code


def chips(counter: CounterRoom) -> list[str]:
    QApplication.processEvents()  # what was just added comes into sight
    (totals,) = counter.findChildren(Totals)
    return [chip.label() for chip in totals.findChildren(Chip) if chip.isVisibleTo(counter)]


def toast(counter: CounterRoom) -> str:
    return counter.shell.toasts.history[-1].message


def received(counter: CounterRoom) -> tuple[tuple[str, int], ...]:
    return panel_of(counter, PayPanel).received.entries


def test_a_cash_voucher_on_an_empty_ticket_pays_at_payment(
    counter: CounterRoom, salon: Salon, shell: Shell
) -> None:
    shell.scanned.emit(cash(salon, days=30).code)
    said = "It pays as soon as payment is taken: Cash voucher $10.00 · until 3 Jun 2026."
    assert (toast(counter), chips(counter)) == (said, ["Cash voucher $10.00, at payment"])
    assert not open_panels(counter, PayPanel)
    counter.deeds.add(salon.items["gel"])
    assert chips(counter) == ["Cash voucher $10.00, at payment"]
    press(KEYS.Key_F9)
    assert received(counter) == (("Cash voucher", 1_000),)
    press(KEYS.Key_Escape)  # the rest comes by cash after all
    press(KEYS.Key_F9)
    assert received(counter) == (("Cash voucher", 1_000),)
    panel = panel_of(counter, PayPanel)
    panel.take(salon.tenders["card"])
    panel.take_payment()
    assert sales.find_sales()[0].total == 3_424
    counter.till.start_fresh()
    assert chips(counter) == []


def test_it_waits_too_while_nobody_does_the_service(
    counter: CounterRoom, salon: Salon, shell: Shell, tap_staff
) -> None:
    counter.deeds.add(salon.items["wash"])
    shell.scanned.emit(cash(salon).code)
    assert toast(counter).startswith("It pays as soon as payment is taken: Cash voucher $10.00")
    tap_staff(counter, "mei")
    press(KEYS.Key_F9)
    assert received(counter) == (("Cash voucher", 1_000),)


def test_what_waits_is_taken_off_again(
    counter: CounterRoom, salon: Salon, shell: Shell, tap
) -> None:
    shell.scanned.emit(cash(salon).code)
    (totals,) = counter.findChildren(Totals)
    (chip,) = [chip for chip in totals.findChildren(Chip) if chip.isVisibleTo(counter)]
    tap(chip)
    assert (chips(counter), toast(counter)) == ([], "It is not paid with.")
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_F9)
    assert received(counter) == ()


def test_typed_it_is_said_before_enter(counter: CounterRoom, salon: Salon) -> None:
    code = cash(salon, days=30).code
    press(f"{code[:4]} {code[4:8]} {code[8:]}".lower())
    rows = [row for row in counter.finder.list.entries.entries if isinstance(row, Row)]
    assert [(row.title, row.subtitle) for row in rows] == [
        ("Vouchers and gift cards", ""), ("Cash voucher $10.00", "until 3 Jun 2026"),
    ]  # fmt: skip
    press(KEYS.Key_Return)
    assert chips(counter) == ["Cash voucher $10.00, at payment"]
    assert counter.finder.text() == ""


def test_a_gift_card_says_what_it_holds(counter: CounterRoom, salon: Salon, shell: Shell) -> None:
    valued: Valued = made(salon)
    sold = salon.ticket("g", valued.line(valued.gift_card))
    receipt = valued.pay(sold)
    assert receipt.value is not None
    code = receipt.value.holdings[0].code
    counter.shell.desk.refresh()
    counter.till.look_again()
    shell.scanned.emit(code)
    said = "It pays as soon as payment is taken: Gift card $50.00 · no end."
    assert toast(counter) == said
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_F9)
    panel = panel_of(counter, PayPanel)
    assert panel.received.entries == (("Gift card", 3_424),)
    panel.take_payment()
    press(KEYS.Key_Escape)
    cut = salon.ticket("h", salon.line("gel"))
    valued.pay(cut, valued.handed("gift_card", 1_576, source=code), salon.handed("card", 1_848))
    shell.scanned.emit(code)
    assert toast(counter) == "Gift card $0.00: Nothing is left on this gift card."


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("cancelled", "Cash voucher $10.00: This voucher was cancelled and is good for nothing."),
        ("ended", "Cash voucher $10.00: This voucher was good until 5 May 2026."),
    ],
)
def test_what_is_good_for_nothing_is_said(
    counter: CounterRoom, salon: Salon, shell: Shell, clock, how: str, why: str
) -> None:
    code = cash(salon, days=1).code
    if how == "cancelled":
        cancel_voucher("x", code, "mistaken", by=salon.by("olga"), now=NOW)
    else:
        clock.now = NOW + timedelta(days=2)
    shell.scanned.emit(code)
    assert (toast(counter), chips(counter)) == (why, [])


def test_one_that_is_a_clients_alone_says_who_came(
    counter: CounterRoom, salon: Salon, shell: Shell
) -> None:
    maya, leo = salon.clients["maya"].id, salon.clients["leo"].id
    given = cash(salon, client_id=maya)
    shell.scanned.emit(given.code)
    assert counter.till.ticket.client_id == maya
    assert chips(counter) == ["Cash voucher $10.00, at payment"]
    counter.till.start_fresh()
    counter.deeds.attach(leo)
    shell.scanned.emit(given.code)
    assert (toast(counter), chips(counter)) == (
        "Cash voucher $10.00: This voucher is another client's. Put that client on the ticket, or "
        "pay another way.", [],
    )  # fmt: skip


def test_nothing_is_known_of_other_codes(counter: CounterRoom, shell: Shell) -> None:
    shell.scanned.emit("ABCD2345EFGH")
    assert toast(counter) == "Nothing is known under ABCD2345EFGH."


# --- vouchers with conditions


def test_one_for_certain_items_names_them(counter: CounterRoom, salon: Salon, shell: Shell) -> None:
    """On an empty ticket, and on one without them; then it takes a tenth off the wash."""
    shell.scanned.emit(coupon(salon, "wash", "cut"))
    assert toast(counter) == (
        "On the ticket: Spring 10 % off · only for Women's cut, Wash · until 3 Jun 2026. "
        "None of that is on the ticket yet."
    )
    (totals,) = counter.findChildren(Totals)
    for _empty_then_gel in range(2):
        assert chips(counter) == ["Spring takes nothing off yet"]
        assert totals.only_for.isVisibleTo(counter)
        assert totals.only_for.text() == "only for Women's cut, Wash"
        counter.deeds.add(salon.items["gel"])
    counter.deeds.add(salon.items["wash"])
    assert chips(counter) == ["Spring −$1.01"]
    assert not totals.only_for.isVisibleTo(counter)


def test_one_for_everything_waits_for_something(
    counter: CounterRoom, salon: Salon, shell: Shell
) -> None:
    shell.scanned.emit(coupon(salon, days=None))
    assert chips(counter) == ["Spring takes nothing off yet"]
    assert toast(counter) == (
        "On the ticket: Spring 10 % off · no end. The voucher is for services and products, and "
        "none is to be paid here. Add one, or take the voucher off."
    )
    counter.shell.toasts.undo_last()
    assert (chips(counter), counter.till.ticket.coupon) == ([], "")


def test_it_is_not_paid_with_before_what_it_is_for_is_there(
    counter: CounterRoom, salon: Salon, shell: Shell
) -> None:
    counter.deeds.add(salon.items["gel"])
    press(KEYS.Key_F9)
    shell.scanner.scanned.emit(coupon(salon, "wash"))
    assert panel_of(counter, PayPanel).note.accessibleName() == (
        "The voucher is for Wash, and none of that is to be paid here. "
        "Add it, or take the voucher off."
    )
    assert counter.till.ticket.coupon == ""
