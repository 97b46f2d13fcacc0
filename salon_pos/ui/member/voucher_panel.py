"""The vouchers of a client: which they were given, and giving one."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import coupons
from salon_pos.domain.money import Amount
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.asking import NEEDS_WORD, ask_word
from salon_pos.ui.member.voucher_form import VoucherForm
from salon_pos.ui.member.voucher_words import Given, state, terms, worth
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.coupons import give_coupon
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.vouchers import NewVoucher, give_voucher


class VoucherPanel(SlideOver):
    """Stays open: a voucher that was given stands at the top of the list, with its code."""

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        may_give = desk.may(Right.ADJUST_POINTS)
        super().__init__(shell, _("Close"), fraction=0.62, least=720, footer=may_give)
        self._shell, self._desk, self._client = shell, desk, client
        self._uid, self._word = new_uid(), ""
        self.list = RowList(_("Vouchers"), flush=False)
        self.none = EmptyState("ticket-percent", _("This client was given no voucher yet."))
        self._found: dict[str, Given] = {}
        self.form = self._make_form() if may_give else None
        self._lay_out()
        self.list.picked.connect(self._open)
        self.look_again()

    def look_again(self) -> None:
        """Read the list anew."""
        self._found = {one.uid: one for one in coupons.given_to(self._client.id)}
        self.list.show_entries([self._row(given) for given in self._found.values()])
        self.list.setVisible(bool(self._found))
        self.none.setVisible(not self._found)

    def _row(self, given: Given) -> Row:
        mark = state(given, self._desk.settings.business_day(self._desk.now()))
        said = " · ".join(terms(given, self._desk.book.items))
        return Row(
            key=given.uid, title=given.code, subtitle=said, chips=(mark,),
            figure=worth(given, screen()), dim=mark.tone == "neutral",
        )  # fmt: skip

    def _open(self, uid: object) -> None:
        """One of them: to print it, or to cancel it."""
        from salon_pos.ui.member.voucher_page import VoucherPage

        page = VoucherPage(self._shell, self._desk, self._found[str(uid)])
        page.closed.connect(self.look_again)
        self._shell.slide_over(page)

    def _make_form(self) -> VoucherForm:
        form = VoucherForm(self._desk.settings.currency, self._client.id)
        form.area.body.setContentsMargins(0, 0, theme.tokens().m, 0)  # beside its scroll bar
        form.saved.connect(lambda _values: self._give())
        return form

    def _give(self) -> None:
        assert self.form is not None
        try:
            new = self.form.read(self._uid)
        except Refusal as refusal:
            self.form.refuse(refusal)
            return
        give = give_voucher if isinstance(new, NewVoucher) else give_coupon
        self._desk.perform(give, new, then=self._given, refused=self._refused, approval=self._word)

    def _refused(self, refusal: Refusal) -> None:
        assert self.form is not None
        amount = refusal.values.get("amount")
        if refusal.key == NEEDS_WORD and isinstance(amount, Amount):
            subject = WordFor.GIVE_VOUCHER.subject(self._uid)
            ask_word(self._shell, self._desk, refusal, self._with_word, subject=subject,
                     amount=amount.minor)  # fmt: skip
        else:
            self.form.refuse(refusal)

    def _with_word(self, word: str) -> None:
        self._word = word
        self._give()

    def _given(self, given: Given) -> None:
        assert self.form is not None
        self._uid, self._word = new_uid(), ""
        self.form.clear()
        self.look_again()
        self.list.set_current(given.uid)
        self._shell.toast(_("{name} has voucher {code} over {sum} now.", name=self._client.name,
                            code=given.code, sum=worth(given, screen())))  # fmt: skip

    def _lay_out(self) -> None:
        t = theme.tokens()
        title = _("Vouchers of {name}", name=self._client.name)
        self.header.addWidget(Text(title, "title", weight=500), 1)
        halves = QHBoxLayout()
        halves.setSpacing(t.xxl)
        self.body.addLayout(halves, 1)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.none, 1)
        halves.addLayout(left, 3)
        halves.addWidget(self.form or self._only_managers(), 2)
        if self.form is not None:  # its one key stands at the foot, as that of every panel
            self.footer.addStretch(1)
            self.footer.addWidget(self.form.save)

    def _only_managers(self) -> QWidget:
        return Paragraph(_("Only a manager gives a voucher."), "small", tone="muted")
