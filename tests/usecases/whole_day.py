"""A day with everything that moves money, in cash, by bank card, by WeChat and by transfer.

A woman's cut with Mei is 80.00 and 5 % on top, so 84.00; cash comes in steps of 0.05.
"""

from dataclasses import replace

from salon_pos.db.queries import cards
from salon_pos.db.queries import settings as salon_queries
from salon_pos.domain.platforms import Platform, ValueRules
from salon_pos.domain.tenders import Handed
from salon_pos.usecases.accounts import FromPlatform, settle_account, settle_platform
from salon_pos.usecases.corrections import TenderCorrection, correct_tender
from salon_pos.usecases.deposits import refund_deposit
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.rules import set_value_rules
from salon_pos.usecases.settings import change_settings
from salon_pos.usecases.voids import void
from tests.salons import NOW, Salon
from tests.usecases.card_hands import close, issue, word_for
from tests.usecases.refunding import give_back, whole
from tests.usecases.spending import pay
from tests.usecases.valued import Valued, made

CUT = 8_400


def with_platform(selling: Salon) -> Valued:
    """The salon where a client may owe up to 200.00, and a platform sends clients."""
    made_here, by = made(selling), selling.by("olga")
    change_settings(replace(salon_queries.settings(), credit_limit=20_000), by=by, now=NOW)
    set_value_rules(ValueRules(1, (Platform("meituan", "Meituan"),)), by=by, now=NOW)
    return made_here


def a_whole_day(valued: Valued) -> None:
    """Everything that moves money, in cash, by bank card, by WeChat and by transfer."""
    sold(valued)
    undone(valued)
    beside_sales(valued)


def cut(valued: Valued, uid: str, *tenders: Handed, client: str = "") -> None:
    """A cut; Chen may agree to what goes on account."""
    salon = valued.salon
    pay(valued, salon.ticket(uid, salon.line("cut"), client=client), *tenders, by="chen")


def sold(valued: Valued) -> None:
    """Cuts in cash (1.00 of it a tip, 15.00 change), by card (2.00 a tip), from the card's balance,
    on account and by a platform's voucher; Maya's top-up and deposit in cash, Leo's by WeChat."""
    salon = valued.salon
    leos = issue(valued, "leo")
    cut(valued, "cash", salon.handed("cash", 10_000, mei=100))
    cut(valued, "card", salon.handed("card", CUT + 200, mei=200))
    for uid, line, client, by in (
        ("top", valued.line(valued.top_up), "maya", salon.handed("cash", 100_000)),
        ("dep", valued.line(valued.deposit), "maya", salon.handed("cash", 3_000)),
        (
            "leo",
            valued.line(valued.top_up, source=leos.uid),
            "leo",
            salon.handed("wechat", 100_000),
        ),
    ):
        pay(valued, salon.ticket(uid, line, client=client), by)
    cut(valued, "held", valued.handed("stored_value", CUT, source=valued.card.uid), client="maya")
    cut(valued, "owed", valued.handed("on_account", CUT), client="maya")
    cut(valued, "site", valued.handed("platform", CUT, source="meituan:1:10000"))


def undone(valued: Valued) -> None:
    """A cut in cash with a tip of 1.00 comes back with its tip, one by card is void, one that was
    rung up by card was paid by WeChat."""
    salon, chen = valued.salon, valued.salon.by("chen")
    cut(valued, "back", salon.handed("cash", CUT + 100, mei=100))
    give_back(RefundRequest("r", "back", whole("back"), tips=True, reason="Not as wished"), chen)
    cut(valued, "void")
    void("void", "Wrong client", by=salon.by("kai"), now=NOW)
    cut(valued, "wrong")
    to_wechat = TenderCorrection("c", "wrong", 0, salon.tenders["wechat"], "Wrong key")
    correct_tender(to_wechat, by=chen, now=NOW)


def beside_sales(valued: Valued) -> None:
    """Maya pays 20.00 of what she owes in cash and 40.00 by card, gets 10.00 of her deposit back in
    cash and 5.00 by card, and what is left of her card's principal in cash: 84.00 were spent of
    1,000.00 + 200.00, so 70.00 of principal, and 930.00 are left. Leo's 1,000.00 go back by card.
    The platform sends 77.28 of 84.00 by transfer, and keeps nothing of it: 6.72 are still owed."""
    salon, by = valued.salon, valued.salon.by("kai")
    maya, cash, card = salon.clients["maya"].id, salon.tenders["cash"], salon.tenders["card"]
    settle_account("s1", maya, 2_000, cash, by=by, now=NOW)
    settle_account("s2", maya, 4_000, card, by=by, now=NOW)
    refund_deposit("d1", maya, 1_000, cash, by=by, now=NOW)
    refund_deposit("d2", maya, 500, card, by=by, now=NOW)
    close(valued, "x1", valued.card, "cash", word_for(valued, "x1"))
    (leos,) = cards.cards_of(salon.clients["leo"].id)
    close(valued, "x2", leos, "card", word_for(valued, "x2"))
    paid = FromPlatform("meituan", 7_728, salon.tenders["transfer"])
    settle_platform("p", paid, by=by, now=NOW)
