"""The first run: a salon gets its name, its owner and a price list, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from salon_pos.db.queries import settings as salon
from salon_pos.db.queries.catalog import Category
from salon_pos.db.records import catalog as records
from salon_pos.db.records import journal
from salon_pos.db.records import people as people_records
from salon_pos.domain.catalog import DiscountReason, Item, Tax, TenderKind, TenderMethod
from salon_pos.domain.people import Level, StaffMember, check_pin
from salon_pos.domain.refusal import refuse
from salon_pos.domain.rights import Actor, Role
from salon_pos.domain.settings import Settings, check_settings
from salon_pos.domain.words import N_
from salon_pos.usecases.catalog import check_item, check_tax, write_item
from salon_pos.usecases.deed import kept
from salon_pos.usecases.staff import hash_secret, write_staff

SHORTEST_PASSWORD = 8

# Names below are English on file and translated where they are shown, unless the salon renames
# them: a salon that switches its screens' language reads its own words in each.
TENDERS = (
    ("cash", N_("Cash"), TenderKind.CASH),
    ("card", N_("Bank card"), TenderKind.CARD),
    ("wechat", N_("WeChat Pay"), TenderKind.WALLET),
    ("alipay", N_("Alipay"), TenderKind.WALLET),
    ("transfer", N_("Bank transfer"), TenderKind.TRANSFER),
    ("imported", N_("Imported"), TenderKind.IMPORTED),
    ("stored_value", N_("Stored value"), TenderKind.STORED_VALUE),
    ("points", N_("Points"), TenderKind.POINTS),
    ("pack", N_("Session pack"), TenderKind.PACK),
    ("gift_card", N_("Gift card"), TenderKind.GIFT_CARD),
    ("voucher", N_("Cash voucher"), TenderKind.VOUCHER),
    ("deposit", N_("Deposit"), TenderKind.DEPOSIT),
    ("on_account", N_("On account"), TenderKind.ON_ACCOUNT),
    ("platform", N_("Platform voucher"), TenderKind.PLATFORM),
)
LEVELS = (N_("Junior"), N_("Senior"), N_("Director"))
REASONS = (
    DiscountReason(0, N_("Regular client"), limit_bp=1_000),
    DiscountReason(0, N_("Complaint"), limit_bp=2_000),
    DiscountReason(0, N_("Staff price"), limit_bp=3_000),
    DiscountReason(0, N_("Rounding off"), limit_bp=1_000, is_round_off=True),
)


@dataclass(frozen=True, slots=True)
class Founding:
    """Everything the first run asks. `categories` are names in order; an item's category_id is a
    place in them (from 0), its tax_ids and its cells' level_ids places in `taxes` and LEVELS."""

    settings: Settings
    owner_name: str
    owner_pin: str
    owner_password: str = ""
    taxes: tuple[Tax, ...] = ()
    categories: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


def found_salon(founding: Founding, *, now: datetime) -> StaffMember:
    """Fill the empty file that was just made; its owner. Refuses a file that has a salon, and
    settings, an owner, taxes and items that no salon can have."""
    founding = _checked(founding)
    with kept():
        if salon.is_founded():
            refuse("founded", N_("There is a salon in this folder already. Open it."))
        records.write_settings(founding.settings)
        till_id = records.add_till(salon.COUNTER_TILL)
        records.add_till(salon.IMPORT_TILL, is_import=True)
        levels = [records.save_level(Level(0, name, rank)) for rank, name in enumerate(LEVELS)]
        _write_lists(founding, levels)
        owner = _write_owner(founding)
        journal.note(Actor(owner.id, till_id), now, "found_salon", owner.uid)
        return owner


def check_owner(name: str, pin: str, password: str = "") -> None:
    """Refuse an owner without a name, with a PIN that is none, or with a short password."""
    if not name.strip():
        refuse("name_missing", N_("Type the owner's name."), field="owner_name")
    check_pin(pin)
    if password and len(password) < SHORTEST_PASSWORD:
        refuse(
            "short_password",
            N_("A password has at least eight characters."),
            field="password",
        )


def _checked(founding: Founding) -> Founding:
    check_settings(founding.settings)
    check_owner(founding.owner_name, founding.owner_pin, founding.owner_password)
    return replace(founding, taxes=tuple(check_tax(tax) for tax in founding.taxes))


def _write_lists(founding: Founding, levels: Sequence[int]) -> None:
    for rank, (code, name, kind) in enumerate(TENDERS):
        records.save_tender_method(TenderMethod(0, name, kind, code), rank=rank)
    for reason in REASONS:
        records.save_discount_reason(reason)
    taxes = [records.save_tax(replace(tax, id=0)) for tax in founding.taxes]
    categories = [
        records.save_category(Category(0, name, rank))
        for rank, name in enumerate(founding.categories)
    ]
    for item in founding.items:
        write_item(check_item(_with_ids(item, taxes, categories, levels)))


def _with_ids(
    item: Item, taxes: Sequence[int], categories: Sequence[int], levels: Sequence[int]
) -> Item:
    """`item` with row ids where the founding has places in its lists."""
    place = item.category_id
    return replace(
        item,
        tax_ids=frozenset(taxes[i] for i in item.tax_ids),
        category_id=None if place is None else categories[place],
        cells=tuple(
            replace(cell, level_id=None if cell.level_id is None else levels[cell.level_id])
            for cell in item.cells
        ),
    )


def _write_owner(founding: Founding) -> StaffMember:
    # Without anybody who serves nothing could be sold; an owner who does not says so later.
    owner = StaffMember(founding.owner_name.strip(), Role.OWNER, code="OWNER")
    saved = write_staff(owner, hash_secret(founding.owner_pin))
    if founding.owner_password:
        people_records.set_password(saved.id, hash_secret(founding.owner_password))
    return saved
