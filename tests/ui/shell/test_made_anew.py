"""What was made anew after a change of text size or language: it works as the one before did, and
nothing that was put aside is asked any more."""

import re
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

import salon_pos.ui
from salon_pos.domain.refusal import Refusal
from salon_pos.ui.app import Program
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.backoffice.sections import SECTIONS
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.shell import Shell
from tests.salons import Salon
from tests.ui.backoffice.hands import tap_block
from tests.ui.counter.hands import press
from tests.ui.shell.hands import counter_of, desk_of, open_menu, shell_of

KEYS = Qt.Key


def let_go() -> None:
    """What was put aside is gone, as it is once the window rests."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def resize(program: Program, width: int) -> None:
    program.window.resize(width, 800)
    QApplication.processEvents()


def enlarge(program: Program) -> None:
    tap_block(open_menu(program).scale, 150)
    press(KEYS.Key_Escape)
    let_go()


def undo_later(program: Program) -> None:
    """Undo from the list of what happened, once the window was made anew."""
    enlarge(program)
    shell_of(program).toasts.undo_last()
    QApplication.processEvents()


def visit_everything(shell: Shell) -> None:
    for room in shell.rail.rooms:
        shell.show_room(room)
    office = shell.room("backoffice")
    assert isinstance(office, BackOfficeRoom)
    for entry in SECTIONS:
        office.open(Place(entry.key))
    QApplication.processEvents()


def test_rooms_and_sections_of_before_do_not_fold_any_more(program: Program) -> None:
    shell = shell_of(program)
    visit_everything(shell)
    enlarge(program)
    for width in (1700, 1280, 1700):
        resize(program, width)
        assert shell.compact is (width == 1280)
    visit_everything(shell)
    resize(program, 1280)
    assert shell.compact


def test_larger_text_folds_the_left_column_at_once(program: Program) -> None:
    shell = shell_of(program)
    resize(program, 1280)
    assert not shell.compact  # 1280 at 100 %
    enlarge(program)
    assert program.window.width() == 1280
    assert shell.compact  # 853 at 150 %
    counter = counter_of(shell)
    assert not counter.client.isVisible()
    assert counter.shelf.isVisible()
    tap_block(open_menu(program).scale, 100)
    QApplication.processEvents()
    assert not shell.compact
    assert counter_of(shell).finder.isVisible()


@pytest.mark.parametrize("choose", [("language", "zh_TW"), ("scale", 125)])
def test_the_parked_tickets_are_there_at_once(program: Program, choose: tuple[str, object]) -> None:
    press(KEYS.Key_F8, "Chair 3", KEYS.Key_Return)
    part, value = choose
    tap_block(getattr(open_menu(program), part), value)
    let_go()
    (key,) = counter_of(shell_of(program)).parked.keys
    assert key.isVisible()
    assert key.label() == "Chair 3"


def test_a_line_comes_back_to_the_counter_made_anew(program: Program, salon: Salon) -> None:
    counter_of(shell_of(program)).deeds.add(salon.items["comb"])
    press(KEYS.Key_Escape, KEYS.Key_Delete)
    assert len(counter_of(shell_of(program)).till.ticket.lines) == 1
    undo_later(program)
    ticket = counter_of(shell_of(program)).till.ticket
    assert [line.item_id for line in ticket.lines] == [salon.items[n].id for n in ("gel", "comb")]


def test_a_retired_client_comes_back_to_the_room_made_anew(program: Program, salon: Salon) -> None:
    shell = shell_of(program)
    shell.show_room("clients")
    room = shell.room("clients")
    assert isinstance(room, ClientsRoom)
    room.open_client(salon.clients["maya"].id)
    room.retire()
    undo_later(program)
    again = shell.room("clients")
    assert isinstance(again, ClientsRoom)
    assert again is not room
    assert again.client == salon.clients["maya"]


def test_work_that_ends_after_its_screen_tells_nobody(program: Program, qtbot) -> None:
    shell, desk, heard = shell_of(program), desk_of(program), list[Refusal]()
    shell.show_room("sales")
    left = shell.room("sales")
    enlarge(program)
    desk.refused.connect(heard.append)

    def refused(_task: object) -> None:
        raise Refusal("no_access", "The salon's folder cannot be written.")

    with qtbot.waitSignal(desk.changed, timeout=20_000):
        desk.work(lambda _task: None, then=left.recall, name="nothing")
    with qtbot.waitSignal(desk.refused, timeout=20_000):
        desk.work(refused, then=left.recall, refused=left.recall)
    assert [one.key for one in heard] == ["no_access"]  # the window says it instead


@pytest.mark.parametrize("refusing", [False, True])
def test_what_ends_as_the_program_closes_tells_nobody(program: Program, refusing: bool) -> None:
    """Its screens would look at a file that is closed by then. A refusal is told all the same."""
    desk, began, heard = desk_of(program), threading.Event(), list[object]()
    desk.changed.connect(heard.append)
    desk.refused.connect(heard.append)

    def work(_task: object) -> None:
        began.set()
        if refusing:
            raise Refusal("no_access", "The salon's folder cannot be written.")

    desk.work(work, then=heard.append, name="nothing")
    assert began.wait(10)
    desk.close()
    QApplication.processEvents()
    assert [type(one) for one in heard] == ([Refusal] if refusing else [])


def test_nothing_that_stays_hears_by_a_lambda() -> None:
    """A method of a screen hears no more once that is gone; a lambda would for ever."""
    stays = re.compile(r"\b(shell|desk|till|scanner|styleHints\(\))\.\w+\.connect\(lambda")
    folder = Path(salon_pos.ui.__file__).parent
    files = [*folder.rglob("*.py")]
    assert len(files) > 100
    assert [file.name for file in files if stays.search(file.read_text("utf-8"))] == []
