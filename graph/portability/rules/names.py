"""Labels, edge types and properties that the model does not have: Neo4j answers nothing, Ladybug refuses."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from graph.portability.analysis import Analysis, Match
from graph.portability.lexer import Token
from graph.portability.patterns import EdgePattern, NodePattern, PathPattern
from graph.portability.rules.base import Hit, Rule
from graph.portability.scope import Binding
from graph.portability.types import type_of
from graph.schema import EDGE, NODE


def _unknown(at: Token, what: str, name: str, known: Iterable[str]) -> Hit:
    """What is not in the model; the embedded engine does not tell names by their case, so there it finds something."""
    known = sorted(known)
    by_case = [k for k in known if k.lower() == name.lower()]
    near = by_case or difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    suggestion = f"，是不是 {near[0]}" if near else ""
    advice = "内嵌引擎不分大小写，Neo4j 分；请写得与模型一字不差" if by_case else ""
    return Hit(at, f"没有{what} {name}{suggestion}", "differs" if by_case else None, advice)


def _labels(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for path in match.paths:
            for node in path.nodes:
                for label in node.labels:
                    if label not in NODE:
                        yield _unknown(node.at, "标签", label, NODE)
            for edge in path.edges:
                for name in edge.types:
                    if name not in EDGE:
                        yield _unknown(edge.at, "边", name, EDGE)


def _properties(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                binding = _binding(text, match, part)
                for name in part.values:
                    if _is_known(binding) and name not in binding.properties:
                        yield _unknown(part.at, f"属性 {_owner(binding)}", name, binding.properties)
    for e in text.expressions:
        for i, (variable, dot, token) in enumerate(zip(e.tokens, e.tokens[1:], e.tokens[2:], strict=False)):
            reads = variable.is_identifier and dot.is_symbol(".") and token.is_identifier and not (i and e.tokens[i - 1].is_symbol("."))
            owner = e.scope.get(variable.identifier) if reads else None
            if owner and owner.kind in ("node", "edge") and _is_known(owner) and token.identifier not in owner.properties:
                yield _unknown(token, f"属性 {_owner(owner)}", token.identifier, owner.properties)


def _binding(text: Analysis, match: Match, part: NodePattern | EdgePattern) -> Binding:
    bound = match.inner.get(part.variable) if part.variable else None
    if isinstance(part, NodePattern):
        return Binding("node", part.labels or (bound.names if bound else ()), extra=text.extra)
    return Binding("edge", part.types, extra=text.extra)


def _is_known(binding: Binding) -> bool:
    """Whether every label or type is the model's; one that is not has been reported, its properties need not be."""
    return all(name in NODE or name in EDGE for name in binding.names)


def _owner(binding: Binding) -> str:
    return f"{'|'.join(binding.names)} 的" if binding.names else "任何标签都没有的"


def _pairs(text: Analysis) -> Iterator[Hit]:
    """An edge between labels that it never joins finds nothing; from a known node, in OPTIONAL MATCH or EXISTS, Ladybug finds a stranger."""
    for match in text.matches:
        for path in match.paths:
            for edge in path.edges:
                sources, targets = (_labels_at(match, path, node) for node in (edge.source, edge.target))
                known = [pair for name in edge.types if name in EDGE for pair in EDGE[name].pairs]
                if not edge.directed:
                    known += [(b, a) for a, b in known]
                if not known or (edge.length or "").startswith("0"):
                    continue
                near = edge.length is None
                fits = [(a, b) for a, b in known if (not sources or a in sources or not near) and (not targets or b in targets or not near)]
                starts = not sources or any(a in sources for a, _ in known)
                ends = not targets or any(b in targets for _, b in known)
                if not fits or not starts or not ends:
                    bound = match.kind in ("OPTIONAL", "EXISTS", "PATTERN") and any(n.variable in match.outer for n in path.nodes if n.variable)
                    shown = f"({'|'.join(sources)})-[:{'|'.join(edge.types)}]->({'|'.join(targets)})"
                    yield Hit(edge.at, shown, "wrong" if bound else None, _STRANGER if bound else "")


_STRANGER = "模型里这种边不连接这两种标签，或方向反了；内嵌引擎在这里会找到不相干的行，见图模型的参考页"


def _labels_at(match: Match, path: PathPattern, node: NodePattern) -> tuple[str, ...]:
    """What a node is written or known to be, apart from the edges of this pattern."""
    known = match.outer.get(node.variable) if node.variable else None
    bound = known.possible if known is not None and known.kind == "node" else ()
    here = match.inner.get(node.variable) if node.variable else None
    labels = bound or node.labels or (here.names if here is not None and here.kind == "node" else ())
    return labels if all(label in NODE for label in labels) else ()


def _value_types(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                kinds = {p.name: p.type for p in _binding(text, match, part).properties.values()}
                for name, value in part.values.items():
                    kind, wanted = type_of(value, match.inner), kinds.get(name)
                    if kind in ("text", "int", "float", "bool", "date") and wanted and kind != wanted and {kind, wanted} != {"int", "float"}:
                        yield Hit(part.at, f"{{{name}: {''.join(t.text for t in value)}}}")


def _two_types(text: Analysis) -> Iterator[Hit]:
    """One property name with two types under ``(o:A|B)``: the embedded engine makes text of both."""
    for e in text.expressions:
        for variable, dot, token in zip(e.tokens, e.tokens[1:], e.tokens[2:], strict=False):
            owner = e.scope.get(variable.identifier) if variable.is_identifier and dot.is_symbol(".") and token.is_identifier else None
            if owner and owner.kind in ("node", "edge"):
                kinds = {p.type for table in owner.tables for p in table if p.name == token.identifier}
                if len(kinds) > 1:
                    yield Hit(token, f"{variable.text}.{token.text}")


RULES = (
    Rule("unknown_name", "embedded_refuses", "模型里没有；名称要与模型一字不差(大小写也是)，可用的名称见图模型的参考页", _labels),
    Rule("unknown_property", "embedded_refuses", "模型里没有；名称要与模型一字不差(大小写也是)，可用的名称见图模型的参考页", _properties),
    Rule("impossible_edge", "differs", "模型里这种边不连接这两种标签，或方向反了，结果总是空的；见图模型的参考页", _pairs),
    Rule("mixed_property", "wrong", "值与属性的类型不同；请用属性的类型", _value_types),
    Rule("two_types", "differs", "这个属性在两种标签里类型不同；请分成两个查询", _two_types),
)
