"""Which face draws what, how wide, and where lines break."""

import pytest

from salon_pos.printing.faces import Faces, clean

ROOM = 100.0


def wrapped(text: str, room: float = ROOM) -> list[str]:
    return Faces("zh_CN").wrap(text, room, size=10, weight="Regular")


def fonts(text: str, language: str) -> list[tuple[str, str]]:
    return [(run.text, run.font) for run in Faces(language).runs(text, 10, "Regular")]


def test_each_script_in_its_face() -> None:
    assert fonts("“Mei” 剪发 8折", "zh_CN") == [
        ("“Mei” ", "Inter-Regular"),
        ("剪发", "NotoSansSC-Regular"),
        (" 8", "Inter-Regular"),
        ("折", "NotoSansSC-Regular"),
    ]


def test_traditional_forms_by_language_and_the_other_face_for_what_is_missing() -> None:
    assert fonts("骨", "zh_TW") == [("骨", "NotoSansTC-Regular")]
    assert fonts("骨", "en") == [("骨", "NotoSansSC-Regular")]
    assert fonts("䶮姐", "zh_TW") == [
        ("䶮", "NotoSansSC-Regular"),
        ("姐", "NotoSansTC-Regular"),
    ]


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_figures_are_all_as_wide(weight: str) -> None:
    faces = Faces("en")
    widths = {round(faces.width(figure, 10, weight), 3) for figure in "0123456789"}
    assert len(widths) == 1
    assert faces.width("¥1,111.11", 10, weight) == faces.width("¥8,888.88", 10, weight)
    assert faces.width("iii", 10, weight) < faces.width("WWW", 10, weight), "letters are not"


def test_latin_breaks_between_words() -> None:
    assert wrapped("Women's cut and colour") == ["Women's cut and", "colour"]


def test_chinese_breaks_anywhere_but_before_a_closing_mark() -> None:
    assert wrapped("一二三四五六七八九十一二") == ["一二三四五六七八九十", "一二"]
    assert wrapped("一二三四五六七八九十，二") == ["一二三四五六七八九", "十，二"]
    assert wrapped("一二三四五六七八九（二）") == ["一二三四五六七八九", "（二）"]


def test_a_percent_sign_stays_with_its_number() -> None:
    room_for_the_number = Faces("en").width("Regular 15", 10, "Regular")
    assert wrapped("Regular 15 off", room_for_the_number) == ["Regular 15", "off"]
    assert wrapped("Regular 15 % off", room_for_the_number) == ["Regular", "15 % off"]


def test_a_word_that_is_too_long_breaks_where_it_must() -> None:
    lines = wrapped("Donaudampfschifffahrtsgesellschaft", 60)
    assert len(lines) > 2
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


@pytest.mark.parametrize("text", ["", "   ", "“", "（", "x", "\u200b"])
def test_odd_texts_lose_nothing(text: str) -> None:
    assert "".join(wrapped(text)) == clean(text).strip()


def test_a_room_that_is_too_narrow_still_takes_a_character_a_line() -> None:
    assert wrapped("剪发", 1) == ["剪", "发"]


def test_shapeless_characters_and_line_breaks_do_not_reach_the_paper() -> None:
    assert clean("a\tb\nc\u200bd\ufe0f\u3000e") == "a b cd e"
