"""A card for a client: its kind, a number by scan or by itself, a PIN where they want one."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from salon_pos.domain.cards import Card, CardKind
from salon_pos.domain.money import Off, parse_decimal
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.standing import months_later
from salon_pos.domain.words import N_
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.asking import NEEDS_WORD, ask_word
from salon_pos.ui.member.wording import KIND_WORDS, card_gives
from salon_pos.ui.percent_off import PercentOff
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.cards import NewCard, issue_card
from salon_pos.usecases.deed import new_uid

WIDE = 660
MONTHS = (3, 6, 12)
OFF = (500, 1_000, 1_500, 2_000)
OTHER, NOTHING = 0, -1


class _Inputs(ScrollColumn):
    """As high as what is in it, and scrolled where the window is low."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setSpacing(theme.tokens().m)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something in it was shown, hidden or refused: it is as high as it is now."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.body.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return QSize(self.body.totalSizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 3 * theme.tokens().hit)


class EnrolPanel(Panel):
    """`issued(card)`. One press of Enter issues a card of stored value with the next number. With
    `share` it is one more card for that one's account, of its kind."""

    issued = Signal(object)

    def __init__(
        self, shell: Shell, desk: Desk, client_id: int, name: str, *, share: Card | None = None
    ) -> None:
        super().__init__(shell, width=WIDE)
        self._shell, self._desk, self._client_id, self._share = shell, desk, client_id, share
        self._uid, self._word = new_uid(), ""
        self._make_kinds()
        self.number = Field(_("Number"), placeholder=_("Scan it, or leave it to the program"))
        self.pin = Field(_("PIN"), "pin", placeholder=_("May be left empty."))
        self.issue = Button(_("Issue the card"), "primary", key="Enter")
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(_("A card for {name}", name=name), "lead", weight=500))
        if share:
            shared = _("It opens the same account as card {number}.", number=share.number)
            self.body.addWidget(Paragraph(shared, "small", tone="muted"))
        number = share.number if share else ""
        self.shared_pin = Field(_("PIN of card {number}", number=number), "pin",
                                placeholder=_("Without it a manager agrees."))  # fmt: skip
        self.gives = Paragraph("", "small", tone="muted")
        self._inputs = _Inputs()
        for part in (self.kind, self.gives, self.off, self.off_services, self.percent, self.months,
                     self.until, self.shared_pin):  # fmt: skip
            self._inputs.body.addWidget(part)
        row, top = QHBoxLayout(), Qt.AlignmentFlag.AlignTop
        row.setSpacing(theme.tokens().m)
        row.addWidget(self.number, 3, top)
        row.addWidget(self.pin, 2, top)
        self._inputs.body.addLayout(row)
        self._inputs.body.addStretch(1)
        self.body.addWidget(self._inputs)
        self.body.addWidget(self.issue)
        is_asked = share is not None and share.owner_id != client_id and share.has_pin
        self.shared_pin.setVisible(is_asked)
        for choice in (self.kind, self.off, self.off_services, self.months):
            choice.picked.connect(self._show)
        for field in (self.percent, self.until, self.shared_pin, self.number, self.pin):
            field.committed.connect(self._issue)
        self.issue.clicked.connect(self._issue)
        self._show()

    def first_focus(self) -> QWidget | None:
        return (self.shared_pin if self.shared_pin.isVisibleTo(self) else self.number).line

    def scanned(self, code: str) -> bool:
        """A scan is the new card's number, wherever the cursor is."""
        self.number.set_value(code)
        return True

    def _make_kinds(self) -> None:
        kinds = [(kind, _(words)) for kind, words in KIND_WORDS.items()]
        self.kind = Choice(P_("card", "Card"), kinds)
        off = [(bp, screen().discount(bp)) for bp in OFF]
        self.off = Choice(_("Taken off while it holds money"),
                          [*off, (OTHER, P_("discount", "Other"))], value=OFF[-1])  # fmt: skip
        # Of a year card it may be nothing: it shows who is a member.
        self.off_services = Choice(
            _("Taken off services"),
            [(NOTHING, P_("discount", "Nothing")), *off[:3], (OTHER, P_("discount", "Other"))],
            value=OFF[1],
        )
        self.percent = PercentOff(_("Percent taken off"))
        months = [(n, n_("{n} month", "{n} months", n)) for n in MONTHS]
        self.months = Choice(_("Good for"), [*months, (OTHER, _("Until a day"))],
                             value=MONTHS[-1])  # fmt: skip
        self.until = Field(_("Last good day"), "date", placeholder="2027-12-31")

    def _show(self, _kind: object = None) -> None:
        kind = self._kind()
        alone = self._share is None
        is_discount, is_period = kind is CardKind.DISCOUNT, kind is CardKind.PERIOD
        self.kind.setVisible(alone)
        self.gives.setText(card_gives(kind))
        self.off.setVisible(alone and is_discount)
        self.off_services.setVisible(alone and is_period)
        self.percent.setVisible(alone and self._off(kind) == OTHER)
        self.months.setVisible(alone and is_period)
        self.until.setVisible(alone and is_period and self.months.value() == OTHER)

    def _kind(self) -> CardKind:
        return self._share.kind if self._share else self.kind.value()

    def _new(self) -> NewCard:
        share, kind = self._share, self._kind()
        if share:
            return NewCard(
                self._client_id, number=self.number.value(), pin=self.pin.value(),
                shares=share.uid, shared_pin="" if self._word else self.shared_pin.value(),
                approval=self._word, uid=self._uid,
            )  # fmt: skip
        return NewCard(
            self._client_id,
            kind,
            self.number.value(),
            discount_bp=self._discount(kind),
            valid_until=self._until() if kind is CardKind.PERIOD else None,
            pin=self.pin.value(),
            approval=self._word,
            uid=self._uid,
        )

    def _off(self, kind: CardKind) -> int:
        """What is chosen for a card of this kind: basis points, nothing, or another percent."""
        choices = {CardKind.DISCOUNT: self.off, CardKind.PERIOD: self.off_services}
        return choices[kind].value() if kind in choices else NOTHING

    def _discount(self, kind: CardKind) -> int:
        off = self._off(kind)
        if off == NOTHING:
            return 0
        if off != OTHER:
            return off
        return parse_decimal(self.percent.value(), digits=2, field="discount", example="12.5")

    def _until(self) -> date:
        if self.months.value() != OTHER:
            today = self._desk.settings.business_day(self._desk.now())
            return months_later(today, self.months.value())
        try:
            return date.fromisoformat(self.until.value().strip())
        except ValueError:
            refuse("bad_date", N_("Type the date as year-month-day, such as {example}."),
                   field="valid_until", example="2027-12-31")  # fmt: skip

    def _issue(self) -> None:
        """Beside the window's thread: a PIN is made unreadable slowly, on purpose."""
        if not self.issue.isEnabled():
            return
        try:
            new, by, now = self._new(), self._desk.actor, self._desk.now()
        except Refusal as refusal:
            self._refused(refusal)
            return
        self.issue.setEnabled(False)
        self._desk.work(
            lambda _task: issue_card(new, by=by, now=now),
            then=self._done, refused=self._refused, name="issue_card",
        )  # fmt: skip

    def _with_word(self, word: str) -> None:
        self._word = word
        self._issue()

    def _done(self, card: Card) -> None:
        self.dismiss()
        self.issued.emit(card)

    def _refused(self, refusal: Refusal) -> None:
        self.issue.setEnabled(True)
        if refusal.key == NEEDS_WORD:
            subject = WordFor.ISSUE_CARD.subject(self._uid)
            off = refusal.values.get("off")  # none where another client's account is shared
            ask_word(self._shell, self._desk, refusal, self._with_word, subject=subject,
                     amount=off.basis_points if isinstance(off, Off) else 0)  # fmt: skip
            return
        beside: dict[str, Labelled] = {
            "pin": self.pin,
            "shared_pin": self.shared_pin,
            "discount": self.percent if self.percent.isVisibleTo(self) else self.off,
            "valid_until": self.until if self.until.isVisibleTo(self) else self.months,
        }
        field = beside.get(refusal.field, self.number)
        field.set_error(screen().sentence(refusal))
        self._inputs.bring(field)
        field.setFocus()
