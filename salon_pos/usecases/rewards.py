"""The rewards that points are exchanged for (RULES 28), and what handing one over moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from salon_pos.db.queries import catalog, lifted, members, tier_moves, value
from salon_pos.db.queries import settings as salon
from salon_pos.db.records import catalog as stock
from salon_pos.db.records import journal
from salon_pos.db.records import value as records
from salon_pos.domain import ledger
from salon_pos.domain.catalog import Item
from salon_pos.domain.ledger import Entry, NewLot
from salon_pos.domain.lots import held, last_good_day
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rewards import Reward, RewardKind, check_reward
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.standing import Held
from salon_pos.domain.words import N_
from salon_pos.usecases.deed import deed, new_uid
from salon_pos.usecases.reward_prices import check_price
from salon_pos.usecases.tier_moves import add_move, undo_tier
from salon_pos.usecases.vouchers import NewVoucher, make_voucher

MOST_REWARDS = 99


@dataclass(frozen=True, slots=True)
class Exchange:
    """So many of a reward for one client: what it costs in points, the `inputs` that explain it,
    and the entries that it posts beside the points. `uid` is the deed's own."""

    uid: str
    reward: Reward
    quantity: int
    client: Client
    until: date | None
    inputs: Mapping[str, int | str] = field(default_factory=dict[str, int | str])

    @property
    def points(self) -> int:
        """The whole price in points."""
        return self.reward.points * self.quantity

    @property
    def rule(self) -> str:
        """Its sentence's key."""
        return f"points.{self.reward.kind}"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Sessions of a service are a pack that nobody paid for: each is worth nothing."""
        if self.reward.kind is not RewardKind.SERVICE:
            return ()
        inputs = {"reward": self.reward.uid, "sessions": self.quantity}
        lot = NewLot(expires=self.until, unit_price=0)
        return (
            Entry(ledger.pack(self.uid), -self.quantity, "pack.give", inputs=inputs, lot=lot),
            Entry(ledger.SESSIONS_SOLD, self.quantity, "pack.give", inputs=inputs),
        )


def save_reward(reward: Reward, *, by: Actor, now: datetime) -> Reward:
    """Add (id 0) or change what points are exchanged for. Refuses what no reward can be, an item or
    a tier that is not there or has no price, one that becomes something else (what was exchanged
    names it), and a price that pays the client (RULES 14). A retired one may say what it says."""
    with deed(Right.EDIT_RULES, by):
        checked = check_reward(reward)
        there = {one.id: one.reward for one in value.rewards(with_retired=True)}
        if reward.id:
            _check_same(checked, there.get(reward.id))
        item = _item_of(checked)
        if not checked.retired:
            _check_on_file(checked, item)
            check_price(checked)
        uid = there[reward.id].uid if reward.id else checked.uid or new_uid()
        saved = replace(checked, uid=uid)
        saved = replace(saved, id=records.save_reward(saved))
        journal.note(by, now, "save_reward", uid, points=saved.points, retired=saved.retired)
        return saved


def exchange(uid: str, client: Client, reward_id: int, quantity: int, *, day: date) -> Exchange:
    """What so many of a reward are for this client on this business day. Refuses one that is not
    offered, more than there are, and a tier that is not above the client's own."""
    offer = {one.id: one for one in value.rewards()}.get(reward_id)
    if offer is None:
        refuse("reward_unknown", N_("This reward is not offered. Choose another."), field="reward")
    most = 1 if offer.kind is RewardKind.TIER else MOST_REWARDS
    if type(quantity) is not int or not 1 <= quantity <= most:
        refuse("bad_quantity", N_("A quantity is a whole number from 1 to {most}."),
               field="quantity", most=most)  # fmt: skip
    if not offer.available or (offer.left is not None and offer.left < quantity):
        refuse("reward_gone", N_("There is not enough of {reward}. Choose another reward."),
               field="reward", reward=offer.name)  # fmt: skip
    until = last_good_day(day, offer.reward.days)
    made = Exchange(uid, offer.reward, quantity, client, until)
    if offer.kind is RewardKind.TIER:
        _check_above(offer.reward.tier, client, day)
    return replace(made, inputs=_inputs(made))


def hand_over(made: Exchange, day: date, *, by: Actor, now: datetime) -> None:
    """Put on file what the client gets, once its points are posted."""
    reward, client = made.reward, made.client
    match reward.kind:
        case RewardKind.PRODUCT:
            assert reward.item_id is not None
            stock.take_from_stock(reward.item_id, made.quantity)
        case RewardKind.SERVICE:
            assert reward.item_id is not None
            records.add_pack(
                made.uid, client_id=client.id, item_id=reward.item_id, line_uid=made.uid,
                sessions=made.quantity, expires=made.until,
            )  # fmt: skip
        case RewardKind.VOUCHER:
            for uid in voucher_uids(made.uid, made.quantity):
                new = NewVoucher(uid, reward.face, reward.least, client.id, reward.days)
                make_voucher(new, day, now)
        case RewardKind.TIER:
            _lift(made, day, by=by, now=now)


