"""One voucher from the client's file: on paper, and taken back with a reason."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from salon_pos.db.queries import coupons, deeds
from salon_pos.domain.coupons import Coupon
from salon_pos.ui.member import voucher_page
from salon_pos.ui.member.reason_panel import ReasonPanel
from salon_pos.ui.member.voucher_page import VoucherPage
from salon_pos.ui.member.voucher_panel import VoucherPanel
from salon_pos.ui.shell import Shell
from salon_pos.usecases.coupons import NewCoupon, give_coupon, put_on
from salon_pos.usecases.vouchers import NewVoucher, give_voucher
from tests.salons import NOW
from tests.ui.counter.hands import CTRL, press
from tests.ui.member.conftest import Enter
from tests.ui.member.hands import is_open, last_toast, on_top, sums
from tests.ui.reading import entries
from tests.usecases.spending import pay
from tests.usecases.valued import Valued

Key = Qt.Key


@pytest.fixture
def given(valued: Valued) -> Valued:
    """Maya has a voucher over 10.00 and, newer, a fifth off cuts."""
    salon, by = valued.salon, valued.salon.by("olga")
    maya, cut = salon.clients["maya"].id, frozenset({salon.items["cut"].id})
    give_voucher(NewVoucher("pays", 1_000, 5_000, maya, 30), by=by, now=NOW)
    spring = Coupon("off", "", "Spring", percent_bp=2_000, item_ids=cut)
    give_coupon(NewCoupon(spring, maya), by=by, now=NOW.replace(hour=NOW.hour + 1))
    return valued


def opened(shell: Shell, row: int) -> VoucherPage:
    """The voucher in this row of the list, opened by keys."""
    press((CTRL, Key.Key_B))
    panel = on_top(shell, VoucherPanel)
    panel.list.setFocus(Qt.FocusReason.TabFocusReason)
    panel.list.set_current(entries(panel.list)[row].key)
    press(Key.Key_Return)
    return on_top(shell, VoucherPage)


def codes() -> dict[str, str]:
    """The codes by uid."""
    return {uid: found.code for uid in ("pays", "off") if (found := coupons.given(uid))}


def test_both_kinds_in_one_list(enter: Enter, given: Valued, shell: Shell) -> None:
    enter("Kai")
    press((CTRL, Key.Key_B))
    rows = entries(on_top(shell, VoucherPanel).list)
    assert [(row.title, row.figure) for row in rows] == [
        (codes()["off"], "20 % off"), (codes()["pays"], "$10.00"),
    ]  # fmt: skip


def test_its_conditions_are_read(enter: Enter, given: Valued, shell: Shell) -> None:
    enter("Kai")
    page = opened(shell, 1)
    assert sums(page) == {
        "Worth": "$10.00", "For": "everything", "For bills of at least": "$50.00",
        "Given on": "4 May 2026", "Valid until": "3 Jun 2026",
    }  # fmt: skip
    said = [line.left for line in page.paper.lines]
    assert "Cash voucher" in said
    assert codes()["pays"] in said
    assert not page.cancel.isVisible()  # only a manager takes one back


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_it_is_saved(
    form: str, enter: Enter, given: Valued, shell: Shell, qtbot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(voucher_page, "receipt_folder", lambda: tmp_path)
    enter("Kai")
    opened(shell, 0)
    press((CTRL, Key.Key_S if form == "pdf" else Key.Key_E))
    file = tmp_path / f"voucher-{codes()['off']}.{form}"
    qtbot.waitUntil(lambda: bool(shell.toasts.history))
    assert last_toast(shell) == f"The voucher is saved as {file}."
    if form == "pdf":
        document = pypdfium2.PdfDocument(file)
        text = document[0].get_textpage().get_text_range()
        document.close()
        assert "20 % off" in text
    else:
        assert file.read_bytes().startswith(b"\x89PNG")


def test_a_percent_is_no_worth(enter: Enter, given: Valued, shell: Shell) -> None:
    enter("Kai")
    told = sums(opened(shell, 0))
    assert told["Reduction"] == "20 % off"
    assert "Worth" not in told


def test_it_is_cancelled_with_a_reason(enter: Enter, given: Valued, shell: Shell) -> None:
    enter("Olga")
    page = opened(shell, 0)
    press((CTRL, Key.Key_D))
    asked = on_top(shell, ReasonPanel)
    press(Key.Key_Return)
    assert asked.reason.error() == "Say why the voucher is cancelled."
    assert not coupons.given("off").is_cancelled  # pyright: ignore[reportOptionalMemberAccess]
    press("Given twice", Key.Key_Return)
    assert not is_open(shell, ReasonPanel)
    found = coupons.given("off")
    assert found is not None
    assert found.is_cancelled
    assert deeds.remark(found.used_by) == "Given twice"
    assert last_toast(shell) == f"Voucher {found.code} is cancelled."
    for part in (page.pdf, page.picture, page.cancel):
        assert not part.isVisible()
    press(Key.Key_Escape)
    rows = entries(on_top(shell, VoucherPanel).list)
    assert [row.chips[0].text for row in rows] == ["cancelled", "good"]


def test_a_used_one_says_where(enter: Enter, given: Valued, shell: Shell) -> None:
    salon = given.salon
    ticket = salon.ticket("t", salon.line("cut"), client="maya")
    receipt = pay(given, put_on(ticket, codes()["off"], NOW.date()))
    enter("Olga")
    page = opened(shell, 0)
    assert sums(page)["Used by sale"] == f"{receipt.number} · Mon 4 May"
    assert not page.cancel.isVisible()
