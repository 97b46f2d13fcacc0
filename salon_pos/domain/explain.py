"""Every ledger entry and every tier in a sentence, made of its rule and its inputs alone.

The texts are English with `{name}` places; whoever shows one writes it in the reader's language. An
entry is kept for ever, so a rule keeps its meaning and its inputs: what needs others gets another
key. Amounts are said without their ledger sign, which only tells the side of the account.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from string import Formatter

from salon_pos.domain.entry_texts import SAYS, Say
from salon_pos.domain.money import BASIS_POINTS, Amount, Percent, half_up
from salon_pos.domain.words import N_

Inputs = Mapping[str, int | str]
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and what fills its places: text, whole numbers, dates, `Amount`s, `Percent`s, or
    further sentences."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])


def explain(rule: str, amount: int, inputs: Inputs, names: Names | None = None) -> Sentence:
    """The sentence of an entry of `amount` that `rule` made of `inputs`.

    `names` says keys and uids among the inputs as people do ("silver" is Silver); one it does not
    have stands as it is. KeyError for a rule that has no sentence, or whose inputs lack one that
    `needs` names.
    """
    names, amount = names or {}, abs(amount)
    if rule == "points.earn":
        return _counted(_earned(inputs, names), amount, int(inputs["earned"]))
    if rule == "tier.next":
        return _next_tier(inputs, names)
    say = SAYS[_variant(rule, inputs)]
    if rule not in _DUE:
        said = _said(say, {**inputs, "amount": amount}, names)
        return _of_lot(said, amount, inputs) if "each" in inputs else said
    due = _DUE[rule](inputs)
    return _counted(_said(say, {**inputs, "due": due}, names), amount, due, money=say.money)


def rules() -> frozenset[str]:
    """Every rule that has a sentence, each variant for itself (`points.nothing.redo`)."""
    return frozenset(SAYS) | {"points.earn", "tier.next"}


def needs(rule: str) -> frozenset[str]:
    """The inputs that the sentence of one of the `rules` is made of. `points.earn` takes those of
    `earning.Earned.why`, `tier.next` those of `standing.Standing.next_inputs`."""
    return frozenset(_places(SAYS[rule].text)) - {"amount", "due"}


def _places(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def _variant(rule: str, inputs: Inputs) -> str:
    """The key of the sentence, where what it says depends on an input."""
    match rule:
        case "points.nothing":
            return f"{rule}.{inputs['reason']}"
        case "points.referral":
            return f"{rule}.{inputs['role']}"
        case "value.spend" if "order" in inputs:
            return f"{rule}.{inputs['order']}"
        case "value.bonus" if "expires" in inputs:
            return "value.bonus.until"
        case "value.give_back" if inputs.get("bonus_left"):
            return "value.give_back.split"
        case "pack.sell" if "tax" in inputs:
            return "pack.sell.taxed"
        case "points.forgive" if "sale" in inputs:
            return "points.forgive.closed"
        case "points.take_back":
            return _take_back(rule, inputs)
        case "points.give_back" if not inputs["before"]:
            return _first_back(rule, inputs["refunded"] == inputs["paid"])
        case "void.points" | "void.sessions" if inputs.get("of") in {"points.burn", "pack.use"}:
            return f"{rule}.undone"
        case _:
            return rule


def _take_back(rule: str, inputs: Inputs) -> str:
    """A closed card's names the sale of its top-up. Of what is prepaid its money counts, also where
    a refund takes it back; older entries of those do not say so."""
    rule += ".closed" if "sale" in inputs else ".money" if "money" in inputs else ""
    if inputs["before"]:
        return rule
    return _first_back(rule, inputs["returned"] == inputs["quantity"])


def _first_back(rule: str, whole: bool) -> str:
    """Nothing was moved before; of a part it is said how much, of the whole there is nothing to."""
    return f"{rule}.all" if whole else f"{rule}.part"


def _said(say: Say, inputs: Inputs, names: Names) -> Sentence:
    places = _places(say.text)
    return Sentence(say.text, {name: _value(say, name, inputs[name], names) for name in places})


def _value(say: Say, name: str, value: int | str, names: Names) -> object:
    if name in say.money.split():
        return Amount(int(value))
    if name in say.days.split():
        return date.fromisoformat(str(value))
    return names.get(value, value) if isinstance(value, str) else value


def _then(so_far: object, text: str, **values: object) -> Sentence:
    """`so_far` with more said about it."""
    return Sentence(text, {"so_far": so_far, **values})


def _counted(sentence: Sentence, amount: int, due: int, *, money: str = "") -> Sentence:
    """The arithmetic of all that is `due`, and how much of it this entry is: the rest went
    elsewhere (repaid a debt, came from another lot)."""
    if amount == due:
        return sentence
    counted = Amount(amount) if "due" in money.split() else amount
    return _then(sentence, N_("{so_far} Counted here: {amount}."), amount=counted)


def _of_lot(sold: Sentence, amount: int, inputs: Inputs) -> Sentence:
    """A lot of a pack's sessions: how many of those sold, and what each is worth."""
    each = Amount(int(inputs["each"]))
    if amount == inputs["sessions"]:
        return _then(sold, N_("{so_far} Each is worth {each}."), each=each)
    text = N_("{so_far} Counted here: {amount}, each worth {each}.")
    return _then(sold, text, amount=amount, each=each)


