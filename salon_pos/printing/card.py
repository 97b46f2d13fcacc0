"""A member card on paper: whose it is, its number, until when it is good, and its QR code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from salon_pos.i18n import Words
from salon_pos.printing.layout import RULE, Kind, PaperLine


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What stands on a card: `kind` in the words of the paper's language, `qr` is its signed
    number, `until` its last good day (None: without end)."""

    salon: str
    holder: str
    kind: str
    number: str
    qr: str
    until: date | None = None


def card_paper(facts: CardFacts, words: Words) -> tuple[PaperLine, ...]:
    """What to print."""
    return (
        PaperLine(Kind.HEADING, facts.salon),
        PaperLine(Kind.CENTRE, facts.kind),
        PaperLine(Kind.QR, facts.qr),
        PaperLine(Kind.HEADING, grouped(facts.number)),
        RULE,
        *_lines(facts, words),
    )


def grouped(number: str) -> str:
    """A number of digits in threes, so that it can be read aloud; any other as it is."""
    if not number.isdigit():
        return number
    return " ".join(number[n : n + 3] for n in range(0, len(number), 3))


def _lines(facts: CardFacts, words: Words) -> Iterator[PaperLine]:
    until = words.date(facts.until) if facts.until else words.text("without end")
    yield PaperLine(Kind.FACT, words.text("Name on the card"), facts.holder)
    yield PaperLine(Kind.FACT, words.text("Valid until"), until)
