"""A voucher written to a file, where the salon's people find it: to print, or to send."""

from collections.abc import Mapping
from pathlib import Path

from salon_pos.db.queries import people
from salon_pos.domain.catalog import Item
from salon_pos.domain.refusal import refuse
from salon_pos.domain.settings import Settings
from salon_pos.domain.words import N_
from salon_pos.i18n import words
from salon_pos.printing.layout import PaperLine
from salon_pos.printing.voucher import VoucherFacts, voucher_paper
from salon_pos.ui.member.paper_file import write_paper
from salon_pos.ui.member.voucher_words import Given, item_names, name_of, worth


def voucher_lines(
    given: Given, settings: Settings, items: Mapping[int, Item]
) -> tuple[PaperLine, ...]:
    """What a voucher's paper says, in the salon's language; `items` names what it may be for."""
    say = words(settings.language, settings.currency)
    client = people.client(given.client_id) if given.client_id is not None else None
    facts = VoucherFacts(
        settings.name, name_of(given, say), worth(given, say), given.code,
        tuple(item_names(given, items)), given.least, client.name if client else "", given.expires,
    )  # fmt: skip
    return voucher_paper(facts, say)


def write_voucher(lines: tuple[PaperLine, ...], language: str, file: Path) -> Path:
    """Draw the lines of a voucher's paper and save them; the file. Slow: call it on a worker.
    Refuses a folder that cannot be written."""
    try:
        write_paper(lines, language, file)
    except OSError:
        refuse(
            "no_access",
            N_("The voucher could not be saved in {folder}. Free some space or change its rights."),
            folder=str(file.parent),
        )
    return file
