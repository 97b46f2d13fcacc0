"""Whatever is posted has a sentence: a salon's file with a bit of everything, entry by entry."""

import json
from dataclasses import replace
from datetime import timedelta

from salon_pos.db.doctor import examine
from salon_pos.db.queries import settings as salon_queries
from salon_pos.db.queries import shifts, value
from salon_pos.db.records import value as records
from salon_pos.db.stamps import stamped
from salon_pos.domain.explain import explain, rules
from salon_pos.i18n import words
from salon_pos.usecases.approving import approve_deed
from salon_pos.usecases.corrections import TenderCorrection, correct_tender
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.shifts import close_shift
from salon_pos.usecases.voids import void
from tests.salons import NOW, PINS, Salon
from tests.usecases.keeping import rows
from tests.usecases.refunding import give_back, whole
from tests.usecases.valued import Valued, made

LATER = NOW + timedelta(days=200)


def word(salon: Salon, subject: str) -> str:
    """A manager's word for whatever has this uid."""
    return approve_deed(salon.staff["chen"].id, PINS["chen"], subject=subject, amount=10**9,
                        by=salon.by("kai"), now=NOW)  # fmt: skip


def everything_sold(valued: Valued) -> None:
    """Each kind of prepaid, each value tender, points, a tip, cash in coins and a debt."""
    salon, maya = valued.salon, valued.salon.clients["maya"]
    change_settings(replace(salon_queries.settings(), credit_limit=100_000),
                    by=salon.by("olga"), now=NOW)  # fmt: skip
    with stamped():
        records.add_voucher(
            "v", "TEN", face=1_000, least=0, client_id=None, expires=None, made_at=NOW
        )
    for item in (valued.top_up, valued.pack, valued.gift_card, valued.deposit):
        valued.pay(salon.ticket(item.name, valued.line(item), client="maya"))
    for uid, tender, amount, source in (
        ("card", "stored_value", 1_000, valued.card.uid),
        ("gift card", "gift_card", 1_000, f"{valued.gift_card.name}/{valued.gift_card.name}"),
        ("deposit", "deposit", 1_000, maya.uid),
        ("voucher", "voucher", 1_000, "TEN"),
        ("account", "on_account", 1_000, ""),
        ("points", "points", 100, ""),
    ):
        ticket = salon.ticket(uid, salon.line("cut"), salon.line("comb", staff=""), client="maya")
        unlock = word(salon, f"{uid}/on_account") if tender == "on_account" else ""
        cash = salon.handed("cash", 20_000, mei=100)
        valued.pay(ticket, valued.handed(tender, amount, source=source, unlock=unlock), cash)
    (pack,) = value.packs_of(maya.id)
    wash = replace(salon.line("wash"), source=pack.uid)
    valued.pay(salon.ticket("session", wash, client="maya"), salon.handed("card", 216))


def one_corrected(valued: Valued) -> None:
    """What was rung up in cash had been by card."""
    salon = valued.salon
    valued.pay(salon.ticket("wrong", salon.line("cut")), salon.handed("cash", 10_000))
    change = TenderCorrection("corrected", "wrong", 0, salon.tenders["card"], "Wrong key")
    correct_tender(change, by=salon.by("chen"), now=NOW)


def everything_given_back(valued: Valued) -> None:
    """All of it, some after its lots have ended; and sales cancelled with what they gave."""
    salon, by = valued.salon, valued.salon.by("kai")
    valued.pay(salon.ticket("void", valued.line(valued.pack), salon.line("cut"), client="leo"))
    void("void", "mistake", word(salon, "void/void"), by=by, now=NOW)
    sold = ("gift card", "deposit", "voucher", "account", "session", "points")
    prepaid = (valued.top_up, valued.pack, valued.gift_card, valued.deposit)
    for uid in (*sold, *(item.name for item in prepaid), "card"):
        request = RefundRequest(f"r {uid}", uid, whole(uid), tips=True,
                                approval=word(salon, f"r {uid}/refund"))  # fmt: skip
        give_back(request, by, LATER if uid == "card" else NOW)


def test_every_entry_has_its_sentence_in_every_language(selling: Salon) -> None:
    valued = made(selling)
    everything_sold(valued)
    one_corrected(valued)
    everything_given_back(valued)
    close_shift(shifts.drawer_balance(selling.till_id), by=selling.by("kai"), now=NOW)
    assert examine()[1] == ()
    entries = rows("SELECT DISTINCT rule, amount, inputs FROM ledger_entry")
    currency = salon_queries.settings().currency
    for language in ("en", "zh_CN", "zh_TW"):
        said = words(language, currency)
        for rule, amount, inputs in entries:
            sentence = said.sentence(explain(rule, amount, json.loads(inputs)))
            assert sentence
            assert "{" not in sentence, sentence
    # The scenario has what it says it has.
    posted = {rule for rule, _, _ in entries}
    given_back = {rule for rule in rules() if rule.endswith((".back", ".give_back"))}
    assert given_back - posted == {"platform.give_back"}
    assert {"value.cancel_bonus", "pack.refund", "gift_card.refund", "deposit.refund"} <= posted
    assert "tender.correct" in posted
    assert {"void.money", "void.points", "void.sessions", "points.take_back"} <= posted
