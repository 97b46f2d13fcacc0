"""Handing over what a tier gives for a birthday."""

from dataclasses import dataclass
from datetime import date, datetime

from salon_pos.db.queries import birthdays, deeds, members, value
from salon_pos.db.records import journal
from salon_pos.domain.birthdays import AGAIN, BirthdayGift, birthday_near, gift_days
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Right
from salon_pos.domain.words import N_
from salon_pos.usecases.clients import client_on_file
from salon_pos.usecases.clock import posting_day
from salon_pos.usecases.deed import deed
from salon_pos.usecases.once import answered, keep_answer
from salon_pos.usecases.vouchers import USUAL_DAYS, NewVoucher, make_voucher


@dataclass(frozen=True, slots=True)
class GiftHandedOver:
    """What a client was given: what is named, and their voucher if there is one."""

    name: str
    voucher: value.Voucher | None


def give_birthday_gift(uid: str, client_id: int, *, by: Actor, now: datetime) -> GiftHandedOver:
    """Hand over the birthday gift of a client's tier: what is named is written down, and a voucher
    is made that is the client's own. Refuses where no birthday is near, the tier gives nothing, and
    what was given for this birthday already. Done again under its uid it answers the same."""
    with deed(Right.RUN_CARDS, by) as member:
        if kept := answered(uid, "give_birthday_gift", client_id):
            return _handed_over(str(kept["gift"]))
        client, day = client_on_file(client_id), posting_day(by, now)
        gift = _due(client, day)
        key = birthdays.key_of(client.uid, gift.birthday)
        if deeds.answer(key) is not None:
            _refuse_given(client)
        if gift.face:
            voucher = NewVoucher(key, gift.face, client_id=client.id, days=USUAL_DAYS)
            make_voucher(voucher, day, now)
        content = {
            "birthday": gift.birthday.isoformat(), "day": day.isoformat(), "tier": gift.tier,
            "gift": gift.name, "face": gift.face, "staff": member.uid,
        }  # fmt: skip
        keep_answer(key, birthdays.GIVEN, client.uid, content)
        keep_answer(uid, "give_birthday_gift", client_id, {"gift": key})
        journal.note(by, now, "give_birthday_gift", key, client=client.uid, face=gift.face)
        return _handed_over(key)


def _due(client: Client, day: date) -> BirthdayGift:
    near = birthday_near(client.birthday, day, gift_days(value.points_in_force()))
    if near is None:
        refuse("birthday_not_near",
               N_("{name} has no birthday around today. Look at the client's file."),
               field="client", name=client.name)  # fmt: skip
    if any(abs(day - each.day) < AGAIN for each in birthdays.given_gifts(client.uid)):
        _refuse_given(client)
    rules = value.tiers_in_force()
    standing = members.standing_of(client.id, day, rules) if rules else None
    gift = birthdays.due_gift(client, members.tier_of(standing, rules), day)
    if gift is None:
        refuse("no_birthday_gift",
               N_("The tier of {name} gives nothing for a birthday. Add it in the back office, "
                  "under Tiers."), field="client", name=client.name)  # fmt: skip
    return gift


def _refuse_given(client: Client) -> None:
    refuse("birthday_given", N_("{name} was given the gift for this birthday already."),
           field="client", name=client.name)  # fmt: skip


def _handed_over(key: str) -> GiftHandedOver:
    kept = deeds.answer(key)
    assert kept is not None
    return GiftHandedOver(str(kept.content["gift"]), value.voucher(key))
