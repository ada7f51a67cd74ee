"""Random small counties: the engines, the SQL over Parquet and plain Python agree; a wrong row from an engine stops the audit."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.errors import VerificationError
from graph.schema import OPEN_SINCE, OPEN_UNTIL
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from tests.checks.builder import AFTER, BEFORE, DEPUTY, Book, D, L, scheme, whole
from tests.checks.naive import Naive, State

SCHEME = f"""
[[checks]]
id = "C6.reach"
title = "联户长"
ledger = "{L}"
mechanisms = ["{L}"]

[[checks]]
id = "G1.reach"
title = "代表"
ledger = "两代表一委员"
mechanisms = ["{DEPUTY}", "政协委员"]

[[checks]]
id = "H1.reach"
title = "任一"
any_of = ["C6.reach", "G1.reach"]

[[checks]]
id = "C6.assignment"
title = "归属"
ledger = "{L}"
mechanisms = ["{L}"]

[[checks]]
id = "C6.load"
title = "负荷"
mechanisms = ["{L}", "{DEPUTY}"]
low = 2
high = 3

[[checks]]
id = "B4.presence"
title = "党组织"
ledger = "党组织"
level = 3
slots = [{{ name = "党组织", kinds = ["党支部", "党总支"] }}]
"""


def random_book(seed: int) -> Book:
    """A few villages, groups and bays with every state likely."""
    dice = random.Random(seed)
    book = Book()
    book.unit("县", "县", 1)
    places = []
    for t in range(2):
        book.unit(f"镇{t}", "镇", 2, "县")
        for v in range(2):
            virtual = dice.random() < 0.15
            village = book.unit(f"村{t}{v}", "村", 3, f"镇{t}", f"42058300{t}498" if virtual else f"42058300{t}20{v}")
            group = book.unit(f"{village}组", "村民小组", 4, village)
            places += [(village, virtual), (group, virtual), (book.unit(f"{village}湾", "湾落", 5, group), virtual)]
            for ledger in (L, "两代表一委员", "党组织"):
                if dice.random() < 0.6:
                    book.delivered(ledger, village, zero=dice.random() < 0.2)
            for kind in ("党支部", "党总支"):
                if dice.random() < 0.4:
                    book.body("PartyOrganization", f"{village}{kind}", kind, village, until=dice.choice([OPEN_UNTIL, OPEN_UNTIL, D]))
    for h in range(25):
        unit, virtual = dice.choice(places)
        book.household(f"h{h}", unit, counted=not virtual and dice.random() < 0.9)
    people = [book.person(f"p{p}", left_on=dice.choice([OPEN_UNTIL, OPEN_UNTIL, OPEN_UNTIL, D, BEFORE, AFTER])) for p in range(6)]
    for _ in range(35):
        since, until = dice.choice([OPEN_SINCE, OPEN_SINCE, BEFORE, D, AFTER]), dice.choice([OPEN_UNTIL, OPEN_UNTIL, BEFORE, D, AFTER])
        book.contact(dice.choice(people), f"h{dice.randrange(25)}", dice.choice([L, L, DEPUTY, "政协委员"]), since=since, until=until)
    for _ in range(5):
        book.may(dice.choice(people), f"h{dice.randrange(25)}", dice.choice([L, DEPUTY]))
    return book


def expected(book: Book) -> dict[str, Counter[State]]:
    naive = Naive(book, D)
    one, other = naive.reach([L], L), naive.reach([DEPUTY, "政协委员"], "两代表一委员")
    return {
        "C6.reach": Counter(one.values()),
        "G1.reach": Counter(other.values()),
        "H1.reach": Counter(naive.any_of(one, other).values()),
        "C6.assignment": Counter(naive.assignment([L], L).values()),
        "C6.load": naive.load([L, DEPUTY], 2, 3),
        "B4.presence": Counter(naive.presence("党组织", ["党支部", "党总支"]).values()),
    }


def found(coverage: pd.DataFrame, gaps: pd.DataFrame) -> dict[str, Counter[State]]:
    top = coverage[coverage["level"] == 1].set_index("check")["met"]
    out = {str(check): Counter({("met", ""): int(met)}) if met else Counter() for check, met in top.items()}
    for row in gaps.itertuples():
        out[str(row.check)][(str(row.state), str(row.reason))] += 1
    return out


@pytest.mark.parametrize("seed", range(6))
def test_embedded_and_sql_and_python_agree(seed: int, tmp_path: Path) -> None:
    check_seed(seed, EmbeddedStore(tmp_path / "daohu.lbug"), tmp_path)


@pytest.mark.parametrize("seed", range(100, 102))
def test_each_engine_agrees(seed: int, store: Store, tmp_path: Path) -> None:
    check_seed(seed, store, tmp_path)


def check_seed(seed: int, store: Store, folder: Path) -> None:
    book = random_book(seed)
    edition = book.edition(folder / "edition")
    with store:
        store.build(edition)
        result = audit(edition, store, scheme(folder, SCHEME), D)  # verified: the SQL agrees
    assert found(result.coverage, result.gaps) == expected(book)


class Wrong:
    """A store that answers one query wrongly, as an engine may: the first or last row of a text is lost, or a column changed."""

    def __init__(self, store: Store, where: str, change: str) -> None:
        self.store, self.where, self.change, self.name = store, where, change, store.name

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        table = self.store.query(text, parameters)
        if self.where not in text:
            return table
        if self.change in ("first", "last"):
            lost = 0 if self.change == "first" else table.num_rows - 1
            return table.filter(pa.array([i != lost for i in range(table.num_rows)], pa.bool_()))
        at = table.schema.get_field_index(self.change)
        return table.set_column(at, table.schema.field(at), pa.array([6] * table.num_rows, table.schema.field(at).type))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The county without a past: whichever row of it is lost counts."""
    return whole().edition(tmp_path_factory.mktemp("plain") / "0001")


@pytest.fixture(scope="module")
def embedded(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The embedded engine with it."""
    with EmbeddedStore(tmp_path_factory.mktemp("plain") / "daohu.lbug") as store:
        store.build(edition)
        yield store


@pytest.mark.parametrize(
    ("where", "change", "checks"),
    [
        ("p.id AS person, c.mechanism AS mechanism,", "last", "C6.assignment.*C6.load"),
        ("p.id AS person, c.mechanism AS mechanism,", "strength", "C6.reach.*C6.load"),
        ("h.counted AS counted", "first", "C6.reach"),
        ("[c:COVERS]", "first", "B4.presence"),
    ],
)
def test_a_wrong_answer_writes_nothing(embedded: Store, edition: Edition, tmp_path: Path, where: str, change: str, checks: str) -> None:
    own = scheme(tmp_path, SCHEME.replace('"党组织"\nlevel = 3', '"自治组织"\nlevel = 3').replace('kinds = ["党支部", "党总支"]', 'kinds = ["村民委员会"]'))
    wrong = Wrong(embedded, where, change)
    with pytest.raises(VerificationError, match=f"未写出任何结果.*{checks}"):
        audit(edition, wrong, own, D)  # type: ignore[arg-type]
    audit(edition, wrong, own, D, verified=False)  # type: ignore[arg-type]


def test_a_lost_unit_writes_nothing(embedded: Store, edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match="图库有 9 个单元，版次有 10 个"):
        audit(edition, Wrong(embedded, "above:Unit", "last"), scheme(tmp_path, SCHEME), D)  # type: ignore[arg-type]
