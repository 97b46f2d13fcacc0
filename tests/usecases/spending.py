"""Shared by the tests of value's deeds: paying at an instant, what is left, and how it is said."""

from datetime import datetime

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, catalog, members
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.explain import explain
from salon_pos.domain.ledger import Account
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.pricing import price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.tenders import Handed
from salon_pos.domain.ticket import Ticket
from salon_pos.i18n import Words
from salon_pos.usecases.checkout import Payment, take_payment
from tests.salons import NOW
from tests.usecases.keeping import rows
from tests.usecases.valued import Valued

ENGLISH = Words("en", CURRENCIES["CAD"])


def total_of(ticket: Ticket, at: datetime = NOW) -> int:
    """What the counter shows for this ticket's client at that instant, in minor units."""
    settings = salon_queries.settings()
    book = catalog.price_book(settings)
    return price(ticket, members.book_for(ticket, book, settings.business_day(at))).total


def pay(
    valued: Valued, ticket: Ticket, *tenders: Handed, at: datetime = NOW, by: str = "kai"
) -> Receipt:
    """Take payment at an instant; by bank card unless told."""
    total = total_of(ticket, at)
    handed = tenders or (valued.salon.handed("card", total),)
    return take_payment(Payment(ticket, handed, total), by=valued.salon.by(by), now=at)


def left(account: Account) -> list[tuple[int, str]]:
    """The lots of an account: what is left and until when, the oldest first."""
    return [(lot.left, str(lot.expires)) for lot in balances.lots(account)]


def earned(sale_uid: str) -> list[tuple[int, int, str]]:
    """What each line of a sale earned so far: eligible minor units, points, and why nothing."""
    return [
        tuple(row)
        for row in rows(
            "SELECT SUM(e.eligible), SUM(e.points), CASE SUM(e.points) WHEN 0 THEN MAX(e.why)"
            " ELSE '' END FROM sale_earning e JOIN sale_line l ON l.id = e.line_id"
            " JOIN sale s ON s.id = l.sale_id WHERE s.uid = ? GROUP BY l.id ORDER BY l.position",
            sale_uid,
        )
    ]


def said(account: Account) -> list[str]:
    """What the entries of an account say, the newest first."""
    return [
        ENGLISH.sentence(explain(entry.rule, entry.amount, entry.inputs))
        for entry in balances.entries(account)
    ]


def is_sound() -> bool:
    """Whether the doctor finds nothing."""
    faults = examine()[1]
    assert faults == (), faults
    return True
