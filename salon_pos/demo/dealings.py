"""What else happens at the demo's counter beside visits: refunds, a void, claims, exchanges, gift
cards, deposits, debts, platform vouchers, reviews, points by hand, a campaign; and the cards that
are no plain card of one client."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from salon_pos.db.queries import balances, catalog, members, owed, people, sales, value
from salon_pos.db.queries import settings as salon
from salon_pos.demo import habits
from salon_pos.demo.members import DEPOSIT, GIFT_CARD, REVIEW, prepaid
from salon_pos.demo.price_list import STYLE, YUAN, Names, said
from salon_pos.demo.shop import Shop
from salon_pos.domain import ledger
from salon_pos.domain.cards import CardKind, CardState
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import half_up
from salon_pos.domain.platforms import Platform, ValueRules, VoucherName
from salon_pos.domain.points import Bonus, BonusKind
from salon_pos.domain.rights import Actor
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Credit, Line, Ticket
from salon_pos.usecases import accounts, cards, checkout, deposits, points, refunds, rules, voids
from salon_pos.usecases import settings as settings_deeds
from salon_pos.usecases.claims import claim
from salon_pos.usecases.coupons import NewCoupon, give_coupon
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.vouchers import NewVoucher, give_voucher

Deal = Callable[[Shop, Actor, datetime], None]

MEITUAN: Names = ("美团", "美團", "Meituan")
WHY: Mapping[str, Names] = {
    "back": ("顾客不满意", "顧客不滿意", "Not happy with it"),
    "void": ("打错单", "打錯單", "Rung up by mistake"),
    "forgotten": ("上次忘带会员卡", "上次忘了帶會員卡", "Forgot the card last time"),
    "campaign": ("周年庆", "週年慶", "Anniversary"),
    "coupon": ("造型八折", "造型八折", "20 % off styling"),
}


def set_up(language: str, *, by: Actor, now: datetime) -> None:
    """The platform whose vouchers are taken, and how much a client may owe."""
    platform = Platform("meituan", said(language, MEITUAN), fee_bp=800)
    rules.set_value_rules(ValueRules(1, (platform,)), by=by, now=now)
    chosen = replace(salon.settings(), credit_limit=500 * YUAN)
    settings_deeds.change_settings(chosen, by=by, now=now)


def of_day(shop: Shop, *, ago: int, now: datetime) -> None:
    """What is due on the evening of the day so many days ago, by a chance of its own: visits come
    as they would without it."""
    shop = replace(shop, chance=Random(ago))
    by = Actor(shop.staff["MANAGER"], shop.till_id)
    for every, first, deal in DEALS:
        if ago % every == first:
            deal(shop, by, now)
    if ago in ONCE:
        ONCE[ago](shop, by, now)


def _sell(
    shop: Shop, line: Line, client_id: int | None, tender: str, *, by: Actor, now: datetime,
    source: str = "", coupon: str = "",
) -> str:  # fmt: skip
    """Sell one line, paid by one tender; the uid of the sale."""
    ticket = Ticket(shop.uid(now), now, client_id=client_id, lines=(line,), coupon=coupon)
    bill = shop.bill(ticket)
    handed = Handed(shop.methods[tender].id, bill.total, source=source)
    checkout.take_payment(checkout.Payment(ticket, (handed,), bill.total), by=by, now=now)
    return ticket.uid


def _cut(shop: Shop, now: datetime) -> Line:
    return Line(shop.uid(now), shop.items[habits.MEN].id, staff=(Credit(shop.staff["JIE"]),))


def _member(shop: Shop, now: datetime) -> int | None:
    """Somebody with a card who is there today; None where nobody is."""
    day = shop.settings.business_day(now)
    there = {sale.client_id for sale in sales.find_sales(day=day) if sale.client_id in shop.cards}
    return shop.chance.choice(sorted(there)) if there else None


def _give_back(shop: Shop, by: Actor, now: datetime) -> None:
    """The last line of a sale of today comes back."""
    day = shop.settings.business_day(now)
    small = [sale for sale in sales.find_sales(day=day) if 0 < sale.total <= 300 * YUAN]
    for sale in small[:1]:
        line = list(sales.lines_left(sale.uid))[-1]
        request = refunds.RefundRequest(
            shop.uid(now), sale.uid, {line: 1}, reason=said(shop.settings.language, WHY["back"])
        )
        seen = refunds.preview(request, by=by, now=now)
        shown = replace(request, shown_total=seen.total, shown=seen.digest)
        refunds.refund(shown, by=by, now=now)


def _void(shop: Shop, by: Actor, now: datetime) -> None:
    uid = _sell(shop, _cut(shop, now), None, "wechat", by=by, now=now)
    voids.void(uid, said(shop.settings.language, WHY["void"]), by=by, now=now)


def _claim(shop: Shop, by: Actor, now: datetime) -> None:
    if member := _member(shop, now):
        uid = _sell(shop, _cut(shop, now), None, "cash", by=by, now=now)
        claim(uid, member, by=by, now=now)


def _exchange(shop: Shop, by: Actor, now: datetime) -> None:
    """Who has the points takes a reward for them."""
    offer = shop.chance.choice([one for one in value.rewards() if not one.reward.tier])
    day = shop.settings.business_day(now)
    client_id = _member(shop, now)
    member = members.member(client_id, day) if client_id else None
    if member and member.points_held >= offer.reward.points:
        points.redeem(shop.uid(now), member.client.id, offer.reward.id, 1, by=by, now=now)


def _gift_card(shop: Shop, by: Actor, now: datetime) -> None:
    """One is sold; a haircut is paid with it at once, as whoever got it does later."""
    line = Line(shop.uid(now), prepaid(shop, GIFT_CARD).id)
    _sell(shop, line, None, "alipay", by=by, now=now)
    later = now + timedelta(minutes=5)
    _sell(shop, _cut(shop, later), None, "gift_card", by=by, now=later, source=line.uid)


def _deposit(shop: Shop, by: Actor, now: datetime) -> None:
    if member := _member(shop, now):
        line = Line(shop.uid(now), prepaid(shop, DEPOSIT).id)
        _sell(shop, line, member, "wechat", by=by, now=now)


def _did_not_come(shop: Shop, by: Actor, now: datetime) -> None:
    """A part of the first deposit that there is becomes income."""
    for client_id in _with_deposit(shop)[:1]:
        deposits.forfeit_deposit(shop.uid(now), client_id, 50 * YUAN, by=by, now=now)


def _cannot_come(shop: Shop, by: Actor, now: datetime) -> None:
    """A part of the newest deposit is paid back."""
    tender = shop.methods["wechat"].id
    for client_id in _with_deposit(shop)[-1:]:
        deposits.refund_deposit(shop.uid(now), client_id, 100 * YUAN, tender, by=by, now=now)


def _with_deposit(shop: Shop) -> list[int]:
    """Whose deposit is 100 yuan or more."""
    clients = (people.client(client_id) for client_id in sorted(shop.cards))
    return [
        client.id for client in clients
        if client and balances.balance(ledger.deposit(client.uid)) >= 100 * YUAN
    ]  # fmt: skip


def _owe(shop: Shop, by: Actor, now: datetime) -> None:
    """Somebody who owes nothing pays next time."""
    others = sorted(shop.cards.keys() - _debts(shop).keys())
    if others:
        _sell(shop, _cut(shop, now), shop.chance.choice(others), "on_account", by=by, now=now)


def _pay_half(shop: Shop, by: Actor, now: datetime) -> None:
    _pay_off(shop, Fraction(1, 2), by, now)


def _pay_all(shop: Shop, by: Actor, now: datetime) -> None:
    _pay_off(shop, Fraction(1), by, now)


def _pay_off(shop: Shop, part: Fraction, by: Actor, now: datetime) -> None:
    """Whose debt is the newest pays this part of it."""
    debts, tender = _debts(shop), shop.methods["wechat"].id
    if debts:
        client_id = max(debts, key=lambda id_: debts[id_].sale.id)
        amount = half_up(debts[client_id].left * part)
        accounts.settle_account(shop.uid(now), client_id, amount, tender, by=by, now=now)


def _debts(shop: Shop) -> Mapping[int, owed.OwedSale]:
    """What each client who owes anything owes for longest."""
    theirs = {client_id: owed.owed_sales(client_id) for client_id in sorted(shop.cards)}
    return {client_id: debts[0] for client_id, debts in theirs.items() if debts}


def _platform(shop: Shop, by: Actor, now: datetime) -> None:
    number = f"MT{shop.chance.randrange(10**9):09}"
    source = VoucherName("meituan", number, 120 * YUAN).source
    _sell(shop, _cut(shop, now), None, "platform", by=by, now=now, source=source)


def _vouchers(shop: Shop, by: Actor, now: datetime) -> None:
    """One that pays, and one with conditions."""
    if member := _member(shop, now):
        cash = NewVoucher(shop.uid(now), 50 * YUAN, 200 * YUAN, member, 60)
        give_voucher(cash, by=by, now=now)
        category = catalog.categories()[STYLE].id
        style = frozenset(item.id for item in shop.items if item.category_id == category)
        name = said(shop.settings.language, WHY["coupon"])
        coupon = Coupon(shop.uid(now), "", name, percent_bp=2_000, item_ids=style)
        give_coupon(NewCoupon(coupon, member, 60), by=by, now=now)


def _use_coupon(shop: Shop, by: Actor, now: datetime) -> None:
    """Somebody comes for a blow-dry with the voucher for it that they were given."""
    day = shop.settings.business_day(now)
    found = (given for id_ in sorted(shop.cards) for given in members.good_coupons(id_, day))
    blowdry = shop.items[habits.BLOWDRY].id
    for given in [one for one in found if blowdry in one.coupon.item_ids][:1]:
        line = Line(shop.uid(now), blowdry, staff=(Credit(shop.staff["JIE"]),))
        _sell(shop, line, given.client_id, "wechat", by=by, now=now, coupon=given.uid)


def _review(shop: Shop, by: Actor, now: datetime) -> None:
    """Somebody who is there writes one, for points."""
    if member := _member(shop, now):
        points.give_activity(
            shop.uid(now), member, said(shop.settings.language, REVIEW), by=by, now=now
        )


def _by_hand(shop: Shop, by: Actor, now: datetime) -> None:
    if member := _member(shop, now):
        why = said(shop.settings.language, WHY["forgotten"])
        points.adjust_points(points.PointsChange(shop.uid(now), member, 30, why), by=by, now=now)


def _campaign(shop: Shop, by: Actor, now: datetime) -> None:
    """From tomorrow on a week with half as many points again: another version of the rules."""
    in_force = value.points_in_force()
    assert in_force is not None
    first = shop.settings.business_day(now) + timedelta(days=1)
    week = Bonus(
        said(shop.settings.language, WHY["campaign"]), BonusKind.CAMPAIGN, percent_bp=5_000,
        first=first, last=first + timedelta(days=6),
    )  # fmt: skip
    changed = replace(in_force, bonuses=(*in_force.bonuses, week))
    rules.set_points_rules(changed, by=by, now=now)


def _expire(_shop: Shop, by: Actor, now: datetime) -> None:
    expire(by=by, now=now)


DEALS: tuple[tuple[int, int, Deal], ...] = (
    (7, 0, _expire), (9, 2, _give_back), (17, 4, _void), (11, 3, _claim), (2, 1, _exchange),
    (13, 5, _gift_card),
    (12, 6, _deposit), (25, 1, _did_not_come), (3, 0, _platform),
    (8, 7, _vouchers), (20, 9, _use_coupon), (6, 5, _review), (19, 8, _by_hand),
)  # fmt: skip
"""Every so many days, on those whose number leaves this rest, this happens."""
ONCE: Mapping[int, Deal] = {
    80: _owe, 55: _owe, 40: _pay_half, 28: _owe, 21: _campaign, 14: _cannot_come, 12: _pay_all,
}  # fmt: skip
"""So many days ago. Of the debts one is old and open, one is half paid, one is settled; a deposit
is paid back."""


def special_cards(shop: Shop, *, by: Actor, now: datetime) -> None:
    """A card that was lost and replaced, one of a family, one that takes something off, one for a
    year, one that is frozen."""
    theirs = [shop.cards[client_id] for client_id in sorted(shop.cards)]
    if len(theirs) < 4:
        return
    lost, shared, frozen, other = theirs[-4:]  # of those who joined last
    shop.cards[lost.holder_id] = cards.replace_card(lost.uid, by=by, now=now)
    family = cards.NewCard(other.holder_id, shares=shared.uid, uid=shop.uid(now))
    cards.issue_card(family, by=by, now=now)
    off = cards.NewCard(other.holder_id, CardKind.DISCOUNT, discount_bp=2_000, uid=shop.uid(now))
    cards.issue_card(off, by=by, now=now)
    last = shop.settings.business_day(now) + timedelta(days=365)
    year = cards.NewCard(
        shared.holder_id, CardKind.PERIOD, discount_bp=500, valid_until=last, uid=shop.uid(now)
    )
    cards.issue_card(year, by=by, now=now)
    cards.set_card_state(frozen.uid, CardState.FROZEN, by=by, now=now)
