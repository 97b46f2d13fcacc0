"""What a receipt says, line by line, for any paper or screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.receipt import (
    Ending,
    Holding,
    Receipt,
    ReceiptDiscount,
    ReceiptHolding,
    ReceiptLine,
    ReceiptMove,
    ReceiptPoints,
    ReceiptTax,
    ReceiptTender,
    ReceiptTier,
    ReceiptValue,
)
from salon_pos.i18n import Words


class Kind(StrEnum):
    """What a line is; whoever draws it decides how that looks."""

    HEADING = "heading"  # the salon's name, centred and large
    CENTRE = "centre"  # small and centred
    MARK = "mark"  # boxed, centred: this is a copy
    FACT = "fact"  # small: what on the left, its value on the right
    ITEM = "item"  # what was sold, and its price; or what has a balance, and that
    NOTE = "note"  # small, below an item or an amount
    AMOUNT = "amount"  # a sum on the way to the total, or a tender
    STRONG = "strong"  # an amount that is looked for
    TOTAL = "total"  # the largest thing on the paper
    THANKS = "thanks"  # the good-bye, centred
    CODE = "code"  # a code to be typed, centred and large
    RULE = "rule"  # a line across
    QR = "qr"  # `left` as a QR code


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line: `left` and `right` as plain text, `struck` an old price crossed out before
    `right`, `indent` for what belongs to the item above."""

    kind: Kind
    left: str = ""
    right: str = ""
    struck: str = ""
    indent: bool = False


RULE = PaperLine(Kind.RULE)


def layout(receipt: Receipt, words: Words, *, copy: bool = False) -> tuple[PaperLine, ...]:
    """The receipt in the language of `words`; `copy` marks it as one, at its head and foot."""
    mark = [PaperLine(Kind.MARK, words.text("COPY"))] if copy else []
    return (
        *head(receipt.salon, receipt.address, receipt.phone),
        *_deed(receipt, words),
        *mark,
        RULE,
        *_facts(receipt, words),
        RULE,
        *(paper for line in receipt.lines for paper in _line(line, words)),
        RULE,
        *_sums(receipt, words),
        RULE,
        *_payment(receipt, words),
        RULE,
        *(value_paper(receipt.value, words, with_codes=not copy) if receipt.value else ()),
        PaperLine(Kind.THANKS, words.text("Thank you. See you again soon.")),
        PaperLine(Kind.QR, receipt.uid),
        PaperLine(Kind.CENTRE, receipt.uid),
        *mark,
    )


def holding_name(holding: ReceiptHolding, words: Words) -> str:
    """What it is called: a card by the last four of its number, a pack by its item."""
    match holding.kind:
        case Holding.CARD:
            return words.text("Card {number}", number=f"•••• {holding.name}")
        case Holding.GIFT_CARD:
            return words.text("Gift card {number}", number=f"•••• {holding.name}")
        case Holding.PACK:
            return holding.name
        case Holding.DEPOSIT:
            return words.text("Deposit")
        case Holding.ON_ACCOUNT:
            return words.text("Owed on account")


def holding_amount(holding: ReceiptHolding, amount: int, words: Words) -> str:
    """An amount of it: sessions of a pack, else money."""
    return words.number(amount) if holding.kind is Holding.PACK else words.money(amount)


def signed(said: str, amount: int) -> str:
    """`said` with the plus of what was added."""
    return f"+{said}" if amount > 0 else said


def head(salon: str, address: str, phone: str) -> Iterator[PaperLine]:
    """Whose paper it is."""
    yield PaperLine(Kind.HEADING, salon)
    for text in (*address.splitlines(), phone):
        if text.strip():
            yield PaperLine(Kind.CENTRE, text)


def _deed(receipt: Receipt, words: Words) -> Iterator[PaperLine]:
    """What it is where it is no sale: its amounts are negative."""
    if receipt.deed == "refund":
        yield PaperLine(Kind.MARK, words.text("Refund"))
    elif receipt.deed == "void":
        yield PaperLine(Kind.MARK, words.text("Cancelled sale"))


def _facts(receipt: Receipt, words: Words) -> Iterator[PaperLine]:
    paid = paid_words(receipt.paid_at, receipt.business_day, words)
    facts = (
        (words.text("Receipt no."), receipt.number),
        (words.text("Gives back no."), receipt.refunds),
        (words.text("Business day"), words.date(receipt.business_day)),
        (_when(receipt, words), paid),
        (words.text("Cashier"), receipt.cashier),
        (words.text("Client"), receipt.client),
        (words.text("Tag"), receipt.tag),
    )
    return (PaperLine(Kind.FACT, what, value) for what, value in facts if value)


