"""What a payment is refused for, each with its key and field, and nothing kept of it."""

from dataclasses import replace
from typing import Any

import pytest

from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.money import Amount
from salon_pos.domain.tenders import Handed, Tip
from salon_pos.domain.ticket import Credit, Discount, Ticket
from salon_pos.usecases.catalog import save_item, save_tender_method
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.paying import CUT, cut, pay


def test_no_shift(salon: Salon) -> None:
    with refused("no_shift"):
        pay(salon, salon.payment(cut(salon)))


def test_a_closed_shift(selling: Salon) -> None:
    close_shift(10_000, by=selling.by("kai"), now=NOW)
    with refused("no_shift"):
        pay(selling, selling.payment(cut(selling)))


def test_an_empty_ticket(selling: Salon) -> None:
    with refused("empty_ticket"):
        pay(selling, Payment(selling.ticket("t", client="maya"), (), 0))


def test_a_ticket_that_was_changed_elsewhere(selling: Salon) -> None:
    ticket = cut(selling)
    keep_tickets([Kept(ticket)], by=selling.by("mei"), now=NOW)
    elsewhere = selling.ticket("t", selling.line("cut"), selling.line("wash"))
    keep_tickets([Kept(elsewhere, revision=1)], by=selling.by("jie"), now=NOW)
    with refused("ticket_changed"):
        pay(selling, selling.payment(ticket))
    assert pay(selling, selling.payment(elsewhere)).number == "A-000001"


def test_a_price_that_changed_meanwhile(selling: Salon) -> None:
    payment = selling.payment(selling.ticket("t", selling.line("gel")))
    gel = catalog.item(selling.items["gel"].id)
    save_item(replace(gel, price=4_000), by=selling.by("chen"), now=NOW)
    with refused("price_changed") as no:
        pay(selling, payment)
    # 30.30 + 1.52 + 2.42, then 40.00 + 2.00 + 3.20.
    assert no.value.values == {"shown": Amount(3_424), "now": Amount(4_520)}


