"""What a voucher of either kind is called, what it is worth, its conditions and its state."""

from collections.abc import Iterator, Mapping
from datetime import date

from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.queries.value import Voucher
from salon_pos.domain.catalog import Item
from salon_pos.i18n import P_, Words, _, screen
from salon_pos.ui.widgets.rows import Mark

Given = Voucher | GivenCoupon


def name_of(given: Given, say: Words) -> str:
    """What it is called; a cash voucher has no name of its own."""
    return given.coupon.name if isinstance(given, GivenCoupon) else say.text("Cash voucher")


def worth(given: Given, say: Words) -> str:
    """What it pays, or what it takes off."""
    if isinstance(given, Voucher):
        return say.money(given.face)
    off = given.coupon
    return say.money(off.amount) if off.amount else say.discount(off.percent_bp)


def takes_percent(given: Given) -> bool:
    """Whether it takes off a share of the price, and no amount."""
    return isinstance(given, GivenCoupon) and not given.coupon.amount


def item_names(given: Given, items: Mapping[int, Item]) -> list[str]:
    """What it is for, of those on the price list; nothing where it is for everything."""
    ids = given.coupon.item_ids if isinstance(given, GivenCoupon) else frozenset[int]()
    return [items[id_].name for id_ in sorted(ids) if id_ in items]


def terms(given: Given, items: Mapping[int, Item]) -> Iterator[str]:
    """What it does, until when, which nobody may miss, and from which bill on."""
    said = given.coupon.name if isinstance(given, GivenCoupon) else _("pays")
    names = screen().several(item_names(given, items))
    yield _("{voucher}, for {items}", voucher=said, items=names) if names else said
    until = given.expires
    yield _("until {day}", day=screen().date(until)) if until else _("no end")
    if given.least:
        yield _("from {sum}", sum=screen().money(given.least))


def state(given: Given, today: date) -> Mark:
    """Whether it is still good on this business day, and why not."""
    if given.is_cancelled:
        return Mark(P_("voucher", "cancelled"), "neutral")
    if given.used_by:
        return Mark(P_("voucher", "used"), "neutral")
    if given.expires and given.expires < today:
        return Mark(P_("voucher", "ended"), "neutral")
    return Mark(P_("voucher", "good"), "ok")
