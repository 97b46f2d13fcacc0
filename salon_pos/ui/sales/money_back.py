"""What of a refund or a void is money, and what returns to a card, a pack, points or an account."""

from collections.abc import Iterator

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.consequences import Consequence, consequences
from salon_pos.domain.money import Amount
from salon_pos.domain.reversal import Reversal
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.hand_over import to_hand_over
from salon_pos.ui.widgets.figures import Headline
from salon_pos.ui.widgets.paragraph import Paragraph

HELD = frozenset({TenderKind.STORED_VALUE, TenderKind.GIFT_CARD, TenderKind.DEPOSIT})
"""What returns under the name of its consequence."""


class MoneyBack(Headline):
    """The money for the client's hand or bank, large; below it what returns to what they hold."""

    def __init__(self) -> None:
        super().__init__(_("Goes back to the client"), screen().money(0), "figure", tone="muted")
        self.held = Paragraph("", "small")
        self.held.hide()
        self.column.addWidget(self.held)

    def show_back(self, reversal: Reversal | None) -> None:
        """Of this refund; None while nothing is chosen."""
        money = reversal.money if reversal else 0
        self.tell(screen().money(money), "ink" if money else "muted")
        held = " · ".join(held_words(reversal)) if reversal else ""
        self.held.setText(held)
        self.held.setVisible(bool(held))


def held_words(reversal: Reversal) -> Iterator[str]:
    """What returns to a card, a pack, points or an account, and pays no money."""
    for said in consequences(reversal):
        if words := _held(said):
            yield words


def _held(said: Consequence) -> str:
    if said.kind == "sessions":
        return n_("{n} session back on its pack", "{n} sessions back on their pack", said.amount)
    if said.kind == TenderKind.POINTS:
        return n_("{n} point back", "{n} points back", said.amount)
    if said.kind == TenderKind.ON_ACCOUNT:
        return _("{amount} less owed on account", amount=Amount(said.amount))
    if said.kind in HELD:
        return f"{screen().text(said.title, **said.values)} {screen().money(said.amount)}"
    return ""


def to_do(reversal: Reversal | None, done: str) -> str:
    """`done`, after what is to be handed over or sent and before what returned by itself."""
    if reversal is None:
        return done
    parts = to_hand_over(reversal.cash, reversal.paid_out, done)
    held = " · ".join(held_words(reversal))
    return screen().together([*parts, *([held] if held else [])])
