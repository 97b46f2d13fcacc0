"""How far it is to the next tier on the receipts of refunds and voids, as on those of sales."""

from dataclasses import replace
from datetime import timedelta

import pytest

from salon_pos.db.queries import receipts
from salon_pos.db.queries import settings as salon_queries
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_tier_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.voids import void
from tests.salons import NOW
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay as pay_at
from tests.usecases.test_receipt_value import cuts, is_said, on_paper, to_next, value_of, valued
from tests.usecases.valued import TIERS, Valued

__all__ = ["valued"]


BACK_TO_SILVER = {
    "en": (
        "Tier Member",
        "Member is open to every member.",
        "To Silver: spend $120.00 more that counts.",
    ),
    "zh_CN": ("等级 Member", "升到Silver：计入等级的消费再满 $120.00。"),
    "zh_TW": ("等級 Member", "升到Silver：列入等級計算的消費再滿 $120.00。"),
}


@pytest.mark.parametrize("language", BACK_TO_SILVER)
def test_a_refund_says_it_too_and_the_same_on_every_reprint(valued: Valued, language: str) -> None:
    """Two cuts of 80.00, one comes back: of 200.00 only 80.00 stands. What is paid and refunded
    later changes nothing of it."""
    salon = valued.salon
    valued.pay(cuts(valued, "a", 2))
    back = give_back(RefundRequest("r", "a", {"a/c1": 1}), salon.by("kai"))
    printed = on_paper(back, language)
    assert [row for row in BACK_TO_SILVER[language] if not is_said(row, printed)] == []
    later = NOW + timedelta(hours=1)
    pay_at(valued, cuts(valued, "b"), at=later)
    give_back(RefundRequest("s", "a", {"a/c0": 1}), salon.by("kai"), later)
    assert receipts.receipt("r") == back


def test_a_refund_that_takes_the_tier_back_says_how_far_it_is_again(valued: Valued) -> None:
    """Three cuts, 240.00, are Silver; one of them back the same day leaves 160.00: 40.00 short. A
    void says it, too."""
    salon = valued.salon
    valued.pay(cuts(valued, "a", 3))
    back = give_back(RefundRequest("r", "a", {"a/c1": 1}), salon.by("kai"))
    tier = value_of(back).tier
    assert tier is not None
    assert (tier.name, tier.is_new, to_next(back)) == (
        "Member", True, "To Silver: spend $40.00 more that counts.",
    )  # fmt: skip
    valued.pay(cuts(valued, "b"))
    assert to_next(void("b", "mistaken", by=salon.by("kai"), now=NOW)) == to_next(back)


def test_a_refund_of_what_earned_nothing_counts_all_that_was_earned_by_then(valued: Valued) -> None:
    """80.00 of a cut; of two on account half is paid: 80.00 more. Then a deposit comes back, which
    never earned; and one of the two cuts, so that what was paid covers the other."""
    salon, olga = valued.salon, valued.salon.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=20_000), by=olga, now=NOW)
    maya = salon.clients["maya"].id
    valued.pay(cuts(valued, "a"))
    owing = valued.handed("on_account", 16_800)
    pay_at(valued, cuts(valued, "b", 2), owing, by="olga", at=NOW)
    settle_account("s", maya, 8_400, salon.tenders["card"], by=salon.by("kai"), now=NOW)
    valued.pay(salon.ticket("d", valued.line(valued.deposit), client="maya"))
    back = give_back(RefundRequest("r", "d", whole("d")), salon.by("kai"))
    assert to_next(back) == "To Silver: spend $40.00 more that counts."  # 80.00 + half of 160.00
    half = give_back(RefundRequest("h", "b", {"b/c0": 1}), salon.by("kai"))
    assert (
        to_next(half) == "To Silver: spend $40.00 more that counts."
    )  # 80.00 stands of it, and is paid
    later = NOW + timedelta(hours=1)
    pay_at(valued, cuts(valued, "z"), at=later)
    for receipt in (back, half):
        assert receipts.receipt(receipt.uid) == receipt


def test_rule_26_a_top_up_alone_brings_the_next_tier_no_visit_nearer(valued: Valued) -> None:
    """Silver asks for three days with a visit or 400.00. A deposit is no visit, nor is what is left
    once the cut of the same ticket came back: three are missing. With the cut it was one."""
    salon, olga = valued.salon, valued.salon.by("olga")
    silver = replace(TIERS.tiers[1], spend=40_000, visits=3)
    tiers = (TIERS.tiers[0], silver, TIERS.tiers[2])
    set_tier_rules(replace(TIERS, tiers=tiers), by=olga, now=NOW)
    deposit, cut = valued.line(valued.deposit), salon.line("cut")
    only = valued.pay(salon.ticket("d", deposit, client="maya"))
    both = valued.pay(salon.ticket("b", deposit, cut, client="maya"))
    back = give_back(RefundRequest("r", "b", {"b/cut": 1}), salon.by("kai"))
    none = "To Silver: spend $400.00 more that counts, or visits still missing: 3."
    one = "To Silver: spend $320.00 more that counts, or visits still missing: 2."
    assert [to_next(each) for each in (only, both, back)] == [none, one, none]
    for receipt in (only, both, back):
        assert receipts.receipt(receipt.uid) == receipt
