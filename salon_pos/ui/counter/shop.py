"""What the counter knows of the shop beside the price list: people, lists, names of clients."""

from collections.abc import Mapping
from dataclasses import dataclass

from salon_pos.db.queries import catalog, people
from salon_pos.db.queries.catalog import Category
from salon_pos.domain.catalog import DiscountReason, TenderKind, TenderMethod
from salon_pos.domain.people import Level, StaffMember
from salon_pos.ui.member.deeds import OF_HOLDINGS


@dataclass(frozen=True, slots=True)
class Shop:
    """Read once and again when a deed changes it. `staff` holds everyone, retired or not."""

    staff: Mapping[int, StaffMember]
    levels: Mapping[int, Level]
    categories: tuple[Category, ...]
    reasons: Mapping[int, DiscountReason]
    methods: Mapping[int, TenderMethod]

    @property
    def serving(self) -> tuple[StaffMember, ...]:
        """Who stands on the staff strip."""
        return tuple(m for m in self.staff.values() if m.serves and not m.retired)

    @property
    def usable_reasons(self) -> tuple[DiscountReason, ...]:
        """The reasons a discount can be given for by hand."""
        return tuple(r for r in self.reasons.values() if not r.retired and not r.is_round_off)

    @property
    def round_off_reason(self) -> DiscountReason | None:
        """The reason that 抹零 is booked under, if the salon rounds off."""
        usual = (r for r in self.reasons.values() if r.is_round_off and not r.retired)
        return next(usual, None)

    @property
    def taken_here(self) -> tuple[TenderMethod, ...]:
        """The means of payment on the pay panel, in their order."""
        hidden = TenderKind.IMPORTED
        return tuple(m for m in self.methods.values() if not m.retired and m.kind is not hidden)

    def level_of(self, staff_id: int) -> Level | None:
        """The level of a staff member, if they have one."""
        member = self.staff.get(staff_id)
        return self.levels.get(member.level_id) if member and member.level_id else None


READ_ANEW = frozenset(
    {
        "save_staff",
        "save_level",
        "save_category",
        "save_discount_reason",
        "save_tender_method",
    }
)

OF_VALUE = OF_HOLDINGS | frozenset(
    {
        "take_payment",
        "refund",
        "void",
        "set_points_rules",
        "set_tier_rules",
        "set_value_rules",
        "save_prepaid",
    }
)


def read_shop() -> Shop:
    """The shop as it is on file now."""
    return Shop(
        staff={member.id: member for member in people.staff_members(with_retired=True)},
        levels={level.id: level for level in catalog.levels(with_retired=True)},
        categories=catalog.categories(),
        reasons=catalog.discount_reasons(),
        methods={id_: m for id_, m in catalog.tender_methods().items() if m.kind.is_recorded},
    )
