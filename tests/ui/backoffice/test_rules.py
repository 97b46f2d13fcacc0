"""Rules of value: points, tiers, prepaid by keys and taps, refusals beside their field."""

import json
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from salon_pos import i18n
from salon_pos.db.queries import catalog, value
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, MemberDays, PointsRules, Referral
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import (
    CategoryPercent,
    FreeServices,
    MemberPrice,
    Perks,
    Tier,
    TierRules,
)
from salon_pos.ui.backoffice.points_form import PointsForm
from salon_pos.ui.backoffice.points_section import PointsSection
from salon_pos.ui.backoffice.room import BackOfficeRoom
from salon_pos.ui.backoffice.rules_section import RulesSection
from salon_pos.ui.backoffice.search import Place, found
from salon_pos.ui.backoffice.tiers_form import TiersForm
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.confirm import Confirm
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from tests.salons import NOW, Salon
from tests.ui.backoffice.hands import (
    CTRL,
    focus,
    press,
    tab_to,
    tap_and_type,
    tap_block,
    tap_section,
    type_over,
)
from tests.ui.reading import field
from tests.usecases.valued import POINTS, TIERS, made

LEFT = Qt.MouseButton.LeftButton
CAD = CURRENCIES["CAD"]


def page(room: BackOfficeRoom) -> RulesSection:
    found_page = room.section()
    assert isinstance(found_page, RulesSection)
    return found_page


def points_form(room: BackOfficeRoom) -> PointsForm:
    shown = page(room).form
    assert isinstance(shown, PointsForm)
    return shown


def tiers_form(room: BackOfficeRoom) -> TiersForm:
    shown = page(room).form
    assert isinstance(shown, TiersForm)
    return shown


# --- points ---


def test_points_by_key_make_a_version(room: BackOfficeRoom) -> None:
    room.open(Place("points"))
    assert page(room).version.text() == "nothing is in force yet"
    assert focus() is field(points_form(room), "points").line
    type_over("2")
    tab_to(field(points_form(room), "burn_step"))
    type_over("100")
    press(Qt.Key.Key_Tab)
    type_over("0.50")
    press(Qt.Key.Key_Return)
    kept = value.points_in_force()
    assert kept is not None
    assert kept.base == (BaseRule(2, 100),)
    assert kept.burn == PointsRule(step=100, value=50, cap_bp=10_000)
    assert page(room).version.text() == "version 1, in force since 4 May 2026 11:00 (Olga)"
    type_over("3")
    press(Qt.Key.Key_S, CTRL)
    assert value.newest_version("points") == 2
    assert page(room).version.text().startswith("version 2, ")


def test_the_sentence_follows_what_is_typed(room: BackOfficeRoom) -> None:
    """The cut costs 60.00 where no level says otherwise."""
    room.open(Place("points"))
    shown = points_form(room)
    tap_and_type(field(shown, "points"), "1")
    assert shown.example.words.text() == "Women's cut for $60.00 gives 60 points."
    tap_and_type(field(shown, "burn_step"), "100")
    tap_and_type(field(shown, "burn_value"), "1")
    assert shown.example.words.text() == "Women's cut for $60.00 gives 60 points, worth $0.60."
    tap_and_type(field(shown, "points"), "many")
    assert shown.example.words.text() == "Type a number such as 100."


def test_it_says_what_the_best_tier_gets(salon: Salon, room: BackOfficeRoom) -> None:
    """Gold multiplies by 1.5: 90 points."""
    by = salon.by("olga")
    set_tier_rules(TIERS, by=by, now=NOW)
    set_points_rules(POINTS, by=by, now=NOW)
    room.open(Place("points"))
    assert points_form(room).example.words.text() == (
        "Women's cut for $60.00 gives 60 points, worth $0.60.\nWith Gold: 90 points, worth $0.90."
    )


