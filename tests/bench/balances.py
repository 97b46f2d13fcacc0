"""(g) What a client of ten years has, as the counter's panel asks it, against SQL made by hand.

Both sides read one file through connections of their own and take turns. Neither waits for the
disk: the ratio is of the processor's time, so that others on the machine do not count.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import uuid6

from salon_pos.db import connection, salon_file
from salon_pos.db.models.base import to_millis
from salon_pos.db.queries import catalog, members
from salon_pos.db.queries import settings as salon
from salon_pos.domain import ledger
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.people import Client
from salon_pos.domain.rights import Actor
from salon_pos.domain.standing import months_later
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.clients import save_client
from tests.bench import salons
from tests.bench.by_hand import Row
from tests.bench.measure import Result, median, processor_milliseconds, spread
from tests.bench.payment import hand_on
from tests.bench.salons import NOW

CLIENTS = 10_000
RATIO = 2.0
YEARS, VISITS, VISITS_QUICK = 10, 800, 100
RUNS, RUNS_QUICK, WARM_UP = 1_000, 100, 20
TOP_UP_EVERY, POINTS_KEPT = 10, 30
SPENT, BONUS_SPENT, EARNED = 10_000, 2_000, 150

_TRANSACTION = (
    "INSERT INTO ledger_transaction (id, uid, deed, posted_at, business_day, staff_id, entry_count,"
    " till_id, link) VALUES (?, ?, 'sale', ?, ?, ?, ?, ?, 'bench')"
)
_ENTRY = (
    "INSERT INTO ledger_entry (transaction_id, account_id, lot_id, amount, rule, rule_version)"
    " VALUES (?, ?, ?, ?, 'bench', 1)"
)
_LOT = "INSERT INTO lot (id, uid, account_id, transaction_id, expires) VALUES (?, ?, ?, ?, ?)"
_SALE = (
    "INSERT INTO sale (id, uid, till_id, number, business_day, opened_at, paid_at, staff_id,"
    " client_id, tax_mode, net, total, cash_rounding, tips, line_count, digest)"
    " VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, 'none', ?, ?, 0, 0, 1, '')"
)
_LINE = (
    "INSERT INTO sale_line (id, sale_id, uid, position, item_id, item_name, client_id, quantity,"
    " unit_price, list_amount, member_off, line_off, ticket_off, net, payable, requested)"
    " VALUES (?, ?, ?, 0, ?, 'Visit', ?, 1, ?, ?, 0, 0, 0, ?, ?, 0)"
)
_TENDER = (
    "INSERT INTO sale_tender (id, sale_id, position, method_id, name, handed, applied, change, tip)"
    " VALUES (?, ?, 0, ?, 'Imported', ?, ?, 0, 0)"
)
_EARNING = "INSERT INTO sale_earning (line_id, client_id, eligible, points) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the panel shows: the tier, what its wallets hold in their good lots and how many those
    are, points, and what is owed either way."""

    tier: str
    principal: int
    bonus: int
    points: int
    lots: int
    points_debt: int
    deposit: int
    owes: int


def measure(quick: bool) -> list[Result]:
    """Ask every other time on one side, of one file."""
    visits, runs = (VISITS_QUICK, RUNS_QUICK) if quick else (VISITS, RUNS)
    with salons.copies(salons.salon_of(CLIENTS), salons.WORK, "old-client") as (folder,):
        salon_file.open_folder(folder)
        hand = hand_on(folder)
        try:
            client_id, day = live(visits), salon.settings().business_day(NOW)
            (entries,) = hand.db.execute(
                "SELECT COUNT(*) FROM ledger_entry WHERE rule = 'bench'"
            ).fetchone()
            ours: list[tuple[float, float]] = []
            by_hand: list[tuple[float, float]] = []
            for run in range(WARM_UP + runs):
                one = processor_milliseconds(lambda: members.member(client_id, day))
                other = processor_milliseconds(lambda: figures_by_hand(hand.db, client_id, day))
                if run >= WARM_UP:
                    ours.append(one)
                    by_hand.append(other)
        finally:
            hand.close()
            connection.close()
    return [_result(ours, by_hand, entries)]


