"""The tiers on one page: how many there are, how each is reached, and what it gives."""

from dataclasses import replace

from salon_pos.db.queries import catalog, value
from salon_pos.domain.catalog import ItemKind
from salon_pos.domain.money import Currency
from salon_pos.domain.refusal import Refusal
from salon_pos.domain.tiers import (
    CategoryPercent,
    FreeServices,
    MemberPrice,
    Perks,
    Tier,
    TierRules,
)
from salon_pos.i18n import _
from salon_pos.ui.backoffice.rules_form import RulesForm, name_of, number_text, select
from salon_pos.ui.backoffice.typed import money_text, percent_text, shown_name
from salon_pos.ui.percent_off import PercentOff
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.usecases.deed import new_uid

_MOST = 5
_COUNTS = (0, 3, 4, 5)


class TiersForm(RulesForm):
    """Every tier has its inputs; those of one are in sight. An empty field asks, or gives,
    nothing."""

    def __init__(self, currency: Currency) -> None:
        super().__init__(currency)
        self._rules = value.tiers_in_force() or TierRules(version=1)
        self._categories = {one.id: shown_name(one.name) for one in catalog.categories()}
        self._items = {
            one.id: one.name for one in catalog.items() if one.kind is not ItemKind.PREPAID
        }
        count = len(self._rules.tiers)
        self.count = Choice(
            _("How many tiers"), [(n, str(n) if n else _("none")) for n in _COUNTS], value=count
        )
        self.add("count", self.count)
        self.add_row(
            ("window", Field(_("Counts, in months back"), "integer",
                             value=str(self._rules.window_months))),
            ("period", Field(_("Is kept, in months"), "integer",
                             value=str(self._rules.period_months))),
        )  # fmt: skip
        # A key no tier ever had: who held one that was taken away must not come into a new one.
        self._new_keys = [new_uid() for _n in range(_MOST)]
        self._at = 0
        self.pickers = {n: self._picker(n) for n in _COUNTS if n}
        tiers = [*self._rules.tiers, *(None for _n in range(_MOST - count))]
        self._parts = [self._add_tier(n, tier) for n, tier in enumerate(tiers)]
        self.count.picked.connect(lambda _: self._show_fitting())
        self._show_fitting()

    def read(self) -> TierRules:
        self.places = {"tiers": "count", "window_months": "window", "period_months": "period"}
        tiers = tuple(self._read_tier(n) for n in range(self.count.value()))
        self.places |= {"tiers.key": "tier.1.name", "tiers.name": "tier.1.name"}
        return replace(
            self._rules, tiers=tiers, window_months=self.whole("window") or 0,
            period_months=self.whole("period") or 0,
        )  # fmt: skip

    def refuse(self, refusal: Refusal) -> None:
        """The tier that it is about comes into sight first."""
        place = self.places.get(refusal.field, refusal.field).split(".")
        if place[0] == "tier":
            self.show_tier(int(place[1]))
        super().refuse(refusal)

    def set_values(self, values: dict[str, object]) -> None:
        super().set_values(values)
        self._show_fitting()

    def show_tier(self, n: int) -> None:
        """Bring the inputs of one tier into sight, 0 the lowest."""
        self._at = n
        self._show_fitting()

    # -- the inputs ----------------------------------------------------------------------------

    def _picker(self, count: int) -> Choice:
        """Which of so many tiers is in sight, by name, the lowest first."""
        tiers = self._rules.tiers
        words = [tiers[n].name if n < len(tiers) else str(n + 1) for n in range(count)]
        picker = Choice(_("Tier"), list(enumerate(words)), value=0)
        picker.picked.connect(self.show_tier)
        self.add_part(picker)
        return picker

    def _add_tier(self, n: int, tier: Tier | None) -> dict[str, Field | Paragraph]:
        """The inputs of one tier; by name, so that they can be shown and hidden together."""
        before = set(self.inputs)
        self.add(f"tier.{n}.name", Field(_("Name"), value=tier.name if tier else ""))
        self.add_row(
            (f"tier.{n}.spend", self._money(_("Spend"), tier.spend if tier else None)),
            (f"tier.{n}.visits", Field(_("or visits"), "integer",
                                       value=number_text(tier.visits if tier else None))),
            (f"tier.{n}.top_up", self._money(_("or one top-up"), tier.top_up if tier else None)),
        )  # fmt: skip
        note = Paragraph(_how(n), "small", tone="muted")
        self.add_part(note)
        perks = tier.perks if tier else Perks()
        self._add_percents(n, perks)
        self._add_prices(n, perks)
        self._add_free(n, perks)
        self._add_birthday(n, perks)
        parts = {name: self.inputs[name] for name in self.inputs if name not in before}
        return {**parts, "note": note}  # pyright: ignore[reportReturnType]

    def _money(self, label: str, minor: int | None) -> Field:
        typed = "" if minor is None else money_text(minor, self.currency)
        return Field(label, "money", before=self.currency.symbol, value=typed)

    def _add_percents(self, n: int, perks: Perks) -> None:
        by_category = {each.category_id: each.percent_bp for each in perks.percents}
        known = {None: _("Off everything"), **self._categories}
        known |= {key: name_of(self._categories, key) for key in by_category if key is not None}
        fields = [
            (f"tier.{n}.off.{key or 0}", PercentOff(
                words,
                value=percent_text(by_category[key]) if key in by_category else "",
            ))
            for key, words in known.items()
        ]  # fmt: skip
        for start in range(0, len(fields), 3):
            self.add_row(*fields[start : start + 3])

    def _add_prices(self, n: int, perks: Perks) -> None:
        for each in perks.member_prices:
            label = _("Member price of {item}", item=name_of(self._items, each.item_id))
            self.add(f"tier.{n}.price.{each.item_id}", self._money(label, each.price))
        free = [(None, _("none")), *self._items.items()]
        self.add_row(
            (f"tier.{n}.new_price_item", select(_("Member price of"), free)),
            (f"tier.{n}.new_price", self._money(_("Price"), None)),
        )

    def _add_free(self, n: int, perks: Perks) -> None:
        for number, each in enumerate(perks.free_services):
            names = [name_of(self._items, item) for item in sorted(each.item_ids)]
            label = _("Free in a period: {items}", items=names)
            field = Field(label, "integer", value=str(each.times), after=_("times"))
            self.add(f"tier.{n}.free.{number}", field)
        items = [(None, _("none")), *self._items.items()]
        self.add_row(
            (f"tier.{n}.new_free_item", select(_("Free in a period"), items)),
            (f"tier.{n}.new_free", Field(_("How often"), "integer", after=_("times"))),
        )

    def _add_birthday(self, n: int, perks: Perks) -> None:
        voucher = perks.birthday_voucher or None
        self.add_row(
            (f"tier.{n}.gift", Field(_("Gift for the birthday"), value=perks.birthday_gift)),
            (f"tier.{n}.voucher", self._money(_("Voucher for the birthday"), voucher)),
        )

    def _show_fitting(self) -> None:
        """The chosen tier alone, and none where there are none."""
        count = self.count.value()
        if self._at >= count:
            self._at = 0
        for among, picker in self.pickers.items():
            picker.setVisible(among == count)
            if among == count:
                picker.set_value(self._at)
        for n, parts in enumerate(self._parts):
            for widget in parts.values():
                widget.setVisible(n == self._at and n < count)

    # -- what was typed ------------------------------------------------------------------------

    def _read_tier(self, n: int) -> Tier:
        there = self._rules.tiers[n] if n < len(self._rules.tiers) else None
        where, mine = f"tiers.{n}", f"tier.{n}"
        for field in ("name", "spend", "visits", "top_up"):
            self.places[f"{where}.{field}"] = f"{mine}.{field}"
        self.places |= {
            where: f"{mine}.spend", f"{where}.percents": f"{mine}.off.0",
            f"{where}.member_prices": f"{mine}.new_price",
            f"{where}.free_services": f"{mine}.new_free",
            f"{where}.birthday_voucher": f"{mine}.voucher",
        }  # fmt: skip
        return Tier(
            there.key if there else self._new_keys[n],
            self.written(f"{mine}.name"),
            spend=self.money(f"{mine}.spend"),
            visits=self.whole(f"{mine}.visits"),
            top_up=self.money(f"{mine}.top_up"),
            perks=self._read_perks(n, there.perks if there else Perks()),
        )

    def _read_perks(self, n: int, there: Perks) -> Perks:
        mine = f"tier.{n}"
        return Perks(
            percents=self._read_percents(mine),
            member_prices=self._read_prices(n, there),
            free_services=self._read_free(mine, there),
            birthday_gift=self.written(f"{mine}.gift"),
            birthday_voucher=self.money(f"{mine}.voucher") or 0,
        )

    def _read_percents(self, mine: str) -> tuple[CategoryPercent, ...]:
        names = [name for name in self.inputs if name.startswith(f"{mine}.off.")]
        typed = [(self.percent(name), int(name.rpartition(".")[2])) for name in names]
        return tuple(CategoryPercent(bp, key or None) for bp, key in typed if bp is not None)

    def _read_prices(self, n: int, there: Perks) -> tuple[MemberPrice, ...]:
        mine = f"tier.{n}"
        typed = [(each.item_id, f"{mine}.price.{each.item_id}") for each in there.member_prices]
        typed.append((self.inputs[f"{mine}.new_price_item"].value(), f"{mine}.new_price"))
        prices: list[MemberPrice] = []
        for item, field in typed:
            price = self.money(field)
            if item is not None and price is not None:
                self.places[f"tiers.{n}.member_prices.{len(prices)}"] = field
                prices.append(MemberPrice(item, price))
        return tuple(prices)

    def _read_free(self, mine: str, there: Perks) -> tuple[FreeServices, ...]:
        typed = [
            (each.item_ids, self.whole(f"{mine}.free.{number}"))
            for number, each in enumerate(there.free_services)
        ]
        new = self.inputs[f"{mine}.new_free_item"].value()
        if new is not None:
            typed.append((frozenset({new}), self.whole(f"{mine}.new_free")))
        return tuple(FreeServices(items, times) for items, times in typed if times is not None)


def _how(n: int) -> str:
    if n == 0:
        return _("The lowest. Without any of the three it is open to every member.")
    return _("Any one of the three is enough. Each must ask for more than the tier below.")
