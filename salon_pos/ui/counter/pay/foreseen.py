"""What the payment being entered would move, in words: how a card is split, what points come."""

from dataclasses import dataclass

from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.explain import explain
from salon_pos.domain.holdings import Spent
from salon_pos.domain.pricing import Bill
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.tenders import Settlement, settle
from salon_pos.i18n import _, screen
from salon_pos.ui.counter.pay.tendering import Tendering
from salon_pos.ui.counter.till import Till
from salon_pos.usecases.value import Moved, foresee, pack_tenders


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`notes` stand beside the tenders, in their order; `points` and `why` at the foot, empty where
    nobody earns. `refusal` says what is wrong with an amount that was typed."""

    notes: tuple[str, ...] = ()
    points: str = ""
    why: str = ""
    refusal: Refusal | None = None


def foreseen(till: Till, state: Tendering) -> Foreseen:
    """What the tenders so far would move, or why their amounts would be refused. Nothing is said of
    another refusal: taking payment says why."""
    bill = till.bill
    if bill is None:
        return Foreseen()
    try:
        packs = pack_tenders(bill, state.methods)
        handed = (*packs, *state.handed)
        settlement = settle(bill.total, handed, state.methods, cash_step=state.cash_step)
        moved = foresee(till.membership.paying(till.ticket, bill), settlement, handed)
    except Refusal as refusal:
        wrong = refusal if refusal.field == "amount" else None
        return Foreseen(("",) * len(state.entries), refusal=wrong)
    return _said(till, moved, settlement, packs=len(packs))


def covered(bill: Bill | None, state: Tendering) -> str:
    """What is met already by packs and by the tenders so far, and the coins' rounding."""
    said, parts = screen(), list[str]()
    if bill and bill.covered:
        parts.append(_("packs cover {amount}", amount=said.money(bill.covered)))
    if received := sum(handed.amount for handed in state.handed):
        parts.append(_("{paid} received", paid=said.money(received)))
    if rounding := _rounding(state):
        parts.append(_("{amount} cash rounding", amount=said.money(rounding)))
    return " · ".join(parts)


def _rounding(state: Tendering) -> int:
    try:
        return state.settlement().cash_rounding if state.is_met else 0
    except Refusal:  # said beside the amount
        return 0


def _said(till: Till, moved: Moved, settlement: Settlement, *, packs: int) -> Foreseen:
    by_place = {spent.position: spent for spent in moved.spent}
    kinds = [taken.method.kind for taken in settlement.taken]
    notes = tuple(
        _note(kind, by_place.get(place)) for place, kind in enumerate(kinds) if place >= packs
    )
    earned, rules = moved.earned, till.membership.points
    if earned is None or rules is None:
        return Foreseen(notes)
    said = screen()
    why = said.sentence(
        explain("points.earn", earned.points, earned.why, till.membership.tier_names)
    )
    lost = sum(spent.not_earning for spent in moved.spent)
    if moved.owed and not earned.points:
        return Foreseen(notes, _("The points come once it is paid."))
    if lost:
        why = _("{amount} earns nothing. {why}", amount=said.money(lost), why=why)
    return Foreseen(notes, _("+{n} points after this sale", n=earned.points), why)


def _note(kind: TenderKind, spent: Spent | None) -> str:
    """How a card pays: principal and bonus; of points, how many."""
    if spent is None or not spent.money:
        return ""
    inputs, said = spent.money[0].inputs, screen()
    if kind is TenderKind.STORED_VALUE and inputs["bonus"]:
        return _(
            "principal {principal} + bonus {bonus}",
            principal=said.money(int(inputs["principal"]), symbol=False),
            bonus=said.money(int(inputs["bonus"]), symbol=False),
        )
    if kind is TenderKind.POINTS:
        return _("{n} points", n=int(inputs["points"]))
    return ""
