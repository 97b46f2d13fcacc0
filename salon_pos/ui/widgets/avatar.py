"""Avatar: a person's initial in a soft circle; the tint follows the name and never changes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import ChipTone, Size
from salon_pos.ui.theme.tokens import CHIP_TONES
from salon_pos.ui.widgets import paint


def initial(name: str) -> str:
    """The first letter or character of a name, as a capital; "·" for an empty name."""
    return name.strip()[:1].upper() or "·"


def tone_for(name: str) -> ChipTone:
    """A tint that stays the same for the same name on every machine."""
    return CHIP_TONES[sum(map(ord, name)) % len(CHIP_TONES)]


def draw_avatar(
    p: QPainter, box: QRectF, letter: str, tone: str, *, on: str = "", strong: bool = False
) -> None:
    """The circle filling `box`. `strong` is the chosen person's full accent; `on` names another
    ground where the soft tint would vanish."""
    ground, ink = ("accent", "on_accent") if strong else (on or f"{tone}_soft", tone)
    paint.fill(p, box, theme.colour(ground), box.height() / 2)
    size: Size = "caption" if box.height() < 42 else "body" if box.height() < 50 else "lead"
    if box.height() >= 60 * theme.current().scale:
        size = "title"
    middle = Qt.AlignmentFlag.AlignHCenter
    paint.draw_cut(p, box, letter, size, tone=ink, weight=500, align=middle)


class Avatar(QWidget):
    """`diameter` in pixels at 100 % text scale."""

    def __init__(
        self, name: str, diameter: int = 44, *, tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        side = round(diameter * theme.current().scale)
        self.setFixedSize(QSize(side, side))
        self.set_name(name, tone)

    def set_name(self, name: str, tone: str = "") -> None:
        """Whose initial it shows; without `tone` the tint follows from the name."""
        self._name, self._tone = name, tone or tone_for(name)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            draw_avatar(p, self.rect().toRectF(), initial(self._name), self._tone)
