"""What a typed or scanned code stands for: a voucher of either kind or a gift card, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from salon_pos.db.queries import balances, coupons, value
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item
from salon_pos.domain.lots import good, held
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Ticket
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui.member.voucher_words import Given, item_names, name_of, terms, worth
from salon_pos.usecases.codes import typed_code
from salon_pos.usecases.vouchers import check_alive

SHORTEST = 4
"""Fewer letters and digits are no code of ours."""


@dataclass(frozen=True, slots=True)
class Known:
    """`name` says what it is and what it is worth, `terms` its conditions and until when. It `pays`
    when payment is taken, or lowers the price. `client_id` is whose alone it is (None: whoever has
    it); `trouble` why it is good for nothing, whoever shows it."""

    code: str
    name: str
    terms: str
    pays: bool
    client_id: int | None = None
    trouble: Refusal | None = None

    def why_not(self, ticket: Ticket) -> Refusal | None:
        """Why it is good for nothing on this ticket."""
        if self.trouble is None and self.client_id not in (None, ticket.client_id):
            return Refusal("voucher_other", N_("This voucher is another client's. Put that client "
                                               "on the ticket, or pay another way."))  # fmt: skip
        return self.trouble

    @property
    def words(self) -> str:
        """Both in one line."""
        return " · ".join(part for part in (self.name, self.terms) if part)


def known_code(typed: str, items: Mapping[int, Item], day: date) -> Known | None:
    """What a code stands for on this business day; None where no voucher or gift card has it."""
    code = typed_code(typed)
    if len(code) < SHORTEST:
        return None
    given = coupons.given(code)
    if given is not None and given.code == code:
        return _voucher(given, items, day)
    card = value.gift_card(code)
    return _gift_card(*card, day) if card and card[1] == code else None


def _voucher(given: Given, items: Mapping[int, Item], day: date) -> Known:
    is_coupon = isinstance(given, GivenCoupon)
    name = f"{name_of(given, screen())} {worth(given, screen())}"
    _told, *conditions = terms(given, items)
    names = screen().several(item_names(given, items))
    for_items = [_("only for {items}", items=names)] if names else []
    return Known(
        given.code, name, " · ".join([*for_items, *conditions]), not is_coupon, given.client_id,
        _trouble(given, day),
    )  # fmt: skip


def _trouble(given: Given, day: date) -> Refusal | None:
    ticket = Ticket("", given.given_at, client_id=given.client_id)
    try:
        check_alive(given, ticket, day)
    except Refusal as refusal:
        return refusal
    return None


def _gift_card(uid: str, code: str, day: date) -> Known:
    lots = good(balances.lots(ledger.gift_card(uid)), day)
    left = held(lots)
    name = f"{_('Gift card')} {screen().money(left)}"
    ends = min((lot.expires for lot in lots if lot.expires), default=None)
    until = _("until {day}", day=screen().date(ends)) if ends else _("no end")
    empty = Refusal("gift_card_empty", N_("Nothing is left on this gift card."))
    return Known(code, name, until if left else "", True, trouble=None if left else empty)
