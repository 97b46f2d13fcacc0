"""A till of its own process: does one errand and tells on stdout what it has done, line by line.

What it says after a deed is an acknowledgement: whoever heard it may rely on the disk. Started by
`tests/faults/tills.py` as `python -m tests.faults.till`, with the pickled errand on stdin.
"""

import json
import pickle
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from salon_pos.db import salon_file
from salon_pos.db.connection import FileProblem
from salon_pos.db.queries import sales, shifts
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.ticket_json import to_json
from salon_pos.usecases.checkout import Kept, Payment, drop_ticket, keep_tickets, take_payment
from salon_pos.usecases.corrections import (
    Corrected,
    StaffCorrection,
    TenderCorrection,
    correct_staff,
    correct_tender,
)
from salon_pos.usecases.refunds import RefundRequest, refund
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon

DONE = TypeVar("DONE")
Correction = StaffCorrection | TenderCorrection
STAFF = ("mei", "jie")


@dataclass(frozen=True)
class Errand:
    """What this till is to do: a function of this module by its name, `name` before its uids."""

    salon: Salon
    deed: str
    name: str = "till"
    seed: int = 0
    count: int = 0
    payments: tuple[Payment, ...] = ()
    refunds: tuple[RefundRequest, ...] = ()
    corrections: tuple[Correction, ...] = ()


def say(**what: object) -> None:
    """Tell one thing and have it out of this process."""
    print(json.dumps(what), flush=True)


def ask(question: str) -> None:
    """Say `question` and wait for a line of answer."""
    say(asks=question)
    sys.stdin.readline()


def patiently(deed: Callable[[], DONE]) -> DONE:
    """Do `deed`, again as long as the file is busy, and say so each time."""
    while True:
        try:
            return deed()
        except (Refusal, FileProblem) as problem:
            if problem.key != "busy":
                raise
            say(busy=problem.text)


class Seller:
    """Sells, parks and drops tickets and closes shifts, at random. What it is about to do goes
    out before the deed, the acknowledgement after it."""

    def __init__(self, errand: Errand) -> None:
        self.salon = errand.salon
        self.by = errand.salon.by("kai")
        self.name = errand.name
        self.random = random.Random(errand.seed)
        self.now = NOW
        self.parked: list[str] = []

    def sell(self, number: int) -> None:
        """Keep a ticket, then pay it, leave it parked, or drop an earlier one."""
        self.now += timedelta(minutes=self.random.randrange(1, 40))
        ticket = self._ticket(f"{self.name}-{number}")
        is_parked = self.random.random() < 0.2
        self._keep(ticket, 0, parked=False)
        ticket = replace(ticket, tag=str(number))
        self._keep(ticket, 1, parked=is_parked)
        if is_parked:
            self.parked.append(ticket.uid)
        else:
            self.pay(ticket)
        if self.parked and self.random.random() < 0.1:
            self._drop(self.parked.pop(0))
        if self.random.random() < 0.05:
            self._next_shift()

    def pay(self, ticket: Ticket) -> None:
        """Sell a ticket by card or in cash, with or without a tip; acknowledge the sale."""
        payment = self._payment(ticket)
        say(about=ticket.uid)
        receipt = patiently(lambda: take_payment(payment, by=self.by, now=self.now))
        say(sold=receipt.uid, number=receipt.number, total=receipt.total)

    def _ticket(self, uid: str) -> Ticket:
        lines = [
            self.salon.line(item, self.random.randrange(1, 3), staff=self.random.choice(STAFF))
            for item in self.random.sample(("cut", "wash", "gel"), self.random.randrange(1, 4))
        ]
        return self.salon.ticket(uid, *lines, client=self.random.choice(("", "maya", "leo")))

    def _payment(self, ticket: Ticket) -> Payment:
        if self.random.random() < 0.5:
            return self.salon.payment(ticket)
        cash = self.salon.handed("cash", 100_000, mei=self.random.randrange(0, 500, 5))
        return self.salon.payment(ticket, self.salon.handed("card", 100), cash)

    def _keep(self, ticket: Ticket, revision: int, *, parked: bool) -> None:
        say(about=ticket.uid)
        kept = Kept(ticket, revision, parked)
        (revision,) = patiently(lambda: keep_tickets([kept], by=self.by, now=self.now))
        say(kept=ticket.uid, revision=revision, parked=parked, content=to_json(ticket))

    def _drop(self, uid: str) -> None:
        say(about=uid)
        drop_ticket(uid, by=self.by, now=self.now)
        say(dropped=uid)

    def _next_shift(self) -> None:
        say(about="shift")
        counted = shifts.drawer_balance(self.by.till_id)
        close_shift(counted, by=self.by, now=self.now)
        say(closed=counted)
        open_shift(counted, by=self.by, now=self.now)


