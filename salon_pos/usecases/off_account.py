"""What a sale on account earns when a refund takes a part of it off the account.

What was settled then covers more of what stays (RULES 24): of two lines, half of it paid, one comes
back, and the other is paid in full.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from salon_pos.db.queries import balances, owed, people, value
from salon_pos.db.queries.owed import EarningLine, EarningSale, OwedSale
from salon_pos.db.records.refunds import line_to_come
from salon_pos.domain import ledger
from salon_pos.domain.birthdays import AGAIN
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.consequences import Consequence
from salon_pos.domain.earning import Occasion
from salon_pos.domain.ledger import Entry
from salon_pos.domain.people import Client
from salon_pos.domain.points import PointsRules
from salon_pos.domain.reversal import Reversal, ReversedLine
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.words import N_
from salon_pos.usecases.later_points import Later, later, later_entries
from salon_pos.usecases.value import had_birthday_points

NOTHING = Later(0, {}, ())


@dataclass(frozen=True, slots=True)
class OffAccount:
    """What is earned so, for whom and by which rules; without a client where nothing is."""

    later: Later = NOTHING
    sale_uid: str = ""
    client: Client | None = None
    rules: PointsRules | None = None

    @property
    def eligible(self) -> int:
        """How much more of the sale is eligible, in minor units."""
        return self.later.eligible

    def entries(self, reversal: Reversal, day: date) -> tuple[Entry, ...]:
        """The entries of its points; they repay what the same refund leaves as debt, too."""
        if self.client is None or self.rules is None:
            return ()
        debt = balances.balance(ledger.points_debt(self.client.uid)) + reversal.taken.debt
        return later_entries(
            self.later, self.client, self.rules, day, sale_uid=self.sale_uid, debt=debt,
            expired=reversal.taken.stays_expired,
        )  # fmt: skip


def off_account(facts: SaleFacts, reversal: Reversal) -> OffAccount:
    """What a refund makes a sale earn; reads only. Of a sale of which nothing was owed any more
    nothing: RULES 18 alone says what it keeps."""
    sale = owed.owed_sale(facts.sold.uid) if facts.sold.owed else None
    rules = value.points_of(sale.version) if sale else None
    if sale is None or rules is None:
        return OffAccount()
    assert sale.sale.client_id is not None
    client = people.client(sale.sale.client_id)
    assert client is not None
    taken = [back for back in reversal.tenders if back.kind is TenderKind.ON_ACCOUNT]
    left = sale.left - sum(back.part for back in taken)
    after = _after(sale.sale, reversal, facts)
    made = later(after, client, rules, occasion_of(sale, client, rules), owed=left)
    return OffAccount(made, facts.sold.uid, client, rules)


def earned_consequences(made: Later, reversal: Reversal) -> Iterator[Consequence]:
    """What "What will happen" says of it; what stays expired is nothing new."""
    points = made.points - reversal.taken.stays_expired
    if points:
        text = N_("less is owed, so what was paid covers more of the rest")
        yield Consequence("points_earned", points, N_("Points earned"), text)


def occasion_of(
    sale: OwedSale, client: Client, rules: PointsRules, birthdays: Iterable[date] = ()
) -> Occasion:
    """When an owed sale was, and whose. Birthday points come once: not where another sale gave
    them, or one of the `birthdays` of the same deed."""
    uid, day = sale.sale.uid, sale.sale.business_day
    given = (
        sale.occasion.birthday_given
        or had_birthday_points(client.id, day, rules, beside=uid)
        or any(abs(day - other) < AGAIN for other in birthdays)
    )
    return replace(sale.occasion, birthday=client.birthday, birthday_given=given)


def _after(sale: EarningSale, reversal: Reversal, facts: SaleFacts) -> EarningSale:
    """The sale as it will be on file once this is refunded."""
    of_account = {t.position for t in facts.sold.tenders if t.kind is TenderKind.ON_ACCOUNT}
    back = sum(each.part for each in reversal.tenders if each.position in of_account)
    lines = {line.sold.uid: line for line in sale.lines}
    for place, line in enumerate(reversal.lines):
        lines[line.line.uid] = _without(lines[line.line.uid], line, line_to_come(place))
    return replace(sale, lines=tuple(lines.values()), account_stays=sale.account_stays - back)


def _without(line: EarningLine, back: ReversedLine, refund_line: int) -> EarningLine:
    return replace(
        line, refunded=line.refunded + back.quantity, net=line.net + back.net,
        refund_line=refund_line,
        refund_eligible=line.refund_eligible - back.eligible,
        refund_points=line.refund_points - back.taken.points,
    )  # fmt: skip
