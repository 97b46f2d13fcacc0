"""Parked tickets, without a widget: who waits, and the deeds that move tickets and lines about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from salon_pos.db.queries import people, tickets
from salon_pos.db.queries.tickets import OpenTicket
from salon_pos.domain import ticket as tickets_domain
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.ui.counter.till import Till
from salon_pos.usecases.checkout import Kept, drop_ticket, keep_tickets
from salon_pos.usecases.deed import new_uid


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that is not on the counter; `client` is the payer's name, if there is one."""

    kept: OpenTicket
    client: str

    @property
    def ticket(self) -> Ticket:
        """What is on it."""
        return self.kept.ticket


def waiting(till: Till) -> tuple[Waiting, ...]:
    """Every open ticket but the one on the counter, the longest waiting first."""
    others = [kept for kept in tickets.open_tickets() if kept.ticket.uid != till.ticket.uid]
    return tuple(Waiting(kept, payer(kept.ticket)) for kept in others)


def park(till: Till, tag: str) -> bool:
    """Put the ticket aside under a tag and start a fresh one; whether it was kept."""
    if till.ticket.is_blank and not tag.strip():
        refuse("nothing_to_park", N_("There is nothing on the ticket yet to park."))
    ticket = replace(till.ticket, tag=tag.strip())
    if not _keep(till, (Kept(ticket, till.revision, parked=True),)):
        return False
    till.start_fresh()
    return True


def resume(till: Till, uid: str) -> bool:
    """Take a waiting ticket to the counter; what lies there is parked in the same deed."""
    kept = _on_file(uid)
    both = [Kept(kept.ticket, kept.revision)]
    if not till.ticket.is_blank:
        both.insert(0, Kept(till.ticket, till.revision, parked=True))
    revisions = _keep(till, both)
    if revisions:
        till.hand = ()
        till.show(kept.ticket, revisions[-1])
    return bool(revisions)


def merge(till: Till, uid: str) -> bool:
    """Bring a waiting ticket's lines onto the one at the counter; the emptied one is gone."""
    other = _on_file(uid)
    merged = tickets_domain.merge(till.ticket, other.ticket)
    emptied = replace(other.ticket, lines=(), client_id=None, tag="", discounts=())
    pair = (Kept(emptied, other.revision), Kept(merged, till.revision))
    revisions = _keep(till, pair)
    if revisions:
        till.show(merged, revisions[-1])
    return bool(revisions)


def move(till: Till, uids: frozenset[str], to: str) -> str:
    """Move lines of the counter's ticket to a waiting one, or to a new one (`to` empty); the
    target's uid, empty where it was not kept."""
    target = _on_file(to) if to else None
    fresh = Ticket(new_uid(), till.desk.now(), tag=till.ticket.tag)
    left, grown = tickets_domain.move_lines(till.ticket, target.ticket if target else fresh, uids)
    pair = (
        Kept(left, till.revision),
        Kept(grown, target.revision if target else 0, parked=True),
    )
    revisions = _keep(till, pair)
    if revisions:
        till.show(left, revisions[0])
    return grown.uid if revisions else ""


def split_by_person(till: Till) -> int:
    """Every person's lines to a ticket of their own; the first stays on the counter. How many
    tickets there are then, 0 where they were not kept."""
    now = till.desk.now()
    rest, *made = tickets_domain.split(till.ticket, lambda: Ticket(new_uid(), now))
    kept = (Kept(rest, till.revision), *(Kept(one, parked=True) for one in made))
    revisions = _keep(till, kept)
    if revisions:
        till.show(rest, revisions[0])
    return len(kept) if revisions else 0


def drop(till: Till, uid: str) -> tuple[OpenTicket, ...]:
    """Throw a waiting ticket away; as it was, for bringing it back, or nothing if refused."""
    kept = _on_file(uid)
    till.desk.perform(drop_ticket, uid)
    return (kept,) if tickets.open_ticket(uid) is None else ()


def bring_back(till: Till, dropped: OpenTicket) -> None:
    """Undo a drop."""
    _keep(till, (Kept(dropped.ticket, parked=True),))
    till.tell()


def _keep(till: Till, kept: Sequence[Kept]) -> tuple[int, ...] | None:
    return till.desk.perform(keep_tickets, tuple(kept))


def _on_file(uid: str) -> OpenTicket:
    kept = tickets.open_ticket(uid)
    if kept is None:
        refuse("ticket_gone", N_("This ticket was paid or dropped meanwhile. Choose another."))
    return kept


def payer(ticket: Ticket) -> str:
    """The name of the client who pays the ticket; empty for a walk-in."""
    client = people.client(ticket.client_id) if ticket.client_id is not None else None
    return client.name if client else ""
