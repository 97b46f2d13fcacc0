"""What members get beside what they buy, by RULES.md 2 and 13: vouchers with conditions, and a
walk-in's sale that is claimed. A part of the state machine's judge.

A sale is the oracle's own, as in `refund_oracle`; whose it is lies under `client`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.usecases.earning_oracle import earned
from tests.usecases.oracle import Forbidden, Json, half_up
from tests.usecases.refund_oracle import RefundBooks, part, quantity


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
        return reasons if off else reasons | {"voucher_idle", "voucher_least", "voucher_nothing"}

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
        by_now = list(self.by_now(sale, occasion, rules))
        for line, now in zip(sale["lines"], by_now, strict=True):
            line.update(now)
        points = sum(line["points"] - line["points_back"] for line in sale["lines"])
        sale["client"] = client
        lots = self.give_points(client, points, rules["days"])
        sale["own"] += lots
        sale["gave"] += [(lot, lot["left"]) for lot in lots]
        self.tiers.paid(client, self.today, sale, 0)
        self.recount(sale)
        self.tiers.look(client, self.today, sale["ticket"]["uid"])
        moved = Counter(self.accounts)
        moved.subtract(before)
        sale["moved"].update(moved)
        return points

    def by_now(self, sale: Json, occasion: Json, rules: Json, owed: int = 0) -> Iterator[Json]:
        """Rule 24: what each line earns as it was sold, while so much is `owed`, and what rule 18
        takes of that for what came back."""
        not_earning = sum(self.not_earning(tender, rules) for tender in sale["tenders"])
        whole = earned(sale["lines"], not_earning, rules, occasion, owed=owed)
        for line, amount, points in zip(sale["lines"], *whole, strict=True):
            done = part(line, line["refunded"], line["money"])
            back = {"eligible_back": half_up(amount * done), "points_back": int(points * done)}
            yield {"eligible": amount, "points": points} | back

    def not_earning(self, tender: Json, rules: Json) -> int:
        """Rule 10: what of a tender does not earn."""
        if tender["kind"] == "stored_value" and not rules["at_top_up"]:
            return sum(used for _, used in tender["bonus"])
        given = ("stored_value", "points", "voucher")
        return tender["applied"] if tender["kind"] in given else 0
