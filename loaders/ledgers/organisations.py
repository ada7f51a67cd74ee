"""自治组织, 群团组织, 社会组织, 阵地, and lists of bodies that a scheme names (一约七会, 三室一窗): kind per row, or as matrices."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import KIND, NAME, REGISTERED, WITH_PARENT, read_bodies, read_matrix
from loaders.ledgers.body_words import MASS_KINDS, MECHANISMS, PLACE_KINDS, POSTS, SELF_KINDS, SOCIAL_KINDS
from loaders.ledgers.institutions import INSTITUTIONS

VILLAGE_PARTY = ("党委", "党总支", "党支部")
_PLACE_LIST, _INSTITUTION_LIST = re.compile("室|窗|中心|站|阵地|平台|空间|厅"), re.compile("模块|机构|部门")
"""Names of lists whose words are places, or institutions; those of all other lists are bodies of self-government."""

_MASS_LEADER = Field(
    "leader",
    "负责人",
    (*f.LEADER.words, *f.words("妇联主席 工会主席 团支部书记 团总支书记 商会会长 微家负责人 妇女小组长 工会小组长")),
    cell="name",
    weight=0.6,
)
_SOCIAL_NAME = Field("name", "社会组织名称", f.words("社会组织名称 组织机构名称 组织名称 社团名称 名称"), weight=1.5)
_SOCIAL_KIND = Field("kind", "社会组织类型", f.words("社会组织类型 社会组织类别 组织类别 组织类型 类别 类型"), weight=1.2)
_ADDRESS = Field("address", "住所", f.words("住所 注册地址 登记地址 住址 地址"), weight=0.5)
_PLACE_NAME = Field("name", "阵地名称", f.words("阵地名称 场所名称 平台名称 站点名称 名称 系统名称 中心名称 业务系统 服务站名称 场地名称"), weight=1.5)
_PLACE_KIND = Field(
    "kind", "阵地类别", f.words("阵地类别 场所类别 阵地类型 场所类型 平台类别 类别 站点类别 站点类型 服务点类别 系统类别 平台类型 类型"), weight=1.5
)
_AT = Field("place", "所在单元", (*f.PLACE.words, *f.words("单位 所在单位 单元 所在单元 单元名称 所属单元 层级单位")), pattern=f.PLACE.pattern, cell="unit")
_UNIT = ("village", "town", "place", "county", "group", "bay")

SELF_GOVERNMENT = Ledger(
    kind="self_government",
    title="自治组织",
    fields=fields(WITH_PARENT, KIND, NAME),
    required=(_UNIT, ("kind", "name")),
    read=partial(read_bodies, label="SelfGovernmentBody", kinds=(*SELF_KINDS, "物业")),
    order=31,
    signs=("自治组织", "三委", "村民委员会", "居委", "村委", "小区组织", "湾落组织", "业委会", "业主委员会", "湾落理事会", "理事会"),
    against=("党组织代码", "上级党组织", "职务", "户号", "户主", "成员单位", "队伍名称"),
    vocabulary=("kind", (*SELF_KINDS, *VILLAGE_PARTY, "物业", *POSTS, *MECHANISMS)),
    aliases=("三委自治组织", "B4", "自治组织台账", "三委"),
    proven=True,
)
MASS = Ledger(
    kind="mass_organizations",
    title="群团组织",
    fields=fields(_MASS_LEADER, WITH_PARENT, KIND, NAME),
    required=(_UNIT, ("kind", "name")),
    read=partial(read_bodies, label="MassOrganization", kinds=MASS_KINDS),
    order=32,
    signs=("群团", "工会组织", "妇联组织", "团组织", "妇女微家", "商会组织"),
    against=("党组织代码", "职务", "户号", "户主", "成员单位", "队伍名称", "社会组织", "阵地"),
    vocabulary=("kind", MASS_KINDS),
    aliases=("D5", "群团组织台账", "群团"),
    proven=True,
)
SOCIAL = Ledger(
    kind="social_organizations",
    title="社会组织",
    fields=fields(WITH_PARENT, _SOCIAL_KIND, _SOCIAL_NAME, f.USCC, REGISTERED, _ADDRESS),
    required=((*_UNIT, "address"), ("name",)),
    read=partial(read_bodies, label="SocialOrganization", kinds=SOCIAL_KINDS),
    order=33,
    signs=("社会组织",),
    against=("合作社", "党组织", "职务", "户号", "户主", "成员单位", "队伍名称"),
    vocabulary=("kind", SOCIAL_KINDS),
    aliases=("E1", "社会组织台账"),
    proven=True,
)
PLACES = Ledger(
    kind="places",
    title="阵地",
    fields=fields(_AT, WITH_PARENT, _PLACE_KIND, _PLACE_NAME),
    required=(_UNIT, ("kind", "name")),
    read=partial(read_bodies, label="Place", kinds=PLACE_KINDS),
    order=34,
    signs=("阵地", "三室一窗", "综治中心", "服务站", "指挥体系", "五个中心", "七中心", "治理中心", "工作站"),
    against=("党组织", "职务", "户号", "户主", "成员单位", "队伍名称", "社会组织"),
    vocabulary=("kind", PLACE_KINDS),
    aliases=("F11", "阵地台账"),
    proven=True,
)


COMMAND = replace(
    PLACES,
    kind="command",
    title="指挥体系",
    required=(("kind",), ("name",)),
    signs=("指挥体系", "指挥平台", "业务系统", "社会治理中心", "七中心"),
    vocabulary=("kind", ("社会治理中心", "社会治理室", "网格工作站", "指挥平台", "业务系统")),
    aliases=("F7", "F9"),
)


@dataclass(frozen=True)
class _Family:
    """A ledger of bodies whose kinds may also stand side by side, one column each."""

    ledger: Ledger
    label: str
    kinds: tuple[str, ...]
    lists: str = ""
    """Which lists' words are its kinds too: those of places, of institutions, or (self) of all others."""


