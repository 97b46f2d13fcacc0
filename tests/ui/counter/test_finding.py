"""Finding who and what: one field, a scanner wherever the focus is, what a client usually has."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.queries import people
from salon_pos.db.search import matched
from salon_pos.domain.cards import Card, CardState
from salon_pos.domain.catalog import HairLength
from salon_pos.domain.people import Client
from salon_pos.domain.ticket import Credit
from salon_pos.ui.counter.asking import AskLength, AskPrice
from salon_pos.ui.counter.client_card import known, next_birthday
from salon_pos.ui.counter.look_up import find_items
from salon_pos.ui.counter.new_client import NewClient
from salon_pos.ui.counter.phone_line import PhoneLine
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.tiles import Tile
from salon_pos.usecases.cards import NewCard, issue_card, replace_card, set_card_state
from salon_pos.usecases.checkout import take_payment
from salon_pos.usecases.clients import save_client
from tests.salons import NOW, Salon
from tests.ui.counter.hands import CTRL, open_panels, panel_of, press

KEYS = Qt.Key


def found(counter: CounterRoom) -> list[str]:
    """What the list of results says, its headings too."""
    return [e.title for e in counter.finder.list.entries.entries if isinstance(e, Row)]


@pytest.mark.parametrize("typed", ["张", "zyt", "zhangyu", "9527", "yutong"])
def test_a_client_is_found_by_any_part(counter: CounterRoom, salon: Salon, typed: str) -> None:
    counter.finder.field.setText(typed)
    press(KEYS.Key_Return)
    assert counter.till.ticket.client_id == salon.clients["yutong"].id
    assert counter.finder.text() == ""


@pytest.fixture
def card(counter: CounterRoom, salon: Salon) -> Card:
    """Leo's, the first of the salon: 10000001 and its check digit. By Luhn, every second figure
    from the right is doubled: 1 × 2 + 1 = 3, and 7 more are 10."""
    issued = issue_card(NewCard(salon.clients["leo"].id), by=salon.by("kai"), now=NOW)
    assert issued.number == "100000017"
    return issued


@pytest.mark.parametrize("typed", ["100000017", "10000", "0017", "000017", "1000 00017"])
def test_a_client_is_found_by_their_cards_number_as_one_types(
    counter: CounterRoom, salon: Salon, card: Card, typed: str
) -> None:
    press(typed)
    assert found(counter) == ["Clients", "Leo Torres"]
    (row,) = [e for e in counter.finder.list.entries.entries if isinstance(e, Row) and e.initial]
    assert row.subtitle == "Card 100000017"
    assert not counter.finder.nothing.isVisible()
    press(KEYS.Key_Return)
    assert counter.till.ticket.client_id == salon.clients["leo"].id
    assert counter.finder.text() == ""


@pytest.mark.parametrize("typed", ["017", "0018", "00001"])
def test_three_figures_or_others_are_no_cards_end(
    counter: CounterRoom, card: Card, typed: str
) -> None:
    press(typed)
    assert found(counter) == []


def test_a_frozen_card_says_so_while_one_types(
    counter: CounterRoom, salon: Salon, card: Card
) -> None:
    set_card_state(card.uid, CardState.FROZEN, by=salon.by("kai"), now=NOW)
    press("0017")
    (row,) = [e for e in counter.finder.list.entries.entries if isinstance(e, Row) and e.initial]
    assert row.dim
    assert row.subtitle.startswith("Card 100000017 is frozen.")
    press(KEYS.Key_Return)
    assert counter.till.ticket.client_id is None
    assert counter.shell.toasts.history[-1].message == row.subtitle


def test_a_client_with_two_cards_answers_once_by_the_one_that_is_good(
    counter: CounterRoom, salon: Salon, card: Card
) -> None:
    by = salon.by("kai")
    replace_card(card.uid, "100000092", by=by, now=NOW)
    press("1000")
    (row,) = [e for e in counter.finder.list.entries.entries if isinstance(e, Row) and e.initial]
    assert (row.title, row.subtitle) == ("Leo Torres", "Card 100000092")


def test_clients_and_items_answer_in_two_groups(counter: CounterRoom, salon: Salon) -> None:
    press("ma")
    assert found(counter) == ["Clients", "Maya Torres", "Services and products", "Mask"]
    press(KEYS.Key_Escape)
    counter.deeds.attach(salon.clients["leo"].id)
    press("ma")  # once the client is known it is the item that is wanted
    assert found(counter)[:2] == ["Services and products", "Mask"]


@pytest.mark.parametrize("typed", ["cfjs", "zfjs", "changfa", "zhangfajia", "长发"])
def test_an_item_is_found_however_its_name_is_said(salon: Salon, typed: str) -> None:
    long_hair = replace(salon.items["wash"], name="长发加收")
    assert find_items(typed, [salon.items["cut"], long_hair]) == (long_hair,)


def test_what_was_typed_is_marked_however_it_is_said() -> None:
    assert [matched(typed, "加长发") for typed in ("changf", "zf", "xf")] == [((1, 2),)] * 2 + [()]


def test_another_client_is_said_with_a_way_back(counter: CounterRoom, salon: Salon) -> None:
    maya, leo = salon.clients["maya"].id, salon.clients["leo"].id
    press("maya", KEYS.Key_Return)
    assert counter.shell.toasts.history == []
    press("leo", KEYS.Key_Return)
    assert counter.till.ticket.client_id == leo
    said = counter.shell.toasts.history[-1].message
    assert said == "The ticket is Leo Torres’s now, no longer Maya Torres’s."
    counter.shell.toasts.undo_last()
    assert counter.till.ticket.client_id == maya


def test_another_category_and_a_new_ticket_begin_at_the_top(
    qtbot, counter: CounterRoom, tap_entry
) -> None:
    """What was tapped last lies at the bottom of the whole shelf."""
    grid, bar = counter.shelf.grid, counter.shelf.bar
    grid.setMaximumHeight(150)
    last = grid.entries.entries[-1].key
    assert isinstance(last, int)
    category = counter.till.desk.book.items[last].category_id
    bar.choose(category)
    grid.scrollToBottom()
    tap_entry(grid, last)
    bar.choose("all")
    qtbot.waitUntil(lambda: grid.verticalScrollBar().maximum() > 0)
    assert grid.verticalScrollBar().value() == 0
    bar.choose(category)
    counter.till.start_fresh()
    assert bar.chosen() == "all"
    qtbot.waitUntil(lambda: grid.verticalScrollBar().maximum() > 0)
    assert grid.verticalScrollBar().value() == 0


def test_a_whole_code_is_the_item(counter: CounterRoom) -> None:
    press("gel", KEYS.Key_Return)
    assert len(counter.till.ticket.lines) == 1


def test_down_chooses_the_next_answer(counter: CounterRoom, salon: Salon) -> None:
    press("torres", KEYS.Key_Down, KEYS.Key_Return)
    assert counter.till.ticket.client_id == salon.clients["leo"].id


def test_typing_filters_the_tiles(counter: CounterRoom, salon: Salon) -> None:
    press("wash")
    titles = [t.title for t in counter.shelf.grid.entries.entries if isinstance(t, Tile)]
    assert titles == ["Wash"]
    press(KEYS.Key_Escape)
    assert len(counter.shelf.grid.entries.entries) == len(salon.items)


def test_looking_for_a_client_leaves_the_tiles_as_they_are(
    counter: CounterRoom, salon: Salon
) -> None:
    press("maya")
    assert len(counter.shelf.grid.entries.entries) == len(salon.items)
    press("q")
    assert counter.shelf.nothing.isVisible()  # neither a client nor an item


def test_nobody_found_leads_to_a_new_client(counter: CounterRoom, tap) -> None:
    press("Zed Ng 604-555-0188")
    assert counter.finder.nothing.isVisible()
    press((CTRL, KEYS.Key_N))
    panel = panel_of(counter, NewClient)
    assert (panel.name.value(), panel.phone.value()) == ("Zed Ng", "604-555-0188")
    panel.phone.set_value("12")
    press(KEYS.Key_Return)
    assert panel.phone.error()
    panel.phone.set_value("604-555-0188")
    panel.referrer.field.setFocus()
    press("torres", KEYS.Key_Down, KEYS.Key_Return)  # takes the second who is found
    assert panel.referrer.value()
    assert panel.is_open()
    tap(panel.save)
    assert open_panels(counter, NewClient) == []
    assert counter.name_of(counter.till.ticket.client_id or 0) == "Zed Ng"
    saved = people.client(counter.till.ticket.client_id or 0)
    assert saved is not None
    assert counter.name_of(saved.referrer_id or 0) == "Leo Torres"


@pytest.mark.parametrize("where", ["search", "tiles", "pay"])
def test_sambapos_319_odoo_287883_a_scan_lands_wherever_the_focus_is(
    counter: CounterRoom, scan, where: str
) -> None:
    focus = {"search": counter.finder.field, "tiles": counter.shelf.grid, "pay": counter.ticket.pay}
    counter.finder.field.setText("ma")
    focus[where].setFocus()
    scan(counter.shell, "6901234567892")
    assert len(counter.till.ticket.lines) == 1
    assert counter.finder.text() == "ma"  # what was typed stays


def test_an_unknown_code_is_said(counter: CounterRoom, scan) -> None:
    scan(counter.shell, "0000000000000")
    assert "0000000000000" in counter.shell.toasts.history[-1].message
    assert counter.till.ticket.is_blank


def test_an_open_price_is_asked_for(counter: CounterRoom, salon: Salon, tap, tap_entry) -> None:
    tap_entry(counter.shelf.grid, salon.items["care"].id)
    panel = panel_of(counter, AskPrice)
    press(KEYS.Key_Return)
    assert panel.field.error()
    for sign in "42.5":
        tap(panel.pad.keys[sign])
    tap(panel.done)
    assert counter.till.ticket.lines[0].typed_price == 4_250


def test_hair_length_is_asked_with_its_price(counter: CounterRoom, salon: Salon, tap) -> None:
    counter.till.set_staff((Credit(salon.staff["mei"].id),))
    counter.deeds.add(salon.items["colour"])
    panel = panel_of(counter, AskLength)
    tap(panel.keys[HairLength.LONG])
    assert counter.till.ticket.lines[0].length is HairLength.LONG
    assert counter.till.bill is not None
    assert counter.till.bill.net == 15_900


def test_what_a_client_usually_has_is_one_tap(counter: CounterRoom, salon: Salon, tap) -> None:
    maya = salon.clients["maya"].id
    for n, items in enumerate((("cut",), ("cut", "wash"), ("cut", "gel"))):
        lines = [salon.line(item, uid=f"{n}{item}") for item in items]
        ticket = salon.ticket(f"old{n}", *lines, client="maya")
        take_payment(salon.payment(ticket), by=salon.by("kai"), now=NOW)
    about = known(maya)
    assert about is not None
    mei = salon.staff["mei"].id
    assert about.usual == ((salon.items["cut"].id, mei), (salon.items["wash"].id, mei))
    assert about.last is not None
    assert (about.last.items, about.last.who) == (("Women's cut", "Gel"), "Mei")
    counter.deeds.attach(maya)
    keys = [k for k in counter.client.findChildren(RowButton) if k.label() == "Women's cut · Mei"]
    tap(keys[-1])
    line = counter.till.line()
    assert line is not None
    assert (line.item_id, line.lead) == (salon.items["cut"].id, mei)


def test_what_has_no_price_yet_says_so_as_its_tile_does(counter: CounterRoom, salon: Salon) -> None:
    """Care is open: at what it was sold last is no price."""
    maya = salon.clients["maya"].id
    for n in range(3):
        care = replace(salon.line("care", uid=f"care{n}"), typed_price=4_000)
        ticket = salon.ticket(f"old{n}", care, client="maya")
        take_payment(salon.payment(ticket), by=salon.by("kai"), now=NOW)
    counter.deeds.attach(maya)
    (key,) = [k for k in counter.client.findChildren(RowButton) if k.label() == "Care · Mei"]
    assert key.accessibleDescription() == "Open price"


def test_finding_asks_the_file_no_more_than_it_must(
    counter: CounterRoom, salon: Salon, queries
) -> None:
    by = salon.by("olga")
    for n in range(20):
        save_client(Client(f"Torres {n}"), by=by, now=NOW)
    press("x")  # how the items sound is learnt once
    press(KEYS.Key_Escape)
    with queries(most=100) as statements:
        counter.finder.field.setText("torres")
    # The search index tells of its own inner statements behind a dash.
    assert len([said for said in statements if not said.startswith("--")]) <= 1 + 3 * 8
    with queries(most=12):
        counter.deeds.add(salon.items["gel"])


def test_a_phone_is_masked_until_it_is_asked_for(counter: CounterRoom, salon: Salon, tap) -> None:
    counter.deeds.attach(salon.clients["yutong"].id)
    phone = counter.client.findChildren(PhoneLine)[-1]
    assert phone.label() == "•••• 9527"
    tap(phone)
    assert phone.label() == "+8613812349527"


def test_a_stylist_cannot_ask_for_it(counter: CounterRoom, salon: Salon, sign_in) -> None:
    sign_in("Mei")
    counter.deeds.attach(salon.clients["yutong"].id)
    shown = [line for line in counter.client.findChildren(PhoneLine) if line.isVisible()]
    assert shown == []


def test_a_name_is_found_by_its_sound(salon: Salon) -> None:
    cut = replace(salon.items["cut"], name="女士剪发")
    for typed in ("女士", "jianfa", "nsjf", "剪发"):
        assert find_items(typed, [cut]) == (cut,)
    assert find_items("ranfa", [cut]) == ()


@pytest.mark.parametrize(
    ("born", "today", "kept"),
    [
        ("1990-11-26", "2026-11-24", "2026-11-26"),
        ("1990-01-02", "2026-12-30", "2027-01-02"),
        ("1992-02-29", "2027-02-25", "2027-02-28"),
        ("1992-02-29", "2028-02-25", "2028-02-29"),
        ("1990-11-24", "2026-11-24", "2026-11-24"),
    ],
)
def test_the_next_birthday(born: str, today: str, kept: str) -> None:
    asked = next_birthday(date.fromisoformat(born), date.fromisoformat(today))
    assert asked == date.fromisoformat(kept)
