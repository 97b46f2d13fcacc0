"""The price list: each kind of price is added, changed and retired, and the price book says so."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.queries import catalog
from salon_pos.domain.catalog import HairLength, Item, ItemKind, Pricing
from salon_pos.domain.pricing import unit_price
from salon_pos.domain.ticket import Credit, Line
from salon_pos.ui.backoffice.item_form import ItemForm
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from tests.salons import Salon
from tests.ui.backoffice.hands import (
    CTRL,
    focus,
    form,
    press,
    section,
    tab_to,
    tap_and_type,
    tap_block,
    tap_row,
    tap_section,
    type_over,
)
from tests.ui.reading import entries
from tests.ui.selling import sell


def item_form(room: BackOfficeRoom) -> ItemForm:
    shown = form(room)
    assert isinstance(shown, ItemForm)
    return shown


def named(name: str) -> Item:
    return next(item for item in catalog.items(with_retired=True) if item.name == name)


def asked(desk: Desk, name: str, staff: int, length: HairLength | None = None) -> int:
    """What the counter would ask for one of it, led by `staff`."""
    item = named(name)
    line = Line("line", item.id, staff=(Credit(staff),), length=length)
    return unit_price(line, desk.book.items[item.id], desk.book)


def begin_by_key(room: BackOfficeRoom, name: str, steps: int) -> ItemForm:
    """Ctrl N, the name, and the pricing `steps` to the right of one price."""
    press(Qt.Key.Key_N, CTRL)
    shown = item_form(room)
    type_over(name)
    tab_to(shown.pricing)
    press(Qt.Key.Key_Right, times=steps)
    return shown


def begin_by_tap(room: BackOfficeRoom, name: str, pricing: Pricing) -> ItemForm:
    QTest.mouseClick(section(room).card.add, Qt.MouseButton.LeftButton)
    shown = item_form(room)
    tap_and_type(shown.name, name)
    tap_block(shown.pricing, pricing)
    return shown


def test_one_price_by_key(room: BackOfficeRoom, desk: Desk, salon: Salon) -> None:
    shown = begin_by_key(room, "Blow-dry", 0)
    tab_to(shown.minutes, Qt.Key.Key_Backtab)
    type_over("40")
    tab_to(shown.price)
    type_over("68.50")
    press(Qt.Key.Key_Return)
    added = named("Blow-dry")
    assert (added.price, added.minutes, added.kind) == (6_850, 40, ItemKind.SERVICE)
    assert added.tax_ids == {tax.id for tax in catalog.taxes()}
    assert asked(desk, "Blow-dry", salon.staff["mei"].id) == 6_850
    # and changed by key, from the list
    press(Qt.Key.Key_Return)
    tab_to(item_form(room).price)
    type_over("70")
    press(Qt.Key.Key_S, CTRL)
    assert asked(desk, "Blow-dry", salon.staff["mei"].id) == 7_000


def test_by_level_by_key(room: BackOfficeRoom, desk: Desk, salon: Salon) -> None:
    shown = begin_by_key(room, "Perm", 1)
    tab_to(shown.price)
    type_over("200")
    for cell, price in zip(shown.cells[Pricing.LEVEL].inputs.values(), ("180", "", "260"),
                           strict=True):  # fmt: skip
        tab_to(cell)
        type_over(price)
    press(Qt.Key.Key_Return)
    director, junior = salon.staff["mei"].id, salon.staff["jie"].id
    assert [asked(desk, "Perm", who) for who in (junior, director)] == [18_000, 26_000]
    assert asked(desk, "Perm", salon.staff["kai"].id) == 20_000  # without a level


def test_by_person_by_tap(room: BackOfficeRoom, desk: Desk, salon: Salon) -> None:
    shown = begin_by_tap(room, "Updo", Pricing.STAFF)
    tap_and_type(shown.price, "90")
    mei, jie = shown.cells[Pricing.STAFF].inputs.values()
    assert [mei.line.accessibleName(), jie.line.accessibleName()] == ["Mei", "Jie"]
    tap_and_type(mei, "120")
    QTest.mouseClick(shown.save, Qt.MouseButton.LeftButton)
    assert asked(desk, "Updo", salon.staff["mei"].id) == 12_000
    assert asked(desk, "Updo", salon.staff["jie"].id) == 9_000


def test_by_hair_length_and_level_by_tap(room: BackOfficeRoom, desk: Desk, salon: Salon) -> None:
    shown = begin_by_tap(room, "Highlights", Pricing.LENGTH_LEVEL)
    tap_and_type(shown.price, "100")
    cells = {f.line.accessibleName(): f for f in shown.cells[Pricing.LENGTH_LEVEL].inputs.values()}
    tap_and_type(cells["Every level, Long"], "150")
    tap_and_type(cells["Director, Long"], "190.50")
    QTest.mouseClick(shown.save, Qt.MouseButton.LeftButton)
    director, junior = salon.staff["mei"].id, salon.staff["jie"].id
    assert asked(desk, "Highlights", director, HairLength.LONG) == 19_050
    assert asked(desk, "Highlights", junior, HairLength.LONG) == 15_000
    assert asked(desk, "Highlights", junior, HairLength.SHORT) == 10_000


def test_open_by_key(room: BackOfficeRoom, desk: Desk, salon: Salon) -> None:
    shown = begin_by_key(room, "Wig care", 4)
    assert not shown.price.isVisible()
    press(Qt.Key.Key_Return)
    line = Line("line", named("Wig care").id, typed_price=4_200)
    assert unit_price(line, desk.book.items[line.item_id], desk.book) == 4_200


def test_a_product_by_scan(
    room: BackOfficeRoom, shell: Shell, scan: Callable[[Shell, str], None]
) -> None:
    scan(shell, "4006381333931")  # unknown: a new product begins with it
    shown = item_form(room)
    assert (shown.kind.value(), shown.barcode.value()) == (ItemKind.PRODUCT, "4006381333931")
    assert focus() is shown.name.line
    type_over("Brush")
    tab_to(shown.price)
    type_over("12")
    tab_to(shown.cost)
    type_over("4.20")
    tab_to(shown.stock)
    type_over("6")
    press(Qt.Key.Key_Return)
    brush = named("Brush")
    assert (brush.barcode, brush.price, brush.cost, brush.stock) == ("4006381333931", 1_200, 420, 6)
    scan(shell, "6901234567892")  # the gel's: opened
    assert item_form(room).name.value() == "Gel"
    scan(shell, "4006381333955")  # into the form that is open
    assert item_form(room).barcode.value() == "4006381333955"


def test_a_count_that_was_not_touched_is_not_written_back(
    room: BackOfficeRoom, selling: Salon
) -> None:
    gel = selling.items["gel"]
    room.open(Place("items", gel.id))
    type_over("Gel, strong")
    sell(selling, "meanwhile", selling.line("gel"))
    press(Qt.Key.Key_Return)
    assert (named("Gel, strong").stock, gel.stock) == (3, 4)


def test_retire_undo_and_restore(room: BackOfficeRoom, shell: Shell, desk: Desk) -> None:
    tap_row(section(room).list, named("Wash").id)
    press(Qt.Key.Key_R, CTRL)
    assert named("Wash").retired
    assert "Wash" not in [row.title for row in entries(section(room).list)]
    press(Qt.Key.Key_Z, CTRL)
    assert not named("Wash").retired
    assert "Wash" in [row.title for row in entries(section(room).list)]
    tap_row(section(room).list, named("Wash").id)
    QTest.mouseClick(section(room).editor.retire, Qt.MouseButton.LeftButton)
    QTest.mouseClick(section(room).card.with_retired, Qt.MouseButton.LeftButton)
    tap_row(section(room).list, named("Wash").id)
    assert section(room).editor.retire.label() == "Restore"
    QTest.mouseClick(section(room).editor.retire, Qt.MouseButton.LeftButton)
    assert not named("Wash").retired


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Type a name."),
        ("minutes", "1,5", "Type a number such as 128."),
        ("minutes", "2000", "A duration is 0 to 1,440 minutes."),
        ("price", "twelve", "Type a number such as 128.50."),
        ("price", "-5", "Type a number without a sign, such as 128.50."),
        ("price", "", "Type a number such as 128.50."),
    ],
)
def test_a_wrong_input_is_refused_beside_it(
    room: BackOfficeRoom, field: str, typed: str, said: str
) -> None:
    before = catalog.items(with_retired=True)
    room.open(Place("items", named("Wash").id))
    shown = item_form(room)
    wrong = shown.inputs[field]
    tab_to(wrong)  # pyright: ignore[reportArgumentType]
    type_over(typed)
    press(Qt.Key.Key_Return)
    assert shown.inputs[field].error() == said  # pyright: ignore[reportAttributeAccessIssue]
    assert focus() is wrong.focusProxy()  # pyright: ignore[reportAttributeAccessIssue]
    assert catalog.items(with_retired=True) == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("barcode", "12", "A barcode has 4 to 32 letters and digits."),
        ("barcode", "6901234567892", "Gel has this barcode already."),
        ("stock", "three", "Type a number such as 128."),
        ("cost", "1.234", "These are too many decimals. Type a number such as 128.50."),
    ],
)
def test_a_wrong_input_of_a_product(
    room: BackOfficeRoom, field: str, typed: str, said: str
) -> None:
    room.open(Place("items", named("Comb").id))
    shown = item_form(room)
    tab_to(shown.inputs[field])  # pyright: ignore[reportArgumentType]
    type_over(typed)
    press(Qt.Key.Key_Return)
    assert shown.inputs[field].error() == said  # pyright: ignore[reportAttributeAccessIssue]


def test_a_wrong_cell_is_refused_beside_it(room: BackOfficeRoom) -> None:
    room.open(Place("items", named("Women's cut").id))
    shown = item_form(room)
    senior = list(shown.cells[Pricing.LEVEL].inputs.values())[1]
    tap_and_type(senior, "12,5")
    press(Qt.Key.Key_Return)
    assert senior.error() == "Type a number such as 128.50."


def test_what_is_typed_stays_until_the_section_is_left(room: BackOfficeRoom, shell: Shell) -> None:
    wash, care = named("Wash"), named("Care")
    tap_row(section(room).list, wash.id)
    type_over("Wash and more")
    tap_row(section(room).list, care.id)
    marks = {row.title: [m.text for m in row.chips] for row in entries(section(room).list)}
    assert marks["Wash"] == ["not saved"]
    tap_row(section(room).list, wash.id)
    assert item_form(room).name.value() == "Wash and more"
    tap_section(room, "levels")
    assert shell.toasts.history[-1].message == "1 change was not saved."
    press(Qt.Key.Key_Z, CTRL)
    assert item_form(room).name.value() == "Wash and more"
    press(Qt.Key.Key_Return)
    assert catalog.item(wash.id).name == "Wash and more"


def test_escape_lets_go_of_what_is_typed(room: BackOfficeRoom) -> None:
    tap_row(section(room).list, named("Wash").id)
    type_over("Nonsense")
    press(Qt.Key.Key_Escape)
    assert focus() is section(room).list
    assert item_form(room).name.value() == "Wash"
    press(Qt.Key.Key_Escape)
    assert focus() is room.navigation.list


def test_categories_are_ordered_by_key(room: BackOfficeRoom) -> None:
    tap_section(room, "categories")
    names = [category.name for category in catalog.categories()]
    assert names == ["Cut", "Colour", "Products"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up, CTRL)
    assert [category.name for category in catalog.categories()] == ["Colour", "Cut", "Products"]
    press(Qt.Key.Key_Down, CTRL, times=5)
    assert [category.name for category in catalog.categories()] == ["Cut", "Products", "Colour"]


def test_what_was_sold_stays_of_its_kind(room: BackOfficeRoom, selling: Salon) -> None:
    sell(selling, "t")
    room.open(Place("items", named("Care").id))
    assert item_form(room).kind.blocks.isEnabled()  # never sold
    room.open(Place("items", named("Wash").id))
    shown = item_form(room)
    tap_block(shown.kind, ItemKind.PRODUCT)
    assert shown.kind.value() is ItemKind.SERVICE
    assert shown.kind.sentence.text() == "It was sold already, so this stays."
    press(Qt.Key.Key_Tab, times=2)
    assert focus() is shown.minutes.line  # no stop at what cannot be changed
    tap_and_type(shown.name, "Wash and dry")
    press(Qt.Key.Key_Return)
    assert named("Wash and dry").kind is ItemKind.SERVICE


def test_an_item_that_is_sold_while_its_form_is_open(room: BackOfficeRoom, selling: Salon) -> None:
    room.open(Place("items", named("Wash").id))
    shown = item_form(room)
    tap_block(shown.kind, ItemKind.PRODUCT)
    sell(selling, "t")
    press(Qt.Key.Key_Return)
    said = "Wash was sold already, so it stays a service. Add another item instead."
    assert shown.kind.error() == said
    assert named("Wash").kind is ItemKind.SERVICE


def test_a_scan_makes_no_product_of_a_service_on_file(
    room: BackOfficeRoom, shell: Shell, scan: Callable[[Shell, str], None]
) -> None:
    room.open(Place("items", named("Wash").id))
    type_over("Wash, gentle")
    scan(shell, "4006381333931")  # unknown: a new product begins, what was typed waits
    shown = item_form(room)
    assert (shown.name.value(), shown.barcode.value()) == ("", "4006381333931")
    room.open(Place("items", named("Wash").id))
    shown = item_form(room)
    assert (shown.name.value(), shown.kind.value()) == ("Wash, gentle", ItemKind.SERVICE)
    scan(shell, "6901234567892")  # the gel's: opened
    assert item_form(room).name.value() == "Gel"
    assert (named("Wash").kind, named("Wash").barcode) == (ItemKind.SERVICE, "")
