"""What can be changed of one line: how many, for whom, requested, hair length, price, discount."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.catalog import HairLength, Pricing
from salon_pos.domain.lots import held
from salon_pos.domain.money import parse_decimal
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.ticket import Line, uses_pack
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.asking import open_price
from salon_pos.ui.counter.for_whom import ForWhom
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.switch import Switch
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.gift_cards import printed_number

QUANTITY = 120


class LinePanel(SlideOver):
    """Every change is on the ticket at once; leaving the panel is all there is to confirm."""

    remove_asked = Signal(str)
    share_asked = Signal()
    discount_asked = Signal(str)

    def __init__(self, host: QWidget, till: Till, name_of: Callable[[int], str]) -> None:
        super().__init__(host, _("Done"), fraction=0.36, least=460)
        line = till.line()
        assert line is not None
        self._till, self._uid = till, line.uid
        item = till.desk.book.items.get(line.item_id)
        self.figure = Text("", "title", weight=700, right=True)
        self.header.addWidget(Text(item.name if item else "", "title", weight=500), 1)
        self.header.addWidget(self.figure)
        column = ScrollColumn()
        self._column = column.body
        self.body.addWidget(column, 1)
        self._quantity(line)
        if item and item.pricing is Pricing.LENGTH_LEVEL:
            self._length(line)
        if item and item.pricing is Pricing.OPEN:
            self._price(line)
        if till.is_gift_card(line):
            self._printed(line)
        self._requested(line)
        if not line.parent:
            self._for_whom(line, name_of)
        self._from_pack(line)
        self._who_and_discount(line)
        self._column.addStretch(1)
        self._foot()
        self._show_figure()

    def bindings(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Its keys beside + and −: (key, words, deed)."""
        return [
            ("F4", _("Discount"), self.discount.click),
            ("F6", _("Who does it"), self.share.click),
            ("Ctrl+U", _("Pack or price"), self._turn_pack),
            ("Ctrl+R", _("Requested or in turn"), self.requested.click),
            ("Ctrl+Del", _("Remove the line"), self.remove.click),
        ]

    def keyPressEvent(self, event) -> None:
        if event.text() in ("+", "-"):
            self._count(1 if event.text() == "+" else -1)
            event.accept()
            return
        super().keyPressEvent(event)

    def _quantity(self, line: Line) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().s)
        self.quantity = Field(_("Quantity"), "integer", value=str(line.quantity))
        self.quantity.changed.connect(self._typed_quantity)
        self.quantity.committed.connect(self.dismiss)
        self.fewer = Button("−", "block")
        self.more = Button("+", "block")
        self.fewer.setAccessibleName(_("One less"))
        self.more.setAccessibleName(_("One more"))
        for key, by in ((self.fewer, -1), (self.more, 1)):
            key.setFixedHeight(theme.tokens().field)
            key.clicked.connect(partial(self._count, by))
        self.quantity.setFixedWidth(round(QUANTITY * theme.current().scale))
        row.addWidget(self.quantity)
        for key in (self.fewer, self.more):
            row.addWidget(key, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self._column.addLayout(row)

    def _length(self, line: Line) -> None:
        options = [(length, wording.length_word(length)) for length in HairLength]
        self.length = Choice(_("Hair length"), options, value=line.length or HairLength.SHORT)
        self.length.picked.connect(lambda length: self._edit(length=length))
        self._column.addWidget(self.length)

    def _price(self, line: Line) -> None:
        currency = self._till.desk.settings.currency
        value = screen().money(line.typed_price or 0, symbol=False).replace(",", "")
        self.price = Field(_("Price"), "money", value=value, before=currency.symbol)
        self.price.changed.connect(self._typed_price)
        self.price.committed.connect(self.dismiss)
        self._column.addWidget(self.price)

    def _printed(self, line: Line) -> None:
        self.printed = Field(
            _("Number on the card"), value=line.source,
            placeholder=_("Scan it, or leave it to the program"),
        )  # fmt: skip
        self.printed.changed.connect(self._typed_number)
        self.printed.committed.connect(self.dismiss)
        self._column.addWidget(self.printed)

    def scanned(self, code: str) -> bool:
        """A scan is the number printed on a gift card."""
        if not self._till.is_gift_card(self._till.ticket.line(self._uid)):
            return False
        self.printed.set_value(code)
        return True

    def _typed_number(self) -> None:
        text = self.printed.value()
        self._typed(self.printed, "source", lambda: printed_number(text))

    def _requested(self, line: Line) -> None:
        self.requested = Switch(
            _("Requested by the client"), note=_("Off means: in turn."), on=line.requested
        )
        self.requested.toggled.connect(lambda on: self._edit(requested=on))
        self._column.addWidget(self.requested)

    def _for_whom(self, line: Line, name_of: Callable[[int], str]) -> None:
        name = name_of(line.client_id) if line.client_id is not None else ""
        self.whom = ForWhom(self._till, name)
        self.whom.chosen.connect(lambda client_id: self._edit(client_id=client_id))
        self._column.addWidget(self.whom)

    def _from_pack(self, line: Line) -> None:
        """A key that turns a line between a session of the payer's pack and its price."""
        item = self._till.desk.book.items.get(line.item_id)
        is_session = item is not None and uses_pack(line.source, item.kind)
        self._pack = self._till.pack_for(line.item_id) if not line.source else None
        self.pack = RowButton("", icon="ticket", key="Ctrl+U")
        if is_session:
            self.pack.set_label(_("Charge its price"))
            self.pack.set_detail(_("now from the pack"))
        elif self._pack:
            left = held(self._pack.lots) - self._till.used(self._pack.uid)
            self.pack.set_label(_("Use the pack"))
            self.pack.set_detail(f"{self._pack.name} · {n_('{n} left', '{n} left', left)}")
        self._may_turn = is_session or self._pack is not None
        self.pack.clicked.connect(self._turn_pack)
        self._column.addWidget(self.pack)

    def _turn_pack(self) -> None:
        if self.pack.isVisible():
            uid = self._pack.uid if self._pack else ""
            self._leave(self._till.attempt, partial(self._till.pay_by_pack, self._uid, uid))

    def _who_and_discount(self, line: Line) -> None:
        marks = wording.staff_chips(line, self._till.shop, None)
        names = " · ".join(mark.text for mark in marks)
        self.share = RowButton(_("Who does it"), detail=names, icon="users", key="F6")
        given = wording.discount_words(line.discount, self._till.shop) if line.discount else ""
        self.discount = RowButton(
            _("Discount"), detail=given or _("none"), icon="percent", key="F4"
        )
        self.share.clicked.connect(lambda: self._leave(self.share_asked.emit))
        self.discount.clicked.connect(lambda: self._leave(self.discount_asked.emit, self._uid))
        self._column.addWidget(self.share)
        self._column.addWidget(self.discount)

    def _foot(self) -> None:
        self.remove = Button(_("Remove"), "danger", icon="trash-2", key="Ctrl+Del", big=True)
        self.done = Button(_("Done"), "primary", key="Esc", big=True)
        self.remove.clicked.connect(lambda: self._leave(self.remove_asked.emit, self._uid))
        self.done.clicked.connect(self.dismiss)
        self.footer.setSpacing(theme.tokens().s)
        self.footer.addWidget(self.remove)
        self.footer.addWidget(self.done, 1)

    def _leave(self, then: Callable[..., object], *args: Any) -> None:
        self.dismiss()
        then(*args)

    def _count(self, by: int) -> None:
        quantity = self._till.ticket.line(self._uid).quantity + by
        if quantity >= 1 and self._edit(quantity=quantity):
            self.quantity.set_value(str(quantity))

    def _typed_quantity(self) -> None:
        text = self.quantity.value()
        self._typed(self.quantity, "quantity",
                    lambda: parse_decimal(text, digits=0, field="", example="2"))  # fmt: skip

    def _typed_price(self) -> None:
        text = self.price.value()
        currency = self._till.desk.settings.currency
        self._typed(self.price, "typed_price", lambda: open_price(text, currency))

    def _typed(self, field: Field, name: str, parse: Callable[[], int | str]) -> None:
        """What is typed counts as soon as it is right; what is wrong is said beneath."""
        try:
            value = parse()
        except Refusal as refusal:
            field.set_error(screen().sentence(refusal))
            return
        edit = partial(self._till.edit, self._uid, **{name: value})
        self._till.attempt(edit, lambda refusal: field.set_error(screen().sentence(refusal)))
        self._show_figure()

    def _edit(self, **fields: Any) -> bool:
        done = self._till.attempt(partial(self._till.edit, self._uid, **fields))
        self._show_figure()
        return done

    def _show_figure(self) -> None:
        bill = self._till.bill
        priced = bill.line(self._uid) if bill else None
        one = self._till.ticket.line(self._uid).quantity == 1
        self.pack.setVisible(self._may_turn and one)  # a session is one a line
        self.figure.setText(screen().money(wording.line_price(priced)) if priced else "")
