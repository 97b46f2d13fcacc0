"""What ends with a day (RULES 15, 25): figures made by hand, at whole days of the salon's clock."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, expiring, members, tier_moves, value
from salon_pos.db.records import expiring as records
from salon_pos.db.stamps import stamped
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.usecases import expiry
from salon_pos.usecases.expiry import Expired, expire
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.rules import save_prepaid, set_points_rules
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon
from tests.usecases.keeping import changed, everything, refused, rows
from tests.usecases.spending import is_sound, left, pay, said
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def at(day: date) -> datetime:
    """Eleven in the morning of a business day, in Vancouver."""
    return NOW + timedelta(days=(day - DAY).days)


def ended(valued: Valued, day: date) -> Expired:
    """What expires at the opening of a day; the gap to the last entry is meant."""
    return expire(by=valued.salon.by("kai"), now=at(day), sure=True)


def give(valued: Valued, points: int, day: date = DAY, client: str = "maya") -> None:
    change = PointsChange(f"{client} {day} {points}", valued.salon.clients[client].id, points, "x")
    adjust_points(change, by=valued.salon.by("olga"), now=at(day))


def test_points_are_good_to_the_end_of_their_last_day(valued: Valued) -> None:
    maya = ledger.points(valued.salon.clients["maya"].uid)
    give(valued, 100)  # to 2027-05-04
    give(valued, 40, date(2026, 6, 4))  # to 2027-06-04
    assert ended(valued, date(2027, 5, 4)) == Expired()
    assert ended(valued, date(2027, 5, 5)) == Expired(points=100)
    assert left(maya) == [(40, "2027-06-04")]
    assert said(maya)[0] == "Points that were good until 4 May 2027 and have expired: 100."
    assert balances.balance(ledger.POINTS_EXPIRED) == 100
    assert is_sound()


def test_again_is_nothing(valued: Valued) -> None:
    give(valued, 100)
    ended(valued, date(2027, 5, 5))
    before = everything()
    assert ended(valued, date(2027, 5, 5)) == Expired()
    assert changed(before) == set()
    ended(valued, date(2027, 5, 6))
    assert changed(before) == {"setting", "row_version", "stamp"}  # how far it has looked


def test_what_was_used_does_not_expire(valued: Valued) -> None:
    give(valued, 100)
    give(valued, -70)
    assert ended(valued, date(2027, 5, 5)) == Expired(points=30)
    give(valued, 10, date(2027, 5, 5))
    give(valued, -10, date(2027, 5, 5))
    assert ended(valued, date(2028, 9, 1)) == Expired()


def test_an_ended_bonus_is_no_expense_and_no_income(valued: Valued) -> None:
    """1,000.00 + 200.00 bonus for 180 days: to 2026-10-31."""
    pay(valued, valued.salon.ticket("t", valued.line(valued.top_up), client="maya"))
    wallet = valued.card.wallet
    assert left(ledger.bonus(wallet)) == [(20_000, "2026-10-31")]
    assert ended(valued, date(2026, 11, 1)) == Expired(bonus=20_000)
    assert left(ledger.bonus(wallet)) == []
    assert left(ledger.principal(wallet)) == [(100_000, "None")]  # principal never ends
    assert balances.balance(ledger.BONUS_GIVEN) == 0
    assert balances.balance(ledger.BREAKAGE) == 0
    assert is_sound()


def test_ended_sessions_become_income_that_day(valued: Valued) -> None:
    """100.00 over six sessions, 90 days: one of 16.67 used, 3 × 16.67 + 2 × 16.66 = 83.33 left."""
    salon = valued.salon
    pay(valued, salon.ticket("p", valued.line(valued.pack), client="maya"))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    wash = salon.ticket("w", replace(salon.line("wash"), source=pack.uid), client="maya")
    pay(valued, wash, salon.handed("card", 216))
    assert ended(valued, date(2026, 8, 2)) == Expired()  # the last good day
    assert ended(valued, date(2026, 8, 3)) == Expired(sessions=5, income=8_333)
    assert balances.balance(ledger.BREAKAGE) == 8_333
    assert balances.balance(ledger.pack_value(pack.uid)) == 0
    (day,) = rows("SELECT business_day FROM ledger_transaction WHERE deed = 'expire'")
    assert day == ("2026-08-03",)
    assert said(ledger.pack(pack.uid))[:2] == [
        "Sessions that were good until 2 Aug 2026 and have expired: 2, worth $33.32.",
        "Sessions that were good until 2 Aug 2026 and have expired: 3, worth $50.01.",
    ]
    assert is_sound()


def test_an_ended_gift_card_becomes_income_and_a_deposit_stays_owed(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("olga")
    card, deposit = (
        save_prepaid(Item(0, name, ItemKind.PREPAID, price=5_000), plan, by=by, now=NOW)
        for name, plan in (("Card 30", Plan(PrepaidKind.GIFT_CARD, days=30)),
                           ("Keep", Plan(PrepaidKind.DEPOSIT)))
    )  # fmt: skip
    pay(valued, salon.ticket("t", valued.line(card), valued.line(deposit), client="maya"))
    assert ended(valued, date(2026, 6, 4)) == Expired(income=5_000)
    assert balances.balance(ledger.BREAKAGE) == 5_000
    assert balances.balance(ledger.deposit(salon.clients["maya"].uid)) == 5_000
    assert is_sound()


def test_a_lot_opened_late_with_a_day_that_is_past_expires_too(valued: Valued) -> None:
    """A clock that was put back opens a lot that has ended before expiry looked."""
    give(valued, 1, date(2027, 5, 5))
    ended(valued, date(2027, 5, 5))
    salon, by = valued.salon, valued.salon.by("olga")
    close_shift(10_000, by=by, now=at(date(2027, 5, 5)))
    open_shift(10_000, by=by, now=at(date(2027, 5, 2)), sure=True)
    set_points_rules(replace(POINTS, days_good=1), by=by, now=at(date(2027, 5, 5)))
    give(valued, 7, date(2027, 5, 2))
    assert ended(valued, date(2027, 5, 6)) == Expired(points=7)
    assert left(ledger.points(salon.clients["maya"].uid)) == [(1, "2028-05-04")]


def test_a_tier_goes_down_when_its_period_ends(valued: Valued) -> None:
    """240.00 reach silver on 2026-05-04, kept to 2027-05-03; nothing more is spent."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    for uid in ("a", "b", "c"):
        pay(valued, salon.ticket(uid, salon.line("cut"), client="maya"))
    member = members.member(maya.id, DAY)
    assert member is not None
    assert member.tier is not None
    assert member.tier.key == "silver"
    assert ended(valued, date(2027, 5, 3)).tiers == 0
    # On the last day of the period the twelve months before it hold 2026-05-04 still: kept.
    assert ended(valued, date(2027, 5, 4)) == Expired(tiers=1)
    assert ended(valued, date(2027, 5, 5)).tiers == 0
    held = tier_moves.held_tier(maya.id)
    assert held is not None
    assert (held.tier, held.since, held.until) == (
        "silver", date(2027, 5, 4), date(2028, 5, 3)
    )  # fmt: skip
    assert ended(valued, date(2028, 5, 4)).tiers == 1
    held = tier_moves.held_tier(maya.id)
    assert held is not None
    assert held.tier == "member"
    member = members.member(maya.id, date(2028, 5, 4))
    assert member
    why = member.standing
    assert why is not None
    assert (why.tier, why.next_inputs) == ("member", {"tier": "silver", "missing_spend": 20_000})


