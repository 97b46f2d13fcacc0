"""The middle of the counter: categories and tiles, filtered by what is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.domain.catalog import Item, ItemKind
from salon_pos.domain.free_services import left_after
from salon_pos.domain.lots import held
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.counter import wording
from salon_pos.ui.counter.look_up import find_items, on_sale
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.tabs import CategoryBar
from salon_pos.ui.widgets.tile_grid import TileGrid

ALL, CARDS = "all", "cards"


class Shelf(QWidget):
    """`picked(item)` when a tile is tapped. It takes no focus from the search field by a tap."""

    picked = Signal(object)

    def __init__(self, till: Till) -> None:
        super().__init__()
        self._till, self._typed = till, ""
        self._shown: object = None
        self._ticket = till.ticket.uid
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().m + 2)
        self.bar = CategoryBar(_("Categories"), [(ALL, _("All"))])
        self.grid = TileGrid(_("Services and products"))
        for part in (self.bar, self.grid):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.nothing = EmptyState("search", "")
        column.addWidget(self.bar)
        column.addWidget(self.grid, 1)
        column.addWidget(self.nothing, 1)
        self.bar.picked.connect(self._turn)
        self.grid.picked.connect(self._pick)
        self.look_again()

    def look_again(self) -> None:
        """The price list changed: list it anew."""
        items = on_sale(self._till.desk.book)
        used = {item.category_id for item in items}
        options: list[tuple[object, str]] = [
            (c.id, _(c.name)) for c in self._till.shop.categories if c.id in used
        ]
        if any(_is_cards(item) for item in items):
            options.append((CARDS, _("Cards")))
        chosen = self.bar.chosen()
        kept = chosen if chosen in {ALL, *(key for key, _words in options)} else ALL
        self.bar.set_options([(ALL, _("All")), *options], kept)
        self._list()

    def filter(self, typed: str) -> None:
        """Show only what answers to `typed`, from every category."""
        if typed.strip() != self._typed:
            self._typed = typed.strip()
            self.bar.setEnabled(not self._typed)
            self._list()

    def mark(self) -> None:
        """Tint the tile of the selected line, and mark what the payer has already. For another
        ticket the shelf begins again."""
        if self._till.ticket.uid != self._ticket:
            self._ticket = self._till.ticket.uid
            self.bar.set_options(self.bar.options, ALL)
            self._turn()
        self._list()
        line = self._till.line()
        self.grid.set_chosen([line.item_id] if line else [])

    def show_next_category(self, step: int) -> None:
        """Turn to the category beside the chosen one."""
        keys = [key for key, _words in self.bar.options]
        at = keys.index(self.bar.chosen()) + step
        self.bar.choose(keys[at % len(keys)])

    def _turn(self, _chosen: object = None) -> None:
        """Another category begins with its first tile."""
        self.grid.set_current(None)  # or the list would go to where it lies in the new one
        self._list()
        self.grid.scrollToTop()

    def _list(self, _chosen: object = None) -> None:
        items = self._chosen()
        had = self._had()
        if (items, had) != self._shown:
            self._shown = (items, had)
            plans = self._till.membership.plans
            self.grid.show_entries(
                [wording.tile(i, plans.get(i.id), had=had.get(i.id, "")) for i in items]
            )
        self.grid.setVisible(bool(items))
        self.nothing.setVisible(not items)
        if not items:
            self.nothing.words.setText(
                _("No service or product is called “{typed}”.", typed=self._typed)
                if self._typed
                else _("Nothing is on the price list yet. A manager adds it in the back office.")
            )

    def _chosen(self) -> tuple[Item, ...]:
        """What is typed or of the chosen category; what is prepaid stands last."""
        items = on_sale(self._till.desk.book)
        chosen = self.bar.chosen()
        if self._typed:
            return find_items(self._typed, items)
        if chosen == CARDS:
            return tuple(item for item in items if _is_cards(item))
        if chosen != ALL:
            return tuple(item for item in items if item.category_id == chosen)
        return tuple(sorted(items, key=lambda item: item.kind is ItemKind.PREPAID))

    def _had(self) -> dict[int, str]:
        """The items that the payer has sessions of, or free with their tier."""
        client_id = self._till.ticket.client_id
        member = self._till.membership.member(client_id) if client_id is not None else None
        if member is None:
            return {}
        left = left_after(self._till.book.free, self._till.ticket.lines)
        free = (i for one in left if one.left for i in one.item_ids)
        good = (pack for pack in member.packs if held(pack.lots) > self._till.used(pack.uid))
        packed = (i for pack in good for i in pack.item_ids)
        return dict.fromkeys(free, "free") | dict.fromkeys(packed, "pack")

    def _pick(self, item_id: int) -> None:
        self.picked.emit(self._till.desk.book.items[item_id])


def _is_cards(item: Item) -> bool:
    """Whether an item stands under "Cards": what is prepaid and has no category of its own."""
    return item.kind is ItemKind.PREPAID and item.category_id is None
