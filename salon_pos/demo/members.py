"""The demo's members: rules and prepaid of the salon, cards, top-ups, packs and points as people
use them, all through the use cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from salon_pos.db.queries import balances, catalog, members, people, value
from salon_pos.demo import habits
from salon_pos.demo.price_list import CARE, YUAN, Names, said
from salon_pos.demo.shop import Shop
from salon_pos.domain import ledger
from salon_pos.domain.cards import Card
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.points import BaseRule, Bonus, BonusKind, MemberDays, PointsRules, Referral
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import Bill
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.rights import Actor
from salon_pos.domain.tenders import Handed, PointsRule, most_points
from salon_pos.domain.ticket import Line, Ticket, add_line
from salon_pos.domain.tiers import CategoryPercent, FreeServices, Perks, Tier, TierRules
from salon_pos.usecases import rules
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.rewards import save_reward

JOINING, SAVING, BUYING_A_PACK, BURNING = 0.35, 0.5, 0.5, 0.15
LEAST_BURNED = 500

TIERS: tuple[tuple[str, Names, int | None, int | None], ...] = (
    ("member", ("会员", "會員", "Member"), None, None),
    ("silver", ("银卡", "銀卡", "Silver"), 800, None),
    ("gold", ("金卡", "金卡", "Gold"), 1_800, 3_000),
    ("diamond", ("钻石卡", "鑽石卡", "Diamond"), 3_200, 10_000),
)
VOUCHER: Names = ("50 元代金券", "50 元現金券", "¥50 voucher")
HAIR_OIL, COMB = 1, 6
BIRTHDAY: Names = ("生日", "生日", "Birthday")
REVIEW: Names = ("写评价", "寫評價", "Review")
TOP_UP_SMALL, TOP_UP_LARGE, PACK, COURSE, GIFT_CARD, DEPOSIT = range(6)
PREPAID: tuple[tuple[Names, int], ...] = (
    (("充值 1000 送 200", "儲值 1000 送 200", "Top-up 1000 + 200"), 1_000),
    (("充值 3000 送 800", "儲值 3000 送 800", "Top-up 3000 + 800"), 3_000),
    (("吹风次卡 5+1", "吹風次卡 5+1", "Blow-dry pack 5+1"), 340),
    (("护理疗程 10 次", "護理療程 10 次", "Treatment course of 10"), 1_680),
    (("礼品卡 200", "禮品卡 200", "Gift card 200"), 200),
    (("订金 100", "訂金 100", "Deposit 100"), 100),
)


def set_up(language: str, *, by: Actor, now: datetime) -> None:
    """The salon's rules of points and tiers, what it sells ahead, and what points are good for."""
    care = catalog.categories()[CARE].id
    items = catalog.items()
    plans = (
        Plan(PrepaidKind.TOP_UP, bonus=200 * YUAN, days=365),
        Plan(PrepaidKind.TOP_UP, bonus=800 * YUAN, days=365),
        Plan(PrepaidKind.PACK, bought=5, given=1, days=365,
             item_ids=frozenset({items[habits.BLOWDRY].id})),
        Plan(PrepaidKind.PACK, bought=9, given=1, days=548,
             item_ids=frozenset({items[habits.TREATMENT].id})),
        Plan(PrepaidKind.GIFT_CARD, days=730),
        Plan(PrepaidKind.DEPOSIT),
    )  # fmt: skip
    for (names, price), plan in zip(PREPAID, plans, strict=True):
        item = Item(0, said(language, names), ItemKind.PREPAID, price=price * YUAN)
        rules.save_prepaid(item, plan, by=by, now=now)
    rules.set_tier_rules(_tiers(language, care), by=by, now=now)
    rules.set_points_rules(_points(language), by=by, now=now)
    products = [item.id for item in items if item.kind is ItemKind.PRODUCT]
    for reward in (
        Reward(0, RewardKind.PRODUCT, 800, item_id=products[COMB]),
        Reward(0, RewardKind.PRODUCT, 3_000, item_id=products[HAIR_OIL]),
        Reward(0, RewardKind.SERVICE, 1_200, item_id=items[habits.BLOWDRY].id, days=90),
        Reward(0, RewardKind.VOUCHER, 1_000, said(language, VOUCHER), face=50 * YUAN,
               least=200 * YUAN, days=60),
        Reward(0, RewardKind.TIER, 1_500, tier="silver", days=90),
    ):  # fmt: skip
        save_reward(reward, by=by, now=now)


def _tiers(language: str, care: int) -> TierRules:
    fringe = FreeServices(frozenset({catalog.items()[habits.FRINGE].id}), times=2)
    perks = {
        "silver": Perks(birthday_voucher=30 * YUAN),
        "gold": Perks(percents=(CategoryPercent(1_500, care),), free_services=(fringe,),
                      birthday_voucher=50 * YUAN),
        "diamond": Perks(percents=(CategoryPercent(1_000), CategoryPercent(2_000, care)),
                         free_services=(fringe,), birthday_voucher=100 * YUAN),
    }  # fmt: skip
    return TierRules(
        1,
        tuple(
            Tier(
                key, said(language, names), spend=spend * YUAN if spend else None,
                top_up=top_up * YUAN if top_up else None, perks=perks.get(key, Perks()),
            )
            for key, names, spend, top_up in TIERS
        ),
    )  # fmt: skip


