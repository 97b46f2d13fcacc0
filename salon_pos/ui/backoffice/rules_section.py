"""RulesSection: one page with a set of rules, which version is in force, and the lab beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from salon_pos.db.queries import rule_sets, value
from salon_pos.domain.explain import Sentence
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _, screen
from salon_pos.ui import theme
from salon_pos.ui.backoffice.doubting import ask_first
from salon_pos.ui.backoffice.form_section import FormSection
from salon_pos.ui.backoffice.lab_panel import LabPanel
from salon_pos.ui.backoffice.list_card import ANY_WIDTH
from salon_pos.ui.backoffice.rules_form import RulesForm
from salon_pos.ui.backoffice.section import Key, widest_card
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.lab import Question

_LAB_LEAST = 320
_LAB_MOST = 460


class RulesSection(FormSection[RulesForm]):
    """Subclasses say their title and kind, make the form, the question for the lab, and do the deed
    that makes a new version. A narrow window shows the rules, or the lab."""

    right = Right.EDIT_RULES

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._in_lab = False
        self.lab = LabPanel(desk, self.ask, self._refuse, self.tier_names)
        self.version = Text("", "small", tone="muted")
        self.to_lab = Button(_("Rule lab"), "quiet", icon="history", key="Ctrl+J")
        self.to_rules = Button(_("Back to the rules"), "quiet", icon="arrow-left", key="Esc")
        self._lay_out()
        self.to_rules.clicked.connect(self.back)
        self.to_lab.clicked.connect(self.go_to_lab)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._tell_enter)

    # -- what a section says of itself ---------------------------------------------------------

    def needs(self) -> str:
        return _("Only a manager or an owner changes these rules. Ask one of them to sign in.")

    def ask(self, months: int) -> Question:
        """What the lab is asked about the rules as typed."""
        raise NotImplementedError

    def deed(self) -> Callable[..., Any]:
        """The use case that makes a new version of the rules."""
        raise NotImplementedError

    def in_force(self) -> Any:
        """The rules in force; None before the first."""
        raise NotImplementedError

    def doubt(self, rules: Any) -> Sentence | None:
        """What is allowed in these rules and surely a mistake."""
        raise NotImplementedError

    def tier_names(self) -> Mapping[str, str]:
        """What tiers are called, by key."""
        return value.tier_names()

    # -- what the room asks --------------------------------------------------------------------

    def shown(self) -> None:
        self.version.setText(self._version_words())
        super().shown()
        self.fold()

    def back(self) -> bool:
        if self._in_lab and self.shell.compact:
            self._in_lab = False
            self.fold()
            self.take_focus()
            return True
        reverted = super().back()
        if reverted:
            self.lab.forget()
        return reverted

    def own_keys(self) -> Sequence[Key]:
        return (
            ("Ctrl+J", _("Rule lab"), self.go_to_lab),
            ("Ctrl+T", _("Try it on past sales, or stop"), self._try),
        )

    def go_to_lab(self) -> None:
        """Show the lab, where it has no room beside the rules, and go there."""
        if self.form is not None:
            self._in_lab = True
            self.fold()
            self.lab.look.setFocus()

    # -- how it is done ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        t = theme.tokens()
        self.lab_card = Card(pad=False)
        self.head.addSpacing(t.m)
        self.head.addWidget(self.version, 1)
        self.head.addWidget(self.to_lab)
        column = ScrollColumn(pad=t.l + 2)
        column.body.addWidget(self.to_rules, 0, Qt.AlignmentFlag.AlignLeft)
        column.body.addWidget(self.lab)
        column.body.addStretch(1)
        self.lab_card.body.addWidget(column)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(t.l)
        both.addWidget(self.card, 3)
        both.addWidget(self.lab_card, 2)
        both.addStretch(0)

    def fold(self) -> None:
        compact, scale = self.shell.compact, theme.current().scale
        has_lab = self.form is not None
        lab_alone = compact and self._in_lab
        self.to_lab.setVisible(compact and has_lab)
        self.card.setVisible(not lab_alone)
        self.to_rules.setVisible(lab_alone)
        self.card.setMaximumWidth(ANY_WIDTH if compact else widest_card())
        self.lab_card.setVisible(has_lab and (not compact or self._in_lab))
        self.lab_card.setMinimumWidth(0 if compact else round(_LAB_LEAST * scale))
        self.lab_card.setMaximumWidth(ANY_WIDTH if compact else round(_LAB_MOST * scale))
        self.filled.emit(lab_alone)

    def _show_form(self) -> None:
        super()._show_form()
        if self.form is not None:
            self.form.watch()

    def _tell_enter(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Save names Enter only while Enter is not the lab's."""
        if self.form is not None:
            in_lab = now is not None and self.lab.isAncestorOf(now)
            self.form.save.set_key("" if in_lab else "Enter")

    def _try(self) -> None:
        """The focus stays in the rules while they are in sight, so that Enter saves them."""
        if self.shell.compact:
            self.go_to_lab()
        self.lab.begin_or_stop()

    def _refuse(self, refusal: Refusal) -> None:
        """A refusal of the lab stands beside the rule that it is about."""
        if self.form is not None:
            self._in_lab = False
            self.fold()
            self.form.refuse(refusal)

    def save_form(self, form: RulesForm) -> None:
        try:
            rules = form.read()
        except Refusal as refusal:
            form.refuse(refusal)
            return
        before = self.in_force()
        if before is not None and replace(rules, version=before.version) == before:
            self.say_unchanged()
            return
        known = self.doubt(before) if before is not None else None
        ask_first(self.shell, self.doubt(rules), known, lambda: self._keep(rules, before, form))

    def _keep(self, rules: Any, before: Any, form: RulesForm) -> None:
        desk, deed = self.desk, self.deed()
        saved = desk.perform(deed, rules, refused=form.refuse)
        if saved is None:
            return
        # The room may be made anew before Undo is pressed: nothing of it is touched there.
        undo = None if before is None else lambda: desk.perform(deed, before)
        self.shell.toast(_("Version {n} is in force from now on.", n=saved.version), undo)
        self.lab.forget()
        form.begin()
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
