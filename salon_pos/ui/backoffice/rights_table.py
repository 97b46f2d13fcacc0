"""What each role may do, read from the one table of rights."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.rights import RIGHTS, Right, Role, may
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.names import role_name
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


class RightsTable(SlideOver):
    """For each deed, who may do it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, _("Close"), footer=False)
        self.header.addWidget(Text(_("What each role may do"), "title", weight=500), 1)
        column = ScrollColumn()
        column.body.setSpacing(theme.tokens().m)
        for right in Right:
            row = QHBoxLayout()
            row.addWidget(Paragraph(right_words(right)), 1)
            row.addWidget(_roles(right), 1)
            column.body.addLayout(row)
            column.body.addWidget(Line())
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
        self.column = column

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The table has nothing to tab to, so that the arrows move it."""
        page = self.column.viewport().height() - theme.tokens().hit
        line = theme.tokens().hit
        key = Qt.Key(event.key())
        by = {Qt.Key.Key_Down: line, Qt.Key.Key_Up: -line, Qt.Key.Key_PageDown: page,
              Qt.Key.Key_PageUp: -page}.get(key, 0)  # fmt: skip
        if by:
            bar = self.column.verticalScrollBar()
            bar.setValue(bar.value() + by)
        else:
            super().keyPressEvent(event)


def _roles(right: Right) -> QWidget:
    """A widget holds the chips: a layout of our own inside Qt's crashed while being painted."""
    held = QWidget()
    flow = Flow(held)
    for role in RIGHTS:
        if may(role, right):
            flow.addWidget(Chip(role_name(role), "accent" if role is Role.OWNER else "neutral"))
    return held


def right_words(right: Right) -> str:
    """What a right allows, as a sentence's half."""
    return {
        Right.WRITE_TICKET: _("Write tickets at the counter"),
        Right.TAKE_PAYMENT: _("Take payments"),
        Right.RUN_SHIFT: _("Open and close shifts"),
        Right.SEE_SALES: _("Find past sales and print copies"),
        Right.EDIT_CLIENTS: _("Add and change clients"),
        Right.SEE_PHONE: _("See a client’s whole phone number"),
        Right.EDIT_CATALOG: _("Change the price list, categories and levels"),
        Right.EDIT_STAFF: _("Change staff members and their PINs"),
        Right.EDIT_SETTINGS: _("Change taxes, tenders, discounts and the salon’s settings"),
        Right.APPROVE: _("Approve another person’s discount above the limit"),
        Right.IMPORT: _("Import another system’s books"),
        Right.SEE_RECOVERY_CODE: _("See the recovery code"),
        Right.RUN_CARDS: _("Issue, replace and freeze cards"),
        Right.REFUND: _("Refund and void sales"),
        Right.ADJUST_POINTS: _("Change points and tiers by hand"),
        Right.EDIT_RULES: _("Change the rules of points, tiers and prepaid value"),
    }[right]