def _points(language: str) -> PointsRules:
    return PointsRules(
        1,
        base=(BaseRule(1, YUAN),),
        bonuses=(Bonus(said(language, BIRTHDAY), BonusKind.BIRTHDAY, points=200, window_days=7),),
        tier_multipliers={"silver": 11_000, "gold": 12_000, "diamond": 15_000},
        member_days=MemberDays(15_000, days_of_month=frozenset({8})),
        burn=PointsRule(step=100, value=100, cap_bp=3_000),
        days_good=180,
        referral=Referral(referrer=200, newcomer=100),
        activities={said(language, REVIEW): 50},
    )


def ready(shop: Shop, ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """The ticket of a regular as it goes to payment: who joins, joins; a session of a pack pays for
    the blow-dry or the treatment; a new pack or a top-up is put on it."""
    assert ticket.client_id is not None
    card = _card(shop, ticket.client_id, by=by, now=now)
    if card is None:
        return ticket
    ticket = _with_packs(shop, ticket)
    saves = card.id % 100 < SAVING * 100
    due = shop.bill(ticket)
    if saves and _left(shop, card, now) < due.total - due.covered:
        place = TOP_UP_LARGE if shop.chance.random() < 0.2 else TOP_UP_SMALL
        line = Line(shop.uid(now), prepaid(shop, place).id, source=card.uid)
        ticket = add_line(ticket, line)
    return ticket


def tenders(shop: Shop, ticket: Ticket, bill: Bill, *, now: datetime) -> tuple[Handed, ...]:
    """What a member pays from deposit, card or points, before money pays the rest."""
    card = shop.cards.get(ticket.client_id or 0)
    if card is None:
        return ()
    open_ = bill.without_prepaid - bill.covered
    if left := _deposit_left(card.holder_id):
        return (Handed(shop.methods["deposit"].id, min(left, open_)),) if open_ else ()
    topped_up = sum(_value_of(shop, line.line.item_id) for line in bill.lines)
    held = _left(shop, card, now) + topped_up
    if card.id % 100 < SAVING * 100 and open_ and held >= open_:
        return (Handed(shop.methods["stored_value"].id, open_, source=card.uid),)
    return _with_points(shop, card.holder_id, bill, open_, now=now)


def _with_points(
    shop: Shop, client_id: int, bill: Bill, open_: int, *, now: datetime
) -> tuple[Handed, ...]:
    rule = value.points_in_force()
    member = members.member(client_id, shop.settings.business_day(now))
    if member is None or rule is None or rule.burn is None or shop.chance.random() >= BURNING:
        return ()
    most = min(most_points(bill.without_prepaid, member.points_held, rule.burn), open_)
    worth = most // rule.burn.step * rule.burn.value
    if most < LEAST_BURNED or worth > open_:
        return ()
    return (Handed(shop.methods["points"].id, worth),)


def _card(shop: Shop, client_id: int, *, by: Actor, now: datetime) -> Card | None:
    """A client's card; one in three visits of somebody without one ends with a card."""
    if client_id not in shop.cards and shop.chance.random() < JOINING:
        new = NewCard(client_id, uid=shop.uid(now))
        shop.cards[client_id] = issue_card(new, by=by, now=now)
    return shop.cards.get(client_id)


def _with_packs(shop: Shop, ticket: Ticket) -> Ticket:
    assert ticket.client_id is not None
    owned = value.packs_of(ticket.client_id)
    lines: list[Line] = []
    used: dict[str, int] = {}
    day = shop.settings.business_day(ticket.opened_at)
    for line in ticket.lines:
        pack = next(
            (p for p in owned if line.item_id in p.item_ids and (not p.expires or p.expires >= day)
             and sum(lot.left for lot in p.lots) > used.get(p.uid, 0)),
            None,
        )  # fmt: skip
        if pack and line.discount is None:
            used[pack.uid] = used.get(pack.uid, 0) + 1
            lines.append(replace(line, source=pack.uid))
        else:
            lines.append(line)
    ticket = replace(ticket, lines=tuple(lines))
    return ticket if used else _buying_a_pack(shop, ticket)


def _buying_a_pack(shop: Shop, ticket: Ticket) -> Ticket:
    items = shop.items
    wanted = {items[habits.BLOWDRY].id: PACK, items[habits.TREATMENT].id: COURSE}
    place = next((wanted[line.item_id] for line in ticket.lines if line.item_id in wanted), None)
    if place is None or shop.chance.random() >= BUYING_A_PACK:
        return ticket
    return add_line(ticket, Line(shop.uid(ticket.opened_at), prepaid(shop, place).id))


def prepaid(shop: Shop, place: int) -> Item:
    """One of the items of `PREPAID`, by its place there."""
    return [item for item in shop.items if item.kind is ItemKind.PREPAID][place]


def _value_of(shop: Shop, item_id: int) -> int:
    """What a top-up puts on the card, its bonus too; 0 for anything else."""
    plan = value.plans().get(item_id)
    if plan is None or plan.kind is not PrepaidKind.TOP_UP:
        return 0
    return shop.book.items[item_id].price + plan.bonus


def _deposit_left(client_id: int) -> int:
    client = people.client(client_id)
    return balances.balance(ledger.deposit(client.uid)) if client else 0


def _left(shop: Shop, card: Card, now: datetime) -> int:
    return members.card_left(card, shop.settings.business_day(now)).total


def rest(bill: Bill, handed: Sequence[Handed]) -> int:
    """What money still has to pay, in minor units."""
    return bill.total - bill.covered - sum(each.amount for each in handed)
