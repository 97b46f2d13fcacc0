"""What receipts say of points, cards, packs, debts and tiers, read back from their paper.

Cut: 80.00, 5 % GST. Wash: 10.10, 5 % and 8 %: 11.42. One point for each 1.00; 100 points pay 1.00;
silver × 1.2, gold × 1.5. The figures are made by hand.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from salon_pos.db import connection
from salon_pos.db.doctor import examine
from salon_pos.db.queries import receipts, value
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.people import Client
from salon_pos.domain.points import Referral
from salon_pos.domain.prepaid import Plan, PrepaidKind
from salon_pos.domain.receipt import Ending, Holding, Receipt, ReceiptPoints, ReceiptValue
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.i18n import words
from salon_pos.printing.layout import layout
from salon_pos.printing.pdf import receipt_pdf
from salon_pos.usecases.accounts import settle_account
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.cards import replace_card
from salon_pos.usecases.claims import claim
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import save_prepaid, set_points_rules, set_tier_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.voids import void
from tests.printing.reading import squeezed, text
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import rows
from tests.usecases.paying import cut, pay
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay as pay_at
from tests.usecases.valued import POINTS, TIERS, Valued, made


@pytest.fixture
def valued(selling: Salon) -> Iterator[Valued]:
    """Whatever a test does, the doctor finds nothing afterwards."""
    yield made(selling)
    assert examine()[1] == ()


def on_paper(receipt: Receipt, language: str = "en") -> str:
    """All text of the drawn receipt, without white space."""
    lines = layout(receipt, words(language, receipt.currency))
    return text(receipt_pdf(lines, language).pdf)


def is_said(row: str, printed: str) -> bool:
    """Whether a row is printed whose last word is the figure on the right. Where what is on the
    left wraps, the figure comes after its first part."""
    left, _, figure = row.rpartition(" ")
    left = squeezed(left)
    return any(left[:n] + figure + left[n:] in printed for n in range(len(left) + 1))


def value_of(receipt: Receipt) -> ReceiptValue:
    assert receipt.value is not None
    return receipt.value


def points_of(receipt: Receipt) -> ReceiptPoints:
    points = value_of(receipt).points
    assert points is not None
    return points


def moved(receipt: Receipt) -> list[int]:
    """What moved the points, each for itself."""
    return [move.amount for move in points_of(receipt).moves]


def holdings(receipt: Receipt) -> list[tuple[Holding, str, int, int]]:
    """What moved beside points: (kind, name, how much, what is left)."""
    return [(each.kind, each.name, each.moved, each.left) for each in value_of(receipt).holdings]


def cuts(valued: Valued, uid: str, count: int = 1) -> Ticket:
    salon = valued.salon
    lines = (replace(salon.line("cut"), uid=f"c{n}") for n in range(count))
    return salon.ticket(uid, *lines, client="maya")


def enrolled(valued: Valued) -> Receipt:
    """1,000.00 + 200.00 on the card, six sessions, and a wash paid by the card: 11.42 of 1,000.00
    and 200.00 is 9.52 + 1.90. The wash's 10.10 × (11.42 − 1.90) ÷ 11.42 = 8.42 earn, × 1.5."""
    salon = valued.salon
    ticket = salon.ticket(
        "t", valued.line(valued.top_up), salon.line("wash"), valued.line(valued.pack), client="maya"
    )
    stored = valued.handed("stored_value", 1_142, source=valued.card.uid)
    return valued.pay(ticket, salon.handed("card", 110_000), stored)


