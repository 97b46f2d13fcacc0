"""RulesSection: one page with a set of rules, which version is in force, and the lab beside it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.db.queries import rule_sets, value
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.lab_panel import LabPanel
from salon_pos.ui.backoffice.rules_form import RulesForm
from salon_pos.ui.backoffice.section import Drafts, Key, Section, widest_card
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.banner import EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.lab import Question

_LAB_LEAST = 320
_LAB_MOST = 460
_ANY_WIDTH = 16_777_215


class RulesSection(Section):
    """Subclasses say their title and kind, make the form, the question for the lab, and do the deed
    that makes a new version. A narrow window shows the rules, or the lab."""

    kind = ""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.form: RulesForm | None = None
        self._in_lab = False
        self.lab = LabPanel(desk, self.ask, self._refuse, self.tier_names)
        self.version = Text("", "small", tone="muted")
        self.to_lab = Button(_("Rule lab"), "quiet", icon="history", key="Ctrl+J")
        self.locked = EmptyState(
            "lock",
            _("Only a manager or an owner changes these rules. Ask one of them to sign in."),
        )
        self._lay_out()
        self.to_lab.clicked.connect(self.go_to_lab)
        shell.compact_changed.connect(lambda _: self._fold())

    # -- what a section says of itself ---------------------------------------------------------

    def title(self) -> str:
        """The section's name."""
        raise NotImplementedError

    def make_form(self) -> RulesForm:
        """The form of the rules in force."""
        raise NotImplementedError

    def ask(self, months: int) -> Question:
        """What the lab is asked about the rules as typed."""
        raise NotImplementedError

    def keep(self, rules: Any, form: RulesForm) -> Any:
        """Make a new version; None where it was refused."""
        raise NotImplementedError

    def tier_names(self) -> Mapping[str, str]:
        """What tiers are called, by key."""
        rules = value.tiers_in_force()
        return {tier.key: tier.name for tier in rules.tiers} if rules else {}

    # -- what the room asks --------------------------------------------------------------------

    def shown(self) -> None:
        may = self.desk.may(Right.EDIT_RULES)
        self._drop()
        self.locked.setVisible(not may)
        self.version.setText(self._version_words())
        if may:
            self._show_form()
        self._fold()

    def look_again(self) -> None:
        if self.form is None or not self.form.is_changed():
            self.shown()

    def open(self, key: Hashable) -> None:
        widget = self.form.inputs.get(str(key)) if self.form else None
        if isinstance(widget, QWidget):
            widget.setFocus()

    def take_focus(self) -> None:
        if self.form is not None:
            self.form.focus_first()

    def save(self) -> None:
        if self.form is not None:
            self.form.submit()

    def back(self) -> bool:
        if self._in_lab and self.shell.compact:
            self._in_lab = False
            self._fold()
            self.take_focus()
            return True
        if self.form is None or not self.form.is_changed():
            return False
        self.form.revert()
        self.lab.forget()
        return True

    def own_keys(self) -> Sequence[Key]:
        return (
            ("Ctrl+J", _("Rule lab"), self.go_to_lab),
            ("Ctrl+T", _("Try it on past sales"), self._try),
            ("Ctrl+F10", _("Stop the lab"), self.lab.cancel),
        )

    def drafts(self) -> Drafts:
        changed = self.form is not None and self.form.is_changed()
        return {self.kind: self.form.values()} if self.form and changed else {}

    def forget_drafts(self) -> None:
        if self.form is not None:
            self.form.revert()

    def restore_drafts(self, drafts: Drafts) -> None:
        if self.form is not None and self.kind in drafts:
            self.form.set_values(drafts[self.kind])

    def go_to_lab(self) -> None:
        """Show the lab, where it has no room beside the rules, and go there."""
        if self.form is not None:
            self._in_lab = True
            self._fold()
            self.lab.look.setFocus()

    # -- how it is done ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.card, self.lab_card = Card(pad=False), Card(pad=False)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(t.l + 2, t.s, t.m, t.s)
        head.setFixedHeight(t.hit + 2 * t.s)
        row.addWidget(Text(self.title(), "lead", weight=500))
        row.addSpacing(t.m)
        row.addWidget(self.version, 1)
        row.addWidget(self.to_lab)
        for part in (head, Line()):
            self.card.body.addWidget(part)
        self.card.body.addWidget(self.locked, 1)
        column = ScrollColumn(pad=t.l + 2)
        column.body.addWidget(self.lab)
        column.body.addStretch(1)
        self.lab_card.body.addWidget(column)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(t.l)
        both.addWidget(self.card, 3)
        both.addWidget(self.lab_card, 2)
        both.addStretch(0)

    def _fold(self) -> None:
        compact, scale = self.shell.compact, theme.current().scale
        has_lab = self.form is not None
        lab_alone = compact and self._in_lab
        self.to_lab.setVisible(compact and has_lab)
        self.card.setVisible(not lab_alone)
        self.card.setMaximumWidth(_ANY_WIDTH if compact else widest_card())
        self.lab_card.setVisible(has_lab and (not compact or self._in_lab))
        self.lab_card.setMinimumWidth(0 if compact else round(_LAB_LEAST * scale))
        self.lab_card.setMaximumWidth(_ANY_WIDTH if compact else round(_LAB_MOST * scale))
        self.filled.emit(lab_alone)

    def _show_form(self) -> None:
        self.form = form = self.make_form()
        form.begin()
        form.watch()
        form.saved.connect(lambda _: self._save(form))
        form.cancelled.connect(self.back)
        self.card.body.addWidget(form, 1)

    def _drop(self) -> None:
        if self.form is not None:
            self.card.body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _try(self) -> None:
        self.go_to_lab()
        self.lab.begin()

    def _refuse(self, refusal: Refusal) -> None:
        """A refusal of the lab stands beside the rule that it is about."""
        if self.form is not None:
            self._in_lab = False
            self._fold()
            self.form.refuse(refusal)

    def _save(self, form: RulesForm) -> None:
        try:
            rules = form.read()
        except Refusal as refusal:
            form.refuse(refusal)
            return
        saved = self.keep(rules, form)
        if saved is None:
            return
        self.shell.toast(_("Version {n} is in force from now on.", n=saved.version))
        self.shown()
        self.take_focus()

    def _version_words(self) -> str:
        now = rule_sets.in_force(self.kind)
        if now is None:
            return _("nothing is in force yet")
        since = self.desk.settings.local(now.since)
        return _("version {n}, in force since {day} {time} ({name})", n=now.version,
                 day=screen().date(since.date()), time=screen().time(since),
                 name=now.staff)  # fmt: skip
