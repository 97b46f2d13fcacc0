"""The translations are whole and read like their own language; every check shown to fail."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.i18n import catalogs
from tests.i18n.forms import english_faults, form_faults, term_faults
from tests.i18n.marked import Marked, faults_in, marker_faults, messages_of

LANGUAGES = catalogs.LANGUAGES


@pytest.fixture(scope="module")
def found() -> Catalog:
    return catalogs.collect()


def test_the_collector_finds_the_programs_messages(found: Catalog) -> None:
    assert found.get("Type the salon's name.")
    assert found.get("Mon", "weekday")
    assert found.get("Member benefit"), "it stands inside an f-string"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_no_form_is_wrong(language: str, found: Catalog) -> None:
    assert list(catalogs.faults(language, catalogs.read(language), found)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_reads_what_the_translators_wrote(language: str) -> None:
    assert list(catalogs.stale(language, catalogs.read(language))) == []


def test_the_english_uses_the_salons_words(found: Catalog) -> None:
    assert list(catalogs.source_faults(found)) == []


def test_every_mark_can_be_served() -> None:
    assert list(faults_in(catalogs.ROOT / "salon_pos")) == []


# --- planted faults ---


def planted(text: str) -> Catalog:
    lines = [line.strip() for line in text.strip().splitlines()]
    return read_po(lines, locale="zh_TW", abort_invalid=True)


PROGRAM = Catalog()
PROGRAM.add("Pay {due}", context=None)
PROGRAM.add(("{n} line", "{n} lines"))

WHOLE = """
msgid "Pay {due}"
msgstr "請付 {due}"

msgid "{n} line"
msgid_plural "{n} lines"
msgstr[0] "{n} 筆"
"""


def test_a_whole_catalog_has_no_fault() -> None:
    assert list(catalogs.faults("zh_TW", planted(WHOLE), PROGRAM)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('msgid "Pay {due}"', 'msgid "Paid {due}"'), "no translation of 'Pay {due}'"),
        (('msgid "Pay {due}"', 'msgid "Paid {due}"'), "'Paid {due}' is not in the program"),
        (('"請付 {due}"', '""'), "'Pay {due}': not translated"),
        (('"{n} 筆"', '""'), "not translated"),
        (('msgid "Pay', '#, fuzzy\nmsgid "Pay'), "'Pay {due}': fuzzy"),
        (("請付 {due}", "請付 {sum}"), "its places are ['sum'], not ['due']"),
        (("{n} 筆", "幾筆"), "its places are [], not ['n']"),
        (("請付 {due}", "请付 {due}"), "not characters of zh_TW: 请"),
        (('msgid "{n} line"', '#~ msgid "Gone"\n#~ msgstr "沒了"\n\nmsgid "{n} line"'), "obsolete"),
    ],
)
def test_a_planted_fault_is_named(change: tuple[str, str], fault: str) -> None:
    catalog = planted(WHOLE.replace(*change))
    assert any(fault in line for line in catalogs.faults("zh_TW", catalog, PROGRAM))


def test_a_stale_compiled_catalog_is_named() -> None:
    catalog = catalogs.read("zh_TW")
    message = catalog.get("Cash")
    assert message
    message.string = "鈔票"
    assert list(catalogs.stale("zh_TW", catalog)) == [
        "zh_TW.mo is stale ('Cash'): run python -m tests.i18n.catalogs compile"
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # characters of the other script
        ("zh_TW", "头發"),
        ("zh_TW", "这筆"),
        ("zh_TW", "体驗"),
        ("zh_TW", "价格"),
        ("zh_CN", "頭发"),
        ("zh_CN", "於今天"),
        # one simplified character, several traditional ones
        ("zh_TW", "發型師"),
        ("zh_TW", "頭發"),
        ("zh_TW", "髮票"),
        ("zh_TW", "開髮"),
        ("zh_TW", "余額"),
        ("zh_TW", "烫髮"),
        ("zh_TW", "隻有現金"),
        ("zh_TW", "一只手"),
        ("zh_TW", "店里"),
        ("zh_TW", "然后"),
        ("zh_TW", "麵部護理"),
        ("zh_TW", "吹干"),
        ("zh_TW", "周一"),
        ("zh_TW", "重復"),
        ("zh_TW", "標准"),
        ("zh_TW", "優惠卷"),
        ("zh_TW", "30 分鍾"),
        # words of the mainland
        ("zh_TW", "打印收據"),
        ("zh_TW", "默認價格"),
        ("zh_TW", "退出"),
        ("zh_TW", "保存"),
        ("zh_TW", "菜單"),
        ("zh_TW", "屏幕"),
        ("zh_TW", "充值"),
        ("zh_TW", "賬目"),
        ("zh_CN", "挂帐"),
        ("zh_CN", "登陆"),
        # words PRODUCT.md has settled otherwise
        ("zh_CN", "客户资料"),
        ("zh_CN", "收据"),
        ("zh_CN", "发票"),
        ("zh_TW", "客戶資料"),
        ("zh_TW", "小票"),
        ("zh_TW", "支付方式"),
        # punctuation
        ("zh_CN", "现金,找零"),
        ("zh_TW", "現金(實收)"),
        ("zh_CN", "已付款."),
        ("zh_CN", '"抹零"'),
        ("zh_TW", "“去尾數”"),
        ("zh_CN", "「抹零」"),
        ("zh_CN", "{n}天前"),
        ("zh_TW", "共3筆"),
        ("zh_CN", "请稍候..."),
    ],
)
def test_a_wrong_form_is_found(language: str, text: str) -> None:
    assert list(form_faults(language, text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh_CN", "头发、烫发、发型师、发送"),
        ("zh_CN", "请先开班，再收 {due}。每 5 分钟；8折；11 月 24 日（周二）"),
        ("zh_TW", "頭髮、燙髮、髮型師、發送、發現、沙發、出發"),
        ("zh_TW", "餘額只有 {held}，請稍後再試。每週 3 次；問卷；5 分鐘；吹乾；臉部面膜"),
        ("zh_TW", "「{item}」已準備好，不准修改；重複；恢復；計劃；標準；價目表"),
    ],
)
def test_a_right_form_passes(language: str, text: str) -> None:
    assert list(form_faults(language, text)) == []


@pytest.mark.parametrize(
    ("language", "source", "wrong", "right"),
    [
        ("zh_CN", "Find the client", "查找客人", "查找顾客"),
        ("zh_TW", "Print the receipt", "列印發票", "列印收據"),
        ("zh_TW", "Choose a stylist", "請選擇設計師", "請選擇髮型師"),
        ("zh_CN", "Take another tender", "换一种付法", "换一种支付方式"),
    ],
)
def test_a_settled_word_is_asked_for(language: str, source: str, wrong: str, right: str) -> None:
    assert list(term_faults(language, source, wrong))
    assert list(term_faults(language, source, right)) == []


def test_a_name_in_braces_is_no_word() -> None:
    assert list(term_faults("zh_CN", "{client} has come", "{client}来了")) == []


@pytest.mark.parametrize("text", ["Find a customer", "Guest name", "Payment method", "Wait..."])
def test_a_foreign_english_word_is_found(text: str) -> None:
    assert list(english_faults(text))


def test_the_salons_english_passes() -> None:
    assert list(english_faults("Find a client, take a tender, in order of {order}…")) == []


def test_what_the_collector_reads() -> None:
    source = """
