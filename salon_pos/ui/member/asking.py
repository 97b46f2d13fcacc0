"""A deed that was refused for want of a second person's word: it is asked for, then tried again."""

from collections.abc import Callable

from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import screen
from salon_pos.ui.approval import for_deed
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell

NEEDS_WORD = "needs_manager"
"""The key of such a refusal."""


def ask_word(
    shell: Shell, desk: Desk, refusal: Refusal, then: Callable[[str], None], *, subject: str,
    amount: int,
) -> None:  # fmt: skip
    """Ask for a manager's word for the deed `subject` over `amount` that was refused without one;
    the word's uid goes to `then`."""
    question = for_deed(shell, desk, screen().sentence(refusal), subject=subject, amount=amount)
    question.approved.connect(then)
    shell.slide_over(question)
