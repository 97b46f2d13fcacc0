"""Drawing that every painted widget shares: lines of text on one baseline, boxes, rings, chips."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from salon_pos.ui import theme
from salon_pos.ui.theme import Size, Weight
from salon_pos.ui.widgets.wrap import line_height, text_width, top_to_baseline

RING = 2


def draw_line(
    p: QPainter, at: QPointF, text: str, size: Size, *, tone: str = "ink", weight: Weight = 400
) -> None:
    """One line of text whose box of `line_height(size)` has its top left corner at `at`."""
    p.setFont(theme.font(size, weight))
    p.setPen(theme.colour(tone))
    p.drawText(QPointF(at.x(), at.y() + top_to_baseline(size)), text)


def draw_cut(
    p: QPainter, box: QRectF, text: str, size: Size, *, tone: str = "ink", weight: Weight = 400,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:  # fmt: skip
    """One line, vertically centred in `box` and cut with an ellipsis; returns the width drawn."""
    shown, width = text, text_width(text, size, weight)
    if width > box.width():
        end = Qt.TextElideMode.ElideRight
        shown = theme.metrics(size, weight).elidedText(text, end, box.width())
        width = text_width(shown, size, weight)
    x = box.left()
    if align == Qt.AlignmentFlag.AlignRight:
        x = box.right() - width
    elif align == Qt.AlignmentFlag.AlignHCenter:
        x = box.left() + (box.width() - width) / 2
    y = box.top() + round((box.height() - line_height(size)) / 2)
    draw_line(p, QPointF(x, y), shown, size, tone=tone, weight=weight)
    return width


def fill(p: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    """A filled box with round corners."""
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(colour)
    p.drawRoundedRect(box, radius, radius)


def outline(p: QPainter, box: QRectF, colour: QColor, radius: float, *, width: float = 1) -> None:
    """A line of `width` pixels just inside `box`, crisp because it runs through pixel centres."""
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(colour, width))
    half = width / 2
    p.drawRoundedRect(box.adjusted(half, half, -half, -half), radius - half, radius - half)


def ring(p: QPainter, box: QRectF, radius: float, *, tone: str = "accent") -> None:
    """The focus ring, the same everywhere."""
    outline(p, box, theme.colour(tone), radius, width=RING)


def draw_icon(p: QPainter, name: str, tone: str, at: QPointF, *, size: int) -> None:
    """An icon of `size` pixels with its top left corner at `at`, tinted by a colour token."""
    dpr = p.device().devicePixelRatioF()
    p.drawPixmap(QPointF(round(at.x()), round(at.y())), theme.icon_pixmap(name, tone, size, dpr))


def blend(under: str, over: str, share: float) -> QColor:
    """`share` of token `over` laid on token `under`: hover and pressed states."""
    a, b = theme.colour(under), theme.colour(over)
    mixed = [
        round(x + (y - x) * share)
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    ]
    return QColor(*mixed)


def chip_width(text: str, icon: str = "") -> int:
    """How wide a chip with these words is, in pixels."""
    t = theme.tokens()
    return round(text_width(text, "caption") + 2 * (t.m - 2) + (t.l if icon else 0))


def draw_chip(
    p: QPainter, at: QPointF, text: str, tone: str, *, icon: str = "", on: str = ""
) -> float:
    """A chip with its top left corner at `at`; `on` names the ground where the soft tone would
    vanish. Returns its width."""
    t = theme.tokens()
    box = QRectF(at.x(), at.y(), chip_width(text, icon), t.chip)
    fill(p, box, theme.colour(on or f"{tone}_soft"), box.height() / 2)
    x = box.left() + t.m - 2
    if icon:
        draw_icon(p, icon, tone, QPointF(x, box.top() + (t.chip - t.m - 2) / 2), size=t.m + 2)
        x += t.l + 2
    top = box.top() + round((t.chip - line_height("caption")) / 2)
    draw_line(p, QPointF(x, top), text, "caption", tone=tone)
    return box.width()


def soft_edge(p: QPainter, box: QRectF, radius: float) -> None:
    """A shadow of three faint rings: enough to lift a list off the window, and cheap."""
    for spread, alpha in ((6, 5), (4, 8), (2, 12)):
        grown = box.adjusted(-spread, -spread + 2, spread, spread + 2)
        fill(p, grown, QColor(30, 24, 20, alpha), radius + spread)
