"""Small editions of one county, drawn by a seed, and what a server holds of them, read back as plain rows."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from graph.edition import Contents, EdgeKey, Edition, write_edition
from graph.schema import EDGE, NODE, edge_schema, node_schema
from graph.stores.contents import Source
from graph.stores.rows import sum_of_table
from tests.neo4j_server.server import Server

_KEYS: tuple[EdgeKey, ...] = (
    ("PART_OF", "Household", "Unit"),
    ("LIVES_IN", "Person", "Household"),
    ("CONTACTS", "Person", "Household"),
    ("CONTACTS", "Person", "Unit"),
    ("MAY_CONTACT", "Person", "Household"),
)
_SIZES = {"Unit": 3, "Household": 8, "Person": 9, "Claim": 3}
_NAMES = ["张三丰", "李四光", "欧阳修远", "王五", "赵六妹", "钱七"]


def drawn(dice: random.Random) -> Contents:
    """Any edition: a part of the possible nodes, edges between them, some of them twice or with other properties."""
    contents = Contents(about={"county": "420583"})
    kept = {label: [f"{label[0].lower()}{i}" for i in range(n) if dice.random() < 0.8] for label, n in _SIZES.items()}
    contents.nodes = {label: pa.Table.from_pylist([_row(dice, label, {"id": i}) for i in ids], schema=node_schema(label)) for label, ids in kept.items()}
    for key in _KEYS:
        name, start, end = key
        if not kept[start] or not kept[end] or dice.random() < 0.15:
            continue
        pairs = [(dice.choice(kept[start]), dice.choice(kept[end])) for _ in range(dice.randrange(1, 12))]
        rows = [_row(dice, name, {"from": a, "to": b}) for a, b in pairs]
        rows += [dict(row) for row in rows if dice.random() < 0.2]  # the same fact twice is two edges
        contents.edges[key] = pa.Table.from_pylist(rows, schema=edge_schema(name))
    return contents


def changed(dice: random.Random, contents: Contents, share: float = 0.3) -> Contents:
    """The next edition: rows go, come and change, as a load would do it."""
    other = drawn(dice)
    result = Contents(about=contents.about)
    for label, table in contents.nodes.items():
        rows = {r["id"]: r for r in table.to_pylist() if dice.random() > share / 2}
        rows |= {r["id"]: r for r in other.nodes[label].to_pylist() if dice.random() < share}
        result.nodes[label] = pa.Table.from_pylist(list(rows.values()), schema=table.schema)
    ids = {label: set(table["id"].to_pylist()) for label, table in result.nodes.items()}
    for key in _KEYS:
        name, start, end = key
        every = [t.to_pylist() for c in (contents, other) if (t := c.edges.get(key)) is not None]
        rows_of = [r for rows in every for r in rows if r["from"] in ids[start] and r["to"] in ids[end] and dice.random() > share]
        if rows_of:
            result.edges[key] = pa.Table.from_pylist(rows_of, schema=edge_schema(name))
    return result


def _row(dice: random.Random, name: str, given: dict[str, object]) -> dict[str, object]:
    columns = (NODE[name] if name in NODE else EDGE[name]).columns
    made: dict[str, Callable[[], object]] = {
        "text": lambda: dice.choice(["", "一", "二组", "a'b\\c\"\n`$x`"]),
        "int": lambda: dice.choice([0, 3, -7, 1 << 40]),
        "bool": lambda: dice.random() < 0.5,
        "date": lambda: dice.choice([dt.date.min, dt.date.max, dt.date(2024, 5, 1)]),
    }
    row = {p.name: made[p.type]() for p in columns}
    row |= {k: dice.choice(_NAMES) for k in ("name", "head", "subject") if k in row and name in ("Person", "Household", "Claim")}
    return {**row, **given}


def written(folder: Path, contents: Contents) -> Edition:
    """The edition in a folder of its own number."""
    return write_edition(folder / f"{len(list(folder.iterdir())) + 1:04d}", contents)


def finder(*editions: Edition) -> Callable[[str], Edition | None]:
    """The register of these editions."""
    by_id = {e.id: e for e in editions}
    return by_id.get


def rows_of(source: Source) -> Counter[tuple[object, ...]]:
    """All that an edition holds, with the multiplicity of equal edges."""
    found: Counter[tuple[object, ...]] = Counter()
    for label, table in source.nodes():
        found.update((label, *_items(row)) for row in table.to_pylist())
    for (name, start, end), table in source.edges():
        for row in table.to_pylist():
            found[(name, start, row.pop("from"), end, row.pop("to"), *_items(row))] += 1
    return found


def rows_on(server: Server) -> Counter[tuple[object, ...]]:
    """All that a server holds, the mark left out, asked without the product's own code."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in server.run("MATCH (n) WHERE NOT n:Edition RETURN labels(n) AS labels, properties(n) AS p"):
        found[(*row["labels"], *_items(row["p"]))] += 1
    text = "MATCH (a)-[r]->(b) RETURN type(r) AS t, labels(a)[0] AS la, a.id AS a, labels(b)[0] AS lb, b.id AS b, properties(r) AS p"
    for row in server.run(text):
        found[(row["t"], row["la"], row["a"], row["lb"], row["b"], *_items(row["p"]))] += 1
    return found


def _items(row: Mapping[str, object]) -> list[object]:
    return [(k, v.to_native() if hasattr(v, "to_native") else v) for k, v in sorted(row.items())]


__all__ = ["changed", "drawn", "finder", "rows_of", "rows_on", "sum_of_table", "written"]
