"""What a refund pays for each tender, and to which lots value returns (RULES 17, 19, 20, 21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.holdings import NOT_FOR_PREPAID
from salon_pos.domain.lots import Back, Use, give_back
from salon_pos.domain.money import Amount, share, to_step
from salon_pos.domain.refusal import refuse
from salon_pos.domain.sold import (
    BOOKED,
    MONEY,
    Asked,
    SoldSale,
    SoldTender,
)
from salon_pos.domain.words import N_, OnFile


@dataclass(frozen=True, slots=True)
class TenderBack:
    """What is given back for the tender at `position`; of a tender on account there may be two,
    what is owed no more and what is paid back. It is paid by the method `method_id`, of
    this `kind` and `name`; where that is not the one it was paid with, it `was` the tender of that
    name. `amount` goes to the client; `booked`, a voucher's share, pays nothing. `principal` and
    `bonus` say to which lots an amount goes, `points_back` so for the `points` of a points tender.
    `alive`: the voucher's code can be used again."""

    position: int
    method_id: int
    kind: TenderKind
    name: str
    amount: int
    booked: int = 0
    tip: int = 0
    principal: tuple[Back, ...] = ()
    bonus: tuple[Back, ...] = ()
    points: int = 0
    points_back: tuple[Back, ...] = ()
    was: str = ""
    alive: bool = False

    @property
    def sent(self) -> bool:
        """Whether it is paid by another means than it was."""
        return bool(self.was)

    @property
    def part(self) -> int:
        """All that this refund takes of the tender, its tip apart."""
        return self.amount + self.booked


