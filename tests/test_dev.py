"""dev.py and the lock: what a fresh machine meets first."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

import dev

LOCK = dev.LOCK.read_text("utf-8")


def test_an_old_python_can_read_dev_py_far_enough_to_be_refused() -> None:
    ast.parse(Path(dev.__file__).read_text("utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 14), (3, 15, 0)])
def test_a_python_without_the_locked_libraries_is_refused(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stopped:
        dev.check_python()
    assert stopped.value.code == 1
    assert "needs Python 3.11" in capsys.readouterr().out


def test_this_python_is_accepted() -> None:
    dev.check_python()


def test_an_unknown_deed_lists_the_deeds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "rnu"])
    assert dev.main() == 2
    printed = capsys.readouterr().out
    for deed in ("run", "test", "screens", "bench", "soak", "check", "build", "install", "lock"):
        assert re.search(rf"^  {deed} +\w", printed, re.M)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux needs system packages")
def test_without_rights_a_missing_library_stops_with_the_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: None)
    monkeypatch.setattr(dev.shutil, "which", lambda program: f"/usr/bin/{program}")
    with pytest.raises(SystemExit) as stopped:
        dev.ensure_system({"libnowhere.so.7": "libnowhere7"}, {})
    assert stopped.value.code == 1
    assert "sudo apt-get install -y --no-install-recommends libnowhere7" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a screen")
def test_without_a_screen_run_says_how_to_see_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[tuple[str | Path, ...]] = []
    monkeypatch.setattr(dev, "prepare", lambda **_: None)
    monkeypatch.setattr(dev, "DEMO", tmp_path)  # a demo that is there already
    monkeypatch.setattr(dev, "python", lambda *words: started.append(words) or 0)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert dev.run([]) == 1
    said = capsys.readouterr().out
    assert "has no screen" in said
    assert "dev.py screens" in said
    assert "vnc" in said
    assert not started
    monkeypatch.setenv("DISPLAY", ":0")
    assert dev.run([]) == 0
    assert started == [("-m", "salon_pos", "open", "--data", str(tmp_path))]


def test_an_environment_is_complete_only_for_its_own_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "STAMP", tmp_path / "complete.stamp")
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")
    dev.LOCK.write_text("peewee==4.5.3\n", encoding="utf-8")
    assert not dev.is_complete()  # interrupted before the stamp
    dev.STAMP.write_text(dev.wanted_stamp(), encoding="utf-8")
    assert dev.is_complete()
    dev.LOCK.write_text("peewee==4.5.4\n", encoding="utf-8")
    assert not dev.is_complete()


def locked_names() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.M))


def test_every_locked_library_has_a_hash() -> None:
    requirements = re.split(r"\n(?=[a-z0-9])", LOCK.strip())
    assert len(requirements) == len(locked_names())
    assert not [text for text in requirements if "--hash=sha256:" not in text]


def test_the_lock_names_no_place() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[=<>;]", text)[0].strip().lower() for text in asked}
    assert names <= locked_names()
