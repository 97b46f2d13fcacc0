"""What the demo salon is called and sells, in the three languages. Prices here are whole yuan."""

from salon_pos.domain.catalog import HairLength, Item, ItemKind, PriceCell, Pricing
from salon_pos.domain.settings import Settings

Names = tuple[str, str, str]
LANGUAGES = ("zh_CN", "zh_TW", "en")
YUAN = 100

SALON: Names = ("云上发艺 · 静安店", "雲上髮藝 · 靜安店", "Cloud Hair · Jing'an")
ADDRESS: Names = (
    "上海市静安区南京西路 1266 号 3 楼",
    "上海市靜安區南京西路 1266 號 3 樓",
    "3/F, 1266 Nanjing West Road, Jing'an, Shanghai",
)
CUT, COLOUR, CARE, STYLE, SHELF = range(5)
CATEGORIES: tuple[Names, ...] = (
    ("剪发", "剪髮", "Cut"),
    ("染烫", "染燙", "Colour & perm"),
    ("护理", "護理", "Care"),
    ("造型", "造型", "Style"),
    ("产品", "產品", "Products"),
)


def said(language: str, names: Names) -> str:
    """The one of three names that the salon's language says."""
    return names[LANGUAGES.index(language)]


def demo_settings(language: str) -> Settings:
    """The demo salon's choices: yuan, no tax on top, Shanghai's clock."""
    return Settings(
        name=said(language, SALON), address=said(language, ADDRESS), phone="+862162881266",
        language=language, currency_code="CNY", region="CN", timezone="Asia/Shanghai",
        is_demo=True, card_pin_above=500_000,
    )  # fmt: skip


def price_list(language: str) -> tuple[Item, ...]:
    """Every item, its category and levels as places in the lists of a founding."""
    rows = (*_services(language), *_products(language), *_addons(language))
    return tuple(rows)


def _services(language: str) -> tuple[Item, ...]:
    def service(
        names: Names, category: int, minutes: int, price: int, *, cells: tuple[PriceCell, ...] = (),
        pricing: Pricing = Pricing.FIXED,
    ) -> Item:  # fmt: skip
        return Item(
            0, said(language, names), pricing=pricing, price=price * YUAN, cells=cells,
            category_id=category, minutes=minutes,
        )  # fmt: skip

    level, matrix, open_ = Pricing.LEVEL, Pricing.LENGTH_LEVEL, Pricing.OPEN
    return (
        service(("女士剪发", "女士剪髮", "Women's cut"), CUT, 45, 128, pricing=level,
                cells=_by_level(128, 148, 168)),
        service(("男士剪发", "男士剪髮", "Men's cut"), CUT, 30, 88, pricing=level,
                cells=_by_level(88, 108, 128)),
        service(("儿童剪发", "兒童剪髮", "Children's cut"), CUT, 30, 58),
        service(("刘海修剪", "劉海修剪", "Fringe trim"), CUT, 10, 20),
        service(("洗吹造型", "洗吹造型", "Wash & blow-dry"), STYLE, 40, 68),
        service(("盘发", "盤髮", "Updo"), STYLE, 60, 0, pricing=open_),
        service(("发根补染", "髮根補染", "Root touch-up"), COLOUR, 90, 380),
        service(("全头染发", "全頭染髮", "Full colour"), COLOUR, 150, 580, pricing=matrix,
                cells=_by_length_and_level()),
        service(("挑染", "挑染", "Highlights"), COLOUR, 180, 880, pricing=level,
                cells=_by_level(880, 980, 1180)),
        service(("冷烫", "冷燙", "Cold perm"), COLOUR, 150, 480),
        service(("数码烫", "數位燙", "Digital perm"), COLOUR, 180, 780),
        service(("深层护理", "深層護理", "Deep treatment"), CARE, 30, 198),
        service(("头皮舒缓", "頭皮舒緩", "Scalp soothing"), CARE, 45, 268),
        service(("其他项目", "其他項目", "Other service"), STYLE, 30, 0, pricing=open_),
    )  # fmt: skip


def _products(language: str) -> tuple[Item, ...]:
    rows: tuple[tuple[Names, int, int, int, str], ...] = (
        (("无硅洗发水 300ml", "無矽洗髮精 300ml", "Silicone-free shampoo 300 ml"), 128, 52, 64,
         "6901234567892"),
        (("护发精油 100ml", "護髮精油 100ml", "Hair oil 100 ml"), 168, 71, 48, "6901234567908"),
        (("修护发膜 200ml", "修護髮膜 200ml", "Repair mask 200 ml"), 198, 83, 40, "6901234567915"),
        (("定型喷雾 250ml", "定型噴霧 250ml", "Hair spray 250 ml"), 88, 34, 40, "6901234567922"),
        (("造型发蜡 80g", "造型髮蠟 80g", "Styling wax 80 g"), 98, 38, 36, "6901234567939"),
        (("头皮精华 60ml", "頭皮精華 60ml", "Scalp serum 60 ml"), 258, 110, 24, "6901234567946"),
        (("宽齿木梳", "寬齒木梳", "Wide-tooth comb"), 38, 12, 30, "6901234567953"),
    )  # fmt: skip
    return tuple(
        Item(
            0, said(language, names), kind=ItemKind.PRODUCT, price=price * YUAN,
            category_id=SHELF, barcode=barcode, cost=cost * YUAN, stock=stock,
        )
        for names, price, cost, stock, barcode in rows
    )  # fmt: skip


def _addons(language: str) -> tuple[Item, ...]:
    rows: tuple[tuple[Names, int], ...] = (
        (("加染膏一支", "加染膏一支", "Extra tube of colour"), 60),
        (("长发加收", "長髮加收", "Long hair"), 80),
    )
    return tuple(
        Item(0, said(language, names), price=price * YUAN, category_id=COLOUR, is_addon=True)
        for names, price in rows
    )


def _by_level(*prices: int) -> tuple[PriceCell, ...]:
    return tuple(PriceCell(price * YUAN, level_id=place) for place, price in enumerate(prices))


def _by_length_and_level() -> tuple[PriceCell, ...]:
    shortest = {HairLength.SHORT: 580, HairLength.MEDIUM: 680, HairLength.LONG: 820,
                HairLength.EXTRA_LONG: 980}  # fmt: skip
    return tuple(
        PriceCell((price + 120 * place) * YUAN, level_id=place, length=length)
        for length, price in shortest.items()
        for place in range(3)
    )
