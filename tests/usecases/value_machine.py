"""The counter's state machine with value: enrol, top up, sell and use packs, pay with anything,
lose and replace cards, and let days go by."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.cards import CardKind, CardState
from salon_pos.usecases.approving import WordFor, approve_deed
from salon_pos.usecases.cards import NewCard, issue_card, replace_card, set_card_state
from salon_pos.usecases.rules import set_points_rules, set_tier_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import PINS
from tests.usecases import value_till
from tests.usecases.counter_machine import FOUNDING, CounterMachine, any_data
from tests.usecases.counter_till import key_of_refusal
from tests.usecases.oracle import Json
from tests.usecases.value_oracle import later
from tests.usecases.value_till import CLIENTS, PREPAID, ValueCounter

DEAD = ("replaced", "closed")
any_client = st.sampled_from(CLIENTS)


class ValueMachine(ValueCounter, CounterMachine):
    """What people do at the counter of a salon that has members."""

    @invariant()
    def the_client_has_what_the_rules_say(self) -> None:
        clients, (turn, step) = sorted(self.books.clients), divmod(self.steps, 3)
        if self.books.tiers.rules and not step:
            self.check_member(clients[turn % len(clients)])

    @initialize(
        data=any_data,
        months=st.sampled_from(((12, 12), (1, 1), (3, 1))),
        pin_above=st.sampled_from((50_000, 2_000)),
        grace=st.sampled_from((1, 30)),
        manager_above=st.sampled_from((5_000, 30_000, 10**9)),
        **FOUNDING,
    )
    def found(  # pyright: ignore[reportIncompatibleMethodOverride] only Hypothesis calls it
        self, data: st.DataObject, months: tuple[int, int], **more: Any
    ) -> None:
        """With rules, limits, and members who have a little of everything."""
        limits = {name: more.pop(name) for name in ("pin_above", "grace", "manager_above")}
        super().found(**more)
        self.choose_limits(**limits)
        self.have_rules(data, months)
        maya, leo = (self.salon.clients[name].id for name in ("maya", "leo"))
        card = issue_card(NewCard(leo), by=self.by, now=self.now)
        self.books.issue(card.uid, card.wallet, leo, leo)
        have = {maya: ("big top-up", "top-up", "pack"), leo: ("top-up", "gift card")}
        for client, names in have.items():
            lines = [self.prepaid_line(name) for name in names]
            gel = self.prepaid_line("gel", 3)  # 90.90 and points for it
            ticket = self.new_ticket([*lines, gel], client)
            shown = self.books.total(ticket)
            self.pay_with(ticket, [self.tender("card", shown)], shown)

    def tender(self, code: str, amount: int, source: str = "") -> Json:
        """A tender without tips."""
        return {
            "method": self.salon.tenders[code], "amount": amount, "tips": {}, "source": source,
        }  # fmt: skip

    def have_rules(self, data: st.DataObject, months: tuple[int, int]) -> None:
        """Tiers and points of a salon's own."""
        window, period = months
        tiers = self.books.tiers
        tiers.rules = data.draw(value_till.tier_list(self.salon))
        tiers.window, tiers.period = months
        known = value_till.tiers_of(tiers.rules, window=window, period=period)
        set_tier_rules(known, by=self.salon.by("olga"), now=self.now)
        self.change_rules(data)

    def choose_limits(self, pin_above: int, grace: int, manager_above: int) -> None:
        """From when a PIN and a manager are asked, and how long returned value is good."""
        chosen = replace(
            salon_queries.settings(), card_pin_above=pin_above, grace_days=grace,
            refund_manager_above=manager_above,
        )  # fmt: skip
        change_settings(chosen, by=self.salon.by("olga"), now=self.now)
        books = self.books
        books.pin_above, books.grace, books.manager_above = pin_above, grace, manager_above

    @rule(data=any_data)
    def change_rules(self, data: st.DataObject) -> None:
        """What is earned from now on; what was earned stays."""
        drawn = data.draw(value_till.rules(self.salon))
        set_points_rules(value_till.points_of(drawn), by=self.salon.by("olga"), now=self.now)
        self.books.rules = drawn

    @rule(days=st.sampled_from((1, 2, 3, 29, 31, 180, 366)))
    def let_days_pass(self, days: int) -> None:
        self.work_on(self.now + timedelta(days=days))
        self.tally["days passed"] += 1

    # --- cards ---

    def word(self, subject: str, amount: int) -> str:
        """A manager's word for a deed."""
        chen = self.salon.staff["chen"].id
        return approve_deed(
            chen, PINS["chen"], subject=subject, amount=amount, by=self.by, now=self.now
        )

    @rule(data=any_data, client=any_client, discount=st.sampled_from((0, 0, 1_200)))
    def issue(self, data: st.DataObject, client: str, discount: int) -> None:
        """A card of the client's own, or one more on somebody's wallet."""
        alive = [card for card in self.books.cards.values() if card["state"] not in DEAD]
        if len(alive) > 6 or len(self.books.cards) > 12:
            return
        holder = self.salon.clients[client].id
        shared = data.draw(st.sampled_from([None, None, *sorted(self.books.cards)]))
        if shared:
            self.share(shared, holder)
            return
        kind = CardKind.DISCOUNT if discount else CardKind.STORED_VALUE
        new = NewCard(holder, kind, discount_bp=discount, uid=self.new_uid("card"))
        if discount:
            refused = key_of_refusal(lambda: issue_card(new, by=self.by, now=self.now))
            assert refused == "needs_manager"
            word = self.word(WordFor.ISSUE_CARD.subject(new.uid), discount)
            new = replace(new, approval=word)
        card = issue_card(new, by=self.by, now=self.now)
        self.books.issue(card.uid, card.wallet, holder, holder, discount)
        self.tally["issued"] += 1

    def share(self, uid: str, holder: int) -> None:
        """One more on the wallet of the card with this uid: another client's takes its PIN, or a
        manager's word."""
        of = self.books.cards[uid]
        new = NewCard(holder, shares=uid, uid=self.new_uid("card"))
        if key := self.books.against_sharing(uid, holder):
            assert key_of_refusal(lambda: issue_card(new, by=self.by, now=self.now)) == key
            self.tally[f"shared: {key}"] += 1
            if key != "needs_manager":
                return
            if of["pin"]:
                new = replace(new, shared_pin=value_till.PIN)
            else:
                new = replace(new, approval=self.word(WordFor.ISSUE_CARD.subject(new.uid), 0))
        card = issue_card(new, by=self.by, now=self.now)
        self.books.issue(card.uid, card.wallet, holder, of["owner"], of["bp"])
        self.tally["issued"] += 1

    @rule(data=any_data, state=st.sampled_from(("active", "active", "frozen", "lost")))
    def freeze_or_lose(self, data: st.DataObject, state: str) -> None:
        uid = data.draw(st.sampled_from(sorted(self.books.cards)))
        card = self.books.cards[uid]
        if card["state"] in DEAD:
            key = key_of_refusal(
                lambda: set_card_state(uid, CardState(state), by=self.by, now=self.now)
            )
            assert key == "card_dead"
            return
        set_card_state(uid, CardState(state), by=self.by, now=self.now)
        card["state"] = state
        self.tally[state] += 1

    @rule(data=any_data)
    def replace_one(self, data: st.DataObject) -> None:
        """The old number is dead; wallet, holder and balances go on."""
        uid = data.draw(st.sampled_from(sorted(self.books.cards)))
        old = self.books.cards[uid]
        if old["state"] in DEAD or uid == "card with a PIN":
            return
        fresh = replace_card(uid, by=self.by, now=self.now)
        self.books.issue(fresh.uid, old["wallet"], old["holder"], old["owner"], old["bp"])
        self.books.cards[fresh.uid]["pin"] = old["pin"]
        old["state"] = "replaced"
        self.tally["replaced"] += 1

    @rule(
        face=st.sampled_from((500, 3_000)),
        least=st.sampled_from((0, 5_000)),
        client=st.sampled_from(("", *CLIENTS)),
        days=st.sampled_from((None, 2)),
    )
    def give_a_voucher(self, face: int, least: int, client: str, days: int | None) -> None:
        if len(self.books.vouchers) > 5:
            return
        uid, for_whom = self.new_uid("voucher"), self.salon.clients[client].id if client else None
        new = NewVoucher(uid, face, least, for_whom, days)
        give_voucher(new, by=self.salon.by("chen"), now=self.now)
        self.books.vouchers[uid] = {
            "face": face, "least": least, "client": for_whom, "used": False,
            "expires": later(self.books.today, days),
        }  # fmt: skip

    # --- what is prepaid ---

    @rule(data=any_data, client=any_client, name=st.sampled_from(PREPAID))
    def sell_prepaid(self, data: st.DataObject, client: str, name: str) -> None:
        """Alone, paid at once."""
        card = ""
        if name.endswith("top-up") and data.draw(st.booleans()):
            card = data.draw(st.sampled_from(sorted(self.books.cards)))
        quantity = data.draw(st.sampled_from((1, 1, 1, 2)))
        lines = [self.prepaid_line(name, quantity, card)]
        self.payment(data, self.new_ticket(lines, self.salon.clients[client].id), 0)

    @rule(data=any_data, client=any_client, name=st.sampled_from(("big top-up", "top-up", "pack")))
    def sell_prepaid_and_more(self, data: st.DataObject, client: str, name: str) -> None:
        """On a ticket that may spend what it has just put on the card."""
        ticket = self.drawn_ticket(data, client)
        ticket["lines"].insert(0, self.prepaid_line(name))
        self.payment(data, ticket, 0)

    @precondition(lambda self: self.books.packs)
    @rule(data=any_data, client=any_client, sessions=st.integers(1, 3), beside=st.booleans())
    def use_sessions(self, data: st.DataObject, client: str, sessions: int, beside: bool) -> None:
        """One line a session, with or without a surcharge line beside."""
        pack = data.draw(st.sampled_from(sorted(self.books.packs)))
        lines = [self.session_line(pack) for _ in range(sessions)]
        whose = self.books.packs[pack]["client"]
        payer = whose if data.draw(st.integers(0, 9)) else self.salon.clients[client].id
        ticket = self.new_ticket(lines, payer)
        if beside:
            ticket["lines"] += self.drawn_ticket(data, client)["lines"]
        self.tally["sessions"] += 1
        self.payment(data, ticket, 0)

    def session_line(self, pack: str) -> Json:
        """A wash by Jie, taken from the pack."""
        staff = [{"staff_id": self.salon.staff["jie"].id, "part_bp": 10_000}]
        return self.prepaid_line("wash", card=pack) | {"staff": staff}

    @rule(data=any_data)
    def spend_from_a_card(self, data: st.DataObject) -> None:
        """Its holder pays with what it holds, and the rest by bank card."""
        uid = data.draw(st.sampled_from(sorted(self.books.cards)))
        card = self.books.cards[uid]
        ticket = self.drawn_ticket(data, "")
        ticket["client_id"] = card["holder"]
        shown = self.total(ticket) or 0
        due, room = self.to_pay(ticket, shown)
        value = min(self.books.worth(card["wallet"]), room, self.books.pin_above)
        tenders = [self.tender("stored_value", value, uid)] if value else []
        if due > value:
            tenders.append(self.tender("card", due - value))
        self.pay_with(ticket, tenders, shown)

    @rule(data=any_data, client=any_client)
    def sell_to_a_member(self, data: st.DataObject, client: str) -> None:
        self.payment(data, self.drawn_ticket(data, client), 0)
