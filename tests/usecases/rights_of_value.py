"""The deeds of value for the table of rights: which right each asks for, and how to do it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries import value as value_queries
from salon_pos.domain.cards import CardState
from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.ticket import Credit
from salon_pos.domain.tiers import Perks
from salon_pos.usecases import (
    accounts,
    approving,
    birthdays,
    cards,
    claims,
    clients,
    closing,
    corrections,
    coupons,
    deposits,
    expiry,
    lab,
    points,
    rewards,
    rules,
    settings,
    shifts,
    tier_moves,
    tiers,
    value,
    vouchers,
)
from tests.salons import NOW, PINS, Salon
from tests.usecases.spending import pay
from tests.usecases.valued import POINTS, TIERS, Valued, made

Deed = Callable[[], object]
Prepare = Callable[[Salon, Actor], Deed]

LOOKS_OF_VALUE = frozenset(
    {
        lab.ask_lab,
        closing.preview_close,
        claims.preview_claim,
        corrections.preview_correct_staff,
        corrections.preview_correct_tender,
        points.preview_cancel_redemption,
    }
)
"""They show what would be, and keep nothing."""

PARTS = frozenset(
    {
        value.keep,
        closing.keep_given_up,
        tier_moves.add_move,
        tier_moves.look_at_tier,
        tier_moves.undo_tier,
        tier_moves.hold_tier,
        rewards.hand_over,
        rewards.take_back,
    }
)
"""Parts of other deeds, within their transaction: the deed around them asks for its right."""


WITHOUT_TIERS = replace(POINTS, tier_multipliers={})


def valued(salon: Salon) -> Valued:
    """The salon with value, its shift open."""
    shifts.open_shift(10_000, by=salon.by("olga"), now=NOW)
    return made(salon)


def sold(salon: Salon, client: str = "") -> Valued:
    """And with a cut sold."""
    made_here = valued(salon)
    pay(made_here, salon.ticket("s", salon.line("cut"), client=client))
    return made_here


def _approve(salon: Salon, by: Actor) -> Deed:
    manager = "chen" if by.staff_id != salon.staff["chen"].id else "olga"
    return lambda: approving.approve_deed(
        salon.staff[manager].id, PINS[manager], subject="s/refund", amount=1, by=by, now=NOW
    )


def _on_card(deed: Callable[[str, Actor], object], pin: str = "") -> Prepare:
    """A deed on Maya's card."""

    def prepare(salon: Salon, by: Actor) -> Deed:
        uid = valued(salon).card.uid
        if pin:
            cards.set_card_pin(cards.NewPin(uid, pin), by=salon.by("olga"), now=NOW)
        return lambda: deed(uid, by)

    return prepare


def _saving(save: Callable[..., object], *args: object) -> Prepare:
    return lambda _salon, by: lambda: save(*args, by=by, now=NOW)


def _issue(salon: Salon, by: Actor) -> Deed:
    new = cards.NewCard(salon.clients["maya"].id)
    return lambda: cards.issue_card(new, by=by, now=NOW)


def _set_tier(salon: Salon, by: Actor) -> Deed:
    maya = valued(salon).salon.clients["maya"].id
    change = tiers.TierChange("t", maya, "gold", NOW.date(), "Opening gift")
    return lambda: tiers.set_tier(change, by=by, now=NOW)


def _birthday(salon: Salon, by: Actor) -> Deed:
    olga, maya = salon.by("olga"), valued(salon).salon.clients["maya"]
    perks = Perks(birthday_gift="Hair mask", birthday_voucher=2_000)
    given = replace(TIERS, tiers=tuple(replace(tier, perks=perks) for tier in TIERS.tiers))
    rules.set_tier_rules(given, by=olga, now=NOW)
    clients.save_client(replace(maya, birthday=NOW.date()), by=olga, now=NOW)
    return lambda: birthdays.give_birthday_gift("g", maya.id, by=by, now=NOW)


def _reward(salon: Salon, by: Actor) -> Deed:
    gel = Reward(0, RewardKind.PRODUCT, 100, item_id=salon.items["gel"].id)
    return lambda: rewards.save_reward(gel, by=by, now=NOW)


def _adjust(salon: Salon, by: Actor) -> Deed:
    change = points.PointsChange("p", salon.clients["maya"].id, 5, "Forgotten card")
    return lambda: points.adjust_points(change, by=by, now=NOW)


def _activity(salon: Salon, by: Actor) -> Deed:
    new = replace(WITHOUT_TIERS, activities={"review": 5})
    rules.set_points_rules(new, by=salon.by("olga"), now=NOW)
    maya = salon.clients["maya"].id
    return lambda: points.give_activity("p", maya, "review", by=by, now=NOW)


