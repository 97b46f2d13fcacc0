"""What a picture is taken of: a salon's desk, and the window on it."""

from pathlib import Path
from typing import Protocol

from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.shell.window import Window


class Stage(Protocol):
    """Made anew for each picture, on a copy of the salon; nobody is signed in yet. The file is
    opened when `desk` or `shell` is first asked for."""

    @property
    def folder(self) -> Path: ...

    @property
    def window(self) -> Window: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def shell(self) -> Shell: ...

    def settle(self) -> None:
        """Let work beside the window come to its end."""
        ...
