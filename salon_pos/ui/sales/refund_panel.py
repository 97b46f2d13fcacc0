"""The refund panel: what comes back, every consequence before it happens, one key to do it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import people
from salon_pos.domain.catalog import TenderKind
from salon_pos.domain.money import Amount
from salon_pos.domain.receipt import Receipt, ReceiptLine
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.reversal import ReversedLine
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.sold import MONEY, SoldLine, SoldTender
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.approval import for_deed
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.changes import consequence_row, tier_row
from salon_pos.ui.member.money_panel import money_methods
from salon_pos.ui.sales.money_back import MoneyBack
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.change_row import ChangeRow
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases import refunds
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.voids import VoidPreview


class LineRow(QWidget):
    """One line of the sale, ticked where it comes back; how many where there are several."""

    changed = Signal()

    def __init__(self, line: ReceiptLine, sold: SoldLine) -> None:
        super().__init__()
        left = 0 if sold.is_used_up else sold.quantity - sold.refunded
        self.uid, self.left, self.quantity = line.uid, left, left
        staff = " · ".join(part for part in (*line.staff, _client_words(line)) if part)
        self.box = Checkbox(line.item, note=_why_gone(sold) or staff)
        self.box.setEnabled(left > 0)
        self.box.toggled.connect(lambda _on: self._tell())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().s)
        row.addWidget(self.box, 1)
        if left > 1:
            self.fewer = IconButton("minus", _("Fewer"), bare=True)
            self.more = IconButton("plus", _("More"), bare=True)
            self.fewer.clicked.connect(lambda: self._step(-1))
            self.more.clicked.connect(lambda: self._step(1))
            self.count = Text("", "body")
            for part in (self.fewer, self.count, self.more):
                row.addWidget(part)
            self._say()
        self.amount = Text("", "body", right=True)
        row.addWidget(self.amount)
        self._payable = line.payable if left == line.quantity else None
        self.show_amount(None)

    def show_amount(self, amount: int | None) -> None:
        """What of the line comes back, in minor units; None where it stays: then what was paid for
        the line, unless some of it is back already."""
        shown = self._payable if amount is None else amount
        self.amount.setText("" if shown is None else screen().money(shown))

    def asked(self) -> int:
        """How many of it come back."""
        return self.quantity if self.box.value() else 0

    def _step(self, by: int) -> None:
        self.quantity = min(self.left, max(1, self.quantity + by))
        self.box.set_value(True)
        self._tell()

    def _tell(self) -> None:
        if self.left > 1:
            self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.count.setText(_("{n} of {all}", n=self.quantity, all=self.left))


class RefundPanel(SlideOver):
    """`done(uid, reversal)` once the refund is on file. Nothing happens before its one key
    is pressed."""

    done = Signal(str, object)

    def __init__(self, shell: Shell, desk: Desk, facts: SaleFacts, receipt: Receipt) -> None:
        super().__init__(shell, _("Close"), fraction=0.62)
        self._shell, self._desk, self._facts = shell, desk, facts
        self._uid, self._word = new_uid(), ""
        self.seen: refunds.RefundPreview | None = None
        sold = {line.uid: line for line in facts.sold.lines}
        self.rows = [LineRow(line, sold[line.uid]) for line in receipt.lines]
        self.tips = Checkbox(_("The tips, too"))
        self.tips.setVisible(receipt.tips > 0)
        self.paid_back = _paid_back(facts)
        self.ways = _ways(facts)
        self.reason = Field(_("Reason (may stay empty)"), placeholder=_("What the client said"))
        self.happens = QVBoxLayout()
        self.amount = MoneyBack()
        self.note = Paragraph("", "small", tone="muted")
        self.go = Button(_("Refund"), "primary", big=True, key="F9")
        self._lay_out(receipt)
        for row in self.rows:
            row.changed.connect(self._look)
        self.tips.toggled.connect(lambda _on: self._look())
        for way in self._asked_how():
            way.picked.connect(lambda _method: self._look())
        self.go.clicked.connect(self.refund)
        self._look()

    def refund(self) -> None:
        """Do it, after a manager's PIN where one is asked."""
        seen = self.seen
        if seen is None:
            return
        if seen.needs_manager and not seen.approved:
            sentence = screen().together(map(screen().sentence, seen.needs_manager))
            question = for_deed(
                self._shell, self._desk, sentence, subject=WordFor.REFUND.subject(self._uid),
                amount=seen.total,
            )  # fmt: skip
            question.approved.connect(self._approved)
            self._shell.slide_over(question)
            return
        self._desk.perform(refunds.refund, self._request(seen), then=self._finished,
                           refused=self._refused)  # fmt: skip

    def _finished(self, receipt: Receipt) -> None:
        assert self.seen is not None
        self.dismiss()
        self.done.emit(receipt.uid, self.seen.reversal)

    def _approved(self, word: str) -> None:
        self._word = word
        self._look()
        self.refund()

    def _request(self, seen: refunds.RefundPreview | None = None) -> refunds.RefundRequest:
        return refunds.RefundRequest(
            self._uid, self._facts.sold.uid,
            {row.uid: row.asked() for row in self.rows if row.asked()},
            tips=self.tips.value(), sent=self._sent(), reason=self.reason.value(),
            approval=self._word, shown_total=seen.total if seen else 0,
            shown=seen.digest if seen else "",
        )  # fmt: skip

    def _sent(self) -> Mapping[int, int]:
        """What goes another way than it was paid, and what pays back that was on account."""
        paid_with = {tender.position: tender.method_id for tender in self._facts.sold.tenders}
        chosen = {position: way.value() for position, way in self.ways.items()}
        sent = {position: by for position, by in chosen.items() if by != paid_with[position]}
        if self.paid_back is not None:
            settled = self.paid_back.value()
            sent |= {tender.position: settled for tender in _on_account(self._facts)}
        return sent

    def _asked_how(self) -> tuple[Select, ...]:
        """Every choice of how money goes back."""
        return (*self.ways.values(), *([self.paid_back] if self.paid_back else []))

    def _look(self) -> None:
        """Everything that would happen with what is ticked now; nothing is done."""
        self.seen = None
        clear(self.happens)
        for row in self.rows:
            row.show_amount(None)
        if not any(row.asked() for row in self.rows):
            self._say(_("Tick what comes back."))
            return
        try:
            self.seen = refunds.preview(self._request(), by=self._desk.actor, now=self._desk.now())
        except Refusal as refusal:
            self._refused(refusal)
            return
        back = {line.line.uid: line.payable for line in self.seen.reversal.lines}
        for row in self.rows:
            row.show_amount(back.get(row.uid))
        for said in consequence_rows(self.seen):
            self.happens.addWidget(said)
            self.happens.addWidget(Line())
        self._say("\n".join(self._notes(self.seen)))

    def _notes(self, seen: refunds.RefundPreview) -> Iterator[str]:
        """What of it is cash, and why a manager is asked."""
        if seen.reversal.cash and seen.reversal.cash != seen.reversal.money:
            yield _("{amount} of it in cash", amount=Amount(seen.reversal.cash))
        if not seen.approved:
            yield from map(screen().sentence, seen.needs_manager)

    def _refused(self, refusal: Refusal) -> None:
        self._say(screen().sentence(refusal))

    def _say(self, note: str) -> None:
        self.amount.show_back(self.seen.reversal if self.seen else None)
        self.note.setText(note)
        self.go.setEnabled(self.seen is not None)

    def _lay_out(self, receipt: Receipt) -> None:
        t = theme.tokens()
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(Text(_("Refund from sale {number}", number=receipt.number), "title",
                            weight=500))  # fmt: skip
        paid = screen().several(
            [f"{screen().money(x.applied)} {_(x.name)}" for x in self._facts.sold.tenders]
        )
        facts = (screen().day(receipt.business_day), receipt.client or _("Walk-in"), paid)
        said = " · ".join(part for part in facts if part)
        head.addWidget(Paragraph(said, "small", tone="muted"))
        self.header.addLayout(head, 1)
        halves = QHBoxLayout()
        halves.setSpacing(t.xl)
        self.body.addLayout(halves, 1)
        left, right = ScrollColumn(), ScrollColumn()
        for column in (left, right):
            column.body.setSpacing(t.s)
            column.body.setContentsMargins(0, 0, t.m, 0)  # beside its scroll bar
            halves.addWidget(column, 1)
        left.body.addWidget(Text(_("What comes back"), "caption", tone="muted"))
        since = {line.uid for line in self._facts.sold.lines if line.came_back_since}
        for row in self.rows:
            left.body.addWidget(row)
            if row.uid in since:
                out = _("What returned to it since can be used, or closing the card pays it out.")
                left.body.addWidget(Paragraph(out, "small", tone="muted"))
            left.body.addWidget(Line())
        left.body.addWidget(self.tips)
        left.body.addWidget(self.reason)
        left.body.addStretch(1)
        for way in self._asked_how():
            right.body.addWidget(way)
        right.body.addWidget(Text(_("What will happen"), "caption", tone="muted"))
        self.happens.setSpacing(t.s)
        right.body.addLayout(self.happens)
        right.body.addStretch(1)
        self.go.setMinimumWidth(5 * t.hit)
        self.footer.addWidget(self.amount)
        self.footer.addSpacing(t.l)
        self.footer.addWidget(self.note, 1)
        self.footer.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)


