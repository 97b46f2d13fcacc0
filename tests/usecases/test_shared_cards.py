"""A card on another client's wallet, and another PIN in place of one: neither is a way round a
card's PIN (PRODUCT.md "Cards")."""

from datetime import date
from typing import Any

import pytest

from salon_pos.db.queries import cards
from salon_pos.domain.cards import Card, CardKind, CardState
from salon_pos.domain.refusal import Refusal
from salon_pos.usecases.approving import WordFor, approve_deed
from salon_pos.usecases.cards import (
    NewCard,
    NewPin,
    issue_card,
    set_card_pin,
    set_card_state,
    unlock_card,
)
from salon_pos.usecases.closing import close_card
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import changed, everything, refused
from tests.usecases.valued import Valued, made


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def issue(valued: Valued, client: str, by: str, **more: Any) -> Card:
    new = NewCard(valued.salon.clients[client].id, **more)
    return issue_card(new, by=valued.salon.by(by), now=NOW)


def unlock(valued: Valued, pin: str) -> str:
    return unlock_card(valued.card.uid, pin, ticket_uid="t", by=valued.salon.by("kai"), now=NOW)


def word_for(valued: Valued, kind: WordFor, uid: str, amount: int = 0) -> str:
    """Chen's word for a deed of Kai's."""
    chen, by = valued.salon.staff["chen"].id, valued.salon.by("kai")
    return approve_deed(chen, PINS["chen"], subject=kind.subject(uid), amount=amount, by=by,
                        now=NOW)  # fmt: skip


def test_another_clients_card_is_shared_with_a_managers_word(valued: Valued) -> None:
    """It has no PIN. Hers alone asks for nothing; a word is for one card."""
    with refused("needs_manager", "approval") as no:
        issue(valued, "leo", "kai", shares=valued.card.uid, uid="family")
    assert no.value.values["number"] == valued.card.number
    assert issue(valued, "maya", "kai", shares=valued.card.uid).wallet == valued.card.wallet
    word = word_for(valued, WordFor.ISSUE_CARD, "family")
    with refused("needs_manager", "approval"):
        issue(valued, "leo", "kai", shares=valued.card.uid, uid="other", approval=word)
    more = {"shares": valued.card.uid, "uid": "family", "approval": word}
    assert issue(valued, "leo", "kai", **more) == issue(valued, "leo", "kai", **more)


def test_a_word_for_a_discount_opens_nobodys_account_nor_the_other_way_round(
    valued: Valued,
) -> None:
    off = word_for(valued, WordFor.ISSUE_CARD, "c", 2_000)
    with refused("needs_manager", "approval"):
        issue(valued, "leo", "kai", shares=valued.card.uid, uid="c", approval=off)
    shared = word_for(valued, WordFor.ISSUE_CARD, "c")
    with refused("needs_manager", "approval"):
        issue(valued, "leo", "kai", kind=CardKind.DISCOUNT, discount_bp=1, uid="c",
              approval=shared)  # fmt: skip


def test_another_clients_card_is_shared_with_its_pin(valued: Valued) -> None:
    card = valued.card.uid
    set_card_pin(NewPin(card, "1234"), by=valued.salon.by("kai"), now=NOW)
    with refused("needs_manager", "approval"):
        issue(valued, "leo", "kai", shares=card)
    with pytest.raises(Refusal) as no:  # the wrong try is kept
        issue(valued, "leo", "kai", shares=card, shared_pin="4321")
    assert (no.value.key, no.value.field) == ("wrong_pin", "shared_pin")
    assert cards.cards_of(valued.salon.clients["leo"].id) == ()
    assert issue(valued, "leo", "kai", shares=card, shared_pin="1234").wallet == valued.card.wallet


OFF = {"kind": CardKind.DISCOUNT, "discount_bp": 2_000}
YEAR = {"kind": CardKind.PERIOD, "discount_bp": 500, "valid_until": date(2027, 5, 4)}


