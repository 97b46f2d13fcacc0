"""The counter that also has value: its salon, what is drawn there, and what must be on file."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from salon_pos.db import connection
from salon_pos.db.queries import members, value
from salon_pos.domain.cards import CardKind
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.points import (
    BaseRule,
    Bonus,
    BonusKind,
    MemberDays,
    PointsRules,
)
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.tenders import PointsRule
from salon_pos.domain.tiers import (
    CategoryPercent,
    FreeServices,
    MemberPrice,
    Perks,
    Tier,
    TierRules,
)
from salon_pos.usecases.cards import NewCard, issue_card, unlock_card
from salon_pos.usecases.rules import save_prepaid
from tests.salons import NOW, Salon, founded_salon
from tests.usecases import counter_drawing
from tests.usecases.counter_till import Counter, oracle_salon, rows
from tests.usecases.oracle import Json
from tests.usecases.refund_oracle import RefundBooks

PIN = "1357"
CLIENTS = ("maya", "leo", "yutong")
BUYS_PREPAID = ("gift_card", "deposit", "platform")
PREPAID = ("big top-up", "top-up", "pack", "cheap pack", "gift card", "deposit")


def valued_salon(folder: Path) -> Salon:
    """The founded salon with its prepaid items, and a card with a PIN for Maya; closed."""
    salon = founded_salon(folder)
    wash, cut = salon.items["wash"].id, salon.items["cut"].id
    for name, price, plan in (
        ("big top-up", 100_000, Plan(PrepaidKind.TOP_UP, bonus=20_000, days=180)),
        ("top-up", 5_000, Plan(PrepaidKind.TOP_UP, bonus=333, days=2)),
        ("pack", 10_000, Plan(PrepaidKind.PACK, bought=5, given=1, days=30,
                              item_ids=frozenset({wash}))),
        ("cheap pack", 2, Plan(PrepaidKind.PACK, bought=3, item_ids=frozenset({wash, cut}))),
        ("gift card", 5_000, Plan(PrepaidKind.GIFT_CARD, days=365)),
        ("deposit", 3_000, Plan(PrepaidKind.DEPOSIT)),
    ):  # fmt: skip
        item = Item(0, name, ItemKind.PREPAID, price=price)
        salon.items[name] = save_prepaid(item, plan, by=salon.by("olga"), now=NOW)
    card = NewCard(salon.clients["maya"].id, pin=PIN, uid="card with a PIN")
    issue_card(card, by=salon.by("kai"), now=NOW)
    connection.close()
    return salon


@pytest.fixture(scope="session")
def valued_template(tmp_path_factory: pytest.TempPathFactory) -> Salon:
    """The closed file of a salon with value, of which each run plays a copy."""
    return valued_salon(tmp_path_factory.mktemp("valued"))


def plans_of(salon: Salon) -> dict[int, Json]:
    """What each prepaid item delivers, for the oracle."""
    return {
        item_id: {
            "kind": str(plan.kind), "bonus": plan.bonus, "sessions": plan.bought + plan.given,
            "days": plan.days, "items": set(plan.item_ids),
        }
        for item_id, plan in value.plans().items()
    }  # fmt: skip


def points_of(drawn: Json) -> PointsRules:
    """The program's rules for those that the oracle has."""
    base = [
        BaseRule(points, per, **({} if of == "any" else {f"{of}_id": thing}))
        for (of, thing), (points, per) in drawn["base"].items()
    ]
    bonuses: list[Bonus] = []
    if drawn["visit"]:
        bonuses.append(Bonus("visit", BonusKind.VISIT, points=drawn["visit"]))
    if drawn["campaign_bp"]:
        campaign: Mapping[str, Any] = {"first": date(2026, 1, 1), "last": date(2099, 1, 1)}
        bonuses.append(
            Bonus("opening", BonusKind.CAMPAIGN, percent_bp=drawn["campaign_bp"],
                  least=drawn["campaign_least"], **campaign)
        )  # fmt: skip
    return PointsRules(
        version=1,
        base=tuple(base),
        bonuses=tuple(bonuses),
        tier_multipliers=drawn["tiers"],
        member_days=MemberDays(drawn["member_day_bp"], frozenset(drawn["member_day"])),
        excluded_items=frozenset(drawn["excluded"]),
        burn=PointsRule(*drawn["burn"]),
        days_good=drawn["days"],
        at_top_up=drawn["at_top_up"],
        platform_earns=drawn["platform_earns"],
    )


