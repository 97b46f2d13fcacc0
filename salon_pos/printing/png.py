"""A drawn receipt as a picture, dot for dot as a thermal printer prints it."""

from io import BytesIO

DOTS_PER_POINT = 8 * 25.4 / 72  # eight dots to the millimetre: 80 mm are 640 pixels


def receipt_png(pdf: bytes, *, scale: float = 1) -> bytes:
    """The page of a receipt's PDF as PNG, 8 pixels to the millimetre × `scale`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        # Any number does; the library's annotation comes from its default of 1.
        dots = DOTS_PER_POINT * scale
        picture = document[0].render(scale=dots).to_pil()  # pyright: ignore[reportArgumentType]
    finally:
        document.close()
    png = BytesIO()
    picture.save(png, "PNG", dpi=(203.2 * scale, 203.2 * scale))
    return png.getvalue()
