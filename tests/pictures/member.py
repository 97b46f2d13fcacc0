"""Pictures of what a client holds: a card with its deeds, closing it, points, vouchers, money."""

from dataclasses import replace
from typing import TypeVar

from salon_pos.db.queries import cards, catalog, members, people, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.cards import CardKind
from salon_pos.domain.catalog import Item, ItemKind, TenderKind
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.people import Client
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import price
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.rights import Role
from salon_pos.domain.standing import months_later
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.domain.tiers import Perks
from salon_pos.i18n import _
from salon_pos.ui.clients.file import CARDS
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.member import opening
from salon_pos.ui.member.account_panel import AccountPanel
from salon_pos.ui.member.card_panel import CardPanel
from salon_pos.ui.member.close_panel import ClosePanel
from salon_pos.ui.member.enrol import OTHER, EnrolPanel
from salon_pos.ui.member.points_panel import HAND, PointsPanel
from salon_pos.ui.member.reason_panel import ReasonPanel
from salon_pos.ui.member.small_panels import FamilyPanel
from salon_pos.ui.member.voucher_page import VoucherPage
from salon_pos.ui.member.voucher_panel import VoucherPanel
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.usecases.cards import NewCard, issue_card, replace_card
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.closing import close_card
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.points import PointsChange, adjust_points, cancel_redemption, redeem
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import save_prepaid, set_tier_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.tiers import TierChange, set_tier
from salon_pos.usecases.vouchers import NewVoucher, cancel_voucher, give_voucher
from tests.pictures.stage import Stage

Over = TypeVar("Over", bound=Overlay)


def member_page(stage: Stage) -> None:
    """Everything that a client can hold, an old card put away, all keys."""
    _richest(stage)


def member_tier(stage: Stage) -> None:
    """A tier by hand: which, until when, why."""
    _richest(stage).open_holding(opening.TIER)


def member_birthday(stage: Stage) -> None:
    """The counter on somebody's birthday, with what their tier gives; the tier was set by hand."""
    desk = stage.desk
    desk.sign_in(next(m for m in people.staff_members() if m.role is Role.OWNER))
    client, day = _client(stage), desk.settings.business_day(desk.now())
    rules = value.tiers_in_force()
    assert rules is not None
    perks = Perks(birthday_gift="Hair care", birthday_voucher=5_000)
    tiers = tuple(replace(tier, perks=perks) for tier in rules.tiers)
    desk.perform(set_tier_rules, replace(rules, tiers=tiers))
    desk.perform(save_client, replace(client, birthday=day.replace(year=1990)))
    desk.perform(set_tier, TierChange("t", client.id, rules.tiers[-1].key, day, "Goodwill"))
    stage.shell.show_room("counter")
    room = stage.shell.room("counter")
    assert isinstance(room, CounterRoom)
    room.attach_client(client.id)


def member_card(stage: Stage) -> None:
    """A card: its paper, what it holds, what can be done with it."""
    _card(stage)


def member_close(stage: Stage) -> None:
    """What closing it pays out and loses."""
    _card(stage).close_card()


def member_close_shared(stage: Stage) -> None:
    """A family's card: another one keeps the account."""
    room = _richest(stage)
    assert room.client is not None
    (family,) = cards.cards_of_wallet(cards.cards_of(room.client.id)[0].wallet_id)[1:]
    opening.open_card(stage.shell, stage.desk, family.uid)
    _open(stage, CardPanel).close_card()


def member_close_receipt(stage: Stage) -> None:
    """The receipt of what it paid out; the family's card is closed before."""
    room = _richest(stage)
    assert room.client is not None
    own, family = cards.cards_of_wallet(cards.cards_of(room.client.id)[0].wallet_id)
    by, now = stage.desk.actor, stage.desk.now()
    change_settings(replace(salon_queries.settings(), refund_manager_above=10**8), by=by, now=now)
    close_card("x", family.uid, by=by, now=now)
    opening.open_card(stage.shell, stage.desk, own.uid)
    _open(stage, CardPanel).close_card()
    panel = _open(stage, ClosePanel)
    panel.method.blocks.choose(1)  # pyright: ignore[reportAttributeAccessIssue]
    panel.do()


def member_pin(stage: Stage) -> None:
    """A PIN, typed by the client."""
    _card(stage).set_pin()


def member_replace(stage: Stage) -> None:
    """The new number."""
    _card(stage).replace()


def member_family(stage: Stage) -> None:
    """Whose family card it is to be."""
    panel = _card(stage)
    panel.share()
    _open(stage, FamilyPanel).field.setText("zh")


