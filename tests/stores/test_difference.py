"""The difference of two editions, applied to the first, is the second; by rows here, on a server in test_push_neo4j."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from graph.difference import Plan, Step, difference
from graph.stores.contents import Source
from graph.stores.rows import Sum, added, as_data, from_data, sum_of, sum_of_table, wrong_keys
from tests.stores.moves import changed, drawn, rows_of, written

Rows = Counter[tuple[object, ...]]


def applied(rows: Rows, step: Step) -> Rows:
    """A step as the schema of steps says it, on plain rows."""
    if isinstance(step.key, str):
        label = step.key
        old: dict[object, dict[str, object]] = {(p := _properties(r))["id"]: p for r in rows if r[0] == label}
        gone = {*step.gone["id"].to_pylist(), *(step.rows["id"].to_pylist() if step.kind == "set nodes" else ())}
        kept = Counter({r: n for r, n in rows.items() if not (r[0] == label and _properties(r)["id"] in gone)})
        for row in step.rows.to_pylist():
            now = row if step.kind == "new nodes" else old[row["id"]] | {c: row[c] for c in step.changed}
            kept[(label, *sorted(now.items()))] += 1
        return kept
    name, start, end = step.key
    pairs = set(zip(step.gone["from"].to_pylist(), step.gone["to"].to_pylist(), strict=True))
    kept = Counter({r: n for r, n in rows.items() if not (r[0] == name and (r[1], r[3]) == (start, end) and (r[2], r[4]) in pairs)})
    for row in step.rows.to_pylist():
        kept[(name, start, row.pop("from"), end, row.pop("to"), *sorted(row.items()))] += 1
    return kept


def _properties(row: tuple[object, ...]) -> dict[str, object]:
    """The properties in a node's row."""
    return dict(row[1:])  # type: ignore[arg-type]


def walked(plan: Plan) -> Rows:
    rows = rows_of(plan.base) if plan.base else Counter()
    for step in plan.steps:
        rows = applied(rows, step)
    return rows


@pytest.mark.parametrize(("seed", "batch"), [(0, 1), (1, 3), (2, 1000), (3, 3), (4, 1), (5, 1000), (6, 3), (7, 1)])
def test_the_difference_of_two_editions_leads_from_one_to_the_other(tmp_path: Path, seed: int, batch: int) -> None:
    dice = random.Random(seed)
    first = drawn(dice)
    one, two = (Source(written(tmp_path, c), masked=bool(seed % 2)) for c in (first, changed(dice, first)))
    for base, target in ((None, one), (one, two), (two, one), (one, one)):
        plan = difference(base, target, batch)
        assert walked(plan) == rows_of(target)
    assert not difference(one, one, batch).steps
    again = zip(difference(one, two, batch).steps, difference(one, two, batch).steps, strict=True)
    assert all((a.kind, a.key, a.gone, a.rows) == (b.kind, b.key, b.gone, b.rows) for a, b in again)


def test_steps_are_bounded_and_pairs_are_whole(tmp_path: Path) -> None:
    dice = random.Random(5)
    first = drawn(dice)
    one, two = (Source(written(tmp_path, c), masked=False) for c in (first, changed(dice, first)))
    steps = difference(one, two, 3).steps
    pairs = [(s.key, *p) for s in steps if not isinstance(s.key, str) for p in map(tuple, s.pairs())]
    assert len(pairs) == len(set(pairs))
    assert all(s.size <= 6 for s in steps if isinstance(s.key, str))


def test_sums_follow_the_difference(tmp_path: Path) -> None:
    dice = random.Random(7)
    first = drawn(dice)
    one, two = (Source(written(tmp_path, c), masked=True) for c in (first, changed(dice, first)))
    start = added({}, difference(None, one).change)
    assert added(start, difference(one, two).change) == added({}, difference(None, two).change)
    assert start["Person"] == sum_of_table(one.node_table("Person"))
    assert from_data(as_data(start)) == start


def test_order_does_not_matter_and_values_do() -> None:
    assert sum_of(["a", "b"]) == sum_of(["b", "a"]) != sum_of(["a", "c"])
    assert sum_of(["a", "a"]) != sum_of(["a"]) and sum_of([None]) == sum_of(["?"]) and sum_of([]) == Sum()
    assert wrong_keys({"A": Sum(1, 2), "B.C.D": Sum(1, 1)}, {"A": Sum(1, 2)}) == ["B"]


def test_fingerprints_tell_plans_apart(tmp_path: Path) -> None:
    dice = random.Random(9)
    first = drawn(dice)
    one, two = written(tmp_path, first), written(tmp_path, changed(dice, first))
    made = [
        difference(base, target, batch).fingerprint
        for base, target, batch in (
            (None, Source(one, False), 5),
            (None, Source(one, True), 5),
            (None, Source(two, False), 5),
            (Source(one, False), Source(two, False), 5),
            (Source(one, False), Source(two, False), 6),
        )
    ]
    assert len(set(made)) == len(made)


def test_a_claims_masked_subject_follows_the_bodies(tmp_path: Path) -> None:
    # 张三丰 is a name of a unit in the second edition only: its claim is then shown in full, though its own file is the same.
    first = drawn(random.Random(11))
    claims = first.nodes["Claim"].set_column(
        first.nodes["Claim"].schema.get_field_index("subject"), "subject", pa.array(["张三丰"] * len(first.nodes["Claim"]))
    )
    first.nodes["Claim"] = claims.cast(first.nodes["Claim"].schema)
    second = drawn(random.Random(11))
    second.nodes["Claim"] = first.nodes["Claim"]
    units = second.nodes["Unit"]
    second.nodes["Unit"] = units.set_column(units.schema.get_field_index("name"), units.schema.field("name"), pa.array(["张三丰"] * len(units)))
    one, two = (Source(written(tmp_path, c), masked=True) for c in (first, second))
    assert walked(difference(one, two)) == rows_of(two)
