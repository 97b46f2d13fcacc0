"""The form of a reward: what it is, what it costs in points, how long it is good."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import ItemKind, Pricing
from salon_pos.domain.money import Currency
from salon_pos.domain.rewards import Reward, RewardKind
from salon_pos.i18n import _
from salon_pos.ui.backoffice.rules_form import RulesForm, number_text, select
from salon_pos.ui.backoffice.typed import money_text
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph

# The kinds that have each input; what is not here, all have.
_FITTING = {
    "product": (RewardKind.PRODUCT,),
    "service": (RewardKind.SERVICE,),
    "tier": (RewardKind.TIER,),
    "face": (RewardKind.VOUCHER,),
    "least": (RewardKind.VOUCHER,),
    "days": (RewardKind.SERVICE, RewardKind.VOUCHER, RewardKind.TIER),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A reward as an entry of the list, called as the counter calls it; `item` as the price list
    does."""

    reward: Reward
    id: int
    name: str
    retired: bool
    item: str = ""
    available: bool = True
    left: int | None = None


class RewardForm(RulesForm):
    """Shows what the kind has, and nothing else. What a reward is stays once it is on file."""

    def __init__(self, currency: Currency, entry: Listed) -> None:
        super().__init__(currency)
        self._reward = reward = entry.reward
        self.kind: Choice | None = None
        if not reward.id:
            kinds = [(kind, kind_word(kind)) for kind in RewardKind]
            self.kind = Choice(_("Kind"), kinds, value=reward.kind)
            self.add("kind", self.kind)
            self.kind.picked.connect(lambda _: self._show_fitting())
            self._add_items()
        else:
            what = " · ".join(filter(None, (kind_word(reward.kind), entry.item)))
            self.add_part(Paragraph(what, tone="muted"))
        self._add_tiers()
        self.add("points", Field(
            _("Costs, in points"), "integer", value=number_text(reward.points or None),
        ))  # fmt: skip
        self._add_money()
        self.add("days", Field(
            _("Good for, in days"), "integer", value=number_text(reward.days),
            hint=_("Empty: it never ends. A tier always ends."),
        ))  # fmt: skip
        self.add("name", Field(
            _("Name"), value=reward.name,
            hint=_("Empty: as the price list calls it, or the tier. A voucher needs one."),
        ))  # fmt: skip
        self.note = Paragraph("", "small", tone="muted")
        self.add_part(self.note)
        self.places = {"item": str(reward.kind)}
        self._show_fitting()

    def read(self) -> Listed:
        kind = self._kind()
        item = self.inputs[str(kind)].value() if self.kind and kind.is_item else None
        is_voucher = kind is RewardKind.VOUCHER
        reward = replace(
            self._reward,
            kind=kind,
            points=self.whole("points") or 0,
            name=self.written("name"),
            item_id=item if self.kind else self._reward.item_id,
            face=(self.money("face") or 0) if is_voucher else 0,
            least=(self.money("least") or 0) if is_voucher else 0,
            tier=self.inputs["tier"].value() or "",
            days=self.whole("days") if kind in _FITTING["days"] else None,
        )
        return Listed(reward, reward.id, reward.name, reward.retired)

    def set_values(self, values: dict[str, object]) -> None:
        super().set_values(values)
        self._show_fitting()

    # -- how it is done ------------------------------------------------------------------------

    def _kind(self) -> RewardKind:
        return RewardKind(self.kind.value()) if self.kind else self._reward.kind

    def _add_items(self) -> None:
        for kind, item_kind, label in (
            (RewardKind.PRODUCT, ItemKind.PRODUCT, _("Which product")),
            (RewardKind.SERVICE, ItemKind.SERVICE, _("Which service")),
        ):
            listed = [
                (one.id, one.name)
                for one in catalog.items()
                if one.kind is item_kind and one.pricing is not Pricing.OPEN
            ]
            self.add(str(kind), select(label, listed))

    def _add_tiers(self) -> None:
        tiers = list(value.tier_names().items())
        self.add("tier", select(_("Which tier"), tiers, self._reward.tier or None))

    def _add_money(self) -> None:
        money, reward = self.currency, self._reward
        face, least = (
            money_text(minor, money) if minor else "" for minor in (reward.face, reward.least)
        )
        self.add_row(
            ("face", Field(_("Worth"), "money", before=money.symbol, value=face)),
            ("least", Field(_("For bills from"), "money", before=money.symbol, value=least,
                            placeholder="0")),
        )  # fmt: skip

    def _show_fitting(self) -> None:
        kind = self._kind()
        self.places["item"] = str(kind)
        for name, kinds in _FITTING.items():
            widget = self.inputs.get(name)
            if isinstance(widget, QWidget):
                widget.setVisible(kind in kinds)
        self.note.setText(_note(kind))


def kind_word(kind: RewardKind) -> str:
    """What points are exchanged for."""
    return {
        RewardKind.PRODUCT: _("Product"),
        RewardKind.SERVICE: _("Service"),
        RewardKind.VOUCHER: _("Cash voucher"),
        RewardKind.TIER: _("Tier"),
    }[kind]


def _note(kind: RewardKind) -> str:
    """What happens when a client takes it."""
    return {
        RewardKind.PRODUCT: _("It leaves the stock; its cost stays with the entry."),
        RewardKind.SERVICE: _("The client gets a session that nobody paid for: it is no revenue, "
                              "and earns no points, when it is used."),
        RewardKind.VOUCHER: _("The client gets a voucher of their own. It is booked when it pays."),
        RewardKind.TIER: _("Only who stands below this tier can have it. It ends on its last day."),
    }[kind]  # fmt: skip
