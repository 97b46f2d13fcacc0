"""Writing vouchers with conditions."""

import json
from datetime import date, datetime

from salon_pos.db.models.value import CouponRow
from salon_pos.db.prepared import Insert, P, Prepared
from salon_pos.domain.coupons import Coupon

_COUPON = Insert(
    CouponRow, "uid", "code", "name", "percent_bp", "amount", "least", "items", "client",
    "expires", "used_by", "made_at",
)  # fmt: skip
_USED = Prepared(lambda: CouponRow.update({CouponRow.used_by: P}).where(CouponRow.uid == P))
_ALIVE = Prepared(
    lambda: CouponRow.update({CouponRow.used_by: P}).where(
        CouponRow.uid == P, CouponRow.used_by == P
    )
)


def add_coupon(
    coupon: Coupon, *, client_id: int | None, expires: date | None, made_at: datetime
) -> None:
    """A voucher that is given to a client, or to whoever has its code."""
    _COUPON(
        uid=coupon.uid, code=coupon.code, name=coupon.name, percent_bp=coupon.percent_bp,
        amount=coupon.amount, least=coupon.least, items=json.dumps(sorted(coupon.item_ids)),
        client=client_id, expires=expires, used_by=None, made_at=made_at,
    )  # fmt: skip


def coupon_used(uid: str, used_by: str) -> None:
    """A voucher was used by the sale with this uid, or cancelled by the deed with it."""
    _USED.run(used_by, uid)


def coupon_alive(uid: str, sale_uid: str) -> None:
    """A voucher that this sale used is alive again; one that was cancelled stays as it is."""
    _ALIVE.run(None, uid, sale_uid)