_("One " "piece")
f"{words.text('Inside')} {P_('tile', 'Open')}"
n_("{n} line", "{n} lines", count)
title = N_("Yes") if ready else N_("No")
_("Up" if rising else "Down")
_(variable); field.text()
"""
    assert set(messages_of(source, "a.py")) == {
        Marked("a.py", "One piece"),
        Marked("a.py", "Inside"),
        Marked("a.py", "Open", context="tile"),
        Marked("a.py", "{n} line", many="{n} lines"),
        Marked("a.py", "Yes"),
        Marked("a.py", "No"),
        Marked("a.py", "Up"),
        Marked("a.py", "Down"),
    }


@pytest.mark.parametrize(
    "source",
    [
        '_(f"{n} lines")',
        '_("Pay " + due)',
        '_("Pay {}".format(due))',
        'P_("tile", f"{n} open")',
        'TITLE = _("Pay")',
        'class A:\n    title = P_("tile", "Open")',
        'def f(title=_("Pay")): ...',
    ],
)
def test_a_mark_that_cannot_be_served_is_found(source: str) -> None:
    inside_a_function = source if "\n" in source or source[0] in "Td" else f"def f():\n    {source}"
    assert list(marker_faults(inside_a_function, "a.py"))


def test_marks_that_can_be_served_pass() -> None:
    source = 'TITLE = N_("Pay")\ndef f(x): return _(TITLE), _("{x} due", x=x), (lambda: _("Pay"))'
    assert list(marker_faults(source, "a.py")) == []


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone() -> None:
    old = planted(WHOLE.replace('msgid "Pay {due}"', 'msgid "Gone"'))
    new = catalogs.renewed(old, PROGRAM)
    assert {m.id: catalogs.translations(m) for m in catalogs.messages(new)} == {
        "Pay {due}": ("",),
        ("{n} line", "{n} lines"): ("{n} 筆",),
    }
