"""Words for kinds of bodies and places: which are one kind, of which label each is, where it stands, in which ledger it is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.scheme import Scheme
from loaders.ledgers.fields import words
from loaders.naming import ledger_in
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World

PARTY_KINDS = words("党委 党总支 党支部 党小组 党工委 联合党支部 联合党总支 功能型党支部 综合党支部 大党委 基层党委 网格党支部 网格党小组 党组")
SELF_KINDS = words(
    "村民委员会 居民委员会 村务监督委员会 居务监督委员会 村民小组 居民小组 业主委员会 业委会 湾落理事会 村民代表会议 居民代表会议 集体经济组织 村民议事会 "
    "理事会 居民议事会 小区理事会 楼栋自治小组 院落自治组织 物业管理委员会"
)
MASS_KINDS = words(
    "团支部 工会联合会 妇女联合会 商会分会 团小组 工会分会 妇女小组 工会小组 妇女微家 团建微联盟 残联 关工委 科协 团总支 团委 妇联 工会 共青团 商会 "
    "团小组微联盟 湾落工会小组 湾落小组 微联盟 总工会 基层工会 妇联执委工作室 残疾人联合会 青年突击队 党建联席会议 治理协调机制"
)
PLACE_KINDS = words(
    "综治网格中心工作室 矛盾纠纷调解室 社会心理服务室 群众接待窗口 党群服务中心 党群服务站 便民服务站 新时代文明实践站 妇女儿童之家 青年之家 残疾人服务站 "
    "邻聚空间 共享空间 便民服务点 便民服务示范站 政务自助一体机 代办点 社会治理中心 社会治理室 网格工作站 指挥平台 业务系统 功能亚区 新时代文明实践所 "
    "新时代文明实践中心 便民服务中心 综治中心 党员活动室 农家书屋"
)
SOCIAL_KINDS = words(
    "社区事务类 公益慈善类 生活服务类 文体活动类 湾落理事小组 湾落评议小组 湾落兴趣小组 社区慈善基金 志愿服务队 治理队伍 农合联 产业农合联 产业链"
)
INSTITUTION_KINDS = words("部门 机关 内设机构 办公室 事业单位 中心 职能模块 企业 驻区单位 物业 派出机构 直属单位 站所 国有企业 民营企业 学校 医院")
_KNOWN = frozenset((*PARTY_KINDS, *SELF_KINDS, *MASS_KINDS, *PLACE_KINDS, *SOCIAL_KINDS, *INSTITUTION_KINDS))
_LEVEL = re.compile(r"^(?:村级|社区级|镇级|组级|村\(社区\)|村|社区|乡镇|镇|街道|县|区|小区|片区|组)(?P<rest>.{2,})$")
_SAME = {
    "业主委员会": "业委会",
    **dict.fromkeys(words("物业公司 物业服务企业 物业服务公司 物业企业 物业管理公司 物业服务中心 物业服务站"), "物业"),
    **dict.fromkeys(words("社区大党委 兼职大党委 村大党委"), "大党委"),
    **dict.fromkeys(words("小区综合党支部 院落综合党支部"), "综合党支部"),
    **dict.fromkeys(words("湾组理事会 湾子理事会 塆落理事会 自然湾理事会"), "湾落理事会"),
    **dict.fromkeys(words("社区事务 社区事务类社会组织"), "社区事务类"),
    **dict.fromkeys(words("公益慈善 公益慈善类社会组织"), "公益慈善类"),
    **dict.fromkeys(words("生活服务 生活服务类社会组织 社区服务类 社区服务类社会组织"), "生活服务类"),
    **dict.fromkeys(words("文体活动 文体活动类社会组织 文体娱乐类 文体类"), "文体活动类"),
    **dict.fromkeys(words("慈善基金 村级慈善基金 社区慈善专项基金 慈善专项基金 社区基金"), "社区慈善基金"),
    **dict.fromkeys(words("村新时代文明实践站 社区新时代文明实践站 文明实践站"), "新时代文明实践站"),
    **dict.fromkeys(words("县级部门 县直部门 区直部门 市直部门 职能部门 工作部门"), "部门"),
    **dict.fromkeys(words("驻区 驻社区单位 驻地单位 辖区单位 驻辖区单位 共建单位"), "驻区单位"),
    **dict.fromkeys(words("县工会 县总工会 镇总工会 街道总工会"), "总工会"),
    "残疾人联合会": "残联",
    "妇联": "妇女联合会",
    **dict.fromkeys(words("共青团支部 村团支部 社区团支部"), "团支部"),
}
"""Other words for kinds that checks ask by one word; a word that the scheme itself asks stays what it is."""
POSTS = {"湾长": "湾长", "湾落长": "湾长", "组长": "组长", "小组长": "组长", "村民小组长": "组长", "楼栋长": "楼栋长", "小区长": "小区长"}
"""Words in a column of kinds that are a person's post and no body."""
MECHANISMS = ("联户长", "党员中心户", "好邻居")
"""Words in a column of kinds, or above a column, that are a contact of the unit."""
_LOW = re.compile(r"小组|微家|微联盟|分会|湾落|楼栋|业委会|院落|小区|物业")
_LEDGER = {
    **dict.fromkeys(("湾落理事会", "湾长"), "湾落组织"),
    **dict.fromkeys(("业委会", "物业"), "小区组织"),
    **dict.fromkeys(("社会治理中心", "社会治理室", "网格工作站", "指挥平台", "业务系统"), "指挥体系"),
    "功能亚区": "功能分区",
}
_COUNTY_WIDE = ("指挥体系", "机构", "成员单位")
_ORGANISATION = re.compile(
    r"(公司|委员会|业委会|理事会|联合会|妇联|工会|支部|总支|党委|小组|协会|商会|分会|中心|服务站|工作站|活动室|工作室|调解室|窗口|之家|微家|联盟|物业|"
    r"基金|队|社|会|站|室|所|办)$"
)
"""How organisations' and places' names end, and persons' do not."""


