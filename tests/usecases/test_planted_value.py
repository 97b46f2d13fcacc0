"""Bugs of value planted one by one: each is caught by a test that is named for it, the commonest by
the counter's machine, too."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from salon_pos.db import connection
from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, free_services, members, tier_moves, value
from salon_pos.db.queries.sold_value import SaleLedger
from salon_pos.db.records import coupons as coupon_records
from salon_pos.db.records import value as value_records
from salon_pos.domain import (
    earning,
    giving_back,
    holdings,
    ledger,
    lots,
    packs,
    platforms,
    points_moves,
    reversal,
    standing,
    stored_value,
    taking_back,
)
from salon_pos.domain.corrections import TenderMove, tender_entries
from salon_pos.domain.earning import Occasion, PaidLine
from salon_pos.domain.expiry import expiry_entries
from salon_pos.domain.ledger import Account, Entry
from salon_pos.domain.lots import Back, Lot, Use
from salon_pos.domain.people import Client
from salon_pos.domain.points import Bonus, PointsRules
from salon_pos.domain.pricing import Bill
from salon_pos.domain.sold import SoldLine, SoldTender
from salon_pos.domain.standing import Held
from salon_pos.usecases import claims as claiming
from salon_pos.usecases import corrections, expiry, later_points, voids
from salon_pos.usecases import holdings as usable
from salon_pos.usecases import value as paying
from salon_pos.usecases.shifts import open_shift
from tests.domain import test_rules_of_earning as earning_rules
from tests.domain import test_rules_of_holdings as holding_rules
from tests.domain import test_rules_of_lots as lot_rules
from tests.domain import test_rules_of_mixed_refunds as mixed_refund_rules
from tests.domain import test_rules_of_refunds as refund_rules
from tests.domain import test_rules_of_tiers as tier_rules
from tests.salons import NOW, Salon, opened_copy
from tests.usecases import test_accounts as accounts
from tests.usecases import test_cards as cards
from tests.usecases import test_claim as claims
from tests.usecases import test_corrections as correcting
from tests.usecases import test_coupons as coupons
from tests.usecases import test_expiry as expiries
from tests.usecases import test_free_services as gifts
from tests.usecases import test_lifted_tiers as lifted
from tests.usecases import test_planted_scenes as scenes
from tests.usecases import test_platform_vouchers as platform_vouchers
from tests.usecases import test_refunds as refunds
from tests.usecases import test_value_sale as sales
from tests.usecases.gift_machine import GiftMachine
from tests.usecases.refund_machine import RefundMachine
from tests.usecases.test_counter_machine import CATCHING, play, rest_to_the_first
from tests.usecases.valued import Valued, made


def nothing(*_args: object, **_more: object) -> None:
    """A deed that is forgotten."""


# --- what is earned ---

claimed_occasion = claiming._occasion
after_move = standing.after_move


def without_the_tier(*given: Any) -> Occasion:
    return replace(claimed_occasion(*given), tier=None)


def beneath_one_by_hand(held: Held | None, move: Held, *, undoes: bool) -> Held:
    return after_move(held, move, undoes=undoes and not move.is_by_hand)


contributions = earning._contributions


def floored_per_line(*given: Any) -> list[Fraction]:
    return [Fraction(int(exact)) for exact in contributions(*given)]


def bonuses_multiplied(
    amounts: Sequence[int], rules: Sequence[Any], factor: Fraction, bonuses: Sequence[Bonus]
) -> list[Fraction]:
    more = [replace(bonus, points=int(bonus.points * factor)) for bonus in bonuses]
    return contributions(amounts, rules, factor, more)


def of_the_payable(line: PaidLine, part: int) -> int:
    return line.payable - part


def doubled(client: str, points: int, *why: Any, **more: Any) -> Iterator[Entry]:
    return points_moves.give_points(client, 2 * points, *why, **more)


def without_repaying(*given: Any, debt: int, **more: Any) -> Iterator[Entry]:
    return points_moves.give_points(*given, debt=0 * debt, **more)


occasion = paying.occasion


def with_this_sale(payer: Client, bill: Bill, day: date, rules: PointsRules) -> Occasion:
    """The tier that this sale leads to, not the one before it."""
    tiers = value.tiers_in_force()
    assert tiers is not None
    after = members.standing_of(
        payer.id, day, tiers,
        without=lambda deeds: replace(
            deeds, spend={**deeds.spend, day: deeds.spend.get(day, 0) + bill.total}
        ),
    )  # fmt: skip
    return replace(occasion(payer, bill, day, rules), tier=after.tier)


# --- what is spent ---


def bonus_first(amount: int, principal: int, bonus: int, *_order: object) -> tuple[int, int]:
    from_bonus = min(amount, bonus)
    assert amount - from_bonus <= principal
    return amount - from_bonus, from_bonus


def oldest_first(of: Sequence[Lot], amount: int) -> tuple[Use, ...]:
    ageless = lots.take([replace(lot, expires=None) for lot in of], amount)
    ends = {lot.id: lot.expires for lot in of}
    return tuple(replace(use, expires=ends[use.lot_id]) for use in ageless)


from_lots = holdings._from_lots


def one_side_only(*given: Any) -> Iterator[Entry]:
    return iter(list(from_lots(*given))[:-1])


all_lots = balances.lots


def but_the_last(account: Account) -> tuple[Lot, ...]:
    return all_lots(account)[:-1]


def as_many_as_there_are(total: int, points: int, rule: Any) -> int:
    del total
    return points // rule.step * rule.step


def a_day_early(expires: date | None, day: date) -> bool:
    return expires is None or day < expires


# --- what comes back ---

asked_points = reversal.points_of


def one_point_more(line: SoldLine, quantity: int) -> int:
    points = asked_points(line, quantity)
    return points + 1 if points and line.refunded + quantity < line.quantity else points


def first_taken_first(uses: Sequence[Use], amount: int, skip: int) -> Iterator[Use]:
    return last_taken(uses[::-1], amount, skip)


last_taken = lots._last_taken
give_back = giving_back.give_back


def into_the_ended_lot(*given: Any, **more: Any) -> tuple[Back, ...]:
    return tuple(replace(back, child_expires=None) for back in give_back(*given, **more))


split = taking_back._split


def others_first(of: Sequence[Lot], own: frozenset[int]) -> tuple[list[Lot], list[Lot]]:
    mine, others = split(of, own)
    return others, mine


def a_point_early(tender: SoldTender, returned: int) -> int:
    used = sum(use.amount for use in tender.points)
    return -(-used * returned // tender.applied) if tender.applied else 0


delivered = SaleLedger.delivered


def without_its_bonus(self: SaleLedger, line: str, day: date) -> Any:
    found = delivered(self, line, day)
    return replace(found, bonus=()) if found else None


# --- what ends ---


def bonus_as_income(kind: str, owner: str, lot: Lot) -> Iterator[Entry]:
    for entry in expiry_entries(kind, owner, lot):
        is_bonus = entry.account == ledger.BONUS_GIVEN
        yield replace(entry, account=ledger.BREAKAGE) if is_bonus else entry


# --- what comes to a client later, or is mended ---


def the_other_way_round(move: TenderMove, till: str) -> tuple[Entry, ...]:
    return tuple(replace(entry, amount=-entry.amount) for entry in tender_entries(move, till))


def with_credit(test: Callable[[Valued], None]) -> Callable[[Valued], None]:
    """The test in the salon where clients may owe up to 200.00."""

    def here(valued: Valued) -> None:
        accounts.set_credit(valued, 20_000)
        test(valued)

    return here


def in_the_salon(test: Callable[[Salon], None]) -> Callable[[Valued], None]:
    """The test of a salon that sells, in one that has value, too."""
    return lambda valued: test(valued.salon)


def once(first: Callable[[Valued], Valued], test: Callable[[Valued], None]) -> Any:
    """The test in a salon where that was done first."""
    return lambda valued: test(first(valued))


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault in the place of a name, and the named test that catches it: `caught_by` of a rule
    alone, or `on` a salon's file."""

    place: object
    name: str
    fault: object
    caught_by: Callable[[], None] | None = None
    on: Callable[[Valued], None] | None = None


