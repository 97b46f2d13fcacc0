"""What the gallery's screens say: the invented salon of the design's pictures."""

from salon_pos.ui.widgets.rows import Mark, Row

TILES = [
    ("女士剪发", "45 分 · 按级别", "¥128 起", None),
    ("男士剪发", "30 分 · 按级别", "¥88 起", None),
    ("儿童剪发", "30 分", "¥58", None),
    ("刘海修剪", "10 分", "¥20", None),
    ("洗吹造型", "40 分", "¥68", Mark("次卡", "accent")),
    ("盘发", "60 分", "面议", None),
    ("发根补染", "90 分", "¥380", Mark("过敏", "bad")),
    ("全头染发", "150 分", "¥580 起", Mark("过敏", "bad")),
    ("挑染", "180 分", "¥880 起", None),
    ("冷烫", "150 分", "¥480", None),
    ("数码烫", "180 分", "¥780", None),
    ("深层护理", "30 分", "¥198", None),
    ("头皮舒缓", "45 分", "¥268", None),
    ("无硅洗发水 300ml", "库存 12", "¥128", None),
    ("护发精油 100ml", "库存 3", "¥168", Mark("偏低", "warn")),
    ("吹风次卡 5+1", "有效期 1 年", "¥340", None),
    ("护理疗程 10 次", "有效期 18 月", "¥1,680", None),
    ("充值 1000", "赠 200", "¥1,000", None),
    ("礼品卡", "面额自选", "自选", None),
    ("其他项目", "当面定价", "面议", None),
]
LINES = [
    Row(key=1, title="女士剪发", chips=(Mark("美", "accent"),), subtitle="总监", figure="¥168.00"),
    Row(
        key=2,
        title="深层护理",
        chips=(Mark("美 70%", "accent"), Mark("阿杰 30%", "info")),
        figure="¥168.30",
        figure_note="¥198.00",
        struck=True,
    ),
    Row(key=3, title="儿童剪发", note="为 张小满", chips=(Mark("小吴"),), figure="¥58.00"),
    Row(
        key=4,
        title="护发精油 100ml",
        chips=(Mark("美", "accent"),),
        subtitle="× 1",
        figure="¥168.00",
    ),
]
