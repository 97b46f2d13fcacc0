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
from tests.usecases.value_till import CLIENTS

CREDIT = 20_000


class AccountMachine(GiftMachine):
    """What people do at the counter of a salon that trusts its members.

    What comes back of a sale of which something was paid off is left to tests of its own."""

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

    def refund(self, sale: Json, asked: dict[str, int], *, tips: bool) -> None:
        if not sale.get("settled"):
            super().refund(sale, asked, tips=tips)

    def void(self, sale: Json) -> None:
        if not sale.get("settled"):
            super().void(sale)

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS), how=st.sampled_from(PAYING),
        whole=st.booleans(),
    )  # fmt: skip
    def pay_off(self, data: st.DataObject, client: str, how: str, *, whole: bool) -> None:
        """All that a client owes, or a part of it."""
        books, id_ = self.books, self.salon.clients[client].id
        owes, method = books.accounts[books.receivable(id_)], self.salon.tenders[how]
        amount = owes if whole else data.draw(st.integers(0, owes + 1))
        uid = self.new_uid("settlement")

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
