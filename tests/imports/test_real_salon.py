"""The books of a real salon, against what was counted in them by hand."""

from pathlib import Path

import pytest

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.usecases.import_report import Month, Report
from tests.imports.conftest import Import


@pytest.fixture
def report(import_from: Import, real_salon: Path) -> Report:
    return import_from(real_salon)


def one(sql: str) -> tuple[object, ...]:
    return database.execute_sql(sql).fetchone()


def test_every_figure_of_its_readme(report: Report) -> None:
    assert (report.receipts, report.lines, report.clients) == (1_436, 1_934, 767)
    assert report.net == 115_809_03
    assert report.months == (
        Month(2018, 3, 50, 3_260_00),
        Month(2018, 4, 302, 17_388_45),
        Month(2018, 5, 575, 34_472_64),
        Month(2018, 6, 514, 32_112_99),
        Month(2018, 7, 493, 28_574_95),
    )
    assert report.rejected == ()
    assert (len(report.pack_uses), sum(use.buys_packs for use in report.pack_uses)) == (66, 64)
    assert (report.packs_sold, report.families, report.new_staff) == (19, 25, 7)
    assert len(report.other_negatives) == 5  # four unexplained, one returned product


def test_the_file_says_the_same(report: Report) -> None:
    assert one("SELECT COUNT(*), SUM(net), SUM(line_count) FROM sale") == (1_436, 115_809_03, 1_934)
    assert one("SELECT COUNT(*) FROM client") == (767,)
    assert one("SELECT COUNT(*) FROM sale WHERE net = 0") == (89,)
    assert one("SELECT COUNT(*) FROM sale_line WHERE quantity < 0") == (1,)
    assert one("SELECT COUNT(*) FROM (SELECT sale_id FROM sale_line GROUP BY sale_id"
               " HAVING COUNT(DISTINCT client_id) > 1)") == (25,)  # fmt: skip
    assert one("SELECT COUNT(*) FROM sale s JOIN sale_line l ON l.sale_id = s.id"
               " AND l.position = 0 WHERE l.client_id = s.client_id") == (1_436,)  # fmt: skip
    assert one("SELECT MIN(CAST(number AS INTEGER)), MAX(CAST(number AS INTEGER)) FROM sale") == (
        8,
        1_772,
    )
    assert examine()[1] == ()


def test_the_difference_of_the_taxes_is_less_than_half_a_cent_a_sale(report: Report) -> None:
    exact = {tax.name: tax.exact * 100 for tax in report.taxes}
    assert exact == {"GST": 57_884_515, "PST": 92_647_224}  # 5,788.4515 and 9,264.7224
    for tax in report.taxes:
        assert abs(tax.booked - tax.exact) < 1_436 // 2


def test_a_second_import_changes_nothing(
    report: Report, import_from: Import, real_salon: Path
) -> None:
    assert report.written == 1_436 + 767 + 7 + 134
    before = one("SELECT COUNT(*), MAX(id) FROM sale_line")
    assert import_from(real_salon).to_write == 0
    assert one("SELECT COUNT(*), MAX(id) FROM sale_line") == before
