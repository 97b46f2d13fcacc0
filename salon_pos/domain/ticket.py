"""The ticket: an open, not yet paid sale. Frozen; every change makes a new one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from salon_pos.domain.catalog import HairLength, ItemKind
from salon_pos.domain.money import BASIS_POINTS, MOST, Amount, share
from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Credit:
    """A staff member's part of a line's sales credit, in basis points. The first one leads."""

    staff_id: int
    part_bp: int = BASIS_POINTS


@dataclass(frozen=True, slots=True)
class Discount:
    """Basis points or minor units off, for a reason. `approval` is the uid of a manager's
    approval, needed above the reason's limit."""

    reason_id: int
    percent_bp: int = 0
    amount: int = 0
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One item on a ticket: how many, who does it, whom it is for. `typed_price` (minor units)
    only for open prices; `parent` is the uid of the service an add-on belongs to; `source`, of the
    pack a service's session comes from, or of the card that a top-up goes to, or `free_source` of
    the payer's tier that it is free with; of a gift card the number printed on it, if it has one.
    """

    uid: str
    item_id: int
    quantity: int = 1
    staff: tuple[Credit, ...] = ()
    requested: bool = False
    client_id: int | None = None
    length: HairLength | None = None
    typed_price: int | None = None
    discount: Discount | None = None
    parent: str = ""
    source: str = ""

    @property
    def lead(self) -> int | None:
        """The staff member who leads the line and so sets its price."""
        return self.staff[0].staff_id if self.staff else None

    @property
    def free_with(self) -> str:
        """The key of the tier that the line is free with, empty where it is not."""
        return free_tier(self.source)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Lines in order, the paying client if there is one, and what is taken off the whole:
    `coupon` is the uid of a voucher with conditions, empty without one."""

    uid: str
    opened_at: datetime
    lines: tuple[Line, ...] = ()
    client_id: int | None = None
    tag: str = ""
    discounts: tuple[Discount, ...] = ()
    coupon: str = ""

    def line(self, uid: str) -> Line:
        """The line with this uid; KeyError if it is not on the ticket."""
        for line in self.lines:
            if line.uid == uid:
                return line
        raise KeyError(uid)

    @property
    def is_blank(self) -> bool:
        """Nothing on it worth keeping."""
        return not self.lines and self.client_id is None and not self.tag


MAX_QUANTITY = 999
FREE = "free:"


def free_source(tier: str) -> str:
    """The `source` of a line that is free with the tier that has this key."""
    return f"{FREE}{tier}"


def free_tier(source: str) -> str:
    """The key of the tier that a `source` names, empty where it names something else."""
    return source.removeprefix(FREE) if source.startswith(FREE) else ""


def uses_pack(source: str, kind: str) -> bool:
    """Whether a line of such a kind of item takes a session from its `source`."""
    return bool(source) and not free_tier(source) and kind == ItemKind.SERVICE


def equal_credit(staff_ids: tuple[int, ...]) -> tuple[Credit, ...]:
    """Sales credit in equal parts that sum to exactly 100 %, the odd point to the leader."""
    parts = share(BASIS_POINTS, [1] * len(staff_ids))
    return tuple(Credit(staff_id, part) for staff_id, part in zip(staff_ids, parts, strict=True))


def add_line(ticket: Ticket, line: Line) -> Ticket:
    """`line` at the end, or below its service and the add-ons already there. An add-on of an
    add-on belongs to the same service. Refuses a line that is there already, and an add-on
    without its service."""
    check_line(line)
    _check_uids((*ticket.lines, line))
    if not line.parent:
        return replace(ticket, lines=(*ticket.lines, line))
    service = next((root(other) for other in ticket.lines if other.uid == line.parent), "")
    if not service:
        _refuse_alone()
    at = 1 + max(i for i, other in enumerate(ticket.lines) if root(other) == service)
    addon = replace(line, parent=service)
    return replace(ticket, lines=(*ticket.lines[:at], addon, *ticket.lines[at:]))


def change_line(ticket: Ticket, line: Line) -> Ticket:
    """`line` in place of the one with its uid (KeyError if there is none); refuses a quantity or
    credit that is wrong, and another service for an add-on."""
    check_line(line)
    if ticket.line(line.uid).parent != line.parent:
        _refuse_alone()
    lines = tuple(line if other.uid == line.uid else other for other in ticket.lines)
    return replace(ticket, lines=lines)


def remove_line(ticket: Ticket, uid: str) -> Ticket:
    """Without the line and its add-ons; what is taken off the whole goes with the last line."""
    lines = tuple(line for line in ticket.lines if uid not in (line.uid, line.parent))
    return replace(ticket, lines=lines) if lines else _emptied(ticket)


def merge(into: Ticket, other: Ticket) -> Ticket:
    """All lines on one ticket. A line of the other's client stays that client's own. Refuses a
    ticket with itself, and one with a discount on the whole."""
    _check_two(into, other)
    if other.discounts or other.coupon:
        refuse(
            "merge_discounted",
            N_("The other ticket carries a discount on the whole. Take it off there, then merge."),
        )
    theirs = tuple(_keep_owner(line, other.client_id, into.client_id) for line in other.lines)
    client_id = into.client_id if into.client_id is not None else other.client_id
    lines = into.lines + theirs
    _check_uids(lines)
    return replace(into, lines=lines, client_id=client_id, tag=into.tag or other.tag)


