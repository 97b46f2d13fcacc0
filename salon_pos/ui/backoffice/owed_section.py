"""What is owed: the salon's debts to its clients and what others owe it, by kind."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from salon_pos.db.queries.owed_in_all import PREPAID, TO_US, OwedInAll, owed_in_all
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.section import Section, widest_card
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text


class OwedSection(Section):
    """It only reads, beside the window's thread: the whole ledger is summed."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.rows: dict[str, TotalRow] = {}
        self.card = Card(pad=False)
        self.card.setMaximumWidth(widest_card())
        self.column = ScrollColumn(pad=theme.tokens().l + 2)
        self.column.body.setSpacing(theme.tokens().s)
        self.card.body.addWidget(self.column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)

    def shown(self) -> None:
        if self.desk.may(Right.EDIT_RULES):
            self.desk.work(lambda _task: owed_in_all(), then=self._show)
        else:
            self._say(
                "lock", _("Only a manager or an owner sees this. Ask one of them to sign in.")
            )

    def take_focus(self) -> None:
        self.column.setFocus()

    def _say(self, icon: str, sentence: str) -> None:
        self._empty()
        self.column.body.addWidget(EmptyState(icon, sentence), 1)

    def _empty(self) -> None:
        clear(self.column.body)
        self.rows = {}

    def _show(self, owed: OwedInAll) -> None:
        if not isValid(self):
            return
        if not any(one.holders for one in owed.kinds.values()):
            self._say(
                "wallet", _("Nothing is owed. Top-ups, packs and points will be summed here.")
            )
            return
        self._empty()
        money = screen().money
        self._title(_("What is owed"), _("As the books have it now, all clients together."))
        self._heading(_("Paid or given ahead"))
        for kind, words in _words().items():
            if kind in PREPAID:
                self._row(kind, words, money(owed.kinds[kind].amount), owed)
        self._total(_("Total"), money(owed.prepaid))
        self._heading(_("Points"))
        for kind in ("points", "points_debt"):
            self._row(kind, _words()[kind], screen().number(owed.kinds[kind].amount), owed)
        if owed.points_worth is not None:
            self._total(_("Worth as money"), money(owed.points_worth))
        self._heading(_("Owed to us"))
        for kind in TO_US:
            self._row(kind, _words()[kind], money(owed.kinds[kind].amount), owed)
        self._total(_("Total"), money(owed.to_us))
        self.column.body.addStretch(1)

    def _title(self, words: str, note: str) -> None:
        self.column.body.addWidget(Text(words, "lead", weight=500))
        self.column.body.addWidget(Paragraph(note, "small", tone="muted"))

    def _heading(self, words: str) -> None:
        self.column.body.addWidget(Line())
        self.column.body.addWidget(Text(words, "lead", weight=500))

    def _row(self, kind: str, words: str, figure: str, owed: OwedInAll) -> None:
        one = owed.kinds[kind]
        note = n_("{n} holder", "{n} holders", one.holders)
        if kind == "pack_value":
            left = owed.kinds["pack"].amount
            note = " · ".join((n_("{n} session", "{n} sessions", left), note))
        row, entry = TotalRow(words, figure), QWidget()
        both = QVBoxLayout(entry)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(row)
        both.addWidget(Text(note, "caption", tone="muted"))
        self.rows[kind] = row
        self.column.body.addWidget(entry)

    def _total(self, words: str, figure: str) -> None:
        self.column.body.addWidget(TotalRow(words, figure, strong=True))


def _words() -> dict[str, str]:
    return {
        "principal": _("Stored value: principal"),
        "bonus": _("Stored value: bonus"),
        "pack_value": _("Session packs"),
        "gift_card": _("Gift cards"),
        "deposit": _("Deposits"),
        "points": _("Points held"),
        "points_debt": _("Points debt"),
        "receivable": _("On account"),
        "platform": _("Platforms"),
    }
