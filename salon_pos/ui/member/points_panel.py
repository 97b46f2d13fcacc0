"""A client's points: what they have and until when, rewards, activities, and changes by hand."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.db.queries import balances, members, value
from salon_pos.domain import ledger
from salon_pos.domain.lots import Lot, good, held
from salon_pos.domain.people import Client
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.asking import NEEDS_WORD, ask_word
from salon_pos.ui.member.exchanged import KEY, Exchanged, ask_to_take_back
from salon_pos.ui.member.points_ways import ActivityWay, HandWay, RewardWay, Way
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.figures import Headline, TotalRow
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.approving import WordFor
from salon_pos.usecases.deed import new_uid
from salon_pos.usecases.points import PointsMoved

REWARD, ACTIVITY, HAND = "reward", "activity", "hand"


class PointsPanel(SlideOver):
    """Closes once it has done something; F9 does it."""

    def __init__(self, shell: Shell, desk: Desk, client: Client) -> None:
        super().__init__(shell, _("Close"), fraction=0.62, least=720)
        self._shell, self._desk, self._client = shell, desk, client
        self._uid, self._word = new_uid(), ""
        day = desk.settings.business_day(desk.now())
        self.lots = good(value.points_lots(client.uid), day)
        self.held = held(self.lots)
        self.debt = balances.balance(ledger.points_debt(client.uid))
        self.ways: dict[str, Way] = {
            REWARD: RewardWay(self.held, _tiers_had(client, day)),
            ACTIVITY: ActivityWay(),
        }
        options = [(REWARD, _("A reward")), (ACTIVITY, _("An activity"))]
        if desk.may(Right.ADJUST_POINTS):
            self.ways[HAND] = HandWay()
            options.append((HAND, _("By hand")))
        self.way = Choice(_("Points for"), options)
        self.after = Headline(_("Points afterwards"), "", "figure")
        self.note = Paragraph("", "small", tone="muted")
        self.exchanged = Exchanged(shell, desk, client)
        self.go = Button("", "primary", big=True, key="F9")
        self._lay_out()
        self.way.picked.connect(lambda _way: self._turn())
        for way in self.ways.values():
            way.changed.connect(self._look)
        self.go.clicked.connect(self.do)
        self.exchanged.taken_back.connect(self._taken_back)
        shell.bind(self, "F9", _("Give, take or exchange the points"), self.go.click)
        shell.bind(self, KEY, _("Take back the newest exchange of today"), self.exchanged.press)
        self._turn()

    def do(self) -> None:
        """Do it, after another person's PIN where one is asked."""
        way = self._chosen()
        try:
            move = way.to_do(self._uid, self._client.id, self._word)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._desk.perform(move.deed, *move.asked, then=self._done, refused=self._refused)

    def first_focus(self) -> QWidget | None:
        return self._chosen().first_input() or self.way.blocks

    def _refused(self, refusal: Refusal) -> None:
        if refusal.key == NEEDS_WORD:
            subject = WordFor.ADJUST_POINTS.subject(self._uid)
            ask_word(self._shell, self._desk, refusal, self._with_word, subject=subject,
                     amount=abs(self._chosen().points()))  # fmt: skip
        elif beside := self._chosen().refuse(refusal):
            self._scroll.bring(beside)
        else:
            self._tell(screen().sentence(refusal), "bad")

    def _with_word(self, word: str) -> None:
        self._word = word
        self.do()

    def _done(self, moved: PointsMoved) -> None:
        self.dismiss()
        name, after = self._client.name, screen().number(moved.balance)
        given = n_("{n} point", "{n} points", abs(moved.points))
        way = self._chosen()
        if isinstance(way, RewardWay):
            said = _("{name} has {reward} for {points}, and {after} now.", name=name,
                     reward=way.given(), points=given, after=after)  # fmt: skip
            codes = way.codes(self._uid)
            said = screen().together([said, *codes])
            self._shell.toast(said, self._way_back())
        elif moved.points > 0:
            self._shell.toast(_("{name} was given {points} and has {after} now.", name=name,
                                points=given, after=after))  # fmt: skip
        else:
            self._shell.toast(_("{points} are off; {name} has {after} now.", name=name,
                                points=given, after=after))  # fmt: skip

    def _way_back(self) -> Callable[[], None] | None:
        """Taking back what was just exchanged, for who may; it asks why."""
        way = self._chosen()
        if not (isinstance(way, RewardWay) and self._desk.may(Right.ADJUST_POINTS)):
            return None
        shell, desk, name = self._shell, self._desk, way.rewards[way.chosen].name
        say = partial(_say_taken_back, shell, self._client.name)
        return partial(ask_to_take_back, shell, desk, self._uid, name, then=say)

    def _taken_back(self, moved: PointsMoved) -> None:
        self.dismiss()
        _say_taken_back(self._shell, self._client.name, moved)

    def _chosen(self) -> Way:
        return self.ways[self.way.value()]

    def _turn(self) -> None:
        self._show_way()
        first = self._chosen().first_input()
        if first and self.way.value() == HAND:
            first.setFocus()
        self._look()

    def _show_way(self) -> None:
        """The chosen one alone: as tall as it is, not as the longest."""
        for way in self.ways.values():
            way.setVisible(way is self._chosen())

    def _look(self) -> None:
        """What would be afterwards; new points repay the debt first."""
        points = self._chosen().points()
        repaid = max(0, min(self.debt, points))
        self.after.tell(screen().number(max(0, self.held + points - repaid)))
        said = n_("{n} point repays what is owed first.", "{n} points repay what is owed first.",
                  repaid)  # fmt: skip
        self._tell(said if repaid else "")
        self.go.set_label(self._chosen().words())
        self.go.setEnabled(points != 0 or self.way.value() == HAND)

    def _tell(self, words: str, tone: str = "muted") -> None:
        self.note.set_tone(tone)
        self.note.setText(words)

    def _lay_out(self) -> None:
        t = theme.tokens()
        title = _("Points of {name}", name=self._client.name)
        self.header.addWidget(Text(title, "title", weight=500), 1)
        halves = QHBoxLayout()
        halves.setSpacing(t.xxl)
        self.body.addLayout(halves, 1)
        left, right = ScrollColumn(), QVBoxLayout()
        left.body.setSpacing(t.s)
        left.body.setContentsMargins(0, 0, t.l, 0)  # beside its scroll bar
        right.setSpacing(t.l)
        halves.addWidget(left, 2)
        halves.addLayout(right, 3)
        for part in self._held_parts():
            left.body.addWidget(part)
        left.body.addStretch(1)
        choice = QHBoxLayout()
        choice.setContentsMargins(0, 0, t.m, 0)  # as wide as the rows below, beside their bar
        choice.addWidget(self.way)
        right.addLayout(choice)
        self._scroll = ScrollColumn()
        self._scroll.body.setContentsMargins(0, 0, t.m, 0)
        for way in self.ways.values():
            self._scroll.body.addWidget(way)
        self._scroll.body.addStretch(1)
        self._show_way()
        right.addWidget(self._scroll, 1)
        if HAND not in self.ways:
            right.addWidget(Paragraph(_("By hand only a manager gives or takes points."), "small",
                                      tone="muted"))  # fmt: skip
        self.go.setMinimumWidth(5 * t.hit)
        self.footer.addWidget(self.after)
        self.footer.addSpacing(t.l)
        self.footer.addWidget(self.note, 1)
        self.footer.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)

    def _held_parts(self) -> list[QWidget]:
        say = screen()
        now = Headline(_("Points now"), "", "figure")
        now.tell(say.number(self.held))
        parts: list[QWidget] = [now]
        if self.debt:
            owed = n_(
                "{n} point is owed: what a refund took back was spent. New points repay it first.",
                "{n} points are owed: what a refund took back was spent. New points repay them "
                "first.", self.debt,
            )  # fmt: skip
            parts.append(Banner(owed, "warn"))
        parts.append(self.exchanged)  # before the lots, of which there may be many
        if self.lots:
            parts.append(Text(_("When they end"), "caption", tone="muted"))
        by_end: dict[str, int] = {}
        for lot in sorted(self.lots, key=_end):
            words = say.date(lot.expires) if lot.expires else _("never")
            by_end[words] = by_end.get(words, 0) + lot.left
        return [*parts, *(TotalRow(words, say.number(n)) for words, n in by_end.items())]


def _tiers_had(client: Client, day: date) -> frozenset[str]:
    """The client's tier and those below it: points buy none of them."""
    rules = value.tiers_in_force()
    if rules is None:
        return frozenset()
    rank = rules.rank(members.standing_of(client.id, day, rules).tier)
    return frozenset(tier.key for tier in rules.tiers if rules.rank(tier.key) <= rank)


def _say_taken_back(shell: Shell, name: str, moved: PointsMoved) -> None:
    shell.toast(_("The exchange is taken back; {name} has {after} points now.", name=name,
                  after=moved.balance))  # fmt: skip


def _end(lot: Lot) -> tuple[bool, str]:
    """The soonest first, those without end last."""
    return lot.expires is None, str(lot.expires)
