"""Which birthday gift is due to a client, and which were handed over."""

import json
from dataclasses import dataclass
from datetime import date

from salon_pos.db.models.value import AnswerRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries import value
from salon_pos.domain.birthdays import AGAIN, BirthdayGift, birthday_near, gift_days
from salon_pos.domain.people import Client
from salon_pos.domain.tiers import Tier

GIVEN = "birthday_gift"
"""The deed of the answer that keeps a gift; `key_of` is its uid, and that of its voucher."""

_OF_CLIENT = Prepared(
    lambda: (
        AnswerRow.select(AnswerRow.uid, AnswerRow.content)
        .where(AnswerRow.uid > P, AnswerRow.uid < P, AnswerRow.deed == P)
        .order_by(AnswerRow.uid)
    )
)


@dataclass(frozen=True, slots=True)
class GivenGift:
    """A birthday gift that was handed over on a business `day` by a staff member (their uid);
    `voucher` is its voucher's uid, empty where there was none."""

    day: date
    gift: BirthdayGift
    voucher: str
    staff_uid: str


def key_of(client_uid: str, birthday: date) -> str:
    """Under which uid the gift for a birthday is kept: one a year."""
    return f"birthday/{client_uid}/{birthday.year}"


def given_gifts(client_uid: str) -> tuple[GivenGift, ...]:
    """The birthday gifts that a client was ever given, the oldest first."""
    prefix = f"birthday/{client_uid}"
    found = _OF_CLIENT.all(f"{prefix}/", f"{prefix}0", GIVEN)  # 0 comes right after the stroke
    given = ((uid, _given(uid, json.loads(content))) for uid, content in found)
    return tuple(one for uid, one in given if uid == key_of(client_uid, one.gift.birthday))


def due_gift(client: Client, tier: Tier | None, day: date) -> BirthdayGift | None:
    """The gift that is to be handed over to a client in this tier on this business day; None where
    it gives none, no birthday is near, or it was given. On most days nothing is read."""
    if tier is None or not (tier.perks.birthday_gift.strip() or tier.perks.birthday_voucher):
        return None
    near = client.birthday and birthday_near(
        client.birthday, day, gift_days(value.points_in_force())
    )
    if not near or any(abs(day - each.day) < AGAIN for each in given_gifts(client.uid)):
        return None
    return BirthdayGift(
        near, tier.key, tier.perks.birthday_gift.strip(), tier.perks.birthday_voucher
    )


def _given(uid: str, kept: dict[str, str]) -> GivenGift:
    gift = BirthdayGift(
        date.fromisoformat(kept["birthday"]), kept["tier"], kept["gift"], int(kept["face"])
    )
    return GivenGift(date.fromisoformat(kept["day"]), gift, uid if gift.face else "", kept["staff"])
