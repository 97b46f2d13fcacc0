"""The first step: the salon, its money, its taxes, its day."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.domain.catalog import TaxMode
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import check_settings
from salon_pos.i18n import P_, _, screen
from salon_pos.ui import theme
from salon_pos.ui.firstrun.draft import Draft, system_currency, system_zone
from salon_pos.ui.names import LANGUAGE_NAMES, currency_name
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.select import Select

_MOST_TAXES = 4
_LATEST = 8  # o'clock: no salon's day ends later


class SalonStep(Form):
    """`done` when everything holds; `language_chosen(str)` at once, because the page speaks it."""

    done = Signal()
    language_chosen = Signal(object)

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("Next"))
        self._draft = draft
        was = draft.salon
        self.language = Choice(_("Language"), LANGUAGE_NAMES, value=screen().language)
        self.language.picked.connect(self.language_chosen)
        self.add("language", self.language)
        self.name = Field(_("Salon"), value=was.get("name", ""), placeholder=_("Its name"))
        self.add("name", self.name)
        self.add_row(
            ("address", Field(_("Address"), value=was.get("address", ""))),
            ("phone", Field(_("Phone"), "phone", value=was.get("phone", ""))),
        )
        self.add_row(("currency_code", self._currency()), ("tax_mode", self._mode()))
        self.taxes = TaxRows(draft.taxes or [("", "")])
        self.add_part(self.taxes)
        self.add_row(("timezone", self._zone()), ("cutoff_minutes", self._cutoff()))
        self._show_taxes()
        self.area.body.setContentsMargins(0, 0, theme.tokens().m, 0)
        self.saved.connect(self._check)

    def note(self) -> None:
        """Write down what stands in the fields, right or wrong."""
        self._draft.salon = self.values()
        self._draft.taxes = self.taxes.value()

    def _check(self) -> None:
        self.note()
        try:
            check_settings(self._draft.settings())
        except Refusal as refusal:
            self.show_refusal(refusal.field, screen().sentence(refusal))
            return
        if self._taxes_hold():
            self.done.emit()

    def _taxes_hold(self) -> bool:
        try:
            self._draft.rates()
        except Refusal as refusal:
            self.taxes.refuse(int(refusal.field.removeprefix("tax")), screen().sentence(refusal))
            return False
        return True

    def _currency(self) -> Select:
        options = [(code, currency_name(code)) for code in CURRENCIES]
        chosen = self._draft.salon.get("currency_code") or system_currency()
        return Select(
            _("Currency"), options, words=(_("Search"), _("Clear")), value=chosen,
        )  # fmt: skip

    def _mode(self) -> Choice:
        options = [
            (TaxMode.NONE, P_("taxes", "None")),
            (TaxMode.INCLUSIVE, _("In the price")),
            (TaxMode.EXCLUSIVE, _("On top")),
        ]
        chosen = self._draft.salon.get("tax_mode", TaxMode.NONE)
        self.mode = Choice(_("Taxes"), options, value=chosen)
        self.mode.picked.connect(lambda _mode: self._show_taxes())
        return self.mode

    def _show_taxes(self) -> None:
        self.taxes.setVisible(self.mode.value() is not TaxMode.NONE)

    def _zone(self) -> Select:
        here = self._draft.salon.get("timezone") or system_zone()
        names = sorted({*available_timezones(), here})
        return Select(
            _("Time zone"), [(name, name.replace("_", " ")) for name in names],
            words=(_("Search"), _("Clear")), value=here,
        )  # fmt: skip

    def _cutoff(self) -> Select:
        options = [(hour * 60, f"{hour:02}:00") for hour in range(_LATEST + 1)]
        return Select(
            _("A business day ends at"), options, words=(_("Search"), _("Clear")),
            value=self._draft.salon.get("cutoff_minutes", 240),
        )  # fmt: skip


class TaxRows(QWidget):
    """Each tax with its name and rate in percent; a row left empty is no tax."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.rows: list[TaxRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().m)
        self.more = Button(_("Another tax"), "quiet", icon="plus")
        self.more.clicked.connect(lambda: self._add("", ""))
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for name, typed in rows:
            self._add(name, typed)

    def value(self) -> list[tuple[str, str]]:
        """(name, typed rate) of every row."""
        return [(row.name.value(), row.rate.value()) for row in self.rows]

    def refuse(self, place: int, sentence: str) -> None:
        """Say what is wrong with the rate of the row at `place`, the empty ones not counted."""
        filled = [row for row in self.rows if row.name.value().strip() or row.rate.value()]
        filled[place].rate.set_error(sentence)
        filled[place].rate.setFocus()

    def _add(self, name: str, typed: str) -> None:
        row = TaxRow(name, typed)
        row.gone.connect(lambda: self._drop(row))
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        self.more.setEnabled(len(self.rows) < _MOST_TAXES)

    def _drop(self, row: "TaxRow") -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.more.setEnabled(True)


class TaxRow(QWidget):
    """One tax; `gone` when it is taken off the list."""

    gone = Signal()

    def __init__(self, name: str, typed: str) -> None:
        super().__init__()
        self.name = Field(_("Tax"), value=name, placeholder=_("Such as VAT"))
        self.rate = Field(_("Rate"), "percent", value=typed, after="%")
        self.remove = IconButton("x", _("Remove this tax"), bare=True)
        self.remove.clicked.connect(self.gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().m)
        row.addWidget(self.name, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.rate, 1, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()  # level with the fields, whatever is said beneath them
        beside.addSpacing(self.name.caption.height() + theme.tokens().xs)
        beside.addWidget(self.remove)
        beside.addStretch(1)
        row.addLayout(beside)
