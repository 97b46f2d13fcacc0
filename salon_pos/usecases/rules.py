"""The rules of value: points, tiers, and what prepaid items deliver. Every change is a version."""

import json
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from salon_pos.db.queries import catalog, value
from salon_pos.db.records import journal
from salon_pos.db.records import value as records
from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.platforms import ValueRules, check_value_rules, value_rules
from salon_pos.domain.points import PointsRules, check_rules, points_rules
from salon_pos.domain.prepaid import Plan, PrepaidKind, check_plan
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.tiers import TierRules, check_tiers, tier_rules
from salon_pos.domain.words import N_
from salon_pos.usecases.catalog import check_item, write_item
from salon_pos.usecases.deed import deed
from salon_pos.usecases.reward_prices import check_points_rules, check_tiers_offered

Plain = Mapping[str, Any]


def set_points_rules(rules: PointsRules, *, by: Actor, now: datetime) -> PointsRules:
    """Points by these rules from now on; as kept, with their version. Refuses what `check_rules`
    refuses, an item, category or tier that is not on file, and points that would pay for a whole
    reward. Entries keep the version that made them."""
    with deed(Right.EDIT_RULES, by):
        saved = check_rules(replace(rules, version=value.newest_version("points") + 1))
        _check_points_on_file(saved)
        check_points_rules(saved, value.points_in_force())
        _keep("points", saved, saved.version, by=by, now=now)
        return saved


def set_tier_rules(rules: TierRules, *, by: Actor, now: datetime) -> TierRules:
    """Tiers by these rules from now on; as kept, with their version. Refuses what `check_tiers`
    refuses, perks on what is not on file, a member price of what is prepaid, and a tier on offer as
    a reward that gives more free than its points are worth (RULES 14); a free service is a service.
    Who stands in which tier changes with their next sale, or at their period's end."""
    with deed(Right.EDIT_RULES, by):
        saved = check_tiers(replace(rules, version=value.newest_version("tiers") + 1))
        _check_perks_on_file(saved)
        check_tiers_offered(saved, value.tiers_in_force())
        _keep("tiers", saved, saved.version, by=by, now=now)
        return saved


def set_value_rules(rules: ValueRules, *, by: Actor, now: datetime) -> ValueRules:
    """These platforms from now on; as kept, with their version. Refuses what `check_value_rules`
    refuses."""
    with deed(Right.EDIT_RULES, by):
        saved = check_value_rules(replace(rules, version=value.newest_version("value") + 1))
        _keep("value", saved, saved.version, by=by, now=now)
        return saved


def set_rules(kind: str, plain: Plain, *, by: Actor, now: datetime) -> int:
    """Rules as plain JSON values, such as a batch line gives; their version."""
    if kind == "points":
        return set_points_rules(points_rules({**plain, "version": 1}), by=by, now=now).version
    if kind == "value":
        return set_value_rules(value_rules({**plain, "version": 1}), by=by, now=now).version
    if kind != "tiers":
        refuse("rule_kind_unknown", N_("Rules are for points, tiers or value."), field="kind")
    return set_tier_rules(tier_rules({**plain, "version": 1}), by=by, now=now).version


def save_prepaid(item: Item, plan: Plan, *, by: Actor, now: datetime) -> Item:
    """Add (id 0) or change a prepaid item with what it delivers when it is sold from now on. A pack
    with taxes is taxed when it is sold, one without when it is used (RULES 25). Refuses what no
    item can have, a plan nobody can sell or use, taxes on anything but a pack, and another kind or
    other services for what was sold: those are read off the item as long as anything of it lives.
    All else lies in the lots and entries of what was sold."""
    with deed(Right.EDIT_RULES, by):
        checked = check_item(item, prepaid=True)
        check_plan(plan, None if checked.pricing is Pricing.OPEN else checked.price)
        _check_for(plan)
        _check_taxes(plan, checked)
        _check_promised(plan, checked)
        saved = write_item(checked)
        records.save_plan(saved.id, plan)
        details = json.loads(to_json(plan))
        journal.note(by, now, "save_prepaid", saved.uid, price=saved.price, plan=details)
        return saved


