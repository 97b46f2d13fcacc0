"""Cards that ask for a PIN while payment is taken, and the keys that stay where they are."""

import pytest
from PySide6.QtCore import Qt

from salon_pos.ui.counter.pay.asking import CardPin
from salon_pos.ui.counter.pay.no_pin import NoPin
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.usecases.cards import NewPin, card_qr, set_card_pin
from tests.salons import NOW, Salon
from tests.ui.counter.hands import ALT, open_panels, panel_of, press, tender
from tests.usecases.valued import Valued, made

KEYS = Qt.Key


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya's card, with 1,000.00 and 200.00 bonus on it."""
    found = made(selling)
    found.pay(selling.ticket("top", found.line(found.top_up), client="maya"))
    return found


@pytest.fixture
def counter(valued: Valued, counter: CounterRoom) -> CounterRoom:
    """The counter of the salon that has value."""
    counter.shell.desk.refresh()
    counter.shown()
    return counter


def test_above_the_limit_it_is_said_of_the_own_card_too(
    counter: CounterRoom, valued: Valued, tap
) -> None:
    """500.00 is the limit; seven cuts with tax are 588.00."""
    counter.deeds.attach(valued.salon.clients["maya"].id)
    cut = valued.salon.line("cut")
    counter.till.hand = cut.staff
    for _ in range(7):
        counter.deeds.add(valued.salon.items["cut"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Stored value"))
    assert tender(pay, "Stored value").accessibleDescription() == "$612.00 available, Alt 1"
    tap(pay.pay)
    panel_of(counter, NoPin)
    assert not open_panels(counter, CardPin)


def test_what_is_scanned_moves_no_number(qtbot, counter: CounterRoom, valued: Valued, scan) -> None:
    """Cash is Alt 1 before and after a card stands above it."""
    set_card_pin(NewPin(valued.card.uid, "2468"), by=valued.salon.by("kai"), now=NOW)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    numbered = {key.label(): key.accessibleDescription()[-5:] for key in pay.tenders.values()}
    assert numbered["Cash"] == "Alt 1"
    scan(counter.shell, card_qr(valued.card))
    press("2", "4", "6", "8", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, CardPin))
    after = {key.label(): key.accessibleDescription()[-5:] for key in pay.tenders.values()}
    assert {name: after[name] for name in numbered} == numbered
    assert next(iter(after)) == "Card of Maya Torres"
    press((ALT, KEYS.Key_1))
    assert pay.received.entries == (("Cash", 3_425),)
