"""FindingsView: what the rule lab found, as it was and under the rule that was tried."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salon_pos.domain.lab import Findings, Month, Move
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text

_MOST_NAMES = 60


class FindingsView(QWidget):
    """Empty until `show_findings`. `said()` is all of it as text."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().m)
        self._said: list[str] = []
        self._part: QWidget | None = None

    def clear(self) -> None:
        """Nothing is found out yet."""
        self._said = []
        if self._part is not None:
            self._column.removeWidget(self._part)
            self._part.hide()
            self._part.deleteLater()
            self._part = None

    def show_findings(self, findings: Findings, tier_names: Mapping[str, str]) -> None:
        """The whole first, then month by month, then who moves."""
        self.clear()
        self._part = part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().s)
        self._add_table(column, _("Together"), findings.total, strong=True)
        if len(findings.months) > 1:
            for month in reversed(findings.months):
                column.addWidget(Line())
                self._add_table(column, _span(month), month)
        column.addWidget(Line())
        self._add_moves(column, findings.moves, tier_names)
        self._column.addWidget(part)

    def said(self) -> str:
        """Everything it shows, a line each."""
        return "\n".join(self._said)

    def _add_table(
        self, column: QVBoxLayout, title: str, month: Month, *, strong: bool = False
    ) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.tokens().m)
        grid.setVerticalSpacing(theme.tokens().xs)
        for place, stretch in enumerate((4, 3, 3)):
            grid.setColumnStretch(place, stretch)
        grid.addWidget(Text(title, "small", weight=500), 0, 0, 1, 3)
        for place, words in enumerate(("", _("As it was"), _("As typed"))):
            if strong and words:
                grid.addWidget(Text(words, "small", tone="muted", right=True), 1, place)
        for row, (name, was, would) in enumerate(_figures(month, all_of_it=strong), start=2):
            grid.addWidget(Text(name, "small", tone="muted"), row, 0)
            for place, figure in ((1, was), (2, would)):
                weight = 700 if strong else 400
                grid.addWidget(Text(figure, "body", weight=weight, right=True), row, place)
            self._said.append(f"{title}: {name}: {was} → {would}")
        column.addLayout(grid)

    def _add_moves(
        self, column: QVBoxLayout, moves: Sequence[Move], names: Mapping[str, str]
    ) -> None:
        if not moves:
            title = _("Nobody would be in another tier.")
        else:
            title = n_(
                "{n} client would be in another tier",
                "{n} clients would be in another tier",
                len(moves),
            )
        lines = [
            _("{client}: {was} → {would}", client=move.name, was=_tier(move.was, names),
              would=_tier(move.would, names))
            for move in moves[:_MOST_NAMES]
        ]  # fmt: skip
        if len(moves) > _MOST_NAMES:
            lines.append(n_("and {n} more", "and {n} more", len(moves) - _MOST_NAMES))
        self._said += [title, *lines]
        column.addWidget(Paragraph("\n".join([title, *lines]), "small", lead_line=True))


def _figures(month: Month, *, all_of_it: bool) -> list[tuple[str, str, str]]:
    words = screen()
    rows = [
        (_("Points given"), words.number(month.points_was), words.number(month.points_would)),
        (_("Worth as money"), words.money(month.worth_was), words.money(month.worth_would)),
    ]
    if all_of_it or month.bonus_was or month.bonus_would:
        rows.append(
            (_("Bonus of top-ups"), words.money(month.bonus_was), words.money(month.bonus_would))
        )
    return rows


def _span(month: Month) -> str:
    words = screen()
    return f"{words.date(month.first)} – {words.date(month.last)}"


def _tier(key: str | None, names: Mapping[str, str]) -> str:
    return names.get(key, key) if key else _("no tier")
