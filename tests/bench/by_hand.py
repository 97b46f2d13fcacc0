"""`take_payment` as a good engineer would write it by hand for speed alone: SQL and tuples. This is
the sale of somebody unknown; `by_hand_value` adds what a member's sale has beside it.

The same reads, the same arithmetic, the same rows under the same triggers, one IMMEDIATE
transaction that is on disk when it returns, and the receipt read back. No layers, no values of the
domain, no refusals with sentences: whatever is not as it should be fails an assert.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlcipher3

from salon_pos.db.connection import FILE_NAME, PRAGMAS
from salon_pos.db.stamped_rows import STAYS, said
from tests.bench.measure import milliseconds

_sqlcipher: Any = sqlcipher3  # whose types are not written down
MONEY = {"cash", "card", "wallet", "transfer", "other"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SEALED = (
    "account", "lot", "ledger_entry", "ledger_transaction", "sale", "sale_line", "sale_credit",
    "sale_line_tax", "sale_tax", "sale_tender", "sale_tip", "sale_earning", "tier_move", "journal",
    "row_version",
)  # fmt: skip
"""The tables to which a payment may add rows that its stamp covers."""
NEWEST = "SELECT " + ", ".join(f"(SELECT COALESCE(MAX(id), 0) FROM {t})" for t in SEALED)
ADDED = " UNION ALL ".join(
    f"SELECT '{table}', t.id, {said(STAYS[table], 't')} FROM {table} t WHERE t.id > ?"
    for table in SEALED
)
MAY_TAKE_PAYMENT = {"cashier", "manager", "owner"}
Row = tuple[Any, ...]
Plain = dict[str, Any]
Entry = tuple[str, str, int, str, int, str, int | None, str]
"""Account code and side, amount, rule, version, inputs, lot id and uid."""


class ByHand:
    """A connection of its own to the encrypted file in `folder`, with the program's pragmas, for
    one kind of `payment`. `commit_ms` is how long the last payment's commit took, which both sides
    need."""

    def __init__(self, folder: Path, key: bytes, payment: "type[HandPayment]") -> None:
        self.payment, self.commit_ms = payment, 0.0
        self.db: Any = _sqlcipher.connect(str(folder / FILE_NAME), isolation_level=None)
        self.db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for name, value in PRAGMAS.items():
            self.db.execute(f"PRAGMA {name} = {value}")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def keep(self, ticket: Plain, *, staff_id: int, till_id: int, now: datetime) -> None:
        """Put an open ticket on file, as the counter does while it is written."""
        opened = _millis(datetime.fromisoformat(ticket["opened_at"]))
        content = json.dumps(ticket, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.db.execute(
            "INSERT INTO ticket VALUES (?, ?, ?, 0, 1, ?, ?, ?)",
            (ticket["uid"], till_id, content, opened, _millis(now), staff_id),
        )

    def take_payment(
        self, ticket: Plain, tenders: Sequence[Plain], shown_total: int,
        *, staff_id: int, till_id: int, now: datetime,
    ) -> list[list[Row]]:  # fmt: skip
        """Pay `ticket`; the rows its receipt is made of."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            before = self.db.execute(NEWEST).fetchone()
            rows = self.payment(self.db, ticket, tenders, shown_total).run(staff_id, till_id, now)
            self._stamp(before)
        except BaseException:
            with suppress(_sqlcipher.Error):
                self.db.execute("ROLLBACK")
            raise
        self.commit_ms = milliseconds(lambda: self.db.execute("COMMIT"))
        return rows

    def _stamp(self, before: Row) -> None:
        """The hash of the rows that were added and of the stamp before."""
        added: dict[str, list[tuple[int, str]]] = {}
        for table, id_, text in self.db.execute(ADDED, before).fetchall():
            added.setdefault(table, []).append((id_, text))
        rows = {
            table: (min(found)[0], max(found)[0], _hash([text for _, text in sorted(found)]))
            for table, found in added.items()
        }
        (link,) = self.db.execute("SELECT link FROM stamp ORDER BY id DESC LIMIT 1").fetchone()
        hashes = [f"{table} {rows[table][2]}" for table in sorted(rows)]
        self.db.execute(
            "INSERT INTO stamp (rows, note, link) VALUES (?, ?, ?)",
            (json.dumps(rows, separators=(",", ":"), sort_keys=True), rows["journal"][1],
             _hash([link, *hashes])),
        )  # fmt: skip


