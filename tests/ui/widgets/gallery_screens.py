"""The design's counter, pay panel and sign-in, put together from the kit; for looking only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.widgets.avatar import Avatar
from salon_pos.ui.widgets.banner import Banner
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.figures import Headline, Stat, TotalRow
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.number_pad import NumberPad, PinDots
from salon_pos.ui.widgets.overlay import Overlay
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.pay_button import PayButton
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.scroll import ScrollColumn
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.tabs import CategoryBar
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.widgets.tile_grid import TileGrid
from salon_pos.ui.widgets.tiles import Tile
from tests.ui.widgets.gallery_samples import LINES, TILES


def px(length: int) -> int:
    return round(length * theme.current().scale)


class Scene(QWidget):
    """A window to look at; `over` is opened after it is shown."""

    over: Overlay | Select | None = None


def root(width: int, height: int) -> Scene:
    widget = Scene()
    widget.setProperty("role", "window")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.resize(width, height)
    return widget


def counter() -> Scene:
    window = root(1440, 900)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 16, 0)
    row.setSpacing(24)
    row.addWidget(_rail())
    whole = QVBoxLayout()
    whole.setSpacing(0)
    top = QHBoxLayout()
    top.setContentsMargins(8, 0, 8, 0)
    top.setSpacing(18)
    top.addWidget(Text("云上发艺 · 静安店", weight=500))
    top.addWidget(Text("11 月 24 日 周二 · 早班", "small", tone="muted"))
    top.addStretch(1)
    top.addWidget(Text("14:32", "small", tone="muted"))
    bar = QWidget()
    bar.setFixedHeight(52)
    bar.setLayout(top)
    whole.addWidget(bar)
    columns = QHBoxLayout()
    columns.setSpacing(16)
    columns.addLayout(_client_column())
    columns.addLayout(_middle_column(), 1)
    columns.addWidget(ticket())
    whole.addLayout(columns, 1)
    whole.addSpacing(16)
    row.addLayout(whole, 1)
    return window


def _rail() -> QWidget:
    rail = QWidget()
    rail.setProperty("role", "surface")
    rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rail.setFixedWidth(px(84))
    column = QVBoxLayout(rail)
    column.setContentsMargins(8, 14, 8, 8)
    column.setSpacing(4)
    rooms = [
        ("shopping-bag", "收银"),
        ("receipt-text", "单据"),
        ("users", "顾客"),
        ("heart-handshake", "关怀"),
        ("calendar-check", "日结"),
        ("chart-column", "报表"),
        ("settings-2", "后台"),
    ]
    for n, (icon, word) in enumerate(rooms):
        button = IconButton(icon, word, below=True)
        button.setCheckable(True)
        button.setChecked(n == 0)
        column.addWidget(button)
    column.addStretch(1)
    column.addWidget(IconButton("shield-check", "已备份", below=True, tone="ok"))
    column.addWidget(IconButton("lock", "锁屏", below=True))
    column.addWidget(Avatar("陈", 40, tone="accent"), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(Text("小陈", "caption", centre=True))
    return rail


def _client_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(14)
    search = SearchField("手机尾号、姓名、拼音、扫卡", "清除", key="F2")
    search.setFixedWidth(px(318))
    column.addWidget(search)
    card = Card()
    card.setFixedWidth(px(318))
    head = QHBoxLayout()
    head.setSpacing(14)
    head.addWidget(Avatar("张", 60, tone="info"))
    words = QVBoxLayout()
    words.setSpacing(0)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(Text("张雨桐", "title", weight=500))
    line.addWidget(Chip("周四生日", "warn", icon="cake"))
    line.addStretch(1)
    words.addLayout(line)
    words.addWidget(Text("•••• 9527 · 金卡 · 2 年老客", "small", tone="muted"))
    head.addLayout(words, 1)
    card.body.addLayout(head)
    card.body.addWidget(
        Banner("对苯二胺（PPD）过敏\n染发须用无氨系列；斑贴测试 9 月 3 日阴性，已过期", "bad")
    )
    grid = QGridLayout()
    grid.setSpacing(8)
    stats = [
        ("储值", "¥1,268.00", "赠金 211.33", "muted"),
        ("积分", "3,420", "280 分本月底到期", "warn"),
        ("吹风次卡", "剩 4 次", "买 5 送 1", "muted"),
        ("距钻石卡", "¥612", "年底前累计消费", "muted"),
    ]
    for n, (caption, figure, note, tone) in enumerate(stats):
        grid.addWidget(Stat(caption, figure, note, note_tone=tone), n // 2, n % 2)
    card.body.addLayout(grid)
    card.body.addWidget(
        Paragraph(
            "上次 6 周前 · 染发 6/3 + 20 vol · 美\n平均 5 周来一次，本次晚了 8 天",
            "small",
            tone="muted",
        )
    )
    card.body.addWidget(Text("常做", "caption", tone="muted"))
    for label, detail in (
        ("女士剪发 · 美", "¥168"),
        ("发根补染 · 美", "¥380"),
        ("吹风（次卡）", "1 次"),
    ):
        card.body.addWidget(RowButton(label, detail=detail))
    holder = ScrollColumn()
    holder.body.addWidget(card, 1)
    holder.setFixedWidth(card.maximumWidth())
    column.addWidget(holder, 1)
    card.body.addStretch(1)
    return column


def _middle_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(14)
    names = ["常用", "剪发", "染烫", "护理", "造型", "产品", "卡项"]
    column.addWidget(CategoryBar("分类", list(enumerate(names))))
    grid = TileGrid("项目")
    grid.show_entries(
        [Tile(key=n, title=a, subtitle=b, price=c, mark=d) for n, (a, b, c, d) in enumerate(TILES)]
    )
    grid.set_chosen({0})
    column.addWidget(grid, 1)
    parked = QHBoxLayout()
    parked.setSpacing(10)
    parked.addWidget(Text("挂单", "caption", tone="muted"))
    for label, detail in (("李女士", "1 小时 12 分"), ("散客 2", "18 分"), ("王家", "40 分")):
        parked.addWidget(RowButton(label, detail=detail))
    column.addLayout(parked)
    return column


def ticket() -> Card:
    card = Card(pad=False)
    card.setFixedWidth(px(384))
    head = QHBoxLayout()
    head.setSpacing(10)
    head.setContentsMargins(18, 11, 16, 11)
    head.addWidget(Text("本单", "lead", weight=500))
    head.addWidget(Text("4 项", "small", tone="muted"))
    head.addStretch(1)
    head.addWidget(IconButton("percent", "折扣", bare=True))
    head.addWidget(IconButton("pause", "挂单"))
    card.body.addLayout(head)
    card.body.addWidget(Line())
    staff = QHBoxLayout()
    staff.setSpacing(6)
    staff.setContentsMargins(14, 12, 14, 12)
    staff.addWidget(
        Choice("", [(n, s) for n, s in enumerate(("美", "阿杰", "小吴", "小陈"))], strong=True)
    )
    staff.addWidget(Button("", "block", icon="split"))
    card.body.addLayout(staff)
    card.body.addWidget(Line())
    lines = RowList("本单")
    lines.show_entries(LINES)
    lines.set_current(1)
    card.body.addWidget(lines, 1)
    card.body.addWidget(Line())
    foot = QVBoxLayout()
    foot.setContentsMargins(18, 11, 18, 14)
    foot.setSpacing(1)
    foot.addWidget(TotalRow("原价", "¥592.00"))
    foot.addWidget(TotalRow("会员优惠", "−¥29.70"))
    foot.addWidget(TotalRow("本单积分", "+674", note="562 × 1.2 金卡"))
    foot.addSpacing(14)
    foot.addWidget(PayButton("收款", "¥562.30", key="F9"))
    card.body.addLayout(foot)
    return card


def pay() -> Scene:
    window = counter()
    over = SlideOver(window, "Close")
    over.header.addWidget(Headline("Still to pay", "¥162.30", "giant"))
    over.header.addStretch(1)
    notes = QVBoxLayout()
    notes.addStretch(1)
    notes.addWidget(Text("Total ¥562.30 · 4 lines", "small", tone="muted", right=True))
    notes.addWidget(Text("Stored value covers ¥400.00", "small", tone="ok", right=True))
    over.header.addLayout(notes)
    columns = QHBoxLayout()
    columns.setSpacing(28)
    columns.addLayout(_tenders(), 56)
    columns.addLayout(_pad(), 44)
    over.body.addLayout(columns)
    over.footer.addWidget(Headline("Change", "¥37.70", tone="ok"))
    over.footer.addSpacing(28)
    over.footer.addWidget(
        Paragraph(
            "+594 points after this sale\n(562.30 − 66.67 bonus) × 1.2 Gold = 594.75 → 594",
            "small",
            tone="muted",
        ),
        1,
    )
    take = Button("Take payment", "primary", key="Enter", big=True)
    take.setFixedWidth(px(294))
    over.footer.addWidget(take)
    window.over = over
    return window


def _tenders() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    rows = [
        ("wallet", "Stored value", "¥1,268.00 available"),
        ("coins", "Points", "up to ¥34.20"),
        ("banknote", "Cash", ""),
        ("credit-card", "Bank card", ""),
        ("qr-code", "WeChat Pay", "scan the client’s code"),
        ("qr-code", "Alipay", ""),
        ("ticket-percent", "Voucher", "type or scan"),
    ]
    for icon, label, detail in rows:
        button = RowButton(label, detail=detail, icon=icon, tall=True)
        button.setCheckable(True)
        button.setChecked(label == "Cash")
        column.addWidget(button)
    column.addSpacing(24)
    column.addWidget(Text("Received so far", "caption", tone="muted"))
    column.addWidget(TotalRow("Stored value", "¥400.00"))
    column.addWidget(TotalRow("Cash", "¥200.00"))
    column.addStretch(1)
    return column


def _pad() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    amount = Field("", "money", value="¥200.00", big=True)
    column.addWidget(amount)
    amount.line.setObjectName("amount")
    notes = QHBoxLayout()
    for words, held in (("Exact 162.30", False), ("170", False), ("200", True)):
        button = Button(words)
        button.setCheckable(True)
        button.setChecked(held)
        notes.addWidget(button, 1)
    column.addLayout(notes)
    column.addWidget(NumberPad("Amount", "Erase"))
    column.addWidget(RowButton("Tip", detail="Mei ¥20.00"))
    column.addStretch(1)
    return column


def sign_in() -> Scene:
    window = root(1440, 900)
    row = QHBoxLayout(window)
    row.setContentsMargins(200, 0, 200, 0)
    row.setSpacing(80)
    left = QVBoxLayout()
    left.setSpacing(0)
    left.addStretch(1)
    left.addWidget(Text("云上发艺 · 静安店", "figure", weight=500))
    left.addWidget(Text("11 月 24 日 周二 · 请选择自己，再输入密码", "body", tone="muted"))
    left.addSpacing(30)
    grid = TileGrid("员工", people=True, least=150)
    people = [
        ("美", "总监", "accent"),
        ("阿杰", "高级", "info"),
        ("小吴", "助理", "ok"),
        ("小陈", "收银", "warn"),
        ("店长", "经理", "neutral"),
        ("老板", "业主", "bad"),
    ]
    grid.show_entries(
        [Tile(key=n, title=a, subtitle=b, tone=c) for n, (a, b, c) in enumerate(people)]
    )
    grid.set_chosen({0})
    grid.setFixedHeight(300)
    left.addWidget(grid)
    left.addStretch(1)
    row.addLayout(left, 1)
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addStretch(1)
    dots = PinDots("密码")
    dots.set_filled(2)
    right.addWidget(dots, 0, Qt.AlignmentFlag.AlignHCenter)
    right.addSpacing(28)
    right.addWidget(NumberPad("密码", "删除", "pin"))
    right.addStretch(1)
    row.addLayout(right)
    return window
