"""Cards, prepaid, rules, vouchers and balances in `salon-pos batch`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from salon_pos.cli.batch_find import client_id, item_id, tax_id
from salon_pos.cli.batch_sales import credit, one_line_ticket, sell_ticket
from salon_pos.cli.fields import Answer, BrokenLine, Fields
from salon_pos.db.queries import balances as balances_of
from salon_pos.db.queries import cards as card_queries
from salon_pos.db.queries import catalog, members, people, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.owed_in_all import owed_in_all
from salon_pos.db.queries.statement import names_of
from salon_pos.domain import ledger
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.explain import explain
from salon_pos.domain.ledger import Account
from salon_pos.domain.people import Client
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.ticket import Line
from salon_pos.domain.words import N_
from salon_pos.i18n import words
from salon_pos.usecases import birthdays, cards, coupons, rewards, rules, tiers, vouchers
from salon_pos.usecases.cards import NewCard
from salon_pos.usecases.deed import kept, new_uid, permitted
from salon_pos.usecases.tiers import TierChange

MOST_ENTRIES = 1_000


def enrol(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Make a client a member: a stored-value card of their own."""
    new = NewCard(
        client_id(fields.string("client")), number=fields.string("number", ""),
        pin=fields.string("pin", ""), uid=fields.uid(),
    )  # fmt: skip
    fields.end()
    return _card_answer(cards.issue_card(new, by=by, now=now))


