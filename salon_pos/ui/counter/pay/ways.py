"""What stands on the pay panel to pay with: the payer's balances first, then money, then codes."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from salon_pos.domain.catalog import TenderKind, TenderMethod
from salon_pos.domain.offers import Offer
from salon_pos.i18n import _, screen

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
    a code (`asks`). `named` tells it from another of its kind."""

    method: TenderMethod
    offer: Offer | None = None
    asks: bool = False
    named: bool = False

    @property
    def key(self) -> Hashable:
        """What tells it from the others: its means' id where that is enough."""
        if self.asks:
            return (self.method.id, "?")
        source = self.offer.source if self.offer else ""
        return (self.method.id, source) if self.offer and self.offer.name else self.method.id

    @property
    def label(self) -> str:
        """Its name."""
        if self.asks and self.method.kind is TenderKind.STORED_VALUE:
            return _("Another client's card")
        return _(self.method.name)

    def detail(self, *, short: bool) -> str:
        """What it can pay, or what it waits for; of money only the figure where it is `short`."""
        if self.asks:
            return _("type or scan")
        if self.offer is None:
            return ""
        most = (screen().price if short else screen().money)(self.offer.most)
        if self.offer.kind is TenderKind.POINTS:
            return _("up to {amount}", amount=most)
        said = most if short else _("{amount} available", amount=most)
        return f"{self.offer.name[-4:]} · {said}" if self.named else said


def ways(
    taken_here: Sequence[TenderMethod],
    methods: dict[TenderKind, TenderMethod],
    offers: Sequence[Offer],
) -> tuple[Way, ...]:
    """Every way to pay on this ticket, in the order of the panel."""
    by_id = {method.id: method for method in methods.values()}
    kinds = [offer.kind for offer in offers]
    own = [
        Way(by_id[offer.method_id], offer, named=bool(offer.name) and kinds.count(offer.kind) > 1)
        for offer in offers
        if offer.method_id in by_id
    ]
    money = [Way(method) for method in taken_here]
    codes = [Way(methods[kind], asks=True) for kind in BY_CODE if kind in methods]
    return (*own, *money, *codes)
