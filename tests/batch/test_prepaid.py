"""Prepaid in lines of the batch: taxed at sale, of any amount, and what cannot be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

from salon_pos.cli.batch_value import add_prepaid, add_reward
from salon_pos.cli.fields import Answer, BrokenLine, Fields
from salon_pos.db import connection
from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import Item, ItemKind, PriceCell, Pricing
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Actor
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import save_prepaid
from tests.batch.conftest import Send
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused

ANY = {"op": "add_prepaid", "uid": "any", "name": "Any"}
TEN = {"uid": "ten", "kind": "voucher", "points": 5_000, "name": "Ten", "face": 1_000}
CARD = [{"tender": "card"}]


def fields_of(line: dict[str, object]) -> Fields:
    """A line's fields as the deed reads them."""
    return Fields({name: value for name, value in line.items() if name != "op"})


def test_a_gift_card_of_any_amount_and_a_top_up_without_bonus(send: Send) -> None:
    gift = {"op": "sell", "uid": "g", "lines": [{"item": "any", "price": 12_345}], "tenders": CARD}
    client = {"op": "add_client", "uid": "c", "name": "C", "phone": "13800001234"}
    enrol = {"op": "enrol", "client": "c", "number": "91"}
    top_up = {"op": "add_prepaid", "uid": "top", "name": "Top", "kind": "top_up"}
    pay_in = {
        "op": "top_up",
        "uid": "t",
        "card": "91",
        "item": "top",
        "price": 777,
        "tenders": CARD,
    }
    answers = send({**ANY, "kind": "gift_card"}, gift, client, enrol, top_up, pay_in,
                   {"op": "balances", "client": "c"})  # fmt: skip
    assert all(answer["ok"] for answer in answers), answers
    assert (answers[1]["total"], answers[5]["total"]) == (12_345, 777)
    (card,) = answers[-1]["cards"]
    assert (card["principal"], card["bonus"]) == (777, 0)


def test_rule_25_a_pack_that_is_taxed_when_it_is_sold(selling: Salon) -> None:
    pack = {**ANY, "kind": "pack", "price": 60_000, "bought": 6, "items": ["Wash"]}
    for taxes in ([], ["GST"], ["GST", "PST"]):
        add_prepaid(fields_of({**pack, "taxes": taxes}), selling.by("olga"), NOW)
        (item,) = (one for one in catalog.items() if one.uid == "any")
        assert [tax.name for tax in catalog.taxes() if tax.id in item.tax_ids] == taxes
    gift = {**ANY, "uid": "gift", "kind": "gift_card", "taxes": ["GST"]}
    with refused("taxed_at_use", "taxes"):
        add_prepaid(fields_of(gift), selling.by("olga"), NOW)
    with pytest.raises(BrokenLine, match="tax_unknown"):
        add_prepaid(fields_of({**pack, "taxes": ["VAT"]}), selling.by("olga"), NOW)


@pytest.mark.parametrize(
    ("more", "refusal", "field"),
    [
        ({"kind": "gift_card", "price": 0}, "prepaid_for_nothing", "price"),
        ({"kind": "deposit", "price": 0}, "prepaid_for_nothing", "price"),
        ({"kind": "top_up", "price": 0}, "bad_principal", "price"),
        ({"kind": "top_up", "price": 100, "days": 10}, "days_of_no_bonus", "days"),
        ({"kind": "pack", "price": 100, "bought": 1}, "pack_of_nothing", "items"),
        (
            {"kind": "pack", "price": 100, "given": 1, "items": ["女士剪发"]},
            "bad_sessions",
            "bought",
        ),
        ({"kind": "top_up", "bonus": 100}, "bonus_of_any_amount", "bonus"),
    ],
)
def test_what_cannot_be_sold(send: Send, more: dict[str, object], refusal: str, field: str) -> None:
    (answer,) = send({**ANY, **more})
    assert (answer["refusal"], answer["field"]) == (refusal, field)


def on_list(uid: str) -> Item:
    (item,) = (one for one in catalog.items(with_retired=True) if one.uid == uid)
    return item


def test_what_a_line_cannot_say_of_a_prepaid_item_stays(selling: Salon) -> None:
    """A program that sends its list every morning; the back office did the rest."""
    by, line = selling.by("olga"), {**ANY, "kind": "gift_card", "price": 5_000}
    add_prepaid(fields_of(line), by, NOW)
    added = on_list("any")
    (category, *_rest) = catalog.categories()
    kept = replace(added, category_id=category.id, barcode="12345", code="ANY", retired=True)
    save_prepaid(kept, value.plans()[added.id], by=by, now=NOW)
    add_prepaid(fields_of(line), by, NOW)
    assert on_list("any") == kept
    add_prepaid(fields_of({**line, "name": "Other", "price": 6_000, "code": "OTHER"}), by, NOW)
    assert on_list("any") == replace(kept, name="Other", price=6_000, code="OTHER")


def test_a_service_or_product_that_becomes_prepaid_has_nothing_of_its_kind(selling: Salon) -> None:
    by = selling.by("olga")
    cells = (PriceCell(9_900, level_id=catalog.levels()[0].id),)
    braid = Item(0, "Any", pricing=Pricing.LEVEL, price=8_800, cells=cells, is_addon=True, uid="a")
    gel = Item(0, "Any", kind=ItemKind.PRODUCT, price=8_800, stock=9, uid="b")
    for item in (braid, gel):
        save_item(item, by=by, now=NOW)
        line = {**ANY, "uid": item.uid, "kind": "gift_card", "price": 5_000}
        add_prepaid(fields_of(line), by, NOW)
        fresh = Item(on_list(item.uid).id, "Any", ItemKind.PREPAID, price=5_000, uid=item.uid)
        assert on_list(item.uid) == fresh


def test_a_reward_that_was_retired_stays_so_unless_it_is_said(selling: Salon) -> None:
    by = selling.by("olga")
    add_reward(fields_of(TEN), by, NOW)
    (offer,) = value.rewards()
    save_reward(replace(offer.reward, retired=True), by=by, now=NOW)
    add_reward(fields_of(TEN), by, NOW)
    assert value.rewards() == ()
    add_reward(fields_of({**TEN, "retired": False}), by, NOW)
    assert value.rewards() == (offer,)


@pytest.mark.parametrize(
    ("add", "line", "queries", "look"),
    [
        (add_prepaid, {**ANY, "kind": "gift_card", "price": 5_000}, catalog, "items"),
        (add_reward, TEN, value, "rewards"),
    ],
)
def test_the_same_line_from_another_process_waits_until_it_is_on_file(
    selling: Salon,
    monkeypatch: pytest.MonkeyPatch,
    add: Callable[[Fields, Actor, datetime], Answer],
    line: dict[str, object],
    queries: ModuleType,
    look: str,
) -> None:
    """The other one comes between the look for the uid and what is written: then it is busy."""
    by, read, heard = selling.by("olga"), getattr(queries, look), list[str]()

    def other() -> None:
        try:
            with connection.worker():
                add(fields_of(line), by, NOW)
        except Refusal as refusal:
            heard.append(refusal.key)

    def reads_before_it(**how: Any) -> object:
        monkeypatch.undo()
        found = read(**how)
        thread = Thread(target=other)
        thread.start()
        thread.join()
        return found

    monkeypatch.setattr(queries, look, reads_before_it)
    done = add(fields_of(line), by, NOW)
    assert heard == ["busy"]
    assert add(fields_of(line), by, NOW) == done
