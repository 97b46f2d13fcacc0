"""A QR code as dark and light modules, for whatever draws it."""

from collections.abc import Sequence


def qr_modules(data: str) -> list[list[bool]]:
    """The dark modules, row by row. M corrects 15 %: paper gets creased."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(data)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def dark_runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark stretches start in a row, and how long they are."""
    starts = [i for i, dark in enumerate(row) if dark and (i == 0 or not row[i - 1])]
    ends = [i + 1 for i, dark in enumerate(row) if dark and (i + 1 == len(row) or not row[i + 1])]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]
