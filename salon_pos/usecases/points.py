"""Points by hand: changed with a reason, given for an activity, exchanged for a reward."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NoReturn

from salon_pos.db.queries import balances, people, sold_value, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.given_bonuses import given_activities, given_by_hand
from salon_pos.db.records import deeds as deed_records
from salon_pos.db.records import journal, ledger
from salon_pos.domain import ledger as accounts
from salon_pos.domain.ledger import POINTS_ADJUSTED, POINTS_BURNED, Entry
from salon_pos.domain.lots import good, held, last_good_day
from salon_pos.domain.people import Client
from salon_pos.domain.points_moves import Why, give_points, take_points
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rewards import RewardKind
from salon_pos.domain.rights import Actor, Right, may
from salon_pos.domain.rule_sets import MOST_POINTS
from salon_pos.domain.words import N_
from salon_pos.usecases.approving import WordFor, approved_by
from salon_pos.usecases.clients import client_on_file
from salon_pos.usecases.clock import posting
from salon_pos.usecases.deed import deed, permitted
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.rewards import (
    Exchange,
    check_unused,
    exchange,
    hand_over,
    take_back,
    voucher_uids,
)

ALONE = "points.adjust.alone"
"""The rule of a change by hand that nobody else agreed to."""


@dataclass(frozen=True, slots=True)
class PointsChange:
    """Points to add (or, below zero, to take), and why. `uid` is the deed's own; `approval` is a
    second person's word for it (`approving.approve_deed`), for more than the salon's limit."""

    uid: str
    client_id: int
    points: int
    reason: str
    approval: str = ""


@dataclass(frozen=True, slots=True)
class PointsMoved:
    """What moved (below zero: what was taken), and what the client has and owes after it."""

    points: int
    balance: int
    debt: int


@dataclass(frozen=True, slots=True)
class RedemptionBack:
    """What taking back an exchange does: the points that come back, and so many of what kind of
    reward that go; `codes` are those of vouchers that are good for nothing then."""

    points: int
    kind: RewardKind
    quantity: int
    codes: tuple[str, ...] = ()


def adjust_points(change: PointsChange, *, by: Actor, now: datetime) -> PointsMoved:
    """Change a client's points by hand. Refuses what is no whole number but zero, more than the
    client has, a change without a reason, and one above the limit without another's approval, which
    counts with what was given (or taken) on this day without one. Done again under its uid it
    answers the same."""
    with deed(Right.ADJUST_POINTS, by):
        asked = (change.client_id, change.points)  # what was typed is in no hash
        if done := answered(change.uid, "adjust_points", asked):
            return PointsMoved(**done)
        client, made = (
            client_on_file(change.client_id),
            posting(change.uid, "adjust_points", by, now),
        )
        approver = _check_change(change, client, made.business_day, by)
        inputs = {"points": change.points, "approved_by": approver}
        rule = "points.adjust" if approver else ALONE
        rules = value.points_in_force()
        why = Why(rule, rules.version if rules else 1, inputs, POINTS_ADJUSTED)
        moved = _move(made, client, change.points, why)
        deed_records.add_remark(change.uid, change.reason.strip())
        return _answer(made, asked, moved)


def give_activity(
    uid: str, client_id: int, activity: str, *, by: Actor, now: datetime
) -> PointsMoved:
    """The points that the rules in force give for an activity (a review, a survey). Refuses one
    that they do not have, and one that the client was given points for on this business day, unless
    who gives them may approve."""
    with deed(Right.RUN_CARDS, by) as member:
        asked = (client_id, activity)
        if done := answered(uid, "give_activity", asked):
            return PointsMoved(**done)
        client, rules = client_on_file(client_id), value.points_in_force()
        points = rules.activities.get(activity, 0) if rules else 0
        if rules is None or not points:
            refuse("activity_unknown",
                   N_("The rules give no points for {activity}. Add it to them first."),
                   field="activity", activity=activity)  # fmt: skip
        made = posting(uid, "give_activity", by, now)
        given = given_activities(client.uid, made.business_day)
        if activity in given and not may(member.role, Right.APPROVE):
            refuse("activity_given",
                   N_("{name} was given the points for {activity} today. Only a manager gives them "
                      "again."), field="activity", name=client.name, activity=activity)  # fmt: skip
        why = Why("points.activity", rules.version, {"activity": activity})
        return _answer(made, asked, _move(made, client, points, why))


def redeem(
    uid: str, client_id: int, reward_id: int, quantity: int = 1, *, by: Actor, now: datetime
) -> PointsMoved:
    """Exchange a client's points for so many of a reward (RULES 28). Refuses what `exchange`
    refuses, and more points than the client has. Done again under its uid it answers the same."""
    with deed(Right.RUN_CARDS, by):
        asked = (client_id, reward_id, quantity)
        if done := answered(uid, "redeem", asked):
            return PointsMoved(**done)
        client, made = client_on_file(client_id), posting(uid, "redeem", by, now)
        got = exchange(uid, client, reward_id, quantity, day=made.business_day)
        rules = value.points_in_force()
        why = Why(got.rule, rules.version if rules else 1, got.inputs, POINTS_BURNED)
        moved = _move(made, client, -got.points, why, beside=got.entries)
        hand_over(got, made.business_day, by=by, now=now)
        return _answer(made, asked, moved)


def cancel_redemption(
    uid: str, redemption: str, reason: str, *, by: Actor, now: datetime
) -> PointsMoved:
    """Undo the exchange with the uid `redemption`: every entry turned round in its own lot, what
    was given taken back. Refuses an empty reason, one of another business day, one that is
    cancelled already, and what has been used."""
    with deed(Right.ADJUST_POINTS, by):
        asked = redemption
        if done := answered(uid, "cancel_redemption", asked):
            return PointsMoved(**done)
        if not reason.strip():
            refuse("reason_missing", N_("Say why the exchange is cancelled."), field="reason")
        made = posting(uid, "cancel_redemption", by, now)
        done_before = _redemption(redemption, made.business_day)
        got = _exchanged(redemption, done_before.entries)
        check_unused(got, done_before.posted_at)
        moved = _turn_round(replace(made, reverses_id=done_before.id), got, done_before.entries)
        take_back(got, made.business_day, cause=uid, by=by, now=now)
        deed_records.add_remark(uid, reason.strip())
        return _answer(made, asked, moved)


def preview_cancel_redemption(redemption: str, *, by: Actor, now: datetime) -> RedemptionBack:
    """What `cancel_redemption` would do; reads only. Refuses what that refuses, reason aside."""
    permitted(Right.ADJUST_POINTS, by)
    done = _redemption(redemption, salon.settings().business_day(now))
    made = _exchanged(redemption, done.entries)
    check_unused(made, done.posted_at)
    given = map(value.voucher, voucher_uids(redemption, made.quantity))
    codes = tuple(one.code for one in given if one and not one.is_cancelled)
    return RedemptionBack(_points_of(done.entries), made.reward.kind, made.quantity, codes)


def _points_of(entries: Sequence[Entry]) -> int:
    return sum(each.amount for each in entries if each.account.code.startswith("points:"))


def _redemption(uid: str, day: date) -> sold_value.Transaction:
    found = sold_value.transaction(uid)
    if found is None or found.deed != "redeem":
        refuse("redemption_unknown", N_("There was no such exchange of points."),
               field="redemption")  # fmt: skip
    if found.business_day != day:
        refuse("redemption_over",
               N_("Only an exchange of today can be cancelled. Change the points by hand instead."),
               field="redemption")  # fmt: skip
    if found.is_reversed:
        refuse("already_cancelled", N_("This exchange is cancelled already."), field="redemption")
    return found


def _exchanged(uid: str, entries: Sequence[Entry]) -> Exchange:
    """What was exchanged then, read from its entries."""
    taken = next(each for each in entries if each.account.code.startswith("points:"))
    client = people.client_by_uid(taken.account.code.partition(":")[2])
    rewards = {one.reward.uid: one.reward for one in value.rewards(with_retired=True)}
    assert client is not None
    quantity = int(taken.inputs["quantity"])
    return Exchange(uid, rewards[str(taken.inputs["reward"])], quantity, client, None)


def _turn_round(made: ledger.Posting, got: Exchange, was: Sequence[Entry]) -> PointsMoved:
    entries = [
        Entry(each.account, -each.amount, f"cancel.{each.account.unit}", inputs={"of": each.rule},
              lot=each.lot)
        for each in was
    ]  # fmt: skip
    ledger.post(made, entries)
    return _noted(made, got.client, _points_of(was))


def _check_change(change: PointsChange, client: Client, day: date, by: Actor) -> str:
    """The uid of who approved it, empty where nobody had to."""
    points = change.points
    if type(points) is not int or not points or abs(points) > MOST_POINTS:
        refuse("bad_points", N_("Type a whole number of points from 1 to {most}."), field="points",
               most=MOST_POINTS)  # fmt: skip
    if not change.reason.strip():
        refuse("reason_missing", N_("Say why the points are changed."), field="reason")
    limit = salon.settings().points_adjust_above
    before = sum(moved for moved in given_by_hand(client.uid, day, ALONE) if moved * points > 0)
    if abs(before + points) <= limit:
        return ""
    subject = WordFor.ADJUST_POINTS.subject(change.uid)
    manager = approved_by(change.approval, subject, abs(points), by_id=by.staff_id)
    if manager is None:
        _refuse_alone(points, abs(before), limit)
    return people.staff_uids([manager])[manager]


def _refuse_alone(points: int, before: int, limit: int) -> NoReturn:
    text = N_("More than {limit} points need another person's PIN.")
    if before and abs(points) <= limit:
        text = (
            N_("Points given by hand today: {before}. More than {limit} in one day need another "
               "person's PIN.")
            if points > 0
            else N_("Points taken by hand today: {before}. More than {limit} in one day need "
                    "another person's PIN.")
        )  # fmt: skip
    refuse("needs_manager", text, field="approval", before=before, limit=limit)


def _move(
    made: ledger.Posting, client: Client, points: int, why: Why, *, beside: tuple[Entry, ...] = ()
) -> PointsMoved:
    """Post what moved, and what goes with it; new points repay the points debt first (RULES 15)."""
    day, debt = made.business_day, balances.balance(accounts.points_debt(client.uid))
    if points > 0:
        rules = value.points_in_force()
        expires = last_good_day(day, rules.days_good if rules else None)
        entries = tuple(give_points(client.uid, points, why, debt=debt, expires=expires))
    else:
        lots = good(value.points_lots(client.uid), day)
        if -points > held(lots):
            refuse("not_enough_points", N_("The client has {points} points, no more can go."),
                   field="points", points=held(lots))  # fmt: skip
        entries = tuple(take_points(client.uid, -points, why, lots))
    ledger.post(made, (*entries, *beside))
    return _noted(made, client, points)


def _noted(made: ledger.Posting, client: Client, points: int) -> PointsMoved:
    """What moved, noted in the journal, and what the client has after it."""
    journal.note(made.by, made.posted_at, made.deed, made.uid, client=client.uid, points=points)
    return PointsMoved(
        points, held(good(value.points_lots(client.uid), made.business_day)),
        balances.balance(accounts.points_debt(client.uid)),
    )  # fmt: skip


def _answer(made: ledger.Posting, asked: object, moved: PointsMoved) -> PointsMoved:
    content = {"points": moved.points, "balance": moved.balance, "debt": moved.debt}
    keep_answer(made.uid, made.deed, asked, content)
    return moved
