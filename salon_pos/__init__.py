"""Salon POS: the desktop program a hair or beauty salon runs its day on."""

from pathlib import Path
from typing import Final

__version__ = "0.1.0"

RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"
"""Fonts, icons, translations: beside this package in a checkout and in the built program alike."""
