"""price(ticket, price_book) -> Bill: the one arithmetic that shows a total and charges it.

RULES 1-5: list price, member benefit, voucher, line discount, ticket discounts spread over the
lines, tax.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NoReturn

from salon_pos.domain.catalog import (
    Item,
    ItemKind,
    PriceBook,
    PriceCell,
    Pricing,
    Tax,
    TaxMode,
    TaxRounding,
)
from salon_pos.domain.free_services import take
from salon_pos.domain.lots import Use, without
from salon_pos.domain.money import BASIS_POINTS, MILLION, Amount, half_up, share
from salon_pos.domain.packs import next_uses
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket import Discount, Line, Ticket, check_ticket, uses_pack
from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class BillLine:
    """A priced line, all in minor units: list amount − member_off − line_off − ticket_off = net;
    `coupon_off` is the part of `ticket_off` that a voucher takes, before `line_off` is worked out.
    `taxes` follows the bill's taxes; payable = net + exclusive taxes. The net of a `session` is its
    unit value, and its pack pays it (RULES 25). What is free with the payer's tier is `member_off`
    whole. `tax_ids` are the taxes that lie on it."""

    line: Line
    item: Item
    unit_price: int
    list_amount: int
    member_off: int
    line_off: int
    ticket_off: int
    net: int
    taxes: tuple[int, ...]
    payable: int
    session: Use | None = None
    coupon_off: int = 0
    tax_ids: frozenset[int] = frozenset()

    @property
    def is_discountable(self) -> bool:
        """RULES 3: what is prepaid has its price, and so has a session of a pack."""
        return self.item.kind is not ItemKind.PREPAID and self.session is None


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """What one tax comes to over the sale, and the net it lies on, in minor units."""

    tax: Tax
    base: int
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """What a ticket costs. `discounts` holds the amount of each ticket discount in order;
    `total` is the sum of the payables, before cash rounding and tips. `coupon_missing` is how much
    more the ticket's voucher needs before it takes anything off; where there is nothing at all to
    pay that it is for, that `is_coupon_idle`, and `coupon_for` names what it is for (none:
    everything but prepaid)."""

    lines: tuple[BillLine, ...]
    discounts: tuple[int, ...]
    taxes: tuple[TaxAmount, ...]
    tax_mode: TaxMode
    total: int
    coupon_missing: int = 0
    is_coupon_idle: bool = False
    coupon_for: tuple[str, ...] = ()

    @property
    def coupon_off(self) -> int:
        """What the ticket's voucher takes off."""
        return sum(line.coupon_off for line in self.lines)

    @property
    def list_total(self) -> int:
        """What the price list asks."""
        return sum(line.list_amount for line in self.lines)

    @property
    def net(self) -> int:
        """After every discount, before exclusive taxes."""
        return sum(line.net for line in self.lines)

    @property
    def discountable(self) -> int:
        """What a further discount on the whole can be taken from: all but prepaid (RULES 3)."""
        return sum(line.net for line in self.lines if line.is_discountable)

    @property
    def prepaid_total(self) -> int:
        """The payables of what is prepaid here: it is not bought with what buys no prepaid."""
        return sum(one.payable for one in self.lines if one.item.kind is ItemKind.PREPAID)

    @property
    def without_prepaid(self) -> int:
        """The bill of what buys no prepaid: points pay a share of it, vouchers ask it to be so
        large (RULES 6)."""
        return self.total - self.prepaid_total

    @property
    def covered(self) -> int:
        """What packs pay of the total: the unit values of their sessions."""
        return sum(line.net for line in self.lines if line.session)

    def line(self, uid: str) -> BillLine:
        """The priced line with this uid; KeyError if there is none."""
        for line in self.lines:
            if line.line.uid == uid:
                return line
        raise KeyError(uid)


