"""Opens the panel of what a client holds, from their file and from the counter."""

from collections.abc import Callable

from salon_pos.db.queries import cards, people
from salon_pos.domain.people import Client
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.overlay import Overlay

POINTS, VOUCHERS, DEPOSIT, ACCOUNT = "points", "vouchers", "deposit", "account"
TIER, GIFT = "tier", "gift"


def open_card(shell: Shell, desk: Desk, uid: str) -> None:
    """One card with its deeds."""
    from salon_pos.ui.member.card_panel import CardPanel

    card = cards.card_by_uid(uid)
    if card is not None:
        shell.slide_over(CardPanel(shell, desk, card))


def open_slip(shell: Shell, desk: Desk, deed: str, uid: str) -> None:
    """The receipt of what was paid off an account, or out of a closed card, once more."""
    from salon_pos.ui.member.closing_page import ClosingPage
    from salon_pos.ui.member.settlement_page import SettlementPage

    page = ClosingPage if deed == "close_card" else SettlementPage
    shell.slide_over(page(shell, desk, uid, copy=True))


def open_holding(shell: Shell, desk: Desk, client_id: int, what: str) -> None:
    """A client's points, vouchers, deposit, tier by hand, or what they owe on account; a birthday
    gift is asked about before it is handed over."""
    client = people.client(client_id)
    if client is not None and what == GIFT:
        from salon_pos.ui.member.gift import ask_to_hand_over

        ask_to_hand_over(shell, desk, client)
    elif client is not None:
        shell.slide_over(_PANELS[what](shell, desk, client))


def _points(shell: Shell, desk: Desk, client: Client) -> Overlay:
    from salon_pos.ui.member.points_panel import PointsPanel

    return PointsPanel(shell, desk, client)


def _vouchers(shell: Shell, desk: Desk, client: Client) -> Overlay:
    from salon_pos.ui.member.voucher_panel import VoucherPanel

    return VoucherPanel(shell, desk, client)


def _deposit(shell: Shell, desk: Desk, client: Client) -> Overlay:
    from salon_pos.ui.member.deposit_panel import DepositPanel

    return DepositPanel(shell, desk, client)


def _account(shell: Shell, desk: Desk, client: Client) -> Overlay:
    from salon_pos.ui.member.account_panel import AccountPanel

    return AccountPanel(shell, desk, client)


def _tier(shell: Shell, desk: Desk, client: Client) -> Overlay:
    from salon_pos.ui.member.tier_panel import TierPanel

    return TierPanel(shell, desk, client)


_PANELS: dict[str, Callable[[Shell, Desk, Client], Overlay]] = {
    POINTS: _points, VOUCHERS: _vouchers, DEPOSIT: _deposit, ACCOUNT: _account, TIER: _tier,
}  # fmt: skip
