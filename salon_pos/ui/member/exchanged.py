"""What a client exchanged points for, and taking back what was exchanged today."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salon_pos.db.queries.redemptions import Redemption, redemptions_of
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import RewardKind
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.reason_panel import ReasonPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import TotalRow
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.points import (
    PointsMoved,
    RedemptionBack,
    cancel_redemption,
    preview_cancel_redemption,
)

NEWEST = 4
KEY = "Ctrl+D"


class Exchanged(QWidget):
    """The newest exchanges; `taken_back(PointsMoved)`. The first that may be has the key."""

    taken_back = Signal(object)

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__()
        self._shell, self._desk = shell, desk
        self._day = desk.settings.business_day(desk.now())
        self.keys: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        found = redemptions_of(client.uid, limit=NEWEST)
        column.addWidget(Text(_("Exchanged"), "caption", tone="muted"))
        column.addSpacing(theme.tokens().xs)
        for one in found:
            column.addWidget(self._row(one))
            column.addWidget(self._below(one))
            if key := self._key(one):
                column.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(theme.tokens().s)
        if not found:
            self.hide()

    def press(self) -> None:
        """As if the first key was pressed."""
        if self.keys:
            self.keys[0].click()

    def _row(self, one: Redemption) -> QWidget:
        name = one.name if one.quantity == 1 else f"{one.name} × {screen().number(one.quantity)}"
        return TotalRow(name, "" if one.is_back else f"−{screen().number(one.points)}")

    def _below(self, one: Redemption) -> Text:
        said = [screen().day(one.business_day)]
        if one.is_back:
            said.append(_("taken back"))
        return Text(" · ".join(said), "small", tone="muted")

    def _key(self, one: Redemption) -> Button | None:
        is_today = one.business_day == self._day and not one.is_back
        if not (is_today and self._desk.may(Right.ADJUST_POINTS)):
            return None
        key = Button(_("Take back"), "quiet", icon="undo-2", key="" if self.keys else KEY)
        key.clicked.connect(lambda: self._ask(one))
        self.keys.append(key)
        return key

    def _ask(self, one: Redemption) -> None:
        ask_to_take_back(self._shell, self._desk, one.uid, one.name, then=self._done)

    def _done(self, moved: PointsMoved) -> None:
        self.taken_back.emit(moved)


def ask_to_take_back(
    shell: Shell, desk: Desk, uid: str, name: str, *, then: Callable[[PointsMoved], None]
) -> None:
    """Show what would happen if the exchange `uid` of this reward is taken back, and ask why; what
    stays is said at once."""
    try:
        seen = preview_cancel_redemption(uid, by=desk.actor, now=desk.now())
    except Refusal as refusal:
        shell.refuse(refusal)
        return
    panel = ReasonPanel(
        shell, desk, _("Take back {reward}?", reward=name), list(happens(name, seen)),
        yes=_("Take back"), deed=cancel_redemption, what=uid,
    )  # fmt: skip
    panel.done.connect(then)
    shell.slide_over(panel)


def happens(name: str, seen: RedemptionBack) -> Iterator[str]:
    """Each thing that taking back an exchange does, in a sentence."""
    yield n_("{n} point comes back, good for as long as before.",
             "{n} points come back, good for as long as before.", seen.points)  # fmt: skip
    n = seen.quantity
    match seen.kind:
        case RewardKind.PRODUCT:
            yield _("Into stock: {item} × {n}. Ask the client for it first.", item=name, n=n)
        case RewardKind.SERVICE:
            yield n_("{n} session that was given for them is taken off.",
                     "{n} sessions that were given for them are taken off.", n)  # fmt: skip
        case RewardKind.VOUCHER:
            codes = screen().several(seen.codes)
            yield _("Not good any more: {codes}.", codes=codes)
        case RewardKind.TIER:
            yield _("The tier is again what it is without {reward}.", reward=name)
