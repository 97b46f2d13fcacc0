"""What only the client can say before an item is on the ticket: open price, hair length."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salon_pos.domain.catalog import HairLength, Item
from salon_pos.domain.money import Currency, parse_money
from salon_pos.domain.pricing import unit_price
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.ticket import Line
from salon_pos.domain.words import N_
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.confirm import Panel
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.number_pad import NumberPad
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.row_button import RowButton

NARROW = 380


class AskPrice(Panel):
    """The price of an open item; `answered` in minor units."""

    answered = Signal(object)

    def __init__(self, host: QWidget, till: Till, item: Item) -> None:
        super().__init__(host, width=NARROW)
        self._currency = till.desk.settings.currency
        self.body.setSpacing(theme.tokens().m)
        self.body.addWidget(Paragraph(item.name, "lead", weight=500))
        self.field = Field(_("Price"), "money", before=self._currency.symbol, big=True)
        self.pad = NumberPad(_("Price"), _("Erase"), order="decimal")
        self.done = Button(_("Put on the ticket"), "primary", key="Enter", big=True)
        for part in (self.field, self.pad, self.done):
            self.body.addWidget(part)
        self.field.committed.connect(self._answer)
        self.pad.typed.connect(self.field.line.insert)
        self.pad.erased.connect(self.field.line.backspace)
        self.pad.entered.connect(self._answer)
        self.done.clicked.connect(self._answer)

    def first_focus(self) -> QWidget | None:
        return self.field.line

    def _answer(self) -> None:
        try:
            price = open_price(self.field.value(), self._currency)
        except Refusal as refusal:
            self.field.set_error(screen().sentence(refusal))
            return
        self.dismiss()
        self.answered.emit(price)


def open_price(text: str, currency: Currency) -> int:
    """A typed open price in minor units. Refuses zero: a gift is a discount, with its reason."""
    price = parse_money(text, currency, field="price")
    if price == 0:
        refuse("no_price",
               N_("Type a price above zero. To give it for nothing, take a discount of 100 %."),
               field="price")  # fmt: skip
    return price


class AskLength(Panel):
    """The hair's length, each with its price; `answered` with a HairLength."""

    answered = Signal(object)

    def __init__(self, host: QWidget, till: Till, item: Item) -> None:
        super().__init__(host, width=NARROW)
        self.body.setSpacing(theme.tokens().s)
        self.body.addWidget(Paragraph(item.name, "lead", weight=500))
        self.body.addWidget(Paragraph(_("How long is the hair?"), "small", tone="muted"))
        self.keys: dict[HairLength, RowButton] = {}
        for length in HairLength:
            line = Line("", item.id, staff=till.hand, length=length)
            price = screen().price(unit_price(line, item, till.book))
            key = RowButton(wording.length_word(length), detail=price, tall=True)
            key.clicked.connect(lambda _=False, length=length: self._answer(length))
            self.keys[length] = key
            self.body.addWidget(key)

    def _answer(self, length: HairLength) -> None:
        self.dismiss()
        self.answered.emit(length)


class Ask(Panel):
    """One of several things; `answered` with its key. `entries` are (key, words, detail)."""

    answered = Signal(object)

    def __init__(
        self, host: QWidget, title: str, question: str, entries: Sequence[tuple[object, str, str]]
    ) -> None:
        super().__init__(host, width=NARROW)
        self.body.setSpacing(theme.tokens().s)
        self.body.addWidget(Paragraph(title, "lead", weight=500))
        self.body.addWidget(Paragraph(question, "small", tone="muted"))
        self.keys: dict[object, RowButton] = {}
        for key, words, detail in entries:
            self.keys[key] = RowButton(words, detail=detail, tall=True)
            self.keys[key].clicked.connect(partial(self._answer, key))
            self.body.addWidget(self.keys[key])

    def _answer(self, key: object, _on: bool = False) -> None:
        self.dismiss()
        self.answered.emit(key)
