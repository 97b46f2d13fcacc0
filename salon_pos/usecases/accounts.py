"""What is owed and paid later: by a client on account, by a group-buying platform."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from salon_pos.db.queries import balances, owed, people, platforms, value
from salon_pos.db.queries.owed import OwedSale
from salon_pos.db.records import journal, ledger
from salon_pos.db.records import owed as records
from salon_pos.db.records import value as value_records
from salon_pos.domain import ledger as accounts
from salon_pos.domain.earning import fixed_bonuses
from salon_pos.domain.ledger import Entry
from salon_pos.domain.money import MOST
from salon_pos.domain.people import Client
from salon_pos.domain.points import PointsRules
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, permitted
from salon_pos.usecases.later_points import Later, later, later_entries, referral_points
from salon_pos.usecases.off_account import occasion_of
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.tier_moves import look_at_tier
from salon_pos.usecases.till_money import TillMoney, check_amount, till_money
from salon_pos.usecases.value import birthday_keys


@dataclass(frozen=True, slots=True)
class Settled:
    """What was paid off, what changed hands for it (in cash, what coins can make) and what is still
    owed, in minor units; the points that this earned, and what the means of payment was called
    then, for its receipt."""

    amount: int
    paid: int
    left: int
    points: int = 0
    tender: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a settlement pays off of one sale, and what that earns by which rules."""

    sale: OwedSale
    amount: int
    made: Later | None = None
    rules: PointsRules | None = None


def settle_account(
    uid: str, client_id: int, amount: int, method_id: int, *, by: Actor, now: datetime
) -> Settled:
    """Take `amount` of what a client owes on account, the oldest debt first. Each sale earns what
    is paid of it now, at its own rules and tier (RULES 24). Refuses more than is owed."""
    with deed(Right.TAKE_PAYMENT, by):
        asked = (client_id, amount, method_id)
        if done := answered(uid, "settle_account", asked):
            return Settled(**done)
        money, client = till_money(method_id, by, now), people.client(client_id)
        if client is None:
            refuse("client_unknown", N_("This client is not on file."), field="client")
        account = accounts.receivable(client.uid)
        _check_owed(amount, balances.balance(account), client.name, money)
        inputs = {"client": client.uid}
        entries = (
            Entry(account, -amount, "account.settle", inputs=inputs),
            *money.entries(amount, "account.settle", inputs),
        )
        posting = money.posting(uid, "settle_account", now)
        points = _post_with_points(posting, entries, client, amount)
        journal.note(by, now, "settle_account", uid, client=client.uid, amount=amount)
        left, name = balances.balance(account), money.method.name
        settled = Settled(amount, money.coins(amount), left, points, name)
        return _answer(uid, "settle_account", asked, settled)


@dataclass(frozen=True, slots=True)
class FromPlatform:
    """What a platform pays: its code, the amount that came in (minor units) and by which means.
    `closes`: nothing more will come of what it owes, the difference is its fee."""

    platform: str
    amount: int
    method_id: int
    closes: bool = False


def settle_platform(uid: str, paid: FromPlatform, *, by: Actor, now: datetime) -> Settled:
    """Take what a platform pays of what it owes. Refuses more than it owes, unless that `closes`
    it; and a difference without the right to approve."""
    with deed(Right.TAKE_PAYMENT, by):
        if done := answered(uid, "settle_platform", paid):
            return Settled(**done)
        money, account = till_money(paid.method_id, by, now), accounts.platform(paid.platform)
        owes = balances.balance(account)
        _check_owed(paid.amount, owes, _name(paid.platform), None if paid.closes else money)
        difference = owes - paid.amount if paid.closes else 0
        if difference:
            permitted(Right.APPROVE, by)
        inputs = {"platform": paid.platform}
        entries = (
            Entry(account, -paid.amount - difference, "platform.settle", inputs=inputs),
            *money.entries(paid.amount, "platform.settle", inputs),
            *_difference(difference, inputs),
        )
        ledger.post(money.posting(uid, "settle_platform", now), entries)
        journal.note(by, now, "settle_platform", uid, platform=paid.platform, amount=paid.amount,
                     difference=difference)  # fmt: skip
        settled = Settled(paid.amount, money.coins(paid.amount), balances.balance(account))
        return _answer(uid, "settle_platform", paid, settled)


def _name(code: str) -> str:
    """What the salon calls the platform with this code."""
    platform = platforms.platform(code)
    return platform.name if platform else code


def _difference(difference: int, inputs: Mapping[str, str]) -> Iterator[Entry]:
    """What a platform kept on top of its fee, or (below zero) paid on top of what it owed."""
    if difference:
        yield Entry(accounts.PLATFORM_FEES, difference, "platform.difference", inputs=inputs)


def _check_owed(amount: int, owes: int, name: str, money: TillMoney | None) -> None:
    """Refuse more than is owed, and a part of it that no coins can make; without `money` any
    amount closes what is owed."""
    if owes <= 0:
        refuse("nothing_owed", N_("{name} owes nothing."), name=name)
    if amount or money:  # where nothing more will come, nothing has to come with it
        check_amount(amount, owes if money else MOST, money)


def _post_with_points(
    posting: ledger.Posting, entries: tuple[Entry, ...], client: Client, amount: int
) -> int:
    """Post a settlement with the points it earns, sale by sale; how many. Where it is the first
    that the client pays of what is eligible, it is for the oldest such sale that they were brought;
    for one from before the first rules nothing is given."""
    parts = list(_parts(client, amount))
    day, debt = posting.business_day, balances.balance(accounts.points_debt(client.uid))
    points: list[Entry] = []
    for part in parts:
        if part.made and part.rules:
            points += later_entries(part.made, client, part.rules, day, sale_uid=part.sale.sale.uid,
                                    debt=debt)  # fmt: skip
            debt = max(0, debt - part.made.points)
    first = next((part for part in parts if not part.made or part.made.eligible), None)
    if first and first.rules:
        points += referral_points(client, first.rules, day, debt=debt)
    transaction_id = ledger.post(posting, (*entries, *points))
    assert transaction_id is not None
    for part in parts:
        records.add_settled(part.sale.sale.id, transaction_id=transaction_id, amount=part.amount)
        if part.made:
            value_records.add_earnings(part.made.rows)
    look_at_tier(client.id, day, cause=posting.uid, by=posting.by, now=posting.posted_at)
    return sum(part.made.points for part in parts if part.made)


def _parts(client: Client, amount: int) -> Iterator[_Part]:
    """What each sale on account gets of a settlement, the oldest first, and what it earns. Birthday
    points come once, whichever of the sales is paid off first."""
    birthdays: list[date] = []
    for sale in owed.owed_sales(client.id):
        part = min(amount, sale.left)
        if not part:
            return
        amount -= part
        rules = value.points_of(sale.version)
        if rules is None:
            yield _Part(sale, part)
            continue
        uid, day = sale.sale.uid, sale.sale.business_day
        occasion = occasion_of(sale, client, rules, birthdays)
        made = later(sale.sale, client, rules, occasion, owed=sale.left - part)
        if fixed_bonuses(made.why, uid) & birthday_keys(rules):
            birthdays.append(day)
        yield _Part(sale, part, made, rules)


def _answer(uid: str, name: str, asked: object, settled: Settled) -> Settled:
    keep_answer(uid, name, asked, asdict(settled))
    return settled
