"""Another system's books on file: what is taken, how it is kept, what a second import does."""

import threading
from pathlib import Path
from typing import Any

import pytest

from salon_pos.db import connection
from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import catalog, people, receipts, sales
from salon_pos.domain.catalog import ItemKind, Pricing
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Actor, Role
from salon_pos.usecases import imports, staff
from salon_pos.usecases.import_profile import shipped_profiles
from salon_pos.usecases.import_report import Month
from salon_pos.usecases.imports import ImportFiles
from tests.imports.books import SALES, write_books
from tests.imports.conftest import Import
from tests.salons import NOW


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return write_books(tmp_path / "books")


def rows(sql: str) -> list[tuple[Any, ...]]:
    return database.execute_sql(sql).fetchall()


def everything() -> list[list[tuple[Any, ...]]]:
    """All that an import may write, without the journal."""
    tables = ("sale", "sale_line", "sale_credit", "sale_line_tax", "sale_tax", "sale_tender",
              "client", "staff", "item", "item_tax", "category", "tax", "ledger_entry")  # fmt: skip
    return [rows(f"SELECT * FROM {table}") for table in tables]


def receipt(number: str) -> receipts.Receipt:
    uid = sales.sale_uid(number)
    assert uid is not None
    return receipts.receipt(uid)


def test_the_totals_are_those_of_the_files(import_from: Import, books: Path) -> None:
    report = import_from(books)
    assert (report.receipts, report.lines, report.clients, report.net) == (7, 13, 6, 506_55)
    assert report.months == (Month(2018, 5, 7, 486_00), Month(2018, 6, 6, 20_55))
    assert (report.new_sales, report.new_items, report.new_staff) == (7, 8, 3)
    assert report.rejected == ()
    assert report.written == report.to_write == 7 + 8 + 3 + 6
    assert rows("SELECT COUNT(*), SUM(net) FROM sale") == [(7, 506_55)]
    assert rows("SELECT COUNT(*), SUM(net) FROM sale_line") == [(13, 506_55)]


def test_the_doctor_is_content(import_from: Import, books: Path) -> None:
    import_from(books)
    assert examine()[1] == ()


def test_taxes_are_rounded_once_a_sale_and_the_difference_is_told(
    import_from: Import, books: Path
) -> None:
    report = import_from(books)
    # By hand: 7.00 + 0 + 12.50 + 2.55 + 1.03 + 2.38 − 1.28 and 11.20 + 0 + 20 + 7.68 + 1.64
    # + 3.80 − 2.04.
    told = [(tax.name, tax.exact, tax.booked) for tax in report.taxes]
    assert [(name, str(exact), booked) for name, exact, booked in told] == [
        ("GST", "9671/4", 24_18),
        ("PST", "21142/5", 42_28),
    ]
    kept = rows("SELECT name, SUM(amount) FROM sale_tax GROUP BY name ORDER BY name")
    assert kept == [("GST", 24_18), ("PST", 42_28)]


def test_a_sale_keeps_its_number_day_and_payer(import_from: Import, books: Path) -> None:
    import_from(books)
    sale = receipt("9")
    assert (sale.number, sale.business_day.isoformat(), sale.client) == ("9", "2018-05-01", "ANN01")
    assert f"{sale.paid_at:%H:%M}" == "12:00"
    assert [(t.name, t.applied) for t in sale.tenders] == [("Imported", 158_20)]
    assert (sale.net, sale.total) == (140_00, 158_20)
    only = rows("SELECT DISTINCT t.code, serial, shift_id, transaction_id FROM sale s"
                " JOIN till t ON t.id = s.till_id")  # fmt: skip
    assert only == [("IMPORT", None, None, None)]


def test_a_family_receipt_keeps_whose_line_is_whose(import_from: Import, books: Path) -> None:
    report = import_from(books)
    assert report.families == 1
    assert [line.client for line in receipt("9").lines] == ["", "BEA01"]
    bea = people.client_by_code("BEA01")
    assert bea is not None
    assert [(v.number, v.net) for v in sales.history(bea.id)] == [("9", 60_00)]


def test_uses_of_a_session_pack_are_named(import_from: Import, books: Path) -> None:
    report = import_from(books)
    uses = [(use.receipt, use.line.line, use.line.amount, use.buys_packs)
            for use in report.pack_uses]  # fmt: skip
    assert uses == [("10", 5, -50_00, True)]
    assert report.packs_sold == 1
    assert [line.line for line in report.other_negatives] == [13, 14]
    assert receipt("10").total == 0
    assert receipt("10").tenders == ()