SAID = {
    "en": (
        "Points balance 12",
        "$8.42 at 1 per $1.00 = 8.42; 8.42 × 1.5 Gold = 12.63, rounded down to 12. +12",
        "Top-up 1000, Wash 5+1: Prepaid earns nothing when it is",
        "so not counted: $1.68.",
        "balance $1,188.58",
        "Of it bonus $198.10",
        "Topped up: $1,000.00 principal. +$1,000.00",
        "6 left",
        "Tier Gold",
    ),
    "zh_CN": (
        "积分余额 12",
        "Top-up 1000、Wash 5+1：预付项目售出时不计积分",
        "不计入：$1.68。",
        "余额 $1,188.58",
        "其中赠送金 $198.10",
        "剩 6 次",
        "等级 Gold",
    ),
    "zh_TW": (
        "積分餘額 12",
        "Top-up 1000、Wash 5+1：預付項目售出時不計積分",
        "不計入：$1.68。",
        "餘額 $1,188.58",
        "其中贈送金 $198.10",
        "剩 6 次",
        "等級 Gold",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_the_paper_says_what_was_earned_used_and_left(valued: Valued, language: str) -> None:
    receipt = enrolled(valued)
    printed = on_paper(receipt, language)
    number = valued.card.number
    for part in SAID[language]:
        assert is_said(part, printed), part
    assert squeezed(f"•••• {number[-4:]}") in printed
    assert number not in printed


def test_the_figures_are_those_right_after_the_sale(valued: Valued) -> None:
    receipt = enrolled(valued)
    assert (points_of(receipt).left, moved(receipt)) == (12, [12])
    assert holdings(receipt) == [
        (Holding.CARD, valued.card.number[-4:], 120_000 - 1_142, 120_000 - 1_142),
        (Holding.PACK, "Wash 5+1", 6, 6),
    ]
    assert value_of(receipt).holdings[0].bonus == 20_000 - 190
    tier = value_of(receipt).tier
    assert tier is not None
    assert tier.name == "Gold"


def test_points_and_a_session_pay(valued: Valued) -> None:
    """360 points for three cuts at gold; 200 of them pay 2.00 of a cut and a session's 2.16 tax.
    84.00 + 2.16 = 86.16 less 2.00: of 80.00, 2.00 × 84.00 ÷ 86.16 = 1.95 does not earn on a line
    of 84.00: 80.00 × 82.05 ÷ 84.00 = 78.14; the session's 16.67 earn whole: 94.81 × 1.5 = 142."""
    salon = valued.salon
    enrolled(valued)
    valued.pay(cuts(valued, "a", 3))
    (pack,) = value.packs_of(salon.clients["maya"].id)
    wash = replace(salon.line("wash"), source=pack.uid)
    ticket = salon.ticket("b", salon.line("cut"), wash, client="maya")
    receipt = valued.pay(ticket, valued.handed("points", 200), salon.handed("card", 8_416))
    assert (moved(receipt), points_of(receipt).left) == ([-200, 142], 12 + 360 - 200 + 142)
    assert holdings(receipt) == [(Holding.PACK, "Wash 5+1", -1, 5)]
    printed = on_paper(receipt)
    assert is_said("Points taken as money: 200 for $2.00, at $1.00 for each 100. −200", printed)
    assert is_said("One session used, worth $16.67. −1", printed)


def test_debt_is_shown_as_it_comes_and_as_it_is_repaid(valued: Valued) -> None:
    """240 earned, 200 spent, 93 earned; all 240 taken back: 107 are owed. A cut repays 80."""
    salon = valued.salon
    valued.pay(cuts(valued, "a", 3))
    second = salon.ticket("b", salon.line("cut"), client="maya")
    valued.pay(second, valued.handed("points", 200), salon.handed("card", 8_200))
    back = give_back(RefundRequest("r", "a", whole("a")), salon.by("kai"))
    assert (moved(back), points_of(back).left, points_of(back).debt) == ([-80] * 3, 0, 107)
    assert squeezed("Points debt left 107") in on_paper(back)
    third = valued.pay(salon.ticket("c", salon.line("cut"), client="maya"))
    assert (moved(third), points_of(third).left, points_of(third).debt) == ([80], 0, 27)
    printed = on_paper(third)
    assert squeezed("Points debt repaid: 80.") in printed
    assert squeezed("Points debt left 27") in printed
    assert squeezed("80.00 at 1 per $1.00 = 80.") in printed  # the whole arithmetic all the same


def test_a_refund_says_what_came_back_and_what_is_left(valued: Valued) -> None:
    """The card pays another wash with 9.52 of 990.48 and 1.90 of 198.10; all of it comes back."""
    salon = valued.salon
    enrolled(valued)
    wash = salon.ticket("w", salon.line("wash"), client="maya")
    valued.pay(wash, valued.handed("stored_value", 1_142, source=valued.card.uid))
    back = give_back(RefundRequest("r", "w", whole("w")), salon.by("kai"))
    assert (back.deed, moved(back), points_of(back).left) == ("refund", [-12], 12)
    (card,) = value_of(back).holdings
    assert (card.kind, card.name, card.moved) == (Holding.CARD, valued.card.number[-4:], 1_142)
    assert (card.left, card.bonus) == (118_858, 19_810)
    printed = on_paper(back)
    assert is_said("Points taken back by a refund: 12. −12", printed)
    split = "$11.42 = $9.52 principal + $1.90 bonus, in proportion to $9.52 and $1.90"
    assert is_said(
        f"Given back to the card by a refund: {split} of what it had paid. +$11.42", printed
    )


def test_a_void_says_it_too_and_nothing_of_a_referrer(valued: Valued) -> None:
    """Leo brought Nina: 50 points for each of them, which the void takes back again."""
    salon = valued.salon
    set_points_rules(
        replace(POINTS, referral=Referral(referrer=70, newcomer=50)), by=salon.by("olga"), now=NOW
    )
    nina = save_client(
        Client("Nina", referrer_id=salon.clients["leo"].id), by=salon.by("kai"), now=NOW
    )
    ticket = replace(salon.ticket("n", salon.line("cut")), client_id=nina.id)
    receipt = valued.pay(ticket)
    assert (sorted(moved(receipt)), points_of(receipt).left) == ([50, 80], 130)
    assert "70" not in on_paper(replace(receipt, uid="n"))
    cancelled = void("n", "mistaken", by=salon.by("kai"), now=NOW)
    assert (sorted(moved(cancelled)), points_of(cancelled).left) == ([-80, -50], 0)
    assert squeezed("Points cancelled with their sale: 50.") in on_paper(cancelled)


def test_a_gift_card_is_sold_and_used_without_a_client(valued: Valued) -> None:
    salon = valued.salon
    sold = valued.pay(salon.ticket("g", valued.line(valued.gift_card)))
    ((code,),) = rows("SELECT code FROM gift_card")
    assert holdings(sold) == [(Holding.GIFT_CARD, code[-4:], 5_000, 5_000)]
    assert points_of_nobody(sold)
    used = valued.pay(salon.ticket("w", salon.line("wash")),
                      valued.handed("gift_card", 1_142, source=code))  # fmt: skip
    assert holdings(used) == [(Holding.GIFT_CARD, code[-4:], -1_142, 3_858)]
    assert (code in on_paper(sold), code in on_paper(used)) == (True, False)
    assert is_said("Paid from a gift card: $11.42; $38.58 stays on it. −$11.42", on_paper(used))


def points_of_nobody(receipt: Receipt) -> bool:
    """Whether nothing is said of points."""
    return value_of(receipt).points is None


def test_a_deposit_and_a_debt_on_account(valued: Valued) -> None:
    """30.00 left ahead pay a part of the cut, 54.00 are owed; only the 30.00 earn now: 80.00 ×
    (84.00 − 54.00) ÷ 84.00 = 28.57; once settled, the receipt stays as it was."""
    salon = valued.salon
    settings = replace(salon_queries.settings(), credit_limit=20_000)
    change_settings(settings, by=salon.by("olga"), now=NOW)
    taken = valued.pay(salon.ticket("d", valued.line(valued.deposit), client="maya"))
    assert holdings(taken) == [(Holding.DEPOSIT, "", 3_000, 3_000)]
    word = approve_deed(
        salon.staff["chen"].id,
        PINS["chen"],
        subject="o/on_account",
        amount=5_400,
        by=salon.by("kai"),
        now=NOW,
    )
    maya = salon.clients["maya"]
    receipt = valued.pay(
        cuts(valued, "o"), valued.handed("deposit", 3_000, source=maya.uid),
        valued.handed("on_account", 5_400, unlock=word),
    )  # fmt: skip
    assert holdings(receipt) == [
        (Holding.DEPOSIT, "", -3_000, 0), (Holding.ON_ACCOUNT, "", 5_400, 5_400),
    ]  # fmt: skip
    assert moved(receipt) == [28]
    printed = on_paper(receipt)
    assert squeezed("Owed on account $54.00") in printed
    assert (
        squeezed("Not counted yet: $51.43. What of it is on account counts once it is") in printed
    )
    settle_account(
        "s", maya.id, 5_400, salon.tenders["card"], by=salon.by("kai"), now=NOW
    )  # which earns the other 52
    assert receipts.receipt("o") == receipt


def test_points_that_end_within_two_months_are_told(valued: Valued) -> None:
    """80 points of today are good for 365 days more; 60 days before that they are told."""
    ends = NOW.date() + timedelta(days=365)
    first = pay_at(valued, cuts(valued, "a"))
    assert points_of(first).ending is None
    early = pay_at(valued, cuts(valued, "b"), at=NOW + timedelta(days=304))
    assert points_of(early).ending is None
    late = pay_at(valued, cuts(valued, "c"), at=NOW + timedelta(days=305))
    assert points_of(late).ending == Ending(ends, 80)
    assert squeezed("80 points end on 4 May 2027") in on_paper(late)


def test_a_reprint_says_the_same_whatever_came_after(valued: Valued) -> None:
    """A later sale, a refund, another card, other names of tiers and of the pack."""
    salon = valued.salon
    receipt = enrolled(valued)
    printed = on_paper(receipt)
    later = NOW + timedelta(days=40)
    valued.pay(cuts(valued, "a", 3))
    refunded = give_back(RefundRequest("r", "t", {"t/wash": 1}), salon.by("kai"))
    replace_card(valued.card.uid, by=salon.by("kai"), now=later)
    wash = frozenset({salon.items["wash"].id})
    plan = Plan(PrepaidKind.PACK, bought=5, given=1, days=90, item_ids=wash)
    save_prepaid(replace(valued.pack, name="Other"), plan, by=salon.by("olga"), now=later)
    renamed = tuple(replace(tier, name=f"New {tier.name}") for tier in TIERS.tiers)
    set_tier_rules(replace(TIERS, tiers=renamed), by=salon.by("olga"), now=later)
    pay_at(valued, cuts(valued, "l"), at=later)
    assert receipts.receipt("t") == receipt
    assert receipts.receipt("r") == refunded
    assert on_paper(receipts.receipt("t")) == printed


TO_SILVER = {
    "en": (
        "Tier Member",
        "Member is open to every member.",
        "To Silver: spend $120.00 more that counts.",
    ),
    "zh_CN": ("等级 Member", "升到Silver：计入等级的消费再满 $120.00。"),
    "zh_TW": ("等級 Member", "升到Silver：列入等級計算的消費再滿 $120.00。"),
}


@pytest.mark.parametrize("language", TO_SILVER)
def test_how_far_it_is_to_the_next_tier(valued: Valued, language: str) -> None:
    """A cut of 80.00; Silver asks for 200.00."""
    printed = on_paper(valued.pay(cuts(valued, "a")), language)
    assert [row for row in TO_SILVER[language] if not is_said(row, printed)] == []


def test_at_the_top_there_is_no_next(valued: Valued) -> None:
    tier = value_of(enrolled(valued)).tier
    assert tier is not None
    assert (tier.name, tier.next) == ("Gold", None)


def to_next(receipt: Receipt) -> str:
    tier = value_of(receipt).tier
    assert tier is not None
    assert tier.next is not None
    return words("en", receipt.currency).sentence(tier.next)


def test_how_far_it_was_stays_whatever_is_refunded_claimed_or_settled(valued: Valued) -> None:
    """Silver asks for three days with a visit or 400.00 spent. On the first day 80.00 is paid, on
    the second 80.00 go on account: 320.00 are missing still, and one day. Then the first is given
    back, a walk-in's cut is claimed, and the debt is paid."""
    salon, olga = valued.salon, valued.salon.by("olga")
    silver = replace(TIERS.tiers[1], spend=40_000, visits=3)
    tiers = (TIERS.tiers[0], silver, TIERS.tiers[2])
    set_tier_rules(replace(TIERS, tiers=tiers), by=olga, now=NOW)
    change_settings(replace(salon_queries.settings(), credit_limit=20_000), by=olga, now=NOW)
    next_day, maya = NOW + timedelta(days=1), salon.clients["maya"].id
    first = pay_at(valued, cuts(valued, "a"), at=NOW + timedelta(hours=1))
    owing = valued.handed("on_account", 8_400)
    second = pay_at(valued, cuts(valued, "b"), owing, by="olga", at=next_day)
    said = ["To Silver: spend $320.00 more that counts, or visits still missing: 2.",
            "To Silver: spend $320.00 more that counts, or visits still missing: 1."]  # fmt: skip
    assert [to_next(first), to_next(second)] == said
    later = next_day + timedelta(hours=1)
    pay_at(valued, salon.ticket("w", salon.line("cut")), at=later)
    claim("w", maya, by=salon.by("kai"), now=later)
    settle_account("s", maya, 8_400, salon.tenders["card"], by=salon.by("kai"), now=later)
    give_back(RefundRequest("r", "a", {"a/c0": 1}), salon.by("kai"), later)
    valued_later = replace(cuts(valued, "z"), lines=(valued.line(valued.top_up),))
    pay_at(valued, valued_later, at=later)
    for receipt in (first, second):
        assert receipts.receipt(receipt.uid) == receipt


def test_a_walk_in_who_pays_money_is_asked_nothing_more(valued: Valued) -> None:
    salon = valued.salon
    walk_in = pay(salon, salon.payment(cut(salon)))
    assert walk_in.value is None
    assert "Points" not in on_paper(walk_in)
    member = valued.pay(cuts(valued, "m"))
    assert points_of(member).left == 80
    # The entries, the sums, what ends, what the lines earned; of the tier its rules, the sale's own
    # move, whether that is the first, those before it, spend, visits and top-ups.
    assert statements("m") - statements("t") == 11


def statements(uid: str) -> int:
    """How many statements it takes to read a receipt."""
    seen: list[str] = []
    handle = connection.database.connection()
    handle.set_trace_callback(seen.append)
    receipts.receipt(uid)
    handle.set_trace_callback(None)
    return len(seen)


def test_a_client_of_a_salon_without_points_reads_nothing_of_them(selling: Salon) -> None:
    ticket = selling.ticket("t", selling.line("cut"), client="maya")
    assert pay(selling, selling.payment(ticket)).value is None


# --- every balance is the sum of the entries up to its sale ---

_SUM = """SELECT COALESCE(SUM(e.amount), 0)
 FROM ledger_entry e JOIN account a ON a.id = e.account_id
 WHERE a.code = ? AND e.transaction_id <= (SELECT id FROM ledger_transaction WHERE uid = ?)"""


def summed(code: str, uid: str) -> int:
    """An account's sum up to the transaction with this uid, with the ledger's sign."""
    return rows(_SUM, code, uid)[0][0]


@pytest.mark.parametrize("seed", range(6))
def test_every_balance_is_the_sum_of_the_entries_up_to_it(valued: Valued, seed: int) -> None:
    """Random sales and refunds; each receipt, read again at the end, says what it said at first,
    and goes on from the one before."""
    chance, salon = Random(seed), valued.salon
    maya, wallet = salon.clients["maya"].uid, valued.card.wallet
    said = [enrolled(valued)]
    for number in range(12):
        said.append(_something(chance, valued, f"s{number}"))
    points = card = 0
    for receipt in said:
        told, cards = points_of(receipt), _cards(receipt)
        assert told.left == -summed(f"points:{maya}", receipt.uid)
        assert told.debt == summed(f"points_debt:{maya}", receipt.uid)
        assert told.left - told.debt == points + sum(moved(receipt))
        points = told.left - told.debt
        for each in cards:
            codes = (f"principal:{wallet}", f"bonus:{wallet}")
            assert each.left == -sum(summed(code, receipt.uid) for code in codes)
            assert each.left == card + each.moved
            card = each.left
        assert receipts.receipt(receipt.uid) == receipt


def _cards(receipt: Receipt):
    return [each for each in value_of(receipt).holdings if each.kind is Holding.CARD]


def _something(chance: Random, valued: Valued, uid: str) -> Receipt:
    """Some cuts, perhaps paid by points or by the card in part; or a line of a sale given back."""
    salon = valued.salon
    left = rows(
        "SELECT s.uid, l.uid FROM sale s JOIN sale_line l ON l.sale_id = s.id WHERE s.deed = 'sale'"
        " AND s.uid <> 't' AND NOT EXISTS (SELECT 1 FROM sale_line b WHERE b.refunds_id = l.id)"
    )
    if left and chance.random() < 0.4:
        sale, line = chance.choice(left)
        return give_back(RefundRequest(uid, sale, {line: 1}), salon.by("kai"))
    lines = (Line(f"l{n}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for n in range(chance.randint(1, 3)))  # fmt: skip
    ticket = salon.ticket(uid, *lines, client="maya")
    due, tenders = valued.total(ticket), []
    held = value.points_lots(salon.clients["maya"].uid)
    burned = min(sum(lot.left for lot in held) // 100, chance.randint(0, 3)) * 100
    if burned:
        tenders.append(valued.handed("points", burned))
    if chance.random() < 0.5:
        tenders.append(valued.handed("stored_value", 4_321, source=valued.card.uid))
    due -= sum(tender.amount for tender in tenders)
    return valued.pay(ticket, *tenders, salon.handed("card", due))
