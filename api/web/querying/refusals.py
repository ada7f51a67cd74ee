"""What the guard refuses, place by place: for a program as values, for a page beside the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from markupsafe import Markup, escape

from api.web.problems import InvalidError
from graph.errors import RefusedError

_PLACE = re.compile(r"^  第 (?P<line>\d+) 行(?:第 (?P<column>\d+) 列)?(?: (?P<rest>.*)|：(?P<why>.*))$", re.DOTALL)
_BEGIN = re.compile(r"^(?=  第 \d+ 行)", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """One place that is refused: the word there (perhaps none), and why, with what to write instead. Columns count from 1; 0 is the line."""

    line: int
    column: int
    word: str
    why: str


class RefusedTextError(InvalidError):
    """A text that the guard refuses, with every place."""

    code, title = "refused", "查询没有执行"

    def __init__(self, error: RefusedError) -> None:
        self.places = places(error)
        first = str(error).splitlines()[0]
        where = f"第 {self.places[0].line} 行第 {self.places[0].column} 列" if self.places and self.places[0].column else ""
        super().__init__(first, place=where, step="请按每一处的说明改写后重试。")

    def told(self, instance: str) -> dict[str, object]:
        """With `refusals` beside the usual members."""
        return {**super().told(instance), "refusals": [asdict(one) for one in self.places]}


def places(error: RefusedError) -> list[Place]:
    """The places that the error's sentence lists."""
    found = []
    for part in _BEGIN.split(str(error))[1:]:
        if match := _PLACE.match(part.rstrip("\n")):
            word, why = ("", match["why"]) if match["why"] is not None else _word(match["rest"])
            found.append(Place(int(match["line"]), int(match["column"] or 0), word, why))
    return found


def marked(text: str, found: Sequence[Place]) -> list[tuple[int, Markup]]:
    """The lines of a text that have something refused, by number, the words marked."""
    lines = text.splitlines()
    return [(n, _marked(lines[n - 1], [p for p in found if p.line == n])) for n in sorted({p.line for p in found}) if 0 < n <= len(lines)]


def _word(rest: str) -> tuple[str, str]:
    """A word and what is said of it: a quoted word may hold the colon that stands between the two."""
    quote = rest[:1]
    end = rest.find(quote, 1) + 1 if quote in ("'", '"', "`") else 0
    at = rest.find("：", max(end, 0))
    return (rest[:at], rest[at + 1 :]) if at >= 0 else ("", rest)


def _marked(line: str, found: Sequence[Place]) -> Markup:
    parts, done = [], 0
    for one in sorted(found, key=lambda p: p.column):
        begin = one.column - 1
        end = begin + (len(word) if line.startswith(word := one.word.split("\n")[0], begin) and word else _first(line, begin))
        if begin >= done and begin <= len(line):
            parts += [escape(line[done:begin]), Markup("<mark>{}</mark>").format(line[begin:end] or " ")]
            done = end
    return Markup("").join([*parts, escape(line[done:])])


def _first(line: str, begin: int) -> int:
    """How long the word is that stands at a place; a sign is one."""
    match = re.compile(r"\w+").match(line, begin)
    return len(match[0]) if match else 1
