"""Schemes (方案): which systems a place counts, its norms and its local words, declared in TOML.

A scheme is a name (枝江 `zhijiang`, 恩阳 `enyang`) or a file of the office's own. Everything a check needs is in its
declaration; what its kind does not know is refused at load with file, line, key and the nearest valid word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS: Mapping[str, str] = {
    "reach": "触达:户是否有人联系",
    "presence": "设置:单元是否设有规定的组织、阵地",
    "staffing": "配备:岗位是否有人",
    "load": "负荷:联系户数是否在规定范围内",
    "assignment": "归属:是否恰好归属一个",
    "share": "占比:人员中具备某一条件的占比",
    "claim": "核对:填报数与实有数是否一致",
}
"""The check kinds computed so far, with what each asks."""


@dataclass(frozen=True)
class Check:
    """One check of a scheme: `system` is the catalogue's code (A1..H8), `id` is ``system.kind`` or ``system.kind.name``."""

    id: str
    system: str
    kind: str
    title: str
    """Chinese, for people: 两代表一委员联系户."""
    ledger: str
    """The ledger kind it is asked of (Chinese), which decides not_delivered; empty where several or none."""
    counts: str
    """What its population consists of, in Chinese: 户, 槽位, 联系人, 网格, 岗位, 填报数."""
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
