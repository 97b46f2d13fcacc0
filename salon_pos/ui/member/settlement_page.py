"""The receipt of what a client paid off of their account."""

from salon_pos.db.queries.settlements import settlement
from salon_pos.i18n import _, words
from salon_pos.printing.settlement import settlement_paper
from salon_pos.ui.desk import Desk
from salon_pos.ui.member.slip_page import Slip, SlipPage
from salon_pos.ui.shell import Shell


class SettlementPage(SlipPage):
    """Of the settlement with this uid."""

    def __init__(self, shell: Shell, desk: Desk, uid: str, *, copy: bool = False) -> None:
        settled = settlement(uid, desk.settings)
        said = words(settled.language, settled.currency)
        slip = Slip(
            lambda copy: settlement_paper(settled, said, copy=copy), settled.language,
            f"account-{settled.business_day:%Y-%m-%d}-{settled.uid[-6:]}",
        )  # fmt: skip
        title = _("{name} on account", name=settled.client)
        super().__init__(shell, desk, title, slip, copy=copy)
        self.receipt = settled
