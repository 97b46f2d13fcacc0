"""What the pages of a card and of a voucher share: its paper, and beside it what can be said."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.paper_file import Form
from salon_pos.ui.receipt.paper import Paper
from salon_pos.ui.shell import Shell
from salon_pos.ui.theme import ChipTone
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text


class PaperPage(SlideOver):
    """Name and state above; the paper and its two files on the left. A subclass says what it is in
    `title` and `kind`, adds to `facts` and below them to `right`, and says how to `save`."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, _("Close"), fraction=0.62, footer=False)
        self.shell, self.desk = shell, desk
        self.title = Text("", "title", weight=500)
        self.kind = Text("", "small", tone="muted")
        self.paper = Paper()
        self.pdf = Button(_("Save as PDF"), icon="file-text", key="Ctrl+S")
        self.picture = Button(_("Save as picture"), icon="download", key="Ctrl+E")
        self.facts = QVBoxLayout()
        self._lay_out_head()
        self._lay_out_halves()
        self.pdf.clicked.connect(lambda: self.save("pdf"))
        self.picture.clicked.connect(lambda: self.save("png"))

    def save(self, form: Form) -> None:
        """Write the paper to a file."""
        raise NotImplementedError

    def tell_state(self, words: str, tone: ChipTone) -> None:
        """Say beside the name whether it is good."""
        clear(self._chip)
        self._chip.addWidget(Chip(words, tone))

    def offer_files(self, is_good: bool) -> None:
        """What is good for nothing is not printed."""
        for button in (self.pdf, self.picture):
            button.setVisible(is_good)

    def _lay_out_head(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title)
        head.addWidget(self.kind)
        self._chip = QHBoxLayout()
        self.header.addLayout(head)
        self.header.addSpacing(theme.tokens().m)
        self.header.addLayout(self._chip)
        self.header.addStretch(1)

    def _lay_out_halves(self) -> None:
        t = theme.tokens()
        halves = QHBoxLayout()
        halves.setSpacing(t.xxl)
        self.body.addLayout(halves, 1)
        left, right = ScrollColumn(), ScrollColumn()
        for column in (left, right):
            column.body.setSpacing(t.s)
            column.body.setContentsMargins(0, 0, t.m, 0)  # beside its scroll bar
            halves.addWidget(column, 1)
        left.body.addWidget(self.paper)
        for button in (self.pdf, self.picture):
            button.setMaximumWidth(self.paper.maximumWidth())
            left.body.addWidget(button)
        left.body.addStretch(1)
        self.facts.setSpacing(t.xs)
        self.right = right.body
        self.right.addLayout(self.facts)
