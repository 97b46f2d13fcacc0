"""How everything starts on a fresh machine: `python3 dev.py run`. Standard library only."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "complete.stamp"
DEMO = ROOT / "build" / "demo-salon"
PYTHON_FROM, PYTHON_BELOW = (3, 11), (3, 15)
THIS_PYTHON = ".".join(str(part) for part in sys.version_info[:2])
DEBIAN_SETUP = "apt-get install -y --no-install-recommends"

# Shared libraries that Qt loads, and the Debian packages that bring them.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
BUILDING = {"objdump": "binutils"}

NO_SCREEN = """\
Everything is ready, but this machine has no screen, so no window can open. To see it:
  python3 dev.py screens                  makes pictures of every screen in build/screens
  ssh -X to this machine, then python3 dev.py run
  QT_QPA_PLATFORM=vnc:size=1440x900 python3 dev.py run
                                          shows the window to a VNC viewer on port 5900, without
                                          a password: only in a network you trust"""


def say(sentence: str) -> None:
    """Print one sentence at once, in order with what the started programs print."""
    print(sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """End with a sentence that says what to do, and exit code 1."""
    say(sentence)
    raise SystemExit(1)


# --- the machine ---


def check_python() -> None:
    """Refuse a Python that the locked libraries do not support."""
    if not PYTHON_FROM <= sys.version_info < PYTHON_BELOW:
        stop(
            f"Salon POS needs Python 3.11, 3.12, 3.13 or 3.14; this is {THIS_PYTHON}. Start dev.py "
            "with one of those, for example python3.12 dev.py run (Windows: py -3.12 dev.py run)."
        )


def loads(library: str) -> bool:
    """Say whether the system's loader finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """Name the Debian packages whose shared libraries, programs or venv support are not there."""
    missing = [package for library, package in libraries.items() if not loads(library)]
    missing += [package for program, package in programs.items() if not shutil.which(program)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python{THIS_PYTHON}-venv")
    return missing


def ensure_system(libraries: dict[str, str], programs: dict[str, str]) -> None:
    """Install the missing system packages on Debian, or stop with the line that does it."""
    missing = missing_packages(libraries, programs) if sys.platform == "linux" else []
    if not missing:
        return
    command = f"{DEBIAN_SETUP} {' '.join(missing)}"
    if not shutil.which("apt-get"):
        stop(f"Please install what these Debian packages bring, then try again: {missing}")
    prefix = root_prefix()
    if prefix is None:
        stop(
            f"Some system packages are missing. Please run this line, then try again:\n"
            f"  sudo apt-get update && sudo {command}"
        )
    say(f"Installing system packages: {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-q"], env=quiet, check=False)
    if subprocess.run([*prefix, *command.split()], env=quiet, check=False).returncode:
        stop(f"The system packages could not be installed. The line was:\n  sudo {command}")


def root_prefix() -> list[str] | None:
    """Give what to put before a command to run it as root: nothing, sudo, or None if impossible."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n"]
    return None


# --- the environment ---


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold off a second dev.py in this folder while the environment is being built."""
    with (ROOT / ".venv.lock").open("a", encoding="utf-8") as file:
        # The started pip holds it too: it may outlive a dev.py that was killed.
        os.set_inheritable(file.fileno(), True)
        if not try_lock(file.fileno()):
            say("Another dev.py is setting up .venv; waiting for it to end ...")
            while not try_lock(file.fileno()):
                time.sleep(0.5)
        yield


def try_lock(file: int) -> bool:
    """Take the lock on an open file, unless another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def wanted_stamp() -> str:
    """Describe the environment that fits: the lock's hash, this Python and this folder."""
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {THIS_PYTHON} {ROOT}\n"


