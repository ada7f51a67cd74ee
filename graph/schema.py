"""The graph's schema as data: it drives Parquet tables, Ladybug's tables, Neo4j's constraints and the schema page.

Every node and every edge carries `since`, `until` (an open date is a sentinel, never null) and `source`
(``file#sheet!row`` of the ledger row that stated it). Text that is not known is ``""``, never null: nulls are where
the embedded engine goes wrong.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

OPEN_SINCE = dt.date.min
"""The sentinel of an unknown beginning (0001-01-01)."""
OPEN_UNTIL = dt.date.max
"""The sentinel of an open end (9999-12-31), also of `left_on`."""

Type = Literal["text", "int", "bool", "date"]
ARROW: dict[Type, pa.DataType] = {"text": pa.string(), "int": pa.int64(), "bool": pa.bool_(), "date": pa.date32()}


@dataclass(frozen=True)
class Property:
    """One property: its name, its type and what it means in Chinese."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True)
class NodeType:
    """A label with its own properties; `columns` adds those that every node has. A server has an index on what is `looked_up`."""

    label: str
    meaning: str
    own: tuple[Property, ...]
    looked_up: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Property, ...]:
        return (ID, *self.own, *COMMON)


@dataclass(frozen=True)
class EdgeType:
    """An edge type, the label pairs it joins, and its own properties; `columns` adds those that every edge has."""

    name: str
    meaning: str
    pairs: tuple[tuple[str, str], ...]
    own: tuple[Property, ...] = ()

    @property
    def columns(self) -> tuple[Property, ...]:
        return (*self.own, *COMMON)


def _text(name: str, meaning: str) -> Property:
    return Property(name, "text", meaning)


ID = _text("id", "标识")
SINCE = Property("since", "date", "开始日期(空为 0001-01-01)")
UNTIL = Property("until", "date", "结束日期(至今为 9999-12-31)")
SOURCE = _text("source", "依据：文件#工作表!行")
COMMON = (SINCE, UNTIL, SOURCE)

CODE, NAME, KIND = _text("code", "编码"), _text("name", "名称"), _text("kind", "类别(本地叫法)")
LEVEL = Property("level", "int", "层级：0 地级市 1 县 2 镇街 3 村社区 4 组/小区 5 湾落/楼栋")
ROLE = _text("role", "角色")

ORGANIZATIONS = ("PartyOrganization", "SelfGovernmentBody", "MassOrganization", "Cooperative", "SocialOrganization", "Institution")
_ORGANIZATION = (CODE, NAME, KIND, LEVEL, Property("founded", "date", "成立日期"))
_ORGANIZATION_MEANING = {
    "PartyOrganization": "党组织",
    "SelfGovernmentBody": "自治组织",
    "MassOrganization": "群团组织",
    "Cooperative": "合作社",
    "SocialOrganization": "社会组织",
    "Institution": "机关、部门、事业单位、企业、物业",
}

NODES: tuple[NodeType, ...] = (
    NodeType(
        "Unit",
        "单元：县、镇街、村社区、组/小区、湾落/楼栋",
        (CODE, NAME, _text("path", "从县到本级的名称"), KIND, LEVEL, _text("urban_rural", "城乡分类代码")),
        ("code", "name"),
    ),
    NodeType("Grid", "网格", (CODE, NAME, KIND), ("code", "name")),
    NodeType(
        "Household",
        "户",
        (
            _text("code", "户号"),
            _text("head", "户主姓名"),
            _text("address", "地址"),
            _text("kind", "户类型"),
            Property("counted", "bool", "计入应覆盖户数(空户、空挂户、销户、整户迁出为 false)"),
        ),
        ("code", "head"),
    ),
    NodeType(
        "Person",
        "人",
        (
            NAME,
            _text("sex", "性别"),
            Property("birth_year", "int", "出生年(未知为 0)"),
            _text("ethnic", "民族"),
            _text("education", "学历"),
            _text("political", "政治面貌"),
            Property("left_on", "date", "去世、迁出、离任的日期(在任为 9999-12-31)"),
            _text("left_why", "去世、迁出、离任"),
        ),
        ("name",),
    ),
    *(NodeType(label, _ORGANIZATION_MEANING[label], _ORGANIZATION, ("code", "name")) for label in ORGANIZATIONS),
    NodeType("Place", "阵地、平台", (NAME, KIND), ("name",)),
    NodeType(
        "Event",
        "会议、走访、诉求、吹哨、评选、蹲点等事件",
        (KIND, Property("date", "date", "日期"), _text("outcome", "结果"), Property("days", "int", "天数(蹲点、驻村；未填为 0)")),
        ("date",),
    ),
    NodeType(
        "Delivery",
        "一份报来的台账",
        (_text("ledger", "台账种类"), _text("file", "文件"), _text("sheet", "工作表"), _text("checksum", "校验和"), Property("date", "date", "报送日期")),
        ("ledger",),
    ),
    NodeType(
        "Claim",
        "填报或公布的数字",
        (
            _text("measure", "指标"),
            Property("value", "int", "填报数"),
            _text("qualifier", "约、余、以上、不低于"),
            _text("subject", "对象名称"),
            _text("part", "对象之内的部分(联户分组编号)"),
        ),
        ("measure",),
    ),
)

