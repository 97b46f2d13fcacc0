"""What a client owes on account: of which sales, and paying it off, whole or in part."""

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import balances, owed
from salon_pos.domain import ledger
from salon_pos.domain.people import Client
from salon_pos.i18n import _, n_, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.money_panel import MoneyPanel, method_input
from salon_pos.ui.member.settlement_page import SettlementPage
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.accounts import Settled, settle_account

MOST = 6
"""Sales named one by one; the rest is one row."""


class AccountPanel(MoneyPanel):
    """The oldest debt is paid off first, and earns its points then."""

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__(shell, desk, _("{name} on account", name=client.name))
        self._client = client
        owes = balances.balance(ledger.receivable(client.uid))
        for row in sale_rows(client.id):
            self.body.addWidget(row)
        self.body.addWidget(Line())
        self.body.addWidget(TotalRow(_("Owes"), screen().money(owes), strong=True))
        self.sum = self.money_field(_("Paid now"), owes)
        self.method = method_input(_("Paid by"))
        note = _("The oldest sale is paid off first, and earns its points now.")
        for part in (self.sum, self.method, Paragraph(note, "small", tone="muted")):
            self.body.addWidget(part)
        self.finish(_("Take the money"))

    def first_focus(self) -> QWidget | None:
        return self.sum.line

    def perform(self) -> None:
        self.desk.perform(
            settle_account, self.uid, self._client.id, self.amount(), self.method.value(),
            then=self._done, refused=self.refused,
        )  # fmt: skip

    def amount(self) -> int:
        return self.typed(self.sum)

    def inputs(self) -> dict[str, QWidget]:
        return {"amount": self.sum, "tender": self.method}

    def _done(self, settled: Settled) -> None:
        self.dismiss()
        money = screen().money
        said = [_("{sum} is paid off.", sum=money(settled.paid))]
        if settled.left:
            said.append(_("{sum} is still owed.", sum=money(settled.left)))
        if settled.points:
            said.append(n_("It earned {n} point.", "It earned {n} points.", settled.points))
        self.shell.toast(screen().together(said))
        self.shell.slide_over(SettlementPage(self.shell, self.desk, self.uid))


def sale_rows(client_id: int) -> list[TotalRow]:
    """What is still owed of each sale, the oldest first."""
    money, sales = screen().money, owed.owed_sales(client_id)
    rows = [
        TotalRow(f"{screen().day(one.sale.business_day)} · {one.sale.number}", money(one.left))
        for one in sales[:MOST]
    ]
    if more := sales[MOST:]:
        words = n_("{n} more sale", "{n} more sales", len(more))
        rows.append(TotalRow(words, money(sum(one.left for one in more))))
    return rows