class EarlySeller(Seller):
    """The planted fault: acknowledges a sale before it is on the disk."""

    def pay(self, ticket: Ticket) -> None:
        payment = self._payment(ticket)
        number = f"A-{sales.last_serial(self.by.till_id) + 1:06d}"
        say(sold=ticket.uid, number=number, total=payment.shown_total)
        take_payment(payment, by=self.by, now=self.now)


def sell(errand: Errand) -> None:
    """Sell until killed."""
    _sell_on(Seller(errand))


def sell_early(errand: Errand) -> None:
    """Sell until killed, each sale acknowledged before its commit."""
    _sell_on(EarlySeller(errand))


def _sell_on(seller: Seller) -> None:
    if not shifts.open_shift(seller.by.till_id):  # killed between two shifts
        open_shift(0, by=seller.by, now=NOW)
    number = 0
    while True:
        number += 1
        seller.sell(number)


def compete(errand: Errand) -> None:
    """Sell `count` tickets as fast as the file lets this till, beside others."""
    salon, by = errand.salon, errand.salon.by("kai")
    ask("ready")
    for number in range(errand.count):
        ticket = salon.ticket(f"{errand.name}-{number}", salon.line("cut"), salon.line("gel"))
        kept = Kept(ticket)
        patiently(lambda kept=kept: keep_tickets([kept], by=by, now=NOW))
        payment = salon.payment(ticket, salon.handed("cash", 50_000))
        receipt = patiently(lambda paid=payment: take_payment(paid, by=by, now=NOW))
        say(sold=receipt.uid, number=receipt.number, total=receipt.total)


def pay_the_same(errand: Errand) -> None:
    """Pay each of these tickets when told to, at the same moment as somebody else."""
    for payment in errand.payments:
        ask(payment.ticket.uid)
        _pay(payment, errand)


def spend(errand: Errand) -> None:
    """Pay all of these tickets as fast as the file lets this till, beside others."""
    ask("ready")
    for payment in errand.payments:
        _pay(payment, errand)


def _pay(payment: Payment, errand: Errand) -> None:
    by = errand.salon.by("kai")
    try:
        receipt = patiently(lambda: take_payment(payment, by=by, now=NOW))
    except Refusal as refusal:
        say(refused=refusal.key)
    else:
        say(sold=receipt.uid, number=receipt.number, total=receipt.total)


def refund_the_same(errand: Errand) -> None:
    """Make each of these refunds when told to, at the same moment as somebody else."""
    by = errand.salon.by("kai")
    for request in errand.refunds:
        ask(request.uid)
        try:
            receipt = patiently(lambda asked=request: refund(asked, by=by, now=NOW))
        except Refusal as refusal:
            say(refused=refusal.key)
        else:
            say(refunded=receipt.uid, number=receipt.number, total=receipt.total)


def correct_the_same(errand: Errand) -> None:
    """Make each of these corrections when told to, at the same moment as somebody else."""
    for change in errand.corrections:
        ask(change.uid)
        try:
            done = patiently(lambda change=change: _correct(change, errand))
        except Refusal as refusal:
            say(refused=refusal.key)
        else:
            say(corrected=done.uid, amount=done.amount)


def _correct(change: Correction, errand: Errand) -> Corrected:
    by = errand.salon.by("chen")
    if isinstance(change, StaffCorrection):
        return correct_staff(change, by=by, now=NOW)
    return correct_tender(change, by=by, now=NOW)


DEEDS = (sell, sell_early, compete, pay_the_same, spend, refund_the_same, correct_the_same)
ERRANDS = {deed.__name__: deed for deed in DEEDS}


def main() -> None:
    """Open the salon of the errand on stdin and do it."""
    errand: Errand = pickle.loads(bytes.fromhex(sys.stdin.readline()))
    say(opening=errand.name)
    patiently(lambda: salon_file.open_folder(errand.salon.folder))
    ERRANDS[errand.deed](errand)


if __name__ == "__main__":
    main()