def test_taxes_that_changed_meanwhile(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    new = replace(salon_queries.settings(), tax_mode=TaxMode.INCLUSIVE)
    change_settings(new, by=selling.by("olga"), now=NOW)
    with refused("price_changed"):
        pay(selling, payment)


def test_an_item_that_was_retired_meanwhile(selling: Salon) -> None:
    payment = selling.payment(cut(selling))
    gone = replace(catalog.item(selling.items["cut"].id), retired=True)
    save_item(gone, by=selling.by("chen"), now=NOW)
    with refused("item_gone"):
        pay(selling, payment)


def test_a_service_that_nobody_does(selling: Salon) -> None:
    ticket = selling.ticket("t", selling.line("wash", staff=""))
    with refused("staff_missing", "staff") as no:
        pay(selling, selling.payment(ticket))
    assert no.value.values == {"item": "Wash"}


def test_a_product_needs_nobody(selling: Salon) -> None:
    ticket = selling.ticket("t", selling.line("gel", staff=""))
    assert pay(selling, selling.payment(ticket)).lines[0].staff == ()


def test_people_who_are_not_on_the_staff_file(selling: Salon) -> None:
    ticket = cut(selling)
    nobody = replace(ticket, lines=(replace(ticket.lines[0], staff=(Credit(999),)),))
    with refused("staff_unknown", "staff"):  # at the list price of 60.00: nobody has no level
        pay(selling, Payment(nobody, (selling.handed("card", 6_300),), 6_300))
    tip = replace(selling.handed("card", 8_500), tips=(Tip(999, 100),))
    with refused("staff_unknown", "staff"):
        pay(selling, selling.payment(ticket, tip))


Parts = dict[str, Any]

WRONG_LINES: dict[str, tuple[str, Parts, str, str]] = {
    "none of it": ("wash", {"quantity": 0}, "bad_quantity", "quantity"),
    "too many": ("wash", {"quantity": 1_000}, "bad_quantity", "quantity"),
    "a price that was not typed": ("care", {}, "price_missing", "price"),
    "a price below zero": ("care", {"typed_price": -1}, "bad_price", "price"),
    "hair of no length": ("colour", {}, "length_missing", "length"),
    "credit short of 100 %": (
        "wash", {"staff": (Credit(1, 5_000), Credit(2, 4_999))}, "bad_credit", "staff"
    ),
    "the same person twice": (
        "wash", {"staff": (Credit(1, 5_000), Credit(1, 5_000))}, "same_staff_twice", "staff"
    ),
    "an add-on of nothing": ("mask", {"parent": "elsewhere"}, "addon_alone", ""),
    "more than all off": ("wash", {"discount": Discount(1, 10_001)}, "bad_percent", "discount"),
    "a cent more than all off": (
        "wash", {"discount": Discount(1, amount=1_011)}, "discount_too_large", "discount"
    ),
    "nothing off": ("wash", {"discount": Discount(1)}, "bad_discount", "discount"),
    "percent and amount off": (
        "wash", {"discount": Discount(1, 100, 100)}, "percent_and_amount", "discount"
    ),
    "off for no reason": ("wash", {"discount": Discount(99, amount=1)}, "reason_unknown", "reason"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_LINES)
def test_a_line_no_ticket_can_hold(selling: Salon, wrong: str) -> None:
    item, parts, key, field = WRONG_LINES[wrong]
    ticket = Ticket("t", NOW, (replace(selling.line(item), **parts),))
    # The one that can be priced: 10.10 less 0.01, 5 % and 8 % of it.
    with refused(key, field):
        pay(selling, Payment(ticket, (), 1_009 + 50 + 81))


def test_a_line_that_is_there_twice(selling: Salon) -> None:
    line = selling.line("wash")
    with refused("line_twice"):
        pay(selling, Payment(Ticket("t", NOW, (line, line)), (), 0))


Given = tuple[str, int, int]  # a tender's code, what was handed over, the tip for Mei in it

WRONG_TENDERS: dict[str, tuple[tuple[Given, ...], str, str]] = {
    "none at all": ((), "short", ""),
    "a cent short by card": ((("card", CUT - 1, 0),), "short", ""),
    "a coin short in cash": ((("cash", CUT - 5, 0),), "short", ""),
    "short because of the tip": ((("cash", CUT, 5),), "short", ""),
    "a cent over on card": ((("card", CUT + 1, 0),), "over", "amount"),
    "a wallet over what cash left": (
        (("cash", 8_000, 0), ("wechat", 401, 0)), "over", "amount"
    ),
    "a card after all is paid": ((("cash", CUT, 0), ("card", 1, 0)), "over", "amount"),
    "less than nothing": ((("card", -1, 0), ("cash", CUT + 5, 0)), "bad_tender", "amount"),
    "a tip of less than nothing": ((("card", CUT, -1),), "bad_tender", "amount"),
    "a tip above its tender": ((("card", 100, 101),), "tip_above_tender", "tip"),
    "cents that no coin makes": ((("cash", CUT + 2, 0),), "no_such_coins", "amount"),
    "more than there is": ((("cash", 10**12 + 5, 0),), "tender_too_large", "amount"),
    "the means of old books": ((("imported", CUT, 0),), "tender_unknown", ""),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_TENDERS)
def test_tenders_that_do_not_meet_the_total(selling: Salon, wrong: str) -> None:
    given, key, field = WRONG_TENDERS[wrong]
    tenders = tuple(selling.handed(code, amount, mei=tip) for code, amount, tip in given)
    with refused(key, field):
        pay(selling, Payment(cut(selling), tenders, CUT))
    assert pay(selling, selling.payment(cut(selling))).number == "A-000001"


def test_a_means_of_payment_that_was_retired(selling: Salon) -> None:
    method = catalog.tender_methods()[selling.tenders["alipay"]]
    save_tender_method(replace(method, retired=True), rank=3, by=selling.by("olga"), now=NOW)
    with refused("tender_unknown"):
        pay(selling, selling.payment(cut(selling), selling.handed("alipay", 8_400)))


def test_what_is_still_due_is_said(selling: Salon) -> None:
    handed = selling.handed("card", 5_000), selling.handed("cash", 3_000)
    with refused("short") as no:
        pay(selling, selling.payment(cut(selling), *handed))
    assert no.value.values == {"due": Amount(400)}


def test_a_means_of_payment_nobody_knows(selling: Salon) -> None:
    with refused("tender_unknown"):
        pay(selling, selling.payment(cut(selling), Handed(999, CUT)))
