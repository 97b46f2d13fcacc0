"""The counter's state machine lets clients owe: on account, and paid off later in parts."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.settings import change_settings
from tests.usecases.account_oracle import AccountBooks
from tests.usecases.counter_machine import any_data
from tests.usecases.counter_till import key_of_refusal, oracle_salon
from tests.usecases.gift_machine import GiftMachine
from tests.usecases.money_machine import FEES, PAYING
from tests.usecases.oracle import Json
from tests.usecases.refund_oracle import quantity
from tests.usecases.value_till import CLIENTS

CREDIT = 60_000


class AccountMachine(GiftMachine):
    """What people do at the counter of a salon that trusts its members."""

    books: AccountBooks  # pyright: ignore[reportIncompatibleVariableOverride] its own, always

    def new_books(self) -> AccountBooks:
        return AccountBooks(oracle_salon(self.salon), platforms=dict(FEES), credit_limit=CREDIT)

    def choose_limits(self, pin_above: int, grace: int, manager_above: int) -> None:
        super().choose_limits(pin_above, grace, manager_above)
        chosen = replace(salon_queries.settings(), credit_limit=CREDIT)
        change_settings(chosen, by=self.salon.by("olga"), now=self.now)

    def sources(self, ticket: Json) -> list[tuple[str, str, int]]:
        client, left = ticket["client_id"], self.books.credit_left(ticket["client_id"])
        found = [("on_account", "", left)] * 2 if client is not None else []
        return [*super().sources(ticket), *found]

    def value_tender(self, data: st.DataObject, ticket: Json, due: int, room: int) -> Json | None:
        """A debt with the word of a manager for it."""
        tender = super().value_tender(data, ticket, due, room)
        if tender and tender["method"] == self.salon.tenders["on_account"]:
            tender["unlock"] = self.word(
                WordFor.ON_ACCOUNT.subject(ticket["uid"]), max(0, tender["amount"])
            )
        return tender

    def sent(self, sale: Json) -> dict[int, int]:
        """Each part on account goes to the means that was chosen for the sale."""
        method: int | None = sale.get("send")
        places = [at for at, one in enumerate(sale["tenders"]) if one["kind"] == "on_account"]
        return dict.fromkeys(places, method) if method else {}

    def refund(self, sale: Json, asked: dict[str, int], *, tips: bool) -> None:
        """What was paid off goes back by one means and the other in turn; now and then nobody says
        by which. The turn follows from this run alone: the tally counts over many."""
        done, settled = self.tally["refunded"], bool(sale.get("settled"))
        turn = len(self.books.sales) + sum(line["refunded"] for line in sale["lines"])
        how = ("", *PAYING)[turn % (1 + len(PAYING))]
        sale["send"] = self.salon.tenders[how] if settled and how else None
        super().refund(sale, asked, tips=tips)
        if self.tally["refunded"] > done:
            self.tally["refunded after it was paid off"] += settled
            if sale["client"] is not None:
                self.check_earned(sale)

    def check_taken(self, uid: str, back: Json) -> None:
        """Where something is owed a line's refund takes and gives at once: `check_earned` looks at
        both together."""
        if not back["owed"]:
            super().check_taken(uid, back)

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS), how=st.sampled_from(PAYING),
        whole=st.booleans(),
    )  # fmt: skip
    def pay_off(self, data: st.DataObject, client: str, how: str, *, whole: bool) -> None:
        """All that a client owes, or a part of it."""
        id_ = self.salon.clients[client].id
        owes = self.books.accounts[self.books.receivable(id_)]
        self.settle(id_, owes if whole else data.draw(st.integers(0, owes + 1)), how)

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS), how=st.sampled_from(PAYING),
        deeds=st.lists(
            st.sampled_from(("pay", "back", "pay", "back", "end")), min_size=1, max_size=5
        ),
        put=st.sampled_from((1, 1, 2)),
    )  # fmt: skip
    def owe_for_a_while(
        self, data: st.DataObject, client: str, how: str, *, deeds: list[str], put: int
    ) -> None:
        """A ticket or the half of it on account; some is paid off, some comes back, and the points
        of what was paid may have ended by then."""
        sale = self.put_on_account(data, client, put)
        if sale is None:
            return
        self.step()
        for deed in self.one_by_one(deeds):
            left = [one for one in sale["lines"] if quantity(one) > one["refunded"]]
            if deed == "pay":
                owes = self.books.accounts[self.books.receivable(sale["client"])]
                whole = st.one_of(st.just(owes), st.integers(min(owes, 1), owes))
                self.settle(sale["client"], data.draw(whole), how)
            elif deed == "end":
                self.let_days_pass(1 + (self.books.rules["days"] or 0))
                self.let_it_expire()
            elif left:
                line = data.draw(st.sampled_from(left))
                asked = quantity(line) - line["refunded"] if line["kind"] == "prepaid" else 1
                self.refund(sale, {line["line"]["uid"]: asked}, tips=False)

    def put_on_account(self, data: st.DataObject, client: str, part: int) -> Json | None:
        """The sale of a drawn ticket, this part of it on account, the rest paid by card; None where
        that was refused."""
        if self.books.shift is None:
            self.open_the_shift(0)
        ticket = self.drawn_ticket(data, client)
        shown = self.total(ticket) or 0
        due, room = self.to_pay(ticket, shown)
        # Mostly what may: now and then what is prepaid, too, and that is refused.
        most = due if not data.draw(st.integers(0, 4)) else room
        amount = min(most // part, self.books.credit_left(ticket["client_id"]))
        subject = WordFor.ON_ACCOUNT.subject(ticket["uid"])
        on_account = {"method": self.salon.tenders["on_account"], "amount": amount, "tips": {},
                      "source": "", "unlock": self.word(subject, amount)}  # fmt: skip
        card = {"method": self.salon.tenders["card"], "amount": due - amount, "tips": {}}
        tenders = [on_account, card] if due > amount else [on_account]
        self.pay_with(ticket, tenders, shown)
        return self.books.sales.get(ticket["uid"])

    def settle(self, id_: int, amount: int, how: str) -> None:
        """As the rules say; or a refusal for a true reason."""
        books, method, uid = self.books, self.salon.tenders[how], self.new_uid("settlement")

        def do() -> object:
            return settle_account(uid, id_, amount, method, by=self.by, now=self.now)

        if reasons := books.against_paying_off(id_, amount, method):
            key = key_of_refusal(do)
            assert key in reasons, (key, reasons)
            return
        try:
            settled = settle_account(uid, id_, amount, method, by=self.by, now=self.now)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        assert settled == do()
        paid, points = books.pay_off(uid, id_, amount, method)
        assert (settled.paid, settled.points) == (paid, points), (settled, paid, points)
        for sale in books.sales.values():
            if sale["client"] == id_ and sale.get("settled"):
                self.check_earned(sale)
        self.tally["paid off"] += 1
