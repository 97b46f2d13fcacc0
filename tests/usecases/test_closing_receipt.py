"""The receipt of what closing a card paid out, read back from its paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog
from salon_pos.db.queries.closings import closing
from salon_pos.domain.receipt import ClosingReceipt
from salon_pos.i18n import words
from salon_pos.printing.closing import closing_paper
from salon_pos.printing.pdf import receipt_pdf
from salon_pos.usecases.catalog import save_tender_method
from salon_pos.usecases.closing import close_card
from salon_pos.usecases.rules import set_points_rules
from tests.printing.reading import squeezed, text
from tests.salons import NOW, Salon
from tests.usecases.card_hands import close, issue, spend, topped_up, word_for
from tests.usecases.spending import pay
from tests.usecases.valued import POINTS, Valued, made


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    yield made(selling)
    assert examine()[1] == ()


def on_paper(closed: ClosingReceipt, language: str = "en") -> str:
    lines = closing_paper(closed, words(language, closed.currency))
    return text(receipt_pdf(lines, language).pdf)


def test_it_says_what_the_card_held_what_was_paid_out_and_by_which_means(valued: Valued) -> None:
    """1,000.00 and 200.00 on top; a gel of 34.24 took 28.53 and 5.71 of them."""
    topped_up(valued)
    spend(valued, "s")
    close(valued, "c", valued.card, word=word_for(valued, "c"))
    closed = closing("c")
    assert (closed.principal, closed.bonus, closed.paid) == (97_147, 19_429, 97_147)
    assert (closed.client, closed.cashier, closed.tender) == ("Maya Torres", "Kai", "Bank card")
    assert (closed.number, closed.business_day) == (valued.card.number, NOW.date())
    printed = on_paper(closed)
    for said in (
        "Card closed", "Cashier Kai", "Client Maya Torres", "Card no. 100000017",
        "On the card $1,165.76", "Of it principal, paid back $971.47",
        "Of it bonus, cancelled $194.29", "Paid back $971.47", "Bank card $971.47",
    ):  # fmt: skip
        assert squeezed(said) in printed, said


def test_in_cash_the_coins_are_told(valued: Valued) -> None:
    """1,000.00 less 28.53 is 971.47, in steps of 0.05: 971.45, 0.02 less. A top-up lies in the
    drawer."""
    salon = valued.salon
    ticket = salon.ticket("top", valued.line(valued.top_up), client="maya")
    pay(valued, ticket, salon.handed("cash", 100_000))
    spend(valued, "s")
    close(valued, "c", valued.card, "cash", word_for(valued, "c"))
    closed = closing("c")
    assert (closed.principal, closed.paid, closed.cash_rounding) == (97_147, 97_145, -2)
    printed = on_paper(closed)
    assert squeezed("Cash rounding −$0.02") in printed
    assert squeezed("Cash $971.45") in printed


def test_the_points_that_went_with_it_are_told(valued: Valued) -> None:
    """They came at top-up: 1,000.00 times 1.5, as it made Maya gold at once."""
    at_top_up = replace(POINTS, version=2, at_top_up=True)
    set_points_rules(at_top_up, by=valued.salon.by("olga"), now=NOW)
    topped_up(valued)
    close(valued, "c", valued.card, word=word_for(valued, "c"))
    closed = closing("c")
    assert closed.value is not None
    assert closed.value.points is not None
    assert [move.amount for move in closed.value.points.moves] == [-1_500]
    assert squeezed("Points balance 0") in on_paper(closed)


def test_the_points_of_another_who_topped_the_account_up_are_not_the_holders(
    valued: Valued,
) -> None:
    """Leo put 1,000.00 on the account, too, and earned 1,500 points of his own for it."""
    salon = valued.salon
    at_top_up = replace(POINTS, version=2, at_top_up=True)
    set_points_rules(at_top_up, by=salon.by("olga"), now=NOW)
    topped_up(valued)
    leos = issue(valued, shares=valued.card.uid)
    line = valued.line(valued.top_up, source=leos.uid)
    pay(valued, salon.ticket("leo", line, client="leo"))
    close(valued, "l", leos)
    close(valued, "c", valued.card, word=word_for(valued, "c", amount=200_000))
    closed = closing("c")
    assert (closed.client, closed.principal) == ("Maya Torres", 200_000)
    assert closed.value is not None
    assert closed.value.points is not None
    assert [move.amount for move in closed.value.points.moves] == [-1_500]
    assert "Points taken back" in str(closed.value.points.moves[0].why)


def test_a_closing_that_paid_nothing_out_has_none(valued: Valued) -> None:
    close(valued, "c", valued.card, "")
    with pytest.raises(KeyError):
        closing("c")


def test_of_several_cards_it_names_the_one_that_was_closed(valued: Valued) -> None:
    """Leo's was issued later and closed first; Maya's paid out the account."""
    topped_up(valued)
    close(valued, "l", issue(valued, shares=valued.card.uid))
    salon, later = valued.salon, NOW + timedelta(hours=1)
    close_card("c", valued.card.uid, salon.tenders["card"], approval=word_for(valued, "c"),
               by=salon.by("kai"), now=later)  # fmt: skip
    assert (closing("c").number, closing("c").client) == (valued.card.number, "Maya Torres")


def test_years_later_it_says_the_same(valued: Valued) -> None:
    """The means of payment was renamed, and Maya bought something more."""
    topped_up(valued)
    close(valued, "c", valued.card, word=word_for(valued, "c"))
    before = closing("c")
    olga = valued.salon.by("olga")
    method = catalog.tender_methods()[valued.salon.tenders["card"]]
    save_tender_method(replace(method, name="Terminal"), rank=2, by=olga, now=NOW)
    pay(valued, valued.salon.ticket("s", valued.salon.line("cut"), client="maya"))
    assert closing("c") == before
    assert before.tender == "Bank card"
    assert "COPY" in str(closing_paper(before, words("en", before.currency), copy=True))
