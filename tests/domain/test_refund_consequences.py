"""What a refund says before it happens, and when a sale can be voided instead (RULES 23)."""

from dataclasses import replace

import pytest

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.consequences import arithmetic, consequences
from salon_pos.domain.lots import Lot
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.reversal import Reversal, reverse
from salon_pos.domain.sold import Asked, Prepaid
from salon_pos.domain.voiding import Gave, Given, void_obstacles
from salon_pos.i18n import words
from tests.domain.making import CASH, WALLET
from tests.domain.refunding import (
    DAY,
    OWN,
    TERMS,
    YESTERDAY,
    line,
    one_by_one,
    picture,
    refund,
    sale,
    sessions,
    tender,
    used,
    value,
)


def test_rule_18_the_arithmetic_is_said_in_figures() -> None:
    said = [
        arithmetic(each.lines)
        for each in one_by_one(sale([line("a", 100, 3, points=100)]), {"a": 1}, {"a": 1}, {"a": 1})
    ]
    assert said == [
        "100 × 1 ÷ 3 = 33.33 → 33 = 33",
        "100 × 2 ÷ 3 = 66.67 → 66 − 33 = 33",
        "100 − 66 = 34",
    ]
    both = sale([line("a", 100, points=178), line("b", 100, 2, points=100), line("c", 9)])
    assert arithmetic(refund(both, {"a": 1, "b": 1, "c": 1}).lines) == "178 + 100 × 1 ÷ 2 = 228"
    assert arithmetic(refund(both, {"a": 1}).lines) == "178"
    many = sale([line("a", 100, 3, points=5_000), line("b", 9, points=1_099)])
    said = arithmetic(refund(many, {"a": 1, "b": 1}).lines)
    assert said == "5,000 × 1 ÷ 3 = 1,666.67 → 1,666 + 1,099 = 2,765"


# --- 23 ---


def test_rule_23_a_sale_is_voided_in_its_shift_while_nothing_it_gave_is_used() -> None:
    gave = [Gave(Given.POINTS, 100, 100), Gave(Given.PRINCIPAL, 5000, 5000, "Top-up")]
    assert void_obstacles(sale([line("a", 100)]), gave, day=DAY, sold_in="s1", shift="s1") == ()


@pytest.mark.parametrize("shift", ["s2", None])
def test_rule_23_not_in_another_shift(shift: str | None) -> None:
    obstacles = void_obstacles(sale([line("a", 100)]), [], day=DAY, sold_in="s1", shift=shift)
    assert [obstacle.key for obstacle in obstacles] == ["shift_closed"]


def test_rule_23_not_once_something_it_gave_is_used_or_was_refunded() -> None:
    sold = sale([replace(line("a", 100, 2), refunded=1)])
    gave = [Gave(given, 100, 99, "Pack") for given in Given]
    obstacles = void_obstacles(sold, gave, day=DAY, sold_in="s1", shift="s1", used_tier="Gold")
    assert [obstacle.key for obstacle in obstacles] == [
        "partly_refunded",
        "used_points",
        "used_principal",
        "used_bonus",
        "used_sessions",
        "used_gift_card",
        "used_deposit",
        "used_on_account",
        "used_tier",
    ]


# --- What will happen ---


def said(reversal: Reversal) -> list[tuple[str, int]]:
    return [(each.kind, each.amount) for each in consequences(reversal)]


def test_the_picture_of_a_refund_is_told_line_by_line() -> None:
    done = refund(picture(), {"care": 1, "oil": 1}, lots=[Lot(OWN, 300)])
    assert said(done) == [
        ("stored_value", 23923),
        ("cash", 9707),
        ("points_taken", -300),
        ("points_debt", 55),
        ("stock", 1),
    ]
    assert done.to_client == 33630
    texts = [str(each.text).format_map(each.values) for each in consequences(done)]
    assert texts[2] == "178 + 177 = 355; 300 still in the sale's lot"
    assert texts[3] == "55 already spent; the next points repay it first"
    assert texts[4] == "Hair oil"


def test_whatever_else_happens_is_told_too() -> None:
    paid = replace(value(1, TenderKind.POINTS, 1000), points=used((1, 100, YESTERDAY)))
    voucher = value(2, TenderKind.VOUCHER, 1000)
    cash = replace(tender(3, CASH, 1000), tip=100)
    lines = [
        replace(line("a", 1002, points=50), free_until=DAY),
        replace(line("t", 2000), prepaid=Prepaid(2000)),
    ]
    sold = replace(sale(lines, paid, voucher, cash, step=5), points_expired=20)
    done = reverse(sold, Asked({"a": 1, "t": 1}, tips=True), TERMS, [Lot(5, 10, DAY)])
    assert said(done) == [
        ("points", 100),
        ("late_points", 100),
        ("voucher", 1000),
        ("voucher_alive", 1),
        ("cash", 1000),
        ("tips", 100),
        ("cash_rounding", -2),
        ("points_taken", -30),
        ("forgiven", 20),
        ("free", 1),
    ]
    for each in consequences(done):  # every place of a sentence has its value
        f"{each.title} {each.text}".format_map(each.values)


def test_sessions_and_what_is_sent_elsewhere_are_told() -> None:
    done = reverse(sessions(expires=True), Asked({"s": 3}, sent={2: WALLET.id}), TERMS)
    assert said(done) == [("wallet", 500), ("sessions", 3), ("late_sessions", 1)]


def test_a_gift_card_that_has_ended_is_said_to_be_good_again() -> None:
    card = replace(value(1, TenderKind.GIFT_CARD, 1_000), principal=used((1, 1_000, YESTERDAY)))
    assert said(refund(sale([line("a", 1_000)], card), {"a": 1})) == [
        ("gift_card", 1_000), ("late_value", 1_000),
    ]  # fmt: skip


def test_a_built_in_tender_is_told_in_the_reader_s_language() -> None:
    done = reverse(sessions(expires=True), Asked({"s": 3}, sent={2: WALLET.id}), TERMS)
    chinese, first = words("zh_CN", CURRENCIES["CNY"]), consequences(done)[0]
    assert "微信支付" in chinese.text(first.title, **first.values)
    reasons = [chinese.sentence(reason) for reason in done.needs_manager]
    assert any("微信支付" in reason for reason in reasons), reasons
