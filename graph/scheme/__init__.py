"""Schemes (方案): which systems a place counts, its norms and its local words, declared in TOML.

A scheme is a name (枝江 `zhijiang`, 恩阳 `enyang`, 扬州 `yangzhou`, 信阳 `xinyang`) or a file of the office's own. It
selects systems of the catalogue (graph.catalogue), overrides their norms and adds checks of its own. What a kind does
not know is refused at load with file, line, key and the nearest valid word. docs/方案写法.md tells every key with an
example.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.errors import SchemeError
from graph.scheme.kinds import KINDS, Kind

__all__ = ["KINDS", "SCHEMES", "Check", "Kind", "Scheme", "read_scheme"]

SCHEMES = Path(__file__).parent.parent / "schemes"


@dataclass(frozen=True)
class Check:
    """One check of a scheme: `system` is the catalogue's code (A1..H8), `id` is ``system.kind`` or ``system.kind.name``."""

    id: str
    system: str
    kind: str
    title: str
    """Chinese, for people: 两代表一委员联系户."""
    ledger: str
    """The ledger (Chinese name) it is asked of, which decides not_delivered; empty where several or none."""
    counts: str
    """What its population consists of, in Chinese: 户, 应设, 联系人, 岗位, 在岗人员, 填报数."""
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def population(self) -> str:
        """What it is asked of: 户, 人, 单元, 网格, 组织, 岗位, 事件, 联系人, 成员."""
        return str(self.options.get("population", KINDS[self.kind].populations[0]))

    @property
    def scope(self) -> str:
        """Who must have delivered the ledger for an absence in it to be known."""
        return str(self.options.get("scope", "村社区"))

    def words(self, option: str) -> list[str]:
        """An option that is a list of words; empty where the check does not carry it."""
        said = self.options.get(option, [])
        return [str(w) for w in said] if isinstance(said, list) else []

    def tables(self, option: str) -> list[Mapping[str, object]]:
        """An option that is a list of tables (slots, lines, links, through)."""
        said = self.options.get(option, [])
        return [s for s in said if isinstance(s, dict)] if isinstance(said, list) else []


@dataclass(frozen=True)
class Scheme:
    """A scheme as read: its checks in the order in which they are shown."""

    name: str
    title: str
    checks: tuple[Check, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Named lists of slots: 一约七会, 三室一窗 …"""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Local words for kinds: 妇联 → 妇女联合会."""
    posts: Mapping[str, str] = field(default_factory=dict)
    """Local words for posts."""
    systems: tuple[str, ...] = ()
    """The codes that it selects from the catalogue; empty where it only has checks of its own."""

    def check(self, id: str) -> Check:
        return next(c for c in self.checks if c.id == id)

    def asked(self, check: Check) -> list[str]:
        """The ledgers that a check asks: its own, those of its links and lines, those of the checks that it is made of."""
        return list(dict.fromkeys(_asked(self, check)))

    @cached_property
    def ledgers(self) -> tuple[str, ...]:
        """Every ledger that the checks ask, in their order."""
        return tuple(dict.fromkeys(ledger for check in self.checks for ledger in _asked(self, check)))


def _asked(scheme: Scheme, check: Check) -> Iterable[str]:
    if check.ledger:
        yield check.ledger
    for part in (*check.tables("slots"), *check.tables("links"), *check.tables("lines")):
        said = part.get("ledgers", [part["ledger"]] if "ledger" in part else [])
        yield from (str(w) for w in said) if isinstance(said, list) else ()
    for id in check.words("any_of"):
        yield from _asked(scheme, scheme.check(id))


def require_named(name: str) -> str:
    """The name of a scheme. Raises SchemeError where nobody names one."""
    if not name:
        raise SchemeError("没有指定方案。请加 --scheme zhijiang(枝江)、enyang(恩阳)、yangzhou(扬州)或 xinyang(信阳)，或在 daohu.toml 中写 scheme。")
    return name


def read_scheme(name: str) -> Scheme:
    """A scheme by name or file. Raises SchemeError with file, line, key and the nearest valid word."""
    from graph.scheme.reader import Reader

    path = SCHEMES / f"{name}.toml" if re.fullmatch(r"[\w-]+", name) else Path(name)
    if not path.is_file():
        known = sorted(p.stem for p in SCHEMES.glob("*.toml"))
        near = difflib.get_close_matches(name, known, 1)
        raise SchemeError(f"没有方案“{name}”。{f'是否要写“{near[0]}”？' if near else ''}可用：{'、'.join(known)}，或一个 .toml 文件的路径。")
    try:
        text = path.read_text(encoding="utf-8-sig")
        said = tomllib.loads(text)
    except UnicodeDecodeError:
        raise SchemeError(f"{path} 不是 UTF-8 编码的文本。请用记事本另存为 UTF-8。") from None
    except OSError as error:
        raise SchemeError(f"{path} 读不出（{error}）。请检查文件和权限。") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f" 第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
        raise SchemeError(f"{path}{where}不合 TOML 写法（{error}）。请对照《方案写法》修改：文字要加引号，列表写在 [ ] 里。") from None
    return Reader(path, text.splitlines(), said).scheme()
