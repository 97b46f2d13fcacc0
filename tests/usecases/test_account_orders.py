"""A sale on account that is paid off and refunded in any order (RULES 11, 17, 18, 24).

A woman's cut with Mei is 80.00 and 5 % on top, so 84.00 and 80 points; a gel is 30.30 and 5 % and
8 % on top.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from salon_pos.db.queries import balances, tier_moves
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.money import Amount
from salon_pos.domain.points import BaseRule
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.refunds import RefundPreview, RefundRequest
from salon_pos.usecases.rules import set_points_rules
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back, shown, whole
from tests.usecases.spending import is_sound, pay, said
from tests.usecases.valued import POINTS, Valued, made

DAY = NOW.date()
Deed = int | str
"""Minor units that are paid off, or the line of which one comes back."""


@pytest.fixture
def valued(selling: Salon) -> Valued:
    made_here = made(selling)
    settings = replace(
        salon_queries.settings(), credit_limit=1_000_000, refund_manager_above=1_000_000
    )
    change_settings(settings, by=selling.by("olga"), now=NOW)
    return made_here


def two_cuts(valued: Valued) -> Ticket:
    salon = valued.salon
    lines = [Line(f"cut{i}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for i in range(2)]  # fmt: skip
    return salon.ticket("a", *lines, client="maya")


def owe(valued: Valued, ticket: Ticket, amount: int = 0, card: int = 0) -> None:
    """All of it on account, or `amount` beside what the card pays."""
    put = valued.handed("on_account", amount or valued.total(ticket))
    cards = (valued.salon.handed("card", card),) if card else ()
    pay(valued, ticket, *cards, put, by="chen")


def settle(valued: Valued, uid: str, amount: int, now: datetime = NOW) -> int:
    """Paid by card; the points this earns."""
    salon = valued.salon
    return settle_account(uid, salon.clients["maya"].id, amount, salon.tenders["card"],
                          by=salon.by("kai"), now=now).points  # fmt: skip


def refund(
    valued: Valued, uid: str, line: str, *, at: int = 0, now: datetime = NOW
) -> RefundPreview:
    """One of a line comes back; what was paid off of the tender `at` this place goes to the card,
    with Chen's word."""
    salon, by = valued.salon, valued.salon.by("kai")
    asked = RefundRequest(uid, "a", {f"a/{line}": 1}, sent={at: salon.tenders["card"]})
    _, seen = shown(asked, by, now)
    if seen.needs_manager:
        word = approve_deed(salon.staff["chen"].id, PINS["chen"], subject=f"{uid}/refund",
                            amount=seen.total, by=by, now=now)  # fmt: skip
        asked = replace(asked, approval=word)
    give_back(asked, by, now)
    return seen


def done(valued: Valued, deeds: Sequence[Deed]) -> None:
    for n, deed in enumerate(deeds):
        if isinstance(deed, int):
            settle(valued, f"d{n}", deed)
        else:
            refund(valued, f"d{n}", deed)
        assert is_sound()


def maya_points(valued: Valued) -> ledger.Account:
    return ledger.points(valued.salon.clients["maya"].uid)


def points(valued: Valued) -> int:
    return balances.balance(maya_points(valued))


def owed(valued: Valued) -> int:
    return balances.balance(ledger.receivable(valued.salon.clients["maya"].uid))


def spend(valued: Valued) -> int:
    return sum(tier_moves.qualifying_spend(valued.salon.clients["maya"].id, DAY).values())


ORDERS: list[tuple[Deed, ...]] = [
    *dict.fromkeys(permutations((4_200, 4_200, "cut0"))),
    (8_400, "cut0"),
    ("cut0", 8_400),
    # 126.00 were paid: of the 84.00 that come back, 42.00 were owed and 42.00 are paid back.
    (12_600, "cut0"),
    # All of it was paid: 84.00 are paid back.
    (16_800, "cut0"),
    (8_400, 8_400, "cut0"),
]


@pytest.mark.parametrize("deeds", ORDERS)
def test_rule_24_one_of_two_cuts_is_paid_in_the_end(
    valued: Valued, deeds: tuple[Deed, ...]
) -> None:
    """84.00 paid for the cut that stands: 80 points, whatever came first."""
    owe(valued, two_cuts(valued))
    done(valued, deeds)
    assert (points(valued), owed(valued), spend(valued)) == (80, 0, 8_000)
    give_back_rest(valued)
    assert (points(valued), spend(valued)) == (0, 0)
    assert is_sound()


def give_back_rest(valued: Valued) -> None:
    by, salon = valued.salon.by("chen"), valued.salon
    asked = RefundRequest("rest", "a", whole("a"), sent={0: salon.tenders["card"]})
    _, seen = shown(asked, by)
    word = approve_deed(salon.staff["olga"].id, PINS["olga"], subject="rest/refund",
                        amount=seen.total, by=by, now=NOW)  # fmt: skip
    give_back(replace(asked, approval=word), by)


