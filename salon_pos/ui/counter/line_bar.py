"""The keys of the selected line: fewer, more, change, remove; and free with the tier, if it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.text import Text


class LineBar(QWidget):
    """One row below the lines; what it does goes to the line that is selected. A second one offers
    it free (`free_asked`) where the payer's tier gives it, or takes that back."""

    free_asked = Signal(bool)
    changed_by = Signal(int)
    change_asked = Signal()
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        t = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(t.s, t.xs, t.s, t.xs)
        column.setSpacing(t.xs)
        self.free = Button("", "block", icon="sparkles", key="Ctrl+B")
        self.free.setCheckable(True)
        self.free.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.free.clicked.connect(self.free_asked)
        column.addWidget(self.free)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(t.xs)
        self.fewer = IconButton("minus", _("One less"), bare=True, key="-")
        self.quantity = Text("1", "lead", weight=500, centre=True)
        self.quantity.setFixedWidth(t.xxl)
        self.more = IconButton("plus", _("One more"), bare=True, key="+")
        self.change = Button(_("Edit"), "quiet", icon="pencil", key="F5")
        self.remove = IconButton("trash-2", _("Remove the line"), bare=True, key="Del")
        for widget in (self.fewer, self.quantity, self.more):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.change)
        row.addWidget(self.remove)
        for key in (self.fewer, self.more, self.change, self.remove):
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fewer.clicked.connect(lambda: self.changed_by.emit(-1))
        self.more.clicked.connect(lambda: self.changed_by.emit(1))
        self.change.clicked.connect(self.change_asked)
        self.remove.clicked.connect(self.remove_asked)

    def show_free(self, tier: str, left: int, *, free: bool) -> None:
        """Offer the line free with the `tier` of this name ("" for none), of which `left` are left;
        or say that it is."""
        self.free.setVisible(bool(tier))
        said = _("Free with {tier}", tier=tier)
        self.free.set_label(said if free else f"{said} · {n_('{n} left', '{n} left', left)}")
        self.free.setChecked(free)

    def show_quantity(self, quantity: int) -> None:
        """How many of the selected line."""
        self.quantity.setText(screen().number(quantity))
        self.quantity.setAccessibleName(_("Quantity: {n}", n=quantity))
