"""Which unit somebody means by an id, a code, a name or a path."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from graph.errors import QueryError

_SHOWN = 10
TOP = "county"
"""The word for the top unit that a store holds."""
COLUMNS = ["id", "code", "name", "path", "kind", "level"]


@dataclass(frozen=True)
class Unit:
    """A unit of the county: 县, 镇街, 村社区, 组 or 湾落 (level 1 to 5; 0 is a 地级市)."""

    id: str
    code: str
    name: str
    path: str
    kind: str
    level: int


class Units:
    """The units of a store, from a table of COLUMNS."""

    def __init__(self, table: pa.Table) -> None:
        self._all = [Unit(**row) for row in table.select(COLUMNS).to_pylist()]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._all)

    @property
    def top(self) -> Unit:
        """The one above all. Raises QueryError where there is none."""
        if not self._all:
            raise QueryError("图库里没有单元。请先装载台账。")
        return min(self._all, key=lambda u: (u.level, len(u.path), u.id))

    def find(self, said: str) -> Unit:
        """The unit of an id, a code, a path or the end of one, or a name. Raises QueryError with the candidates where it is not one."""
        said = said.strip().replace("／", "/").strip("/")
        if said == TOP:
            return self.top
        for match in (
            lambda u: u.id == said,
            lambda u: u.code == said != "",
            lambda u: u.path == said,
            lambda u: f"/{u.path}".endswith(f"/{said}"),
        ):
            found = [u for u in self._all if match(u)]
            if len(found) == 1:
                return found[0]
            if found:
                paths = "；".join(f"{u.path}（{u.code or u.id}）" for u in found[:_SHOWN])
                more = f"等 {len(found)} 个" if len(found) > _SHOWN else ""
                raise QueryError(f"“{said}”有几个单元：{paths}{more}。请写编码，或从上一级写起，如“{_longer(found[0])}”。")
        near = difflib.get_close_matches(said, sorted({u.name for u in self._all}), n=5, cutoff=0.5)
        raise QueryError(f"没有“{said}”这个单元。{'相近的有：' + '、'.join(near) + '。' if near else ''}请写名称、编码，或从县写起的路径。")


def _longer(unit: Unit) -> str:
    return "/".join(unit.path.split("/")[-2:])
