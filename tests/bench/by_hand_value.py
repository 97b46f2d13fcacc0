"""A member's `take_payment` made by hand: what `by_hand` does, and beside it all that value needs.

The tier's price, stored value and points spent from their lots, points earned and put on file, and
another look at the tier once the sale is there. It knows the rules of the measured salon and no
others: one base rule, tiers with percents, nobody's birthday.
"""

import json
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import uuid6

from salon_pos.domain.standing import months_later
from tests.bench.by_hand import HandPayment, Plain, Row, share

WHOLE = 10_000
_RULES = "SELECT version, content FROM rule_set WHERE kind = ? ORDER BY version DESC LIMIT 1"
_MOVES = "SELECT tier, day, until, is_override FROM tier_move WHERE client_id = ? ORDER BY id"
_SPEND = (
    "SELECT SUM(e.eligible) FROM sale_earning e JOIN sale_line l ON l.id = e.line_id"
    " JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id) JOIN sale s ON s.id = o.sale_id"
    " WHERE e.client_id = ? AND s.business_day BETWEEN ? AND ?"
)
_STANDS = (
    "EXISTS (SELECT 1 FROM sale_line l JOIN item i ON i.id = l.item_id AND i.kind <> 'prepaid'"
    " WHERE l.sale_id = s.id AND l.quantity + COALESCE("
    "(SELECT SUM(quantity) FROM sale_line WHERE refunds_id = l.id), 0) > 0)"
)
_THEIRS = "(s.client_id = ? OR s.id IN (SELECT sale_id FROM claim WHERE client_id = ?))"
_VISITS = (
    f"SELECT COUNT(DISTINCT s.business_day) FROM sale s WHERE {_THEIRS}"
    f" AND s.business_day BETWEEN ? AND ? AND s.deed = 'sale' AND {_STANDS}"
)
_TOP_UP = (
    "SELECT MAX(l.net + COALESCE((SELECT SUM(net) FROM sale_line WHERE refunds_id = l.id), 0))"
    " FROM sale_line l JOIN sale s ON s.id = l.sale_id JOIN prepaid p ON p.item_id = l.item_id"
    " WHERE s.client_id = ? AND s.business_day BETWEEN ? AND ? AND p.kind = 'top_up'"
    " AND s.deed = 'sale'"
)
_HERE = (
    f"SELECT 1 FROM sale s WHERE {_THEIRS} AND s.business_day = ? AND s.deed = 'sale'"
    f" AND {_STANDS} LIMIT 1"
)
_CARDS = (
    "SELECT c.uid, w.kind, c.state, w.uid, w.client_id, c.client_id, w.valid_until FROM card c"
    " JOIN wallet w ON w.id = c.wallet_id WHERE c.id IN (SELECT id FROM card WHERE client_id = ?"
    " UNION SELECT k.id FROM card k JOIN wallet o ON o.id = k.wallet_id WHERE o.client_id = ?)"
    " ORDER BY c.id"
)
_LOTS = (
    "SELECT e.lot_id, l.uid, -SUM(e.amount), l.expires FROM account a"
    " JOIN ledger_entry e ON e.account_id = a.id JOIN lot l ON l.id = e.lot_id WHERE a.code = ?"
    " GROUP BY e.lot_id HAVING SUM(e.amount) <> 0 ORDER BY l.expires IS NULL, l.expires, e.lot_id"
)
_DEBT = (
    "SELECT SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id WHERE code=?"
)


