"""Two processes correct the same sale at the same moment: it is corrected once."""

from dataclasses import replace

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.domain.ticket import Credit
from salon_pos.usecases.corrections import StaffCorrection, TenderCorrection
from tests.faults.test_at_once import tills
from tests.faults.till import Correction, Errand
from tests.salons import Salon
from tests.usecases.paying import cut, pay

SALES = 5


def tenders(salon: Salon, to: str) -> list[Correction]:
    method = salon.tenders[to]
    return [TenderCorrection("c", f"t{n}", 0, method, "Wrong key") for n in range(SALES)]


def shares(salon: Salon, who: str) -> list[Correction]:
    by = (Credit(salon.staff[who].id),)
    return [StaffCorrection("c", f"t{n}/cut", by, "It was her") for n in range(SALES)]


def told(salon: Salon, *corrections: tuple[str, list[Correction]]) -> list[list[dict[str, str]]]:
    """What two tills are told for each sale, whose corrections begin with their own uids."""
    for number in range(SALES):
        pay(salon, salon.payment(cut(salon, f"t{number}")))
    connection.close()
    errands = (
        Errand(salon, "correct_the_same",
               corrections=tuple(replace(one, uid=f"{uid}{n}") for n, one in enumerate(each)))
        for uid, each in corrections
    )  # fmt: skip
    said: list[list[dict[str, str]]] = []
    with tills(*errands) as both:
        for _ in range(SALES):
            for till in both:
                till.hear_until("asks")
            for till in both:
                till.answer()
            said.append([till.hear() for till in both])
    salon_file.open_folder(salon.folder)
    return said


def lies(salon: Salon) -> dict[str, int]:
    """What each means of payment took, by the ledger."""
    sql = (
        "SELECT a.code, SUM(e.amount) FROM ledger_entry e JOIN account a ON a.id = e.account_id"
        " WHERE a.code LIKE 'tender:%' GROUP BY a.code HAVING SUM(e.amount) <> 0"
    )
    return dict(database.execute_sql(sql).fetchall())


@pytest.mark.parametrize("uids", [("c", "c"), ("one", "two")])
def test_how_it_was_paid_is_corrected_once(uids: tuple[str, str], selling: Salon) -> None:
    """The same correction gets one answer twice; of two the second finds that it is so already."""
    both = tenders(selling, "transfer")
    for said in told(selling, *((uid, both) for uid in uids)):
        refused = [one["refused"] for one in said if "refused" in one]
        assert refused == ([] if uids[0] == uids[1] else ["nothing_changed"]), said
        assert len({one["corrected"] for one in said if "corrected" in one}) == 1
    assert lies(selling) == {"tender:transfer": SALES * 8_400}
    count = database.execute_sql("SELECT COUNT(*) FROM sale_tender_correction").fetchall()
    assert count == [(SALES,)]
    assert examine()[1] == ()


@pytest.mark.parametrize("uids", [("c", "c"), ("one", "two")])
def test_who_did_it_is_corrected_once(uids: tuple[str, str], selling: Salon) -> None:
    both = shares(selling, "jie")
    for said in told(selling, *((uid, both) for uid in uids)):
        refused = [one["refused"] for one in said if "refused" in one]
        assert refused == ([] if uids[0] == uids[1] else ["nothing_changed"]), said
    count = database.execute_sql("SELECT COUNT(*) FROM sale_credit_correction").fetchall()
    assert count == [(SALES,)]
    assert examine()[1] == ()


def test_two_that_differ_follow_one_another(selling: Salon) -> None:
    """Each begins from what counts by then: the money lies in one place, never in two."""
    two = ("a", tenders(selling, "transfer")), ("b", tenders(selling, "wechat"))
    for said in told(selling, *two):
        assert {one["corrected"][0] for one in said} == {"a", "b"}
    assert sum(lies(selling).values()) == SALES * 8_400
    assert set(lies(selling)) <= {"tender:transfer", "tender:wechat"}
    assert examine()[1] == ()
