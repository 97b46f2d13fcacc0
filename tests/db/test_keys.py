"""The key: kept apart from the data, and brought back by the recovery code."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError

from salon_pos.db import connection, keys, salon_file
from salon_pos.db.connection import FileProblem, database
from salon_pos.domain.refusal import Refusal
from tests.salons import Salon, founded_salon

SECRET = bytes(range(keys.SECRET_BYTES))


class Memory(KeyringBackend):
    """A keyring of this process."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Missing(Memory):
    """A machine without a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This machine's configuration, in a folder of its own."""
    return machine(tmp_path / "config", monkeypatch)


def machine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Move to a machine whose configuration lies in `folder`."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda name: folder / name)
    return folder


@pytest.fixture
def with_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program ask a keyring; never the machine's: each test sets its own."""
    before = keyring.get_keyring()
    monkeypatch.delenv("SALON_POS_NO_KEYRING")
    yield
    keyring.set_keyring(before)


def files(folder: Path) -> set[str]:
    return {one.name for one in folder.rglob("*") if one.is_file()}


# --- where the key is kept ---


def test_without_a_keyring_the_key_lies_in_a_file_of_the_user_alone(
    config: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    salon_file.create(data)
    uid = (data / salon_file.NAME_FILE).read_text()
    (key_file,) = [one for one in config.rglob("*") if one.is_file()]
    assert key_file.name == f"{uid}.key"
    assert files(data) >= {"salon.db", "salon.uid"}
    assert not [name for name in files(data) if "key" in name]
    if sys.platform != "win32":
        assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_a_key_kept_again_is_the_users_alone_whatever_lay_there(config: Path) -> None:
    keys.keep("salon", SECRET)
    (key_file,) = config.rglob("*.key")
    key_file.chmod(0o644)
    key_file.with_suffix(".new").write_text("left by a crash")
    keys.keep("salon", SECRET)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert files(config) == {"salon.key"}


def test_a_key_is_kept_in_the_keyring_where_there_is_one(
    config: Path, tmp_path: Path, with_keyring: None
) -> None:
    memory = Memory()
    keyring.set_keyring(memory)
    salon = founded_salon(tmp_path / "data")
    connection.close()
    uid = (salon.folder / salon_file.NAME_FILE).read_text()
    assert list(memory.kept) == [(keys.SERVICE, uid)]
    assert files(config) == set()
    salon_file.open_folder(salon.folder)
    memory.kept.clear()
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(salon.folder)


def test_a_machine_whose_keyring_fails_keeps_the_key_in_a_file(
    config: Path, tmp_path: Path, with_keyring: None
) -> None:
    keyring.set_keyring(Missing())
    salon_file.create(tmp_path / "data")
    connection.close()
    assert len(files(config)) == 1
    salon_file.open_folder(tmp_path / "data")


@pytest.mark.parametrize("harm", [b"", b"half a ke", b"\xff\xfe\x00"])
def test_a_damaged_key_file_asks_for_the_recovery_code(
    config: Path, tmp_path: Path, harm: bytes
) -> None:
    code = salon_file.create(tmp_path / "data")
    connection.close()
    (key_file,) = config.rglob("*.key")
    key_file.write_bytes(harm)
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(tmp_path / "data")
    salon_file.recover(tmp_path / "data", code)
    connection.close()
    salon_file.open_folder(tmp_path / "data")


def test_a_key_file_that_is_none_asks_for_the_recovery_code(config: Path, tmp_path: Path) -> None:
    salon_file.create(tmp_path / "data")
    connection.close()
    (key_file,) = config.rglob("*.key")
    key_file.unlink()
    key_file.mkdir()
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(tmp_path / "data")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_a_key_that_others_could_read_is_the_users_alone_after_opening(
    config: Path, tmp_path: Path
) -> None:
    salon_file.create(tmp_path / "data")
    connection.close()
    (key_file,) = config.rglob("*.key")
    key_file.chmod(0o644)
    salon_file.open_folder(tmp_path / "data")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


# --- the recovery code ---


def test_a_code_reads_well_and_gives_the_secret_back() -> None:
    code = keys.recovery_code(SECRET)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert not set(code) & set("OI01")
    assert keys.secret_from_code(code) == SECRET


WAYS_TO_TYPE: dict[str, Callable[[str], str]] = {
    "small letters": str.lower,
    "without the lines": lambda code: code.replace("-", ""),
    "with spaces": lambda code: code.replace("-", " "),
    "with space around it": lambda code: f"  {code}\n",
    "figures that look alike": lambda code: code.replace("8", "0").replace("9", "1"),
    "letters that look alike": lambda code: code.replace("8", "O").replace("9", "I"),
}


@pytest.mark.parametrize("way", WAYS_TO_TYPE)
def test_a_code_may_be_typed_as_people_do(way: str) -> None:
    for secret in (SECRET, bytes(18), b"\xff" * 18, b"salon secret of 18"):
        assert keys.secret_from_code(WAYS_TO_TYPE[way](keys.recovery_code(secret))) == secret


def wrong_codes() -> Iterator[str]:
    """The code with each character changed, two swapped, one too many, too few, none."""
    code = keys.recovery_code(SECRET)
    for at, letter in enumerate(code):
        if letter != "-":
            yield code[:at] + ("B" if letter != "B" else "C") + code[at + 1 :]
    yield from ("", code[:-1], code + "A", code[:-5], "one-two-three", "码" * 32, code[5:])


def test_a_mistyped_code_is_refused() -> None:
    for code in wrong_codes():
        with pytest.raises(Refusal) as refusal:
            keys.secret_from_code(code)
        assert (refusal.value.key, refusal.value.field) == ("bad_recovery_code", "code")


def test_a_salon_opens_on_another_machine_with_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(tmp_path / "first", monkeypatch)
    code = salon_file.create(tmp_path / "data")
    assert salon_file.recovery_code(tmp_path / "data") == code
    connection.close()
    second = machine(tmp_path / "second", monkeypatch)
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(tmp_path / "data")
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.recovery_code(tmp_path / "data")
    salon_file.recover(tmp_path / "data", code)
    connection.close()
    assert len(files(second)) == 1
    salon_file.open_folder(tmp_path / "data")
    assert salon_file.recovery_code(tmp_path / "data") == code


def test_another_salons_code_opens_nothing_and_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(tmp_path / "first", monkeypatch)
    other = salon_file.create(tmp_path / "other")
    salon_file.create(tmp_path / "data")
    connection.close()
    second = machine(tmp_path / "second", monkeypatch)
    before = (tmp_path / "data" / "salon.db").read_bytes()
    with pytest.raises(FileProblem, match="wrong_key"):
        salon_file.recover(tmp_path / "data", other)
    assert files(second) == set()
    assert (tmp_path / "data" / "salon.db").read_bytes() == before


def test_a_file_without_its_name_opens_with_the_code_and_is_named_anew(
    config: Path, tmp_path: Path
) -> None:
    code = salon_file.create(tmp_path / "data")
    connection.close()
    (tmp_path / "data" / salon_file.NAME_FILE).unlink()
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(tmp_path / "data")
    salon_file.recover(tmp_path / "data", code)
    connection.close()
    salon_file.open_folder(tmp_path / "data")


@pytest.mark.parametrize("harm", [b"", b"\xff\xfe", b"a\0b", b"a" * 5_000, b"../../other"])
def test_a_damaged_name_is_as_good_as_none(config: Path, tmp_path: Path, harm: bytes) -> None:
    code = salon_file.create(tmp_path / "data")
    connection.close()
    name = tmp_path / "data" / salon_file.NAME_FILE
    name.write_bytes(harm)
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(tmp_path / "data")
    salon_file.recover(tmp_path / "data", code)
    connection.close()
    salon_file.open_folder(tmp_path / "data")


def test_a_folder_for_a_name_is_said_calmly(config: Path, tmp_path: Path) -> None:
    code = salon_file.create(tmp_path / "data")
    connection.close()
    name = tmp_path / "data" / salon_file.NAME_FILE
    name.unlink()
    name.mkdir()
    with pytest.raises(FileProblem, match="no_key"):
        salon_file.open_folder(tmp_path / "data")
    with pytest.raises(FileProblem, match="no_access"):
        salon_file.recover(tmp_path / "data", code)


def test_each_salon_has_a_key_of_its_own(config: Path, tmp_path: Path) -> None:
    codes = {salon_file.create(tmp_path / name) for name in "abc"}
    assert len(codes) == 3
    assert len(files(config)) == 3
    assert os.environ["SALON_POS_NO_KEYRING"] == "1"


def test_the_salon_of_these_tests_is_encrypted_by_its_key(salon: Salon) -> None:
    connection.close()
    with pytest.raises(FileProblem, match="wrong_key"):
        connection.open_file(salon.folder / "salon.db", keys.file_key(SECRET))
    assert not database.is_connection_usable()
