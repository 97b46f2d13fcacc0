"""What was sold stays what it was: an item of its kind, and what a prepaid one promised (RULES 25).
Everything else may change, and leaves what was sold alone."""

from dataclasses import replace
from datetime import date

import pytest

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, catalog, members, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.checkout import take_payment
from salon_pos.usecases.points import PointsChange, adjust_points, redeem
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import save_prepaid
from salon_pos.usecases.settings import change_settings
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back
from tests.usecases.valued import Valued, made

DAY = date(2026, 5, 4)


@pytest.fixture
def valued(selling: Salon) -> Valued:
    valued = made(selling)
    settings = replace(salon_queries.settings(), refund_manager_above=1_000_000)
    change_settings(settings, by=selling.by("olga"), now=NOW)
    return valued


def sell(valued: Valued, *items: Item, uid: str = "t") -> None:
    lines = [valued.line(item) for item in items]
    valued.pay(valued.salon.ticket(uid, *lines, client="maya"))


def keep(valued: Valued, item: Item, plan: Plan) -> Item:
    return save_prepaid(item, plan, by=valued.salon.by("olga"), now=NOW)


def other_kind(item: Item) -> Item:
    kind = ItemKind.PRODUCT if item.kind is ItemKind.SERVICE else ItemKind.SERVICE
    return replace(item, kind=kind, minutes=0, is_addon=False, barcode="", stock=None)


# --- the kind of an item ---


@pytest.mark.parametrize(("name", "said"), [("gel", "a product"), ("wash", "a service")])
@pytest.mark.parametrize("comes_back", [False, True])
def test_what_was_sold_stays_of_its_kind(
    selling: Salon, name: str, said: str, comes_back: bool
) -> None:
    take_payment(selling.payment(selling.ticket("t", selling.line(name))),
                 by=selling.by("kai"), now=NOW)  # fmt: skip
    if comes_back:
        give_back(RefundRequest("r", "t", {f"t/{name}": 1}), selling.by("chen"))
    item = catalog.item(selling.items[name].id)
    with refused("kind_stays", "kind") as no:
        save_item(other_kind(item), by=selling.by("olga"), now=NOW)
    assert str(no.value.text).startswith(f"{{item}} was sold already, so it stays {said}.")
    assert no.value.values["item"] == item.name
    changed = save_item(replace(item, name="Other", price=1, retired=True), by=selling.by("olga"),
                        now=NOW)  # fmt: skip
    assert catalog.item(item.id) == changed


def test_what_was_never_sold_may_become_something_else(selling: Salon) -> None:
    gel = save_item(other_kind(selling.items["gel"]), by=selling.by("olga"), now=NOW)
    assert catalog.item(gel.id).kind is ItemKind.SERVICE


@pytest.mark.parametrize("kind", [PrepaidKind.GIFT_CARD, PrepaidKind.TOP_UP])
def test_a_service_that_was_sold_is_never_prepaid(selling: Salon, kind: PrepaidKind) -> None:
    take_payment(selling.payment(selling.ticket("t", selling.line("wash"))),
                 by=selling.by("kai"), now=NOW)  # fmt: skip
    wash = replace(selling.items["wash"], kind=ItemKind.PREPAID, tax_ids=frozenset())
    with refused("kind_stays", "kind"):
        save_prepaid(wash, Plan(kind), by=selling.by("olga"), now=NOW)
    give_back(RefundRequest("r", "t", {"t/wash": 1}), selling.by("chen"))
    assert examine()[1] == ()


def test_what_is_prepaid_and_was_sold_stays_prepaid(valued: Valued) -> None:
    sell(valued, valued.gift_card)
    with refused("kind_stays", "kind") as no:
        save_item(other_kind(valued.gift_card), by=valued.salon.by("olga"), now=NOW)
    assert "stays prepaid" in str(no.value.text)


def test_a_service_stays_one_while_somebody_has_a_pack_of_it(valued: Valued) -> None:
    """Only a service is paid by a session: as a product it would take the pack's worth away."""
    wash, by = valued.salon.items["wash"], valued.salon.by("olga")
    save_item(replace(wash, name="Wash and dry"), by=by, now=NOW)
    sell(valued, valued.pack)
    with refused("kind_stays", "kind"):
        save_item(other_kind(wash), by=by, now=NOW)


def test_a_service_stays_one_while_somebody_has_it_for_points(valued: Valued) -> None:
    salon, by = valued.salon, valued.salon.by("olga")
    maya, mask = salon.clients["maya"], salon.items["mask"]
    given = PointsChange("p", maya.id, 500, "for a test")
    adjust_points(given, by=by, now=NOW)
    reward = save_reward(Reward(0, RewardKind.SERVICE, 400, item_id=mask.id), by=by, now=NOW)
    redeem("x", maya.id, reward.id, by=by, now=NOW)
    with refused("kind_stays", "kind"):
        save_item(other_kind(mask), by=by, now=NOW)


