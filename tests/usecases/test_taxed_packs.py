"""RULES 25: a pack with taxes of its own is taxed when it is sold, and its uses carry none."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import balances, catalog, members, receipts, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item, ItemKind, Tax, TaxMode
from salon_pos.domain.lots import held
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.pricing import Bill, price
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.catalog import save_tax
from salon_pos.usecases.checkout import Payment, take_payment
from salon_pos.usecases.expiry import expire
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import save_prepaid
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused, rows
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import earned, is_sound, said, total_of
from tests.usecases.valued import Valued, made

# By hand, of 600.00 for six: exclusive 5 % is 30.00 on top; inclusive 6 % is 600 × 6 ÷ 106 = 33.96,
# which leaves 566.04, six times 94.34.
MODES = {
    TaxMode.EXCLUSIVE: (60_000, 3_000, 63_000, 10_000),
    TaxMode.INCLUSIVE: (56_604, 3_396, 60_000, 9_434),
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Six washes for 600.00 that are taxed when sold; what that comes to without tax, its tax, what
    is paid, and what one session is worth."""

    valued: Valued
    item: Item
    tax: Tax
    net: int
    taxed: int
    total: int
    unit: int

    @property
    def owed(self) -> int:
        """What is owed for the pack that was sold as p."""
        return balances.balance(ledger.pack_value("p/Bundle"))

    @property
    def tax_owed(self) -> int:
        return balances.balance(ledger.tax(self.tax.uid))

    def sell(self) -> Receipt:
        """The pack to Maya by bank card."""
        salon = self.valued.salon
        return self.paid(salon.ticket("p", self.valued.line(self.item), client="maya"))

    def use(self, uid: str) -> Receipt:
        """One session, a wash by Mei."""
        salon = self.valued.salon
        wash = replace(salon.line("wash"), source="p/Bundle")
        return self.paid(salon.ticket(uid, wash, client="maya"))

    def paid(self, ticket: Ticket) -> Receipt:
        """With a bank card for what packs leave."""
        salon, total = self.valued.salon, total_of(ticket)
        due = total - bill(ticket).covered
        handed = (salon.handed("card", due),) if due else ()
        return take_payment(Payment(ticket, handed, total), by=salon.by("kai"), now=NOW)

    def give_back(self, uid: str, sale: str) -> Receipt:
        """All that can come back of a sale."""
        by = self.valued.salon.by("chen")
        return give_back(RefundRequest(uid, sale, whole(sale)), by)


@pytest.fixture(params=list(MODES))
def bundle(request, selling: Salon) -> Bundle:
    return with_bundle(made(selling), request.param)


def with_bundle(valued: Valued, mode: TaxMode) -> Bundle:
    salon, by = valued.salon, valued.salon.by("olga")
    settings = replace(salon_queries.settings(), tax_mode=mode, refund_manager_above=1_000_000)
    change_settings(settings, by=by, now=NOW)
    rate = 50_000 if mode is TaxMode.EXCLUSIVE else 60_000
    tax = save_tax(Tax(0, "VAT", rate), by=by, now=NOW)
    item = Item(0, "Bundle", ItemKind.PREPAID, price=60_000, tax_ids=frozenset({tax.id}))
    wash = frozenset({salon.items["wash"].id})
    plan = Plan(PrepaidKind.PACK, bought=5, given=1, days=90, item_ids=wash)
    return Bundle(valued, save_prepaid(item, plan, by=by, now=NOW), tax, *MODES[mode])


def bill(ticket: Ticket) -> Bill:
    settings = salon_queries.settings()
    book = catalog.price_book(settings)
    return price(ticket, members.book_for(ticket, book, settings.business_day(NOW)))


def pack() -> value.Pack:
    found = value.pack("p/Bundle")
    assert found is not None
    return found


def test_rule_25_the_sale_is_taxed_and_what_is_owed_holds_no_tax(bundle: Bundle) -> None:
    receipt = bundle.sell()
    assert receipt.total == bundle.total
    assert [(tax.name, tax.base, tax.amount) for tax in receipt.taxes if tax.amount] == [
        ("VAT", 60_000, bundle.taxed)
    ]
    assert (bundle.owed, bundle.tax_owed) == (bundle.net, bundle.taxed)
    assert [(lot.left, lot.unit_value) for lot in pack().lots] == [(6, bundle.unit)]
    assert is_sound()


def test_rule_25_a_use_carries_no_tax_and_asks_for_nothing(bundle: Bundle) -> None:
    bundle.sell()
    receipt = bundle.use("u")
    assert (receipt.total, [tax.amount for tax in receipt.taxes if tax.amount]) == (bundle.unit, [])
    assert all(tax.base == 0 for tax in receipt.taxes)
    assert [(line.net, line.payable) for line in receipt.lines] == [(bundle.unit, bundle.unit)]
    assert rows("SELECT COUNT(*) FROM sale_line_tax x JOIN sale_line l ON l.id = x.line_id"
                " JOIN sale s ON s.id = l.sale_id WHERE s.uid = 'u'") == [(0,)]  # fmt: skip
    assert (bundle.owed, bundle.tax_owed) == (bundle.net - bundle.unit, bundle.taxed)


