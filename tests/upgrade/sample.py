"""Makes the sample of the present schema: a small salon in a file that stays under test for ever.

`python -m tests.upgrade.sample` writes `tests/upgrade/schema-N.db`. It is run once, when schema N
is about to be released, and never again: from then on the file is what old programs left behind.
"""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from salon_pos.db import connection, keys
from salon_pos.domain.ticket import Discount
from salon_pos.usecases.checkout import Kept, keep_tickets, take_payment
from salon_pos.usecases.refunds import RefundRequest
from salon_pos.usecases.shifts import close_shift, open_shift
from tests.salons import NOW, Salon, founded_salon
from tests.usecases.refunding import give_back
from tests.usecases.valued import made

SAMPLES = Path(__file__).parent
SECRET = bytes(range(keys.SECRET_BYTES))
"""Known to everybody, so that any program and any later test can open a sample."""


def make_sample(folder: Path) -> Path:
    """A salon with a closed shift, two sales, a parked ticket and (after schema 2) value in
    `folder`; its closed file."""
    with patch.object(keys, "new_secret", lambda: SECRET):
        salon = founded_salon(folder)
    _sell(salon)
    _sell_value(salon)
    connection.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return folder / connection.FILE_NAME


def _sell(salon: Salon) -> None:
    by = salon.by("kai")
    open_shift(5_000, by=by, now=NOW)
    close_shift(4_990, "a coin fell down", by=by, now=NOW)
    open_shift(10_000, by=by, now=NOW)
    ticket = salon.ticket("first", salon.line("cut"), salon.line("gel", 2), client="maya")
    ticket = replace(ticket, discounts=(Discount(salon.reasons["Regular client"], amount=100),))
    cash = salon.handed("cash", 20_000, mei=300)
    take_payment(salon.payment(ticket, salon.handed("card", 5_000), cash), by=by, now=NOW)
    take_payment(salon.payment(salon.ticket("second", salon.line("wash"))), by=by, now=NOW)
    waiting = salon.ticket("waiting", salon.line("wash"), client="yutong")
    keep_tickets([Kept(waiting, parked=True)], by=by, now=NOW)


def _sell_value(salon: Salon) -> None:
    """Maya's top-up and pack, a cut paid from her card, a session, and a part given back."""
    valued = made(salon)
    for item in (valued.top_up, valued.pack):
        valued.pay(salon.ticket(item.name, valued.line(item), client="maya"))
    cut = salon.ticket("from the card", salon.line("cut", 2), client="maya")
    valued.pay(cut, valued.handed("stored_value", valued.total(cut), source=valued.card.uid))
    wash = replace(salon.line("wash"), source=f"{valued.pack.name}/{valued.pack.name}")
    valued.pay(salon.ticket("session", wash, client="maya"), salon.handed("card", 216))  # taxes
    request = RefundRequest("back", "from the card", {"from the card/cut": 1})
    give_back(request, salon.by("kai"), NOW)


def main() -> None:
    """Write the present schema's sample; refuses to touch one that is there."""
    place = SAMPLES / f"schema-{connection.SCHEMA_VERSION}.db"
    if place.exists():
        raise SystemExit(f"{place.name} is there, and a released sample is never made anew.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SALON_POS_NO_KEYRING": "1", "XDG_CONFIG_HOME": folder}
        shutil.copy(make_sample(Path(folder) / "salon"), place)


if __name__ == "__main__":
    main()
