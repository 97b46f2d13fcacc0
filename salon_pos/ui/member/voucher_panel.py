"""The cash vouchers of a client: which they were given, and giving one."""

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import value
from salon_pos.db.queries.value import Voucher
from salon_pos.domain.money import parse_decimal, parse_money
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.vouchers import NewVoucher, give_voucher


class VoucherPanel(SlideOver):
    """Stays open: a voucher that was given stands at the top of the list, with its code."""

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__(shell, _("Close"), fraction=0.62, footer=False)
        self._shell, self._desk, self._client = shell, desk, client
        self._uid = new_uid()
        self.list = RowList(_("Vouchers"), flush=False)
        self.none = EmptyState("ticket-percent", _("This client was given no voucher yet."))
        self.form = self._make_form() if desk.may(Right.ADJUST_POINTS) else None
        self._lay_out()
        self.look_again()

    def look_again(self) -> None:
        """Read the list anew."""
        found = value.vouchers_of(self._client.id)
        self.list.show_entries([self._row(voucher) for voucher in found])
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)

    def _row(self, voucher: Voucher) -> Row:
        say = screen()
        return Row(
            key=voucher.uid, title=voucher.code, subtitle=" · ".join(_terms(voucher)),
            chips=(self._state(voucher),), figure=say.money(voucher.face),
            dim=self._state(voucher).tone == "neutral",
        )  # fmt: skip

    def _state(self, voucher: Voucher) -> Mark:
        today = self._desk.settings.business_day(self._desk.now())
        if voucher.used_by:
            return Mark(P_("voucher", "used"), "neutral")
        if voucher.expires and voucher.expires < today:
            return Mark(P_("voucher", "ended"), "neutral")
        return Mark(P_("voucher", "good"), "ok")

    def _make_form(self) -> Form:
        symbol, form = self._desk.settings.currency.symbol, Form(_("Give the voucher"))
        form.area.body.setSpacing(theme.tokens().l)
        form.add_part(Text(_("A new voucher"), "item", weight=500))
        form.add("face", Field(_("Worth"), "money", before=symbol))
        form.add("least", Field(_("For bills of at least"), "money", before=symbol,
                                hint=_("May be left empty.")))  # fmt: skip
        form.add("days", Field(_("Good for so many days"), "integer", value="90",
                               hint=_("Left empty it never ends.")))  # fmt: skip
        form.saved.connect(lambda _values: self._give())
        return form

    def _give(self) -> None:
        try:
            new = self._new()
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._desk.perform(give_voucher, new, then=self._given, refused=self._refused)

    def _new(self) -> NewVoucher:
        assert self.form is not None
        typed, currency = self.form.values(), self._desk.settings.currency
        least, days = typed["least"].strip(), typed["days"].strip()
        return NewVoucher(
            self._uid,
            parse_money(typed["face"], currency, field="face"),
            least=parse_money(least, currency, field="least") if least else 0,
            client_id=self._client.id,
            days=parse_decimal(days, digits=0, field="days", example="90") if days else None,
        )

    def _refused(self, refusal: Refusal) -> None:
        assert self.form is not None
        self.form.show_refusal(refusal.field, screen().sentence(refusal))

    def _given(self, voucher: Voucher) -> None:
        assert self.form is not None
        self._uid = new_uid()
        self.form.set_values({"face": "", "least": ""})
        self.look_again()
        self.list.set_current(voucher.uid)
        self._shell.toast(_("{name} has voucher {code} over {sum} now.", name=self._client.name,
                            code=voucher.code, sum=screen().money(voucher.face)))  # fmt: skip

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


def _terms(voucher: Voucher) -> Iterator[str]:
    if voucher.least:
        yield _("from {sum}", sum=screen().money(voucher.least))
    yield _("until {day}", day=screen().date(voucher.expires)) if voucher.expires else _("no end")
