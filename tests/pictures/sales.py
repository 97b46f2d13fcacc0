"""Pictures of Sales: the newest sale, a search, and one that finds nothing."""

from salon_pos.db.queries import people
from salon_pos.db.queries import sales as on_file
from salon_pos.domain.rights import Role
from salon_pos.ui.sales.refund_panel import RefundPanel
from salon_pos.ui.sales.room import SalesRoom
from tests.pictures.stage import Stage


def sales(stage: Stage) -> None:
    """The newest sale beside the list."""
    _room(stage)


def sales_searched(stage: Stage) -> None:
    """A name typed in pinyin."""
    _room(stage).finder.search.setText("wang")


def sales_read(stage: Stage) -> None:
    """What a narrow window shows after Enter."""
    room = _room(stage)
    room.finder.search.setText("wang")
    room.finder.list.pick_current()


def sales_refund(stage: Stage) -> None:
    """What would happen where the first and the last line come back."""
    room = _room(stage)
    paid = [
        sale for sale in on_file.find_sales(limit=100) if sale.client_id and len(sale.items) > 1
    ]
    room.open_sale(paid[0].uid)
    room.refund()
    (panel,) = [p for p in stage.shell.findChildren(RefundPanel) if p.is_open()]
    for row in (panel.rows[0], panel.rows[-1]):
        row.box.click()


def sales_void(stage: Stage) -> None:
    """Why a sale is cancelled."""
    _room(stage).void()


def sales_none(stage: Stage) -> None:
    """Nothing answers, on a picked date."""
    room = _room(stage)
    room.finder.days.choice.blocks.choose(3)
    room.finder.search.setText("qqq")


def sales_not_allowed(stage: Stage) -> None:
    """What a stylist reads here."""
    _room(stage, Role.STYLIST)


def _room(stage: Stage, role: Role = Role.OWNER) -> SalesRoom:
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is role))
    stage.shell.show_room("sales")
    room = stage.shell.room("sales")
    assert isinstance(room, SalesRoom)
    return room


SCREENS = (
    sales, sales_searched, sales_read, sales_refund, sales_void, sales_none, sales_not_allowed,
)  # fmt: skip
