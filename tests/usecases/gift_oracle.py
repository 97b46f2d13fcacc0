"""What is had without money, by RULES.md 20 and the project's rules 1 and 28: a tier's free
services, and what points are exchanged for. A part of the state machine's judge."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from tests.usecases.correction_oracle import CorrectionBooks
from tests.usecases.oracle import Forbidden, Json
from tests.usecases.refund_oracle import quantity
from tests.usecases.tier_oracle import day_on
from tests.usecases.value_oracle import FREE, later


@dataclass
class GiftBooks(CorrectionBooks):
    """Books that also know what is free. `rewards` by id, `redemptions` and `year_cards` by
    uid; `by_hand` are each client's stays in tiers that were set so, with their last days."""

    rewards: dict[int, Json] = field(default_factory=dict)
    redemptions: dict[str, Json] = field(default_factory=dict)
    year_cards: dict[str, Json] = field(default_factory=dict)
    by_hand: dict[int, list[Json]] = field(default_factory=dict)

    # --- year cards ---

    def _benefits(self, ticket: Json) -> dict[int, tuple[int, int | None]]:
        """Rule 1: a year card's percent off services, to the end of its last day, with no money
        on it; of tier and cards the larger."""
        percents = [
            card["bp"]
            for card in self.year_cards.values()
            if card["client"] == ticket["client_id"] and card["state"] == "active"
            if self.today <= card["until"]
        ]
        return {
            id_: (max(bp, *percents) if percents and self.is_service(id_) else bp, price)
            for id_, (bp, price) in super()._benefits(ticket).items()
        }

    def is_service(self, item: int) -> bool:
        """Whether an item is a service."""
        return self.salon.items[item]["kind"] == "service"

    # --- free services ---

    def terms(self, ticket: Json) -> Json:
        """With the lines that are free with the payer's tier."""
        free = [line for line in ticket["lines"] if line["source"].startswith(FREE)]
        if free:
            left = self.free_left(ticket["client_id"], self.top_up(ticket))
            self._take_free(ticket, free, left)
        return super().terms(ticket) | {"free": {line["uid"] for line in free}}

    def _take_free(self, ticket: Json, free: list[Json], left: list[Json]) -> None:
        """Forbidden: what another tier gives, what is no service, and what is used up."""
        client, key = ticket["client_id"], ""
        if client is not None:
            key = self._tier(client, self.top_up(ticket))[0]
        for line in free:
            kind = self.salon.items[line["item_id"]]["kind"]
            if line["source"] != f"{FREE}{key}" or kind == "prepaid":
                raise Forbidden("not_free")
            if take_free(left, line["item_id"], line["quantity"]):
                raise Forbidden("free_used_up")

    def _tier(self, client: int, top_up: int = 0) -> tuple[str, str]:
        """A client's tier and since when its period runs."""
        place, since = self.tiers.standing(client, self.today, top_up)
        return self.tiers.of(place)["key"], since

    def _counted_from(self, client: int, top_up: int) -> tuple[str, str]:
        """A client's tier, and from when what they had free with it counts: after the last stay in
        it that stood, and from ever where none did, so what was had in one that was undone is not
        had again. Of the open tier its period says it."""
        place, since = self.tiers.standing(client, self.today, top_up)
        key = self.tiers.of(place)["key"]
        if self.tiers.open(place):
            return key, since
        stood = [
            (one.since, self.tiers.end(one.since))
            for one in self.tiers.held.get(client, [])
            if one.place == place and not one.until
        ]
        stood += [
            (done["day"], str(later(done["day"], done["reward"]["days"])))
            for done in self.redemptions.values()
            if done["client"] == client and not done["cancelled"]
            if done["reward"].get("place") == place
        ]
        stood += [
            (one["since"], one["last"])
            for one in self.by_hand.get(client, [])
            if one["place"] == place
        ]
        before = [one for one in stood if one[0] < since]
        if not before:
            return key, ""
        return key, min(day_on(max(before)[1], 1), since)

    def put(self, client: int, place: int, until: str, uid: str) -> None:
        """A tier by hand; one that was set so before ends with this day at the latest."""
        self.tiers.put(client, place, self.today, until, uid)
        stays = self.by_hand.setdefault(client, [])
        if stays:
            stays[-1]["last"] = min(stays[-1]["last"], self.today)
        since = self.tiers.held[client][-1].since
        stays.append({"place": place, "since": since, "last": until})

    # --- what a tier gave, and the sale that led to it ---

    def pay(self, ticket: Json, tenders: list[Json], now: datetime) -> Json:
        """It is kept whether the sale led its client up."""
        client = ticket["client_id"]
        before = self.tiers.standing(client, self.today)[0] if client is not None else 0
        sale = super().pay(ticket, tenders, now)
        self._led(sale, before)
        return sale

    def claim(self, sale: Json, client: int) -> int:
        before = self.tiers.standing(client, self.today)[0]
        points = super().claim(sale, client)
        self._led(sale, before)
        return points

    def _led(self, sale: Json, before: int) -> None:
        client = sale["client"]
        place = self.tiers.standing(client, self.today)[0] if client is not None else before
        sale["led"] = (self.tiers.of(place)["key"], len(self.sales)) if place > before else None

    def against_void(self, sale: Json) -> set[str]:
        """Rule 23: the tier that it led to was used, and that was not given back."""
        reasons = super().against_void(sale)
        if self.shift is None or not sale["led"]:
            return reasons
        key, first = sale["led"]
        used = any(
            line["line"]["source"] == f"{FREE}{key}" and line["refunded"] < quantity(line)
            for other in list(self.sales.values())[first:]
            if other["client"] == sale["client"]
            for line in other["lines"]
        )
        return (reasons - {"drawer_short"}) | {"used_tier"} if used else reasons

    def free_left(self, client: int | None, top_up: int = 0) -> list[Json]:
        """How often each is still free in the period: those for the fewest items first."""
        if client is None:
            return []
        key, since = self._counted_from(client, top_up)
        (tier,) = (one for one in self.tiers.rules if one["key"] == key)
        left = [{"items": items, "left": times, "times": times} for items, times in tier["free"]]
        left.sort(key=lambda one: len(one["items"]))
        for sale in self.sales.values():
            if sale["ticket"]["client_id"] == client and sale["day"] >= since:
                for line in sale["lines"]:
                    if line["line"]["source"] == f"{FREE}{key}":
                        had = quantity(line) - line["refunded"]
                        take_free(left, line["line"]["item_id"], had)
        return left

    # --- rewards ---

    def against_redeeming(self, client: int, reward: Json, times: int) -> set[str]:
        """Why points cannot be exchanged for so many."""
        reasons: set[str] = set()
        stock = self.salon.items[reward["item"]]["stock"] if reward["kind"] == "product" else None
        if stock is not None and stock < times:
            reasons.add("reward_gone")
        if reward["kind"] == "tier":
            if times > 1:
                reasons.add("bad_quantity")
            if self.tiers.standing(client, self.today)[0] >= reward["place"]:
                reasons.add("tier_not_above")
        if reward["points"] * times > self.held(f"points:{self.clients[client]}"):
            reasons.add("not_enough_points")
        return reasons

    def redeem(self, uid: str, client: int, reward: Json, times: int) -> None:
        """Rule 28: whole points, the soonest to expire first; and what is given for them."""
        before, points = Counter(self.accounts), reward["points"] * times
        uses = self.take(f"points:{self.clients[client]}", points)
        self.accounts["points_burned"] -= points
        until = later(self.today, reward["days"])
        gave: list[tuple[Json, int]] = []
        if reward["kind"] == "product":
            self.salon.items[reward["item"]]["stock"] -= times
        elif reward["kind"] == "service":
            gave.append((self.open_lot(f"pack:{uid}", times, until, 0), times))
            self.accounts["sessions_sold"] += times
            self.packs[uid] = {"client": client, "items": {reward["item"]}}
        elif reward["kind"] == "voucher":
            for number in range(1, times + 1):
                self.vouchers[f"{uid}/{number}"] = {
                    "face": reward["face"], "least": reward["least"], "client": client,
                    "used": False, "expires": until,
                }  # fmt: skip
        else:
            assert until is not None
            self.tiers.lift(client, reward["place"], self.today, until, uid)
        moved = Counter(self.accounts)
        moved.subtract(before)
        self.redemptions[uid] = {
            "client": client, "reward": reward, "times": times, "day": self.today, "uses": uses,
            "gave": gave, "moved": moved, "after": len(self.sales), "cancelled": False,
        }  # fmt: skip

    def against_cancelling(self, uid: str) -> set[str]:
        """Why an exchange stays: another day, or what it gave is used."""
        done, reasons = self.redemptions[uid], set[str]()
        kind, client = done["reward"]["kind"], done["client"]
        if done["day"] != self.today:
            reasons.add("redemption_over")
        if done["cancelled"]:
            reasons.add("already_cancelled")
        vouchers = (self.vouchers.get(f"{uid}/{one}") for one in range(1, done["times"] + 1))
        paid_since = any(
            sale["client"] == client for sale in list(self.sales.values())[done["after"] :]
        )
        used = {
            "product": False,
            "service": any(lot["left"] < times for lot, times in done["gave"]),
            "voucher": any(voucher and voucher["used"] for voucher in vouchers),
            "tier": paid_since or self.tiers.led_by(client, uid) is None,
        }
        return reasons | ({"reward_used"} if used[kind] else set())

    def cancel_redemption(self, uid: str) -> None:
        """Every entry is turned round in its own lot, and what was given is gone."""
        done = self.redemptions[uid]
        reward, client = done["reward"], done["client"]
        for code, amount in done["moved"].items():
            self.accounts[code] -= amount
        for lot, amount in done["uses"]:
            lot["left"] += amount
        for lot, amount in done["gave"]:
            lot["left"] -= amount
        if reward["kind"] == "product":
            self.salon.items[reward["item"]]["stock"] += done["times"]
        elif reward["kind"] == "voucher":
            for number in range(1, done["times"] + 1):
                self.vouchers[f"{uid}/{number}"] |= {"used": True, "cancelled": True}
        elif reward["kind"] == "tier":
            self.tiers.undo(client, self.today, uid)
        done["cancelled"] = True


def take_free(left: list[Json], item: int, times: int) -> int:
    """Take an item free so many times; how many of them none is left for."""
    for one in left:
        taken = min(one["left"], times) if item in one["items"] else 0
        times -= taken
        one["left"] -= taken
    return times