@dataclass(frozen=True, slots=True)
class _Left:
    """A line on its way: what is left of it after each step."""

    line: Line
    item: Item
    unit_price: int
    list_amount: int
    member_off: int
    tax_ids: frozenset[int]
    session: Use | None = None
    coupon_off: int = 0
    line_off: int = 0

    @property
    def net(self) -> int:
        return self.list_amount - self.member_off - self.coupon_off - self.line_off

    @property
    def is_discountable(self) -> bool:
        return self.item.kind is not ItemKind.PREPAID and self.session is None


def price(ticket: Ticket, book: PriceBook) -> Bill:
    """Price every line of `ticket`. Refuses what no ticket can hold, an item that is not in the
    book, an open price that was not typed, a service that is not free with the payer's tier or no
    more in its period, and a discount above what is left of the line or the ticket."""
    check_ticket(ticket)
    _check_free(ticket, book)
    sessions = _sessions(ticket, book)
    listed = [_price_line(line, book, sessions.get(line.uid)) for line in ticket.lines]
    cheaper, missing, is_idle = _with_coupon(ticket, book, listed)
    left = [_with_discount(each) for each in cheaper]
    offs, spread = _ticket_discounts(ticket.discounts, left)
    nets = [line.net - off for line, off in zip(left, spread, strict=True)]
    taxes = [_tax_over_lines(tax, left, nets, book) for tax in book.taxes]
    lines = tuple(
        _bill_line(line, off, tuple(tax[i] for tax in taxes), book.tax_mode)
        for i, (line, off) in enumerate(zip(left, spread, strict=True))
    )
    return Bill(
        lines=lines,
        discounts=offs,
        taxes=_tax_amounts(lines, book),
        tax_mode=book.tax_mode,
        total=sum(line.payable for line in lines),
        coupon_missing=missing,
        is_coupon_idle=is_idle,
        coupon_for=_coupon_for(book) if ticket.coupon else (),
    )


def unit_price(line: Line, item: Item, book: PriceBook) -> int:
    """The list price of one unit in minor units, by who leads the line and the hair's length.

    The most specific cell counts, of equals the earlier; without one, the item's base price.
    """
    if item.pricing is Pricing.FIXED:
        return item.price
    if item.pricing is Pricing.OPEN:
        if line.typed_price is None:
            refuse("price_missing", N_("Type the price of {item}."), field="price", item=item.name)
        return line.typed_price
    if item.pricing is Pricing.LENGTH_LEVEL and line.length is None:
        refuse("length_missing", N_("Choose the hair length for {item}."), field="length",
               item=item.name)  # fmt: skip
    level = book.levels.get(line.lead) if line.lead is not None else None
    fitting = [cell for cell in item.cells if _fits(cell, line, level)]
    return max(fitting, key=_named_keys).price if fitting else item.price


def member_price(line: Line, item: Item, book: PriceBook) -> int:
    """What one unit of a line costs the ticket's payer, in minor units, before any discount."""
    unit = unit_price(line, item, book)
    return unit - _member_off(item, 1, unit, book)


def _fits(cell: PriceCell, line: Line, level_id: int | None) -> bool:
    return (
        cell.level_id in (None, level_id)
        and cell.staff_id in (None, line.lead)
        and cell.length in (None, line.length)
    )


def _named_keys(cell: PriceCell) -> int:
    return sum(key is not None for key in (cell.level_id, cell.staff_id, cell.length))


def _check_free(ticket: Ticket, book: PriceBook) -> None:
    """Refuse lines that the payer's tier does not give free, or not so often any more."""
    left = book.free
    for line in ticket.lines:
        item = book.items.get(line.item_id)
        if not line.free_with or item is None:
            continue
        if line.free_with != book.tier or item.kind is ItemKind.PREPAID:
            text = N_("{item} is not free with the client's tier. Take it at its price.")
            refuse("not_free", text, field="free", item=item.name)
        left, missing = take(left, line.item_id, line.quantity)
        if missing:
            text = N_(
                "{item} is not free any more in this period of the tier. Take it at its price."
            )
            refuse("free_used_up", text, field="free", item=item.name)


