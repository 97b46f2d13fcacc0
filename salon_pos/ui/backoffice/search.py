"""One search over everything in the back office: sections, settings, and every entry on file."""

from collections.abc import Iterator
from dataclasses import dataclass

from salon_pos.db.queries import catalog, people, value
from salon_pos.db.search import matched
from salon_pos.domain.catalog import ItemKind
from salon_pos.i18n import _
from salon_pos.ui.backoffice.sections import SECTIONS
from salon_pos.ui.backoffice.typed import shown_name
from salon_pos.ui.widgets.rows import Row


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a section, and an entry's id or a setting's name in it."""

    section: str
    entry: int | str | None = None


def found(text: str) -> list[Row]:
    """What answers to `text`, sections and settings first; each row's key is its Place."""
    wanted = text.strip().casefold()
    names = {entry.key: _(entry.word) for entry in SECTIONS}
    return [
        Row(
            key=place, title=words, title_marks=matched(text.strip(), words),
            subtitle="" if place.entry is None else names[place.section],
        )
        for place, words in _all()
        if wanted in words.casefold() and place.section in names
    ]  # fmt: skip


def _all() -> Iterator[tuple[Place, str]]:
    for entry in SECTIONS:
        yield Place(entry.key), _(entry.word)
    yield from _settings()
    for item in catalog.items(with_retired=True):
        section = "prepaid" if item.kind is ItemKind.PREPAID else "items"
        yield Place(section, item.id), item.name
    for category in catalog.categories(with_retired=True):
        yield Place("categories", category.id), shown_name(category.name)
    for member in people.staff_members(with_retired=True):
        yield Place("staff", member.id), member.name
    for level in catalog.levels(with_retired=True):
        yield Place("levels", level.id), shown_name(level.name)
    for offer in value.rewards(with_retired=True):
        yield Place("rewards", offer.id), offer.name
    yield from _about_money()


def _about_money() -> Iterator[tuple[Place, str]]:
    for reason in catalog.discount_reasons().values():
        yield Place("discounts", reason.id), shown_name(reason.name)
    for method in catalog.tender_methods().values():
        if method.kind.is_recorded:
            yield Place("tenders", method.id), shown_name(method.name)
    rules = value.value_rules_in_force()
    for place, platform in enumerate(rules.platforms if rules else (), 1):
        yield Place("platforms", place), platform.name
    for tax in catalog.taxes(with_retired=True):
        yield Place("taxes", tax.id), tax.name


def _settings() -> Iterator[tuple[Place, str]]:
    """Settings by the words that stand beside them."""
    yield Place("staff", "rights"), _("What each role may do")
    yield Place("taxes", "tax_mode"), _("Prices and taxes")
    yield Place("taxes", "tax_rounding"), _("Each tax is rounded")
    yield Place("salon", "name"), _("Name of the salon")
    yield Place("salon", "address"), _("Address")
    yield Place("salon", "phone"), _("Phone of the salon")
    yield Place("salon", "language"), _("Language of receipts and reports")
    yield Place("salon", "timezone"), _("Time zone")
    yield Place("salon", "region"), _("Country of phone numbers")
    yield Place("salon", "cutoff_minutes"), _("The business day ends at")
    yield Place("salon", "lock_after"), _("The screen locks after")
    yield Place("salon", "cash_step"), _("Cash is rounded to")
    yield Place("salon", "round_off_step"), _("Totals are rounded off to")
    yield from _rules()
    yield Place("safety"), _("Recovery code")
    yield Place("safety"), _("Where the salon’s file lies")
    yield Place("import"), _("Another system’s books")


def _rules() -> Iterator[tuple[Place, str]]:
    """Rules of value by the words that stand beside or above them."""
    yield Place("points", "points"), _("Points")
    yield Place("points", "new_item"), _("Categories and items of their own")
    yield Place("points", "member_factor"), _("On member days")
    yield Place("points", "bonus.0.kind"), _("Bonuses")
    yield Place("points", "burn_step"), _("Points as money")
    yield Place("points", "days_good"), _("Points are good for, in days")
    yield Place("points", "at_top_up"), _("Stored value earns")
    yield Place("points", "referrer"), _("For bringing a client")
    yield Place("limits", "card_pin_above"), _("A card asks for its PIN above")
    yield Place("limits", "card_most"), _("A card holds at most")
    yield Place("limits", "spend_order"), _("A payment takes from a card")
    yield Place("limits", "family_cards"), _("A card may open a family member’s balance")
    yield Place("limits", "credit_limit"), _("A client may owe on account")
    yield Place("limits", "refund_manager_above"), _("Manager for refunds above")
    yield Place("limits", "points_adjust_above"), _("Second person for points above")
    yield Place("limits", "grace_days"), _("Grace after the end, in days")
    yield Place("tiers", "count"), _("How many tiers")
    yield Place("tiers", "window"), _("Counts, in months back")
    yield Place("tiers", "period"), _("Is kept, in months")
    yield Place("points"), _("Rule lab")
