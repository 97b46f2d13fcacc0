"""Several people do one line: two to four, with parts that sum to 100 %."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from salon_pos.domain.money import BASIS_POINTS, parse_decimal
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Credit, equal_credit
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text

LEAST, MOST = 2, 4
POINT = 100  # basis points in a percent
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SharePanel(SlideOver):
    """`shared(credits)`: the first one chosen leads and sets the price. Parts are equal until one
    is typed; the last one takes what is left."""

    shared = Signal(tuple)

    def __init__(self, host: QWidget, till: Till) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.36, least=460)
        self._till = till
        line = till.line()
        self._credits = list(line.staff if line else till.hand)
        self.header.addWidget(Text(_("Share the line"), "title", weight=500), 1)
        who = QWidget()
        flow = Flow(who)
        self.people: dict[int, Button] = {}
        for member in till.shop.serving:
            key = PersonKey(member.name, self)
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, id_=member.id: self._toggle(id_))
            self.people[member.id] = key
            flow.addWidget(key)
        hint = _("Choose two to four. The first one leads and sets the price.")
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(hint, "small", tone="muted"))
        self.body.addWidget(who)
        self._parts = ScrollColumn()
        self.body.addWidget(self._parts, 1)
        self.fields: dict[int, Field] = {}
        self.note = Text("", "small", tone="muted")
        self.footer.addWidget(self.note, 1)
        self.done = Button(_("Share"), "primary", key="Enter", big=True)
        self.done.clicked.connect(self._share)
        self.footer.addWidget(self.done)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._share()
            event.accept()
            return
        super().keyPressEvent(event)

    def _toggle(self, staff_id: int) -> None:
        chosen = [credit.staff_id for credit in self._credits]
        if staff_id in chosen:
            chosen.remove(staff_id)
        elif len(chosen) < MOST:
            chosen.append(staff_id)
        self._credits = list(equal_credit(tuple(chosen)))
        self._show()

    def _show(self) -> None:
        chosen = {credit.staff_id: credit for credit in self._credits}
        for staff_id, key in self.people.items():
            key.setChecked(staff_id in chosen)
        clear(self._parts.body)
        self.fields = {who: self._field(credit) for who, credit in chosen.items()}
        for field in self.fields.values():
            self._parts.body.addWidget(field)
        self._parts.body.addStretch(1)
        self._judge()

    def _field(self, credit: Credit) -> Field:
        name = self._till.shop.staff[credit.staff_id].name
        field = Field(name, "percent", value=_percent(credit.part_bp), after="%")
        field.changed.connect(partial(self._typed, credit.staff_id))
        field.committed.connect(self._share)
        return field

    def _typed(self, staff_id: int) -> None:
        """A typed part; where two share, the other one gets the rest."""
        others = [who for who in self.fields if who != staff_id]
        part = self._part(staff_id)
        if len(others) == 1 and part is not None and part <= BASIS_POINTS:
            self.fields[others[0]].set_value(_percent(BASIS_POINTS - part))
        self._judge()

    def _part(self, staff_id: int) -> int | None:
        try:
            typed = self.fields[staff_id].value()
            return parse_decimal(typed, digits=2, field="staff", example="50")
        except Refusal as refusal:
            self.fields[staff_id].set_error(screen().sentence(refusal))
            return None

    def _parts_typed(self) -> list[int]:
        return [part for who in self.fields if (part := self._part(who)) is not None]

    def _judge(self) -> None:
        parts, enough = self._parts_typed(), LEAST <= len(self.fields) <= MOST
        whole = len(parts) == len(self.fields) and sum(parts) == BASIS_POINTS
        self.done.setEnabled(enough and whole)
        if not enough:
            missing = LEAST - len(self.fields)
            self.note.setText(n_("Choose {n} more.", "Choose {n} more.", max(1, missing)))
        elif whole:
            self.note.setText("")
        else:
            self.note.setText(
                _("Together they are {sum}, not 100 %.", sum=screen().percent(sum(parts)))
            )

    def _share(self) -> None:
        if self.done.isEnabled():
            credits = zip(self.fields, self._parts_typed(), strict=True)
            made = tuple(Credit(who, part) for who, part in credits)
            self.dismiss()
            self.shared.emit(made)


class PersonKey(Button):
    """A name: Space chooses it, and so does Enter until the parts can be shared. From then on Enter
    does what the panel's last key says, also right after a tap on a name."""

    def __init__(self, name: str, panel: SharePanel) -> None:
        super().__init__(name, "block")
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._panel.done.isEnabled():
            event.ignore()
            return
        super().keyPressEvent(event)


def _percent(basis_points: int) -> str:
    whole, part = divmod(basis_points, POINT)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".")
