"""Pictures of the counter: a regular's ticket, a walk-in's, its panels, and paying."""

from dataclasses import replace

from salon_pos.db.queries import cards, catalog, members, people, value
from salon_pos.domain.cards import CardKind
from salon_pos.domain.catalog import ItemKind, Pricing, TenderKind
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import Amount
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.prepaid import PrepaidKind
from salon_pos.domain.rights import Role
from salon_pos.domain.standing import months_later
from salon_pos.domain.ticket import Credit, Discount
from salon_pos.domain.tiers import FreeServices
from salon_pos.i18n import _
from salon_pos.ui.counter.parked import park
from salon_pos.ui.counter.pay.asking import AskCode
from salon_pos.ui.counter.pay.done import DonePanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.pay.platform import AskPlatform
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.counter.shelf import CARDS
from salon_pos.ui.counter.vouchers_panel import VouchersPanel
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.rules import set_tier_rules, set_value_rules
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.pictures.stage import Stage


def counter(stage: Stage) -> None:
    """A regular with four lines: shared, discounted, for somebody else, a product."""
    _fill(_room(stage))


def counter_empty(stage: Stage) -> None:
    """Before the first tap."""
    _room(stage)


def counter_search(stage: Stage) -> None:
    """Clients and items answer as one types."""
    _room(stage).finder.field.setText("z")


def counter_line(stage: Stage) -> None:
    """What can be changed of a line."""
    room = _room(stage)
    _fill(room)
    room.deeds.change_line(room.till.selected)


def counter_share(stage: Stage) -> None:
    """Two share a line."""
    room = _room(stage)
    _fill(room)
    room.till.select(room.till.ticket.lines[1].uid)
    room.deeds.share()


def counter_discount(stage: Stage) -> None:
    """A discount above its limit, before a manager is asked."""
    room = _room(stage)
    _fill(room)
    room.deeds.discount_ticket()


def counter_length(stage: Stage) -> None:
    """The hair's length is asked."""
    room = _room(stage)
    items = room.desk.book.items.values()
    room.deeds.add(next(i for i in items if i.pricing is Pricing.LENGTH_LEVEL))


def counter_price(stage: Stage) -> None:
    """An open price is asked."""
    room = _room(stage)
    items = room.desk.book.items.values()
    room.deeds.add(next(i for i in items if i.pricing is Pricing.OPEN))


def counter_tickets(stage: Stage) -> None:
    """All waiting tickets, and the lines that can be moved."""
    room = _room(stage)
    for tag in ("3", "5"):
        _fill(room)
        park(room.till, tag)
    _fill(room)
    room.deeds.show_tickets()


def counter_pay(stage: Stage) -> None:
    """Part by card, the rest in cash, with change."""
    panel = _paying(stage)
    card, cash = _tenders(panel)
    panel.pad.typed.emit(40_000)
    panel.take(card)
    panel.take(cash)
    panel.pad.typed.emit(20_000)


def counter_paid(stage: Stage) -> None:
    """The change, beside the receipt."""
    panel = _paying(stage)
    panel.take(_tenders(panel)[1])
    panel.pad.typed.emit(100_000)
    panel.take_payment()


def counter_member(stage: Stage) -> None:
    """A member with a pack: a session used, a member price, the points of the ticket."""
    _member(_room(stage))


def counter_year_card(stage: Stage) -> None:
    """A client's year card, and what its percent takes off the ticket's services."""
    room = _room(stage)
    client = people.find_clients("9527") or people.recent_clients()
    day = room.desk.settings.business_day(room.desk.now())
    new = NewCard(client[0].client.id, CardKind.PERIOD, discount_bp=2_000,
                  valid_until=months_later(day, 12))  # fmt: skip
    issue_card(new, by=room.desk.actor, now=room.desk.now())
    _fill(room)


def counter_client(stage: Stage) -> None:
    """The client's card over the window, as where its column has folded away."""
    room = _room(stage)
    _member(room)
    room.deeds.show_client()


def counter_enrol(stage: Stage) -> None:
    """A card for somebody who has none."""
    room = _room(stage)
    room.deeds.attach(next(i for i in _clients() if not cards.cards_of(i)))
    room.deeds.issue_card()


def counter_prepaid(stage: Stage) -> None:
    """What is sold ahead, and the one who has no card yet."""
    room = _room(stage)
    room.deeds.attach(next(i for i in _clients() if not cards.cards_of(i)))
    room.shelf.bar.choose(CARDS)


def counter_pay_value(stage: Stage) -> None:
    """A session, stored value and points, the rest in cash with change."""
    panel = _paying_member(stage)
    stored, points, *_others = panel.tenders
    panel.take(stored)
    panel.pad.typed.emit(10_000)
    panel.take(points)
    panel.take(_tenders(panel)[1])
    panel.pad.typed.emit(50_000)