def local_words(aliases: Mapping[str, str], scheme: Scheme | None = None) -> dict[str, str]:
    """Local words for kinds → the words that checks ask: a scheme's and the settings' `aliases`, else the usual ones."""
    asked = {w for c in scheme.checks for w in _asked(c.options)} if scheme else set()
    return {**{w: aliases.get(s, s) for w, s in _SAME.items() if w not in asked}, **aliases}


def standard(kinds: pa.Array, world: World) -> pa.Array:
    """Local words for kinds as the scheme and the settings say, else as usual: 妇联 → 妇女联合会, 物业公司 → 物业, 村团支部 → 团支部."""
    table = local_words(world.kinds, world.scheme)
    listed = {w for many in world.lists.values() for w in many}
    asked = {w for c in world.scheme.checks for w in _asked(c.options)}
    coded = kinds.dictionary_encode()
    plain = [table.get(k) or (k if k in listed | asked | _KNOWN else _bare(k, table)) for k in coded.dictionary.to_pylist()]
    return pa.array(plain, pa.string()).take(coded.indices)


def _bare(kind: str, table: Mapping[str, str]) -> str:
    """A known kind without the level that stands before it; other words stay."""
    found = _LEVEL.match(kind)
    rest = found["rest"] if found else ""
    return table.get(rest) or (rest if rest in _KNOWN else kind)


def _asked(said: object) -> list[str]:
    if isinstance(said, Mapping):
        return [w for k, v in said.items() for w in (_listed(v) if k in ("kinds", "bodies") else _asked(v))]
    return [w for one in said for w in _asked(one)] if isinstance(said, list | tuple) else []


def _listed(said: object) -> list[str]:
    return [str(w) for w in said] if isinstance(said, list | tuple) else []


def labels(kind: pa.Array, label: str) -> np.ndarray:
    """Per row the label of its body: party organisations and 物业 are theirs in whatever ledger they stand; others the ledger's."""
    out = np.full(len(kind), label, object)
    out[text.mask(pc.is_in(kind, value_set=pa.array(PARTY_KINDS)))] = "PartyOrganization"
    if label == "SelfGovernmentBody":
        out[text.mask(pc.equal(kind, "物业"))] = "Institution"
        out[text.mask(pc.is_in(kind, value_set=pa.array([k for k in MASS_KINDS if k not in SELF_KINDS])))] = "MassOrganization"
    return out