def _result(
    ours: list[tuple[float, float]], by_hand: list[tuple[float, float]], entries: int
) -> Result:
    clock, hand_clock = [one for one, _ in ours], [one for one, _ in by_hand]
    busy, hand_busy = median([one for _, one in ours]), median([one for _, one in by_hand])
    return Result(
        f"balances of a client with {entries:,} entries of {YEARS} years",
        busy / hand_busy,
        RATIO,
        {"n": len(ours)}
        | spread("ours", clock)
        | spread("by_hand", hand_clock)
        | {
            "ours_processor_median_ms": round(busy, 3),
            "by_hand_processor_median_ms": round(hand_busy, 3),
            "clock_ratio": round(median(clock) / median(hand_clock), 3),
        },
    )


# --- ten years


def live(visits: int) -> int:
    """A client who came so often in ten years, and each time paid from their card, earned points
    and lost older ones; their id."""
    by = Actor(salons.staff("OWNER").id, salon.till_id())
    client = save_client(Client("Old friend", code="OLD"), by=by, now=NOW)
    card = issue_card(NewCard(client.id), by=by, now=NOW)
    handle, life = connection.database.connection(), _Life(client, card.wallet, by)
    with connection.transaction():
        for number in range(visits):
            ago = timedelta(days=YEARS * 365 - number * YEARS * 365 // visits)
            day = salon.settings().business_day(NOW) - ago
            for statement, *given in life.visit(number, day):
                handle.execute(statement, given)
    return client.id


class _Life:
    """The rows of a client's visits."""

    def __init__(self, client: Client, wallet: str, by: Actor) -> None:
        self._client, self._by = client, by
        self._accounts = {
            name: _opened(account)
            for name, account in {
                "principal": ledger.principal(wallet), "bonus": ledger.bonus(wallet),
                "points": ledger.points(client.uid), "issued": ledger.POINTS_ISSUED,
                "expired": ledger.POINTS_EXPIRED, "given": ledger.BONUS_GIVEN,
                "card": ledger.tender("card"), "income": ledger.revenue("service"),
            }.items()
        }  # fmt: skip
        tables = ("ledger_transaction", "lot", "sale", "sale_line", "sale_tender")
        self._next = {table: count(1 + _newest(table)) for table in tables}
        self._till = salon.till_id(salon.IMPORT_TILL)
        methods = catalog.tender_methods().values()
        self._imported = next(one.id for one in methods if one.code == "imported")
        items = catalog.items()
        self._item = next(item.id for item in items if item.kind is ItemKind.SERVICE)
        self._points: list[int] = []
        self._money: tuple[int, int] = (0, 0)

    def visit(self, number: int, day: date) -> Iterator[tuple[Any, ...]]:
        """One visit: its lots, entries, the transaction that seals them, and its sale."""
        transaction_id, entries = next(self._next["ledger_transaction"]), list[Row]()
        if number % TOP_UP_EVERY == 0:
            whole, more = TOP_UP_EVERY * SPENT, TOP_UP_EVERY * BONUS_SPENT
            self._money = (next(self._next["lot"]), next(self._next["lot"]))
            ends = (day + timedelta(days=YEARS * 400)).isoformat()
            yield self._lot(self._money[0], "principal", transaction_id, None)
            yield self._lot(self._money[1], "bonus", transaction_id, ends)
            entries += [
                ("card", None, whole), ("principal", self._money[0], -whole),
                ("given", None, more), ("bonus", self._money[1], -more),
            ]  # fmt: skip
        self._points.append(next(self._next["lot"]))
        ends = (day + timedelta(days=400)).isoformat()
        yield self._lot(self._points[-1], "points", transaction_id, ends)
        entries += [
            ("issued", None, EARNED), ("points", self._points[-1], -EARNED),
            ("principal", self._money[0], SPENT), ("bonus", self._money[1], BONUS_SPENT),
            ("income", None, -SPENT - BONUS_SPENT),
        ]  # fmt: skip
        if len(self._points) > POINTS_KEPT:
            lot = self._points.pop(0)
            entries += [("points", lot, EARNED), ("expired", None, -EARNED)]
        for name, lot, amount in entries:
            yield _ENTRY, transaction_id, self._accounts[name], lot, amount
        yield (
            _TRANSACTION, transaction_id, f"bench-{number}", to_millis(NOW), day.isoformat(),
            self._by.staff_id, len(entries), self._by.till_id,
        )  # fmt: skip
        yield from self._sale(number, day.isoformat())

    def _lot(self, lot_id: int, name: str, transaction_id: int, ends: str | None) -> Row:
        return _LOT, lot_id, str(uuid6.uuid7()), self._accounts[name], transaction_id, ends

    def _sale(self, number: int, day: str) -> Iterator[Row]:
        sale_id, line_id = next(self._next["sale"]), next(self._next["sale_line"])
        total, uid, client_id = SPENT + BONUS_SPENT, f"bench-{number}", self._client.id
        tender_id = next(self._next["sale_tender"])
        yield _LINE, line_id, sale_id, uid, self._item, client_id, total, total, total, total
        yield _TENDER, tender_id, sale_id, self._imported, total, total
        yield (
            _SALE, sale_id, uid, self._till, uid, day, self._by.staff_id, client_id, total, total,
        )  # fmt: skip
        yield _EARNING, line_id, client_id, SPENT, EARNED


def _opened(account: ledger.Account) -> int:
    found = connection.database.execute_sql(
        "SELECT id FROM account WHERE code = ?", (account.code,)
    )
    if row := found.fetchone():
        return row[0]
    return connection.database.execute_sql(
        "INSERT INTO account (code, unit, side, floor, in_lots) VALUES (?, ?, ?, ?, ?)",
        (account.code, account.unit, str(account.side), account.floor, account.in_lots),
    ).lastrowid


def _newest(table: str) -> int:
    return connection.database.execute_sql(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[
        0
    ]


# --- what they have


def figures(client_id: int, day: date) -> Figures:
    """What the program says."""
    member = members.member(client_id, day)
    assert member
    assert member.tier
    lots = [lot for card in member.cards for part in (card.principal, card.bonus) for lot in part]
    return Figures(
        tier=member.tier.key,
        principal=sum(lot.left for card in member.cards for lot in card.principal),
        bonus=sum(lot.left for card in member.cards for lot in card.bonus),
        points=member.points_held,
        lots=len(lots) + len(member.points),
        points_debt=member.points_debt,
        deposit=member.deposit,
        owes=member.owes,
    )


_CLIENT = "SELECT name, phone, gender, birthday, note, code, uid FROM client WHERE id = ?"
_RULES = "SELECT content FROM rule_set WHERE kind = 'tiers' ORDER BY version DESC LIMIT 1"
_MOVES = "SELECT tier, day, until, is_override FROM tier_move WHERE client_id = ? ORDER BY id"
_SPEND = (
    "SELECT SUM(e.eligible) FROM sale_earning e JOIN sale_line l ON l.id = e.line_id"
    " JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id) JOIN sale s ON s.id = o.sale_id"
    " WHERE e.client_id = ? AND s.business_day BETWEEN ? AND ?"
)
_LEFT = "COALESCE((SELECT SUM({0}) FROM sale_line WHERE refunds_id = l.id), 0)"
_VISITS = (
    "SELECT COUNT(DISTINCT s.business_day) FROM sale s"
    " WHERE (s.client_id = ? OR s.id IN (SELECT sale_id FROM claim WHERE client_id = ?))"
    " AND s.business_day BETWEEN ? AND ? AND s.deed = 'sale' AND EXISTS (SELECT 1 FROM sale_line l"
    " JOIN item i ON i.id = l.item_id AND i.kind <> 'prepaid'"
    f" WHERE l.sale_id = s.id AND l.quantity + {_LEFT.format('quantity')} > 0)"
)
_TOP_UP = (
    f"SELECT MAX(l.net + {_LEFT.format('net')})"
    " FROM sale_line l JOIN sale s ON s.id = l.sale_id JOIN prepaid p ON p.item_id = l.item_id"
    " WHERE s.client_id = ? AND s.business_day BETWEEN ? AND ? AND p.kind = 'top_up'"
    " AND s.deed = 'sale'"
)
_CARDS = (
    "SELECT c.uid, c.number, c.state, w.uid, w.kind, w.discount_bp, w.valid_until FROM card c"
    " JOIN wallet w ON w.id = c.wallet_id WHERE c.id IN (SELECT id FROM card WHERE client_id = ?"
    " UNION SELECT k.id FROM card k JOIN wallet o ON o.id = k.wallet_id WHERE o.client_id = ?)"
    " ORDER BY c.id"
)
_PACKS = "SELECT uid, item_id, sessions, expires FROM pack WHERE client_id = ? ORDER BY id"
_SUM = "SELECT SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id WHERE code=?"
_LOTS = (
    "SELECT l.id, -SUM(e.amount), l.expires, l.unit_price FROM account a"
    " JOIN lot l ON l.account_id = a.id JOIN ledger_entry e ON e.lot_id = l.id WHERE a.code = ?"
    " GROUP BY l.id HAVING SUM(e.amount) <> 0"
)


def figures_by_hand(db: Any, client_id: int, day: date) -> Figures:
    """The same, as a good engineer reads it with SQL alone."""
    uid = db.execute(_CLIENT, (client_id,)).fetchone()[-1]
    tier = _tier_by_hand(db, client_id, day)
    wallets = [card[3] for card in db.execute(_CARDS, (client_id, client_id)).fetchall()]
    principal = [lot for one in wallets for lot in _good(db, f"principal:{one}", day)]
    bonus = [lot for one in wallets for lot in _good(db, f"bonus:{one}", day)]
    points = _good(db, f"points:{uid}", day)
    assert not db.execute(_PACKS, (client_id,)).fetchall()
    debt, deposit, owes = (
        db.execute(_SUM, (f"{name}:{uid}",)).fetchone()[0] or 0
        for name in ("points_debt", "deposit", "receivable")
    )
    sums = [sum(lot[1] for lot in lots) for lots in (principal, bonus, points)]
    lots = len(principal) + len(bonus) + len(points)
    return Figures(tier, sums[0], sums[1], sums[2], lots, debt, -deposit, owes)


def _tier_by_hand(db: Any, client_id: int, day: date) -> str:
    rules = json.loads(db.execute(_RULES).fetchone()[0])
    assert not db.execute(_MOVES, (client_id,)).fetchall()
    first = months_later(day, -rules["window_months"]) + timedelta(days=1)
    days = (first.isoformat(), day.isoformat())
    reached = {
        "spend": db.execute(_SPEND, (client_id, *days)).fetchone()[0] or 0,
        "visits": db.execute(_VISITS, (client_id, client_id, *days)).fetchone()[0],
        "top_up": db.execute(_TOP_UP, (client_id, *days)).fetchone()[0] or 0,
    }
    met = [
        tier["key"]
        for tier in rules["tiers"]
        if any(tier[by] is not None and reached[by] >= tier[by] for by in reached)
        or all(tier[by] is None for by in reached)
    ]
    return met[-1]


def _good(db: Any, code: str, day: date) -> list[Row]:
    lots = db.execute(_LOTS, (code,)).fetchall()
    return [lot for lot in lots if lot[2] is None or day.isoformat() <= lot[2]]
