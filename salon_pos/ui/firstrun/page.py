"""The first run on one page: the salon, its owner and a starting price list."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from salon_pos.db import connection, salon_file
from salon_pos.db.connection import FileProblem
from salon_pos.domain.money import CURRENCIES
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.shell.preferences import Preferences
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.select import Select
from salon_pos.usecases.founding import Founding, found_salon
from salon_pos.usecases.starting_list import starting_list

_WIDE = 560
_LANGUAGES = [("en", "English"), ("zh_CN", "简体中文"), ("zh_TW", "繁體中文")]


class FirstRun(QWidget):
    """`finished` once the salon in `folder` is founded and its recovery code was seen."""

    look_wanted = Signal(object)
    finished = Signal()

    def __init__(
        self, folder: Path, preferences: Preferences, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._folder, self._clock = folder, clock
        self._language = preferences.language or theme.current().language
        self.card = Card()
        self.card.setFixedWidth(round(_WIDE * theme.current().scale))
        self.card.body.addWidget(Paragraph(_("Welcome to Salon POS"), "title", weight=500))
        self.form = self._form()
        self.card.body.addWidget(self.form)
        column = ScrollColumn()
        column.body.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        around = QGridLayout(self)
        around.addWidget(column)

    def _form(self) -> Form:
        form = Form(_("Open the salon"))
        form.add("name", Field(_("Name of the salon")))
        form.add("language", Choice(_("Language"), _LANGUAGES, value=self._language))
        currencies = [(code, f"{code} {c.symbol}") for code, c in CURRENCIES.items()]
        words = (_("Search"), _("Clear"))
        form.add("currency_code", Select(_("Currency"), currencies, words=words, value="CNY"))
        form.add("owner_name", Field(_("The owner's name")))
        form.add("pin", Field(_("The owner's PIN"), "pin"))
        form.saved.connect(self._found)
        return form

    def _found(self, values: dict[str, str]) -> None:
        try:
            code = self._made(values)
        except Refusal as refusal:
            self.form.show_refusal(refusal.field, screen().sentence(refusal))
        except FileProblem as problem:
            self.form.show_refusal("", _(problem.text))
        else:
            self._show_code(code)

    def _made(self, values: dict[str, str]) -> str:
        """Found the salon in its new file; the recovery code. A file that an earlier try left
        empty is used again."""
        language, currency = values["language"], values["currency_code"]
        settings = Settings(
            values["name"],
            language=language,
            currency_code=currency,
            timezone=bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC",
            round_off_step=CURRENCIES[currency].unit,
        )
        there = salon_file.exists(self._folder)
        make = salon_file.recovery_code if there else salon_file.create
        code = make(self._folder)
        start = starting_list(language, currency)
        founding = Founding(
            settings,
            values["owner_name"],
            values["pin"],
            categories=start.categories,
            items=start.items,
        )
        found_salon(founding, now=self._clock())
        return code

    def _show_code(self, code: str) -> None:
        self.form.hide()
        self.card.body.addWidget(
            Paragraph(_("Write down this recovery code. It opens the salon on another machine."))
        )
        self.card.body.addWidget(Paragraph(code, "lead", weight=700))
        done = Button(_("I have written it down"), "primary", key="Enter")
        done.clicked.connect(self._finish)
        self.card.body.addWidget(done)
        done.setFocus()

    def _finish(self) -> None:
        connection.close()
        self.finished.emit()
