"""What a tier gives for a birthday: due around it, handed over once a year, and never twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import birthdays, members, people, value
from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.domain.tiers import Perks
from salon_pos.usecases.birthdays import GiftHandedOver, give_birthday_gift
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from salon_pos.usecases.voids import preview_void, void
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.spending import is_sound, pay
from tests.usecases.valued import POINTS, TIERS, Valued, made

DAY = NOW.date()


def give(valued: Valued, perks: Perks) -> None:
    """Every tier gives the same."""
    tiers = tuple(replace(tier, perks=perks) for tier in TIERS.tiers)
    set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)


def born(valued: Valued, birthday: date | None) -> None:
    maya = people.client(valued.salon.clients["maya"].id)
    assert maya is not None
    save_client(replace(maya, birthday=birthday), by=valued.salon.by("olga"), now=NOW)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Every tier gives a mask and 20.00 off; Maya's birthday is in three days."""
    made_here = made(selling)
    give(made_here, Perks(birthday_gift="Hair mask", birthday_voucher=2_000))
    born(made_here, date(1990, 5, 7))
    return made_here


def hand_over(valued: Valued, uid: str = "g", at: datetime = NOW) -> GiftHandedOver:
    maya = valued.salon.clients["maya"].id
    return give_birthday_gift(uid, maya, by=valued.salon.by("kai"), now=at)


def due(valued: Valued, day: date = DAY) -> bool:
    member = members.member(valued.salon.clients["maya"].id, day)
    assert member is not None
    return member.gift is not None


def test_rule_30_it_is_due_in_the_week_before_and_after_and_handed_over_once(
    valued: Valued,
) -> None:
    for day, is_due in ((29, False), (30, True)):
        assert due(valued, date(2026, 4, day)) is is_due
    for day, is_due in ((14, True), (15, False)):
        assert due(valued, date(2026, 5, day)) is is_due
    given = hand_over(valued)
    assert given.name == "Hair mask"
    assert given.voucher is not None
    assert (given.voucher.face, given.voucher.least) == (2_000, 0)
    assert given.voucher.client_id == valued.salon.clients["maya"].id
    assert given.voucher.expires == date(2026, 8, 2)  # 90 days after 4 May
    assert not due(valued)
    assert due(valued, date(2027, 5, 4))
    (kept,) = birthdays.given_gifts(valued.salon.clients["maya"].uid)
    assert (kept.day, kept.gift.birthday, kept.gift.name) == (DAY, date(2026, 5, 7), "Hair mask")
    assert rows("SELECT COUNT(*) FROM journal WHERE deed = 'give_birthday_gift'") == [(1,)]
    assert is_sound()


def test_rule_30_its_voucher_pays_as_any_voucher_does(valued: Valued) -> None:
    """The wash is 11.42; what the voucher has more is lost."""
    given = hand_over(valued)
    assert given.voucher is not None
    ticket = valued.salon.ticket("a", valued.salon.line("wash"), client="maya")
    pay(valued, ticket, valued.handed("voucher", 1_142, source=given.voucher.code))
    found = value.voucher(given.voucher.uid)
    assert found is not None
    assert found.used_by == "a"
    assert is_sound()


def test_rule_30_the_window_is_that_of_the_birthday_points(valued: Valued) -> None:
    bonus = Bonus("birthday", BonusKind.BIRTHDAY, points=50, window_days=2)
    rules = replace(POINTS, bonuses=(bonus,))
    set_points_rules(rules, by=valued.salon.by("olga"), now=NOW)
    assert not due(valued)
    assert due(valued, date(2026, 5, 5))


def test_done_again_under_its_uid_it_gives_nothing_more(valued: Valued) -> None:
    first = hand_over(valued)
    before = everything()
    assert hand_over(valued) == first
    assert changed(before) == set()


def test_two_windows_give_it_once(valued: Valued) -> None:
    hand_over(valued)
    with refused("birthday_given", "client"):
        hand_over(valued, "other")


@pytest.mark.parametrize("moved_to", [date(1990, 8, 1), date(1990, 1, 2)])
def test_rule_30_another_birthday_in_the_file_gives_it_no_second_time(
    valued: Valued, moved_to: date
) -> None:
    hand_over(valued)
    born(valued, moved_to)
    late = NOW + timedelta(days=90 if moved_to.month == 8 else 245)
    assert not due(valued, late.date())
    with refused("birthday_given", "client"):
        hand_over(valued, "other", at=late)


def test_next_year_it_is_given_again(valued: Valued) -> None:
    hand_over(valued)
    hand_over(valued, "next", at=NOW + timedelta(days=365))
    assert len(birthdays.given_gifts(valued.salon.clients["maya"].uid)) == 2
    assert is_sound()


def test_who_has_no_birthday_near_is_refused(valued: Valued) -> None:
    for birthday in (None, date(1990, 9, 9)):
        born(valued, birthday)
        with refused("birthday_not_near", "client"):
            hand_over(valued)


def test_a_tier_that_gives_nothing_is_refused(valued: Valued) -> None:
    give(valued, Perks())
    assert not due(valued)
    with refused("no_birthday_gift", "client"):
        hand_over(valued)


def test_something_named_alone_makes_no_voucher(valued: Valued) -> None:
    give(valued, Perks(birthday_gift="Hair mask"))
    assert hand_over(valued) == GiftHandedOver("Hair mask", None)
    assert value.vouchers_of(valued.salon.clients["maya"].id, limit=9) == ()
    assert is_sound()


def test_nobody_is_given_anything_who_is_not_on_file(valued: Valued) -> None:
    with refused("client_unknown", "client"):
        give_birthday_gift("g", 9_999, by=valued.salon.by("kai"), now=NOW)


def test_rule_30_who_was_born_on_29_february_has_it_on_the_28th(valued: Valued) -> None:
    born(valued, date(2000, 2, 29))
    assert due(valued, date(2027, 2, 21))
    assert not due(valued, date(2027, 2, 20))


def test_the_doctor_finds_a_gift_whose_voucher_is_another(valued: Valued) -> None:
    hand_over(valued)
    database.execute_sql("DROP TRIGGER voucher_is")
    database.execute_sql("UPDATE voucher SET client_id = NULL")
    assert "birthdays" in [fault.check for fault in examine()[1]]


def test_rule_23_a_sale_is_not_voided_once_its_tier_gave_a_birthday_gift(valued: Valued) -> None:
    """Only Gold gives one: a top-up of 1,000.00 led her there."""
    gold = Perks(birthday_gift="Hair mask")
    tiers = tuple(replace(tier, perks=gold if tier.key == "gold" else Perks())
                  for tier in TIERS.tiers)  # fmt: skip
    set_tier_rules(replace(TIERS, tiers=tiers), by=valued.salon.by("olga"), now=NOW)
    pay(valued, valued.salon.ticket("top", valued.line(valued.top_up), client="maya"))
    by = valued.salon.by("chen")
    assert preview_void("top", by=by, now=NOW).obstacles == ()
    hand_over(valued)
    kept = everything()
    with refused("used_tier"):
        void("top", "mistake", by=by, now=NOW)
    assert changed(kept) == set()
