"""Points from the client's file: rewards, activities, by hand; what ends when; who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt

from salon_pos.db.doctor import examine
from salon_pos.db.queries import balances, catalog, value
from salon_pos.domain import ledger
from salon_pos.domain.receipt import Receipt
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.ui.approval import Approval
from salon_pos.ui.clients.room import ClientsRoom
from salon_pos.ui.member.points_panel import HAND, REWARD, PointsPanel
from salon_pos.ui.member.points_ways import ActivityWay, HandWay, RewardWay
from salon_pos.ui.member.reason_panel import ReasonPanel
from salon_pos.ui.shell import Shell
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.text import Text
from salon_pos.usecases.catalog import save_item
from salon_pos.usecases.points import PointsChange, adjust_points, redeem
from salon_pos.usecases.refunds import RefundRequest, preview, refund
from salon_pos.usecases.rewards import save_reward
from salon_pos.usecases.rules import set_points_rules
from tests.salons import NOW
from tests.ui.conftest import Clock
from tests.ui.counter.hands import CTRL, press
from tests.ui.member.conftest import Enter
from tests.ui.member.hands import is_open, last_toast, newest, on_top, sums, tiles
from tests.ui.reading import entries
from tests.usecases.spending import pay
from tests.usecases.valued import POINTS, Valued

Key = Qt.Key


def opened(room: ClientsRoom) -> PointsPanel:
    press((CTRL, Key.Key_G))
    return on_top(room.shell, PointsPanel)


def by_hand(panel: PointsPanel) -> HandWay:
    """Its third way, chosen."""
    panel.way.blocks.choose(2)
    way = panel.ways[HAND]
    assert isinstance(way, HandWay)
    return way


def earned(valued: Valued) -> Receipt:
    """A cut of 80.00 and its tax: 80 points, good for a year: to 4 May 2027."""
    salon = valued.salon
    return valued.pay(salon.ticket("c", salon.line("cut"), client="maya"))


def debt_of(valued: Valued) -> int:
    return balances.balance(ledger.points_debt(valued.salon.clients["maya"].uid))


# --- rewards ---


def rewards(valued: Valued, *, stock: int | None = 3) -> int:
    """The gel for 50 points, of which so many are there; the mask for 500. The gel's reward."""
    olga = valued.salon.by("olga")
    gel = next(i for i in catalog.items() if i.id == valued.salon.items["gel"].id)
    save_item(replace(gel, stock=stock), by=olga, now=NOW)
    mask = save_item(replace(gel, id=0, uid="", name="Mask", code="", barcode=""), by=olga, now=NOW)
    save_reward(Reward(0, RewardKind.PRODUCT, 500, item_id=mask.id), by=olga, now=NOW)
    return save_reward(Reward(0, RewardKind.PRODUCT, 50, item_id=gel.id), by=olga, now=NOW).id


