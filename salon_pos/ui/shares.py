"""Who does a line and in which parts: people to tap, and a part for each that sums to 100 %."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.domain.money import BASIS_POINTS, parse_decimal
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Credit, equal_credit
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.clear import clear
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.flow import Flow

MOST = 4
POINT = 100  # basis points in a percent
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Shares(QWidget):
    """`people` are names by id; from `least` to four are chosen, the first one leads. Parts are
    equal until one is typed; where two share, the other one takes what is left. While it is
    `alone`, a tap on another puts them in the place of the one who was chosen. `changed` with every
    choice and every part, `committed` on Enter in a part."""

    changed = Signal()
    committed = Signal()

    def __init__(
        self, people: Mapping[int, str], credits: Sequence[Credit], *, least: int = 1
    ) -> None:
        super().__init__()
        self._names, self._credits, self._least = people, list(credits), least
        self.alone = False
        who = QWidget()
        flow = Flow(who)
        self.people: dict[int, Button] = {}
        for staff_id, name in people.items():
            key = PersonKey(name, lambda: self.credits() is not None)
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, id_=staff_id: self._toggle(id_))
            self.people[staff_id] = key
            flow.addWidget(key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().m)
        column.addWidget(who)
        self._parts = QVBoxLayout()
        column.addLayout(self._parts)
        self.fields: dict[int, Field] = {}
        self._show()

    def credits(self) -> tuple[Credit, ...] | None:
        """Who is chosen with which parts; None where that is not the whole."""
        parts = self._parts_typed()
        whole = len(parts) == len(self.fields) and sum(parts) == BASIS_POINTS
        if not whole or not self._least <= len(self.fields) <= MOST:
            return None
        return tuple(Credit(who, part) for who, part in zip(self.fields, parts, strict=True))

    def set_alone(self, alone: bool) -> None:
        """Whether one person did it; of several the first one stays."""
        self.alone = alone
        if alone and len(self._credits) > 1:
            self._credits = list(equal_credit((self._credits[0].staff_id,)))
            self._show()
            self.changed.emit()

    def missing(self) -> str:
        """What is still to be chosen or typed; empty where it is the whole."""
        missing = self._least - len(self.fields)
        if missing > 0:
            return n_("Choose {n} more.", "Choose {n} more.", missing)
        if self.credits() is None:
            total = screen().percent(sum(self._parts_typed()))
            return _("Together they are {sum}, not 100 %.", sum=total)
        return ""

    def _toggle(self, staff_id: int) -> None:
        chosen = [credit.staff_id for credit in self._credits]
        if self.alone:
            chosen = [staff_id]
        elif staff_id in chosen:
            chosen.remove(staff_id)
        elif len(chosen) < MOST:
            chosen.append(staff_id)
        self._credits = list(equal_credit(tuple(chosen)))
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        chosen = {credit.staff_id: credit for credit in self._credits}
        for staff_id, key in self.people.items():
            key.setChecked(staff_id in chosen)
        clear(self._parts)
        self.fields = {who: self._field(credit) for who, credit in chosen.items()}
        for field in self.fields.values():
            self._parts.addWidget(field)

    def _field(self, credit: Credit) -> Field:
        name = self._names[credit.staff_id]
        field = Field(name, "percent", value=_percent(credit.part_bp), after="%")
        field.changed.connect(partial(self._typed, credit.staff_id))
        field.committed.connect(self.committed)
        return field

    def _typed(self, staff_id: int) -> None:
        """A typed part; where two share, the other one gets the rest."""
        others = [who for who in self.fields if who != staff_id]
        part = self._part(staff_id)
        if len(others) == 1 and part is not None and part <= BASIS_POINTS:
            self.fields[others[0]].set_value(_percent(BASIS_POINTS - part))
        self.changed.emit()

    def _part(self, staff_id: int) -> int | None:
        try:
            typed = self.fields[staff_id].value()
            return parse_decimal(typed, digits=2, field="staff", example="50")
        except Refusal as refusal:
            self.fields[staff_id].set_error(screen().sentence(refusal))
            return None

    def _parts_typed(self) -> list[int]:
        return [part for who in self.fields if (part := self._part(who)) is not None]


class PersonKey(Button):
    """A name: Space chooses it, and so does Enter until it is `ready`. From then on Enter does what
    the panel's last key says, also right after a tap on a name."""

    def __init__(self, name: str, ready: Callable[[], bool]) -> None:
        super().__init__(name, "block")
        self._ready = ready

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._ready():
            event.ignore()
            return
        super().keyPressEvent(event)


def _percent(basis_points: int) -> str:
    whole, part = divmod(basis_points, POINT)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".")