def _sessions(ticket: Ticket, book: PriceBook) -> dict[str, Use]:
    """RULES 25: the session that each line takes from its pack, in the order of the lines."""
    left = {uid: pack.lots for uid, pack in book.packs.items()}
    taken: dict[str, Use] = {}
    for line in ticket.lines:
        item = book.items.get(line.item_id)
        if item is not None and uses_pack(line.source, item.kind):
            pack = book.packs.get(line.source)
            if pack is None or line.item_id not in pack.item_ids or line.quantity != 1:
                _refuse_session(item)
            (taken[line.uid],) = next_uses(left[line.source], 1)
            left[line.source] = without(left[line.source], [taken[line.uid]])
    return taken


def _price_line(line: Line, book: PriceBook, session: Use | None) -> _Left:
    item = book.items.get(line.item_id)
    if item is None or item.retired:
        name = item.name if item else f"#{line.item_id}"
        refuse(
            "item_gone",
            N_("{item} is no longer on the price list. Remove its line to go on."),
            item=name,
        )
    unit = unit_price(line, item, book) if session is None else session.unit_value
    amount = unit * line.quantity
    if session is not None:
        tax_ids = frozenset[int]() if book.packs[line.source].taxed else item.tax_ids
        return _Left(line, item, unit, amount, 0, tax_ids, session)
    member_off = amount if line.free_with else _member_off(item, line.quantity, amount, book)
    return _Left(line, item, unit, amount, member_off, item.tax_ids)


def _with_coupon(
    ticket: Ticket, book: PriceBook, left: Sequence[_Left]
) -> tuple[list[_Left], int, bool]:
    """The lines less what the ticket's voucher takes off them, how much more it needs, and whether
    there is nothing to pay that it is for. Refuses one that the ticket may not use."""
    if not ticket.coupon:
        return list(left), 0, False
    if book.coupon is None:
        refuse(
            "coupon_gone",
            N_(
                "The voucher is used or cancelled, has ended or is another client's. Take it off "
                "the ticket."
            ),
            field="coupon",
        )
    lines = [(each.item.id, each.net if each.is_discountable else 0) for each in left]
    offs = book.coupon.offs(lines)
    cheaper = [replace(each, coupon_off=off) for each, off in zip(left, offs, strict=True)]
    is_idle = not any(net for item_id, net in lines if book.coupon.is_for(item_id))
    return cheaper, book.coupon.missing(lines), is_idle


def _coupon_for(book: PriceBook) -> tuple[str, ...]:
    """What the ticket's voucher is for, by name; nothing where it is for everything."""
    ids = book.coupon.item_ids if book.coupon else frozenset[int]()
    return tuple(book.items[item_id].name for item_id in sorted(ids) if item_id in book.items)


def _with_discount(left: _Left) -> _Left:
    discount = left.line.discount
    if discount is None:
        return left
    if not left.is_discountable:
        _refuse_prepaid(left.item)
    return replace(left, line_off=discount_amount(discount, left.net))


def _member_off(item: Item, quantity: int, amount: int, book: PriceBook) -> int:
    """RULES 1: the better of percent and member price, never both, never a surcharge."""
    benefit = book.benefits.get(item.id)
    if benefit is None or item.kind is ItemKind.PREPAID:
        return 0
    by_percent = half_up(Fraction(amount * benefit.percent_bp, BASIS_POINTS))
    by_price = amount - benefit.member_price * quantity if benefit.member_price is not None else 0
    return max(by_percent, by_price)


