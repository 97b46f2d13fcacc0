"""How items, lines and tickets are said on the counter, in the screens' language."""

from datetime import datetime

from salon_pos.domain.catalog import HairLength, Item, ItemKind, PriceBook, Pricing
from salon_pos.domain.money import BASIS_POINTS
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import Bill, BillLine
from salon_pos.domain.ticket import Discount, Line
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui.counter.shop import Shop
from salon_pos.ui.theme import ChipTone
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.tiles import Tile

LOW_STOCK = 3
STAFF_TONES: tuple[ChipTone, ...] = ("accent", "info", "neutral", "ok")


def tile(item: Item, plan: Plan | None = None, *, had: str = "") -> Tile:
    """An item as a touch tile: a prepaid one with its `plan`, one that the client `had` paid ahead
    ("pack") or has free with their tier ("free") with its mark."""
    marks = {"pack": Mark(_("Pack"), "accent"), "free": Mark(_("Free"), "accent")}
    return Tile(
        key=item.id, title=item.name, subtitle=under_name(item, plan), price=price_tag(item),
        mark=marks.get(had) or stock_mark(item),
    )  # fmt: skip


def price_tag(item: Item) -> str:
    """¥128, from ¥128, or that it is settled at the counter."""
    if item.pricing is Pricing.OPEN:
        return P_("price", "Open price")
    price = screen().price(item.from_price)
    if item.pricing is Pricing.FIXED:
        return price
    return P_("price", "from {price}", price=price)


def under_name(item: Item, plan: Plan | None = None) -> str:
    """How long it takes and what its price goes by; how many there are of a product; what comes
    with what is prepaid."""
    if plan is not None:
        return _plan_words(plan)
    if item.kind is ItemKind.PRODUCT:
        return "" if item.stock is None else _("{n} in stock", n=item.stock)
    parts = [_("{min} min", min=item.minutes)] if item.minutes else []  # short enough for a tile
    by = {
        Pricing.LEVEL: _("by level"),
        Pricing.STAFF: _("by person"),
        Pricing.LENGTH_LEVEL: _("by length"),
    }.get(item.pricing)
    if item.is_addon:
        parts.append(_("add-on"))
    return " · ".join([*parts, by] if by else parts)


def _plan_words(plan: Plan) -> str:
    parts: list[str] = []
    if plan.kind is PrepaidKind.TOP_UP and plan.bonus:
        parts.append(_("bonus {amount}", amount=screen().price(plan.bonus)))
    if plan.kind is PrepaidKind.PACK:
        both = f"{plan.bought} + {plan.given}" if plan.given else str(plan.bought)
        parts.append(_("{n} sessions", n=both))
    if plan.kind is PrepaidKind.GIFT_CARD:
        parts.append(_("pays like money"))
    if plan.kind is PrepaidKind.DEPOSIT:
        parts.append(_("taken ahead"))
    return " · ".join(parts)


def stock_mark(item: Item) -> Mark | None:
    """A word where a product runs out."""
    if item.kind is not ItemKind.PRODUCT or item.stock is None or item.stock > LOW_STOCK:
        return None
    return Mark(_("Low"), "warn") if item.stock > 0 else Mark(_("None left"), "bad")


def length_word(length: HairLength) -> str:
    """A hair length as the client says it."""
    return {
        HairLength.SHORT: _("Short"),
        HairLength.MEDIUM: _("Medium"),
        HairLength.LONG: _("Long"),
        HairLength.EXTRA_LONG: _("Very long"),
    }[length]


def line_row(
    line: Line,
    shop: Shop,
    *,
    item: Item | None,
    priced: BillLine | None,
    whose: str,
    free_with: str,
):
    """A ticket line as a row: who does it, how many, for whom, its price and the old one;
    `free_with` is the name of the tier that it is free with."""
    price = line_price(priced) if priced else None
    free = _("free with {tier}", tier=free_with) if free_with else ""
    changed = priced is not None and price != priced.list_amount
    words = screen()
    return Row(
        key=line.uid,
        title=item.name if item else _("Item {id}", id=line.item_id),
        note=_("for {name}", name=whose) if whose else "",
        chips=staff_chips(line, shop, item),
        subtitle=" · ".join(filter(None, (_details(line, shop, item, priced), free))),
        figure=words.money(price) if price is not None else "",
        figure_note=words.money(priced.list_amount) if priced and changed else "",
        struck=changed,
        icon="corner-down-right" if line.parent else "",
    )


