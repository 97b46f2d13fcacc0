"""The sections of the back office in their order, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from salon_pos.domain.words import N_
from salon_pos.ui.backoffice.import_section import ImportSection
from salon_pos.ui.backoffice.items import ItemSection
from salon_pos.ui.backoffice.limits_section import LimitsSection
from salon_pos.ui.backoffice.lists import CategorySection, LevelSection
from salon_pos.ui.backoffice.money_lists import DiscountSection, TenderSection
from salon_pos.ui.backoffice.owed_section import OwedSection
from salon_pos.ui.backoffice.platforms import PlatformSection
from salon_pos.ui.backoffice.points_section import PointsSection
from salon_pos.ui.backoffice.prepaid import PrepaidSection
from salon_pos.ui.backoffice.rewards_section import RewardSection
from salon_pos.ui.backoffice.safety import SafetySection
from salon_pos.ui.backoffice.salon_section import SalonSection
from salon_pos.ui.backoffice.section import Section
from salon_pos.ui.backoffice.staff import StaffSection
from salon_pos.ui.backoffice.taxes import TaxSection
from salon_pos.ui.backoffice.tiers_section import TiersSection
from salon_pos.ui.desk import Desk
from salon_pos.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Entry:
    """A section by its key; `word` is marked English."""

    key: str
    icon: str
    word: str
    make: Callable[[Desk, Shell], Section]


SECTIONS = (
    Entry("items", "tag", N_("Price list"), ItemSection),
    Entry("categories", "layers", N_("Categories"), CategorySection),
    Entry("staff", "users", N_("Staff and rights"), StaffSection),
    Entry("levels", "star", N_("Levels"), LevelSection),
    Entry("discounts", "badge-percent", N_("Discounts"), DiscountSection),
    Entry("tenders", "wallet", N_("Tenders"), TenderSection),
    Entry("platforms", "shopping-bag", N_("Platforms"), PlatformSection),
    Entry("prepaid", "credit-card", N_("Prepaid"), PrepaidSection),
    Entry("points", "coins", N_("Points"), PointsSection),
    Entry("rewards", "gift", N_("Rewards"), RewardSection),
    Entry("tiers", "sparkles", N_("Tiers"), TiersSection),
    Entry("limits", "sliders-horizontal", N_("Cards and limits"), LimitsSection),
    Entry("owed", "hand-coins", N_("What is owed"), OwedSection),
    Entry("taxes", "landmark", N_("Taxes"), TaxSection),
    Entry("salon", "store", N_("Salon"), SalonSection),
    Entry("safety", "shield-check", N_("Safety"), SafetySection),
    Entry("import", "upload", N_("Import"), ImportSection),
)
"""Each section's `title()` says the same word."""