def rich(salon: Salon) -> PointsRules:
    """Rules that use every field."""
    cut, _, products = (category.id for category in catalog.categories())
    return PointsRules(
        version=1,
        base=(BaseRule(1, 100), BaseRule(2, 150, category_id=cut),
              BaseRule(0, 100, item_id=salon.items["wash"].id)),
        bonuses=(
            Bonus("coming", BonusKind.VISIT, points=5, least=2_000),
            Bonus("birthday", BonusKind.BIRTHDAY, percent_bp=5_000, window_days=7),
            Bonus("November", BonusKind.CAMPAIGN, points=11, least=1_000, first=date(2026, 11, 1),
                  last=date(2026, 11, 30)),
        ),
        tier_multipliers={"silver": 12_000, "gold": 15_000},
        member_days=MemberDays(20_000, frozenset({2}), frozenset({1, 15})),
        excluded_items=frozenset({salon.items["gel"].id}),
        excluded_categories=frozenset({products}),
        burn=PointsRule(step=100, value=100, cap_bp=2_550),
        days_good=365,
        at_top_up=True,
        platform_earns=True,
        referral=Referral(100, 50),
        activities={"a review": 20},
    )  # fmt: skip


def test_no_tier_has_a_row_of_its_own(salon: Salon, room: BackOfficeRoom) -> None:
    """Of four, two stand beside two."""
    fourth = Tier("platinum", "Platinum", spend=1_000_000)
    four = replace(TIERS, tiers=(*TIERS.tiers, fourth))
    set_tier_rules(four, by=salon.by("olga"), now=NOW)
    room.open(Place("points"))
    focus()
    fields = [field(points_form(room), f"tier.{tier.key}") for tier in four.tiers]
    assert len(fields) == 4
    assert [one.y() == fields[0].y() for one in fields] == [True, True, False, False]
    assert len({one.width() for one in fields}) == 1


def test_every_rule_of_points_is_shown_and_kept(salon: Salon, room: BackOfficeRoom) -> None:
    by, rules = salon.by("olga"), rich(salon)
    set_tier_rules(TIERS, by=by, now=NOW)
    set_points_rules(rules, by=by, now=NOW)
    room.open(Place("points"))
    shown = points_form(room)
    assert not shown.is_changed()
    assert json.loads(to_json(shown.read())) == json.loads(to_json(rules))
    press(Qt.Key.Key_Return)  # nothing was changed: no version of its own
    assert value.points_in_force() == replace(rules, version=1)


def test_a_rule_for_one_item_and_what_never_earns(salon: Salon, room: BackOfficeRoom) -> None:
    room.open(Place("points"))
    shown = points_form(room)
    tap_and_type(field(shown, "points"), "1")
    products = catalog.categories()[2].id
    field(shown, "new_item").set_value(salon.items["wash"].id)
    tap_and_type(field(shown, "new_points"), "3")
    box = field(shown, f"category.{products}.not").box
    shown.area.ensureWidgetVisible(box)
    QTest.mouseClick(box, LEFT)
    QTest.mouseClick(shown.save, LEFT)
    kept = value.points_in_force()
    assert kept is not None
    wash = salon.items["wash"].id
    assert kept.base == (BaseRule(1, 100), BaseRule(3, 100, item_id=wash))
    assert kept.excluded_categories == {products}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("points", "1.5", "Type a whole number such as 100."),
        ("points", "-1", "Type a number without a sign, such as 100."),
        ("per", "0", "Here an amount of at least $0.01 is needed."),
        ("points", "5000", "At best these points are worth the whole price or more. "
                           "Give fewer, or make each worth less."),
        ("tier.gold", "0", "Here a factor above 0 and up to 100 is needed, such as 1.2."),
        ("tier.gold", "lots", "Type a number such as 1.2."),
        ("days_good", "0", "Here a whole number from 1 to 36,500 is needed."),
        ("burn_cap", "120", "Here a percentage from 0.01 % to 100 % is needed."),
        ("burn_step", "0", "Here a whole number from 1 to 1,000,000,000 is needed."),
        ("days_of_month", "1, 32", "Here a whole number from 1 to 31 is needed."),
    ],
)  # fmt: skip
def test_a_wrong_rule_of_points_is_refused_beside_it(
    salon: Salon, room: BackOfficeRoom, name: str, typed: str, said: str
) -> None:
    by = salon.by("olga")
    set_tier_rules(TIERS, by=by, now=NOW)
    set_points_rules(POINTS, by=by, now=NOW)
    room.open(Place("points"))
    wrong = field(points_form(room), name)
    tap_and_type(wrong, typed)
    press(Qt.Key.Key_Return)
    assert wrong.error() == said
    assert focus() is wrong.line
    assert value.newest_version("points") == 1
    assert points_form(room).is_changed()