class HandMemberPayment(HandPayment):
    """The steps of a member's payment."""

    def member_off(self) -> list[int]:
        """The percent of the payer's tier, by what was on file before the sale."""
        client = self.db.execute(
            "SELECT uid, birthday, retired, referrer_id FROM client WHERE id = ?", (self.client_id,)
        ).fetchone()
        assert client
        assert not client[2]
        self.uid, self.birthday = client[:2]
        _, content = self.db.execute(_RULES, ("tiers",)).fetchone()
        self.tiers = json.loads(content)
        self.tier = self._standing()
        self.cards = self.db.execute(_CARDS, (self.client_id, self.client_id)).fetchall()
        assert all(card[1] != "discount" for card in self.cards)
        tier = next(tier for tier in self.tiers["tiers"] if tier["key"] == self.tier)
        assert not tier["perks"]["member_prices"]
        percents = {each["category_id"]: each["percent_bp"] for each in tier["perks"]["percents"]}
        offs: list[int] = []
        for line, whole in zip(self.ticket["lines"], self.lists, strict=True):
            percent = percents.get(self.items[line["item_id"]][7], percents.get(None, 0))
            offs.append((2 * whole * percent + WHOLE) // (2 * WHOLE))
        return offs

    @property
    def client_id(self) -> int:
        """Who pays."""
        return self.ticket["client_id"]

    def _standing(self) -> str:
        """The tier that is held, which nothing on file may change now."""
        rules = self.tiers
        moves = self.db.execute(_MOVES, (self.client_id,)).fetchall()
        tier, _, until, is_override = moves[-1]
        assert not is_override
        assert self.day.isoformat() <= until
        first = months_later(self.day, -rules["window_months"]) + timedelta(days=1)
        days = (first.isoformat(), self.day.isoformat())
        reached = {
            "spend": self._sum(_SPEND, self.client_id, *days),
            "visits": self._sum(_VISITS, self.client_id, self.client_id, *days),
            "top_up": self._sum(_TOP_UP, self.client_id, *days),
        }
        keys = [each["key"] for each in rules["tiers"]]
        for each in rules["tiers"][keys.index(tier) + 1 :]:
            named = {measure: each[measure] for measure in reached if each[measure] is not None}
            assert all(reached[measure] < least for measure, least in named.items())
        return tier

    def _sum(self, query: str, *given: Any) -> int:
        (found,) = self.db.execute(query, given).fetchone()
        return found or 0

    # --- value

    def move(self, settings: Plain) -> None:
        """What card and points pay, then what the sale earns."""
        version, content = self.db.execute(_RULES, ("points",)).fetchone()
        self.points, self.version, not_earning = json.loads(content), version, 0
        for position, (method, _, applied, _, _, source) in enumerate(self.taken):
            if method[2] == "stored_value":
                not_earning += self._spend(position, applied, source, settings)
            if method[2] == "points":
                not_earning += self._burn(position, applied)
        self._earn(not_earning)

    def _spend(self, position: int, amount: int, uid: str, settings: Plain) -> int:
        """Principal and bonus in proportion, each from its lots; the bonus's part."""
        card = next(card for card in self.cards if card[0] == uid)
        _, _, state, wallet, owner, holder, until = card
        assert state == "active"
        assert until is None
        assert self.client_id in (owner, holder)
        assert amount <= settings["card_pin_above"]
        principal, bonus = (self._lots(f"{kind}:{wallet}") for kind in ("principal", "bonus"))
        held = [sum(lot[2] for lot in lots) for lots in (principal, bonus)]
        assert amount <= sum(held)
        parts = share(amount, held)
        inputs = _text(
            tender=position, card=uid, value=amount, principal=parts[0], bonus=parts[1],
            principal_held=held[0], bonus_held=held[1],
        )  # fmt: skip
        for kind, lots, part in zip(("principal", "bonus"), (principal, bonus), parts, strict=True):
            for lot_id, lot, used in _taken(lots, part):
                self.entries.append(
                    (f"{kind}:{wallet}", "credit", used, "value.spend", 1, inputs, lot_id, lot)
                )
        return parts[1]

    def _burn(self, position: int, amount: int) -> int:
        """Whole steps of points from their lots, up to their share of the bill."""
        rule, lots = self.points["burn"], self._lots(f"points:{self.uid}")
        steps, odd = divmod(amount, rule["value"])
        points = steps * rule["step"]
        assert not odd
        assert points <= sum(lot[2] for lot in lots)
        assert amount <= self.total * rule["cap_bp"] // WHOLE
        said = {
            "tender": position, "points": points, "step": rule["step"], "step_value": rule["value"],
            "cap_bp": rule["cap_bp"], "bill": self.total,
        }  # fmt: skip
        whole = _text(**said, value=amount)
        self._value("points_spent", "debit", amount, "points.pay", _text(**said))
        taken = _taken(lots, points)
        worth = share(amount, [used for _, _, used in taken])
        for (lot_id, lot, used), part in zip(taken, worth, strict=True):
            inputs = _text(**said, value=part)
            self._value(f"points:{self.uid}", "credit", used, "points.burn", inputs, lot_id, lot)
        self._value("points_burned", "credit", -points, "points.burn", whole)
        return amount

    def _earn(self, not_earning: int) -> None:
        rules, lines = self.points, self.ticket["lines"]
        (base,) = rules["base"]
        assert base["item_id"] is base["category_id"] is None
        assert not (rules["excluded_items"])
        assert not (rules["excluded_categories"])
        assert self.day.day not in rules["member_days"]["days_of_month"]
        assert not rules["member_days"]["weekdays"]
        self.db.execute(_HERE, (self.client_id, self.client_id, self.day.isoformat())).fetchone()
        for bonus in rules["bonuses"]:
            if bonus["kind"] == "birthday":
                assert not _is_near(self.birthday, self.day, bonus["window_days"])
            else:  # a campaign that is over
                assert bonus["last"] < self.day.isoformat()
        payables = [net + sum(tax[5][at] for tax in self.taxes) for at, net in enumerate(self.nets)]
        parts = share(not_earning, payables)
        self.eligible = [
            (2 * net * (payable - part) + payable) // (2 * payable)
            for net, payable, part in zip(self.nets, payables, parts, strict=True)
        ]
        tier_bp, whole = rules["tier_multipliers"].get(self.tier, WHOLE), sum(self.eligible)
        exact = Fraction(whole * base["points"] * tier_bp, base["per"] * WHOLE)
        points = int(exact)
        self.earned = share(points, self.eligible)
        assert len(lines) == len(self.eligible)
        assert points
        (debt,) = self.db.execute(_DEBT, (f"points_debt:{self.uid}",)).fetchone()
        assert not debt
        inputs = _text(
            eligible=whole, eligible_1=whole, points_1=base["points"], per_1=base["per"],
            tier=self.tier, tier_bp=tier_bp, numerator=exact.numerator,
            denominator=exact.denominator, earned=points,
        )  # fmt: skip
        self._value("points_issued", "debit", points, "points.earn", inputs)
        lot_id, lot = self._new_lot(f"points:{self.uid}", rules["days_good"])
        self._value(f"points:{self.uid}", "credit", -points, "points.earn", inputs, lot_id, lot)

    def _new_lot(self, code: str, days: int) -> tuple[int, str]:
        uid, until = str(uuid6.uuid7()), (self.day + timedelta(days=days)).isoformat()
        made = self.db.execute(
            "INSERT INTO lot (uid, account_id, transaction_id, expires, unit_price, parent_id)"
            " VALUES (?, (SELECT id FROM account WHERE code = ?), ?, ?, NULL, NULL)",
            (uid, code, self.next("ledger_transaction"), until),
        )
        return made.lastrowid, uid

    def _value(
        self, code: str, side: str, amount: int, rule: str, inputs: str,
        lot_id: int | None = None, lot: str = "",
    ) -> None:  # fmt: skip
        self.entries.append((code, side, amount, rule, self.version, inputs, lot_id, lot))

    def _lots(self, code: str) -> list[Row]:
        """(id, uid, left) of an account's good lots, the soonest to end first."""
        day = self.day.isoformat()
        found = self.db.execute(_LOTS, (code,)).fetchall()
        return [lot[:3] for lot in found if lot[3] is None or day <= lot[3]]

    # --- afterwards

    def keep(self, sale_id: int) -> None:
        """What each line earned; and the tier, which must be what it was."""
        ids = self.db.execute(
            "SELECT id FROM sale_line WHERE sale_id = ? ORDER BY position", (sale_id,)
        ).fetchall()
        self.db.executemany(
            "INSERT INTO sale_earning (line_id, client_id, eligible, points, why)"
            " VALUES (?, ?, ?, ?, '')",
            [
                (line_id, self.client_id, eligible, points)
                for (line_id,), eligible, points in zip(
                    ids, self.eligible, self.earned, strict=True
                )
            ],
        )
        assert self._standing() == self.tier


def _taken(lots: list[Row], amount: int) -> list[Row]:
    """(lot id, uid, amount) of what is taken from lots in their order."""
    taken: list[Row] = []
    for lot_id, uid, left in lots:
        part = min(left, amount)
        if part:
            taken.append((lot_id, uid, part))
            amount -= part
    return taken


def _is_near(birthday: str | None, day: date, window: int) -> bool:
    if birthday is None:
        return False
    born = datetime.fromisoformat(birthday).date()
    years = (day.year - 1, day.year, day.year + 1)
    return any(abs((day - born.replace(year=year)).days) <= window for year in years)


def _text(**inputs: int | str) -> str:
    return json.dumps(inputs, separators=(",", ":"), sort_keys=True)
