"""A small paper of a client's (a card, a voucher) written to a file: to print, or to send."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from salon_pos.printing.layout import PaperLine

Form = Literal["pdf", "png"]


def write_paper(lines: Sequence[PaperLine], language: str, file: Path) -> None:
    """Draw the lines in the language's faces and save them: as a PDF, or as a picture where the
    file's name ends so. Slow: call it on a worker. OSError where it cannot be written."""
    from salon_pos.printing.pdf import receipt_pdf  # so that the window opens without it
    from salon_pos.printing.png import receipt_png

    pdf = receipt_pdf(tuple(lines), language).pdf
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(receipt_png(pdf, scale=2) if file.suffix == ".png" else pdf)
