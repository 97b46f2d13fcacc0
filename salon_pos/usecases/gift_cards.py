"""The numbers of gift cards: printed ahead by the salon, or made here when a card is sold."""

from salon_pos.db.queries import cards, coupons, value
from salon_pos.domain.pricing import Bill, BillLine
from salon_pos.domain.refusal import refuse
from salon_pos.domain.ticket import Line
from salon_pos.domain.words import N_
from salon_pos.usecases.codes import typed_code

SHORTEST, LONGEST = 4, 32


def printed_number(typed: str) -> str:
    """The number of a printed gift card, from what was typed or scanned; empty for none. Refuses
    what is no number, and one that a gift card, a voucher or a card has already."""
    number = typed_code(typed)
    if not number:
        return ""
    if not (number.isascii() and number.isalnum() and SHORTEST <= len(number) <= LONGEST):
        refuse("bad_gift_number",
               N_("A gift card's number has {least} to {most} letters and digits."),
               field="number", least=SHORTEST, most=LONGEST)  # fmt: skip
    if value.gift_card(number):
        refuse("gift_number_used", N_("This gift card is sold already. Take another one."),
               field="number")  # fmt: skip
    if value.voucher(number) or coupons.coupon(number) or cards.card_by_number(number):
        refuse("gift_number_taken",
               N_("A voucher or a card has this number. Take another gift card."),
               field="number")  # fmt: skip
    return number


def check_numbers(line: BillLine, bill: Bill) -> None:
    """Refuse a gift card's line whose printed number is no number, is used, or is on another line
    of the bill too."""
    number = printed_number(line.line.source)
    if number and any(_has(other.line, number) for other in bill.lines if other is not line):
        refuse("gift_number_twice",
               N_("This gift card is on the ticket twice. Give the other line its own number."),
               field="number")  # fmt: skip


def _has(line: Line, number: str) -> bool:
    return typed_code(line.source) == number
