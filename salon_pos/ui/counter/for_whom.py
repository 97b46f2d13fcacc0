"""Whom a line is for: the payer, or somebody found by name or phone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.domain.people import masked_phone
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.text import Text

MOST = 5


class ForWhom(QWidget):
    """`chosen(client id)`; None gives the line back to whoever pays."""

    chosen = Signal(object)

    def __init__(self, till: Till, name: str) -> None:
        super().__init__()
        self._till = till
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.xs)
        self.caption = Text("", "small", tone="muted")
        self.chip = Chip("", "accent", icon="user", remove_word=_("For the payer after all"))
        self.field = SearchField(_("Name, pinyin or phone"), _("Clear the search"), on_surface=True)
        self.list = RowList(_("Found clients"), avatar=36)
        self.list.setFixedHeight(0)
        for part in (self.caption, self.chip, self.field, self.list):
            column.addWidget(part)
        column.setAlignment(self.chip, Qt.AlignmentFlag.AlignLeft)
        self.field.textChanged.connect(self._search)
        self.field.moved.connect(self.list.step)
        self.field.submitted.connect(lambda text: text and self.list.pick_current())
        self.list.picked.connect(self._pick)
        self.chip.removed.connect(lambda: self._choose(None, ""))
        self._show(name)

    def _search(self, text: str) -> None:
        found = people.find_clients(text, limit=MOST) if text.strip() else ()
        rows = [
            Row(key=f.client.id, title=f.client.name, subtitle=masked_phone(f.client.phone),
                initial=initial(f.client.name)) for f in found
        ]  # fmt: skip
        self._names = {f.client.id: f.client.name for f in found}
        self.list.show_entries(rows)
        self.list.set_current(rows[0].key if rows else None)
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(n) for n in range(len(rows))))
        self.field.set_count(_("nobody") if text.strip() and not found else "")

    def _pick(self, client_id: int) -> None:
        self._choose(client_id, self._names[client_id])

    def _choose(self, client_id: int | None, name: str) -> None:
        self.field.clear()
        self._show(name)
        self.chosen.emit(client_id)

    def _show(self, name: str) -> None:
        self.caption.setText(_("For whom") if name else _("For whom: the client who pays"))
        self.chip.setVisible(bool(name))
        if name:
            self.chip.set_text(name)
