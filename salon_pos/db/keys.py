"""The file's key: a secret in the OS keyring, or in a 0600 file of the user's configuration.

A 18-byte secret makes the 32-byte key. The recovery code is the secret with two check bytes, as
32 letters and figures; whoever has it can open the file on another machine.
"""

import base64
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from salon_pos.domain.refusal import refuse
from salon_pos.domain.words import N_

SECRET_BYTES = 18
SERVICE = "salon-pos"


def new_secret() -> bytes:
    """A fresh secret."""
    return secrets.token_bytes(SECRET_BYTES)


def file_key(secret: bytes) -> bytes:
    """The raw 32-byte key of the file. The secret is random, so one hash is enough."""
    return hashlib.blake2b(secret, digest_size=32, person=b"salon-pos-file").digest()


def recovery_code(secret: bytes) -> str:
    """The code to print: eight groups of four."""
    text = base64.b32encode(secret + _check_bytes(secret)).decode().translate(_TO_CLEAR)
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def secret_from_code(code: str) -> bytes:
    """The secret in a typed recovery code; refuses a mistyped one."""
    plain = "".join(code.upper().split()).replace("-", "").translate(_FROM_CLEAR)
    try:
        data = base64.b32decode(plain)
    except ValueError:
        data = b""
    secret, check = data[:SECRET_BYTES], data[SECRET_BYTES:]
    if len(secret) != SECRET_BYTES or check != _check_bytes(secret):
        refuse(
            "bad_recovery_code",
            N_("This is not a recovery code: it has eight groups of four. Check each group."),
            field="code",
        )
    return secret


# O and I are written 8 and 9, so no two characters of a code look alike.
_TO_CLEAR = str.maketrans("OI", "89")
_FROM_CLEAR = str.maketrans("890O1I", "OIOOII")


def _check_bytes(secret: bytes) -> bytes:
    return hashlib.blake2b(secret, digest_size=2, person=b"salon-pos-code").digest()


def keep(uid: str, secret: bytes) -> None:
    """Keep the secret of the file named `uid`, in the keyring where there is one."""
    if not _keep_in_keyring(uid, secret):
        _keep_in_file(_key_file(uid), secret)


def _keep_in_file(path: Path, secret: bytes) -> None:
    """Write the key whole and to the disk, or leave the one that is there: without it the salon
    opens with its recovery code only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret.hex().encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def find(uid: str) -> bytes | None:
    """The kept secret of the file named `uid`, or None on a machine that has never had it."""
    path = _key_file(uid)
    try:
        text = _text_in_file(path) if path.exists() else _text_in_keyring(uid)
        return bytes.fromhex(text) or None
    except (OSError, ValueError):  # a damaged key is none: the recovery code brings it back
        return None


def _text_in_file(path: Path) -> str:
    """What the key's file says; one that came back from a copy is for its owner alone again."""
    text = path.read_text("ascii")
    if path.stat().st_mode & 0o077:
        with suppress(OSError):  # a disk that cannot be written opens all the same
            path.chmod(0o600)
    return text


def _key_file(uid: str) -> Path:
    from platformdirs import user_config_path

    return user_config_path("salon-pos") / "keys" / f"{uid}.key"


def _without_keyring() -> bool:
    return os.environ.get("SALON_POS_NO_KEYRING") == "1"


def _keep_in_keyring(uid: str, secret: bytes) -> bool:
    if _without_keyring():
        return False
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, uid, secret.hex())
    except KeyringError:
        return False
    return True


def _text_in_keyring(uid: str) -> str:
    if _without_keyring():
        return ""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, uid) or ""
    except KeyringError:
        return ""
