"""A bonus that the ticket itself brings is spent as its last day says."""

from salon_pos.db.queries import balances
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.usecases.rules import save_prepaid
from tests.salons import NOW, Salon
from tests.usecases.valued import made


def test_rule_15_a_new_bonus_that_ends_first_is_spent_first(selling: Salon) -> None:
    """200.00 for 180 days lie on the card; 50.00 with a bonus of 10.00 for two days come on top,
    and the wash of 11.42 is paid from it all at once: 1,142 × 21,000 ÷ 126,000 is 190.33."""
    valued = made(selling)
    valued.pay(selling.ticket("t", valued.line(valued.top_up), client="maya"))
    plan = Plan(PrepaidKind.TOP_UP, bonus=1_000, days=2)
    item = Item(0, "Top-up 50", ItemKind.PREPAID, price=5_000)
    short = save_prepaid(item, plan, by=selling.by("olga"), now=NOW)
    ticket = selling.ticket("w", valued.line(short), selling.line("wash"), client="maya")
    valued.pay(
        ticket,
        selling.handed("card", 5_000),
        valued.handed("stored_value", 1_142, source=valued.card.uid),
    )
    bonus = balances.lots(ledger.bonus(valued.card.wallet))
    assert [lot.left for lot in bonus] == [20_000, 1_000 - 190]
