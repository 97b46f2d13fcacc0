"""PinEntry: dots, a pad and a sentence. PINs have four to eight digits, so a key says when done."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets import paint
from salon_pos.ui.widgets.number_pad import NumberPad, PinDots
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.pressable import Pressable

LEAST, MOST = 4, 8


class EnterKey(Pressable):
    """The pad's last key: the PIN is in."""

    def __init__(self, word: str, side: QWidget) -> None:
        super().__init__(word, key="Enter")
        self._beside = side
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return self._beside.sizeHint()

    def paintEvent(self, event) -> None:
        box, side = self.box(), theme.tokens().xl
        ready = self.isEnabled()
        share = 0.14 if self.isDown() else 0.06 if self.underMouse() else 0
        ground = paint.blend("accent" if ready else "sunk", "ink", share if ready else 0)
        with QPainter(self) as p:
            paint.fill(p, box, ground, box.height() / 2)
            at = QPointF((self.width() - side) / 2, (self.height() - side) / 2)
            paint.draw_icon(p, "check", "on_accent" if ready else "faint", at, size=side)


class PinEntry(QWidget):
    """`submitted(pin)` on Enter or the last key. After a refusal call `refuse`; where it says to
    wait, the pad rests and counts down."""

    submitted = Signal(str)

    def __init__(self, word: str, *, lead: str = "") -> None:
        super().__init__()
        self._pin, self._lead, self._seconds, self._asking = "", lead, 0, False
        self.pad = NumberPad(_("PIN"), _("Erase"), order="pin")
        self.pad.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pad.typed.connect(self.type)
        self.pad.erased.connect(self.erase)
        self.enter = EnterKey(word, self.pad.keys["1"])
        self.enter.clicked.connect(self.submit)
        grid = self.pad.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(self.enter, 3, 0)
        self.sentence = Paragraph(lead, "body", tone="muted", centre=True)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.tokens().s, 0, 0)
        self._column.setSpacing(theme.tokens().m)
        self._dots: PinDots | None = None
        self._column.addWidget(self.sentence)
        self._column.addSpacing(theme.tokens().xs)
        self._column.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("PIN"))
        self._show()

    @property
    def pin(self) -> str:
        """What is typed so far."""
        return self._pin

    @property
    def waits(self) -> bool:
        """Whether wrong PINs make everybody wait for a while."""
        return self._seconds > 0

    def type(self, digit: str) -> None:
        """One more digit; the first one takes the sentence about the last try away."""
        if self._asking or self.waits or len(self._pin) >= MOST:
            return
        if not self._pin:
            self._say(self._lead)
        self._pin += digit
        self._show()

    def erase(self) -> None:
        """The last digit was wrong."""
        self._pin = self._pin[:-1]
        self._show()

    def clear(self) -> None:
        """Begin anew, for the same person or another."""
        self._pin, self._asking = "", False
        self._show()

    def submit(self) -> None:
        """The PIN is in; what is too short is not tried."""
        if len(self._pin) >= LEAST and not self._asking and not self.waits:
            self._asking = True
            self._show()
            self.submitted.emit(self._pin)

    def refuse(self, refusal: Refusal) -> None:
        """Say why not, and begin anew."""
        self.clear()
        if refusal.key == "wait":
            self.wait(int(str(refusal.values["seconds"])))
            return
        self._say(screen().sentence(refusal), wrong=True)
        self._show(wrong=True)

    def wait(self, seconds: int) -> None:
        """Take no digits for so long, and say how long; 0 takes them again."""
        self._seconds = max(0, seconds)
        if not self._seconds:
            self._second.stop()
            self._say(self._lead)
        else:
            self._second.start()
            self._say(_("Wait {seconds} seconds, then try again.", seconds=seconds), wrong=True)
        self._show(wrong=self.waits)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keyboard's digits, Backspace and Enter; the rest is for the screen."""
        if event.text().isdecimal() and event.text().isascii():
            self.type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        self.update()

    def focusOutEvent(self, event) -> None:
        self.update()

    def paintEvent(self, event) -> None:
        """A quiet ground behind the dots, ringed while the keyboard types into them."""
        if self._dots is None:
            return
        t = theme.tokens()
        box = QRectF(self._dots.geometry()).adjusted(-t.l, -t.s, t.l, t.s)
        with QPainter(self) as p:
            paint.fill(p, box, theme.colour("sunk"), box.height() / 2)
            if self.hasFocus():
                paint.ring(p, box, box.height() / 2)

    def _count_down(self) -> None:
        self.wait(self._seconds - 1)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.sentence.set_tone("bad" if wrong else "muted")
        self.sentence.setText(sentence)

    def _show(self, *, wrong: bool = False) -> None:
        """Dots: four, and one more for each further digit."""
        dots = PinDots(_("Digits typed"), max(LEAST, len(self._pin)))
        dots.set_filled(len(self._pin), wrong=wrong)
        if self._dots is not None:
            self._dots.hide()
            self._dots.deleteLater()
        self._dots = dots
        self._column.insertWidget(0, dots, 0, Qt.AlignmentFlag.AlignHCenter)
        self.update()
        self.enter.setEnabled(len(self._pin) >= LEAST and not self._asking and not self.waits)
        for key in self.pad.keys.values():
            key.setEnabled(not self.waits)
