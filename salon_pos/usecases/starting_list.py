"""A believable price list to begin with, in the salon's language and at prices of its currency."""

from dataclasses import dataclass

from salon_pos.domain.catalog import Item, ItemKind, Pricing
from salon_pos.domain.money import CURRENCIES, to_step
from salon_pos.domain.words import N_
from salon_pos.i18n import words

CUT, COLOUR, CARE, STYLING, PRODUCTS = range(5)
CATEGORIES = (N_("Cut"), N_("Colour & perm"), N_("Care"), N_("Styling"), N_("Products"))

# name, category, minutes, price in whole yuan (None: told at the counter)
SERVICES: tuple[tuple[str, int, int, int | None], ...] = (
    (N_("Women's cut"), CUT, 45, 128),
    (N_("Men's cut"), CUT, 30, 88),
    (N_("Children's cut"), CUT, 30, 58),
    (N_("Fringe trim"), CUT, 10, 20),
    (N_("Root touch-up"), COLOUR, 90, 380),
    (N_("Full colour"), COLOUR, 150, 580),
    (N_("Highlights"), COLOUR, 180, 880),
    (N_("Perm"), COLOUR, 150, 480),
    (N_("Straightening"), COLOUR, 180, 780),
    (N_("Deep treatment"), CARE, 30, 198),
    (N_("Scalp care"), CARE, 45, 268),
    (N_("Wash and blow-dry"), STYLING, 40, 68),
    (N_("Updo"), STYLING, 60, 168),
    (N_("Other service"), STYLING, 30, None),
)
GOODS: tuple[tuple[str, int], ...] = (
    (N_("Shampoo 300 ml"), 128),
    (N_("Hair oil 100 ml"), 168),
    (N_("Hair spray 250 ml"), 88),
)
# What 100 yuan of hair work cost there, in hundredths of a major unit, and the step prices end on.
PRICE_LEVELS: dict[str, tuple[int, int]] = {
    "CNY": (100, 1), "HKD": (250, 10), "TWD": (700, 10), "MOP": (250, 10), "SGD": (45, 1),
    "MYR": (60, 1), "CAD": (50, 1), "USD": (45, 1), "AUD": (55, 1), "NZD": (60, 1),
    "GBP": (35, 1), "EUR": (40, 1), "JPY": (4_500, 100),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StartingList:
    """Categories in their order (English on file, translated where shown), and items whose
    category_id is a place in them, prices in minor units, no taxes yet."""

    categories: tuple[str, ...]
    items: tuple[Item, ...]


def starting_list(language: str, currency_code: str) -> StartingList:
    """The list in a language and a currency of the salon's choices."""
    say = words(language, CURRENCIES[currency_code]).text
    services = tuple(
        Item(
            0, say(name), category_id=category, minutes=minutes,
            pricing=Pricing.OPEN if yuan is None else Pricing.FIXED,
            price=0 if yuan is None else local_price(yuan, currency_code),
        )
        for name, category, minutes, yuan in SERVICES
    )  # fmt: skip
    goods = tuple(
        Item(
            0, say(name), kind=ItemKind.PRODUCT, category_id=PRODUCTS,
            price=local_price(yuan, currency_code),
        )
        for name, yuan in GOODS
    )  # fmt: skip
    return StartingList(CATEGORIES, services + goods)


def local_price(yuan: int, currency_code: str) -> int:
    """A price of `yuan` in China as a salon elsewhere would ask it, in minor units."""
    percent, step = PRICE_LEVELS[currency_code]
    unit = CURRENCIES[currency_code].unit
    return to_step(yuan * percent * unit // 100, step * unit)
