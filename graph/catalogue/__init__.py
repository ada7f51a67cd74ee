"""The catalogue: the 102 systems (A1..H8) of the documents, once, with what each asks and how it is computed.

A system is declared in A.toml..H.toml: its nodes, levels, edges and norms as the documents give them, the question it
raises, and its checks in the language of schemes (docs/方案写法.md); where nothing can be counted it says why and which
ledger it would need. Schemes select systems and may override a check's norms. `measures.toml` says what each claimed
number counts, `documents.toml` where it was read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.errors import SchemeError

FOLDER = Path(__file__).parent
LINES: Mapping[str, str] = {"A": "单元", "B": "党组织", "C": "自治", "D": "群团", "E": "经济社会", "F": "网格", "G": "联系", "H": "总体"}
"""The first letter of a code → its line, in the order in which reports show them."""
SIZES: Mapping[str, int] = {"A": 8, "B": 15, "C": 16, "D": 12, "E": 12, "F": 17, "G": 14, "H": 8}
"""How many systems each line has: A1..A8, B1..B15 … 102 in all."""
QUALIFIERS = ("", "约", "余", "以上", "不低于", "左右", "达")
PLACES = ("枝江", "恩阳", "扬州", "信阳")


@dataclass(frozen=True)
class Norm:
    """A number that a document gives for a system: a norm or a published count, with its word of vagueness."""

    what: str
    value: str
    """As published: ``10``, ``80%``, ``1:1``."""
    qualifier: str
    """One of QUALIFIERS; empty where the document states the number flatly."""
    source: str
    """The document's code, S0..S4."""


@dataclass(frozen=True)
class Document:
    """One of the five source documents."""

    code: str
    name: str
    place: str
    note: str


@dataclass(frozen=True)
class System:
    """One system of the catalogue. `checks` are entries of a scheme, as parsed; either they or `reason` and `needs` are there,
    or the checks depend on the place and stand in the schemes (G3)."""

    code: str
    name: str
    line: str
    places: tuple[str, ...]
    documents: tuple[str, ...]
    nodes: tuple[str, ...]
    levels: str
    edges: tuple[str, ...]
    norms: tuple[Norm, ...]
    question: str
    checks: tuple[Mapping[str, object], ...]
    reason: str
    """Why no ledger can answer it; empty where it is computed."""
    needs: str
    """The ledger it would need."""


@cache
def catalogue() -> tuple[System, ...]:
    """The 102 systems in the order A1..H8. Raises SchemeError with file and code when a file is damaged."""
    systems: list[System] = []
    for letter, size in SIZES.items():
        said = _read(f"{letter}.toml")
        entries = said.get("systems")
        if not isinstance(entries, list):
            raise _error(f"{letter}.toml", "没有 [[systems]]")
        here = [_system(f"{letter}.toml", LINES[letter], entry) for entry in entries]
        codes, wanted = [s.code for s in here], [f"{letter}{n}" for n in range(1, size + 1)]
        if codes != wanted:
            raise _error(f"{letter}.toml", f"体系应依次为 {wanted[0]}..{wanted[-1]}，现为 {'、'.join(codes)}")
        systems += here
    return tuple(systems)


@cache
def measures() -> Mapping[str, Mapping[str, object]]:
    """What each claimed number counts: measure → its declaration (count, kinds, labels, mechanisms …)."""
    said = _read("measures.toml")
    for name, entry in said.items():
        if not isinstance(entry, dict) or "count" not in entry:
            raise _error("measures.toml", f"指标“{name}”没有写 count")
    return {name: dict(entry) for name, entry in said.items() if isinstance(entry, dict)}


@cache
def documents() -> tuple[Document, ...]:
    """The five source documents, S0..S4."""
    entries = _read("documents.toml").get("documents", [])
    assert isinstance(entries, list)
    return tuple(Document(e["code"], e["name"], e["place"], e.get("note", "")) for e in entries)


def system(code: str) -> System:
    """The system of a code. Raises SchemeError for a code that the catalogue does not have."""
    found = next((s for s in catalogue() if s.code == code), None)
    if found is None:
        raise SchemeError(f"目录中没有体系“{code}”。体系编号从 A1 到 H8，可运行 daohu systems 查看。")
    return found


def _system(file: str, line: str, said: Mapping[str, object]) -> System:
    code = str(said.get("code", ""))
    checks = said.get("checks", [])
    if not isinstance(checks, list) or not all(isinstance(c, dict) and str(c.get("id", "")).split(".")[0] == code for c in checks):
        raise _error(file, f"{code} 的 checks 要写成列表，每个 id 以“{code}.”开头")
    reason, needs = str(said.get("reason", "")), str(said.get("needs", ""))
    if bool(reason) != bool(needs) or (bool(checks) and bool(reason)):
        raise _error(file, f"{code} 要么写 checks，要么写 reason（为什么数不出）和 needs（需要哪种台账）")
    return System(
        code,
        str(said.get("name", "")),
        line,
        _words(file, code, "places", said),
        _words(file, code, "documents", said),
        _words(file, code, "nodes", said),
        str(said.get("levels", "")),
        _words(file, code, "edges", said),
        _norms(file, code, said.get("norms", [])),
        str(said.get("question", "")),
        tuple(checks),
        reason,
        needs,
    )


def _words(file: str, code: str, key: str, said: Mapping[str, object]) -> tuple[str, ...]:
    words = said.get(key, [])
    if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
        raise _error(file, f"{code} 的 {key} 要写成文字的列表")
    return tuple(words)


def _norms(file: str, code: str, said: object) -> tuple[Norm, ...]:
    entries: Sequence[object] = said if isinstance(said, list) else [said]
    norms = []
    for entry in entries:
        if not isinstance(entry, dict) or not {"what", "value", "source"} <= set(entry) <= {"what", "value", "qualifier", "source"}:
            raise _error(file, f"{code} 的 norms 每项要写 what、value、source，可加 qualifier")
        norm = Norm(*(str(entry.get(k, "")) for k in ("what", "value", "qualifier", "source")))
        if norm.qualifier not in QUALIFIERS:
            raise _error(file, f"{code} 的限定词“{norm.qualifier}”不认识，可用：{'、'.join(q for q in QUALIFIERS if q)}")
        norms.append(norm)
    return tuple(norms)


def _read(name: str) -> dict[str, object]:
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except OSError as error:
        raise _error(name, f"读不出（{error}）") from None
    except tomllib.TOMLDecodeError as error:
        raise _error(name, f"不合 TOML 写法（{error}）") from None


def _error(file: str, what: str) -> SchemeError:
    return SchemeError(f"体系目录 {file}：{what}。目录随程序安装，请重新安装本程序；自己的检查写在方案文件里。")
