"""The counter that the state machine plays at: the salon's file on one side, the oracle's books on
the other, and how the two are compared."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from salon_pos.db import connection
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog, members
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.catalog import PriceBook
from salon_pos.domain.limits import Given
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Discount, Ticket
from salon_pos.domain.ticket_json import from_json, to_json
from salon_pos.usecases.approving import approve
from salon_pos.usecases.checkout import Kept, Payment, keep_tickets
from tests.salons import NOW, PINS, Salon, opened_copy
from tests.usecases import counter_drawing, oracle
from tests.usecases.oracle import Books, Json

fresh_schema = cache(connection.fresh_schema)
"""The schema of a new file, made once: each time anew it would be most of the doctor's work."""


def ticket_of(plain: Json) -> Ticket:
    """The program's ticket for what is drawn."""
    return from_json(json.dumps(plain))


def plain(ticket: Ticket) -> Json:
    """A ticket as it lies on file."""
    return json.loads(to_json(ticket))


def rows(sql: str, *params: object) -> list[tuple[Any, ...]]:
    return database.execute_sql(sql, params).fetchall()


def key_of_refusal(deed: Callable[[], object]) -> str:
    """Do what must be refused; the refusal's key, "" where it was not."""
    try:
        deed()
    except Refusal as refusal:
        return refusal.key
    return ""


def account_codes(salon: Salon) -> dict[tuple[str, int], str]:
    """How the ledger's accounts name tills, means of payment, taxes and staff."""
    return {
        ("drawer", salon.till_id): "A",
        **{("tender", id_): code for code, id_ in salon.tenders.items()},
        **{("tax", tax.id): tax.uid for tax in catalog.taxes()},
        **{("tips", member.id): member.uid for member in salon.staff.values()},
    }


def oracle_salon(salon: Salon) -> oracle.Salon:
    """The salon as the oracle knows it, from how this test's was founded."""
    items = {
        item.id: {
            "kind": str(item.kind),
            "pricing": str(item.pricing),
            "price": item.price,
            "cells": [(cell.price, cell.level_id, cell.length) for cell in item.cells],
            "taxes": set(item.tax_ids),
            "stock": item.stock,
            "category": item.category_id,
        }
        for item in salon.items.values()
    }
    own = ("cash", *oracle.VALUE)
    kinds = {id_: code if code in own else "other" for code, id_ in salon.tenders.items()}
    limits = {"Regular client": 1_000, "Complaint": 2_000, "Staff price": 3_000}
    return oracle.Salon(
        salon.till_id,
        items=items,
        levels={member.id: member.level_id for member in salon.staff.values()},
        limits={id_: limits.get(name, 1_000) for name, id_ in salon.reasons.items()},
        kinds=kinds,
        codes=account_codes(salon),
    )


