"""The three ways in which points move outside of a sale: a reward, an activity, and by hand."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import value
from salon_pos.db.queries.value import RewardOffer
from salon_pos.domain.money import parse_decimal
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rewards import RewardKind
from salon_pos.i18n import P_, _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.points import PointsChange, adjust_points, give_activity, redeem
from salon_pos.usecases.rewards import MOST_REWARDS, voucher_uids


@dataclass(frozen=True, slots=True)
class Move:
    """What is to be done: the deed with what it asks, and the points it moves (below zero: that it
    takes)."""

    deed: Callable[..., Any]
    asked: tuple[object, ...]
    points: int


class Way(QWidget):
    """One way; `changed` when it would move other points."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.tokens().s)

    def points(self) -> int:
        """What it would move as it stands; 0 for nothing yet."""
        raise NotImplementedError

    def words(self) -> str:
        """What the one key says."""
        raise NotImplementedError

    def to_do(self, uid: str, client_id: int, word: str) -> Move:
        """What is to be done under this uid; refuses what was typed and is nothing."""
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> QWidget | None:
        """Say it beside its input; which one, if there is one."""
        return None

    def first_input(self) -> QWidget | None:
        """What has the focus when it comes into sight."""
        return None


class Picks(Way):
    """Rows of which one is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[Any, RowButton] = {}
        self.chosen: Any = None

    def add_row(
        self, key: Any, label: str, detail: str, *, note: str = "", enabled: bool = True
    ) -> None:
        """One more row."""
        row = RowButton(label, detail=detail, tall=True, note=note)
        row.setCheckable(True)
        row.setEnabled(enabled)
        row.clicked.connect(lambda _on=False: self.choose(key))
        self.rows[key] = row
        self.column.addWidget(row)

    def choose(self, key: Any) -> None:
        """Choose a row, or none."""
        self.chosen = key
        for name, row in self.rows.items():
            row.setChecked(name == key)
        self.changed.emit()

    def first_input(self) -> QWidget | None:
        return next((row for row in self.rows.values() if row.isEnabled()), None)


class RewardWay(Picks):
    """What points are exchanged for; what is not to be had is shown, and cannot be chosen."""

    def __init__(self, held: int, had: Collection[str]) -> None:
        """For who has `held` points and whose tier is one of the keys `had` or above them."""
        super().__init__()
        self.quantity, self._held, self._had = 1, held, had
        self.rewards = {reward.id: reward for reward in value.rewards()}
        for reward in self.rewards.values():
            points, why = n_("{n} point", "{n} points", reward.points), self._why_not(reward)
            note = " · ".join([*_terms(reward), *why])
            self.add_row(reward.id, _named(reward), points, note=note, enabled=not why)
        if not self.rewards:
            self.column.addWidget(EmptyState("gift", _(
                "Points are exchanged for nothing yet. Say for what in the back office, under "
                "Rewards."
            )))  # fmt: skip
        self._add_quantity()
        self.column.addStretch(1)

    def points(self) -> int:
        reward = self.rewards.get(self.chosen)
        return -reward.points * self.quantity if reward else 0

    def words(self) -> str:
        return _("Exchange")

    def to_do(self, uid: str, client_id: int, word: str) -> Move:
        return Move(redeem, (uid, client_id, self.chosen, self.quantity), self.points())

    def given(self) -> str:
        """What was chosen, and how many of it."""
        name = self.rewards[self.chosen].name
        return name if self.quantity == 1 else f"{name} × {screen().number(self.quantity)}"

    def codes(self, uid: str) -> Iterator[str]:
        """The code of the voucher that the exchange `uid` gave, in a sentence; several stand with
        the client's vouchers."""
        if self.rewards[self.chosen].kind is not RewardKind.VOUCHER:
            return
        voucher = value.voucher(voucher_uids(uid, 1)[0]) if self.quantity == 1 else None
        if voucher:
            yield _("Its code: {code}.", code=voucher.code)
        else:
            yield _("Their codes stand with the client's vouchers.")

    def choose(self, key: Any) -> None:
        self.quantity = 1
        super().choose(key)
        self._say()

    def _why_not(self, reward: RewardOffer) -> list[str]:
        """Why it cannot be had, in a few words each; nothing where it can."""
        why: list[str] = []
        if not reward.available:
            why.append(_("not to be had now"))
        if reward.kind is RewardKind.TIER and reward.reward.tier in self._had:
            why.append(_("not above the client's tier"))
        if reward.points > self._held:
            why.append(_("not enough points"))
        return why

    def _add_quantity(self) -> None:
        self._how_many = QWidget()
        row = QHBoxLayout(self._how_many)
        row.setContentsMargins(0, 0, 0, 0)
        self.fewer = IconButton("minus", _("Fewer"), bare=True)
        self.more = IconButton("plus", _("More"), bare=True)
        self.count = Text("", "body", weight=500)
        self.fewer.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        row.addWidget(Text(_("How many"), "body", tone="muted"), 1)
        for part in (self.fewer, self.count, self.more):
            row.addWidget(part)
        self.column.addWidget(self._how_many)
        self._say()

    def _step(self, by: int) -> None:
        reward = self.rewards[self.chosen]
        most = min(MOST_REWARDS, self._held // reward.points)
        most = most if reward.left is None else min(most, reward.left)
        self.quantity = max(1, min(most, self.quantity + by))
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.count.setText(screen().number(self.quantity))
        self._how_many.setVisible(self.chosen is not None)


def _named(reward: RewardOffer) -> str:
    """What it is called; of a voucher also what it is worth."""
    if reward.kind is RewardKind.VOUCHER:
        return f"{reward.name} · {screen().money(reward.reward.face)}"
    return reward.name


def _terms(reward: RewardOffer) -> Iterator[str]:
    """How many there are, from which bill on, and for how long it is good."""
    if reward.kind is RewardKind.PRODUCT and reward.left:
        yield _("{n} in stock", n=reward.left)
    if reward.reward.least:
        yield _("from {sum}", sum=screen().money(reward.reward.least))
    if reward.reward.days:
        yield n_("good for {n} day", "good for {n} days", reward.reward.days)


class ActivityWay(Picks):
    """The points that the rules give for an activity."""

    def __init__(self) -> None:
        super().__init__()
        rules = value.points_in_force()
        self.activities = dict(rules.activities) if rules else {}
        for name, points in self.activities.items():
            self.add_row(name, name, "+" + n_("{n} point", "{n} points", points))
        if not self.activities:
            self.column.addWidget(EmptyState("sparkles", _(
                "The rules give no points for an activity yet. Add one in the back office, under "
                "Points."
            )))  # fmt: skip
        self.column.addStretch(1)

    def points(self) -> int:
        return self.activities.get(self.chosen, 0)

    def words(self) -> str:
        return _("Give the points")

    def to_do(self, uid: str, client_id: int, word: str) -> Move:
        return Move(give_activity, (uid, client_id, self.chosen), self.points())


class HandWay(Way):
    """Given or taken with a reason."""

    def __init__(self) -> None:
        super().__init__()
        self.column.setSpacing(theme.tokens().l)
        self.sign = Choice(
            _("What is done"), [(1, P_("points", "Give")), (-1, P_("points", "Take"))]
        )
        self.number = Field(_("Points"), "integer", big=True)
        self.reason = Field(_("Reason"), placeholder=_("Forgot the card, goodwill …"),
                            hint=_("It stands in the client's statement."))  # fmt: skip
        for part in (self.sign, self.number, self.reason):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.sign.picked.connect(lambda _sign: self.changed.emit())
        self.number.changed.connect(self.changed)

    def points(self) -> int:
        try:
            return self.sign.value() * self._typed()
        except Refusal:
            return 0

    def words(self) -> str:
        return _("Give the points") if self.sign.value() > 0 else _("Take the points")

    def to_do(self, uid: str, client_id: int, word: str) -> Move:
        points = self.sign.value() * self._typed()
        change = PointsChange(uid, client_id, points, self.reason.value(), word)
        return Move(adjust_points, (change,), points)

    def refuse(self, refusal: Refusal) -> QWidget | None:
        beside = {"points": self.number, "reason": self.reason}.get(refusal.field)
        if beside:
            beside.set_error(screen().sentence(refusal))
            beside.setFocus()
        return beside

    def first_input(self) -> QWidget | None:
        return self.number.line

    def _typed(self) -> int:
        return parse_decimal(self.number.value(), digits=0, field="points", example="100")
