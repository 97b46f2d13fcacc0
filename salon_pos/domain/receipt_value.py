"""What a receipt says of points and of what else has a balance, from its transaction's entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from salon_pos.domain.explain import Inputs, Names, Sentence, explain
from salon_pos.domain.money import Amount
from salon_pos.domain.receipt import Ending, Holding, ReceiptHolding, ReceiptMove
from salon_pos.domain.words import N_

KINDS: Mapping[str, Holding] = {
    "principal": Holding.CARD,
    "bonus": Holding.CARD,
    "pack": Holding.PACK,
    "gift_card": Holding.GIFT_CARD,
    "deposit": Holding.DEPOSIT,
    "receivable": Holding.ON_ACCOUNT,
}
"""What each kind of account is on paper. Of a pack the sessions count, not their value."""

_AGAINST_POINTS = frozenset({"points_issued", "points_burned", "points_expired"})


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry of the transaction: `kind` and `owner` are the two parts of its account's code,
    `amount` has the ledger's sign."""

    kind: str
    owner: str
    amount: int
    rule: str
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Left:
    """What accounts hold right after the transaction, by their codes: `sums` with the ledger's
    sign, `ending` what of it ends first, if that is soon."""

    sums: Mapping[str, int]
    ending: Mapping[str, Ending]

    def of(self, code: str) -> int:
        """The sum of an account, 0 where it has no entry yet."""
        return self.sums.get(code, 0)


@dataclass(frozen=True, slots=True)
class LineEarning:
    """What a line earned with its sale: `nothing` is the key of why it earned nothing."""

    item: str
    net: int
    eligible: int
    points: int
    nothing: str


def points_moves(
    entries: Sequence[Moved], client_uid: str, names: Names, *, of_several: bool = False
) -> tuple[ReceiptMove, ...]:
    """What moved the points of this client, each with its whole arithmetic.

    That is told by the entries on the other side: the client's own are split over lots and debt. A
    void has turned them round with those of a referrer, and a deed may be `of_several` clients:
    there the client's own tell.
    """
    own = [e for e in entries if e.owner == client_uid and e.kind in {"points", "points_debt"}]
    void = [e for e in own if e.rule == "void.points"]
    if void or of_several:
        return _moves(void or (e for e in own if e.kind == "points"), names, side=-1)
    against = (e for e in entries if e.kind in _AGAINST_POINTS and e.rule != "void.points")
    return _moves((e for e in against if e.inputs.get("role") != "referrer"), names)


def points_repaid(entries: Iterable[Moved], client_uid: str) -> tuple[Sentence, ...]:
    """What went to this client's points debt, or was put on it."""
    on_debt = [e for e in entries if e.kind == "points_debt" and e.owner == client_uid]
    return tuple(
        explain(rule, sum(e.amount for e in on_debt if e.rule == rule), {})
        for rule in ("points.repay", "points.debt")
        if any(e.rule == rule for e in on_debt)
    )


def earned_nothing(
    lines: Sequence[LineEarning], *, on_account: bool
) -> Iterator[tuple[tuple[str, ...], Sentence]]:
    """The items that earned nothing, by reason; last, without an item, what of the others was not
    counted, or, where a part of the sale went `on_account`, not yet."""
    items: dict[str, list[str]] = {}
    for line in lines:
        if line.nothing:
            items.setdefault(line.nothing, []).append(line.item)
    for reason, names in items.items():
        yield tuple(dict.fromkeys(names)), explain("points.nothing", 0, {"reason": reason})
    lost = sum(line.net - line.eligible for line in lines if not line.nothing)
    if lost:
        text = _NOT_COUNTED_YET if on_account else _NOT_COUNTED
        yield (), Sentence(text, {"amount": Amount(lost)})


_NOT_COUNTED = N_("Paid with points, bonus or a voucher, so not counted: {amount}.")
_NOT_COUNTED_YET = N_(
    "Not counted yet: {amount}. What of it is on account counts once it is paid; what points, "
    "bonus or a voucher paid never does."
)


def holdings_moved(entries: Sequence[Moved]) -> Iterator[tuple[Holding, str]]:
    """(what it is, whose) of every balance that moved, in the order of the entries."""
    found = ((KINDS[e.kind], e.owner) for e in entries if e.kind in KINDS)
    yield from dict.fromkeys(found)


def receipt_holding(
    kind: Holding, owner: str, entries: Sequence[Moved], left: Left, *, name: str
) -> ReceiptHolding:
    """A balance with what moved it."""
    own = [e for e in entries if KINDS.get(e.kind) is kind and e.owner == owner]
    codes = [f"{each}:{owner}" for each in KINDS if KINDS[each] is kind]
    side = 1 if kind is Holding.ON_ACCOUNT else -1
    endings = [left.ending[code] for code in codes if code in left.ending]
    return ReceiptHolding(
        kind, name, _moves(own, {}, side=side), side * sum(map(left.of, codes)),
        bonus=-left.of(f"bonus:{owner}") if kind is Holding.CARD else 0,
        ending=endings[0] if endings else None,
    )  # fmt: skip


def _moves(entries: Iterable[Moved], names: Names, *, side: int = 1) -> tuple[ReceiptMove, ...]:
    """What has one arithmetic is one move, from however many lots; `side` is −1 where credits are
    what the holder gets."""
    parts: dict[tuple[object, ...], list[Moved]] = {}
    for entry in entries:
        parts.setdefault((entry.rule, *sorted(entry.inputs.items())), []).append(entry)
    return tuple(_move(group, names, side) for group in parts.values())


def _move(group: Sequence[Moved], names: Names, side: int) -> ReceiptMove:
    amount = side * sum(entry.amount for entry in group)
    return ReceiptMove(amount, explain(group[0].rule, amount, group[0].inputs, names))
