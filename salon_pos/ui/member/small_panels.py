"""What a card's deeds ask: the new number, the new PIN, whose family card it is to be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.domain.cards import Card
from salon_pos.domain.people import masked_phone
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.asking import NEEDS_WORD, ask_word
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.usecases import cards
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deed import new_uid

FOUND = 5


class ReplacePanel(Panel):
    """`done(the new card)`; asked first, for the old number is dead for ever."""

    done = Signal(object)

    def __init__(self, shell: Shell, desk: Desk, card: Card) -> None:
        super().__init__(shell)
        self._desk, self._card = desk, card
        sentence = _("The old number is dead for ever. The balances stay, under the new number.")
        self.number = Field(_("New number"), placeholder=_("Scan it, or leave it to the program"))
        self.yes = Button(_("Replace"), "primary", key="Enter")
        _lay_out(self, _("Replace this card?"), sentence, self.number, keys=self.yes)
        self.number.committed.connect(self._replace)
        self.yes.clicked.connect(self._replace)

    def first_focus(self) -> QWidget | None:
        return self.number.line

    def scanned(self, code: str) -> bool:
        """A scan is the new number."""
        self.number.set_value(code)
        return True

    def _replace(self) -> None:
        card = self._desk.perform(
            cards.replace_card, self._card.uid, self.number.value(), refused=self._refused
        )
        if card is not None:
            self.dismiss()
            self.done.emit(card)

    def _refused(self, refusal: Refusal) -> None:
        self.number.set_error(screen().sentence(refusal))


class CardPinPanel(Panel):
    """`done` once the card has the PIN that its holder typed twice; in place of another one, once
    they typed that, or a manager agreed."""

    done = Signal()

    def __init__(self, shell: Shell, desk: Desk, card: Card) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._card = shell, desk, card
        self._uid, self._word = new_uid(), ""
        sentence = _("Let the client type it: four to eight digits that only they know.")
        self.old = Field(_("Old PIN"), "pin", placeholder=_("Without it a manager agrees."))
        self.pin = Field(_("New PIN"), "pin")
        self.again = Field(_("The same PIN again"), "pin")
        self.yes = Button(_("Save"), "primary", key="Enter")
        title = _("A PIN for card {number}", number=card.number)
        _lay_out(self, title, sentence, self.old, self.pin, self.again, keys=self.yes)
        self.old.setVisible(card.has_pin)
        self.old.committed.connect(self.pin.setFocus)
        self.pin.committed.connect(self.again.setFocus)
        self.again.committed.connect(self._save)
        self.yes.clicked.connect(self._save)

    def first_focus(self) -> QWidget | None:
        return self.old.line if self._card.has_pin else self.pin.line

    def _save(self) -> None:
        """Beside the window's thread: a PIN is made unreadable slowly, on purpose."""
        if not self.yes.isEnabled():
            return
        if self.pin.value() != self.again.value():
            self.again.set_error(_("The two PINs differ. Type the same one twice."))
            return
        self.yes.setEnabled(False)
        by, now = self._desk.actor, self._desk.now()
        old = "" if self._word else self.old.value()
        new = cards.NewPin(self._card.uid, self.pin.value(), old, self._word, self._uid)
        self._desk.work(
            lambda _task: cards.set_card_pin(new, by=by, now=now),
            then=self._done, refused=self._refused, name="set_card_pin",
        )  # fmt: skip

    def _done(self, _none: object) -> None:
        self.dismiss()
        self.done.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.yes.setEnabled(True)
        if refusal.key == NEEDS_WORD:
            subject = WordFor.SET_CARD_PIN.subject(self._uid)
            ask_word(self._shell, self._desk, refusal, self._with_word, subject=subject, amount=0)
            return
        field = self.old if refusal.field == "old_pin" else self.pin
        field.set_error(screen().sentence(refusal))

    def _with_word(self, word: str) -> None:
        self._word = word
        self._save()


class FamilyPanel(Panel):
    """`chosen(client id, name)`: who gets a card on the same account."""

    chosen = Signal(int, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._names: dict[int, str] = {}
        sentence = _(
            "It spends from the same account, and everybody sees what is left. Its number and its "
            "PIN are its own."
        )
        self.field = SearchField(_("Name, pinyin or phone"), _("Clear the search"), on_surface=True)
        self.list = RowList(_("Found clients"), avatar=36)
        self.list.setFixedHeight(0)
        _lay_out(self, _("Who gets the family card?"), sentence, self.field, self.list)
        self.field.textChanged.connect(self._search)
        self.field.moved.connect(self.list.step)
        self.field.submitted.connect(lambda text: text and self.list.pick_current())
        self.list.picked.connect(self._pick)

    def first_focus(self) -> QWidget | None:
        return self.field

    def _search(self, text: str) -> None:
        found = people.find_clients(text, limit=FOUND) if text.strip() else ()
        self._names = {one.client.id: one.client.name for one in found}
        self.list.show_entries([
            Row(key=one.client.id, title=one.client.name, initial=initial(one.client.name),
                subtitle=masked_phone(one.client.phone)) for one in found
        ])  # fmt: skip
        self.list.set_current(found[0].client.id if found else None)
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(n) for n in range(len(found))))
        self.field.set_count(_("nobody") if text.strip() and not found else "")

    def _pick(self, client_id: int) -> None:
        self.dismiss()
        self.chosen.emit(client_id, self._names[client_id])


def _lay_out(
    panel: Panel, title: str, sentence: str, *parts: QWidget, keys: Button | None = None
) -> None:
    """Title, sentence, inputs, and the keys: Cancel and the one that does it."""
    t = theme.tokens()
    panel.body.setSpacing(t.m)
    panel.body.addWidget(Paragraph(title, "lead", weight=500))
    panel.body.addWidget(Paragraph(sentence, "small", tone="muted"))
    for part in parts:
        panel.body.addWidget(part)
    row = QHBoxLayout()
    row.setSpacing(t.s)
    row.addStretch(1)
    no = Button(_("Cancel"), "secondary", key="Esc")
    no.clicked.connect(panel.dismiss)
    for button in (no, keys):
        if button:
            row.addWidget(button)
    panel.body.addLayout(row)
