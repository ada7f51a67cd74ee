"""自治组织, 群团组织, 社会组织, 阵地, and lists of bodies that a scheme names (一约七会, 三室一窗)."""

from __future__ import annotations

from functools import partial

from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers.bodies import COMMON, KIND, MASS_KINDS, NAME, PLACE_KINDS, REGISTERED, SELF_KINDS, SOCIAL_KINDS, read_bodies

_SOCIAL_NAME = Field("name", "社会组织名称", ("社会组织名称", "组织机构名称", "组织名称", "社团名称", "名称"), weight=1.5)
_SOCIAL_KIND = Field("kind", "社会组织类型", ("社会组织类型", "社会组织类别", "组织类别", "组织类型", "类别", "类型"), weight=1.2)
_PLACE_NAME = Field("name", "阵地名称", ("阵地名称", "场所名称", "平台名称", "站点名称", "名称"), weight=1.5)
_PLACE_KIND = Field("kind", "阵地类别", ("阵地类别", "场所类别", "阵地类型", "场所类型", "平台类别", "类别"), weight=1.5)
_NEEDS = "村(社区),以及组织类别或组织名称"

SELF_GOVERNMENT = Ledger(
    kind="self_government", title="自治组织", fields=fields(COMMON, KIND, NAME), required=(("village", "town"), ("kind",)), read=partial(read_bodies, label="SelfGovernmentBody"),
    order=31, signs=("自治组织", "三委", "村民委员会", "居委", "村委"), against=("党组织代码", "上级党组织", "职务", "户号", "户主"), vocabulary=("kind", (*SELF_KINDS, "党委", "党总支", "党支部")),
    aliases=("三委自治组织", "B4", "自治组织台账", "三委"), needs=_NEEDS, own_values=("一约七会", "一约四会"),
)  # fmt: skip
MASS = Ledger(
    kind="mass_organizations", title="群团组织", fields=fields(COMMON, KIND, NAME), required=(("village", "town"), ("kind",)), read=partial(read_bodies, label="MassOrganization"),
    order=32, signs=("群团",), against=("党组织代码", "职务", "户号", "户主"), vocabulary=("kind", (*MASS_KINDS, "妇联", "工会", "共青团", "商会")), aliases=("D5", "群团组织台账", "群团"), needs=_NEEDS,
)  # fmt: skip
SOCIAL = Ledger(
    kind="social_organizations", title="社会组织", fields=fields(COMMON, _SOCIAL_KIND, _SOCIAL_NAME, f.USCC, REGISTERED), required=(("village", "town"), ("name",)),
    read=partial(read_bodies, label="SocialOrganization"), order=33, signs=("社会组织",), against=("合作社", "党组织", "职务", "户号", "户主"), vocabulary=("kind", SOCIAL_KINDS),
    aliases=("E1", "社会组织台账"), needs="村(社区),以及社会组织名称",
)  # fmt: skip
PLACES = Ledger(
    kind="places", title="阵地", fields=fields(COMMON, _PLACE_KIND, _PLACE_NAME), required=(("village", "town"), ("kind",)), read=partial(read_bodies, label="Place"), order=34,
    signs=("阵地", "三室一窗", "综治中心", "服务站"), against=("党组织", "职务", "户号", "户主"), vocabulary=("kind", PLACE_KINDS), aliases=("F11", "阵地台账"), needs="村(社区),以及阵地类别", own_values=("三室一窗",),
)  # fmt: skip
ALL = (SELF_GOVERNMENT, MASS, SOCIAL, PLACES)
