"""The counter's state machine mends what was rung up wrong: who did a line, by what it was paid."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from salon_pos.db.queries import receipts
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Credit
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.corrections import (
    StaffCorrection,
    TenderCorrection,
    correct_staff,
    correct_tender,
    preview_correct_tender,
)
from tests.usecases.correction_oracle import CorrectionBooks
from tests.usecases.counter_machine import any_data
from tests.usecases.counter_till import key_of_refusal, oracle_salon, rows
from tests.usecases.money_machine import FEES, PAYING, MoneyMachine
from tests.usecases.oracle import Json
from tests.usecases.refund_oracle import quantity

SHARES = (
    (("mei", 10_000),), (("jie", 10_000),), (("jie", 5_000), ("mei", 5_000)),
    (("mei", 3_334), ("jie", 3_333), ("kai", 3_333)), (("mei", 9_999),), (),
)  # fmt: skip
WHO = ("kai", "chen", "chen", "chen")


class CorrectionMachine(MoneyMachine):
    """What people do at the counter when somebody pressed the wrong key."""

    books: CorrectionBooks  # pyright: ignore[reportIncompatibleVariableOverride] its own, always

    def new_books(self) -> CorrectionBooks:
        return CorrectionBooks(oracle_salon(self.salon), platforms=dict(FEES))

    @precondition(lambda self: self.books.sales)
    @rule(data=any_data, shares=st.sampled_from(SHARES), by=st.sampled_from(WHO))
    def correct_who_did_it(
        self, data: st.DataObject, shares: tuple[tuple[str, int], ...], by: str
    ) -> None:
        sale = self.a_sale(data)
        line = data.draw(st.sampled_from(sale["lines"]))
        parts = [(self.salon.staff[name].id, part) for name, part in shares]
        uid = self.new_uid("correction")

        def do(word: str = "") -> object:
            credits_ = tuple(Credit(*part) for part in parts)
            change = StaffCorrection(uid, line["line"]["uid"], credits_, "It was her", word)
            return correct_staff(change, by=self.salon.by(by), now=self.now)

        if reasons := self.books.against_staff(line, parts):
            key = key_of_refusal(do)
            assert key in reasons, (key, reasons)
            self.tally[f"staff: {key}"] += 1
            return
        self.corrected(do, WordFor.CORRECT_STAFF.subject(uid), line["net"], by)
        self.books.correct_staff(line, parts)
        self.check_credits(sale)
        self.read_again(sale)
        self.tally["staff corrected"] += 1

    @precondition(lambda self: self.books.sales)
    @rule(
        data=any_data, to=st.sampled_from((*PAYING, *PAYING, "points")), by=st.sampled_from(WHO)
    )  # fmt: skip
    def correct_how_it_was_paid(self, data: st.DataObject, to: str, by: str) -> None:
        sale = self.a_sale(data)
        if sale["tenders"]:
            place = data.draw(st.sampled_from(range(len(sale["tenders"]))))
            self.correct_tender(sale, place, to, by)

    @rule(data=any_data, to=st.sampled_from(PAYING), first=st.booleans())
    def ring_up_wrong(self, data: st.DataObject, to: str, first: bool) -> None:
        """Corrected at once, or once a part of it came back; then the rest comes back."""
        before = set(self.books.sales)
        self.payment(data, self.drawn_ticket(data, data.draw(st.sampled_from(("", "leo")))), 0)
        self.step()
        for sale in [one for uid, one in self.books.sales.items() if uid not in before]:
            lines = [line for line in sale["lines"] if line["kind"] != "prepaid"]
            ones = {line["line"]["uid"]: 1 for line in lines}
            if sale["tenders"] and ones and first:
                self.correct_tender(sale, len(sale["tenders"]) - 1, to, "chen")
                self.refund(sale, ones, tips=False)
            elif sale["tenders"] and ones:
                self.refund(sale, dict([ones.popitem()]), tips=False)
                self.correct_tender(sale, len(sale["tenders"]) - 1, to, "chen")
            rest = {
                line["line"]["uid"]: left
                for line in lines
                if (left := quantity(line) - line["refunded"])
            }
            if rest:
                self.step()
                self.refund(sale, rest, tips=True)

    def correct_tender(self, sale: Json, place: int, to: str, by: str) -> None:
        """It was another means of payment; or a refusal for a true reason."""
        books, method = self.books, self.salon.tenders[to]
        uid = self.new_uid("correction")

        def change(word: str = "") -> TenderCorrection:
            of = sale["ticket"]["uid"], place, method
            return TenderCorrection(uid, *of, reason="Wrong key", approval=word)

        def do(word: str = "") -> object:
            return correct_tender(change(word), by=self.salon.by(by), now=self.now)

        if reasons := books.against_tender(sale, place, method):
            key = key_of_refusal(do)
            assert key in reasons, (key, reasons)
            self.tally[f"tender: {key}"] += 1
            return
        seen = preview_correct_tender(change(), by=self.by, now=self.now)
        self.corrected(do, WordFor.CORRECT_TENDER.subject(uid), seen.move.amount, by)
        assert books.correct_tender(sale, place, method) == seen.move.amount
        self.read_again(sale)
        self.tally["tender corrected"] += 1

    def read_again(self, sale: Json) -> None:
        """Its receipt says what was corrected."""
        uid = sale["ticket"]["uid"]
        self.paid = [
            (paid, receipts.receipt(uid) if paid.ticket.uid == uid else receipt)
            for paid, receipt in self.paid
        ]

    def corrected(self, do: Callable[..., object], subject: str, amount: int, by: str) -> None:
        """Do it, twice: a cashier only with a manager's word."""
        word = ""
        if by == "kai":
            assert key_of_refusal(do) == "needs_manager"
            word = self.word(subject, amount)
        try:
            done = do(word)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        assert done == do(word)

    def check_refund(self, uid: str, back: Json) -> None:
        super().check_refund(uid, back)
        lines = [given["line"] for given in back["lines"]]
        self.check_credits({"lines": lines})

    def check_credits(self, sale: Json) -> None:
        """What everybody has of each line, less what came back of it, by the rows that count."""
        for line in sale["lines"]:
            found = rows(
                "SELECT c.staff_id, MAX(CASE WHEN l.refunds_id IS NULL THEN c.part_bp END),"
                " SUM(c.amount) FROM sale_credit c JOIN sale_line l ON l.id = c.line_id"
                " JOIN sale_line o ON o.id = COALESCE(l.refunds_id, l.id) WHERE o.uid = ?"
                " AND c.correction_id IS (SELECT MAX(x.id) FROM sale_credit_correction x"
                " WHERE x.line_id = l.id) GROUP BY c.position ORDER BY c.position",
                line["line"]["uid"],
            )
            assert found == [tuple(credit) for credit in line["credits"]], (found, line["credits"])