def move_lines(source: Ticket, target: Ticket, uids: frozenset[str]) -> tuple[Ticket, Ticket]:
    """Lines from one ticket to the other, each service with its add-ons. Refuses when nothing is
    chosen, an add-on without its service, and a ticket with itself."""
    _check_two(source, target)
    moved = tuple(line for line in source.lines if root(line) in uids)
    left = tuple(line for line in source.lines if root(line) not in uids)
    if any(line.uid in uids for line in left):
        _refuse_alone()
    if not moved:
        refuse("nothing_chosen", N_("Choose at least one line."))
    kept = tuple(_keep_owner(line, source.client_id, target.client_id) for line in moved)
    _check_uids(target.lines + kept)
    return (
        replace(source, lines=left) if left else _emptied(source),
        replace(target, lines=target.lines + kept),
    )


def split(ticket: Ticket, fresh: Callable[[], Ticket]) -> tuple[Ticket, ...]:
    """A ticket for each person, which they pay: the first keeps this one and its discounts, the
    others get `fresh` ones with its tag. Refuses where all lines are for the same person."""
    persons = people(ticket)
    if len(persons) < 2:
        refuse(
            "one_person",
            N_("All lines are for the same person. Say for whom a line is, then split."),
        )
    rest, made = ticket, list[Ticket]()
    for person in persons[1:]:
        own = replace(fresh(), client_id=person, tag=ticket.tag)
        rest, own = move_lines(rest, own, lines_for(rest, person))
        made.append(own)
    return (replace(rest, client_id=persons[0]), *made)


def lines_for(ticket: Ticket, client_id: int | None) -> frozenset[str]:
    """The uids of one person's lines, as `move_lines` takes them."""
    return frozenset(line.uid for line in ticket.lines if line_client(ticket, line) == client_id)


def people(ticket: Ticket) -> tuple[int | None, ...]:
    """Whom the lines are for, in order of appearance."""
    return tuple(dict.fromkeys(line_client(ticket, line) for line in ticket.lines))


def line_client(ticket: Ticket, line: Line) -> int | None:
    """Whom a line is for: its own client, else the payer; an add-on, whom its service is for."""
    service = ticket.line(line.parent) if line.parent else line
    return service.client_id if service.client_id is not None else ticket.client_id


def root(line: Line) -> str:
    """The uid of the line it stands or falls with: its service, or itself."""
    return line.parent or line.uid


def check_ticket(ticket: Ticket) -> None:
    """Refuse what no ticket can hold, however it came: a wrong line, a line twice, an add-on
    whose service is not there."""
    for line in ticket.lines:
        check_line(line)
    _check_uids(ticket.lines)
    services = {line.uid for line in ticket.lines if not line.parent}
    if any(root(line) not in services for line in ticket.lines):
        _refuse_alone()


def check_line(line: Line) -> None:
    """Refuse a quantity, price or sales credit no line can have."""
    if not 1 <= line.quantity <= MAX_QUANTITY:
        refuse(
            "bad_quantity",
            N_("The quantity is a whole number from 1 to {most}."),
            field="quantity",
            most=MAX_QUANTITY,
        )
    if line.typed_price is not None and not 0 <= line.typed_price <= MOST:
        refuse(
            "bad_price",
            N_("A price is zero or more, and at most {most}."),
            field="price",
            most=Amount(MOST),
        )
    check_credit(line.staff)


def check_credit(credits: Sequence[Credit]) -> None:
    """Refuse parts that do not sum to exactly 100 %, and a staff member twice. Nobody is fine."""
    staff_ids = [credit.staff_id for credit in credits]
    parts = [credit.part_bp for credit in credits]
    if credits and (sum(parts) != BASIS_POINTS or min(parts) < 0):
        refuse("bad_credit", N_("The parts of the sales credit must sum to 100 %."), field="staff")
    if len(set(staff_ids)) != len(staff_ids):
        refuse("same_staff_twice", N_("Each staff member can share a line once."), field="staff")


def _check_uids(lines: tuple[Line, ...]) -> None:
    if len({line.uid for line in lines}) != len(lines):
        refuse("line_twice", N_("This line is already on the ticket."))


def _emptied(ticket: Ticket) -> Ticket:
    return replace(ticket, lines=(), discounts=(), coupon="")


def _check_two(one: Ticket, other: Ticket) -> None:
    if one.uid == other.uid:
        refuse("same_ticket", N_("This is the same ticket. Choose another."))


def _refuse_alone() -> NoReturn:
    refuse("addon_alone", N_("An add-on stays with its service. Choose the service."))


def _keep_owner(line: Line, owner: int | None, payer: int | None) -> Line:
    """The line with whom it is for written on it, where the new payer is somebody else."""
    if not line.parent and line.client_id is None and owner is not None and owner != payer:
        return replace(line, client_id=owner)
    return line
