"""Lines and paragraphs: cut with an ellipsis, readable whole, never overlapping."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from salon_pos.ui.widgets import reveal, wrap
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text

LONG = "Keratin smoothing with a very long name 角蛋白順髮護理療程"


def note(window: QWidget) -> str:
    """The whole text that is open now, or nothing."""
    found = reveal.find(window)
    return found.text if found is not None and found.isVisible() else ""


def last_ink(image: QImage) -> int:
    """The lowest row with dark pixels: the baseline of letters without descenders."""
    rows = [
        y
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).lightness() < 120
    ]
    return max(rows)


def test_a_line_that_fits_is_no_stop_for_the_focus(stage):
    text = Text("¥168.00")
    stage(text)
    assert not text.is_cut()
    assert text.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_cut_line_opens_its_whole_text_by_key_and_closes(stage, qtbot):
    text, after = Text(LONG), Button("Next")
    window = stage(Button("First"), text, after, width=160)
    assert text.is_cut()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert text.hasFocus()
    assert note(window) == LONG
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert note(window) == ""


def test_words_with_room_for_two_lines_are_cut_only_after_the_second(stage, qtbot):
    wide = int(wrap.text_width(LONG, "small"))
    text = Text(LONG, "small", lines=2)
    window = stage(Button("First"), text, width=wide * 3 // 4)
    assert not text.is_cut()
    second = text.grab().toImage().copy(0, text.height() // 2, text.width(), text.height())
    assert last_ink(second) > 0
    window.resize(wide // 3, 300)
    qtbot.waitUntil(text.is_cut)
    qtbot.mouseClick(text, Qt.MouseButton.LeftButton)
    assert note(window) == LONG


def test_a_cut_line_opens_its_whole_text_by_tap(stage, qtbot):
    text = Text(LONG)
    window = stage(Button("First"), text, width=160)
    qtbot.mouseClick(text, Qt.MouseButton.LeftButton)
    assert note(window) == LONG


def test_the_open_note_stays_inside_the_window(stage, qtbot):
    text = Text(LONG * 4)
    window = stage(Button("First"), text, width=200, height=320)
    qtbot.mouseClick(text, Qt.MouseButton.LeftButton)
    found = reveal.find(window)
    assert found is not None
    assert window.rect().contains(found.geometry())


def test_no_line_keeps_the_space_that_it_was_broken_at(stage):
    """A centred line stands in the middle of its own words."""
    for width in (90, 140, 200):
        lines = wrap.broken("Its number is dead for ever. Nothing is paid out.", "body", width)
        assert len(lines) > 1
        assert [line for line in lines if line != line.strip()] == []


def test_large_words_ask_for_no_empty_line(stage, wear):
    """They are comfortable to read as wide as 420 pixels, which grow with them: 630."""
    wear(scale=1.5)
    words = Paragraph("Its number is dead for ever. Nothing is paid out. " * 2)
    assert words.sizeHint().width() == 630
    assert words.sizeHint().height() == words.heightForWidth(630) < words.heightForWidth(420)


def test_a_line_with_chinese_sits_as_high_as_one_without(stage):
    latin, mixed = Text("HHH"), Text("HHH 一")
    stage(latin, mixed)
    width = int(wrap.text_width("HHH", "body"))
    cut = mixed.grab().toImage().copy(0, 0, width, mixed.height())
    assert last_ink(latin.grab().toImage()) == last_ink(cut)
    assert latin.height() == mixed.height()


@pytest.mark.parametrize(
    "words", [LONG, "染发须用无氨系列；斑贴测试九月三日阴性，已过期", "W" * 60]
)
def test_a_paragraph_breaks_every_word_to_its_width(wear, words: str):
    wear(scale=1.5)
    lines = wrap.broken(words, "body", 150)
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(wrap.text_width(line.rstrip(), "body") <= 150 for line in lines)


def test_the_last_of_a_few_lines_ends_in_an_ellipsis(wear):
    lines = wrap.broken(LONG, "body", 120, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_a_rare_character_is_never_cut_in_half(wear):
    assert "".join(wrap.broken("𠮷" * 40, "body", 100)) == "𠮷" * 40


def test_a_paragraph_grows_with_its_words(stage):
    words = Paragraph("One line")
    stage(words, width=200)
    before = words.height()
    words.setText("Now it says much more, and wraps into several lines of text")
    assert words.heightForWidth(200) >= 2 * before
    assert words.accessibleName() == words.text()


def test_chips_flow_into_the_next_row(stage):
    holder = QWidget()
    flow = Flow(holder)
    chips = [Chip(f"Chip number {n}") for n in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    stage(holder, width=220)
    assert chips[-1].y() > chips[0].y()
    assert max(c.mapTo(holder, QPoint(c.width(), 0)).x() for c in chips) <= 220
