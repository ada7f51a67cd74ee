"""One library file: its head is its contract, and what it declares is what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import QueryError
from graph.portability import require_portable
from graph.portability.clauses import returned_columns
from graph.portability.lexer import tokenise
from graph.portability.words import EMBEDDED_KEYWORDS
from graph.queries.parameters import Parameter, parameters_of

LIBRARY = Path(__file__).parent.parent.parent / "cypher"
_HEAD = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\((?P<parameters>[^)]*)\)")
_KEY = re.compile(r"(?P<key>[a-z_]+): (?P<said>.*)")
KEYS = {
    "row": "一行是什么",
    "unknown": "待核实是什么意思",
    "topics": "按什么词找到它",
    "returns": "按最后的 RETURN 写出每一列",
}
"""What every head says beside its title, each once, and what it says."""


@dataclass(frozen=True)
class Query:
    """A library query: `title` is its name in Chinese, `doc` what it answers, `row` what one row is, `unknown` what that state
    means here, `topics` the words to find it by, `returns` its columns in order, `text` the whole file."""

    name: str
    title: str
    doc: str
    row: str
    unknown: str
    topics: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    text: str
    path: Path

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(p.name for p in self.parameters)

    @property
    def folder(self) -> str:
        """The part of the library: ``questions`` or ``checks``."""
        return self.path.parent.name

    @property
    def signature(self) -> str:
        """The first line of its head."""
        return f"{self.name}({', '.join(map(str, self.parameters))})"


def parse(path: Path) -> Query:
    """One library file. Raises QueryError (PortabilityError) naming ``file:line`` of what is wrong in it."""
    text = path.read_text(encoding="utf-8")
    head = _head(text)
    match = _HEAD.fullmatch(head[0]) if head else None
    if match is None:
        raise QueryError(f"{place(path)}:1 第一行要写成 // {path.stem}(参数: 类型 = 默认值, 参数: 类型)，没有参数就写空括号。")
    if match["name"] != path.stem:
        raise QueryError(f"{place(path)}:1 查询名 {match['name']} 与文件名 {path.stem} 不同。请改成一样。")
    try:
        declared = parameters_of(match["parameters"])
    except ValueError as error:
        raise QueryError(f"{place(path)}:1 {error}") from None
    sentences = [line for line in head[1:] if line and not _KEY.match(line)]
    if not sentences:
        raise QueryError(f"{place(path)}:2 缺少标题。请在查询名下面一行用中文写它问什么，再往下写清算什么、不算什么。")
    said = _said(path, head)
    require_portable(text, place(path))
    _check_parameters(path, text, declared)
    number, listed = said["returns"]
    returns = tuple(c.strip() for c in listed.split(",") if c.strip())
    columns = tuple(returned_columns(tokenise(text, place(path))))
    if columns != returns:
        raise QueryError(f"{place(path)}:{number} 声明的列 ({', '.join(returns)}) 与最后的 RETURN ({', '.join(columns)}) 不同。请改成一样，次序也要一样。")
    return Query(
        path.stem, sentences[0], "\n".join(sentences[1:]), said["row"][1], said["unknown"][1], tuple(said["topics"][1].split()), declared, returns, text, path
    )


def place(path: Path) -> str:
    """A file as messages name it."""
    return path.relative_to(LIBRARY.parent).as_posix() if path.is_relative_to(LIBRARY.parent) else str(path)


def _head(text: str) -> list[str]:
    """The comment lines at the head, without their slashes."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line[2:].strip())
    return lines


def _said(path: Path, head: list[str]) -> dict[str, tuple[int, str]]:
    """Key → line number and what it says; every key of KEYS exactly once, and no other."""
    said: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(head, start=1):
        if match := _KEY.fullmatch(line):
            if match["key"] not in KEYS or match["key"] in said:
                wrong = "写了两次" if match["key"] in said else f"不认识，可写的有 {'、'.join(KEYS)}"
                raise QueryError(f"{place(path)}:{number} {match['key']} {wrong}。请改正。")
            said[match["key"]] = (number, match["said"].strip())
    for key, what in KEYS.items():
        if not said.get(key, (0, ""))[1]:
            raise QueryError(f"{place(path)}:{len(head)} 缺少 // {key}: 一行。请写明{what}。")
    return said


def _check_parameters(path: Path, text: str, declared: tuple[Parameter, ...]) -> None:
    lines = {t.value: t.line for t in reversed(tokenise(text)) if t.kind == "parameter"}
    names = [p.name for p in declared]
    for name in names:
        if name.upper() in EMBEDDED_KEYWORDS:
            raise QueryError(f"{place(path)}:1 参数 {name} 是 Cypher 的关键字，内嵌引擎不认。请换个名字，例如 {name}_value。")
        if name not in lines:
            raise QueryError(f"{place(path)}:1 声明了参数 {name}，但没有用到 ${name}。请用上它，或从第一行删去。")
    for name, line in sorted(lines.items(), key=lambda item: item[1]):
        if name not in names:
            raise QueryError(f"{place(path)}:{line} 用了 ${name}，但第一行没有声明。请写进第一行的括号里。")