PLANTED: dict[str, Planted] = {
    "doubled points": Planted(
        later_points, "give_points", doubled,
        on=claims.test_a_claimed_sale_gives_its_points_and_the_row_stays,
    ),
    "a debt is not repaid": Planted(
        later_points, "give_points", without_repaying,
        on=refunds.test_rule_18_spent_points_become_debt_and_the_next_ones_repay_it,
    ),
    "the tier after the sale, not before": Planted(
        paying, "occasion", with_this_sale,
        on=scenes.test_the_tier_is_the_one_before_the_sale,
    ),
    "a floor per line, not over the sale": Planted(
        earning, "_contributions", floored_per_line,
        earning_rules.test_rule_12_one_floor_over_the_sale,
    ),
    "the multiplier takes bonuses, too": Planted(
        earning, "_contributions", bonuses_multiplied,
        earning_rules.test_rule_12_multipliers_multiply_one_another_and_the_base_alone,
    ),
    "exclusive tax earns": Planted(
        earning, "_eligible", of_the_payable,
        earning_rules.test_rule_11_exclusive_tax_does_not_earn,
    ),
    "prepaid earns when it is sold": Planted(
        earning, "_never_earns", lambda *_: "",
        earning_rules.test_rule_10_prepaid_earns_nothing_when_it_is_sold,
    ),
    "bonus earns": Planted(
        stored_value.Spent, "from_bonus", property(lambda _: 0),
        on=sales.test_a_ticket_tops_up_and_spends_the_new_balance,
    ),
    "a top-up does not count before its ticket": Planted(
        members, "largest_top_up", lambda *_: 0,
        on=sales.test_a_ticket_tops_up_and_spends_the_new_balance,
    ),
    "bonus first, not in proportion": Planted(
        stored_value, "split_spending", bonus_first,
        on=sales.test_a_ticket_tops_up_and_spends_the_new_balance,
    ),
    "the oldest lot first": Planted(
        stored_value, "take", oldest_first,
        on=scenes.test_the_bonus_that_ends_first_is_spent_first,
    ),
    "one-sided entry": Planted(
        holdings, "_from_lots", one_side_only,
        on=sales.test_a_ticket_tops_up_and_spends_the_new_balance,
    ),
    "a lost lot": Planted(
        balances, "lots", but_the_last,
        on=scenes.test_the_bonus_that_ends_first_is_spent_first,
    ),
    "expiry a day early": Planted(
        lots, "is_good", a_day_early,
        on=scenes.test_points_are_good_on_their_last_day,
    ),
    "points above their share of the bill": Planted(
        holdings, "most_points", as_many_as_there_are,
        partial(holding_rules.test_rule_06_points_that_cannot_pay_are_refused,
                2_000, [1_100], "points_above_cap"),
    ),
    "another client's card without its PIN": Planted(
        usable, "_refuse_locked", nothing,
        on=cards.test_another_clients_card_always_asks_for_its_pin,
    ),
    "a frozen card pays": Planted(
        usable, "check_usable", nothing,
        on=cards.test_only_an_active_card_pays,
    ),
    "a voucher twice": Planted(
        value_records, "voucher_used", nothing,
        on=with_credit(accounts.test_a_given_voucher_pays_once_and_loses_the_rest),
    ),
    "a session at the wrong unit value": Planted(
        packs, "share", rest_to_the_first,
        on=sales.test_a_session_pays_its_line_with_its_unit_value,
    ),
    "claw-back off by one": Planted(
        reversal, "points_of", one_point_more,
        on=refunds.test_rules_16_and_18_one_by_one,
    ),
    "a refund shared over the whole": Planted(
        SoldTender, "left", property(lambda tender: tender.applied),
        refund_rules.test_rule_17_each_refund_is_shared_over_what_remains,
    ),
    "cash back that no coins can make": Planted(
        giving_back, "to_step", lambda amount, _: amount,
        refund_rules.test_rule_17_the_cash_so_far_is_rounded_to_coins,
    ),
    "other lots before the sale's own": Planted(
        taking_back, "_split", others_first,
        refund_rules.test_rule_18_then_other_lots_by_expiry,
    ),
    "expired points are asked for": Planted(
        taking_back, "ended", lambda *_: (),
        refund_rules.test_rule_18_what_ended_and_waits_for_its_posting_has_expired,
    ),
    "first taken is given back first": Planted(
        lots, "_last_taken", first_taken_first,
        refund_rules.test_rule_19_the_lot_taken_last_is_filled_first_and_an_ended_one_has_a_child,
    ),
    "value returns to a lot that has ended": Planted(
        giving_back, "give_back", into_the_ended_lot,
        refund_rules.test_rule_19_the_lot_taken_last_is_filled_first_and_an_ended_one_has_a_child,
    ),
    "a child lot of the wrong age": Planted(
        lots, "last_good_day", lambda day, _: day,
        lot_rules.test_rule_19_what_an_ended_lot_would_get_goes_to_a_child_for_30_days,
    ),
    "a point given back too early": Planted(
        giving_back, "_points_so_far", a_point_early,
        refund_rules.test_rule_19_points_for_a_share_of_money_are_floored_the_rest_comes_last,
    ),
    "a refunded top-up leaves its bonus": Planted(
        SaleLedger, "delivered", without_its_bonus,
        on=refunds.test_rule_22_a_top_up_gives_back_its_principal_and_loses_its_bonus,
    ),
    "a void leaves the tier": Planted(
        voids, "undo_tier", nothing,
        on=scenes.test_a_void_takes_the_tier_back,
    ),
    "a window that is a day too long": Planted(
        standing, "ONE_DAY", timedelta(0),
        tier_rules.test_rule_26_the_window_is_twelve_months_up_to_and_including_the_day,
    ),
    "a tier that never ends": Planted(
        standing, "_ended_periods", lambda _rules, _deeds, _day, current: current,
        tier_rules.test_rule_26_down_only_when_the_period_has_ended,
    ),
    "an expired bonus as income": Planted(
        expiry, "expiry_entries", bonus_as_income,
        on=expiries.test_an_ended_bonus_is_no_expense_and_no_income,
    ),
    "a voucher with conditions twice": Planted(
        coupon_records, "coupon_used", nothing,
        on=coupons.test_a_voucher_lowers_the_price_once,
    ),
    "a platform keeps nothing": Planted(
        platforms, "fee_of", lambda *_: 0,
        on=platform_vouchers.test_a_platform_owes_what_its_voucher_paid_less_its_fee,
    ),
    "a correction the other way round": Planted(
        corrections, "tender_entries", the_other_way_round,
        on=in_the_salon(correcting.test_cash_that_was_a_card),
    ),
    "prepaid is paid back with what a voucher paid, too": Planted(
        giving_back, "_for_prepaid", lambda _sale, _due, left: (0,) * len(left),
        mixed_refund_rules.test_rule_17_what_money_paid_of_the_other_lines_comes_back_as_money,
    ),
    "a claim forgets the tier": Planted(
        claiming, "_occasion", without_the_tier,
        on=claims.test_a_tier_that_was_held_at_the_instant_counts,
    ),
    "a free service does not count": Planted(
        free_services, "_times", lambda _: {},
        on=once(gifts.with_gold, gifts.test_the_last_one_is_had_once),
    ),
    "a tier for points holds down": Planted(
        standing, "_overridden", standing._standing,
        on=once(lifted.with_points,
                partial(lifted.test_a_sale_that_led_higher_leaves_no_trace, "refund")),
    ),
    "a tier for points stays beneath one by hand": Planted(
        tier_moves, "after_move", beneath_one_by_hand,
        on=once(lifted.with_points, lifted.
                test_a_tier_for_points_that_is_taken_back_is_not_had_once_the_one_by_hand_ends),
    ),
}  # fmt: skip


