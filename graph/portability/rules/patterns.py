"""Patterns: labels, directions, edges that may be one and the same, names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from graph.portability.analysis import Analysis, Match, conjuncts
from graph.portability.operands import bare
from graph.portability.patterns import EdgePattern, NodePattern
from graph.portability.rules.base import Hit, Rule
from graph.portability.scope import labels_of
from graph.portability.words import EMBEDDED_KEYWORDS
from graph.schema import EDGE

TREES = ("PART_OF",)
"""Edge types from a label to itself that never form a circle: nothing is above itself."""


def edges(match: Match) -> Iterator[EdgePattern]:
    for path in match.paths:
        yield from path.edges


def show_edge(edge: EdgePattern) -> str:
    return f"[{edge.variable or ''}{':' if edge.types else ''}{'|'.join(edge.types)}{'' if edge.length is None else '*' + edge.length}]"


def _show_node(node: NodePattern) -> str:
    return f"({node.variable or ''}{':' if node.labels else ''}{'|'.join(node.labels)})"


def _unreadable(text: Analysis) -> Iterator[Hit]:
    for token in text.unreadable:
        yield Hit(token, f"{token.text} 处的模式")


def _odd(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                if part.odd is None:
                    continue
                shown = f"({part.variable or ''}:…)" if isinstance(part, NodePattern) else show_edge(part)
                if part.odd.is_symbol(":"):
                    yield Hit(part.odd, shown)
                elif part.odd.is_symbol("|"):
                    yield Hit(part.odd, shown, "neo4j_refuses", "Neo4j 不认 |:；请写 [:A|B]")
                elif not part.odd.is_word("TRAIL", "ACYCLIC", "SHORTEST", "WSHORTEST", "ALL"):
                    yield Hit(part.odd, shown, "embedded_refuses", "内嵌引擎不认；请只写 (o:A|B)，条件写在 MATCH 后面的 WHERE")


def _label_again(text: Analysis) -> Iterator[Hit]:
    """The same label again changes nothing; another one is OR for one engine, AND for the other, and OPTIONAL MATCH drops rows."""
    for match in text.matches:
        born = {name: b.names for name, b in match.outer.items() if b.kind == "node"}
        for path in match.paths:
            for node in path.nodes:
                if node.variable and node.variable in born and node.labels and set(node.labels) != set(born[node.variable]):
                    yield Hit(node.at, _show_node(node))
                if node.variable:
                    born[node.variable] = node.labels or born.get(node.variable, ())


def _edge_again(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        born = {name for name, b in match.outer.items() if b.kind != "value"}
        for edge in edges(match):
            if edge.variable in born:
                yield Hit(edge.at, show_edge(edge))
            if edge.variable:
                born.add(edge.variable)


def _undirected(text: Analysis) -> Iterator[Hit]:
    """Only an edge from something to itself is counted twice: other types may be asked in both directions."""
    for match in text.matches:
        if match.kind in ("EXISTS", "PATTERN"):
            continue
        for path in match.paths:
            for edge in path.edges:
                ends = [set(labels_of(node, path, match.outer)) for node in (edge.source, edge.target)]
                loops = {a for t in edge.types or EDGE if t in EDGE and t not in TREES for a, b in EDGE[t].pairs if a == b}
                if not edge.directed and any(all(not end or label in end for end in ends) for label in loops):
                    yield Hit(edge.at, f"-{show_edge(edge)}-")


def _untyped(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for edge in edges(match):
            if not edge.types:
                yield Hit(edge.at, show_edge(edge))


def _types_beside(text: Analysis) -> Iterator[Hit]:
    """In a subquery or an OPTIONAL MATCH an edge of several types beside another edge loses rows where the engine's vectors of 2,048 end.

    In a MATCH the store puts edges apart (graph.portability.apart).
    """
    for match in text.matches:
        found = list(edges(match))
        if match.kind in ("EXISTS", "OPTIONAL") and len(found) > 1:
            yield from (Hit(edge.at, show_edge(edge)) for edge in found if len(edge.types) != 1 and edge.length is None)


def _same_edge(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for a, b in combinations(edges(match), 2):
            if (not a.types or not b.types or set(a.types) & set(b.types)) and _may_meet(a, b, match) and not _told_apart(match, a, b):
                yield Hit(b.at, f"{show_edge(a)} 与 {show_edge(b)}")


def _may_meet(a: EdgePattern, b: EdgePattern, match: Match) -> bool:
    """Whether both can be one edge: its ends would have to be those of both patterns."""
    if a.length is not None or b.length is not None or not (a.directed and b.directed):
        return True
    for one, other in ((a.source, b.source), (a.target, b.target)):
        labels = [set(n.labels or (known.possible if (known := match.inner.get(n.variable or "")) else ())) for n in (one, other)]
        if all(labels) and not labels[0] & labels[1]:
            return False
    return True


def _told_apart(match: Match, a: EdgePattern, b: EdgePattern) -> bool:
    """Whether ``a <> b`` is demanded, as a condition by itself."""
    if a.variable is None or b.variable is None or a.length is not None or b.length is not None:
        return False
    return any([t.text for t in bare(part)] in ([a.variable, "<>", b.variable], [b.variable, "<>", a.variable]) for part in conjuncts(match.where))


def _keyword_names(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                if part.variable and part.variable.upper() in EMBEDDED_KEYWORDS:
                    yield Hit(part.at, part.variable)
    for projection in text.projections:
        for item in projection.items:
            if item.alias and item.alias.upper() in EMBEDDED_KEYWORDS:
                yield Hit(item.at, f"AS {item.alias}")


def _names_by_case(text: Analysis) -> Iterator[Hit]:
    """The embedded engine takes `h` and `H` for one variable."""
    told: set[frozenset[str]] = set()
    scopes = [(m.inner, m.at) for m in text.matches] + [(dict.fromkeys([*p.scope, *(i.column for i in p.items if i.is_named)]), p.at) for p in text.projections]
    for names, at in scopes:
        seen: dict[str, str] = {}
        for name in names:
            other = seen.setdefault(name.lower(), name)
            if other != name and frozenset((other, name)) not in told:
                told.add(frozenset((other, name)))
                yield Hit(at, f"{other} 与 {name}")


RULES = (
    Rule(
        "unreadable_pattern",
        "embedded_refuses",
        "只用 (a:标签 {键: 值})-[e:边]->(b) 的形式；EXISTS 里只放一个 MATCH 和 WHERE，多个模式用逗号分开",
        _unreadable,
    ),
    Rule("two_labels", "differs", "两个标签在内嵌引擎里是“或”，在 Neo4j 里是“且”；只用 (o:A|B)，条件写在 WHERE", _odd),
    Rule("label_on_bound", "differs", "变量已经有了，再写标签两个引擎读法不同；标签请写在变量第一次出现的地方", _label_again),
    Rule("edge_reused", "embedded_refuses", "内嵌引擎不认重复使用的边变量；请换个名字", _edge_again),
    Rule("undirected", "differs", "自环的条数两个引擎不同；请写明方向", _undirected),
    Rule("untyped_edge", "differs", "没有写边的类型；请写明，可以用 [:R|S]", _untyped),
    Rule("types_beside", "wrong", "EXISTS 和 OPTIONAL MATCH 里，几种类型(或没有写类型)的边与别的边一起，在内嵌引擎里会漏行；请每种类型分开写", _types_beside),
    Rule("same_edge", "differs", "内嵌引擎会让两条边是同一条；请加 c1 <> c2，或分成两个 MATCH", _same_edge),
    Rule("keyword_name", "embedded_refuses", "这个名字是内嵌引擎的关键字；请换一个", _keyword_names),
    Rule("names_by_case", "differs", "内嵌引擎不分名字的大小写；请换个名字", _names_by_case),
)
