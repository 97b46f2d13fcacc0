"""ListSection: a list of entries and, beside it, the form of one: add, change, retire, order.

What is typed and not saved stays with its entry until the section is left.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salon_pos.domain.refusal import Refusal
from salon_pos.domain.rights import Right
from salon_pos.i18n import _
from salon_pos.ui import theme
from salon_pos.ui.backoffice.editor import Editor
from salon_pos.ui.backoffice.entry_form import EntryForm
from salon_pos.ui.backoffice.list_card import ANY_WIDTH, ListCard
from salon_pos.ui.backoffice.section import Drafts, Section, widest_card
from salon_pos.ui.backoffice.typed import shown_name
from salon_pos.ui.desk import Desk, Refused
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.rows import Mark, Row

NEW = 0


class ListSection(Section):
    """Entries have `id` (NEW before they are kept), `name` and `retired`. Subclasses say which
    there are and how they look in the list, make the form, and do the deed that keeps one."""

    right = Right.EDIT_CATALOG
    ordered = False

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.card = ListCard(self.title(), self.new_words(), self.needs(), self.above_list())
        self.list, self.editor = self.card.list, Editor()
        self._drafts: Drafts = {}
        self._current: int | None = None
        self._editing = False
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(theme.tokens().l)
        both.addWidget(self.card, 1)
        both.addWidget(self.editor, 3)
        both.addStretch(0)
        self._wire()
        self.fold()

    # -- what a section says of itself ---------------------------------------------------------

    def title(self) -> str:
        """The section's name."""
        raise NotImplementedError

    def new_words(self) -> str:
        """The words on the button that begins a new entry."""
        raise NotImplementedError

    def needs(self) -> str:
        """The sentence for whoever may not change this."""
        return _("Only an owner changes this. Ask an owner to sign in.")

    def empty(self) -> str:
        """What to do first, where there are no entries yet."""
        raise NotImplementedError

    def entries(self) -> Sequence[Any]:
        """All entries in their order, retired ones too."""
        raise NotImplementedError

    def row(self, entry: Any) -> Row:
        """An entry as a row of the list, by itself."""
        raise NotImplementedError

    def rows(self, entries: Sequence[Any]) -> list[Row]:
        """The rows of the list: headings between them, or what is read once for them all."""
        return [self.row(entry) for entry in entries]

    def blank(self) -> Any:
        """A new entry."""
        raise NotImplementedError

    def form(self, entry: Any) -> EntryForm:
        """The form of an entry."""
        raise NotImplementedError

    def keep(self, entry: Any, *, refused: Refused | None = None) -> Any:
        """Do the deed that keeps an entry; what was kept, None where it was refused."""
        raise NotImplementedError

    def keep_form(self, form: EntryForm, entry: Any, then: Callable[[Any], None]) -> None:
        """As `keep`, with whatever else a form asks; `then` hears what was kept."""
        saved = self.keep(entry, refused=form.refuse)
        if saved is not None:
            then(saved)

    def put_in_order(self, ids: Sequence[int]) -> None:
        """Do the deed that keeps the order."""

    def may_retire(self, entry: Any) -> bool:
        """Whether such an entry can be retired at all."""
        return True

    def locked(self, entry: Any) -> str:
        """A sentence where this one entry is not for whoever is signed in."""
        return ""

    def above_list(self) -> Sequence[QWidget]:
        """What stands between the title and the list."""
        return ()

    # -- what the room asks --------------------------------------------------------------------

    def shown(self) -> None:
        self.card.add.setVisible(self._may())
        self.fold()
        self._look()
        if self._current is None and self.list.current_key() is None:
            self.list.step(1)
        self._show(self._current)

    def look_again(self) -> None:
        form = self.editor.form
        self._look()
        if form is None or not form.is_changed():
            self._show(self._current)

    def open(self, key: Hashable) -> None:
        entry = self._entry(key)
        if entry is not None and entry.retired:
            self.card.with_retired.set_value(True)
        self._edit(key)

    def take_focus(self) -> None:
        self.list.setFocus()

    def new(self) -> None:
        if self._may():
            self._edit(NEW)

    def save(self) -> None:
        if self.editor.form is not None:
            self.editor.form.submit()

    def retire(self) -> None:
        entry = self._entry(self._current)
        if not self._current or self.editor.form is None or not self.may_retire(entry):
            return
        saved = self.keep(replace(entry, retired=not entry.retired))
        if saved is not None:
            self._say_retired(saved, entry)
            self._after(saved)

    def reorder(self, by: int) -> None:
        seen = [entry.id for entry in self._listed()]
        if not self.ordered or self.editor.form is None or self._current not in seen:
            return
        place = seen.index(self._current) + by
        if 0 <= place < len(seen):
            before = [entry.id for entry in self.entries()]
            after = [i for i in before if i != self._current]
            after.insert(after.index(seen[place]) + (by > 0), self._current)
            self.put_in_order(after)
            self._look()

    def back(self) -> bool:
        if not self._editing:
            return False
        self._drop_form()
        if self._current is not None:
            self._drafts.pop(self._current, None)
        self._set_editing(False)
        self._show(self._current or None)
        self._look()
        self.list.setFocus()
        return True

    def drafts(self) -> Drafts:
        self._keep_draft()
        return dict(self._drafts)

    def forget_drafts(self) -> None:
        self._drop_form()
        self._drafts.clear()
        self._set_editing(False)

    def restore_drafts(self, drafts: Drafts) -> None:
        self._drop_form()
        self._current, self._drafts = None, dict(drafts)
        for key in list(drafts)[:1]:
            self._edit(key)

    # -- how it is done ------------------------------------------------------------------------

    def _wire(self) -> None:
        self.list.moved.connect(self._moved)
        self.list.picked.connect(self._edit)
        self.card.add.clicked.connect(self.new)
        self.card.with_retired.toggled.connect(lambda _: self._look())
        self.editor.retire_pressed.connect(self.retire)
        self.editor.moved.connect(self.reorder)
        self.editor.back_pressed.connect(self.back)

    def _look(self) -> None:
        """Read the list again; the current entry stays current."""
        self.card.with_retired.setVisible(any(entry.retired for entry in self.entries()))
        rows = [self._marked(row) for row in self.rows(self._listed())]
        waits = NEW in self._drafts and self._current != NEW
        self.card.add.set_label(_("Go on with the new one") if waits else self.new_words())
        with QSignalBlocker(self.list):  # what is current was not moved by anybody
            self.list.show_entries(rows)
            self.list.set_current(self._current or None)

    def _marked(self, row: Row) -> Row:
        if row.heading or row.key not in self._drafts or row.key == self._current:
            return row
        return replace(row, chips=(*row.chips, Mark(_("not saved"), "warn")))

    def _listed(self) -> list[Any]:
        every = self.card.with_retired.value()
        return [entry for entry in self.entries() if every or not entry.retired]

    def _entry(self, key: Hashable) -> Any:
        if key == NEW:
            return self.blank()
        return next((entry for entry in self.entries() if entry.id == key), None)

    def _moved(self, key: Hashable) -> None:
        if key != self._current:
            self._show(key)

    def _edit(self, key: Hashable) -> None:
        """Show an entry and go into its form."""
        if key != self._current or self.editor.form is None:
            self._show(key)
        self._set_editing(True)
        self._look()
        if self.editor.form is not None:
            self.editor.form.focus_first()
        else:
            self.list.setFocus()

    def _show(self, key: Hashable | None) -> None:
        self._keep_draft()
        entry = None if key is None else self._entry(key)
        self._current = entry.id if entry is not None else None
        sentence = self._why_not(entry)
        if sentence:
            icon = "list" if self._may() and entry is None else "lock"
            self.editor.show_sentence(icon, sentence, shown_name(entry.name) if entry else "")
        else:
            self._show_form(entry)

    def _why_not(self, entry: Any) -> str:
        if not self._may():
            return self.needs()
        if entry is None:
            return (
                _("Choose something in the list to change it.") if self._listed() else self.empty()
            )
        return self.locked(entry)

    def _show_form(self, entry: Any) -> None:
        form = self.form(entry)
        form.begin()
        self.editor.show_form(form, shown_name(entry.name) if entry.id else self.new_words())
        can_go = entry.id != NEW and self.may_retire(entry)
        self.editor.show_deeds(
            retired=entry.retired if can_go else None, ordered=self.ordered and entry.id != NEW
        )
        if entry.id in self._drafts:
            form.set_values(self._drafts[entry.id])
        form.saved.connect(lambda _: self._save(form))
        form.cancelled.connect(self.back)

    def _save(self, form: EntryForm) -> None:
        try:
            entry = form.read()
        except Refusal as refusal:
            form.refuse(refusal)
            return
        self.keep_form(form, entry, self._after)

    def _after(self, saved: Any) -> None:
        """An entry was written: show it as it is now, ready for the next."""
        self.shell.toast(_("{name} is saved.", name=shown_name(saved.name)))
        for key in (self._current, saved.id):
            self._drafts.pop(key, None)
        self._drop_form()
        self._set_editing(False)
        self._show(saved.id)
        self._look()
        self.list.setFocus()

    def _say_retired(self, saved: Any, before: Any) -> None:
        name = shown_name(saved.name)
        if saved.retired:
            said = _("{name} is retired. Old sales keep it.", name=name)
        else:
            said = _("{name} is back.", name=name)
        # The room may be made anew before Undo is pressed: nothing of it is touched here.
        self.shell.toast(said, undo=lambda: self.keep(before))

    def _keep_draft(self) -> None:
        form = self.editor.form
        if form is None or self._current is None:
            return
        if form.is_changed():
            self._drafts[self._current] = form.values()
        else:
            self._drafts.pop(self._current, None)

    def _drop_form(self) -> None:
        """What stands in the form is no draft any more."""
        if self.editor.form is not None:
            self.editor.form.begin()

    def _may(self) -> bool:
        return self.desk.may(self.right)

    def _set_editing(self, editing: bool) -> None:
        self._editing = editing
        self.fold()

    def fold(self) -> None:
        """A narrow window shows the list, or the entry that is being edited."""
        compact = self.shell.compact
        self.card.be_wide(compact)
        self.card.needs.setVisible(compact and not self._may())
        self.editor.setMaximumWidth(ANY_WIDTH if compact else widest_card())
        self.card.setVisible(not compact or not self._editing)
        self.editor.setVisible(not compact or self._editing)
        self.editor.back.setVisible(compact)
        self.filled.emit(compact and self._editing)
