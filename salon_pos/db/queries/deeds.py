"""What deeds answered under their uids, and a second person's word for one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import SQL

from salon_pos.db.models.ledger import TransactionRow
from salon_pos.db.models.sales import (
    ApprovalRow,
    SaleCreditCorrectionRow,
    SaleLineRow,
    SaleRow,
)
from salon_pos.db.models.value import (
    AnswerRow,
    CouponRow,
    GiftCardRow,
    PackRow,
    RemarkRow,
    VoucherRow,
)
from salon_pos.db.prepared import P, Prepared

_ANSWER = Prepared(
    lambda: AnswerRow.select(AnswerRow.deed, AnswerRow.digest, AnswerRow.content).where(
        AnswerRow.uid == P
    )
)
_DONE = Prepared(
    lambda: (
        TransactionRow.select(SQL("1")).where(TransactionRow.uid == P)
        + AnswerRow.select(SQL("1")).where(AnswerRow.uid == P)
        + SaleRow.select(SQL("1")).where(SaleRow.uid == P)
        + SaleLineRow.select(SQL("1")).where(SaleLineRow.uid == P)
    )
)
_MADE = Prepared(
    lambda: (
        PackRow.select(SQL("1")).where(PackRow.uid == P)
        + GiftCardRow.select(SQL("1")).where(GiftCardRow.uid == P)
        + VoucherRow.select(SQL("1")).where(VoucherRow.uid == P)
        + CouponRow.select(SQL("1")).where(CouponRow.uid == P)
        + SaleCreditCorrectionRow.select(SQL("1")).where(SaleCreditCorrectionRow.uid == P)
    )
)
_WORD = Prepared(
    lambda: ApprovalRow.select(
        ApprovalRow.manager, ApprovalRow.ticket_uid, ApprovalRow.reason, ApprovalRow.amount
    ).where(ApprovalRow.uid == P)
)
_AGREED = Prepared(
    lambda: ApprovalRow.select(ApprovalRow.manager).where(
        ApprovalRow.ticket_uid == P, ApprovalRow.reason.is_null(), ApprovalRow.amount >= P,
        ApprovalRow.manager != P,
    )
)  # fmt: skip
_REMARK = Prepared(lambda: RemarkRow.select(RemarkRow.text).where(RemarkRow.subject == P))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the deed with a uid was, what it was asked, and what it answered."""

    deed: str
    digest: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A second person's word for the deed with the uid `subject`, up to `amount`."""

    manager_id: int
    subject: str
    amount: int


def answer(uid: str) -> Answer | None:
    """What was answered under this uid."""
    row = _ANSWER.one(uid)
    return Answer(row[0], row[1], json.loads(row[2])) if row else None


def is_done(uid: str) -> bool:
    """Whether something was posted, answered or sold under this uid: a sale, or one of its lines,
    which a pack and a gift card share theirs with."""
    return _DONE.one(*[uid] * 4) is not None


def is_made(uid: str) -> bool:
    """Whether this is the uid of a pack, a gift card, a voucher of either kind, or the
    correction of a line's credit: what deeds make and name after themselves."""
    return _MADE.one(*[uid] * 5) is not None


def is_taken(uid: str) -> bool:
    """Whether a deed has this uid, or what one made."""
    return is_done(uid) or is_made(uid)


def word(uid: str) -> Word | None:
    """The word with this uid; one for a discount is none for a deed."""
    row = _WORD.one(uid)
    return Word(row[0], row[1], row[3]) if row and row[2] is None else None


def agreed_by(subject: str, amount: int, *, beside: int) -> frozenset[int]:
    """The ids of who, beside the staff member `beside`, gave their word for the deed `subject` and
    for so much."""
    return frozenset(row[0] for row in _AGREED.all(subject, amount, beside))


def remark(subject: str) -> str:
    """What somebody typed about the deed with this uid; empty where nothing, or erased."""
    row = _REMARK.one(subject)
    return row[0] if row else ""
