"""The doctor over packs: clean on what the program wrote, every rule finds its fault."""

import pytest

from salon_pos.db.bookkeeping import PREPAID
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.domain.catalog import TaxMode
from tests.db.test_refund_rules import without_guards
from tests.salons import Salon
from tests.usecases.test_taxed_packs import Bundle, with_bundle
from tests.usecases.valued import made

PLANTED = [
    (
        "INSERT INTO sale_line_tax (line_id, tax_id, amount)"
        " SELECT id, 1, 1 FROM sale_line WHERE source = 'p/Bundle'",
        "Sale {number}: a session was taxed whose pack had been taxed when it was sold.",
    ),
    (
        "UPDATE lot SET unit_price = unit_price + 1 WHERE unit_price IS NOT NULL",
        "A pack of {item} is owed something else than its sessions are worth.",
    ),
    (
        "UPDATE ledger_entry SET amount = amount + 1 WHERE account_id ="
        " (SELECT id FROM account WHERE code = 'pack_value:p/Bundle') AND rule = 'pack.sell'",
        "A pack of {item} is owed something else than its sessions are worth.",
    ),
]


@pytest.fixture
def bundle(selling: Salon) -> Bundle:
    """A pack that was taxed when it was sold, one of its six sessions used."""
    bundle = with_bundle(made(selling), TaxMode.EXCLUSIVE)
    bundle.sell()
    bundle.use("u")
    return bundle


@pytest.mark.usefixtures("bundle")
def test_what_the_program_wrote_is_clean() -> None:
    assert examine()[1] == ()


@pytest.mark.usefixtures("bundle")
@pytest.mark.parametrize(("statement", "sentence"), PLANTED, ids=range(len(PLANTED)))
def test_a_planted_fault_is_found(statement: str, sentence: str) -> None:
    with without_guards():
        assert database.execute_sql(statement).rowcount == 1
    faults = [fault for fault in examine()[1] if fault.text == sentence]
    assert len(faults) == 1
    assert all(fault.text.format_map(fault.values) for fault in faults)


def test_every_rule_has_its_planted_fault() -> None:
    assert {rule.text for rule in PREPAID} == {sentence for _, sentence in PLANTED}