def issue_card(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Issue a card of any kind, also one that opens another card's wallet."""
    shared = fields.string("shares", "")
    new = NewCard(
        client_id(fields.string("client")),
        kind=fields.choice("kind", CardKind) if "kind" in fields else None,
        number=fields.string("number", ""),
        discount_bp=fields.whole("discount_bp", 0),
        valid_until=fields.day("valid_until"),
        pin=fields.string("pin", ""),
        shares=cards.find_card(shared).uid if shared else "",
        shared_pin=fields.string("shared_pin", ""),
        approval=fields.string("approval", ""),
        uid=fields.uid(),
    )
    fields.end()
    return _card_answer(cards.issue_card(new, by=by, now=now))


def set_card(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Freeze a card, report it lost, or make it active again."""
    card = cards.find_card(fields.string("card"))
    state = fields.choice("state", CardState)
    fields.end()
    return _card_answer(cards.set_card_state(card.uid, state, by=by, now=now))


def replace_card(fields: Fields, by: Actor, now: datetime) -> Answer:
    """A new number for the same wallet; the old one is dead."""
    card, number = cards.find_card(fields.string("card")), fields.string("number", "")
    fields.end()
    return _card_answer(cards.replace_card(card.uid, number, by=by, now=now))


def add_prepaid(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Put a top-up, pack, gift card or deposit on the price list; one with this uid is changed.
    What the line cannot say stays; what only a service or a product has goes."""
    said = Item(
        0, fields.string("name"), ItemKind.PREPAID,
        Pricing.FIXED if "price" in fields else Pricing.OPEN, price=fields.whole("price", 0),
        code=fields.string("code", ""), uid=fields.uid(),
        tax_ids=frozenset(tax_id(str(name)) for name in fields.list("taxes")),
    )  # fmt: skip
    plan = Plan(
        fields.choice("kind", PrepaidKind),
        bonus=fields.whole("bonus", 0),
        bought=fields.whole("bought", 0),
        given=fields.whole("given", 0),
        days=fields.maybe_whole("days"),
        item_ids=frozenset(item_id(str(name)) for name in fields.list("items")),
    )
    fields.end()
    with kept():  # another process may send the same one at the same moment
        items = catalog.items(with_retired=True)
        there = next((one for one in items if said.uid and one.uid == said.uid), said)
        item = replace(
            there, name=said.name, kind=said.kind, pricing=said.pricing, price=said.price,
            code=said.code or there.code, tax_ids=said.tax_ids, cells=(), is_addon=False,
            minutes=said.minutes, cost=said.cost, stock=None,
        )  # fmt: skip
        saved = rules.save_prepaid(item, plan, by=by, now=now)
    return {"uid": saved.uid, "name": saved.name, "price": saved.price}


def top_up(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Sell a top-up to a card, its bonus as the plan says."""
    card = cards.find_card(fields.string("card"))
    line = replace(_prepaid_line(fields), source=card.uid)
    return _sold(line, card.owner_id, fields, by=by, now=now)


def sell_pack(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Sell a pack of sessions to a client; the answer names the pack."""
    client, line = client_id(fields.string("client")), _prepaid_line(fields)
    return {**_sold(line, client, fields, by=by, now=now), "pack": line.uid}


def use_session(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Use one session of a pack: a sale at its unit value; tenders only for what is on top."""
    pack = value.pack(fields.string("pack"))
    if pack is None:
        raise BrokenLine("pack_unknown", N_("No pack has this uid."))
    named = fields.string("item", "")
    item = item_id(named) if named else min(pack.item_ids, default=0)
    uid = fields.uid() or new_uid()
    line = Line(f"{uid}/1", item, staff=credit(fields), source=pack.uid)
    ticket = one_line_ticket(line, uid, pack.client_id, now)
    answer = sell_ticket(ticket, fields, by=by, now=now)
    left = value.pack(pack.uid)
    return {**answer, "left": sum(lot.left for lot in left.lots) if left else 0}


def set_rule(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Points, tiers or platforms by these rules from now on."""
    kind, plain = fields.string("kind"), fields.plain("rules")
    fields.end()
    return {"kind": kind, "version": rules.set_rules(kind, plain, by=by, now=now)}


def add_reward(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Offer something for points; a reward with this uid is changed."""
    says_retired = "retired" in fields
    said = Reward(
        0, fields.choice("kind", RewardKind), fields.whole("points"), fields.string("name", ""),
        item_id=item_id(fields.string("item")) if "item" in fields else None,
        face=fields.whole("face", 0), least=fields.whole("least", 0),
        tier=fields.string("tier", ""), days=fields.maybe_whole("days"),
        retired=fields.flag("retired", default=False), uid=fields.uid(),
    )  # fmt: skip
    fields.end()
    with kept():
        offers = value.rewards(with_retired=True)
        found = (one.reward for one in offers if said.uid and one.reward.uid == said.uid)
        there = next(found, said)
        retired = said.retired if says_retired else there.retired
        again = replace(said, id=there.id, retired=retired)
        saved = rewards.save_reward(again, by=by, now=now)
    return {"uid": saved.uid, "kind": str(saved.kind), "points": saved.points}


def give_voucher(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Give a voucher: with a `face` one that pays, else one that lowers the price."""
    uid, face = fields.uid() or new_uid(), fields.maybe_whole("face")
    client = client_id(fields.string("client")) if "client" in fields else None
    days, approval = fields.maybe_whole("days"), fields.string("approval", "")
    least = fields.whole("least", 0)
    if face is not None:
        new = vouchers.NewVoucher(uid, face, least, client, days)
        fields.end()
        pays = vouchers.give_voucher(new, approval=approval, by=by, now=now)
        return _voucher_answer(uid, pays.code, pays.expires)
    coupon = Coupon(
        uid, "", fields.string("name"), fields.whole("percent_bp", 0), fields.whole("amount", 0),
        least, frozenset(item_id(str(name)) for name in fields.list("items")),
    )  # fmt: skip
    fields.end()
    conditional = coupons.NewCoupon(coupon, client, days)
    given = coupons.give_coupon(conditional, approval=approval, by=by, now=now)
    return _voucher_answer(uid, given.coupon.code, given.expires)


def set_tier(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Put a client into a tier by hand until a day."""
    until = fields.day("until")
    if until is None:
        raise BrokenLine("field_missing", N_("The field “{field}” is missing."), field="until")
    change = TierChange(
        fields.uid() or new_uid(), client_id(fields.string("client")), fields.string("tier"),
        until, fields.string("reason", ""),
    )  # fmt: skip
    fields.end()
    done = tiers.set_tier(change, by=by, now=now)
    return {"uid": done.uid, "tier": done.tier, "until": done.until.isoformat()}


def give_birthday_gift(fields: Fields, by: Actor, now: datetime) -> Answer:
    """Hand over what a client's tier gives for their birthday."""
    uid, client = fields.uid() or new_uid(), client_id(fields.string("client"))
    fields.end()
    given = birthdays.give_birthday_gift(uid, client, by=by, now=now)
    voucher = {"voucher": given.voucher.code, "face": given.voucher.face} if given.voucher else {}
    return {"uid": uid, "gift": given.name, **voucher}


def balances(fields: Fields, by: Actor, now: datetime) -> Answer:
    """What a client has and owes."""
    client = _client(fields)
    fields.end()
    permitted(Right.RUN_CARDS, by)
    member = members.member(client.id, salon.settings().business_day(now))
    assert member is not None
    return {
        "client": client.uid,
        "tier": member.tier.key if member.tier else None,
        "points": member.points_held,
        "points_debt": member.points_debt,
        "cards": [
            {"number": c.card.number, "state": str(c.card.state),
             "principal": sum(lot.left for lot in c.principal),
             "bonus": sum(lot.left for lot in c.bonus)}
            for c in member.cards
        ],
        "packs": [
            {"pack": pack.uid, "name": pack.name, "left": sum(lot.left for lot in pack.lots)}
            for pack in member.packs
        ],
        "deposit": member.deposit,
        "owes": member.owes,
    }  # fmt: skip


def entries(fields: Fields, by: Actor, now: datetime) -> Answer:
    """The entries of one sort of account of a client, of a gift card or of a platform, the newest
    first."""
    whose, accounts, names = _whose(fields)
    limit = fields.within("limit", 100, range(1, MOST_ENTRIES + 1))
    fields.end()
    permitted(Right.RUN_CARDS, by)
    chosen = salon.settings()
    say = words(chosen.language, chosen.currency)
    found = balances_of.entries(*accounts, limit=limit)
    return {
        **whose,
        "entries": [
            {"uid": e.uid, "deed": e.deed, "day": e.business_day.isoformat(), "account": e.account,
             "amount": e.amount, "rule": e.rule, "version": e.version, "inputs": dict(e.inputs),
             "expires": e.expires.isoformat() if e.expires else None,
             "said": say.sentence(explain(e.rule, e.amount, e.inputs, names))}
            for e in found
            if e.posted_at <= now
        ],
    }  # fmt: skip


def _whose(fields: Fields) -> tuple[Answer, list[Account], Mapping[str, str]]:
    """Whose entries are asked for, as the answer says it; on which accounts; and how sentences call
    what they name."""
    if "gift_card" in fields:
        code = fields.string("gift_card")
        card = value.gift_card(code.strip().upper())
        if card is None:
            raise BrokenLine("gift_card_unknown", N_("No gift card has this code."))
        return {"gift_card": card[1]}, [ledger.gift_card(card[0])], {}
    if "platform" in fields:
        platform = fields.string("platform")
        return {"platform": platform}, [ledger.platform(platform)], {}
    client = _client(fields)
    accounts = _accounts(client, fields.string("account", "points"))
    return {"client": client.uid}, accounts, names_of(client.id)


def owed(fields: Fields, by: Actor, _now: datetime) -> Answer:
    """What the salon owes and is owed, by kind."""
    fields.end()
    permitted(Right.EDIT_RULES, by)
    found = owed_in_all()
    kinds = {
        kind: {"amount": one.amount, "holders": one.holders} for kind, one in found.kinds.items()
    }
    return {
        "kinds": kinds, "points_worth": found.points_worth,
        "prepaid": found.prepaid, "to_us": found.to_us,
    }  # fmt: skip


def _accounts(client: Client, sort: str) -> list[Account]:
    own = {
        "points": ledger.points,
        "points_debt": ledger.points_debt,
        "deposit": ledger.deposit,
        "receivable": ledger.receivable,
    }
    if sort in own:
        return [own[sort](client.uid)]
    if sort == "pack":
        return [ledger.pack(uid) for uid in value.pack_uids(client.id)]
    wallets = dict.fromkeys(card.wallet for card in card_queries.cards_of(client.id))
    by_wallet = {"principal": ledger.principal, "bonus": ledger.bonus}
    if sort not in by_wallet:
        raise BrokenLine("account_unknown", N_("No account is called {name}."), name=sort)
    return [by_wallet[sort](wallet) for wallet in wallets]


def _client(fields: Fields) -> Client:
    client = people.client(client_id(fields.string("client")))
    assert client is not None
    return client


def _prepaid_line(fields: Fields) -> Line:
    uid = fields.uid() or new_uid()
    price = fields.maybe_whole("price")
    return Line(f"{uid}/1", item_id(fields.string("item")), typed_price=price)


def _sold(line: Line, client: int, fields: Fields, *, by: Actor, now: datetime) -> Answer:
    ticket = one_line_ticket(line, line.uid.removesuffix("/1"), client, now)
    return sell_ticket(ticket, fields, by=by, now=now)


def _card_answer(card: Card) -> Answer:
    return {"uid": card.uid, "number": card.number, "state": str(card.state)}


def _voucher_answer(uid: str, code: str, expires: date | None) -> Answer:
    return {"uid": uid, "code": code, "expires": expires.isoformat() if expires else None}
