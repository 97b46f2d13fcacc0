"""Another client's pack in a line of the batch: the PIN of their card goes with it."""

from tests.batch.conftest import Send

PACK = {"op": "add_prepaid", "uid": "six", "name": "Six washes", "kind": "pack", "price": 34_000,
        "bought": 5, "given": 1, "items": ["洗吹造型"]}  # fmt: skip


def test_the_pin_of_their_card_goes_with_the_line(send: Send) -> None:
    """340.00 over six sessions: the first is worth 56.67."""
    enrol = {"op": "enrol", "client": "client-1", "uid": "c-1", "number": "91", "pin": "2468"}
    buy = {"op": "sell_pack", "uid": "p", "client": "client-1", "item": "six",
           "tenders": [{"tender": "card"}]}  # fmt: skip
    use = {"op": "sell", "uid": "u", "client": "client-2", "tenders": [],
           "lines": [{"item": "洗吹造型", "staff": ["MEI"], "pack": "p/1"}]}  # fmt: skip
    unlock = {"card": "91", "pin": "2468"}
    clients = [{"op": "add_client", "uid": f"client-{n}", "name": f"Client {n}",
                "phone": f"1380000123{n}"} for n in (1, 2)]  # fmt: skip
    *_, bought, no, wrong, paid, again = send(
        *clients, enrol, PACK, buy, use, {**use, "unlock": [{**unlock, "pin": "1357"}]},
        {**use, "unlock": [unlock]}, {**use, "unlock": [unlock]},
    )  # fmt: skip
    assert bought["ok"]
    assert (no["refusal"], no["field"]) == ("pack_pin_other", "pin")
    assert wrong["refusal"] == "wrong_pin"
    assert (paid["ok"], paid["total"]) == (True, 5_667)
    assert again["number"] == paid["number"]
