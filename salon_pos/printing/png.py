"""A drawn receipt as a picture, dot for dot as a thermal printer prints it."""

from io import BytesIO

DOTS_PER_POINT = 8 * 25.4 / 72  # eight dots to the millimetre: 80 mm are 640 pixels


def receipt_png(pdf: bytes, *, scale: float = 1) -> bytes:
    """The page of a receipt's PDF as PNG, 8 pixels to the millimetre × `scale`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        # A hair less, for the library rounds 640.0001 pixels up to 641. Any number does; its
        # annotation comes from the default of 1.
        dots = DOTS_PER_POINT * scale * (1 - 1e-6)
        picture = document[0].render(scale=dots).to_pil()  # pyright: ignore[reportArgumentType]
    finally:
        document.close()
    png = BytesIO()
    picture.save(png, "PNG", dpi=(203.2 * scale, 203.2 * scale))
    return png.getvalue()
