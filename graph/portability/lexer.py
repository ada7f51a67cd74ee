"""Cuts Cypher into tokens with their places; strings, comments and backticked names are understood.

The lexer is stricter than both engines: a text that their own lexers would read differently is refused, never guessed at
(Neo4j decodes ``\\u0027`` anywhere, Ladybug only in strings; ``/***/`` is closed for one and open for the other …).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn

from graph.errors import PortabilityError

Kind = Literal["word", "name", "string", "number", "parameter", "symbol"]

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<name>`(?:[^`]|``)+`)
  | (?P<parameter>\$(?:\w+|`(?:[^`]|``)+`))
  | (?P<number>0[xXoO][0-9A-Fa-f]+(?!\w)|(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?(?!\w))
  | (?P<word>[^\W\d]\w*)
  | (?P<symbol><>|<=|>=|=~|!=|\.\.|\|\||::|\+=|[-+*/%^=<>.,;:|!&()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u+([0-9A-Fa-f]{4})")
_SPECIAL = {"≠": "<>", "≤": "<=", "≥": ">=", "→": "->", "←": "<-", "…": "..", "—": "-", "–": "-", "。": ".", "、": ",", "‘": "'", "’": "'", "“": '"', "”": '"'}
"""What was meant by signs that input methods and word processors put in the place of others."""


class LexicalError(PortabilityError):
    """A text that cannot be cut into tokens: `reason` at `line` and `column`."""

    def __init__(self, place: str, line: int, column: int, reason: str) -> None:
        super().__init__(f"{place or '查询'} 第 {line} 行：{reason}")
        self.line, self.column, self.reason = line, column, reason


@dataclass(frozen=True)
class Token:
    """One token. `value` is what it means: a name without backticks, a parameter without ``$``, a word in capitals.

    `start` is where it begins in the text (with CRLF read as LF), so that the text can be put together again.
    """

    kind: Kind
    text: str
    value: str
    line: int
    column: int = 1
    start: int = 0

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

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokenise(text: str, place: str = "") -> list[Token]:
    """The tokens of a text, comments and white space left out.

    Raises LexicalError, at `place` and line, where a string or comment is open or the engines' lexers differ.
    """
    text = text.replace("\r\n", "\n")

    def refuse(at: int, reason: str) -> NoReturn:
        raise LexicalError(place, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), reason)

    if found := _CONTROL.search(text):
        refuse(found.start(), f"有看不见的控制字符 U+{ord(found.group()):04X}；请删去。")
    tokens: list[Token] = []
    line, line_start, at = 1, 0, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or (text.startswith("/*", at) and match.lastgroup != "comment"):
            refuse(at, _unreadable(text[at:]))
        kind, word = str(match.lastgroup), match.group()
        for offset, reason in _doubts(kind, word):
            refuse(at + offset, reason)
        if kind not in ("space", "comment"):
            tokens.append(_token(kind, word, line, at - line_start + 1, at))
        if newlines := word.count("\n"):
            line += newlines
            line_start = at + word.rindex("\n") + 1
        at = match.end()
    return tokens


def parameters(text: str) -> tuple[str, ...]:
    """The names of the ``$parameters`` in a text, in their order, each once."""
    return tuple(dict.fromkeys(t.value for t in tokenise(text) if t.kind == "parameter"))


def _token(kind: str, text: str, line: int, column: int, start: int) -> Token:
    if kind == "word":
        # Only ASCII letters make a keyword: str.upper() makes I of a dotless i, which no engine reads as IN.
        return Token("word", text, text.upper() if text.isascii() else text, line, column, start)
    if kind == "name":
        return Token("name", text, _unquoted(text), line, column, start)
    if kind == "parameter":
        return Token("parameter", text, _unquoted(text[1:]) if text[1] == "`" else text[1:], line, column, start)
    if kind == "string":
        return Token("string", text, text[1:-1], line, column, start)
    return Token("number" if kind == "number" else "symbol", text, text, line, column, start)


def _unquoted(name: str) -> str:
    return name[1:-1].replace("``", "`")


def _doubts(kind: str, text: str) -> Iterator[tuple[int, str]]:
    """What the engines' lexers would read differently inside one token: offset and reason."""
    if "\r" in text:
        yield text.index("\r"), "有单独的回车符(CR)，两个引擎读法不同；请删去。"
    if kind == "comment" and text.startswith("/*") and not _closes(text):
        yield 0, f"注释 {text if len(text) < 30 else '/*…' + text[-6:]} 两个引擎读法不同；请用 // 注释，或在 */ 前空一格。"
    if kind in ("name", "parameter") and "\\" in text:
        yield text.index("\\"), "名称里的 \\ 两个引擎读法不同；请直接写那个字。"
    if kind in ("string", "comment"):
        for escape in _ESCAPED.finditer(text):
            if not _harmless(chr(int(escape[1], 16)), kind):
                yield escape.start(), f"\\u{escape[1]} 两个引擎读法不同；请直接写那个字，引号写成 \\'，换行写成 \\n。"


def _closes(comment: str) -> bool:
    """Whether Ladybug ends the comment here as well: it reads a ``*`` inside together with the next character."""
    at = 2
    while at < len(comment) - 2:
        at += 2 if comment[at] == "*" else 1
    return at == len(comment) - 2


def _harmless(character: str, kind: str) -> bool:
    """Whether Neo4j, which decodes ``\\u`` before anything else, still reads the same token."""
    return character.isprintable() and not (character in "'\"\\`" if kind == "string" else character in "*/")


def _unreadable(rest: str) -> str:
    first = rest[0]
    if first in "'\"":
        return f"字符串没有结束的 {first}。"
    if rest.startswith("/*"):
        return "注释没有结束的 */。"
    if first == "`":
        return "名称没有结束的反引号，或反引号里是空的。"
    if first == "\ufeff":
        return "文件开头有 BOM，两个引擎读法不同；请另存为不带 BOM 的 UTF-8。"
    if rest.startswith("\\u"):
        return "字符串以外的 \\u 转义两个引擎读法不同；请直接写那个字。"
    plain = _SPECIAL.get(first) or unicodedata.normalize("NFKC", first)
    if plain != first and plain.isascii() and not plain.isalnum():
        return f"符号 {first} 引擎不认；请改用半角符号 {plain} 。"
    if first.isdigit():
        return f"数字 {re.split(r'[^0-9A-Za-z_.]', rest)[0] or first} 的写法引擎不认；请写半角的十进制数，例如 12、0.5、1e6，数字后不跟字母。"
    return f"不认识的字符 {first!r}；请改用半角符号。"
