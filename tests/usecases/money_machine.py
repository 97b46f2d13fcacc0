"""The counter's state machine with money beside sales: platform vouchers and what settles them,
deposits given back or forfeited, closed cards."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.accounts import FromPlatform, settle_platform
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.closing import Closed, close_card, preview_close
from salon_pos.usecases.deposits import DepositMoved, forfeit_deposit, refund_deposit
from salon_pos.usecases.rules import set_value_rules
from tests.usecases.counter_machine import any_data
from tests.usecases.counter_till import key_of_refusal, oracle_salon
from tests.usecases.member_machine import MemberMachine
from tests.usecases.money_oracle import MoneyBooks
from tests.usecases.oracle import Json
from tests.usecases.value_till import CLIENTS

DONE = TypeVar("DONE")
FEES = {"meituan": 800, "douyin": 3_333}
PAYING = ("cash", "card", "transfer")


class MoneyMachine(MemberMachine):
    """What people do at the counter with money that is no sale's."""

    books: MoneyBooks  # pyright: ignore[reportIncompatibleVariableOverride] its own, always

    def new_books(self) -> MoneyBooks:
        return MoneyBooks(oracle_salon(self.salon), platforms=dict(FEES))

    def have_rules(self, data: st.DataObject, months: tuple[int, int]) -> None:
        rules = ValueRules(1, tuple(Platform(code, code, fee) for code, fee in FEES.items()))
        set_value_rules(rules, by=self.salon.by("olga"), now=self.now)
        super().have_rules(data, months)

    # --- platform vouchers ---

    def sources(self, ticket: Json) -> list[tuple[str, str, int]]:
        """A platform's voucher, too: mostly a new one, its face and fee typed or not."""
        self.made += 1
        used = [
            tender["source"]
            for sale in self.books.sales.values()
            for tender in sale["tenders"]
            if tender["kind"] == "platform"
        ]
        kinds = ("meituan:P{}:10000", "douyin:P{}:0", "meituan:P{}:0:77", "douyin:P{}:0:2500")
        fresh = kinds[self.made % len(kinds)].format(self.made)
        found = [("platform", source, 8_000) for source in (fresh, fresh, *used[-1:])]
        if not self.made % 50:
            found.append(("platform", f"nobody:P{self.made}:0", 8_000))
        return [*super().sources(ticket), *found]

    @rule(
        data=any_data, code=st.sampled_from(tuple(FEES)), how=st.sampled_from(PAYING),
        closes=st.sampled_from((False, False, True)), by=st.sampled_from(("kai", "chen", "chen")),
    )  # fmt: skip
    def be_settled(
        self, data: st.DataObject, code: str, how: str, *, closes: bool, by: str
    ) -> None:
        """What a platform owes comes in, in parts; or nothing more will come."""
        books, method = self.books, self.salon.tenders[how]
        owed = books.accounts[f"platform:{code}"]
        amount = data.draw(st.one_of(st.just(owed), st.integers(0, max(1, owed + 1))))
        uid, who = self.new_uid("settlement"), self.salon.by(by)
        paid = FromPlatform(code, amount, method, closes)
        reasons = books.against_settling(code, amount, method, closes=closes)
        if closes and amount != owed and by == "kai":
            reasons.add("not_allowed")
        if reasons:
            key = key_of_refusal(lambda: settle_platform(uid, paid, by=who, now=self.now))
            assert key in reasons, (key, reasons)
            return
        settled = settle_platform(uid, paid, by=who, now=self.now)
        assert settled == settle_platform(uid, paid, by=who, now=self.now)
        coins = books.settle_platform(code, amount, method, closes=closes)
        assert (settled.paid, settled.left) == (coins, books.accounts[f"platform:{code}"])
        self.tally["platform settled"] += 1

    # --- deposits ---

    @rule(
        data=any_data, client=st.sampled_from(CLIENTS), how=st.sampled_from(("", "", *PAYING))
    )  # fmt: skip
    def end_a_deposit(self, data: st.DataObject, client: str, how: str) -> None:
        """It is paid back, or forfeited: all of it or a part."""
        books, id_ = self.books, self.salon.clients[client].id
        if data.draw(st.integers(0, 3)) and not books.held(f"deposit:{books.clients[id_]}"):
            self.sell_prepaid_at_once("deposit", id_)
        held = books.held(f"deposit:{books.clients[id_]}")
        amount = data.draw(st.one_of(st.just(held), st.integers(0, held + 1)))
        uid, method = self.new_uid("deposit"), self.salon.tenders[how] if how else None

        def do(word: str = "") -> DepositMoved:
            if method is None:
                return forfeit_deposit(uid, id_, amount, by=self.by, now=self.now)
            return refund_deposit(uid, id_, amount, method, approval=word, by=self.by, now=self.now)

        if reasons := books.against_deposit(id_, amount, method):
            key = key_of_refusal(do)
            assert key in reasons, (key, reasons)
            return
        before = books.paid_back_before(id_, amount) if method else 0
        subject = WordFor.REFUND_DEPOSIT.subject(uid)
        moved = self.with_a_word(do, subject, amount if method else 0, before=before)
        paid = books.end_deposit(id_, amount, method)
        left = books.held(f"deposit:{books.clients[id_]}")
        assert (moved.amount, moved.paid, moved.left) == (amount, paid, left), moved
        self.tally["deposit refunded" if method else "deposit forfeited"] += 1

    def sell_prepaid_at_once(self, name: str, client: int) -> None:
        """One, by bank card."""
        ticket = self.new_ticket([self.prepaid_line(name)], client)
        shown = self.books.total(ticket)
        self.pay_with(ticket, [self.tender("card", shown)], shown)

    def with_a_word(
        self, do: Callable[..., DONE], subject: str, amount: int, *, before: int = 0
    ) -> DONE:
        """Do what pays so much out, twice: above the salon's limit, with what was paid out of the
        same `before`, only with a manager's word."""
        word = ""
        if before + amount > self.books.manager_above:
            assert key_of_refusal(do) == "needs_manager"
            word = self.word(subject, amount)
        try:
            done = do(word)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        assert done == do(word)
        return done

    # --- closed cards ---

    @precondition(lambda self: self.steps % 4 == 0)
    @rule(data=any_data, how=st.sampled_from(("", *PAYING)))
    def close_one(self, data: st.DataObject, how: str) -> None:
        """With the last card of a wallet its principal is paid out; again once more came back."""
        books, method = self.books, self.salon.tenders[how] if how else None
        card = data.draw(st.sampled_from(sorted(books.cards)))
        uid = self.new_uid("closing")

        def do(word: str = "") -> Closed:
            return close_card(uid, card, method, approval=word, by=self.by, now=self.now)

        if reasons := books.against_closing(card, method):
            key = key_of_refusal(do)
            assert key in reasons, (key, reasons)
            return
        seen = preview_close(card, by=self.by, now=self.now)
        assert (seen.closed.principal, seen.closed.bonus) == books.on_card(card)
        points = Counter[int]()
        for sale, lines in books.given_up(card):
            points[sale["client"]] += sum(given["points"] for given in lines)
        taken = {one.client_id: one.points for one in seen.gives_up}
        assert taken == points, (taken, points)
        subject = WordFor.CLOSE_CARD.subject(uid)
        closed = self.with_a_word(do, subject, seen.closed.principal)
        again = books.cards[card]["state"] == "closed"
        said = (closed.principal, closed.paid, closed.bonus)
        assert said == books.close_card(card, method), said
        for one in seen.gives_up:
            place, _ = books.tiers.standing(one.client_id, books.today)
            assert one.tier is not None
            assert one.tier.tier == books.tiers.of(place)["key"], one.tier
        self.tally["top-ups closed"] += len(taken)
        self.tally["points of closed top-ups"] += sum(points.values()) > 0
        self.tally["closed again" if again else "card closed"] += 1
        self.tally["paid out"] += bool(closed.paid)
