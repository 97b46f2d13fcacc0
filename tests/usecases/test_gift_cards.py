"""A gift card can be used: its code is told once, and a printed card keeps its own number."""

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import receipts, value
from salon_pos.domain.ticket import Line
from salon_pos.i18n import words
from salon_pos.printing.layout import Kind, layout
from tests.salons import Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.spending import pay
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """The small salon with its prepaid items."""
    return made(selling)


def printed(valued: Valued, number: str, uid: str = "l") -> Line:
    """A gift card's line with the number that is printed on the card."""
    return Line(uid, valued.gift_card.id, source=number)


def codes(uid: str, *, copy: bool = False) -> list[str]:
    """What a sale's paper has to be typed and to be scanned, but for its own uid."""
    receipt = receipts.receipt(uid)
    lines = layout(receipt, words("en", receipt.currency), copy=copy)
    return [line.left for line in lines if line.kind in (Kind.QR, Kind.CODE) and line.left != uid]


def test_the_receipt_that_sold_it_has_its_code_and_no_other_paper(valued: Valued) -> None:
    salon = valued.salon
    sold = valued.pay(salon.ticket("g", valued.line(valued.gift_card)))
    ((code,),) = rows("SELECT code FROM gift_card")
    assert codes(sold.uid) == [f"{code[:4]} {code[4:8]} {code[8:]}", code]
    assert codes(sold.uid, copy=True) == []
    used = valued.pay(salon.ticket("w", salon.line("wash")),
                      valued.handed("gift_card", 1_142, source=code))  # fmt: skip
    assert codes(used.uid) == []
    assert used.value is not None
    assert [(h.name, h.code) for h in used.value.holdings] == [(code[-4:], "")]


def test_a_printed_card_keeps_its_number_and_pays_by_it(valued: Valued) -> None:
    salon = valued.salon
    valued.pay(salon.ticket("g", printed(valued, " ab12 0007 ")))
    assert value.gift_card("AB120007") == ("g/l", "AB120007")
    valued.pay(salon.ticket("w", salon.line("wash")),
               valued.handed("gift_card", 1_142, source="AB120007"))  # fmt: skip
    assert examine()[1] == ()


@pytest.mark.parametrize(
    ("number", "key"),
    [("AB12", "gift_number_used"), ("A 1", "bad_gift_number"), ("AB-120007", "bad_gift_number"),
     ("7" * 33, "bad_gift_number")],
)  # fmt: skip
def test_a_number_that_is_used_or_none_is_refused(valued: Valued, number: str, key: str) -> None:
    pay(valued, valued.salon.ticket("g", printed(valued, "AB12")))
    with refused(key, "number"):
        pay(valued, valued.salon.ticket("h", printed(valued, number, "m")))


def test_a_number_of_a_members_card_is_refused(valued: Valued) -> None:
    with refused("gift_number_taken", "number"):
        pay(valued, valued.salon.ticket("g", printed(valued, valued.card.number)))


def test_one_number_sells_one_card_on_a_ticket(valued: Valued) -> None:
    lines = (printed(valued, "AB12"), printed(valued, "ab 12", "m"))
    with refused("gift_number_twice", "number"):
        pay(valued, valued.salon.ticket("g", *lines))
