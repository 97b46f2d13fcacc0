"""The rules of value: points, tiers, and what prepaid items deliver. Every change is a version."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from salon_pos.db.queries import value
from salon_pos.db.records import journal
from salon_pos.db.records import value as records
from salon_pos.domain.catalog import Item, Pricing
from salon_pos.domain.lots import MOST_DAYS
from salon_pos.domain.packs import PackPlan
from salon_pos.domain.packs import check_plan as check_pack
from salon_pos.domain.platforms import ValueRules, check_value_rules, value_rules
from salon_pos.domain.points import PointsRules, check_rules, points_rules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.rule_sets import to_json
from salon_pos.domain.stored_value import TopUpPlan
from salon_pos.domain.stored_value import check_plan as check_top_up
from salon_pos.domain.tiers import TierRules, check_tiers, tier_rules
from salon_pos.domain.words import N_
from salon_pos.usecases.catalog import check_item, write_item
from salon_pos.usecases.deed import deed
from salon_pos.usecases.rewards import check_rewards

Plain = Mapping[str, Any]


def set_points_rules(rules: PointsRules, *, by: Actor, now: datetime) -> PointsRules:
    """Points by these rules from now on; as kept, with their version. Refuses what `check_rules`
    refuses, and points that would pay for a whole reward. Entries keep the version that made
    them."""
    with deed(Right.EDIT_RULES, by):
        saved = check_rules(replace(rules, version=value.newest_version("points") + 1))
        check_rewards(saved)
        _keep("points", saved, saved.version, by=by, now=now)
        return saved


def set_tier_rules(rules: TierRules, *, by: Actor, now: datetime) -> TierRules:
    """Tiers by these rules from now on; as kept, with their version. Refuses what `check_tiers`
    refuses. Who stands in which tier changes with their next sale, or at their period's end."""
    with deed(Right.EDIT_RULES, by):
        saved = check_tiers(replace(rules, version=value.newest_version("tiers") + 1))
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
    item can have, a plan nobody can sell or use, and taxes on anything but a pack."""
    with deed(Right.EDIT_RULES, by):
        checked = check_item(item, prepaid=True)
        _check_plan(plan, checked)
        saved = write_item(checked)
        records.save_plan(saved.id, plan)
        details = json.loads(to_json(plan))
        journal.note(by, now, "save_prepaid", saved.uid, price=saved.price, plan=details)
        return saved


def _check_plan(plan: Plan, item: Item) -> None:
    is_open = item.pricing is Pricing.OPEN
    if plan.kind is PrepaidKind.TOP_UP:
        check_top_up(TopUpPlan(None if is_open else item.price, plan.bonus, plan.days))
    elif plan.kind is PrepaidKind.PACK:
        check_pack(PackPlan(plan.item_ids, plan.bought, plan.given, plan.days))
    elif plan.days is not None and not (type(plan.days) is int and 1 <= plan.days <= MOST_DAYS):
        refuse("bad_plan_days", N_("It is good for 1 to {most} days, or leave the days empty."),
               field="days", most=MOST_DAYS)  # fmt: skip
    if plan.kind is not PrepaidKind.TOP_UP and plan.bonus:
        refuse("bad_bonus", N_("Only a top-up gives a bonus. Leave it empty."), field="bonus")
    if plan.kind is not PrepaidKind.PACK and (plan.bought or plan.given):
        refuse("bad_sessions", N_("Only a pack has sessions. Leave them empty."), field="bought")
    if plan.kind is not PrepaidKind.PACK and item.tax_ids:
        refuse(
            "taxed_at_use",
            N_("Only a pack can be taxed when it is sold. What this one buys is taxed when it is "
               "bought."),
            field="taxes",
        )  # fmt: skip
    if not (is_open or item.price):
        refuse(
            "prepaid_for_nothing",
            N_("Type what it costs, or let the price be typed at the counter."),
            field="price",
        )


def _keep(kind: str, rules: object, version: int, *, by: Actor, now: datetime) -> None:
    records.add_rule_set(kind, version, to_json(rules), at=now, staff_id=by.staff_id)
    journal.note(by, now, "set_rules", kind, version=version)
