"""A member card written to a file, where the salon's people find it: to print, or to send."""

from pathlib import Path

from salon_pos.db.queries import people
from salon_pos.domain.cards import Card
from salon_pos.domain.refusal import refuse
from salon_pos.domain.settings import Settings
from salon_pos.domain.words import N_
from salon_pos.i18n import Words, words
from salon_pos.printing.card import CardFacts, card_paper
from salon_pos.printing.layout import PaperLine
from salon_pos.ui.member.paper_file import Form, write_paper
from salon_pos.ui.member.wording import KIND_WORDS
from salon_pos.usecases.cards import card_qr


def card_lines(card: Card, settings: Settings) -> tuple[PaperLine, ...]:
    """What a card's paper says, in the salon's language."""
    say, holder = _words(settings), people.client(card.holder_id)
    facts = CardFacts(
        settings.name, holder.name if holder else "", say.text(KIND_WORDS[card.kind]), card.number,
        card_qr(card), card.valid_until,
    )  # fmt: skip
    return card_paper(facts, say)


def write_card(card: Card, settings: Settings, folder: Path, form: Form) -> Path:
    """Draw a card and save it as a PDF or a picture; the file. Slow: call it on a worker. Refuses a
    folder that cannot be written."""
    file = folder / f"card-{card.number}.{form}"
    try:
        write_paper(card_lines(card, settings), settings.language, file)
    except OSError:
        refuse(
            "no_access",
            N_("The card could not be saved in {folder}. Free some space or change its rights."),
            folder=str(folder),
        )
    return file


def _words(settings: Settings) -> Words:
    return words(settings.language, settings.currency)
