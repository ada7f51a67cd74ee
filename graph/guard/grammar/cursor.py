"""The place in the tokens where the recogniser reads, and what it has noted on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from graph.guard.caps import PREFIXES
from graph.guard.functions import Engine
from graph.guard.refusals import Refusal, StopError, at
from graph.guard.words import CLAUSES, FORBIDDEN, listed
from graph.portability.lexer import Token

_END = Token("symbol", "", "", 1, 1)


class Cursor:
    """Reads tokens one after the other.

    `refusals` collects what does not keep the recogniser from reading on; `names` are the indices of tokens that are read as
    a variable or a column; `declared` are the names that the text has given to something so far.
    """

    def __init__(self, tokens: Sequence[Token], engine: Engine) -> None:
        self.tokens = tokens
        self.engine = engine
        self.at = 0
        self.refusals: list[Refusal] = []
        self.names: set[int] = set()
        self.declared: set[str] = set()
        self.cases = 0
        self.edges = 0
        self.joined = 0
        self.xors = 0
        self.withs = 0
        self.parts = 1
        self.limited = False
        self.end: int | None = None

    @property
    def token(self) -> Token:
        """The next token; an empty one at the end of the text."""
        return self.ahead(0)

    def ahead(self, n: int) -> Token:
        if self.at + n < len(self.tokens):
            return self.tokens[self.at + n]
        last = self.tokens[-1] if self.tokens else _END
        return Token("symbol", "", "", last.line, last.column + len(last.text))

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def next(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def symbols(self, *texts: str) -> bool:
        """Whether the next tokens are these symbols, one after the other."""
        return all(self.ahead(i).is_symbol(text) for i, text in enumerate(texts))

    def take(self, symbol: str) -> bool:
        if self.token.is_symbol(symbol):
            self.at += 1
            return True
        return False

    def take_word(self, *words: str) -> bool:
        if self.token.is_word(*words):
            self.at += 1
            return True
        return False

    def require(self, symbol: str, where: str) -> None:
        if not self.take(symbol):
            self.unexpected(f"{where}这里应当是 {symbol} ")

    def require_word(self, word: str, where: str) -> None:
        if not self.take_word(word):
            self.unexpected(f"{where}这里应当是 {word} ")

    def prefixes(self, *values: str) -> None:
        """Read what stands in front of an operand: NOT, a sign, a ``!``."""
        count = 0
        while self.token.kind in ("word", "symbol") and self.token.value in values:
            count += 1
            if count > PREFIXES:
                self.stop(self.token, f"连着写了 {PREFIXES} 个以上的 {'、'.join(values)} ；请去掉多余的。")
            self.next()

    def declare(self, where: str) -> str:
        """Read a name that is given to something here."""
        name = self.name(where)
        self.names.add(self.at - 1)
        self.declared.add(name)
        return name

    def name(self, where: str) -> str:
        """Read a name of any kind: a label, a property, a key."""
        if not self.token.is_identifier:
            self.unexpected(f"{where}这里应当是一个名称")
        return self.next().identifier

    def variable(self) -> str:
        """Read the name of something; a keyword only where the text has given that name to something before."""
        token = self.token
        if token.kind == "word" and token.identifier not in self.declared and (token.value in FORBIDDEN or token.value in CLAUSES or token.value in _INSIDE):
            self.unexpected(f"这里应当是一个值(若 {token.text} 是名称，请加反引号)")
        self.names.add(self.at)
        return self.next().identifier

    def note(self, token: Token, reason: str) -> None:
        """Refuse a token and read on."""
        self.refusals.append(at(token, reason))

    def stop(self, token: Token, reason: str) -> NoReturn:
        raise StopError(at(token, reason))

    def unexpected(self, wanted: str) -> NoReturn:
        """Refuse the next token: with its own reason where it is a forbidden word, else with what was wanted."""
        token = self.token
        if self.done:
            raise StopError(Refusal(token.line, token.column, "查询的末尾", f"还没有写完，{wanted}。"))
        if token.kind == "word" and token.value in FORBIDDEN:
            self.stop(token, FORBIDDEN[token.value] + "。")
        if token.is_symbol(";"):
            self.stop(token, "一次只能执行一条语句；请删去分号和它后面的内容。" if self.at + 1 < len(self.tokens) else f"还没有写完，{wanted}。")
        if token.is_symbol("!") or token.is_symbol("!="):
            self.stop(token, "不等于请写 <> ，否定请写 NOT 。")
        self.stop(token, f"{wanted}；读到的却是 {token.text if len(token.text) < 20 else token.text[:19] + '…'} 。")


_INSIDE = listed("AS BY IN IS AND OR XOR THEN ELSE END WHEN STARTS ENDS CONTAINS ASC DESC ASCENDING DESCENDING DISTINCT")
"""Words that stand between values: one where a value should be is a slip of the pen, not a name."""
