"""The birthday gift of a client: how it is said, and handing it over."""

from salon_pos.db.queries import members
from salon_pos.db.queries.birthdays import GivenGift
from salon_pos.domain.birthdays import BirthdayGift
from salon_pos.domain.people import Client
from salon_pos.i18n import _, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.confirm import Confirm
from salon_pos.usecases.birthdays import GiftHandedOver, give_birthday_gift
from salon_pos.usecases.deed import new_uid


def gift_words(gift: BirthdayGift) -> str:
    """What it is: the thing that is named, the voucher, or both."""
    voucher = _("a voucher over {sum}", sum=screen().money(gift.face)) if gift.face else ""
    return " · ".join(part for part in (gift.name, voucher) if part)


def gift_figure(gift: BirthdayGift) -> tuple[str, str]:
    """It as a tile says it: the large word, and the quiet one below."""
    if gift.face:
        return screen().money(gift.face), gift.name or _("Voucher")
    return gift.name, _("to hand over")


def given_words(given: GivenGift) -> str:
    """That it was handed over."""
    return _("Birthday gift: {gift}", gift=gift_words(given.gift))


def ask_to_hand_over(shell: Shell, desk: Desk, client: Client) -> None:
    """Say what it is and for whom, and hand it over once that is confirmed: a tap on its tile only
    looks. One that is not due any more is refused."""
    member = members.member(client.id, desk.settings.business_day(desk.now()))
    if member is None or member.gift is None:
        _hand_over(shell, desk, client)
        return
    happens = _("{gift}. It is given once for this birthday, and cannot be taken back here.",
                gift=gift_words(member.gift))  # fmt: skip
    question = Confirm(shell, _("Hand {name} the birthday gift?", name=client.name), happens,
                       yes=_("Hand it over"), no=_("Cancel"), danger=False)  # fmt: skip
    question.accepted.connect(lambda: _hand_over(shell, desk, client))
    shell.slide_over(question)


def _hand_over(shell: Shell, desk: Desk, client: Client) -> None:
    def done(given: GiftHandedOver) -> None:
        if given.voucher:
            code, until = given.voucher.code, given.voucher.expires
            said = _("Voucher {code} is {name}'s until {day}.", code=code, name=client.name,
                     day=until)  # fmt: skip
        else:
            said = _("{name} was given it: {gift}.", name=client.name, gift=given.name)
        shell.toast(said)

    desk.perform(give_birthday_gift, new_uid(), client.id, then=done)
