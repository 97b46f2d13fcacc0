"""The column beside the timeline: what the visits add up to, the note, and the particulars."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.db.queries.sales import Standing
from salon_pos.domain.people import Client
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.figures import Stat, TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text

NARROW, WIDE = 300, 330


class Particulars(QWidget):
    """Three cards; the ones that have nothing to say are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.visits = Stat(_("Visits"), "")
        self.spent = Stat(_("Spent"), "")
        self.first = TotalRow(_("First visit"))
        self.last = TotalRow(_("Last visit"))
        self.note = Paragraph("", "body")
        self.birthday = TotalRow(_("Birthday"))
        self.gender = TotalRow(_("Gender"))
        self.code = TotalRow(P_("client", "Code"))
        self.referrer = TotalRow(_("Referred by"))
        self.edit = Button(P_("verb", "Edit"), icon="pencil", key="F8")
        self._lay_out()

    def show_client(self, client: Client, standing: Standing | None, today: date) -> None:
        """Fill the column."""
        self._show_figures(standing, today)
        self.note.setText(client.note)
        self.note_card.setVisible(bool(client.note))
        facts = (
            (self.birthday, birthday_words(client.birthday, today)),
            (self.gender, gender_words(client.gender)),
            (self.code, client.code),
            (self.referrer, _name_of(client.referrer_id)),
        )
        for row, words in facts:
            row.tell(words)
            row.setVisible(bool(words))

    def set_rights(self, *, may_edit: bool) -> None:
        """Show the key only to who may use it."""
        self.edit.setVisible(may_edit)

    def _show_figures(self, standing: Standing | None, today: date) -> None:
        self.figures_card.setVisible(standing is not None)
        if standing is None:
            return
        say = screen()
        self.visits.tell(say.number(standing.visits))
        average = standing.spent // standing.visits
        self.spent.tell(say.money(standing.spent), _("{sum} a visit", sum=say.money(average)))
        self.first.tell(say.date(standing.first_day), say.ago(_since(standing.first_day, today)))
        self.last.tell(say.date(standing.last_day), say.ago(_since(standing.last_day, today)))

    def _lay_out(self) -> None:
        t = theme.tokens()
        scale = theme.current().scale
        self.setMinimumWidth(round(NARROW * scale))
        self.setMaximumWidth(round(WIDE * scale))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn()
        column.addWidget(scroll)
        self.figures_card, self.note_card, self.facts_card = Card(), Card(), Card()
        blocks = QHBoxLayout()
        blocks.setSpacing(t.s)
        blocks.addWidget(self.visits, 1)
        blocks.addWidget(self.spent, 1)
        self.figures_card.body.addWidget(Text(_("So far"), "item", weight=500))
        self.figures_card.body.addLayout(blocks)
        self.figures_card.body.addWidget(self.first)
        self.figures_card.body.addWidget(self.last)
        self.note_card.body.addWidget(Text(_("Note"), "item", weight=500))
        self.note_card.body.addWidget(self.note)
        self.facts_card.body.addWidget(Text(_("Particulars"), "item", weight=500))
        for row in (self.birthday, self.gender, self.code, self.referrer, self.edit):
            self.facts_card.body.addWidget(row)
        for card in (self.figures_card, self.note_card, self.facts_card):
            scroll.body.addWidget(card)
        scroll.body.addStretch(1)


def gender_words(gender: str) -> str:
    """A gender in the screens' language; empty where it is not known."""
    words = {"female": _("Female"), "male": _("Male"), "other": _("Other")}
    return words.get(gender, "")


def birthday_words(birthday: date | None, today: date) -> str:
    """A birthday, and that it is today where it is."""
    if birthday is None:
        return ""
    if (birthday.month, birthday.day) == (today.month, today.day):
        return _("{day}, today", day=birthday)
    return screen().date(birthday)


def _name_of(client_id: int | None) -> str:
    found = people.client(client_id) if client_id is not None else None
    return found.name if found else ""


def _since(day: date, today: date) -> int:
    return max((today - day).days, 0)
