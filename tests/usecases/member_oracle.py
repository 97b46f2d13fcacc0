"""What members get beside what they buy, by RULES.md 2 and 13: vouchers with conditions, and a
walk-in's sale that is claimed. A part of the state machine's judge.

A sale is the oracle's own, as in `refund_oracle`; whose it is lies under `client`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from tests.usecases.earning_oracle import earned
from tests.usecases.oracle import Forbidden, Json
from tests.usecases.refund_oracle import RefundBooks, part, quantity, so_far


@dataclass
class MemberBooks(RefundBooks):
    """Books that also know what else comes to a client; `coupons` by uid."""

    coupons: dict[str, Json] = field(default_factory=dict)

    # --- vouchers with conditions ---

    def terms(self, ticket: Json) -> Json:
        """With the voucher on the ticket, if it can be used here and now."""
        terms = super().terms(ticket)
        if not ticket["coupon"]:
            return terms
        if self.against_coupon(ticket):
            raise Forbidden("coupon_gone")
        return terms | {"coupon": self.coupons[ticket["coupon"]]}

    def against_coupon(self, ticket: Json) -> set[str]:
        """Why the voucher on a ticket takes nothing off: it is good once, to its last day, and for
        whom it says."""
        coupon = self.coupons[ticket["coupon"]]
        reasons = {
            "voucher_used": coupon["used"],
            "voucher_ended": coupon["expires"] and self.today > coupon["expires"],
            "voucher_other": coupon["client"] not in (None, ticket["client_id"]),
        }
        return {reason for reason, holds in reasons.items() if holds}

    def reasons_against(self, ticket: Json, tenders: list[Json], shown: int) -> set[str]:
        reasons = super().reasons_against(ticket, tenders, shown)
        if not ticket["coupon"]:
            return reasons
        if self.against_coupon(ticket):
            return reasons | {"coupon_gone"}
        try:
            off = sum(line["coupon_off"] for line in self.bill(ticket))
        except Forbidden:
            return reasons
        return reasons if off else reasons | {"voucher_least", "voucher_nothing", "voucher_idle"}

    def revive(self, sale: Json) -> None:
        super().revive(sale)
        if sale["ticket"]["coupon"] and all(
            line["refunded"] == quantity(line) for line in sale["lines"]
        ):
            self.coupons[sale["ticket"]["coupon"]]["used"] = False

    def pay(self, ticket: Json, tenders: list[Json], now: datetime) -> Json:
        """Whoever it may be claimed for stands in some tier now."""
        sale = super().pay(ticket, tenders, now)
        if ticket["coupon"]:
            self.coupons[ticket["coupon"]]["used"] = True
        sale["tiers_then"] = {
            client: self.tiers.of(self.tiers.standing(client, self.today)[0])["key"]
            for client in self.clients
            if sale["client"] is None
        }
        return sale

    # --- claims ---

    def against_claim(self, sale: Json) -> set[str]:
        """Why a sale cannot be claimed; any of them will do as the answer."""
        reasons: set[str] = set()
        if sale["client"] is not None:
            reasons.add("has_client" if sale["ticket"]["client_id"] else "already_claimed")
        if sale["day"] != self.today:
            reasons.add("another_day")
        if all(line["refunded"] == quantity(line) for line in sale["lines"]):
            reasons.add("all_refunded")
        return reasons

    def claim(self, sale: Json, client: int) -> int:
        """Rule 13: the points by the rules and the tier of its instant; parts that were refunded
        before earn nothing, and take nothing when the rest comes back."""
        before, rules = Counter(self.accounts), sale["rules"]
        occasion = {
            "tier": sale["tiers_then"][client],
            "weekday": date.fromisoformat(self.today).isoweekday(),
            "first_visit": not self.tiers.was_here(client, self.today),
        }
        whole = self._earned(sale, occasion, rules, all_of_it=True)
        stands = self._earned(sale, occasion, rules, all_of_it=False)
        for line, full, now in zip(sale["lines"], whole, stands, strict=True):
            of = full if line["refunded"] else now
            line |= {"eligible": of[0], "points": of[1]}
            line |= {"eligible_back": of[0] - now[0], "points_back": of[1] - now[1]}
        points = sum(each for _, each in stands)
        sale["client"] = client
        sale["lot"] = self.give_points(client, points, rules["days"])
        if sale["lot"]:
            sale["gave"].append((sale["lot"], sale["lot"]["left"]))
        self.tiers.paid(client, self.today, sale, 0)
        self.recount(sale)
        self.tiers.look(client, self.today, sale["ticket"]["uid"])
        moved = Counter(self.accounts)
        moved.subtract(before)
        sale["moved"].update(moved)
        return points

    def _earned(
        self, sale: Json, occasion: Json, rules: Json, *, all_of_it: bool, owed: int = 0
    ) -> list[tuple[int, int]]:
        """(eligible, points) of each line, as it was sold or as it still stands; what is `owed`
        earns nothing yet."""
        lines = sale["lines"] if all_of_it else [self._standing(line) for line in sale["lines"]]
        not_earning = sum(
            self.not_earning(tender, rules, all_of_it=all_of_it) for tender in sale["tenders"]
        )
        return list(zip(*earned(lines, not_earning + owed, rules, occasion), strict=True))

    def _standing(self, line: Json) -> Json:
        """A line less what came back of it."""
        done = part(line, line["refunded"], line["money"])
        whole = so_far(line, Fraction(1), inclusive=self.inclusive)
        back = so_far(line, done, inclusive=self.inclusive)
        net, *taxes = (late - early for early, late in zip(back, whole, strict=True))
        return line | {"net": net, "payable": net + (0 if self.inclusive else sum(taxes))}

    def not_earning(self, tender: Json, rules: Json, *, all_of_it: bool) -> int:
        """Rule 10: what of a tender does not earn, less what came back of it."""
        back = 0 if all_of_it else tender["back"]
        bonus_back = 0 if all_of_it else tender["bonus_back"]
        if tender["kind"] == "stored_value" and not rules["at_top_up"]:
            return sum(used for _, used in tender["bonus"]) - bonus_back
        given = ("stored_value", "points", "voucher")
        return tender["applied"] - back if tender["kind"] in given else 0
