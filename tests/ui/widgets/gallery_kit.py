"""Every widget of the kit on one sheet; for looking only."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salon_pos.ui.theme import ChipTone
from salon_pos.ui.widgets.banner import Banner, EmptyState
from salon_pos.ui.widgets.button import Button, Look
from salon_pos.ui.widgets.card import Card
from salon_pos.ui.widgets.chip import Chip
from salon_pos.ui.widgets.choice import Choice
from salon_pos.ui.widgets.field import Field
from salon_pos.ui.widgets.flow import Flow
from salon_pos.ui.widgets.note_field import NoteField
from salon_pos.ui.widgets.progress import Progress
from salon_pos.ui.widgets.row_button import RowButton
from salon_pos.ui.widgets.row_list import RowList
from salon_pos.ui.widgets.rows import Row
from salon_pos.ui.widgets.search_field import SearchField
from salon_pos.ui.widgets.select import Select
from salon_pos.ui.widgets.switch import Checkbox, Switch
from salon_pos.ui.widgets.tabs import CategoryBar, Tabs
from salon_pos.ui.widgets.text import Text
from tests.ui.widgets.gallery_screens import Scene, px, root


def kit() -> Scene:
    window = root(1440, px(1120))
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
    looks: tuple[tuple[Look, str], ...] = (
        ("primary", "Take payment"),
        ("secondary", "新建顾客"),
        ("quiet", "稍後再說"),
        ("danger", "Void sale"),
        ("block", "拆分"),
    )
    for look, words in looks:
        column.addWidget(Button(words, look, icon="user-plus", key="Ctrl+N"))
    narrow = Button("Monthly loyalty report for the whole chain", "primary", icon="file-text")
    narrow.setFixedWidth(px(220))
    column.addWidget(narrow)
    off = Button("Refund")
    off.setEnabled(False)
    column.addWidget(off)
    chips = QWidget()
    flow = Flow(chips)
    tones: tuple[tuple[ChipTone, str], ...] = (
        ("accent", "金卡护理 85 折 −¥29.70"),
        ("warn", "生日券 ¥50 可用"),
        ("ok", "已備份"),
        ("bad", "84 %"),
        ("info", "阿杰 30%"),
        ("neutral", "小吳"),
    )
    for tone, words in tones:
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
    rows.show_entries(
        [
            Row(key="h", title="Clients", heading=True),
            Row(
                key=1,
                title="张雨桐",
                subtitle="金卡 · •••• 9527",
                initial="张",
                figure="6 周前",
                title_marks=((0, 1),),
                subtitle_marks=((10, 2),),
            ),
            Row(
                key=2,
                title="Zhang, Lena",
                subtitle="非会员 · •••• 9561",
                initial="Z",
                figure="昨天",
                title_marks=((0, 5),),
            ),
            Row(
                key=3,
                title="Bartholomew Featherstonehaugh-Cholmondeley the Third",
                subtitle="Silver, and a very long remark that runs on",
                initial="B",
                figure="2 weeks ago",
            ),
            Row(key="i", title="Items", heading=True),
            Row(key=4, title="护发精油 100ml", subtitle="库存 3", icon="package", figure="¥168.00"),
            Row(key=5, title="Retired service", dim=True, figure="¥20.00"),
        ]
    )
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
