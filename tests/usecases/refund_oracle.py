"""What comes back of a sale and what expires, by RULES.md 15-23 and 25: the rest of the judge.

A sale is the oracle's own: its lines with what each used or delivered, its tenders with the lots
they took from. What came back so far is written on it.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from tests.usecases.oracle import Json, half_up, share
from tests.usecases.value_oracle import NOT_FOR_PREPAID, ValueBooks, good, later

BOOKED = ("voucher", "platform")
EXPIRING = ("points", "bonus", "pack", "gift_card")
ENDS_IN = {"points": "points_expired", "bonus": "bonus_given"}


def quantity(line: Json) -> int:
    """How many were sold."""
    return line["line"]["quantity"]


def part(line: Json, refunded: int, money: int) -> Fraction:
    """The part of a line that is back: by quantity; of what is prepaid, by its money."""
    if line["kind"] == "prepaid" and line["net"]:
        return Fraction(money, line["net"])
    return Fraction(refunded, quantity(line))


def so_far(line: Json, done: Fraction, *, inclusive: bool) -> list[int]:
    """Rule 16: net, then each tax, of this part of a line: revenue and taxes separately half up."""
    taxes = [half_up(amount * done) for amount in line["taxes"].values()]
    held = sum(line["taxes"].values()) if inclusive else 0
    revenue = half_up((line["net"] - held) * done)
    return [revenue + (sum(taxes) if inclusive else 0), *taxes]


class RefundBooks(ValueBooks):
    """Books that also take back, cancel and let things expire."""

    grace: int = 30
    manager_above: int = 30_000

    @property
    def inclusive(self) -> bool:
        """Whether nets hold their taxes."""
        return self.salon.mode == "inclusive"

    # --- what is refused ---

    def against_refund(self, sale: Json, asked: dict[str, int], *, tips: bool) -> set[str]:
        """Why this refund must be refused; any of them will do as the answer."""
        reasons: set[str] = set()
        if self.shift is None:
            reasons.add("no_shift")
        for line in sale["lines"]:
            if line["line"]["uid"] in asked:
                reasons |= set(self._against_line(line, asked[line["line"]["uid"]]))
        if reasons:
            return reasons
        worked_out = self.work_out(sale, asked, tips=tips)
        cash = sum(
            back["part"] + back["tip"]
            for back, tender in zip(worked_out["tenders"], sale["tenders"], strict=True)
            if tender["kind"] == "cash"
        )
        return {"drawer_short"} if cash > self.drawer else set()

    def _against_line(self, line: Json, asked: int):
        left = quantity(line) - line["refunded"]
        if not left:
            yield "already_refunded"
        elif asked > left:
            yield "more_than_left"
        elif line["kind"] == "prepaid" and asked < left:
            yield "prepaid_whole"
        elif line["kind"] == "prepaid" and line["net"] and not self.unused(line):
            yield "used_up"

    def unused(self, line: Json) -> int:
        """Rule 22: what is left of the money of a prepaid line, in its own lots."""
        lots = [lot for root in line["lots"] for lot in self.family(root)]
        return sum(
            lot["left"] * (lot["unit"] if lot["unit"] is not None else 1)
            for lot in lots
            if good(lot, self.today) and not lot["account"].startswith("bonus:")
        )

    def family(self, root: Json) -> list[Json]:
        """A lot and those that go on for it."""
        of = [lot for lot in self.lots[root["account"]] if lot["parent"] is root]
        return [root, *(lot for child in of for lot in self.family(child))]

    # --- working it out ---

    def work_out(self, sale: Json, asked: dict[str, int], *, tips: bool) -> Json:
        """Rules 16 and 17: what comes back of each line, and by which tenders."""
        lines = [
            self._line_back(line, asked[line["line"]["uid"]])
            for line in sale["lines"]
            if line["line"]["uid"] in asked
        ]
        return {"lines": lines, "tenders": self._tenders_back(sale, lines, tips)}

    def _line_back(self, line: Json, asked: int) -> Json:
        money = self.unused(line) if line["kind"] == "prepaid" else 0
        before = part(line, line["refunded"], line["money"])
        after = part(line, line["refunded"] + asked, line["money"] + money)
        started = so_far(line, before, inclusive=self.inclusive)
        ended = so_far(line, after, inclusive=self.inclusive)
        net, *taxes = (late - early for early, late in zip(started, ended, strict=True))
        payable = net if self.inclusive else net + sum(taxes)
        gone = part(line, line["refunded"] + asked, line["money"] + line["out"] + money)
        points = max(0, int(line["points"] * gone) - line["points_back"])
        return {
            "line": line, "quantity": asked, "net": net, "taxes": taxes, "payable": payable,
            "session": net if line["session"] else 0, "money": money, "points": points,
            "cancelled": list(self._cancelled(line)),
            "eligible": half_up(line["eligible"] * gone) - line["eligible_back"],
        }  # fmt: skip

    def _still(self, sale: Json, *, prepaid: bool, as_sold: bool = False) -> int:
        """What of such lines of the sale has not come back, or was sold, the packs' part apart."""
        left = 0
        for line in sale["lines"]:
            if prepaid is not (line["kind"] == "prepaid"):
                continue
            done = Fraction(0) if as_sold else part(line, line["refunded"], line["money"])
            whole = so_far(line, Fraction(1), inclusive=self.inclusive)
            back = so_far(line, done, inclusive=self.inclusive)
            net, *taxes = (late - early for early, late in zip(back, whole, strict=True))
            on_top = 0 if self.inclusive else sum(taxes)
            left += on_top + (0 if line["session"] else net)
        return left

    def _shared(self, sale: Json, lines: list[Json]) -> list[int]:
        """Rules 8 and 17: what each tender gives back, the packs' part apart; all cash is one, at
        its first tender. Value buys no prepaid: what the other tenders hold for the prepaid that is
        left lies apart, and each sort of line is paid by its own."""
        sold = sale["tenders"]
        prepaid, others = (self._still(sale, prepaid=sort) for sort in (True, False))
        back = Counter[bool]()
        for given in lines:
            back[given["line"]["kind"] == "prepaid"] += given["payable"] - given["session"]
        now = back.total()
        left = self._remains(sale)
        # What a card paid in coins, once it was taken for cash, is a little more or less than its
        # part: all that is left of it goes with the last.
        if now == prepaid + others:
            return left if now else [0] * len(sold)
        money = [
            0 if one["kind"] in NOT_FOR_PREPAID else each
            for each, one in zip(left, sold, strict=True)
        ]
        apart = share(min(prepaid, sum(money)), money)
        rest = [each - mine for each, mine in zip(left, apart, strict=True)]
        now = min(now, sum(left))
        of_apart = min(now - min(back[False], sum(rest)), sum(apart))
        return [
            sum(both)
            for both in zip(share(of_apart, apart), share(now - of_apart, rest), strict=True)
        ]

    def _remains(self, sale: Json) -> list[int]:
        """What remains of each tender, the packs apart; of all cash, what the others leave of the
        lines, at its first tender."""
        sold = sale["tenders"]
        left = [
            0 if one["kind"] in ("cash", "pack") else one["applied"] - one["back"] for one in sold
        ]
        for place, one in enumerate(sold):
            if one["kind"] == "cash":
                still = sum(self._still(sale, prepaid=sort) for sort in (True, False))
                left[place] = max(0, still - sum(left))
                break
        return left

    def _tenders_back(self, sale: Json, lines: list[Json], tips: bool) -> list[Json]:
        """Rule 17: what each gives back; cash comes in coins, a pack's part is its sessions'."""
        sold = sale["tenders"]
        parts = self._shared(sale, lines)
        coins: Iterator[int] = iter(())
        first_cash = next((i for i, one in enumerate(sold) if one["kind"] == "cash"), None)
        if first_cash is not None:
            whole = sum(self._still(sale, prepaid=sort, as_sold=True) for sort in (True, False))
            otherwise = sum(one["applied"] for one in sold if one["kind"] not in ("cash", "pack"))
            stays = self._remains(sale)[first_cash] - parts[first_cash]
            coins = iter(self._coins(sale, whole - otherwise - stays))
        used = {back["line"]["line"]["uid"]: back["session"] for back in lines}
        backs: list[Json] = []
        for place, one in enumerate(sold):
            own = parts[place]
            if one["kind"] == "cash":
                own = next(coins)
            elif one["kind"] == "pack":
                own = used.get(one["line"], 0)
            tip = sum(one["tips"].values()) - one["tip_back"] if tips else 0
            backs.append({"part": own, "tip": tip})
        return backs

    def _coins(self, sale: Json, so_far: int) -> list[int]:
        """The cumulative cash part rounded by the sale's step, over the cash tenders in coins."""
        step = sale["step"]
        cash = [one for one in sale["tenders"] if one["kind"] == "cash"]
        received, before = (sum(one[of] for one in cash) for of in ("applied", "back"))
        rounded = half_up(Fraction(so_far, step)) * step
        now = max(0, min(rounded, received) - before)
        weights = [(one["applied"] - one["back"]) // step for one in cash]
        return [coin * step for coin in share(now // step, weights)]

    def is_sent(self, _back: Json) -> bool:
        """Whether anything is paid back by another means than it was paid with."""
        return False

    def tender_rows(self, back: Json) -> list[tuple[int, int, int]]:
        """What is on file of the tenders of a refund: place, part, tip."""
        return [
            (place, one["part"], one["tip"])
            for place, one in enumerate(back["tenders"])
            if one["part"] or one["tip"]
        ]

    def to_client(self, sale: Json, back: Json) -> int:
        """What goes back to the client, tips included; a voucher's part pays nothing."""
        return sum(
            given["tip"] + (0 if tender["kind"] in BOOKED else given["part"])
            for tender, given in zip(sale["tenders"], back["tenders"], strict=True)
        )

    def asks_manager(self, sale: Json, paid: int) -> bool:
        """Whether what all refunds of the sale gave to the client is above the limit then."""
        return paid > 0 and sale["given_back"] + paid > self.manager_above

    # --- making it happen ---

    def refund(self, sale: Json, asked: dict[str, int], *, tips: bool) -> Json:
        """Give back and take back; everything is written on the sale, too."""
        back = self.work_out(sale, asked, tips=tips)
        sale["given_back"] += self.to_client(sale, back)
        self.fresh: dict[tuple[int, str | None], Json] = {}
        self.serials += 1
        for tender, given in zip(sale["tenders"], back["tenders"], strict=True):
            self._tender_back(sale, tender, given)
        paid = sum(given["part"] for given in back["tenders"])
        rounded = paid - sum(given["payable"] for given in back["lines"])
        self.accounts["cash_rounding"] += rounded
        for given in back["lines"]:
            self._line_gives(given)
        client = sale["client"]
        if client is not None:
            self._take_points(sale, back["lines"], self.clients[client])
        for given in back["lines"]:
            self._write_down(given)
        self.revive(sale)
        if client is not None:
            self.earn_more(sale, back)
            self.recount(sale)
            self.tiers.look(client, self.today)
        return back

    def earn_more(self, sale: Json, back: Json) -> None:
        """What a refund makes a sale earn: nothing, where nobody owes."""

    def recount(self, sale: Json) -> None:
        """Rule 21: in the tier's window it counts on the day of the sale, by what is left."""
        lines, counted = sale["lines"], sale["counted"]
        counted["spend"] = sum(line["eligible"] - line["eligible_back"] for line in lines)
        served = [line for line in lines if line["kind"] != "prepaid"]
        counted["visit"] = any(line["refunded"] < quantity(line) for line in served)
        top_ups = [line["net"] - line["money"] - line["out"] for line in lines if line["top_up"]]
        counted["top_up"] = max(top_ups, default=0)

    def give_back(self, uses: list[tuple[Json, int]], amount: int, before: int) -> None:
        """Rule 19: to the lots it came from, last taken first; where one has ended, to a child of
        it that is good for some days more."""
        for lot, used in reversed(uses):
            passed = min(before, used)
            mine = min(used - passed, amount)
            before -= passed
            amount -= mine
            if mine:
                self._to_lot(lot, mine)
        assert amount == 0

    def _to_lot(self, lot: Json, amount: int) -> None:
        if good(lot, self.today):
            lot["left"] += amount
            self.accounts[lot["account"]] -= amount
            return
        ends = later(self.today, self.grace)
        child = self.fresh.get((lot["id"], ends))
        if child is None:
            child = self.open_lot(lot["account"], amount, ends, lot["unit"], parent=lot)
            self.fresh[lot["id"], ends] = child
        else:
            child["left"] += amount
            self.accounts[lot["account"]] -= amount

    def _tender_back(self, sale: Json, tender: Json, given: Json) -> None:
        kind, own = tender["kind"], given["part"]
        if kind == "stored_value":
            self._value_back(tender, own)
        elif kind == "points":
            used = sum(amount for _, amount in tender["points"])
            before = used * tender["back"] // tender["applied"]
            points = used * (tender["back"] + own) // tender["applied"] - before
            self.give_back(tender["points"], points, before)
            self.accounts["points_burned"] += points
            self.accounts["points_spent"] -= own
        elif kind in ("gift_card", "deposit"):
            self.give_back(tender["owed"], own, tender["back"])
        elif kind == "voucher":
            self.accounts["voucher_given"] -= own
        elif kind != "pack":
            of = ("drawer", self.salon.till) if kind == "cash" else ("tender", tender["method"])
            self.accounts[self.salon.account(*of)] -= own + given["tip"]
        if given["tip"]:
            for staff, amount in tender["tips"].items():
                self.accounts[self.salon.account("tips", staff)] += amount
        tender["back"] += own
        tender["tip_back"] += given["tip"]

    def _value_back(self, tender: Json, own: int) -> None:
        """Principal and bonus by what remains of each."""
        used = [sum(amount for _, amount in tender[of]) for of in ("principal", "bonus")]
        back = [tender["back"] - tender["bonus_back"], tender["bonus_back"]]
        principal, bonus = share(
            own, [whole - gone for whole, gone in zip(used, back, strict=True)]
        )
        self.give_back(tender["principal"], principal, back[0])
        self.give_back(tender["bonus"], bonus, back[1])
        tender["bonus_back"] += bonus

    def _line_gives(self, given: Json) -> None:
        """Revenue, taxes, stock; sessions return, what is prepaid is owed no more."""
        line = given["line"]
        taxes = sum(given["taxes"])
        if line["kind"] != "prepaid":
            revenue = given["net"] - (taxes if self.inclusive else 0)
            self.accounts[f"revenue:{line['kind']}"] += revenue
        for tax, amount in zip(line["taxes"], given["taxes"], strict=True):
            self.accounts[self.salon.account("tax", tax)] += amount
        item = self.salon.items[line["line"]["item_id"]]
        if item["stock"] is not None:
            item["stock"] += given["quantity"]
        if line["session"]:
            pack = line["line"]["source"]
            self.give_back(line["uses"], 1, 0)
            self.accounts["sessions_sold"] += 1
            self.accounts[f"pack_value:{pack}"] -= given["net"]
        for lot, left in given["cancelled"]:
            self._cancel(line, lot, left)

    def _cancelled(self, line: Json) -> Iterator[tuple[Json, int]]:
        """Rule 22: what is left of what is prepaid, and of its bonus, before anything returns."""
        for root in line["lots"]:
            for lot in self.family(root):
                if root["account"].startswith("bonus:") or good(lot, self.today):
                    yield lot, lot["left"]

    def _cancel(self, line: Json, lot: Json, left: int) -> None:
        """It is paid back and owed no more; a bonus is just gone."""
        lot["left"] -= left
        self.accounts[lot["account"]] += left
        if lot["account"].startswith("bonus:"):
            self.accounts["bonus_given"] -= left
        if lot["unit"] is not None:
            self.accounts["sessions_sold"] -= left
            self.accounts[f"pack_value:{line['line']['uid']}"] += left * lot["unit"]

    def _take_points(self, sale: Json, lines: list[Json], client: str) -> None:
        """Rule 18: from the sale's own lots (those of what was paid off later and those that go on
        for them, too), what of them has expired is forgiven, then from other lots by expiry, then
        debt."""
        account = f"points:{client}"
        own = [lot for root in sale["own"] for lot in self.family(root)]
        gone = [lot for lot in own if not good(lot, self.today)]
        forgivable = sum(lot["expired"] + lot["left"] for lot in gone)
        for given in lines:
            points = asked = given["points"]
            mine = min(points, sum(lot["left"] for lot in own if lot not in gone))
            self.take(account, mine, among=own)
            points -= mine
            forgiven = min(points, forgivable - sale["forgiven"])
            sale["forgiven"] += forgiven
            points -= forgiven
            others = min(points, self.held(account))
            self.take(account, others)
            self.accounts["points_issued"] -= asked
            self.accounts["points_expired"] += forgiven
            self.accounts[f"points_debt:{client}"] += points - others

    def revive(self, sale: Json) -> None:
        """Rule 20: with the last line a voucher's code is alive again."""
        if all(line["refunded"] == quantity(line) for line in sale["lines"]):
            for tender in sale["tenders"]:
                if tender["kind"] == "voucher":
                    self.vouchers[tender["source"]]["used"] = False

    def _write_down(self, given: Json) -> None:
        line = given["line"]
        line["refunded"] += given["quantity"]
        line["money"] += given["money"]
        line["points_back"] += given["points"]
        line["eligible_back"] += given["eligible"]

    # --- void ---

    def against_void(self, sale: Json) -> set[str]:
        """Rule 23: why the sale cannot be cancelled as a whole."""
        if self.shift is None:
            return {"no_shift"}
        found = {
            "shift_closed": self.shift["number"] != sale["shift"],
            "partly_refunded": any(line["refunded"] for line in sale["lines"]),
            "has_ended": not all(good(lot, self.today) for lot, _ in sale["used"]),
        }
        reasons = {key for key, is_so in found.items() if is_so}
        for root, amount in sale["gave"]:
            by_itself = sum(part for lot, part in sale["used"] if lot is root)
            if root["left"] < amount - by_itself:
                kind = root["account"].partition(":")[0]
                reasons.add(f"used_{'sessions' if kind == 'pack' else kind}")
        coins = [one for one in sale["tenders"] if one["kind"] == "cash"]
        cash = sum(one["applied"] + sum(one["tips"].values()) for one in coins)
        return reasons or ({"drawer_short"} if cash > self.drawer else set())

    def voided(self, sale: Json) -> int:
        """What cancelling it gives back to the client: all but what vouchers paid."""
        return sum(
            sum(one["tips"].values()) + (0 if one["kind"] in BOOKED else one["applied"])
            for one in sale["tenders"]
        )

    def void(self, sale: Json) -> None:
        """Every entry turned round in its own lot; the tier as it was."""
        for code, amount in sale["moved"].items():
            self.accounts[code] -= amount
        for lot, amount in sale["used"]:
            lot["left"] += amount
        for lot, amount in sale["gave"]:
            lot["left"] -= amount
        for line in sale["lines"]:
            item = self.salon.items[line["line"]["item_id"]]
            if item["stock"] is not None:
                item["stock"] += quantity(line)
            line |= {"refunded": quantity(line), "money": line["net"],
                     "points_back": line["points"], "eligible_back": line["eligible"]}  # fmt: skip
        self.revive(sale)
        self.serials += 1
        client = sale["client"]
        if client is not None:
            self.recount(sale)
            self.tiers.undo(client, self.today, sale["ticket"]["uid"])

    # --- expiry ---

    def expire(self) -> Counter[str]:
        """Rules 15, 25: what ended. A bonus was never paid for; sessions, gift cards are income."""
        gone = Counter[str]()
        for code, lots in self.lots.items():
            kind, _, owner = code.partition(":")
            for lot in lots:
                if kind not in EXPIRING or good(lot, self.today) or not lot["left"]:
                    continue
                left, lot["left"] = lot["left"], 0
                lot["expired"] += left
                gone[kind] += left
                self.accounts[code] += left
                if kind == "pack":
                    self.accounts["sessions_sold"] -= left
                    self.accounts[f"pack_value:{owner}"] += left * lot["unit"]
                    self.accounts["breakage"] -= left * lot["unit"]
                else:
                    self.accounts[ENDS_IN.get(kind, "breakage")] -= left
        for client in sorted(self.tiers.moves):
            self.tiers.period_ended(client, self.today)
        return gone

    def is_alone(self, client: int, points: int) -> bool:
        """Whether nobody else has to agree to so many more, or fewer, today."""
        return self.alone[client, self.today, points > 0] + abs(points) <= 1_000

    def adjust(self, client: int, points: int, *, alone: bool) -> None:
        """More repay the debt first; fewer come from lots. Done `alone` it counts for the day."""
        if alone:
            self.alone[client, self.today, points > 0] += abs(points)
        code = f"points:{self.clients[client]}"
        self.accounts["points_adjusted"] += points
        if points < 0:
            self.take(code, -points)
            return
        debt = f"points_debt:{self.clients[client]}"
        repaid = min(points, self.accounts[debt])
        self.accounts[debt] -= repaid
        if points > repaid:
            self.open_lot(code, points - repaid, later(self.today, self.rules["days"]))
