"""How this machine shows the program: language, text size, light or dark. Nothing about a salon."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication

from salon_pos.domain.settings import LANGUAGES

Look = Literal["system", "light", "dark"]
LOOKS: tuple[Look, ...] = ("system", "light", "dark")
SCALES = (100, 125, 150)
FILE_NAME = "preferences.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`language` is empty until somebody chooses one: then the salon's is spoken. `scale` is the
    text size in percent. `staff_id` is who signed in last, so that their tile is chosen first."""

    language: str = ""
    scale: int = 100
    look: Look = "system"
    staff_id: int = 0

    @property
    def is_dark(self) -> bool:
        """Whether the dark theme is worn, chosen here or by the system."""
        if self.look == "system":
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.look == "dark"


def system_language() -> str:
    """The one of our languages that is nearest to the machine's."""
    locale = QLocale.system()
    if locale.language() is not QLocale.Language.Chinese:
        return "en"
    traditional = locale.script() is QLocale.Script.TraditionalHanScript
    return "zh_TW" if traditional else "zh_CN"


def preferences_file() -> Path:
    """Where they are kept: beside the user's other configuration."""
    from platformdirs import user_config_path

    return user_config_path("salon-pos") / FILE_NAME


def load(path: Path) -> Preferences:
    """What was kept; what does not fit is left plain: losing it costs nobody anything."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(found, dict):
        return Preferences()
    known = {field.name for field in fields(Preferences)}
    return _fitting(Preferences(**{k: v for k, v in found.items() if k in known}))


def keep(preferences: Preferences, path: Path) -> None:
    """Keep them for the next start; a folder that cannot be written forgets them."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(preferences), indent=2), encoding="utf-8")


def _fitting(found: Preferences) -> Preferences:
    """`found` without what a hand or another version wrote into it that we cannot show."""
    plain = Preferences()
    return Preferences(
        language=found.language if found.language in LANGUAGES else plain.language,
        scale=found.scale if found.scale in SCALES else plain.scale,
        look=found.look if found.look in LOOKS else plain.look,
        staff_id=found.staff_id if isinstance(found.staff_id, int) else plain.staff_id,
    )
