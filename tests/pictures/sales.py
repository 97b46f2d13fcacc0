"""Pictures of Sales: the newest sale, a search, and one that finds nothing."""

from salon_pos.db.queries import catalog, people, sold
from salon_pos.db.queries import sales as on_file
from salon_pos.domain.catalog import ItemKind, TenderKind
from salon_pos.domain.pricing import price
from salon_pos.domain.rights import Role
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Credit, Line, Ticket
from salon_pos.ui.sales.claim_panel import ClaimPanel
from salon_pos.ui.sales.refund_panel import RefundPanel
from salon_pos.ui.sales.room import SalesRoom
from salon_pos.ui.sales.staff_panel import StaffPanel
from salon_pos.ui.sales.tender_panel import TenderPanel
from salon_pos.usecases import claims, corrections
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.corrections import StaffCorrection, TenderCorrection
from salon_pos.usecases.deed import new_uid
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
    _several(stage).refund()
    (panel,) = [p for p in stage.shell.findChildren(RefundPanel) if p.is_open()]
    for row in (panel.rows[0], panel.rows[-1]):
        row.box.click()


def sales_refund_sent(stage: Stage) -> None:
    """What was paid by card goes back in cash: a choice beside what it does."""
    _walked_in(stage).refund()
    (panel,) = [p for p in stage.shell.findChildren(RefundPanel) if p.is_open()]
    panel.rows[0].box.click()
    (way,) = panel.ways.values()
    cash = next(m for m in catalog.tender_methods().values() if m.kind is TenderKind.CASH)
    way.set_value(cash.id)
    way.picked.emit(cash.id)
    stage.settle()


def sales_void(stage: Stage) -> None:
    """Why a sale is cancelled."""
    room = _room(stage)
    room.open_sale(on_file.find_sales()[0].uid)
    room.void()


def sales_correct_staff(stage: Stage) -> None:
    """Somebody else did a line of a sale of several, in parts."""
    _several(stage).correct_staff()
    (panel,) = [p for p in stage.shell.findChildren(StaffPanel) if p.is_open()]
    for key in list(panel.shares.people.values())[:2]:
        key.click()
    stage.settle()


def sales_correct_tender(stage: Stage) -> None:
    """A walk-in paid by something else."""
    _walked_in(stage).correct_tender()
    (panel,) = [p for p in stage.shell.findChildren(TenderPanel) if p.is_open()]
    next(key for key in panel.ways.values() if key.isEnabled()).click()
    stage.settle()


def sales_claim(stage: Stage) -> None:
    """For whom a walk-in's sale is claimed."""
    room = _walked_in(stage)
    room.claim()
    (panel,) = [p for p in stage.shell.findChildren(ClaimPanel) if p.is_open()]
    panel.finder.list.step(1)


def sales_corrected(stage: Stage) -> None:
    """A walk-in's sale whose staff and payment were corrected, and that was claimed."""
    room = _walked_in(stage)
    sale, desk = room.opened.sale, stage.desk
    assert sale is not None
    facts = sold.sold_sale(sale.uid, sale.business_day)
    assert facts is not None
    line, tender = facts.sold.lines[0], facts.sold.tenders[0]
    credited = {each.staff_id for each in line.credits}
    other = next(m for m in people.staff_members() if m.serves and m.id not in credited)
    method = next(m for m in catalog.tender_methods().values()
                  if m.kind is TenderKind.WALLET and m.id != tender.method_id)  # fmt: skip
    who = StaffCorrection(new_uid(), line.uid, (Credit(other.id),), "Wrong name tapped")
    how = TenderCorrection(new_uid(), sale.uid, tender.position, method.id, "Wrong key")
    desk.perform(corrections.correct_staff, who)
    desk.perform(corrections.correct_tender, how)
    client = people.recent_clients(limit=1)[0].client
    desk.perform(claims.claim, sale.uid, client.id)
    stage.settle()


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


def _several(stage: Stage) -> SalesRoom:
    """A sale of several lines to a client."""
    room = _room(stage)
    paid = [sale for sale in on_file.find_sales(limit=100)
            if sale.client_id and len(sale.items) > 1 and sale.total > 0]  # fmt: skip
    room.open_sale(paid[0].uid)
    return room


def _walked_in(stage: Stage) -> SalesRoom:
    """The newest sale of a walk-in of this shift, sold here and now."""
    room, desk = _room(stage), stage.desk
    cut = next(item for item in desk.book.items.values() if item.price and not item.is_addon
               and item.kind is ItemKind.SERVICE)  # fmt: skip
    staff = next(m for m in people.staff_members() if m.serves)
    line = Line(new_uid(), cut.id, staff=(Credit(staff.id),))
    ticket = Ticket(new_uid(), desk.now(), (line,))
    total = price(ticket, desk.book).total
    card = next(m for m in catalog.tender_methods().values() if m.kind is TenderKind.CARD)
    desk.perform(take_payment, Payment(ticket, (Handed(card.id, total),), total))
    room.open_sale(ticket.uid)
    return room


SCREENS = (
    sales, sales_searched, sales_read, sales_refund, sales_refund_sent, sales_void,
    sales_correct_staff, sales_correct_tender, sales_claim, sales_corrected, sales_none,
    sales_not_allowed,
)  # fmt: skip
