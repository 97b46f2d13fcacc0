"""The panel that corrects who really did a line of a paid sale."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QSignalBlocker

from salon_pos.db.queries import people
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.sale_facts import SaleFacts
from salon_pos.domain.ticket import Credit
from salon_pos.i18n import _, screen
from salon_pos.ui.desk import Desk
from salon_pos.ui.sales.correction_panel import CorrectionPanel
from salon_pos.ui.shares import Shares
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Line
from salon_pos.ui.widgets.change_row import ChangeRow
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases import corrections
from salon_pos.usecases.approving import WordFor


class StaffPanel(CorrectionPanel):
    """Which line, where there are several; then who did it and in which parts."""

    word_for = WordFor.CORRECT_STAFF

    def __init__(self, shell: Shell, desk: Desk, facts: SaleFacts, receipt: Receipt) -> None:
        hint = _("Its price, whether they were requested, and tips stay. The first one leads.")
        super().__init__(shell, desk, _("Correct staff"), number=facts.sold.number, hint=hint)
        self._lines = _lines(facts)
        self._said = {
            line.uid: (line.item, screen().several(line.staff) or _("nobody"))
            for line in receipt.lines
        }
        self._names = _names(self._lines)
        self.line_uid = next(iter(self._lines), "")
        self.line: Select | None = None
        if len(self._lines) > 1:
            options = [(uid, " · ".join(self._said[uid])) for uid in self._lines]
            words = (_("Search"), _("Clear the search"))
            self.line = Select(_("Which line"), options, words=words, value=self.line_uid)
            self.line.picked.connect(self._pick)
            self.column.addWidget(self.line)
        elif self._lines:
            item, staff = self._said[self.line_uid]
            self.column.addWidget(ChangeRow(item, staff))
            self.column.addWidget(Line())
        self.column.addWidget(Text(_("It was really done by"), "caption", tone="muted"))
        self.shares = self._shares()
        self.column.addWidget(self.shares)
        self.share = Button(_("Share the line"), icon="split", key="Alt+0")
        self.share.setCheckable(True)
        self.share.toggled.connect(lambda on: self.shares.set_alone(not on))
        shell.bind(self, "Alt+0", _("Share the line between several"), self.share.click)
        self.column.addWidget(self.share)
        self._start()

    def look(self) -> None:
        credits = self.shares.credits()
        if not self._lines:
            self.nothing_yet(_("All of this sale was given back."))
        elif credits == self._lines[self.line_uid]:
            staff = self._said[self.line_uid][1]
            self.nothing_yet(_("So far {staff}. Choose who really did it.", staff=staff))
        elif credits is None:
            self.nothing_yet(self.shares.missing())
        else:
            self._preview()

    def correct(self) -> None:
        self.desk.perform(corrections.correct_staff, self._change(), then=self.finished,
                          refused=self.refused)  # fmt: skip

    def _preview(self) -> None:
        try:
            seen = corrections.preview_correct_staff(
                self._change(), by=self.desk.actor, now=self.desk.now()
            )
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.changes(list(self._rows(seen)), asks=seen.amount if seen.needs_manager else None)

    def _change(self) -> corrections.StaffCorrection:
        return corrections.StaffCorrection(
            self.uid, self.line_uid, self.shares.credits() or (), self.reason.value(), self.word
        )

    def _rows(self, seen: corrections.StaffPreview) -> Iterator[ChangeRow]:
        """Everybody's sales credit of the line, before and after."""
        before, after, money = dict(seen.before), dict(seen.after), screen().money
        for staff_id in dict.fromkeys((*before, *after)):
            had, has = money(before.get(staff_id, 0)), money(after.get(staff_id, 0))
            yield ChangeRow(self._names[staff_id], f"{had} → {has}" if had != has else had)

    def _shares(self) -> Shares:
        shares = Shares(self._names, self._lines.get(self.line_uid, ()))
        shares.changed.connect(self.look)
        shares.committed.connect(self.do)
        return shares

    def _pick(self, line_uid: str) -> None:
        self.line_uid = line_uid
        old, self.shares = self.shares, self._shares()
        self.column.replaceWidget(old, self.shares)
        old.hide()
        old.deleteLater()
        self._start()

    def _start(self) -> None:
        """As it is on file: a tap on another replaces one person, and joins several."""
        several = len(self._lines.get(self.line_uid, ())) > 1
        with QSignalBlocker(self.share):
            self.share.setChecked(several)
        self.shares.set_alone(not several)
        self.look()


def _lines(facts: SaleFacts) -> dict[str, tuple[Credit, ...]]:
    """Who did each line of which something stands, by its uid."""
    return {
        line.uid: tuple(
            Credit(each.staff_id, part)
            for each, part in zip(line.credits, facts.lines[line.uid].parts_bp, strict=True)
        )
        for line in facts.sold.lines if line.refunded < line.quantity
    }  # fmt: skip


def _names(lines: Mapping[str, tuple[Credit, ...]]) -> dict[int, str]:
    """Who serves, and who is named already though they have left since."""
    named = {each.staff_id for credits in lines.values() for each in credits}
    return {
        member.id: member.name
        for member in people.staff_members(with_retired=True)
        if member.id in named or (member.serves and not member.retired)
    }