def _redeem(salon: Salon, by: Actor) -> Deed:
    _reward(salon, salon.by("olga"))()
    change = points.PointsChange("p", salon.clients["maya"].id, 500, "x")
    points.adjust_points(change, by=salon.by("olga"), now=NOW)
    (gel,) = value_queries.rewards()
    return lambda: points.redeem("r", salon.clients["maya"].id, gel.id, by=by, now=NOW)


def _cancel_redemption(salon: Salon, by: Actor) -> Deed:
    _redeem(salon, salon.by("olga"))()
    return lambda: points.cancel_redemption("c", "r", "mistake", by=by, now=NOW)


def _preview_cancel_redemption(salon: Salon, by: Actor) -> Deed:
    _redeem(salon, salon.by("olga"))()
    return lambda: points.preview_cancel_redemption("r", by=by, now=NOW)


def _cancel_voucher(salon: Salon, by: Actor) -> Deed:
    vouchers.give_voucher(vouchers.NewVoucher("v", 100), by=salon.by("olga"), now=NOW)
    return lambda: vouchers.cancel_voucher("c", "v", "mistake", by=by, now=NOW)


def _claim(salon: Salon, by: Actor) -> Deed:
    sold(salon)
    return lambda: claims.claim("s", salon.clients["maya"].id, by=by, now=NOW)


def _preview_claim(salon: Salon, by: Actor) -> Deed:
    sold(salon)
    return lambda: claims.preview_claim("s", salon.clients["maya"].id, by=by, now=NOW)


def _word(kind: str, salon: Salon, by: Actor) -> str:
    """The word of another manager than `by`, for the deed "c" of this kind."""
    manager = "chen" if by.staff_id != salon.staff["chen"].id else "olga"
    return approving.approve_deed(
        salon.staff[manager].id, PINS[manager], subject=f"c/{kind}", amount=10_000,
        by=salon.by("kai"), now=NOW,
    )  # fmt: skip


def _correcting_staff(deed: Callable[..., object]) -> Prepare:
    """Jie did what Mei was rung up for."""

    def prepare(salon: Salon, by: Actor) -> Deed:
        sold(salon)
        share = (Credit(salon.staff["jie"].id),)
        change = corrections.StaffCorrection(
            "c", "s/cut", share, "Mistake", _word("correct_staff", salon, by)
        )
        return lambda: deed(change, by=by, now=NOW)

    return prepare


def _correcting_tender(deed: Callable[..., object]) -> Prepare:
    """What was rung up as a card was WeChat."""

    def prepare(salon: Salon, by: Actor) -> Deed:
        sold(salon)
        to = salon.tenders["wechat"]
        change = corrections.TenderCorrection(
            "c", "s", 0, to, "Mistake", _word("correct_tender", salon, by)
        )
        return lambda: deed(change, by=by, now=NOW)

    return prepare


def _expire(salon: Salon, by: Actor) -> Deed:
    _adjust(salon, salon.by("olga"))()
    rules.set_points_rules(replace(WITHOUT_TIERS, days_good=1), by=salon.by("olga"), now=NOW)
    change = points.PointsChange("q", salon.clients["maya"].id, 5, "x")
    points.adjust_points(change, by=salon.by("olga"), now=NOW)
    return lambda: expiry.expire(by=by, now=NOW + timedelta(days=2))


def _deposited(salon: Salon) -> int:
    made_here = valued(salon)
    pay(made_here, salon.ticket("d", made_here.line(made_here.deposit), client="maya"))
    return salon.clients["maya"].id


def _refund_deposit(salon: Salon, by: Actor) -> Deed:
    maya, card = _deposited(salon), salon.tenders["card"]
    return lambda: deposits.refund_deposit("r", maya, 100, card, by=by, now=NOW)


def _forfeit(salon: Salon, by: Actor) -> Deed:
    maya = _deposited(salon)
    return lambda: deposits.forfeit_deposit("r", maya, 100, by=by, now=NOW)


def _settle(salon: Salon, by: Actor) -> Deed:
    made_here, olga = valued(salon), salon.by("olga")
    new = replace(salon_queries.settings(), credit_limit=20_000)
    settings.change_settings(new, by=olga, now=NOW)
    ticket = salon.ticket("a", salon.line("cut"), client="maya")
    pay(made_here, ticket, made_here.handed("on_account", 8_400), by="olga")
    maya, card = salon.clients["maya"].id, salon.tenders["card"]
    return lambda: accounts.settle_account("s", maya, 100, card, by=by, now=NOW)


def _settle_platform(salon: Salon, by: Actor) -> Deed:
    made_here = valued(salon)
    rules.set_value_rules(PLATFORMS, by=salon.by("olga"), now=NOW)
    tender = made_here.handed("platform", 8_400, source="mt:1:0")
    pay(made_here, salon.ticket("a", salon.line("cut"), client="maya"), tender)
    card = salon.tenders["card"]
    return lambda: accounts.settle_platform(
        "s", accounts.FromPlatform("mt", 100, card), by=by, now=NOW
    )


