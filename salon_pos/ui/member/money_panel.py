"""Money that changes hands beside a sale: how much, by which means, and one key to do it."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.money import parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.asking import NEEDS_WORD, ask_word
from salon_pos.ui.member.wording import money_methods
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.select import Select
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deed import new_uid

WIDE = 560
IN_SIGHT = 5  # means of payment; more are in a list that opens


def method_input(label: str) -> Choice | Select:
    """By which means of payment; the first one is chosen."""
    options = money_methods()
    if len(options) <= IN_SIGHT:
        return Choice(label, options)
    return Select(label, options, words=(_("Search"), _("Clear")), value=options[0][0])


class MoneyPanel(Panel):
    """What every such panel has. A subclass says `title`, adds what leads to the amount to `body`
    before `finish()`, and does its deed in `perform`. A manager's word is asked for where the deed
    is refused without one; the subclass says in `word_for` what it is for."""

    word_for: ClassVar[WordFor]

    def __init__(self, shell: Shell, desk: Desk, title: str) -> None:
        super().__init__(shell, width=WIDE)
        self.shell, self.desk = shell, desk
        self.uid, self.word = new_uid(), ""
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        self.go = Button("", "primary", key="Enter")
        self.no = Button(_("Cancel"), "secondary", key="Esc")
        self.go.clicked.connect(self.do)
        self.no.clicked.connect(self.dismiss)

    def finish(self, words: str) -> None:
        """Put the keys below what was added; `words` are what its one key says."""
        self.go.set_label(words)
        keys = QHBoxLayout()
        keys.setSpacing(theme.tokens().s)
        keys.addStretch(1)
        keys.addWidget(self.no)
        keys.addWidget(self.go)
        self.body.addLayout(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do()
        else:
            super().keyPressEvent(event)

    def do(self) -> None:
        """Do it; what was typed may be refused before that."""
        try:
            self.perform()
        except Refusal as refusal:
            self.refused(refusal)

    def perform(self) -> None:
        """The deed, by `self.desk.perform`, with what was typed; may refuse what was typed."""
        raise NotImplementedError

    def amount(self) -> int:
        """How much the deed moves, for a manager's word."""
        raise NotImplementedError

    def inputs(self) -> dict[str, QWidget]:
        """The inputs by the name that refusals use; the first also says what names none."""
        raise NotImplementedError

    def refused(self, refusal: Refusal) -> None:
        """Say it beside its input, or ask for the word that is missing."""
        if refusal.key == NEEDS_WORD:
            ask_word(self.shell, self.desk, refusal, self._with_word,
                     subject=self.word_for.subject(self.uid), amount=self.amount())  # fmt: skip
            return
        inputs: dict[str, Any] = self.inputs()
        first = next(iter(inputs.values()))
        inputs.get(refusal.field, first).set_error(screen().sentence(refusal))

    def _with_word(self, word: str) -> None:
        self.word = word
        self.do()

    def money_field(self, label: str, value: int) -> Field:
        """An input of an amount, with what it will mostly be."""
        currency = self.desk.settings.currency
        shown = screen().money(value, symbol=False)
        return Field(label, "money", value=shown, before=currency.symbol, big=True)

    def typed(self, field: Field) -> int:
        """What was typed as an amount; refuses what is none."""
        return parse_money(field.value(), self.desk.settings.currency, field="amount")
