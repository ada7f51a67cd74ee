"""Labels and edge types: ``:A``, ``:A|B``, ``:A&!B``, ``:(A|B)&C``, ``:%``, ``IS A``."""

from __future__ import annotations

from graph.guard.caps import LABELS
from graph.guard.grammar.cursor import Cursor


def labels(c: Cursor) -> bool:
    """The labels of a node, the types of an edge, or the test of an expression; whether there were any."""
    if not (c.token.is_symbol(":") or (c.token.is_word("IS") and _is_label(c))):
        return False
    start = c.at
    c.next()
    label(c)
    while c.take("|") or c.take("&") or c.take(":"):
        c.take(":")
        label(c)
    if sum(t.is_symbol("&", ":") for t in c.tokens[start + 1 : c.at]) > LABELS:
        c.stop(c.tokens[start], f"标签里的 & 超过 {LABELS} 个，引擎来不及安排；请只用 | 。")
    return True


def _is_label(c: Cursor) -> bool:
    following = c.ahead(1)
    return following.kind == "name" or following.is_symbol("(", "!", "%") or (following.kind == "word" and following.value not in ("NULL", "NOT", "TYPED"))


def label(c: Cursor) -> None:
    c.prefixes("!")
    if c.take("%"):
        return
    if c.take("("):
        label(c)
        while c.take("|") or c.take("&") or c.take(":"):
            label(c)
        c.require(")", "标签的括号里，")
        return
    if c.token.kind == "parameter":
        c.stop(c.token, "标签和边的类型要写明，不能是参数。")
    c.name("标签的冒号之后，")
