"""Everything that is pressed: by tap, by key, named, big enough, never clipped."""

import math

import pytest
from PySide6.QtCore import QRect, Qt

from salon_pos.ui.widgets import reveal, wrap
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.number_pad import NumberPad, PinDots
from salon_pos.ui.widgets.pay_button import PayButton
from salon_pos.ui.widgets.pressable import Pressable
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.switch import Checkbox, Switch
from salon_pos.ui.widgets.tabs import CategoryBar, Tabs

LEFT = Qt.MouseButton.LeftButton
MAKERS = {
    "button": lambda: Button("Cut & colour", "primary", icon="scissors", key="F5"),
    "quiet": lambda: Button("Later", "quiet"),
    "icon": lambda: IconButton("lock", "Lock"),
    "rail": lambda: IconButton("lock", "Lock", below=True),
    "bare": lambda: IconButton("x", "Close", bare=True),
    "row": lambda: RowButton("Cash", detail="up to ¥34.20", icon="banknote", tall=True),
    "pay": lambda: PayButton("Pay", "¥562.30", key="F9"),
    "switch": lambda: Switch("Dark theme", note="Follows the evening"),
    "checkbox": lambda: Checkbox("Women’s cut"),
    "chip": lambda: Chip("Silver 10 %", "accent", remove_word="Remove"),
}


@pytest.fixture(params=MAKERS)
def made(request, wear) -> Pressable:
    return MAKERS[request.param]()


def test_a_tap_presses_it(made, stage, qtbot):
    stage(made)
    with qtbot.waitSignal(made.clicked, timeout=500):
        qtbot.mouseClick(made, LEFT)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_presses_it(made, stage, qtbot, key: Qt.Key):
    stage(made)
    made.setFocus()
    with qtbot.waitSignal(made.clicked, timeout=500):
        qtbot.keyClick(made, key)


def test_it_is_reached_by_tab_and_shows_it(made, stage, qtbot):
    window = stage(Button("Before"), made)
    before = made.grab().toImage()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert made.hasFocus()
    assert made.grab().toImage() != before


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_is_big_enough_to_hit(made, stage, wear, scale: float):
    wear(scale=scale)
    again = type(made)  # sizes are read when a widget is made
    made = next(make() for make in MAKERS.values() if type(make()) is again)
    stage(made)
    assert made.height() >= 44 * scale
    assert made.width() >= 44 * scale


def test_it_tells_its_name(made):
    assert made.accessibleName() == made.label() != ""


@pytest.mark.parametrize("make", [
    lambda words: Button(words, "primary", icon="file-text", key="F5"),
    lambda words: RowButton(words, detail="¥168"),
    lambda words: PayButton(words, "¥1,234,567.00", key="F9"),
    Switch,
    lambda words: IconButton("lock", words),
], ids=["button", "row", "pay", "switch", "icon"])  # fmt: skip
def test_a_long_label_is_cut_and_readable_whole(make, wear, stage):
    wear(scale=1.5)
    words = "Monthly loyalty report for the whole chain 連鎖店忠誠度月報"
    button = make(words)
    window = stage(Button("Before"), button, width=260)
    assert button.width() == 260
    assert button.is_cut()
    button.setFocus()
    note = reveal.find(window)
    assert note is not None
    assert note.text in (words, f"{words} · ¥168")


def test_a_note_over_a_checkbox_opens_only_where_its_words_are_cut(wear, stage):
    """Its square is 24 wide, 4 from the left and 12 from the words."""
    wear()
    box, words = Checkbox("Wash & blow-dry", note="Wu"), wrap.text_width("Wash & blow-dry", "body")
    stage(box, width=400)
    box.resize(4 + 24 + 12 + math.ceil(words) + 4, box.height())
    assert not box.is_cut()
    box.resize(4 + 24 + 12 + int(words) - 1, box.height())
    assert box.is_cut()