def _hash(texts: list[str]) -> str:
    return hashlib.blake2b("".join(f"{t}\n" for t in texts).encode(), digest_size=16).hexdigest()


class HandPayment:
    """The steps of one payment, with what they read and worked out so far."""

    def __init__(self, db: Any, ticket: Plain, tenders: Sequence[Plain], shown_total: int) -> None:
        self.db, self.ticket, self.tenders, self.shown = db, ticket, tenders, shown_total

    def run(self, staff_id: int, till_id: int, now: datetime) -> list[list[Row]]:
        """Everything between BEGIN and COMMIT."""
        one = self.db.execute(
            "SELECT name, role, retired FROM staff WHERE id = ?", (staff_id,)
        ).fetchone()
        assert one
        assert not one[2]
        assert one[1] in MAY_TAKE_PAYMENT
        settings = {
            key: json.loads(value)
            for key, value in self.db.execute("SELECT key, value FROM setting")
        }
        digest, uid = self._digest(), self.ticket["uid"]
        assert not self.db.execute("SELECT id, digest FROM sale WHERE uid = ?", (uid,)).fetchone()
        shift = self.db.execute(
            "SELECT id FROM shift WHERE till_id = ? AND closed_at IS NULL", (till_id,)
        ).fetchone()
        assert shift
        kept = self.db.execute("SELECT content FROM ticket WHERE uid = ?", (uid,)).fetchone()
        assert kept is None or json.loads(kept[0]) == self.ticket
        local = now.astimezone(ZoneInfo(settings["timezone"]))
        self.day = (local - timedelta(minutes=settings["cutoff_minutes"])).date()
        self._price(settings)
        self._settle(settings, till_id)
        self.move(settings)
        at, day, shift_id = _millis(now), self.day.isoformat(), shift[0]
        transaction_id = self._post((at, day, shift_id, staff_id, till_id))
        head = (till_id, shift_id, day, at, staff_id, digest, transaction_id)
        sale_id = self._write(head, settings["tax_mode"])
        self.keep(sale_id)
        self._afterwards(staff_id, till_id, at)
        return self._receipt(sale_id)

    def member_off(self) -> list[int]:
        """What each line's payer has off: nobody has anything."""
        return [0 for _ in self.lists]

    def move(self, settings: Plain) -> None:
        """Entries beside the money's: there are none."""

    def keep(self, sale_id: int) -> None:
        """Rows beside the sale's: there are none."""

    def _digest(self) -> str:
        ticket = self.ticket
        what = (ticket["lines"], ticket["client_id"], ticket["tag"], ticket["discounts"])
        text = json.dumps(
            (*what, self.tenders, self.shown),
            ensure_ascii=False, sort_keys=True, separators=(",", ":"),
        )  # fmt: skip
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    # --- what it costs

    def _price(self, settings: Plain) -> None:
        """Lines as (line, item, unit, net, taxes by line), and the taxes over all of them."""
        lines = self.ticket["lines"]
        ids = tuple({line["item_id"] for line in lines})
        places = ",".join("?" * len(ids))
        self.items = {
            row[0]: row
            for row in self.db.execute(
                f"SELECT id, name, kind, pricing, price, stock, retired, category_id FROM item"
                f" WHERE id IN ({places})", ids,
            )
        }  # fmt: skip
        cells = self.db.execute(
            f"SELECT item_id, price, level_id, staff_id, length FROM item_price"
            f" WHERE item_id IN ({places}) ORDER BY id", ids,
        ).fetchall()  # fmt: skip
        taxed = set(
            self.db.execute(
                f"SELECT item_id, tax_id FROM item_tax WHERE item_id IN ({places})", ids
            )
        )
        taxes = self.db.execute(
            "SELECT id, name, rate_ppm, uid FROM tax WHERE retired = 0 ORDER BY id"
        ).fetchall()
        self.tax_uids = {row[0]: row[3] for row in taxes}
        self.levels = dict(self.db.execute("SELECT id, level_id FROM staff"))
        self.units = [self._unit(line, cells) for line in lines]
        self.lists = [unit * line["quantity"] for unit, line in zip(self.units, lines, strict=True)]
        self.offs = self.member_off()
        self.nets = [whole - off for whole, off in zip(self.lists, self.offs, strict=True)]
        on_top = settings["tax_mode"] == "exclusive" and settings["tax_rounding"] == "sale"
        assert on_top  # what the measured salon has
        self.taxes: list[Row] = []  # id, name, rate, base, amount, parts by line
        for tax_id, name, rate, _uid in taxes:
            bases = [
                net if (line["item_id"], tax_id) in taxed else 0
                for net, line in zip(self.nets, lines, strict=True)
            ]
            base = sum(bases)
            amount = (2 * base * rate + 1_000_000) // 2_000_000
            self.taxes.append((tax_id, name, rate, base, amount, share(amount, bases)))
        self.total = sum(self.nets) + sum(tax[4] for tax in self.taxes)
        assert self.total == self.shown

    def _unit(self, line: Plain, cells: list[Row]) -> int:
        _, _, _, pricing, price, _, retired, _ = self.items[line["item_id"]]
        assert not retired
        assert line["staff"]
        if pricing == "fixed":
            return price
        lead = line["staff"][0]["staff_id"]
        found, most = price, -1
        for item_id, amount, level, staff, length in cells:
            fits = (
                item_id == line["item_id"]
                and level in (None, self.levels[lead])
                and staff in (None, lead)
                and length in (None, line["length"])
            )
            named = (level is not None) + (staff is not None) + (length is not None)
            if fits and named > most:
                found, most = amount, named
        return found

    # --- how it is paid

    def _settle(self, settings: Plain, till_id: int) -> None:
        """Tenders as (method, handed, applied, change, tip, source); the entries of the ledger."""
        self.db.execute(
            "SELECT id, name, limit_bp, limit_amount, is_round_off, retired FROM discount_reason"
        ).fetchall()
        methods = {
            row[0]: row
            for row in self.db.execute(
                "SELECT id, name, kind, retired, code FROM tender_method ORDER BY rank, id"
            )
        }
        assert settings["cash_step"] == 1
        (self.till,) = self.db.execute("SELECT code FROM till WHERE id = ?", (till_id,)).fetchone()
        due, self.taken = self.total, list[Row]()
        self.entries: list[Entry] = []
        for tender in self.tenders:
            method = methods[tender["method_id"]]
            is_cash, tip = method[2] == "cash", sum(part["amount"] for part in tender["tips"])
            money = tender["amount"] - tip
            applied = min(money, due)
            assert not method[3]
            assert is_cash or applied == money
            due -= applied
            change = money - applied
            self.taken.append((method, tender["amount"], applied, change, tip, tender["source"]))
            if method[2] not in MONEY:
                continue
            code = f"drawer:{self.till}" if is_cash else f"tender:{method[4]}"
            inputs = f'{{"change":{change},"handed":{tender["amount"]}}}'
            self._entry(code, "debit", applied + tip, "tender", inputs)
        assert due == 0
        by_kind: dict[str, int] = {}
        for line, net in zip(self.ticket["lines"], self.nets, strict=True):
            kind = self.items[line["item_id"]][2]
            by_kind[kind] = by_kind.get(kind, 0) + net
        for kind, net in by_kind.items():
            self._entry(f"revenue:{kind}", "credit", -net, "revenue", "{}")
        for tax_id, _, rate, base, amount, _ in self.taxes:
            inputs = f'{{"base":{base},"rate_ppm":{rate}}}'
            self._entry(f"tax:{self.tax_uids[tax_id]}", "credit", -amount, "tax", inputs)
        tipped = [tip for tender in self.tenders for tip in tender["tips"]]
        places = ",".join("?" * len(tipped))
        uids = dict(
            self.db.execute(
                f"SELECT id, uid FROM staff WHERE id IN ({places})",
                [tip["staff_id"] for tip in tipped],
            )
        )
        for tip in tipped:
            code = f"tips:{uids[tip['staff_id']]}"
            self._entry(code, "credit", -tip["amount"], "tip", "{}")

    def _entry(self, code: str, side: str, amount: int, rule: str, inputs: str) -> None:
        if amount:
            self.entries.append((code, side, amount, rule, 1, inputs, None, ""))

    def _accounts(self) -> dict[str, int]:
        """Ids of the accounts; those of money that have no entry yet are made now."""
        sides = {entry[0]: entry[1] for entry in self.entries}
        places = ",".join("?" * len(sides))
        found = dict(
            self.db.execute(f"SELECT code, id FROM account WHERE code IN ({places})", tuple(sides))
        )
        for code in [code for code in sides if code not in found]:
            found[code] = self.db.execute(
                "INSERT INTO account (code, unit, side, floor) VALUES (?, 'money', ?, NULL)",
                (code, sides[code]),
            ).lastrowid
        return found

    # --- the rows

    def _post(self, head: Row) -> int:
        """Entries, then the row that seals them."""
        at, day, shift_id, staff_id, till_id = head
        accounts, transaction_id = self._accounts(), self.next("ledger_transaction")
        self.db.executemany(
            "INSERT INTO ledger_entry (transaction_id, account_id, lot_id, amount, rule,"
            " rule_version, inputs) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(transaction_id, accounts[e[0]], e[6], *e[2:6]) for e in self.entries],
        )
        self.db.execute(
            "INSERT INTO ledger_transaction (id, uid, deed, posted_at, business_day, shift_id,"
            " staff_id, reverses_id, entry_count, till_id, link)"
            " VALUES (?, ?, 'sale', ?, ?, ?, ?, NULL, ?, ?, ?)",
            (transaction_id, self.ticket["uid"], at, day, shift_id, staff_id, len(self.entries),
             till_id, self._link(till_id, at, day)),
        )  # fmt: skip
        return transaction_id

    def _link(self, till_id: int, at: int, day: str) -> str:
        """The next link of the till's chain."""
        newest = self.db.execute(
            "SELECT link FROM ledger_transaction WHERE till_id = ? ORDER BY id DESC LIMIT 1",
            (till_id,),
        ).fetchone()
        said = (self.ticket["uid"], "sale", at, day)
        entries = [(e[0], e[2], e[7], *e[3:6]) for e in self.entries]
        text = json.dumps(
            [newest[0] if newest else "", said, entries],
            ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def _write(self, head: Row, tax_mode: str) -> int:
        """Lines, credits, taxes, tenders, tips, then the sale row that seals them."""
        till_id, shift_id, day, at, staff_id, digest, transaction_id = head
        ticket = self.ticket
        (serial,) = self.db.execute(
            "SELECT MAX(serial) FROM sale WHERE till_id = ?", (till_id,)
        ).fetchone()
        serial, sale_id = (serial or 0) + 1, self.next("sale")
        self._write_lines(sale_id)
        self.db.executemany(
            "INSERT INTO sale_tax (sale_id, tax_id, name, rate_ppm, base, amount)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(sale_id, *tax[:5]) for tax in self.taxes],
        )
        self._write_tenders(sale_id)
        self.db.execute(
            "INSERT INTO sale (id, uid, till_id, serial, number, shift_id, business_day,"
            " opened_at, paid_at, staff_id, client_id, tag, tax_mode, net, total, cash_rounding,"
            " tips, line_count, digest, transaction_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)",
            (
                sale_id, ticket["uid"], till_id, serial, f"{self.till}-{serial:06d}", shift_id, day,
                _millis(datetime.fromisoformat(ticket["opened_at"])), at, staff_id,
                ticket["client_id"], ticket["tag"], tax_mode, sum(self.nets), self.total,
                sum(taken[4] for taken in self.taken), len(ticket["lines"]), digest,
                transaction_id,
            ),
        )  # fmt: skip
        return sale_id

    def _write_lines(self, sale_id: int) -> None:
        first, payer = self.next("sale_line"), self.ticket["client_id"]
        lines: list[Row] = []
        credits: list[Row] = []
        taxes: list[Row] = []
        amounts = zip(self.units, self.lists, self.offs, self.nets, strict=True)
        for at, (line, (unit, whole, off, net)) in enumerate(
            zip(self.ticket["lines"], amounts, strict=True)
        ):
            line_id = first + at
            parts = [(tax[0], tax[5][at]) for tax in self.taxes if tax[5][at]]
            owner = line["client_id"] if line["client_id"] is not None else payer
            lines.append(
                (line_id, sale_id, line["uid"], at, line["item_id"],
                 self.items[line["item_id"]][1], owner, line["parent"], line["quantity"], unit,
                 whole, off, net, net + sum(part for _, part in parts), line["requested"],
                 line["length"])
            )  # fmt: skip
            shares = share(net, [credit["part_bp"] for credit in line["staff"]])
            for place, (credit, part) in enumerate(zip(line["staff"], shares, strict=True)):
                credits.append((line_id, place, credit["staff_id"], credit["part_bp"], part))
            taxes += [(line_id, tax_id, part) for tax_id, part in parts]
        self.db.executemany(
            "INSERT INTO sale_line (id, sale_id, uid, position, item_id, item_name, client_id,"
            " parent_uid, quantity, unit_price, list_amount, member_off, line_off, ticket_off,"
            " net, payable, requested, length)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?)", lines,
        )  # fmt: skip
        self.db.executemany(
            "INSERT INTO sale_credit (line_id, position, staff_id, part_bp, amount)"
            " VALUES (?, ?, ?, ?, ?)", credits,
        )  # fmt: skip
        self.db.executemany(
            "INSERT INTO sale_line_tax (line_id, tax_id, amount) VALUES (?, ?, ?)", taxes
        )

    def _write_tenders(self, sale_id: int) -> None:
        first = self.next("sale_tender")
        self.db.executemany(
            "INSERT INTO sale_tender (id, sale_id, position, method_id, name, handed, applied,"
            " change, tip, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (first + at, sale_id, at, method[0], method[1], *amounts)
                for at, (method, *amounts) in enumerate(self.taken)
            ],
        )
        self.db.executemany(
            "INSERT INTO sale_tip (tender_id, staff_id, amount) VALUES (?, ?, ?)",
            [
                (first + at, tip["staff_id"], tip["amount"])
                for at, tender in enumerate(self.tenders)
                for tip in tender["tips"]
            ],
        )

    def _afterwards(self, staff_id: int, till_id: int, at: int) -> None:
        """Stock, the ticket that is no longer open, the journal."""
        self.db.executemany(
            "UPDATE item SET stock = stock - ? WHERE id = ? AND stock IS NOT NULL",
            [
                (line["quantity"], line["item_id"])
                for line in self.ticket["lines"]
                if self.items[line["item_id"]][5] is not None
            ],
        )
        uid = self.ticket["uid"]
        self.db.execute("DELETE FROM ticket WHERE uid = ?", (uid,))
        self.db.execute(
            "INSERT INTO journal (at, staff_id, till_id, deed, subject, details)"
            " VALUES (?, ?, ?, 'take_payment', ?, ?)",
            (at, staff_id, till_id, uid, f'{{"total":{self.total}}}'),
        )

    def _receipt(self, sale_id: int) -> list[list[Row]]:
        return [self.db.execute(query, (sale_id,)).fetchall() for query in RECEIPT]

    def next(self, table: str) -> int:
        """The id of the next row of a table."""
        (newest,) = self.db.execute(f"SELECT MAX(id) FROM {table}").fetchone()
        return (newest or 0) + 1