def test_it_is_stopped_and_goes_on_where_it_was(
    valued: Valued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "CHUNK", 2)
    for day in range(5):
        give(valued, 1 + day, DAY + timedelta(days=day))
    seen: list[tuple[int, int]] = []

    def two_chunks(done: int, of: int) -> bool:
        seen.append((done, of))
        return len(seen) < 3

    by, now = valued.salon.by("kai"), at(date(2027, 6, 1))
    first = expire(by=by, now=now, sure=True, go_on=two_chunks)
    assert first == Expired(points=1 + 2 + 3 + 4, finished=False)
    assert seen == [(0, 5), (2, 5), (4, 5)]
    assert expire(by=by, now=now) == Expired(points=5)
    assert is_sound()


def test_the_doctor_finds_what_ended_and_was_passed_over(valued: Valued) -> None:
    give(valued, 100)
    with stamped():
        records.set_looked(expiring.Looked(date(2027, 5, 5), expiring.newest_lot()))
    assert [fault.text for fault in examine()[1]] == [
        "{account}: what ended on {day} has not expired, and never will."
    ]
    with stamped():
        records.set_looked(expiring.Looked(date(2027, 5, 4), expiring.newest_lot()))
    assert examine()[1] == ()


@pytest.mark.parametrize("in_shift", [True, False])
def test_a_clock_that_jumped(valued: Valued, in_shift: bool) -> None:
    """Behind the newest entries, or more than 40 days ahead of them; who is sure says so."""
    give(valued, 100, date(2026, 6, 1))
    by = valued.salon.by("kai")
    if not in_shift:
        close_shift(10_000, by=by, now=at(date(2026, 6, 1)))
    with refused("clock_behind") as no:
        expire(by=by, now=at(date(2026, 5, 31)))
    assert no.value.values["newest"] == date(2026, 6, 1)
    assert expire(by=by, now=at(date(2026, 5, 31)), sure=True) == Expired()
    assert expire(by=by, now=at(date(2026, 7, 11))) == Expired()  # 40 days later
    with refused("clock_ahead") as no:
        expire(by=by, now=at(date(2026, 7, 12)))
    assert no.value.values["newest"] == date(2026, 6, 1)
    assert expire(by=by, now=at(date(2027, 6, 2)), sure=True) == Expired(points=100)


def test_it_says_how_far_it_has_looked(valued: Valued) -> None:
    assert expiring.looked() == expiring.Looked()
    ended(valued, date(2026, 5, 5))
    assert expiring.looked().day == date(2026, 5, 5)


def test_many_lots_in_short_transactions(valued: Valued) -> None:
    """A chunk posts at most twenty lots, so that the till is never held for long."""
    for points in range(1, 45):  # 990 in all, which nobody else has to agree to
        give(valued, points, DAY, client="leo")
    assert ended(valued, date(2027, 5, 5)) == Expired(points=990)
    lots = database.execute_sql(
        "SELECT COUNT(*) FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id"
        " WHERE t.deed = 'expire' AND e.lot_id IS NOT NULL GROUP BY t.id ORDER BY t.id"
    ).fetchall()
    assert [count for (count,) in lots] == [20, 20, 4]