def _check_points_on_file(rules: PointsRules) -> None:
    items, categories = _items(), _categories()
    for number, rule in enumerate(rules.base):
        _check_there(rule.item_id, items, f"base.{number}")
        _check_there(rule.category_id, categories, f"base.{number}")
    for item_id in rules.excluded_items:
        _check_there(item_id, items, "excluded")
    for category_id in rules.excluded_categories:
        _check_there(category_id, categories, "excluded")
    before = value.points_in_force()
    kept = set(before.tier_multipliers) if before else set[str]()  # they may be of tiers now gone
    known = kept.union(value.tier_names())
    for key in rules.tier_multipliers:
        if key not in known:
            refuse("tier_unknown", N_("The salon has no such tier. Choose one of its tiers."),
                   field=f"tier_multipliers.{key}")  # fmt: skip


def _check_perks_on_file(rules: TierRules) -> None:
    items, categories = _items(), _categories()
    services = {id_ for id_, kind in items.items() if kind is ItemKind.SERVICE}
    prepaid = {id_ for id_, kind in items.items() if kind is ItemKind.PREPAID}
    for number, tier in enumerate(rules.tiers):
        where = f"tiers.{number}"
        for percent in tier.perks.percents:
            _check_there(percent.category_id, categories, f"{where}.percents")
        for price in tier.perks.member_prices:
            _check_there(price.item_id, items, f"{where}.member_prices")
            _check_not_prepaid(price.item_id, prepaid, f"{where}.member_prices")
        for item_id in (id_ for free in tier.perks.free_services for id_ in free.item_ids):
            _check_there(item_id, services, f"{where}.free_services")


def _items() -> dict[int, ItemKind]:
    return {item.id: item.kind for item in catalog.items(with_retired=True)}


def _categories() -> set[int]:
    return {category.id for category in catalog.categories(with_retired=True)}


def _check_there(id_: int | None, there: Container[int], field: str) -> None:
    if id_ is not None and id_ not in there:
        refuse("not_on_file",
               N_("A rule names what is not on the price list. Choose it there, or take the rule "
                  "out."), field=field)  # fmt: skip


def _check_not_prepaid(item_id: int, prepaid: Container[int], field: str) -> None:
    """A price that no ticket would ever take (RULES 3)."""
    if item_id in prepaid:
        refuse("prepaid_has_its_price",
               N_("What is prepaid costs everybody the same. Take its member price out."),
               field=field)  # fmt: skip


def _check_for(plan: Plan) -> None:
    kinds = _items()
    if any(kinds.get(item_id) is ItemKind.PREPAID for item_id in plan.item_ids):
        refuse(
            "not_for_prepaid_items",
            N_("Sessions are for what is done at the counter, not for what is prepaid. Take it "
               "out."),
            field="items",
        )  # fmt: skip


def _check_taxes(plan: Plan, item: Item) -> None:
    if plan.kind is not PrepaidKind.PACK and item.tax_ids:
        refuse(
            "taxed_at_use",
            N_("Only a pack can be taxed when it is sold. What this one buys is taxed when it is "
               "bought."),
            field="taxes",
        )  # fmt: skip


def _check_promised(plan: Plan, item: Item) -> None:
    before = value.plans().get(item.id)
    if before is None:
        return
    is_other = plan.kind is not before.kind
    is_for_others = plan.kind is PrepaidKind.PACK and plan.item_ids != before.item_ids
    if (is_other or is_for_others) and catalog.was_sold(item.id):
        refuse(
            "plan_stays",
            N_("{item} was sold already, and what was sold keeps what it promised. Retire it and "
               "add another one."),
            field="kind" if is_other else "items",
            item=item.name,
        )  # fmt: skip


def _keep(kind: str, rules: object, version: int, *, by: Actor, now: datetime) -> None:
    records.add_rule_set(kind, version, to_json(rules), at=now, staff_id=by.staff_id)
    journal.note(by, now, "set_rules", kind, version=version)