def test_what_was_brought_back_stays_negative(import_from: Import, books: Path) -> None:
    import_from(books)
    back = receipt("15").lines[0]
    assert (back.quantity, back.unit_price, back.net, back.payable) == (-1, 25_50, -25_50, -28_82)
    assert receipt("15").total == -25_50 - 22_00 - 1_28 - 2_04


def test_a_tax_lies_only_on_the_lines_that_carry_it(import_from: Import, books: Path) -> None:
    import_from(books)
    taxes = [(tax.name, tax.base, tax.amount) for tax in receipt("12").taxes]
    assert taxes == [("GST", 51_00, 2_55), ("PST", 96_00, 7_68)]


def test_items_come_with_price_stock_and_category(import_from: Import, books: Path) -> None:
    import_from(books)
    items = {item.code: item for item in catalog.items(with_retired=True)}
    names = {category.id: category.name for category in catalog.categories()}
    shampoo, cut = items["SH300"], items["CUTW"]
    assert (shampoo.kind, shampoo.price, shampoo.stock) == (ItemKind.PRODUCT, 25_50, 7)
    assert shampoo.cost == 15_33  # 15.325, half up
    assert (names[shampoo.category_id or 0], names[cut.category_id or 0]) == (
        "Products",
        "Cut & style",
    )
    assert cut.pricing is Pricing.OPEN
    assert (items["CUTM"].name, items["CUTM"].pricing) == ("Men's cut, short", Pricing.FIXED)
    assert items["OLD"].retired
    assert len(shampoo.tax_ids) == 2


def test_a_code_in_both_listings_makes_two_items(import_from: Import, books: Path) -> None:
    import_from(books)
    items = {item.code: item for item in catalog.items()}
    assert (items["MISC"].name, items["MISC"].kind) == ("miscellaneous", ItemKind.SERVICE)
    nameless = items["MISC.products"]
    assert (nameless.name, nameless.kind, nameless.stock) == ("MISC", ItemKind.PRODUCT, -3)
    assert receipt("14").lines[0].item == "MISC"


def test_staff_come_as_stylists_without_a_pin(import_from: Import, books: Path) -> None:
    import_from(books)
    staff_on_file = {m.code: m for m in people.staff_members() if m.role is Role.STYLIST}
    assert {code: m.serves for code, m in staff_on_file.items()} == {
        "ROSE": True, "LILY": True, "HOUSE": False,
    }  # fmt: skip
    assert receipt("9").lines[0].staff == ("ROSE",)


def test_sales_are_written_in_the_order_of_time(import_from: Import, books: Path) -> None:
    import_from(books)
    numbers = [number for (number,) in rows("SELECT number FROM sale ORDER BY id")]
    assert numbers == ["9", "10", "11", "12", "13", "14", "15"]


def test_a_second_import_changes_nothing(import_from: Import, books: Path) -> None:
    import_from(books)
    before = everything()
    again = import_from(books)
    assert everything() == before
    assert (again.new_sales, again.to_write, again.written) == (0, 0, 0)
    assert (again.receipts, again.lines, again.net) == (7, 13, 506_55)
    assert [(file.new, file.there) for file in again.files] == [(0, 6), (0, 2), (0, 13)]


def test_a_copy_of_a_file_beside_it_counts_once(import_from: Import, books: Path) -> None:
    sold = books / "receipt-transactions.csv"
    (books / "receipt-transactions (1).csv").write_bytes(sold.read_bytes())
    report = import_from(books)
    assert (report.receipts, report.lines, report.net) == (7, 13, 506_55)


def test_a_damaged_row_is_rejected_by_its_line_and_the_rest_stands(
    import_from: Import, tmp_path: Path
) -> None:
    damaged = (SALES[0], "9,05/01/2018,Women's cut,BEA01,ROSE,1,six,3,4.8", *SALES[2:])
    report = import_from(write_books(tmp_path / "books", sales=damaged))
    assert [(row.file, row.line) for row in report.rejected] == [("receipt-transactions.csv", 3)]
    assert (report.receipts, report.lines, report.net) == (7, 12, 446_55)
    assert receipt("9").total == 90_40
    assert examine()[1] == ()