def tiers_of(drawn: list[Json], *, window: int, period: int) -> TierRules:
    """The program's tiers for those that the oracle has."""
    tiers = tuple(
        Tier(
            tier["key"], tier["key"].title(), spend=tier.get("spend"), visits=tier.get("visits"),
            top_up=tier.get("top_up"),
            perks=Perks(
                tuple(CategoryPercent(bp, category) for category, bp in tier["percent"].items()),
                tuple(MemberPrice(item, price) for item, price in tier["prices"].items()),
                tuple(FreeServices(frozenset(items), times) for items, times in tier["free"]),
            ),
        )
        for tier in drawn
    )  # fmt: skip
    return TierRules(1, tiers, window_months=window, period_months=period)


def rules(salon: Salon) -> st.SearchStrategy[Json]:
    """Rules of points, as the oracle has them."""
    cut, gel = salon.items["cut"], salon.items["gel"]
    return st.fixed_dictionaries(
        {
            "base": st.sampled_from((
                {("any", 0): (1, 100)},
                {("any", 0): (3, 700), ("category", cut.category_id): (1, 50),
                 ("item", gel.id): (0, 1)},
            )),
            "visit": st.sampled_from((0, 0, 7)),
            "campaign_bp": st.sampled_from((0, 0, 3_333)),
            "campaign_least": st.sampled_from((0, 5_000)),
            "tiers": st.sampled_from(({}, {"silver": 12_000, "gold": 15_000})),
            "member_day_bp": st.sampled_from((10_000, 12_500)),
            "member_day": st.sampled_from(((), (1, 3))),
            "excluded": st.sampled_from(((), (salon.items["wash"].id,))),
            "burn": st.sampled_from(((100, 100, 5_000), (7, 3, 10_000))),
            "days": st.sampled_from((None, 2, 365)),
            "at_top_up": st.sampled_from((False, False, True)),
            "platform_earns": st.booleans(),
        }
    )  # fmt: skip


def tier_list(salon: Salon) -> st.SearchStrategy[list[Json]]:
    """Tiers, the lowest first, as the oracle has them."""
    cut, gel = salon.items["cut"], salon.items["gel"]
    plain: Json = {"percent": {}, "prices": {}, "free": ()}
    wash, both = {salon.items["wash"].id}, {cut.id, salon.items["wash"].id}
    member = plain | {"key": "member"}
    silver = plain | {"key": "silver", "free": ((both, 2),)}
    gold = {"key": "gold", "percent": {cut.category_id: 1_000}, "prices": {gel.id: 2_999},
            "free": ((both, 1), (wash, 3))}  # fmt: skip
    return st.sampled_from(
        (
            [member, silver | {"spend": 20_000}, gold | {"spend": 60_000, "top_up": 100_000}],
            [member, silver | {"visits": 2}, gold | {"spend": 30_000}],
        )
    )