def counter_paid_value(stage: Stage) -> None:
    """A member's card and points paid: the change, and what is left of each."""
    panel = _paying_member(stage)
    stored, points, *_others = panel.tenders
    panel.take(stored)
    panel.pad.typed.emit(10_000)
    panel.take(points)
    panel.take(_tenders(panel)[1])
    panel.pad.typed.emit(50_000)
    panel.take_payment()


def counter_pin(stage: Stage) -> None:
    """A card's PIN is asked above its limit."""
    panel = _paying_member(stage)
    (stored, *_others) = panel.tenders.values()
    panel.pin_asked.emit(cards.cards_of(_payer(panel))[0].uid,
                         _("Above {limit} card {number} asks for its PIN.", limit=Amount(50_000),
                           number=cards.cards_of(_payer(panel))[0].number))  # fmt: skip
    assert stored.isVisible()


def counter_gift_card(stage: Stage) -> None:
    """The code of a gift card is asked; the first one was none."""
    panel = _paying_member(stage)
    panel.code_asked.emit(TenderKind.GIFT_CARD)
    (ask,) = [p for p in stage.shell.findChildren(AskCode) if p.is_open()]
    ask.code.set_value("ABCD")
    ask.use.click()


def counter_platform(stage: Stage) -> None:
    """A platform's voucher over less than is due, as its terms propose it."""
    platforms(stage)
    panel = _paying(stage)
    panel.take((_platform(), "?"))
    (ask,) = [p for p in stage.shell.findChildren(AskPlatform) if p.is_open()]
    ask.code.set_value("7788 1234 5566")
    ask.face.set_value("100.00")


def counter_platform_sold(stage: Stage) -> DonePanel:
    """The same voucher used, the rest by card; what is shown once it is paid."""
    counter_platform(stage)
    (ask,) = [p for p in stage.shell.findChildren(AskPlatform) if p.is_open()]
    ask.use.click()
    (panel,) = [p for p in stage.shell.findChildren(PayPanel) if p.is_open()]
    panel.take(_tenders(panel)[0])
    panel.take_payment()
    (done,) = [p for p in stage.shell.findChildren(DonePanel) if p.is_open()]
    return done


def counter_gift_sold(stage: Stage) -> None:
    """A gift card sold: its code, to be scanned and typed."""
    room = _room(stage)
    plans = value.plans()
    gift = next(i for i, plan in plans.items() if plan.kind is PrepaidKind.GIFT_CARD)
    room.deeds.add(room.desk.book.items[gift])
    room.deeds.pay()
    (panel,) = [p for p in stage.shell.findChildren(PayPanel) if p.is_open()]
    panel.take(_tenders(panel)[0])
    panel.take_payment()


def counter_vouchers(stage: Stage) -> None:
    """What a member was given: two that fit, two that do not, one of each kind."""
    room = _room(stage)
    _member(room)
    client_id = room.till.ticket.client_id
    products = [i.id for i in room.desk.book.items.values() if i.kind is ItemKind.PRODUCT]
    for uid, least in (("v1", 0), ("v2", 500_000)):
        stage.desk.perform(give_voucher, NewVoucher(uid, 5_000, least, client_id, 30))
    for uid, items in (("c1", ()), ("c2", tuple(products[:2]))):
        coupon = Coupon(uid, "", _("Birthday"), percent_bp=1_000, item_ids=frozenset(items))
        stage.desk.perform(give_coupon, NewCoupon(coupon, client_id, 60))
    room.deeds.show_vouchers()


def counter_codes(stage: Stage) -> None:
    """Shown before anything is on the ticket: a cash voucher, and one for certain items alone."""
    room = _room(stage)
    products = [i.id for i in room.desk.book.items.values() if i.kind is ItemKind.PRODUCT]
    cash = stage.desk.perform(give_voucher, NewVoucher("v1", 5_000, days=30))
    coupon = Coupon("c2", "", _("Birthday"), percent_bp=1_000, item_ids=frozenset(products[:2]))
    lower = stage.desk.perform(give_coupon, NewCoupon(coupon, days=60))
    for code in (cash.code, lower.code):
        room.deeds.scanned(code)


def counter_code_typed(stage: Stage) -> None:
    """What the code of a voucher stands for, as it is typed."""
    room = _room(stage)
    cash = stage.desk.perform(give_voucher, NewVoucher("v1", 5_000, 20_000, days=30))
    room.finder.field.setText(cash.code)


def counter_pay_voucher(stage: Stage) -> None:
    """The payment offers a cash voucher and says what is left after it."""
    counter_vouchers(stage)
    (listed,) = [p for p in stage.shell.findChildren(VouchersPanel) if p.is_open()]
    listed.rows.cash_picked.emit(next(c for c, k in listed.rows.keys.items() if k.isEnabled()
                                      and not k.isCheckable()))  # fmt: skip


def counter_no_pin(stage: Stage) -> None:
    """A card whose PIN is asked for has none."""
    panel = _paying_member(stage)
    panel.pin_asked.emit(cards.cards_of(_payer(panel))[0].uid, "")