def _when(receipt: Receipt, words: Words) -> str:
    """What happened then."""
    if receipt.deed == "refund":
        return words.text("Refunded at")
    return words.text("Cancelled at") if receipt.deed == "void" else words.text("Paid at")


def paid_words(at: datetime, day: date, words: Words) -> str:
    """When something was paid on this business day; with its date where that is another one."""
    time = words.time(at)
    return time if at.date() == day else f"{words.date(at)} {time}"


def _line(line: ReceiptLine, words: Words) -> Iterator[PaperLine]:
    """The item at what it costs after its own discounts, so that the column sums to the
    subtotal; ticket discounts come after the lines."""
    price = line.net + line.ticket_off
    yield PaperLine(
        Kind.ITEM,
        line.item,
        words.money(price),
        struck=words.money(line.list_amount) if price != line.list_amount else "",
        indent=line.is_addon,
    )
    for note in _notes(line, words):
        yield PaperLine(Kind.NOTE, note, indent=line.is_addon)


def _notes(line: ReceiptLine, words: Words) -> Iterator[str]:
    who = [words.several(line.staff)] if line.staff else []
    if line.staff and line.requested:
        who = [words.text("{name}, requested", name=who[0])]
    if line.is_corrected:
        who.append(words.text("corrected"))
    # Of prepaid that is used in part the rest comes back: no price of the whole says that.
    is_rest = line.quantity < 0 and line.quantity * line.unit_price != line.list_amount
    if line.quantity != 1 and not is_rest:
        who.insert(0, f"{words.number(line.quantity)} × {words.money(line.unit_price)}")
    if line.client:
        who.append(words.text("for {client}", client=line.client))
    if who:
        yield " · ".join(who)
    if line.free_with:
        yield words.text("Free with {tier}", tier=line.free_with)
    elif line.member_off:
        yield f"{words.text('Member benefit')} {words.money(-line.member_off)}"
    if line.discount:
        yield f"{_reason(line.discount, words)} {words.money(-line.discount.amount)}"


def _reason(discount: ReceiptDiscount, words: Words) -> str:
    reason = words.text(discount.reason)
    return f"{reason} · {words.discount(discount.percent_bp)}" if discount.percent_bp else reason


def _sums(receipt: Receipt, words: Words) -> Iterator[PaperLine]:
    exclusive = receipt.tax_mode is TaxMode.EXCLUSIVE
    subtotal = sum(line.net + line.ticket_off for line in receipt.lines)
    if receipt.discounts or (exclusive and receipt.taxes):
        yield PaperLine(Kind.AMOUNT, words.text("Subtotal"), words.money(subtotal))
    for discount in receipt.discounts:
        yield PaperLine(Kind.AMOUNT, _reason(discount, words), words.money(-discount.amount))
    if exclusive and receipt.discounts:
        yield PaperLine(Kind.AMOUNT, words.text("Before tax"), words.money(receipt.net))
    if exclusive:
        yield from (_tax(tax, receipt, words) for tax in receipt.taxes)
    yield PaperLine(Kind.TOTAL, words.text("Total"), words.money(receipt.total))
    if not exclusive:
        yield from (_tax_within(tax, words) for tax in receipt.taxes)


def _tax(tax: ReceiptTax, receipt: Receipt, words: Words) -> PaperLine:
    """A tax on top; what it lies on is said where that is not the whole."""
    what = f"{tax.name} {words.rate(tax.rate_ppm)}"
    if tax.base != receipt.net:
        what = words.text("{tax} on {base}", tax=what, base=words.money(tax.base))
    return PaperLine(Kind.AMOUNT, what, words.money(tax.amount))


def _tax_within(tax: ReceiptTax, words: Words) -> PaperLine:
    what = f"{tax.name} {words.rate(tax.rate_ppm)}"
    return PaperLine(Kind.NOTE, words.text("{tax} included", tax=what), words.money(tax.amount))


def _payment(receipt: Receipt, words: Words) -> Iterator[PaperLine]:
    if receipt.cash_rounding:
        yield PaperLine(
            Kind.AMOUNT, words.text("Cash rounding"), words.money(receipt.cash_rounding)
        )
    if not receipt.tenders:
        yield PaperLine(Kind.AMOUNT, words.text("Nothing to pay"))
    for tender in receipt.tenders:
        yield from _tender(tender, words)
    if receipt.change:
        yield PaperLine(Kind.STRONG, words.sense("money", "Change"), words.money(receipt.change))


