"""A discount above its limit waits for another person's PIN before it is on the ticket."""

from collections.abc import Callable
from dataclasses import replace

from salon_pos.domain.limits import Given
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Ticket, change_line
from salon_pos.ui.counter.till import Till
from salon_pos.ui.shell import Shell


def with_approvals(
    till: Till, shell: Shell, ticket: Ticket, then: Callable[[Ticket], None]
) -> None:
    """Ask for each approval `ticket` still needs, one after the other; `then` gets it with all of
    them. Leaving a question changes nothing. A refusal of pricing is said."""
    try:
        needed = till.unapproved(ticket)
    except Refusal as refusal:
        shell.refuse(refusal)
        return
    if not needed:
        then(ticket)
        return
    given = needed[0]
    shell.approve(
        given,
        ticket.uid,
        lambda uid: with_approvals(till, shell, approved(ticket, given, uid), then),
    )


def approved(ticket: Ticket, given: Given, uid: str) -> Ticket:
    """`ticket` with a manager's word on one of its discounts."""
    signed = replace(given.discount, approval=uid)
    if given.line_uid:
        return change_line(ticket, replace(ticket.line(given.line_uid), discount=signed))
    places = [place for place, d in enumerate(ticket.discounts) if d is given.discount]
    discounts = list(ticket.discounts)
    discounts[places[0]] = signed
    return replace(ticket, discounts=tuple(discounts))
