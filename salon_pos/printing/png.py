"""A drawn receipt as a picture, dot for dot as a thermal printer prints it."""

from io import BytesIO

DOTS_PER_POINT = 8 * 25.4 / 72  # eight dots to the millimetre: 80 mm are 640 pixels


def receipt_png(pdf: bytes, *, scale: float = 1) -> bytes:
    """The page of a receipt's PDF as PNG, 8 pixels to the millimetre × `scale`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=DOTS_PER_POINT * scale).to_pil()
    finally:
        document.close()
    png = BytesIO()
    picture.save(png, "PNG", dpi=(203.2 * scale, 203.2 * scale))
    return png.getvalue()