BY_MACHINE: dict[str, type[RefundMachine]] = {
    "doubled points": RefundMachine,
    "one-sided entry": RefundMachine,
    "bonus first, not in proportion": RefundMachine,
    "a platform keeps nothing": GiftMachine,
}
"""What is so common that the machine meets it within seconds, to show that it catches."""

CAUGHT = (AssertionError, IntegrityError, pytest.fail.Exception)
"""What does not balance, or goes below a floor, the file itself refuses."""


@pytest.fixture(scope="module")
def scene(salon_template: Salon, tmp_path_factory: pytest.TempPathFactory) -> Valued:
    """The closed salon that each test with a file plays in a copy of."""
    salon = opened_copy(salon_template, tmp_path_factory.mktemp("scene"))
    open_shift(10_000, by=salon.by("kai"), now=NOW)
    valued = made(salon)
    connection.close()
    return valued


def play_on(test: Callable[[Valued], None], scene: Valued, folder: Path) -> None:
    """The test on a fresh copy of the file, and what the doctor says of it afterwards."""
    try:
        test(replace(scene, salon=opened_copy(scene.salon, folder)))
        assert examine()[1] == ()
    finally:
        connection.close()


def catch(planted: Planted, scene: Valued, folder: Path) -> None:
    """Do what passes without the fault."""
    if planted.caught_by:
        planted.caught_by()
    else:
        assert planted.on is not None
        play_on(planted.on, scene, folder)


@pytest.mark.parametrize("fault", PLANTED)
def test_it_is_caught(
    fault: str, scene: Valued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = PLANTED[fault]
    catch(planted, scene, tmp_path / "as it is")
    assert hasattr(planted.place, planted.name)
    monkeypatch.setattr(planted.place, planted.name, planted.fault)
    with pytest.raises(CAUGHT) as caught:
        catch(planted, scene, tmp_path / "with the fault")
    print(str(caught.value)[:300])


@pytest.mark.parametrize("fault", BY_MACHINE)
def test_the_machine_catches_it(
    fault: str, valued_template: Salon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = PLANTED[fault]
    monkeypatch.setattr(planted.place, planted.name, planted.fault)
    with pytest.raises(CAUGHT) as caught:
        play(valued_template, tmp_path, CATCHING, of=BY_MACHINE[fault])
    print(str(caught.value)[:300])