def _tender(tender: ReceiptTender, words: Words) -> Iterator[PaperLine]:
    """What was handed over; the tips in it below."""
    name = words.text(tender.name)
    if tender.change:
        name = words.text("{tender}, received", tender=name)
    yield PaperLine(Kind.AMOUNT, name, words.money(tender.handed))
    if tender.was:
        was = words.text("corrected, rung up as {tender}", tender=words.text(tender.was))
        yield PaperLine(Kind.NOTE, was, indent=True)
    if tender.unpaid:
        given = words.text("it was given, so nothing is paid out")
        yield PaperLine(Kind.NOTE, given, indent=True)
    for staff, amount in tender.tips:
        tip = words.text("with a tip for {name}", name=staff)
        yield PaperLine(Kind.NOTE, tip, words.money(amount), indent=True)


def value_paper(value: ReceiptValue, words: Words, *, with_codes: bool) -> Iterator[PaperLine]:
    """Each balance after the sale, and below it what moved it. A copy is no gift card: it has no
    codes."""
    if value.points:
        yield from _points(value.points, words)
    for holding in value.holdings:
        yield from _holding(holding, words)
        if holding.code and with_codes:
            yield from gift_card_paper(holding.code, words)
    if value.tier:
        yield from _tier(value.tier, words)
    yield RULE


def _points(points: ReceiptPoints, words: Words) -> Iterator[PaperLine]:
    yield PaperLine(Kind.ITEM, words.text("Points balance"), words.number(points.left))
    if points.debt:
        yield PaperLine(Kind.NOTE, words.text("Points debt left"), words.number(points.debt))
    if points.ending:
        amount, day = points.ending.amount, points.ending.day
        said = words.plural("{n} point ends on {day}", "{n} points end on {day}", amount, day=day)
        yield PaperLine(Kind.NOTE, said)
    for move in points.moves:
        yield _move(move, words.number(move.amount), words)
    for sentence in points.repaid:
        yield PaperLine(Kind.NOTE, words.sentence(sentence))
    for items, why in points.nothing:
        said = words.sentence(why)
        if items:
            said = words.text("{items}: {why}", items=items, why=said)
        yield PaperLine(Kind.NOTE, said)


def _holding(holding: ReceiptHolding, words: Words) -> Iterator[PaperLine]:
    left = holding_amount(holding, holding.left, words)
    if holding.kind is Holding.PACK:
        left = words.plural("{n} left", "{n} left", holding.left)
    name = holding_name(holding, words)
    if holding.kind not in (Holding.PACK, Holding.ON_ACCOUNT):
        name = words.text("{what}, balance", what=name)
    yield PaperLine(Kind.ITEM, name, left)
    if holding.bonus:
        yield PaperLine(Kind.NOTE, words.text("Of it bonus"), words.money(holding.bonus))
    if holding.ending:
        yield PaperLine(Kind.NOTE, _ending(holding, holding.ending, words))
    for move in holding.moves:
        yield _move(move, holding_amount(holding, move.amount, words), words)


def gift_card_paper(code: str, words: Words) -> Iterator[PaperLine]:
    """The code of a gift card, to be typed and to be scanned."""
    yield PaperLine(Kind.CODE, in_fours(code))
    yield PaperLine(Kind.QR, code)
    keep = words.text("Keep this code: whoever has it can pay with the gift card.")
    yield PaperLine(Kind.CENTRE, keep)


def in_fours(code: str) -> str:
    """A code of letters and digits in fours, so that it can be read aloud and typed."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def _move(move: ReceiptMove, amount: str, words: Words) -> PaperLine:
    return PaperLine(Kind.NOTE, words.sentence(move.why), signed(amount, move.amount))


def _ending(holding: ReceiptHolding, ending: Ending, words: Words) -> str:
    amount, day = ending.amount, ending.day
    if holding.kind is Holding.PACK:
        return words.plural(
            "{n} session ends on {day}", "{n} sessions end on {day}", amount, day=day
        )
    return words.text("{sum} ends on {day}", sum=words.money(amount), day=day)


def _tier(tier: ReceiptTier, words: Words) -> Iterator[PaperLine]:
    name = tier.name or words.sense("tier", "none")
    yield PaperLine(Kind.ITEM, words.text("Tier"), name)
    yield PaperLine(Kind.NOTE, words.sentence(tier.why))
    if tier.next:
        yield PaperLine(Kind.NOTE, words.sentence(tier.next))
