"""自治组织, 群团组织, 社会组织, 阵地, and lists of bodies that a scheme names (一约七会, 三室一窗): kind per row, or as matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import COMMON, KIND, NAME, REGISTERED, read_bodies, read_matrix

SELF_KINDS = (
    *("村民委员会", "居民委员会", "村务监督委员会", "居务监督委员会", "村民小组", "居民小组", "业主委员会", "业委会", "湾落理事会", "村民代表会议"),
    *("居民代表会议", "集体经济组织", "村民议事会", "理事会"),
)
MASS_KINDS = (
    *("团支部", "工会联合会", "妇女联合会", "商会分会", "团小组", "工会分会", "妇女小组", "工会小组", "妇女微家", "团建微联盟", "残联", "关工委", "科协"),
    *("团总支", "团委", "妇联", "工会", "共青团", "商会"),
)
PLACE_KINDS = (
    *("综治网格中心工作室", "矛盾纠纷调解室", "社会心理服务室", "群众接待窗口", "党群服务中心", "党群服务站", "便民服务站", "新时代文明实践站"),
    *("妇女儿童之家", "青年之家", "残疾人服务站"),
)
SOCIAL_KINDS = ("社区事务类", "公益慈善类", "生活服务类", "文体活动类")
VILLAGE_PARTY = ("党委", "党总支", "党支部")
PLACE_LISTS = ("三室一窗",)
"""Lists whose words are places; those of all other lists are bodies of self-government."""

_SOCIAL_NAME = Field("name", "社会组织名称", f.words("社会组织名称 组织机构名称 组织名称 社团名称 名称"), weight=1.5)
_SOCIAL_KIND = Field("kind", "社会组织类型", f.words("社会组织类型 社会组织类别 组织类别 组织类型 类别 类型"), weight=1.2)
_PLACE_NAME = Field("name", "阵地名称", f.words("阵地名称 场所名称 平台名称 站点名称 名称"), weight=1.5)
_PLACE_KIND = Field("kind", "阵地类别", f.words("阵地类别 场所类别 阵地类型 场所类型 平台类别 类别"), weight=1.5)
_UNIT = ("village", "town", "place")

SELF_GOVERNMENT = Ledger(
    kind="self_government",
    title="自治组织",
    fields=fields(COMMON, KIND, NAME),
    required=(_UNIT, ("kind",)),
    read=partial(read_bodies, label="SelfGovernmentBody"),
    order=31,
    signs=("自治组织", "三委", "村民委员会", "居委", "村委"),
    against=("党组织代码", "上级党组织", "职务", "户号", "户主"),
    vocabulary=("kind", (*SELF_KINDS, *VILLAGE_PARTY)),
    aliases=("三委自治组织", "B4", "自治组织台账", "三委"),
    proven=True,
)
MASS = Ledger(
    kind="mass_organizations",
    title="群团组织",
    fields=fields(COMMON, KIND, NAME),
    required=(_UNIT, ("kind",)),
    read=partial(read_bodies, label="MassOrganization"),
    order=32,
    signs=("群团",),
    against=("党组织代码", "职务", "户号", "户主"),
    vocabulary=("kind", MASS_KINDS),
    aliases=("D5", "群团组织台账", "群团"),
    proven=True,
)
SOCIAL = Ledger(
    kind="social_organizations",
    title="社会组织",
    fields=fields(COMMON, _SOCIAL_KIND, _SOCIAL_NAME, f.USCC, REGISTERED),
    required=(_UNIT, ("name",)),
    read=partial(read_bodies, label="SocialOrganization"),
    order=33,
    signs=("社会组织",),
    against=("合作社", "党组织", "职务", "户号", "户主"),
    vocabulary=("kind", SOCIAL_KINDS),
    aliases=("E1", "社会组织台账"),
    proven=True,
)
PLACES = Ledger(
    kind="places",
    title="阵地",
    fields=fields(COMMON, _PLACE_KIND, _PLACE_NAME),
    required=(_UNIT, ("kind",)),
    read=partial(read_bodies, label="Place"),
    order=34,
    signs=("阵地", "三室一窗", "综治中心", "服务站"),
    against=("党组织", "职务", "户号", "户主"),
    vocabulary=("kind", PLACE_KINDS),
    aliases=("F11", "阵地台账"),
    proven=True,
)


@dataclass(frozen=True)
class _Family:
    """A ledger of bodies whose kinds may also stand side by side, one column each."""

    ledger: Ledger
    label: str
    kinds: tuple[str, ...]
    places: bool = False


_FAMILIES = (
    _Family(SELF_GOVERNMENT, "SelfGovernmentBody", (*VILLAGE_PARTY, *SELF_KINDS)),
    _Family(MASS, "MassOrganization", MASS_KINDS),
    _Family(PLACES, "Place", PLACE_KINDS, places=True),
)
_HEADS = (
    "{}",
    "{}负责人",
    "{}主席",
    "{}书记",
    "{}会长",
    "{}主任",
    "{}理事长",
    "{}姓名",
    "是否成立{}",
    "是否建立{}",
    "是否有{}",
    "有无{}",
    "{}是否成立",
    "{}成立情况",
)


def ledgers(lists: Mapping[str, Sequence[str]], aliases: Mapping[str, str]) -> list[Ledger]:
    """The ledgers of bodies with the words of a scheme and its settings, kind per row and as matrices."""
    found: list[Ledger] = [SOCIAL]
    for one in _FAMILIES:
        mine = [w for title, words in lists.items() if (title in PLACE_LISTS) == one.places and one.ledger is not MASS for w in words]
        kinds = tuple(dict.fromkeys(aliases.get(k, k) for k in (*one.kinds, *mine)))
        local = {k: [k, *(w for w, s in aliases.items() if s == k)] for k in kinds}
        found.append(replace(one.ledger, vocabulary=("kind", tuple(w for many in local.values() for w in many))))
        found.append(_matrix(one, local))
    return found


def _matrix(one: _Family, local: Mapping[str, Sequence[str]]) -> Ledger:
    columns = [
        Field(f"kind{n}", kind, tuple(h.format(w) for w in said for h in _HEADS), cell="name", weight=2.0) for n, (kind, said) in enumerate(local.items())
    ]
    named = tuple(c.name for c in columns)
    return replace(
        one.ledger,
        kind=f"{one.ledger.kind}_matrix",
        fields=fields(f.SEQ, *f.PLACES, f.PHONE, f.REMARK, columns),
        required=(_UNIT,),
        several=(2, named),
        read=partial(read_matrix, label=one.label, kinds={c.name: c.title for c in columns}),
        vocabulary=("", ()),
        proven=False,
        against=(*one.ledger.against, "姓名", "身份证", "组织名称", "成立时间"),
        aliases=(),
    )
