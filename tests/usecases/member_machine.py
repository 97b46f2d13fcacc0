"""The counter's state machine for members: vouchers with conditions, a walk-in's sale that is
claimed."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from salon_pos.db.queries import coupons
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.claims import claim, preview_claim
from salon_pos.usecases.coupons import NewCoupon, give_coupon, put_on
from tests.usecases.counter_machine import any_data
from tests.usecases.counter_till import key_of_refusal, oracle_salon, plain, rows, ticket_of
from tests.usecases.member_oracle import MemberBooks
from tests.usecases.oracle import Json
from tests.usecases.refund_machine import RefundMachine
from tests.usecases.refund_oracle import quantity
from tests.usecases.value_oracle import later
from tests.usecases.value_till import CLIENTS

A_MOMENT = timedelta(milliseconds=1)


class MemberMachine(RefundMachine):
    """What people do at the counter for those who come again."""

    books: MemberBooks  # pyright: ignore[reportIncompatibleVariableOverride] its own, always

    def new_books(self) -> MemberBooks:
        return MemberBooks(oracle_salon(self.salon))

    @invariant()
    def time_goes_by(self) -> None:
        """No two deeds are at one instant: a claim asks what was before a sale."""
        self.work_on(self.now + A_MOMENT)

    def check_file(self) -> None:
        super().check_file()
        used = dict(rows("SELECT uid, used_by IS NOT NULL FROM coupon"))
        assert used == {uid: one["used"] for uid, one in self.books.coupons.items()}, used

    # --- vouchers with conditions ---

    def drawn_ticket(self, data: st.DataObject, client: str) -> Json:
        """Now and then with a voucher, mostly one that is good for it."""
        ticket = super().drawn_ticket(data, client)
        if self.books.coupons and not data.draw(st.integers(0, 2)):
            ticket["coupon"] = self.a_coupon(data, ticket)
        return ticket

    def a_coupon(self, data: st.DataObject, ticket: Json) -> str:
        """A voucher for a ticket, mostly one that is good for it."""
        uids = sorted(self.books.coupons)
        good = [u for u in uids if not self.books.against_coupon(ticket | {"coupon": u})]
        return data.draw(st.sampled_from(good if good and data.draw(st.integers(0, 9)) else uids))

    @rule(
        off=st.sampled_from(((1_000, 0), (3_333, 0), (10_000, 0), (0, 1), (0, 777), (0, 50_000))),
        least=st.sampled_from((0, 0, 4_000)),
        names=st.sampled_from(((), (), ("cut", "wash"), ("gel", "colour"))),
        client=st.sampled_from(("", "", *CLIENTS)),
        days=st.sampled_from((None, 2, 60)),
    )
    def give_a_coupon(
        self, off: tuple[int, int], least: int, names: tuple[str, ...], *, client: str,
        days: int | None,
    ) -> None:  # fmt: skip
        """A percent or an amount off what it is for, once."""
        if sum(not one["used"] for one in self.books.coupons.values()) > 4:
            return
        uid, (percent, amount) = self.new_uid("coupon"), off
        items = frozenset(self.salon.items[name].id for name in names)
        whose = self.salon.clients[client].id if client else None
        new = NewCoupon(Coupon(uid, "", "Spring", percent, amount, least, items), whose, days)
        # How much one may give alone has a test of its own (test_large_vouchers).
        word = self.word(WordFor.GIVE_VOUCHER.subject(uid), 10**6)
        give_coupon(new, approval=word, by=self.salon.by("olga"), now=self.now)
        self.books.coupons[uid] = {
            "percent_bp": percent, "amount": amount, "least": least, "items": items,
            "client": whose, "expires": later(self.books.today, days), "used": False,
        }  # fmt: skip

    @precondition(lambda self: self.books.tickets and self.books.coupons)
    @rule(data=any_data)
    def put_a_coupon_on(self, data: st.DataObject) -> None:
        """By its code, on a ticket that is open; or take it off again."""
        before = self.one(data)
        wanted = before | {"coupon": self.a_coupon(data, before)}
        found = coupons.coupon(wanted["coupon"])
        assert found is not None
        day = date.fromisoformat(self.books.today)
        if reasons := self.books.against_coupon(wanted):
            key = key_of_refusal(lambda: put_on(ticket_of(before), found.coupon.code, day))
            assert key in reasons, (key, reasons)
            wanted = before | {"coupon": ""}
        else:
            assert plain(put_on(ticket_of(before), found.coupon.code, day)) == wanted
        self.keep((wanted, self.is_parked(before)))

    def pay_with(self, ticket: Json, tenders: list[Json], shown: int) -> None:
        sold = len(self.books.sales)
        super().pay_with(ticket, tenders, shown)
        self.work_on(self.now + A_MOMENT)
        self.tally["coupon used"] += bool(ticket["coupon"]) and len(self.books.sales) > sold

    # --- claims ---

    @precondition(lambda self: self.books.sales)
    @rule(data=any_data, client=st.sampled_from(CLIENTS))
    def claim(self, data: st.DataObject, client: str) -> None:
        """A walk-in's sale turns out to be a client's."""
        sale = self.a_sale(data)
        if data.draw(st.integers(0, 4)):
            if data.draw(st.booleans()):
                self.payment(data, self.drawn_ticket(data, ""), 0)
            all_ = self.books.sales.values()
            can = [one for one in all_ if not self.books.against_claim(one)]
            sale = data.draw(st.sampled_from(can or [sale]))
        self.claim_for(sale, self.salon.clients[client].id)

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS),
        latest=st.booleans(), given_back=st.sampled_from((0, 1, 2)),
    )  # fmt: skip
    def claim_after_more(
        self, data: st.DataObject, client: str, *, latest: bool, given_back: int
    ) -> None:
        """Two walk-ins' sales, and more of the same client's by the time that they are claimed."""
        id_, before = self.salon.clients[client].id, set(self.books.sales)
        for whose in self.one_by_one(("", client, "", client)):
            self.payment(data, self.drawn_ticket(data, whose), 0)
        made = [sale for uid, sale in self.books.sales.items() if uid not in before]
        others = [one for one in self.books.sales.values() if one["client"] == id_]
        self.step()
        for sale in self.one_by_one(others[-given_back:] if given_back else ()):
            left = {
                line["line"]["uid"]: quantity(line) - line["refunded"] for line in sale["lines"]
            }
            if all(left.values()):
                self.refund(sale, left, tips=False)
        walk_ins = [sale for sale in made if sale["client"] is None]
        for sale in self.one_by_one(walk_ins[::-1] if latest else walk_ins):
            self.claim_for(sale, id_)

    def claim_for(self, sale: Json, id_: int) -> None:
        """Its points, as the rules say; or a refusal for a true reason."""
        books, uid = self.books, sale["ticket"]["uid"]
        reasons = books.against_claim(sale)
        if reasons:
            key = key_of_refusal(lambda: claim(uid, id_, by=self.by, now=self.now))
            assert key in reasons, (key, reasons)
            self.tally[f"claim: {key}"] += 1
            return
        try:
            seen = preview_claim(uid, id_, by=self.by, now=self.now)
            done = claim(uid, id_, by=self.by, now=self.now)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        points = books.claim(sale, id_)
        assert (seen.points, done.points) == (points, points), (seen, points)
        self.check_earned(sale)
        self.tally["claimed"] += 1

    def check_earned(self, sale: Json) -> None:
        """What each line of a sale has earned, less what its refunds took."""
        earned = rows(
            "SELECT o.uid, e.client_id, SUM(e.eligible), SUM(e.points) FROM sale_earning e"
            " JOIN sale_line l ON l.id = e.line_id"
            " JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id)"
            " JOIN sale s ON s.id = o.sale_id WHERE s.uid = ? GROUP BY o.id, e.client_id"
            " ORDER BY o.position",
            sale["ticket"]["uid"],
        )
        wanted = [
            (
                line["line"]["uid"], sale["client"], line["eligible"] - line["eligible_back"],
                line["points"] - line["points_back"],
            )
            for line in sale["lines"]
        ]  # fmt: skip
        assert earned == wanted, (earned, wanted)
