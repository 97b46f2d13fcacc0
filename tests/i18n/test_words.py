"""Money, dates and durations as each language writes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from salon_pos import i18n
from salon_pos.domain.money import CURRENCIES, Amount, Percent
from salon_pos.domain.refusal import Refusal
from salon_pos.i18n import P_, _, n_

CNY, TWD, HKD = CURRENCIES["CNY"], CURRENCIES["TWD"], CURRENCIES["HKD"]
ENGLISH = i18n.words("en", CNY)
SIMPLIFIED = i18n.words("zh_CN", CNY)
TRADITIONAL = i18n.words("zh_TW", TWD)
ALL = (ENGLISH, SIMPLIFIED, TRADITIONAL)
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def screen_language() -> Iterator[None]:
    before = i18n.screen()
    yield
    i18n.use(before.language, before.currency)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize(
    ("minor", "code", "written"),
    [
        (126800, "CNY", "¥1,268.00"),
        (-2970, "CNY", "−¥29.70"),
        (5, "CNY", "¥0.05"),
        (0, "CNY", "¥0.00"),
        (1200, "TWD", "NT$1,200"),
        (-1, "TWD", "−NT$1"),
        (610000, "HKD", "HK$6,100.00"),
        (123456789012, "CAD", "$1,234,567,890.12"),
    ],
)
def test_money_is_the_same_in_every_language(
    language: str, minor: int, code: str, written: str
) -> None:
    words = i18n.words(language, CURRENCIES[code])
    assert words.money(minor) == written
    assert words.money(minor, symbol=False) == written.replace(CURRENCIES[code].symbol, "")


def test_a_price_tag_leaves_idle_cents_out() -> None:
    assert [ENGLISH.price(n) for n in (12800, 12850, 0, -100)] == ["¥128", "¥128.50", "¥0", "−¥1"]
    assert TRADITIONAL.price(1200) == "NT$1,200"


def test_numbers_and_percentages() -> None:
    assert [ENGLISH.number(n) for n in (0, 3420, -300, 1_000_000)] == [
        "0", "3,420", "−300", "1,000,000",
    ]  # fmt: skip
    assert [ENGLISH.percent(n) for n in (7100, 50, 10000, -620)] == [
        "71 %", "0.5 %", "100 %", "−6.2 %",
    ]  # fmt: skip
    assert SIMPLIFIED.percent(7000) == "70%"
    assert [words.rate(99_750) for words in ALL] == ["9.975 %", "9.975%", "9.975%"]


@pytest.mark.parametrize(
    ("basis_points", "english", "chinese"),
    [
        (2000, "20 % off", "8折"),
        (1500, "15 % off", "85折"),
        (500, "5 % off", "95折"),
        (1000, "10 % off", "9折"),
        (5000, "50 % off", "5折"),
        (1750, "17.5 % off", "8.25折"),
        (9500, "95 % off", "0.5折"),
    ],
)
def test_a_discount_as_people_say_it(basis_points: int, english: str, chinese: str) -> None:
    assert ENGLISH.discount(basis_points) == english
    assert SIMPLIFIED.discount(basis_points) == chinese
    assert TRADITIONAL.discount(basis_points) == chinese


def test_all_off_is_free() -> None:
    assert [words.discount(10000) for words in ALL] == ["100 % off", "免费", "免費"]


def test_days_and_times() -> None:
    assert [words.day(TUESDAY) for words in ALL] == [
        "Tue 24 Nov", "11 月 24 日 周二", "11 月 24 日 週二",
    ]  # fmt: skip
    assert ENGLISH.date(date(2026, 3, 5)) == "5 Mar 2026"
    assert SIMPLIFIED.date(date(2026, 3, 5)) == "2026-03-05"
    assert [ENGLISH.weekday(date(2026, 11, 23 + i)) for i in range(7)] == [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
    ]  # fmt: skip
    assert SIMPLIFIED.weekday(date(2026, 11, 29)) == "周日"
    assert ENGLISH.time(datetime(2026, 11, 24, 9, 5, tzinfo=UTC)) == "09:05"


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, ("0 min", "0 分", "0 分")),
        (45, ("45 min", "45 分", "45 分")),
        (60, ("1 h", "1 小时", "1 小時")),
        (72, ("1 h 12 min", "1 小时 12 分", "1 小時 12 分")),
    ],
)
def test_durations(minutes: int, written: tuple[str, str, str]) -> None:
    assert tuple(words.minutes(minutes) for words in ALL) == written


@pytest.mark.parametrize(
    ("days", "english", "traditional"),
    [
        (0, "today", "今天"),
        (1, "yesterday", "昨天"),
        (13, "13 days ago", "13 天前"),
        (14, "2 weeks ago", "2 週前"),
        (69, "9 weeks ago", "9 週前"),
        (70, "2 months ago", "2 個月前"),
        (729, "24 months ago", "24 個月前"),
        (730, "2 years ago", "2 年前"),
    ],
)
def test_how_long_ago(days: int, english: str, traditional: str) -> None:
    assert ENGLISH.ago(days) == english
    assert TRADITIONAL.ago(days) == traditional


def test_values_of_a_sentence_are_written_in_its_language() -> None:
    at = datetime(2026, 11, 24, 14, 32, tzinfo=UTC)
    text = "{a} {p} {d} {t} {n} {s} {w}"
    values = {
        "a": Amount(-2970), "p": Percent(1500), "d": TUESDAY, "t": at,
        "n": 3420, "s": ("Mei", "Jie"), "w": "{due}",
    }  # fmt: skip
    assert ENGLISH.text(text, **values) == (
        "−¥29.70 15 % 24 Nov 2026 24 Nov 2026 14:32 3,420 Mei, Jie {due}"
    )
    assert SIMPLIFIED.text(text, **values) == (
        "−¥29.70 15% 2026-11-24 2026-11-24 14:32 3,420 Mei、Jie {due}"
    )


def test_a_value_nobody_can_write_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no way to write"):
        ENGLISH.text("{x}", x=object())


def test_a_refusal_is_a_sentence_in_each_language() -> None:
    refusal = Refusal(
        "over",
        "{tender} takes exactly what is due: {due}. Only cash gives change.",
        field="amount",
        tender="WeChat Pay",
        due=Amount(16230),
    )
    hong_kong = i18n.words("zh_TW", HKD)
    assert ENGLISH.sentence(refusal) == (
        "WeChat Pay takes exactly what is due: ¥162.30. Only cash gives change."
    )
    assert hong_kong.sentence(refusal) == "WeChat Pay只能收應付的 HK$162.30。只有現金可以找零。"


@pytest.mark.usefixtures("screen_language")
def test_the_screens_language_changes_at_once() -> None:
    i18n.use("en", CNY)
    assert (_("Cash"), P_("weekday", "Tue"), n_("{n} line", "{n} lines", 1)) == (
        "Cash", "Tue", "1 line",
    )  # fmt: skip
    assert n_("{n} line", "{n} lines", 1200) == "1,200 lines"
    i18n.use("zh_TW")
    assert (_("Cash"), P_("weekday", "Tue")) == ("現金", "週二")
    assert i18n.screen().money(100) == "¥1.00", "the currency stays"


def test_without_values_the_places_stay_for_later() -> None:
    assert ENGLISH.text("Pay {due}").format(due="¥1") == "Pay ¥1"
    assert ENGLISH.plural("{n} line for {name}", "{n} lines for {name}", 2, name="Mei") == (
        "2 lines for Mei"
    )


@pytest.mark.parametrize("language", ["", "fr", "zh"])
def test_an_unknown_language_is_a_bug(language: str) -> None:
    with pytest.raises(ValueError, match="no such language"):
        i18n.words(language, CNY)
