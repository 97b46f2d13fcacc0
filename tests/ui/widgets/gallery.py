"""Renders the kit to pictures, to be laid beside the design's: `python gallery.py FOLDER`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui import theme
from salon_pos.ui.theme import Theme
from salon_pos.ui.widgets.avatar import Avatar
from salon_pos.ui.widgets.banner import Banner, EmptyState
from salon_pos.ui.widgets.button import Button
from salon_pos.ui.widgets.card import Card, Line
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.confirm import Confirm
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.figures import Headline, Stat, TotalRow
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.icon_button import IconButton
from salon_pos.ui.widgets.note_field import NoteField
from salon_pos.ui.widgets.number_pad import NumberPad, PinDots
from salon_pos.ui.widgets.paragraph import Paragraph
from salon_pos.ui.widgets.pay_button import PayButton
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Mark, Row
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.slide_over import SlideOver
from salon_pos.ui.widgets.switch import Checkbox, Switch
from salon_pos.ui.widgets.tabs import CategoryBar, Tabs
from salon_pos.ui.widgets.text import Text
from salon_pos.ui.widgets.tile_grid import TileGrid
from salon_pos.ui.widgets.tiles import Tile
from salon_pos.ui.widgets.toast import ToastStack

TILES = [
    ("女士剪发", "45 分 · 按级别", "¥128 起", None), ("男士剪发", "30 分 · 按级别", "¥88 起", None),
    ("儿童剪发", "30 分", "¥58", None), ("刘海修剪", "10 分", "¥20", None),
    ("洗吹造型", "40 分", "¥68", Mark("次卡", "accent")), ("盘发", "60 分", "面议", None),
    ("发根补染", "90 分", "¥380", Mark("过敏", "bad")), ("全头染发", "150 分", "¥580 起", Mark("过敏", "bad")),
    ("挑染", "180 分", "¥880 起", None), ("冷烫", "150 分", "¥480", None),
    ("数码烫", "180 分", "¥780", None), ("深层护理", "30 分", "¥198", None),
    ("头皮舒缓", "45 分", "¥268", None), ("无硅洗发水 300ml", "库存 12", "¥128", None),
    ("护发精油 100ml", "库存 3", "¥168", Mark("偏低", "warn")), ("吹风次卡 5+1", "有效期 1 年", "¥340", None),
    ("护理疗程 10 次", "有效期 18 月", "¥1,680", None), ("充值 1000", "赠 200", "¥1,000", None),
    ("礼品卡", "面额自选", "自选", None), ("其他项目", "当面定价", "面议", None),
]  # fmt: skip
LINES = [
    Row(key=1, title="女士剪发", chips=(Mark("美", "accent"),), subtitle="总监", figure="¥168.00"),
    Row(key=2, title="深层护理", chips=(Mark("美 70%", "accent"), Mark("阿杰 30%", "info")),
        figure="¥168.30", figure_note="¥198.00", struck=True),
    Row(key=3, title="儿童剪发", note="为 张小满", chips=(Mark("小吴"),), figure="¥58.00"),
    Row(key=4, title="护发精油 100ml", chips=(Mark("美", "accent"),), subtitle="× 1", figure="¥168.00"),
]  # fmt: skip


def root(width: int, height: int) -> QWidget:
    widget = QWidget()
    widget.setProperty("role", "window")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.resize(width, height)
    return widget


def counter() -> QWidget:
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
    rail.setFixedWidth(84)
    column = QVBoxLayout(rail)
    column.setContentsMargins(8, 14, 8, 8)
    column.setSpacing(4)
    rooms = [("shopping-bag", "收银"), ("receipt-text", "单据"), ("users", "顾客"), ("heart-handshake", "关怀"),
             ("calendar-check", "日结"), ("chart-column", "报表"), ("settings-2", "后台")]  # fmt: skip
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
    search.setFixedWidth(318)
    column.addWidget(search)
    card = Card()
    card.setFixedWidth(318)
    head = QHBoxLayout()
    head.setSpacing(14)
    head.addWidget(Avatar("张", 60, tone="info"))
    words = QVBoxLayout()
    words.setSpacing(0)
    line = QHBoxLayout()
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
    stats = [("储值", "¥1,268.00", "赠金 211.33", "muted"), ("积分", "3,420", "280 分本月底到期", "warn"),
             ("吹风次卡", "剩 4 次", "买 5 送 1", "muted"), ("距钻石卡", "¥612", "年底前累计消费", "muted")]  # fmt: skip
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
    card.body.addStretch(1)
    column.addWidget(card, 1)
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
    card.setFixedWidth(384)
    head = QHBoxLayout()
    head.setContentsMargins(18, 11, 16, 11)
    head.addWidget(Text("本单", "lead", weight=500))
    head.addWidget(Text("4 项", "small", tone="muted"))
    head.addStretch(1)
    head.addWidget(IconButton("percent", "折扣", bare=True))
    head.addWidget(IconButton("pause", "挂单"))
    card.body.addLayout(head)
    card.body.addWidget(Line())
    staff = QHBoxLayout()
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


def pay() -> QWidget:
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
    over.footer.addWidget(Paragraph("+594 points after this sale\n(562.30 − 66.67 bonus) × 1.2 Gold = 594.75 → 594",
                                    "small", tone="muted"), 1)  # fmt: skip
    take = Button("Take payment", "primary", key="Enter", big=True)
    take.setFixedWidth(294)
    over.footer.addWidget(take)
    window.over = over  # kept alive, opened after showing
    return window


def _tenders() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    rows = [("wallet", "Stored value", "¥1,268.00 available"), ("coins", "Points", "up to ¥34.20"),
            ("banknote", "Cash", ""), ("credit-card", "Bank card", ""), ("qr-code", "WeChat Pay", "scan the client’s code"),
            ("qr-code", "Alipay", ""), ("ticket-percent", "Voucher", "type or scan")]  # fmt: skip
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


def sign_in() -> QWidget:
    window = root(1440, 900)
    row = QHBoxLayout(window)
    row.setContentsMargins(200, 0, 200, 0)
    row.setSpacing(80)
    left = QVBoxLayout()
    left.addStretch(1)
    left.addWidget(Text("云上发艺 · 静安店", "figure", weight=500))
    left.addWidget(Text("11 月 24 日 周二 · 请选择自己，再输入密码", "body", tone="muted"))
    left.addSpacing(30)
    grid = TileGrid("员工", people=True, least=150)
    people = [("美", "总监", "accent"), ("阿杰", "高级", "info"), ("小吴", "助理", "ok"), ("小陈", "收银", "warn"),
              ("店长", "经理", "neutral"), ("老板", "业主", "bad")]  # fmt: skip
    grid.show_entries(
        [Tile(key=n, title=a, subtitle=b, tone=c) for n, (a, b, c) in enumerate(people)]
    )
    grid.set_chosen({0})
    grid.setFixedHeight(300)
    left.addWidget(grid)
    left.addStretch(1)
    row.addLayout(left, 1)
    right = QVBoxLayout()
    right.addStretch(1)
    dots = PinDots("密码")
    dots.set_filled(2)
    right.addWidget(dots, 0, Qt.AlignmentFlag.AlignHCenter)
    right.addSpacing(28)
    right.addWidget(NumberPad("密码", "删除", "pin"))
    right.addStretch(1)
    row.addLayout(right)
    return window


def kit() -> QWidget:
    window = root(1440, 1120)
    row = QHBoxLayout(window)
    row.setContentsMargins(24, 24, 24, 24)
    row.setSpacing(24)
    for part in (_kit_buttons, _kit_inputs, _kit_rest):
        column = QVBoxLayout()
        column.setSpacing(12)
        part(column)
        column.addStretch(1)
        row.addLayout(column, 1)
    return window


def _kit_buttons(column: QVBoxLayout) -> None:
    for look, words in (
        ("primary", "Take payment"),
        ("secondary", "新建顾客"),
        ("quiet", "稍後再說"),
        ("danger", "Void sale"),
        ("block", "拆分"),
    ):
        column.addWidget(Button(words, look, icon="user-plus", key="Ctrl+N"))
    narrow = Button("Monthly loyalty report for the whole chain", "primary", icon="file-text")
    narrow.setFixedWidth(220)
    column.addWidget(narrow)
    off = Button("Refund")
    off.setEnabled(False)
    column.addWidget(off)
    chips = QWidget()
    flow = Flow(chips)
    for tone, words in (
        ("accent", "金卡护理 85 折 −¥29.70"),
        ("warn", "生日券 ¥50 可用"),
        ("ok", "已備份"),
        ("bad", "84 %"),
        ("info", "阿杰 30%"),
        ("neutral", "小吳"),
    ):
        flow.addWidget(Chip(words, tone))
    flow.addWidget(Chip("Silver 10 % off", "accent", remove_word="Remove"))
    column.addWidget(chips)
    column.addWidget(
        Choice(
            "How long is the hair?",
            [(n, w) for n, w in enumerate(("Short", "Medium", "Long", "Extra long indeed"))],
            value=1,
        )
    )
    column.addWidget(Choice("稅", [(0, "無"), (1, "內含"), (2, "外加")], strong=True))
    column.addWidget(Switch("Dark theme", note="Also follows the evening", on=True))
    column.addWidget(Switch("练习模式"))
    column.addWidget(Checkbox("Women’s cut", note="Mei", on=True))
    column.addWidget(Checkbox("兒童剪髮"))
    column.addWidget(Progress("Importing sales", "Cancel"))
    bar = Progress("正在导入消费单", "取消")
    bar.tell(612, 1436, left="还要 4 秒")
    column.addWidget(bar)


def _kit_inputs(column: QVBoxLayout) -> None:
    column.addWidget(SearchField("Phone tail, name, initials", "Clear", key="F2"))
    found = SearchField("Find", "Clear", on_surface=True)
    found.setText("zhang 95")
    found.set_count("4 clients")
    column.addWidget(found)
    column.addWidget(Field("Name", value="Wella Koleston, “gloss”", hint="As on the receipt"))
    wrong = Field("Price", "money", value="12,5,0", before="¥")
    wrong.set_error("Write the price as 128 or 128.50.")
    column.addWidget(wrong)
    column.addWidget(Field("稅率", "percent", value="5", after="%"))
    column.addWidget(Field("PIN", "pin", value="1234"))
    column.addWidget(NoteField("备注", placeholder="染发须用无氨系列"))
    column.addWidget(
        Select("Level", [(1, "Junior"), (2, "Senior")], words=("Find", "Clear"), value=2)
    )
    card = Card(pad=False)
    tabs = Tabs("File", list(enumerate(("全部", "服务", "卡与积分", "关怀", "资料与授权"))))
    tabs.choose(1)
    card.body.addWidget(tabs)
    column.addWidget(card)
    column.addWidget(
        CategoryBar(
            "c",
            list(
                enumerate(
                    (
                        "Favourites",
                        "Cuts",
                        "Colour & perm",
                        "Treatments",
                        "Styling",
                        "Products",
                        "Cards",
                    )
                )
            ),
        )
    )


def _kit_rest(column: QVBoxLayout) -> None:
    column.addWidget(
        Banner(
            "The receipt printer is out of paper. The sale is saved.", "warn", action="Try again"
        )
    )
    column.addWidget(Banner("Practice mode: nothing here is a real sale."))
    card = Card(pad=False)
    rows = RowList("Clients")
    rows.show_entries([
        Row(key="h", title="Clients", heading=True),
        Row(key=1, title="张雨桐", subtitle="金卡 · •••• 9527", initial="张", figure="6 周前", title_marks=((0, 1),), subtitle_marks=((10, 2),)),
        Row(key=2, title="Zhang, Lena", subtitle="非会员 · •••• 9561", initial="Z", figure="昨天", title_marks=((0, 5),)),
        Row(key=3, title="Bartholomew Featherstonehaugh-Cholmondeley the Third", subtitle="Silver, and a very long remark that runs on", initial="B", figure="2 weeks ago"),
        Row(key="i", title="Items", heading=True),
        Row(key=4, title="护发精油 100ml", subtitle="库存 3", icon="package", figure="¥168.00"),
        Row(key=5, title="Retired service", dim=True, figure="¥20.00"),
    ])  # fmt: skip
    rows.set_current(1)
    card.body.addWidget(rows)
    card.setFixedHeight(430)
    column.addWidget(card)
    column.addWidget(
        EmptyState("users", "还没有顾客。第一位到店时就能建档。", action="新建顾客", key="Ctrl+N")
    )
    long = Text(
        "A line of text that is far too long for the column it was put into, so it is cut", "small"
    )
    column.addWidget(long)
    column.addWidget(Text("餘額 ¥1,268.00 “引號” it’s 8888 1111", "title", weight=700))
    column.addWidget(RowButton("王家", detail="40 分", key="F8"))


def asked() -> QWidget:
    window = counter()
    window.over = Confirm(
        window,
        "Void sale A-001432?",
        "The number stays used and the void is written down.",
        yes="Void",
        no="Keep",
    )
    toasts = ToastStack(window, "Undo")
    toasts.say("Line removed: 深层护理", lambda: None)
    toasts.say("Ticket parked")
    return window


def picked() -> QWidget:
    window = kit()
    select = window.findChildren(Select)[0]
    select.set_options(
        [
            (n, w)
            for n, w in enumerate(
                (
                    "Complaint",
                    "Staff price",
                    "抹零",
                    "Birthday",
                    "Regular",
                    "Friend",
                    "Redo",
                    "Damaged",
                    "Other",
                )
            )
        ],
        2,
    )
    window.over = select
    return window


SCENES: dict[str, Callable[[], QWidget]] = {
    "counter": counter, "pay": pay, "sign-in": sign_in, "kit": kit, "asked": asked, "picked": picked,
}  # fmt: skip


def render(app: QApplication, folder: Path, only: str = "") -> None:
    looks = [
        Theme(language="zh_CN"),
        Theme(dark=True, language="zh_TW"),
        Theme(scale=1.5),
        Theme(dark=True, scale=1.5),
    ]
    for look in looks:
        theme.apply(app, Theme(look.dark, look.scale, look.language, 0))
        for name, build in SCENES.items():
            if only in name:
                _shoot(
                    build(), folder, f"{name}-{'dark' if look.dark else 'light'}-{look.scale:.0%}"
                )


def _shoot(window: QWidget, folder: Path, name: str) -> None:
    window.show()
    QApplication.processEvents()
    over = getattr(window, "over", None)
    if over is not None:
        over.open()
    if (amount := window.findChild(QWidget, "amount")) is not None:
        amount.setFocus()
    QApplication.processEvents()
    window.grab().save(str(folder / f"{name}.png"))
    print(name, window.width(), window.height())
    window.close()
    window.deleteLater()
    QApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    render(QApplication(sys.argv[:1]), target, sys.argv[2] if len(sys.argv) > 2 else "")
