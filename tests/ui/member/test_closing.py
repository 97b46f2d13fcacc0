"""Closing a card from its page: what is seen first, how it is paid out, and its receipt."""

from dataclasses import replace

from PySide6.QtCore import Qt

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances
from salon_pos.domain import ledger
from salon_pos.domain.cards import CardState
from salon_pos.ui.member.close_panel import ClosePanel
from salon_pos.ui.member.closing_page import ClosingPage
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.change_row import ChangeRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.rules import set_points_rules
from tests.salons import NOW
from tests.ui.counter.hands import CTRL, press
from tests.ui.member.conftest import Enter
from tests.ui.member.hands import (
    card_of,
    is_open,
    last_toast,
    newest,
    on_top,
    opened,
    sums,
    tiles,
    topped_up,
)
from tests.ui.reading import entries
from tests.usecases.spending import pay
from tests.usecases.valued import POINTS, Valued

Key = Qt.Key


def test_closing_shows_what_it_pays_out_and_loses_first(
    enter: Enter, valued: Valued, shell: Shell, approve
) -> None:
    """990.48 principal is left, and 198.10 bonus."""
    topped_up(valued)
    room = enter("Kai")
    panel = opened(room)
    assert sums(panel)["Principal"] == "$990.48"
    press((CTRL, Key.Key_D))
    asked = on_top(shell, ClosePanel)
    assert sums(asked) == {"Principal paid back": "$990.48", "Bonus lost": "$198.10"}
    (tier,) = asked.findChildren(ChangeRow)
    assert tier.words[:2] == ("Tier", "Gold → Member")
    press(Key.Key_Return)  # in cash, of which the drawer holds the float of 100.00
    assert asked.method.error() == "The drawer holds $100.00. Choose another way to pay it back."
    assert card_of(valued).state is CardState.ACTIVE
    press(Key.Key_Right, Key.Key_Return)  # by bank card: more than is paid out alone
    approve()
    assert card_of(valued).state is CardState.CLOSED
    assert last_toast(shell) == "Pay back $990.48 by Bank card. Card 100000017 is closed."
    page = on_top(shell, ClosingPage)
    paper = [(line.left, line.right) for line in page.paper.lines]
    assert ("Card no.", "100000017") in paper
    assert ("On the card", "$1,188.58") in paper
    assert ("Of it principal, paid back", "$990.48") in paper
    assert ("Of it bonus, cancelled", "$198.10") in paper
    assert ("Bank card", "$990.48") in paper
    press(Key.Key_Return)
    assert not is_open(shell, ClosingPage)
    assert balances.balance(ledger.tender("card")) == 100_000 - 99_048
    assert tiles(room)["Stored value"] == "$0.00"
    assert newest(room)[1] in ("−$198.10", "−$990.48")
    row = next(row for row in entries(room.file.cards.entries) if "Receipt" in row.told[1])
    room.file.cards.entries.picked.emit(row.key)
    assert on_top(shell, ClosingPage).receipt == page.receipt
    press(Key.Key_Return)
    assert panel.keys == {}
    assert examine()[1] == ()


def test_closing_in_cash_says_what_to_hand_over(
    enter: Enter, valued: Valued, shell: Shell, approve
) -> None:
    """1,000.00 that came in cash."""
    salon = valued.salon
    ticket = salon.ticket("top", valued.line(valued.top_up), client="maya")
    pay(valued, ticket, salon.handed("cash", 100_000))
    opened(enter("Kai"))
    press((CTRL, Key.Key_D), Key.Key_Return)
    approve()
    assert last_toast(shell) == "Hand over $1,000.00 in cash. Card 100000017 is closed."


def test_closing_shows_the_points_that_go(enter: Enter, valued: Valued, shell: Shell) -> None:
    """They came at top-up: 1,000.00 times 1.5, of which 990.48 ÷ 1,000.00 go, rounded down."""
    at_top_up = replace(POINTS, version=2, at_top_up=True)
    set_points_rules(at_top_up, by=valued.salon.by("olga"), now=NOW)
    topped_up(valued)
    opened(enter("Kai"))
    press((CTRL, Key.Key_D))
    points, tier = on_top(shell, ClosePanel).findChildren(ChangeRow)
    assert points.words[:2] == ("Points taken back", "−1,485")
    assert tier.words[:2] == ("Tier", "Gold → Member")


def test_an_empty_card_closes_without_a_question_of_money(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    opened(enter("Kai"))
    press((CTRL, Key.Key_D))
    asked = on_top(shell, ClosePanel)
    assert sums(asked) == {}
    assert not asked.method.isVisible()
    press(Key.Key_Escape)
    assert card_of(valued).state is CardState.ACTIVE
    press((CTRL, Key.Key_D), Key.Key_Return)
    assert card_of(valued).state is CardState.CLOSED


def test_another_card_keeps_what_is_on_the_account(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    topped_up(valued)
    leo = valued.salon.clients["leo"].id
    issue_card(NewCard(leo, shares=valued.card.uid), by=valued.salon.by("olga"), now=NOW)
    opened(enter("Kai"))
    press((CTRL, Key.Key_D))
    asked = on_top(shell, ClosePanel)
    assert sums(asked) == {}
    said = " ".join(each.text() for each in asked.findChildren(Paragraph))
    assert "$1,188.58 stays on the account, which card 100000025 · Leo Torres keeps." in said
    press(Key.Key_Return)
    assert card_of(valued).state is CardState.CLOSED
    assert last_toast(shell) == "Card 100000017 is closed."
    assert not is_open(shell, ClosingPage)
    assert balances.balance(ledger.principal(valued.card.wallet)) == 99_048
