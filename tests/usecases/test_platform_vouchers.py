"""Platform vouchers: what they pay, what the platform owes for them, and how that is settled."""

from dataclasses import replace

import pytest

from salon_pos.db.queries import balances, platforms, value
from salon_pos.db.queries.platforms import OwedVoucher
from salon_pos.domain import ledger
from salon_pos.domain.platforms import Platform, ValueRules, VoucherName
from salon_pos.domain.ticket import Line, Ticket
from salon_pos.usecases.accounts import FromPlatform, Settled, settle_platform
from salon_pos.usecases.offers import ShownVoucher, offer_of_platform
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.rules import set_rules, set_value_rules
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused
from tests.usecases.refunding import give_back
from tests.usecases.spending import is_sound, left, pay, said
from tests.usecases.valued import Valued, made

DAY = NOW.date()


@pytest.fixture
def valued(selling: Salon) -> Valued:
    return made(selling)


def cuts(valued: Valued, uid: str, count: int = 1) -> Ticket:
    salon = valued.salon
    lines = [Line(f"cut{i}", salon.items["cut"].id, staff=salon.line("cut").staff)
             for i in range(count)]  # fmt: skip
    return salon.ticket(uid, *lines, client="maya")


def maya_points(valued: Valued) -> ledger.Account:
    return ledger.points(valued.salon.clients["maya"].uid)


def receivable(valued: Valued) -> ledger.Account:
    return ledger.receivable(valued.salon.clients["maya"].uid)


MEITUAN = ValueRules(1, (Platform("meituan", "Meituan", fee_bp=800),))


def platform(valued: Valued) -> None:
    set_value_rules(MEITUAN, by=valued.salon.by("olga"), now=NOW)


def test_a_platform_owes_what_its_voucher_paid_less_its_fee(valued: Valued) -> None:
    """84.00 by a voucher over 100.00, of which the platform keeps 8 %: 6.72, and owes 77.28."""
    platform(valued)
    salon = valued.salon
    source = VoucherName("meituan", "MT-1", 10_000).source
    assert source == "meituan:MT-1:10000"
    pay(valued, cuts(valued, "a"), valued.handed("platform", 8_400, source=source))
    account = ledger.platform("meituan")
    assert balances.balance(account) == 7_728
    assert balances.balance(ledger.PLATFORM_FEES) == 672
    assert said(account) == [
        "Platform voucher over $100.00: the platform owes $77.28 and keeps $6.72."
    ]
    assert left(maya_points(valued)) == []  # earns only if set
    card, by = salon.tenders["transfer"], salon.by("kai")
    paid = FromPlatform("meituan", 7_000, card)
    assert settle_platform("s", paid, by=by, now=NOW) == Settled(7_000, 7_000, 728)
    with refused("bad_amount", "amount"):
        settle_platform("t", replace(paid, amount=729), by=by, now=NOW)
    assert settle_platform("s", paid, by=by, now=NOW).left == 728
    assert said(account)[0] == "Settled by the platform: $70.00."
    assert is_sound()


def test_an_entry_keeps_the_version_of_the_terms_that_made_it(valued: Valued) -> None:
    """84.00 at 8 %, then at 5 %, by the second and the third version."""
    platform(valued)
    cheaper = replace(MEITUAN, platforms=(Platform("meituan", "Meituan", fee_bp=500),))
    for version, rules in enumerate((MEITUAN, cheaper), 2):
        set_value_rules(rules, by=valued.salon.by("olga"), now=NOW)
        by_voucher(valued, f"sale{version}", f"meituan:MT-{version}:10000")
    kept = balances.entries(ledger.platform("meituan"), ledger.PLATFORM_FEES)
    assert [(one.inputs["fee"], one.version) for one in kept] == [
        (420, 3), (420, 3), (672, 2), (672, 2)
    ]  # fmt: skip


def test_a_voucher_that_no_platform_has(valued: Valued) -> None:
    with refused("platform_unknown", "source"):
        pay(valued, cuts(valued, "a"), valued.handed("platform", 8_400, source="meituan:1:0"))
    platform(valued)
    for source, key in (
        ("meituan", "bad_voucher_number"),
        ("meituan::0", "bad_voucher_number"),
        ("meituan:1 2:0", "bad_voucher_number"),
        ("meituan:abc:0", "bad_voucher_number"),  # one spelling for each code
        (f"meituan:{'1' * 41}:0", "bad_voucher_number"),
        ("meituan:1:x", "bad_face"),
        ("meituan:1:0:-1", "bad_face"),
        ("meituan:1:0:0:0", "bad_face"),
    ):
        with refused(key, "source"):
            pay(valued, cuts(valued, "a"), valued.handed("platform", 8_400, source=source))
    with refused("nothing_owed"):
        settle_platform("s", FromPlatform("meituan", 1, valued.salon.tenders["card"]),
                        by=valued.salon.by("kai"), now=NOW)  # fmt: skip


def by_voucher(valued: Valued, uid: str, source: str = "meituan:77:10000") -> None:
    pay(valued, cuts(valued, uid), valued.handed("platform", 8_400, source=source))


