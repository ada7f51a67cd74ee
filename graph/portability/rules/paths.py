"""Paths of variable length: how long, from where, and edges that one path goes over twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.portability.analysis import Analysis, Match, Projection, aggregates, calls, closing
from graph.portability.patterns import EdgePattern, Tokens
from graph.portability.rules.base import Hit, Rule, show
from graph.portability.rules.patterns import TREES, edges, show_edge
from graph.portability.scope import labels_of
from graph.schema import EDGE

_LONGEST = 30
_LENGTH = re.compile(r"(?:TRAIL|ACYCLIC|(?:ALL)?SHORTEST)?(?:(?P<exact>\d+)|(?P<low>\d*)\.\.(?P<high>\d*))", re.IGNORECASE)


def _bounds(edge: EdgePattern) -> tuple[int, int | None] | None:
    """The least and greatest number of edges; None of a length that is none."""
    match = _LENGTH.fullmatch(edge.length or "..")
    if match is None:
        return None
    if match["exact"]:
        return int(match["exact"]), int(match["exact"])
    return int(match["low"] or 1), int(match["high"]) if match["high"] else None


def _circles(edge: EdgePattern) -> bool:
    """Whether edges of these types can lead back to where they came from; without a direction every edge does."""
    if not edge.directed:
        return True
    return any(t in EDGE and t not in TREES and {a for a, _ in EDGE[t].pairs} & {b for _, b in EDGE[t].pairs} for t in edge.types or EDGE)


def _length(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for edge in edges(match):
            if edge.length is None or (edge.odd and not edge.odd.is_symbol(":")):
                continue
            bounds = _bounds(edge)
            if bounds is None or (bounds[1] is not None and (bounds[1] > _LONGEST or bounds[1] < bounds[0])):
                yield Hit(edge.at, show_edge(edge), "embedded_refuses")
            elif bounds[1] is None or (bounds[0] > 1 and _circles(edge)):
                yield Hit(edge.at, show_edge(edge))


def _repeats(text: Analysis) -> Iterator[Hit]:
    """In a circle the embedded engine goes over an edge again: more paths between the same ends, and ends that nothing else reaches."""
    for match in text.matches:
        ways = [(e, b) for e in edges(match) if e.length is not None and (b := _bounds(e)) and b[0] <= 1 and (b[1] or 2) > 1 and _circles(e)]
        if match.kind in ("EXISTS", "PATTERN") and all(e.directed for e, _ in ways):
            continue
        for edge, _ in ways:
            if not edge.directed or not _distinct_ends(text, match):
                yield Hit(edge.at, show_edge(edge))


def _distinct_ends(text: Analysis, match: Match) -> bool:
    """Whether the next projection asks only which ends there are: DISTINCT without the path, or aggregates that count none twice."""
    at = text.matches.index(match) + 1
    following = next((p for p in text.projections if p.matches >= at), None)
    if following is None:
        return False
    paths = {p.variable for p in match.paths if p.variable} | {e.variable for e in edges(match) if e.variable and e.length is not None}
    if any(_walks(item.expression, paths) for item in following.items) or _walks(match.where, paths, "ALL", "NONE"):
        return False
    aggregating = [item for item in following.items if aggregates(item.expression)]
    return (following.distinct and not aggregating) or (bool(aggregating) and all(_counts_once(following, i) for i in range(len(following.items))))


def _walks(tokens: Tokens, paths: set[str], *harmless: str) -> bool:
    """Whether a path itself is looked at, other than ``min(length(p))`` or in a condition that all its parts must meet."""
    skip: set[int] = set()
    for i, _ in calls(tokens, "MIN", *harmless):
        inside = range(i, closing(tokens, i + 1) + 1)
        if not tokens[i].is_word("MIN") or any(tokens[j].is_word("LENGTH") for j in inside):
            skip.update(inside)
    return any(t.is_identifier and t.identifier in paths and i not in skip for i, t in enumerate(tokens))


def _counts_once(projection: Projection, i: int) -> bool:
    expression = projection.items[i].expression
    for at, arguments in calls(expression, "COUNT", "SUM", "AVG", "COLLECT", "PERCENTILECONT", "PERCENTILEDISC"):
        if not (arguments and arguments[0][:1] and arguments[0][0].is_word("DISTINCT")) or expression[at].is_word("PERCENTILECONT", "PERCENTILEDISC"):
            return False
    return True


def _start(text: Analysis) -> Iterator[Hit]:
    """``*0..`` must begin at a label that has the edge: elsewhere Ladybug loses the path of length 0."""
    for match in text.matches:
        for path in match.paths:
            for edge in path.edges:
                bounds = _bounds(edge) if edge.length is not None else None
                if bounds is None or bounds[0] != 0:
                    continue
                labels = labels_of(edge.source, path, match.outer) or labels_of(edge.target, path, match.outer)
                known = {end for name in edge.types or EDGE if name in EDGE for pair in EDGE[name].pairs for end in pair}
                if not labels or not set(labels) <= known:
                    yield Hit(edge.at, show_edge(edge))


def _variables(text: Analysis) -> Iterator[Hit]:
    """The variable of a var-length edge is a list for Neo4j and a thing of its own for the embedded engine."""
    for e in text.expressions:
        for i, token in enumerate(e.tokens):
            known = e.scope.get(token.identifier) if token.is_identifier else None
            if known is not None and known.kind == "edges" and not (i and e.tokens[i - 1].is_symbol(".")):
                yield Hit(token, show(e.tokens[max(i - 2, 0) : i + 2]))


def _null_paths(text: Analysis) -> Iterator[Hit]:
    """A path that OPTIONAL MATCH did not find is not null on the embedded engine: it has a length and nodes, and counts."""
    for e in text.expressions:
        for i, token in enumerate(e.tokens):
            known = e.scope.get(token.identifier) if token.is_identifier and not (i and e.tokens[i - 1].is_symbol(".")) else None
            handed_on = e.clause == "WITH" and len(e.tokens) == 1
            if known is not None and known.kind == "path" and known.optional and not handed_on:
                yield Hit(token, show(e.tokens[max(i - 2, 0) : i + 3]))


RULES = (
    Rule("null_path", "wrong", "OPTIONAL MATCH 没有匹配时，内嵌引擎里的路径也不是 null，仍有长度和节点；请用路径上的节点判断，或改用 MATCH", _null_paths),
    Rule("path_length", "differs", "路径长度只写 *0..n 或 *1..n(n 不超过 30)", _length),
    Rule(
        "path_repeats",
        "differs",
        "有环时内嵌引擎会重复走同一条边，条数不同；请写明方向，用 RETURN DISTINCT a.id AS a, b.id AS b(或 count(DISTINCT …))，不用路径本身",
        _repeats,
    ),
    Rule("zero_length_start", "differs", "*0.. 要从有这种边的标签出发，否则内嵌引擎漏掉长度为 0 的路径", _start),
    Rule("path_edges", "embedded_refuses", "内嵌引擎不把变长边的变量当列表；请写 p = …，再用 length(p)、relationships(p)", _variables),
)
