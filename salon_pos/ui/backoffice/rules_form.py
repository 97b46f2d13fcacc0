"""RulesForm: a form whose inputs are read as parts of one set of rules."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal

from salon_pos.domain.money import Currency, parse_decimal, parse_money
from salon_pos.domain.refusal import Refusal, refuse
from salon_pos.domain.words import N_
from salon_pos.i18n import _
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.typed import percent
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.labelled import Labelled
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.pressable import Pressable
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.ui.widgets.text import Text

FACTOR_DIGITS = 4


class RulesForm(EntryForm):
    """`places` maps the names that a refusal of the rules uses to those of the inputs. `edited`
    says that something was typed."""

    edited = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self.currency = currency
        self.places: dict[str, str] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Beside the input that the rule came from."""
        place = self.places.get(refusal.field, refusal.field)
        super().refuse(Refusal(refusal.key, refusal.text, field=place, **refusal.values))

    def heading(self, words: str, note: str = "") -> None:
        """A line, what the next inputs are about, and how they count."""
        self.add_part(Line())
        self.add_part(Text(words, "lead", weight=500))
        if note:
            self.add_part(Paragraph(note, "small", tone="muted"))

    def watch(self) -> None:
        """Tell `edited` about every input there is now."""
        for widget in self.inputs.values():
            if isinstance(widget, Labelled):
                widget.changed.connect(self.edited)
            if isinstance(widget, Pressable):
                widget.toggled.connect(lambda _: self.edited.emit())
            picked = getattr(widget, "picked", None)
            if picked is not None:
                picked.connect(lambda _: self.edited.emit())

    # -- what was typed ------------------------------------------------------------------------

    def written(self, name: str) -> str:
        """What stands in an input, trimmed."""
        return str(self.inputs[name].value()).strip()

    def whole(self, name: str) -> int | None:
        """A whole number, None where nothing is typed."""
        typed = self.written(name)
        return parse_decimal(typed, digits=0, field=name, example="100") if typed else None

    def money(self, name: str) -> int | None:
        """An amount in minor units, None where nothing is typed."""
        typed = self.written(name)
        return parse_money(typed, self.currency, field=name) if typed else None

    def percent(self, name: str) -> int | None:
        """A percentage in basis points, None where nothing is typed."""
        typed = self.written(name)
        return percent(typed, field=name) if typed else None

    def factor(self, name: str) -> int | None:
        """A multiplier in basis points (1.2 is 12,000), None where nothing is typed."""
        typed = self.written(name).removeprefix("×").strip()
        if not typed:
            return None
        return parse_decimal(typed, digits=FACTOR_DIGITS, field=name, example="1.2")

    def day(self, name: str) -> date | None:
        """A day, None where nothing is typed; refuses what is none."""
        typed = self.written(name)
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            refuse("not_a_day", N_("Type a day such as 2026-11-24."), field=name)

    def numbers(self, name: str) -> frozenset[int]:
        """Whole numbers with commas between them."""
        typed = self.written(name).replace("，", ",").replace("、", ",")
        parts = [part.strip() for part in typed.split(",") if part.strip()]
        return frozenset(parse_decimal(part, digits=0, field=name, example="15") for part in parts)


class Beside(Labelled):
    """A checkbox on the line of the labelled fields beside it. `spoken` is its whole name."""

    def __init__(self, words: str, on: bool, spoken: str) -> None:
        super().__init__(" ")
        self.box = Checkbox(words, on=on)
        self.hold(self.box)
        self.box.setAccessibleName(spoken)
        self.box.toggled.connect(lambda _: self.tell_changed())

    def value(self) -> bool:
        return self.box.value()

    def set_value(self, value: bool) -> None:
        self.box.set_value(value)


def select(label: str, options: Sequence[tuple[object, str]], value: object = None) -> Select:
    """A Select with the words that all of them share."""
    return Select(label, list(options), words=(_("Search"), _("Clear")), value=value)


def number_text(value: int | None) -> str:
    """A whole number as it stands in a field; empty for none."""
    return "" if value is None else str(value)


def name_of(names: Mapping[int, str], key: int) -> str:
    """A name on file; what is there no more stands by its number."""
    return names.get(key, f"#{key}")
