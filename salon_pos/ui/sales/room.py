"""The Sales room: find a past sale, read its receipt, print it again."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from salon_pos.db.queries import receipts, sales, sold
from salon_pos.db.queries.sales import FoundSale
from salon_pos.domain.reversal import Reversal
from salon_pos.domain.rights import Right
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.receipt.pdf_file import receipt_folder, write_pdf
from salon_pos.ui.sales.claim_panel import ClaimPanel
from salon_pos.ui.sales.correction_panel import CorrectionPanel
from salon_pos.ui.sales.finder import Finder
from salon_pos.ui.sales.money_back import to_do
from salon_pos.ui.sales.opened import OpenedSale
from salon_pos.ui.sales.refund_panel import RefundPanel
from salon_pos.ui.sales.staff_panel import StaffPanel
from salon_pos.ui.sales.tender_panel import TenderPanel
from salon_pos.ui.sales.void_panel import VoidPanel
from salon_pos.ui.shell import Room, Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.usecases import settings as usecases

CORRECTIONS = ("correct_staff", "correct_tender", "claim")
"""Deeds after which the opened sale says something more."""


class SalesRoom(Room):
    """The list beside the opened sale; in a narrow window one of the two."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.finder, self.opened = Finder(desk), OpenedSale()
        self.not_allowed = EmptyState(
            "lock", _("Past sales are for cashiers and managers. Ask one of them to sign in.")
        )
        self._copy: Path | None = None
        self._reading = False  # in a narrow window: the sale instead of the list
        self._lay_out()
        self._wire()
        self.bind("F2", _("Find a sale"), self._find)
        self.bind("F4", _("Choose the day"), self.finder.days.choice.setFocus)
        self.bind("F5", _("Refund"), self.refund)
        self.bind("F6", _("Void"), self.void)
        self.bind("F7", _("Show the client’s file"), self.show_client)
        self.bind("F8", _("Reprint the receipt"), self.reprint)
        self.bind("F9", _("Open the PDF"), self.open_pdf)
        self.bind("F10", _("Correct staff"), self.correct_staff)
        self.bind("F11", _("Correct payment"), self.correct_tender)
        self.bind("F12", _("Claim for a client"), self.claim)

    def shown(self) -> None:
        """Read again: sales were made meanwhile, perhaps by somebody else."""
        allowed = self.desk.may(Right.SEE_SALES)
        self._pages.setCurrentIndex(0 if allowed else 1)
        if allowed:
            self.opened.forget()
            self.finder.look()
            self._find()

    def remember(self) -> object:
        """The text that was searched and the sale that was open."""
        return self.finder.search.text(), self.opened.sale.uid if self.opened.sale else ""

    def recall(self, state: object) -> None:
        """Search the same again."""
        text, uid = state if isinstance(state, tuple) else ("", "")
        self.finder.search.setText(text)
        self.finder.list.set_current(uid)

    def open_sale(self, uid: str) -> None:
        """Show one sale, whatever was searched before."""
        sale = sales.found_sale(uid) if self.desk.may(Right.SEE_SALES) else None
        if sale:
            self.finder.show_sale(sale)
            self._read_sale()

    def reprint(self) -> None:
        """Write down that a copy is made, then draw it beside the window's work."""
        sale = self.opened.sale
        if sale is None or not self.opened.isVisibleTo(self):
            return
        self.desk.perform(usecases.reprint, sale.uid, then=lambda _: self._draw(sale.uid))

    def refund(self) -> None:
        """Say what would happen before anything comes back."""
        sale, facts = self.opened.sale, self._facts()
        if sale is not None and facts is not None:
            receipt = receipts.receipt(facts.sold.uid, self.desk.settings)
            receipt = replace(receipt, client=sale.client)  # whoever claimed it since
            panel = RefundPanel(self.shell, self.desk, facts, receipt)
            panel.done.connect(self._given_back)
            self.shell.bind(panel, "F9", _("Refund"), panel.refund)
            self.shell.slide_over(panel)

    def void(self) -> None:
        """Cancel a mistaken sale of this shift."""
        sale = self._to_give_back(self.opened.void)
        if sale is not None:
            panel = VoidPanel(self.shell, self.desk, sale.uid, sale.number)
            panel.done.connect(self._voided)
            panel.refund_asked.connect(self.refund)
            self.shell.slide_over(panel)

    def correct_staff(self) -> None:
        """Say who really did a line."""
        facts = self._facts()
        if facts is not None:
            receipt = receipts.receipt(facts.sold.uid, self.desk.settings)
            self._slide_over(StaffPanel(self.shell, self.desk, facts, receipt))

    def correct_tender(self) -> None:
        """Say by what it was really paid."""
        facts = self._facts()
        if facts is not None:
            self._slide_over(TenderPanel(self.shell, self.desk, facts))

    def claim(self) -> None:
        """Post a walk-in's sale to a client."""
        sale = self.opened.sale
        if sale is None or not self.opened.claim.isVisibleTo(self):
            return
        if self.desk.may(Right.RUN_CARDS):
            panel = ClaimPanel(self.shell, self.desk, sale.uid, sale.number)
            panel.done.connect(self.shell.toast)
            self.shell.slide_over(panel)

    def _slide_over(self, panel: CorrectionPanel) -> None:
        panel.done.connect(lambda: self.shell.toast(_("It is corrected. The sale says so.")))
        self.shell.slide_over(panel)

    def _facts(self) -> SaleFacts | None:
        """The open sale in full, where it can come back."""
        sale = self._to_give_back(self.opened.refund)
        day = self.desk.settings.business_day(self.desk.now())
        return sold.sold_sale(sale.uid, day) if sale is not None else None

    def _to_give_back(self, key: Button) -> FoundSale | None:
        """The open sale, where its `key` is shown and whoever is signed in may do that."""
        sale = self.opened.sale
        is_shown = sale is not None and key.isVisibleTo(self)
        return sale if is_shown and self.desk.may(Right.REFUND) else None

    def _given_back(self, uid: str, reversal: Reversal) -> None:
        """The receipt, and what of it is handed over."""
        self.open_sale(uid)
        self.shell.toast(to_do(reversal, _("It is given back. This is the receipt.")))

    def _voided(self, uid: str, reversal: Reversal | None) -> None:
        self.open_sale(uid)
        self.shell.toast(to_do(reversal, _("It is void. This is the receipt.")))

    def show_client(self) -> None:
        """Go to the file of whoever paid."""
        client_id = self.opened.client_id
        if self.opened.sale is not None and client_id is not None:
            self.shell.show_room("clients")
            self.shell.room("clients").open_client(client_id)  # pyright: ignore[reportAttributeAccessIssue]

    def open_pdf(self) -> None:
        """Open the copy that was made last with the system's own program."""
        if self._copy is not None and self.opened.file.isVisibleTo(self):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._copy)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._reading:
            self._back()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout(self)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().l)
        row.addWidget(self.finder, 1)
        row.addWidget(self.opened)
        self._pages.addWidget(both)
        self._pages.addWidget(self.not_allowed)
        self.fold()

    def _wire(self) -> None:
        self.finder.current.connect(self._open)
        self.finder.picked.connect(lambda _: self._read_sale())
        self.finder.to_counter.connect(lambda: self.shell.show_room("counter"))
        self.opened.reprint_pressed.connect(self.reprint)
        self.opened.client_pressed.connect(self.show_client)
        self.opened.refund_pressed.connect(self.refund)
        self.opened.void_pressed.connect(self.void)
        self.opened.staff_pressed.connect(self.correct_staff)
        self.opened.tender_pressed.connect(self.correct_tender)
        self.opened.claim_pressed.connect(self.claim)
        self.opened.file_pressed.connect(self.open_pdf)
        self.opened.back_pressed.connect(self._back)
        self.shell.scanned.connect(self._scanned)
        self.desk.changed.connect(self._look_again)

    def _open(self, uid: str) -> None:
        sale = self.finder.found.get(uid)
        if sale is None:
            self.opened.sale = None
        else:
            self.opened.show_sale(sale, self.desk.settings)
        self.fold()

    def _draw(self, uid: str) -> None:
        receipt, folder = receipts.receipt(uid, self.desk.settings), receipt_folder()
        self.desk.work(lambda _: write_pdf(receipt, folder, copy=True), then=self._drawn)

    def _drawn(self, file: Path) -> None:
        self._copy = file
        self.opened.file.show()
        self.shell.toast(_("The copy is saved as {file}.", file=str(file)))

    def _find(self) -> None:
        self._back()
        self.finder.search.setFocus()
        self.finder.search.selectAll()

    def _read_sale(self) -> None:
        self._reading = self.shell.compact
        self.fold()
        if self._reading:
            self.opened.back.setFocus()

    def _back(self) -> None:
        if self._reading:
            self._reading = False
            self.fold()
            self.finder.list.setFocus()

    def fold(self) -> None:
        """Wide windows show both; narrow ones the list, or the sale that was picked."""
        compact, has_sale = self.shell.compact, self.opened.sale is not None
        self.finder.setVisible(not (compact and self._reading))
        self.opened.setVisible(has_sale and (not compact or self._reading))
        self.opened.set_alone(compact)
        # Beside a list that finds nothing its place stays free, so that nothing jumps.
        keeps = self.opened.sizePolicy()
        keeps.setRetainSizeWhenHidden(not compact and self.finder.is_searching())
        self.opened.setSizePolicy(keeps)

    def _scanned(self, code: str) -> None:
        """The QR code of a receipt holds its sale's uid."""
        if not self.isVisible() or not self.desk.may(Right.SEE_SALES):
            return
        if sales.found_sale(code):
            self.open_sale(code)
        else:
            self.finder.search.setText(code)

    def _look_again(self, deed: str) -> None:
        if deed in CORRECTIONS:
            self.opened.forget()
        if self.isVisible() and deed in (*CORRECTIONS, "take_payment", "save_client", "refund",
                                         "void"):  # fmt: skip
            self.finder.look()
