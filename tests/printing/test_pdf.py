"""The drawn receipt, read back: text, places, size and the QR code."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from salon_pos.domain.receipt import Receipt
from salon_pos.i18n import words
from salon_pos.printing.layout import Kind, PaperLine, layout
from salon_pos.printing.pdf import MARGIN, MM, WIDTH, Paper, receipt_pdf
from salon_pos.printing.png import receipt_png
from tests.printing.reading import outside, overlaps, size, squeezed, text, text_boxes, title
from tests.printing.samples import CHINESE, ENGLISH, FREE, TRADITIONAL, UID, WITH_VALUE
from tests.printing.samples import line as sold

SAMPLES = [ENGLISH, CHINESE, TRADITIONAL, FREE, WITH_VALUE, replace(WITH_VALUE, language="en")]


def lines_of(receipt: Receipt, *, copy: bool = False) -> tuple[PaperLine, ...]:
    return layout(receipt, words(receipt.language, receipt.currency), copy=copy)


def drawn(receipt: Receipt, *, copy: bool = False) -> Paper:
    return receipt_pdf(lines_of(receipt, copy=copy), receipt.language)


def crooked(pdf: bytes) -> list[object]:
    """Text that overlaps or leaves its place."""
    boxes = text_boxes(pdf)
    height = size(pdf)[1] * MM
    return [
        *overlaps(boxes),
        *outside(boxes, width=WIDTH, height=height, margin=MARGIN),
    ]


@pytest.mark.parametrize("receipt", SAMPLES)
def test_every_word_and_number_is_on_the_paper(receipt: Receipt) -> None:
    paper = drawn(receipt)
    said = [line for line in lines_of(receipt) if line.kind is not Kind.QR]
    printed = text(paper.pdf)
    for line in said:
        assert squeezed(line.right) in printed
        assert line.struck in printed
    everything = "".join(squeezed(line.left + line.struck + line.right) for line in said)
    assert sorted(printed) == sorted(everything)
    assert not paper.missing


@pytest.mark.parametrize("receipt", SAMPLES)
@pytest.mark.parametrize("copy", [False, True])
def test_the_paper_is_80_mm_wide_and_nothing_overlaps(receipt: Receipt, copy: bool) -> None:
    paper = drawn(receipt, copy=copy)
    assert size(paper.pdf)[0] == pytest.approx(80, abs=0.001)
    assert len(text_boxes(paper.pdf)) > 10
    assert crooked(paper.pdf) == []


def test_the_page_is_as_long_as_it_needs_to_be() -> None:
    boxes = text_boxes(drawn(CHINESE).pdf)
    assert 5 <= min(box[1] for box in boxes) / MM <= 8
    assert size(drawn(FREE).pdf)[1] < size(drawn(ENGLISH).pdf)[1] < size(drawn(CHINESE).pdf)[1]


def test_a_copy_is_marked_in_its_language() -> None:
    assert text(drawn(ENGLISH, copy=True).pdf).count("COPY") == 2
    assert text(drawn(CHINESE, copy=True).pdf).count("副本") == 2
    assert "COPY" not in text(drawn(ENGLISH).pdf)


@pytest.mark.parametrize("receipt", [ENGLISH, CHINESE, TRADITIONAL])
def test_the_qr_code_reads_as_the_sales_uid_at_the_printers_dots(receipt: Receipt) -> None:
    picture = Image.open(BytesIO(receipt_png(drawn(receipt).pdf)))
    assert picture.width == 640
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [UID]


def test_the_qr_code_lies_on_whole_dots() -> None:
    """Seven dots to a module: every row of dots within a module is the same."""
    picture = Image.open(BytesIO(receipt_png(drawn(ENGLISH).pdf))).convert("L")
    corner = zxingcpp.read_barcodes(picture)[0].position
    box = (corner.top_left.x, corner.top_left.y, corner.bottom_right.x + 1, corner.bottom_right.y)
    code = picture.crop(box)
    assert code.width == pytest.approx(29 * 7, abs=2)
    assert {level for _, level in code.getcolors() or []} == {0, 255}


def test_a_long_name_wraps_beside_its_price() -> None:
    name = "Keratin smoothing with Brazilian blow-out and Unbelievablylongwordthatcannotfitanywhere"
    receipt = replace(ENGLISH, lines=(sold(name, 123456), sold(f"全套护理{name}", 99)))
    pdf = drawn(receipt).pdf
    assert crooked(pdf) == []
    assert squeezed("Unbelievablylong") in text(pdf)


def test_the_largest_amounts_fit() -> None:
    receipt = replace(
        TRADITIONAL,
        lines=(sold("護髮", 999_999_999_999),),
        total=999_999_999_999,
        tenders=(),
        salon="雲" * 80,
        client="很長的名字" * 16,
    )
    pdf = drawn(receipt).pdf
    assert crooked(pdf) == []
    assert text(pdf).count("HK$9,999,999,999.99") == 2, "an amount never breaks"
    assert "合計HK$9,999,999,999.99" in text(pdf), "nor does the word beside the total"


@pytest.mark.expects_log("no face has U+20BB7")
def test_a_character_no_face_has_is_shown_as_such_and_reported() -> None:
    paper = drawn(replace(CHINESE, client="𠮷田"))
    assert paper.missing == {"𠮷"}
    assert "〓田" in text(paper.pdf)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_rare_characters_of_names_are_drawn(language: str) -> None:
    paper = receipt_pdf([PaperLine(Kind.ITEM, "喆堃䶮龑頔髮发Ñandúé", "¥1")], language)
    assert not paper.missing
    assert "喆堃䶮龑頔髮发Ñandúé" in text(paper.pdf)


def test_the_file_is_titled_with_the_salons_name() -> None:
    assert title(drawn(CHINESE).pdf) == "云上发艺 · 静安店"


def test_the_same_receipt_is_the_same_file() -> None:
    assert drawn(CHINESE).pdf == drawn(CHINESE).pdf


ALPHABET = "aiW mg1 0,.()-“”’!剪髮发（），。·é"


@settings(max_examples=25)
@given(
    st.text(ALPHABET, max_size=90),
    st.text(ALPHABET, max_size=90),
    st.sampled_from(["en", "zh_CN", "zh_TW"]),
    st.sampled_from([Kind.FACT, Kind.ITEM, Kind.NOTE, Kind.AMOUNT, Kind.STRONG, Kind.TOTAL]),
)
def test_no_text_overlaps_or_is_lost(left: str, right: str, language: str, kind: Kind) -> None:
    lines = [
        PaperLine(Kind.HEADING, left),
        PaperLine(kind, left, right if kind is Kind.FACT else "HK$1,234,567.89"),
        PaperLine(Kind.ITEM, right, "¥9,999.00", struck="¥19,999.00", indent=True),
        PaperLine(Kind.CENTRE, right),
    ]
    pdf = receipt_pdf(lines, language).pdf
    assert crooked(pdf) == []
    amount = "" if kind is Kind.FACT else "HK$1,234,567.89"
    expected = sorted(
        squeezed(
            left * 2 + right * (3 if kind is Kind.FACT else 2) + "¥9,999.00¥19,999.00" + amount
        )
    )
    assert sorted(text(pdf)) == expected


# --- the judges are shown to see a fault ---


def test_the_judges_see_text_on_text_and_text_beyond_the_edge() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, 200))
    canvas.drawString(20, 100, "Women's cut")
    canvas.drawString(40, 102, "$30.30")
    canvas.drawString(WIDTH - 40, 50, "Deep treatment")
    canvas.save()
    boxes = text_boxes(file.getvalue())
    assert len(overlaps(boxes)) == 1
    assert len(outside(boxes, width=WIDTH, height=200, margin=MARGIN)) == 1