def test_a_campaign_without_days_is_refused_beside_its_first_day(room: BackOfficeRoom) -> None:
    room.open(Place("points", "bonus.0.kind"))
    shown = points_form(room)
    field(shown, "bonus.0.kind").set_value(BonusKind.CAMPAIGN)
    shown.bonuses.show_fitting()
    tap_and_type(field(shown, "bonus.0.name"), "Spring")
    tap_and_type(field(shown, "bonus.0.points"), "10")
    press(Qt.Key.Key_Return)
    assert field(shown, "bonus.0.first").error() == (
        "A campaign has a first and a last day in this order, other bonuses have none."
    )
    tap_and_type(field(shown, "bonus.0.first"), "tomorrow")
    press(Qt.Key.Key_Return)
    assert field(shown, "bonus.0.first").error() == "Type a day such as 2026-11-24."
    assert value.newest_version("points") == 0


def test_a_campaign_that_pays_the_client_is_refused_beside_its_points(
    room: BackOfficeRoom,
) -> None:
    """11 points, worth 0.11, with a sale of 0.01, too; from 10.00 on they may be given."""
    room.open(Place("points", "bonus.0.kind"))
    shown = points_form(room)
    field(shown, "bonus.0.kind").set_value(BonusKind.CAMPAIGN)
    shown.bonuses.show_fitting()
    tap_and_type(field(shown, "new_points"), "1")
    tap_and_type(field(shown, "new_per"), "1")
    for part, typed in (("name", "Spring"), ("points", "11"), ("first", "2026-11-01"),
                        ("last", "2026-11-30")):  # fmt: skip
        tap_and_type(field(shown, f"bonus.0.{part}"), typed)
    for part, typed in (("step", "100"), ("value", "1")):
        tap_and_type(field(shown, f"burn_{part}"), typed)
    press(Qt.Key.Key_Return)
    assert field(shown, "bonus.0.points").error() == (
        "With all else that comes with a sale, Spring may be worth its whole price. Give fewer "
        "points, or give them from a larger amount on."
    )
    assert value.newest_version("points") == 0
    tap_and_type(field(shown, "bonus.0.least"), "10")
    press(Qt.Key.Key_Return)
    assert value.newest_version("points") == 1


# --- tiers ---


def test_three_tiers_by_tap(room: BackOfficeRoom) -> None:
    tap_section(room, "tiers")
    shown = tiers_form(room)
    tap_block(shown.count, 3)
    for n, (name, spend) in enumerate((("Member", ""), ("Silver", "200"), ("Gold", "1000"))):
        tap_block(shown.pickers[3], n)
        tap_and_type(field(shown, f"tier.{n}.name"), name)
        tap_and_type(field(shown, f"tier.{n}.spend"), spend)
    tap_and_type(field(shown, "tier.2.off.0"), "12.5")
    QTest.mouseClick(shown.save, LEFT)
    kept = value.tiers_in_force()
    assert kept is not None
    assert [(tier.name, tier.spend) for tier in kept.tiers] == [
        ("Member", None), ("Silver", 20_000), ("Gold", 100_000)
    ]  # fmt: skip
    assert kept.tiers[2].perks.percents == (CategoryPercent(1_250),)
    assert len({tier.key for tier in kept.tiers}) == 3
    assert page(room).version.text().startswith("version 1, ")