def voucher_uids(uid: str, quantity: int) -> list[str]:
    """The uids of the vouchers that an exchange gives."""
    return [f"{uid}/{number}" for number in range(1, quantity + 1)]


def check_unused(made: Exchange, given_at: datetime) -> None:
    """Refuse to take back what the client has used already."""
    match made.reward.kind:
        case RewardKind.PRODUCT:
            return
        case RewardKind.SERVICE:
            pack = value.pack(made.uid)
            used = pack is None or held(pack.lots) < made.quantity
        case RewardKind.VOUCHER:
            found = map(value.voucher, voucher_uids(made.uid, made.quantity))
            used = any(v is None or (v.used_by and not v.is_cancelled) for v in found)
        case RewardKind.TIER:
            held_now = tier_moves.held_tier(made.client.id)
            day = salon.settings().business_day(given_at)
            used = (
                held_now is None
                or held_now.moved_by(made.uid) is None
                or tier_moves.paid_since(made.client.id, given_at)
                or lifted.had_gift(made.client.uid, made.reward.tier, day)
            )
    if used:
        refuse("reward_used", N_("What was given for the points is used already. It stays."),
               field="redemption")  # fmt: skip


def take_back(made: Exchange, day: date, *, cause: str, by: Actor, now: datetime) -> None:
    """Take off file what an exchange gave, for the deed `cause` that cancels it. A pack's sessions
    go with its entries."""
    match made.reward.kind:
        case RewardKind.PRODUCT:
            assert made.reward.item_id is not None
            stock.take_from_stock(made.reward.item_id, -made.quantity)
        case RewardKind.SERVICE:
            return
        case RewardKind.VOUCHER:
            for uid in voucher_uids(made.uid, made.quantity):
                voucher = value.voucher(uid)
                if voucher and not voucher.is_cancelled:
                    records.voucher_used(uid, cause)
        case RewardKind.TIER:
            undo_tier(made.client.id, made.uid, day, cause=cause, by=by, now=now)


def _check_same(reward: Reward, there: Reward | None) -> None:
    if there is None:
        refuse("reward_unknown", N_("This reward is not offered. Choose another."), field="reward")
    if (reward.kind, reward.item_id) != (there.kind, there.item_id):
        refuse("reward_stays", N_("A reward stays what it is. Retire it and make another."),
               field="kind")  # fmt: skip


def _item_of(reward: Reward) -> Item | None:
    listed = catalog.items(with_retired=True) if reward.kind.is_item else ()
    return next((one for one in listed if one.id == reward.item_id), None)


def _check_on_file(reward: Reward, item: Item | None) -> None:
    if reward.kind.is_item and (
        item is None or item.retired or item.kind is not reward.kind.item_kind
    ):
        refuse("reward_no_item",
               N_("A reward is a product, or a service, that is on the price list. Choose one."),
               field="item")  # fmt: skip
    if reward.kind is RewardKind.TIER and reward.tier not in value.tier_names():
        refuse("tier_unknown", N_("The salon has no such tier. Choose one of its tiers."),
               field="tier")  # fmt: skip


def _check_above(tier: str, client: Client, day: date) -> None:
    rules = value.tiers_in_force()
    assert rules is not None  # else the tier is not offered
    standing = members.standing_of(client.id, day, rules)
    if rules.rank(standing.tier) >= rules.rank(tier):
        refuse("tier_not_above",
               N_("{name} is {tier} already. Choose a tier above it."), field="reward",
               name=client.name, tier=value.tier_names().get(standing.tier or "", ""))  # fmt: skip


def _inputs(made: Exchange) -> Mapping[str, int | str]:
    """What explains it: numbers, keys and uids only."""
    reward = made.reward
    inputs: dict[str, int | str] = {"reward": reward.uid, "quantity": made.quantity}
    if reward.item_id is not None:
        item = catalog.item(reward.item_id)
        inputs |= {str(reward.kind): item.uid, "cost": item.cost * made.quantity}
    if reward.kind is RewardKind.VOUCHER:
        inputs["face"] = reward.face
    if reward.kind is RewardKind.TIER:
        assert made.until is not None
        inputs |= {"tier": reward.tier, "until": made.until.isoformat()}
    return inputs


def _lift(made: Exchange, day: date, *, by: Actor, now: datetime) -> None:
    """A tier until a day, whatever is reached by then."""
    reason = {"rule": "tier.exchanged", **made.inputs}
    held = Held(made.reward.tier, day, made.until, is_override=True)
    add_move(made.client.id, held, reason, cause=made.uid, by=by, now=now)
