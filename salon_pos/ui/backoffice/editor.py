"""Editor: the card beside a list, with the name of an entry, its deeds and its form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.text import Text


class Editor(Card):
    """Shows a form with `show_form`, or a sentence with `show_sentence`."""

    retire_pressed = Signal()
    moved = Signal(int)
    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(pad=False)
        self.back = IconButton("arrow-left", _("Back"), bare=True)
        self.title = Text("", "lead", weight=500)
        self.gone = Chip(_("retired"), "neutral")
        self.up = IconButton("chevron-up", _("Move up"), bare=True, key="Ctrl+Up")
        self.down = IconButton("chevron-down", _("Move down"), bare=True, key="Ctrl+Down")
        self.retire = Button("", "quiet", key="Ctrl+R")
        self.form: EntryForm | None = None
        self.sentence: EmptyState | None = None
        self._lay_out()
        self.back.clicked.connect(self.back_pressed)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.retire.clicked.connect(self.retire_pressed)

    def show_form(self, form: EntryForm, title: str) -> None:
        """Put a form in place of what was here."""
        self._clear()
        self.form = form
        self.title.setText(title)
        self.body.addWidget(form, 1)

    def show_sentence(self, icon: str, sentence: str, title: str) -> None:
        """Say why there is nothing to edit, or what to do first."""
        self._clear()
        self.sentence = EmptyState(icon, sentence)
        self.body.addWidget(self.sentence, 1)
        self.title.setText(title)
        self.show_deeds(retired=None, ordered=False)

    def show_deeds(self, *, retired: bool | None, ordered: bool) -> None:
        """Which deeds the entry has: `retired` None for one that cannot be retired."""
        self.gone.setVisible(bool(retired))
        self.retire.setVisible(retired is not None)
        self.retire.set_label(_("Restore") if retired else _("Retire"))
        self.retire.set_icon("rotate-ccw" if retired else "archive")
        self.up.setVisible(ordered)
        self.down.setVisible(ordered)

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(t.l + 2, t.s, t.m, t.s)
        row.setSpacing(t.s)
        self.head.setFixedHeight(t.hit + 2 * t.s)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        for widget in (self.gone, self.up, self.down, self.retire):
            row.addWidget(widget)
        self.line = Line()
        self.body.addWidget(self.head)
        self.body.addWidget(self.line)

    def _clear(self) -> None:
        for widget in (self.form, self.sentence):
            if widget is not None:
                self.body.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.form = self.sentence = None