def _on_account(facts: SaleFacts) -> list[SoldTender]:
    return [one for one in facts.sold.tenders if one.kind is TenderKind.ON_ACCOUNT]


def _ways(facts: SaleFacts) -> dict[int, Select]:
    """How the money of each tender goes back, by its position: as it was paid, unless another means
    is chosen (no cash, a card that is closed)."""
    return {
        tender.position: _way(tender)
        for tender in facts.sold.tenders
        if tender.kind in MONEY and (tender.left or tender.tip > tender.tip_returned)
    }


def _way(tender: SoldTender) -> Select:
    others = [(id_, name) for id_, name in money_methods() if id_ != tender.method_id]
    options = [(tender.method_id, _(tender.name)), *others]  # the salon may take it no more
    label, words = _("{tender} goes back by", tender=_(tender.name)), (_("Search"), _("Clear"))
    return Select(label, options, words=words, value=tender.method_id)


def _paid_back(facts: SaleFacts) -> Select | None:
    """How money goes back that paid off what was on account; None where none did."""
    put = sum(tender.left for tender in _on_account(facts))
    if put <= facts.sold.owed:
        return None
    options = money_methods()
    words = (_("Search"), _("Clear"))
    return Select(_("Paid back by"), options, words=words, value=options[0][0])


def consequence_rows(seen: refunds.RefundPreview | VoidPreview) -> Iterator[QWidget]:
    """Each thing that will happen, and where the client's tier stands afterwards."""
    for said in seen.consequences:
        yield consequence_row(said)
    if seen.reversal:
        yield from credit_row(seen.reversal.lines)
    if seen.tier and seen.tier_before:
        yield from tier_row(seen.tier_before, seen.tier)


def credit_row(lines: Sequence[ReversedLine]) -> Iterator[QWidget]:
    """What the staff's sales credit loses, each person's part of it."""
    lost: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        for staff_id, part in line.credits:
            lost[staff_id] += part
    if any(lost.values()):
        say, names = (
            screen(),
            {member.id: member.name for member in people.staff_members(with_retired=True)},
        )
        parts = [f"{names[who]} {say.money(-part)}" for who, part in lost.items() if part]
        yield ChangeRow(_("Sales credit"), say.money(-sum(lost.values())), " · ".join(parts))


def _why_gone(line: SoldLine) -> str:
    """Why nothing of a line can come back; empty where something can."""
    if line.refunded == line.quantity:
        return _("given back already")
    return _("used up") if line.is_used_up else ""


def _client_words(line: ReceiptLine) -> str:
    return _("for {name}", name=line.client) if line.client else ""