# --- what points were earned for ---


def _earned(inputs: Inputs, names: Names) -> Sentence:
    """ "¥105.00 at 1 per ¥1.00 = 105; 105 × 1.2 Silver = 126." """
    exact = Fraction(int(inputs["numerator"]), int(inputs["denominator"]))
    base, said = _base(inputs)
    steps = _steps(base, exact, inputs, names)
    if said and steps:
        said = Sentence(N_("{base}; {steps}"), {"base": said, "steps": steps})
    said = said or steps
    if said is None:
        return Sentence(N_("Nothing on this sale earns points."))
    if exact.denominator != 1:
        said = _then(said, N_("{so_far}, rounded down to {earned}"), earned=inputs["earned"])
    said = _then(said, N_("{so_far}."))
    if "back" in inputs:
        said = _then(said, N_("{so_far} {back} are for what came back."), back=inputs["back"])
    if "before" in inputs:
        said = _then(said, N_("{so_far} {before} were counted before."), before=inputs["before"])
    if "expired" in inputs:
        said = _then(
            said, N_("{so_far} {expired} had expired and stay so."), expired=inputs["expired"]
        )
    return said


def _base(inputs: Inputs) -> tuple[Fraction, Sentence | None]:
    """The base points, and how each rule came to its part."""
    total, said = Fraction(0), None
    for number in _numbered("eligible", inputs):
        amount, points, per = (int(inputs[f"{name}_{number}"]) for name in _BASE)
        total += Fraction(amount * points, per)
        values = {"eligible": Amount(amount), "points": points, "per": Amount(per)}
        part = Sentence(N_("{eligible} at {points} per {per}"), values)
        said = _then(said, N_("{so_far} + {more}"), more=part) if said else part
    return total, said and _then(said, N_("{so_far} = {result}"), result=_decimal(total))


def factors(inputs: Inputs, names: Names | None = None) -> Sentence | None:
    """What `points.earn` took the base points times and what it added, without the result: "562.3
    × 1.2 Gold". None where the base is all."""
    return _factors(_base(inputs)[0], inputs, names or {})


def _steps(base: Fraction, exact: Fraction, inputs: Inputs, names: Names) -> Sentence | None:
    """What multipliers and bonuses make of the base points; None where there are none."""
    said = _factors(base, inputs, names)
    return said and _then(said, N_("{so_far} = {result}"), result=_decimal(exact))