def discount_amount(discount: Discount, left: int) -> int:
    """RULES 2: a percent of what is left, half up, or an amount no greater than what is left.

    Refuses one that is both, nothing, negative, or above what is left.
    """
    if discount.percent_bp and discount.amount:
        refuse(
            "percent_and_amount",
            N_("A discount is a percent or an amount, not both."),
            field="discount",
        )
    if discount.percent_bp:
        if not 0 < discount.percent_bp <= BASIS_POINTS:
            refuse(
                "bad_percent",
                N_("A discount is more than 0 % and at most 100 %."),
                field="discount",
            )
        return half_up(Fraction(left * discount.percent_bp, BASIS_POINTS))
    if discount.amount <= 0:
        refuse("bad_discount", N_("A discount is more than zero."), field="discount")
    if discount.amount > left:
        refuse(
            "discount_too_large",
            N_("The discount is larger than what is left to pay: {left}."),
            field="discount",
            left=Amount(left),
        )
    return discount.amount


def _ticket_discounts(
    discounts: Sequence[Discount], left: Sequence[_Left]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The amount of each ticket discount, and each line's part of them all (RULES 2, 3)."""
    nets = [line.net if line.is_discountable else 0 for line in left]
    spread = [0] * len(left)
    offs: list[int] = []
    for discount in discounts:
        off = discount_amount(discount, sum(nets))
        parts = share(off, nets)
        nets = [net - part for net, part in zip(nets, parts, strict=True)]
        spread = [so_far + part for so_far, part in zip(spread, parts, strict=True)]
        offs.append(off)
    return tuple(offs), tuple(spread)


def _tax_over_lines(
    tax: Tax, left: Sequence[_Left], nets: Sequence[int], book: PriceBook
) -> tuple[int, ...]:
    """RULES 4: each line's part of one tax, rounded over the sale or per line as set."""
    exact = [_exact_tax(tax, line.tax_ids, net, book) for line, net in zip(left, nets, strict=True)]
    if book.tax_rounding is TaxRounding.LINE:
        return tuple(half_up(part) for part in exact)
    return share(half_up(sum(exact, Fraction(0))), exact)


def _exact_tax(tax: Tax, tax_ids: frozenset[int], net: int, book: PriceBook) -> Fraction:
    if book.tax_mode is TaxMode.NONE or tax.id not in tax_ids:
        return Fraction(0)
    if book.tax_mode is TaxMode.EXCLUSIVE:
        return Fraction(net * tax.rate_ppm, MILLION)
    rates = sum(other.rate_ppm for other in book.taxes if other.id in tax_ids)
    return Fraction(net * tax.rate_ppm, MILLION + rates)


def _bill_line(left: _Left, ticket_off: int, taxes: tuple[int, ...], mode: TaxMode) -> BillLine:
    net = left.net - ticket_off
    return BillLine(
        line=left.line,
        item=left.item,
        unit_price=left.unit_price,
        list_amount=left.list_amount,
        member_off=left.member_off,
        line_off=left.line_off,
        ticket_off=left.coupon_off + ticket_off,
        net=net,
        taxes=taxes,
        payable=net + sum(taxes) if mode is TaxMode.EXCLUSIVE else net,
        session=left.session,
        coupon_off=left.coupon_off,
        tax_ids=left.tax_ids,
    )


def _tax_amounts(lines: Sequence[BillLine], book: PriceBook) -> tuple[TaxAmount, ...]:
    """Every tax with the net it lies on; a salon without tax has none."""
    if book.tax_mode is TaxMode.NONE:
        return ()
    return tuple(
        TaxAmount(
            tax=tax,
            base=sum(line.net for line in lines if tax.id in line.tax_ids),
            amount=sum(line.taxes[i] for line in lines),
        )
        for i, tax in enumerate(book.taxes)
    )


def _refuse_session(item: Item) -> NoReturn:
    refuse(
        "pack_not_for",
        N_("The pack is not for {item}, or the line has more than one. Look at it again."),
        field="pack",
        item=item.name,
    )


def _refuse_prepaid(item: Item) -> None:
    refuse(
        "prepaid_has_its_price",
        N_("{item} is prepaid and has its own price. Take the discount off this line."),
        item=item.name,
    )
