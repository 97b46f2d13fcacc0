"""The deeds of `salon-pos batch`: from the fields of a line to a use case, and its answer back."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from salon_pos.cli import batch_back, batch_lists, batch_sales, batch_value
from salon_pos.cli.fields import Answer, BrokenLine, Fields
from salon_pos.db.queries import settings as salon
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Actor
from salon_pos.domain.words import N_
from salon_pos.i18n import Words, words

Deed = Callable[[Fields, Actor, datetime], Answer]

DEEDS: Mapping[str, Deed] = {
    "open_shift": batch_sales.open_shift,
    "sell": batch_sales.sell,
    "park": batch_sales.park,
    "close_shift": batch_sales.close_shift,
    "add_client": batch_lists.add_client,
    "add_item": batch_lists.add_item,
    "add_staff": batch_lists.add_staff,
    "add_prepaid": batch_value.add_prepaid,
    "enrol": batch_value.enrol,
    "issue_card": batch_value.issue_card,
    "set_card": batch_value.set_card,
    "replace_card": batch_value.replace_card,
    "top_up": batch_value.top_up,
    "sell_pack": batch_value.sell_pack,
    "use_session": batch_value.use_session,
    "set_rule": batch_value.set_rule,
    "add_reward": batch_value.add_reward,
    "give_voucher": batch_value.give_voucher,
    "redeem": batch_back.redeem,
    "cancel_redemption": batch_back.cancel_redemption,
    "approve": batch_back.approve,
    "cancel_voucher": batch_back.cancel_voucher,
    "refund": batch_back.refund,
    "void": batch_back.void,
    "correct_staff": batch_back.correct_staff,
    "correct_tender": batch_back.correct_tender,
    "claim": batch_back.claim,
    "adjust_points": batch_back.adjust_points,
    "set_tier": batch_value.set_tier,
    "give_birthday_gift": batch_value.give_birthday_gift,
    "expire": batch_back.expire,
    "balances": batch_value.balances,
    "entries": batch_value.entries,
    "owed": batch_value.owed,
}


class Counter:
    """Where lines are answered, in the salon's language, for one staff member."""

    def __init__(self, by: Actor) -> None:
        self._by = by

    def answer(self, line: bytes, *, clock: Callable[[], datetime]) -> dict[str, object]:
        """Do what the line says; what became of it."""
        try:
            return {"ok": True, **self._do(line, clock)}
        except Refusal as refusal:
            said = self._words().sentence(refusal)
            field = {"field": refusal.field} if refusal.field else {}
            return {"ok": False, "refusal": refusal.key, **field, "message": said}
        except BrokenLine as broken:
            return {"ok": False, "error": broken.key, "message": self._words().sentence(broken)}

    def _do(self, line: bytes, clock: Callable[[], datetime]) -> Answer:
        fields = Fields(_parsed(line))
        op = fields.string("op")
        if op not in DEEDS:
            raise BrokenLine("unknown_op", N_("There is no deed “{op}”."), op=op)
        now = fields.instant("now")
        if now is not None and not salon.settings().is_demo:
            refuse(
                "clock_stays",
                N_("Only in a demo salon can the clock be set. Leave out “now”."),
                field="now",
            )
        return {"op": op, **DEEDS[op](fields, self._by, now or clock())}

    @staticmethod
    def _words() -> Words:
        settings = salon.settings()
        return words(settings.language, settings.currency)


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError):
        raise BrokenLine("not_json", N_("This line is no JSON in UTF-8.")) from None
