"""WITH and RETURN: names of columns, groups, order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import AGGREGATES, Analysis, Match, Projection
from graph.portability.clauses import Item, split
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Hit, Rule, show
from graph.portability.scope import Binding, Scope


def _bare(projection: Projection, item: Item) -> Binding | None:
    one = len(item.expression) == 1 and item.expression[0].is_identifier
    return projection.scope.get(item.expression[0].identifier) if one else None


def _aggregates(item: Item) -> bool:
    return any(a.is_word(*AGGREGATES) and b.is_symbol("(") for a, b in pairwise(item.expression))


def _unaliased(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        for item in projection.items:
            if not item.is_named or item.expression[0].is_symbol("*"):
                yield Hit(item.at, show(item.expression))


def _twice(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        columns = [item.column for item in projection.items]
        for item in projection.items:
            if columns.count(item.column) > 1:
                yield Hit(item.at, f"两列都叫 {item.column}")
                break


def _whole_nodes(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        for item in projection.items:
            binding = _bare(projection, item)
            if projection.keyword == "RETURN" and binding and binding.kind != "value":
                yield Hit(item.at, show(item.expression))


def _with_order(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        if projection.keyword == "WITH" and "ORDER" in projection.followed_by and "LIMIT" not in projection.followed_by:
            yield Hit(projection.followed_by["ORDER"].at, "WITH … ORDER BY")


def _with_distinct(text: Analysis) -> Iterator[Hit]:
    """WITH DISTINCT node, later a CASE, coalesce or nullIf beside a constant column or rows multiplied by UNWIND or an unconnected MATCH,
    and an ORDER BY: the embedded engine gives one row's values in all rows."""
    for number, projection in enumerate(text.projections):
        nodes = [i for i in projection.items if (b := _bare(projection, i)) and b.kind in ("node", "edge")]
        if projection.keyword != "WITH" or not projection.distinct or not nodes:
            continue
        for later, after in enumerate(text.projections[number + 1 :], number + 1):
            if any(_aggregates(i) for i in after.items):
                break
            constant = any(not _reads_anything(i.expression, after.scope) for i in after.items)
            spread = after.unwinds > projection.unwinds or any(_unconnected(m) for m in text.matches[projection.matches : after.matches])
            chosen = any(t.is_word("CASE", "COALESCE", "NULLIF") for i in after.items for t in i.expression)
            if chosen and (constant or spread):
                ordered = any("ORDER" in p.followed_by for p in text.projections[later:])
                yield Hit(nodes[0].at, f"WITH DISTINCT {show(nodes[0].expression)}", None if ordered else "differs")
                break


def _unconnected(match: Match) -> bool:
    return match.kind in ("MATCH", "OPTIONAL") and not any(node.variable in match.outer for path in match.paths for node in path.nodes)


def _reads_anything(tokens: Tokens, scope: Scope) -> bool:
    return any((t.is_identifier and t.identifier in scope) or t.is_word("COUNT", "EXISTS") for t in tokens)


def _null_edge_group(text: Analysis) -> Iterator[Hit]:
    """Null edges and null paths are each a group of their own on the embedded engine."""
    for projection in text.projections:
        grouped = projection.distinct or any(_aggregates(item) for item in projection.items)
        for item in projection.items:
            if not grouped or _aggregates(item):
                continue
            for i, token in enumerate(item.expression):
                binding = projection.scope.get(token.identifier) if token.is_identifier else None
                after = item.expression[i + 1] if i + 1 < len(item.expression) else None
                whole = not (after and (after.is_symbol(".") or after.is_word("IS"))) and not (i and item.expression[i - 1].is_symbol("."))
                if binding and whole and binding.kind in ("edge", "edges", "path") and binding.optional and not _measured(item.expression, i):
                    yield Hit(token, show(item.expression))


def _measured(tokens: Tokens, at: int) -> bool:
    """Whether a function makes a value of it: ``length(p)``, ``nodes(p)``."""
    return at > 1 and tokens[at - 1].is_symbol("(") and tokens[at - 2].is_word("LENGTH", "NODES", "RELATIONSHIPS")


def _collected_group(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        grouped = projection.distinct or any(_aggregates(item) for item in projection.items)
        for item in projection.items:
            if grouped and _is_collected(_bare(projection, item)):
                yield Hit(item.at, show(item.expression))


def _is_collected(binding: Binding | None) -> bool:
    return bool(binding and binding.kind == "value" and binding.expression and binding.expression[0].is_word("COLLECT"))


def _list_order(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        order = projection.followed_by.get("ORDER")
        lists = {i.column for i in projection.items if i.expression[0].is_word("COLLECT") or _is_collected(_bare(projection, i))}
        for part in split(order.tokens[1:]) if order else ():
            if part and part[0].is_identifier and part[0].identifier in lists:
                yield Hit(part[0], f"ORDER BY {part[0].text}")


def _order_by_whole(text: Analysis) -> Iterator[Hit]:
    """The embedded engine cannot order by a node or edge, nor by an alias that a node's name hides (after groups or DISTINCT none does)."""
    for projection in text.projections:
        order = projection.followed_by.get("ORDER")
        grouped = projection.distinct or any(_aggregates(item) for item in projection.items)
        columns = {item.column for item in projection.items if grouped and _bare(projection, item) is None}
        for part in split(order.tokens[1:]) if order else ():
            key = part[:-1] if part and part[-1].is_word("ASC", "DESC", "ASCENDING", "DESCENDING") else part
            known = projection.scope.get(key[0].identifier) if len(key) == 1 and key[0].is_identifier else None
            if known is not None and known.kind in ("node", "edge", "path") and key[0].identifier not in columns:
                yield Hit(key[0], f"ORDER BY {key[0].text}")


RULES = (
    Rule("unaliased", "differs", "每一列都要写 AS 名字，不能用 *", _unaliased),
    Rule("alias_twice", "neo4j_refuses", "请给其中一列改名", _twice),
    Rule("whole_node", "differs", "RETURN 里不能是整个节点、边或路径；请逐列写 h.id AS id", _whole_nodes),
    Rule("order_without_limit", "embedded_refuses", "内嵌引擎不认；请在后面加 LIMIT 1000000", _with_order),
    Rule("with_distinct_node", "wrong", "其后的常量列、CASE 列在内嵌引擎里会错；请写 WITH u, count(*) AS n", _with_distinct),
    Rule("group_by_null_edge", "wrong", "为 null 的边在内嵌引擎里各成一组；请按节点或属性分组", _null_edge_group),
    Rule("group_by_collected", "differs", "collect 的次序两个引擎不同；请用 max(CASE WHEN … THEN 1 ELSE 0 END) 各成一列", _collected_group),
    Rule("order_by_whole", "embedded_refuses", "内嵌引擎不能按整个节点或边排序(列名也不要与变量同名)；请按 x.id 排序", _order_by_whole),
    Rule("order_by_list", "embedded_refuses", "内嵌引擎不能按列表排序；请按列表里的值或它的 size 排序", _list_order),
)
