"""Shared by the tests of cards: issuing, topping up, spending and closing one in one line."""

from typing import Any

from salon_pos.domain.cards import Card
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.closing import Closed, close_card
from tests.salons import NOW, PINS
from tests.usecases.spending import pay, total_of
from tests.usecases.valued import Valued


def topped_up(valued: Valued) -> str:
    """Maya's card with 1,000.00 and 200.00 on top; its wallet."""
    pay(valued, valued.salon.ticket("top", valued.line(valued.top_up), client="maya"))
    return valued.card.wallet


def close(valued: Valued, uid: str, card: Card, tender: str = "card", word: str = "") -> Closed:
    """Kai closes a card."""
    salon = valued.salon
    method = salon.tenders[tender] if tender else None
    return close_card(uid, card.uid, method, approval=word, by=salon.by("kai"), now=NOW)


def word_for(valued: Valued, uid: str, deed: str = "close_card", *, amount: int = 100_000) -> str:
    """Chen's word for a deed of Kai's, up to so much."""
    salon = valued.salon
    chen, by = salon.staff["chen"].id, salon.by("kai")
    return approve_deed(chen, PINS["chen"], subject=f"{uid}/{deed}", amount=amount, by=by, now=NOW)


def spend(
    valued: Valued, uid: str, *, card: Card | None = None, client: str = "maya", unlock: str = "",
    gels: int = 1,
) -> None:  # fmt: skip
    """Pay for gels with a card."""
    salon = valued.salon
    ticket = salon.ticket(uid, salon.line("gel", gels), client=client)
    source = (card or valued.card).uid
    pay(valued, ticket,
        valued.handed("stored_value", total_of(ticket), source=source, unlock=unlock))  # fmt: skip


def issue(valued: Valued, client: str = "leo", by: str = "olga", **more: Any) -> Card:
    new = NewCard(valued.salon.clients[client].id, **more)
    return issue_card(new, by=valued.salon.by(by), now=NOW)