def test_a_long_name_leaves_its_price_whole(wear, stage):
    key = RowButton("Deep treatment with a very long name · Mei", detail="¥158.40")
    stage(key, width=260)
    long, short = key.grab().toImage(), RowButton("Deep", detail="¥158.40")
    stage(short, width=260)
    right = QRect(190, 8, 54, 30)  # where the price stands, right-aligned
    assert long.copy(right) == short.grab().toImage().copy(right)


def test_a_disabled_button_stays_silent(stage, qtbot):
    button = Button("Refund")
    button.setEnabled(False)
    stage(button)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, LEFT)


def test_a_chip_without_a_way_out_takes_no_focus(stage):
    chip = Chip("Allergy", "bad")
    stage(chip)
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_chip_is_removed_by_delete(stage, qtbot):
    chip = Chip("Silver", remove_word="Remove")
    stage(chip)
    chip.setFocus()
    with qtbot.waitSignal(chip.removed, timeout=500):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def test_switches_say_what_they_are(stage, qtbot):
    switch = Switch("Dark theme")
    stage(switch)
    assert switch.value() is False
    qtbot.mouseClick(switch, LEFT)
    assert switch.value() is True


def test_the_pad_types_by_tap_and_by_key(stage, qtbot):
    pad = NumberPad("Amount", "Erase")
    stage(pad, height=420)
    typed: list[str] = []
    pad.typed.connect(typed.append)
    pad.erased.connect(lambda: typed.append("erased"))
    for sign in ("7", "00", "⌫"):
        qtbot.mouseClick(pad.keys[sign], LEFT)
    pad.setFocus()
    qtbot.keyClicks(pad, "42")
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert typed == ["7", "00", "erased", "4", "2", "erased"]
    with qtbot.waitSignal(pad.entered, timeout=500):
        qtbot.keyClick(pad, Qt.Key.Key_Return)


@pytest.mark.parametrize(("order", "top"), [("money", "7"), ("pin", "1")])
def test_each_pad_has_its_own_order(stage, order, top: str):
    pad = NumberPad("Pad", "Erase", order)
    stage(pad, height=420)
    assert min(pad.keys.values(), key=lambda key: (key.y(), key.x())) is pad.keys[top]


def test_the_dots_count_without_telling_digits(stage):
    dots = PinDots("PIN")
    stage(dots)
    empty = dots.grab().toImage()
    dots.set_filled(2)
    assert dots.accessibleName() == "PIN: 2/4"
    assert dots.grab().toImage() != empty


@pytest.mark.parametrize("kind", [Tabs, CategoryBar])
class TestStrips:
    def test_a_tap_and_the_arrows_choose(self, stage, qtbot, kind):
        strip = kind("Rooms", [("a", "All"), ("b", "Cuts"), ("c", "Colour")])
        stage(strip)
        picked: list[str] = []
        strip.picked.connect(picked.append)
        qtbot.mouseClick(strip, LEFT, pos=strip.box(2).center().toPoint())
        strip.setFocus()
        qtbot.keyClick(strip, Qt.Key.Key_Left)
        qtbot.keyClick(strip, Qt.Key.Key_Right)
        qtbot.keyClick(strip, Qt.Key.Key_Right)
        assert picked == ["c", "b", "c"]
        assert strip.chosen() == "c"

    def test_too_many_scroll_and_the_chosen_one_is_seen(self, stage, kind):
        strip = kind("Rooms", [(n, f"Category {n}") for n in range(20)])
        stage(strip, width=300)
        assert strip.box(19).left() > 300
        strip.choose(19)
        assert 0 <= strip.box(19).left() < strip.box(19).right() <= 300

    def test_a_drag_scrolls_and_chooses_nothing(self, stage, qtbot, kind):
        strip = kind("Rooms", [(n, f"Category {n}") for n in range(20)])
        stage(strip, width=300)
        before = strip.box(3).left()
        with qtbot.assertNotEmitted(strip.picked):
            start = strip.rect().center()
            qtbot.mousePress(strip, LEFT, pos=start)
            qtbot.mouseMove(strip, start - strip.rect().bottomRight() / 4)
            qtbot.mouseRelease(strip, LEFT, pos=start)
        assert strip.box(3).left() < before