def test_every_rule_of_tiers_is_shown_and_kept(salon: Salon, room: BackOfficeRoom) -> None:
    cut = catalog.categories()[0].id
    wash, colour = salon.items["wash"].id, salon.items["colour"].id
    perks = Perks(
        percents=(CategoryPercent(500), CategoryPercent(1_250, cut)),
        member_prices=(MemberPrice(wash, 900),),
        free_services=(FreeServices(frozenset({wash, colour}), 2),),
        birthday_gift="a comb", birthday_voucher=2_000,
    )  # fmt: skip
    member, silver, gold = TIERS.tiers
    rules = TierRules(1, (member, replace(silver, visits=6), replace(gold, perks=perks)), 6, 18)
    set_tier_rules(rules, by=salon.by("olga"), now=NOW)
    room.open(Place("tiers"))
    assert json.loads(to_json(tiers_form(room).read())) == json.loads(to_json(rules))
    press(Qt.Key.Key_S, CTRL)  # nothing was changed: no version of its own
    assert value.tiers_in_force() == replace(rules, version=1)


def test_a_tier_that_was_taken_away_does_not_come_back_as_another(
    salon: Salon, room: BackOfficeRoom
) -> None:
    """Who held the old one must not find themselves in the new one."""
    by = salon.by("olga")
    four = replace(TIERS, tiers=(*TIERS.tiers, Tier("tier3_3", "Diamond", spend=900_000)))
    set_tier_rules(four, by=by, now=NOW)
    set_tier_rules(TIERS, by=by, now=NOW)
    room.open(Place("tiers"))
    shown = tiers_form(room)
    assert focus() is shown.count.blocks
    tap_block(shown.count, 4)
    assert focus() is shown.count.blocks  # and the fourth is shown
    tap_block(shown.pickers[4], 3)
    tap_and_type(field(shown, "tier.3.name"), "Jade")
    tap_and_type(field(shown, "tier.3.spend"), "2000")
    press(Qt.Key.Key_Return)
    kept = value.tiers_in_force()
    assert kept is not None
    assert kept.tiers[3].name == "Jade"
    assert kept.tiers[3].key not in {tier.key for tier in four.tiers}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        (
            "tier.2.spend",
            "150",
            "Gold must ask for more than Silver. Raise it, or lower the other.",
        ),
        ("tier.1.name", "", "Give the tier a name."),
        ("tier.1.spend", "", "Say how Silver is reached: by spend, by visits or by one top-up."),
        ("tier.1.name", "Gold", "Two tiers are called Gold. Rename one of them."),
        ("tier.1.spend", "-5", "Type a number without a sign, such as 128.50."),
        ("tier.1.off.0", "101", "Here a percentage from 0 % to 100 % is needed."),
        ("tier.1.visits", "two", "Type a number such as 100."),
        ("window", "0", "Here a whole number from 1 to 120 is needed."),
    ],
)
def test_a_wrong_tier_is_refused_beside_it_and_comes_into_sight(
    salon: Salon, room: BackOfficeRoom, name: str, typed: str, said: str
) -> None:
    set_tier_rules(TIERS, by=salon.by("olga"), now=NOW)
    room.open(Place("tiers"))
    shown = tiers_form(room)
    field(shown, name).set_value(typed)  # of a tier that is not in sight
    press(Qt.Key.Key_Return)
    assert field(shown, name).error() == said
    assert field(shown, name).isVisible()
    assert value.newest_version("tiers") == 1


@pytest.mark.parametrize(("language", "said"), [("en", "80 % off: pays 20 %"), ("zh_CN", "2折")])
def test_what_is_off_says_what_is_left_to_pay(
    salon: Salon, room: BackOfficeRoom, language: str, said: str
) -> None:
    """Who means 8折 types 80 and sees 2折."""
    set_tier_rules(TIERS, by=salon.by("olga"), now=NOW)
    i18n.use(language, CAD)
    room.open(Place("tiers"))
    off = field(tiers_form(room), "tier.0.off.0")
    assert off.sentence.text() == ""
    tap_and_type(off, "80")
    assert off.sentence.text().startswith(said)
    off.set_value("1.2.3")
    assert off.sentence.text() == ""


def question(room: BackOfficeRoom) -> Confirm:
    (asked,) = [one for one in room.shell.findChildren(Confirm) if one.is_open()]
    return asked


def said_by(asked: Confirm) -> str:
    (_title, sentence) = asked.findChildren(Paragraph)
    return sentence.text()


