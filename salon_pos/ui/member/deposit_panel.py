"""A deposit that is not used: paid back, or forfeited."""

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import balances
from salon_pos.domain import ledger
from salon_pos.domain.people import Client
from salon_pos.i18n import _, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.money_panel import MoneyPanel, method_input
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deposits import DepositMoved, forfeit_deposit, refund_deposit

BACK, FORFEIT = "back", "forfeit"


class DepositPanel(MoneyPanel):
    """All of it, or a part."""

    word_for = WordFor.REFUND_DEPOSIT

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__(shell, desk, _("The deposit of {name}", name=client.name))
        self._client = client
        held = balances.balance(ledger.deposit(client.uid))
        self.body.addWidget(TotalRow(_("Left on the deposit"), screen().money(held), strong=True))
        self.what = Choice(
            _("What happens with it"), [(BACK, _("Pay back")), (FORFEIT, _("Forfeit"))]
        )
        self.sum = self.money_field(_("Amount"), held)
        self.method = method_input(_("Paid back by"))
        self.note = Paragraph(
            _("The client did not come: it becomes income, and nothing is paid out."),
            "small", tone="muted",
        )  # fmt: skip
        for part in (self.what, self.sum, self.method, self.note):
            self.body.addWidget(part)
        self.finish("")
        self.what.picked.connect(self._show)
        self._show(BACK)

    def first_focus(self) -> QWidget | None:
        return self.sum.line

    def perform(self) -> None:
        deed, amount, client = self.desk.perform, self.amount(), self._client.id
        told = {"then": self._done, "refused": self.refused}
        if self.what.value() == FORFEIT:
            deed(forfeit_deposit, self.uid, client, amount, **told)
        else:
            deed(refund_deposit, self.uid, client, amount, self.method.value(),
                 approval=self.word, **told)  # fmt: skip

    def amount(self) -> int:
        return self.typed(self.sum)

    def inputs(self) -> dict[str, QWidget]:
        return {"amount": self.sum, "tender": self.method}

    def _show(self, what: object) -> None:
        pays = what == BACK
        self.method.setVisible(pays)
        self.note.setVisible(not pays)
        self.go.set_label(_("Pay back") if pays else _("Forfeit"))

    def _done(self, moved: DepositMoved) -> None:
        self.dismiss()
        money = screen().money
        left = _("{sum} is left on the deposit.", sum=money(moved.left)) if moved.left else ""
        if self.what.value() == FORFEIT:
            said = _("{sum} of the deposit is forfeited.", sum=money(moved.amount))
        else:
            said = _("{sum} of the deposit is paid back.", sum=money(moved.paid))
        self.shell.toast(f"{said} {left}".strip())
