"""The schema page, 图模型.md: every label, edge and property, with example queries, what a unit's own graph adds and the indexes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.projection import EXTRA
from graph.schema import COMMON, EDGES, NODES, NodeType, Property

TYPES = {"text": "文字", "int": "整数", "bool": "是否", "date": "日期"}
Table = Callable[[Sequence[str], Iterable[Sequence[object]]], list[str]]


@dataclass(frozen=True)
class Example:
    """One query of docs/examples.toml: the label or edge it shows, what it asks, and its text."""

    of: str
    ask: str
    cypher: str


EXAMPLES = tuple(Example(**e) for e in tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))["example"])


def page(table: Table) -> Iterable[str]:
    """The lines of the page; `table` writes a Markdown table."""
    yield from ("# 图模型", "", "内嵌引擎、Neo4j 和 Parquet 版次用的是同一个模型。文字未知为空文字，不为 null。", "")
    yield from ("例句在两个引擎上给出同样的行，可以用 `daohu query --cypher` 问，也可以贴进 Neo4j Browser(见 [Neo4j](../neo4j.md))。", "")
    yield from ("每个节点有 `id`;每个节点、每条边都有：", "", *_properties(table, COMMON), "## 节点", "")
    for node in NODES:
        yield from (f"### {node.label} {node.meaning}", "", *_properties(table, node.own), *_more(table, node.label), *_indexes(node), *_examples(node.label))
    yield from ("## 边", "")
    for edge in EDGES:
        yield from (f"### {edge.name} {edge.meaning}", "", *_ends(edge.pairs), "", *_properties(table, edge.own))
        yield from (*_more(table, edge.name), *_examples(edge.name))


def _properties(table: Table, properties: Sequence[Property]) -> list[str]:
    return table(("属性", "类型", "含义"), ((f"`{p.name}`", TYPES[p.type], p.meaning) for p in properties)) if properties else []


def _more(table: Table, name: str) -> list[str]:
    """What a projection knows beside the schema."""
    properties = EXTRA.get(name, ())
    return ["只有一个单元的图(`--unit`)里还有，因为整个县才知道：", "", *_properties(table, properties)] if properties else []


def _indexes(node: NodeType) -> list[str]:
    return [f"Neo4j 上有索引：{'、'.join(f'`{c}`' for c in ('id', *node.looked_up))}。", ""]


def _examples(name: str) -> list[str]:
    return [line for e in EXAMPLES if e.of == name for line in (f"{e.ask}：", "", "```cypher", *e.cypher.strip().splitlines(), "```", "")]


def _ends(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """What an edge joins, starts with the same ends on one line."""
    ends: dict[tuple[str, ...], list[str]] = {}
    for start in dict.fromkeys(a for a, _ in pairs):
        ends.setdefault(tuple(b for a, b in pairs if a == start), []).append(start)
    return [f"- {'、'.join(starts)} → {'、'.join(stops)}" for stops, starts in ends.items()]
