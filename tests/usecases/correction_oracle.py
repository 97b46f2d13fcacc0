"""What a paid sale counts as once it is corrected, by RULES.md 27 and the project's rule 29: who
did a line, and by what it was paid. A part of the state machine's judge."""

from collections import Counter
from datetime import datetime

from tests.usecases.money_oracle import MoneyBooks
from tests.usecases.oracle import Json, share
from tests.usecases.refund_oracle import quantity

MONEY = ("cash", "other")


class CorrectionBooks(MoneyBooks):
    """Books that also know what was rung up wrong. A line's `credits` are [staff, basis points,
    amount that is left], its `nets_back` what each refund took."""

    def pay(self, ticket: Json, tenders: list[Json], now: datetime) -> Json:
        sale = super().pay(ticket, tenders, now)
        for line in sale["lines"]:
            line["nets_back"] = []
            parts = [(one["staff_id"], one["part_bp"]) for one in line["line"]["staff"]]
            self._share_credit(line, parts)
        return sale

    def _share_credit(self, line: Json, parts: list[tuple[int, int]]) -> None:
        """Rule 27, then the same of what came back of it, the oldest first."""
        left = share(line["net"], [part for _, part in parts])
        for back in line["nets_back"]:
            taken = share(back, left)
            left = [had - part for had, part in zip(left, taken, strict=True)]
        line["credits"] = [[*part, amount] for part, amount in zip(parts, left, strict=True)]

    def _write_down(self, given: Json) -> None:
        super()._write_down(given)
        line = given["line"]
        line["nets_back"].append(given["net"])
        self._share_credit(line, [(staff, part) for staff, part, _ in line["credits"]])

    def void(self, sale: Json) -> None:
        super().void(sale)
        for line in sale["lines"]:
            line["nets_back"].append(line["net"])
            self._share_credit(line, [(staff, part) for staff, part, _ in line["credits"]])

    # --- who did it ---

    def against_staff(self, line: Json, parts: list[tuple[int, int]]) -> set[str]:
        """Why a line cannot be somebody else's, a manager's word apart."""
        reasons: set[str] = set()
        if line["refunded"] == quantity(line):
            reasons.add("all_refunded")
        if not parts:
            reasons.add("nobody_chosen")
        elif sum(part for _, part in parts) != 10_000:
            reasons.add("bad_credit")
        if parts == [(staff, part) for staff, part, _ in line["credits"]]:
            reasons.add("nothing_changed")
        return reasons

    def correct_staff(self, line: Json, parts: list[tuple[int, int]]) -> None:
        """Its price stays; what came back of it is shared anew, too."""
        self._share_credit(line, parts)

    # --- by what it was paid ---

    def against_tender(self, sale: Json, place: int, method: int) -> set[str]:
        """Why a tender cannot have been by another means, a manager's word apart."""
        if self.shift is None:
            return {"no_shift"}
        if self.shift["number"] != sale["shift"]:
            return {"shift_closed"}
        tender, to = sale["tenders"][place], self.salon.kinds[method]
        tip = sum(tender["tips"].values())
        amount, reasons = tender["applied"] + tip, set[str]()
        if tender["kind"] not in MONEY:
            reasons.add("never_corrected")
        if to not in MONEY:
            reasons.add("tender_unknown")
        if method == tender["method"]:
            reasons.add("nothing_changed")
        if tender["back"] or tender["tip_back"] or sale.get("void"):
            reasons.add("tender_refunded")
        if not amount:
            reasons.add("tender_empty")
        if to == "cash" and (tender["applied"] % sale["step"] or tip % sale["step"]):
            reasons.add("no_such_coins")
        if tender["kind"] == "cash" and to != "cash" and amount > self.drawer:
            reasons.add("drawer_short")
        return reasons

    def correct_tender(self, sale: Json, place: int, method: int) -> int:
        """What it took, with its tip, lies with the other means from now on; its cash rounding
        stays where it is."""
        tender = sale["tenders"][place]
        amount = tender["applied"] + sum(tender["tips"].values())
        moved = Counter[str]()
        for of, part in ((tender["method"], -amount), (method, amount)):
            is_cash = self.salon.kinds[of] == "cash"
            account = ("drawer", self.salon.till) if is_cash else ("tender", of)
            moved[self.salon.account(*account)] += part
        self.accounts.update(moved)
        sale["moved"].update(moved)
        tender |= {"method": method, "kind": self.salon.kinds[method]}
        return amount