def kind_in_name(name: pa.Array, kinds: Sequence[str]) -> pa.Array:
    """The longest of the kinds with which a name ends; null where it ends with none."""
    if not len(name):
        return name
    among = "|".join(re.escape(k) for k in sorted(kinds, key=len, reverse=True))
    # The leftmost match of an alternation anchored at the end is the longest ending.
    return pc.struct_field(pc.extract_regex(name, rf"(?P<k>{among})$"), "k")


def kind_told(rows: Rows, kinds: Sequence[str], name: pa.Array) -> pa.Array:
    """Per row the kind that its name ends with, or the one that the sheet's title names, the closer of the two; else what the header
    of the head tells (妇联主席)."""
    if not len(rows):
        return name
    ending = kind_in_name(name, kinds)
    titles = [_only(f"{b.found.title} {b.name}", kinds) or _only(b.file, kinds) for b in rows.blocks]
    heads = [_only(rows.label(n, "leader"), kinds) if "leader" in b.cells else None for n, b in enumerate(rows.blocks)]
    sheet = pa.array(rows.sheet)
    title, head = pa.array(titles, pa.string()).take(sheet), pa.array(heads, pa.string()).take(sheet)
    closer = pa.array([bool(t and e and t != e and t.endswith(e)) for t, e in zip(title.to_pylist(), ending.to_pylist(), strict=True)], pa.bool_())
    return pc.coalesce(pc.if_else(closer, title, ending), head, title)


def _only(said: str, kinds: Sequence[str]) -> str | None:
    """The one kind that a text names; of kinds that hold one another the longest."""
    found, left = set(), said
    for kind in sorted(kinds, key=len, reverse=True):
        if kind in left:
            found.add(kind)
            left = left.replace(kind, " ")
    return found.pop() if len(found) == 1 else None


def is_low(kind: pa.Array) -> np.ndarray:
    """Kinds that stand at a group or bay, whose name then tells which."""
    return text.mask(pc.match_substring_regex(kind, _LOW.pattern))


def is_organisation(cells: pa.Array) -> np.ndarray:
    """Where a cell of a matrix is the name of a body, not of its head: 和谐物业公司."""
    ending, long = pc.match_substring_regex(cells, _ORGANISATION.pattern), pc.greater(pc.utf8_length(cells), 3)
    return text.mask(pc.and_(ending, long))


def name_ledgers(rows: Rows, world: World, kinds: Sequence[Sequence[str]]) -> None:
    """The ledger of each sheet (`kinds`: per sheet its kinds): as its title says, else as most of its kinds tell, else the usual one.

    A sheet whose kinds are mostly the words of a list (一约七会, 三室一窗) is a delivery of that list, in the ledger in which it is asked.
    """
    names = rows.ledger_names.copy()
    asked = {str(c.options["list"]): c.ledger for c in world.scheme.checks if c.ledger and "list" in c.options}
    for number, one in enumerate(rows.blocks):
        here, said = rows.sheet == number, kinds[number]
        listed = next((t for t, many in reversed(world.lists.items()) if said and sum(k in many for k in said) >= 0.5 * len(said)), "")
        usual = rows.ledger.title
        told = "" if usual in f"{one.found.title} {one.name}" else ledger_in((one.found.title, one.name, one.file), world.scheme, "bodies")
        by_kind = [_LEDGER.get(k, usual) for k in said]
        names[here] = asked.get(listed, listed) or told or max(dict.fromkeys(by_kind), key=by_kind.count, default=usual)
    rows.ledger_names = names


def county_wide(rows: Rows) -> np.ndarray:
    """Rows of ledgers that are about the county: one that names no unit stands at the county."""
    return np.isin(rows.ledger_names.astype(str), _COUNTY_WIDE)


def lists_of_county(scheme: Scheme | None) -> frozenset[str]:
    """Lists that checks ask of the county itself: 七中心."""
    checks = scheme.checks if scheme else ()
    return frozenset(str(c.options["list"]) for c in checks if "list" in c.options and c.options.get("level") == 1)
