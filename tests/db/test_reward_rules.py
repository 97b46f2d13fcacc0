"""The doctor over exchanged points: clean on what the program wrote, every rule finds its fault."""

import pytest

from salon_pos.db.bookkeeping import REWARDS
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import value
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.usecases.points import PointsChange, adjust_points, redeem
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.vouchers import NewVoucher, cancel_voucher, give_voucher
from tests.db.test_refund_rules import without_guards
from tests.salons import NOW, Salon
from tests.usecases.valued import made

GIVEN = "Exchange {transaction}: what was given for the points is not on file."
PLANTED = [
    ("DELETE FROM voucher WHERE uid = 'voucher/2'", GIVEN),
    ("UPDATE voucher SET face = face + 1 WHERE uid = 'voucher/2'", GIVEN),
    ("UPDATE voucher SET client_id = NULL WHERE uid = 'voucher/2'", GIVEN),
    ("UPDATE pack SET sessions = 2 WHERE uid = 'service'", GIVEN),
    ("UPDATE tier_move SET tier = 'gold' WHERE cause = 'tier'", GIVEN),
    ("UPDATE tier_move SET until = '2030-01-01' WHERE cause = 'tier'", GIVEN),
    ("UPDATE ledger_entry SET rule = 'points.burn' WHERE rule = 'points.product'", GIVEN),
    (
        "UPDATE pack SET uid = 'mine', sale_line_uid = 'mine' WHERE uid = 'service'",
        "Sessions of {item} were neither bought nor exchanged for points.",
    ),
    (
        "UPDATE voucher SET used_by = 'nobody' WHERE uid = 'voucher/2'",
        "Voucher {code} is used up, yet no sale used it and nobody cancelled it.",
    ),
    (
        "UPDATE voucher SET used_by = NULL WHERE uid = 'taken'",
        "Voucher {code} was cancelled, and is good again.",
    ),
]


@pytest.fixture
def exchanged(selling: Salon) -> Salon:
    """Maya has one of each kind of reward, of the voucher two; one that was given was cancelled."""
    made(selling)
    maya, by = selling.clients["maya"].id, selling.by("olga")
    adjust_points(PointsChange("given", maya, 1_000, "x"), by=by, now=NOW)
    for reward in (
        Reward(0, RewardKind.PRODUCT, 200, item_id=selling.items["gel"].id),
        Reward(0, RewardKind.SERVICE, 200, item_id=selling.items["cut"].id),
        Reward(0, RewardKind.VOUCHER, 200, "Ten off", face=1_000),
        Reward(0, RewardKind.TIER, 200, tier="silver", days=30),
    ):
        save_reward(reward, by=by, now=NOW)
    for one in value.rewards():
        quantity = 2 if one.kind is RewardKind.VOUCHER else 1
        redeem(str(one.kind), maya, one.id, quantity, by=by, now=NOW)
    give_voucher(NewVoucher("taken", 500, client_id=maya), by=by, now=NOW)
    cancel_voucher("cancelled", "taken", "x", by=by, now=NOW)
    return selling


@pytest.mark.usefixtures("exchanged")
def test_what_the_program_wrote_is_clean() -> None:
    assert examine()[1] == ()


@pytest.mark.usefixtures("exchanged")
@pytest.mark.parametrize(("statement", "sentence"), PLANTED, ids=range(len(PLANTED)))
def test_a_planted_fault_is_found(statement: str, sentence: str) -> None:
    with without_guards():
        assert database.execute_sql(statement).rowcount == (2 if "ledger_entry" in statement else 1)
    faults = [fault for fault in examine()[1] if fault.text == sentence]
    assert len(faults) == 1
    assert all(fault.text.format_map(fault.values) for fault in faults)


def test_every_rule_has_its_planted_fault() -> None:
    assert {rule.text for rule in REWARDS} == {sentence for _, sentence in PLANTED}