def test_a_reward_is_exchanged_and_leaves_the_stock(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    earned(valued)
    rewards(valued)
    room = enter("Kai")
    panel = opened(room)
    way = panel.ways[REWARD]
    assert isinstance(way, RewardWay)
    rows = [(row.label(), row.isEnabled()) for row in way.rows.values()]
    assert rows == [("Gel", True), ("Mask", False)]
    assert not panel.go.isEnabled()
    press(Key.Key_Space)  # the first one has the focus
    assert panel.after.figure.text() == "30"
    way.more.click()  # a second is not to be had for 80 points
    assert (way.count.text(), panel.after.figure.text()) == ("1", "30")
    press(Key.Key_F9)
    assert not is_open(shell, PointsPanel)
    assert last_toast(shell) == "Maya Torres has Gel for 50 points, and 30 now."
    assert tiles(room)["Points"] == "30"
    assert newest(room) == ("Points exchanged for 1 × Gel: 50.", "−50 points")
    assert catalog.item(valued.salon.items["gel"].id).stock == 2
    assert examine()[1] == ()


def test_a_reward_that_went_meanwhile_is_refused_below(enter: Enter, valued: Valued) -> None:
    earned(valued)
    rewards(valued)
    room = enter("Kai")
    panel = opened(room)
    press(Key.Key_Space)
    gel = catalog.item(valued.salon.items["gel"].id)
    save_item(replace(gel, stock=0), by=valued.salon.by("olga"), now=NOW)
    press(Key.Key_F9)
    assert panel.note.text() == "There is not enough of Gel. Choose another reward."
    assert tiles(room)["Points"] == "80"


def exchanged(valued: Valued) -> None:
    """A gel for 50 points, by Kai."""
    earned(valued)
    gel, maya = rewards(valued), valued.salon.clients["maya"].id
    redeem("r", maya, gel, by=valued.salon.by("kai"), now=NOW)


def test_an_exchange_of_today_is_taken_back(enter: Enter, valued: Valued, shell: Shell) -> None:
    exchanged(valued)
    room = enter("Olga")
    panel = opened(room)
    assert sums(panel)["Gel"] == "−50"
    press((CTRL, Key.Key_D))
    asked = on_top(shell, ReasonPanel)
    said = [part.text() for part in asked.findChildren(Paragraph) if part.isVisible()]
    assert said == [
        "Take back Gel?", "50 points come back, good for as long as before.",
        "Into stock: Gel × 1. Ask the client for it first.",
    ]  # fmt: skip
    press(Key.Key_Return)
    assert asked.reason.error() == "Say why the exchange is cancelled."
    assert catalog.item(valued.salon.items["gel"].id).stock == 2
    press("Pressed twice", Key.Key_Return)
    assert not is_open(shell, ReasonPanel)
    assert not is_open(shell, PointsPanel)
    assert last_toast(shell) == "The exchange is taken back; Maya Torres has 80 points now."
    assert tiles(room)["Points"] == "80"
    assert catalog.item(valued.salon.items["gel"].id).stock == 3
    panel = opened(room)
    assert (sums(panel)["Gel"], panel.exchanged.keys) == ("", [])
    assert "Mon 4 May · taken back" in [t.text() for t in panel.exchanged.findChildren(Text)]
    assert examine()[1] == ()


def test_an_exchange_is_taken_back_right_from_its_toast(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    earned(valued)
    rewards(valued)
    room = enter("Olga")
    opened(room)
    press(Key.Key_Space, Key.Key_F9)
    assert (last_toast(shell), tiles(room)["Points"]) == (
        "Maya Torres has Gel for 50 points, and 30 now.", "30",
    )  # fmt: skip
    press((CTRL, Key.Key_Z))
    asked = on_top(shell, ReasonPanel)
    assert "Take back Gel?" in [part.text() for part in asked.findChildren(Paragraph)]
    press("Pressed twice", Key.Key_Return)
    assert last_toast(shell) == "The exchange is taken back; Maya Torres has 80 points now."
    assert (tiles(room)["Points"], catalog.item(valued.salon.items["gel"].id).stock) == ("80", 3)
    assert examine()[1] == ()


def test_a_cashiers_toast_has_no_way_back(enter: Enter, valued: Valued, shell: Shell) -> None:
    earned(valued)
    rewards(valued)
    opened(enter("Kai"))
    press(Key.Key_Space, Key.Key_F9)
    assert shell.toasts.history[-1].undo is None


def test_what_was_used_meanwhile_stays(enter: Enter, valued: Valued, shell: Shell) -> None:
    salon, olga = valued.salon, valued.salon.by("olga")
    earned(valued)
    maya = salon.clients["maya"].id
    wash = Reward(0, RewardKind.SERVICE, 60, item_id=salon.items["wash"].id)
    redeem("r", maya, save_reward(wash, by=olga, now=NOW).id, by=olga, now=NOW)
    line = replace(salon.line("wash"), source="r")
    pay(valued, salon.ticket("w", line, client="maya"))
    enter("Olga")
    press((CTRL, Key.Key_G))
    press((CTRL, Key.Key_D))
    assert not is_open(shell, ReasonPanel)
    assert last_toast(shell) == "What was given for the points is used already. It stays."


def test_only_a_manager_takes_an_exchange_back(enter: Enter, valued: Valued) -> None:
    exchanged(valued)
    panel = opened(enter("Kai"))
    assert sums(panel)["Gel"] == "−50"
    assert panel.exchanged.keys == []


def test_nothing_exchanged_shows_nothing(enter: Enter, valued: Valued) -> None:
    assert not opened(enter("Olga")).exchanged.isVisible()


def test_yesterdays_exchange_is_only_told(enter: Enter, valued: Valued, clock: Clock) -> None:
    earned(valued)
    gel, maya = rewards(valued), valued.salon.clients["maya"].id
    adjust_points(PointsChange("p", maya, 100, "x"), by=valued.salon.by("olga"), now=NOW)
    redeem("r", maya, gel, by=valued.salon.by("kai"), now=NOW)
    clock.now = NOW + timedelta(days=1)
    panel = opened(enter("Olga"))
    assert sums(panel)["Gel"] == "−50"
    assert panel.exchanged.keys == []


def test_without_rewards_it_says_how_one_is_made(enter: Enter) -> None:
    panel = opened(enter("Kai"))
    assert panel.ways[REWARD].findChildren(type(panel.note))
    assert not panel.go.isEnabled()


# --- activities ---


def test_an_activity_gives_what_the_rules_say(enter: Enter, valued: Valued, shell: Shell) -> None:
    new = replace(POINTS, version=2, activities={"Review": 15})
    set_points_rules(new, by=valued.salon.by("olga"), now=NOW)
    room = enter("Kai")
    panel = opened(room)
    panel.way.blocks.choose(1)
    way = panel.ways["activity"]
    assert isinstance(way, ActivityWay)
    way.rows["Review"].click()
    press(Key.Key_F9)
    assert last_toast(shell) == "Maya Torres was given 15 points and has 15 now."
    assert newest(room) == ("Points for Review: 15.", "+15 points")


# --- by hand ---


def test_points_by_hand_with_their_reason(enter: Enter, shell: Shell) -> None:
    room = enter("Olga")
    panel = opened(room)
    by_hand(panel)
    press("120", Key.Key_F9)
    way = panel.ways[HAND]
    assert isinstance(way, HandWay)
    assert way.reason.error() == "Say why the points are changed."
    press("Forgot the card", Key.Key_F9)
    assert newest(room) == ("Points changed by hand: 120.", "+120 points")
    assert entries(room.file.cards.entries)[0].told[1] == "Olga · Forgot the card"
    assert tiles(room)["Points"] == "120"


def test_points_are_taken_by_hand_and_never_more_than_there_are(
    enter: Enter, valued: Valued
) -> None:
    earned(valued)
    room = enter("Olga")
    panel = opened(room)
    way = by_hand(panel)
    way.sign.blocks.choose(1)
    assert panel.go.label() == "Take the points"
    way.number.set_value("many")
    panel.do()
    assert way.number.error() == "Type a number such as 100."
    way.number.set_value("81")
    way.reason.set_value("Given twice")
    panel.do()
    assert way.number.error() == "The client has 80 points, no more can go."
    way.number.set_value("80")
    panel.do()
    assert tiles(room)["Points"] == "0"


def test_above_the_limit_another_person_agrees(
    enter: Enter, shell: Shell, approve: Callable[[], None]
) -> None:
    """More than 1,000: Olga asks Chen, though she owns the salon."""
    room = enter("Olga")
    panel = opened(room)
    way = by_hand(panel)
    way.number.set_value("1001")
    way.reason.set_value("Moved from the old system")
    panel.do()
    assert tiles(room)["Points"] == "0"
    approve()
    assert tiles(room)["Points"] == "1,001"
    assert newest(room)[0] == "Points changed by hand: 1,001. Approved by Chen."


def test_what_was_given_by_hand_today_counts_into_the_limit(
    enter: Enter, valued: Valued, shell: Shell, approve: Callable[[], None]
) -> None:
    """1,000 alone, then one more: it is said why another person is asked."""
    change = PointsChange("p", valued.salon.clients["maya"].id, 1_000, "x")
    adjust_points(change, by=valued.salon.by("olga"), now=NOW)
    room = enter("Olga")
    way = by_hand(panel := opened(room))
    way.number.set_value("1")
    way.reason.set_value("Forgot the card")
    panel.do()
    sentences = [part.text() for part in on_top(shell, Approval).findChildren(Paragraph)]
    assert (
        "Points given by hand today: 1,000. More than 1,000 in one day need another person's PIN."
        in sentences
    )
    approve()
    assert tiles(room)["Points"] == "1,001"


def test_new_points_repay_what_is_owed_and_that_is_shown_first(
    enter: Enter, valued: Valued
) -> None:
    """80 earned, 50 of them spent, then the cut came back: 30 taken, 50 owed."""
    cut = earned(valued).lines[0].uid
    salon, olga = valued.salon, valued.salon.by("olga")
    redeem("g", salon.clients["maya"].id, rewards(valued), 1, by=olga, now=NOW)
    asked = RefundRequest("r", "c", {cut: 1})
    seen = preview(asked, by=olga, now=NOW)
    refund(replace(asked, shown_total=seen.total, shown=seen.digest), by=olga, now=NOW)
    assert debt_of(valued) == 50
    room = enter("Olga")
    panel = opened(room)
    way = by_hand(panel)
    way.number.set_value("100")
    way.reason.set_value("Goodwill")
    assert panel.note.text() == "50 points repay what is owed first."
    assert panel.after.figure.text() == "50"
    panel.do()
    assert (tiles(room)["Points"], debt_of(valued)) == ("50", 0)


# --- what ends when, and who may ---


def test_what_ends_when(enter: Enter, valued: Valued) -> None:
    earned(valued)
    panel = opened(enter("Kai"))
    assert sums(panel) == {"4 May 2027": "80"}


def test_a_cashier_has_no_way_by_hand_and_is_told_who_has(enter: Enter) -> None:
    panel = opened(enter("Kai"))
    assert HAND not in panel.ways
    assert [key for key, _ in panel.way.blocks.options] == ["reward", "activity"]


def test_a_stylist_has_no_key_for_points(enter: Enter, shell: Shell) -> None:
    enter("Mei")
    press((CTRL, Key.Key_G))
    assert not is_open(shell, PointsPanel)


def test_a_tier_that_the_client_has_cannot_be_chosen(enter: Enter, valued: Valued) -> None:
    """Maya is a member: gold is above it, member is not."""
    earned(valued)
    olga = valued.salon.by("olga")
    for tier in ("member", "gold"):
        reward = Reward(0, RewardKind.TIER, 40, tier=tier, days=60)
        save_reward(reward, by=olga, now=NOW)
    way = opened(enter("Kai")).ways[REWARD]
    assert isinstance(way, RewardWay)
    rows = {
        row.label(): (row.isEnabled(), row.accessibleDescription()) for row in way.rows.values()
    }
    assert rows == {
        "Member": (False, "40 points, good for 60 days · not above the client's tier"),
        "Gold": (True, "40 points, good for 60 days"),
    }


def test_a_voucher_for_points_says_its_terms_and_then_its_code(
    enter: Enter, valued: Valued, shell: Shell
) -> None:
    earned(valued)
    ten = Reward(0, RewardKind.VOUCHER, 80, "Ten off", face=10, least=20_000, days=30)
    save_reward(ten, by=valued.salon.by("olga"), now=NOW)
    way = opened(enter("Kai")).ways[REWARD]
    assert isinstance(way, RewardWay)
    (row,) = way.rows.values()
    assert row.label() == "Ten off · $0.10"
    assert row.accessibleDescription() == "80 points, from $200.00 · good for 30 days"
    press(Key.Key_Space, Key.Key_F9)
    (voucher,) = value.vouchers_of(valued.salon.clients["maya"].id, limit=9)
    assert last_toast(shell) == (
        f"Maya Torres has Ten off for 80 points, and 0 now. Its code: {voucher.code}."
    )