def _factors(base: Fraction, inputs: Inputs, names: Names) -> Sentence | None:
    bonuses = _numbered("bonus", inputs)
    if not base and not bonuses:
        return None
    start = _decimal(base)
    said: object = start
    if "tier_bp" in inputs:
        factor = _decimal(Fraction(int(inputs["tier_bp"]), BASIS_POINTS))
        tier = _named(inputs["tier"], names)
        said = _then(said, N_("{so_far} × {factor} {tier}"), factor=factor, tier=tier)
    if "member_day_bp" in inputs:
        factor = _decimal(Fraction(int(inputs["member_day_bp"]), BASIS_POINTS))
        said = _then(said, N_("{so_far} × {factor} member day"), factor=factor)
    for number in bonuses:
        said = _with_bonus(said, number, base, inputs, names=names)
    return said if isinstance(said, Sentence) else None


def _with_bonus(
    so_far: object, number: int, base: Fraction, inputs: Inputs, *, names: Names
) -> Sentence:
    name = _named(inputs[f"bonus_{number}"], names)
    if f"bonus_{number}_points" in inputs:
        points = inputs[f"bonus_{number}_points"]
        return _then(so_far, N_("{so_far} + {points} {bonus}"), points=points, bonus=name)
    basis_points = int(inputs[f"bonus_{number}_bp"])
    return _then(
        so_far,
        N_("{so_far} + {points} {bonus} ({percent})"),
        points=_decimal(base * Fraction(basis_points, BASIS_POINTS)),
        bonus=name,
        percent=Percent(basis_points),
    )


_BASE = ("eligible", "points", "per")


def _numbered(name: str, inputs: Inputs) -> list[int]:
    """The numbers from 1 that inputs of this name carry."""
    return [number for number in range(1, len(inputs) + 1) if f"{name}_{number}" in inputs]


def _named(key: int | str, names: Names) -> str:
    return names.get(str(key), str(key))


def _decimal(exact: Fraction) -> str:
    """A number of a calculation with up to four decimals; "…" where it has more."""
    whole, rest = divmod(exact.numerator, exact.denominator)
    ten_thousandths, more = divmod(rest * 10_000, exact.denominator)
    decimals = f"{ten_thousandths:04}" + "…" if more else f"{ten_thousandths:04}".rstrip("0")
    return f"{whole:,}.{decimals}" if decimals else f"{whole:,}"


# --- the way to the next tier ---


def _next_tier(inputs: Inputs, names: Names) -> Sentence:
    """ "To Gold: ¥500.00 more that counts, or visits still missing: 3." """
    ways = [
        Sentence(text, {"missing": value})
        for text, value in (
            (N_("spend {missing} more that counts"), _missing("spend", inputs, Amount)),
            (N_("visits still missing: {missing}"), _missing("visits", inputs, int)),
            (N_("one top-up of {missing}"), _missing("top_up", inputs, Amount)),
        )
        if value is not None
    ]
    said = ways[0]
    for way in ways[1:]:
        said = _then(said, N_("{so_far}, or {more}"), more=way)
    return Sentence(N_("To {tier}: {ways}."), {"tier": _named(inputs["tier"], names), "ways": said})


def _missing(measure: str, inputs: Inputs, kind: Callable[[int], object]) -> object:
    missing = inputs.get(f"missing_{measure}")
    return None if missing is None else kind(int(missing))


# --- what is worked out anew from the inputs ---

# RULES 18, 19 and 22: cumulative, less what was moved before.
_DUE: Mapping[str, Callable[[Inputs], int]] = {
    "points.take_back": lambda inputs: (
        int(inputs["gave"]) * int(inputs["returned"]) // int(inputs["quantity"])
        - int(inputs["before"])
    ),
    "points.give_back": lambda inputs: (
        int(inputs["used"]) * int(inputs["refunded"]) // int(inputs["paid"]) - int(inputs["before"])
    ),
    "value.cancel_bonus": lambda inputs: half_up(
        Fraction(int(inputs["bonus"]) * int(inputs["refunded"]), int(inputs["principal"]))
    ),
}
