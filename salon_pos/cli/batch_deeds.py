"""The deeds of `salon-pos batch`: from the fields of a line to a use case, and its answer back."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import cast

from salon_pos.cli import batch_back, batch_lists, batch_sales, batch_value
from salon_pos.cli.fields import Answer, BrokenLine, Fields
from salon_pos.db.connection import FileProblem
from salon_pos.db.queries import settings as salon
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.rights import Actor
from salon_pos.domain.words import N_
from salon_pos.i18n import Words, words
from salon_pos.ui.faults import log, where

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
    "items": batch_lists.items,
    "categories": batch_lists.categories,
}


class Counter:
    """Where lines are answered, in the salon's language, for one staff member."""

    def __init__(self, by: Actor) -> None:
        self._by = by

    def answer(self, line: bytes, *, clock: Callable[[], datetime]) -> dict[str, object]:
        """Do what the line says; what became of it. What nobody foresaw ends the line alone: its
        transaction keeps nothing, and it is logged without anybody's data."""
        try:
            return {"ok": True, **self._do(line, clock)}
        except Refusal as refusal:
            said = self._words().sentence(refusal)
            field = {"field": refusal.field} if refusal.field else {}
            return {"ok": False, "refusal": refusal.key, **field, "message": said}
        except BrokenLine as broken:
            return {"ok": False, "error": broken.key, "message": self._words().sentence(broken)}
        except FileProblem:
            raise  # no further line could be done, either
        except Exception as error:  # noqa: BLE001
            log.error("%s", where(type(error), error.__traceback__))
            text = N_("This line could not be done, and nothing of it was kept. Please report it.")
            unforeseen = BrokenLine("unforeseen", text)
            message = self._words().sentence(unforeseen)
            return {"ok": False, "error": unforeseen.key, "message": message}

    def _do(self, line: bytes, clock: Callable[[], datetime]) -> Answer:
        fields = Fields(_parsed(line))
        op = fields.string("op")
        if op not in DEEDS:
            text = N_("There is no deed “{op}”. There are: {words}.")
            raise BrokenLine("unknown_op", text, op=op, words=list(DEEDS))
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
        plain: object = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise BrokenLine("not_json", N_("This line is no JSON in UTF-8.")) from None
    if not all(map(_is_writable, _texts(plain))):
        text = N_("A text here has a character that is none: a zero, or half of a surrogate pair.")
        raise BrokenLine("bad_text", text)
    return plain


def _texts(plain: object) -> Iterator[str]:
    """Every text within, the names of fields too."""
    rest = [plain]
    while rest:
        match rest.pop():
            case str() as text:
                yield text
            case dict() as fields:
                fields = cast("dict[str, object]", fields)
                rest += [*fields, *fields.values()]
            case list() as found:
                rest += cast("list[object]", found)
            case _:
                pass


def _is_writable(text: str) -> bool:
    """Whether it can be kept, or looked for: no half of a surrogate pair, no zero character."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
