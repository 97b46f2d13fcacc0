"""The counter's state machine gives: a tier's free services, rewards for points, a tier by hand,
year cards."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from salon_pos.db.queries import members
from salon_pos.domain.cards import CardKind, CardState
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.cards import NewCard, issue_card, replace_card, set_card_state
from salon_pos.usecases.points import cancel_redemption, redeem
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.tiers import TierChange, set_tier
from tests.usecases.correction_machine import CorrectionMachine
from tests.usecases.counter_machine import any_data
from tests.usecases.counter_till import key_of_refusal, oracle_salon
from tests.usecases.gift_oracle import GiftBooks
from tests.usecases.money_machine import FEES
from tests.usecases.oracle import Json
from tests.usecases.refund_oracle import quantity
from tests.usecases.value_oracle import later
from tests.usecases.value_till import CLIENTS

REWARDS = (
    {"kind": "product", "points": 1_500, "item": "gel", "days": None},
    {"kind": "service", "points": 1_500, "item": "wash", "days": 2},
    {"kind": "voucher", "points": 60, "face": 500, "least": 0, "days": 2},
    {"kind": "voucher", "points": 150, "face": 3_000, "least": 5_000, "days": None},
    {"kind": "tier", "points": 801, "tier": "silver", "days": 2},  # two cuts free, 160.00
    {"kind": "tier", "points": 851, "tier": "gold", "days": 31},  # a cut, three washes: 170.00
)
DEAREST_WASH = 3_000
"""Each costs more points than paying its worth can earn, whatever rules and prices are drawn: none
gives 5 points for 1.00."""


class GiftMachine(CorrectionMachine):
    """What people do at the counter of a salon that has gifts for its members."""

    books: GiftBooks  # pyright: ignore[reportIncompatibleVariableOverride] its own, always

    def new_books(self) -> GiftBooks:
        return GiftBooks(oracle_salon(self.salon), platforms=dict(FEES))

    def have_rules(self, data: st.DataObject, months: tuple[int, int]) -> None:
        """And rewards, once there are tiers to give."""
        super().have_rules(data, months)
        keys = [tier["key"] for tier in self.books.tiers.rules]
        for reward in REWARDS:
            item = self.salon.items[str(reward["item"])].id if "item" in reward else None
            of = {key: reward.get(key, 0) for key in ("face", "least")}
            saved = save_reward(
                Reward(
                    0, RewardKind(reward["kind"]), reward["points"], "Given", item,
                    tier=reward.get("tier", ""), days=reward["days"], **of,
                ),
                by=self.salon.by("olga"), now=self.now,
            )  # fmt: skip
            place = keys.index(reward["tier"]) if "tier" in reward else None
            self.books.rewards[saved.id] = reward | {"item": item, "place": place}

    @rule(price=st.integers(0, 30_000), name=st.sampled_from(("wash", "gel", "gift")))
    def change_a_price(self, price: int, name: str) -> None:
        """A wash that is free with tiers which points buy is refused a much higher price."""
        super().change_a_price(min(price, DEAREST_WASH) if name == "wash" else price, name)

    # --- free services ---

    def drawn_ticket(self, data: st.DataObject, client: str) -> Json:
        """Now and then with something that is free with a tier, mostly the payer's own."""
        ticket = super().drawn_ticket(data, client)
        whose, left = ticket["client_id"], self.books.free_left(ticket["client_id"])
        if not data.draw(st.integers(0, 29)):
            key = "gold"
        elif whose is None or not left or data.draw(st.booleans()):
            return ticket
        else:
            key = self.books.tiers.of(self.books.tiers.standing(whose, self.books.today)[0])["key"]
        can = {self.salon.items[name].id for name in ("cut", "wash")}
        for line in ticket["lines"]:
            if line["item_id"] in can and data.draw(st.integers(0, 3)):
                line |= {"source": f"free:{key}", "discount": None}
                if data.draw(st.integers(0, 3)):
                    line["quantity"] = 1
        return ticket

    def pay_with(self, ticket: Json, tenders: list[Json], shown: int) -> None:
        sold = len(self.books.sales)
        super().pay_with(ticket, tenders, shown)
        free = any(line["source"].startswith("free:") for line in ticket["lines"])
        self.tally["had free"] += free and len(self.books.sales) > sold

    def check_member(self, client: int) -> None:
        super().check_member(client)
        member = members.member(client, date.fromisoformat(self.books.today))
        assert member is not None
        found = [(set(one.left.item_ids), one.left.left) for one in member.free]
        left = [(set(one["items"]), one["left"]) for one in self.books.free_left(client)]
        assert found == left, (found, left)

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS),
        ends=st.sampled_from(("void", "refund", "")),
        days=st.lists(st.sampled_from((0, 1, 31, 366)), min_size=1, max_size=3),
    )  # fmt: skip
    def have_it_free_again(
        self, data: st.DataObject, client: str, *, ends: str, days: list[int]
    ) -> None:
        """A client tops up, has something free, and the top-up is given back or cancelled; days
        later they do it again."""
        id_ = self.salon.clients[client].id
        for later_on in self.one_by_one(days):
            if self.books.shift is None:
                self.open_the_shift(0)
            care = self.prepaid_line("care", 4) | {"typed_price": 20_000}
            paid = data.draw(st.sampled_from((self.prepaid_line("big top-up"), care)))
            paid["staff"] = self.session_line("")["staff"] if paid is care else []
            ticket = self.new_ticket([paid], id_)
            shown = self.books.total(ticket)
            self.pay_with(ticket, [self.tender("card", shown)], shown)
            self.step()
            had = self.have_one_free(id_)
            sale = self.books.sales.get(ticket["uid"])
            if sale and had and data.draw(st.booleans()):
                self.refund(had, {had["lines"][0]["line"]["uid"]: 1}, tips=False)
            if sale and ends == "void":
                self.void(sale)
            elif sale and ends == "refund":
                line = sale["lines"][0]
                self.refund(sale, {line["line"]["uid"]: quantity(line)}, tips=False)
            self.check_member(id_)
            if later_on:
                self.work_on(self.now + timedelta(days=later_on))

    def have_one_free(self, id_: int) -> Json | None:
        """The sale of something that is still free with a client's tier; None without such."""
        place, _ = self.books.tiers.standing(id_, self.books.today)
        free = {item for one in self.books.free_left(id_) if one["left"] for item in one["items"]}
        can = [name for name in ("cut", "wash") if self.salon.items[name].id in free]
        if not can:
            return None
        source = f"free:{self.books.tiers.of(place)['key']}"
        staff = self.session_line("")["staff"]
        line = self.prepaid_line(can[0]) | {"source": source, "staff": staff}
        ticket = self.new_ticket([line], id_)
        self.pay_with(ticket, [], 0)
        self.step()
        return self.books.sales.get(ticket["uid"])

    # --- a tier by hand, and year cards ---

    @rule(
        client=st.sampled_from(CLIENTS), place=st.integers(0, 2),
        days=st.sampled_from((0, 1, 2, 31, 366)),
    )  # fmt: skip
    def set_by_hand(self, client: str, place: int, days: int) -> None:
        """A tier until a day, higher or lower than what they reach, or the one they have."""
        id_, until = self.salon.clients[client].id, later(self.books.today, days)
        assert until is not None
        uid, tier = self.new_uid("by hand"), self.books.tiers.of(place)["key"]
        change = TierChange(uid, id_, tier, date.fromisoformat(until), "a friend")
        set_tier(change, by=self.salon.by("chen"), now=self.now)
        self.books.put(id_, place, until, uid)
        self.check_member(id_)
        self.tally["set by hand"] += 1

    @rule(
        client=st.sampled_from(CLIENTS), percent=st.sampled_from((0, 500, 3_000)),
        days=st.sampled_from((0, 2, 31, 366)),
    )  # fmt: skip
    def issue_a_year_card(self, client: str, percent: int, days: int) -> None:
        id_, until = self.salon.clients[client].id, later(self.books.today, days)
        assert until is not None
        if len(self.books.year_cards) > 4:
            return
        ends = date.fromisoformat(until)
        new = NewCard(id_, CardKind.PERIOD, discount_bp=percent, valid_until=ends)
        by = self.salon.by("chen") if percent else self.by
        card = issue_card(new, by=by, now=self.now)
        self.books.year_cards[card.uid] = {
            "client": id_, "bp": percent, "until": until, "state": "active",
        }  # fmt: skip
        self.tally["year card"] += 1

    @precondition(lambda self: self.books.year_cards)
    @rule(data=any_data, state=st.sampled_from(("active", "frozen", "lost", "replaced")))
    def change_a_year_card(self, data: st.DataObject, state: str) -> None:
        """A new number has the old one's percent and last day."""
        uid = data.draw(st.sampled_from(sorted(self.books.year_cards)))
        card = self.books.year_cards[uid]
        if state == "replaced":
            fresh = replace_card(uid, by=self.by, now=self.now)
            self.books.year_cards[fresh.uid] = self.books.year_cards.pop(uid) | {"state": "active"}
            return
        set_card_state(uid, CardState(state), by=self.by, now=self.now)
        card["state"] = state

    # --- rewards ---

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS), times=st.sampled_from((1, 1, 1, 2)),
        first=st.booleans(),
    )  # fmt: skip
    def exchange(self, data: st.DataObject, client: str, times: int, *, first: bool) -> None:
        """Points for a reward; mostly there are enough of them."""
        books, id_ = self.books, self.salon.clients[client].id
        reward_id = data.draw(st.sampled_from(sorted(books.rewards)))
        reward = books.rewards[reward_id]
        if first:
            self.have_points(id_, reward["points"] * times)
        self.exchange_for(id_, reward_id, times)

    def exchange_for(self, id_: int, reward_id: int, times: int) -> str:
        """What is given for the points; the exchange's uid. Or a refusal for a true reason."""
        books, reward = self.books, self.books.rewards[reward_id]
        uid = self.new_uid("exchange")
        if reasons := books.against_redeeming(id_, reward, times):
            key = key_of_refusal(
                lambda: redeem(uid, id_, reward_id, times, by=self.by, now=self.now)
            )
            assert key in reasons, (key, reasons)
            self.tally[f"exchange: {key}"] += 1
            return ""
        try:
            moved = redeem(uid, id_, reward_id, times, by=self.by, now=self.now)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        assert moved == redeem(uid, id_, reward_id, times, by=self.by, now=self.now)
        books.redeem(uid, id_, reward, times)
        assert moved.balance == books.held(f"points:{books.clients[id_]}")
        self.tally[f"exchanged {reward['kind']}"] += 1
        return uid

    def have_points(self, client: int, points: int) -> None:
        """So many at least."""
        uid = self.books.clients[client]
        while (missing := points - self.books.held(f"points:{uid}")) > 0:
            some = min(1_000, missing + self.books.accounts[f"points_debt:{uid}"])
            self.change_by_hand(client, some)

    @precondition(lambda self: self.books.redemptions)
    @rule(data=any_data)
    def take_the_exchange_back(self, data: st.DataObject) -> None:
        """On its day, while what it gave is unused."""
        made = list(self.books.redemptions)
        self.take_back_exchange(data.draw(st.sampled_from([*made, *made[-2:] * 3])))

    def take_back_exchange(self, done: str) -> None:
        """Every entry turned round; or a refusal for a true reason."""
        books = self.books
        uid, by = self.new_uid("cancelled"), self.salon.by("chen")

        def do() -> object:
            return cancel_redemption(uid, done, "not wished", by=by, now=self.now)

        if reasons := books.against_cancelling(done):
            key = key_of_refusal(do)
            assert key in reasons, (key, reasons)
            self.tally[f"exchange: {key}"] += 1
            return
        try:
            moved = do()
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        assert moved == do()
        books.cancel_redemption(done)
        self.tally["exchange cancelled"] += 1

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS), tier=st.sampled_from(("silver", "gold")),
        ends=st.sampled_from(("void", "refund", "exchange")), days=st.sampled_from((1, 2, 31, 366)),
    )  # fmt: skip
    def be_lifted(
        self, data: st.DataObject, client: str, tier: str, *, ends: str, days: int
    ) -> None:
        """A tier for points, and a sale that leads to a higher one or not; one of the two is
        undone, and days later they stand where they must."""
        id_ = self.salon.clients[client].id
        rewards = self.books.rewards.items()
        reward = next(key for key, one in rewards if one.get("tier") == tier)
        self.have_points(id_, self.books.rewards[reward]["points"])
        exchanged = self.exchange_for(id_, reward, 1)
        self.step()
        price = data.draw(st.sampled_from((100, 20_000)))
        care = self.prepaid_line("care", 4) | {"typed_price": price}
        ticket = self.new_ticket([care | {"staff": self.session_line("")["staff"]}], id_)
        shown = self.books.total(ticket)
        if ends != "exchange" or data.draw(st.booleans()):
            self.pay_with(ticket, [self.tender("card", shown)], shown)
            self.step()
        sale = self.books.sales.get(ticket["uid"])
        if ends == "exchange" and exchanged:
            self.take_back_exchange(exchanged)
        elif sale and ends == "void":
            self.void(sale)
        elif sale and ends == "refund":
            self.refund(sale, {str(care["uid"]): 4}, tips=False)
        self.work_on(self.now + timedelta(days=days))
        self.check_member(id_)
        self.tally["lifted"] += 1
