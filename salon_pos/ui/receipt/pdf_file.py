"""A receipt written to a PDF file, where the salon's people find it."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_
from salon_pos.i18n import words
from salon_pos.printing.layout import layout


def receipt_folder() -> Path:
    """Where receipts are saved: a folder of their own among the user's documents."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(documents)) / "Salon POS"


def show_file(path: Path) -> None:
    """Open it in the machine's own viewer."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def write_pdf(receipt: Receipt, folder: Path, *, copy: bool) -> Path:
    """Draw a receipt and save it; the file. Slow: call it on a worker. Refuses a folder that
    cannot be written."""
    from salon_pos.printing.pdf import receipt_pdf  # so that the counter starts without it

    lines = layout(receipt, words(receipt.language, receipt.currency), copy=copy)
    paper = receipt_pdf(lines, receipt.language)
    file = folder / f"{receipt.number}{'-copy' if copy else ''}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(paper.pdf)
    except OSError:
        refuse(
            "no_access",
            N_("The receipt could not be saved in {folder}. Free some space or change its rights."),
            folder=str(folder),
        )
    return file
