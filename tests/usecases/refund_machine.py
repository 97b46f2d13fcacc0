"""The counter's state machine gives back: by line and quantity, again and again; it cancels sales,
lets value expire and changes points by hand."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from salon_pos.db.queries import members, value
from salon_pos.db.queries.settings import settings
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.approving import WordFor, approve_deed
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.points import PointsChange, adjust_points
from salon_pos.usecases.refunds import RefundPreview, RefundRequest, preview, refund
from salon_pos.usecases.voids import VoidPreview, preview_void, void
from tests.salons import PINS
from tests.usecases.counter_machine import any_data
from tests.usecases.counter_till import key_of_refusal, rows
from tests.usecases.oracle import Json
from tests.usecases.refund_oracle import quantity
from tests.usecases.value_machine import ValueMachine
from tests.usecases.value_till import CLIENTS


class RefundMachine(ValueMachine):
    """What people do at the counter, until the end of the day and of what they bought."""

    # --- refunds ---

    @precondition(lambda self: self.books.sales)
    @rule(data=any_data, tips=st.booleans())
    def give_back(self, data: st.DataObject, tips: bool) -> None:
        """Some units of some lines."""
        sale = self.a_sale(data)
        asked: dict[str, int] = {}
        for line in sale["lines"]:
            left = quantity(line) - line["refunded"]
            if data.draw(st.integers(0, 2)):
                most = left + (not data.draw(st.integers(0, 9)))
                drawn = data.draw(st.one_of(st.just(left), st.integers(1, max(1, most))))
                asked[line["line"]["uid"]] = max(1, drawn)
        if asked:
            self.refund(sale, asked, tips=tips)

    @precondition(lambda self: self.books.sales)
    @rule(data=any_data)
    def give_back_one_by_one(self, data: st.DataObject) -> None:
        """A whole sale, a unit a time: the parts add up to it."""
        sale = self.a_sale(data)
        for line in sale["lines"]:
            units = quantity(line) - line["refunded"]
            for _ in self.one_by_one(range(min(units, 4))):
                one = units if line["kind"] == "prepaid" else 1
                self.refund(sale, {line["line"]["uid"]: one}, tips=False)

    @precondition(lambda self: self.books.sales)
    @rule(data=any_data)
    def give_back_when_the_points_are_gone(self, data: st.DataObject) -> None:
        """What its points were spent on stays; they become debt, which the next ones repay."""
        sale = self.a_sale(data)
        client = sale["ticket"]["client_id"]
        if client is not None:
            self.take_all_points(client)
            for line in self.one_by_one(sale["lines"]):
                if line["kind"] != "prepaid" and quantity(line) > line["refunded"]:
                    self.refund(sale, {line["line"]["uid"]: 1}, tips=False)
                    self.tally["points gone"] += 1

    def a_sale(self, data: st.DataObject) -> Json:
        """One of the sales, the newer ones more often."""
        sales = list(self.books.sales.values())
        return data.draw(st.sampled_from([*sales, *sales[-3:] * 3]))

    def refund(self, sale: Json, asked: dict[str, int], *, tips: bool) -> None:
        """As previewed; or refused for a true reason, with nothing kept."""
        uid, books = self.new_uid("refund"), self.books
        request = RefundRequest(uid, sale["ticket"]["uid"], asked, tips=tips, sent=self.sent(sale))
        reasons = books.against_refund(sale, asked, tips=tips)
        if reasons:
            key = key_of_refusal(lambda: preview(request, by=self.by, now=self.now))
            assert key in reasons, (key, reasons)
            self.tally[f"refund: {key}"] += 1
            return
        back = books.work_out(sale, asked, tips=tips)
        try:
            seen = preview(request, by=self.by, now=self.now)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        paid = books.to_client(sale, back)
        assert seen.total == paid
        request = replace(request, shown_total=seen.total, shown=seen.digest)
        assert bool(seen.needs_manager) == (books.asks_manager(sale, paid) or books.is_sent(back))
        self.tally["asked in parts"] += (
            books.asks_manager(sale, paid) and paid <= books.manager_above
        )
        if seen.needs_manager:
            key = key_of_refusal(lambda: refund(request, by=self.by, now=self.now))
            assert key == "needs_manager"
            request = replace(request, approval=self.word(WordFor.REFUND.subject(uid), paid))
        receipt = refund(request, by=self.by, now=self.now)
        assert receipt == refund(request, by=self.by, now=self.now)
        self.check_refund(uid, books.refund(sale, asked, tips=tips))
        self.check_tier(sale, seen)
        assert receipt.number == f"A-{books.serials:06d}"
        self.tally["refunded"] += 1

    def sent(self, _sale: Json) -> dict[int, int]:
        """The means that pay back what cannot go back as it was paid: where nobody owes, none."""
        return {}

    def check_tier(self, sale: Json, seen: RefundPreview | VoidPreview) -> None:
        """Where the client stands now is where the preview said they would."""
        ((client_id,),) = rows(
            "SELECT COALESCE(c.client_id, s.client_id) FROM sale s LEFT JOIN claim c"
            " ON c.sale_id = s.id WHERE s.uid = ?",
            sale["ticket"]["uid"],
        )
        rules = value.tiers_in_force()
        if client_id is None or rules is None:
            assert seen.tier is None
            return
        day = settings().business_day(self.now)
        now, said = members.standing_of(client_id, day, rules), seen.tier
        assert said is not None
        assert (now.tier, now.until) == (said.tier, said.until), (now, said)

    def check_refund(self, uid: str, back: Json) -> None:
        """The rows on file, all below zero, against what the oracle gave back."""
        lines = rows(
            "SELECT o.uid, -l.quantity, -l.net, -l.payable FROM sale_line l"
            " JOIN sale_line o ON o.id = l.refunds_id JOIN sale s ON s.id = l.sale_id"
            " WHERE s.uid = ? ORDER BY l.position",
            uid,
        )
        assert lines == [
            (one["line"]["line"]["uid"], one["quantity"], one["net"], one["payable"])
            for one in back["lines"]
        ]
        tenders = rows(
            "SELECT o.position, -x.applied, -x.tip FROM sale_tender x"
            " JOIN sale_tender o ON o.id = x.refunds_id JOIN sale s ON s.id = x.sale_id"
            " WHERE s.uid = ? ORDER BY o.position, x.id",
            uid,
        )
        assert tenders == self.books.tender_rows(back)
        self.check_taken(uid, back)

    def check_taken(self, uid: str, back: Json) -> None:
        """What each line that came back had earned: a row for each, where it was a client's."""
        ((of_client,),) = rows("SELECT client_id FROM sale WHERE uid = ?", uid)
        earned = rows(
            "SELECT o.uid, -e.eligible, -e.points FROM sale_earning e"
            " JOIN sale_line l ON l.id = e.line_id JOIN sale_line o ON o.id = l.refunds_id"
            " JOIN sale s ON s.id = l.sale_id WHERE s.uid = ? ORDER BY l.position",
            uid,
        )
        assert earned == [
            (one["line"]["line"]["uid"], one["eligible"], one["points"])
            for one in back["lines"]
            if of_client is not None
        ]

    @precondition(lambda self: self.books.sales)
    @rule(data=any_data)
    def cancel(self, data: st.DataObject) -> None:
        """Void a sale, where nothing that it gave was used."""
        self.void(self.a_sale(data))

    def void(self, sale: Json) -> None:
        """Every entry turned round; or a refusal for a true reason."""
        books = self.books
        uid = sale["ticket"]["uid"]
        if sale.get("void"):
            return
        reasons = books.against_void(sale)
        if reasons:
            key = key_of_refusal(lambda: void(uid, "mistaken", by=self.by, now=self.now))
            assert key in reasons, (key, reasons)
            if key != "no_shift":
                seen = preview_void(uid, by=self.by, now=self.now)
                assert key == seen.obstacles[0].key, (key, seen.obstacles)
            self.tally[f"void: {key}"] += 1
            return
        paid = books.voided(sale)
        word = self.word(WordFor.VOID.subject(uid), paid) if paid > books.manager_above else ""
        seen = preview_void(uid, by=self.by, now=self.now)
        try:
            receipt = void(uid, "mistaken", word, by=self.by, now=self.now)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        assert receipt == void(uid, "mistaken", word, by=self.by, now=self.now)
        self.check_tier(sale, seen)
        assert seen.reversal is not None
        repaid = -sale["moved"].get(f"points_debt:{books.clients.get(sale['client'])}", 0)
        assert seen.reversal.taken.debt == repaid
        books.void(sale)
        sale["void"] = True
        self.tally["void"] += 1

    # --- what ends, and points by hand ---

    @rule()
    def let_it_expire(self) -> None:
        """Run at the opening of a day; again it does nothing."""
        expired = expire(by=self.by, now=self.now, sure=True)
        gone = self.books.expire()
        posted = {"points": expired.points, "bonus": expired.bonus, "pack": expired.sessions}
        assert posted == {kind: gone[kind] for kind in posted}, (posted, gone)
        again = expire(by=self.by, now=self.now, sure=True)
        assert (again.points, again.bonus, again.sessions, again.income) == (0, 0, 0, 0)
        self.tally["expired"] += bool(gone)

    @rule(client=st.sampled_from(CLIENTS), points=st.sampled_from((1, 40, 999, -25)))
    def change_points(self, client: str, points: int) -> None:
        """A few more, or fewer, for a reason."""
        self.change_by_hand(self.salon.clients[client].id, points)
        self.tally["adjusted"] += 1

    def change_by_hand(self, client: int, points: int) -> None:
        """By Chen alone, up to 1,000 a day each way; beyond that with Olga's word. Or refused,
        where there are not so many."""
        change = PointsChange(self.new_uid("change"), client, points, "complaint")
        by, is_alone = self.salon.by("chen"), self.books.is_alone(client, points)
        if not is_alone:
            key = key_of_refusal(lambda: adjust_points(change, by=by, now=self.now))
            assert key == "needs_manager"
            word = approve_deed(
                self.salon.staff["olga"].id, PINS["olga"], amount=abs(points), by=by, now=self.now,
                subject=WordFor.ADJUST_POINTS.subject(change.uid),
            )  # fmt: skip
            change = replace(change, approval=word)
            self.tally["adjusted together"] += 1
        if -points > self.books.held(f"points:{self.books.clients[client]}"):
            key = key_of_refusal(lambda: adjust_points(change, by=by, now=self.now))
            assert key == "not_enough_points"
            return
        adjust_points(change, by=by, now=self.now)
        self.books.adjust(client, points, alone=is_alone)

    def take_all_points(self, client: int) -> None:
        """All that are good, in steps of what one may take alone."""
        while points := min(1_000, self.books.held(f"points:{self.books.clients[client]}")):
            self.change_by_hand(client, -points)
