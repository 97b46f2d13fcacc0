"""Vouchers with conditions on file, and all that a client was given of either kind."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salon_pos.db.models.base import from_millis
from salon_pos.db.models.value import CouponRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.db.queries.value import Voucher, cancelled, voucher, vouchers_of
from salon_pos.domain.coupons import Coupon

MOST_GIVEN = 100
"""Vouchers of a client that are read at once."""

_COLUMNS = (
    CouponRow.uid, CouponRow.code, CouponRow.name, CouponRow.percent_bp, CouponRow.amount,
    CouponRow.least, CouponRow.items, CouponRow.client, CouponRow.expires, CouponRow.used_by,
    CouponRow.made_at, cancelled(CouponRow.used_by),
)  # fmt: skip
_BY_CODE = Prepared(
    lambda: CouponRow.select(*_COLUMNS).where((CouponRow.code == P) | (CouponRow.uid == P))
)
_OF_CLIENT = Prepared(
    lambda: (
        CouponRow.select(*_COLUMNS)
        .where(CouponRow.client == P)
        .order_by(CouponRow.id.desc())
        .limit(P)
    )
)


@dataclass(frozen=True, slots=True)
class GivenCoupon:
    """A voucher for one client or anybody (None), good to the end of `expires` (None: for ever).
    `used_by` is the uid of the sale that used it, or of the deed by which it `is_cancelled`, empty
    while it is alive."""

    coupon: Coupon
    client_id: int | None
    expires: date | None
    used_by: str
    given_at: datetime
    is_cancelled: bool = False

    @property
    def uid(self) -> str:
        """Its own uid, as a cash voucher has it."""
        return self.coupon.uid

    @property
    def code(self) -> str:
        """What is typed or scanned."""
        return self.coupon.code

    @property
    def least(self) -> int:
        """What it is for must come to so many minor units."""
        return self.coupon.least

    def is_good(self, client_id: int | None, day: date) -> bool:
        """Whether a client's (None: a walk-in's) ticket may use it on this business day."""
        ended = self.expires is not None and day > self.expires
        return not self.used_by and not ended and self.client_id in (None, client_id)


def coupon(code_or_uid: str) -> GivenCoupon | None:
    """A voucher with conditions, used or not; None if there is none."""
    row = _BY_CODE.one(code_or_uid, code_or_uid)
    return _given(row) if row else None


def given(code_or_uid: str) -> Voucher | GivenCoupon | None:
    """A voucher of either kind, used or not; None if there is none."""
    return voucher(code_or_uid) or coupon(code_or_uid)


def given_to(client_id: int) -> tuple[Voucher | GivenCoupon, ...]:
    """What a client was given, cash vouchers and those with conditions, used, ended and cancelled
    ones too: the newest first, at most `MOST_GIVEN`."""
    pay = vouchers_of(client_id, limit=MOST_GIVEN)
    found = sorted((*pay, *coupons_of(client_id)), key=lambda one: one.given_at, reverse=True)
    return tuple(found[:MOST_GIVEN])


def coupons_of(client_id: int) -> tuple[GivenCoupon, ...]:
    """The vouchers with conditions of a client, the newest first, at most `MOST_GIVEN`."""
    return tuple(_given(row) for row in _OF_CLIENT.all(client_id, MOST_GIVEN))


def _given(row: tuple[Any, ...]) -> GivenCoupon:
    (uid, code, name, percent_bp, amount, least, items, client_id, expires, used_by, made_at,
     is_cancelled) = row  # fmt: skip
    made = Coupon(uid, code, name, percent_bp, amount, least, frozenset(json.loads(items)))
    ends = date.fromisoformat(expires) if expires else None
    return GivenCoupon(
        made, client_id, ends, used_by or "", from_millis(made_at), bool(is_cancelled)
    )
