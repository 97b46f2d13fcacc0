"""Writing what deeds answered, what was typed about them, and a second person's word."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from salon_pos.db.models.sales import ApprovalRow
from salon_pos.db.models.value import AnswerRow, RemarkRow
from salon_pos.db.prepared import Insert

_ANSWER = Insert(AnswerRow, "uid", "deed", "digest", "content")
_REMARK = Insert(RemarkRow, "subject", "text")
_WORD = Insert(
    ApprovalRow, "uid", "manager", "asked_by", "ticket_uid", "reason", "amount", "given_at"
)


def add_answer(uid: str, deed: str, digest: str, content: Mapping[str, Any]) -> None:
    """What the deed with this uid was asked and answered."""
    text = json.dumps(dict(content), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    _ANSWER(uid=uid, deed=deed, digest=digest, content=text)


def add_remark(subject: str, text: str) -> None:
    """What somebody typed about the deed with this uid."""
    _REMARK(subject=subject, text=text)


def add_word(
    uid: str, *, manager_id: int, asked_by: int, subject: str, amount: int, given_at: datetime
) -> None:
    """A second person's word for the deed with the uid `subject`, up to `amount`."""
    _WORD(
        uid=uid, manager=manager_id, asked_by=asked_by, ticket_uid=subject, reason=None,
        amount=amount, given_at=given_at,
    )  # fmt: skip
