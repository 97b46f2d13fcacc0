"""Another client's pack at the counter: one question, and the payment goes on."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, people
from salon_pos.domain import ledger
from salon_pos.domain.ticket import Line
from salon_pos.ui.approval import Approval
from salon_pos.ui.counter.pay.asking import CardPin
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.cards import NewPin, set_card_pin
from tests.salons import NOW, Salon
from tests.ui.counter.hands import open_panels, panel_of, press, tender
from tests.usecases.valued import Valued, made

KEYS = Qt.Key
PACK = "p/Wash 5+1"


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Maya has a pack of six washes."""
    made_here = made(selling)
    made_here.pay(selling.ticket("p", made_here.line(made_here.pack), client="maya"))
    return made_here


def asked(counter: CounterRoom, valued: Valued, tap) -> PayPanel:
    """A wash of it on Leo's ticket, as it came from another ticket; what is on top by bank card."""
    till, salon = counter.till, valued.salon
    wash = salon.line("wash")
    line = Line("theirs", wash.item_id, staff=wash.staff, source=PACK)
    till.change(replace(till.ticket, client_id=salon.clients["leo"].id, lines=(line,)))
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Bank card"))
    tap(pay.pay)
    return pay


def test_the_pin_of_their_card_is_asked_and_pays(
    qtbot, counter: CounterRoom, valued: Valued, tap
) -> None:
    set_card_pin(NewPin(valued.card.uid, "2468"), by=valued.salon.by("kai"), now=NOW)
    pay = asked(counter, valued, tap)
    assert not pay.note.isVisibleTo(pay)
    said = [part.text() for part in panel_of(counter, CardPin).findChildren(Paragraph)]
    assert "Wash 5+1 is another client's. The PIN of their card 100000017 is needed." in said
    press("2", "4", "6", "8", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, PayPanel))
    assert balances.balance(ledger.pack(PACK)) == 5
    assert examine()[1] == ()


def test_a_manager_is_asked_where_there_is_no_pin(
    qtbot, counter: CounterRoom, valued: Valued, tap
) -> None:
    kai = next(one for one in people.staff_members() if one.name == "Kai")
    counter.shell.desk.sign_in(kai)
    pay = asked(counter, valued, tap)
    assert not pay.note.isVisibleTo(pay)
    panel = panel_of(counter, Approval)
    panel.who.set_value(valued.salon.staff["chen"].id)
    press("2", "3", "4", "5", KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, PayPanel))
    assert balances.balance(ledger.pack(PACK)) == 5
    assert examine()[1] == ()
