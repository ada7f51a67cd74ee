"""WITH and RETURN: names of columns, groups, order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import Analysis, Binding, Projection
from graph.portability.clauses import Item, split
from graph.portability.rules.base import Rule, show

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "COLLECT", "PERCENTILECONT")


def _bare(projection: Projection, item: Item) -> Binding | None:
    one = len(item.expression) == 1 and item.expression[0].is_identifier
    return projection.scope.get(item.expression[0].identifier) if one else None


def _aggregates(item: Item) -> bool:
    return any(a.is_word(*_AGGREGATES) and b.is_symbol("(") for a, b in pairwise(item.expression))


def _unaliased(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        for item in projection.items:
            if not item.is_named or item.expression[0].is_symbol("*"):
                yield item.line, show(item.expression)


def _twice(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        columns = [item.column for item in projection.items]
        for item in projection.items:
            if columns.count(item.column) > 1:
                yield item.line, f"两列都叫 {item.column}"
                break


def _whole_nodes(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        for item in projection.items:
            binding = _bare(projection, item)
            if projection.keyword == "RETURN" and binding and binding.kind != "value":
                yield item.line, show(item.expression)


def _with_order(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        if projection.keyword == "WITH" and "ORDER" in projection.followed_by and "LIMIT" not in projection.followed_by:
            yield projection.followed_by["ORDER"].line, "WITH … ORDER BY"


def _with_distinct(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        if projection.keyword == "WITH" and projection.distinct:
            for item in projection.items:
                binding = _bare(projection, item)
                if binding and binding.kind in ("node", "edge"):
                    yield item.line, f"WITH DISTINCT {show(item.expression)}"


def _null_edge_group(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        grouped = projection.distinct or any(_aggregates(item) for item in projection.items)
        for item in projection.items:
            binding = _bare(projection, item)
            if grouped and binding and binding.kind == "edge" and binding.optional:
                yield item.line, show(item.expression)


def _collected_group(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        grouped = projection.distinct or any(_aggregates(item) for item in projection.items)
        for item in projection.items:
            if grouped and _is_collected(_bare(projection, item)):
                yield item.line, show(item.expression)


def _is_collected(binding: Binding | None) -> bool:
    return bool(binding and binding.kind == "value" and binding.expression and binding.expression[0].is_word("COLLECT"))


def _list_order(text: Analysis) -> Iterator[tuple[int, str]]:
    for projection in text.projections:
        order = projection.followed_by.get("ORDER")
        lists = {i.column for i in projection.items if i.expression[0].is_word("COLLECT") or _is_collected(_bare(projection, i))}
        for part in split(order.tokens[1:]) if order else ():
            if part and part[0].is_identifier and part[0].identifier in lists:
                yield part[0].line, f"ORDER BY {part[0].text}"


RULES = (
    Rule("unaliased", "differs", "每一列都要写 AS 名字，不能用 *", _unaliased),
    Rule("alias_twice", "neo4j_refuses", "请给其中一列改名", _twice),
    Rule("whole_node", "differs", "RETURN 里不能是整个节点、边或路径；请逐列写 h.id AS id", _whole_nodes),
    Rule("order_without_limit", "embedded_refuses", "内嵌引擎不认；请在后面加 LIMIT 1000000", _with_order),
    Rule("with_distinct_node", "wrong", "其后的常量列、CASE 列在内嵌引擎里会错；请写 WITH u, count(*) AS n", _with_distinct),
    Rule("group_by_null_edge", "wrong", "为 null 的边在内嵌引擎里各成一组；请按节点或属性分组", _null_edge_group),
    Rule("group_by_collected", "differs", "collect 的次序两个引擎不同；请用 max(CASE WHEN … THEN 1 ELSE 0 END) 各成一列", _collected_group),
    Rule("order_by_list", "embedded_refuses", "内嵌引擎不能按列表排序；请按列表里的值或它的 size 排序", _list_order),
)
