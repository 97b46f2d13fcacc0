"""The hash chain of each till: every transaction's link holds the hash of all before it, so that
a row changed, taken out or put in by hand is seen from there on."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from salon_pos.db.models.ledger import AccountRow, EntryRow, LotRow, TransactionRow
from salon_pos.db.prepared import rows


def link(before: str, said: Sequence[object], entries: Sequence[Sequence[object]]) -> str:
    """The link of a transaction after the link `before`. `said` is its uid, deed, instant
    (milliseconds) and business day; an entry says its account's code, amount, lot's uid, rule,
    rule version and inputs. Neither row ids nor personal data are in it."""
    text = json.dumps([before, said, entries], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def breaks() -> Iterator[str]:
    """The uids of transactions whose link is not that of what lies on file. After a break the
    chain is followed from the link that is there, so that one forgery is told once."""
    entries = _entries()
    before: dict[int | None, str] = {}
    for id_, till, kept, *said in rows(
        TransactionRow.select(
            TransactionRow.id, TransactionRow.till, TransactionRow.link, TransactionRow.uid,
            TransactionRow.deed, TransactionRow.posted_at, TransactionRow.business_day,
        ).order_by(TransactionRow.id)
    ):  # fmt: skip
        if kept != link(before.get(till, ""), said, entries[id_]):
            yield said[0]
        before[till] = kept


def _entries() -> dict[int, list[tuple[object, ...]]]:
    """What every entry says, by transaction, in the order they went in."""
    lots = dict(rows(LotRow.select(LotRow.id, LotRow.uid)))
    found: defaultdict[int, list[tuple[object, ...]]] = defaultdict(list)
    for transaction_id, lot_id, code, amount, *what in rows(
        EntryRow.select(
            EntryRow.transaction, EntryRow.lot, AccountRow.code, EntryRow.amount, EntryRow.rule,
            EntryRow.rule_version, EntryRow.inputs,
        )
        .join(AccountRow)
        .order_by(EntryRow.id)
    ):  # fmt: skip
        found[transaction_id].append((code, amount, lots.get(lot_id, ""), *what))
    return found