def test_rule_25_all_uses_add_up_to_the_price_and_the_tax_was_taken_once(bundle: Bundle) -> None:
    bundle.sell()
    for number in range(6):
        bundle.use(f"u{number}")
    income = balances.balance(ledger.revenue("service"))
    assert (income, bundle.owed, bundle.tax_owed) == (bundle.net, 0, bundle.taxed)
    assert bundle.net + bundle.taxed == bundle.total
    assert is_sound()


def test_rule_11_a_use_earns_on_its_unit_value(bundle: Bundle) -> None:
    """The tax of the pack earns nothing: prepaid earns at use, and the use has none."""
    bundle.sell()
    bundle.use("u")
    assert earned("p") == [(0, 0, "prepaid")]
    assert earned("u") == [(bundle.unit, bundle.unit // 100, "")]


def test_rule_16_and_19_a_use_comes_back_as_it_was_without_tax(bundle: Bundle) -> None:
    bundle.sell()
    bundle.use("u")
    receipt = bundle.give_back("b", "u")
    assert (receipt.total, [t.amount for t in receipt.taxes if t.amount]) == (-bundle.unit, [])
    assert (bundle.owed, bundle.tax_owed) == (bundle.net, bundle.taxed)
    assert held(pack().lots) == 6
    assert balances.balance(ledger.revenue("service")) == 0
    assert is_sound()


def test_rule_22_what_is_unused_comes_back_with_its_tax(bundle: Bundle) -> None:
    """Two of six are used: four sixths of the money and of its tax, 20.00 of 30.00 and 22.64 of
    33.96."""
    bundle.sell()
    for uid in ("u1", "u2"):
        bundle.use(uid)
    receipt = bundle.give_back("b", "p")
    back, tax = (42_000, 2_000) if bundle.taxed == 3_000 else (40_000, 2_264)
    assert receipt.total == -back
    assert [one.amount for one in receipt.taxes if one.amount] == [-tax]
    assert (bundle.owed, bundle.tax_owed) == (0, bundle.taxed - tax)
    assert held(pack().lots) == 0
    assert is_sound()


def test_rule_25_what_ends_is_income_without_tax(bundle: Bundle) -> None:
    bundle.sell()
    bundle.use("u")
    expire(by=bundle.valued.salon.by("olga"), now=NOW + timedelta(days=91), sure=True)
    assert balances.balance(ledger.BREAKAGE) == 5 * bundle.unit
    assert (bundle.owed, bundle.tax_owed) == (0, bundle.taxed)
    assert is_sound()


def test_rule_23_a_void_leaves_nothing(bundle: Bundle) -> None:
    salon = bundle.valued.salon
    bundle.sell()
    bundle.use("u")
    void("u", "x", by=salon.by("chen"), now=NOW)
    assert (bundle.owed, bundle.tax_owed) == (bundle.net, bundle.taxed)
    void("p", "x", by=salon.by("chen"), now=NOW)
    assert (bundle.owed, bundle.tax_owed) == (0, 0)
    assert is_sound()


def test_rule_25_what_counts_is_how_the_pack_was_sold(bundle: Bundle) -> None:
    """Its item is taxed at use from now on: packs sold before stay as they were."""
    by = bundle.valued.salon.by("olga")
    bundle.sell()
    plan = value.plans()[bundle.item.id]
    save_prepaid(replace(bundle.item, tax_ids=frozenset()), plan, by=by, now=NOW)
    assert pack().taxed
    assert bundle.use("u").total == bundle.unit


def test_rule_25_a_pack_without_taxes_is_taxed_at_use(selling: Salon) -> None:
    """The wash's GST 5 % and PST 8 % on 16.67: 0.83 and 1.33; the pack itself at 100.00."""
    valued = made(selling)
    assert valued.pay(selling.ticket("p", valued.line(valued.pack), client="maya")).total == 10_000
    wash = replace(selling.line("wash"), source="p/Wash 5+1")
    valued.pay(selling.ticket("u", wash, client="maya"), selling.handed("card", 216))
    assert [tax.amount for tax in receipts.receipt("u").taxes] == [83, 133]
    assert is_sound()


def test_rule_25_the_real_salons_bundle(selling: Salon) -> None:
    """5+1 blow-dries at 230.00 with GST 11.50 and PST 18.40, as its books have it; there each use
    is a line of 50.00 with its taxes and one of −50.00 with the same taxes: no tax and no money,
    as here."""
    valued, by = made(selling), selling.by("olga")
    gst, pst = catalog.taxes()
    item = Item(0, "Bundle", ItemKind.PREPAID, price=23_000, tax_ids=frozenset({gst.id, pst.id}))
    plan = Plan(PrepaidKind.PACK, bought=5, given=1,
                item_ids=frozenset({selling.items["wash"].id}))  # fmt: skip
    bundle = Bundle(
        valued, save_prepaid(item, plan, by=by, now=NOW), gst, *MODES[TaxMode.EXCLUSIVE]
    )
    sold = bundle.sell()
    assert ([tax.amount for tax in sold.taxes], sold.total) == ([1_150, 1_840], 25_990)
    used = [bundle.use(f"u{number}") for number in range(6)]
    assert [one.total for one in used] == [3_834, 3_834, 3_833, 3_833, 3_833, 3_833]
    assert all(tax.amount == 0 for one in used for tax in one.taxes)
    assert is_sound()


def test_every_entry_says_that_it_was_taxed_then(bundle: Bundle) -> None:
    bundle.sell()
    paid = "$600.00 and $30.00" if bundle.taxed == 3_000 else "$566.04 and $33.96"
    assert said(ledger.pack("p/Bundle")) == [
        f"Sessions sold: 6 for {paid} of tax, 1 of them given. They were taxed then: their use is "
        f"not. Each is worth {'$100.00' if bundle.taxed == 3_000 else '$94.34'}."
    ]


def test_each_lot_of_a_pack_says_what_its_sessions_are_worth(selling: Salon) -> None:
    """100.00 over six: four at 16.67 and two at 16.66. Refunded, what is left says so as ever."""
    valued = made(selling)
    valued.pay(selling.ticket("p", valued.line(valued.pack), client="maya"))
    sold = "Sessions sold: 6 for $100.00, 1 of them given."
    assert said(ledger.pack("p/Wash 5+1")) == [
        f"{sold} Counted here: 2, each worth $16.66.",
        f"{sold} Counted here: 4, each worth $16.67.",
    ]
    assert said(ledger.SESSIONS_SOLD) == [sold]
    assert is_sound()


@pytest.mark.parametrize("kind", [PrepaidKind.TOP_UP, PrepaidKind.GIFT_CARD, PrepaidKind.DEPOSIT])
def test_rule_25_what_may_buy_anything_is_never_taxed_at_sale(
    selling: Salon, kind: PrepaidKind
) -> None:
    by, gst = selling.by("olga"), catalog.taxes()[0]
    item = Item(0, "Odd", ItemKind.PREPAID, price=5_000, tax_ids=frozenset({gst.id}))
    with refused("taxed_at_use", "taxes"):
        save_prepaid(item, Plan(kind), by=by, now=NOW)


def test_rule_25_what_an_older_program_put_on_them_is_not_taken(selling: Salon) -> None:
    valued, gst = made(selling), catalog.taxes()[0]
    for item in (valued.top_up, valued.gift_card, valued.deposit, valued.pack):
        rows("INSERT INTO item_tax (item_id, tax_id) VALUES (?, ?)", item.id, gst.id)
    lines = (valued.line(item) for item in (valued.top_up, valued.gift_card, valued.deposit))
    assert total_of(selling.ticket("t", *lines, client="maya")) == 108_000
    assert catalog.item(valued.top_up.id).tax_ids == frozenset()
    assert catalog.item(valued.pack.id).tax_ids == {gst.id}


def test_a_new_tax_lies_on_a_pack_that_is_taxed_when_sold_and_on_nothing_else_prepaid(
    selling: Salon,
) -> None:
    valued, by = made(selling), selling.by("olga")
    gst = catalog.taxes()[0]
    taxed = save_prepaid(replace(valued.pack, tax_ids=frozenset({gst.id})),
                         value.plans()[valued.pack.id], by=by, now=NOW)  # fmt: skip
    new = save_tax(Tax(0, "City", 10_000), by=by, now=NOW)
    assert catalog.item(taxed.id).tax_ids == {gst.id, new.id}
    for item in (valued.top_up, valued.gift_card, valued.deposit):
        assert catalog.item(item.id).tax_ids == frozenset()
    assert new.id in catalog.item(selling.items["wash"].id).tax_ids


@pytest.mark.parametrize("bundle", [TaxMode.INCLUSIVE], indirect=True)
def test_rule_19_a_session_that_is_taxed_when_used_comes_back_worth_what_it_was(
    bundle: Bundle,
) -> None:
    """Six for 100.00 are 16.67 each, the last two 16.66. A use holds 5, 8 and 6 % of tax: 0.70,
    1.12 and 0.84 of 119 %, so 14.01 is revenue; what comes back to the pack is worth 16.67, as it
    was told when it was used."""
    valued, salon = bundle.valued, bundle.valued.salon
    bundle.paid(salon.ticket("w", valued.line(valued.pack), client="maya"))
    (bought,) = value.packs_of(salon.clients["maya"].id)
    wash = replace(salon.line("wash"), source=bought.uid)
    bundle.paid(salon.ticket("u", wash, client="maya"))
    assert balances.balance(ledger.revenue("service")) == 1_401
    bundle.give_back("b", "u")
    assert balances.balance(ledger.pack_value(bought.uid)) == 10_000
    back, used, _ = said(ledger.pack_value(bought.uid))
    assert used == "One session used, worth $16.67."
    assert back == "Sessions given back by a refund: 1, worth $16.67."
    assert is_sound()
