"""The sign-in screen: staff tiles, the PIN pad; it lies over everything while nobody is in."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import catalog, people
from salon_pos.domain.people import StaffMember
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Role
from salon_pos.domain.settings import DEMO_PIN
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.names import role_name
from salon_pos.ui.signin.pin_entry import PinEntry
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.widgets.tile_grid import TileGrid
from salon_pos.ui.widgets.tiles import Tile
from salon_pos.usecases import staff

_WIDE, _GAP = 580, 80
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SignIn(Overlay):
    """Choose yourself, type the PIN. The keyboard does it all: arrows choose, digits, Enter."""

    menu_asked = Signal()

    def __init__(self, host: QWidget, desk: Desk, staff_id: int) -> None:
        super().__init__(host, dim=False)
        self._desk, self._chosen = desk, staff_id
        self.members: tuple[StaffMember, ...] = ()
        self.grid = TileGrid(_("Staff"), least=170, people=True)
        self.grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grid.picked.connect(self.choose)
        self.entry = PinEntry(_("Sign in"), lead=_demo_pin() if desk.settings.is_demo else "")
        self.entry.submitted.connect(self._try)
        self.salon = Text("", "figure", weight=500)
        self.hint = Text("", "body", tone="muted")
        self.display = IconButton("languages", _("Language and text size"), key="Ctrl+M")
        self.display.clicked.connect(self.menu_asked)
        self._lay_out()

    def open(self) -> None:
        """Show it with the staff as it is now, and nobody's digits."""
        settings = self._desk.settings
        self.members = people.staff_members()
        self.salon.setText(settings.name)
        day = screen().day(settings.business_day(self._desk.now()))
        self.hint.setText(_("{day} · choose yourself, then type your PIN", day=day))
        levels = {level.id: level.name for level in catalog.levels()}
        self.grid.show_entries([_tile(member, levels) for member in self.members])
        ids = [member.id for member in self.members]
        self.choose(self._chosen if self._chosen in ids else ids[0])
        super().open()

    def choose(self, staff_id: object) -> None:
        """Somebody says who they are; a wait from earlier wrong PINs goes on counting."""
        assert isinstance(staff_id, int)
        self._chosen = staff_id
        self.grid.set_chosen([staff_id])
        self.grid.set_current(staff_id)
        self.entry.clear()
        state, now = people.pin_state(staff_id), self._desk.now()
        until = state.wait_until if state else None
        self.entry.wait(int((until - now).total_seconds() + 0.999) if until and until > now else 0)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget | None:
        return self.entry

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the pad did not take: arrows move between people. Esc leads nowhere."""
        key = Qt.Key(event.key())
        step = _STEPS.get(key, 0) + _ROWS.get(key, 0) * self.grid.columns()
        ids = [member.id for member in self.members]
        place = ids.index(self._chosen) + step
        if step and 0 <= place < len(ids):
            self.choose(ids[place])
        event.accept()

    def paintEvent(self, event) -> None:
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.colour("bg"))

    def arrange(self) -> None:
        """The two halves keep together in the middle; tiles give way where there is less room."""
        t, scale = theme.tokens(), theme.current().scale
        pad, gap = self.entry.sizeHint().width(), round(_GAP * scale)
        wide = min(round(_WIDE * scale), self.width() - pad - 2 * t.xl - t.xxl)
        self.left.setFixedWidth(wide)
        between = min(gap, self.width() - pad - wide - 2 * t.xl)
        self._halves.setHorizontalSpacing(max(t.xxl, between))
        rows = -(-len(self.members) // max(1, self._columns(wide)))
        foot = self.display.height() + t.l + t.s
        words = self.salon.height() + self.hint.height() + t.xxl
        room = self.height() - foot - t.xl - words
        self.grid.set_low(False)
        self.grid.set_low(rows * self.grid.row_height() > room)
        self.grid.setFixedHeight(min(rows * self.grid.row_height(), room))
        crowded = words + self.grid.height() > self.height() - 2 * foot
        top = Qt.AlignmentFlag.AlignTop if crowded else Qt.AlignmentFlag.AlignVCenter
        self._halves.setAlignment(self.left, top)
        self._halves.setContentsMargins(t.xl, t.xl if crowded else 0, t.xl, 0)
        self.display.adjustSize()
        self.display.move(t.l, self.height() - self.display.height() - t.l)

    def _columns(self, wide: int) -> int:
        gap, least = theme.tokens().card, round(170 * theme.current().scale)
        return (wide + gap) // (least + gap)

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.left = QWidget()
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.salon)
        column.addWidget(self.hint)
        column.addSpacing(t.xxl)
        column.addWidget(self.grid)
        column.addStretch(1)
        self._halves = QGridLayout(self)
        self._halves.setColumnStretch(0, 1)
        self._halves.setColumnStretch(3, 1)
        self._halves.addWidget(self.left, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        self._halves.addWidget(self.entry, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.display.setParent(self)

    def _try(self, pin: str) -> None:
        """Off the window's thread: checking a PIN is slow on purpose."""
        deed = partial(
            staff.sign_in, self._chosen, pin, till_id=self._desk.till_id, now=self._desk.now()
        )
        self._desk.work(lambda _task: deed(), then=self._enter, refused=self._refused)

    def _enter(self, member: StaffMember) -> None:
        self.entry.clear()
        self._desk.sign_in(member)

    def _refused(self, refusal: Refusal) -> None:
        self.entry.refuse(refusal)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)


def _tile(member: StaffMember, levels: dict[int, str]) -> Tile:
    """A stylist's level stands beside the name, everybody else's role."""
    level = levels.get(member.level_id or 0, "") if member.role is Role.STYLIST else ""
    rank = _(level) if level else role_name(member.role)
    return Tile(key=member.id, title=member.name, subtitle=rank if rank != member.name else "")


def _demo_pin() -> str:
    """Whoever tries the demo is told how to get in."""
    return _("Demo salon: everybody's PIN is {pin}.", pin=DEMO_PIN)
