"""The counter as a state machine: whatever people do there in whatever order, the file says what
the rules say (`oracle.py`), and the doctor finds nothing."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from salon_pos.db import connection
from salon_pos.db.queries import catalog
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries.expiring import newest_day
from salon_pos.domain.catalog import TaxMode, TaxRounding
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.round_off import round_off
from salon_pos.domain.tenders import Handed, Tip
from salon_pos.domain.ticket import add_line, lines_for, merge, move_lines, people, remove_line
from salon_pos.usecases.catalog import save_item, save_tax
from salon_pos.usecases.checkout import Kept, Payment, drop_ticket, keep_tickets, take_payment
from salon_pos.usecases.clock import LONG_GAP_DAYS, LONGEST_SHIFT_DAYS
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import Salon
from tests.usecases import counter_drawing, oracle
from tests.usecases.counter_till import Counter, key_of_refusal, plain, ticket_of
from tests.usecases.oracle import Json

DOCTOR_EVERY = 20
FOUNDING = {
    "mode": st.sampled_from(TaxMode),
    "rounding": st.sampled_from(TaxRounding),
    "step": st.sampled_from((1, 5, 10)),
    "cutoff": st.sampled_from((0, 240, 330)),
    "rates": st.tuples(*[st.sampled_from((1, 50_000, 80_000, 99_750, 210_000))] * 2),
}
any_data = st.data()
T = TypeVar("T")


def handed(tender: Json) -> Handed:
    """The program's tender for one that is drawn."""
    tips = tuple(Tip(*tip) for tip in tender["tips"].items())
    of = {"source": tender.get("source", ""), "unlock": tender.get("unlock", "")}
    return Handed(tender["method"], tender["amount"], tips, **of)


