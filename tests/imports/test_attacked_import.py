"""Receipt numbers of the other system that look like the parts we add later ("9+1")."""

from pathlib import Path

from salon_pos.db.connection import database
from salon_pos.db.doctor import examine
from tests.imports.books import write_books
from tests.imports.conftest import Import

LATE = "9,05/01/2018,Shampoo 300ml,ANN01,ROSE,1,25.5,1.275,2.04"
OWN = "9+1,05/01/2018,Shampoo 300ml,DEE01,ROSE,2,51,2.55,4.08"


def numbers() -> list[str]:
    rows = database.execute_sql("SELECT number FROM sale WHERE number LIKE '9%' ORDER BY number")
    return [number for (number,) in rows.fetchall()]


def test_a_receipt_with_a_plus_is_on_file_the_second_time(
    import_from: Import, tmp_path: Path
) -> None:
    books = write_books(tmp_path / "books", OWN)
    first, again = import_from(books), import_from(books)
    assert (first.new_sales, again.new_sales, again.to_write) == (8, 0, 0)
    assert again.rejected == ()
    assert numbers() == ["9", "9+1"]


def test_a_late_line_of_its_namesake_takes_the_next_free_number(
    import_from: Import, tmp_path: Path
) -> None:
    import_from(write_books(tmp_path / "before"))
    both = write_books(tmp_path / "both", LATE, OWN)
    report, again = import_from(both), import_from(both)
    assert report.rejected == ()
    assert numbers() == ["9", "9+1", "9+2"]
    assert again.to_write == 0
    assert examine()[1] == ()
