"""A full disk and a folder without rights: a sentence, the ticket stays, nothing is half-kept."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from salon_pos.db import connection, keys, salon_file
from salon_pos.db.connection import NO_ACCESS, FileProblem, database
from salon_pos.db.doctor import examine
from salon_pos.db.queries import tickets
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Ticket
from salon_pos.usecases.checkout import Kept, keep_tickets, take_payment
from salon_pos.usecases.clients import save_client
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon, opened_copy

NOBODY = 65_534  # root may write anywhere, so it steps down for a moment


def content() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = [name.removeprefix("table ") for name in connection.schema() if name[:6] == "table "]
    return {one: database.execute_sql(f'SELECT * FROM "{one}"').fetchall() for one in tables}


def refused(deed: Callable[[], object]) -> None:
    """`deed` is refused with the sentence that says what to do, and not a row is another."""
    before = content()
    with pytest.raises(Refusal) as refusal:
        deed()
    assert (refusal.value.key, refusal.value.text) == ("no_access", NO_ACCESS)
    assert content() == before


def waiting_ticket(salon: Salon) -> Ticket:
    """A ticket on file that is to be paid when the disk is full."""
    ticket = salon.ticket("waiting", salon.line("cut"), salon.line("gel", 3), client="maya")
    keep_tickets([Kept(ticket)], by=salon.by("kai"), now=NOW)
    return ticket


def fill(salon: Salon) -> int:
    """Sell until not even one line finds room; how many sales there were."""
    sold, lines = 0, 8
    while lines:
        washes = [salon.line("wash", uid=str(i)) for i in range(lines)]
        payment = salon.payment(salon.ticket(f"filling {sold}", *washes))
        try:
            take_payment(payment, by=salon.by("kai"), now=NOW)
            sold += 1
        except Refusal:
            lines //= 2
    assert sold
    return sold


def nothing_can_be_kept(salon: Salon, waiting: Ticket) -> None:
    """Every deed of the counter is refused, and the ticket that was kept is as it was."""
    by = salon.by("kai")
    client = replace(salon.clients["leo"], note="n" * 90_000)
    refused(lambda: take_payment(salon.payment(waiting), by=by, now=NOW))
    refused(lambda: keep_tickets([Kept(replace(waiting, tag="7" * 90_000), 1)], by=by, now=NOW))
    refused(lambda: save_client(client, by=by, now=NOW))
    kept = tickets.open_ticket("waiting")
    assert kept is not None
    assert kept.ticket == waiting


def sells_on(salon: Salon, waiting: Ticket, sold: int) -> None:
    """The waiting ticket is paid under the next number, the shift closes, the file is whole."""
    by = salon.by("kai")
    payment = salon.payment(waiting)
    assert take_payment(payment, by=by, now=NOW).number == f"A-{sold + 1:06d}"
    close_shift(10_000, by=by, now=NOW)
    open_shift(10_000, by=by, now=NOW)
    assert examine()[1] == ()


# --- a full disk ---


def test_a_file_that_may_not_grow_takes_nothing_by_half(selling: Salon) -> None:
    waiting = waiting_ticket(selling)
    (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {pages + 20}")
    sold = fill(selling)
    nothing_can_be_kept(selling, waiting)
    assert examine()[1] == ()
    database.execute_sql(f"PRAGMA max_page_count = {pages + 2_000}")
    sells_on(selling, waiting, sold)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with two megabytes, where this machine allows one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    allowed = sys.platform == "linux" and os.geteuid() == 0
    if not allowed or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not in every container")
    yield disk
    connection.close()
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_takes_nothing_by_half(salon_template: Salon, small_disk: Path) -> None:
    salon = opened_copy(salon_template, small_disk / "salon")
    open_shift(10_000, by=salon.by("kai"), now=NOW)
    waiting = waiting_ticket(salon)
    sold = fill(salon)
    nothing_can_be_kept(salon, waiting)
    connection.close()
    salon_file.open_folder(salon.folder)
    assert tickets.open_ticket("waiting")
    connection.close()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    salon_file.open_folder(salon.folder)
    sells_on(salon, waiting, sold)


def test_a_salon_is_not_made_by_half(small_disk: Path) -> None:
    (small_disk / "other things").write_bytes(bytes(2_000_000))
    with pytest.raises(FileProblem) as problem:
        salon_file.create(small_disk / "salon")
    assert problem.value.key == "no_access"
    assert not salon_file.exists(small_disk / "salon")
    (small_disk / "other things").unlink()
    salon_file.create(small_disk / "salon")


# --- a folder without rights ---


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Whoever works here now may read this folder and its files, and change none of it."""
    files = list(folder.iterdir())
    for file in files:
        file.chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
        for file in files:
            file.chmod(0o644)


@pytest.fixture
def public_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that everybody may look into, and the keys with it: tmp_path is the user's own."""
    if sys.platform == "win32":
        pytest.skip("a folder's rights are not changed by chmod on Windows")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        connection.close()


def key_of(salon: Salon) -> bytes:
    """Its key, looked up before root steps down and cannot read it."""
    secret = keys.find((salon.folder / salon_file.NAME_FILE).read_text())
    assert secret
    return keys.file_key(secret)


def test_a_closed_salon_in_a_read_only_folder(salon_template: Salon, public_folder: Path) -> None:
    """Without its log it cannot even be looked at: the sentence says so, and nothing is changed."""
    salon = opened_copy(salon_template, public_folder / "salon")
    connection.close()
    key, file = key_of(salon), salon.folder / connection.FILE_NAME
    before = file.read_bytes()
    with without_rights(salon.folder), pytest.raises(FileProblem) as problem:
        connection.open_file(file, key)
    assert (problem.value.key, problem.value.text) == ("no_access", NO_ACCESS)
    assert file.read_bytes() == before
    connection.open_file(file, key)
    assert examine()[1] == ()


def test_an_unfinished_salon_in_a_read_only_folder(
    salon_template: Salon, public_folder: Path
) -> None:
    """After a crash its log lies there, and whoever opens it may read but not sell."""
    salon = opened_copy(salon_template, public_folder / "salon")
    open_shift(10_000, by=salon.by("kai"), now=NOW)
    waiting = waiting_ticket(salon)
    crashed = public_folder / "crashed"
    crashed.mkdir()
    for name in ("salon.db", "salon.db-wal", "salon.db-shm"):
        shutil.copy(salon.folder / name, crashed / name)
    connection.close()
    key = key_of(salon)
    with without_rights(crashed):
        connection.open_file(crashed / connection.FILE_NAME, key)
        nothing_can_be_kept(salon, waiting)
    connection.close()
    connection.open_file(crashed / connection.FILE_NAME, key)
    sells_on(salon, waiting, sold=0)


def test_no_salon_is_made_in_a_read_only_folder(public_folder: Path) -> None:
    with without_rights(public_folder), pytest.raises(FileProblem) as problem:
        salon_file.create(public_folder / "salon")
    assert (problem.value.key, problem.value.text) == ("no_access", NO_ACCESS)
    assert list(public_folder.iterdir()) == []


def test_no_salon_is_made_whose_key_cannot_be_kept(
    public_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(public_folder / "config"))
    data, config = public_folder / "data", public_folder / "config"
    data.mkdir()
    data.chmod(0o777)
    config.mkdir()
    with without_rights(config), pytest.raises(FileProblem) as problem:
        salon_file.create(data)
    assert (problem.value.key, problem.value.text) == ("no_access", NO_ACCESS)
    assert not salon_file.exists(data)
