"""`salon-pos batch`: deeds as JSON Lines, one answer for each, after it is on disk."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from salon_pos.cli.common import Data, fail, opened, typed
from salon_pos.domain.words import N_
from salon_pos.i18n import _

if TYPE_CHECKING:
    from salon_pos.cli.batch_deeds import Counter


def add_to(app: typer.Typer) -> None:
    """Add `batch`."""
    app.command(
        "batch",
        help=N_(
            """Do deeds that come as JSON Lines, by the same rules and rights as in the window.

Each line is answered by one line once it is on disk: ok, or the refusal with its
sentence. docs/batch.md describes every deed; an unknown one is answered with their names.

\b
salon-pos batch --data ./salon --staff CHEN < deeds.jsonl > answers.jsonl"""
        ),
    )(batch)


def batch(
    data: Data = None,
    *,
    staff: Annotated[str, typer.Option(metavar="CODE", help=N_("The code of who does it."))],
) -> None:
    """Answer every line of the input."""
    from salon_pos.cli.batch_deeds import Counter
    from salon_pos.db.queries import people
    from salon_pos.db.queries import settings as salon
    from salon_pos.domain.rights import Actor

    with opened(data):
        member = people.staff_by_code(typed(staff).strip().upper())
        if member is None:
            fail(_("Nobody here has the code {code}.", code=staff))
        else:
            counter = Counter(Actor(member.id, salon.till_id()))
            for answer in _answers(counter):
                sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                sys.stdout.buffer.flush()


def _answers(counter: "Counter") -> Iterator[dict[str, object]]:
    """The answer to each line that is not blank, with the number of the line."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            yield {"line": number, **counter.answer(line, clock=lambda: datetime.now(UTC))}
