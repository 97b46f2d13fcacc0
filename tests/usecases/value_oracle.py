"""What the counter's books must say of value, by RULES.md 6-8, 10-13, 15, 25 and 26.

The second half of the state machine's judge: cards, stored value, packs, gift cards, deposits,
points and tiers in plain dicts, whole numbers and fractions. Nothing of the program is called.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from tests.usecases.earning_oracle import earned
from tests.usecases.oracle import PLAIN, Books, Forbidden, Json, settle, share, whom
from tests.usecases.tier_oracle import Tiers

NEVER = datetime.min.replace(tzinfo=UTC)
FREE = "free:"
NOT_FOR_PREPAID = ("stored_value", "points", "voucher", "pack", "on_account")


def good(lot: Json, day: str) -> bool:
    """Rule 15: to the end of its last day."""
    return lot["expires"] is None or day <= lot["expires"]


def later(day: str, days: int | None) -> str | None:
    """The last good day of what lasts so many days after `day`."""
    if days is None:
        return None
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@dataclass
class ValueBooks(Books):
    """Everything the file must say of value, too. Lots lie by their account's code, the oldest
    first; `cards`, `packs` and `gift_cards` by uid, `plans` by item. `alone`: points by hand that
    nobody else agreed to, by client, day and whether they were given."""

    now: datetime = NEVER
    clients: dict[int, str] = field(default_factory=dict)
    cards: dict[str, Json] = field(default_factory=dict)
    wallets: dict[str, Json] = field(default_factory=dict)
    packs: dict[str, Json] = field(default_factory=dict)
    gift_cards: dict[str, Json] = field(default_factory=dict)
    vouchers: dict[str, Json] = field(default_factory=dict)
    plans: dict[int, Json] = field(default_factory=dict)
    lots: dict[str, list[Json]] = field(default_factory=dict)
    unlocked: dict[str, tuple[str, str]] = field(default_factory=dict)
    rules: Json = field(default_factory=dict)
    tiers: Tiers = field(default_factory=Tiers)
    alone: Counter[tuple[int, str, bool]] = field(default_factory=Counter)
    pin_above: int = 50_000
    opened: int = 0

    @property
    def today(self) -> str:
        """The business day now."""
        return self.salon.day(self.now)

    # --- lots ---

    def open_lot(
        self, account: str, amount: int, expires: str | None = None, unit: int | None = None,
        *, parent: Json | None = None,
    ) -> Json:  # fmt: skip
        """A lot more; what is owed grows. A `parent` is the ended one that it goes on for."""
        self.opened += 1
        lot = {
            "id": self.opened, "account": account, "left": amount, "expires": expires,
            "unit": unit, "parent": parent, "expired": 0,
        }  # fmt: skip
        self.lots.setdefault(account, []).append(lot)
        self.accounts[account] -= amount
        return lot

    def held(self, account: str) -> int:
        """What is good today."""
        return sum(lot["left"] for lot in self.lots.get(account, ()) if good(lot, self.today))

    def take(
        self, account: str, amount: int, *, among: list[Json] | None = None
    ) -> list[tuple[Json, int]]:
        """Rule 15: from good lots, soonest to expire, then oldest."""
        of = self.lots.get(account, []) if among is None else among
        lots = [lot for lot in of if good(lot, self.today)]
        uses: list[tuple[Json, int]] = []
        for lot in sorted(lots, key=lambda lot: (lot["expires"] or "9999", lot["id"])):
            part = min(lot["left"], amount)
            if part:
                lot["left"] -= part
                amount -= part
                uses.append((lot, part))
        assert amount == 0, (account, amount)
        self.accounts[account] += sum(part for _, part in uses)
        return uses

    # --- prices ---

    def terms(self, ticket: Json) -> Json:
        """The payer's benefits and the unit values of the sessions that lines use."""
        return PLAIN | {"benefits": self._benefits(ticket), "sessions": self._sessions(ticket)}

    def bill(self, ticket: Json) -> list[Json]:
        """As priced, with what earning asks of a line."""
        lines = super().bill(ticket)
        for line in lines:
            item = line["line"]["item_id"]
            line["category"] = self.salon.items[item]["category"]
            line["top_up"] = self.plans.get(item, {}).get("kind") == "top_up"
        return lines

    def _benefits(self, ticket: Json) -> dict[int, tuple[int, int | None]]:
        client, top_up = ticket["client_id"], self.top_up(ticket)
        if client is None:
            return {}
        tier = self.tiers.of(self.tiers.standing(client, self.today, top_up)[0])
        coming = self._coming(ticket)
        card_bp = max(
            [
                card["bp"]
                for card in self.cards.values()
                if client in (card["owner"], card["holder"]) and card["state"] == "active"
                if card["bp"] and (coming[card["wallet"]] or self.worth(card["wallet"]))
            ],
            default=0,
        )
        return {
            id_: (max(tier["percent"].get(item["category"], 0), card_bp), tier["prices"].get(id_))
            for id_, item in self.salon.items.items()
        }

    def worth(self, wallet: str) -> int:
        """What a wallet may pay today."""
        return self.held(f"principal:{wallet}") + self.held(f"bonus:{wallet}")

    def top_up(self, ticket: Json) -> int:
        """Rule 13: the largest top-up on a ticket counts before the rest of it."""
        amounts = [
            self.salon.items[line["item_id"]]["price"] * line["quantity"]
            for line in ticket["lines"]
            if self.plans.get(line["item_id"], {}).get("kind") == "top_up"
        ]
        return max(amounts, default=0)

    def _sessions(self, ticket: Json) -> dict[str, int]:
        """Rule 25: unit values in their order, for each line that names a pack."""
        values: dict[str, int] = {}
        used = Counter[str]()
        for line in ticket["lines"]:
            pack = line["source"]
            if (
                not pack
                or pack.startswith(FREE)
                or self.salon.items[line["item_id"]]["kind"] != "service"
            ):
                continue
            known = self.packs.get(pack)
            if not known or line["item_id"] not in known["items"] or line["quantity"] != 1:
                raise Forbidden("pack_not_for")
            lots = [lot for lot in self.lots[f"pack:{pack}"] if good(lot, self.today)]
            left = [lot["unit"] for lot in lots for _ in range(lot["left"])]
            if used[pack] == len(left):
                raise Forbidden("not_enough_sessions")
            values[line["uid"]] = left[used[pack]]
            used[pack] += 1
        return values

    def handed(self, ticket: Json, tenders: list[Json]) -> list[Json]:
        """Packs pay first, each line's unit value."""
        packs = next(id_ for id_, kind in self.salon.kinds.items() if kind == "pack")
        sessions = self._sessions(ticket)
        used = [
            {
                "method": packs,
                "amount": sessions[line["uid"]],
                "tips": {},
                "source": line["source"],
                "line": line["uid"],
            }
            for line in ticket["lines"]
            if line["uid"] in sessions
        ]
        return [*used, *tenders]

    # --- what is refused ---

    def reasons_against(self, ticket: Json, tenders: list[Json], shown: int) -> set[str]:
        reasons = super().reasons_against(ticket, tenders, shown)
        reasons |= {*self._against_delivery(ticket), *self._against_packs(ticket)}
        try:
            due = self.total(ticket)
            taken = settle(self.salon, due, self.handed(ticket, tenders))
        except Forbidden:
            return reasons
        return reasons | self._against_value(ticket, taken, due)

    def _against_delivery(self, ticket: Json):
        for line in ticket["lines"]:
            plan = self.plans.get(line["item_id"], {"kind": ""})["kind"]
            if plan in ("gift_card", "pack") and line["quantity"] != 1:
                yield "one_a_line"
            if plan in ("top_up", "pack", "deposit") and ticket["client_id"] is None:
                yield "payer_missing"
            elif plan == "top_up":
                card = self.card_to_top_up(ticket, line)
                if card is None:
                    yield "no_card"
                elif card["state"] != "active":
                    yield f"card_{card['state']}"

    def _against_packs(self, ticket: Json):
        """Another client's pack asks for the PIN of a card of theirs; without one, a manager."""
        for line in ticket["lines"]:
            pack = self.packs.get(line["source"])
            if not pack or pack["client"] in (ticket["client_id"], whom(ticket, line)):
                continue
            theirs = {
                uid: card
                for uid, card in self.cards.items()
                if pack["client"] in (card["owner"], card["holder"])
            }
            typed = {card for card, of in self.unlocked.values() if of == ticket["uid"]}
            if not any(card["pin"] and card["state"] == "active" for card in theirs.values()):
                yield "pack_word_other"
            elif not typed & theirs.keys():
                yield "pack_pin_other"

    def card_to_top_up(self, ticket: Json, line: Json) -> Json | None:
        """The chosen card, else the payer's first that is not dead."""
        if line["source"] in self.cards:
            return self.cards[line["source"]]
        client = ticket["client_id"]
        theirs = [
            card
            for card in self.cards.values()
            if client in (card["owner"], card["holder"])
            and card["state"] not in ("replaced", "closed")
        ]
        return theirs[0] if theirs else None

    def _against_value(self, ticket: Json, taken: list[Json], due: int) -> set[str]:
        """Rules 6 and 8 over the tenders in order, each from what the earlier ones left."""
        reasons: set[str] = set()
        prepaid = sum(line["payable"] for line in self.bill(ticket) if line["kind"] == "prepaid")
        bill = room = due - prepaid
        spent = self._coming(ticket)
        for tender in taken:
            tender |= {"bill": bill, "room": room, "due": due, "all": taken}
            kind, amount = self.salon.kinds[tender["method"]], tender["applied"]
            if kind not in ("cash", "other", "pack") and amount <= 0:
                reasons.add("nothing_paid")
            if kind in NOT_FOR_PREPAID and amount > room:
                reasons.add("not_for_prepaid")
            reasons |= set(self._against_tender(ticket, tender, kind, (spent, bill)))
            room -= amount if kind in NOT_FOR_PREPAID else 0
            due -= amount
        return reasons

    def _coming(self, ticket: Json) -> Counter[str]:
        """What the ticket's own top-ups put on wallets, as spent below zero."""
        coming = Counter[str]()
        for line in ticket["lines"]:
            plan = self.plans.get(line["item_id"])
            card = self.card_to_top_up(ticket, line) if plan and plan["kind"] == "top_up" else None
            if plan and card:
                price = self.salon.items[line["item_id"]]["price"]
                coming[card["wallet"]] -= (price + plan["bonus"]) * line["quantity"]
        return coming

    def _against_tender(self, ticket: Json, tender: Json, kind: str, so_far):
        spent, bill = so_far
        amount, source = tender["applied"], tender.get("source", "")
        if kind == "stored_value":
            yield from self._against_card(ticket, tender)
            source = self.cards[source]["wallet"] if source in self.cards else source
            if amount > self.worth(source) - spent[source]:
                yield "not_enough_value"
        elif kind == "points":
            yield from self._against_points(ticket, tender, (spent, bill))
            source = "points"
        elif kind == "gift_card":
            if source not in self.gift_cards:
                yield "gift_card_unknown"
            elif amount > self.held(f"gift_card:{source}") - spent[source]:
                yield "not_enough_value"
        elif kind == "voucher":
            yield from self._against_voucher(ticket, tender, spent)
        elif kind == "deposit":
            account = f"deposit:{source}"
            if not any(lot["left"] for lot in self.lots.get(account, ())):
                yield "source_unknown"
            elif amount > self.held(account) - spent[source]:
                yield "not_enough_value"
        spent[source] += amount

    def _against_card(self, ticket: Json, tender: Json):
        """Rule 8: the card's PIN above a set amount, and always for another client's card."""
        card = self.cards.get(tender.get("source", ""))
        if card is None:
            yield "card_unknown"
            return
        if card["state"] != "active":
            yield f"card_{card['state']}"
        words = [self.unlocked.get(other.get("unlock", "")) for other in tender["all"]]
        if (tender["source"], ticket["uid"]) in words:
            return
        of_wallet = sum(
            other["amount"] for other in tender["all"]
            if other.get("source") in self.cards
            and self.cards[other["source"]]["wallet"] == card["wallet"]
        )  # fmt: skip
        if ticket["client_id"] not in (card["owner"], card["holder"]):
            yield "card_pin_other"
        elif of_wallet > self.pin_above:
            yield "card_pin_above"

    def _against_voucher(self, ticket: Json, tender: Json, spent: Counter[str]):
        """Rule 6: once, at once, by whom and until when it says, on a bill that is large enough."""
        voucher = self.vouchers[tender["source"]]
        if voucher["used"]:
            yield "voucher_cancelled" if voucher.get("cancelled") else "voucher_used"
        if voucher["expires"] and self.today > voucher["expires"]:
            yield "voucher_ended"
        if voucher["client"] not in (None, ticket["client_id"]):
            yield "voucher_other"
        if tender["bill"] < voucher["least"]:
            yield "voucher_least"
        if tender["source"] in spent:
            yield "source_unknown"
        if tender["applied"] != min(voucher["face"], tender["due"], tender["room"]):
            yield "voucher_in_parts"

    def _against_points(self, ticket: Json, tender: Json, so_far):
        spent, bill = so_far
        if ticket["client_id"] is None:
            yield "source_unknown"
            return
        step, value, cap = self.rules["burn"]
        if tender["applied"] % value:
            yield "points_step"
        held = self.held(f"points:{self.clients[ticket['client_id']]}")
        worth = (spent["points"] + tender["applied"]) // value
        if worth * step > held:
            yield "not_enough_points"
        if worth * value > Fraction(bill * cap, 10_000):
            yield "points_above_cap"

    # --- what a payment moves ---

    def pay(self, ticket: Json, tenders: list[Json], now: datetime) -> Json:
        """Money as ever; then what is prepaid is delivered, value is spent, points are earned."""
        client, before = ticket["client_id"], Counter(self.accounts)
        occasion = self._occasion(ticket) if client is not None else {}
        sale = super().pay(ticket, tenders, now)
        assert self.shift is not None
        sale |= {"client": client, "rules": self.rules, "shift": self.shift["number"],
                 "step": self.salon.step, "own": [], "used": [], "gave": [],
                 "given_back": 0, "forgiven": 0}  # fmt: skip
        for line in sale["lines"]:
            self._deliver(ticket, line)
            self._use_session(line)
            sale["used"] += line["uses"]
            sale["gave"] += [(lot, lot["left"]) for lot in line["lots"]]
        not_earning = sum(self._spend(ticket, tender) for tender in sale["tenders"])
        for tender in sale["tenders"]:
            tender |= {"back": 0, "bonus_back": 0, "tip_back": 0}
            for of in ("principal", "bonus", "points", "owed"):
                sale["used"] += tender.get(of, [])
        if client is not None:
            self._earn(sale, not_earning, occasion)
        sale["moved"] = Counter(self.accounts)
        sale["moved"].subtract(before)
        return sale

    def _earn(self, sale: Json, not_earning: int, occasion: Json) -> None:
        """Rules 12, 13 and 15, and the tier that this leads to."""
        ticket, client = sale["ticket"], sale["client"]
        owed = sum(one["applied"] for one in sale["tenders"] if one["kind"] == "on_account")
        amounts, points = earned(sale["lines"], not_earning, self.rules, occasion, owed=owed)
        for line, amount, given in zip(sale["lines"], amounts, points, strict=True):
            line |= {"eligible": amount, "points": given}
        sale["own"] = self.give_points(client, sum(points), self.rules["days"])
        sale["gave"] += [(lot, lot["left"]) for lot in sale["own"]]
        self.tiers.paid(client, self.today, sale, self.top_up(ticket))
        self.tiers.look(client, self.today, sale["ticket"]["uid"])

    def _occasion(self, ticket: Json) -> Json:
        """Rule 13: the tier before this sale; a top-up on it counts already."""
        client, day = ticket["client_id"], self.today
        place, _ = self.tiers.standing(client, day, self.top_up(ticket))
        return {
            "tier": self.tiers.of(place)["key"],
            "weekday": date.fromisoformat(day).isoweekday(),
            "first_visit": not self.tiers.was_here(client, day),
        }

    def _deliver(self, ticket: Json, line: Json) -> None:
        plan, uid = self.plans.get(line["line"]["item_id"]), line["line"]["uid"]
        line |= {"lots": [], "refunded": 0, "money": 0, "out": 0, "points": 0, "points_back": 0,
                 "eligible": 0, "eligible_back": 0}  # fmt: skip
        if plan is None:
            return
        paid, ends = line["net"], later(self.today, plan["days"])
        if plan["kind"] == "top_up":
            card = self.card_to_top_up(ticket, line["line"])
            assert card is not None
            bonus = plan["bonus"] * line["line"]["quantity"]
            line["lots"].append(self.open_lot(f"principal:{card['wallet']}", paid))
            if bonus:
                line["lots"].append(self.open_lot(f"bonus:{card['wallet']}", bonus, ends))
                self.accounts["bonus_given"] += bonus
        elif plan["kind"] == "pack":
            values = Counter(share(paid, [1] * plan["sessions"]))
            for value, sessions in sorted(values.items(), reverse=True):
                line["lots"].append(self.open_lot(f"pack:{uid}", sessions, ends, value))
            self.accounts["sessions_sold"] += plan["sessions"]
            self.accounts[f"pack_value:{uid}"] -= paid
            self.packs[uid] = {"client": ticket["client_id"], "items": plan["items"]}
        else:
            owner = uid if plan["kind"] == "gift_card" else self.clients[ticket["client_id"]]
            line["lots"].append(self.open_lot(f"{plan['kind']}:{owner}", paid, ends))
            if plan["kind"] == "gift_card":
                self.gift_cards[uid] = {}

    def _use_session(self, line: Json) -> None:
        line["uses"] = []
        if line["session"]:
            pack = line["line"]["source"]
            line["uses"] = self.take(f"pack:{pack}", 1)
            self.accounts["sessions_sold"] -= 1
            self.accounts[f"pack_value:{pack}"] += line["net"]

    def _spend(self, ticket: Json, tender: Json) -> int:
        """What a tender takes from which lots; what of it does not earn (rule 10)."""
        kind, amount = self.salon.kinds[tender["method"]], tender["applied"]
        tender["kind"], source = kind, tender.get("source", "")
        if kind == "stored_value":
            wallet = self.cards[source]["wallet"]
            held = [self.held(f"{of}:{wallet}") for of in ("principal", "bonus")]
            principal, bonus = share(amount, held)
            tender["principal"] = self.take(f"principal:{wallet}", principal)
            tender["bonus"] = self.take(f"bonus:{wallet}", bonus)
            return amount if self.rules["at_top_up"] else bonus
        if kind == "points":
            step, value, _ = self.rules["burn"]
            points = amount // value * step
            tender["points"] = self.take(f"points:{self.clients[ticket['client_id']]}", points)
            self.accounts["points_burned"] -= points
            self.accounts["points_spent"] += amount
            return amount
        if kind == "voucher":
            self.accounts["voucher_given"] += amount
            self.vouchers[source]["used"] = True
            return amount
        if kind in ("gift_card", "deposit"):
            tender["owed"] = self.take(f"{kind}:{source}", amount)
        return 0

    def give_points(self, client: int, points: int, days: int | None) -> list[Json]:
        """Rule 15: new points repay debt first; any that are left are a lot of their own."""
        account = f"points:{self.clients[client]}"
        debt = f"points_debt:{self.clients[client]}"
        repaid = min(points, self.accounts[debt])
        self.accounts["points_issued"] += points
        self.accounts[debt] -= repaid
        if points == repaid:
            return []
        return [self.open_lot(account, points - repaid, later(self.today, days))]

    # --- cards ---

    def against_sharing(self, uid: str, holder: int) -> str:
        """Why a card on another one's wallet is not issued: that one does not pay, or it is another
        client's, and nobody typed its PIN or agreed."""
        card = self.cards[uid]
        if card["state"] != "active":
            return f"card_{card['state']}"
        return "needs_manager" if card["owner"] != holder else ""

    def issue(self, uid: str, wallet: str, client: int, owner: int, bp: int = 0) -> None:
        """A card more."""
        self.cards[uid] = {
            "wallet": wallet, "holder": client, "owner": owner, "state": "active", "bp": bp,
            "pin": uid == "card with a PIN",
        }  # fmt: skip
