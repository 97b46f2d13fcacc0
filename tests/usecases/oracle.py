"""What the counter's books must say, by RULES.md, in plain dicts, whole numbers and fractions.

The state machine's judge: nothing of the program is called here. A ticket has the shape of its
JSON on file; accounts are debits as positive whole minor units, by the names the ledger gives.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
PLAIN: Json = {"benefits": {}, "sessions": {}, "coupon": None, "free": ()}
"""The terms of a ticket for nobody: no member's benefits, nothing taken from a pack, no voucher,
no lines that are free."""

VALUE = ("stored_value", "points", "gift_card", "voucher", "deposit", "on_account", "pack",
         "platform")  # fmt: skip
SUMMER = timedelta(hours=-7)  # Vancouver's clock on the day these tests begin
ZONE = ZoneInfo("America/Vancouver")


class Forbidden(Exception):
    """The rules say no, for this reason."""


def half_up(exact: Fraction) -> int:
    """The nearest whole number, a half upwards; nothing here is negative."""
    return floor(exact + Fraction(1, 2))


def share(total: int, weights: list[int] | list[Fraction]) -> list[int]:
    """Largest remainder, equal ones to the earlier; all-zero weights: the first gets it all."""
    if not any(weights):
        return [total, *([0] * (len(weights) - 1))][: len(weights)]
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]
    parts = [floor(part) for part in exact]
    while sum(parts) < total:
        rests = [whole - part for whole, part in zip(exact, parts, strict=True)]
        parts[rests.index(max(rests))] += 1
    return parts


@dataclass
class Salon:
    """The salon's choices and lists. Rates are millionths, limits basis points; cells are (price,
    level, length), None for any; levels are by staff, kinds by means of payment; codes say how
    accounts name a row."""

    till: int
    mode: str = "exclusive"
    rounding: str = "sale"
    step: int = 5
    cutoff: int = 240
    taxes: dict[int, int] = field(default_factory=dict)
    items: dict[int, Json] = field(default_factory=dict)
    levels: dict[int, int | None] = field(default_factory=dict)
    limits: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    codes: dict[tuple[str, int], str] = field(default_factory=dict)

    def account(self, of: str, row: int) -> str:
        """An account's code: of a till, a means of payment, a tax or a staff member."""
        return f"{of}:{self.codes[of, row]}"

    def day(self, now: datetime) -> str:
        """The business day: it ends so many minutes after midnight by the wall clock."""
        wall = now.astimezone(ZONE).replace(tzinfo=None)
        return (wall - timedelta(minutes=self.cutoff)).date().isoformat()


# --- rules 1 to 5: what a ticket costs ---


def unit_price(salon: Salon, line: Json) -> int:
    """By the item's own price, the typed one, or the cell that says most about who and how long."""
    item = salon.items[line["item_id"]]
    if item["pricing"] == "open":
        return line["typed_price"]
    level = salon.levels[line["staff"][0]["staff_id"]] if line["staff"] else None
    fitting = [
        ((of_level is not None) + (length is not None), price)
        for price, of_level, length in item["cells"]
        if of_level in (None, level) and length in (None, line["length"])
    ]
    return max(fitting)[1] if fitting else item["price"]


def taken_off(discount: Json | None, left: int) -> int:
    """Rule 2: a percent of what is left, half up, or an amount no greater than that."""
    if discount is None:
        return 0
    off = discount["amount"] or half_up(Fraction(left * discount["percent_bp"], 10_000))
    if off > left:
        raise Forbidden("discount_too_large")
    return off


def member_off(benefit: tuple[int, int | None] | None, listed: int, quantity: int) -> int:
    """Rule 1: the better of a percent off the whole and a price for each, never a surcharge."""
    percent, price = benefit or (0, None)
    by_price = listed - price * quantity if price is not None else 0
    return max(half_up(Fraction(listed * percent, 10_000)), by_price)


def listed_line(salon: Salon, line: Json, terms: Json) -> Json:
    """A line with the member's benefit. Rule 3: prepaid and sessions have their price."""
    kind, quantity = salon.items[line["item_id"]]["kind"], line["quantity"]
    session = terms["sessions"].get(line["uid"])
    fixed = kind == "prepaid" or session is not None
    if fixed and line["discount"]:
        raise Forbidden("prepaid_has_its_price")
    listed = (unit_price(salon, line) if session is None else session) * quantity
    benefit = None if fixed else terms["benefits"].get(line["item_id"])
    is_free = line["uid"] in terms["free"]
    member = listed if is_free else member_off(benefit, listed, quantity)
    return {
        "line": line, "kind": kind, "list": listed, "member_off": member, "coupon_off": 0,
        "line_off": 0, "ticket_off": 0, "net": listed - member, "fixed": fixed,
        "session": session is not None,
    }  # fmt: skip