def test_a_platforms_voucher_pays_once(valued: Valued) -> None:
    """Whatever face or fee is named with its code; its sale is named. Another's code is another."""
    platform(valued)
    by_voucher(valued, "a")
    for source in ("meituan:77:10000", "meituan:77:0", "meituan:77:9000:100"):
        with refused("platform_voucher_used", "source") as no:
            by_voucher(valued, "b", source)
    assert no.value.values["number"] == "A-000001"
    for uid, source in (("c", "meituan:7:0"), ("d", "meituan:777:0"), ("e", "meituan:77-1:0")):
        by_voucher(valued, uid, source)
    half = valued.handed("platform", 4_200, source="meituan:8:0")
    with refused("platform_voucher_twice", "source"):
        pay(valued, cuts(valued, "f"), half, replace(half, source="meituan:8:1"))
    assert is_sound()


def test_a_platforms_voucher_is_good_again_once_all_of_it_came_back(valued: Valued) -> None:
    platform(valued)
    by, salon = valued.salon.by("kai"), valued.salon
    pay(valued, cuts(valued, "a", 2), valued.handed("platform", 16_800, source="meituan:77:0"))
    for line, again in (("a/cut0", False), ("a/cut1", True)):
        request = RefundRequest(f"r{line}", "a", {line: 1})
        seen = preview(request, by=by, now=NOW)
        refund(replace(request, shown_total=seen.total, shown=seen.digest), by=by, now=NOW)
        if again:
            by_voucher(valued, "b", "meituan:77:0")
        else:
            with refused("platform_voucher_used", "source"):
                by_voucher(valued, "b", "meituan:77:0")
    void("b", "Wrong client", by=salon.by("kai"), now=NOW)
    by_voucher(valued, "c", "meituan:77:0")
    assert is_sound()


def test_a_fee_that_was_typed_goes_before_the_terms(valued: Valued) -> None:
    """84.00 of which 10.00 is kept: 74.00 is owed."""
    platform(valued)
    by_voucher(valued, "a", VoucherName("meituan", "77", 10_000, 1_000).source)
    assert balances.balance(ledger.platform("meituan")) == 7_400
    assert balances.balance(ledger.PLATFORM_FEES) == 1_000
    with refused("bad_fee", "fee"):
        by_voucher(valued, "b", "meituan:78:0:8401")


def test_what_is_offered_for_a_voucher_that_is_shown(valued: Valued) -> None:
    """Typed with spaces and small letters; 77.28 and 6.72 are the 84.00 that it pays."""
    platform(valued)
    shown = ShownVoucher("meituan", " ab 12-3 ", 10_000, 7_728, 672)
    offer = offer_of_platform(shown, 8_400)
    assert (offer.most, offer.source, offer.at_once) == (8_400, "meituan:AB12-3:10000:672", True)
    assert offer.pays(8_000, 8_000) == 8_000
    for change, key, field in (
        ({"code": "会员"}, "bad_voucher_number", "code"),
        ({"code": "--"}, "bad_voucher_number", "code"),
        ({"platform": "douyin"}, "platform_unknown", "source"),
        ({"settlement": 7_729}, "platform_over", "settlement"),
        ({"settlement": 0, "fee": 0}, "nothing_settled", "settlement"),
    ):
        with refused(key, field):
            offer_of_platform(replace(shown, **change), 8_400)
    by_voucher(valued, "a", offer.source)
    with refused("platform_voucher_used", "source"):
        offer_of_platform(shown, 8_400)


def test_what_a_platform_owes_and_for_which_vouchers(valued: Valued) -> None:
    """Three vouchers of 77.28 are 231.84; 80.00 settles the oldest and a part of the second."""
    platform(valued)
    for n in range(3):
        by_voucher(valued, f"s{n}", f"meituan:{n}:10000")
    by, transfer = valued.salon.by("kai"), valued.salon.tenders["transfer"]
    (owes,) = platforms.owed()
    assert (owes.owed, [one.number for one in owes.vouchers]) == (23_184, ["2", "1", "0"])
    assert owes.vouchers[0] == OwedVoucher(DAY, "2", "A-000003", 10_000, 7_728)
    settle_platform("s", FromPlatform("meituan", 8_000, transfer), by=by, now=NOW)
    (owes,) = platforms.owed()
    assert (owes.owed, [one.number for one in owes.vouchers]) == (15_184, ["2", "1"])
    void("s2", "Wrong client", by=by, now=NOW)
    (owes,) = platforms.owed()
    assert (owes.owed, [one.number for one in owes.vouchers]) == (7_456, ["1"])


@pytest.mark.parametrize(
    ("amount", "difference"), [(7_000, 728), (7_728, 0), (7_800, -72), (0, 7_728)]
)
def test_a_settlement_may_close_what_is_owed(valued: Valued, amount: int, difference: int) -> None:
    """77.28 is owed. What is missing, be it all of it, is the platform's fee; what is on top
    lessens it."""
    platform(valued)
    by_voucher(valued, "a")
    paid = FromPlatform("meituan", amount, valued.salon.tenders["transfer"], closes=True)
    if difference:
        with refused("not_allowed"):
            settle_platform("s", paid, by=valued.salon.by("kai"), now=NOW)
    chen = valued.salon.by("chen")
    assert settle_platform("s", paid, by=chen, now=NOW) == Settled(amount, amount, 0)
    assert settle_platform("s", paid, by=chen, now=NOW) == Settled(amount, amount, 0)
    with refused("uid_taken", "uid"):
        settle_platform("s", replace(paid, closes=False), by=chen, now=NOW)
    assert balances.balance(ledger.platform("meituan")) == 0
    assert balances.balance(ledger.PLATFORM_FEES) == 672 + difference
    assert is_sound()


