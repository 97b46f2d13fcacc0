"""A ledger entry in words: its account, and a sign that is the client's."""

from datetime import date

import pytest

from salon_pos.db.queries.balances import PostedEntry
from salon_pos.domain import ledger
from salon_pos.domain.ledger import Account
from salon_pos.domain.money import CURRENCIES
from salon_pos.i18n import Words
from salon_pos.printing.entry_words import account_words, moved_words
from tests.salons import NOW

ENGLISH = Words("en", CURRENCIES["CAD"])


def entry(account: Account, amount: int) -> PostedEntry:
    """An entry as the account's side counts it."""
    return PostedEntry(
        1, "t", "deed", NOW, date(2026, 5, 4), account.code, account.unit, amount, None, "rule", 1,
        {}, "Kai",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("account", "amount", "called", "moved"),
    [
        (ledger.principal("w"), -2_500, "Principal", "−$25.00"),
        (ledger.bonus("w"), 500, "Bonus", "+$5.00"),
        (ledger.points("c"), -1, "Points", "−1 point"),
        (ledger.points_debt("c"), 30, "Points debt", "30 points more owed"),
        (ledger.points_debt("c"), -30, "Points debt", "30 points less owed"),
        (ledger.pack("p"), -1, "Sessions of Wash 5+1", "−1 session"),
        (ledger.deposit("c"), -1_000, "Deposit", "−$10.00"),
        (ledger.receivable("c"), 2_000, "Owed on account", "$20.00 more owed"),
        (ledger.receivable("c"), -2_000, "Owed on account", "$20.00 less owed"),
    ],
)
def test_what_is_owed_is_said_as_owed_and_all_else_has_the_clients_sign(
    account: Account, amount: int, called: str, moved: str
) -> None:
    assert account_words(account.code, {"p": "Wash 5+1"}, ENGLISH) == called
    assert moved_words(entry(account, amount), ENGLISH) == moved


def test_of_several_wallets_each_is_called_by_its_card() -> None:
    names = {"w": "100000017"}
    assert account_words("principal:w", names, ENGLISH) == "Principal of card 100000017"
    assert account_words("bonus:w", names, ENGLISH) == "Bonus of card 100000017"


def test_every_account_of_a_client_has_a_name() -> None:
    with pytest.raises(ValueError, match="no account of a client"):
        account_words("drawer:A", {}, ENGLISH)
