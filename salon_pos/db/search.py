"""The client look-up index: every way a client may be asked for, as prefix tokens in FTS5.

A name in characters is found by any part of it, by full pinyin and by initials, whichever way its
characters are commonly said; a Latin name by the start of any word; a phone by any run of three
digits or more; a code from its start.
"""

import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from math import prod

from salon_pos.db.connection import database

# Surnames that pypinyin reads as the common word: the reading a name has.
SURNAMES = {
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao",
    "尉": "yu", "迟": "chi", "翟": "zhai", "覃": "qin", "缪": "miao", "單": "shan", "區": "ou",
    "遲": "chi", "繆": "miao", "盖": "ge", "蓋": "ge", "乐": "yue", "樂": "yue", "任": "ren",
}  # fmt: skip

# Every start compiles these, and a set of characters this large costs more than a module: so there
# is one for runs of them alone, and the words beside them are told by looking ahead.
_CHARACTERS = r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]"
_CJK = re.compile(_CHARACTERS + "+")
_LATIN = re.compile(r"[^\W\d_]+", re.UNICODE)
_DIGITS = re.compile(r"\d+")
_QUERY = re.compile(rf"{_CHARACTERS}+|(?:(?!{_CHARACTERS})[^\W_])+")
SHORTEST_TAIL = 3
MOST_SOUNDS = 3
MOST_WAYS = 8

_INSERT = "INSERT INTO client_search (rowid, words) VALUES (?, ?)"
_DELETE = "DELETE FROM client_search WHERE rowid = ?"
_INDEXED = "SELECT rowid FROM client_search"
_FOUND = "SELECT 1 FROM client_search WHERE client_search MATCH ? AND rowid = ?"
_FIND = "SELECT rowid FROM client_search WHERE client_search MATCH ? LIMIT ?"


def index_client(client_id: int, name: str, phone: str, code: str) -> None:
    """Put a new client into the index; call inside the transaction that adds them."""
    database.execute_sql(_INSERT, (client_id, search_words(name, phone, code)))


def index_clients(clients: Iterable[tuple[int, str, str, str]]) -> None:
    """Put many new clients (id, name, phone, code) into the index."""
    rows = [(id_, search_words(name, phone, code)) for id_, name, phone, code in clients]
    database.connection().executemany(_INSERT, rows)


def forget_client(client_id: int) -> None:
    """Take a client out of the index."""
    database.execute_sql(_DELETE, (client_id,))


def find_clients(text: str, limit: int) -> list[int]:
    """Ids of clients whose tokens start with every word of `text`, the oldest on file first."""
    match = " ".join(f'"{word}"*' for word in _QUERY.findall(text.lower()))
    if not match:
        return []
    return [row[0] for row in database.execute_sql(_FIND, (match, limit)).fetchall()]


def indexed_ids() -> frozenset[int]:
    """Everybody who is in the index."""
    return frozenset(row[0] for row in database.execute_sql(_INDEXED).fetchall())


def is_found(client_id: int, name: str, phone: str, code: str) -> bool:
    """Whether the index finds this client by every word of these particulars, said in the usual
    way: who was put into it by an earlier program has no other."""
    match = " ".join(f'"{word}"' for word in _words_of(name, phone, code, 1).split())
    return not match or bool(database.execute_sql(_FOUND, (match, client_id)).fetchone())


def search_words(name: str, phone: str, code: str) -> str:
    """Every token a client is found by, spaced."""
    return _words_of(name, phone, code, MOST_WAYS)


def _words_of(name: str, phone: str, code: str, ways: int) -> str:
    words = {*_name_words(name, ways), *_tails("".join(_DIGITS.findall(phone)), SHORTEST_TAIL)}
    words.update(_QUERY.findall(code.lower()))
    return " ".join(sorted(words))


def matched(text: str, name: str) -> tuple[tuple[int, int], ...]:
    """Which parts of `name` answer to `text`, as (start, length), each word at its first place."""
    words = _QUERY.findall(text.lower())
    spans = (_matched_in_letters(word, name) or _matched_in_sounds(word, name) for word in words)
    return tuple(sorted({span for span in spans if span}))


def _matched_in_letters(word: str, name: str) -> tuple[int, int] | None:
    for part in (*_CJK.finditer(name), *_LATIN.finditer(_CJK.sub(_blank, name))):
        at = part.group().lower().find(word)
        if at == 0 or (at > 0 and _CJK.match(word)):
            return part.start() + at, len(word)
    return None


def _blank(run: re.Match[str]) -> str:
    """As many spaces, so that what stands behind keeps its place."""
    return " " * len(run.group())


def _matched_in_sounds(word: str, name: str) -> tuple[int, int] | None:
    places = [place for run in _CJK.finditer(name) for place in range(*run.span())]
    if not places or not word.isalpha() or _CJK.match(word):
        return None
    readings = _readings("".join(name[place] for place in places))
    for first in range(len(readings)):
        count = _characters_of(word, readings[first:])
        if count:
            return places[first], places[first + count - 1] - places[first] + 1
    return None


def _characters_of(word: str, readings: Sequence[tuple[str, ...]]) -> int:
    """How many characters `word` takes when it begins their pinyin or is their initials; 0 if
    it is neither."""
    begun = {""}
    for count, sounds in enumerate(readings, start=1):
        spelt = {before + sound for before in begun for sound in sounds}
        if any(one.startswith(word) for one in spelt):
            return count
        begun = {one for one in spelt if word.startswith(one)}
    pairs = zip(word, readings, strict=False)
    fits = all(any(sound[0] == letter for sound in sounds) for letter, sounds in pairs)
    return len(word) if fits and len(word) <= len(readings) else 0


def _name_words(name: str, most: int) -> set[str]:
    words = {word.lower() for word in _LATIN.findall(_CJK.sub(" ", name))}
    characters = "".join(_CJK.findall(name))
    words.update(_tails(characters, 1))
    for sounds in _ways_to_say(characters)[:most]:
        words.update("".join(sounds[i:]) for i in range(len(sounds)))
        words.update(_tails("".join(sound[0] for sound in sounds), 1))
    return words


def _tails(text: str, shortest: int) -> set[str]:
    """`text` from each of its places on, so that a prefix search finds any part of it."""
    return {text[i:] for i in range(max(len(text) - shortest + 1, 0))}


def _ways_to_say(characters: str) -> list[tuple[str, ...]]:
    """A sound for each character, the usual ones first: 长 is zhang and chang. Where that would be
    too many ways, only one character differs from its usual sound."""
    readings = _readings(characters)
    if prod(map(len, readings)) <= MOST_WAYS:
        return list(product(*readings))
    usual = tuple(sounds[0] for sounds in readings)
    ways = [usual]
    for at, sounds in enumerate(readings):
        ways.extend((*usual[:at], other, *usual[at + 1 :]) for other in sounds[1:])
    return ways


def _readings(characters: str) -> list[tuple[str, ...]]:
    """How each character may be said, the most usual first: the first one as it is in a name."""
    readings = [_said(character) for character in characters]
    surname = SURNAMES.get(characters[:1])
    if surname:
        readings[0] = tuple(dict.fromkeys((surname, *readings[0])))
    return readings


@cache
def _said(character: str) -> tuple[str, ...]:
    # Whole words are never asked for: without its table of them the library loads in a third of
    # the time and takes 40 MB less.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    (sounds,) = pinyin(character, style=Style.NORMAL, heteronym=True)
    plain = (sound.lower().replace("ü", "v") for sound in sounds)
    return tuple(dict.fromkeys(plain))[:MOST_SOUNDS]
