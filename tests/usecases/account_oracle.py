"""What clients owe on account, by RULES.md 10 and 24: points come with each settlement, the oldest
debt first. A part of the state machine's judge."""

from dataclasses import dataclass
from typing import Any

from tests.usecases.gift_oracle import GiftBooks
from tests.usecases.oracle import Json
from tests.usecases.refund_oracle import quantity


@dataclass
class AccountBooks(GiftBooks):
    """Books that also know who owes."""

    credit_limit: int = 0

    def receivable(self, client: int) -> str:
        """The account of what a client owes."""
        return f"receivable:{self.clients[client]}"

    def credit_left(self, client: int | None) -> int:
        """How much more may go on account."""
        return self.credit_limit - self.accounts[self.receivable(client)] if client else 0

    def _against_tender(self, ticket: Json, tender: Json, kind: str, so_far: Any) -> Any:
        if kind == "on_account":
            spent, _ = so_far
            if ticket["client_id"] is None:
                yield "source_unknown"
            if tender["applied"] > self.credit_left(ticket["client_id"]) - spent["on account"]:
                yield "above_credit"
            spent["on account"] += tender["applied"]
        yield from super()._against_tender(ticket, tender, kind, so_far)

    def _earn(self, sale: Json, not_earning: int, occasion: Json) -> None:
        """What is on account earns nothing yet; the occasion is kept for then."""
        sale |= {"occasion": occasion, "settled": 0}
        super()._earn(sale, not_earning, occasion)

    def _spend(self, ticket: Json, tender: Json) -> int:
        not_earning = super()._spend(ticket, tender)
        if tender["kind"] != "on_account":
            return not_earning
        self.accounts[self.receivable(ticket["client_id"])] += tender["applied"]
        return tender["applied"]

    def _tender_back(self, sale: Json, tender: Json, given: Json) -> None:
        if tender["kind"] != "on_account":
            super()._tender_back(sale, tender, given)
            return
        self.accounts[self.receivable(sale["client"])] -= given["part"]
        tender["back"] += given["part"]

    def owed(self, sale: Json) -> int:
        """What of a sale is still owed."""
        if all(line["refunded"] == quantity(line) for line in sale["lines"]):
            return 0
        on_account = [one for one in sale["tenders"] if one["kind"] == "on_account"]
        return sum(one["applied"] - one["back"] for one in on_account) - sale.get("settled", 0)

    def against_paying_off(self, client: int, amount: int, method: int) -> set[str]:
        """Why a client cannot pay so much of what they owe."""
        owes = self.accounts[self.receivable(client)]
        if self.shift is None:
            return {"no_shift"}
        return self.against_amount(amount, owes, method) if owes > 0 else {"nothing_owed"}

    def pay_off(self, uid: str, client: int, amount: int, method: int) -> tuple[int, int]:
        """What changed hands, and the points: of each sale by its own rules and tier, for what of
        it is paid by now."""
        self.accounts[self.receivable(client)] -= amount
        paid = self.move_money(method, amount, out=False)
        points = 0
        theirs = [sale for sale in self.sales.values() if sale["client"] == client]
        for sale in theirs:
            part = min(amount, self.owed(sale))
            if part > 0:
                amount -= part
                sale["settled"] += part
                points += self._earn_more(sale, self.owed(sale))
        self.tiers.look(client, self.today, uid)
        return paid, points

    def _earn_more(self, sale: Json, owed: int) -> int:
        """What a sale has earned by now, less what it had; never less than that."""
        rules, occasion = sale["rules"], sale["occasion"]
        whole = self._earned(sale, occasion, rules, all_of_it=True, owed=owed)
        stands = self._earned(sale, occasion, rules, all_of_it=False, owed=owed)
        before = sum(line["points"] - line["points_back"] for line in sale["lines"])
        more = sum(points for _, points in stands) - before
        for line, full, now in zip(sale["lines"], whole, stands, strict=True):
            of = full if line["refunded"] else now
            line |= {"eligible": of[0], "eligible_back": of[0] - now[0]}
            if more >= 0:
                line |= {"points": of[1], "points_back": of[1] - now[1]}
        self.recount(sale)
        if more > 0:
            self.give_points(sale["client"], more, rules["days"])
        return max(0, more)