def coupon_offs(coupon: Json, lines: list[Json]) -> list[int]:
    """What a voucher takes off each line that it is for: a percent of it, half up, or its amount
    over them all; nothing below its least."""
    nets = [
        line["net"]
        if not line["fixed"] and (not coupon["items"] or line["line"]["item_id"] in coupon["items"])
        else 0
        for line in lines
    ]
    if sum(nets) < coupon["least"]:
        return [0] * len(lines)
    if coupon["percent_bp"]:
        return [half_up(Fraction(net * coupon["percent_bp"], 10_000)) for net in nets]
    return share(min(coupon["amount"], sum(nets)), nets)


def bill(salon: Salon, ticket: Json, terms: Json = PLAIN) -> list[Json]:
    """Each line with what it costs: list, line_off, ticket_off, net, taxes by id, payable."""
    lines = [listed_line(salon, line, terms) for line in ticket["lines"]]
    if terms["coupon"]:
        for line, off in zip(lines, coupon_offs(terms["coupon"], lines), strict=True):
            line |= {"coupon_off": off, "net": line["net"] - off}
    for line in lines:
        line["line_off"] = taken_off(line["line"]["discount"], line["net"])
        line["net"] -= line["line_off"]
    for discount in ticket["discounts"]:
        nets = [0 if line["fixed"] else line["net"] for line in lines]
        for line, part in zip(lines, share(taken_off(discount, sum(nets)), nets), strict=True):
            line["ticket_off"] += part
            line["net"] -= part
    for line in lines:
        line["taxes"] = dict.fromkeys(salon.taxes, 0)
    for tax in salon.taxes:
        for line, part in zip(lines, tax_parts(salon, tax, lines), strict=True):
            line["taxes"][tax] = part
    for line in lines:
        on_top = sum(line["taxes"].values()) if salon.mode == "exclusive" else 0
        line["payable"] = line["net"] + on_top
    return lines


def tax_parts(salon: Salon, tax: int, lines: list[Json]) -> list[int]:
    """Rule 4: each line's part of one tax."""
    exact: list[Fraction] = []
    for line in lines:
        on_item = salon.items[line["line"]["item_id"]]["taxes"] & salon.taxes.keys()
        held = sum(salon.taxes[one] for one in on_item) if salon.mode == "inclusive" else 0
        is_taxed = tax in on_item and salon.mode != "none"
        rate = Fraction(salon.taxes[tax], 1_000_000 + held) if is_taxed else Fraction(0)
        exact.append(line["net"] * rate)
    if salon.rounding == "line":
        return [half_up(part) for part in exact]
    return share(half_up(sum(exact, Fraction(0))), exact)


def above_limit(salon: Salon, ticket: Json, lines: list[Json]) -> list[tuple[Json, int]]:
    """The discounts that a manager must approve, each with its amount: those beyond their reason's
    percent, where the same reason on lines and on the whole counts together."""
    found = [
        (line["line"]["discount"], line["line_off"])
        for line in lines
        if line["line"]["discount"] and is_above(salon, line["line"]["discount"], line)
    ]
    left = sum(line["net"] + line["ticket_off"] for line in lines if not line["fixed"])
    so_far = Counter[int]()
    for line in lines:
        if line["line"]["discount"]:
            so_far[line["line"]["discount"]["reason_id"]] += line["line_off"]
    for discount in ticket["discounts"]:
        off, reason = taken_off(discount, left), discount["reason_id"]
        before = left + so_far[reason]
        so_far[reason] += off
        left -= off
        if so_far[reason] > half_up(Fraction(before * salon.limits[reason], 10_000)):
            found.append((discount, off))
    return found


def is_above(salon: Salon, discount: Json, line: Json) -> bool:
    """Whether a line's discount is beyond its reason's limit."""
    before = line["list"] - line["member_off"] - line["coupon_off"]
    limit = half_up(Fraction(before * salon.limits[discount["reason_id"]], 10_000))
    return line["line_off"] > limit


# --- rules 5, 6, 9: how it is paid ---


