"""Two processes refund the same sale at the same moment: it is paid back once."""

from dataclasses import replace

import pytest

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.usecases.refunds import RefundRequest
from tests.faults.test_at_once import tills
from tests.faults.till import Errand
from tests.salons import Salon
from tests.usecases.paying import cut, pay
from tests.usecases.refunding import shown


@pytest.mark.parametrize("uids", [("r", "r"), ("one", "two")])
def test_two_processes_refund_the_same_sale(uids: tuple[str, str], selling: Salon) -> None:
    """The same request gets the one receipt twice; of two requests the second is refused."""
    requests: list[RefundRequest] = []
    for number in range(5):
        pay(selling, selling.payment(cut(selling, f"t{number}")))
        asked = RefundRequest("r", f"t{number}", {f"t{number}/cut": 1})
        requests.append(shown(asked, selling.by("kai"))[0])
    connection.close()
    errands = (
        Errand(selling, "refund_the_same",
               refunds=tuple(replace(one, uid=f"{uid}{i}") for i, one in enumerate(requests)))
        for uid in uids
    )  # fmt: skip
    with tills(*errands) as both:
        for _ in requests:
            for till in both:
                till.hear_until("asks")
            for till in both:
                till.answer()
            said = [till.hear() for till in both]
            refunded = {one["refunded"] for one in said if "refunded" in one}
            refused = [one["refused"] for one in said if "refused" in one]
            assert len(refunded) == 1
            assert refused == ([] if uids[0] == uids[1] else ["already_refunded"])
    salon_file.open_folder(selling.folder)
    found = database.execute_sql("SELECT COUNT(*), SUM(total) FROM sale WHERE deed = 'refund'")
    assert found.fetchall() == [(5, -42_000)]
    assert examine()[1] == ()
