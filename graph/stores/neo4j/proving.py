"""What a server really holds, read back as texts and compared by sums: everything, or what a plan touched."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from graph.difference import Plan
from graph.schema import NODES
from graph.store import Progress, silent
from graph.stores.neo4j.link import Link
from graph.stores.rows import FAR, Sum, edge_text, node_text, sum_of, sum_of_table

PAGE = 50_000
"""Rows that one answer holds, so that a server's memory is bounded whatever the size of a copy."""
READING = "核对内容"


def read_back(connection: Link, expected: Mapping[str, Sum], progress: Progress = silent) -> dict[str, Sum]:
    """The sums of all that the server holds under the labels and edge keys of `expected`.

    Whatever stands elsewhere shows in the counts.
    """
    total = sum(s.rows for s in expected.values())
    found: dict[str, Sum] = {}
    ends: dict[str, list[str]] = {}
    done = 0
    for label in (n.label for n in NODES if n.label in expected):
        found[label], ends[label] = _nodes(connection, label)
        progress(READING, done := done + found[label].rows, total)
    for name in (k for k in expected if "." in k):
        kind, start, end = name.split(".")
        pages = ends.get(start, []) if expected[name].rows > PAGE else []
        found[name] = _edges(connection, kind, start, end, pages)
        progress(READING, done := done + found[name].rows, total)
    return {k: s for k, s in found.items() if s != Sum()}


def _nodes(connection: Link, label: str) -> tuple[Sum, list[str]]:
    """The sum of a label's rows, and the last id of each page: the index gives them in order."""
    text = f"MATCH (n:`{label}`) WHERE n.id > $after WITH n ORDER BY n.id LIMIT $page RETURN collect({node_text(label)}) AS texts, max(n.id) AS last"
    total, last = Sum(), ""
    ends: list[str] = []
    while True:
        texts, after = connection.rows(text, {**FAR, "after": last, "page": PAGE})[0]
        total += sum_of(texts)
        if len(texts) < PAGE:
            return total, ends
        last = after
        ends.append(after)


def _edges(connection: Link, kind: str, start: str, end: str, pages: list[str]) -> Sum:
    text = f"MATCH (a:`{start}`)-[r:`{kind}`]->(b:`{end}`) WHERE {{where}} RETURN collect({edge_text(kind)}) AS texts"
    if not pages:
        return sum_of(connection.rows(text.format(where="true"), FAR)[0][0])
    total = Sum()
    for after, until in pairwise(("", *pages, None)):
        where = "a.id > $after" + ("" if until is None else " AND a.id <= $until")
        total += sum_of(connection.rows(text.format(where=where), {**FAR, "after": after, "until": until})[0][0])
    return total


def touched(connection: Link, plan: Plan, progress: Progress = silent) -> bool:
    """Whether every node and pair that a plan made, changed or emptied is now as the plan's edition has it."""
    done = 0
    for step in plan.steps:
        progress(READING, done := done + step.size, plan.rows)
        if isinstance(step.key, str):
            text = f"UNWIND $ids AS id MATCH (n:`{step.key}` {{id: id}}) RETURN collect({node_text(step.key)}) AS texts"
            parameters: dict[str, object] = {"ids": [*step.gone["id"].to_pylist(), *step.rows["id"].to_pylist()]}
        else:
            kind, start, end = step.key
            text = f"UNWIND $pairs AS p MATCH (a:`{start}` {{id: p[0]}})-[r:`{kind}`]->(b:`{end}` {{id: p[1]}}) RETURN collect({edge_text(kind)}) AS texts"
            parameters = {"pairs": step.pairs()}
        if sum_of(connection.rows(text, {**FAR, **parameters})[0][0]) != sum_of_table(step.rows):
            return False
    return True
