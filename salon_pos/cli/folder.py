"""The salon's folder, for whoever asks without the command line's library."""

import os
from pathlib import Path


def salon_folder(data: Path | None) -> Path:
    """The folder that was named, or the one that this platform keeps a user's data in."""
    if data is not None:
        return data
    import platformdirs

    return platformdirs.user_data_path("salon-pos", appauthor=False)


def data_from_environment() -> Path | None:
    """The folder that SALON_POS_DATA names."""
    named = os.environ.get("SALON_POS_DATA")
    return Path(named) if named else None