class Counter:
    """One till with one drawer, what happened there so far, and what must be on file."""

    def __init__(self, template: Salon, folder: Path) -> None:
        self.salon = opened_copy(template, folder)
        # Nobody pulls the plug here: what a power cut leaves is for the tests of faults.
        database.execute_sql("PRAGMA synchronous = OFF")
        self.books = self.first_books()
        self.by = self.salon.by("kai")
        self.now = NOW
        self.made = 0
        self.paid: list[tuple[Payment, Receipt]] = []

    def first_books(self) -> Books:
        """The books before the first deed."""
        return Books(oracle_salon(self.salon))

    # --- tickets ---

    def new_uid(self, kind: str) -> str:
        """A uid that no other ticket or line has."""
        self.made += 1
        return f"{kind} {self.made:03d}"

    def new_ticket(self, lines: list[Json], client: int | None) -> Json:
        """A ticket that is not on file yet."""
        return {
            "uid": self.new_uid("ticket"), "opened_at": self.now.isoformat(), "lines": lines,
            "client_id": client, "tag": "", "discounts": [], "coupon": "",
        }  # fmt: skip

    def drawn_ticket(self, data: st.DataObject, client: str) -> Json:
        """A new ticket with one to three lines."""
        lines = data.draw(st.lists(counter_drawing.lines(self.salon), min_size=1, max_size=3))
        named = [{"uid": self.new_uid("line")} | line for line in lines]
        return self.new_ticket(named, self.salon.clients[client].id if client else None)

    def one(self, data: st.DataObject) -> Json:
        """Any of the open tickets."""
        return self.books.tickets[data.draw(st.sampled_from(sorted(self.books.tickets)))]["ticket"]

    def waiting_for_a_manager(self) -> list[Json]:
        """The open tickets that cannot be paid before a manager gives a word."""
        tickets = [self.books.tickets[uid]["ticket"] for uid in sorted(self.books.tickets)]
        return [
            one for one in tickets if self.total(one) is not None and self.books.is_unapproved(one)
        ]

    def is_parked(self, ticket: Json) -> bool:
        """Whether it is parked as it lies on file."""
        return self.books.tickets[ticket["uid"]]["parked"]

    def revision(self, ticket: Json) -> int:
        """Its revision on file, 0 where it is not there."""
        return self.books.tickets.get(ticket["uid"], {"revision": 0})["revision"]

    def total(self, ticket: Json) -> int | None:
        """What it costs; None where a discount is larger than what is left."""
        try:
            return self.books.total(ticket)
        except oracle.Forbidden:
            return None

    def price_book(self, ticket: Json) -> PriceBook:
        """The program's price list as it is for this ticket."""
        settings = salon_queries.settings()
        day = settings.business_day(self.now)
        return members.book_for(ticket_of(ticket), catalog.price_book(settings), day)

    def keep(self, *kept: tuple[Json, bool]) -> None:
        """Put tickets on file as they are now, parked or not."""
        asked = [Kept(ticket_of(one), self.revision(one), parked) for one, parked in kept]
        revisions = keep_tickets(asked, by=self.by, now=self.now)
        for ticket, parked in kept:
            self.books.keep(ticket, parked=parked)
        assert revisions == tuple(self.revision(ticket) for ticket, _ in kept)

    def approved(self, ticket: Json, discount: Json, off: int) -> Json:
        """The discount with a manager's word for `off`."""
        reason = catalog.discount_reasons()[discount["reason_id"]]
        given = Given(Discount(**discount), reason, amount=off, taken_from=off)
        manager, pin = self.salon.staff["chen"].id, PINS["chen"]
        uid = approve(manager, pin, given, ticket_uid=ticket["uid"], by=self.by, now=self.now)
        self.books.approvals[uid] = {
            "ticket": ticket["uid"], "reason": reason.id, "amount": off,
        }  # fmt: skip
        return discount | {"approval": uid}

    # --- the file against the books ---

    def check_sale(self, receipt: Receipt, sale: Json) -> None:
        """The receipt and the rows on file against the oracle's sale."""
        assert (receipt.number, receipt.business_day.isoformat()) == (sale["number"], sale["day"])
        assert receipt.total == sum(line["payable"] for line in sale["lines"])
        assert receipt.cash_rounding == sum(one["rounded"] for one in sale["tenders"])
        assert [(one.applied, one.change) for one in receipt.tenders] == [
            (one["applied"], one["change"]) for one in sale["tenders"]
        ]
        assert receipt.tips == sum(sum(one["tips"].values()) for one in sale["tenders"])
        assert [
            (one.list_amount, one.ticket_off, one.net, one.payable) for one in receipt.lines
        ] == [
            (one["list"], one["coupon_off"] + one["ticket_off"], one["net"], one["payable"])
            for one in sale["lines"]
        ]
        for line in sale["lines"]:
            self.check_line(line, sale["ticket"])

    def check_line(self, line: Json, ticket: Json) -> None:
        """A line's taxes, sales credit and whom it was for."""
        uid = line["line"]["uid"]
        taxes = "SELECT tax_id, amount FROM sale_line_tax x JOIN sale_line l ON l.id = x.line_id"
        assert dict(rows(f"{taxes} WHERE l.uid = ?", uid)) == {
            tax: amount for tax, amount in line["taxes"].items() if amount
        }
        credits_ = "SELECT staff_id, amount FROM sale_credit c JOIN sale_line l ON l.id = c.line_id"
        parts = [credit["part_bp"] for credit in line["line"]["staff"]]
        staff = [credit["staff_id"] for credit in line["line"]["staff"]]
        assert rows(f"{credits_} WHERE l.uid = ? ORDER BY c.position", uid) == list(
            zip(staff, oracle.share(line["net"], parts), strict=True)
        )
        client = rows("SELECT client_id FROM sale_line WHERE uid = ?", uid)
        assert client == [(oracle.whom(ticket, line["line"]),)]

    def check_file(self) -> None:
        """Accounts, open tickets, numbers, stock and shift against the books."""
        balances = rows(
            "SELECT a.code, SUM(e.amount) FROM ledger_entry e"
            " JOIN account a ON a.id = e.account_id GROUP BY a.code"
        )
        on_file, booked = dict(balances), self.books.accounts
        amounts = {
            code: (on_file.get(code, 0), booked.get(code, 0)) for code in {*on_file, *booked}
        }
        assert {code: both for code, both in amounts.items() if both[0] != both[1]} == {}
        kept = {
            uid: {"ticket": json.loads(content), "parked": bool(parked), "revision": revision}
            for uid, content, parked, revision in rows(
                "SELECT uid, content, parked, revision FROM ticket"
            )
        }
        assert kept == self.books.tickets
        assert rows("SELECT COUNT(*), MAX(serial) FROM sale") == [
            (self.books.serials, self.books.serials or None)
        ]
        stock = {i: item["stock"] for i, item in self.books.salon.items.items()}
        assert dict(rows("SELECT id, stock FROM item")) == stock
        opened = [] if self.books.shift is None else [(self.books.shift["day"],)]
        assert rows("SELECT business_day FROM shift WHERE closed_at IS NULL") == opened

    def check_everything(self) -> None:
        """The doctor finds nothing wrong in the whole file."""
        with patch.object(connection, "fresh_schema", fresh_schema):
            faults = examine()[1]
        assert faults == (), faults
