"""Who brought a client: found by name or phone, among the others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.domain.people import masked_phone
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.widgets.avatar import initial
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField

MOST = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReferrerField(Labelled):
    """Its value is a client's id, or None; the client with the id `own` is not offered.
    `committed` on Enter where nothing is typed."""

    committed = Signal()

    def __init__(self, own: int = 0, *, hint: str = "") -> None:
        super().__init__(_("Referred by"), hint=hint)
        self._own, self._took = own, False
        self._id: int | None = None
        self.chip = Chip("", "accent", icon="user", remove_word=_("Nobody after all"))
        self.field = SearchField(_("Name, pinyin or phone"), _("Clear the search"))
        self.list = RowList(_("Found clients"), avatar=36)
        self.list.hide()  # Tab passes it by while it is empty
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().xs)
        for part in (self.chip, self.field, self.list):
            column.addWidget(part)
        column.setAlignment(self.chip, Qt.AlignmentFlag.AlignLeft)
        self.hold(inside)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._search)
        self.field.moved.connect(self.list.step)
        self.field.submitted.connect(self._submitted)
        self.list.picked.connect(self._pick)
        self.chip.removed.connect(lambda: self._choose(None))
        self.set_value(None)

    def value(self) -> int | None:
        return self._id

    def set_value(self, value: int | None) -> None:
        """Show who it is, without telling."""
        found = people.client(value) if value is not None else None
        self._id = found.id if found else None
        self.chip.setVisible(found is not None)
        self.field.setVisible(found is None)
        self.chip.set_text(found.name if found else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The Enter that took somebody saves no form."""
        took, self._took = self._took, False
        if not (took and event.key() in _ENTER):
            super().keyPressEvent(event)

    def _submitted(self, text: str) -> None:
        self._took = bool(text.strip())
        if self._took:
            self.list.pick_current()
        else:
            self.committed.emit()

    def _search(self, text: str) -> None:
        found = people.find_clients(text, limit=MOST + 1) if text.strip() else ()
        others = [one.client for one in found if one.client.id != self._own][:MOST]
        self.list.show_entries([
            Row(key=one.id, title=one.name, subtitle=masked_phone(one.phone),
                initial=initial(one.name)) for one in others
        ])  # fmt: skip
        self.list.set_current(others[0].id if others else None)
        self.list.setVisible(bool(others))
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(n) for n in range(len(others))))
        self.field.set_count(_("nobody") if text.strip() and not others else "")

    def _pick(self, client_id: int) -> None:
        self._choose(client_id)

    def _choose(self, client_id: int | None) -> None:
        self.field.clear()
        self.set_value(client_id)
        (self.chip if client_id else self.field).setFocus()
        self.tell_changed()