def test_rule_24_what_was_paid_covers_more_of_what_stays(valued: Valued) -> None:
    """42.00 of 168.00 is a quarter: 20 + 20 points. Without one cut it is a half of 84.00: 40 of
    its 80. So 20 are earned and 20 are taken back; the next 42.00 earn the other 40."""
    owe(valued, two_cuts(valued))
    assert settle(valued, "s1", 4_200) == 40
    seen = refund(valued, "r", "cut0")
    said_here = {each.kind: each.amount for each in seen.consequences}
    assert said_here == {"on_account": 8_400, "points_taken": -20, "points_earned": 20}
    assert (points(valued), spend(valued)) == (40, 4_000)
    assert said(maya_points(valued))[:2] == [
        "$80.00 at 1 per $1.00 = 80. 40 are for what came back. 20 were counted before."
        " Counted here: 20.",
        "Points taken back by a refund: 20.",
    ]
    assert settle(valued, "s2", 4_200) == 40
    assert said(maya_points(valued))[0] == (
        "$160.00 at 1 per $1.00 = 160. 80 are for what came back. 40 were counted before."
        " Counted here: 40."
    )


@pytest.mark.parametrize("deeds", list(permutations((9_000, 4_544, "gel", "gel"))))
def test_rule_24_parts_of_a_line_in_any_order(valued: Valued, deeds: tuple[Deed, ...]) -> None:
    """Four gels at twice the points, 136.96 and a cut, 84.00, are 220.96 on account. Two gels come
    back, 68.48: of the 152.48 that stand, 135.44 are paid, so 17.04 stay owed. The whole earns
    floor(242.4 + 80) = 242 + 80; of the gels floor(242 × 2 ÷ 4) = 121 went with two of four."""
    salon = valued.salon
    rules = replace(
        POINTS, base=(BaseRule(1, 100), BaseRule(2, 100, item_id=salon.items["gel"].id))
    )
    set_points_rules(rules, by=salon.by("olga"), now=NOW)
    ticket = salon.ticket("a", salon.line("gel", 4), salon.line("cut"), client="maya")
    owe(valued, ticket)
    done(valued, deeds)
    rest = owed(valued)
    settle(valued, "end", rest)
    assert points(valued) == 121 + 80
    assert spend(valued) == 6_060 + 8_000
    assert is_sound()


def test_rule_17_of_other_tenders_only_their_share_comes_back(valued: Valued) -> None:
    """84.00 by card, 84.00 on account, of which 21.00 are paid. One cut back: 42.00 go to the card,
    42.00 off the account; 21.00 are still owed, and earn the last of 80 points."""
    owe(valued, two_cuts(valued), 8_400, card=8_400)
    assert points(valued) == 80
    assert settle(valued, "s", 2_100) == 20
    seen = refund(valued, "r", "cut0", at=1)
    parts = [(back.kind, back.amount) for back in seen.reversal.tenders]
    assert parts == [(TenderKind.CARD, 4_200), (TenderKind.ON_ACCOUNT, 4_200)]
    assert (points(valued), owed(valued)) == (60, 2_100)
    assert settle(valued, "t", 2_100) == 20
    assert points(valued) == 80


def test_rule_17_first_less_is_owed_then_money_is_paid_back(valued: Valued) -> None:
    """126.00 of 168.00 are paid. A cut of 84.00: 42.00 less is owed, 42.00 go back by card, with
    another's word; without saying how, it is refused with what to do."""
    owe(valued, two_cuts(valued))
    settle(valued, "s", 12_600)
    with refused("account_settled", "sent") as no:
        shown(RefundRequest("r", "a", {"a/cut0": 1}), valued.salon.by("kai"))
    assert no.value.values["rest"] == Amount(4_200)
    seen = refund(valued, "r", "cut0")
    parts = [(back.kind, back.amount, back.was) for back in seen.reversal.tenders]
    assert parts == [
        (TenderKind.ON_ACCOUNT, 4_200, ""), (TenderKind.CARD, 4_200, "On account"),
    ]  # fmt: skip
    assert [reason.key for reason in seen.needs_manager] == ["sent"]
    assert (seen.total, owed(valued)) == (8_400, 0)
    assert balances.balance(ledger.tender("card")) == 12_600 - 4_200
    assert is_sound()


def test_rule_17_what_was_never_paid_is_not_paid_out(valued: Valued) -> None:
    """Whatever is asked for: 84.00 that nobody paid come off the account."""
    owe(valued, two_cuts(valued))
    seen = refund(valued, "r", "cut0")
    assert [(back.kind, back.amount) for back in seen.reversal.tenders] == [
        (TenderKind.ON_ACCOUNT, 8_400)
    ]
    assert seen.needs_manager == ()
    assert (owed(valued), balances.balance(ledger.tender("card"))) == (8_400, 0)


# --- what was paid off has earned points that expired since ---

LATER = NOW + timedelta(days=10)


def soon_over(valued: Valued) -> None:
    """Two cuts, 168.00, wholly on account; points are good for five days."""
    by = valued.salon.by("olga")
    set_points_rules(replace(POINTS, days_good=5), by=by, now=NOW)
    owe(valued, two_cuts(valued))