def line_price(priced: BillLine) -> int:
    """What a line costs before discounts on the whole and taxes on top, in minor units."""
    return priced.list_amount - priced.member_off - priced.line_off


def card_percents(bill: Bill, book: PriceBook) -> list[str]:
    """What the payer's cards take off its lines; nothing where their tier gives more."""
    off: set[int] = set()
    for line in bill.lines:
        benefit = book.benefits.get(line.item.id)
        if benefit is None or not benefit.by_card or line.line.free_with:
            continue
        at_price = line.unit_price if benefit.member_price is None else benefit.member_price
        if line.member_off > line.list_amount - at_price * line.line.quantity:
            off.add(benefit.percent_bp)
    return [_("card {percent}", percent=screen().discount(bp)) for bp in sorted(off)]


def staff_chips(line: Line, shop: Shop, item: Item | None) -> tuple[Mark, ...]:
    """Who does it, with their part where it is shared; a word where nobody does it yet."""
    if not line.staff:
        needed = item is None or item.kind is ItemKind.SERVICE
        return (Mark(_("Who does it?"), "warn"),) if needed else ()
    alone = len(line.staff) == 1
    marks: list[Mark] = []
    places = {member.id: place for place, member in enumerate(shop.serving)}
    for credit in line.staff:
        member = shop.staff.get(credit.staff_id)
        name = member.name if member else "?"
        part = "" if alone else f" {screen().percent(credit.part_bp)}"
        tone = STAFF_TONES[places.get(credit.staff_id, 0) % len(STAFF_TONES)]
        marks.append(Mark(f"{name}{part}", tone))
    return tuple(marks)


def _details(line: Line, shop: Shop, item: Item | None, priced: BillLine | None) -> str:
    parts: list[str] = []
    if line.quantity > 1 or (item and item.kind is ItemKind.PRODUCT):
        parts.append(f"× {line.quantity}")
    level = shop.level_of(line.lead) if line.lead else None
    if level and item and item.pricing in (Pricing.LEVEL, Pricing.LENGTH_LEVEL):
        parts.append(_(level.name))
    if line.length:
        parts.append(length_word(line.length))
    if priced and priced.session:
        parts.append(_("from the pack"))
    if line.requested:
        parts.append(_("requested"))
    if line.discount and priced:
        parts.append(_off(line.discount, priced.line_off))
    return " · ".join(parts)


def _off(discount: Discount, amount: int) -> str:
    if discount.percent_bp:
        return screen().discount(discount.percent_bp)
    return screen().money(-amount)


def discount_words(discount: Discount, shop: Shop) -> str:
    """A discount as its reason and how much it takes off: "Regular client 10 % off"."""
    reason = shop.reasons.get(discount.reason_id)
    name = _(reason.name) if reason else "?"
    if not discount.percent_bp:
        return name
    return f"{name} {screen().discount(min(discount.percent_bp, BASIS_POINTS))}"


def lines_word(count: int) -> str:
    """How many lines a ticket has."""
    return n_("{n} line", "{n} lines", count)


def waited(opened_at: datetime, now: datetime) -> str:
    """How long a ticket has been open."""
    return screen().minutes(max(0, int((now - opened_at).total_seconds()) // 60))


def discounts_by_reason(bill: Bill, given: tuple[Discount, ...], shop: Shop) -> dict[str, int]:
    """What every reason takes off in all, in minor units, lines and ticket together."""
    sums: dict[str, int] = {}
    on_lines = [(p.line.discount, p.line_off) for p in bill.lines if p.line.discount]
    on_ticket = zip(given, bill.discounts, strict=True)
    for discount, amount in (*on_lines, *on_ticket):
        reason = shop.reasons.get(discount.reason_id) if discount else None
        name = _(reason.name) if reason else "?"
        sums[name] = sums.get(name, 0) + amount
    return sums