def member_enrol(stage: Stage) -> None:
    """A discount card with a percent of its own, and one nobody can read."""
    room = _richest(stage)
    room.issue_card()
    panel = _open(stage, EnrolPanel)
    panel.kind.set_value(CardKind.DISCOUNT)
    panel.off.set_value(OTHER)
    panel.off.picked.emit(OTHER)
    panel.percent.set_value("12.5.0")
    panel.issue.click()
    stage.settle()


def member_enrol_word(stage: Stage) -> None:
    """A cashier's discount card: a manager's PIN is asked for."""
    room = _richest(stage)
    stage.desk.sign_in(next(m for m in people.staff_members() if m.role is Role.CASHIER))
    room.issue_card()
    panel = _open(stage, EnrolPanel)
    panel.kind.set_value(CardKind.DISCOUNT)
    panel.kind.picked.emit(CardKind.DISCOUNT)
    panel.issue.click()
    stage.settle()


def member_year_card(stage: Stage) -> None:
    """A year card with a percent and an end of its own, and an end that is past."""
    room = _richest(stage)
    room.issue_card()
    panel = _open(stage, EnrolPanel)
    panel.kind.set_value(CardKind.PERIOD)
    panel.off_services.set_value(OTHER)
    panel.months.set_value(OTHER)
    panel.months.picked.emit(OTHER)
    panel.percent.set_value("12")
    panel.until.set_value("2025-12-31")
    panel.issue.click()


def member_year_card_held(stage: Stage) -> None:
    """A year card among the client's others, opened."""
    room = _richest(stage)
    assert room.client is not None
    day = stage.desk.settings.business_day(stage.desk.now())
    new = NewCard(room.client.id, CardKind.PERIOD, discount_bp=1_000,
                  valid_until=months_later(day, 12))  # fmt: skip
    card = issue_card(new, by=stage.desk.actor, now=stage.desk.now())
    room.open_client(room.client.id)
    opening.open_card(stage.shell, stage.desk, card.uid)


def member_gifts(stage: Stage) -> None:
    """A reward is chosen; one is gone, one is too dear."""
    _richest(stage).open_holding(opening.POINTS)
    panel = _open(stage, PointsPanel)
    way = panel.ways["reward"]
    first = way.first_input()
    assert first is not None
    first.click()  # pyright: ignore[reportAttributeAccessIssue]


def member_points(stage: Stage) -> None:
    """By hand, without a reason."""
    _richest(stage).open_holding(opening.POINTS)
    panel = _open(stage, PointsPanel)
    panel.way.blocks.choose(2)
    panel.ways[HAND].number.set_value("250")  # pyright: ignore[reportAttributeAccessIssue]
    panel.do()


def member_exchange_back(stage: Stage) -> None:
    """What was exchanged, and what taking it back does."""
    _richest(stage).open_holding(opening.POINTS)
    _open(stage, PointsPanel).exchanged.press()


def member_vouchers(stage: Stage) -> None:
    """What was given, and a voucher over nothing."""
    _richest(stage).open_holding(opening.VOUCHERS)
    panel = _open(stage, VoucherPanel)
    assert panel.form is not None
    panel.form.submit()


def member_voucher(stage: Stage) -> None:
    """A voucher with conditions: its paper, what it says, what can be done with it."""
    _voucher(stage)


def member_voucher_cancel(stage: Stage) -> None:
    """Taking it back, without a reason."""
    _voucher(stage).take_back()
    _open(stage, ReasonPanel).yes.click()


def member_deposit(stage: Stage) -> None:
    """A deposit to be paid back."""
    _richest(stage).open_holding(opening.DEPOSIT)


def member_account(stage: Stage) -> None:
    """What is owed, sale by sale."""
    _richest(stage).open_holding(opening.ACCOUNT)


def member_account_receipt(stage: Stage) -> None:
    """The receipt of a part of it that was just paid off."""
    member_account(stage)
    (panel,) = [p for p in stage.shell.findChildren(AccountPanel) if p.is_open()]
    panel.do()


def _richest(stage: Stage) -> ClientsRoom:
    """The file of somebody with stored value, who is given whatever else there is."""
    desk = stage.desk  # opens the file
    desk.sign_in(next(m for m in people.staff_members() if m.role is Role.OWNER))
    client = _client(stage)
    _give(stage, client)
    stage.shell.show_room("clients")
    room = stage.shell.room("clients")
    assert isinstance(room, ClientsRoom)
    room.open_client(client.id)
    room.file.tabs.choose(CARDS)
    return room


