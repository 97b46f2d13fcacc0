"""Lucide icons, tinted by a colour and drawn once per size and screen density."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from salon_pos import assets

# The pictures draw the outlines a little finer than lucide's own 2 of 24.
_STROKE = b'stroke-width="1.7"'


@lru_cache
def _svg(name: str) -> bytes:
    return assets.path("icons", f"{name}.svg").read_bytes().replace(b'stroke-width="2"', _STROKE)


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, px: int, dpr: float = 1.0) -> QPixmap:
    """Icon `name` in `colour` (#RRGGBB), `px` logical pixels square, crisp at `dpr`.

    An unknown name raises FileNotFoundError: it is a mistake of the caller, not of the user."""
    renderer = QSvgRenderer(QByteArray(_svg(name).replace(b"currentColor", colour.encode())))
    drawn = QPixmap(round(px * dpr), round(px * dpr))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(dpr)
    return drawn


class _Engine(QIconEngine):
    """Draws at the size Qt asks for, so that a QIcon never scales a bitmap."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter, rect, mode, state) -> None:
        dpr = painter.device().devicePixelRatioF()
        side = min(rect.width(), rect.height())
        painter.drawPixmap(rect.topLeft(), pixmap(self._name, self._colour, side, dpr))

    def pixmap(self, size: QSize, mode, state) -> QPixmap:
        return pixmap(self._name, self._colour, min(size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode, state, scale: float) -> QPixmap:
        # Qt hands the logical size here: the density must multiply, not divide.
        return pixmap(self._name, self._colour, min(size.width(), size.height()), scale)

    def clone(self) -> "QIconEngine":
        return _Engine(self._name, self._colour)


def icon(name: str, colour: str) -> QIcon:
    """The icon for Qt's own widgets (window, actions)."""
    return QIcon(_Engine(name, colour))
