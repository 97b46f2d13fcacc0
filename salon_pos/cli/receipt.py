"""`salon-pos receipt`: a sale's receipt as a PDF or a picture."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salon_pos.cli.common import Data, fail, opened, typed
from salon_pos.domain.words import N_
from salon_pos.i18n import _

if TYPE_CHECKING:
    from salon_pos.domain.receipt import Receipt


def add_to(app: typer.Typer) -> None:
    """Add `receipt`."""
    app.command(
        "receipt",
        help=N_(
            """Write a sale's receipt, in the salon's language, to a PDF of 80 mm or a picture.

\b
salon-pos receipt A-000017 --data ./salon --out receipt.pdf
salon-pos receipt A-000017 --data ./salon --out copy.png --copy"""
        ),
    )(receipt)


def receipt(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The sale's number."))],
    data: Data = None,
    *,
    out: Annotated[
        Path, typer.Option(dir_okay=False, metavar="FILE", help=N_("FILE.pdf or FILE.png."))
    ],
    copy: Annotated[bool, typer.Option("--copy", help=N_("Mark it as a copy."))] = False,
) -> None:
    """Find the sale and write its paper."""
    from salon_pos.db.queries import receipts, sales

    if out.suffix.lower() not in (".pdf", ".png"):
        fail(_("The file's name must end in .pdf or .png."))
    with opened(data):
        uid = sales.sale_uid(typed(number))
        if uid is None:
            fail(_("There is no sale {number}.", number=number))
        else:
            _write(receipts.receipt(uid), out, copy=copy)
    print(out)


def _write(sale: "Receipt", out: Path, *, copy: bool) -> None:
    """Draw the receipt and put it into the file; say which characters no font of ours has."""
    from salon_pos.i18n import words
    from salon_pos.printing.layout import layout
    from salon_pos.printing.pdf import receipt_pdf
    from salon_pos.printing.png import receipt_png

    lines = layout(sale, words(sale.language, sale.currency), copy=copy)
    paper = receipt_pdf(lines, sale.language)
    if paper.missing:
        text = _("No font has these characters: {letters}", letters="".join(sorted(paper.missing)))
        print(text, file=sys.stderr)
    is_picture = out.suffix.lower() == ".png"
    try:
        out.write_bytes(receipt_png(paper.pdf, scale=2) if is_picture else paper.pdf)
    except OSError as error:
        fail(_("{file} cannot be written: {reason}.", file=str(out), reason=error.strerror or ""))
