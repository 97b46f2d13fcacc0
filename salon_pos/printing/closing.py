"""The receipt of what closing a card paid out, line by line."""

from collections.abc import Iterator

from salon_pos.domain.receipt import ClosingReceipt
from salon_pos.i18n import Words
from salon_pos.printing.layout import RULE, Kind, PaperLine, head, paid_words, value_paper


def closing_paper(
    closed: ClosingReceipt, words: Words, *, copy: bool = False
) -> tuple[PaperLine, ...]:
    """What to print; `copy` marks it as one, at its head and foot."""
    mark = [PaperLine(Kind.MARK, words.text("COPY"))] if copy else []
    return (
        *head(closed.salon, closed.address, closed.phone),
        PaperLine(Kind.MARK, words.text("Card closed")),
        *mark,
        RULE,
        *_facts(closed, words),
        RULE,
        *_held(closed, words),
        RULE,
        PaperLine(Kind.TOTAL, words.text("Paid back"), words.money(closed.principal)),
        *_money(closed, words),
        RULE,
        *(value_paper(closed.value, words, with_codes=False) if closed.value else ()),
        PaperLine(Kind.CENTRE, closed.uid),
        *mark,
    )


def _facts(closed: ClosingReceipt, words: Words) -> Iterator[PaperLine]:
    paid = paid_words(closed.paid_at, closed.business_day, words)
    yield PaperLine(Kind.FACT, words.text("Business day"), words.date(closed.business_day))
    yield PaperLine(Kind.FACT, words.text("Closed at"), paid)
    yield PaperLine(Kind.FACT, words.text("Cashier"), closed.cashier)
    yield PaperLine(Kind.FACT, words.text("Client"), closed.client)
    yield PaperLine(Kind.FACT, words.text("Card no."), closed.number)


def _held(closed: ClosingReceipt, words: Words) -> Iterator[PaperLine]:
    held = words.money(closed.principal + closed.bonus)
    yield PaperLine(Kind.ITEM, words.text("On the card"), held)
    principal = words.text("Of it principal, paid back")
    yield PaperLine(Kind.NOTE, principal, words.money(closed.principal))
    if closed.bonus:
        said = words.text("Of it bonus, cancelled")
        yield PaperLine(Kind.NOTE, said, words.money(closed.bonus))


def _money(closed: ClosingReceipt, words: Words) -> Iterator[PaperLine]:
    if closed.cash_rounding:
        rounding = words.money(closed.cash_rounding)
        yield PaperLine(Kind.AMOUNT, words.text("Cash rounding"), rounding)
    if closed.paid:
        yield PaperLine(Kind.AMOUNT, words.text(closed.tender), words.money(closed.paid))
