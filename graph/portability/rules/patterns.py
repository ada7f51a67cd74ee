"""Patterns: labels, directions, paths of variable length, edges that may be one and the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from graph.portability.analysis import Analysis, Match
from graph.portability.patterns import EdgePattern, NodePattern
from graph.portability.rules.base import Rule
from graph.portability.words import EMBEDDED_KEYWORDS
from graph.schema import EDGE

_LENGTH = re.compile(r"[01]\.\.([1-9]|[12]\d|30)")


def _edges(match: Match) -> Iterator[EdgePattern]:
    for path in match.paths:
        yield from path.edges


def _all_edges(text: Analysis) -> Iterator[EdgePattern]:
    for match in text.matches:
        yield from _edges(match)


def _show(edge: EdgePattern) -> str:
    return f"[{edge.variable or ''}{':' if edge.types else ''}{'|'.join(edge.types)}{'' if edge.length is None else '*' + edge.length}]"


def _unreadable(text: Analysis) -> Iterator[tuple[int, str]]:
    for token in text.unreadable:
        yield token.line, f"{token.text} 处的模式"


def _odd(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                if part.odd:
                    yield part.line, f"({part.variable or ''}:…)" if isinstance(part, NodePattern) else _show(part)


def _label_again(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        born = set(match.outer)
        for path in match.paths:
            for node in path.nodes:
                if node.variable in born and node.labels:
                    yield node.line, f"({node.variable}:{'|'.join(node.labels)})"
                if node.variable:
                    born.add(node.variable)


def _edge_again(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        born = set(match.outer)
        for edge in _edges(match):
            if edge.variable in born:
                yield edge.line, _show(edge)
            if edge.variable:
                born.add(edge.variable)


def _undirected(text: Analysis) -> Iterator[tuple[int, str]]:
    for edge in _all_edges(text):
        if not edge.directed:
            yield edge.line, f"-{_show(edge)}-"


def _untyped(text: Analysis) -> Iterator[tuple[int, str]]:
    for edge in _all_edges(text):
        if not edge.types:
            yield edge.line, _show(edge)


def _length(text: Analysis) -> Iterator[tuple[int, str]]:
    for edge in _all_edges(text):
        if edge.length is not None and not _LENGTH.fullmatch(edge.length):
            yield edge.line, _show(edge)


def _start(text: Analysis) -> Iterator[tuple[int, str]]:
    """``*0..`` must begin at a label that has the edge: elsewhere Ladybug loses the path of length 0."""
    for match in text.matches:
        for path in match.paths:
            for edge in path.edges:
                if edge.length is None or not edge.length.startswith("0"):
                    continue
                labels = _labels(edge.source, match) or _labels(edge.target, match)
                ends = {end for name in edge.types if name in EDGE for pair in EDGE[name].pairs for end in pair}
                if not labels or not set(labels) <= ends:
                    yield edge.line, _show(edge)


def _labels(node: NodePattern, match: Match) -> tuple[str, ...]:
    bound = match.inner.get(node.variable) if node.variable else None
    return node.labels or (bound.names if bound and bound.kind == "node" else ())


def _same_edge(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        for a, b in combinations(_edges(match), 2):
            if (not a.types or not b.types or set(a.types) & set(b.types)) and not _told_apart(match, a, b):
                yield b.line, f"{_show(a)} 与 {_show(b)}"


def _told_apart(match: Match, a: EdgePattern, b: EdgePattern) -> bool:
    if a.variable is None or b.variable is None or a.length is not None or b.length is not None:
        return False
    texts = [t.text for t in match.where]
    return any(texts[i : i + 3] in ([a.variable, "<>", b.variable], [b.variable, "<>", a.variable]) for i in range(len(texts)))


def _keyword_names(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                if part.variable and part.variable.upper() in EMBEDDED_KEYWORDS:
                    yield part.line, part.variable
    for projection in text.projections:
        for item in projection.items:
            if item.alias and item.alias.upper() in EMBEDDED_KEYWORDS:
                yield item.line, f"AS {item.alias}"


def _names_by_case(text: Analysis) -> Iterator[tuple[int, str]]:
    seen: dict[str, str] = {}
    for match in text.matches:
        for name in match.inner:
            other = seen.setdefault(name.lower(), name)
            if other != name:
                yield match.line, f"{other} 与 {name}"


RULES = (
    Rule(
        "unreadable_pattern", "embedded_refuses", "只用 (a:标签 {键: 值})-[e:边]->(b) 的形式;EXISTS 里只放一个 MATCH 和 WHERE,多个模式用逗号分开", _unreadable
    ),
    Rule("two_labels", "differs", "两个标签在内嵌引擎里是“或”，在 Neo4j 里是“且”；只用 (o:A|B)，条件写在 WHERE", _odd),
    Rule("label_on_bound", "differs", "变量已经有了，再写标签两个引擎读法不同；标签请写在变量第一次出现的地方", _label_again),
    Rule("edge_reused", "embedded_refuses", "内嵌引擎不认重复使用的边变量；请换个名字", _edge_again),
    Rule("undirected", "differs", "自环的条数两个引擎不同；请写明方向", _undirected),
    Rule("untyped_edge", "differs", "没有写边的类型；请写明，可以用 [:R|S]", _untyped),
    Rule("path_length", "differs", "路径长度只写 *0..n 或 *1..n(n 不超过 30)", _length),
    Rule("zero_length_start", "wrong", "*0.. 要从有这种边的标签出发，否则内嵌引擎漏掉长度为 0 的路径", _start),
    Rule("same_edge", "differs", "内嵌引擎会让两条边是同一条；请加 c1 <> c2，或分成两个 MATCH", _same_edge),
    Rule("keyword_name", "embedded_refuses", "这个名字是内嵌引擎的关键字；请换一个", _keyword_names),
    Rule("names_by_case", "differs", "内嵌引擎不分名字的大小写；请换个名字", _names_by_case),
)
