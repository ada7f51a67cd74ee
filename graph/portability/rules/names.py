"""Labels, edge types and properties that the model does not have: Neo4j answers nothing, Ladybug refuses."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from graph.portability.analysis import Analysis, Binding, Match
from graph.portability.patterns import EdgePattern, NodePattern
from graph.portability.rules.base import Rule
from graph.portability.types import properties, type_of
from graph.schema import EDGE, NODE


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"(是不是 {near[0]}?)" if near else ""


def _labels(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        for path in match.paths:
            for node in path.nodes:
                for label in node.labels:
                    if label not in NODE:
                        yield node.line, f"标签 {label}{_near(label, NODE)}"
            for edge in path.edges:
                for name in edge.types:
                    if name not in EDGE:
                        yield edge.line, f"边 {name}{_near(name, EDGE)}"


def _properties(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                binding = _binding(match, part)
                for name in part.values:
                    if _is_known(binding) and name not in {p.name for p in properties(binding)}:
                        yield part.line, f"{_owner(binding)} 的属性 {name}{_near(name, (p.name for p in properties(binding)))}"
    for e in text.expressions:
        for variable, dot, token in zip(e.tokens, e.tokens[1:], e.tokens[2:], strict=False):
            owner = e.scope.get(variable.identifier) if variable.is_identifier and dot.is_symbol(".") else None
            if owner and owner.kind in ("node", "edge") and _is_known(owner) and token.identifier not in (known := {p.name for p in properties(owner)}):
                yield token.line, f"{_owner(owner)} 的属性 {token.identifier}{_near(token.identifier, known)}"


def _binding(match: Match, part: NodePattern | EdgePattern) -> Binding:
    bound = match.inner.get(part.variable) if part.variable else None
    if isinstance(part, NodePattern):
        return Binding("node", part.labels or (bound.names if bound else ()))
    return Binding("edge", part.types)


def _is_known(binding: Binding) -> bool:
    """Whether every label or type is the model's; one that is not has been reported, its properties need not be."""
    return all(name in NODE or name in EDGE for name in binding.names)


def _owner(binding: Binding) -> str:
    return "|".join(binding.names) or "图中任何标签"


def _pairs(text: Analysis) -> Iterator[tuple[int, str]]:
    """An edge between labels that it never joins finds nothing, in silence."""
    for match in text.matches:
        for path in match.paths:
            for edge in path.edges:
                sources, targets = _binding(match, edge.source).names, _binding(match, edge.target).names
                known = [pair for name in edge.types if name in EDGE for pair in EDGE[name].pairs]
                if edge.length is not None or not known:
                    continue
                if not any((not sources or a in sources) and (not targets or b in targets) for a, b in known):
                    yield edge.line, f"({'|'.join(sources)})-[:{'|'.join(edge.types)}]->({'|'.join(targets)})"


def _value_types(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        for path in match.paths:
            for part in path.parts:
                kinds = {p.name: p.type for p in properties(_binding(match, part))}
                for name, value in part.values.items():
                    kind = type_of(value, match.inner)
                    if kind in ("text", "int", "bool", "date") and kinds.get(name, kind) != kind:
                        yield part.line, f"{{{name}: {''.join(t.text for t in value)}}}"


RULES = (
    Rule("unknown_name", "embedded_refuses", "模型里没有；名称要与模型一字不差(大小写也是)，见 graph/schema.py", _labels),
    Rule("unknown_property", "embedded_refuses", "模型里没有；名称要与模型一字不差(大小写也是)，见 graph/schema.py", _properties),
    Rule("impossible_edge", "embedded_refuses", "模型里这种边不连接这两种标签，或方向反了；见 graph/schema.py", _pairs),
    Rule("mixed_property", "wrong", "值与属性的类型不同；请用属性的类型", _value_types),
)