def _unlock(uid: str, by: Actor) -> object:
    return cards.unlock_card(uid, "1234", ticket_uid="t", by=by, now=NOW)


def _lab(salon: Salon, by: Actor) -> Deed:
    sold(salon, "maya")
    return lambda: lab.ask_lab(lab.Question(1, points=POINTS), by=by, now=NOW)


def _freeze(uid: str, by: Actor) -> object:
    return cards.set_card_state(uid, CardState.FROZEN, by=by, now=NOW)


PLATFORMS = ValueRules(1, (Platform("mt", "Meituan", 800),))
PREPAID = (Item(0, "Deposit", ItemKind.PREPAID, price=100), Plan(PrepaidKind.DEPOSIT))

CASES_OF_VALUE: dict[Callable[..., object], tuple[Right, Prepare]] = {
    approving.approve_deed: (Right.WRITE_TICKET, _approve),
    cards.issue_card: (Right.RUN_CARDS, _issue),
    cards.replace_card: (
        Right.RUN_CARDS,
        _on_card(lambda uid, by: cards.replace_card(uid, by=by, now=NOW)),
    ),
    cards.set_card_state: (Right.RUN_CARDS, _on_card(_freeze)),
    cards.set_card_pin: (
        Right.RUN_CARDS,
        _on_card(lambda uid, by: cards.set_card_pin(cards.NewPin(uid, "1234"), by=by, now=NOW)),
    ),
    cards.unlock_card: (Right.TAKE_PAYMENT, _on_card(_unlock, pin="1234")),
    closing.close_card: (
        Right.REFUND,
        _on_card(lambda uid, by: closing.close_card("c", uid, by=by, now=NOW)),
    ),
    closing.preview_close: (
        Right.REFUND,
        _on_card(lambda uid, by: closing.preview_close(uid, by=by, now=NOW)),
    ),
    rules.set_points_rules: (
        Right.EDIT_RULES,
        _saving(rules.set_points_rules, WITHOUT_TIERS),
    ),
    rules.set_tier_rules: (Right.EDIT_RULES, _saving(rules.set_tier_rules, TIERS)),
    rules.set_value_rules: (Right.EDIT_RULES, _saving(rules.set_value_rules, PLATFORMS)),
    rules.set_rules: (Right.EDIT_RULES, _saving(rules.set_rules, "value", {"platforms": []})),
    rules.save_prepaid: (Right.EDIT_RULES, _saving(rules.save_prepaid, *PREPAID)),
    rewards.save_reward: (Right.EDIT_RULES, _reward),
    points.adjust_points: (Right.ADJUST_POINTS, _adjust),
    points.give_activity: (Right.RUN_CARDS, _activity),
    points.redeem: (Right.RUN_CARDS, _redeem),
    points.cancel_redemption: (Right.ADJUST_POINTS, _cancel_redemption),
    points.preview_cancel_redemption: (Right.ADJUST_POINTS, _preview_cancel_redemption),
    claims.claim: (Right.RUN_CARDS, _claim),
    claims.preview_claim: (Right.RUN_CARDS, _preview_claim),
    corrections.correct_staff: (Right.REFUND, _correcting_staff(corrections.correct_staff)),
    corrections.preview_correct_staff: (
        Right.REFUND,
        _correcting_staff(corrections.preview_correct_staff),
    ),
    corrections.correct_tender: (Right.REFUND, _correcting_tender(corrections.correct_tender)),
    corrections.preview_correct_tender: (
        Right.REFUND,
        _correcting_tender(corrections.preview_correct_tender),
    ),
    expiry.expire: (Right.RUN_SHIFT, _expire),
    deposits.refund_deposit: (Right.REFUND, _refund_deposit),
    deposits.forfeit_deposit: (Right.REFUND, _forfeit),
    accounts.settle_account: (Right.TAKE_PAYMENT, _settle),
    accounts.settle_platform: (Right.TAKE_PAYMENT, _settle_platform),
    vouchers.give_voucher: (
        Right.ADJUST_POINTS,
        _saving(vouchers.give_voucher, vouchers.NewVoucher("v", 100)),
    ),
    vouchers.cancel_voucher: (Right.ADJUST_POINTS, _cancel_voucher),
    coupons.give_coupon: (
        Right.ADJUST_POINTS,
        _saving(
            coupons.give_coupon, coupons.NewCoupon(Coupon("c", "", "Spring", percent_bp=2_000))
        ),
    ),
    birthdays.give_birthday_gift: (Right.RUN_CARDS, _birthday),
    tiers.set_tier: (Right.ADJUST_POINTS, _set_tier),
    lab.ask_lab: (Right.EDIT_RULES, _lab),
}
