"""Prepaid in lines of the batch: taxed at sale, of any amount, and what cannot be."""

import pytest

from salon_pos.cli.batch_value import add_prepaid
from salon_pos.cli.fields import BrokenLine, Fields
from salon_pos.db.queries import catalog
from tests.batch.conftest import Send
from tests.salons import NOW, Salon
from tests.usecases.keeping import refused

ANY = {"op": "add_prepaid", "uid": "any", "name": "Any"}
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
        ({"kind": "top_up", "price": 0}, "bad_principal", "principal"),
        ({"kind": "top_up", "bonus": 100}, "bonus_of_any_amount", "bonus"),
    ],
)
def test_what_cannot_be_sold(send: Send, more: dict[str, object], refusal: str, field: str) -> None:
    (answer,) = send({**ANY, **more})
    assert (answer["refusal"], answer["field"]) == (refusal, field)
