"""A TOML file with its lines: values of the right shape, and errors that say on which line what stands and what was meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.errors import SchemeError


class Lines:
    """One file. `start`: the line from which a word is looked for, that of the entry or the key being read."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.path, self.lines, self.start = path, lines, 0

    def text(self, said: Mapping[str, object], key: str, default: str) -> str:
        value = said.get(key, default)
        if not isinstance(value, str) or (key in said and not value.strip()):
            raise self.error(key, f"“{key}”要写文字，不能是 {value!r}")
        return value

    def words(self, key: str, value: object) -> list[str]:
        """A list of distinct words, not empty."""
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.error(key, f'“{key}”要写文字的列表，如 ["联户长"]')
        twice = [v for v in value if value.count(v) > 1]
        if twice:
            raise self.error(key, f"“{key}”中“{twice[0]}”写了两次")
        return [str(v) for v in value]

    def table(self, said: Mapping[str, object], key: str) -> Mapping[str, object]:
        value = said.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"“{key}”要写成 [{key}] 一节")
        return value

    def only(self, said: Mapping[str, object], known: Sequence[str], where: str) -> None:
        for key in said:
            if key not in known:
                if where == "方案" or where.startswith("["):
                    self.start = self.line(section_pattern(key))
                raise self.error(key, f"{where}不认识“{key}”", key, known)

    def error(self, near: str, what: str, word: str = "", known: Iterable[str] = ()) -> SchemeError:
        """An error with the line on which `near` stands and the nearest valid word, else all of them."""
        plain = re.escape(near)
        line = self.line(rf'"{plain}"|{key_pattern(near)}', self.start, self.line(plain, self.start, -1)) if near else -1
        words = list(dict.fromkeys(known))
        close = difflib.get_close_matches(word, words, 1, 0.5) if word else []
        hint = f"是否要写“{close[0]}”？" if close else f"可用：{'、'.join(words)}。" if 0 < len(words) <= _FEW else ""
        return SchemeError(f"{self.path}{f' 第 {line + 1} 行' if line >= 0 else ''}：{what}。{hint}")

    def line(self, pattern: str, start: int = 0, default: int = 0) -> int:
        """The first line from `start` on that holds a pattern outside comments."""
        return next((n for n in range(start, len(self.lines)) if re.search(pattern, self.lines[n].partition("#")[0])), default)


_FEW = 40
"""More words than these are no help to read."""


def key_pattern(name: str) -> str:
    """Where a key is given its value."""
    return rf'(^|[\s{{,])"?{re.escape(name)}"?\s*[=.]'


def section_pattern(name: str) -> str:
    """The head of a section: ``[lists]``, ``[aliases.kinds]``."""
    return rf'^\s*\[+\s*(\w+\s*\.\s*)?"?{re.escape(name)}"?\s*[\].]'
