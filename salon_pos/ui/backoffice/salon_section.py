"""The salon's own choices: name, language, time, cash, lock."""

from dataclasses import replace
from zoneinfo import available_timezones

from PySide6.QtWidgets import QVBoxLayout

from salon_pos.domain.money import parse_money
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.domain.settings import Settings
from salon_pos.i18n import _, n_
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.form_section import FormSection
from salon_pos.ui.backoffice.typed import money_text
from salon_pos.ui.desk import Desk
from salon_pos.ui.names import LANGUAGE_NAMES
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.switch import Checkbox
from salon_pos.usecases import settings as usecases

_HALF_HOURS = range(0, 12 * 60 + 1, 30)
_LOCKS = (30, 60, 120, 300, 600, 900, 1800, 3600)


class SalonSection(FormSection["SalonForm"]):
    """One form; only an owner changes it."""

    kind = "salon"
    right = Right.EDIT_SETTINGS

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def title(self) -> str:
        return _("Salon")

    def needs(self) -> str:
        return _("Only an owner changes the salon’s settings. Ask an owner to sign in.")

    def make_form(self) -> "SalonForm":
        return SalonForm(self.desk)

    def save_form(self, form: "SalonForm") -> None:
        before, desk = self.desk.settings, self.desk
        try:
            typed = form.read()
        except Refusal as refusal:
            form.refuse(refusal)
            return
        form.begin()
        if desk.perform(usecases.change_settings, typed, refused=form.refuse) is not None:
            # The room may be made anew before Undo is pressed: nothing of it is touched here.
            self.shell.toast(
                _("The salon’s settings are saved."),
                undo=lambda: desk.perform(usecases.change_settings, before),
            )


class SalonForm(EntryForm):
    """Its inputs are named after the settings they change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        settings = desk.settings
        self._desk, self._currency = desk, settings.currency
        self._add_name(settings)
        self._add_place(settings)
        self._add_till(settings)

    def read(self) -> Settings:
        values = self.values()
        steps = {
            name: parse_money(values[name], self._currency, field=name)
            for name in ("cash_step", "round_off_step")
        }
        return replace(self._desk.settings, **{**values, **steps})

    def _add_name(self, now: Settings) -> None:
        self.add_row(
            ("name", Field(_("Name of the salon"), value=now.name)),
            ("phone", Field(_("Phone of the salon"), "phone", value=now.phone)),
        )
        hint = _("Name, phone and address stand on every receipt.")
        self.add("address", Field(_("Address"), value=now.address, hint=hint))
        self.add(
            "language",
            Choice(_("Language of receipts and reports"), LANGUAGE_NAMES, value=now.language),
        )

    def _add_place(self, now: Settings) -> None:
        zones = sorted({*(zone for zone in available_timezones() if "/" in zone), now.timezone})
        self.add_row(
            ("timezone", self._select(
                _("Time zone"), [(zone, zone.replace("_", " ")) for zone in zones], now.timezone
            )),
            ("region", self._select(
                _("Country of phone numbers"), _regions(now.region), now.region
            )),
        )  # fmt: skip
        minutes = sorted({*_HALF_HOURS, now.cutoff_minutes})
        cutoffs = [(m, f"{m // 60:02}:{m % 60:02}") for m in minutes]
        locks = [(s, _duration(s)) for s in sorted({*_LOCKS, now.lock_after})]
        self.add_row(
            ("cutoff_minutes", self._select(
                _("The business day ends at"), cutoffs, now.cutoff_minutes
            )),
            ("lock_after", self._select(_("The screen locks after"), locks, now.lock_after)),
        )  # fmt: skip

    def _add_till(self, now: Settings) -> None:
        money = self._currency
        self.add_row(
            ("cash_step", Field(
                _("Cash is rounded to"), "money", value=money_text(now.cash_step, money),
                before=money.symbol, hint=_("The smallest coin the salon gives back."),
            )),
            ("round_off_step", Field(
                _("Totals are rounded off to"), "money",
                value=money_text(now.round_off_step, money), before=money.symbol,
                hint=_("For the key that rounds a total down."),
            )),
        )  # fmt: skip
        self.add(
            "family_cards",
            Checkbox(
                _("Family cards are allowed"), on=now.family_cards,
                note=_("Cards of several people may then open one account."),
            ),
        )  # fmt: skip
        words = _(
            "The currency is {currency}. It stays: the salon’s books are written in it.",
            currency=money.code,
        )
        self.add_part(Paragraph(words, "small", tone="muted"))

    @staticmethod
    def _select(label: str, options: list[tuple[str, str]] | list[tuple[int, str]], value: object):
        return Select(label, options, words=(_("Search"), _("Clear")), value=value)


def _duration(seconds: int) -> str:
    if seconds % 60:
        return n_("{n} second", "{n} seconds", seconds)
    return n_("{n} minute", "{n} minutes", seconds // 60)


def _regions(now: str) -> list[tuple[str, str]]:
    known = {
        "CN": _("Mainland China"), "HK": _("Hong Kong"), "TW": _("Taiwan"), "MO": _("Macau"),
        "SG": _("Singapore"), "MY": _("Malaysia"), "JP": _("Japan"), "CA": _("Canada"),
        "US": _("United States"), "GB": _("United Kingdom"), "AU": _("Australia"),
        "NZ": _("New Zealand"), "DE": _("Germany"), "FR": _("France"), "IT": _("Italy"),
        "ES": _("Spain"), "NL": _("Netherlands"), "IE": _("Ireland"),
    }  # fmt: skip
    return list({now: now, **known}.items()) if now not in known else list(known.items())
