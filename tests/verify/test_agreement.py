"""Random counties: the checks and the second computation agree on every system of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.errors import VerificationError
from graph.scheme import KINDS
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from tests.checks.builder import D, scheme
from tests.verify.dice import Dice, whole

COMBINATIONS = Path(__file__).parent / "combinations.toml"
"""What no system asks, but an office may write."""


@pytest.mark.parametrize("seed", range(2))
def test_every_system_in_a_random_county(seed: int, tmp_path: Path) -> None:
    edition = Dice(seed).throw().edition(tmp_path / "edition")
    own = scheme(tmp_path, whole())
    with EmbeddedStore(tmp_path / "daohu.lbug") as store:
        store.build(edition)
        audit(edition, store, scheme(tmp_path, COMBINATIONS.read_text(encoding="utf-8")), D)
        result = audit(edition, store, own, D)  # verified: the SQL agrees
    top = result.coverage[result.coverage["level"] == 1].set_index("check")
    asked = top[top["of"] > 0]
    # The dice make a county that means something: most checks find subjects, and of every kind of check some are met.
    assert len(asked) > 0.85 * len(own.checks)
    assert (asked["met"] > 0).sum() > 0.5 * len(asked)
    assert set(asked.loc[asked["met"] > 0, "kind"]) >= set(KINDS) - {"breadth", "load"}, "a dozen households are no full load; lines are a scheme's own"


LOST = {
    "(p:Person)-[m:MEMBER_OF]->": "B2.chain",
    "[r:UNDER]": "D4.chain",
    "[l:LISTED_IN]": "B2.chain",
    "[r:HOLDS_POST]->(u:Unit)": "C14.staffing",
    "[r:HOLDS_POST]->(o:": "H4.overlap",
    "(h:Household)-[e:IN_GRID]": "F1.reach",
    "[r:PAIRED_WITH]": "E12.presence",
    "(e:Event)-[r:ABOUT]->(h:Household)": "G11.activity",
    "(e:Event)-[r:BY]->(p:Person)": "G2.activity",
    "[f:DELIVERED_FOR]": "B4.presence",
}
"""What an engine may lose → a check that must notice."""


class Lossy:
    """A store that gives no rows for the texts with some words."""

    def __init__(self, store: Store, words: str) -> None:
        self.store, self.words, self.name = store, words, store.name

    def query(self, text: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        table = self.store.query(text, parameters)
        return table.slice(0, 0) if self.words in text else table


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Edition, Store]]:
    """A random county in the embedded engine."""
    folder = tmp_path_factory.mktemp("lossy")
    edition = Dice(4).throw().edition(folder / "edition")
    with EmbeddedStore(folder / "daohu.lbug") as store:
        store.build(edition)
        yield edition, store


@pytest.mark.parametrize(("words", "check"), LOST.items())
def test_rows_that_an_engine_loses_stop_the_audit(filled: tuple[Edition, Store], words: str, check: str, tmp_path: Path) -> None:
    edition, store = filled
    own = scheme(tmp_path, f'systems = ["{check.partition(".")[0]}"]')
    audit(edition, store, own, D)
    with pytest.raises(VerificationError, match=rf"未写出任何结果.*{check}"):
        audit(edition, Lossy(store, words), own, D)  # type: ignore[arg-type]
