"""RULES 22: what comes back of a top-up and of a pack, to the cent.

Every expected figure is worked out by hand from the rule.
"""

from dataclasses import replace

from salon_pos.domain.sold import Prepaid
from tests.domain.making import CARD, CASH, refused
from tests.domain.refunding import line, refund, sale, taxed, tender


def test_rule_22_a_top_up_gives_back_the_money_that_is_left_of_it() -> None:
    # 1000.00 with 200.00 on top; 400.00 and 80.00 are spent.
    top_up = replace(line("t", 100000), prepaid=Prepaid(left=60000))
    done = refund(sale([top_up], tender(1, CASH, 50000), tender(2, CARD, 50000)), {"t": 1})
    assert (done.total, [each.part for each in done.tenders]) == (60000, [30000, 30000])


def test_rule_22_a_pack_gives_back_its_unused_sessions_with_their_tax() -> None:
    # 6 sessions for 100.00 and 5.00 of tax; 4 are left: 16.67 × 2 + 16.66 × 2 = 66.66, of whose
    # tax 3.333 goes back.
    pack = replace(taxed("p", 10000, 1, 500), prepaid=Prepaid(left=6666))
    done = refund(sale([pack]), {"p": 1})
    assert (done.lines[0].net, done.lines[0].taxes, done.total) == (6666, ((1, 333),), 6999)


def test_rule_22_a_prepaid_line_comes_back_at_once_and_not_when_used_up() -> None:
    left = replace(line("p", 20000, 2), prepaid=Prepaid(left=15000))
    with refused("prepaid_whole", "quantity"):
        refund(sale([left]), {"p": 1})
    with refused("used_up"):
        refund(sale([replace(left, prepaid=Prepaid(left=0))]), {"p": 2})
