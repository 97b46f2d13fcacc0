"""One card: what stands on its paper, what it holds, and everything that can be done with it."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries import cards as queries
from salon_pos.db.queries import members, people
from salon_pos.domain.cards import KEEPING_MONEY, Card, CardState
from salon_pos.domain.lots import held
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.card_file import card_lines, write_card
from salon_pos.ui.member.endings import bonus_ends
from salon_pos.ui.member.paper_file import Form
from salon_pos.ui.member.paper_page import PaperPage
from salon_pos.ui.member.wording import card_gives, card_words, state_words
from salon_pos.ui.receipt.pdf_file import receipt_folder
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.usecases import cards, closing

_Deed = tuple[str, str, str, Callable[[], object]]
_KEYS = (
    ("F4", N_("A card for the family")), ("F5", N_("Freeze, or make active")),
    ("F6", N_("Report lost")), ("F7", N_("Replace by a new number")),
    ("F8", N_("Give or change the PIN")), ("Ctrl+D", N_("Close the card")),
)  # fmt: skip


class CardPanel(PaperPage):
    """Shows the card anew after each deed. A card that replaced it takes its place."""

    def __init__(self, shell: Shell, desk: Desk, card: Card) -> None:
        super().__init__(shell, desk)
        self.card = card
        self.keys: dict[str, RowButton] = {}
        self._deeds = QVBoxLayout()
        self._deeds.setSpacing(theme.tokens().s)
        self.right.addWidget(Line())
        self.right.addLayout(self._deeds)
        self.right.addStretch(1)
        shell.bind(self, "Ctrl+S", _("Save the card as a PDF"), self.pdf.click)
        shell.bind(self, "Ctrl+E", _("Save the card as a picture"), self.picture.click)
        for key, words in _KEYS:
            shell.bind(self, key, _(words), lambda key=key: self._press(key))
        self.look_again()

    def look_again(self) -> None:
        """Read the card anew and show it."""
        card = queries.card_by_uid(self.card.uid)
        assert card is not None
        self.card = card
        self.title.setText(_("Card {number}", number=card.number))
        self.kind.setText(card_words(card))
        self.tell_state(*state_words(card.state))
        self.paper.show_lines(card_lines(card, self.desk.settings))
        self.offer_files(not card.is_dead)
        self._show_facts()
        self._show_deeds()

    # --- the deeds

    def set_state(self, state: CardState) -> None:
        """Freeze it, report it lost, or make it active; Undo takes that back."""
        before, uid, desk, shell = self.card.state, self.card.uid, self.desk, self.shell
        if desk.perform(cards.set_card_state, uid, state) is None:
            return
        self.look_again()
        shell.toast(
            _("The card is {state} now.", state=state_words(state)[0]),
            undo=lambda: desk.perform(cards.set_card_state, uid, before),
        )

    def replace(self) -> None:
        """Another number for the same account."""
        from salon_pos.ui.member.small_panels import ReplacePanel

        panel = ReplacePanel(self.shell, self.desk, self.card)
        panel.done.connect(self._replaced)
        self.shell.slide_over(panel)

    def set_pin(self) -> None:
        """Give it a PIN, or another one."""
        from salon_pos.ui.member.small_panels import CardPinPanel

        panel = CardPinPanel(self.shell, self.desk, self.card)
        panel.done.connect(lambda: self._said(_("The card has its PIN now.")))
        self.shell.slide_over(panel)

    def share(self) -> None:
        """One more card for the same account: the family's."""
        from salon_pos.ui.member.small_panels import FamilyPanel

        panel = FamilyPanel(self.shell)
        panel.chosen.connect(self._issue_for)
        self.shell.slide_over(panel)

    def close_card(self) -> None:
        """Close it for ever, after seeing what that pays out and loses."""
        from salon_pos.ui.member.close_panel import ClosePanel

        try:
            seen = closing.preview_close(self.card.uid, by=self.desk.actor, now=self.desk.now())
        except Refusal as refusal:
            self.shell.refuse(refusal)
            return
        panel = ClosePanel(self.shell, self.desk, self.card, seen)
        panel.closed.connect(self.look_again)
        self.shell.slide_over(panel)

    def save(self, form: Form) -> None:
        """Write it to a file beside the window's thread; where it lies is said."""
        card, settings, folder = self.card, self.desk.settings, receipt_folder()
        shell = self.shell
        self.desk.work(
            lambda _task: write_card(card, settings, folder, form),
            then=lambda file: shell.toast(_("The card is saved as {file}.", file=str(file))),
        )

    def _issue_for(self, client_id: int, name: str) -> None:
        from salon_pos.ui.member.enrol import EnrolPanel

        panel = EnrolPanel(self.shell, self.desk, client_id, name, share=self.card)
        panel.issued.connect(lambda card: self._said(
            _("Card {number} is {name}'s now.", number=card.number, name=name)
        ))  # fmt: skip
        self.shell.slide_over(panel)

    def _replaced(self, card: Card) -> None:
        self.card = card
        self._said(_("The card has a new number."))

    def _said(self, said: str) -> None:
        self.look_again()
        self.shell.toast(said)

    def _press(self, key: str) -> None:
        if key in self.keys:
            self.keys[key].click()

    # --- what it shows

    def _show_facts(self) -> None:
        clear(self.facts)
        for fact in self._facts_of(self.card):
            self.facts.addWidget(fact)

    def _facts_of(self, card: Card) -> Iterator[QWidget]:
        day = self.desk.settings.business_day(self.desk.now())
        left, money = members.card_left(card, day), screen().money
        if card.kind in KEEPING_MONEY:
            yield TotalRow(_("Principal"), money(held(left.principal)), strong=True)
            yield TotalRow(_("Bonus"), money(held(left.bonus)), note=bonus_ends(left.bonus, day))
        else:
            yield Paragraph(card_gives(card.kind), "small", tone="muted")
        if card.has_ended(day):
            over = _("Its last day is past: it gives nothing any more. Issue a new one.")
            yield Paragraph(over, "small", tone="warn")
        if card.owner_id != card.holder_id:
            yield TotalRow(_("On the account of"), _name(card.owner_id))
        others = [one for one in queries.cards_of_wallet(card.wallet_id)
                  if one.id != card.id and not one.is_dead]  # fmt: skip
        for other in others:
            who = f"{other.number} · {_name(other.holder_id)}"
            yield TotalRow(_("Same account"), who)
        yield TotalRow(_("PIN"), _("set") if card.has_pin else _("none yet"))
        limit = screen().money(self.desk.settings.card_pin_above)
        if card.kind in KEEPING_MONEY and not (card.has_pin or card.is_dead):
            yield Paragraph(
                _("Without one it pays {limit} at most, and only on its holder's own ticket.",
                  limit=limit), "small", tone="muted",
            )  # fmt: skip

    def _show_deeds(self) -> None:
        clear(self._deeds)
        self.keys = {}
        for label, icon, key, do in self._deeds_of(self.card):
            button = RowButton(label, icon=icon, key=key)
            button.clicked.connect(lambda _on=False, do=do: do())
            if key == "F4" and (why := self._why_not_shared()):
                button.setEnabled(False)
                button.set_detail(why)
            self.keys[key] = button
            self._deeds.addWidget(button)

    def _deeds_of(self, card: Card) -> Iterator[_Deed]:
        state = self.set_state
        may_run, may_refund = self.desk.may(Right.RUN_CARDS), self.desk.may(Right.REFUND)
        if may_run and not card.is_dead:
            if card.state is CardState.ACTIVE:
                yield _("Freeze"), "pause", "F5", lambda: state(CardState.FROZEN)
                yield _("Report lost"), "triangle-alert", "F6", lambda: state(CardState.LOST)
            else:
                yield _("Make active"), "play", "F5", lambda: state(CardState.ACTIVE)
            yield _("Replace by a new number"), "repeat-2", "F7", self.replace
            pin = _("Change the PIN") if card.has_pin else _("Give it a PIN")
            yield pin, "key-round", "F8", self.set_pin
            if self.desk.settings.family_cards:
                yield _("A card for the family"), "users", "F4", self.share
        if may_refund and self._can_close(card):
            words = _("Pay out what came back") if card.is_dead else _("Close the card")
            yield words, "circle-x", "Ctrl+D", self.close_card

    def _why_not_shared(self) -> str:
        """Why no other card may open this account by it; empty where one may."""
        if self.card.state is not CardState.ACTIVE:
            return _("make it active first")
        day = self.desk.settings.business_day(self.desk.now())
        return _("its last day is past") if self.card.has_ended(day) else ""

    def _can_close(self, card: Card) -> bool:
        """A dead card only where a refund brought something back to it."""
        if not card.is_dead:
            return True
        try:
            closing.preview_close(card.uid, by=self.desk.actor, now=self.desk.now())
        except Refusal as refusal:
            return refusal.key == "never_money_here"  # the key says why
        return True


def _name(client_id: int) -> str:
    client = people.client(client_id)
    return client.name if client else ""
