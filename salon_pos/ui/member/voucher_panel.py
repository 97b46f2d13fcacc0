"""The vouchers of a client: which they were given, and giving one."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import coupons, value
from salon_pos.db.queries.coupons import GivenCoupon
from salon_pos.db.queries.value import Voucher
from salon_pos.domain.coupons import Coupon
from salon_pos.domain.money import Amount
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.asking import NEEDS_WORD, ask_word
from salon_pos.ui.member.voucher_form import VoucherForm
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.coupons import give_coupon
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.vouchers import NewVoucher, give_voucher


class VoucherPanel(SlideOver):
    """Stays open: a voucher that was given stands at the top of the list, with its code."""

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__(shell, _("Close"), fraction=0.62, footer=False)
        self._shell, self._desk, self._client = shell, desk, client
        self._uid, self._word = new_uid(), ""
        self.list = RowList(_("Vouchers"), flush=False)
        self.none = EmptyState("ticket-percent", _("This client was given no voucher yet."))
        self.form = self._make_form() if desk.may(Right.ADJUST_POINTS) else None
        self._lay_out()
        self.look_again()

    def look_again(self) -> None:
        """Read the list anew."""
        found = [
            *(self._coupon_row(one) for one in coupons.coupons_of(self._client.id)[::-1]),
            *(self._row(voucher) for voucher in value.vouchers_of(self._client.id)),
        ]
        self.list.show_entries(found)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)

    def _row(self, voucher: Voucher) -> Row:
        return self._of(voucher, voucher.expires, voucher.used_by, _("pays"))

    def _coupon_row(self, given: GivenCoupon) -> Row:
        said = given.coupon.name
        if given.coupon.item_ids:
            items = self._desk.book.items
            named = (items[id_].name for id_ in sorted(given.coupon.item_ids) if id_ in items)
            said = _("{voucher}, for {items}", voucher=said, items=", ".join(named))
        return self._of(given.coupon, given.expires, given.used_by, said)

    def _of(self, of: Voucher | Coupon, expires: date | None, used_by: str, said: str) -> Row:
        terms = [said]
        if of.least:
            terms.append(_("from {sum}", sum=screen().money(of.least)))
        terms.append(_("until {day}", day=screen().date(expires)) if expires else _("no end"))
        state = self._state(expires, used_by)
        return Row(
            key=of.uid, title=of.code, subtitle=" · ".join(terms), chips=(state,),
            figure=_worth(of), dim=state.tone == "neutral",
        )  # fmt: skip

    def _state(self, expires: date | None, used_by: str) -> Mark:
        today = self._desk.settings.business_day(self._desk.now())
        if used_by:
            return Mark(P_("voucher", "used"), "neutral")
        if expires and expires < today:
            return Mark(P_("voucher", "ended"), "neutral")
        return Mark(P_("voucher", "good"), "ok")

    def _make_form(self) -> VoucherForm:
        form = VoucherForm(self._desk.settings.currency, self._client.id)
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
        worth = refusal.values.get("amount")
        if refusal.key == NEEDS_WORD and isinstance(worth, Amount):
            ask_word(self._shell, self._desk, refusal, self._with_word, uid=self._uid,
                     amount=worth.minor)  # fmt: skip
        else:
            self.form.refuse(refusal)

    def _with_word(self, word: str) -> None:
        self._word = word
        self._give()

    def _given(self, given: Voucher | GivenCoupon) -> None:
        assert self.form is not None
        self._uid, self._word = new_uid(), ""
        self.form.clear()
        self.look_again()
        voucher = given.coupon if isinstance(given, GivenCoupon) else given
        self.list.set_current(voucher.uid)
        self._shell.toast(_("{name} has voucher {code} over {sum} now.", name=self._client.name,
                            code=voucher.code, sum=_worth(voucher)))  # fmt: skip

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

    def _only_managers(self) -> QWidget:
        return Paragraph(_("Only a manager gives a voucher."), "small", tone="muted")


def _worth(of: Voucher | Coupon) -> str:
    if isinstance(of, Voucher):
        return screen().money(of.face)
    return screen().money(of.amount) if of.amount else screen().discount(of.percent_bp)
