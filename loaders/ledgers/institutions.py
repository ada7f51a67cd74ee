"""机构: departments, offices, modules, enterprises, property managers and units stationed in a village."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import body_words as words
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import COMMON, PARENT, credit_codes, parents, state
from loaders.ledgers.grounds import stand
from loaders.naming import institution_kinds
from loaders.normalise import text
from loaders.rows import Rows
from loaders.stated import plain
from loaders.units import COUNTY
from loaders.world import World

_NAME = Field(
    "name",
    "机构名称",
    f.words(
        "机构名称 单位名称 部门名称 企业名称 内设机构 内设机构名称 职能模块 模块名称 驻区单位 驻区单位名称 物业公司 物业名称 公司名称 机关名称 名称 "
        "事业单位名称 职责模块 中心名称 办公室名称 部门 单位 机构"
    ),
    weight=1.5,
)
_KIND = Field("kind", "机构类别", f.words("机构类别 机构类型 机构性质 类别 类型"), weight=1.2)
_NATURE = Field("nature", "单位性质", f.words("单位性质 单位类别 单位类型 企业类型 企业性质 性质 经济类型"), weight=0.8)
_LEADER = Field(
    "leader", "负责人", (*f.LEADER.words, *f.words("单位负责人 企业负责人 物业负责人 机构负责人 部门负责人 项目经理 主要负责人姓名")), cell="name", weight=0.6
)
_COUNTERPART = Field(
    "counterpart",
    "对应部门",
    f.words("对应部门 对口部门 对应县级部门 对口县级部门 对应县直部门 对应区级部门 归口部门 对应单位 对口单位 县级对应部门"),
    weight=2.0,
)
_AT = Field("place", "所在单元", (*f.PLACE.words, *f.words("所在单元 单元 所属单元 所在镇街 所在社区(村) 覆盖单元")), pattern=f.PLACE.pattern, cell="unit")
_ROLES = {"parent": "隶属", "counterpart": "对应"}
_TITLES = (
    *(("内设机构", "内设机构"), ("职能模块", "职能模块"), ("职责模块", "职能模块"), ("驻区单位", "驻区单位"), ("物业", "物业"), ("企业", "企业")),
    *(("事业单位", "事业单位"), ("部门", "部门")),
)
"""Words of a header or a title, and the kind they tell."""


def read(rows: Rows, world: World) -> None:
    """Institutions; one that names no unit is of the county. 对应部门 and 上级 are bodies above it, by name."""
    name = rows.words("name")
    kind = words.standard(pc.coalesce(rows.words("kind"), _told(rows, world), rows.words("nature"), institution_kinds(name)), world)
    words.name_ledgers(rows, world, [[] for _ in rows.blocks])
    placed = stand(rows, world)
    code, founded, leader, phone = credit_codes(rows), rows.dates("founded"), rows.names("leader"), rows.phones("phone")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "机构名称")
    rows.mark_duplicates(**placed.said, kind=kind, name=name, uscc=code, founded=founded.stated(), leader=leader, phone=phone)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    labels = np.full(len(rows), "Institution", object)
    state(world, rows, at, labels, placed.lowest, kind, name, code, founded.first, rows.cells("leader"), phone)
    for field, role in _ROLES.items():
        _in_full(rows, world, field)
        parents(rows, world, at, labels, placed.lowest, kind, name, field, role)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=kind)


def _in_full(rows: Rows, world: World, field: str) -> None:
    """A name above that is stated with the county's before it (农业农村局 for 县农业农村局) is written as stated, where one fits."""
    tops = [u.name for u in world.tree.units if u.level <= COUNTY]
    names = {n for part in world.bodies.get("stated", []) for n in part.loc[part["label"] == "Institution", "name"]}
    longer: dict[str, set[str]] = {}
    for one in names:
        longer.setdefault(plain(tops, one), set()).add(one)
    said = rows.words(field).to_pylist()
    fits = [longer.get(plain(tops, s), set()) if s and s not in names else set() for s in said]
    if any(len(f) == 1 for f in fits):
        rows.replace(field, pa.array([next(iter(f)) if len(f) == 1 else s for f, s in zip(fits, said, strict=True)], pa.string()))


def _told(rows: Rows, world: World) -> pa.Array:
    """Per row the kind that the header of the names or the sheet's title tells, or the name itself (统筹协调, a word of a list)."""
    listed = [w for title, many in world.lists.items() if "模块" in title or "机构" in title for w in many]
    name = words.standard(rows.words("name"), world)
    own = pc.if_else(pc.is_in(name, value_set=pa.array(listed, pa.string())), name, None)
    by_sheet = [_kind_told(rows.label(n, "name"), b.found.title, b.name, b.file) for n, b in enumerate(rows.blocks)]
    return pc.coalesce(own, pa.array(by_sheet, pa.string()).take(pa.array(rows.sheet)))


def _kind_told(*texts: str) -> str | None:
    return next((kind for said in texts for word, kind in _TITLES if word in said), None)


INSTITUTIONS = Ledger(
    kind="institutions",
    title="机构",
    fields=fields(_NAME, _KIND, _NATURE, _LEADER, _AT, PARENT, _COUNTERPART, COMMON, f.USCC, f.ADDRESS),
    required=(("name",), ("kind", "nature", "counterpart", "parent", "leader", "town", "village", "uscc", "county", "place", "group")),
    read=read,
    order=29,
    signs=("机构", "部门", "单位名录", "单位名册", "驻区单位", "驻地单位", "企业", "物业", "职能模块", "职责模块", "六办", "五中心"),
    against=(
        *("党组织", "党支部", "职务", "户号", "户主", "成员单位", "社会组织", "网格", "结对", "报到", "姓名", "身份证", "合作社", "队伍名称", "组织类别"),
        *("会议", "主题", "诉求", "日期", "场所", "阵地"),
    ),
    never="走访|来访|信访|接待|吹哨|诉求|点单|会议|结对|联村|帮扶|报到|协议|蹲点|评选|成员单位|工会|妇联|经费|考核|收缴|收费|物业费",
    never_beside="走访|来访|信访|户主|户号|结对|报到|签约|协议|联村|诉求|吹哨|主席|职工|会员|已收|应收|金额|收费|缴",
    vocabulary=("kind", words.INSTITUTION_KINDS),
    aliases=("F14", "F15", "机构台账", "单位", "institutions"),
    proven=True,
    understood=0.4,
)
