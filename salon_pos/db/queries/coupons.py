"""Vouchers with conditions on file."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from salon_pos.db.models.value import CouponRow
from salon_pos.db.prepared import P, Prepared
from salon_pos.domain.coupons import Coupon

_COLUMNS = (
    CouponRow.uid, CouponRow.code, CouponRow.name, CouponRow.percent_bp, CouponRow.amount,
    CouponRow.least, CouponRow.items, CouponRow.client, CouponRow.expires, CouponRow.used_by,
)  # fmt: skip
_BY_CODE = Prepared(
    lambda: CouponRow.select(*_COLUMNS).where((CouponRow.code == P) | (CouponRow.uid == P))
)
_OF_CLIENT = Prepared(
    lambda: CouponRow.select(*_COLUMNS).where(CouponRow.client == P).order_by(CouponRow.id)
)


@dataclass(frozen=True, slots=True)
class GivenCoupon:
    """A voucher for one client or anybody (None), good to the end of `expires` (None: for ever).
    `used_by` is the uid of the sale that used it, empty while it is alive."""

    coupon: Coupon
    client_id: int | None
    expires: date | None
    used_by: str

    def is_good(self, client_id: int | None, day: date) -> bool:
        """Whether a client's (None: a walk-in's) ticket may use it on this business day."""
        ended = self.expires is not None and day > self.expires
        return not self.used_by and not ended and self.client_id in (None, client_id)


def coupon(code_or_uid: str) -> GivenCoupon | None:
    """A voucher with conditions, used or not; None if there is none."""
    row = _BY_CODE.one(code_or_uid, code_or_uid)
    return _given(row) if row else None


def coupons_of(client_id: int) -> tuple[GivenCoupon, ...]:
    """Every voucher with conditions that was given to a client, the oldest first."""
    return tuple(_given(row) for row in _OF_CLIENT.all(client_id))


def _given(row: tuple[Any, ...]) -> GivenCoupon:
    uid, code, name, percent_bp, amount, least, items, client_id, expires, used_by = row
    made = Coupon(uid, code, name, percent_bp, amount, least, frozenset(json.loads(items)))
    ends = date.fromisoformat(expires) if expires else None
    return GivenCoupon(made, client_id, ends, used_by or "")
