"""The receipt of what closing a card paid out."""

from salon_pos.db.queries.closings import closing
from salon_pos.i18n import _, words
from salon_pos.printing.closing import closing_paper
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.slip_page import Slip, SlipPage
from salon_pos.ui.shell import Shell


class ClosingPage(SlipPage):
    """Of the closing with this uid."""

    def __init__(self, shell: Shell, desk: Desk, uid: str, *, copy: bool = False) -> None:
        closed = closing(uid, desk.settings)
        said = words(closed.language, closed.currency)
        slip = Slip(
            lambda copy: closing_paper(closed, said, copy=copy), closed.language,
            f"card-closed-{closed.business_day:%Y-%m-%d}-{closed.uid[-6:]}",
        )  # fmt: skip
        title = _("Card {number} is closed", number=closed.number)
        super().__init__(shell, desk, title, slip, copy=copy)
        self.receipt = closed
