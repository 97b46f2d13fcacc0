"""Pictures of Day: the shift so far, the count and what came of it, and no shift at all."""

from salon_pos.db.queries import balances, catalog, people
from salon_pos.domain import ledger
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.rights import Role
from salon_pos.i18n import screen
from salon_pos.ui.day.closing import CountPanel
from salon_pos.ui.day.room import DayRoom
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.deposits import refund_deposit
from tests.pictures.member import member_close_receipt
from tests.pictures.stage import Stage

REASONS = {
    "en": "A 20 note was given out as change.",
    "zh_CN": "找零时多给了一张 20。",
    "zh_TW": "找零時多給了一張 20。",
}


def day(stage: Stage) -> None:
    """The shift so far, and the ones before."""
    _room(stage)


def day_count(stage: Stage) -> None:
    """The blind count."""
    _count(stage)


def day_difference(stage: Stage) -> None:
    """Counted, with a difference that wants a reason."""
    panel = _count(stage)
    panel.amount.set_value("480")
    panel.judge()


def day_closed(stage: Stage) -> None:
    """What happened, after the shift was closed."""
    panel = _count(stage)
    panel.amount.set_value("480")
    panel.judge()
    panel.reason.set_value(REASONS[screen().language])
    panel.finish()


def day_all_moved(stage: Stage) -> None:
    """Closed after prepaid sales, a settlement, and what was paid back and out."""
    desk = stage.desk
    member_close_receipt(stage)
    by, now = desk.actor, desk.now()
    client = next(f.client for f in people.recent_clients() if balances.balance(
        ledger.receivable(f.client.uid)))  # fmt: skip
    for n, method in enumerate(catalog.tender_methods().values()):
        if method.kind in (TenderKind.CASH, TenderKind.WALLET):
            refund_deposit(f"d{n}", client.id, 2_000, method.id, by=by, now=now)
            settle_account(f"s{n}", client.id, 1_000, method.id, by=by, now=now)
    for over in stage.shell.findChildren(Overlay):
        over.dismiss()
    day_closed(stage)


def day_not_open(stage: Stage) -> None:
    """A shift is asked for."""
    day_closed(stage)
    room = stage.shell.room("day")
    assert isinstance(room, DayRoom)
    assert room.past is not None
    room.past.dismiss()
    room.shown()


def _count(stage: Stage) -> CountPanel:
    room = _room(stage)
    room.count_drawer()
    assert room.panel is not None
    return room.panel


def _room(stage: Stage) -> DayRoom:
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is Role.OWNER))
    stage.shell.show_room("day")
    room = stage.shell.room("day")
    assert isinstance(room, DayRoom)
    return room


SCREENS = (day, day_count, day_difference, day_closed, day_all_moved, day_not_open)
