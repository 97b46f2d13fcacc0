"""A voucher on paper: what it says, and that its QR is its code."""

from datetime import date

import pypdfium2
import pytest

from salon_pos.domain.money import CURRENCIES
from salon_pos.i18n import Words
from salon_pos.printing.layout import Kind, in_fours
from salon_pos.printing.pdf import receipt_pdf
from salon_pos.printing.voucher import VoucherFacts, voucher_paper

FACTS = VoucherFacts(
    "云上发艺", "春日券", "8折", "ABCD2345EFGH", ("女士剪发", "染发"), 20_000, "张雨桐",
    date(2027, 5, 4),
)  # fmt: skip
YUAN = CURRENCIES["CNY"]


def test_what_it_says() -> None:
    said = [(line.kind, line.left, line.right) for line in voucher_paper(FACTS, Words("en", YUAN))]
    assert said == [
        (Kind.HEADING, "云上发艺", ""), (Kind.CENTRE, "春日券", ""), (Kind.HEADING, "8折", ""),
        (Kind.RULE, "", ""), (Kind.QR, "ABCD2345EFGH", ""), (Kind.CENTRE, "ABCD 2345 EFGH", ""),
        (Kind.RULE, "", ""), (Kind.FACT, "Only for", "张雨桐"),
        (Kind.FACT, "For", "女士剪发, 染发"), (Kind.FACT, "For bills of at least", "¥200.00"),
        (Kind.FACT, "Valid until", "4 May 2027"),
        (Kind.CENTRE, "Good for one bill. Show it before you pay.", ""),
    ]  # fmt: skip


def test_one_without_conditions() -> None:
    facts = VoucherFacts("A", "Cash voucher", "¥50.00", "ABCD")
    said = [line.left for line in voucher_paper(facts, Words("en", YUAN)) if line.kind is Kind.FACT]
    assert said == ["Valid until"]


@pytest.mark.parametrize(("code", "read"), [("ABCDEFGHJKLM", "ABCD EFGH JKLM"), ("TEN", "TEN")])
def test_a_code_is_read_aloud_in_fours(code: str, read: str) -> None:
    assert in_fours(code) == read


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_it_is_a_page(language: str) -> None:
    paper = receipt_pdf(voucher_paper(FACTS, Words(language, YUAN)), language)
    assert paper.missing == frozenset()
    document = pypdfium2.PdfDocument(paper.pdf)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "ABCD 2345 EFGH" in text
