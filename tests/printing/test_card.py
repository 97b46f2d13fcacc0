"""A member card on paper: what it says, and that its QR is the signed number."""

from datetime import date

import pypdfium2
import pytest

from salon_pos.domain.money import CURRENCIES
from salon_pos.i18n import Words
from salon_pos.printing.card import CardFacts, card_paper, grouped
from salon_pos.printing.layout import Kind
from salon_pos.printing.pdf import receipt_pdf
from salon_pos.printing.png import receipt_png

FACTS = CardFacts(
    "云上发艺", "张雨桐", "储值卡", "100000017", "SPC:100000017:ABC", date(2027, 5, 4)
)


@pytest.mark.parametrize(("language", "name", "until"), [
    ("en", "Name on the card", "4 May 2027"),
    ("zh_CN", "持卡人", "2027-05-04"),
    ("zh_TW", "持卡人", "2027-05-04"),
])  # fmt: skip
def test_what_it_says(language: str, name: str, until: str) -> None:
    lines = card_paper(FACTS, Words(language, CURRENCIES["CNY"]))
    said = [(line.kind, line.left, line.right) for line in lines]
    assert said[:4] == [
        (Kind.HEADING, "云上发艺", ""), (Kind.CENTRE, "储值卡", ""),
        (Kind.QR, "SPC:100000017:ABC", ""), (Kind.HEADING, "100 000 017", ""),
    ]  # fmt: skip
    assert said[5][1:] == (name, "张雨桐")
    assert said[6][2] == until


def test_a_card_without_end_says_so() -> None:
    facts = CardFacts("A", "B", "C", "VIP8", "SPC:VIP8:X")
    lines = card_paper(facts, Words("en", CURRENCIES["CNY"]))
    assert (lines[3].left, lines[-1].right) == ("VIP8", "without end")


@pytest.mark.parametrize(
    ("number", "read"), [("100000017", "100 000 017"), ("1234567", "123 456 7"), ("A12", "A12")]
)
def test_a_number_is_read_aloud_in_threes(number: str, read: str) -> None:
    assert grouped(number) == read


def test_it_is_a_page_and_a_picture() -> None:
    paper = receipt_pdf(card_paper(FACTS, Words("zh_CN", CURRENCIES["CNY"])), "zh_CN")
    assert paper.missing == frozenset()
    document = pypdfium2.PdfDocument(paper.pdf)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "张雨桐" in text
    assert receipt_png(paper.pdf).startswith(b"\x89PNG")
