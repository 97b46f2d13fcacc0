"""The receipt of what a client paid off of their account, line by line."""

from collections.abc import Iterator

from salon_pos.domain.receipt import SettlementReceipt
from salon_pos.i18n import Words
from salon_pos.printing.layout import RULE, Kind, PaperLine, head, paid_words, value_paper


def settlement_paper(
    settled: SettlementReceipt, words: Words, *, copy: bool = False
) -> tuple[PaperLine, ...]:
    """What to print; `copy` marks it as one, at its head and foot."""
    mark = [PaperLine(Kind.MARK, words.text("COPY"))] if copy else []
    return (
        *head(settled.salon, settled.address, settled.phone),
        PaperLine(Kind.MARK, words.text("Paid on account")),
        *mark,
        RULE,
        *_facts(settled, words),
        RULE,
        *_sales(settled, words),
        RULE,
        PaperLine(Kind.TOTAL, words.text("Paid off"), words.money(settled.amount)),
        *_money(settled, words),
        RULE,
        *(value_paper(settled.value, words, with_codes=False) if settled.value else ()),
        PaperLine(Kind.THANKS, words.text("Thank you. See you again soon.")),
        PaperLine(Kind.CENTRE, settled.uid),
        *mark,
    )


def _facts(settled: SettlementReceipt, words: Words) -> Iterator[PaperLine]:
    paid = paid_words(settled.paid_at, settled.business_day, words)
    yield PaperLine(Kind.FACT, words.text("Business day"), words.date(settled.business_day))
    yield PaperLine(Kind.FACT, words.text("Paid at"), paid)
    yield PaperLine(Kind.FACT, words.text("Cashier"), settled.cashier)
    yield PaperLine(Kind.FACT, words.text("Client"), settled.client)


def _sales(settled: SettlementReceipt, words: Words) -> Iterator[PaperLine]:
    for sale in settled.sales:
        number = words.text("Sale {number}", number=sale.number)
        yield PaperLine(Kind.ITEM, number, words.money(sale.amount))
        yield PaperLine(Kind.NOTE, words.date(sale.business_day))


def _money(settled: SettlementReceipt, words: Words) -> Iterator[PaperLine]:
    if settled.cash_rounding:
        rounding = words.money(settled.cash_rounding)
        yield PaperLine(Kind.AMOUNT, words.text("Cash rounding"), rounding)
    yield PaperLine(Kind.AMOUNT, words.text(settled.tender), words.money(settled.paid))