@pytest.mark.parametrize("what", [OFF, YEAR])
def test_what_a_shared_card_is_need_not_be_said(valued: Valued, what: dict[str, Any]) -> None:
    """Said or left out, the second card is what the first is; and it is issued once."""
    shares = issue(valued, "maya", "olga", **what).uid
    second = issue(valued, "maya", "kai", shares=shares, uid="second")
    assert (second.kind, second.discount_bp) == (what["kind"], what["discount_bp"])
    before = everything()
    for said in ({}, what, {"kind": what["kind"]}, {"discount_bp": what["discount_bp"]}):
        assert issue(valued, "maya", "kai", shares=shares, uid="second", **said) == second
    assert changed(before) == set()
    assert issue(valued, "maya", "kai", shares=shares, **what).wallet == second.wallet


@pytest.mark.parametrize(
    ("what", "more", "field"),
    [
        ({}, OFF, "kind"),
        ({}, {"discount_bp": 2_000}, "discount"),
        ({}, {"valid_until": date(2027, 5, 4)}, "valid_until"),
        (OFF, {"kind": CardKind.STORED_VALUE}, "kind"),
        (OFF, {"discount_bp": 2_001}, "discount"),
        (YEAR, {"valid_until": date(2027, 5, 5)}, "valid_until"),
    ],
)
def test_a_card_that_shares_is_nothing_else_than_the_shared_one(
    valued: Valued, what: dict[str, Any], more: dict[str, Any], field: str
) -> None:
    """Neither first nor sent again is anything that was asked dropped in silence."""
    shares = issue(valued, "maya", "olga", **what).uid
    with refused("shared_as_it_is", field):
        issue(valued, "maya", "olga", shares=shares, uid="second", **more)
    issue(valued, "maya", "olga", shares=shares, uid="second")
    with refused("shared_as_it_is", field):
        issue(valued, "maya", "olga", shares=shares, uid="second", **more)


@pytest.mark.parametrize("state", [CardState.LOST, CardState.FROZEN, CardState.CLOSED])
def test_a_card_that_does_not_pay_is_not_shared(valued: Valued, state: CardState) -> None:
    if state is CardState.CLOSED:
        close_card("c", valued.card.uid, by=valued.salon.by("kai"), now=NOW)
    else:
        set_card_state(valued.card.uid, state, by=valued.salon.by("kai"), now=NOW)
    for client in ("maya", "leo"):
        with refused(f"card_{state}", "card"):
            issue(valued, client, "olga", shares=valued.card.uid)


def test_a_pin_is_replaced_by_who_knows_it(valued: Valued) -> None:
    card, kai = valued.card.uid, valued.salon.by("kai")
    set_card_pin(NewPin(card, "1234"), by=kai, now=NOW)
    with refused("needs_manager", "approval"):
        set_card_pin(NewPin(card, "0000"), by=kai, now=NOW)
    with pytest.raises(Refusal) as no:
        set_card_pin(NewPin(card, "0000", "4321"), by=kai, now=NOW)
    assert (no.value.key, no.value.field) == ("wrong_pin", "old_pin")
    set_card_pin(NewPin(card, "5678", "1234"), by=kai, now=NOW)
    assert unlock(valued, "5678")


def test_a_pin_is_replaced_with_a_managers_word_once(valued: Valued) -> None:
    card, kai = valued.card.uid, valued.salon.by("kai")
    set_card_pin(NewPin(card, "1234"), by=kai, now=NOW)
    word = word_for(valued, WordFor.SET_CARD_PIN, "forgotten")
    set_card_pin(NewPin(card, "5678", approval=word, uid="forgotten"), by=kai, now=NOW)
    set_card_pin(NewPin(card, "0000", approval=word, uid="forgotten"), by=kai, now=NOW)
    assert unlock(valued, "5678")
    with refused("needs_manager", "approval"):
        set_card_pin(NewPin(card, "0000", approval=word, uid="next"), by=kai, now=NOW)
