"""The library: one query per ``.cypher`` file, with a contract in its head that is checked when it is read.

::

    // unreached_households(village, mechanisms, as_of)
    // Households of a village that none of the mechanisms reaches on a date.
    // One row per household. Unknown is its own state, never "unreached".
    // returns: household_id, household_code, state, reason
    MATCH …

Checked: the name is the file's, declared parameters are those used, declared columns are those of the last RETURN, no
name stands in two folders, and the text is portable (graph.portability).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.errors import QueryError
from graph.portability import require_portable
from graph.portability.clauses import returned_columns
from graph.portability.lexer import tokenise
from graph.portability.words import EMBEDDED_KEYWORDS

LIBRARY = Path(__file__).parent.parent / "cypher"
_HEAD = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\((?P<parameters>[^)]*)\)")
_KEY = re.compile(r"[a-z_]+: ")


@dataclass(frozen=True)
class Query:
    """A library query: `title` is its first sentence, `doc` the whole description, `returns` its columns in order."""

    name: str
    title: str
    doc: str
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    text: str
    path: Path


def load_queries(folder: Path = LIBRARY) -> dict[str, Query]:
    """Every query below a folder by name; read once per process.

    Raises QueryError naming ``file:line`` of the first broken contract, PortabilityError for a construct that one engine
    refuses or answers otherwise.
    """
    return dict(_load(folder))


def query(name: str) -> Query:
    """The library query of a name. Raises QueryError naming the nearest ones where there is none."""
    library = _load(LIBRARY)
    if name not in library:
        near = difflib.get_close_matches(name, library, n=3, cutoff=0.4)
        raise QueryError(f"没有叫 {name} 的查询。{'相近的有：' + '、'.join(near) + '。' if near else ''}用 daohu query --list 查看全部。")
    return library[name]


@cache
def _load(folder: Path) -> dict[str, Query]:
    found: dict[str, Query] = {}
    for path in sorted(folder.rglob("*.cypher")):
        parsed = parse(path)
        if parsed.name in found:
            raise QueryError(f"{_place(path)}:1 查询 {parsed.name} 与 {_place(found[parsed.name].path)} 重名。请给其中一个改名。")
        found[parsed.name] = parsed
    return found


def parse(path: Path) -> Query:
    """One library file. Raises QueryError (PortabilityError) as `load_queries` does."""
    text = path.read_text(encoding="utf-8")
    head = _head(text)
    match = _HEAD.fullmatch(head[0]) if head else None
    if match is None:
        raise QueryError(f"{_place(path)}:1 第一行要写成 // {path.stem}(参数, 参数)，没有参数就写空括号。")
    if match["name"] != path.stem:
        raise QueryError(f"{_place(path)}:1 查询名 {match['name']} 与文件名 {path.stem} 不同。请改成一样。")
    declared = tuple(p.strip() for p in match["parameters"].split(",") if p.strip())
    doc = [line for line in head[1:] if line and not _KEY.match(line)]
    if not doc:
        raise QueryError(f"{_place(path)}:2 缺少一句话说明。请在查询名下面一行写清它回答什么、一行是什么。")
    returns, line = _returns(path, head)
    require_portable(text, _place(path))
    _check_parameters(path, text, declared)
    columns = tuple(returned_columns(tokenise(text, _place(path))))
    if columns != returns:
        raise QueryError(f"{_place(path)}:{line} 声明的列 ({', '.join(returns)}) 与最后的 RETURN ({', '.join(columns)}) 不同。请改成一样，次序也要一样。")
    return Query(path.stem, doc[0], "\n".join(doc), declared, returns, text, path)


def _head(text: str) -> list[str]:
    """The comment lines at the head, without their slashes."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line[2:].strip())
    return lines


def _returns(path: Path, head: list[str]) -> tuple[tuple[str, ...], int]:
    for number, line in enumerate(head, start=1):
        if line.startswith("returns:"):
            return tuple(c.strip() for c in line[len("returns:") :].split(",") if c.strip()), number
    raise QueryError(f"{_place(path)}:{len(head)} 缺少 // returns: 列, 列。请按最后的 RETURN 写出每一列。")


def _check_parameters(path: Path, text: str, declared: tuple[str, ...]) -> None:
    lines = {t.value: t.line for t in reversed(tokenise(text)) if t.kind == "parameter"}
    for name in declared:
        if name.upper() in EMBEDDED_KEYWORDS:
            raise QueryError(f"{_place(path)}:1 参数 {name} 是 Cypher 的关键字，内嵌引擎不认。请换个名字，例如 {name}_value。")
        if name not in lines:
            raise QueryError(f"{_place(path)}:1 声明了参数 {name}，但没有用到 ${name}。请用上它，或从第一行删去。")
    for name, line in sorted(lines.items(), key=lambda item: item[1]):
        if name not in declared:
            raise QueryError(f"{_place(path)}:{line} 用了 ${name}，但第一行没有声明。请写进第一行的括号里。")


def _place(path: Path) -> str:
    return path.relative_to(LIBRARY.parent).as_posix() if path.is_relative_to(LIBRARY.parent) else str(path)
