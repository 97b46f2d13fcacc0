"""Upkeep of the translation catalogs: `python -m tests.i18n.catalogs update|compile|check`."""

import gettext
import io
import string
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.i18n.forms import english_faults, form_faults, term_faults
from tests.i18n.marked import faults_in, messages_in

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN", "zh_TW")

# No dates and no version of a tool: the files change only when a translation does.
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
COMPILE = "run python -m tests.i18n.catalogs compile"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def collect() -> Catalog:
    """Every marked message of the program, with the files it is in."""
    found = Catalog(fuzzy=False)
    for marked in messages_in(ROOT / "salon_pos"):
        message = (marked.text, marked.many) if marked.many else marked.text
        found.add(message, locations=[(marked.file, 0)], context=marked.context)
    return found


def read(language: str) -> Catalog:
    """The catalog of `language` as its translator left it."""
    with (FOLDER / f"{language}.po").open("rb") as po:
        return read_po(po, locale=language, abort_invalid=True)


def messages(catalog: Iterable[Message]) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalog if message.id)


def renewed(old: Catalog, found: Catalog) -> Catalog:
    """`old` with the new messages of `found`, without those that are gone."""
    new = Catalog(locale=old.locale, fuzzy=False)
    for message in messages(found):
        known = old.get(message.id, message.context)
        new.add(
            message.id,
            known.string if known else "",
            locations=message.locations,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return new


def write(language: str, catalog: Catalog) -> None:
    """Write the .po file, sorted by message."""
    body = io.BytesIO()
    write_po(body, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)
    text = HEADER.format(language=language) + body.getvalue().decode().rstrip() + "\n"
    (FOLDER / f"{language}.po").write_text(text, encoding="utf-8", newline="\n")


def translations(message: Message) -> tuple[str, ...]:
    """What stands in the catalog: one text, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def sources(message: Message) -> list[str]:
    """The English message, or both of its numbers."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def compile_mo(language: str) -> None:
    """Write the .mo file the program reads."""
    catalog = read(language)
    catalog.creation_date = catalog.revision_date = NO_DATE
    with (FOLDER / f"{language}.mo").open("wb") as mo:
        write_mo(mo, catalog)


def faults(language: str, catalog: Catalog, found: Catalog) -> Iterator[str]:
    """What is wrong with `catalog` for the program's messages in `found`, one sentence each."""
    for message in messages(found):
        if catalog.get(message.id, message.context) is None:
            yield f"{language}: no translation of {message.id!r}"
    for message in messages(catalog):
        if found.get(message.id, message.context) is None:
            yield f"{language}: {message.id!r} is not in the program any more"
        for fault in message_faults(language, message):
            yield f"{language}: {message.id!r}: {fault}"
    for message in catalog.obsolete.values():
        yield f"{language}: {message.id!r} is kept though obsolete"


def message_faults(language: str, message: Message) -> Iterator[str]:
    """What is wrong with one message of a catalog."""
    if message.fuzzy:
        yield "fuzzy"
    source = sources(message)[-1]
    for text in translations(message) or ("",):
        if not text:
            yield "not translated"
            continue
        if places(text) != places(source):
            yield f"its places are {sorted(places(text))}, not {sorted(places(source))}"
        yield from form_faults(language, text)
        yield from term_faults(language, source, text)


def source_faults(found: Catalog) -> Iterator[str]:
    """Words of the English messages that the salon does not use."""
    for message in messages(found):
        for source in sources(message):
            yield from (f"{source!r}: {fault}" for fault in english_faults(source))


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def stale(language: str, catalog: Catalog) -> Iterator[str]:
    """Where the .mo file says something else than the .po file."""
    with (FOLDER / f"{language}.mo").open("rb") as mo:
        spoken = gettext.GNUTranslations(mo)
    for message in messages(catalog):
        one, *many = sources(message)
        if many:
            said = spoken.ngettext(one, many[0], 2)
        elif message.context:
            said = spoken.pgettext(message.context, one)
        else:
            said = spoken.gettext(one)
        if said != translations(message)[-1]:
            yield f"{language}.mo is stale ({message.id!r}): {COMPILE}"


def update() -> int:
    """Collect messages into the .po files."""
    found = collect()
    for language in LANGUAGES:
        new = renewed(read(language), found)
        write(language, new)
        missing = sum(not all(translations(message)) for message in messages(new))
        print(f"{language}: {len(new)} messages, {missing} to translate")
    return 0


def compile_all() -> int:
    """Write both .mo files."""
    for language in LANGUAGES:
        compile_mo(language)
    return 0


def check() -> int:
    """Print all faults; 1 if there are any."""
    found = collect()
    wrong = [*faults_in(ROOT / "salon_pos"), *source_faults(found)]
    for language in LANGUAGES:
        catalog = read(language)
        wrong += [*faults(language, catalog, found), *stale(language, catalog)]
    print("\n".join(wrong) or "The catalogs are whole.")
    return bool(wrong)


DEEDS = {"update": update, "compile": compile_all, "check": check}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in DEEDS:
        sys.exit(__doc__)
    sys.exit(DEEDS[sys.argv[1]]())
