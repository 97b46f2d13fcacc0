"""What a shift has done: its sales, what went over each means of payment and why, and how its
drawer was counted. The drawer's rows add up to what is expected in it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries.shift_money import Part, TenderTotal
from salon_pos.db.queries.shifts import Shift, ShiftTotals
from salon_pos.domain.words import N_
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
        self._headline(totals)
        money = [one for one in totals.tenders if not one.kind.is_value and not one.is_cash]
        held = [one for one in totals.tenders if one.kind.is_value and one.applied]
        if money:
            self._add(Text(_("Outside the drawer"), "caption", tone="muted"))
        for tender in money:
            self._means(tender)
        if money and held:
            self._gap()
        if held:
            self._add(Text(_("Paid without money"), "caption", tone="muted"))
        for tender in held:
            self._add(TotalRow(_(tender.name), screen().money(tender.applied)))
        self._add(Line())
        self._drawer(shift, next((one for one in totals.tenders if one.is_cash), None))
        if totals.tips:
            self._add(Line())
            self._add(TotalRow(_("Tips in all, owed to staff"), screen().money(totals.tips)))
        if stamp:
            self._stamp(stamp)

    def spoken(self) -> str:
        """Everything it says, for tests and for reading aloud."""
        return "\n".join(row.accessibleName() for row in self.rows if row.accessibleName())

    def _headline(self, totals: ShiftTotals) -> None:
        """What it counts stands above it, and below what of it is prepaid: that is on a bill when
        it is sold, and pays another when it is used."""
        money, said = screen().money, list[str]()
        caption = n_("{n} sale, less refunds and voids", "{n} sales, less refunds and voids",
                     totals.sales)  # fmt: skip
        headline = Headline(caption, "")
        headline.tell(money(totals.total))
        self._add(headline)
        if totals.prepaid_sold:
            said.append(_("Of it {sum} was for what is prepaid: no income yet.",
                          sum=money(totals.prepaid_sold)))  # fmt: skip
        if totals.prepaid_used:
            used = money(totals.prepaid_used)
            said.append(_("{sum} was paid with what was prepaid.", sum=used))
        if said:
            self._add(Paragraph(screen().together(said), "small", tone="muted"))
        self._gap()

    def _means(self, tender: TenderTotal) -> None:
        """What its slips sum to, and of what that is made unless it is all sales."""
        self._add(TotalRow(_(tender.name), screen().money(tender.moved)))
        if [part for part, _amount in tender.parts] != [Part.SALES]:
            for part, amount in tender.parts:
                self._add(TotalRow(_(_WORDS[part]), screen().money(amount), part=True))

    def _drawer(self, shift: Shift, cash: TenderTotal | None) -> None:
        """Row by row to what should be in it; while it is open that is kept back."""
        money = screen().money
        if shift.closed_at is None:
            self._add(TotalRow(_("Opening float"), money(shift.opening_float)))
            if cash:
                self._add(TotalRow(_(cash.name), _("after the count")))
            return
        self._add(Text(_("Cash in the drawer"), "caption", tone="muted"))
        for part, amount in cash.parts if cash else ():
            self._add(TotalRow(_(_WORDS[part]), money(amount)))
        self._count(shift)

    def _count(self, shift: Shift) -> None:
        expected, counted = shift.expected or 0, shift.counted or 0
        self._add(Line())
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


_WORDS = {
    Part.FLOAT: N_("Opening float"),
    Part.SALES: N_("Taken by sales"),
    Part.TIPS: N_("Tips"),
    Part.GIVEN_BACK: N_("Refunds and voids"),
    Part.ON_ACCOUNT: N_("Paid on account"),
    Part.PLATFORMS: N_("Paid by platforms"),
    Part.DEPOSITS: N_("Deposits paid back"),
    Part.CLOSED_CARDS: N_("Closed cards paid out"),
    Part.OTHER: N_("Other"),
}


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