def _client(stage: Stage) -> Client:
    day = stage.desk.settings.business_day(stage.desk.now())
    for found in people.recent_clients(limit=200):
        for card in cards.cards_of(found.client.id):
            left = members.card_left(card, day)
            if left.principal and left.bonus:
                return found.client
    raise AssertionError("nobody has stored value")


def _give(stage: Stage, client: Client) -> None:
    """A family card, a replaced card, points, gifts, vouchers, a deposit, a debt."""
    by, now = stage.desk.actor, stage.desk.now()
    settings = replace(salon_queries.settings(), credit_limit=100_000)
    change_settings(settings, by=by, now=now)
    own = cards.cards_of(client.id)[0]
    replace_card(issue_card(NewCard(client.id), by=by, now=now).uid, by=by, now=now)
    other = next(f.client for f in people.recent_clients() if f.client.id != client.id)
    issue_card(NewCard(other.id, shares=own.uid, pin="4711"), by=by, now=now)
    adjust_points(PointsChange("p", client.id, 900, _("Birthday")), by=by, now=now)
    products = [i for i in catalog.items() if i.kind is ItemKind.PRODUCT]
    for item, points in zip(products, (2_000, 5_000, 90_000), strict=False):
        save_reward(Reward(0, RewardKind.PRODUCT, points, item_id=item.id), by=by, now=now)
    cheap = Reward(0, RewardKind.VOUCHER, 100, _("Cash voucher"), face=500, days=60)
    offered = save_reward(cheap, by=by, now=now)
    redeem("r1", client.id, offered.id, by=by, now=now)
    cancel_redemption("c1", "r1", _("Other"), by=by, now=now)
    redeem("r2", client.id, offered.id, 2, by=by, now=now)
    give_voucher(
        NewVoucher("v1", 5_000, least=20_000, client_id=client.id, days=90), by=by, now=now
    )
    give_voucher(NewVoucher("v2", 3_000, client_id=client.id), by=by, now=now)
    colour = next(i for i in catalog.items() if i.kind is ItemKind.SERVICE)
    spring = Coupon("v3", "", _("Birthday"), percent_bp=2_000, least=10_000,
                    item_ids=frozenset({colour.id}))  # fmt: skip
    give_coupon(NewCoupon(spring, client.id, 30), by=by, now=now)
    cancel_voucher("c2", "v2", _("Other"), by=by, now=now)
    deposit = Item(0, _("Deposit"), ItemKind.PREPAID, price=30_000)
    deposit = save_prepaid(deposit, Plan(PrepaidKind.DEPOSIT), by=by, now=now)
    _pay(stage, Ticket("d", now, lines=(Line("d1", deposit.id),), client_id=client.id),
         TenderKind.CASH)  # fmt: skip
    for n in (1, 2):
        line = Line(f"o{n}", products[0].id)
        _pay(stage, Ticket(f"t{n}", now, lines=(line,), client_id=client.id), TenderKind.ON_ACCOUNT)
    stage.desk.refresh()


def _pay(stage: Stage, ticket: Ticket, kind: TenderKind) -> None:
    by, now = stage.desk.actor, stage.desk.now()
    settings = salon_queries.settings()
    book = members.book_for(ticket, catalog.price_book(settings), settings.business_day(now))
    total = price(ticket, book).total
    method = next(m for m in catalog.tender_methods().values() if m.kind is kind)
    take_payment(Payment(ticket, (Handed(method.id, total),), total), by=by, now=now)


def _card(stage: Stage) -> CardPanel:
    room = _richest(stage)
    assert room.client is not None
    opening.open_card(stage.shell, stage.desk, cards.cards_of(room.client.id)[0].uid)
    return _open(stage, CardPanel)


def _voucher(stage: Stage) -> VoucherPage:
    _richest(stage).open_holding(opening.VOUCHERS)
    _open(stage, VoucherPanel).list.picked.emit("v3")
    return _open(stage, VoucherPage)


def _open(stage: Stage, kind: type[Over]) -> Over:
    return next(p for p in stage.shell.findChildren(kind) if p.is_open())


SCREENS = (
    member_page, member_tier, member_birthday, member_card, member_close,
    member_close_shared, member_close_receipt, member_pin,
    member_replace, member_family, member_enrol, member_enrol_word, member_year_card,
    member_year_card_held,
    member_gifts, member_exchange_back, member_points, member_vouchers, member_voucher,
    member_voucher_cancel, member_deposit, member_account, member_account_receipt,
)  # fmt: skip
