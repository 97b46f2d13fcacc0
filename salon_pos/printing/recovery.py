"""The recovery code on paper, to be kept where the salon keeps its keys."""

from salon_pos.i18n import Words
from salon_pos.printing.layout import RULE, Kind, PaperLine

_IN_A_ROW = 4


def recovery_paper(salon: str, code: str, words: Words) -> tuple[PaperLine, ...]:
    """What to print: the code in groups of four, as a QR code too, and what it is for."""
    groups = code.split("-")
    rows = [groups[n : n + _IN_A_ROW] for n in range(0, len(groups), _IN_A_ROW)]
    return (
        PaperLine(Kind.HEADING, salon),
        PaperLine(Kind.CENTRE, words.text("Recovery code")),
        RULE,
        *(PaperLine(Kind.HEADING, "  ".join(row)) for row in rows),
        RULE,
        PaperLine(Kind.QR, code),
        PaperLine(
            Kind.CENTRE,
            words.text(
                "With this code the salon’s file opens on another machine. "
                "Keep it away from this one, and show it to nobody."
            ),
        ),
    )