def is_complete() -> bool:
    """Say whether `.venv` was built to its end from the lock as it is now."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted_stamp()


def ensure_environment() -> None:
    """Build `.venv` from the lock unless it is there already; what is half-built starts anew."""
    with alone():
        if is_complete():
            return
        if Path(sys.prefix).resolve() == VENV:
            stop(".venv is out of date. Start dev.py with the system's Python, not with .venv's.")
        started = time.monotonic()
        say("Setting up .venv with the locked libraries (once, about a minute) ...")
        remove_environment()
        if call(sys.executable, "-m", "venv", VENV):
            stop("Python could not make .venv; see above. Nothing else was changed.")
        pip("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK))
        pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text(wanted_stamp(), encoding="utf-8")
        say(f"Ready after {time.monotonic() - started:.0f} s.")


def remove_environment() -> None:
    """Remove `.venv`, its stamp first, so that nothing half-removed passes for complete."""
    try:
        STAMP.unlink(missing_ok=True)
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        stop(f"The old .venv is in use ({error}). Close Salon POS and editors, then try again.")


def pip(*arguments: str) -> None:
    """Install with the environment's own pip, or stop."""
    if python("-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments):
        stop("The libraries could not be installed; see above. Start again to continue.")


def prepare(*, window: bool = False, building: bool = False) -> None:
    """Make everything ready: system packages first, so that nothing is left half-installed."""
    libraries = dict(DRAWING)
    if window:
        libraries |= WINDOW
    if building and sysconfig.get_config_var("Py_ENABLE_SHARED"):
        libraries[sysconfig.get_config_var("INSTSONAME")] = f"libpython{THIS_PYTHON}"
    ensure_system(libraries, BUILDING if building else {})
    ensure_environment()


# --- starting things ---


def apart() -> dict[str, str]:
    """Give the environment for work without a display, away from the user's folders and keyring."""
    home = ROOT / "build" / "home"
    home.mkdir(parents=True, exist_ok=True)
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA"), str(home))
    return {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "SALON_POS_NO_KEYRING": "1"}


def call(*command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run a command in the project's folder, what it prints thrown away where `quiet`; its exit
    code. Errors and progress are always shown."""
    words = [str(part) for part in command]
    out = subprocess.DEVNULL if quiet else None
    done = subprocess.run(words, cwd=ROOT, env=env, stdout=out, check=False, close_fds=False)
    return done.returncode


def python(*arguments: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run the environment's Python."""
    return call(PYTHON, *arguments, env=env, quiet=quiet)


def has_display() -> bool:
    """Say whether a display waits for windows; only Linux may lack one."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- deeds ---


def run(arguments: list[str]) -> int:
    """open a demo salon in the window (made once); arguments go to `salon-pos open`"""
    prepare(window=has_display())
    if not any(argument.startswith("--data") for argument in arguments):
        if not DEMO.exists() and make_demo():
            return 1
        arguments = ["--data", str(DEMO), *arguments]
    if sys.platform == "linux" and not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        say(NO_SCREEN)
        return 1
    return python("-m", "salon_pos", "open", *arguments)


def make_demo() -> int:
    """Make the demo salon beside its place and move it there when it is whole."""
    say("Making a demo salon ...")
    unfinished = DEMO.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    # An invented salon's key needs no keyring, which may ask for a password.
    env = {**os.environ, "SALON_POS_NO_KEYRING": "1"}
    # What it says names the unfinished folder, which is gone a moment later.
    code = python("-m", "salon_pos", "demo", "--data", unfinished, env=env, quiet=True)
    if code == 0:
        unfinished.rename(DEMO)
        say("A demo salon is ready. Everybody's PIN is 1234.")
    return code


def quick_checks() -> dict[str, list[str | Path]]:
    """Give the checks that need no test run, each by its name."""
    return {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "types": [PYTHON, "-m", "basedpyright"],
        "imports": [BIN / "lint-imports", "--no-cache", "--no-logo"],
    }


def run_checks(checks: dict[str, list[str | Path]]) -> int:
    """Run every check, also after one failed, and end with a line that names the failed ones."""
    failed: list[str] = []
    for name, command in checks.items():
        say(f"--- {name}")
        if call(*command, env=apart()):
            failed.append(name)
    say(f"Checks failed: {', '.join(failed)}." if failed else f"All is well: {', '.join(checks)}.")
    return 1 if failed else 0


def test(arguments: list[str]) -> int:
    """every check and every test; with arguments only pytest, with them (-k, a file ...)"""
    prepare()
    if arguments:
        return python("-m", "pytest", *arguments, env=apart())
    return run_checks({**quick_checks(), "tests": [PYTHON, "-m", "pytest", "-n", "2"]})


def check(_: list[str]) -> int:
    """the quick checks: format, lint, types, import contracts"""
    prepare()
    return run_checks(quick_checks())


def screens(arguments: list[str]) -> int:
    """pictures of every screen into build/screens, without a display"""
    prepare()
    return python(
        "-m", "tests.screens", "--out", ROOT / "build" / "screens", *arguments, env=apart()
    )


def bench(arguments: list[str]) -> int:
    """the benchmarks: a table, and build/bench.json"""
    prepare()
    return python("-m", "tests.bench", *arguments, env=apart())


def soak(arguments: list[str]) -> int:
    """the long runs: soak tests and many more examples of every property; pytest arguments"""
    prepare()
    long_runs = ["-m", "soak or hypothesis", "--hypothesis-profile", "soak", "--timeout", "0"]
    return python("-m", "pytest", *long_runs, *arguments, env=apart())


def build(arguments: list[str]) -> int:
    """the program for this kind of machine into dist/salon-pos, started once to see that it runs"""
    prepare(building=True)
    command = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", ROOT / "dist", "--workpath", ROOT / "build" / "pyinstaller"]
    say("Building dist/salon-pos (about a minute) ...")
    return python(*command, *folders, *arguments, ROOT / "build.spec") or start_built()


def start_built() -> int:
    """Start the built program: make a small demo salon, check it, open and close its window."""
    program = (
        ROOT / "dist" / "salon-pos" / ("salon-pos.exe" if sys.platform == "win32" else "salon-pos")
    )
    with tempfile.TemporaryDirectory() as folder:
        data = ["--data", str(Path(folder) / "salon")]
        env = apart()
        for step in (
            ["--version"],
            ["demo", *data, "--clients", "5", "--months", "1", "--seed", "1"],
            ["doctor", *data],
            ["open", *data, "--quit-after-start"],
        ):
            say(f"--- salon-pos {step[0]}")
            if call(program, *step, env=env):
                say(f"The built program fails at: salon-pos {' '.join(step)}")
                return 1
    say(f"The built program starts: {program.relative_to(ROOT)}")
    return 0


def install(_: list[str]) -> int:
    """set everything up and start nothing; says where the salon-pos command lies"""
    prepare(window=has_display())
    say(f"Installed. The command is {BIN / 'salon-pos'}")
    return 0


def lock(arguments: list[str]) -> int:
    """write requirements.lock from pyproject.toml, for all platforms (--upgrade: newer releases)"""
    prepare()
    command = ["-m", "uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--universal"]
    form = ["--generate-hashes", "--no-header", "--no-annotate", "--quiet", "-o", LOCK.name]
    return python(*command, *form, *arguments)


DEEDS: dict[str, Callable[[list[str]], int]] = {
    deed.__name__: deed for deed in (run, test, screens, bench, soak, check, build, install, lock)
}


def usage() -> str:
    """List the deeds."""
    lines = [f"  {name:8} {deed.__doc__}" for name, deed in DEEDS.items()]
    return "python3 dev.py DEED [ARGUMENTS]      (on Windows: py dev.py DEED)\n\n" + "\n".join(
        lines
    )


def main() -> int:
    """Do the deed that the command line names and give its exit code."""
    name, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name not in DEEDS:
        say(usage())
        return 0 if name in {"-h", "--help"} else 2
    check_python()
    try:
        return DEEDS[name](arguments)
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