def counter_free(stage: Stage) -> None:
    """A member whose tier gives a service free: one taken, one more offered on the line."""
    room = _room(stage)
    free_services(stage)
    _member(room)
    assert room.client.balances is not None
    room.client.balances.free[0].click()
    room.till.count(room.till.selected, 1)
    room.till.set_free(room.till.selected, free=False)


def free_services(stage: Stage) -> None:
    """Every tier gives three of the first service that has one price free."""
    rules = value.tiers_in_force()
    assert rules is not None
    services = [i for i in stage.desk.book.items.values() if i.kind is ItemKind.SERVICE]
    ids = frozenset({next(i.id for i in services if i.pricing is Pricing.FIXED)})
    tiers = tuple(
        replace(tier, perks=replace(tier.perks, free_services=(FreeServices(ids, 3),)))
        for tier in rules.tiers
    )
    stage.desk.perform(set_tier_rules, replace(rules, tiers=tiers))


def platforms(stage: Stage) -> None:
    """Two platforms with their terms."""
    both = (Platform("meituan", "美团", 800), Platform("douyin", "抖音", 500))
    _room(stage)
    stage.desk.perform(set_value_rules, ValueRules(1, both))


def _platform() -> int:
    methods = catalog.tender_methods().values()
    return next(m.id for m in methods if m.kind is TenderKind.PLATFORM)


def _payer(panel: PayPanel) -> int:
    payer = panel.paying.payer
    assert payer is not None
    return payer.id


def _paying_member(stage: Stage) -> PayPanel:
    room = _room(stage)
    _member(room)
    room.deeds.pay()
    (panel,) = [p for p in stage.shell.findChildren(PayPanel) if p.is_open()]
    return panel


def _clients() -> list[int]:
    return [found.client.id for found in people.recent_clients(limit=400)]


def _member(room: CounterRoom) -> None:
    """Somebody with a card that holds money, and a pack; a cut, a session and a treatment."""
    day = room.desk.settings.business_day(room.desk.now())
    known = (members.member(client_id, day) for client_id in _clients())
    one = next(m for m in known if m and m.packs and m.tier and m.points_held > 500
               and any(card.total > 10_000 for card in m.cards))  # fmt: skip
    till = room.till
    items = list(room.desk.book.items.values())
    serving = [member.id for member in till.shop.serving]
    till.set_client(one.client.id)
    till.add_item(items[0])
    till.set_staff((Credit(serving[0]),))
    assert room.client.balances is not None
    next(iter(room.client.balances.packs.values())).click()
    care = [i for i in items if i.category_id == room.till.shop.categories[2].id]
    till.add_item(care[0])


def _tenders(panel: PayPanel) -> tuple[int, int]:
    methods = {m.kind: m.id for m in catalog.tender_methods().values()}
    return methods[TenderKind.CARD], methods[TenderKind.CASH]


def _paying(stage: Stage) -> PayPanel:
    room = _room(stage)
    _fill(room)
    room.deeds.pay()
    (panel,) = [p for p in stage.shell.findChildren(PayPanel) if p.is_open()]
    return panel


def _fill(room: CounterRoom) -> None:
    """The same ticket in every language, by places in the lists."""
    till, items = room.till, list(room.desk.book.items.values())
    services = [i for i in items if i.kind is ItemKind.SERVICE and not i.is_addon]
    fixed = [i for i in services if i.pricing is Pricing.FIXED]
    products = [i for i in items if i.kind is ItemKind.PRODUCT]
    serving = [member.id for member in till.shop.serving]
    clients = people.find_clients("9527") or people.recent_clients()
    till.set_client(clients[0].client.id)
    till.add_item(services[0])
    till.set_staff((Credit(serving[0]),))
    till.add_item(fixed[-1])
    till.set_staff((Credit(serving[0], 7_000), Credit(serving[1], 3_000)))
    reason = till.shop.usable_reasons[0]
    till.discount_line(till.selected, Discount(reason.id, percent_bp=reason.limit_bp or 1_000))
    till.add_item(fixed[0])
    till.set_staff((Credit(serving[-1]),))
    others = [one.client for one in people.recent_clients() if one.client != clients[0].client]
    till.edit(till.selected, client_id=others[0].id)
    till.add_item(products[0])
    till.change(replace(till.ticket), select=till.ticket.lines[0].uid)


def _room(stage: Stage) -> CounterRoom:
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is Role.OWNER))
    stage.shell.show_room("counter")
    room = stage.shell.room("counter")
    assert isinstance(room, CounterRoom)
    return room


SCREENS = (
    counter_platform, counter_free, counter_gift_sold, counter_vouchers, counter_pay_voucher,
    counter_codes, counter_code_typed,
    counter_no_pin,
    counter, counter_empty, counter_search, counter_line, counter_share, counter_discount,
    counter_length, counter_price, counter_tickets, counter_pay, counter_paid,
    counter_member, counter_year_card, counter_client, counter_enrol, counter_prepaid,
    counter_pay_value, counter_paid_value, counter_pin, counter_gift_card,
)  # fmt: skip
