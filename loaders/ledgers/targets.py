"""Columns for the unit that a person, a partner or an event is for: 报到社区, 包片村, 蹲点镇街; cells with several of them."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.finder import Found
from loaders.ledgers import fields as f
from loaders.normalise import text
from loaders.placing import Placed, place
from loaders.rows import REJECTED, Rows
from loaders.world import World

_FOR = (
    "^(?:报到|包片|包联|包保|包抓|联系|联|蹲点|帮扶|结对|受援|受帮扶|服务|进驻|派驻|驻|挂钩|挂点|挂联|申报|举办|承办|主办|活动|召开|诉求|事发|发生|吹哨|点单|派单|"
    "获评|评定|获奖|接待|协议|签约|合作|上报|填报|公布|统计)(?:的|所在)?"
)
TOWN = replace(f.TOWN, pattern=rf"{f.TOWN.pattern}|{_FOR}(?:乡镇\(街道\)|乡镇街道|镇街|乡镇|镇|街道)(?:名称|名)?$")
VILLAGE = replace(f.VILLAGE, pattern=rf"{f.VILLAGE.pattern}|{_FOR}(?:行政村|村居|村社区|村\(社区\)|村\(居\)|社区\(村\)|村/社区|村、社区|社区|村)(?:名称|名)?$")
GROUP = replace(f.GROUP, pattern=rf"{f.GROUP.pattern}|{_FOR}(?:小区|院落|村民小组|聚居点|组|小区\(院落\)|小区\(聚居点\))(?:名称|名)?$")
PLACE = replace(
    f.PLACE,
    words=(
        *f.PLACE.words,
        *f.words(
            "单元 所在单元 所属单元 单元名称 报到地点 蹲点地点 包片单元 联系点 包联单元 报到单元 蹲点单位 蹲点单元 责任区域 包片区域 统计范围 范围 区域 "
            "填报单位 上报单位 报送单位 召开单位"
        ),
    ),
)
PLACES = (f.COUNTY, TOWN, VILLAGE, GROUP, f.BAY, f.DIVISION, PLACE)
_SEVERAL = re.compile(r"[、,，;；\n\r]+")


def place_several(rows: Rows, world: World, *, anywhere: bool = False, village_required: bool = False) -> tuple[Placed, np.ndarray, np.ndarray]:
    """Where the rows stand, from bay to county (to village, where one is required), and further (row, unit) of cells that name several.

    The first name decides the row's own place; each further one that is not found is told, and costs nothing else.
    """
    further: list[tuple[int, str, str]] = []
    for column in ("village", "town", "place"):
        cells = rows.cells(column)
        several = text.mask(pc.match_substring_regex(text.stated(cells), _SEVERAL.pattern))
        if not several.any():
            continue
        written = text.objects(text.stated(cells))
        many = [(int(i), parts) for i in np.flatnonzero(several) if len(parts := [p for p in map(str.strip, _SEVERAL.split(written[i])) if p]) > 1]
        firsts = text.objects(cells).copy()
        for i, parts in many:
            firsts[i] = parts[0]
            further += [(i, column, part) for part in parts[1:]]
        rows.replace(column, pa.array(firsts, pa.string()))
    placed = place(rows, world.finder, village_required=village_required, anywhere=anywhere)
    found = [(i, _unit(rows, world, placed, i, column, said)) for i, column, said in further if rows.status[i] != REJECTED]
    for (i, unit), (_, column, said) in zip(found, (x for x in further if rows.status[x[0]] != REJECTED), strict=True):
        if unit.unit < 0:
            where = np.arange(len(rows)) == i
            values = np.full(len(rows), said, object)
            rows.report(unit.problem or "unit_unknown", where, column, unit.note, pa.array(values, pa.string()))
    good = [(i, unit.unit) for i, unit in found if unit.unit >= 0]
    return placed, np.array([i for i, _ in good], np.int64), np.array([u for _, u in good], np.int64)


def _unit(rows: Rows, world: World, placed: Placed, row: int, column: str, said: str) -> Found:
    """One further unit of a cell; its county is that of the row."""
    said = re.sub(r"\s+", "", said)
    home = world.tree.up(int(placed.unit[row]), 1)
    context = Found(home) if world.finder.several and home >= 0 else Found()
    if column == "town":
        return world.finder.find(said, "", "", context, upper=True)
    town = rows.words("town")[row].as_py() or ""
    return world.finder.find(town, said, "", context, upper=True)
