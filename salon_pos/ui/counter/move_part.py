"""Choosing lines of the counter's ticket and moving them, or splitting the bill by person."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.domain.ticket import root
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import parked, wording
from salon_pos.ui.counter.till import Till
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.ui.widgets.text import Text


class MovePart(QWidget):
    """`moved` when lines went to another ticket, `split` when everybody has their own."""

    moved = Signal()
    split = Signal()

    def __init__(self, till: Till, shell: Shell) -> None:
        super().__init__()
        self._till, self._shell, self._target = till, shell, ""
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.s)
        self._area = ScrollColumn()
        self._area.body.setSpacing(0)
        self.boxes: dict[str, Checkbox] = {}
        self.to_new = Button(_("Move to a new ticket"), icon="move-right", key="F8")
        self.to_chosen = Button("", icon="move-right", key="F9")
        self.by_person = Button(_("Split by person"), icon="users", key="F6")
        column.addWidget(Text(_("Move lines of the ticket at the counter"), "small", tone="muted"))
        column.addWidget(self._area, 1)
        for key in (self.to_chosen, self.to_new, self.by_person):
            column.addWidget(key)
        self.to_new.clicked.connect(lambda: self._move(""))
        self.to_chosen.clicked.connect(lambda: self._move(self._target))
        self.by_person.clicked.connect(self._split)
        shell.bind(self, "F6", _("Split by person"), self.by_person.click)
        shell.bind(self, "F8", _("Move to a new ticket"), self.to_new.click)
        shell.bind(self, "F9", _("Move to the chosen ticket"), self.to_chosen.click)
        self._list()

    def show_target(self, uid: str, name: str) -> None:
        """The waiting ticket that is chosen."""
        self._target = uid
        self.to_chosen.setVisible(bool(uid))
        self.to_chosen.set_label(_("Move to {ticket}", ticket=name) if name else "")
        self._judge()

    def _list(self) -> None:
        clear(self._area.body)
        self.boxes = {}
        till = self._till
        for line in till.ticket.lines:
            if line.parent:
                continue  # an add-on goes with its service
            item = till.desk.book.items.get(line.item_id)
            price = (
                screen().money(wording.line_price(till.bill.line(line.uid))) if till.bill else ""
            )
            box = Checkbox(item.name if item else "", note=price)
            box.toggled.connect(lambda _on: self._judge())
            self.boxes[line.uid] = box
            self._area.body.addWidget(box)
        if not self.boxes:
            nothing = _("There is nothing on the ticket at the counter.")
            self._area.body.addWidget(Paragraph(nothing, "body", tone="muted"))
        self._area.body.addStretch(1)
        self._judge()

    def _chosen(self) -> frozenset[str]:
        """The ticked services, with their add-ons."""
        ticked = {uid for uid, box in self.boxes.items() if box.value()}
        return frozenset(line.uid for line in self._till.ticket.lines if root(line) in ticked)

    def _judge(self) -> None:
        some = any(box.value() for box in self.boxes.values())
        self.to_new.setEnabled(some)
        self.to_chosen.setEnabled(some)
        self.by_person.setEnabled(bool(self.boxes))

    def _move(self, target: str) -> None:
        uids = self._chosen()
        if self._till.attempt(partial(parked.move, self._till, uids, target)):
            moved = n_("{n} line is moved.", "{n} lines are moved.", len(uids))
            self._shell.toast(moved)
            self._list()
            self.moved.emit()

    def _split(self) -> None:
        made: list[int] = []
        if self._till.attempt(lambda: made.append(parked.split_by_person(self._till))) and made[0]:
            self._shell.toast(
                n_("{n} ticket now.", "{n} tickets now: everybody has their own.", made[0])
            )
            self.split.emit()
