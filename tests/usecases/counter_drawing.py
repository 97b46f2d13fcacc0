"""What the counter's state machine draws: lines, discounts and tenders, as plain as on file."""

from hypothesis import strategies as st

from tests.salons import Salon
from tests.usecases.oracle import Json

ITEMS = ("cut", "wash", "colour", "care", "gel", "comb", "gift")
PERCENTS = (1, 333, 500, 1_000, 1_001, 2_500, 10_000)


def lines(salon: Salon) -> st.SearchStrategy[Json]:
    """A line of any item, done by nobody (seldom), one or two."""
    mei, jie = salon.staff["mei"].id, salon.staff["jie"].id
    staff = st.sampled_from(
        [[(mei, 10_000)]] * 4
        + [[(jie, 10_000)]] * 4
        + [[(jie, 5_000), (mei, 5_000)], [(mei, 3_333), (jie, 6_667)], []]
    )
    return st.builds(
        lambda name, quantity, by, client, typed, length, requested, discount: {
            "item_id": salon.items[name].id,
            "quantity": quantity,
            "staff": [{"staff_id": who, "part_bp": part} for who, part in by],
            "requested": requested,
            "client_id": salon.clients[client].id if client else None,
            "length": length if name == "colour" else None,
            "typed_price": typed if name == "care" else None,
            "discount": discount,
            "parent": "",
            "source": "",
        },
        st.sampled_from(ITEMS),
        st.sampled_from((1, 1, 1, 2, 3, 7)),
        staff,
        st.sampled_from(("", "", "", "maya", "leo")),
        st.integers(0, 20_000),
        st.sampled_from(("short", "medium", "long", "extra_long")),
        st.booleans(),
        st.one_of(st.none(), st.none(), discounts(salon, most=500)),
    )


def addon(salon: Salon, parent: str) -> Json:
    """A mask with a service."""
    staff = [{"staff_id": salon.staff["jie"].id, "part_bp": 10_000}]
    return {
        "item_id": salon.items["mask"].id, "quantity": 1, "staff": staff, "requested": False,
        "client_id": None, "length": None, "typed_price": None, "discount": None,
        "parent": parent, "source": "",
    }  # fmt: skip


def discounts(salon: Salon, *, most: int) -> st.SearchStrategy[Json]:
    """A percent, or an amount of at most `most` minor units, for any reason."""
    reasons = st.sampled_from(sorted(salon.reasons.values()))
    percents = st.tuples(st.sampled_from(PERCENTS), st.just(0))
    amounts = st.tuples(st.just(0), st.integers(1, most))
    return st.builds(
        lambda reason, size: {
            "reason_id": reason, "percent_bp": size[0], "amount": size[1], "approval": "",
        },
        reasons,
        st.one_of(percents, amounts),
    )  # fmt: skip


@st.composite
def tenders(draw: st.DrawFn, salon: Salon, due: int, step: int, *, slips: int = 3) -> list[Json]:
    """One to three tenders for `due`, mostly such that they meet it, with tips on some; in so many
    of ten cases short, over, or in coins that there are not."""
    handed: list[Json] = []
    left = due
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        code = draw(st.sampled_from(("card", "wechat", "cash")))
        part = draw(st.integers(0, left))
        handed.append(tender(draw, salon, code, part - part % step, step))
        left -= part - part % step
    right = [0] * (10 - slips)
    wrong = draw(st.sampled_from((*right, *(-1, 1, -step)[:slips])))
    if draw(st.booleans()):
        return [*handed, tender(draw, salon, "card", max(0, left + wrong), step)]
    more = draw(st.sampled_from((0, 0, step, 400, 10_000)))
    asked = -(-left // step) * step + more - more % step
    return [*handed, tender(draw, salon, "cash", max(0, asked + wrong), step)]


def tender(draw: st.DrawFn, salon: Salon, code: str, money: int, step: int) -> Json:
    """So much money by one means of payment, with or without a tip on top."""
    tips: dict[int, int] = {}
    if draw(st.integers(0, 3)) == 0:
        who = salon.staff[draw(st.sampled_from(("mei", "jie", "kai")))].id
        tips[who] = draw(st.integers(1, 60)) * step
    amount = money + sum(tips.values())
    return {"method": salon.tenders[code], "amount": amount, "tips": tips}