def test_a_repaired_row_comes_as_a_part_of_its_sale(import_from: Import, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    damaged = (SALES[0], "9,05/01/2018,Women's cut,BEA01,ROSE,1,six,3,4.8", *SALES[2:])
    import_from(write_books(folder, sales=damaged))
    report = import_from(write_books(folder))
    assert (report.new_sales, report.rejected) == (1, ())
    part = receipt("9+1")
    assert (part.client, part.net, part.total) == ("BEA01", 60_00, 67_80)
    assert rows("SELECT SUM(net), COUNT(*) FROM sale") == [(506_55, 8)]
    assert import_from(folder).to_write == 0


def test_a_receipt_that_was_changed_stays_as_it_is_on_file(
    import_from: Import, tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    import_from(write_books(folder))
    changed = (SALES[0], "9,05/01/2018,Women's cut,BEA01,ROSE,1,66,3.3,5.28", *SALES[2:])
    before = everything()
    report = import_from(write_books(folder, sales=changed))
    assert everything() == before
    assert [(row.line, row.text) for row in report.rejected] == [
        (3, "Receipt {number} is on file with other lines. It stays as it is.")
    ]


def test_stopped_after_a_chunk_it_goes_on_where_it_ended(
    import_from: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_NS", 1)  # one row in each transaction
    folder = write_books(tmp_path / "books")
    chunks: list[int] = []

    def stop_within_the_sales(done: int, _total: int) -> bool:
        chunks.append(done)
        return done < 20

    stopped = import_from(folder, go_on=stop_within_the_sales)
    assert chunks == list(range(1, 21))
    assert (stopped.written, stopped.to_write) == (20, 24)
    assert rows("SELECT COUNT(*) FROM sale") == [(3,)]
    assert import_from(folder).written == 4
    assert rows("SELECT COUNT(*), SUM(net) FROM sale") == [(7, 506_55)]


def test_it_waits_for_a_till_that_has_the_file(import_from: Import, books: Path) -> None:
    held, released = threading.Event(), threading.Event()

    def till() -> None:
        with connection.worker(), connection.transaction():
            held.set()
            released.wait(10)

    busy = threading.Thread(target=till)
    busy.start()
    held.wait(10)
    # Later than the first try gives up (a quarter of a second), sooner than the last one.
    threading.Timer(1, released.set).start()
    assert import_from(books).written == 24
    busy.join()


def test_planning_writes_nothing(owner: Actor, books: Path) -> None:
    before = everything()
    plan = imports.plan_for(imports.look_at_files(ImportFiles(books), now=NOW))
    assert plan.steps == 24
    assert everything() == before


def test_books_in_another_currency_are_refused(owner: Actor, books: Path, tmp_path: Path) -> None:
    profile, before = tmp_path / "in-yuan.toml", everything()
    text = shipped_profiles()[0].read_text("utf-8")
    profile.write_text(text.replace('currency = "CAD"', 'currency = "CNY"'), "utf-8")
    in_yuan = imports.look_at_files(ImportFiles(books, profile), now=NOW)
    with pytest.raises(Refusal) as no:
        imports.plan_for(in_yuan)
    assert (no.value.key, no.value.values) == ("other_currency", {"theirs": "CNY", "ours": "CAD"})
    assert everything() == before


def test_who_may_not_import_is_refused(import_from: Import, owner: Actor, books: Path) -> None:
    kai = staff.save_staff(StaffMember("Kai", Role.CASHIER, "KAI"), by=owner, now=NOW)
    plan = imports.plan_for(imports.look_at_files(ImportFiles(books), now=NOW))
    before = everything()
    by = Actor(kai.id, owner.till_id)
    with pytest.raises(Refusal, match="not_allowed"):
        imports.import_books(plan, by=by, now=NOW, go_on=lambda _done, _total: True)
    assert everything() == before


def test_unknown_descriptions_are_rejected(import_from: Import, tmp_path: Path) -> None:
    row = "99,06/03/2018,Moon bath,ANN01,ROSE,1,10,0.5,0.8"
    report = import_from(write_books(tmp_path / "books", row))
    assert [(r.line, r.values) for r in report.rejected] == [(15, {"item": "Moon bath"})]
    assert report.receipts == 7


def test_sales_alone_find_the_items_on_file(import_from: Import, tmp_path: Path) -> None:
    import_from(write_books(tmp_path / "books"))
    alone = tmp_path / "later" / "receipt-transactions.csv"
    row = "99,06/03/2018,women's  CUT,ANN01,ROSE,1,10,0.5,0.8"
    write_books(alone.parent, sales=(row, "98,06/03/2018,,ANN01,ROSE,1,10,0.5,0.8"))
    report = import_from(alone)
    assert (report.receipts, report.new_items, report.rejected) == (2, 0, ())
    assert receipt("99").lines[0].item == "Women's cut"
    assert receipt("98").lines[0].item == "MISC"