_MECHANISM = _text("mechanism", "联系机制：好邻居、联户长、党员中心户、党代表 …")
_BODIES = ORGANIZATIONS

EDGES: tuple[EdgeType, ...] = (
    EdgeType("PART_OF", "隶属于", (("Unit", "Unit"), ("Grid", "Grid"), ("Grid", "Unit"), ("Household", "Unit"))),
    EdgeType("IN_GRID", "在网格中", (("Household", "Grid"),)),
    EdgeType("LIVES_IN", "户内成员", (("Person", "Household"),), (_text("relation", "与户主关系(GB/T 4761)"), Property("is_head", "bool", "是否户主"))),
    EdgeType("UNDER", "上级组织", tuple((a, b) for a in (*_BODIES, "Place") for b in (*_BODIES, "Place")), (ROLE,)),
    EdgeType("COVERS", "所在单元", tuple((a, b) for a in (*_BODIES, "Place") for b in ("Unit", "Grid"))),
    EdgeType(
        "MEMBER_OF",
        "成员",
        (*(("Person", b) for b in _BODIES), *((a, b) for a in _BODIES for b in _BODIES), ("Household", "Cooperative")),
        (ROLE, Property("home", "bool", "本组织关系为 true；兼职型(大党委、综合党支部)为 false")),
    ),
    EdgeType("EMPLOYED_BY", "工作单位", (("Person", "Institution"),)),
    EdgeType(
        "HOLDS_POST",
        "任职",
        tuple(("Person", b) for b in (*_BODIES, "Place", "Grid", "Unit")),
        (_text("post", "职务"), _text("duty", "专职、兼职"), _text("political", "政治面貌(该台账本行所填)"), _text("ledger", "出自哪种台账")),
    ),
    EdgeType(
        "LISTED_IN",
        "列在某单元的名册中(党员、会员、团员；所在组织未查到时也在)",
        (("Person", "Unit"),),
        (_text("roster", "名册：党员、工会会员、团员、妇女 …"),),
    ),
    EdgeType("CONTACTS", "联系", (("Person", "Household"), ("Person", "Unit")), (_MECHANISM, _text("part", "联户分组编号"))),
    EdgeType("MAY_CONTACT", "可能联系(一行符合几户)", (("Person", "Household"), ("Cooperative", "Household")), (_MECHANISM,)),
    EdgeType("PAIRED_WITH", "结对", tuple((a, b) for a in _BODIES for b in (*_BODIES, "Unit")), (KIND,)),
    EdgeType("ABOUT", "关于", tuple(("Event", b) for b in ("Household", "Unit", "Grid", "Person", *_BODIES))),
    EdgeType("BY", "由谁", tuple(("Event", b) for b in ("Person", *_BODIES))),
    EdgeType("ATTENDED", "参加", (("Person", "Event"), ("Unit", "Event")), (Property("heads", "int", "人次"),)),
    EdgeType("DELIVERED_FOR", "报送了哪个村", (("Delivery", "Unit"),), (Property("rows", "int", "行数"), Property("zero", "bool", "零报告"))),
    EdgeType("CLAIMED_FOR", "填报对象", tuple(("Claim", b) for b in ("Unit", "Grid", "Person", *_BODIES))),
)

NODE = {n.label: n for n in NODES}
EDGE = {e.name: e for e in EDGES}


def node_schema(label: str) -> pa.Schema:
    """The Arrow schema of a label's table."""
    return pa.schema([pa.field(p.name, ARROW[p.type], nullable=False) for p in NODE[label].columns])


def edge_schema(name: str) -> pa.Schema:
    """The Arrow schema of an edge type's table: `from` and `to` are node ids, then the properties."""
    ends = [pa.field("from", pa.string(), nullable=False), pa.field("to", pa.string(), nullable=False)]
    return pa.schema([*ends, *(pa.field(p.name, ARROW[p.type], nullable=False) for p in EDGE[name].columns)])
