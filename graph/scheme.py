"""Schemes (方案): which systems a place counts, its norms and its local words, declared in TOML.

A scheme is a name (枝江 `zhijiang`, 恩阳 `enyang`) or a file of the office's own. Everything a check needs is in its
declaration; what its kind does not know is refused at load with file, line, key and the nearest valid word
(graph.declarations). docs/方案写法.md tells every key with an example.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import SchemeError

SCHEMES = Path(__file__).parent / "schemes"


@dataclass(frozen=True)
class Kind:
    """A check kind: what it asks, what its population consists of, and the options its declaration may carry."""

    name: str
    question: str
    counts: str
    options: Mapping[str, str]
    """Option → the shape of its value, a name of graph.declarations.SHAPES."""
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    """Options of which exactly one must be there."""


KINDS: Mapping[str, Kind] = {
    k.name: k
    for k in (
        Kind(
            "reach",
            "触达：每一户是否有人联系(或加入)",
            "户",
            {"mechanisms": "words", "cooperatives": "cooperatives", "any_of": "checks"},
            (),
            ("mechanisms", "cooperatives", "any_of"),
        ),
        Kind(
            "presence",
            "设置：单元是否设有规定的组织、阵地",
            "应设",
            {"level": "level", "units": "units", "slots": "slots", "list": "list", "social": "social"},
            ("ledger", "level"),
            ("slots", "list", "social"),
        ),
        Kind("staffing", "配备：岗位是否有人", "岗位", {"posts": "posts"}, ("posts",)),
        Kind("load", "负荷：联系户数是否在规定范围内", "联系人", {"mechanisms": "words", "low": "number", "high": "number"}, ("mechanisms", "low", "high")),
        Kind("assignment", "归属：每一户是否恰好归属一人", "户", {"mechanisms": "words"}, ("ledger", "mechanisms")),
        Kind("share", "占比：在岗人员中具备某一条件的占比", "在岗人员", {"posts": "posts", "political": "political"}, ("posts", "political")),
        Kind("claim", "核对：填报数与实有数是否一致", "填报数", {"measure": "measure"}, ("measure",)),
    )
}
"""The check kinds computed so far."""


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

    def check(self, id: str) -> Check:
        return next(c for c in self.checks if c.id == id)


def read_scheme(name: str) -> Scheme:
    """A scheme by name or file. Raises SchemeError with file, line, key and the nearest valid word."""
    from graph.declarations import Reader

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
