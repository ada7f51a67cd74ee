"""Cuts Cypher into tokens with their places; strings, comments and backticked names are understood.

The lexer is stricter than both engines: a text that their own lexers would read differently is refused, never guessed at
(Neo4j decodes ``\\u0027`` anywhere, Ladybug only in strings; ``/***/`` is closed for one and open for the other …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from graph.errors import PortabilityError

Kind = Literal["word", "name", "string", "number", "parameter", "symbol"]

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<name>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
  | (?P<number>0[xXoO][0-9A-Fa-f]+|(?:\d+\.(?!\.)\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?(?!\w))
  | (?P<word>[^\W\d]\w*)
  | (?P<symbol><>|<=|>=|=~|!=|\.\.|\|\||::|\+=|[-+*/%^=<>.,;:|!&()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One token. `value` is what it means: a name without backticks, a parameter without ``$``, a word in capitals."""

    kind: Kind
    text: str
    value: str
    line: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords (given in capitals)."""
        return self.kind == "word" and self.value in words

    def is_symbol(self, *symbols: str) -> bool:
        return self.kind == "symbol" and self.text in symbols

    @property
    def is_identifier(self) -> bool:
        """Whether it can name something: a bare word or a backticked name."""
        return self.kind in ("word", "name")

    @property
    def identifier(self) -> str:
        """The name as the graph spells it."""
        return self.text if self.kind == "word" else self.value


def tokenise(text: str, place: str = "") -> list[Token]:
    """The tokens of a text, comments and white space left out.

    Raises PortabilityError, at `place` and line, where a string or comment is open or the engines' lexers differ.
    """
    text = text.replace("\r\n", "\n")
    tokens: list[Token] = []
    line, at = 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or (text.startswith("/*", at) and match.lastgroup != "comment"):
            raise PortabilityError(f"{place or '查询'} 第 {line} 行：{_unreadable(text[at:])}")
        kind, found = match.lastgroup, match.group()
        if kind == "comment" and found.startswith("/**") and set(found[2:-1]) == {"*"}:
            raise PortabilityError(f"{place or '查询'} 第 {line} 行：注释 {found} 两个引擎读法不同；请用 // 注释。")
        if "\r" in found:
            raise PortabilityError(f"{place or '查询'} 第 {line} 行：有单独的回车符(CR)，两个引擎读法不同；请删去。")
        if kind not in ("space", "comment"):
            tokens.append(_token(str(kind), found, line))
        line += found.count("\n")
        at = match.end()
    return tokens


def parameters(text: str) -> tuple[str, ...]:
    """The names of the ``$parameters`` in a text, in their order, each once."""
    return tuple(dict.fromkeys(t.value for t in tokenise(text) if t.kind == "parameter"))


def _token(kind: str, text: str, line: int) -> Token:
    if kind == "word":
        return Token("word", text, text.upper(), line)
    if kind == "name":
        return Token("name", text, text[1:-1].replace("``", "`"), line)
    if kind == "parameter":
        return Token("parameter", text, text[1:].strip("`"), line)
    if kind == "string":
        return Token("string", text, text[1:-1], line)
    return Token("number" if kind == "number" else "symbol", text, text, line)


def _unreadable(rest: str) -> str:
    if rest[0] in "'\"":
        return f"字符串没有结束的 {rest[0]}。"
    if rest.startswith("/*"):
        return "注释没有结束的 */。"
    if rest[0] == "`":
        return "名称没有结束的反引号。"
    if rest[0] == "\ufeff":
        return "文件开头有 BOM，两个引擎读法不同；请另存为不带 BOM 的 UTF-8。"
    if rest.startswith("\\u"):
        return "字符串以外的 \\u 转义两个引擎读法不同；请直接写那个字。"
    return f"不认识的字符 {rest[0]!r}；请改用半角符号。"
