"""A debt at a cashier's counter: a manager is asked, and the payment goes on."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, people
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.ui.approval import Approval
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, PINS, Salon
from tests.ui.counter.hands import open_panels, panel_of, press, tender
from tests.usecases.valued import Valued, made

KEYS = Qt.Key


@pytest.fixture
def valued(selling: Salon) -> Valued:
    """Where a client may owe up to 200.00."""
    settings = replace(salon_queries.settings(), credit_limit=20_000)
    change_settings(settings, by=selling.by("olga"), now=NOW)
    return made(selling)


def test_a_manager_is_asked_and_the_rest_is_paid(
    qtbot, valued: Valued, counter: CounterRoom, tap
) -> None:
    """A gel at 34.24: 20.00 by card, the rest is owed."""
    counter.shell.desk.sign_in(next(one for one in people.staff_members() if one.name == "Kai"))
    maya = valued.salon.clients["maya"]
    counter.deeds.attach(maya.id)
    counter.deeds.add(valued.salon.items["gel"])
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    tap(tender(pay, "Bank card"))
    press("20")
    tap(tender(pay, "On account"))
    tap(pay.pay)
    assert not pay.note.isVisibleTo(pay)
    panel = panel_of(counter, Approval)
    panel.who.set_value(valued.salon.staff["chen"].id)
    press(PINS["chen"], KEYS.Key_Return)
    qtbot.waitUntil(lambda: not open_panels(counter, PayPanel))
    assert balances.balance(ledger.receivable(maya.uid)) == 1_424
    assert examine()[1] == ()
