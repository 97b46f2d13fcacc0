"""The key that does the same as a button, painted beside it: a framed badge, or plain on accent."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from salon_pos.ui import theme
from salon_pos.ui.widgets import paint, wrap


def spoken(key: str) -> str:
    """`Ctrl+N` as it is shown: `Ctrl N`."""
    return key.replace("+", " ").strip() or "+"


def key_width(key: str, *, framed: bool) -> int:
    """How wide the painted key is, in pixels."""
    pad = 2 * (theme.tokens().xs + 2) if framed else 0
    return int(wrap.text_width(spoken(key), "caption") + pad) + 1


def draw_key(p: QPainter, at: QPointF, key: str, tone: str, *, framed: bool) -> None:
    """The key with its left edge at `at.x()`, vertically centred on `at.y()`."""
    t = theme.tokens()
    height = wrap.line_height("caption")
    top = round(at.y() - height / 2)
    width = key_width(key, framed=framed)
    if framed:
        box = QRectF(round(at.x()), top - 1, width, height + 2)
        paint.outline(p, box, theme.colour("line"), t.xs + 1)
    inset = t.xs + 2 if framed else 0
    ink = "muted" if tone == "ink" and framed else tone
    paint.draw_line(p, QPointF(round(at.x()) + inset, top), spoken(key), "caption", tone=ink)
