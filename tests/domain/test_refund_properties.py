"""RULES 16-21 for any sale: parts in any order sum to the whole, and nothing runs backwards."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.holdings import NOT_FOR_PREPAID
from salon_pos.domain.lots import Lot
from salon_pos.domain.reversal import Reversal, reverse
from salon_pos.domain.sold import Asked, Prepaid, SoldCredit, SoldLine, SoldSale, SoldTender
from tests.domain.making import CARD, CASH, WALLET
from tests.domain.refunding import LATER, TERMS, YESTERDAY, on_file, tender, used, value

amounts = st.integers(0, 5000)
Steps = list[dict[str, int]]


@st.composite
def sold_lines(draw: st.DrawFn, *, inclusive: bool) -> tuple[SoldLine, ...]:
    lines: list[SoldLine] = []
    for n in range(draw(st.integers(1, 4))):
        net, taxes = draw(amounts), draw(st.lists(st.integers(0, 400), max_size=2))
        held = sum(taxes)
        net += held if inclusive else 0
        staff, is_prepaid = draw(st.integers(0, net)), draw(st.booleans())
        lines.append(
            SoldLine(
                str(n),
                f"item {n}",
                1 if is_prepaid else draw(st.integers(1, 5)),
                net,
                net if inclusive else net + held,
                tuple(enumerate(taxes)),
                eligible=net,
                points=draw(st.integers(0, 300)),
                prepaid=Prepaid(net) if is_prepaid else None,
                credits=(SoldCredit(1, staff), SoldCredit(2, net - staff)),
            )
        )
    return tuple(lines)


def stored(position: int, applied: int, bonus: int) -> SoldTender:
    """Stored value from two lots of principal and two of bonus, one of them ended."""
    principal = applied - bonus
    return replace(
        value(position, TenderKind.STORED_VALUE, applied),
        principal=used((1, principal // 3, None), (2, principal - principal // 3, None)),
        bonus=used((3, bonus // 2, YESTERDAY), (4, bonus - bonus // 2, LATER)),
    )


@st.composite
def sold_tenders(draw: st.DrawFn, total: int, prepaid: int, step: int) -> tuple[SoldTender, ...]:
    """Tenders that meet `total`, value but for what is `prepaid`, cash among them rounded to its
    coins, in any order."""
    by_value = total - prepaid
    cuts = sorted(draw(st.lists(st.integers(0, by_value), min_size=3, max_size=3)))
    in_store, points, voucher = (
        late - early for early, late in zip([0, *cuts], cuts, strict=False)
    )
    card = draw(st.integers(0, total - cuts[-1]))
    rest = total - cuts[-1] - card
    paid = [tender(1, CARD, card), stored(2, in_store, draw(st.integers(0, in_store)))]
    uses = used((5, points // 4, YESTERDAY), (6, points - points // 4, None))
    paid += [
        replace(value(3, TenderKind.POINTS, points), points=uses),
        value(4, TenderKind.VOUCHER, voucher),
    ]
    if draw(st.booleans()):
        coins = (2 * rest + step) // (2 * step)  # half up, in coins
        first = draw(st.integers(0, coins))
        paid += [tender(5, CASH, first * step), tender(6, CASH, (coins - first) * step)]
    else:
        paid.append(tender(5, WALLET, rest))
    return tuple(
        draw(
            st.permutations([each for each in paid if each.applied or each.kind is TenderKind.CASH])
        )
    )


@st.composite
def sales(draw: st.DrawFn) -> SoldSale:
    inclusive, step = draw(st.booleans()), draw(st.sampled_from([1, 5, 10, 25]))
    lines = draw(sold_lines(inclusive=inclusive))
    total = sum(line.payable for line in lines)
    prepaid = sum(line.payable for line in lines if line.prepaid)
    tenders = draw(sold_tenders(total, prepaid, step))
    return SoldSale("s", "A-1", lines, tenders, inclusive, step, points_lots=frozenset({7}))


@st.composite
def steps_of(draw: st.DrawFn, sold: SoldSale) -> Steps:
    """Refunds that give all of a sale back, unit by unit in any order and any grouping."""
    units = [line.uid for line in sold.lines for _ in range(line.quantity)]
    steps: Steps = []
    for uid in draw(st.permutations(units)):
        if not steps or draw(st.booleans()):
            steps.append({})
        steps[-1][uid] = steps[-1].get(uid, 0) + 1
    return steps


@st.composite
def refunded_sales(draw: st.DrawFn) -> tuple[SoldSale, Steps]:
    sold = draw(sales())
    return sold, draw(steps_of(sold))


def run(sold: SoldSale, asked: Sequence[Asked]) -> list[Reversal]:
    lots = [Lot(7, 100, LATER), Lot(8, 50), Lot(9, 20, YESTERDAY)]
    done: list[Reversal] = []
    for each in asked:
        done.append(reverse(sold, each, TERMS, lots))
        sold = on_file(sold, done[-1])
    return done


@given(refunded_sales())
def test_rule_16_18_the_parts_of_every_line_sum_to_the_whole(case: tuple[SoldSale, Steps]) -> None:
    sold, steps = case
    done = run(sold, [Asked(step) for step in steps])
    for line in sold.lines:
        backs = [back for each in done for back in each.lines if back.line.uid == line.uid]
        held = sum(amount for _, amount in line.taxes) if sold.inclusive else 0
        assert sum(back.revenue for back in backs) == line.net - held
        assert sum(back.net for back in backs) == line.net
        assert sum(back.payable for back in backs) == line.payable
        assert sum(back.eligible for back in backs) == line.eligible
        assert sum(back.taken.points for back in backs) == line.points
        for n, (tax, amount) in enumerate(line.taxes):
            assert sum(back.taxes[n][1] for back in backs) == amount
            assert {back.taxes[n][0] for back in backs} == {tax}
        for n, credit in enumerate(line.credits):
            assert sum(back.credits[n][1] for back in backs) == credit.amount
        for back in backs:
            assert min(back.revenue, back.net, back.payable, back.taken.points) >= 0
            taken = back.taken
            from_lots = sum(take.amount for take in taken.takes)
            assert from_lots + taken.forgiven + taken.debt == taken.points


@given(refunded_sales())
def test_rule_17_19_the_parts_of_every_tender_sum_to_what_it_gave(
    case: tuple[SoldSale, Steps],
) -> None:
    sold, steps = case
    done = run(sold, [Asked(step) for step in steps])
    for paid in sold.tenders:
        backs = [back for each in done for back in each.tenders if back.position == paid.position]
        assert sum(back.part for back in backs) == paid.applied
        assert all(back.part >= 0 for back in backs)
        assert sum(back.points for back in backs) == sum(use.amount for use in paid.points)
        for uses, to_lots in (
            (paid.principal, [part for back in backs for part in back.principal]),
            (paid.bonus, [part for back in backs for part in back.bonus]),
            (paid.points, [part for back in backs for part in back.points_back]),
        ):
            for use in uses:
                to_lot = [part for part in to_lots if part.lot_id == use.lot_id]
                assert sum(part.amount for part in to_lot) == use.amount
                ended = use.expires == YESTERDAY
                assert {part.child_expires for part in to_lot} <= {LATER if ended else None}


@given(refunded_sales())
def test_rule_17_money_comes_back_of_prepaid_and_of_what_money_paid_beside_it(
    case: tuple[SoldSale, Steps],
) -> None:
    sold, steps = case
    by_value = sum(paid.applied for paid in sold.tenders if paid.kind in NOT_FOR_PREPAID)
    others = sum(line.payable for line in sold.lines if not line.prepaid)
    money = of_prepaid = 0
    for each in run(sold, [Asked(step) for step in steps]):
        money += sum(back.part for back in each.tenders if back.kind not in NOT_FOR_PREPAID)
        of_prepaid += sum(back.payable for back in each.lines if back.line.prepaid)
        assert money < of_prepaid + others - by_value + sold.cash_step


@given(refunded_sales())
def test_for_every_refund_the_equation_of_the_rules_holds_and_cash_is_in_coins(
    case: tuple[SoldSale, Steps],
) -> None:
    sold, steps = case
    done = run(sold, [Asked(step) for step in steps])
    for each in done:
        paid = sum(back.amount + back.booked + back.tip for back in each.tenders)
        assert each.total + each.tips + each.cash_rounding == paid
        assert abs(each.cash_rounding) <= sold.cash_step
        coins = [back.amount for back in each.tenders if back.kind is TenderKind.CASH]
        assert all(amount % sold.cash_step == 0 for amount in coins)
        assert coins or each.cash_rounding == 0
    cash = sum(paid.applied for paid in sold.tenders if paid.kind is TenderKind.CASH)
    others = sum(paid.applied for paid in sold.tenders) - cash
    # The sale's own rounding is undone with its last part.
    exact = sum(line.payable for line in sold.lines)
    assert sum(each.cash_rounding for each in done) == cash + others - exact


@given(refunded_sales(), st.data())
def test_rule_17_no_tender_pays_back_more_than_it_gave_wherever_it_is_sent(
    case: tuple[SoldSale, Steps], data: st.DataObject
) -> None:
    sold, steps = case
    money = [each.position for each in sold.tenders if each.kind in {CASH.kind, CARD.kind}]
    targets = st.sampled_from([CASH.id, WALLET.id])
    sent = st.fixed_dictionaries({}, optional=dict.fromkeys(money, targets))
    done = run(sold, [Asked(step, sent=data.draw(sent)) for step in steps])
    for paid in sold.tenders:
        backs = [back for each in done for back in each.tenders if back.position == paid.position]
        assert all(back.part >= 0 for back in backs)
        assert sum(back.part for back in backs) <= paid.applied
        assert all(
            back.part % sold.cash_step == 0 for back in backs if back.kind is TenderKind.CASH
        )
        if not any(back.kind is TenderKind.CASH and back.sent for back in backs):
            assert sum(back.part for back in backs) == paid.applied


@given(refunded_sales())
def test_rule_18_what_is_taken_is_there(case: tuple[SoldSale, Steps]) -> None:
    sold, steps = case
    lots = {7: 100, 8: 50}
    done = reverse(sold, Asked(steps[0]), TERMS, [Lot(7, 100, LATER), Lot(8, 50)])
    children: dict[int, int] = {}
    for part in (part for back in done.tenders for part in back.points_back):
        held = lots if part.child_expires is None else children
        held[part.lot_id] = held.get(part.lot_id, 0) + part.amount
    for take in done.taken.takes:
        held = lots if take.child_expires is None else children
        held[take.lot_id] -= take.amount
        assert held[take.lot_id] >= 0
    # Debt is made only when nothing is left.
    assert not done.taken.debt or not any((*lots.values(), *children.values()))
