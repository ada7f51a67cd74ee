"""The one table of words: codes of the result → what an office reads. A code without a word is shown as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from graph.scheme import KINDS

OF, MET, GAP, UNKNOWN = "应覆盖", "覆盖", "缺口", "待核实"
FIGURES = (OF, MET, GAP, UNKNOWN)
MET_SHARE, UNKNOWN_SHARE = "覆盖率", "待核实率"

STATES: Mapping[str, str] = {"met": MET, "gap": GAP, "unknown": UNKNOWN, "evidence": "依据"}

REASONS: Mapping[str, str] = {
    "none": "无人联系",
    "ended": "联系已结束",
    "contact_left": "联系人已离任、去世或迁出",
    "not_started": "尚未开始",
    "household_ambiguous": "台账户主重名，无法确定是哪一户",
    "not_delivered": "未报该台账",
    "missing": "未设",
    "below_norm": "低于规定数",
    "below": "联系户数不足",
    "above": "联系户数超限",
    "several": "归属多个",
    "shared": "结对对象另有结对",
    "vacant": "空缺",
    "no": "不符合",
    "not_stated": "未填写",
    "differs": "与实有数不符",
    "uncountable": "无法核对",
    "stale": "超期未走访",
    "no_organization": "未填组织或组织对不上",
    "broken": "向上隶属中断",
    "several_posts": "一人多岗",
    "incompatible": "兼任不得兼任的岗位",
    "open": "没有办结",
}
_IN_CHECK: Mapping[tuple[str, str], str] = {
    ("activity", "none"): "从未走访",
    ("E8.reach", "none"): "未加入合作社",
    ("B9.assignment", "none"): "未结对",
    ("B9.assignment", "several"): "结对多个",
}
"""Where the same code means something else: (kind, or system.kind; reason)."""
_WITHOUT: Mapping[str, str] = {
    "mechanisms": "无人联系",
    "any_of": "无人联系",
    "cooperatives": "未加入合作社",
    "pairs": "未结对",
    "grids": "未入网格",
    "posts": "没有人任职",
    "members": "未加入组织",
    "events": "没有记录",
    "under": "没有上级",
    "has_members": "没有成员",
    "units": "未落到该级单元",
    "kinds": "没有设立",
    "labels": "没有设立",
}
"""By what a check asks → what its reason `none` says; the first that it names."""
_OTHERWISE: Mapping[tuple[str, str], str] = {
    ("activity", "none"): "没有记录",
    ("activity", "stale"): "近期没有记录",
    ("assignment", "shared"): "对方另有归属",
}
"""Where a check asks of something else than households or pairs: (kind, reason)."""

PROBLEMS: Mapping[str, str] = {
    "header_unrecognised": "表头无法识别",
    "required_missing": "必填项为空",
    "unit_unknown": "单位名称对不上",
    "unit_ambiguous": "单位名称有多个可能",
    "code_conflict": "区划代码与名称不一致",
    "household_unknown": "户对不上",
    "household_ambiguous": "户主重名，无法确定是哪一户",
    "person_unknown": "人员对不上",
    "organization_unknown": "组织对不上",
    "duplicate_row": "重复行",
    "id_checksum": "身份证号校验码不对",
    "id_length": "身份证号位数不对",
    "id_precision_lost": "身份证号末几位已丢失",
    "birth_mismatch": "出生日期与身份证号不一致",
    "sex_mismatch": "性别与身份证号不一致",
    "date_invalid": "日期无效",
    "code_ambiguous": "代码含义不明",
    "id_shared": "同一身份证号有两个姓名",
    "household_conflict": "同一户各行互相矛盾",
    "uscc_invalid": "统一社会信用代码无效",
    "phone_invalid": "联系电话无效",
    "total_mismatch": "合计数与实有数不符",
    "measure_unknown": "指标不认识",
    "column_unread": "列未使用",
    "mechanism_unknown": "联系机制不认识",
}
SEVERITIES: Mapping[str, str] = {"error": "错误", "warning": "提醒", "info": "说明", "rejected": "整行未收", "cell": "单元格未收"}
DELIVERY: Mapping[str, str] = {"delivered": "已报", "zero": "零报告", "nothing": "未报"}
LEVELS: Mapping[int, str] = {0: "市", 1: "县", 2: "镇街", 3: "村(社区)", 4: "组", 5: "湾落"}
CLAIMS: Mapping[str, str] = {"same": "一致", "differs": "不符", "uncountable": "无法核对"}

LABELS: Mapping[str, str] = {
    "Unit": "单元",
    "Grid": "网格",
    "Household": "户",
    "Person": "人员",
    "PartyOrganization": "党组织",
    "SelfGovernmentBody": "自治组织",
    "MassOrganization": "群团组织",
    "Cooperative": "合作社",
    "SocialOrganization": "社会组织",
    "Institution": "机构单位",
    "Place": "阵地",
    "Event": "活动记录",
    "Delivery": "台账报送",
    "Claim": "填报数",
    "Slot": "应设项",
    "Post": "岗位",
    "Contact": "联系人",
    "PART_OF": "隶属关系(单元)",
    "IN_GRID": "户属网格",
    "LIVES_IN": "人在户",
    "LISTED_IN": "列入名册",
    "UNDER": "组织隶属",
    "COVERS": "组织覆盖范围",
    "MEMBER_OF": "成员关系",
    "EMPLOYED_BY": "任职单位",
    "HOLDS_POST": "任岗",
    "CONTACTS": "联系关系",
    "MAY_CONTACT": "待定联系关系",
    "PAIRED_WITH": "结对",
    "ABOUT": "活动涉及",
    "BY": "活动承办",
    "ATTENDED": "活动参加",
    "DELIVERED_FOR": "报送所属村",
    "CLAIMED_FOR": "填报对象",
}
_SUBJECTS: Mapping[str, str] = {name.casefold(): word for name, word in LABELS.items()}


def reason(code: str, check: str = "", options: Mapping[str, object] | None = None) -> str:
    """The reason of a gap or unknown; `check` is the check's id, in which a code may mean something of its own, `options` what it asks."""
    system, _, rest = check.partition(".")
    kind = rest.split(".")[0]
    said = options or {}
    population = said.get("population", "户")
    if found := _IN_CHECK.get((f"{system}.{kind}", code)):
        return found
    if population != "户" and kind == "activity" and (kind, code) in _OTHERWISE:
        return _OTHERWISE[kind, code]
    if found := _IN_CHECK.get((kind, code)):
        return found
    if kind == "assignment" and code == "shared" and said and "pairs" not in said:
        return _OTHERWISE[kind, code]
    if code == "none":
        return next((word for means, word in _WITHOUT.items() if means in said), REASONS[code])
    if code == "broken" and said.get("population") == "户":
        return "中间环节缺失"
    if code == "several_posts" and said.get("population") in ("户", "组织"):
        return "同属多个"
    return REASONS.get(code, code)


def store(name: str) -> str:
    """What held the graph: the engine inside, or a Neo4j server (whose address is nobody's business)."""
    return "内嵌引擎" if name == "embedded" else "Neo4j"


def edition(number: str, as_of: dt.date) -> str:
    """An edition with the day that it was counted for."""
    return f"{number}（按 {as_of.isoformat()} 计算）"


def counts(unit: str) -> str:
    """What a check counts, as an office says it."""
    return "应设项" if unit in ("槽位", "应设") else unit


def kind(code: str) -> str:
    """The short word of a check kind (触达, 设置 …)."""
    return KINDS[code].question.replace("：", ":").split(":")[0] if code in KINDS else code


def subject(code: str) -> str:
    """What sort of thing a gap is about; labels are known in any case."""
    return _SUBJECTS.get(code.casefold(), code)
