"""The question before a sale is cancelled: why, and a manager's PIN where one is asked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.approval import for_deed
from salon_pos.ui.desk import Desk
from salon_pos.ui.sales.money_back import MoneyBack
from salon_pos.ui.sales.refund_panel import consequence_rows
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.usecases import voids
from salon_pos.usecases.approving import WordFor

_WIDE = 560


class VoidPanel(Panel):
    """`done(uid, reversal)` once the sale is void, `refund_asked` where that can no longer be and
    it is to be refunded; Esc leaves it as it is."""

    done = Signal(str, object)
    refund_asked = Signal()

    def __init__(self, shell: Shell, desk: Desk, sale_uid: str, number: str) -> None:
        super().__init__(shell, width=_WIDE)
        self._shell, self._desk, self._sale_uid = shell, desk, sale_uid
        self._word = ""
        sentence = _(
            "All of it is turned round, as if it had not been: money, points, cards and stock. "
            "Only a mistaken sale of this shift can be voided."
        )
        self.body.addWidget(Paragraph(_("Void sale {number}?", number=number), "lead", weight=500))
        self.sentence = Paragraph(sentence, tone="muted")
        self.body.addWidget(self.sentence)
        self.back = MoneyBack()
        self.happens = ScrollColumn()
        self.happens.body.setContentsMargins(0, 0, theme.tokens().m, 0)  # beside its scroll bar
        self.obstacles = Banner("", "warn")
        for part in (self.obstacles, self.back, self.happens):
            self.body.addWidget(part)
        self.reason = Field(_("Reason"), placeholder=_("Rung up by mistake"))
        self.body.addWidget(self.reason)
        keys = QHBoxLayout()
        keys.setSpacing(theme.tokens().s)
        keys.addStretch(1)
        self.no = Button(_("Cancel"), "secondary", key="Esc")
        self.yes = Button(_("Void"), "danger", key="Enter")
        self.instead = Button(_("Refund"), "primary", icon="undo-2", key="F5")
        for button in (self.no, self.instead, self.yes):
            keys.addWidget(button)
        self.body.addLayout(keys)
        self.no.clicked.connect(self.dismiss)
        self.yes.clicked.connect(self.void)
        self.instead.clicked.connect(self._refund_instead)
        self._show_what_happens()

    def first_focus(self) -> QWidget | None:
        return self.reason if self.reason.isVisibleTo(self) else self.instead

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.void()
        elif event.key() == Qt.Key.Key_F5:
            self._refund_instead()
        else:
            super().keyPressEvent(event)

    def void(self) -> None:
        """Do it, after a manager's PIN where one is asked; nothing where something is in the
        way."""
        if not self.yes.isVisibleTo(self):
            return
        look = self._look()
        seen = self._seen = look.reversal if look else None
        if seen and seen.needs_manager and not self._word and self.reason.value().strip():
            sentence = screen().together(map(screen().sentence, seen.needs_manager))
            question = for_deed(
                self._shell, self._desk, sentence,
                subject=WordFor.VOID.subject(self._sale_uid), amount=seen.to_client,
            )  # fmt: skip
            question.approved.connect(self._approved)
            self._shell.slide_over(question)
            return
        self._desk.perform(
            voids.void, self._sale_uid, self.reason.value(), self._word,
            then=self._finished, refused=self._refused,
        )  # fmt: skip

    def _show_what_happens(self) -> None:
        seen = self._look()
        self._seen = seen.reversal if seen else None
        obstacles = seen.obstacles if seen else ()
        why = (_("This sale can no longer be voided."), *map(screen().sentence, obstacles))
        self.obstacles.set_sentence("\n".join(why))
        self.obstacles.setVisible(bool(obstacles))
        self.instead.setVisible(bool(obstacles))
        for part in (self.sentence, self.reason, self.yes):
            part.setVisible(not obstacles)
        for part in (self.back, self.happens):
            part.setVisible(self._seen is not None)
        self.back.show_back(self._seen)
        for row in consequence_rows(seen) if seen else ():
            self.happens.body.addWidget(row)

    def _look(self) -> voids.VoidPreview | None:
        """All that comes back; None where the sale cannot be looked at, and why is said."""
        try:
            return voids.preview_void(self._sale_uid, by=self._desk.actor, now=self._desk.now())
        except Refusal as refusal:
            self._refused(refusal)
            return None

    def _refund_instead(self) -> None:
        if self.instead.isVisibleTo(self):
            self.dismiss()
            self.refund_asked.emit()

    def _approved(self, word: str) -> None:
        self._word = word
        self.void()

    def _finished(self, receipt: Receipt) -> None:
        self.dismiss()
        self.done.emit(receipt.uid, self._seen)

    def _refused(self, refusal: Refusal) -> None:
        self.reason.set_error(screen().sentence(refusal))