@dataclass(frozen=True, slots=True)
class Due:
    """Money of the lines, in minor units: `now` comes back with this refund; `total` was sold, of
    which `left` had not come back before; `prepaid` of `now` and `prepaid_left` of `left` are of
    prepaid lines. The packs' own part is in none; it is in `packs`, by the position of the tender.
    `whole`: the last line goes with this refund."""

    now: int
    left: int
    prepaid: int
    prepaid_left: int
    total: int
    packs: Mapping[int, int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds when the refund is made: its business day, how many days value lasts whose lot
    has ended, the salon's means of payment by id, and above which amount of one sale, all its
    refunds together, a manager is asked."""

    day: date
    grace_days: int = 30
    methods: Mapping[int, TenderMethod] = field(default_factory=dict[int, TenderMethod])
    manager_above: int | None = None


def pay_back(sale: SoldSale, asked: Asked, due: Due, terms: Terms) -> tuple[TenderBack, ...]:
    """RULES 17: what is due, shared over what remains of each tender, in the order of the sale; of
    prepaid lines only over those that may pay for them.

    Refuses to pay out points, stored value or vouchers, to send money to anything else, a tip that
    no coins can make, and money for what was on account without saying how it is paid.
    """
    _check_sent(sale, asked, terms.methods)
    sent = {position: terms.methods[method_id] for position, method_id in asked.sent.items()}
    paid, owed = _paid(sale, due, sent), sale.owed
    backs: list[TenderBack] = []
    for tender in sale.tenders:
        method = sent.get(tender.position)
        parts = [(method, paid[tender.position])]
        if tender.kind is TenderKind.ON_ACCOUNT:
            parts = list(_off_account(tender, *parts[0], owed=owed, step=sale.cash_step))
            owed -= sum(part for way, part in parts if way is None)
        for way, part in parts:
            backs.append(_back(tender, part, way, terms, whole=due.whole))
        tip = _tip(tender, method, sale.cash_step) if asked.tips else 0
        backs[-1] = replace(backs[-1], tip=tip)
    return tuple(backs)


def _off_account(
    tender: SoldTender, method: TenderMethod | None, part: int, *, owed: int, step: int
) -> Iterator[tuple[TenderMethod | None, int]]:
    """What comes back of a tender on account first lowers what is still `owed`; only what was paid
    off is paid back, by `method`. Never the one for the other."""
    off = min(part, owed)
    if off or method is None:
        yield None, off
    rest = part - off
    if rest and method is None:
        refuse("account_settled",
               N_("{rest} of it was on account and is paid by now. Choose what pays that back."),
               field="sent", rest=Amount(rest))  # fmt: skip
    if rest or (method is not None and not off):
        room = replace(tender, returned=tender.returned + off)
        yield method, _in_coins(room, rest, method, step)


def _check_sent(sale: SoldSale, asked: Asked, methods: Mapping[int, TenderMethod]) -> None:
    tenders = {tender.position: tender for tender in sale.tenders}
    for position, method_id in asked.sent.items():
        tender, method = tenders.get(position), methods.get(method_id)
        if tender is None or method is None or method.retired or method.kind not in MONEY:
            refuse("tender_unknown", N_("This means of payment is not taken here. Choose another."))
        if tender.kind not in MONEY | {TenderKind.IMPORTED, TenderKind.ON_ACCOUNT}:
            refuse(
                "never_money",
                N_("{tender} goes back to where it came from and is never paid out."),
                field="sent",
                tender=OnFile(tender.name),
            )
    for tender in sale.tenders:
        if tender.kind is TenderKind.IMPORTED and tender.position not in asked.sent:
            refuse(
                "paid_elsewhere",
                N_("This sale was paid in another system. Choose what pays it back."),
                field="sent",
            )


def _paid(sale: SoldSale, due: Due, sent: Mapping[int, TenderMethod]) -> dict[int, int]:
    """What each tender pays, by position. All cash tenders are one part, "the cash part", which
    has to come out in coins; its exact size is what the other tenders leave of the lines."""
    cash = [tender for tender in sale.tenders if tender.kind is TenderKind.CASH]
    apart = {TenderKind.CASH, TenderKind.PACK}
    others = {tender.position: tender for tender in sale.tenders if tender.kind not in apart}
    cash_left = max(0, due.left - sum(tender.left for tender in others.values()))
    parts = _shares(sale, due, cash_left)
    # The first cash tender stands for the cash part.
    still_left = cash_left - parts[cash[0].position] if cash else 0
    exact = due.total - sum(tender.applied for tender in others.values()) - still_left
    packs = [tender.position for tender in sale.tenders if tender.kind is TenderKind.PACK]
    return {
        **{
            at: parts[at]
            if others[at].kind is TenderKind.ON_ACCOUNT
            else _in_coins(others[at], parts[at], sent.get(at), sale.cash_step)
            for at in others
        },
        **_cash_parts(cash, exact, sale.cash_step),
        **{position: due.packs.get(position, 0) for position in packs},
    }


def _shares(sale: SoldSale, due: Due, cash_left: int) -> dict[int, int]:
    """What is due, shared over what remains, by position: of prepaid lines over what is for
    prepaid, of the others over the rest, so that no value that paid for those comes out as
    money."""
    left = _remains(sale, cash_left)
    for_prepaid = _for_prepaid(sale, due, left)
    for_others = [of - part for of, part in zip(left.values(), for_prepaid, strict=True)]
    # A card that was paid back in coins gave a little more or less than its share: the last part
    # gives what is left of each tender, and where one sort of lines is short, the other bears it.
    is_last = due.now == due.left > 0
    now = sum(left.values()) if is_last else min(due.now, sum(left.values()))
    others = min(due.now - due.prepaid, sum(for_others))
    prepaid = min(now - others, sum(for_prepaid))
    both = zip(share(prepaid, for_prepaid), share(now - prepaid, for_others), strict=True)
    return {position: sum(parts) for position, parts in zip(left, both, strict=True)}


def _remains(sale: SoldSale, cash_left: int) -> dict[int, int]:
    """What remains of each tender, by position; all of the cash part lies at its first."""
    left: dict[int, int] = {}
    cash_at: int | None = None
    for tender in sale.tenders:
        if tender.kind is not TenderKind.CASH and tender.kind is not TenderKind.PACK:
            left[tender.position] = tender.left
        elif tender.kind is TenderKind.CASH and cash_at is None:
            cash_at = tender.position
            left[cash_at] = cash_left
    return left


def _for_prepaid(sale: SoldSale, due: Due, left: Mapping[int, int]) -> tuple[int, ...]:
    """What of it is for prepaid: all prepaid that is left, over those that may pay for it.

    Older files have prepaid that was put on account, which no longer may: where those fall short,
    `_shares` takes the rest from what paid for the other lines, and so from the account."""
    barred = {each.position for each in sale.tenders if each.kind in NOT_FOR_PREPAID}
    free = [0 if position in barred else of for position, of in left.items()]
    return share(min(due.prepaid_left, sum(free)), free)


def _cash_parts(cash: Sequence[SoldTender], exact: int, step: int) -> dict[int, int]:
    """The cash part so far, `exact`, in coins, less what was paid before, split over the cash
    tenders so that each comes in coins. It grows with each refund and never runs backwards."""
    received = sum(tender.applied for tender in cash)
    before = sum(tender.returned for tender in cash)
    now = max(0, min(to_step(exact, step), received) - before)
    parts = share(now // step, [tender.left // step for tender in cash])
    return {tender.position: part * step for tender, part in zip(cash, parts, strict=True)}


def _in_coins(tender: SoldTender, part: int, method: TenderMethod | None, step: int) -> int:
    """`part` as it is; where it is sent to cash, the nearest coins within what the tender gave."""
    if method is None or method.kind is not TenderKind.CASH:
        return part
    return min(to_step(part, step), tender.left // step * step)


def _tip(tender: SoldTender, method: TenderMethod | None, step: int) -> int:
    tip = tender.tip - tender.tip_returned
    if method is not None and method.kind is TenderKind.CASH and tip % step:
        refuse(
            "no_such_coins",
            N_("Cash comes in steps of {step}."),
            field="sent",
            step=Amount(step),
        )
    return tip


def _back(
    tender: SoldTender, part: int, method: TenderMethod | None, terms: Terms, *, whole: bool
) -> TenderBack:
    is_booked = tender.kind in BOOKED
    principal, bonus = _value_back(tender, part, terms)
    points = _points_so_far(tender, tender.returned + part)
    points_before = _points_so_far(tender, tender.returned)
    return TenderBack(
        position=tender.position,
        method_id=method.id if method else tender.method_id,
        kind=method.kind if method else tender.kind,
        name=method.name if method else tender.name,
        amount=0 if is_booked else part,
        booked=part if is_booked else 0,
        principal=principal,
        bonus=bonus,
        points=points - points_before,
        points_back=_to_lots(tender.points, points - points_before, points_before, terms),
        was=tender.name if method else "",
        alive=whole and tender.kind is TenderKind.VOUCHER,
    )


def _value_back(
    tender: SoldTender, part: int, terms: Terms
) -> tuple[tuple[Back, ...], tuple[Back, ...]]:
    """Principal and bonus of `part`, shared over what remains of each, to their lots."""
    if not tender.principal and not tender.bonus:
        return (), ()
    before = tender.returned - tender.bonus_returned
    principal, bonus = share(part, [tender.principal_left, tender.bonus_left])
    return (
        _to_lots(tender.principal, principal, before, terms),
        _to_lots(tender.bonus, bonus, tender.bonus_returned, terms),
    )


def _points_so_far(tender: SoldTender, returned: int) -> int:
    """RULES 19: the points for `returned` of the tender's money: a floor, all with the last."""
    return _used(tender.points) * returned // tender.applied if tender.applied else 0


def _to_lots(uses: Sequence[Use], amount: int, before: int, terms: Terms) -> tuple[Back, ...]:
    return give_back(uses, amount, before=before, day=terms.day, grace_days=terms.grace_days)


def _used(uses: Sequence[Use]) -> int:
    return sum(use.amount for use in uses)