@pytest.mark.parametrize(
    ("named", "key", "field"),
    [
        ([{"code": "m t", "name": "M"}], "bad_platform_code", "platforms.0.code"),
        ([{"code": "", "name": "M"}], "bad_platform_code", "platforms.0.code"),
        ([{"code": "mt", "name": " "}], "platform_unnamed", "platforms.0.name"),
        ([{"code": "mt", "name": "M", "fee_bp": 10_001}], "bad_rule_number", "platforms.0.fee_bp"),
        ([{"code": "mt", "name": "M"}, {"code": "mt", "name": "N"}], "rule_twice",
         "platforms.code"),
        ([{"name": "M"}], "rules_unreadable", ""),
    ],
)  # fmt: skip
def test_platforms_that_cannot_be(
    valued: Valued, named: list[dict[str, object]], key: str, field: str
) -> None:
    with refused(key, field):
        set_rules("value", {"platforms": named}, by=valued.salon.by("olga"), now=NOW)


def test_platforms_are_versioned(valued: Valued) -> None:
    by = valued.salon.by("olga")
    plain = {"platforms": [{"code": "meituan", "name": "Meituan", "fee_bp": 800}]}
    assert set_rules("value", plain, by=by, now=NOW) == 1
    assert set_rules("value", {"platforms": []}, by=by, now=NOW) == 2
    assert value.value_rules_in_force() == ValueRules(2)


def test_a_retired_platform_takes_no_vouchers_and_is_settled(valued: Valued) -> None:
    """What it owes, 77.28, is still there, and refusals call it by its name."""
    platform(valued)
    by_voucher(valued, "a")
    gone = ValueRules(1, (replace(MEITUAN.platforms[0], retired=True),))
    set_value_rules(gone, by=valued.salon.by("olga"), now=NOW)
    with refused("platform_retired", "source") as no:
        by_voucher(valued, "b", "meituan:78:0")
    assert no.value.values["platform"] == "Meituan"
    with refused("platform_retired", "source"):
        offer_of_platform(ShownVoucher("meituan", "79", 10_000, 7_728, 672), 8_400)
    (owes,) = platforms.owed()
    assert (owes.owed, owes.platform.retired) == (7_728, True)
    by = valued.salon.by("kai")
    paid = FromPlatform("meituan", 7_728, valued.salon.tenders["transfer"])
    assert settle_platform("s", paid, by=by, now=NOW).left == 0
    with refused("nothing_owed") as no:
        settle_platform("t", paid, by=by, now=NOW)
    assert no.value.values["name"] == "Meituan"
    assert is_sound()


def test_a_platform_is_retired_or_not(valued: Valued) -> None:
    plain = {"platforms": [{"code": "mt", "name": "M", "retired": "yes"}]}
    with refused("not_yes_or_no", "platforms.0.retired"):
        set_rules("value", plain, by=valued.salon.by("olga"), now=NOW)


def test_a_platform_that_is_taken_out_of_the_rules_owes_until_it_is_settled(
    valued: Valued,
) -> None:
    """77.28 is still there, whatever was changed since, under the name and the fee it had last; it
    is settled, and then gone. What comes back of it then is told again: the salon owes it."""
    platform(valued)
    by_voucher(valued, "a")
    by, olga = valued.salon.by("kai"), valued.salon.by("olga")
    for rules in (
        ValueRules(1, (replace(MEITUAN.platforms[0], name="MT"),)),
        ValueRules(1, (Platform("douyin", "Douyin"),)),
        ValueRules(1),
    ):
        set_value_rules(rules, by=olga, now=NOW)
    with refused("platform_unknown", "source"):
        by_voucher(valued, "b", "meituan:78:0")
    (owes,) = platforms.owed()
    assert owes.platform == Platform("meituan", "MT", fee_bp=800, retired=True)
    assert (owes.owed, [one.number for one in owes.vouchers]) == (7_728, ["77"])
    paid = FromPlatform("meituan", 7_728, valued.salon.tenders["transfer"])
    with refused("bad_amount", "amount"):
        settle_platform("s", replace(paid, amount=7_729), by=by, now=NOW)
    assert settle_platform("s", paid, by=by, now=NOW).left == 0
    assert platforms.owed() == ()
    with refused("nothing_owed") as no:
        settle_platform("t", paid, by=by, now=NOW)
    assert no.value.values["name"] == "MT"
    give_back(RefundRequest("r", "a", {"a/cut0": 1}), by)
    assert [(one.platform.name, one.owed) for one in platforms.owed()] == [("MT", -7_728)]
    assert is_sound()
