"""What a shift has done: its sales, its tenders, its tips, and how its drawer was counted."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries.shifts import Shift, ShiftTotals, TenderTotal
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.figures import Headline, TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text


class ShiftReport(QWidget):
    """`show_shift(shift, totals)`. While the shift is open what came in as cash is kept back: the
    drawer is counted blind."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().s)
        self.rows: list[QWidget] = []

    def show_shift(self, shift: Shift, totals: ShiftTotals, stamp: str = "") -> None:
        """Say it anew; `stamp` is that of its closing."""
        self._clear()
        say = screen()
        headline = Headline(n_("{n} sale", "{n} sales", totals.sales), "")
        headline.tell(say.money(totals.total))
        self._add(headline)
        self._gap()
        if totals.tenders:
            self._add(Text(_("Taken as"), "caption", tone="muted"))
        for tender in totals.tenders:
            self._add(_tender_row(tender, is_open=shift.closed_at is None))
        if totals.tips:
            self._add(TotalRow(_("Tips, owed to staff"), say.money(totals.tips)))
        self._add(Line())
        self._add(TotalRow(_("Opening float"), say.money(shift.opening_float)))
        if shift.closed_at is not None:
            self._count(shift)
        if stamp:
            self._stamp(stamp)

    def spoken(self) -> str:
        """Everything it says, for tests and for reading aloud."""
        return "\n".join(row.accessibleName() for row in self.rows if row.accessibleName())

    def _count(self, shift: Shift) -> None:
        expected, counted = shift.expected or 0, shift.counted or 0
        self._add(TotalRow(_("Expected in the drawer"), screen().money(expected)))
        self._add(TotalRow(_("Counted"), screen().money(counted)))
        row = TotalRow(P_("cash count", "Difference"), strong=True)
        tell_difference(row, counted - expected)
        self._add(row)
        if shift.reason:
            self._add(Text(_("Reason"), "caption", tone="muted"))
            self._add(Paragraph(shift.reason, "small", tone="muted"))

    def _stamp(self, stamp: str) -> None:
        self._add(Line())
        self._add(TotalRow(_("Stamp of the books"), stamp))
        said = _("Keep it on paper. While the file holds it, nothing before it was changed.")
        self._add(Paragraph(said, "caption", tone="muted"))

    def _add(self, row: QWidget) -> None:
        self.rows.append(row)
        self._column.addWidget(row)

    def _gap(self) -> None:
        gap = QWidget()
        gap.setFixedHeight(theme.tokens().xs)
        self._add(gap)

    def _clear(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = []


def _tender_row(tender: TenderTotal, *, is_open: bool) -> TotalRow:
    if tender.is_cash and is_open:
        return TotalRow(_(tender.name), _("after the count"))
    return TotalRow(_(tender.name), screen().money(tender.applied))


def tell_difference(row: TotalRow, difference: int) -> None:
    """Counted less expected, in words too: colour is never the only sign."""
    row.tell(difference_words(difference))
    row.figure.set_tone("ok" if not difference else "warn")


def difference_words(difference: int) -> str:
    """How a count came out."""
    if not difference:
        return P_("cash count", "exact")
    if difference < 0:
        return _("{sum} short", sum=screen().money(-difference))
    return _("{sum} over", sum=screen().money(difference))
