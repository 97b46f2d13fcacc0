"""What clients owe on account, by RULES.md 10, 17 and 24: points come with each settlement, the
oldest debt first, and what comes back is owed no more. A part of the state machine's judge."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.usecases.gift_oracle import GiftBooks
from tests.usecases.oracle import Json, half_up


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
        sale |= {"occasion": occasion, "settled": 0, "off": 0}
        super()._earn(sale, not_earning, occasion)

    def _spend(self, ticket: Json, tender: Json) -> int:
        not_earning = super()._spend(ticket, tender)
        if tender["kind"] == "on_account":
            self.accounts[self.receivable(ticket["client_id"])] += tender["applied"]
        return not_earning

    def on_account(self, sale: Json, of: str) -> int:
        """What was put on account (`applied`) with a sale, and what of that came `back`."""
        return sum(one[of] for one in sale["tenders"] if one["kind"] == "on_account")

    def owed(self, sale: Json) -> int:
        """What of a sale is still owed."""
        put = self.on_account(sale, "applied")
        return put - sale["off"] - sale["settled"] if put else 0

    # --- what comes back ---

    def against_refund(self, sale: Json, asked: dict[str, int], *, tips: bool) -> set[str]:
        """What was paid off goes back by some means of payment; coins come from the drawer."""
        reasons = super().against_refund(sale, asked, tips=tips)
        if reasons - {"drawer_short"}:
            return reasons
        backs = self.work_out(sale, asked, tips=tips)["tenders"]
        if any(back["sent"] and back["method"] is None for back in backs):
            return reasons | {"account_settled"}
        kinds = [self.salon.kinds[back["method"]] if back["method"] else one["kind"]
                 for one, back in zip(sale["tenders"], backs, strict=True)]  # fmt: skip
        cash = sum(
            (back["coins"] if back["method"] else back["part"]) + back["tip"]
            for back, kind in zip(backs, kinds, strict=True)
            if kind == "cash"
        )
        return reasons | ({"drawer_short"} if cash > self.drawer else set())

    def work_out(self, sale: Json, asked: dict[str, int], *, tips: bool) -> Json:
        """With what is owed before."""
        return super().work_out(sale, asked, tips=tips) | {"owed": self.owed(sale)}

    def _tenders_back(self, sale: Json, lines: list[Json], tips: bool) -> list[Json]:
        """Rule 17: a part on account first lowers what is owed; only what was paid off by then is
        paid back, by the means that was chosen for the sale, in cash as coins can make it."""
        backs = super()._tenders_back(sale, lines, tips)
        owed, method = self.owed(sale), sale.get("send")
        for tender, back in zip(sale["tenders"], backs, strict=True):
            back |= {"off": 0, "sent": 0, "coins": 0, "method": None}
            if tender["kind"] != "on_account":
                continue
            back["off"] = min(back["part"], owed)
            owed -= back["off"]
            back["sent"] = coins = back["part"] - back["off"]
            if method and self.salon.kinds[method] == "cash":
                step, left = sale["step"], tender["applied"] - tender["back"] - back["off"]
                coins = min(half_up(Fraction(coins, step)) * step, left // step * step)
            back |= {"coins": coins, "method": method, "part": back["off"] + coins}
        return backs

    def is_sent(self, back: Json) -> bool:
        """What was paid off of a debt is."""
        return any(one["coins"] for one in back["tenders"])

    def tender_rows(self, back: Json) -> list[tuple[int, int, int]]:
        """What is owed no more and what is paid back are two."""
        rows = super().tender_rows(back)
        sent = {place: one for place, one in enumerate(back["tenders"]) if one["coins"]}
        return [
            row
            for place, part, tip in rows
            for row in (
                [(place, sent[place]["off"], 0), (place, sent[place]["coins"], tip)]
                if place in sent
                else [(place, part, tip)]
            )
            if row[1] or row[2]
        ]

    def _tender_back(self, sale: Json, tender: Json, given: Json) -> None:
        if tender["kind"] != "on_account":
            super()._tender_back(sale, tender, given)
            return
        self.accounts[self.receivable(sale["client"])] -= given["off"]
        sale["off"] += given["off"]
        tender["back"] += given["part"]
        if method := given["method"]:
            is_cash = self.salon.kinds[method] == "cash"
            of = ("drawer", self.salon.till) if is_cash else ("tender", method)
            self.accounts[self.salon.account(*of)] -= given["coins"]

    def _take_points(self, sale: Json, lines: list[Json], client: str) -> None:
        """It is kept what of them has expired and was let go now."""
        before = sale["forgiven"]
        super()._take_points(sale, lines, client)
        sale["let_go"] = sale["forgiven"] - before

    def earn_more(self, sale: Json, back: Json) -> None:
        """Where something was owed, what was paid covers more of what stays; of that nothing is
        new that had expired and came back as well."""
        if back["owed"]:
            self._earn_more(sale, expired=sale["let_go"])

    def against_void(self, sale: Json) -> set[str]:
        """What was paid off is used."""
        reasons = super().against_void(sale)
        return reasons | {"used_on_account"} if sale.get("settled") else reasons

    def void(self, sale: Json) -> None:
        super().void(sale)
        sale["off"] = self.on_account(sale, "applied")

    # --- what is paid off ---

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
                points += self._earn_more(sale)
                self.recount(sale)
        self.tiers.look(client, self.today, uid)
        return paid, points

    def _earn_more(self, sale: Json, expired: int = 0) -> int:
        """What a sale has earned by now, less what it had; never less than that. Of the part on
        account as much is unpaid as is owed of what stands of it. What had `expired` and was let
        go is first: it is asked for again when more comes back, and stays as expired as it was."""
        put, rules = self.on_account(sale, "applied"), sale["rules"]
        stays = put - self.on_account(sale, "back")
        unpaid = half_up(Fraction(put * self.owed(sale), stays)) if stays else 0
        now = list(self.by_now(sale, sale["occasion"], rules, unpaid))
        more = sum(
            new["points"] - new["points_back"] - (line["points"] - line["points_back"])
            for line, new in zip(sale["lines"], now, strict=True)
        )
        moved = ("eligible", "eligible_back", *(("points", "points_back") if more >= 0 else ()))
        for line, new in zip(sale["lines"], now, strict=True):
            line |= {of: new[of] for of in moved}
        more = max(0, more)
        stay = min(more, expired)
        sale["forgiven"] -= stay
        self.accounts["points_expired"] -= stay
        self.accounts["points_issued"] += stay
        sale["own"] += self.give_points(sale["client"], more - stay, rules["days"])
        return more
