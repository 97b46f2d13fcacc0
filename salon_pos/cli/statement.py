"""`salon-pos statement`: every entry of a client, each with the sentence that explains it."""

from typing import TYPE_CHECKING, Annotated

import typer

from salon_pos.cli.common import Data, fail, opened, typed
from salon_pos.domain.words import N_
from salon_pos.i18n import _, n_, screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salon_pos.db.queries.balances import PostedEntry
    from salon_pos.db.queries.birthdays import GivenGift
    from salon_pos.domain.people import Client


def add_to(app: typer.Typer) -> None:
    """Add `statement`."""
    app.command(
        "statement",
        help=N_(
            """Print every entry that moved a client's points, stored value, packs or debts, the
newest first, each with its account, the sentence and the arithmetic that explain it, and the sale
behind it.

\b
salon-pos statement 9527 --data ./salon
salon-pos statement "张雨桐" --data ./salon --limit 20"""
        ),
    )(statement)


def statement(
    client: Annotated[
        str,
        typer.Argument(metavar="CLIENT", help=N_("Card number, uid, code, name or phone tail.")),
    ],
    data: Data = None,
    *,
    limit: Annotated[
        int | None, typer.Option(min=1, help=N_("Only so many of the newest entries."))
    ] = None,
) -> None:
    """Find the client and print what moved."""
    from salon_pos.db.queries import birthdays
    from salon_pos.db.queries import statement as statements

    with opened(data):
        found = _client(typed(client))
        names = statements.names_of(found.id)
        entries = statements.statement(found.id)
        shown = entries[:limit]
        print(found.name)
        for entry in shown:
            for said in lines(entry, names):
                print(said)
        if older := len(entries) - len(shown):
            print(n_("{n} older entry is left out.", "{n} older entries are left out.", older))
        gifts = birthdays.given_gifts(found.uid)
        for gift in reversed(gifts):
            print(gift_line(gift, names))
        if not (entries or gifts):
            print(_("Nothing has moved yet."))


def lines(entry: "PostedEntry", names: dict[str, str]) -> "Iterator[str]":
    """An entry on one line: its day, the account and how much it moved, why, who did it, the
    reason that was typed, its sale and rules; below it what of that sale earned nothing."""
    from salon_pos.printing.entry_words import entry_words

    say = screen()
    said = entry_words(entry, names, say)
    beside = " · ".join(said.beside)
    yield f"{say.date(entry.business_day)}  {said.account}  {said.moved}  {said.why}  {beside}"
    yield from (f"    {nothing}" for nothing in said.nothing)


def gift_line(given: "GivenGift", names: dict[str, str]) -> str:
    """A birthday gift on one line: its day, what it was, and who handed it over."""
    gift = given.gift
    voucher = _("a voucher over {sum}", sum=screen().money(gift.face)) if gift.face else ""
    what = " · ".join(part for part in (gift.name, voucher) if part)
    said = _("Birthday gift: {gift}", gift=what)
    return f"{screen().date(given.day)}  {said}  {names.get(given.staff_uid, '')}".rstrip()


def _client(text: str) -> "Client":
    """The one client that a text names; says so where it names nobody or several."""
    from salon_pos.db.queries import cards, people

    card = cards.card_by_number(text)
    if card is not None:
        holder = people.client(card.holder_id)
        assert holder is not None
        return holder
    exact = people.client_by_uid(text) or people.client_by_code(text)
    found = [exact] if exact else [one.client for one in people.find_clients(text, limit=2)]
    if len(found) != 1:
        fail(
            _("No client answers to {text}.", text=text)
            if not found
            else _("Several clients answer to {text}. Say it by card number or uid.", text=text)
        )
    return found[0]