def let_expire(valued: Valued) -> int:
    """Ten days go by; how many points have expired."""
    return expire(by=valued.salon.by("kai"), now=LATER, sure=True).points


def consequences_of(seen: RefundPreview) -> dict[str, int]:
    return {each.kind: each.amount for each in seen.consequences}


def debt(valued: Valued) -> int:
    return balances.balance(ledger.points_debt(valued.salon.clients["maya"].uid))


@pytest.mark.parametrize("posted", [True, False])
def test_rule_24_a_refund_revives_no_points_that_have_expired(valued: Valued, posted: bool) -> None:
    """Paid 84.00: 80 points, which end. One cut off the account takes 40 of them, and what was
    paid covers 40 more of the other: the one as expired as the other. Its lines keep 80."""
    soon_over(valued)
    assert settle(valued, "s", 8_400) == 80
    assert not posted or let_expire(valued) == 80
    seen = refund(valued, "r", "cut0", now=LATER)
    assert consequences_of(seen) == {"on_account": 8_400}
    assert not posted or points(valued) == 0
    assert let_expire(valued) == (0 if posted else 80)
    assert (points(valued), debt(valued), owed(valued), spend(valued)) == (0, 0, 0, 8_000)
    assert is_sound()
    # The other cut takes all 80 with it: all have expired, none was let go before.
    last = refund(valued, "q", "cut1", now=LATER)
    assert consequences_of(last) == {"card": 8_400, "forgiven": 80}
    assert (points(valued), debt(valued), spend(valued)) == (0, 0, 0)
    assert is_sound()


def test_rule_24_refunded_first_all_of_them_expire_too(valued: Valued) -> None:
    soon_over(valued)
    refund(valued, "r", "cut0")
    assert settle(valued, "s", 8_400) == 80
    assert let_expire(valued) == 80
    assert (points(valued), debt(valued), spend(valued)) == (0, 0, 8_000)


@pytest.mark.parametrize("refund_first", [True, False])
def test_rule_24_what_is_owed_still_earns_once_it_is_paid(
    valued: Valued, refund_first: bool
) -> None:
    """Paid 42.00: 40 points, which end with or without the cut that comes back. The next 42.00
    earn the other 40."""
    soon_over(valued)
    if refund_first:
        refund(valued, "r", "cut0")
    assert settle(valued, "s", 4_200) == 40
    assert let_expire(valued) == 40
    if not refund_first:
        assert consequences_of(refund(valued, "r", "cut0", now=LATER)) == {"on_account": 8_400}
    assert settle(valued, "t", 4_200, LATER) == 40
    assert (points(valued), debt(valued), spend(valued)) == (40, 0, 8_000)
    assert is_sound()


@pytest.mark.parametrize("refund_first", [True, False])
def test_rule_24_only_what_has_expired_stays_so(valued: Valued, refund_first: bool) -> None:
    """63.00 give 60 points, which end; the next 21.00 give 20. The cut takes 40: these 20, and 20
    that have ended. The sale earns 40 for the other: 20 are as expired as before, 20 are new."""
    soon_over(valued)
    if refund_first:
        refund(valued, "r", "cut0")
    assert settle(valued, "s", 6_300) == 60
    assert let_expire(valued) == 60
    assert settle(valued, "t", 2_100, LATER) == 20
    if not refund_first:
        seen = refund(valued, "r", "cut0", now=LATER)
        assert consequences_of(seen) == {
            "on_account": 8_400, "points_taken": -20, "points_earned": 20,
        }  # fmt: skip
        assert said(maya_points(valued))[:2] == [
            "$160.00 at 1 per $1.00 = 160. 80 are for what came back. 40 were counted before."
            " 20 had expired and stay so. Counted here: 20.",
            "Points taken back by a refund: 40. Counted here: 20.",
        ]
    assert (points(valued), debt(valued), spend(valued)) == (20, 0, 8_000)
    assert is_sound()


@pytest.mark.parametrize("refund_first", [True, False])
def test_rule_24_some_were_spent_and_the_others_expired(valued: Valued, refund_first: bool) -> None:
    """Of 80 points 50 are gone and 30 end. The cut takes 40, 30 of them expired, 10 as debt; the
    other earns 40: 30 stay expired, and 10 repay the debt."""
    soon_over(valued)
    salon = valued.salon
    if refund_first:
        refund(valued, "r", "cut0")
    assert settle(valued, "s", 8_400) == 80
    gone = PointsChange("p", salon.clients["maya"].id, -50, "Spent")
    adjust_points(gone, by=salon.by("chen"), now=NOW)
    assert let_expire(valued) == 30
    if not refund_first:
        seen = refund(valued, "r", "cut0", now=LATER)
        assert consequences_of(seen) == {
            "on_account": 8_400, "points_debt": 10, "points_earned": 10,
        }  # fmt: skip
    assert (points(valued), debt(valued), spend(valued)) == (0, 0, 8_000)
    assert is_sound()
