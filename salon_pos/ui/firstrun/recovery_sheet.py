"""The sheet of paper with the recovery code: painted the same for a printer and for a PDF."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from salon_pos.i18n import _
from salon_pos.ui.theme import fonts

_MARGIN_MM = 20
_WIDE, _TALL = (210 - 2 * _MARGIN_MM) * 72 / 25.4, 700
_INK = "#211D1A"


def save_pdf(path: Path, salon: str, code: str, *, language: str) -> None:
    """Write the sheet to `path` as a PDF. OSError where that cannot be."""
    path.touch()  # QPdfWriter says nothing when it cannot write
    writer = QPdfWriter(str(path))
    writer.setPageLayout(_layout())
    writer.setTitle(_("Recovery code of {salon}", salon=salon))
    with QPainter(writer) as p:
        _paint(p, writer.resolution() / 72, salon, code, language=language)


def has_printer() -> bool:
    """Whether the system knows a printer to send the sheet to."""
    return not QPrinterInfo.defaultPrinter().isNull()


def print_sheet(salon: str, code: str, *, language: str) -> None:
    """Send the sheet to the system's default printer."""
    printer = QPrinter(QPrinterInfo.defaultPrinter())
    printer.setPageLayout(_layout())
    with QPainter(printer) as p:
        _paint(p, printer.resolution() / 72, salon, code, language=language)


def _layout() -> QPageLayout:
    margin = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    millimeters = QPageLayout.Unit.Millimeter
    page = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(page, QPageLayout.Orientation.Portrait, margin, millimeters)


def _paint(p: QPainter, dots: float, salon: str, code: str, *, language: str) -> None:
    """`dots` is the device's dots to a point; the sheet is laid out in points."""
    p.scale(dots, dots)
    p.setPen(QColor(_INK))
    sheet = _Sheet(p, language)
    sheet.say(salon, 20, 700)
    sheet.say(_("Recovery code"), 13)
    groups = code.split("-")
    for half in (groups[:4], groups[4:]):
        sheet.say("-".join(half), 26, 700)
    about = _(
        "With this code the salon's file opens on another machine. Keep this sheet where only the "
        "owner finds it, not beside the till. Without the code and without this machine nobody can "
        "open the file, and nobody can make a new code."
    )
    sheet.say(about, 11)


class _Sheet:
    """Paragraphs below each other, sizes in points."""

    def __init__(self, p: QPainter, language: str) -> None:
        self._p, self._y = p, 0.0
        self._font = QFont()
        self._font.setFamilies(list(fonts.families(language)))
        for feature in ("tnum", "calt"):  # a code drawn with them cannot be copied from a PDF
            self._font.setFeature(QFont.Tag(feature), 0)

    def say(self, text: str, size: int, weight: int = 400) -> None:
        self._font.setPixelSize(size)
        self._font.setWeight(QFont.Weight(weight))
        self._p.setFont(self._font)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        room = QRectF(0, self._y, _WIDE, _TALL)
        used = self._p.boundingRect(room, flags, text)
        self._p.drawText(room, flags, text)
        self._y = used.bottom() + size * 0.7
