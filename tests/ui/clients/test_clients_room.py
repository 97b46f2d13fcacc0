"""Clients: found as one types, read on one page, added, changed, retired and brought back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.connection import database
from salon_pos.db.queries import people, value
from salon_pos.domain.ticket import Credit
from salon_pos.ui.clients.file import EARLIER, STEP
from salon_pos.ui.clients.finder import marked_tail
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.member.referrer_field import ReferrerField
from salon_pos.ui.shell import Shell
from salon_pos.usecases.clients import save_client
from tests.salons import NOW, Salon
from tests.ui.reading import entries, field
from tests.ui.selling import sell
from tests.usecases.valued import made


@pytest.fixture
def room(selling: Salon, shell: Shell, sign_in) -> ClientsRoom:
    sign_in("Kai")
    return entered(shell)


def entered(shell: Shell) -> ClientsRoom:
    shell.show_room("clients")
    room = shell.room("clients")
    assert isinstance(room, ClientsRoom)
    return room


def names(room: ClientsRoom) -> list[str]:
    return [entry.title for entry in entries(room.finder.list)]


def visits(room: ClientsRoom) -> list[tuple[str, str, str]]:
    """Title, what stands below, and the amount of each entry of the timeline."""
    return [(v.title, v.below, v.figure) for v in entries(room.file.timeline)]


def looks() -> list[str]:
    """Whose whole phone numbers the journal says were looked at."""
    sql = "SELECT subject FROM journal WHERE deed = 'look_at_phone' ORDER BY id"
    return [row[0] for row in database.execute_sql(sql).fetchall()]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("yu", ["张雨桐"]),
        ("zyt", ["张雨桐"]),
        ("9527", ["张雨桐"]),
        ("torres", ["Maya Torres", "Leo Torres"]),
        ("c-17", ["Maya Torres"]),
        ("nobody", []),
    ],
)
def test_found_as_one_types(room: ClientsRoom, typed: str, found: list[str]) -> None:
    QTest.keyClicks(room.finder.search, typed)
    assert names(room) == found


def test_what_was_typed_is_marked(room: ClientsRoom) -> None:
    QTest.keyClicks(room.finder.search, "zhang 527")
    row = entries(room.finder.list)[0]
    assert row.title_marks == ((0, 1),)
    start, length = row.subtitle_marks[0]
    assert row.subtitle[start : start + length] == "527"


@pytest.mark.parametrize(
    ("typed", "marks"),
    [("9527", ((5, 4),)), ("34952", ((5, 3),)), ("138", ()), ("27 95", ((5, 2), (7, 2)))],
)
def test_only_the_shown_digits_are_marked(typed: str, marks: tuple[tuple[int, int], ...]) -> None:
    assert marked_tail(typed, "+8613812349527", "•••• 9527") == marks


def test_arrows_open_one_file_after_the_other(room: ClientsRoom) -> None:
    QTest.keyClicks(room.finder.search, "torres")
    assert room.file.name.text() == "Maya Torres"
    QTest.keyClick(room.finder.search, Qt.Key.Key_Down)
    assert room.file.name.text() == "Leo Torres"


def test_a_tap_opens_a_file(room: ClientsRoom, tap) -> None:
    index = room.finder.list.entries.index(names(room).index("Maya Torres"))
    tap(room.finder.list.viewport(), room.finder.list.visualRect(index).center())
    assert room.file.name.text() == "Maya Torres"


def test_the_timeline_tells_each_sale_once(selling: Salon, room: ClientsRoom, clock) -> None:
    salon = selling
    shared = replace(
        salon.line("wash"),
        staff=(Credit(salon.staff["mei"].id, 7_000), Credit(salon.staff["jie"].id, 3_000)),
    )
    sell(salon, "uid-1", shared, client="leo")
    leo = replace(salon.line("gel", quantity=2), client_id=salon.clients["leo"].id)
    sell(salon, "uid-2", salon.line("cut"), leo, client="maya", at=NOW + timedelta(hours=1))
    room.open_client(salon.clients["leo"].id)
    assert visits(room) == [
        ("Gel × 2", "Mei · paid by Maya Torres", "$68.48"),  # 60.60 + 3.03 + 4.85
        ("Wash", "Mei 70 % · Jie 30 %", "$11.42"),  # 10.10 + 0.51 + 0.81
    ]
    assert room.particulars.visits.figure.text() == "1"
    assert room.particulars.spent.figure.text() == "$79.90"
    assert room.particulars.last.figure.text() == "4 May 2026"


def test_a_visit_opens_its_sale(selling: Salon, room: ClientsRoom) -> None:
    sell(selling, "uid-1", client="leo")
    room.open_client(selling.clients["leo"].id)
    room.file.timeline.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(room.file.timeline, Qt.Key.Key_Return)
    opened = room.shell.room("sales").opened  # pyright: ignore[reportAttributeAccessIssue]
    assert opened.isVisible()
    assert opened.sale.uid == "uid-1"


def test_a_long_history_is_read_with_few_questions(
    selling: Salon, room: ClientsRoom, queries
) -> None:
    for n in range(STEP + 20):
        sell(selling, f"uid-{n}", client="leo")
    with queries(most=6):
        room.file.show_client(selling.clients["leo"], date(2026, 5, 4))
    with queries(most=60):
        room.open_client(selling.clients["leo"].id)
    shown = entries(room.file.timeline)
    assert len(shown) == STEP
    assert shown[-1].key == EARLIER
    room.file.timeline.picked.emit(EARLIER)
    assert len(entries(room.file.timeline)) == STEP + 20


def test_every_look_at_a_phone_is_written_down(selling: Salon, room: ClientsRoom, tap) -> None:
    yutong = selling.clients["yutong"]
    room.open_client(yutong.id)
    assert room.file.phone.text() == "•••• 9527"
    assert looks() == []
    tap(room.file.show_phone)
    assert room.file.phone.text() == "+8613812349527"
    assert looks() == [yutong.uid]
    room.open_client(selling.clients["maya"].id)
    assert room.file.phone.text() == "•••• 0123"
    QTest.keyClick(room.finder.search, Qt.Key.Key_F6)
    QTest.keyClick(room.finder.search, Qt.Key.Key_F8)
    maya = selling.clients["maya"].uid
    assert looks() == [yutong.uid, maya, maya]


def test_a_stylist_reads_but_neither_sees_phones_nor_edits(
    selling: Salon, shell: Shell, sign_in
) -> None:
    sign_in("Mei")
    room = entered(shell)
    room.open_client(selling.clients["yutong"].id)
    assert room.file.phone.text() == "•••• 9527"
    for button in (room.file.show_phone, room.particulars.edit, room.finder.add):
        assert not button.isVisible()
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F8):
        QTest.keyClick(room.finder.search, key)
    QTest.keyClick(room.finder.search, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert room.panel is None
    assert looks() == []


def test_a_phone_shown_to_one_is_masked_for_the_next(
    selling: Salon, room: ClientsRoom, sign_in
) -> None:
    room.open_client(selling.clients["yutong"].id)
    room.show_phone()
    sign_in("Mei")
    assert room.file.phone.text() == "•••• 9527"


def test_a_new_client_by_keys(room: ClientsRoom) -> None:
    QTest.keyClick(room.finder.search, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert room.panel is not None
    form = room.panel.form
    QTest.keyClicks(field(form, "name").line, "Dan Okafor")
    QTest.keyClicks(field(form, "phone").line, "604 555 0199")
    QTest.keyClicks(field(form, "birthday").line, "1988-10-16")
    QTest.keyClick(field(form, "birthday").line, Qt.Key.Key_Return)
    assert room.panel is None
    assert room.file.name.text() == "Dan Okafor"
    saved = people.find_clients("dan")[0].client
    assert (saved.phone, saved.birthday) == ("+16045550199", date(1988, 10, 16))


def test_what_was_searched_in_vain_begins_the_new_client(room: ClientsRoom, tap) -> None:
    QTest.keyClicks(room.finder.search, "Zed 6045550188")
    tap(room.finder.nobody.action)
    assert room.panel is not None
    values = room.panel.form.values()
    assert (values["name"], values["phone"]) == ("Zed", "6045550188")


@pytest.mark.parametrize(
    ("values", "name", "says"),
    [
        ({"name": " "}, "name", "Type the client's name"),
        ({"phone": "12"}, "phone", "This is no phone number"),
        ({"birthday": "16/10/88"}, "birthday", "year-month-day"),
        ({"birthday": "2999-01-01"}, "birthday", "between 1900 and today"),
        ({"code": "C-17"}, "code", "Maya Torres has this code already"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    selling: Salon, room: ClientsRoom, values: dict[str, str], name: str, says: str
) -> None:
    before = people.client(selling.clients["leo"].id)
    room.open_client(selling.clients["leo"].id)
    room.edit()
    assert room.panel is not None
    room.panel.form.set_values(values)
    room.panel.form.submit()
    assert says in field(room.panel.form, name).error()
    assert people.client(selling.clients["leo"].id) == before


def test_editing_keeps_what_was_not_touched(selling: Salon, room: ClientsRoom, tap) -> None:
    room.open_client(selling.clients["maya"].id)
    tap(room.particulars.edit)
    assert room.panel is not None
    field(room.panel.form, "note").set_value("Black tea.")
    tap(room.panel.form.save)
    assert people.client(selling.clients["maya"].id) == replace(
        selling.clients["maya"], note="Black tea."
    )
    assert room.particulars.note.text() == "Black tea."


def test_retired_is_undone_from_the_toast(selling: Salon, room: ClientsRoom) -> None:
    leo = selling.clients["leo"]
    room.open_client(leo.id)
    room.edit()
    assert room.panel is not None
    QTest.keyClick(room.panel, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert room.panel is None
    assert "Leo Torres" not in names(room)
    assert people.find_clients("leo") == ()
    room.shell.toasts.undo_last()
    assert people.find_clients("leo")[0].client == leo
    assert room.file.name.text() == "Leo Torres"


def test_the_retired_can_be_seen_and_brought_back(selling: Salon, room: ClientsRoom, tap) -> None:
    leo = selling.clients["leo"]
    save_client(replace(leo, retired=True), by=selling.by("kai"), now=NOW)
    QTest.keyClick(room.finder.search, Qt.Key.Key_F3)
    assert names(room) == ["Leo Torres"]
    assert room.file.retired.isVisible()
    assert not room.file.ticket.isVisible()
    tap(room.file.retired.action)
    assert people.client(leo.id) == leo
    assert not room.finder.retired.isChecked()
    assert room.file.name.text() == "Leo Torres"


def test_typing_leaves_the_retired(room: ClientsRoom) -> None:
    QTest.keyClick(room.finder.search, Qt.Key.Key_F3)
    assert names(room) == []
    QTest.keyClicks(room.finder.search, "maya")
    assert names(room) == ["Maya Torres"]


def test_in_a_narrow_window_the_file_takes_the_place_of_the_list(room: ClientsRoom) -> None:
    room.shell.window().resize(1000, 700)
    assert not room.file.isVisible()
    QTest.keyClick(room.finder.search, Qt.Key.Key_Return)
    assert room.file.isVisible()
    assert not room.finder.isVisible()
    QTest.keyClick(room.file.back, Qt.Key.Key_Escape)
    assert room.finder.isVisible()


def test_nobody_on_file_says_what_to_do_first(selling: Salon, shell: Shell, sign_in) -> None:
    for client in selling.clients.values():
        save_client(replace(client, retired=True), by=selling.by("kai"), now=NOW)
    sign_in("Kai")
    room = entered(shell)
    assert "Put the first one on file" in room.finder.nobody.words.text()
    assert not room.file.isVisible()


def test_a_new_ticket_for_the_client_begins_at_the_counter(
    selling: Salon, room: ClientsRoom
) -> None:
    yutong = selling.clients["yutong"].id
    room.open_client(yutong)
    QTest.keyClick(room.finder.search, Qt.Key.Key_F9)
    counter = room.shell.room("counter")
    assert counter.isVisible()
    ticket = counter.till.ticket  # pyright: ignore[reportAttributeAccessIssue]
    assert ticket.client_id == yutong


def test_a_sale_made_meanwhile_is_read_again(selling: Salon, room: ClientsRoom) -> None:
    leo = selling.clients["leo"].id
    room.open_client(leo)
    assert room.file.no_visits.isVisible()
    sell(selling, "uid-1", client="leo")
    room.desk.changed.emit("take_payment")
    assert visits(room) == [("Wash", "Mei", "$11.42")]


def test_tab_goes_through_the_form_from_the_top(selling: Salon, room: ClientsRoom) -> None:
    room.open_client(selling.clients["leo"].id)
    room.edit()
    panel = room.panel
    assert panel is not None
    form, held = panel.form, []
    for _ in range(10):
        held.append(room.shell.window().focusWidget())
        QTest.keyClick(held[-1], Qt.Key.Key_Tab)
    names = ("name", "phone", "gender", "birthday", "code", "referrer", "note")
    assert held[:7] == [field(form, name).focusProxy() for name in names]
    assert held[7:] == [panel.retire, form.cancel, form.save]


def test_who_brought_a_client_is_found_by_name_and_shown(
    room: ClientsRoom, selling: Salon, shell: Shell
) -> None:
    """Enter takes who was found; the next Enter saves. Nobody is offered themselves."""
    leo, maya = selling.clients["leo"].id, selling.clients["maya"].id
    room.open_client(leo)
    assert not room.particulars.referrer.isVisible()
    room.edit()
    assert room.panel is not None
    referrer = room.panel.form.inputs["referrer"]
    assert isinstance(referrer, ReferrerField)
    referrer.field.setFocus()
    QTest.keyClicks(referrer.field, "torres")
    assert [row.title for row in entries(referrer.list)] == ["Maya Torres"]
    QTest.keyClick(referrer.field, Qt.Key.Key_Return)
    assert room.panel is not None
    assert (referrer.value(), referrer.chip.label()) == (maya, "Maya Torres")
    room.panel.form.submit()
    assert people.client(leo).referrer_id == maya  # pyright: ignore[reportOptionalMemberAccess]
    assert room.particulars.referrer.figure.text() == "Maya Torres"
    room.open_client(maya)
    room.edit()
    assert room.panel is not None
    room.panel.form.set_values({"referrer": leo})
    room.panel.form.submit()
    said = field(room.panel.form, "referrer").error()
    assert said == "Leo Torres cannot have brought this client: choose another."


def test_a_session_is_marked_and_prepaid_is_not_spent_twice(
    selling: Salon, room: ClientsRoom
) -> None:
    """A top-up of 1,000.00 and a pack of 100.00 are paid, and no visit; a wash from the card is
    11.42, one of the pack's six sessions 16.67 with 0.83 + 1.33 of tax."""
    valued, salon = made(selling), selling
    maya = salon.clients["maya"].id
    valued.pay(salon.ticket("t", valued.line(valued.top_up), client="maya"))
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(maya)
    session = replace(salon.line("wash"), source=pack.uid)
    valued.pay(salon.ticket("s", session, client="maya"), salon.handed("card", 216))
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    room.open_client(maya)
    assert visits(room)[:2] == [
        ("Wash", "Mei", "$11.42"),
        ("Wash", "Mei · 1 session of Wash 5+1", "$18.83"),
    ]
    assert room.particulars.spent.figure.text() == "$30.25"
