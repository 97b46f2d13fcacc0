"""The panel that claims a walk-in's sale of today for a client."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import people
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import _, n_, screen
from salon_pos.ui import theme
from salon_pos.ui.clients.finder import ClientFinder
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.figures import Headline
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases import claims


class ClaimPanel(SlideOver):
    """`done(sentence)` once the sale is the client's. Whoever is current in the list is shown with
    the points that they would get; one key claims."""

    done = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, sale_uid: str, number: str) -> None:
        super().__init__(shell, _("Close"), fraction=0.42, least=480)
        self._desk, self._sale_uid = desk, sale_uid
        self.client_id = 0
        self.header.addWidget(Text(_("Claim for a client"), "title", weight=500), 1)
        hint = _("Points and history go to the client; the sale stays as it is. Only on the day "
                 "it was paid.")  # fmt: skip
        self.finder = ClientFinder(desk)
        self.finder.set_rights(may_edit=False)
        self.points = Headline("", "", "figure")
        self.note = Paragraph("", "small", tone="muted")
        self.go = Button(_("Claim"), "primary", big=True, key="F9")
        self.body.setSpacing(theme.tokens().m)
        hint = f"{_('Sale {number}', number=number)} · {hint}"
        self.body.addWidget(Paragraph(hint, "small", tone="muted"))
        self.body.addWidget(self.finder, 1)
        self.footer.addWidget(self.points)
        self.footer.addSpacing(theme.tokens().l)
        self.footer.addWidget(self.note, 1)
        self.footer.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)
        self.finder.current.connect(self._look)
        self.finder.picked.connect(lambda _id: self.go.setFocus())
        self.go.clicked.connect(self.claim)
        shell.bind(self, "F2", _("Find a client"), self.finder.search.setFocus)
        shell.bind(self, "F9", _("Claim"), self.claim)
        self.finder.look()

    def first_focus(self) -> QWidget | None:
        return self.finder.search

    def claim(self) -> None:
        """Post the sale to whoever is shown."""
        if self.go.isEnabled():
            self._desk.perform(claims.claim, self._sale_uid, self.client_id, then=self._finished,
                               refused=self._refused)  # fmt: skip

    def _look(self, client_id: int) -> None:
        """The points that the client would get; nothing is done."""
        self.client_id = client_id
        if not client_id:
            self._say(None, "")
            return
        try:
            seen = claims.preview_claim(
                self._sale_uid, client_id, by=self._desk.actor, now=self._desk.now()
            )
        except Refusal as refusal:
            self._refused(refusal)
            return
        client = people.client(client_id)
        self._say(seen.points, client.name if client else "")

    def _refused(self, refusal: Refusal) -> None:
        self._say(None, "")
        self.note.setText(screen().sentence(refusal))

    def _say(self, points: int | None, name: str) -> None:
        self.points.caption.setText(name)
        self.points.tell("" if points is None else n_("+{n} point", "+{n} points", points))
        self.points.setVisible(points is not None)
        self.note.setText("")
        self.go.setEnabled(points is not None)

    def _finished(self, claimed: claims.Claimed) -> None:
        self.dismiss()
        name = self.points.caption.text()
        if claimed.points:
            said = n_("The sale is {name}’s now and gives {n} point.",
                      "The sale is {name}’s now and gives {n} points.",
                      claimed.points, name=name)  # fmt: skip
        else:
            said = _("The sale is {name}’s now. It gives no points.", name=name)
        self.done.emit(said)