def settle(salon: Salon, due: int, tenders: list[Json]) -> list[Json]:
    """Each tender with what of it is applied, given back and rounded. Forbidden: over on anything
    but cash, coins that do not exist, tips above the tender, and what does not meet the total."""
    taken: list[Json] = []
    for tender in tenders:
        kind = salon.kinds[tender["method"]]
        is_cash = kind == "cash"
        tip = sum(tender["tips"].values())
        money = tender["amount"] - tip
        if kind == "voucher" and due:
            money = min(money, due)
        check_tender(salon, tender, money, due)
        asked = half_up(Fraction(due, salon.step)) * salon.step if is_cash else due
        applied, rounded = (asked, asked - due) if money >= asked else (money, 0)
        due -= applied - rounded
        change = money - applied
        taken.append(tender | {"applied": applied, "change": change, "rounded": rounded})
    if due:
        raise Forbidden("short")
    return taken


def check_tender(salon: Salon, tender: Json, money: int, due: int) -> None:
    """Say no to a tender that nobody can take."""
    if money < 0:
        raise Forbidden("tip_above_tender")
    if salon.kinds[tender["method"]] in VALUE and money < tender["amount"] and tender["tips"]:
        raise Forbidden("tip_on_value")
    if salon.kinds[tender["method"]] != "cash":
        if money > due:
            raise Forbidden("over")
    elif tender["amount"] % salon.step or money % salon.step:
        raise Forbidden("no_such_coins")


# --- the books ---


@dataclass
class Books:
    """Everything the file must say: open tickets, sales, accounts, the shift, manager's words."""

    salon: Salon
    tickets: dict[str, Json] = field(default_factory=dict)
    sales: dict[str, Json] = field(default_factory=dict)
    accounts: Counter[str] = field(default_factory=Counter)
    approvals: dict[str, Json] = field(default_factory=dict)
    shift: Json | None = None
    shifts: int = 0
    serials: int = 0

    def terms(self, ticket: Json) -> Json:
        """What its payer gets and takes from packs; here there is nothing of the kind."""
        return PLAIN

    def bill(self, ticket: Json) -> list[Json]:
        """What each line costs now."""
        return bill(self.salon, ticket, self.terms(ticket))

    def total(self, ticket: Json) -> int:
        """What is to be paid, before cash rounding and tips."""
        return sum(line["payable"] for line in self.bill(ticket))

    def above_limit(self, ticket: Json) -> list[tuple[Json, int]]:
        """The discounts that a manager must approve, each with its amount."""
        return above_limit(self.salon, ticket, self.bill(ticket))

    def handed(self, ticket: Json, tenders: list[Json]) -> list[Json]:
        """All tenders in order; where packs pay, theirs come first."""
        return tenders

    def keep(self, ticket: Json, *, parked: bool) -> None:
        """A ticket as it is now; a blank one is not worth keeping."""
        before = self.tickets.pop(ticket["uid"], {"revision": 0})
        if ticket["lines"] or ticket["client_id"] is not None or ticket["tag"]:
            revision = before["revision"] + 1
            self.tickets[ticket["uid"]] = {
                "ticket": ticket, "parked": parked, "revision": revision,
            }  # fmt: skip

    def reasons_against(self, ticket: Json, tenders: list[Json], shown: int) -> set[str]:
        """Why this payment must be refused; any of them will do as the answer."""
        reasons: set[str] = set()
        if self.shift is None:
            reasons.add("no_shift")
        if not ticket["lines"]:
            reasons.add("empty_ticket")
        kept = self.tickets.get(ticket["uid"])
        if kept and kept["ticket"] != ticket:
            reasons.add("ticket_changed")
        for line in ticket["lines"]:
            if self.salon.items[line["item_id"]]["kind"] == "service" and not line["staff"]:
                reasons.add("staff_missing")
        try:
            if self.total(ticket) != shown:
                reasons.add("price_changed")
            if self.is_unapproved(ticket):
                reasons.add("needs_manager")
            settle(self.salon, self.total(ticket), self.handed(ticket, tenders))
        except Forbidden as forbidden:
            reasons.add(str(forbidden))
        return reasons

    def is_unapproved(self, ticket: Json) -> bool:
        """Whether a discount lacks a manager's word: one for this ticket, reason and amount, and
        each word for one discount."""
        used: set[str] = set()
        for discount, off in self.above_limit(ticket):
            uid = discount["approval"]
            word = {"ticket": ticket["uid"], "reason": discount["reason_id"], "amount": off}
            given = self.approvals.get(uid)
            if uid in used or not given or given | {"amount": 0} != word | {"amount": 0}:
                return True
            if off > given["amount"]:
                return True
            used.add(uid)
        return False

    def pay(self, ticket: Json, tenders: list[Json], now: datetime) -> Json:
        """The sale that this ticket becomes; posted, counted and off the open tickets."""
        assert self.shift is not None
        lines, due = self.bill(ticket), self.total(ticket)
        taken = settle(self.salon, due, self.handed(ticket, tenders))
        self.serials += 1
        sale = {
            "number": f"A-{self.serials:06d}",
            "day": self.salon.day(now),
            "lines": lines,
            "tenders": taken,
            "ticket": ticket,
        }
        self.sales[ticket["uid"]] = sale
        self.tickets.pop(ticket["uid"], None)
        self._post(lines, taken)
        for line in lines:
            item = self.salon.items[line["line"]["item_id"]]
            if item["stock"] is not None:
                item["stock"] -= line["line"]["quantity"]
        return sale

    def _post(self, lines: list[Json], taken: list[Json]) -> None:
        """The sale in full: tenders against revenue, each tax, tips payable, cash rounding."""
        for tender in taken:
            if self.salon.kinds[tender["method"]] in VALUE:
                continue
            is_cash = self.salon.kinds[tender["method"]] == "cash"
            of = ("drawer", self.salon.till) if is_cash else ("tender", tender["method"])
            code = self.salon.account(*of)
            self.accounts[code] += tender["applied"] + sum(tender["tips"].values())
            self.accounts["cash_rounding"] -= tender["rounded"]
            for staff, amount in tender["tips"].items():
                self.accounts[self.salon.account("tips", staff)] -= amount
        for line in lines:
            held = sum(line["taxes"].values()) if self.salon.mode == "inclusive" else 0
            if line["kind"] != "prepaid":
                self.accounts[f"revenue:{line['kind']}"] -= line["net"] - held
            for tax, amount in line["taxes"].items():
                self.accounts[self.salon.account("tax", tax)] -= amount

    def open_shift(self, opening_float: int, now: datetime) -> None:
        """The float moves from the safe into the drawer."""
        self.shifts += 1
        self.shift = {
            "day": self.salon.day(now), "float": opening_float, "number": self.shifts,
        }  # fmt: skip
        self.accounts[self.salon.account("drawer", self.salon.till)] += opening_float
        self.accounts["safe"] -= opening_float

    def close_shift(self, counted: int) -> None:
        """What is in the drawer moves into the safe; what it is more or less is written down."""
        self.accounts["over_short"] -= counted - self.drawer
        self.accounts["safe"] += counted
        self.accounts[self.salon.account("drawer", self.salon.till)] = 0
        self.shift = None

    @property
    def drawer(self) -> int:
        """What the drawer should hold."""
        return self.accounts[self.salon.account("drawer", self.salon.till)]


