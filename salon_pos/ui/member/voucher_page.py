"""One voucher: what stands on its paper, its conditions, and taking it back."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import coupons, deeds, sales
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.paper_file import Form
from salon_pos.ui.member.paper_page import PaperPage
from salon_pos.ui.member.reason_panel import ReasonPanel
from salon_pos.ui.member.voucher_file import voucher_lines, write_voucher
from salon_pos.ui.member.voucher_words import Given, is_money, item_names, name_of, state, worth
from salon_pos.ui.receipt.pdf_file import receipt_folder
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.usecases.vouchers import cancel_voucher


class VoucherPage(PaperPage):
    """Shows the voucher anew once it is cancelled; what is good for nothing is not printed."""

    def __init__(self, shell: Shell, desk: Desk, given: Given) -> None:
        super().__init__(shell, desk)
        self.given = given
        self.title.setText(_("Voucher {code}", code=given.code))
        self.kind.setText(name_of(given, screen()))
        self.cancel = RowButton(_("Cancel the voucher"), icon="circle-x", key="Ctrl+D")
        self.right.addWidget(self.cancel)
        self.right.addStretch(1)
        self.cancel.clicked.connect(self.take_back)
        shell.bind(self, "Ctrl+S", _("Save the voucher as a PDF"), self.pdf.click)
        shell.bind(self, "Ctrl+E", _("Save the voucher as a picture"), self.picture.click)
        shell.bind(self, "Ctrl+D", _("Cancel the voucher"), self.cancel.click)
        self.look_again()

    def look_again(self) -> None:
        """Read the voucher anew and show it."""
        found = coupons.given(self.given.uid)
        assert found is not None
        self.given = found
        today = self.desk.settings.business_day(self.desk.now())
        mark, items = state(found, today), self.desk.book.items
        self.tell_state(mark.text, mark.tone)
        self.paper.show_lines(voucher_lines(found, self.desk.settings, items))
        self.offer_files(mark.tone == "ok")
        self.cancel.setVisible(not found.used_by and self.desk.may(Right.ADJUST_POINTS))
        clear(self.facts)
        for fact in self._facts_of(found):
            self.facts.addWidget(fact)

    def take_back(self) -> None:
        """Cancel it for ever, with a reason."""
        if not self.cancel.isVisibleTo(self):
            return
        happens = _("Its code pays for nothing from now on. A new one can be given instead.")
        panel = ReasonPanel(
            self.shell, self.desk, _("Cancel voucher {code}?", code=self.given.code), [happens],
            yes=_("Cancel the voucher"), deed=cancel_voucher, what=self.given.uid,
        )  # fmt: skip
        panel.done.connect(self._cancelled)
        self.shell.slide_over(panel)

    def save(self, form: Form) -> None:
        """Write it to a file beside the window's thread; where it lies is said."""
        settings, shell = self.desk.settings, self.shell
        lines = voucher_lines(self.given, settings, self.desk.book.items)
        file = receipt_folder() / f"voucher-{self.given.code}.{form}"
        self.desk.work(
            lambda _task: write_voucher(lines, settings.language, file),
            then=lambda file: shell.toast(_("The voucher is saved as {file}.", file=str(file))),
        )

    def _cancelled(self, _given: object) -> None:
        self.look_again()
        self.shell.toast(_("Voucher {code} is cancelled.", code=self.given.code))

    def _facts_of(self, given: Given) -> Iterator[QWidget]:
        say = screen()
        yield TotalRow(_("Worth") if is_money(given) else _("Reduction"), worth(given, say),
                       strong=True)  # fmt: skip
        yield TotalRow(_("For"), say.several(item_names(given, self.desk.book.items))
                       or _("everything"))  # fmt: skip
        if given.least:
            yield TotalRow(_("For bills of at least"), say.money(given.least))
        given_on = self.desk.settings.business_day(given.given_at)
        yield TotalRow(_("Given on"), say.date(given_on))
        yield TotalRow(_("Valid until"), say.date(given.expires) if given.expires else _("no end"))
        if given.is_cancelled:
            reason = deeds.remark(given.used_by)
            yield Paragraph(_("Cancelled: {reason}", reason=reason), "small", tone="muted")
        elif sale := sales.found_sale(given.used_by) if given.used_by else None:
            yield TotalRow(_("Used by sale"), f"{sale.number} · {say.day(sale.business_day)}")
