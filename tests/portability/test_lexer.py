"""Tokens, and what the two engines' own lexers would read differently."""

from __future__ import annotations

import pytest

from graph.errors import PortabilityError
from graph.portability.lexer import parameters, tokenise


def values(text: str) -> list[str]:
    return [t.value for t in tokenise(text)]


def test_tokens() -> None:
    assert values("MATCH (a:`odd``name`) WHERE a.x<>$p AND a.y<=1.5 // c\nRETURN 'it\\'s' AS t") == [
        "MATCH", "(", "A", ":", "odd`name", ")", "WHERE", "A", ".", "X", "<>", "p", "AND", "A", ".", "Y", "<=", "1.5", "RETURN", "it\\'s", "AS", "T",
    ]  # fmt: skip


def test_ranges_are_not_decimals() -> None:
    assert values("*1..5 *0..") == ["*", "1", "..", "5", "*", "0", ".."]


def test_lines() -> None:
    assert [(t.text, t.line) for t in tokenise("a\n/* b\nb */ c\r\n'd\nd' e")] == [("a", 1), ("c", 3), ("'d\nd'", 4), ("e", 5)]


def test_parameters() -> None:
    assert parameters("$b '$c' $a $b // $d") == ("b", "a")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RETURN 'a", "没有结束的 '"),
        ("RETURN `a", "反引号"),
        ("RETURN 1 /* a", r"没有结束的 \*/"),
        ("RETURN 1 /***/", "两个引擎读法不同"),
        ("RETURN \\u0027", "转义"),
        ("RETURN 1 // a\rMATCH", "回车"),
        ("\ufeffRETURN 1", "BOM"),
        ("RETURN 1，2", "半角"),
        ("RETURN 1 AS a @", "不认识的字符"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(PortabilityError, match=rf"q\.cypher 第 1 行：.*{reason}"):
        tokenise(text, "q.cypher")
