"""The page of what is prepaid: added, changed and retired, by keys and by taps."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import ItemKind, Pricing
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.ui.backoffice.prepaid_form import AT_SALE, AT_USE, PrepaidForm
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.widgets.confirm import Confirm
from tests.salons import Salon
from tests.ui.backoffice.hands import (
    CTRL,
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
from tests.ui.reading import entries, field
from tests.usecases.valued import made

LEFT = Qt.MouseButton.LeftButton
CAD = CURRENCIES["CAD"]


def prepaid_form(room: BackOfficeRoom) -> PrepaidForm:
    shown = form(room)
    assert isinstance(shown, PrepaidForm)
    return shown


def test_a_top_up_by_key(room: BackOfficeRoom) -> None:
    room.open(Place("prepaid"))
    press(Qt.Key.Key_N, CTRL)
    type_over("Top-up 1000")
    tab_to(field(prepaid_form(room), "price"))
    type_over("1000")
    press(Qt.Key.Key_Tab)
    type_over("200")
    press(Qt.Key.Key_Tab)
    type_over("180")
    press(Qt.Key.Key_Return)
    ((item_id, plan),) = value.plans().items()
    assert plan == Plan(PrepaidKind.TOP_UP, bonus=20_000, days=180)
    item = catalog.item(item_id)
    assert (item.name, item.price, item.kind) == ("Top-up 1000", 100_000, ItemKind.PREPAID)
    assert [row.subtitle for row in entries(section(room).list)] == [
        "+ $200.00 bonus · good for 180 days"
    ]
    tap_section(room, "items")
    assert "Top-up 1000" not in [row.title for row in entries(section(room).list)]


def test_a_pack_by_tap_says_what_it_is_for(salon: Salon, room: BackOfficeRoom) -> None:
    tap_section(room, "prepaid")
    QTest.mouseClick(section(room).card.add, LEFT)
    shown = prepaid_form(room)
    tap_and_type(shown.name, "Wash 5+1")
    tap_block(shown.kind, PrepaidKind.PACK)
    tap_and_type(field(shown, "price"), "100")
    tap_and_type(field(shown, "bought"), "5")
    tap_and_type(field(shown, "given"), "1")
    QTest.mouseClick(shown.save, LEFT)
    assert field(shown, "bought").error() == "Choose what the pack is for."
    box = shown.boxes[salon.items["wash"].id]
    shown.area.ensureWidgetVisible(box)
    QTest.mouseClick(box, LEFT)
    QTest.mouseClick(shown.save, LEFT)
    (plan,) = value.plans().values()
    assert plan == Plan(
        PrepaidKind.PACK, bought=5, given=1, item_ids=frozenset({salon.items["wash"].id})
    )


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "Type a name."),
        ("price", "0", "A top-up is more than zero."),
        ("price", "much", "Type a number such as 128.50."),
        ("bonus", "-1", "Type a number without a sign, such as 128.50."),
        ("days", "40000", "A bonus is good for 1 to 36,500 days, or leave the days empty."),
    ],
)
def test_a_wrong_top_up_is_refused_beside_it(
    selling: Salon, room: BackOfficeRoom, name: str, typed: str, said: str
) -> None:
    top_up = made(selling).top_up
    room.open(Place("prepaid", top_up.id))
    wrong = field(prepaid_form(room), name)
    tap_and_type(wrong, typed)
    press(Qt.Key.Key_Return)
    assert wrong.error() == said
    assert (catalog.item(top_up.id), value.plans()[top_up.id].bonus) == (top_up, 20_000)


def test_a_prepaid_item_is_retired_and_comes_back(selling: Salon, room: BackOfficeRoom) -> None:
    pack = made(selling).pack
    plan = value.plans()[pack.id]
    tap_section(room, "prepaid")
    tap_row(section(room).list, pack.id)
    press(Qt.Key.Key_R, CTRL)
    assert catalog.item(pack.id).retired
    press(Qt.Key.Key_Z, CTRL)
    assert not catalog.item(pack.id).retired
    assert value.plans()[pack.id] == plan


def test_a_gift_card_and_a_deposit_of_any_amount(room: BackOfficeRoom) -> None:
    tap_section(room, "prepaid")
    for name, kind in (("Gift", PrepaidKind.GIFT_CARD), ("Deposit", PrepaidKind.DEPOSIT)):
        QTest.mouseClick(section(room).card.add, LEFT)
        shown = prepaid_form(room)
        tap_and_type(shown.name, name)
        tap_block(shown.kind, kind)
        assert field(shown, "price").isVisible()
        tap_block(shown.pricing, Pricing.OPEN)
        assert not field(shown, "price").isVisible()
        QTest.mouseClick(shown.save, LEFT)
    found = [item for item in catalog.items() if item.kind is ItemKind.PREPAID]
    assert [(item.name, item.pricing, item.price) for item in found] == [
        ("Gift", Pricing.OPEN, 0),
        ("Deposit", Pricing.OPEN, 0),
    ]
    assert {row.figure for row in entries(section(room).list)} == {"Open price"}


def test_a_top_up_of_any_amount_has_no_bonus_to_ask_for(
    selling: Salon, room: BackOfficeRoom
) -> None:
    top_up = made(selling).top_up
    room.open(Place("prepaid", top_up.id))
    shown = prepaid_form(room)
    tap_block(shown.pricing, Pricing.OPEN)
    assert not any(field(shown, name).isVisible() for name in ("price", "bonus", "days"))
    assert not shown.lab.isVisible()
    QTest.mouseClick(shown.save, LEFT)
    assert value.plans()[top_up.id] == Plan(PrepaidKind.TOP_UP)
    assert catalog.item(top_up.id).pricing is Pricing.OPEN


def test_a_price_of_zero_is_refused_beside_it(selling: Salon, room: BackOfficeRoom) -> None:
    gift_card = made(selling).gift_card
    room.open(Place("prepaid", gift_card.id))
    tap_and_type(field(prepaid_form(room), "price"), "0")
    press(Qt.Key.Key_Return)
    said = "Type what it costs, or let the price be typed at the counter."
    assert field(prepaid_form(room), "price").error() == said
    assert catalog.item(gift_card.id) == gift_card


def test_rule_25_a_pack_is_taxed_when_used_or_when_sold_with_which_taxes(
    selling: Salon, room: BackOfficeRoom
) -> None:
    pack, (gst, pst) = made(selling).pack, catalog.taxes()
    room.open(Place("prepaid", pack.id))
    shown = prepaid_form(room)
    assert shown.tax_note.text() == "Each use is taxed as its service is."
    assert not shown.tax_part.isVisible()
    shown.area.ensureWidgetVisible(shown.taxed)
    tap_block(shown.taxed, AT_SALE)
    assert shown.tax_part.isVisible()
    boxes = [shown.tax_boxes[tax.id] for tax in (gst, pst)]
    for box in boxes:
        shown.area.ensureWidgetVisible(box)
        QTest.mouseClick(box, LEFT)
    QTest.mouseClick(shown.save, LEFT)
    assert shown.taxed.error() == "Choose at least one tax, or tax it when it is used."
    shown.area.ensureWidgetVisible(boxes[0])
    QTest.mouseClick(boxes[0], LEFT)
    QTest.mouseClick(shown.save, LEFT)
    assert catalog.item(pack.id).tax_ids == {gst.id}
    shown = prepaid_form(room)
    assert (shown.taxed.value(), shown.tax_boxes[pst.id].value()) == (AT_SALE, False)
    shown.area.ensureWidgetVisible(shown.taxed)
    tap_block(shown.taxed, AT_USE)
    QTest.mouseClick(shown.save, LEFT)
    assert catalog.item(pack.id).tax_ids == frozenset()


def test_rule_25_only_a_pack_has_taxes_to_choose(selling: Salon, room: BackOfficeRoom) -> None:
    valued = made(selling)
    for item in (valued.top_up, valued.gift_card, valued.deposit):
        room.open(Place("prepaid", item.id))
        shown = prepaid_form(room)
        assert not any(part.isVisible() for part in (shown.taxed, shown.tax_part, shown.tax_note))


def test_a_top_up_that_gives_more_than_is_paid_is_asked_about(
    selling: Salon, room: BackOfficeRoom
) -> None:
    """5,000.00 gets 6,000.00 on top: kept only when that is confirmed."""
    top_up = made(selling).top_up
    room.open(Place("prepaid", top_up.id))
    field(prepaid_form(room), "price").set_value("5000")
    field(prepaid_form(room), "bonus").set_value("6000")
    press(Qt.Key.Key_Return)
    (asked,) = [one for one in room.shell.findChildren(Confirm) if one.is_open()]
    assert value.plans()[top_up.id].bonus == 20_000
    asked.yes.click()
    assert value.plans()[top_up.id].bonus == 600_000


def test_what_was_sold_keeps_its_kind_and_its_services(
    selling: Salon, room: BackOfficeRoom
) -> None:
    valued = made(selling)
    wash, cut = (selling.items[name].id for name in ("wash", "cut"))
    room.open(Place("prepaid", valued.pack.id))
    assert prepaid_form(room).kind.blocks.isEnabled()
    assert prepaid_form(room).boxes[cut].isEnabled()
    valued.pay(selling.ticket("t", valued.line(valued.pack), client="maya"))
    room.open(Place("prepaid", valued.top_up.id))
    room.open(Place("prepaid", valued.pack.id))
    shown = prepaid_form(room)
    tap_block(shown.kind, PrepaidKind.GIFT_CARD)
    assert shown.kind.value() is PrepaidKind.PACK
    assert shown.kind.sentence.text() == "It was sold already, so this stays."
    assert "It was sold already, so this stays." in shown.what_for.text()
    assert not any(box.isEnabled() for box in shown.boxes.values())
    tap_and_type(field(shown, "price"), "120")
    tap_and_type(field(shown, "bought"), "7")
    press(Qt.Key.Key_Return)
    plan = value.plans()[valued.pack.id]
    assert (plan.bought, plan.item_ids) == (7, frozenset({wash}))
    assert catalog.item(valued.pack.id).price == 12_000


def test_a_pack_that_is_sold_while_its_form_is_open(selling: Salon, room: BackOfficeRoom) -> None:
    valued = made(selling)
    said = (
        "Wash 5+1 was sold already, and what was sold keeps what it promised. Retire it and add "
        "another one."
    )
    room.open(Place("prepaid", valued.pack.id))
    shown = prepaid_form(room)
    shown.boxes[selling.items["cut"].id].set_value(True)
    valued.pay(selling.ticket("t", valued.line(valued.pack), client="maya"))
    QTest.mouseClick(shown.save, LEFT)
    assert field(shown, "bought").error() == said
    tap_block(shown.kind, PrepaidKind.GIFT_CARD)
    QTest.mouseClick(shown.save, LEFT)
    assert shown.kind.error() == said
    assert value.plans()[valued.pack.id].kind is PrepaidKind.PACK