_FAMILIES = (
    _Family(SELF_GOVERNMENT, "SelfGovernmentBody", (*VILLAGE_PARTY, *SELF_KINDS, "物业", *POSTS, *MECHANISMS)),
    _Family(MASS, "MassOrganization", MASS_KINDS, "none"),
    _Family(SOCIAL, "SocialOrganization", SOCIAL_KINDS, "none"),
    _Family(PLACES, "Place", PLACE_KINDS, "places"),
    _Family(INSTITUTIONS, "Institution", (), "institutions"),
)
_BODY_HEADS = ("{}", "{}名称", "是否成立{}", "是否建立{}", "是否有{}", "有无{}", "{}是否成立", "{}成立情况")
_PERSON_HEADS = ("{}负责人", "{}主席", "{}书记", "{}会长", "{}主任", "{}理事长", "{}姓名", "{}组长", "{}负责人姓名")


def ledgers(lists: Mapping[str, Sequence[str]], aliases: Mapping[str, str], of_county: Collection[str] = ()) -> list[Ledger]:
    """The ledgers of bodies with the words of a scheme and its settings, kind per row and as matrices; `of_county`: lists of places
    that the county itself has."""
    county = (w for title in of_county for w in (*lists.get(title, ()), *(a for a, s in aliases.items() if s in lists.get(title, ()))))
    found: list[Ledger] = [replace(COMMAND, vocabulary=("kind", (*COMMAND.vocabulary[1], *county)))]
    for one in _FAMILIES:
        mine = [w for title, words in lists.items() if _family_of(title) == one.lists for w in words]
        kinds = tuple(dict.fromkeys(aliases.get(k, k) for k in (*one.kinds, *mine)))
        local = {k: [k, *(w for w, s in aliases.items() if s == k)] for k in kinds}
        found.append(replace(one.ledger, vocabulary=("kind", (*one.ledger.vocabulary[1], *(w for many in local.values() for w in many)))))
        found.append(_matrix(one, local))
    return found


def _column(name: str, title: str, said: Sequence[str], heads: Sequence[str]) -> Field:
    return Field(name, title, tuple(h.format(w) for w in said for h in heads), cell="name", weight=2.0)


def _family_of(title: str) -> str:
    return "institutions" if _INSTITUTION_LIST.search(title) else "places" if _PLACE_LIST.search(title) else ""


def _matrix(one: _Family, local: Mapping[str, Sequence[str]]) -> Ledger:
    columns = [_column(f"kind{n}", kind, said, _BODY_HEADS) for n, (kind, said) in enumerate(local.items())]
    heads = [_column(f"head_kind{n}", f"{kind}负责人", said, _PERSON_HEADS) for n, (kind, said) in enumerate(local.items())]
    named = tuple(c.name for c in (*columns, *heads))
    return replace(
        one.ledger,
        kind=f"{one.ledger.kind}_matrix",
        fields=fields(f.SEQ, *f.PLACES, f.PHONE, f.REMARK, columns, heads),
        required=(_UNIT,),
        several=(2, named),
        read=partial(read_matrix, label=one.label, kinds={c.name: c.title for c in columns}),
        vocabulary=("", ()),
        proven=False,
        against=(*one.ledger.against, "姓名", "身份证", "组织名称", "成立时间", "联系户", "分组编号", "户数"),
        aliases=(),
    )
