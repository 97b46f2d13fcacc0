"""The question about rules that are allowed and surely a mistake."""

from collections.abc import Callable

from salon_pos.domain.explain import Sentence
from salon_pos.i18n import _, screen
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.confirm import Confirm


def ask_first(
    shell: Shell, doubt: Sentence | None, known: Sentence | None, then: Callable[[], object]
) -> None:
    """Do `then`, after a question where there is a doubt. What was asked about when it was saved
    before, `known`, is not asked again."""
    if doubt is None or doubt == known:
        then()
        return
    question = Confirm(
        shell, _("Save all the same?"), screen().sentence(doubt), yes=_("Save all the same"),
        no=_("Back to the form"), danger=False,
    )  # fmt: skip
    question.accepted.connect(then)
    shell.slide_over(question)