# --- what a prepaid item promised ---


@pytest.mark.parametrize("name", ["top_up", "pack", "gift_card", "deposit"])
@pytest.mark.parametrize("kind", list(PrepaidKind))
def test_what_was_sold_ahead_stays_of_its_kind(
    valued: Valued, name: str, kind: PrepaidKind
) -> None:
    """A gift card that became a top-up would lift tiers, for those sold before, too."""
    item: Item = getattr(valued, name)
    wash = frozenset({valued.salon.items["wash"].id})
    new = Plan(kind, bought=5, item_ids=wash) if kind is PrepaidKind.PACK else Plan(kind)
    if value.plans()[item.id].kind is kind:
        return
    sell(valued, item)
    with refused("plan_stays", "kind"):
        keep(valued, item, new)


@pytest.mark.parametrize("name", ["top_up", "pack", "gift_card", "deposit"])
def test_rule_25_no_pack_is_for_what_is_prepaid(valued: Valued, name: str) -> None:
    """Its sessions could never be used."""
    plan, other = value.plans()[valued.pack.id], getattr(valued, name).id
    with refused("not_for_prepaid_items", "items"):
        keep(valued, valued.pack, replace(plan, item_ids=plan.item_ids | {other}))


def test_rule_25_a_pack_that_was_sold_stays_for_its_services(valued: Valued) -> None:
    """Else a pack of washes would pay for cuts."""
    wash, cut = (valued.salon.items[name].id for name in ("wash", "cut"))
    plan = value.plans()[valued.pack.id]
    keep(valued, valued.pack, replace(plan, item_ids=frozenset({wash, cut})))  # nobody has one
    keep(valued, valued.pack, plan)
    sell(valued, valued.pack)
    for others in ({cut}, {wash, cut}):
        with refused("plan_stays", "items"):
            keep(valued, valued.pack, replace(plan, item_ids=frozenset(others)))
    both = replace(plan, item_ids=frozenset({wash, cut}))
    assert keep(valued, Item(0, "Wash or cut", ItemKind.PREPAID, price=20_000), both).id


def test_all_else_may_change_and_leaves_what_was_sold_alone(valued: Valued) -> None:
    """1,000.00 + 200.00 on the card, six washes of 16.67 (the last two 16.66), 50.00 and 30.00."""
    salon = valued.salon
    sold = (valued.top_up, valued.pack, valued.gift_card, valued.deposit)
    sell(valued, *sold)
    (pack,) = value.packs_of(salon.clients["maya"].id)
    accounts = (
        ledger.principal(valued.card.wallet), ledger.bonus(valued.card.wallet),
        ledger.pack(pack.uid), ledger.pack_value(pack.uid), ledger.gift_card("t/Gift card 50"),
        ledger.deposit(salon.clients["maya"].uid),
    )  # fmt: skip
    before = [(balances.balance(one), balances.lots(one)) for one in accounts]
    assert [balance for balance, _ in before] == [100_000, 20_000, 6, 10_000, 5_000, 3_000]
    changes = (
        {"bonus": 1, "days": 1}, {"bought": 9, "given": 0, "days": 1}, {"days": 1}, {},
    )  # fmt: skip
    for item, change in zip(sold, changes, strict=True):
        plan = replace(value.plans()[item.id], **change)
        keep(valued, replace(item, name=f"New {item.name}", price=77_700), plan)
    assert [(balances.balance(one), balances.lots(one)) for one in accounts] == before
    (after,) = value.packs_of(salon.clients["maya"].id)
    assert after == replace(pack, name="New Wash 5+1")
    assert members.card_left(valued.card, DAY).total == 120_000
    used = salon.ticket("u", replace(salon.line("wash"), source=pack.uid), client="maya")
    assert valued.pay(used, salon.handed("card", 83 + 133)).net == 1_667  # 5 % and 8 % on top
    back = give_back(
        RefundRequest(
            "r",
            "t",
            dict.fromkeys(("t/Top-up 1000", "t/Wash 5+1", "t/Gift card 50", "t/Deposit 30"), 1),
        ),
        salon.by("olga"),
    )
    assert -back.total == 100_000 + (10_000 - 1_667) + 5_000 + 3_000
    assert {balances.balance(one) for one in accounts} == {0}
    assert examine()[1] == ()


def test_a_price_may_come_to_be_typed(valued: Valued) -> None:
    sell(valued, valued.top_up)
    is_open = replace(valued.top_up, pricing=Pricing.OPEN, price=0)
    keep(valued, is_open, Plan(PrepaidKind.TOP_UP))
    assert members.card_left(valued.card, DAY).total == 120_000
    give_back(RefundRequest("r", "t", {"t/Top-up 1000": 1}), valued.salon.by("olga"))
    assert members.card_left(valued.card, DAY).total == 0
    assert examine()[1] == ()
