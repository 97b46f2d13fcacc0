"""Closing a card: what is paid out and what is lost is seen first."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import catalog, people
from salon_pos.domain.cards import Card
from salon_pos.domain.catalog import TenderKind
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.hand_over import to_hand_over
from salon_pos.ui.member.changes import consequence_row, tier_row
from salon_pos.ui.member.closing_page import ClosingPage
from salon_pos.ui.member.money_panel import MoneyPanel, method_input
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.closing import Closed, Closing, GivesUp, close_card


class ClosePanel(MoneyPanel):
    """`seen` is what closing would do, as it was looked up. Principal is paid back, bonus never is
    (RULES 22); where other cards open the same account both stay for them. What its top-ups gave
    goes with the principal, and is said."""

    word_for = WordFor.CLOSE_CARD

    def __init__(self, shell: Shell, desk: Desk, card: Card, closing: Closing) -> None:
        super().__init__(shell, desk, _("Close card {number}?", number=card.number))
        self._card, self._seen = card, closing.closed
        seen = closing.closed
        money = screen().money
        self.body.addWidget(Paragraph(_sentence(closing), tone="muted"))
        self.paid = TotalRow(_("Principal paid back"), money(seen.principal), strong=True)
        self.lost = TotalRow(_("Bonus lost"), money(seen.bonus))
        self.method = method_input(_("Paid back by"))
        self.nothing = _Said()
        for row, is_shown in ((self.paid, seen.principal or seen.bonus), (self.lost, seen.bonus)):
            self.body.addWidget(row)
            row.setVisible(bool(is_shown))
        for one in closing.gives_up:
            self._say_given_up(one)
        self.body.addWidget(self.method)
        self.method.setVisible(bool(seen.principal))
        self.body.addWidget(self.nothing)
        self.go.set_look("danger")
        self.finish(_("Pay back and close") if seen.principal else _("Close the card"))

    def first_focus(self) -> QWidget | None:
        return self.method if self._seen.principal else self.go

    def perform(self) -> None:
        method = self.method.value() if self._seen.principal else None
        self.desk.perform(
            close_card, self.uid, self._card.uid, method, approval=self.word, then=self._done,
            refused=self.refused,
        )  # fmt: skip

    def amount(self) -> int:
        return self._seen.principal

    def inputs(self) -> dict[str, QWidget]:
        return {"": self.nothing, "tender": self.method}

    def _say_given_up(self, one: GivesUp) -> None:
        """Points and tier; whose, where somebody else paid the top-ups."""
        rows: list[QWidget] = [consequence_row(said) for said in one.consequences]
        if one.tier_before and one.tier:
            rows += tier_row(one.tier_before, one.tier)
        if rows and one.client_id != self._card.holder_id:
            self.body.addWidget(Paragraph(one.name, "small", tone="muted"))
        for row in rows:
            self.body.addWidget(row)

    def _done(self, closed: Closed) -> None:
        self.dismiss()
        done = _("Card {number} is closed.", number=self._card.number)
        cash = closed.paid if self._is_cash() else 0
        sent = {closed.tender: closed.paid} if closed.paid and not cash else {}
        self.shell.toast(screen().together(to_hand_over(cash, sent, done)))
        if closed.principal:
            self.shell.slide_over(ClosingPage(self.shell, self.desk, self.uid))

    def _is_cash(self) -> bool:
        return catalog.tender_methods()[self.method.value()].kind is TenderKind.CASH


class _Said(Labelled):
    """Where a refusal stands that is about no input."""

    def __init__(self) -> None:
        super().__init__("")
        nothing = QWidget()
        nothing.setFixedHeight(0)
        self.hold(nothing)


def _sentence(closing: Closing) -> str:
    seen = closing.closed
    if seen.principal:
        return _(
            "Its number is dead for ever. What the client paid in is paid back; to give back one "
            "top-up alone, refund its sale under Sales instead."
        )
    if seen.bonus:
        return _(
            "Its number is dead for ever. Only bonus is left on it, and bonus is not paid out."
        )
    if closing.keepers and closing.kept:
        return n_(
            "Its number is dead for ever. Nothing is paid out: {sum} stays on the account, which "
            "card {cards} keeps.",
            "Its number is dead for ever. Nothing is paid out: {sum} stays on the account, which "
            "cards {cards} keep.",
            len(closing.keepers), sum=screen().money(closing.kept), cards=_named(closing.keepers),
        )  # fmt: skip
    return _("Its number is dead for ever. Nothing is paid out: nothing is on the card.")


def _named(cards: Sequence[Card]) -> str:
    """Each by its number and whose it is."""
    holders = (people.client(card.holder_id) for card in cards)
    return screen().several([
        f"{card.number} · {holder.name}" if holder else card.number
        for card, holder in zip(cards, holders, strict=True)
    ])  # fmt: skip
