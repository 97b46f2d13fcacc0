"""What cannot pay stands on the pay panel with its reason, and cannot be pressed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.cards import CardState
from salon_pos.domain.catalog import TaxMode
from salon_pos.ui.counter.pay.asking import CardPin
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.usecases.cards import NewPin, card_qr, set_card_pin, set_card_state
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW
from tests.ui.counter.hands import open_panels, panel_of, press, tender
from tests.ui.counter.members import counter, earn_points, top_up, valued
from tests.usecases.spending import pay as charge
from tests.usecases.valued import Valued

KEYS = Qt.Key
__all__ = ["counter", "valued"]


def paying(counter: CounterRoom, valued: Valued, *items: str) -> PayPanel:
    """The pay panel of a ticket of Maya's."""
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    for name in items:
        found = valued.salon.items.get(name)
        counter.deeds.add(found or getattr(valued, name))
    press(KEYS.Key_F9)
    return panel_of(counter, PayPanel)


def shut(key: RowButton) -> str:
    """Why a key cannot be pressed."""
    assert not key.isEnabled()
    return key.accessibleDescription()


def test_rule_08_stored_value_is_shut_where_only_prepaid_is_bought(
    counter: CounterRoom, valued: Valued
) -> None:
    top_up(valued)
    pay = paying(counter, valued, "pack")
    for name in ("Stored value", "Voucher", "Another client's card"):
        assert shut(tender(pay, name)) == "prepaid is bought with money"
    assert tender(pay, "Cash").accessibleDescription() == "Alt 1"
    press(KEYS.Key_Return)  # the first that pays
    assert pay.received.entries == (("Cash", 10_000),)


def test_rule_08_nothing_is_shut_where_a_pack_covers_all(
    counter: CounterRoom, valued: Valued, tap_staff
) -> None:
    """Without taxes a session leaves nothing to pay, and buys nothing prepaid."""
    settings = replace(salon_queries.settings(), tax_mode=TaxMode.NONE)
    change_settings(settings, by=valued.salon.by("olga"), now=NOW)
    counter.shell.desk.refresh()
    top_up(valued)
    valued.pay(valued.salon.ticket("p", valued.line(valued.pack), client="maya"))
    counter.till.membership.forget()
    counter.deeds.attach(valued.salon.clients["maya"].id)
    counter.deeds.add(valued.salon.items["wash"])
    tap_staff(counter, "mei")
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    assert pay.due.figure.text() == "$0.00"
    assert pay.extra.text() == "packs cover $16.67"
    assert tender(pay, "Stored value").isEnabled()


def test_rule_08_a_card_scanned_for_prepaid_adds_nothing(
    counter: CounterRoom, valued: Valued, scan
) -> None:
    top_up(valued)
    pay = paying(counter, valued, "pack")
    scan(counter.shell, card_qr(valued.card))
    assert pay.received.entries == ()
    assert "bought with money" in pay.note.words.text()


def test_rule_08_more_value_for_the_prepaid_rest_adds_nothing(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """The gel at 34.24 is paid; what is left is the pack's 100.00."""
    earn_points(valued)
    top_up(valued)
    pay = paying(counter, valued, "pack", "gel")
    tap(tender(pay, "Stored value"))
    assert pay.received.entries == (("Stored value", 3_424),)
    tap(tender(pay, "Points"))
    assert pay.received.entries == (("Stored value", 3_424),)
    assert "bought with money" in pay.note.words.text()


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (CardState.FROZEN, "is frozen: unfreeze it in the client's file"),
        (CardState.LOST, "was reported lost: replace it in the client's file"),
    ],
)
def test_a_stopped_card_stands_there_with_its_way_out(
    counter: CounterRoom, valued: Valued, state: CardState, why: str
) -> None:
    top_up(valued)
    set_card_state(valued.card.uid, state, by=valued.salon.by("kai"), now=NOW)
    pay = paying(counter, valued, "gel")
    assert shut(tender(pay, "Stored value")) == f"{valued.card.number[-4:]} {why}"
    assert tender(pay, "Cash").accessibleDescription() == "Alt 1"


def test_rule_24_no_debt_is_allowed_and_it_is_said_where_to_allow_it(
    counter: CounterRoom, valued: Valued
) -> None:
    pay = paying(counter, valued, "gel")
    assert shut(tender(pay, "On account")) == "nobody may owe: back office, Cards and limits"
    assert list(pay.tenders.values())[-1] is tender(pay, "On account")


def test_rule_24_a_debt_is_shut_where_only_prepaid_is_bought(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """A pack is not put on account; of a gel beside it, 34.24, that much may be."""
    settings = replace(salon_queries.settings(), credit_limit=100_000)
    change_settings(settings, by=valued.salon.by("olga"), now=NOW)
    counter.shell.desk.refresh()
    pay = paying(counter, valued, "pack")
    assert shut(tender(pay, "On account")) == "prepaid is bought with money"
    pay.dismiss()
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "On account"))
    assert pay.received.entries == (("On account", 3_424),)
    tap(tender(pay, "Cash"))
    assert pay.received.entries == (("On account", 3_424), ("Cash", 10_000))


def test_rule_24_all_that_may_be_owed_is_owed(counter: CounterRoom, valued: Valued) -> None:
    settings = replace(salon_queries.settings(), credit_limit=3_424)
    change_settings(settings, by=valued.salon.by("olga"), now=NOW)
    salon = valued.salon
    ticket = salon.ticket("owed", salon.line("gel"), client="maya")
    charge(valued, ticket, salon.handed("on_account", 3_424), by="chen")
    counter.shell.desk.refresh()
    pay = paying(counter, valued, "gel")
    assert shut(tender(pay, "On account")) == "all of $34.24 is owed already"


def test_a_walk_in_owes_nothing_and_is_asked_nothing(counter: CounterRoom, valued: Valued) -> None:
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    assert all(key.label() != "On account" for key in pay.tenders.values())


def test_another_clients_card_says_whose_it_is(
    qtbot, counter: CounterRoom, valued: Valued, scan
) -> None:
    top_up(valued)
    set_card_pin(NewPin(valued.card.uid, "2468"), by=valued.salon.by("kai"), now=NOW)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    scan(counter.shell, card_qr(valued.card))
    press("2", "4", "6", "8", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, CardPin))
    assert pay.received.entries == (("Stored value", 3_424),)
    assert pay.received.whose == (f"Card of Maya Torres · {valued.card.number[-4:]}",)
