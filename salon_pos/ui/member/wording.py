"""How cards are called, what state they are in, and how a client's money can change hands."""

from collections.abc import Iterator

from salon_pos.db.queries import catalog
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui.theme import ChipTone

KIND_WORDS = {
    CardKind.STORED_VALUE: N_("Stored-value card"),
    CardKind.DISCOUNT: N_("Discount card"),
    CardKind.PACK: N_("Pack card"),
    CardKind.PERIOD: N_("Period card"),
}
"""What each kind of card is called, in English."""


def card_words(card: Card) -> str:
    """What a card is, and what it gives or until when it is good."""
    return " · ".join([_(KIND_WORDS[card.kind]), *_terms(card)])


def _terms(card: Card) -> Iterator[str]:
    if card.discount_bp:
        yield screen().discount(card.discount_bp)
    if card.valid_until:
        yield _("until {day}", day=screen().date(card.valid_until))


def card_gives(kind: CardKind) -> str:
    """What a card of this kind is for, in a sentence."""
    return {
        CardKind.STORED_VALUE: _("It keeps money that was paid in, and pays with it."),
        CardKind.DISCOUNT: _("It keeps money, and takes its percent off while it does."),
        CardKind.PACK: _("Scanned at the counter, it opens the client with their packs."),
        CardKind.PERIOD: _("It takes its percent off services to the end of its last day. It keeps "
                           "no money."),
    }[kind]  # fmt: skip


def state_words(state: CardState) -> tuple[str, ChipTone]:
    """A card's state, and the tone of its chip."""
    said: dict[CardState, tuple[str, ChipTone]] = {
        CardState.ACTIVE: (_("active"), "ok"),
        CardState.FROZEN: (_("frozen"), "info"),
        CardState.LOST: (_("lost"), "warn"),
        CardState.REPLACED: (_("replaced"), "neutral"),
        CardState.CLOSED: (_("closed"), "neutral"),
    }
    return said[state]


def money_methods() -> list[tuple[int, str]]:
    """The means by which money is taken and paid back, in the order of the pay screen."""
    methods = catalog.tender_methods().values()
    return [(m.id, _(m.name)) for m in methods if m.kind.is_recorded and not m.retired]
