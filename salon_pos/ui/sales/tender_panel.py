"""The panel that corrects by what a payment was really made."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import catalog, shifts
from salon_pos.domain.catalog import TenderMethod
from salon_pos.domain.corrections import TenderMove
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.sold import MONEY, SoldTender
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.sales.correction_panel import CorrectionPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.change_row import ChangeRow
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases import corrections
from salon_pos.usecases.approving import WordFor


class TenderPanel(CorrectionPanel):
    """Which payment, where there are several; then a tap on what it really was."""

    word_for = WordFor.CORRECT_TENDER

    def __init__(self, shell: Shell, desk: Desk, facts: SaleFacts) -> None:
        hint = _("The sale stays as it is. What was taken moves to the other means of payment, "
                 "together with its tip.")  # fmt: skip
        super().__init__(shell, desk, _("Correct payment"), number=facts.sold.number, hint=hint)
        self._sale_uid = facts.sold.uid
        self._paid = {one.position: one for one in facts.sold.tenders if one.kind in MONEY}
        self._methods = [one for one in catalog.tender_methods().values()
                         if one.kind in MONEY and not one.retired]  # fmt: skip
        self.chosen: int | None = None
        self.ways: dict[int, Button] = {}
        self._add_payment()
        self._add_ways()
        self._choose_payment()

    def look(self) -> None:
        if not self._paid:
            self.nothing_yet(_("Nothing of this sale was paid in money."))
            return
        if self.chosen is None:
            self.nothing_yet(_("Choose how it was really paid."))
            return
        try:
            seen = corrections.preview_correct_tender(
                self._change(), by=self.desk.actor, now=self.desk.now()
            )
        except Refusal as refusal:
            self.refused(refusal)
            return
        asks = seen.move.amount if seen.needs_manager else None
        self.changes(list(self._rows(seen.move)), asks=asks)

    def correct(self) -> None:
        self.desk.perform(corrections.correct_tender, self._change(), then=self.finished,
                          refused=self.refused)  # fmt: skip

    def _change(self) -> corrections.TenderCorrection:
        assert self.chosen is not None
        return corrections.TenderCorrection(
            self.uid, self._sale_uid, self._position, self.chosen, self.reason.value(), self.word
        )

    def _rows(self, move: TenderMove) -> Iterator[ChangeRow]:
        money = screen().money
        tip = _("of this, tips {amount}", amount=money(move.tip)) if move.tip else ""
        yield ChangeRow(_(move.was.name), money(-move.amount), tip)
        yield ChangeRow(_(move.to.name), f"+{money(move.amount)}", tip)
        if move.from_drawer:
            held = shifts.drawer_balance(self.desk.till_id) - move.from_drawer
            yield ChangeRow(_("The drawer should hold then"), money(held))

    def _add_payment(self) -> None:
        """How it was rung up; which of them, where there are several."""
        self.payment: Select | None = None
        self._position = next(iter(self._paid), 0)
        if len(self._paid) > 1:
            options = [(at, _payment_words(one)) for at, one in self._paid.items()]
            words = (_("Search"), _("Clear the search"))
            self.payment = Select(_("Which payment"), options, words=words, value=self._position)
            self.payment.picked.connect(self._pick_payment)
            self.column.addWidget(self.payment)
        elif self._paid:
            one = self._paid[self._position]
            self.column.addWidget(
                ChangeRow(_("Rung up as {tender}", tender=_(one.name)), _figure(one))
            )
            self.column.addWidget(Line())

    def _add_ways(self) -> None:
        self.column.addWidget(Text(_("It was really paid by"), "caption", tone="muted"))
        where = QWidget()
        flow = Flow(where, gap=theme.tokens().s)
        for method in self._methods:
            self.ways[method.id] = self._way(method)
            flow.addWidget(self.ways[method.id])
        self.column.addWidget(where)

    def _way(self, method: TenderMethod) -> Button:
        key = Button(_(method.name), "block")
        key.setCheckable(True)
        key.clicked.connect(lambda _=False: self._choose(method.id))
        return key

    def _pick_payment(self, position: int) -> None:
        self._position = position
        self._choose_payment()

    def _choose_payment(self) -> None:
        """Another payment: what it is now is no choice."""
        now = self._paid.get(self._position)
        for method_id, key in self.ways.items():
            key.setEnabled(now is not None and method_id != now.method_id)
        self._choose(None)

    def _choose(self, method_id: int | None) -> None:
        self.chosen = method_id
        for id_, key in self.ways.items():
            key.setChecked(id_ == method_id)
        self.look()


def _payment_words(tender: SoldTender) -> str:
    return f"{_(tender.name)} · {_figure(tender)}"


def _figure(tender: SoldTender) -> str:
    return screen().money(tender.applied + tender.tip)