def test_a_lower_tier_that_gives_more_is_asked_about_once(
    salon: Salon, room: BackOfficeRoom
) -> None:
    set_tier_rules(TIERS, by=salon.by("olga"), now=NOW)
    room.open(Place("tiers"))
    field(tiers_form(room), "tier.0.off.0").set_value("90")
    field(tiers_form(room), "tier.1.off.0").set_value("10")
    press(Qt.Key.Key_Return)
    assert said_by(question(room)) == ("Member takes 90 % off, and Silver above it 10 %.")
    press(Qt.Key.Key_Escape)
    assert value.newest_version("tiers") == 1
    page(room).save()
    QTest.mouseClick(question(room).yes, LEFT)
    assert value.newest_version("tiers") == 2
    field(tiers_form(room), "window").set_value("6")
    page(room).save()  # the same tiers, known by now
    assert value.newest_version("tiers") == 3


def test_a_lower_tier_with_more_points_is_asked_about(salon: Salon, room: BackOfficeRoom) -> None:
    set_tier_rules(TIERS, by=salon.by("olga"), now=NOW)
    set_points_rules(POINTS, by=salon.by("olga"), now=NOW)
    room.open(Place("points"))
    field(points_form(room), "tier.silver").set_value("2")
    press(Qt.Key.Key_Return)
    assert said_by(question(room)) == "Silver gives 200 % of the points, and Gold above it 150 %."


def test_a_version_is_put_back_as_a_new_one(salon: Salon, room: BackOfficeRoom) -> None:
    first = replace(POINTS, tier_multipliers={})  # the salon has no tiers
    set_points_rules(first, by=salon.by("olga"), now=NOW)
    room.open(Place("points"))
    field(points_form(room), "points").set_value("2")
    press(Qt.Key.Key_Return)
    room.shell.toasts.undo_last()
    assert value.points_in_force() == replace(first, version=3)


# --- who, and where ---


def test_who_may_not_reads_why(desk: Desk, shell: Shell, sign_in) -> None:
    sign_in("Kai")
    shown = PointsSection(desk, shell)
    shown.shown()
    assert shown.form is None
    assert shown.locked.isVisibleTo(shown)
    assert shown.locked.words.text() == (
        "Only a manager or an owner changes these rules. Ask one of them to sign in."
    )
    assert not shown.lab_card.isVisibleTo(shown)


def test_the_search_finds_rules_and_what_is_prepaid(selling: Salon, room: BackOfficeRoom) -> None:
    valued = made(selling)
    assert Place("points", "burn_step") in [row.key for row in found("points as money")]
    assert Place("tiers", "count") in [row.key for row in found("how many tiers")]
    assert [row.key for row in found("wash 5+1")] == [Place("prepaid", valued.pack.id)]
    room.open(Place("points", "days_good"))
    assert focus() is field(points_form(room), "days_good").line


def test_what_is_typed_is_brought_back(room: BackOfficeRoom, shell: Shell) -> None:
    room.open(Place("points"))
    type_over("7")
    tap_section(room, "tiers")
    assert shell.toasts.history[-1].message == "1 change was not saved."
    press(Qt.Key.Key_Z, CTRL)
    assert field(points_form(room), "points").value() == "7"
    press(Qt.Key.Key_Escape)
    assert field(points_form(room), "points").value() == ""


@pytest.mark.parametrize("section", ["points", "salon"])
def test_what_is_typed_stays_while_another_room_is_looked_at(
    room: BackOfficeRoom, shell: Shell, section: str
) -> None:
    room.open(Place(section))
    type_over("7")
    typed = room.section().drafts()
    assert list(typed) == [section]
    shell.show_room("sales")
    shell.show_room("backoffice")
    assert room.section().drafts() == typed
    press(Qt.Key.Key_S, CTRL)
    assert room.section().drafts() == {}


def test_what_somebody_else_typed_is_gone_for_the_next(
    room: BackOfficeRoom, shell: Shell, sign_in
) -> None:
    room.open(Place("points"))
    type_over("7")
    shell.lock()
    sign_in("Chen")
    shell.show_room("backoffice")
    assert field(points_form(room), "points").value() == ""
