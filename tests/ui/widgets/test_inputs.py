"""Fields, choices, selects and the form: what they hold, how they say what is wrong."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from salon_pos.ui.widgets import wrap
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.note_field import NoteField
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.select import PopOver, Select
from salon_pos.ui.widgets.switch import Switch

LEFT = Qt.MouseButton.LeftButton
FIND = ("Find", "Clear")
LEVELS = [(1, "Junior"), (2, "Senior"), (3, "Director")]
REASONS = [(n, f"Reason {n}") for n in range(12)]


@pytest.fixture
def inputs(wear):
    return [
        Field("Price", "money", before="¥"),
        NoteField("Notes"),
        Select("Level", LEVELS, words=FIND, value=1),
        Choice("Length", LEVELS),
    ]


def test_an_error_is_a_sentence_beneath_and_marks_the_input(inputs, stage):
    stage(*inputs, height=700)
    for widget in inputs:
        widget.set_error("Write the price as 128 or 128.50.")
        assert widget.error() == "Write the price as 128 or 128.50."
        assert widget.sentence.isVisible()
        assert widget.focusProxy().accessibleDescription() == widget.error()
        assert widget.focusProxy().property("wrong") is True
        widget.clear_error()
        assert widget.error() == ""
        assert not widget.sentence.isVisible()


def test_every_input_tells_its_label(inputs):
    names = [widget.focusProxy().accessibleName() for widget in inputs]
    assert names == ["Price", "Notes", "Level", "Length"]


def test_typing_clears_the_error_and_tells(stage, qtbot):
    field = Field("Price", "money", hint="Without tax")
    stage(field)
    field.set_error("Expected is a price like 128.50.")
    field.setFocus()
    with qtbot.waitSignal(field.changed, timeout=500):
        qtbot.keyClicks(field.line, "12")
    assert (field.error(), field.value()) == ("", "12")
    assert field.sentence.text() == "Without tax"


def test_chinese_arrives_from_an_input_method(stage):
    field = Field("Name")
    stage(field)
    event = QInputMethodEvent()
    event.setCommitString("张雨桐")
    QApplication.sendEvent(field.line, event)
    assert field.value() == "张雨桐"


@pytest.mark.parametrize("kind", ["pin", "password"])
def test_secrets_are_not_shown(stage, kind):
    field = Field("Secret", kind, value="1234")
    stage(field)
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    assert field.value() == "1234"


@pytest.mark.parametrize(("kind", "right"), [("money", True), ("integer", True), ("text", False)])
def test_figures_stand_right(wear, kind, right: bool):
    field = Field("x", kind)
    assert bool(field.line.alignment() & Qt.AlignmentFlag.AlignRight) is right


def test_enter_in_a_field_is_told(stage, qtbot):
    field = Field("Name")
    stage(field)
    field.setFocus()
    with qtbot.waitSignal(field.committed, timeout=500):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)


class TestChoice:
    def test_a_tap_chooses_once(self, stage, qtbot):
        choice = Choice("Length", LEVELS, value=2)
        stage(choice)
        picked: list[int] = []
        choice.picked.connect(picked.append)
        place = choice.blocks.box(2).center().toPoint()
        qtbot.mouseClick(choice.blocks, LEFT, pos=place)
        qtbot.mouseClick(choice.blocks, LEFT, pos=place)
        assert (picked, choice.value()) == ([3], 3)

    def test_arrows_choose_and_stop_at_the_ends(self, stage, qtbot):
        choice = Choice("Length", LEVELS)
        stage(choice)
        choice.setFocus()
        for _ in range(5):
            qtbot.keyClick(choice.blocks, Qt.Key.Key_Right)
        assert choice.value() == 3

    def test_a_long_word_takes_the_room_that_short_ones_leave(self, stage):
        choice = Choice("What it does", [(1, "Pays"), (2, "Percentage off"), (3, "Off")])
        stage(choice)
        blocks = choice.blocks
        blocks.resize(blocks.sizeHint().width() * 3 // 4, blocks.height())
        boxes = [blocks.box(n) for n in range(3)]
        for box, (_, label) in zip(boxes, blocks.options, strict=True):
            assert box.width() > wrap.text_width(label, "body", 500)
        assert [a.right() < b.left() for a, b in pairwise(boxes)] == [True, True]
        assert boxes[-1].right() == blocks.width()

    def test_setting_is_silent_and_a_stranger_is_refused(self, stage, qtbot):
        choice = Choice("Length", LEVELS)
        stage(choice)
        with qtbot.assertNotEmitted(choice.picked):
            choice.set_value(3)
        with pytest.raises(ValueError, match="9"):
            choice.set_value(9)


def opened(select: Select) -> PopOver:
    assert select.pop_over is not None
    return select.pop_over


class TestSelect:
    def test_keys_open_move_and_pick(self, stage, qtbot):
        select = Select("Level", LEVELS, words=FIND, value=1)
        stage(select, height=500)
        select.setFocus()
        qtbot.keyClick(select.opener, Qt.Key.Key_Down)
        held = opened(select).list
        assert held.hasFocus()
        qtbot.keyClick(held, Qt.Key.Key_Down)
        with qtbot.waitSignal(select.picked, timeout=500) as caught:
            qtbot.keyClick(held, Qt.Key.Key_Return)
        assert caught.args == [2]
        assert select.value() == 2
        assert select.opener.hasFocus()

    def test_a_tap_picks_and_a_tap_beside_leaves(self, stage, qtbot):
        select = Select("Level", LEVELS, words=FIND)
        stage(select, height=500)
        qtbot.mouseClick(select.opener, LEFT)
        rows = opened(select).list
        place = rows.visualRect(rows.model().index(2, 0)).center()
        qtbot.mouseClick(rows.viewport(), LEFT, pos=place)
        assert select.value() == 3
        qtbot.mouseClick(select.opener, LEFT)
        over = opened(select)
        qtbot.mouseClick(over, LEFT, pos=over.rect().bottomRight())
        assert not over.is_open()
        assert select.value() == 3

    def test_over_eight_there_is_a_search(self, stage, qtbot):
        select = Select("Reason", REASONS, words=FIND)
        stage(select, height=600)
        qtbot.mouseClick(select.opener, LEFT)
        over = opened(select)
        assert over.search.hasFocus()
        qtbot.keyClicks(over.search, "11")
        assert [entry.spoken for entry in over.list.entries.entries] == ["Reason 11"]
        qtbot.keyClick(over.search, Qt.Key.Key_Return)
        assert select.value() == 11

    def test_it_stays_inside_a_small_window(self, stage, qtbot):
        select = Select("Reason", REASONS, words=FIND)
        window = stage(select, width=240, height=200)
        qtbot.mouseClick(select.opener, LEFT)
        assert window.rect().contains(opened(select).box.geometry())

    def test_a_stranger_is_refused(self, wear):
        with pytest.raises(ValueError, match="not one of the options"):
            Select("Level", LEVELS, words=FIND, value=7)


class TestSearchField:
    def test_arrows_drive_the_list_beside_it(self, stage, qtbot):
        field, rows = SearchField("Find", "Clear", key="F2"), RowList("Clients")
        rows.show_entries([Row(key=n, title=f"Client {n}") for n in range(5)])
        field.moved.connect(rows.step)
        field.submitted.connect(lambda _: rows.pick_current())
        stage(field, rows, height=500)
        field.setFocus()
        picked: list[int] = []
        rows.picked.connect(picked.append)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
            qtbot.keyClick(field, key)
        assert picked == [0]
        assert field.hasFocus()

    def test_escape_empties_it_first_and_then_belongs_to_the_screen(self, stage, qtbot):
        field = SearchField("Find", "Clear")
        form = Form("Save", "Cancel")
        form.add_part(field)
        stage(form)
        field.setFocus()
        qtbot.keyClicks(field, "zhang")
        with qtbot.assertNotEmitted(form.cancelled):
            qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == ""
        with qtbot.waitSignal(form.cancelled, timeout=500):
            qtbot.keyClick(field, Qt.Key.Key_Escape)

    def test_a_tap_on_the_cross_empties_it(self, stage, qtbot):
        field = SearchField("Find", "Clear")
        stage(field)
        field.setText("zhang")
        cross = field.childAt(field.width() - 12, field.height() // 2)
        assert cross is not None
        assert cross.accessibleName() == "Clear"
        qtbot.mouseClick(cross, LEFT)
        assert field.text() == ""


class TestForm:
    @pytest.fixture
    def form(self, stage) -> Form:
        form = Form("Save", "Cancel")
        form.add("name", Field("Name", value="Mei"))
        form.add_row(
            ("price", Field("Price", "money")),
            ("level", Select("Level", LEVELS, words=FIND, value=1)),
        )
        form.add("note", NoteField("Notes"))
        form.add("active", Switch("Active", on=True))
        stage(form, height=620)
        return form

    def test_enter_in_a_field_saves_all_values(self, form, qtbot):
        form.inputs["name"].setFocus()
        with qtbot.waitSignal(form.saved, timeout=500) as caught:
            qtbot.keyClick(form.inputs["name"].line, Qt.Key.Key_Return)
        assert caught.args == [{"name": "Mei", "price": "", "level": 1, "note": "", "active": True}]

    def test_enter_in_the_notes_is_a_new_line(self, form, qtbot):
        form.inputs["note"].setFocus()
        with qtbot.assertNotEmitted(form.saved):
            qtbot.keyClick(form.inputs["note"].area, Qt.Key.Key_Return)
        assert form.inputs["note"].value() == "\n"

    def test_enter_on_cancel_cancels_and_does_not_save(self, form, qtbot):
        form.cancel.setFocus()
        with qtbot.assertNotEmitted(form.saved), qtbot.waitSignal(form.cancelled, timeout=500):
            qtbot.keyClick(form.cancel, Qt.Key.Key_Return)

    def test_escape_cancels(self, form, qtbot):
        form.inputs["price"].setFocus()
        with qtbot.waitSignal(form.cancelled, timeout=500):
            qtbot.keyClick(form.inputs["price"].line, Qt.Key.Key_Escape)

    def test_a_tap_on_save_saves_once(self, form, qtbot):
        saved: list[dict] = []
        form.saved.connect(saved.append)
        qtbot.mouseClick(form.save, LEFT)
        assert len(saved) == 1

    def test_a_refusal_goes_to_its_field_and_takes_the_focus(self, form):
        form.show_refusal("price", "Expected is a price like 128.50.")
        assert form.inputs["price"].error() == "Expected is a price like 128.50."
        assert form.inputs["price"].line.hasFocus()
        assert form.inputs["name"].error() == ""

    def test_what_is_wrong_comes_into_sight_with_its_field(self, form, qtbot):
        form.resize(form.width(), 200)
        form.show_refusal("price", "Expected is a price like 128.50.")
        view, sentence = form.area.viewport(), form.inputs["price"].sentence

        def whole() -> bool:
            top = sentence.mapTo(view, sentence.rect().topLeft()).y()
            return sentence.height() > 0 and top + sentence.height() <= view.height()

        qtbot.waitUntil(whole)

    def test_a_refusal_of_no_field_stands_above_until_the_next_try(self, form):
        form.show_refusal("", "Only the owner changes prices.")
        assert form.refusal is not None
        assert form.refusal.words.text() == "Only the owner changes prices."
        form.submit()
        assert form.refusal is None

    def test_tab_walks_through_in_order(self, form, qtbot):
        form.inputs["name"].setFocus()
        walked = []
        for _ in range(6):
            held = QApplication.focusWidget()
            assert held is not None
            walked.append(held.accessibleName())
            qtbot.keyClick(held, Qt.Key.Key_Tab)
        assert walked == ["Name", "Price", "Level", "Notes", "Active", "Cancel"]
