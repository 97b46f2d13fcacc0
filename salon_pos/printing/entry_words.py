"""A ledger entry in words: on which account it moved how much, why, and what stands behind it.

Signs are the client's: what they have grows with a plus. What they owe is said as owed, for a plus
there would look like money received.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salon_pos.db.queries.balances import PostedEntry
from salon_pos.domain.explain import explain
from salon_pos.domain.ledger import MONEY, SESSIONS
from salon_pos.i18n import MINUS, Words

_OF_POINTS_RULES = frozenset({"points.earn", "points.burn", "points.pay", "points.referral"})


@dataclass(frozen=True, slots=True)
class EntryWords:
    """`account` moved by `moved`, and `why`; `beside` has who did it, the reason that was typed,
    the sale's number and the version of the rules, `nothing` what of the sale earned nothing."""

    account: str
    moved: str
    why: str
    beside: tuple[str, ...]
    nothing: tuple[str, ...]


def entry_words(entry: PostedEntry, names: Mapping[str, str], words: Words) -> EntryWords:
    """An entry as `words` says it; `names` are those of `statement.names_of`."""
    return EntryWords(
        account_words(entry.account, names, words),
        moved_words(entry, words),
        words.sentence(explain(entry.rule, entry.amount, entry.inputs, names)),
        tuple(_beside(entry, words)),
        tuple(_nothing(entry, words)),
    )


def account_words(code: str, names: Mapping[str, str], words: Words) -> str:
    """What people call an account of a client's, by its code."""
    kind, _, owner = code.partition(":")
    match kind:
        case "principal" if owner in names:
            return words.text("Principal of card {number}", number=names[owner])
        case "bonus" if owner in names:
            return words.text("Bonus of card {number}", number=names[owner])
        case "pack":
            return words.text("Sessions of {pack}", pack=names.get(owner, owner))
        case "principal":
            return words.text("Principal")
        case "bonus":
            return words.text("Bonus")
        case "points":
            return words.text("Points")
        case "points_debt":
            return words.text("Points debt")
        case "deposit":
            return words.text("Deposit")
        case "receivable":
            return words.text("Owed on account")
        case _:
            raise ValueError(f"no account of a client: {code}")


def moved_words(entry: PostedEntry, words: Words) -> str:
    """How much an entry moved, in its unit and as the client sees it."""
    amount = entry.amount
    match entry.account.partition(":")[0]:
        case "receivable" if amount > 0:
            return words.text("{sum} more owed", sum=words.money(amount))
        case "receivable":
            return words.text("{sum} less owed", sum=words.money(-amount))
        case "points_debt" if amount > 0:
            return words.plural("{n} point more owed", "{n} points more owed", amount)
        case "points_debt":
            return words.plural("{n} point less owed", "{n} points less owed", -amount)
        case _:
            return ("+" if amount > 0 else MINUS) + _unit(entry.unit, abs(amount), words)


def _unit(unit: str, amount: int, words: Words) -> str:
    if unit == MONEY:
        return words.money(amount)
    if unit == SESSIONS:
        return words.plural("{n} session", "{n} sessions", amount)
    return words.plural("{n} point", "{n} points", amount)


def _beside(entry: PostedEntry, words: Words) -> Iterator[str]:
    yield entry.staff
    if entry.remark:
        yield entry.remark
    if entry.number:
        yield words.text("sale {number}", number=entry.number)
    if entry.rule in _OF_POINTS_RULES:
        yield words.text("points rules, version {n}", n=entry.version)


def _nothing(entry: PostedEntry, words: Words) -> Iterator[str]:
    for items, why in entry.nothing:
        said = words.sentence(why)
        yield words.text("{items}: {why}", items=items, why=said) if items else said
