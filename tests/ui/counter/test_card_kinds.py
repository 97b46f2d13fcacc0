"""Year cards and cards for packs at the counter: scanned, seen, and what they are good for."""

from collections.abc import Callable
from datetime import timedelta

from salon_pos.db.queries import cards
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.ticket import Credit
from salon_pos.ui.counter.asking import Ask, AskPrice
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.stat_key import StatKey
from salon_pos.usecases.cards import NewCard, card_qr, issue_card, set_card_state
from salon_pos.usecases.rules import save_prepaid
from tests.salons import NOW
from tests.ui.conftest import Clock
from tests.ui.counter.hands import open_panels, panel_of
from tests.ui.counter.members import counter, valued
from tests.usecases.valued import Valued

__all__ = ["counter", "valued"]

TODAY = NOW.date()
Scan = Callable[..., None]


def leos_year_card(valued: Valued) -> Card:
    """20 % off services to the end of today."""
    new = NewCard(valued.salon.clients["leo"].id, CardKind.PERIOD, discount_bp=2_000,
                  valid_until=TODAY)  # fmt: skip
    return issue_card(new, by=valued.salon.by("chen"), now=NOW)


def tile(counter: CounterRoom, card: Card) -> StatKey:
    balances = counter.client.balances
    assert balances is not None
    return balances.holdings[card.uid]


def totals(counter: CounterRoom) -> list[str]:
    return [row.accessibleName() for row in counter.ticket.totals.findChildren(TotalRow)]


def test_a_year_card_is_seen_and_its_percent_is_explained(
    counter: CounterRoom, valued: Valued, scan: Scan
) -> None:
    """20 % of the cut's 80.00 is 16.00; the gel stays at 30.30."""
    card, salon = leos_year_card(valued), valued.salon
    scan(counter.shell, card_qr(card))
    assert counter.till.ticket.client_id == salon.clients["leo"].id
    shown = tile(counter, card)
    assert (shown.caption, shown.figure) == ("Period card", "20 % off")
    assert shown.note == "4 May 2026"
    counter.till.hand = (Credit(salon.staff["mei"].id),)
    for name in ("cut", "gel"):
        counter.deeds.add(salon.items[name])
    assert "Member benefit · card 20 % off: −$16.00" in totals(counter)


def test_a_frozen_year_card_says_so_and_gives_nothing(counter: CounterRoom, valued: Valued) -> None:
    card, salon = leos_year_card(valued), valued.salon
    set_card_state(card.uid, CardState.FROZEN, by=salon.by("kai"), now=NOW)
    counter.deeds.attach(salon.clients["leo"].id)
    assert tile(counter, card).note == "frozen"
    counter.deeds.add(salon.items["wash"])
    assert not [said for said in totals(counter) if said.startswith("Member benefit")]


def test_a_year_card_that_ended_still_says_who_came(
    counter: CounterRoom, valued: Valued, clock: Clock, scan: Scan
) -> None:
    card = leos_year_card(valued)
    clock.now += timedelta(days=1)
    scan(counter.shell, card_qr(card))
    assert counter.till.ticket.client_id == valued.salon.clients["leo"].id
    said = counter.shell.toasts.history[-1].message
    assert said == (
        "Card 100000025 was valid until 4 May 2026. Issue a new one, or go on without it."
    )
    assert tile(counter, card).note == "ended"


def test_a_packs_card_opens_its_client_and_offers_the_packs(
    counter: CounterRoom, valued: Valued, scan: Scan
) -> None:
    """It asks also for the only pack: a scan alone uses nothing up."""
    salon = valued.salon
    valued.pay(salon.ticket("p", valued.line(valued.pack), client="maya"))
    new = NewCard(salon.clients["maya"].id, CardKind.PACK)
    card = issue_card(new, by=salon.by("kai"), now=NOW)
    scan(counter.shell, card_qr(card))
    assert counter.till.ticket.client_id == salon.clients["maya"].id
    asked = panel_of(counter, Ask)
    assert [key.label() for key in asked.keys.values()] == ["Wash 5+1"]
    assert not counter.till.ticket.lines
    next(iter(asked.keys.values())).click()
    assert [line.source for line in counter.till.ticket.lines] == ["p/Wash 5+1"]
    assert cards.card_by_uid(card.uid) == card


def test_a_packs_card_without_a_pack_says_so(
    counter: CounterRoom, valued: Valued, scan: Scan
) -> None:
    salon = valued.salon
    card = issue_card(NewCard(salon.clients["leo"].id, CardKind.PACK), by=salon.by("kai"), now=NOW)
    scan(counter.shell, card_qr(card))
    assert counter.till.ticket.client_id == salon.clients["leo"].id
    assert not open_panels(counter, Ask)
    said = counter.shell.toasts.history[-1].message
    assert said == "There is no session left to use on this ticket."


# --- prepaid of any amount ---


def test_the_amount_of_an_open_gift_card_is_asked_as_an_open_service_is(
    counter: CounterRoom, valued: Valued
) -> None:
    salon = valued.salon
    item = Item(0, "Any gift card", ItemKind.PREPAID, Pricing.OPEN)
    item = save_prepaid(item, Plan(PrepaidKind.GIFT_CARD), by=salon.by("olga"), now=NOW)
    counter.shell.desk.refresh()
    counter.till.membership.forget()
    counter.deeds.add(item)
    asked = panel_of(counter, AskPrice)
    asked.field.set_value("123.45")
    asked.done.click()
    assert counter.till.bill is not None
    assert counter.till.bill.total == 12_345


def test_rule_13_a_typed_top_up_is_looked_at_anew_when_it_is_typed_again(
    counter: CounterRoom, valued: Valued
) -> None:
    """What the counter keeps of a payer goes by the amounts that were typed, too."""
    salon, membership = valued.salon, counter.till.membership
    item = Item(0, "Any top-up", ItemKind.PREPAID, Pricing.OPEN)
    item = save_prepaid(item, Plan(PrepaidKind.TOP_UP), by=salon.by("olga"), now=NOW)
    counter.shell.desk.refresh()
    membership.forget()
    counter.deeds.attach(salon.clients["maya"].id)
    counter.deeds.add(item, typed_price=1_000)
    first = membership.book(counter.till.ticket)
    assert membership.book(counter.till.ticket) is first
    (line,) = counter.till.ticket.lines
    counter.till.edit(line.uid, typed_price=2_000)
    assert membership.book(counter.till.ticket) is not first
