"""Discounts above their reason's limit: paid only with another person's approval that fits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog
from salon_pos.domain.limits import Given
from salon_pos.domain.money import Amount
from salon_pos.domain.rights import Role
from salon_pos.domain.ticket import Discount, Ticket
from salon_pos.usecases.approving import approve
from salon_pos.usecases.catalog import save_discount_reason
from salon_pos.usecases.staff import save_staff
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.paying import cut, pay

HALF = 5_000
A_FIFTH = 2_000
"""The limit of “Complaint” in basis points: 16.00 of a cut at 80.00."""


def given(salon: Salon, amount: int, reason: str = "Complaint") -> Given:
    """What the counter asks a manager to approve, in minor units."""
    found = catalog.discount_reasons()[salon.reasons[reason]]
    return Given(Discount(found.id, amount=amount), found, amount=amount, taken_from=8_000)


def approved(salon: Salon, amount: int, *, ticket: str = "t", reason: str = "Complaint") -> str:
    """Chen's word for so much off a ticket; the approval's uid."""
    return approve(
        salon.staff["chen"].id,
        PINS["chen"],
        given(salon, amount, reason),
        ticket_uid=ticket,
        by=salon.by("kai"),
        now=NOW,
    )


def less(salon: Salon, percent_bp: int, approval: str = "", *, uid: str = "t") -> Ticket:
    """A cut at 80.00 with a percentage off its line for a complaint."""
    ticket = cut(salon, uid)
    off = Discount(salon.reasons["Complaint"], percent_bp, approval=approval)
    return replace(ticket, lines=(replace(ticket.lines[0], discount=off),))


def off_ticket(salon: Salon, *discounts: Discount) -> Ticket:
    """A cut at 80.00 with discounts on the whole ticket."""
    return replace(cut(salon), discounts=discounts)


def kept_approvals() -> list[tuple[str | None]]:
    return rows("SELECT approval_uid FROM sale_discount ORDER BY id")


def test_at_the_limit_nobody_is_asked(selling: Salon) -> None:
    receipt = pay(selling, selling.payment(less(selling, A_FIFTH)))
    assert receipt.net == 6_400
    assert kept_approvals() == [(None,)]


def test_a_cent_above_the_limit_needs_a_manager(selling: Salon) -> None:
    with refused("needs_manager", "discount") as no:
        pay(selling, selling.payment(less(selling, A_FIFTH + 1)))  # 20.01 % of 80.00
    assert no.value.values == {"amount": Amount(1_601), "reason": "Complaint"}


@pytest.mark.parametrize("change", [{"retired": True}, {"role": Role.STYLIST}])
def test_a_word_of_who_may_approve_no_more_gives_nothing(selling: Salon, change: Any) -> None:
    word, chen = approved(selling, 4_000), selling.staff["chen"]
    save_staff(replace(chen, **change), by=selling.by("olga"), now=NOW)
    with refused("needs_manager", "discount"):
        pay(selling, selling.payment(less(selling, HALF, word)))
    save_staff(chen, by=selling.by("olga"), now=NOW)
    pay(selling, selling.payment(less(selling, HALF, word)))
    assert kept_approvals() == [(word,)]


def test_a_reason_without_any_discretion_always_needs_a_manager(selling: Salon) -> None:
    reason = catalog.discount_reasons()[selling.reasons["Complaint"]]
    none = replace(reason, limit_bp=None, limit_amount=0)
    save_discount_reason(none, by=selling.by("olga"), now=NOW)
    with refused("needs_manager", "discount"):
        pay(selling, selling.payment(less(selling, 1)))


def test_with_an_approval_it_is_paid_and_the_sale_names_it(selling: Salon) -> None:
    word = approved(selling, 4_000)
    receipt = pay(selling, selling.payment(less(selling, HALF, word)))
    assert (receipt.net, receipt.total) == (4_000, 4_200)
    assert kept_approvals() == [(word,)]


def test_an_approval_for_more_is_enough_for_less(selling: Salon) -> None:
    word = approved(selling, 4_001)
    assert pay(selling, selling.payment(less(selling, HALF, word))).net == 4_000


def test_all_of_it_off_by_approval_needs_no_tender(selling: Salon) -> None:
    word = approved(selling, 8_000)
    receipt = pay(selling, replace(selling.payment(less(selling, 10_000, word)), tenders=()))
    assert (receipt.total, receipt.tenders) == (0, ())


def _of_another_ticket(salon: Salon) -> str:
    return approved(salon, 4_000, ticket="another")


def _for_less(salon: Salon) -> str:
    return approved(salon, 1_599)


def _for_another_reason(salon: Salon) -> str:
    return approved(salon, 4_000, reason="Staff price")


def _that_was_never_given(salon: Salon) -> str:
    return "never given"


def _spent_on_another_ticket(salon: Salon) -> str:
    word = approved(salon, 4_000, ticket="earlier")
    pay(salon, salon.payment(less(salon, HALF, word, uid="earlier")))
    return word


WRONG = (
    _of_another_ticket,
    _for_less,
    _for_another_reason,
    _that_was_never_given,
    _spent_on_another_ticket,
)


@pytest.mark.parametrize("word", WRONG)
def test_an_approval_that_does_not_fit_is_none(
    selling: Salon, word: Callable[[Salon], str]
) -> None:
    payment = selling.payment(less(selling, HALF, word(selling)))
    with refused("needs_manager", "discount"):
        pay(selling, payment)


@pytest.mark.parametrize("word", WRONG)
def test_where_nobody_is_asked_an_approval_that_does_not_fit_is_left_out(
    selling: Salon, word: Callable[[Salon], str]
) -> None:
    """It may come along when lines move to another ticket, or when a limit is raised meanwhile."""
    payment = selling.payment(less(selling, A_FIFTH, word(selling)))
    earlier = len(kept_approvals())
    assert pay(selling, payment).uid == "t"
    assert kept_approvals()[earlier:] == [(None,)]
    assert examine()[1] == ()


def test_one_approval_is_good_for_one_discount(selling: Salon) -> None:
    word = approved(selling, 4_000)
    off = Discount(selling.reasons["Complaint"], amount=3_000, approval=word)
    twice = replace(less(selling, HALF, word), discounts=(off,))
    with refused("needs_manager", "discount"):
        pay(selling, selling.payment(twice))
    other = replace(off, approval=approved(selling, 3_000))
    receipt = pay(selling, selling.payment(replace(twice, discounts=(other,))))
    assert receipt.net == 1_000


def test_a_limit_is_not_passed_in_small_steps(selling: Salon) -> None:
    """15 % and then 10 % of the rest are 23.5 %, above a fifth, although each is below it."""
    reason = selling.reasons["Complaint"]
    steps = Discount(reason, percent_bp=1_500), Discount(reason, percent_bp=1_000)
    with refused("needs_manager", "discount") as no:
        pay(selling, selling.payment(off_ticket(selling, *steps)))
    assert no.value.values["amount"] == Amount(680)
    other = Discount(selling.reasons["Regular client"], percent_bp=1_000)
    assert pay(selling, selling.payment(off_ticket(selling, steps[0], other))).net == 6_120


def test_a_limit_is_not_passed_by_a_line_and_the_whole(selling: Salon) -> None:
    """15 % off the line is 12.00, 10 % of the 68.00 that are left 6.80: with 12.00 above 16.00."""
    line = less(selling, 1_500)
    whole = Discount(selling.reasons["Complaint"], percent_bp=1_000)
    with refused("needs_manager", "discount") as no:
        pay(selling, selling.payment(replace(line, discounts=(whole,))))
    assert no.value.values["amount"] == Amount(680)
    at = replace(whole, percent_bp=0, amount=400)
    assert pay(selling, selling.payment(replace(line, discounts=(at,)))).net == 6_400


def test_the_limit_as_an_amount_counts_too(selling: Salon) -> None:
    reason = catalog.discount_reasons()[selling.reasons["Complaint"]]
    save_discount_reason(replace(reason, limit_amount=500), by=selling.by("olga"), now=NOW)
    over, at = (Discount(reason.id, amount=amount) for amount in (501, 500))
    with refused("needs_manager", "discount"):
        pay(selling, selling.payment(off_ticket(selling, over)))
    assert pay(selling, selling.payment(off_ticket(selling, at))).net == 7_500


def test_the_limit_as_an_amount_is_not_passed_line_by_line(selling: Salon) -> None:
    """5.00 for all of it: 5.00 off the first of two cuts, and a cent off the second."""
    reason = catalog.discount_reasons()[selling.reasons["Complaint"]]
    save_discount_reason(replace(reason, limit_amount=500), by=selling.by("olga"), now=NOW)
    first, more = Discount(reason.id, amount=500), Discount(reason.id, amount=1)
    line = cut(selling).lines[0]
    for off, is_above in ((more, True), (None, False)):
        lines = (replace(line, discount=first), replace(line, uid="second", discount=off))
        ticket = replace(cut(selling), lines=lines)
        if is_above:
            with refused("needs_manager", "discount") as no:
                pay(selling, selling.payment(ticket))
            assert no.value.values["amount"] == Amount(1)
        else:
            assert pay(selling, selling.payment(ticket)).net == 15_500


def test_a_retired_reason_is_refused(selling: Salon) -> None:
    payment = selling.payment(less(selling, 1_000))
    reason = catalog.discount_reasons()[selling.reasons["Complaint"]]
    save_discount_reason(replace(reason, retired=True), by=selling.by("olga"), now=NOW)
    with refused("reason_unknown", "reason"):
        pay(selling, payment)


def test_nobody_approves_their_own_discount(selling: Salon) -> None:
    with refused("own_approval", "pin"):
        approve(
            selling.staff["chen"].id,
            PINS["chen"],
            given(selling, 4_000),
            ticket_uid="t",
            by=selling.by("chen"),
            now=NOW,
        )


def test_a_cashier_approves_nothing(selling: Salon) -> None:
    with refused("not_allowed"):
        approve(
            selling.staff["kai"].id,
            PINS["kai"],
            given(selling, 4_000),
            ticket_uid="t",
            by=selling.by("mei"),
            now=NOW,
        )
