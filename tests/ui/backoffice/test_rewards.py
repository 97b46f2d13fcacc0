"""The page of rewards: each kind added, changed and retired, by keys and by taps."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from salon_pos.db.queries import value
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.ui.backoffice.reward_form import RewardForm
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.widgets.select import Select
from salon_pos.usecases.rewards import save_reward
from tests.salons import NOW, Salon
from tests.ui.backoffice.conftest import Enter
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
from tests.ui.reading import entries, field, headings
from tests.usecases.valued import made

LEFT = Qt.MouseButton.LeftButton


def reward_form(room: BackOfficeRoom) -> RewardForm:
    shown = form(room)
    assert isinstance(shown, RewardForm)
    return shown


def choose(room: BackOfficeRoom, name: str, key: object) -> None:
    """Take one of the options of a select."""
    select = reward_form(room).inputs[name]
    assert isinstance(select, Select)
    assert select.isVisible()
    select.set_value(key)


def kept() -> Reward:
    (offer,) = value.rewards(with_retired=True)
    return offer.reward


def begun(room: BackOfficeRoom, kind: RewardKind) -> RewardForm:
    tap_section(room, "rewards")
    press(Qt.Key.Key_N, CTRL)
    shown = reward_form(room)
    assert shown.kind is not None
    QApplication.processEvents()  # it is laid out
    tap_block(shown.kind, kind)
    assert shown.kind.value() is kind
    return shown


def test_a_voucher_by_key(selling: Salon, room: BackOfficeRoom) -> None:
    made(selling)
    shown = begun(room, RewardKind.VOUCHER)
    for name, typed in (
        ("points", "300"), ("face", "10"), ("least", "50"), ("days", "60"), ("name", "Ten off"),
    ):  # fmt: skip
        tab_to(field(shown, name))
        type_over(typed)
    press(Qt.Key.Key_Return)
    reward = kept()
    assert (reward.kind, reward.points, reward.name) == (RewardKind.VOUCHER, 300, "Ten off")
    assert (reward.face, reward.least, reward.days) == (1_000, 5_000, 60)
    (heading,), (row,) = headings(section(room).list), entries(section(room).list)
    assert (heading.title, row.title, row.figure) == ("Cash voucher", "Ten off", "300 points")
    assert row.subtitle == "$10.00 off · from $50.00 · 60 days"


def test_a_product_by_tap_is_called_as_on_the_price_list(
    selling: Salon, room: BackOfficeRoom
) -> None:
    made(selling)
    shown = begun(room, RewardKind.PRODUCT)
    assert not field(shown, "face").isVisible()
    assert not field(shown, "days").isVisible()
    tap_and_type(field(shown, "points"), "300")
    QTest.mouseClick(shown.save, LEFT)
    product = shown.inputs["product"]
    assert isinstance(product, Select)
    assert product.error() == "Choose what is given for the points."
    choose(room, "product", selling.items["gel"].id)
    QTest.mouseClick(shown.save, LEFT)
    assert kept().item_id == selling.items["gel"].id
    (row,) = entries(section(room).list)
    assert (row.title, row.subtitle) == ("Gel", "4 in stock")


def test_a_service_and_a_tier(selling: Salon, room: BackOfficeRoom) -> None:
    made(selling)
    shown = begun(room, RewardKind.SERVICE)
    choose(room, "service", selling.items["cut"].id)
    tap_and_type(field(shown, "points"), "200")
    tap_and_type(field(shown, "days"), "90")
    press(Qt.Key.Key_Return)
    assert (kept().item_id, kept().days) == (selling.items["cut"].id, 90)
    shown = begun(room, RewardKind.TIER)
    choose(room, "tier", "silver")
    tap_and_type(field(shown, "points"), "100")
    press(Qt.Key.Key_Return)
    assert field(shown, "days").error() == "Say for how many days the tier is given."
    tap_and_type(field(shown, "days"), "30")
    press(Qt.Key.Key_Return)
    assert [one.name for one in value.rewards()] == ["Silver", "Women's cut"]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("points", "", "Here a whole number from 1 to 1,000,000,000 is needed."),
        ("points", "-5", "Type a number without a sign, such as 100."),
        ("points", "1.5", "Type a whole number such as 100."),
        # 10.00 earns 10 points, with Gold 15.
        ("points", "15", "It is worth $10.00, and at best that earns 15 points. Ask for 16 or "
                         "more, or whoever buys it gets it twice."),
        ("face", "0", "A voucher is worth more than zero."),
        ("face", "much", "Type a number such as 128.50."),
        ("name", "", "Type a name."),
        ("days", "40000", "What is given is good for 1 to 36,500 days, or leave the days empty."),
    ],
)  # fmt: skip
def test_a_wrong_voucher_is_refused_beside_it(
    selling: Salon, room: BackOfficeRoom, name: str, typed: str, said: str
) -> None:
    made(selling)
    ten = Reward(0, RewardKind.VOUCHER, 300, "Ten off", face=1_000)
    ten = save_reward(ten, by=selling.by("olga"), now=NOW)
    room.open(Place("rewards", ten.id))
    wrong = field(reward_form(room), name)
    tap_and_type(wrong, typed)
    press(Qt.Key.Key_Return)
    assert wrong.error() == said
    assert kept() == ten


def test_what_is_hidden_is_in_nobodys_way(selling: Salon, room: BackOfficeRoom) -> None:
    made(selling)
    shown = begun(room, RewardKind.VOUCHER)
    tap_and_type(field(shown, "face"), "much")
    assert shown.kind is not None
    tap_block(shown.kind, RewardKind.PRODUCT)
    choose(room, "product", selling.items["gel"].id)
    tap_and_type(field(shown, "points"), "300")
    press(Qt.Key.Key_Return)
    assert kept().kind is RewardKind.PRODUCT


def test_a_reward_is_retired_and_stays_what_it_is(selling: Salon, room: BackOfficeRoom) -> None:
    made(selling)
    gel = Reward(0, RewardKind.PRODUCT, 300, item_id=selling.items["gel"].id)
    gel = save_reward(gel, by=selling.by("olga"), now=NOW)
    tap_section(room, "rewards")
    tap_row(section(room).list, gel.id)
    assert reward_form(room).kind is None
    press(Qt.Key.Key_R, CTRL)
    assert kept().retired
    press(Qt.Key.Key_Z, CTRL)
    assert not kept().retired
    tap_and_type(field(reward_form(room), "points"), "400")
    press(Qt.Key.Key_Return)
    assert (kept().points, kept().item_id) == (400, gel.item_id)


def test_a_cashier_reads_who_may(selling: Salon, enter: Enter) -> None:
    made(selling)
    room = enter("Kai")
    room.open(Place("rewards"))
    sentence = section(room).editor.sentence
    assert sentence is not None
    assert section(room).editor.form is None
