"""Above the receipt: what was corrected of the sale or came back, for whom it was claimed, by whom
and why."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries.corrections import (
    ClaimedFor,
    GivenBack,
    Note,
    StaffCorrected,
    TenderCorrected,
)
from salon_pos.domain.money import BASIS_POINTS, Amount
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.clear import clear

_ICONS = {ClaimedFor: "user-check", GivenBack: "undo-2"}


class CorrectionNotes(QWidget):
    """One banner for each, the newest first; nothing where the sale stands as it was rung up."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        t = theme.tokens()
        self._column.setContentsMargins(t.xl, t.m, t.xl, 0)
        self._column.setSpacing(t.s)
        self.said: tuple[str, ...] = ()

    def show_notes(self, notes: Sequence[Note], settings: Settings) -> None:
        """Say these instead of what was said."""
        clear(self._column)
        self.said = tuple(_words(note, settings) for note in notes)
        for note, said in zip(notes, self.said, strict=True):
            self._column.addWidget(Banner(said, "info", icon=_ICONS.get(type(note), "pencil")))
        self.setVisible(bool(notes))


def _words(note: Note, settings: Settings) -> str:
    """What, as a heading; below it who, when, with whose word, and why."""
    at = settings.local(note.made.at)
    parts = [note.made.by, f"{screen().day(settings.business_day(note.made.at))} "
             f"{screen().time(at)}"]  # fmt: skip
    if note.made.approved_by:
        parts.append(_("approved by {name}", name=note.made.approved_by))
    if note.made.reason:
        parts.append(_("“{reason}”", reason=note.made.reason))
    return f"{_what(note)}\n{' · '.join(parts)}"


def _what(note: Note) -> str:
    match note:
        case StaffCorrected(item, was, now):
            return _("{item}: {now} instead of {was}", item=item, now=_shares(now),
                     was=_shares(was))  # fmt: skip
        case TenderCorrected(was, now, amount):
            return _("{amount} paid by {now} instead of {was}", amount=Amount(amount),
                     now=_(now), was=_(was))  # fmt: skip
        case ClaimedFor(client=client, points=points):
            return (
                n_("Claimed for {name}: {n} point", "Claimed for {name}: {n} points", points,
                   name=client)
                if points
                else _("Claimed for {name}", name=client)
            )  # fmt: skip
        case GivenBack(number, amount, is_void):
            if is_void:
                return _("Cancelled by void {number}", number=number)
            return _("{amount} given back by refund {number}", number=number,
                     amount=Amount(amount))  # fmt: skip


def _shares(shares: Sequence[tuple[str, int]]) -> str:
    """Names, with their parts where there are several."""
    return screen().several(
        [name if part == BASIS_POINTS else f"{name} {screen().percent(part)}"
         for name, part in shares]
    ) or _("nobody")  # fmt: skip
