"""What an owner sets: taxes, discounts, tenders, the salon; a manager reads why not."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos.db.connection import database
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import TaxMode, TaxRounding
from salon_pos.domain.stored_value import SpendOrder
from salon_pos.ui.backoffice.limits_section import LimitsForm, LimitsSection
from salon_pos.ui.backoffice.money_lists import DiscountForm, TenderForm
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.salon_section import SalonSection
from salon_pos.ui.backoffice.search import Place
from salon_pos.ui.backoffice.taxes import TaxForm, TaxSection
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.field import Field
from tests.salons import Salon
from tests.ui.backoffice.conftest import Enter
from tests.ui.backoffice.hands import (
    CTRL,
    focus,
    form,
    press,
    section,
    tab_to,
    tap_block,
    tap_section,
    type_over,
)
from tests.ui.reading import entries


def tax_form(room: BackOfficeRoom) -> TaxForm:
    shown = form(room)
    assert isinstance(shown, TaxForm)
    return shown


def test_a_rate_with_three_decimals(room: BackOfficeRoom, desk: Desk) -> None:
    tap_section(room, "taxes")
    press(Qt.Key.Key_N, CTRL)
    type_over("QST")
    tab_to(tax_form(room).rate)
    type_over("9.975 %")
    press(Qt.Key.Key_Return)
    qst = catalog.taxes()[-1]
    assert (qst.name, qst.rate_ppm) == ("QST", 99_750)
    assert qst in desk.book.taxes
    assert [row.figure for row in entries(section(room).list)][-1] == "9.975 %"
    assert all(qst.id in item.tax_ids for item in catalog.items())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nine", "Type a number such as 9.975."),
        ("9,975", "A tax rate is more than 0 % and less than 100 %."),
        ("9.97512", "These are too many decimals. Type a number such as 9.975."),
        ("0", "A tax rate is more than 0 % and less than 100 %."),
        ("100", "A tax rate is more than 0 % and less than 100 %."),
    ],
)
def test_a_wrong_rate(room: BackOfficeRoom, typed: str, said: str) -> None:
    before = catalog.taxes()
    room.open(Place("taxes", before[0].id))
    tab_to(tax_form(room).rate)
    type_over(typed)
    press(Qt.Key.Key_Return)
    assert tax_form(room).rate.error() == said
    assert catalog.taxes() == before


def test_a_retired_tax_is_not_charged_and_comes_back(room: BackOfficeRoom, desk: Desk) -> None:
    pst = catalog.taxes()[1]
    room.open(Place("taxes", pst.id))
    press(Qt.Key.Key_R, CTRL)
    assert pst not in desk.book.taxes
    press(Qt.Key.Key_Z, CTRL)
    assert pst in desk.book.taxes


def test_how_taxes_are_charged_acts_at_once_and_is_undone(room: BackOfficeRoom, desk: Desk) -> None:
    tap_section(room, "taxes")
    page = room.section()
    assert isinstance(page, TaxSection)
    tap_block(page.mode, TaxMode.INCLUSIVE)
    tap_block(page.rounding, TaxRounding.LINE)
    now = desk.settings
    assert (now.tax_mode, now.tax_rounding) == (TaxMode.INCLUSIVE, TaxRounding.LINE)
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    now = desk.settings
    assert (now.tax_mode, now.tax_rounding) == (TaxMode.EXCLUSIVE, TaxRounding.SALE)
    assert page.mode.value() is TaxMode.EXCLUSIVE


def test_a_discount_with_limits_in_percent_and_money(room: BackOfficeRoom) -> None:
    tap_section(room, "discounts")
    press(Qt.Key.Key_N, CTRL)
    type_over("Birthday")
    shown = form(room)
    assert isinstance(shown, DiscountForm)
    tab_to(shown.limit_bp)
    type_over("12.5")
    tab_to(shown.limit_amount)
    type_over("30")
    press(Qt.Key.Key_Return)
    birthday = list(catalog.discount_reasons().values())[-1]
    assert (birthday.name, birthday.limit_bp, birthday.limit_amount) == ("Birthday", 1_250, 3_000)


def test_a_tender_of_the_salons_own_and_their_order(room: BackOfficeRoom, salon: Salon) -> None:
    tap_section(room, "tenders")
    press(Qt.Key.Key_N, CTRL)
    type_over("Octopus")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Up, CTRL, times=9)
    shown = [row.title for row in entries(section(room).list)]
    assert shown == ["Octopus", "Cash", "Bank card", "WeChat Pay", "Alipay", "Bank transfer"]
    methods = catalog.tender_methods().values()
    assert [method.name for method in methods if method.kind.is_recorded] == shown


def test_cash_stays(room: BackOfficeRoom, salon: Salon) -> None:
    room.open(Place("tenders", salon.tenders["cash"]))
    assert isinstance(form(room), TenderForm)
    assert not section(room).editor.retire.isVisible()
    press(Qt.Key.Key_R, CTRL)
    assert not catalog.tender_methods()[salon.tenders["cash"]].retired


def test_a_name_that_was_only_translated_stays_english_on_file(
    room: BackOfficeRoom, salon: Salon
) -> None:
    from salon_pos.ui.backoffice.typed import kept_name

    assert kept_name(" Cash ", "Cash") == "Cash"
    assert kept_name("Coins", "Cash") == "Coins"


def salon_page(room: BackOfficeRoom) -> SalonSection:
    page = room.section()
    assert isinstance(page, SalonSection)
    return page


def field(room: BackOfficeRoom, name: str) -> Field:
    shown = salon_page(room).form
    assert shown is not None
    found = shown.inputs[name]
    assert isinstance(found, Field)
    return found


def test_the_salon_is_changed_and_put_back(room: BackOfficeRoom, desk: Desk) -> None:
    room.open(Place("salon", "phone"))
    type_over("604-555-0100")
    tab_to(field(room, "cash_step"))
    type_over("0.10")
    press(Qt.Key.Key_Return)
    kept = salon_queries.settings()
    assert (kept.phone, kept.cash_step) == ("604-555-0100", 10)
    press(Qt.Key.Key_Z, CTRL)
    assert salon_queries.settings().cash_step == 5


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "Type the salon's name."),
        ("cash_step", "0", "A step is more than zero."),
        ("cash_step", "5c", "Type a number such as 128.50."),
        ("round_off_step", "", "Type a number such as 128.50."),
    ],
)
def test_a_wrong_setting(room: BackOfficeRoom, name: str, typed: str, said: str) -> None:
    before = salon_queries.settings()
    room.open(Place("salon", name))
    type_over(typed)
    press(Qt.Key.Key_Return)
    assert field(room, name).error() == said
    assert focus() is field(room, name).line
    assert salon_queries.settings() == before


def limits(room: BackOfficeRoom) -> LimitsForm:
    page = room.section()
    assert isinstance(page, LimitsSection)
    assert page.form is not None
    return page.form


def test_limits_are_changed_and_put_back(room: BackOfficeRoom) -> None:
    room.open(Place("limits", "card_most"))
    type_over("5000")
    form = limits(room)
    form.inputs["spend_order"].set_value(SpendOrder.BONUS_FIRST)
    form.inputs["family_cards"].set_value(False)
    form.inputs["credit_limit"].set_value("300")
    press(Qt.Key.Key_Return)
    kept = salon_queries.settings()
    assert (kept.card_most, kept.spend_order, kept.family_cards, kept.credit_limit) == (
        500_000, SpendOrder.BONUS_FIRST, False, 30_000,
    )  # fmt: skip
    assert focus() is limits(room).save  # of the form that was made anew
    room.open(Place("limits", "card_most"))
    type_over("")
    press(Qt.Key.Key_Return)
    assert salon_queries.settings() == replace(kept, card_most=None)
    press(Qt.Key.Key_Z, CTRL)
    assert salon_queries.settings() == kept


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("card_most", "-5", "Type a number without a sign, such as 128.50."),
        ("card_pin_above", "", "Type a number such as 128.50."),
        ("points_adjust_above", "1.5", "Type a whole number such as 30."),
        ("grace_days", "0", "Type a number of days from 1 to 36,500."),
    ],
)
def test_a_wrong_limit(room: BackOfficeRoom, name: str, typed: str, said: str) -> None:
    before = salon_queries.settings()
    room.open(Place("limits", name))
    type_over(typed)
    press(Qt.Key.Key_Return)
    wrong = limits(room).inputs[name]
    assert isinstance(wrong, Field)
    assert wrong.error() == said
    assert salon_queries.settings() == before


def test_what_a_deed_refuses_is_still_typed(room: BackOfficeRoom) -> None:
    """0 is a number, and no number of days: the deed says so, not the form."""
    room.open(Place("limits", "grace_days"))
    type_over("0")
    press(Qt.Key.Key_Return)
    assert limits(room).is_changed()
    room.section().look_again()  # as after any deed
    assert limits(room).inputs["grace_days"].value() == "0"
    press(Qt.Key.Key_Escape)
    assert limits(room).inputs["grace_days"].value() == "30"


@pytest.mark.parametrize("key", ["discounts", "tenders", "taxes"])
def test_a_manager_reads_who_may(enter: Enter, key: str) -> None:
    room = enter("Chen")
    tap_section(room, key)
    assert entries(section(room).list)
    said = section(room).editor.sentence
    assert said is not None
    assert said.words.text() == "Only an owner changes this. Ask an owner to sign in."
    assert not section(room).card.add.isVisible()
    press(Qt.Key.Key_N, CTRL)
    assert section(room).editor.form is None


def test_a_manager_changes_prices_but_not_the_salon(enter: Enter) -> None:
    room = enter("Chen")
    assert section(room).editor.form is not None
    tap_section(room, "salon")
    assert salon_page(room).form is None
    assert salon_page(room).locked.isVisible()


@pytest.mark.parametrize("name", ["Kai", "Mei"])
def test_others_do_not_see_the_room(shell: Shell, sign_in, name: str) -> None:
    sign_in(name)
    assert "backoffice" not in shell.rail.rooms


def test_one_search_over_everything(room: BackOfficeRoom) -> None:
    press(Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "tax")
    found = [row.title for row in entries(room.navigation.list)]
    assert found == ["Taxes", "Prices and taxes", "Each tax is rounded"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    page = room.section()
    assert isinstance(page, TaxSection)
    assert focus() is page.mode.blocks
    press(Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "wash")
    press(Qt.Key.Key_Return)
    assert section(room).editor.title.text() == "Wash"


def test_typing_anywhere_searches(room: BackOfficeRoom) -> None:
    press(Qt.Key.Key_L)
    assert focus() is room.navigation.search
    QTest.keyClicks(focus(), "ock")
    assert [row.title for row in entries(room.navigation.list)] == ["The screen locks after"]
    QTest.keyClicks(focus(), "zzz")
    assert room.navigation.nothing.isVisible()


@pytest.mark.parametrize("key", ["limits", "salon"])
def test_settings_that_were_not_changed_are_not_written(room: BackOfficeRoom, key: str) -> None:
    journal = database.execute_sql("SELECT count(*) FROM journal").fetchone()
    room.open(Place(key))
    room.section().save()
    assert database.execute_sql("SELECT count(*) FROM journal").fetchone() == journal
    said = [one.message for one in room.shell.toasts.history]
    assert said == ["Nothing was changed, so there is nothing to save."]
