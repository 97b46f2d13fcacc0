"""A salon that has value: prepaid items, rules of points and tiers, and a card for Maya."""

from dataclasses import dataclass

from salon_pos.db.queries import catalog, members
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.cards import Card
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.points import BaseRule, PointsRules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.tenders import Handed, PointsRule
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.domain.tiers import Tier, TierRules
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.rules import save_prepaid, set_points_rules, set_tier_rules
from tests.salons import NOW, Salon

POINTS = PointsRules(
    version=1,
    base=(BaseRule(1, 100),),
    tier_multipliers={"silver": 12_000, "gold": 15_000},
    burn=PointsRule(step=100, value=100, cap_bp=5_000),
    days_good=365,
)
TIERS = TierRules(
    version=1,
    tiers=(
        Tier("member", "Member"),
        Tier("silver", "Silver", spend=20_000),
        Tier("gold", "Gold", spend=100_000, top_up=100_000),
    ),
)


@dataclass(frozen=True, slots=True)
class Valued:
    """The selling salon with its prepaid items (1000 + 200 bonus; wash 5+1 for 100.00; a gift card
    of 50.00; a deposit of 30.00), points 1 per 1.00, three tiers, and Maya's card."""

    salon: Salon
    top_up: Item
    pack: Item
    gift_card: Item
    deposit: Item
    card: Card

    def line(self, item: Item, *, source: str = "") -> Line:
        """A line of a prepaid item."""
        return Line(item.name, item.id, source=source)

    def handed(self, tender: str, amount: int, source: str = "", unlock: str = "") -> Handed:
        """A tender that takes from a balance."""
        return Handed(self.salon.tenders[tender], amount, source=source, unlock=unlock)

    def total(self, ticket: Ticket) -> int:
        """What the counter shows for this client, in minor units."""
        settings = salon_queries.settings()
        book = catalog.price_book(settings)
        return price(ticket, members.book_for(ticket, book, settings.business_day(NOW))).total

    def pay(self, ticket: Ticket, *tenders: Handed) -> Receipt:
        """Take payment; by bank card unless told."""
        total = self.total(ticket)
        handed = tenders or (self.salon.handed("card", total),)
        return take_payment(Payment(ticket, handed, total), by=self.salon.by("kai"), now=NOW)


def made(salon: Salon) -> Valued:
    """Give the selling salon its value."""
    by = salon.by("olga")
    items: list[Item] = []
    wash = frozenset({salon.items["wash"].id})
    for name, price_, plan in (
        ("Top-up 1000", 100_000, Plan(PrepaidKind.TOP_UP, bonus=20_000, days=180)),
        ("Wash 5+1", 10_000, Plan(PrepaidKind.PACK, bought=5, given=1, days=90, item_ids=wash)),
        ("Gift card 50", 5_000, Plan(PrepaidKind.GIFT_CARD)),
        ("Deposit 30", 3_000, Plan(PrepaidKind.DEPOSIT)),
    ):
        item = Item(0, name, ItemKind.PREPAID, price=price_)
        items.append(save_prepaid(item, plan, by=by, now=NOW))
    set_tier_rules(TIERS, by=by, now=NOW)
    set_points_rules(POINTS, by=by, now=NOW)
    card = issue_card(NewCard(salon.clients["maya"].id), by=salon.by("kai"), now=NOW)
    top_up, pack, gift_card, deposit = items
    return Valued(salon, top_up, pack, gift_card=gift_card, deposit=deposit, card=card)
