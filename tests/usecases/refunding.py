"""Short ways to refund: look at what will happen, then make it happen as it was shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from salon_pos.db.queries import tier_moves
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.rights import Actor
from salon_pos.usecases.refunds import RefundPreview, RefundRequest, preview, refund
from tests.salons import NOW
from tests.usecases.keeping import changed, everything, rows


def shown(
    request: RefundRequest, by: Actor, now: datetime = NOW
) -> tuple[RefundRequest, RefundPreview]:
    """The request with what was shown for it, which changed nothing on file."""
    before = everything()
    seen = preview(request, by=by, now=now)
    assert changed(before) == set()
    return replace(request, shown_total=seen.total, shown=seen.digest), seen


def give_back(request: RefundRequest, by: Actor, now: datetime = NOW) -> Receipt:
    """Refund as shown; and what was shown is what happened."""
    request, seen = shown(request, by, now)
    receipt = refund(request, by=by, now=now)
    parts = sum(back.part + back.tip for back in seen.reversal.tenders)
    assert receipt.total + receipt.tips + receipt.cash_rounding == -parts
    if seen.tier is not None:
        held = tier_moves.held_tier(_client_of(request.sale_uid))
        assert (held.tier if held else None) == seen.tier.tier
    return receipt


def _client_of(sale_uid: str) -> int:
    """Whose a sale is, or was claimed to be."""
    sql = (
        "SELECT COALESCE(s.client_id, c.client_id) FROM sale s"
        " LEFT JOIN claim c ON c.sale_id = s.id WHERE s.uid = ?"
    )
    return rows(sql, sale_uid)[0][0]


def whole(sale_uid: str) -> Mapping[str, int]:
    """All that can still come back of a sale."""
    return dict(
        rows(
            "SELECT l.uid, l.quantity + COALESCE((SELECT SUM(quantity) FROM sale_line"
            " WHERE refunds_id = l.id), 0) AS stays FROM sale_line l JOIN sale s"
            " ON s.id = l.sale_id WHERE s.uid = ? AND stays > 0",
            sale_uid,
        )
    )
