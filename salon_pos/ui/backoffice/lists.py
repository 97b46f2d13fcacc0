"""The short lists around the price list: categories and levels of skill."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from salon_pos.db.queries import catalog, people
from salon_pos.db.queries.catalog import Category
from salon_pos.domain.people import Level
from salon_pos.i18n import _, n_
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.list_section import NEW, ListSection
from salon_pos.ui.backoffice.typed import kept_name, shown_name
from salon_pos.ui.desk import Refused
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.usecases import catalog as usecases


class CategorySection(ListSection):
    """The groups on the counter's tiles, in their order."""

    ordered = True

    def title(self) -> str:
        return _("Categories")

    def new_words(self) -> str:
        return _("New category")

    def empty(self) -> str:
        return _("There are no categories yet. Add the first with Ctrl N.")

    def entries(self) -> Sequence[Category]:
        return catalog.categories(with_retired=True)

    def rows(self, entries: Sequence[Category]) -> list[Row]:
        inside = Counter(item.category_id for item in catalog.items())
        return [named_row(one, n_("{n} item", "{n} items", inside[one.id])) for one in entries]

    def blank(self) -> Category:
        return Category(NEW, "", rank=len(self.entries()))

    def form(self, entry: Category) -> EntryForm:
        return NameForm(entry)

    def keep(self, entry: Category, *, refused: Refused | None = None) -> Any:
        return self.desk.perform(usecases.save_category, entry, refused=refused)

    def put_in_order(self, ids: Sequence[int]) -> None:
        self.desk.perform(usecases.order_categories, ids)


class LevelSection(ListSection):
    """The levels that prices can follow, from junior upwards."""

    ordered = True

    def title(self) -> str:
        return _("Levels")

    def new_words(self) -> str:
        return _("New level")

    def empty(self) -> str:
        return _("There are no levels yet. Add the first with Ctrl N.")

    def entries(self) -> Sequence[Level]:
        return catalog.levels(with_retired=True)

    def rows(self, entries: Sequence[Level]) -> list[Row]:
        of = Counter(member.level_id for member in people.staff_members())
        return [named_row(one, n_("{n} person", "{n} people", of[one.id])) for one in entries]

    def blank(self) -> Level:
        return Level(NEW, "", rank=len(self.entries()))

    def form(self, entry: Level) -> EntryForm:
        return NameForm(entry)

    def keep(self, entry: Level, *, refused: Refused | None = None) -> Any:
        return self.desk.perform(usecases.save_level, entry, refused=refused)

    def put_in_order(self, ids: Sequence[int]) -> None:
        self.desk.perform(usecases.order_levels, ids)


class NameForm(EntryForm):
    """An entry that is no more than a name."""

    def __init__(self, entry: Category | Level) -> None:
        super().__init__()
        self._entry = entry
        self.name = Field(_("Name"), value=shown_name(entry.name))
        self.add("name", self.name)

    def read(self) -> Category | Level:
        return replace(self._entry, name=kept_name(self.name.value(), self._entry.name))


def named_row(entry: Any, subtitle: str) -> Row:
    """A row of a list whose entries are little more than a name."""
    gone = (Mark(_("retired")),) if entry.retired else ()
    return Row(
        key=entry.id, title=shown_name(entry.name), subtitle=subtitle, chips=gone,
        dim=entry.retired,
    )  # fmt: skip
