"""Operators and expression forms that one engine refuses or that give other values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import Analysis, Expression, calls, closing
from graph.portability.nulls import may_be_null, quantified_null
from graph.portability.operands import ARITHMETIC, COMPARISONS, WORDS, bare, is_value_end, operand_after, operand_before
from graph.portability.rules.base import Hit, Rule, each, show
from graph.portability.types import type_of

_BREAKS = ("AND", "OR", "XOR", "NOT", "WHEN", "THEN", "ELSE", "CASE", "END")
_FIELDS = ("year", "month", "day", "week", "quarter", "ordinalDay", "epochDays", "dayOfWeek")


def _chained(e: Expression) -> Iterator[Hit]:
    counts = [0]
    for i, token in enumerate(e.tokens):
        if token.is_symbol("(", "[", "{"):
            counts.append(0)
        elif token.is_symbol(")", "]", "}") and len(counts) > 1:
            counts.pop()
        elif token.is_symbol(",") or token.is_word(*_BREAKS):
            counts[-1] = 0
        elif token.is_symbol(*COMPARISONS) and not (token.is_symbol(">") and i and e.tokens[i - 1].is_symbol("-")):
            counts[-1] += 1
            if counts[-1] == 2:
                yield Hit(token, show(e.tokens))


def _precedence(e: Expression) -> Iterator[Hit]:
    """On the embedded engine IN, IS NULL, =~ and STARTS WITH bind closer than arithmetic: ``1 + 2 IN [3]`` is ``1 + (2 IN [3])``."""
    for i, token in enumerate(e.tokens):
        tests = (
            token.is_symbol("=~")
            or token.is_word("IN", "IS", "CONTAINS")
            or (token.is_word("STARTS", "ENDS") and i + 1 < len(e.tokens) and e.tokens[i + 1].is_word("WITH"))
        )
        if not tests or not i or e.tokens[i - 1].is_symbol("."):
            continue
        left = operand_before(e.tokens, i)
        before = i - len(left) - 1
        sign = before >= 0 and e.tokens[before].is_symbol("-") and not (before and is_value_end(e.tokens[before - 1]))
        last = i + 1 if token.is_word("STARTS", "ENDS") else i
        after = last + 1 + len(operand_after(e.tokens, last))
        outside = before >= 0 and e.tokens[before].is_symbol(*ARITHMETIC) and not sign
        if outside or (not token.is_word("IS") and after < len(e.tokens) and e.tokens[after].is_symbol(*ARITHMETIC)):
            yield Hit(token, show(e.tokens[max(before, 0) : after + 2]))


def _index(e: Expression) -> Iterator[Hit]:
    for i, (a, b) in enumerate(pairwise(e.tokens)):
        if b.is_symbol("[") and is_value_end(a) and not a.is_word("EXISTS"):
            key = e.tokens[i + 2] if i + 2 < len(e.tokens) else b
            known = e.scope.get(a.identifier) if a.is_identifier else None
            by_name = key.kind == "string" or (known is not None and known.kind in ("node", "edge"))
            yield Hit(b, f"{a.text}[…]", "embedded_refuses" if by_name else None, "内嵌引擎不认；请写 x.属性" if by_name else "")


def _comprehension(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens[:-2]):
        if token.is_symbol("[") and not (i and is_value_end(e.tokens[i - 1])):
            inside = e.tokens[i : closing(e.tokens, i)]
            bound = len(inside) > 2 and inside[1].is_identifier and inside[2].is_word("IN") and any(t.is_word("WHERE") for t in inside)
            if bound or any(t.is_symbol("|") for t in inside):
                yield Hit(token, show(e.tokens[i : closing(e.tokens, i) + 1]))


def _quantifier(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens[:-1]):
        if token.is_word("ANY", "ALL", "NONE", "SINGLE") and e.tokens[i + 1].is_symbol("("):
            inside = e.tokens[i + 2 : closing(e.tokens, i + 1)]
            if quantified_null(inside, e.scope):
                yield Hit(token, f"{token.text}({show(inside)})")


def _quantified_parameter(e: Expression) -> Iterator[Hit]:
    for token, called in pairwise(e.tokens):
        if token.is_word("ANY", "ALL", "NONE", "SINGLE") and called.is_symbol("("):
            at = next(i for i, t in enumerate(e.tokens) if t is token)
            inside = e.tokens[at + 2 : closing(e.tokens, at + 1)]
            where = next((i for i, t in enumerate(inside) if t.is_word("WHERE")), len(inside))
            for parameter in inside[where:]:
                if parameter.kind == "parameter":
                    yield Hit(parameter, f"{token.text}(… {parameter.text} …)")


def _tests_in_a_row(e: Expression) -> Iterator[Hit]:
    """``x IN a IN b``: Neo4j takes one test after another only in brackets."""
    for i, token in enumerate(e.tokens):
        if token.is_word("IN", "IS", "CONTAINS") or (token.is_word("STARTS", "ENDS") and i + 1 < len(e.tokens) and e.tokens[i + 1].is_word("WITH")):
            last = i + 1 if token.is_word("STARTS", "ENDS") else i
            after = last + 1 + len(operand_after(e.tokens, last))
            if after < len(e.tokens) and not token.is_word("IS") and e.tokens[after].is_word("IN", "IS", "CONTAINS", "STARTS", "ENDS"):
                yield Hit(e.tokens[after], show(e.tokens[i : after + 2]))


def _path_node(e: Expression) -> Iterator[Hit]:
    """An element of nodes(p) is no node that could be compared with another."""
    for i, token in enumerate(e.tokens):
        if token.is_symbol("=", "<>") or token.is_word("IN"):
            sides = [bare(operand_before(e.tokens, i)), bare(operand_after(e.tokens, i))]
            known = [e.scope.get(s[0].identifier) for s in sides if len(s) == 1 and s[0].is_identifier]
            if any(k is not None and k.kind == "node" and k.expression for k in known):
                yield Hit(token, f"{show(sides[0])} {token.text} {show(sides[1])}")


def _map_projection(e: Expression) -> Iterator[Hit]:
    for i, (a, b) in enumerate(pairwise(e.tokens)):
        named = i > 0 and e.tokens[i - 1].is_symbol(".")
        if b.is_symbol("{") and a.is_identifier and not (a.is_word("EXISTS", "COUNT", "COLLECT", *WORDS) and not named):
            yield Hit(b, f"{a.text} {{…}}")


def _label_test(e: Expression) -> Iterator[Hit]:
    """``WHERE h:Label``; in a map a colon is something else, and in ``xs[1:2]`` a slice of the embedded engine."""
    open_: list[str] = []
    for i, token in enumerate(e.tokens):
        if token.is_symbol("(", "[", "{"):
            open_.append("slice" if token.is_symbol("[") and i and is_value_end(e.tokens[i - 1]) else token.text)
        elif token.is_symbol(")", "]", "}") and open_:
            open_.pop()
        elif token.is_symbol(":", "::") and not (open_ and open_[-1] == "{"):
            sliced = bool(open_) and open_[-1] == "slice"
            yield Hit(token, show(e.tokens[max(i - 1, 0) : i + 2]), "neo4j_refuses" if sliced else None, "Neo4j 的切片写 xs[0..2]" if sliced else "")


def _bare_pattern(text: Analysis) -> Iterator[Hit]:
    """As a condition both answer it; as a value (its size) Neo4j refuses it, and the embedded engine takes the size of 'True'."""
    for match in text.matches:
        if match.kind == "PATTERN":
            i = next((i for i, t in enumerate(text.tokens) if t is match.at), 0)
            sized = i > 1 and text.tokens[i - 1].is_symbol("(") and text.tokens[i - 2].is_identifier and not text.tokens[i - 2].is_word(*WORDS, "EXISTS")
            yield Hit(match.at, show(text.tokens[i : i + 8]), "both_refuse" if sized else None, _COUNTED if sized else "")


_COUNTED = "模式不是列表，没有个数；请用 OPTIONAL MATCH 加 count(c)"


def _parameters(e: Expression) -> Iterator[Hit]:
    for a, op, b in zip(e.tokens, e.tokens[1:], e.tokens[2:], strict=False):
        if a.kind == b.kind == "parameter" and op.is_symbol("+", "-", "*", "/", "%"):
            yield Hit(op, f"{a.text} {op.text} {b.text}")


def _division(e: Expression) -> Iterator[Hit]:
    for i, op in enumerate(e.tokens[:-1]):
        by = operand_after(e.tokens, i) if op.is_symbol("/", "%") else ()
        written = bare(by[1:] if by[:1] and by[0].is_symbol("-") else by)
        number = len(written) == 1 and written[0].kind == "number" and _not_zero(written[0].text)
        if by and not by[0].is_word("NULLIF") and not number:
            yield Hit(op, f"{op.text} {show(by)}")


def _not_zero(text: str) -> bool:
    try:
        return float(text) != 0
    except ValueError:
        return True


def _unary_plus(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("+") and (i == 0 or not is_value_end(e.tokens[i - 1])):
            yield Hit(token, show(e.tokens[i : i + 2]))


def _text_plus(e: Expression) -> Iterator[Hit]:
    """Text + what may be null: it counts as '' on the embedded engine. Text + a number or date: only Neo4j joins them."""
    for i, token in enumerate(e.tokens):
        if token.is_symbol("+") and i and is_value_end(e.tokens[i - 1]):
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            kinds = [type_of(left, e.scope), type_of(right, e.scope)]
            shown = f"{show(left)} + {show(right)}"
            null = any(may_be_null(side, e.scope, grouped=e.grouped) for side in (left, right))
            if _is_text(e, i, kinds):
                if other := next((k for k in kinds if k in ("int", "float", "bool", "date")), None):
                    yield Hit(token, shown, "embedded_refuses", f"内嵌引擎不能把文字与 {other} 相加；请在程序里拼接")
                elif null:
                    yield Hit(token, shown)
            elif null and None in kinds and not set(kinds) & {"int", "float", "date"}:
                yield Hit(token, shown, "differs")


def _is_text(e: Expression, at: int, kinds: list[str | None]) -> bool:
    """Whether this + joins text: one side is, or one further left in the same row of +."""
    if "text" in kinds:
        return True
    before = at
    while before > 0 and e.tokens[before].is_symbol("+"):
        left = operand_before(e.tokens, before)
        if type_of(left, e.scope) == "text":
            return True
        before -= len(left) + 1
    return False


def _replace(e: Expression) -> Iterator[Hit]:
    for i, arguments in calls(e.tokens, "REPLACE"):
        empty = len(arguments) > 1 and len(arguments[1]) == 1 and arguments[1][0].kind == "string" and not arguments[1][0].value
        shown = f"replace({show(arguments[0] if arguments else ())}, …)"
        if any(may_be_null(a, e.scope, grouped=e.grouped) for a in arguments):
            yield Hit(e.tokens[i], shown)
        elif empty:
            yield Hit(e.tokens[i], shown, "differs")


def _sum(e: Expression) -> Iterator[Hit]:
    """Of no rows or only nulls; with grouping keys each group has a row."""
    for i, arguments in calls(e.tokens, "SUM"):
        covered = i > 1 and e.tokens[i - 1].is_symbol("(") and e.tokens[i - 2].is_word("COALESCE")
        inside = arguments[0][1:] if arguments and arguments[0][:1] and arguments[0][0].is_word("DISTINCT") else arguments[0] if arguments else ()
        if not covered and not (e.grouped and not may_be_null(inside, e.scope)):
            yield Hit(e.tokens[i], show(e.tokens[i : closing(e.tokens, i + 1) + 1]))


def _field(e: Expression) -> Iterator[Hit]:
    for i in range(1, len(e.tokens) - 1):
        dot, name = e.tokens[i], e.tokens[i + 1]
        if dot.is_symbol(".") and name.is_identifier:
            owner = e.scope.get(e.tokens[i - 1].identifier) if e.tokens[i - 1].is_identifier else None
            element = owner is not None and owner.kind in ("node", "edge")
            if element and i + 2 < len(e.tokens) and e.tokens[i + 2].is_symbol("."):
                yield Hit(dot, show(e.tokens[i - 1 : i + 4]))
            elif name.identifier in _FIELDS and not element and not (owner and owner.unwound):
                yield Hit(dot, show(e.tokens[i - 1 : i + 2]))


RULES = (
    Rule("chained_comparison", "embedded_refuses", "内嵌引擎不认连写的比较；请写 1 < x AND x < 3", each(_chained)),
    Rule("precedence", "embedded_refuses", "内嵌引擎先算 IN、IS、=~、STARTS WITH，后算加减乘除；请给算式加上括号", each(_precedence)),
    Rule("list_index", "differs", "两个引擎从不同的位置数起；请用 UNWIND、min、max", each(_index)),
    Rule("comprehension", "embedded_refuses", "内嵌引擎不认列表推导；请用 UNWIND、WHERE 与 collect", each(_comprehension)),
    Rule("quantifier", "wrong", "遇到 null 内嵌引擎答错；条件里请写 coalesce(x.kind, '') = …", each(_quantifier)),
    Rule("quantifier_parameter", "embedded_refuses", "内嵌引擎不能在 any、all、none、single 里读参数；请先写 WITH …, $x AS x", each(_quantified_parameter)),
    Rule("path_node_compared", "embedded_refuses", "内嵌引擎不能拿 nodes(p) 里的节点与别的节点比；请比 n.id = h.id", each(_path_node)),
    Rule("tests_in_a_row", "neo4j_refuses", "Neo4j 不认连写的 IN、IS、STARTS WITH；请加括号", each(_tests_in_a_row)),
    Rule("map_projection", "embedded_refuses", "内嵌引擎不认；请逐列写 x.name AS name", each(_map_projection)),
    Rule("label_test", "embedded_refuses", "内嵌引擎不认；标签请写在变量出现的模式里", each(_label_test)),
    Rule("bare_pattern", "differs", "请写 EXISTS { MATCH … }", _bare_pattern),
    Rule("parameter_arithmetic", "differs", "内嵌引擎按参数的大小定类型，会溢出；请在程序里算好，或写 $x * 1.0 * $y", each(_parameters)),
    Rule("division", "differs", "内嵌引擎先算除法再看条件；除数请写成 nullIf(n, 0)", each(_division)),
    Rule("unary_plus", "embedded_refuses", "内嵌引擎不认正号；请删去", each(_unary_plus)),
    Rule("text_plus_null", "wrong", "null 在内嵌引擎里当空串，在 Neo4j 里结果为 null；请写 coalesce(x, '') + …", each(_text_plus)),
    Rule("replace_null", "wrong", "遇到 null 内嵌引擎答错；请写 replace(coalesce(x, ''), …)，被替换的不能是空串", each(_replace)),
    Rule("sum_of_nothing", "differs", "没有行时内嵌引擎给 null，Neo4j 给 0；请写 coalesce(sum(x), 0)", each(_sum)),
    Rule("date_field", "embedded_refuses", "内嵌引擎不认日期的分量；请传入两个日期参数，写 d >= $a AND d < $b", each(_field)),
)