# --- open tickets ---


def whom(ticket: Json, line: Json) -> int | None:
    """Whom a line is for: its service's client, its own, or the payer."""
    service = next(one for one in ticket["lines"] if one["uid"] == (line["parent"] or line["uid"]))
    return ticket["client_id"] if service["client_id"] is None else service["client_id"]


def with_line(ticket: Json, line: Json) -> Json:
    """A line at the end; an add-on below its service and the add-ons already there."""
    lines = list(ticket["lines"])
    family = [i for i, one in enumerate(lines) if line["parent"] in (one["uid"], one["parent"])]
    lines.insert(family[-1] + 1 if line["parent"] else len(lines), line)
    return ticket | {"lines": lines}


def without(ticket: Json, uids: set[str]) -> Json:
    """Without these lines and their add-ons; no discount on nothing."""
    lines = [one for one in ticket["lines"] if not {one["uid"], one["parent"]} & uids]
    return ticket | {"lines": lines} | ({} if lines else {"discounts": [], "coupon": ""})


def joined(into: Json, other: Json, uids: set[str]) -> Json:
    """Lines of `other` below those of `into`; each stays its owner's where another pays now."""
    owner, moved = other["client_id"], []
    for line in other["lines"]:
        if {line["uid"], line["parent"]} & uids:
            is_owned = line["client_id"] is None and not line["parent"] and owner is not None
            moves_out = is_owned and owner != into["client_id"]
            moved.append(line | {"client_id": owner} if moves_out else line)
    return into | {"lines": into["lines"] + moved}
