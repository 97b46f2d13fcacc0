"""All tickets that wait, found by name or tag: resume, merge, drop; and moving lines to them."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries.tickets import OpenTicket
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter import parked, wording
from salon_pos.ui.counter.move_part import MovePart
from salon_pos.ui.counter.parked import Waiting
from salon_pos.ui.counter.parked_strip import name_of
from salon_pos.ui.counter.till import Till
from salon_pos.ui.counter.way_back import till_now
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


class TicketsPanel(SlideOver):
    """Left the waiting tickets, right the lines of the counter's ticket that can be moved."""

    def __init__(self, host: QWidget, till: Till, shell: Shell) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.66, least=760)
        self._till, self._shell = till, shell
        self._waiting: tuple[Waiting, ...] = ()
        self.header.addWidget(Text(_("Tickets"), "title", weight=500), 1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.tokens().xl)
        columns.addLayout(self._list(), 1)
        self.moving = MovePart(till, shell)
        columns.addWidget(self.moving, 1)
        self.body.addLayout(columns, 1)
        self._foot()
        self.moving.moved.connect(self._look)
        self.moving.split.connect(self.dismiss)
        self._look()

    def first_focus(self) -> QWidget | None:
        return self.search

    def _list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.tokens().s)
        self.search = SearchField(_("Name or tag"), _("Clear the search"), on_surface=True)
        self.list = RowList(_("Waiting tickets"), flush=False, avatar=36)
        self.empty = EmptyState("pause", _("No ticket waits. Park one with F8."))
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.moved.connect(self.list.step)
        self.search.submitted.connect(lambda _text: self._resume())
        self.list.picked.connect(self._pick)
        self.list.moved.connect(self._chosen)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        return column

    def _foot(self) -> None:
        self.drop = Button(_("Drop"), "danger", icon="trash-2", key="Ctrl+Del", big=True)
        self.merge = Button(_("Merge into this ticket"), icon="merge", key="Ctrl+G", big=True)
        self.resume = Button(_("Resume"), "primary", key="Enter", big=True)
        self.footer.setSpacing(theme.tokens().s)
        self.footer.addWidget(self.drop)
        self.footer.addStretch(1)
        self.footer.addWidget(self.merge)
        self.footer.addWidget(self.resume)
        self.drop.clicked.connect(self._drop)
        self.merge.clicked.connect(self._merge)
        self.resume.clicked.connect(self._resume)
        self._shell.bind(self, "Ctrl+G", _("Merge into this ticket"), self._merge)
        self._shell.bind(self, "Ctrl+Del", _("Drop the ticket"), self._drop)

    def _look(self) -> None:
        """Read anew who waits."""
        self._waiting = parked.waiting(self._till)
        self._show()

    def _show(self) -> None:
        typed = self.search.text().strip().lower()
        shown = [one for one in self._waiting if typed in self._text(one)]
        self.list.show_entries([self._row(one) for one in shown])
        if self.list.current_key() is None and shown:
            self.list.set_current(shown[0].ticket.uid)
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self._chosen()

    def _chosen(self, _key: object = None) -> None:
        uid = self._uid()
        for key in (self.drop, self.resume):
            key.setEnabled(bool(uid))
        self.merge.setEnabled(bool(uid) and bool(self._till.ticket.lines))
        one = next((one for one in self._waiting if one.ticket.uid == uid), None)
        self.moving.show_target(uid, name_of(one) if one else "")

    def _pick(self, uid: str) -> None:
        if self._picked == uid:
            self._resume()
        self._picked = uid
        self._chosen()

    _picked = ""

    def _uid(self) -> str:
        return str(self.list.current_key() or "")

    def _resume(self) -> None:
        uid = self._uid()
        if uid and self._till.attempt(partial(parked.resume, self._till, uid)):
            self.dismiss()

    def _merge(self) -> None:
        uid = self._uid()
        if uid and self._till.attempt(partial(parked.merge, self._till, uid)):
            self._shell.toast(_("The tickets are one now."))
            self.dismiss()

    def _drop(self) -> None:
        uid, dropped = self._uid(), list[OpenTicket]()
        if not uid:
            return
        self._till.attempt(lambda: dropped.extend(parked.drop(self._till, uid)))
        if dropped:
            shell = self._shell
            shell.toast(
                _("The ticket is dropped."),
                lambda: parked.bring_back(till_now(shell), dropped[0]),
            )
        self._look()

    def _text(self, one: Waiting) -> str:
        return f"{name_of(one)} {self._items(one)}".lower()

    def _items(self, one: Waiting) -> str:
        book = self._till.desk.book.items
        return " · ".join(book[line.item_id].name for line in one.ticket.lines
                          if line.item_id in book)  # fmt: skip

    def _row(self, one: Waiting) -> Row:
        name = name_of(one)
        waited = wording.waited(one.ticket.opened_at, self._till.desk.now())
        lines = wording.lines_word(len(one.ticket.lines))
        return Row(
            key=one.ticket.uid, title=name, subtitle=self._items(one) or lines,
            initial=initial(name), figure=waited,
        )  # fmt: skip
