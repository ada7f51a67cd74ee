"""Expressions. Which operator binds tighter does not matter to what may be written, so operands and operators are read in a row."""

from __future__ import annotations

from graph.guard.caps import CHAIN, XORS
from graph.guard.grammar import atoms
from graph.guard.grammar.cursor import Cursor
from graph.guard.grammar.labels import labels
from graph.guard.words import listed

_BETWEEN = ("AND", "OR", "XOR", "IN", "CONTAINS")
_SIGNS = ("+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", ">", "<=", ">=", "=~")
_TYPE = listed(
    """
    BOOLEAN BOOL STRING VARCHAR INTEGER INT FLOAT DATE LIST ARRAY MAP NODE VERTEX RELATIONSHIP EDGE PATH ANY NOTHING NULL POINT DURATION TIME TIMESTAMP
    LOCAL ZONED DATETIME VALUE PROPERTY SIGNED NOT WITH WITHOUT ZONE
    """
)
"""What may follow the first word of a type."""


def expression(c: Cursor, *, tests: bool = True) -> None:
    """One expression; `tests`: whether ``x:Label`` may be a test here (not in ``[a:b]``)."""
    operand(c, tests=tests)
    count = 0
    while operator(c):
        count += 1
        if count > CHAIN:
            c.stop(c.token, f"一串里的运算超过 {CHAIN} 个；长的选择请写 x IN $list，长的文字请分步连接。")
        operand(c, tests=tests)


def operator(c: Cursor) -> bool:
    """Read one operator that stands between two operands, if there is one."""
    if c.token.is_word("NOT") and c.ahead(1).is_word("IN"):
        c.stop(c.token, "两个引擎都不认 x NOT IN xs；请写 NOT x IN xs 。")
    if c.token.is_symbol("!="):
        c.stop(c.token, "不等于请写 <> 。")
    if c.token.is_symbol("=") and c.ahead(1).is_symbol("="):
        c.stop(c.token, "等于请写一个 = 。")
    if c.token.is_word("XOR"):
        c.xors += 1
        if c.xors > XORS:
            c.stop(c.token, f"XOR 超过 {XORS} 个，引擎来不及安排；请分步写。")
    if c.token.is_word(*_BETWEEN) or c.token.is_symbol(*_SIGNS):
        c.next()
        return True
    if c.token.is_word("STARTS", "ENDS") and c.ahead(1).is_word("WITH"):
        c.at += 2
        return True
    return False


def operand(c: Cursor, *, tests: bool) -> None:
    c.prefixes("NOT", "-", "+")
    start = c.token
    atoms.atom(c)
    while suffix(c, after_number=start.kind == "number" and c.tokens[c.at - 1] is start, tests=tests):
        pass


def suffix(c: Cursor, *, after_number: bool, tests: bool) -> bool:
    """A property, an index, a null test, a type test or a label test behind an operand."""
    if c.token.is_symbol(".") and not after_number:
        c.next()
        if not (c.engine == "embedded" and c.take("*")):
            c.name("点之后，")
        return True
    if c.token.is_symbol("[") and not after_number:
        index(c)
        return True
    if c.token.is_word("IS"):
        return null_or_type(c)
    return tests and c.token.is_symbol(":") and not c.ahead(1).is_symbol(":", "=") and labels(c)


def index(c: Cursor) -> None:
    """``[1]``, ``['key']``, ``[1..3]``, ``[..3]``; on the embedded engine also ``[1:3]``."""
    c.require("[", "")
    if not c.token.is_symbol("..", ":"):
        expression(c, tests=False)
    if (c.take("..") or c.take(":")) and not c.token.is_symbol("]"):
        expression(c, tests=False)
    c.require("]", "方括号里，")


def null_or_type(c: Cursor) -> bool:
    """``IS NULL``, ``IS NOT NULL``, ``IS :: STRING``, ``IS Label``."""
    following = c.ahead(1)
    negated = following.is_word("NOT")
    subject = c.ahead(2) if negated else following
    if subject.is_word("NULL"):
        c.at += 3 if negated else 2
        return True
    if subject.is_symbol("::") or subject.is_word("TYPED"):
        c.at += 3 if negated else 2
        type_name(c)
        return True
    if negated or not labels(c):
        c.stop(c.token, "IS 之后只能是 NULL 或 NOT NULL；比较请写 = 或 <> 。")
    return True


def type_name(c: Cursor) -> None:
    """``STRING``, ``INTEGER NOT NULL``, ``LIST<STRING>``, ``CAST( … AS INT64[])``."""
    c.name("类型的名称，")
    while c.token.is_word(*_TYPE):
        c.next()
    if c.take("<"):
        type_name(c)
        c.require(">", "类型里，")
    if c.take("("):
        while not c.token.is_symbol(")"):
            if c.token.kind != "number" and not c.token.is_symbol(","):
                c.unexpected("类型的括号里，")
            c.next()
        c.next()
    while c.take("["):
        if c.token.kind == "number":
            c.next()
        c.require("]", "类型里，")


def sequence(c: Cursor) -> None:
    """Expressions with commas between them."""
    expression(c)
    while c.take(","):
        expression(c)


def mapping(c: Cursor) -> None:
    """``{key: value, …}``."""
    c.require("{", "")
    if not c.token.is_symbol("}"):
        while True:
            c.name("大括号里，")
            c.require(":", "键之后，")
            expression(c)
            if not c.take(","):
                break
    c.require("}", "大括号里，")
