"""The main job: another system's books are imported, the window is opened on them, a haircut is
sold to one of their clients, and it is at the top of that client's history."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from salon_pos.db.doctor import examine
from salon_pos.db.queries import people, receipts, sales
from salon_pos.domain.receipt import Receipt
from salon_pos.printing.png import receipt_png
from salon_pos.ui.app import Program
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.counter.pay.done import DonePanel
from salon_pos.ui.counter.pay.panel import PayPanel
from salon_pos.ui.counter.room import CounterRoom
from salon_pos.ui.shell import Shell
from tests.imports.books import write_books
from tests.imports.conftest import Import, import_from, owner
from tests.printing.reading import squeezed, text
from tests.ui.conftest import Start
from tests.ui.counter.hands import ALT, CTRL, panel_of, press
from tests.ui.reading import entries

__all__ = ["import_from", "owner"]

KEYS = Qt.Key


@dataclass(frozen=True)
class Job:
    """What is sold to whom, and what it comes to, worked out by hand in minor units. 20.00 is paid
    by card; of the rest in cash, rounded to five cents, 100.00 is handed over."""

    books: Path
    client: str
    lines_before: int  # those of the books that were for this client
    typed: str
    service: str
    staff: str
    price: int
    taxes: tuple[tuple[str, int], tuple[str, int]]
    total: int
    cash_rounding: int
    change: int


@pytest.fixture(params=["real salon", "small sample"])
def job(request: pytest.FixtureRequest, tmp_path: Path) -> Job:
    """On the real books where they are there, and always on a small sample of our own."""
    if request.param == "small sample":
        # GST 2.25 + PST 3.60; 30.85 in cash needs no rounding
        return Job(
            write_books(tmp_path / "books"), "ANN01", 3, "men's", "Men's cut, short", "ROSE",
            45_00, (("GST", 2_25), ("PST", 3_60)), 50_85, 0, 69_15,
        )  # fmt: skip
    # GST 5.10 + PST 8.16; 95.26 in cash is 95.25
    return Job(
        request.getfixturevalue("real_salon"), "HILJ01", 25, "women's hair", "Women's hair cut",
        "JJ", 102_00, (("GST", 5_10), ("PST", 8_16)), 115_26, -1, 4_75,
    )  # fmt: skip


class Viewer(QObject):
    """Stands where the machine's viewer of PDF files would."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def viewer():
    """What the program lets the machine show."""
    made = Viewer()
    # The library takes a text where its own stub asks for bytes.
    QDesktopServices.setUrlHandler("file", made, "open")  # pyright: ignore[reportArgumentType]
    yield made
    QDesktopServices.unsetUrlHandler("file")


def shell_of(program: Program) -> Shell:
    assert program.shell is not None
    return program.shell


def counter_of(program: Program) -> CounterRoom:
    room = shell_of(program).room("counter")
    assert isinstance(room, CounterRoom)
    return room


def sign_in_and_open_the_shift(program: Program, qtbot, tap) -> CounterRoom:
    """The owner's PIN on the keyboard; the float of the drawer stays at zero."""
    assert program.desk is not None
    with qtbot.waitSignal(program.desk.signed_in, timeout=20_000):
        press("1234", KEYS.Key_Return)
    counter = counter_of(program)
    tap(counter.gate.float.line)
    press(KEYS.Key_Return)
    assert not counter.gate.isVisible()
    return counter


def ring_up(counter: CounterRoom, job: Job) -> None:
    """Client, service, who does it: all typed."""
    assert QApplication.focusWidget() is counter.finder.field
    press(job.client.lower(), KEYS.Key_Return)
    press(job.typed, KEYS.Key_Return)
    place = [person.name for person in counter.ticket.strip.people].index(job.staff)
    press((ALT, KEYS(KEYS.Key_1.value + place)))


def take_payment(counter: CounterRoom, tap) -> DonePanel:
    """20.00 by card on its key, then 100.00 in cash by a tap."""
    press(KEYS.Key_F9)
    pay = panel_of(counter, PayPanel)
    press("20", (ALT, KEYS.Key_2))
    cash = next(iter(pay.tenders.values()))
    tap(cash)
    press("100")
    tap(pay.pay)
    return panel_of(counter, DonePanel)


def says(pdf: bytes, receipt: Receipt, job: Job) -> None:
    """Salon, number, line, taxes and tenders stand on the paper; its code is the sale."""
    printed = text(pdf)

    def money(amount: int) -> str:
        return f"${amount / 100:.2f}"

    for wanted in (
        "Imported salon",
        receipt.number,
        f"{job.service}{money(job.price)}",
        job.staff,
        *(
            f"{name}{rate}%{money(amount)}"
            for (name, amount), rate in zip(job.taxes, (5, 8), strict=True)
        ),
        f"Total{money(job.total)}",
        "Bank card$20.00",
        "Cash, received$100.00",
        f"Change{money(job.change)}",
    ):
        assert squeezed(wanted) in printed
    codes = zxingcpp.read_barcodes(Image.open(BytesIO(receipt_png(pdf))))
    assert [code.text for code in codes] == [receipt.uid]


def test_a_haircut_is_sold_to_a_client_of_imported_books(
    import_from: Import, job: Job, start: Start, viewer: Viewer, tmp_path: Path, qtbot, tap
) -> None:
    import_from(job.books)
    client = people.client_by_code(job.client)
    assert client is not None
    before = sales.history(client.id)
    assert len(before) == job.lines_before

    program = start(tmp_path / "salon")
    counter = sign_in_and_open_the_shift(program, qtbot, tap)
    ring_up(counter, job)
    done = take_payment(counter, tap)

    (sold,) = sales.find_sales(day=done.receipt.business_day)
    receipt = receipts.receipt(sold.uid)
    assert receipt == done.receipt
    assert receipt.client == client.name
    assert [(line.item, line.staff, line.net) for line in receipt.lines] == [
        (job.service, (job.staff,), job.price)
    ]
    assert tuple((tax.name, tax.amount) for tax in receipt.taxes) == job.taxes
    assert [(t.name, t.handed) for t in receipt.tenders] == [("Bank card", 2_000), ("Cash", 10_000)]
    figures = (receipt.total, receipt.cash_rounding, receipt.change)
    assert figures == (job.total, job.cash_rounding, job.change)

    with qtbot.waitSignal(shell_of(program).toasts.happened, timeout=20_000):
        tap(done.pdf)
    (file,) = viewer.opened
    assert file.name == f"{receipt.number}.pdf"
    says(file.read_bytes(), receipt, job)

    after = sales.history(client.id)
    assert (after[0].sale_uid, after[0].payable) == (receipt.uid, job.total)
    assert after[1:] == before
    press(KEYS.Key_Return)  # any key goes on
    press((CTRL, KEYS.Key_3))
    room = shell_of(program).room("clients")
    assert isinstance(room, ClientsRoom)
    press(job.client.lower(), KEYS.Key_Return)
    assert room.client == client
    top = entries(room.file.timeline)[0]
    assert (top.title, top.below) == (job.service, job.staff)
    assert top.figure == f"${job.total / 100:.2f}"
    assert top.key == receipt.uid
    assert examine()[1] == ()
