"""What is to be done after something was paid back: the sentence says by which means, and how
much."""

from collections.abc import Mapping

from salon_pos.domain.money import Amount
from salon_pos.i18n import _


def to_hand_over(cash: int, sent: Mapping[str, int], done: str) -> list[str]:
    """`done`, after what is to be handed over in cash, and what is to be `sent` by each means of
    payment."""
    parts = [_("Pay back {amount} by {tender}.", amount=Amount(amount), tender=_(name))
             for name, amount in sent.items()]  # fmt: skip
    if cash:
        done = _("Hand over {amount} in cash. {done}", amount=Amount(cash), done=done)
    return [*parts, done]
