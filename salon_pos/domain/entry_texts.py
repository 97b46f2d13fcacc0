"""The text of every rule's sentence, as `explain` fills it."""

from collections.abc import Mapping
from dataclasses import dataclass

from salon_pos.domain.words import N_


@dataclass(frozen=True, slots=True)
class Say:
    """A text; which of its places are money or days. Whole numbers and text stand as they are."""

    text: str
    money: str = ""
    days: str = ""


_TAKEN_MORE = N_(
    "Points taken back by a refund: {gave} × {returned} ÷ {quantity}, rounded down, "
    "less {before} taken back before = {due}."
)
_TAKEN_PART = N_(
    "Points taken back by a refund: {gave} × {returned} ÷ {quantity}, rounded down = {due}."
)
_TAKEN_ALL = N_("Points taken back by a refund: {due}.")

SAYS: Mapping[str, Say] = {
    "points.nothing.prepaid": Say(
        N_("Prepaid earns nothing when it is sold; what it pays for later may.")
    ),
    "points.nothing.redo": Say(N_("A redo is free and earns nothing.")),
    "points.nothing.excluded": Say(N_("This item is set not to earn points.")),
    "points.nothing.free": Say(N_("Nothing was to pay for it, so it earns nothing.")),
    "points.nothing.not_earning": Say(
        N_("It was paid with what earns nothing: points, bonus or a voucher.")
    ),
    "points.nothing.no_rule": Say(N_("No rule gives points for it.")),
    "points.nothing.too_little": Say(N_("Its part comes to less than one point.")),
    "points.burn": Say(
        N_("Points taken as money: {amount} for {value}, at {step_value} for each {step}."),
        money="value step_value",
    ),
    "points.pay": Say(N_("Paid with points: {points} for {amount}."), money="amount"),
    "points.expire": Say(
        N_("Points that were good until {expires} and have expired: {amount}."), days="expires"
    ),
    "points.take_back": Say(_TAKEN_MORE),
    "points.take_back.part": Say(_TAKEN_PART),
    "points.take_back.all": Say(_TAKEN_ALL),
    "points.take_back.money": Say(_TAKEN_MORE, money="returned quantity"),
    "points.take_back.money.part": Say(_TAKEN_PART, money="returned quantity"),
    "points.take_back.money.all": Say(_TAKEN_ALL),
    "points.take_back.closed": Say(
        N_(
            "Points taken back as the card was closed: {gave} × {returned} ÷ {quantity}, "
            "rounded down, less {before} taken back before = {due}."
        ),
        money="returned quantity",
    ),
    "points.take_back.closed.part": Say(
        N_(
            "Points taken back as the card was closed: {gave} × {returned} ÷ {quantity}, "
            "rounded down = {due}."
        ),
        money="returned quantity",
    ),
    "points.take_back.closed.all": Say(N_("Points taken back as the card was closed: {due}.")),
    "points.give_back": Say(
        N_(
            "Points given back by a refund: {used} × {refunded} ÷ {paid}, rounded down, "
            "less {before} given back before = {due}."
        ),
        money="refunded paid",
    ),
    "points.give_back.part": Say(
        N_("Points given back by a refund: {used} × {refunded} ÷ {paid}, rounded down = {due}."),
        money="refunded paid",
    ),
    "points.give_back.all": Say(N_("Points given back by a refund: {due}.")),
    "points.forgive": Say(
        N_("Points of a refunded sale that have expired and are not asked for: {amount}.")
    ),
    "points.forgive.closed": Say(
        N_(
            "Points of a top-up that have expired and are not asked for as its card is closed: "
            "{amount}."
        )
    ),
    "points.pay_back": Say(
        N_("What points had paid is given back as points: {points} for {amount}."), money="amount"
    ),
    "points.debt": Say(
        N_("Points to take back that were spent already; the next ones repay them: {amount}.")
    ),
    "points.repay": Say(N_("Points debt repaid: {amount}.")),
    "points.nothing.on_account": Say(N_("It is on account, and earns once it is paid.")),
    "points.adjust.alone": Say(N_("Points changed by hand: {points}.")),
    "points.adjust": Say(N_("Points changed by hand: {points}. Approved by {approved_by}.")),
    "points.referral.referrer": Say(N_("Points for bringing a new client: {amount}.")),
    "points.referral.newcomer": Say(N_("Points for coming on a recommendation: {amount}.")),
    "points.activity": Say(N_("Points for {activity}: {amount}.")),
    "points.product": Say(N_("Points exchanged for {quantity} × {product}: {amount}.")),
    "points.service": Say(N_("Points exchanged for {quantity} × {service}: {amount}.")),
    "points.voucher": Say(
        N_("Points exchanged for {quantity} × a voucher over {face}: {amount}."), money="face"
    ),
    "points.tier": Say(N_("Points exchanged for {tier} until {until}: {amount}."), days="until"),
    "cancel.points": Say(N_("Points given back, as their exchange was cancelled: {amount}.")),
    "cancel.sessions": Say(N_("Sessions taken back, as their exchange was cancelled: {amount}.")),
    "value.top_up": Say(N_("Topped up: {amount} principal."), money="amount"),
    "value.bonus": Say(N_("Bonus for a top-up of {paid}: {amount}."), money="paid amount"),
    "value.bonus.until": Say(
        N_("Bonus for a top-up of {paid}: {amount}, good until {expires}."),
        money="paid amount",
        days="expires",
    ),
    "value.spend": Say(
        N_(
            "Paid from the card: {value} = {principal} principal + {bonus} bonus, "
            "in proportion to {principal_held} and {bonus_held}."
        ),
        money="value principal bonus principal_held bonus_held",
    ),
    "value.spend.principal_first": Say(
        N_(
            "Paid from the card: {value} = {principal} principal + {bonus} bonus, principal first: "
            "there was {principal_held}, and a bonus of {bonus_held}."
        ),
        money="value principal bonus principal_held bonus_held",
    ),
    "value.spend.bonus_first": Say(
        N_(
            "Paid from the card: {value} = {principal} principal + {bonus} bonus, bonus first: "
            "there was {bonus_held}, and a principal of {principal_held}."
        ),
        money="value principal bonus principal_held bonus_held",
    ),
    "value.give_back": Say(N_("Given back to the card by a refund: {amount}."), money="amount"),
    "value.give_back.split": Say(
        N_(
            "Given back to the card by a refund: {value} = {principal} principal + {bonus} bonus, "
            "in proportion to {principal_left} and {bonus_left} of what it had paid."
        ),
        money="value principal bonus principal_left bonus_left",
    ),
    "value.refund": Say(
        N_("Principal paid back: {amount} of the {principal} left of this top-up."),
        money="amount principal",
    ),
    "value.cancel_bonus": Say(
        N_(
            "Bonus cancelled as its top-up is paid back: "
            "{bonus} × {refunded} ÷ {principal} = {due}."
        ),
        money="bonus refunded principal due",
    ),
    "value.close_bonus": Say(
        N_("Bonus cancelled as the card was closed: {amount}."), money="amount"
    ),
    "value.expire": Say(
        N_("Bonus that was good until {expires} and has expired: {amount}."),
        money="amount",
        days="expires",
    ),
    "pack.sell": Say(
        N_("Sessions sold: {sessions} for {paid}, {given} of them given."), money="paid"
    ),
    "pack.sell.taxed": Say(
        N_(
            "Sessions sold: {sessions} for {paid} and {tax} of tax, {given} of them given. They "
            "were taxed then: their use is not."
        ),
        money="paid tax",
    ),
    "pack.give": Say(N_("Sessions given for points: {sessions}.")),
    "pack.use": Say(N_("One session used, worth {value}."), money="value"),
    "pack.give_back": Say(
        N_("Sessions given back by a refund: {sessions}, worth {value}."), money="value"
    ),
    "pack.refund": Say(N_("Unused sessions paid back: {sessions}, worth {value}."), money="value"),
    "pack.expire": Say(
        N_("Sessions that were good until {expires} and have expired: {sessions}, worth {value}."),
        money="value",
        days="expires",
    ),
    "gift_card.sell": Say(N_("Gift card sold: {amount}."), money="amount"),
    "gift_card.spend": Say(
        N_("Paid from a gift card: {amount}; {left} stays on it."), money="amount left"
    ),
    "gift_card.give_back": Say(
        N_("Given back to the gift card by a refund: {amount}."), money="amount"
    ),
    "gift_card.refund": Say(N_("Gift card paid back: {amount}."), money="amount"),
    "gift_card.expire": Say(
        N_("Gift card that was good until {expires} and has expired: {amount}."),
        money="amount",
        days="expires",
    ),
    "voucher.spend": Say(
        N_("Voucher over {face}: {amount} taken off, {lost} lost."), money="face amount lost"
    ),
    "voucher.give_back": Say(
        N_("A voucher's part of a refund: {amount}. It was given, so nothing is paid out."),
        money="amount",
    ),
    "deposit.take": Say(N_("Deposit taken: {amount}."), money="amount"),
    "deposit.use": Say(N_("Deposit used: {amount}."), money="amount"),
    "deposit.give_back": Say(
        N_("Given back to the deposit by a refund: {amount}."), money="amount"
    ),
    "deposit.refund": Say(N_("Deposit paid back: {amount}."), money="amount"),
    "deposit.forfeit": Say(N_("Deposit forfeited: {amount}."), money="amount"),
    "account.owe": Say(N_("Put on account: {amount}."), money="amount"),
    "account.give_back": Say(N_("Owed less on account, by a refund: {amount}."), money="amount"),
    "account.settle": Say(N_("Paid off what was on account: {amount}."), money="amount"),
    "platform.owe": Say(
        N_("Platform voucher over {face}: the platform owes {settlement} and keeps {fee}."),
        money="face settlement fee",
    ),
    "platform.give_back": Say(
        N_("Given back to the platform by a refund: {settlement}, and {fee} of its fee."),
        money="settlement fee",
    ),
    "platform.settle": Say(N_("Settled by the platform: {amount}."), money="amount"),
    "platform.difference": Say(
        N_("Kept by the platform at its settlement, on top of its fee: {amount}."), money="amount"
    ),
    "tender": Say(N_("Taken as payment: {amount}."), money="amount"),
    "tender.back": Say(N_("Paid back: {amount}."), money="amount"),
    "tender.correct": Say(N_("Payment corrected from {was} to {to}: {amount}."), money="amount"),
    "revenue": Say(N_("Income without tax: {amount}."), money="amount"),
    "revenue.back": Say(N_("Income given back by a refund: {amount}."), money="amount"),
    "tax": Say(N_("Tax on {base}: {amount}."), money="base amount"),
    "tax.back": Say(N_("Tax given back by a refund: {amount}."), money="amount"),
    "tip": Say(N_("Tip: {amount}."), money="amount"),
    "tip.back": Say(N_("Tip given back: {amount}."), money="amount"),
    "cash_rounding": Say(N_("Rounded to coins: {amount}."), money="amount"),
    "float": Say(N_("Put into the drawer for the shift: {amount}."), money="amount"),
    "count": Say(N_("Counted at the end of the shift: {amount}."), money="amount"),
    "void.money": Say(N_("Cancelled with its sale: {amount}."), money="amount"),
    "void.points": Say(N_("Points cancelled with their sale: {amount}.")),
    "void.points.undone": Say(
        N_("Points back, as the sale that they paid was cancelled: {amount}.")
    ),
    "void.sessions": Say(N_("Sessions cancelled with their sale: {amount}.")),
    "void.sessions.undone": Say(
        N_("Sessions back, as the sale they were used at was cancelled: {amount}.")
    ),
    "tier.none": Say(
        N_("What counts from {first} to {last} reaches no tier yet."), days="first last"
    ),
    "tier.open": Say(N_("{tier} is open to every member.")),
    "tier.reached_spend": Say(
        N_(
            "{tier} until {until}: spend that counts from {first} to {last}: {spend}, "
            "it needs {least}."
        ),
        money="spend least",
        days="first last until",
    ),
    "tier.reached_visits": Say(
        N_("{tier} until {until}: visits from {first} to {last}: {visits}, it needs {least}."),
        days="first last until",
    ),
    "tier.reached_top_up": Say(
        N_("{tier} until {until}: a top-up of {top_up} from {first} to {last}, it needs {least}."),
        money="top_up least",
        days="first last until",
    ),
    "tier.kept": Say(
        N_("{tier} was reached before and stays until {until}, when its period ends."),
        days="until",
    ),
    "tier.lowered": Say(
        N_("The period of {lost} ended on {ended} without reaching it again: now {tier}."),
        days="ended",
    ),
    "tier.ended": Say(
        N_("The period of {lost} ended on {ended} without reaching a tier again."), days="ended"
    ),
    "tier.undone": Say(N_("As it was before a sale that was cancelled.")),
    "tier.override": Say(N_("{tier} was set by hand until {until}."), days="until"),
    "tier.exchanged": Say(N_("{tier} until {until}, for points."), days="until"),
    "tier.override_none": Say(N_("No tier, as set by hand until {until}."), days="until"),
}
