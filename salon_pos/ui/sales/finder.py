"""The finder: one field that finds sales by number, client or amount, and what it found."""

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import sales
from salon_pos.db.queries.sales import FoundSale
from salon_pos.db.search import matched
from salon_pos.domain.money import parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.sales.days import DayChooser, shown_day
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Marks, Row
from salon_pos.ui.widgets.search_field import SearchField

MOST = 100


class Finder(Card):
    """`opened(uid)` when a sale becomes the current one or is picked; "" when none is left."""

    current = Signal(str)
    picked = Signal(str)
    to_counter = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(pad=False)
        self._desk = desk
        self.found: dict[str, FoundSale] = {}
        self.search = SearchField(_("Number, client or amount"), _("Clear"), key="F2")
        self.days = DayChooser(lambda: desk.settings.business_day(desk.now()))
        self.list = RowList(_("Sales"))
        self.none_found = EmptyState("search", "", action=_("Search all days"))
        self.none_yet = EmptyState(
            "receipt",
            _("Nothing has been sold yet. Ring up the first sale at the counter."),
            action=_("Go to the counter"),
        )
        self._lay_out()
        self._wire()

    def look(self) -> None:
        """Search anew with what is typed and chosen; the current sale stays current."""
        text, day = self.search.text().strip(), self.days.day()
        amount = read_amount(text, self._desk.settings)
        found = sales.find_sales(text, amount=amount, day=day, limit=MOST)
        self.found = {sale.uid: sale for sale in found}
        with QSignalBlocker(self.list):
            self.list.show_entries(list(self._rows(found, text)))
            if self.list.current_key() is None:
                self.list.step(1)
        self.search.set_count(_count(len(found)))
        self._show(bool(found))
        self._tell()

    def is_searching(self) -> bool:
        """Whether anything was typed or a day chosen."""
        return bool(self.search.text().strip()) or self.days.day() is not None

    def show_sale(self, sale: FoundSale) -> None:
        """Make this sale the current one, whatever was searched."""
        self.search.clear()
        self.look()
        if sale.uid not in self.found:
            self.days.show_day(sale.business_day)
        if sale.uid not in self.found:  # more sales that day than are listed
            self.search.setText(sale.number)
        self.list.set_current(sale.uid)

    def _lay_out(self) -> None:
        t = theme.tokens()
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(t.m, t.m, t.m, t.m)
        column.setSpacing(t.m)
        column.addWidget(self.search)
        column.addWidget(self.days)
        self.body.addWidget(top)
        self.body.addWidget(Line())
        below = QWidget()
        self._pages = QStackedLayout(below)
        for page in (self.list, self.none_found, self.none_yet):
            self._pages.addWidget(page)
        self.body.addWidget(below, 1)

    def _wire(self) -> None:
        self.search.textChanged.connect(self._search_anew)
        self.search.moved.connect(self.list.step)
        self.search.submitted.connect(lambda _: self.list.pick_current())
        self.days.changed.connect(self._search_anew)
        self.list.moved.connect(lambda _: self._tell())
        self.list.picked.connect(lambda key: self.picked.emit(str(key)))
        self.none_found.acted.connect(self.days.all_days)
        self.none_yet.acted.connect(self.to_counter)

    def _search_anew(self) -> None:
        """Something else is asked for, so its first answer is what Enter means."""
        with QSignalBlocker(self.list):
            self.list.set_current(None)
        self.look()

    def _show(self, any_found: bool) -> None:
        if any_found:
            self._pages.setCurrentWidget(self.list)
        elif not self.is_searching():
            self._pages.setCurrentWidget(self.none_yet)
        else:
            self.none_found.words.setText(self._nothing())
            if self.none_found.action:
                self.none_found.action.setVisible(self.days.day() is not None)
            self._pages.setCurrentWidget(self.none_found)

    def _nothing(self) -> str:
        text, day = self.search.text().strip(), self.days.day()
        if not text and day:
            return _("Nothing was sold on {day}.", day=screen().day(day))
        return _(
            "No sale answers to “{text}”. Type the number on the receipt, part of the client’s "
            "name or phone, or the exact total.",
            text=text,
        )

    def _tell(self) -> None:
        key = self.list.current_key()
        self.current.emit(str(key) if key in self.found else "")

    def _rows(self, found: Sequence[FoundSale], text: str) -> Iterator[Row]:
        last: date | None = None
        for sale in found:
            if sale.business_day != last:
                last = sale.business_day
                yield Row(key=last, title=self._heading(last, text), heading=True)
            yield _row(sale, text, self._desk.settings)

    def _heading(self, day: date, text: str) -> str:
        """The day, and what it came to where all of it is listed."""
        words = shown_day(day, self._desk.settings.business_day(self._desk.now()))
        if text or self.days.day() is None:
            return words
        count, total = sales.sales_of_day(day)
        return f"{words} · {n_('{n} sale', '{n} sales', count)} · {screen().money(total)}"


def read_amount(text: str, settings: Settings) -> int | None:
    """`text` as money in minor units, or None where it is no amount."""
    try:
        digits = text.removeprefix(settings.currency.symbol)
        return parse_money(digits, settings.currency, field="amount")
    except Refusal:
        return None


def _row(sale: FoundSale, text: str, settings: Settings) -> Row:
    time = screen().time(settings.local(sale.paid_at))
    items, others = " · ".join(sale.items), ""
    if sale.others:
        others = _("for {names}", names=sale.others)
    below = f"{items} · {others}" if others else items
    return Row(
        key=sale.uid,
        title=sale.client or _("Walk-in"),
        note=_numbered(sale),
        subtitle=below,
        subtitle_marks=_moved(matched(text, others), len(below) - len(others)),
        figure=screen().money(sale.total),
        figure_note=_("imported") if sale.imported else time,
        title_marks=matched(text, sale.client) if text and sale.client else (),
    )


def _numbered(sale: FoundSale) -> str:
    """Its number, and what it gives back or what of it came back."""
    if sale.deed == "refund":
        return _("{number} · refund of {sale}", number=sale.number, sale=sale.gives_back)
    if sale.deed == "void":
        return _("{number} · void of {sale}", number=sale.number, sale=sale.gives_back)
    if sale.is_void:
        return _("{number} · voided", number=sale.number)
    if sale.is_claimed:
        back = _("partly given back") if sale.came_back else ""
        back = _("given back") if sale.came_back == sale.total else back
        said = (sale.number, _("claimed"), back)
        return " · ".join(part for part in said if part)
    if sale.came_back and sale.came_back == sale.total:
        return _("{number} · given back", number=sale.number)
    if sale.came_back:
        return _("{number} · partly given back", number=sale.number)
    return sale.number


def _moved(marks: Marks, by: int) -> Marks:
    return tuple((start + by, length) for start, length in marks)


def _count(n: int) -> str:
    if n >= MOST:
        return _("the newest {n}", n=n)
    return n_("{n} sale", "{n} sales", n)