class CounterMachine(Counter, RuleBasedStateMachine):
    """What people do at the counter, each rule one deed of theirs."""

    def __init__(self, template: Salon, folder: Path, tally: Tally[str]) -> None:
        RuleBasedStateMachine.__init__(self)
        Counter.__init__(self, template, folder)
        self.steps = 0
        self.tally = tally

    def teardown(self) -> None:
        try:
            self.check_everything()
        finally:
            connection.close()

    @invariant()
    def the_file_says_what_the_books_say(self) -> None:
        self.step()

    def one_by_one(self, deeds: Iterable[T]) -> Iterator[T]:
        """Each of several deeds of one rule, with a step before the next."""
        for place, deed in enumerate(deeds):
            if place:
                self.step()
            yield deed

    def step(self) -> None:
        """A deed is done: the file says what the books say."""
        self.check_file()
        self.steps += 1
        self.tally["steps"] += 1
        if self.steps % DOCTOR_EVERY == 0:
            self.check_everything()

    # --- the salon's own choices ---

    @initialize(**FOUNDING)
    def found(
        self, mode: TaxMode, rounding: TaxRounding, step: int, cutoff: int, rates: tuple[int, int]
    ) -> None:
        owner, settings = self.salon.by("olga"), salon_queries.settings()
        chosen = replace(
            settings, tax_mode=mode, tax_rounding=rounding, cash_step=step, cutoff_minutes=cutoff
        )
        change_settings(chosen, by=owner, now=self.now)
        for tax, rate in zip(catalog.taxes(), rates, strict=True):
            save_tax(replace(tax, rate_ppm=rate), by=owner, now=self.now)
            self.books.salon.taxes[tax.id] = rate
        salon = self.books.salon
        salon.mode, salon.rounding, salon.step, salon.cutoff = mode, rounding, step, cutoff
        self.open_the_shift(12_300)

    @rule(price=st.integers(0, 30_000), name=st.sampled_from(("wash", "gel", "gift")))
    def change_a_price(self, price: int, name: str) -> None:
        item = catalog.item(self.salon.items[name].id)
        save_item(replace(item, price=price), by=self.salon.by("chen"), now=self.now)
        self.books.salon.items[item.id]["price"] = price

    @rule(minutes=st.sampled_from((5, 60, 200, 420, 660)))
    def let_time_pass(self, minutes: int) -> None:
        self.work_on(self.now + timedelta(minutes=minutes))

    @rule(after=st.sampled_from((-1, 0, 1)), cutoff=st.booleans())
    def stay_late(self, after: int, cutoff: bool) -> None:
        """Work on to the next midnight or cut-off by the wall clock, or a minute off it."""
        minutes = after + (self.books.salon.cutoff if cutoff else 0)
        midnight = datetime.combine(self.now + oracle.SUMMER, time.min, UTC) - oracle.SUMMER
        at = midnight + timedelta(minutes=minutes)
        days = -((at - self.now) // timedelta(days=1))  # never back, by no moment
        self.work_on(at + timedelta(days=max(0, days)))

    def work_on(self, at: datetime) -> None:
        """The clock at that instant, unless no shift is open so long, or without one nothing would
        be posted so long after the newest day."""
        shift, day = self.books.shift, date.fromisoformat(self.books.salon.day(at))
        since = date.fromisoformat(shift["day"]) if shift else newest_day()
        most = LONGEST_SHIFT_DAYS if shift else LONG_GAP_DAYS
        if since and (day - since).days > most:
            return
        self.now = at

    @precondition(lambda self: self.books.shift is None)
    @rule(amount=st.integers(0, 30_000))
    def open_the_shift(self, amount: int) -> None:
        shift = open_shift(amount, by=self.by, now=self.now, sure=True)
        self.books.open_shift(amount, self.now)
        assert shift.business_day.isoformat() == self.books.salon.day(self.now)
        key = key_of_refusal(lambda: open_shift(0, by=self.by, now=self.now))
        assert key == "shift_is_open"

    @precondition(lambda self: self.books.shift is not None and self.steps % 5 == 0)
    @rule(off_by=st.sampled_from((0, 0, -5, 20_000)))
    def close_the_shift(self, off_by: int) -> None:
        """With a count that agrees, or with one that needs a reason."""
        day, newest = date.fromisoformat(self.books.salon.day(self.now)), newest_day()
        if newest and (day - newest).days > LONG_GAP_DAYS:
            return  # nothing would be posted without a shift so long after the newest day
        expected = self.books.drawer
        counted = max(0, expected + off_by)
        if counted != expected:
            silent = key_of_refusal(lambda: close_shift(counted, by=self.by, now=self.now))
            assert silent == "reason_missing"
        closing = close_shift(counted, "found later", by=self.by, now=self.now)
        assert (closing.expected, closing.counted) == (expected, counted)
        self.books.close_shift(counted)
        self.tally["closed"] += 1

    # --- open tickets ---

    @rule(data=any_data, client=st.sampled_from(("", "", "maya", "yutong")), parked=st.booleans())
    def begin(self, data: st.DataObject, client: str, parked: bool) -> None:
        self.keep((self.drawn_ticket(data, client), parked))

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def add(self, data: st.DataObject) -> None:
        before = self.one(data)
        services = [line["uid"] for line in before["lines"] if not line["parent"]]
        if services and data.draw(st.booleans()):
            line = counter_drawing.addon(self.salon, data.draw(st.sampled_from(services)))
        else:
            line = data.draw(counter_drawing.lines(self.salon))
        line = {"uid": self.new_uid("line")} | line
        wanted = oracle.with_line(before, line)
        (added,) = ticket_of(before | {"lines": [line]}).lines
        assert plain(add_line(ticket_of(before), added)) == wanted
        self.keep((wanted, self.is_parked(before)))

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def remove(self, data: st.DataObject) -> None:
        before = self.one(data)
        if before["lines"]:
            uid = data.draw(st.sampled_from(before["lines"]))["uid"]
            wanted = oracle.without(before, {uid})
            assert plain(remove_line(ticket_of(before), uid)) == wanted
            self.keep((wanted, self.is_parked(before)))

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def discount(self, data: st.DataObject) -> None:
        """A discount more on the whole, or none any longer."""
        before = self.one(data)
        discounts: list[Json] = []
        if before["lines"] and data.draw(st.integers(0, 3)):
            drawn = data.draw(counter_drawing.discounts(self.salon, most=3_000))
            discounts = [*before["discounts"], drawn]
        self.keep((before | {"discounts": discounts}, self.is_parked(before)))

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data, step=st.sampled_from((100, 1_000)))
    def round_it_off(self, data: st.DataObject, step: int) -> None:
        """抹零: the smallest discount that brings the total down to a round one."""
        before, reason = self.one(data), self.salon.reasons["Rounding off"]
        others = [d for d in before["discounts"] if d["reason_id"] != reason]
        exact = before | {"discounts": others}  # an earlier rounding may be too large by now
        total = self.total(exact)
        if not total or any(line["fixed"] for line in self.books.bill(exact)):
            return
        book = self.price_book(before)
        after = plain(round_off(ticket_of(before), book, step=step, reason_id=reason))
        assert after["discounts"][: len(others)] == others
        if total % step:
            self.tally["rounded off"] += 1
            *_, rounding = after["discounts"]
            smaller = [*others, rounding | {"amount": rounding["amount"] - 1}]
            assert (self.total(after) or 0) <= total - total % step
            if rounding["amount"] > 1:
                too_little = self.total(after | {"discounts": smaller})
                assert too_little is not None
                assert too_little > total - total % step
        else:
            assert after["discounts"] == others
        self.keep((after, self.is_parked(before)))

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def park_or_resume(self, data: st.DataObject) -> None:
        ticket = self.one(data)
        self.keep((ticket, not self.is_parked(ticket)))

    @precondition(lambda self: len(self.books.tickets) > 1)
    @rule(data=any_data)
    def merge_two(self, data: st.DataObject) -> None:
        into, other = self.one(data), self.one(data)
        first, second = ticket_of(into), ticket_of(other)
        if into["uid"] == other["uid"] or other["discounts"] or other["coupon"]:
            key = key_of_refusal(lambda: merge(first, second))
            assert key == ("same_ticket" if into["uid"] == other["uid"] else "merge_discounted")
            return
        wanted = oracle.joined(into, other, {line["uid"] for line in other["lines"]})
        if into["client_id"] is None:
            wanted["client_id"] = other["client_id"]
        wanted["tag"] = into["tag"] or other["tag"]
        self.tally["merged"] += 1
        assert plain(merge(first, second)) == wanted
        nothing_left = other | {"lines": [], "client_id": None, "tag": ""}
        self.keep((wanted, False), (nothing_left, False))

    @precondition(lambda self: len(self.books.tickets) > 1)
    @rule(data=any_data)
    def move_some(self, data: st.DataObject) -> None:
        source, target = self.one(data), self.one(data)
        services = [line["uid"] for line in source["lines"] if not line["parent"]]
        if source["uid"] == target["uid"] or not services:
            return
        uids = set(data.draw(st.lists(st.sampled_from(services), min_size=1)))
        self.moved(source, target, uids)

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def split_by_person(self, data: st.DataObject) -> None:
        """One person's lines become a ticket of their own."""
        source = self.one(data)
        persons = list(dict.fromkeys(oracle.whom(source, line) for line in source["lines"]))
        assert list(people(ticket_of(source))) == persons
        if len(persons) < 2:
            return
        person = data.draw(st.sampled_from(persons))
        uids = {line["uid"] for line in source["lines"] if oracle.whom(source, line) == person}
        assert lines_for(ticket_of(source), person) == uids
        self.moved(source, self.new_ticket([], client=person), uids)

    def moved(self, source: Json, target: Json, uids: set[str]) -> None:
        """Move these lines with their add-ons; a target that is new comes on file with them."""
        self.tally["moved"] += 1
        wanted = oracle.without(source, uids), oracle.joined(target, source, uids)
        got = move_lines(ticket_of(source), ticket_of(target), frozenset(uids))
        assert tuple(plain(one) for one in got) == wanted
        self.keep(*((ticket, False) for ticket in wanted))

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def drop(self, data: st.DataObject) -> None:
        uid = self.one(data)["uid"]
        drop_ticket(uid, by=self.by, now=self.now)
        del self.books.tickets[uid]

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def keep_what_changed_elsewhere(self, data: st.DataObject) -> None:
        """Another window that saw an earlier revision keeps nothing, of two tickets neither."""
        stale = self.one(data)
        seen = self.books.tickets[stale["uid"]]["revision"] - 1
        fresh = Kept(ticket_of(self.new_ticket([], client=self.salon.clients["leo"].id)))
        late = Kept(ticket_of(stale | {"tag": "late"}), seen)
        key = key_of_refusal(lambda: keep_tickets([fresh, late], by=self.by, now=self.now))
        assert key == "ticket_changed"

    @precondition(lambda self: self.waiting_for_a_manager())
    @rule(data=any_data)
    def have_it_approved(self, data: st.DataObject) -> None:
        """A ticket that waits for a manager waits for one word less."""
        self.have_approved(data.draw(st.sampled_from(self.waiting_for_a_manager())))

    def wait_for_a_manager(self, ticket: Json) -> None:
        """What was refused for want of a word is kept, and gets one."""
        if ticket["uid"] not in self.books.tickets:
            self.keep((ticket, False))
        if ticket in self.waiting_for_a_manager():
            self.have_approved(ticket)

    def have_approved(self, ticket: Json) -> None:
        """A manager gives a word for its first discount that is above its limit."""
        discount, off = self.books.above_limit(ticket)[0]
        word = self.approved(ticket, discount, off)
        self.tally["approved"] += 1

        def with_word(of: Json | None) -> Json | None:
            return word if of is discount else of

        lines = [line | {"discount": with_word(line["discount"])} for line in ticket["lines"]]
        discounts = [with_word(one) for one in ticket["discounts"]]
        approved = ticket | {"lines": lines, "discounts": discounts}
        self.keep((approved, self.is_parked(ticket)))

    # --- paying ---

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data, off_by=st.sampled_from((0, 0, 1)))
    def pay(self, data: st.DataObject, off_by: int) -> None:
        self.payment(data, self.one(data), off_by)

    @precondition(lambda self: self.books.tickets)
    @rule(data=any_data)
    def pay_what_changed_elsewhere(self, data: st.DataObject) -> None:
        ticket = self.one(data)
        self.payment(data, ticket | {"tag": ticket["tag"] + "!"}, 0)

    @rule(data=any_data, clients=st.lists(st.sampled_from(("", "maya")), min_size=1, max_size=4))
    def sell_at_once(self, data: st.DataObject, clients: list[str]) -> None:
        """Sales whose tickets were never on file."""
        for client in clients:
            off_by = data.draw(st.sampled_from((0, 0, 0, 0, 1)))
            self.payment(data, self.drawn_ticket(data, client), off_by)

    @precondition(lambda self: self.paid)
    @rule(data=any_data)
    def pay_again(self, data: st.DataObject) -> None:
        """The same once more is the same sale; anything else is refused."""
        payment, receipt = data.draw(st.sampled_from(self.paid))
        again = take_payment(payment, by=self.by, now=self.now)
        assert again == receipt, (again, receipt)
        other = replace(payment, tenders=(*payment.tenders, Handed(self.salon.tenders["card"], 0)))
        for deed in (
            lambda: take_payment(other, by=self.by, now=self.now),
            lambda: keep_tickets([Kept(payment.ticket)], by=self.by, now=self.now),
        ):
            assert key_of_refusal(deed) == "already_paid"

    def draw_tenders(self, data: st.DataObject, ticket: Json, shown: int) -> list[Json]:
        """What is handed over for a ticket whose total is shown."""
        return data.draw(counter_drawing.tenders(self.salon, shown, self.books.salon.step))

    def payment(self, data: st.DataObject, ticket: Json, off_by: int) -> None:
        """Pay `ticket` with drawn tenders: a sale to the cent, or a refusal for a true reason."""
        if self.books.shift is None and data.draw(st.integers(0, 3)):
            self.open_the_shift(0)
        shown = (self.total(ticket) or 0) + off_by
        self.pay_with(ticket, self.draw_tenders(data, ticket, shown), shown)

    def pay_with(self, ticket: Json, tenders: list[Json], shown: int) -> None:
        """Pay `ticket` with these tenders: a sale, or a refusal for a true reason."""
        paid = Payment(ticket_of(ticket), tuple(handed(tender) for tender in tenders), shown)
        reasons = self.books.reasons_against(ticket, tenders, shown)
        if reasons:
            key = key_of_refusal(lambda: take_payment(paid, by=self.by, now=self.now))
            assert key in reasons, (key, reasons)
            self.tally[key] += 1
            if key == "needs_manager":
                self.wait_for_a_manager(ticket)
            return
        try:
            receipt = take_payment(paid, by=self.by, now=self.now)
        except Refusal as refusal:
            raise AssertionError(f"refused without a reason: {refusal}") from refusal
        self.check_sale(receipt, self.books.pay(ticket, tenders, self.now))
        self.paid.append((paid, receipt))
        self.tally["sold"] += 1