class ValueCounter(Counter):
    """The till with its value: cards, packs, points and tiers beside its money."""

    books: RefundBooks

    def new_books(self) -> RefundBooks:
        """The books that judge here, empty."""
        return RefundBooks(oracle_salon(self.salon))

    def first_books(self) -> RefundBooks:
        salon, books = self.salon, self.new_books()
        books.clients = {one.id: one.uid for one in salon.clients.values()}
        books.plans = plans_of(salon)
        maya = salon.clients["maya"].id
        ((wallet,),) = rows("SELECT uid FROM wallet")
        books.issue("card with a PIN", wallet, maya, maya)
        return books

    @property
    def now(self) -> datetime:
        """The clock, one for the counter and its books."""
        return self.books.now

    @now.setter
    def now(self, now: datetime) -> None:
        self.books.now = now

    # --- what is drawn ---

    def drawn_ticket(self, data: st.DataObject, client: str) -> Json:
        """Now and then with something prepaid, or with services taken from packs."""
        ticket = super().drawn_ticket(data, client)
        if data.draw(st.integers(0, 5)):
            jie = {"staff_id": self.salon.staff["jie"].id, "part_bp": 10_000}
            for line in ticket["lines"]:
                line |= {"discount": None, "staff": line["staff"] or [jie]}
        if not data.draw(st.integers(0, 4)):
            ticket["lines"].append(self.prepaid_line(data.draw(st.sampled_from(PREPAID))))
        careful = data.draw(st.integers(0, 9)) > 0
        packs = sorted(
            uid for uid, pack in self.books.packs.items()
            if not careful or pack["client"] == ticket["client_id"]
        )  # fmt: skip
        for line in ticket["lines"]:
            if packs and line["item_id"] == self.salon.items["wash"].id:
                line |= {"quantity": 1, "discount": None}
                line["source"] = data.draw(st.sampled_from(packs))
        return ticket

    def prepaid_line(self, name: str, quantity: int = 1, card: str = "") -> Json:
        """A line of a prepaid item; a top-up may name its card."""
        return {
            "uid": self.new_uid("line"), "item_id": self.salon.items[name].id, "staff": [],
            "quantity": quantity, "requested": False, "client_id": None, "length": None,
            "typed_price": None, "discount": None, "parent": "", "source": card,
        }  # fmt: skip

    def draw_tenders(self, data: st.DataObject, ticket: Json, shown: int) -> list[Json]:
        """Value first, then money for the rest; now and then some money before the value."""
        due, room = self.to_pay(ticket, shown)
        value: list[Json] = []
        for _ in range(data.draw(st.sampled_from((0, 1, 1, 2, 3)))):
            tender = self.value_tender(data, ticket, due, room)
            if tender:
                value.append(tender)
                due = max(0, due - tender["amount"])  # what a voucher has above it is lost
                room = max(0, room - tender["amount"])
        step = self.books.salon.step
        *first, last = data.draw(counter_drawing.tenders(self.salon, due, step, slips=1))
        return [*first, *value, last]

    def to_pay(self, ticket: Json, shown: int) -> tuple[int, int]:
        """What packs leave to pay, and what of that is no prepaid."""
        if self.total(ticket) is None:
            return shown, shown
        lines = self.books.bill(ticket)
        prepaid = sum(line["payable"] for line in lines if line["kind"] == "prepaid")
        due = max(0, shown - sum(line["net"] for line in lines if line["session"]))
        return due, max(0, due - prepaid)

    def value_tender(self, data: st.DataObject, ticket: Json, due: int, room: int) -> Json | None:
        """One tender from a balance, mostly of the payer and mostly what it can pay."""
        sources = self.sources(ticket)
        if data.draw(st.integers(0, 19)):
            sources = [source for source in sources if source[2]]
        if not sources:
            return None
        code, source, most = data.draw(st.sampled_from(sources))
        careful = data.draw(st.integers(0, 19)) > 0
        whole = min(most, room if careful and code not in BUYS_PREPAID else due)
        if code == "points" and careful:
            whole = min(whole, room * self.books.rules["burn"][2] // 10_000)
        if not whole and careful:
            return None
        least = min(1, whole)
        amount = data.draw(st.one_of(st.just(whole), st.just(whole), st.integers(least, whole)))
        amount += not data.draw(st.integers(0, 19))
        if code == "voucher" and data.draw(st.integers(0, 9)):
            amount = most
        if code == "points" and data.draw(st.integers(0, 9)):
            amount -= amount % self.books.rules["burn"][1]
        tender = {"method": self.salon.tenders[code], "amount": amount, "tips": {}}
        locked = source == "card with a PIN" and data.draw(st.booleans())
        unlock = self.unlock(source, ticket) if locked else ""
        return tender | {"source": source, "unlock": unlock}

    def sources(self, ticket: Json) -> list[tuple[str, str, int]]:
        """What there is to pay from: (kind, source, good balance); the payer's own more often."""
        books, client = self.books, ticket["client_id"]
        found: list[tuple[str, str, int]] = []
        for uid, card in books.cards.items():
            held = books.held(f"principal:{card['wallet']}") + books.held(f"bonus:{card['wallet']}")
            often = 4 if client in (card["owner"], card["holder"]) and held else 1
            found += [("stored_value", uid, held)] * often
        found += [("gift_card", uid, books.held(f"gift_card:{uid}")) for uid in books.gift_cards]
        found += [("voucher", uid, voucher["face"]) for uid, voucher in books.vouchers.items()]
        if client is not None and books.rules:
            step, worth, _ = books.rules["burn"]
            uid = books.clients[client]
            points = books.held(f"points:{uid}")
            found += [("points", "", points // step * worth)] * 3
            found += [("deposit", uid, books.held(f"deposit:{uid}"))]
        return found

    def unlock(self, card: str, ticket: Json) -> str:
        """The word for a card whose PIN was typed, "" for one that cannot be unlocked now."""
        if self.books.cards[card]["state"] != "active":
            return ""
        word = unlock_card(card, PIN, ticket_uid=ticket["uid"], by=self.by, now=self.now)
        self.books.unlocked[word] = (card, ticket["uid"])
        return word

    # --- the file against the books ---

    def check_sale(self, receipt: Receipt, sale: Json) -> None:
        super().check_sale(receipt, sale)
        client = sale["ticket"]["client_id"]
        if client is None:
            return
        earned = rows(
            "SELECT l.uid, e.client_id, e.eligible, e.points FROM sale_earning e"
            " JOIN sale_line l ON l.id = e.line_id JOIN sale s ON s.id = l.sale_id"
            " WHERE s.uid = ? ORDER BY e.id",
            sale["ticket"]["uid"],
        )
        assert earned == [
            (line["line"]["uid"], client, line["eligible"], line["points"])
            for line in sale["lines"]
        ]

    def check_file(self) -> None:
        super().check_file()
        self.check_lots()
        moves = rows("SELECT client_id, tier, day FROM tier_move ORDER BY client_id, id")
        kept = [
            (client, self.books.tiers.of(place)["key"] if place >= 0 else "", day)
            for client in sorted(self.books.tiers.moves)
            for place, day in self.books.tiers.moves[client]
        ]
        assert moves == kept, (moves, kept)

        vouchers = dict(rows("SELECT uid, used_by IS NOT NULL FROM voucher"))
        assert vouchers == {uid: one["used"] for uid, one in self.books.vouchers.items()}

    def check_lots(self) -> None:
        """Every lot with something left: when it ends, what a session is worth."""
        found: dict[str, list[Any]] = {}
        for code, expires, unit, left in rows(
            "SELECT a.code, l.expires, l.unit_price, -SUM(e.amount) FROM ledger_entry e"
            " JOIN account a ON a.id = e.account_id JOIN lot l ON l.id = e.lot_id"
            " GROUP BY l.id HAVING SUM(e.amount) <> 0 ORDER BY l.id"
        ):
            found.setdefault(code, []).append((expires, unit, left))
        kept = {
            code: [(lot["expires"], lot["unit"], lot["left"]) for lot in lots if lot["left"]]
            for code, lots in self.books.lots.items()
        }
        kept = {code: lots for code, lots in kept.items() if lots}
        assert found == kept, (found, kept)

    def check_member(self, client: int) -> None:
        """What is good of a client's value today, where they stand, and since when."""
        books, day = self.books, self.books.today
        member = members.member(client, date.fromisoformat(day))
        assert member is not None
        uid = books.clients[client]
        assert member.points_held == books.held(f"points:{uid}")
        assert member.points_debt == books.accounts[f"points_debt:{uid}"]
        kept = [left for left in member.cards if left.card.kind is not CardKind.PERIOD]
        assert {left.card.uid: left.total for left in kept} == {
            card: books.worth(books.cards[card]["wallet"])
            for card in books.cards
            if client in (books.cards[card]["owner"], books.cards[card]["holder"])
        }
        assert {pack.uid: sum(lot.left for lot in pack.lots) for pack in member.packs} == {
            pack: books.held(f"pack:{pack}")
            for pack, of in books.packs.items()
            if of["client"] == client and any(lot["left"] for lot in books.lots[f"pack:{pack}"])
        }
        standing = member.standing
        assert standing is not None
        place, since = self.books.tiers.standing(client, day)
        said = (standing, place, since, self.books.tiers.moves)
        assert standing.tier == self.books.tiers.of(place)["key"], said
        if (place, since) != (0, day):
            assert standing.since.isoformat() == since, said
