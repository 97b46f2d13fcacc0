"""Invented names, phones and birthdays, drawn from the demo's own chance."""

from datetime import date, timedelta
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The most frequent surnames first; drawn with falling weight, as in the street.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "单解仇区查朴翟覃缪"
)
TRADITIONAL_SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游詹胡施沈余盧梁趙顏柯翁魏孫戴范方"
    "宋鄧杜傅侯曹薛丁卓馬阮董唐溫藍蔣石古紀姚連馮歐程湯田康姜白汪鄒尤巫鐘黎涂龔嚴韓袁金童陸夏柳邵錢伍倪溥"
    "單解仇區查繆"
)
WOMEN = _words(
    "雨桐 欣怡 梓涵 诗涵 可馨 佳琪 思雨 静 敏 丽 娜 芳 婷 雪 慧 颖 琳 玲 燕 晓梅 文静 嘉怡 "
    "雅婷 梦瑶 子萱 若曦 语嫣 晨曦 悦 倩 洁 莹 丹 蕾 薇 晓燕 春梅 秀英 桂芳 玉兰 海燕 美玲 "
    "佩琪 紫涵 一诺 依诺 心怡 艺涵 曼 岚"
)
MEN = _words(
    "伟 强 磊 军 勇 杰 涛 明 超 刚 平 辉 鹏 浩 宇 浩然 子轩 宇航 俊杰 志强 建国 建华 国强 "
    "文博 天宇 泽宇 博文 嘉豪 家豪 明轩 昊天 一鸣 思远 立新 晓东 海涛 振华 永康 子墨 皓轩 凯 "
    "斌 波 峰 龙 健 亮 飞 帅 晨"
)
TRADITIONAL_WOMEN = _words(
    "雨桐 欣怡 詩涵 雅婷 怡君 佳穎 思妤 美玲 淑芬 淑惠 麗華 靜怡 心怡 宜蓁 佩珊 雅雯 慧君 "
    "婉婷 郁婷 惠雯 子涵 語彤 品妍 芷晴 咏珊 嘉欣 曉彤 凱琳 慧儀 穎詩"
)
TRADITIONAL_MEN = _words(
    "家豪 志明 俊傑 建宏 冠宇 承恩 宗翰 彥廷 柏翰 志偉 文雄 俊賢 明哲 子軒 品睿 宥廷 偉強 "
    "國榮 家明 浩賢 梓軒 俊熙 天佑 德華 家輝 展鵬 永康 耀文 啟文 志豪"
)
CHILDREN = _words("小满 乐乐 果果 豆豆 安安 可可 朵朵 阳阳 一一 多多")
TRADITIONAL_CHILDREN = _words("小滿 樂樂 果果 豆豆 安安 可可 朵朵 陽陽 一一 多多")
# Pairs of these make the second half of the names of a very large file.
SYLLABLES = (
    "安柏博晨辰承楚春聪达德东恩菲枫刚歌光国海涵翰豪浩和恒宏鸿华怀嘉建健杰洁锦瑾京静敬菊娟君俊凯康可兰岚乐磊"
    "蕾立丽莉良林琳玲龙露璐曼茂梅萌梦敏明铭娜楠宁培佩鹏平萍琪琦倩青清晴庆秋群然仁荣蓉瑞若珊尚诗淑舒爽思松涛"
    "恬婷彤薇巍维伟文雯武希曦霞贤翔晓潇心欣新馨星兴秀旭轩雪雅艳阳瑶一仪怡宜艺毅英莹颖永勇宇雨玉钰媛远月悦云泽"
    "哲珍真振正知志智中卓子梓紫宗"
)

ENGLISH_WOMEN = _words(
    "Emma Olivia Sophie Grace Hannah Chloe Emily Laura Julia Anna Maria Claire Lucy Megan "
    "Alice Rachel Nina Sarah Helen Katie Victoria Amy Diana Fiona Isabel"
)
ENGLISH_MEN = _words(
    "James Oliver Daniel Thomas Michael David Peter Lucas Henry Samuel Robert Martin Simon "
    "Adam Jack Andrew Philip George Nathan Oscar Leo Victor Ryan Kevin Alan"
)
ENGLISH_SURNAMES = _words(
    "Smith Brown Wilson Taylor Clark Walker Hall Young King Wright Hill Green Baker Adams "
    "Nelson Carter Mitchell Parker Evans Collins Stewart Morris Rogers Cook Bell Bailey "
    "Cooper Gray Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson Coleman "
    "Jenkins Perry Powell Long Hughes Foster Bryant Russell Griffin Hayes Myers"
)

_PREFIXES = _words(
    "134 135 136 137 138 139 150 151 152 157 158 159 166 177 180 181 186 187 188 189"
)


def chinese_name(chance: Random, *, is_woman: bool, language: str, surname: str = "") -> str:
    """A name in characters, in the script of `language`."""
    if language == "zh_TW":
        surnames, women, men = TRADITIONAL_SURNAMES, TRADITIONAL_WOMEN, TRADITIONAL_MEN
    else:
        surnames, women, men = SURNAMES, WOMEN, MEN
    return (surname or likely(chance, surnames)) + chance.choice(women if is_woman else men)


def child_name(chance: Random, *, language: str, surname: str) -> str:
    """What a child of that family is called."""
    names = TRADITIONAL_CHILDREN if language == "zh_TW" else CHILDREN
    return surname + chance.choice(names)


def english_name(chance: Random, *, is_woman: bool) -> str:
    """First name and surname."""
    first = chance.choice(ENGLISH_WOMEN if is_woman else ENGLISH_MEN)
    return f"{first} {chance.choice(ENGLISH_SURNAMES)}"


def any_name(chance: Random) -> str:
    """One of very many names, for a file of a million: nine in ten in characters."""
    if chance.random() < 0.1:
        return english_name(chance, is_woman=chance.random() < 0.6)
    given = chance.choice(SYLLABLES)
    if chance.random() < 0.85:
        given += chance.choice(SYLLABLES)
    return likely(chance, SURNAMES) + given


def phone(chance: Random) -> str:
    """A mobile number in E.164."""
    return f"+86{chance.choice(_PREFIXES)}{chance.randrange(10**8):08}"


def birthday(chance: Random, today: date, *, youngest: int = 16, oldest: int = 70) -> date:
    """A day that makes somebody between `youngest` and `oldest` years old."""
    return today - timedelta(days=chance.randrange(youngest * 366, oldest * 365))


def likely(chance: Random, names: str) -> str:
    """One of `names`, those in front more often."""
    return names[int(len(names) * chance.random() ** 2)]
