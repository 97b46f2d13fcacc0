"""What stands on the pay panel to pay with: the payer's balances first, then money, then codes."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.holdings import NOT_FOR_PREPAID
from salon_pos.domain.offers import Offer
from salon_pos.i18n import _, screen
from salon_pos.ui.counter.pay.tendering import Entry
from salon_pos.usecases.offers import Shut

ICONS = {
    TenderKind.CASH: "banknote",
    TenderKind.CARD: "credit-card",
    TenderKind.WALLET: "qr-code",
    TenderKind.TRANSFER: "landmark",
    TenderKind.OTHER: "wallet",
    TenderKind.STORED_VALUE: "wallet",
    TenderKind.POINTS: "coins",
    TenderKind.GIFT_CARD: "gift",
    TenderKind.VOUCHER: "ticket",
    TenderKind.DEPOSIT: "hand-coins",
    TenderKind.ON_ACCOUNT: "file-text",
    TenderKind.PLATFORM: "store",
}
BY_CODE = (
    TenderKind.GIFT_CARD, TenderKind.VOUCHER, TenderKind.PLATFORM, TenderKind.STORED_VALUE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One key of the pay panel: a means with the balance it takes from, or one that first asks for
    a code (`asks`). `named` tells it from another of its kind, by its code or as another one. One
    that is shut says why (`off`)."""

    method: TenderMethod
    offer: Offer | None = None
    asks: bool = False
    named: bool = False
    off: str = ""

    @property
    def key(self) -> Hashable:
        """What tells it from the others: its means' id where that is enough."""
        if self.asks:
            return (self.method.id, "?")
        source = self.offer.source if self.offer else ""
        return (self.method.id, source) if self.offer and self.offer.name else self.method.id

    @property
    def label(self) -> str:
        """Its name; of another client's card, whose it is. The code of a voucher may be of either
        kind."""
        if self.asks and self.method.kind is TenderKind.VOUCHER:
            return _("Voucher")
        if self.asks and self.named and self.method.kind is TenderKind.GIFT_CARD:
            return _("Another gift card")
        if self.asks and self.method.kind is TenderKind.STORED_VALUE:
            return _("Another client's card")
        if self.offer and self.offer.holder:
            return _("Card of {name}", name=self.offer.holder)
        return _(self.method.name)

    def detail(self, taken: int = 0, *, short: bool) -> str:
        """What it can still pay after `taken` minor units of it, or what it waits for; of money
        only the figure where it is `short`."""
        if self.off:
            return ""
        if self.asks:
            return _("type or scan")
        if self.offer is None:
            return ""
        left = max(0, self.offer.most - taken)
        most = (screen().price if short else screen().money)(left)
        if self.offer.kind is TenderKind.POINTS:
            return self._points(left, most, short=short)
        said = most if short else _("{amount} available", amount=most)
        return f"{self.offer.name[-4:]} · {said}" if self.named else said

    def _points(self, left: int, most: str, *, short: bool) -> str:
        assert self.offer is not None
        if short:
            return _("up to {amount}", amount=most)
        points = left // self.offer.step * self.offer.points_step
        return _("up to {amount} · {n} points", amount=most, n=screen().number(points))


def ways(
    taken_here: Sequence[TenderMethod],
    methods: dict[TenderKind, TenderMethod],
    offers: Sequence[Offer],
    shut: Sequence[Shut] = (),
    *,
    only_prepaid: bool = False,
) -> tuple[Way, ...]:
    """Every way to pay on this ticket, in the order of the panel; what is `shut` stands where it
    would stand, a debt last. `only_prepaid` shuts what buys no prepaid."""
    by_id = {method.id: method for method in methods.values()}
    kinds = [offer.kind for offer in offers]
    own = [
        Way(by_id[offer.method_id], offer, named=bool(offer.name) and kinds.count(offer.kind) > 1)
        for offer in offers
        if offer.method_id in by_id
    ]
    money = [Way(method) for method in taken_here]
    codes = [
        Way(methods[kind], asks=True, named=kind in kinds) for kind in BY_CODE if kind in methods
    ]
    stopped = [Way(by_id[one.method_id], off=screen().sentence(one.why)) for one in shut]
    debts = [way for way in stopped if way.method.kind is TenderKind.ON_ACCOUNT]
    found = (*(way for way in stopped if way not in debts), *own, *money, *codes, *debts)
    return tuple(map(_without_prepaid, found)) if only_prepaid else found


def place_of(ways: Sequence[Way], entry: Entry) -> int:
    """The place of the way by which an entry pays."""
    sources = [(way.method.id, way.offer.source if way.offer else "") for way in ways]
    return sources.index((entry.method_id, entry.source))


def no_prepaid() -> str:
    """Why value does not pay what is left."""
    return _("What is prepaid is bought with money. Choose a tender of money for it.")


def _without_prepaid(way: Way) -> Way:
    if way.off or way.method.kind not in NOT_FOR_PREPAID:
        return way
    return replace(way, off=_("prepaid is bought with money"))
