"""A voucher on paper: what it is worth, under which conditions, and its code, as a QR code too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from salon_pos.i18n import Words
from salon_pos.printing.layout import RULE, Kind, PaperLine, in_fours


@dataclass(frozen=True, slots=True)
class VoucherFacts:
    """What stands on a voucher: `kind` and `worth` in the words of the paper's language, for which
    `items` it is (none: everything), from which bill on (minor units, 0: any), the only client who
    may use it ("": whoever has its code), its last good day (None: without end)."""

    salon: str
    kind: str
    worth: str
    code: str
    items: tuple[str, ...] = ()
    least: int = 0
    client: str = ""
    until: date | None = None


def voucher_paper(facts: VoucherFacts, words: Words) -> tuple[PaperLine, ...]:
    """What to print."""
    return (
        PaperLine(Kind.HEADING, facts.salon),
        PaperLine(Kind.CENTRE, facts.kind),
        PaperLine(Kind.HEADING, facts.worth),
        RULE,
        PaperLine(Kind.QR, facts.code),
        PaperLine(Kind.CENTRE, in_fours(facts.code)),
        RULE,
        *_conditions(facts, words),
        PaperLine(Kind.CENTRE, words.text("Good for one bill. Show it before you pay.")),
    )


def _conditions(facts: VoucherFacts, words: Words) -> Iterator[PaperLine]:
    if facts.client:
        yield PaperLine(Kind.FACT, words.text("Only for"), facts.client)
    if facts.items:
        yield PaperLine(Kind.FACT, words.text("For"), words.several(facts.items))
    if facts.least:
        yield PaperLine(Kind.FACT, words.text("For bills of at least"), words.money(facts.least))
    until = words.date(facts.until) if facts.until else words.text("without end")
    yield PaperLine(Kind.FACT, words.text("Valid until"), until)
