"""Money that others owe or are owed, by RULES.md 22 and 24: platform vouchers and what settles
them, deposits that are given back or forfeited, cards that are closed. A part of the state
machine's judge.

What is refused comes as a set of reasons, any of which will do as the answer.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.usecases.member_oracle import MemberBooks
from tests.usecases.oracle import Json, half_up

DEAD = ("replaced", "closed")


@dataclass
class MoneyBooks(MemberBooks):
    """Books that also know what is paid beside sales; `platforms` by code, with their fees in basis
    points."""

    platforms: dict[str, int] = field(default_factory=dict)

    # --- money at the till, beside a sale ---

    def coins(self, method: int, amount: int) -> int:
        """What changes hands for an amount: in cash, what coins can make."""
        if self.salon.kinds[method] != "cash":
            return amount
        return half_up(Fraction(amount, self.salon.step)) * self.salon.step

    def move_money(self, method: int, amount: int, *, out: bool) -> int:
        """Take or pay out an amount; the difference to coins is cash rounding."""
        paid, sign = self.coins(method, amount), -1 if out else 1
        is_cash = self.salon.kinds[method] == "cash"
        of = ("drawer", self.salon.till) if is_cash else ("tender", method)
        self.accounts[self.salon.account(*of)] += sign * paid
        self.accounts["cash_rounding"] += sign * (amount - paid)
        return paid

    def against_amount(self, amount: int, most: int, method: int | None) -> set[str]:
        """Why an amount cannot be taken of `most`: not all of it in coins, where it is a part."""
        if not 0 < amount <= most:
            return {"bad_amount"}
        if method is not None and self.coins(method, amount) != amount != most:
            return {"no_such_coins"}
        return set()

    def against_paying_out(self, method: int, amount: int) -> set[str]:
        """Why money cannot leave the till, a manager's word apart."""
        if self.shift is None:
            return {"no_shift"}
        is_cash = self.salon.kinds[method] == "cash"
        return {"drawer_short"} if is_cash and self.coins(method, amount) > self.drawer else set()

    # --- platform vouchers ---

    def _against_tender(self, ticket: Json, tender: Json, kind: str, so_far: Any) -> Any:
        if kind == "platform":
            yield from self._against_platform(tender)
        yield from super()._against_tender(ticket, tender, kind, so_far)

    def _against_platform(self, tender: Json) -> Any:
        """Rule 24: a code pays once, and its fee is at most what it pays."""
        code, number, _, *fee = tender["source"].split(":")
        named = [one.get("source", "").split(":")[:2] for one in tender["all"]]
        if code not in self.platforms:
            yield "platform_unknown"
        if named.count([code, number]) > 1:
            yield "platform_voucher_twice"
        if self.paid_with(code, number):
            yield "platform_voucher_used"
        if fee and int(fee[0]) > tender["applied"]:
            yield "bad_fee"

    def paid_with(self, code: str, number: str) -> bool:
        """Whether a sale was paid with this voucher and not all of that came back: of a pack that
        was used in part it never does."""
        return any(
            tender["kind"] == "platform"
            and tender["source"].split(":")[:2] == [code, number]
            and tender["applied"] > tender["back"]
            for sale in self.sales.values()
            if not sale.get("void")
            for tender in sale["tenders"]
        )

    def _spend(self, ticket: Json, tender: Json) -> int:
        not_earning = super()._spend(ticket, tender)
        if tender["kind"] != "platform":
            return not_earning
        code, _, _, *typed = tender["source"].split(":")
        by_terms = half_up(Fraction(tender["amount"] * self.platforms[code], 10_000))
        tender["fee"] = int(typed[0]) if typed else by_terms
        self.accounts[f"platform:{code}"] += tender["applied"] - tender["fee"]
        self.accounts["platform_fees"] += tender["fee"]
        return self.not_earning(tender, self.rules)

    def not_earning(self, tender: Json, rules: Json) -> int:
        """Rule 10: platform vouchers earn only if set."""
        if tender["kind"] != "platform":
            return super().not_earning(tender, rules)
        return 0 if rules["platform_earns"] else tender["applied"]

    def _tender_back(self, sale: Json, tender: Json, given: Json) -> None:
        if tender["kind"] != "platform":
            super()._tender_back(sale, tender, given)
            return
        after = tender["back"] + given["part"]
        before = tender["fee"] * tender["back"] // tender["applied"]
        fee = tender["fee"] * after // tender["applied"] - before
        code = tender["source"].partition(":")[0]
        self.accounts[f"platform:{code}"] -= given["part"] - fee
        self.accounts["platform_fees"] -= fee
        tender["back"] = after

    def against_settling(self, code: str, amount: int, method: int, *, closes: bool) -> set[str]:
        """Why a platform cannot pay this; nothing more to come may close it with any amount, or
        with none."""
        owed = self.accounts[f"platform:{code}"]
        if self.shift is None:
            return {"no_shift"}
        if owed <= 0:
            return {"nothing_owed"}
        if closes and not amount:
            return set()
        most, counted = (10**12, None) if closes else (owed, method)
        return self.against_amount(amount, most, counted)

    def settle_platform(self, code: str, amount: int, method: int, *, closes: bool) -> int:
        """What came in; where nothing more will, the difference is its fee."""
        account = f"platform:{code}"
        difference = self.accounts[account] - amount if closes else 0
        self.accounts[account] -= amount + difference
        self.accounts["platform_fees"] += difference
        return self.move_money(method, amount, out=False)

    # --- what was bought with value never becomes money (17) ---

    def of_money(self, account: str) -> list[Json]:
        """The lots of an account with something left that a sale paid by money alone opened."""
        left = [lot for lot in self.lots.get(account, ()) if lot["left"]]
        return [lot for lot in left if not self._bought_with_value(lot)]

    def _bought_with_value(self, lot: Json) -> bool:
        while lot["parent"] is not None:
            lot = lot["parent"]
        (sale,) = [
            sale
            for sale in self.sales.values()
            if any(root is lot for line in sale["lines"] for root in line["lots"])
        ]
        return self.is_no_money(sale)

    def is_no_money(self, sale: Json) -> bool:
        """Whether anything but money paid a sale."""
        return any(one["kind"] in ("gift_card", "deposit", "platform") for one in sale["tenders"])

    # --- deposits ---

    def against_deposit(self, client: int, amount: int, method: int | None) -> set[str]:
        """Why a deposit cannot be paid back by `method`, or be forfeited without one."""
        account = f"deposit:{self.clients[client]}"
        if method is not None and self.shift is None:
            return {"no_shift"}
        if not any(lot["left"] for lot in self.lots.get(account, ())):
            return {"no_deposit"}
        if method is None:
            return self.against_amount(amount, self.held(account), method)
        own = sum(lot["left"] for lot in self.of_money(account))
        if own < amount <= self.held(account):
            return {"never_money_here"}
        reasons = self.against_amount(amount, own or self.held(account), method)
        return reasons or self.against_paying_out(method, amount)

    def paid_back_before(self, client: int, amount: int) -> int:
        """What was paid back already of the deposits that `amount` would come from."""
        before = 0
        for lot in self.of_money(f"deposit:{self.clients[client]}"):
            if lot["left"] and amount > 0:
                before += lot.get("paid_back", 0)
                amount -= lot["left"]
        return before

    def end_deposit(self, client: int, amount: int, method: int | None) -> int:
        """What is paid back is owed no more; what is forfeited is income."""
        account = f"deposit:{self.clients[client]}"
        if method is not None:
            left = amount
            for lot in self.of_money(account):
                part = min(lot["left"], left)
                lot["left"] -= part
                lot["paid_back"] = lot.get("paid_back", 0) + part
                left -= part
            self.accounts[account] += amount
            return self.move_money(method, amount, out=True)
        self.take(account, amount)
        self.accounts["breakage"] -= amount
        return 0

    # --- closed cards ---

    def on_card(self, uid: str) -> tuple[int, int]:
        """Principal and bonus that closing a card takes: with the last one alive of its wallet."""
        wallet = self.cards[uid]["wallet"]
        others = [
            card
            for other, card in self.cards.items()
            if other != uid and card["wallet"] == wallet and card["state"] not in DEAD
        ]
        if others:
            return 0, 0
        principal, bonus = (
            sum(lot["left"] for lot in self.lots.get(f"{of}:{wallet}", ()))
            for of in ("principal", "bonus")
        )
        return principal, bonus

    def against_closing(self, uid: str, method: int | None) -> set[str]:
        """Why a card cannot be closed so, a manager's word apart."""
        principal, bonus = self.on_card(uid)
        if self.cards[uid]["state"] in DEAD and not (principal or bonus):
            return {"card_dead"}
        if not principal:
            return set()
        if method is None:
            return {"how_to_pay"}
        account = f"principal:{self.cards[uid]['wallet']}"
        if sum(lot["left"] for lot in self.of_money(account)) < principal:
            return {"never_money_here", *self.against_paying_out(method, principal)}
        return self.against_paying_out(method, principal)

    def close_card(self, uid: str, method: int | None) -> tuple[int, int, int]:
        """Rule 22: only principal is paid; the bonus was never paid for. (principal, paid,
        bonus)"""
        principal, bonus = self.on_card(uid)
        wallet, paid = self.cards[uid]["wallet"], 0
        self.cards[uid]["state"] = "closed"
        gone = self.given_up(uid)
        if principal or bonus:
            for of in ("principal", "bonus"):
                for lot in self.lots.get(f"{of}:{wallet}", ()):
                    self.accounts[lot["account"]] += lot["left"]
                    lot["left"] = 0
        self.accounts["bonus_given"] -= bonus
        if principal:
            assert method is not None
            paid = self.move_money(method, principal, out=True)
        for sale, lines in gone:
            self._take_points(sale, lines, self.clients[sale["client"]])
            for given in lines:
                given["line"]["out"] += given["out"]
                given["line"]["points_back"] += given["points"]
                given["line"]["eligible_back"] += given["eligible"]
            self.recount(sale)
        for client in dict.fromkeys(sale["client"] for sale, _ in gone):
            self.tiers.look(client, self.today)
        return principal, paid, bonus

    def given_up(self, uid: str) -> list[tuple[Json, list[Json]]]:
        """Rules 18 and 22: what the top-ups of a card that is closed earned for what of their
        principal is paid out, sale by sale, as if so much of them came back."""
        principal, _ = self.on_card(uid)
        wallet = self.cards[uid]["wallet"]
        lots = [lot for lot in self.lots.get(f"principal:{wallet}", ()) if lot["left"]]
        found: list[tuple[Json, list[Json]]] = []
        for sale in self.sales.values() if principal else ():
            lines = [
                self._given_up(line, lot["left"])
                for lot in lots
                for line in sale["lines"]
                if any(root is lot for root in line["lots"])
            ]
            found += [(sale, lines)] if lines else []
        return found

    def _given_up(self, line: Json, out: int) -> Json:
        gone = Fraction(line["money"] + line["out"] + out, line["net"])
        points = max(0, int(line["points"] * gone) - line["points_back"])
        eligible = half_up(line["eligible"] * gone) - line["eligible_back"]
        return {"line": line, "out": out, "points": points, "eligible": eligible}
