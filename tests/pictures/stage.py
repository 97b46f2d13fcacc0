"""What a picture is taken of: a salon's desk, and the window on it."""

from typing import Protocol

from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell


class Stage(Protocol):
    """Made anew for each picture, on a copy of the salon; nobody is signed in yet."""

    @property
    def desk(self) -> Desk: ...

    @property
    def shell(self) -> Shell: ...
