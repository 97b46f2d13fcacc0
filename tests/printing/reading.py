"""Reads drawn receipts back with pdfium, which had no part in drawing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

import pypdfium2

Box = tuple[float, float, float, float]


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        yield document[0]
    finally:
        document.close()


def size(pdf: bytes) -> tuple[float, float]:
    """Width and height in millimetres."""
    with opened(pdf) as page:
        width, height = page.get_size()
        return width / 72 * 25.4, height / 72 * 25.4


def text(pdf: bytes) -> str:
    """All text without white space, so that a wrapped name reads as one."""
    with opened(pdf) as page:
        # pdfium takes a hyphen at the end of a row for one that only divides a word.
        return squeezed(page.get_textpage().get_text_bounded().replace("\x02", "-"))


def title(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document.get_metadata_value("Title")
    finally:
        document.close()


def squeezed(written: str) -> str:
    return "".join(written.split())


def text_boxes(pdf: bytes) -> list[Box]:
    """Left, bottom, right and top of each piece of text, in points."""
    with opened(pdf) as page:
        page_text = page.get_textpage()
        return [page_text.get_rect(i) for i in range(page_text.count_rects())]


def overlaps(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Pieces that lie on one another by more than a hair (a point wide, a point high)."""
    return [
        (a, b)
        for a, b in combinations(boxes, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]


def outside(boxes: list[Box], *, width: float, height: float, margin: float) -> list[Box]:
    """Pieces that reach into the margin; a letter may hang over by a third of a point."""
    slack = 0.35
    return [
        box
        for box in boxes
        if box[0] < margin - slack
        or box[2] > width - margin + slack
        or box[1] < margin - slack
        or box[3] > height - margin + slack
    ]
