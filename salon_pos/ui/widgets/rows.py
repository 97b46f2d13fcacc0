"""Row: what one line of a list says; Mark: a chip inside a row or a tile."""

from collections.abc import Hashable
from dataclasses import dataclass

from salon_pos.ui.theme import ChipTone

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Mark:
    """A chip inside a row or a tile."""

    text: str
    tone: ChipTone = "neutral"


@dataclass(frozen=True, kw_only=True)
class Row:
    """`initial` draws a round avatar. `note` stands quietly beside the title, `chips` before the
    subtitle. `figure` is at the right, `figure_note` beneath it (`struck` for an old price).
    `title_marks`/`subtitle_marks` are (start, length) of what a search matched. A `heading` only
    names the group that follows; `dim` is for what is retired."""

    key: Hashable
    title: str
    subtitle: str = ""
    note: str = ""
    chips: tuple[Mark, ...] = ()
    figure: str = ""
    figure_note: str = ""
    struck: bool = False
    initial: str = ""
    tone: str = ""
    icon: str = ""
    title_marks: Marks = ()
    subtitle_marks: Marks = ()
    heading: bool = False
    dim: bool = False

    @property
    def spoken(self) -> str:
        """Everything it shows, to be read aloud."""
        chips = " ".join(chip.text for chip in self.chips)
        parts = (self.title, self.note, chips, self.subtitle, self.figure, self.figure_note)
        return ", ".join(part for part in parts if part)