RECEIPT = (
    "SELECT s.id, s.uid, s.number, s.business_day, s.paid_at, s.tag, s.tax_mode, s.net, s.total,"
    " s.cash_rounding, s.client_id, w.name, c.name FROM sale s JOIN staff w ON w.id = s.staff_id"
    " LEFT JOIN client c ON c.id = s.client_id WHERE s.id = ?",
    "SELECT l.id, l.uid, l.item_name, l.quantity, l.unit_price, l.list_amount, l.member_off,"
    " l.ticket_off, l.net, l.payable, l.requested, l.parent_uid, l.client_id, c.name"
    " FROM sale_line l LEFT JOIN client c ON c.id = l.client_id"
    " WHERE l.sale_id = ? ORDER BY l.position",
    "SELECT p.line_id, w.name FROM sale_credit p JOIN staff w ON w.id = p.staff_id"
    " JOIN sale_line l ON l.id = p.line_id WHERE l.sale_id = ? ORDER BY p.line_id, p.position",
    "SELECT line_uid, reason, percent_bp, amount FROM sale_discount WHERE sale_id = ? ORDER BY id",
    "SELECT name, rate_ppm, base, amount FROM sale_tax WHERE sale_id = ? ORDER BY id",
    "SELECT id, name, handed, applied, change FROM sale_tender WHERE sale_id = ? ORDER BY position",
    "SELECT p.tender_id, w.name, p.amount FROM sale_tip p JOIN staff w ON w.id = p.staff_id"
    " JOIN sale_tender t ON t.id = p.tender_id WHERE t.sale_id = ? ORDER BY p.id",
)


def share(total: int, weights: list[int]) -> list[int]:
    """The largest remainder; of equal ones the earlier."""
    whole = sum(weights)
    if not whole:
        return [total, *(0 for _ in weights[1:])]
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def _millis(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)
