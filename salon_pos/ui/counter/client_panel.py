"""The client's card laid over the window: balances, packs and usual services where the left column
has folded away."""

from PySide6.QtWidgets import QWidget

from salon_pos.i18n import _
from salon_pos.ui.counter.client_card import ClientPane
from salon_pos.ui.counter.till import Till
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.stat_key import StatKey
from salon_pos.ui.widgets.text import Text


class ClientPanel(SlideOver):
    """`pane` is the client's card; whatever is asked for there closes this first."""

    def __init__(self, host: QWidget, till: Till) -> None:
        super().__init__(host, _("Back to the ticket"), fraction=0.4, least=360, footer=False)
        self.header.addWidget(Text(_("Client"), "lead", weight=500), 1)
        self.pane = ClientPane(till, in_panel=True)
        self.pane.look_again()
        self.body.addWidget(self.pane, 1)
        for asked in (self.pane.removed, self.pane.card_asked, self.pane.pack_picked,
                      self.pane.free_picked, self.pane.usual_picked, self.pane.card_picked,
                      self.pane.holding_picked, self.pane.vouchers_asked):  # fmt: skip
            asked.connect(self.dismiss)

    def first_focus(self) -> QWidget | None:
        """The first balance: Enter must not show a phone number that nobody asked for."""
        balances = self.pane.balances
        tiles = balances.tiles if balances else []
        live = (tile for tile in tiles if isinstance(tile, StatKey) and tile.isEnabled())
        return next(live, self.close_button)
