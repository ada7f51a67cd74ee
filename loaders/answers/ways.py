"""What a row of a town's workbook asks to be filled in, by its check: the fact that one answer states, or why no single answer can.

The workbook prints it beside each row, and the loader reads answers by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.checks.presence import slots_of
from graph.scheme import Check, Scheme
from graph.scheme.joined import OR, reaching

MEND = "不在本表填"
"""How the text of a row begins that no single answer closes."""
_IN_LEDGER = f"{MEND}：请在原台账中改正"
_FULL = f"{MEND}：涉及多人多项，请在原台账中补全"
CAN = frozenset(("mechanisms", "posts", "pairs", "members"))
"""The means of which an answer may say which of several is right."""
Said = Mapping[str, object]


@dataclass(frozen=True)
class Way:
    """How an answer counts: by one of the `words` under the means `by`. `asks`: the columns that must be filled; `tells`: what to fill in."""

    by: str
    words: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """Of bodies: what they may be (党组织, 阵地 …); empty for the usual."""
    asks: tuple[str, ...] = ()
    tells: str = ""
    slot: str = ""
    said: Said = field(default_factory=dict)


def way(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str = "", reason: str = "") -> Way | str:
    """How the gap or unknown of a check (and slot) is answered; a text says why it cannot be, and what to do instead."""
    if check.kind in ("breadth", "load", "overlap", "claim"):
        return _IN_LEDGER
    if reason == "no":
        return _IN_LEDGER  # the ledger says that it has it not
    if reason in ("shared", "below_norm") and check.kind != "activity":
        return _FULL if reason == "below_norm" else _IN_LEDGER
    found = _WAYS[check.kind](scheme, lists, check, slot)
    return _IN_LEDGER if reason == "several" and isinstance(found, Way) and found.by not in CAN else found


def slot_names(lists: Mapping[str, object], check: Check) -> list[str]:
    """The slots or posts that a check's subjects may carry after their id, the longest first."""
    names: list[str] = []
    if check.kind == "presence":
        names = [s.name for s in slots_of(lists, check)] if "social" not in check.options else []
    elif check.kind == "staffing":
        posts = check.options.get("posts", ())
        many = [str(p) for v in posts.values() for p in v] if isinstance(posts, Mapping) else check.words("posts")
        names = [*check.words("roles"), *([] if "least" in check.options else many)]
        if check.options.get("any"):
            names = [" / ".join(check.words("posts"))]
    return sorted(set(names), key=len, reverse=True)


def _reach(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str) -> Way | str:
    if "any_of" in check.options:
        mechanisms = [m for m in reaching(scheme, check) if OR not in m]
        return _by(check.population, {"mechanisms": mechanisms}) if mechanisms else _IN_LEDGER
    if "at" in check.options and "mechanisms" not in check.options:
        return _IN_LEDGER
    own = {k: v for k, v in check.options.items() if k in _ORDER and k not in _NARROWS.get(check.population, ())}
    return _by(check.population, own)


def _presence(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str) -> Way | str:
    found = next((s for s in slots_of(lists, check) if s.name == slot), None) if "social" not in check.options else None
    if found is None or found.least > 1:
        return _FULL
    if "depth" in found.said:
        return _IN_LEDGER
    return _by(check.population, found.said, slot)


def _staffing(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str) -> Way | str:
    if "least" in check.options:
        return _FULL
    if "roles" in check.options:
        return Way("roles", (slot,), asks=("note",), tells="说明：单位名称", slot=slot)
    words = tuple(check.words("posts")) if check.options.get("any") else (slot,)
    return Way("posts", words, asks=("contact",), tells=_one_of("联系人：任职人", words), slot=slot)


def _chain(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str) -> Way | str:
    label = (str(check.options.get("label", "党组织")),)
    if check.population == "成员":
        return Way("members", (), label, ("note",), f"说明：所在{label[0]}名称")
    return Way("under", (), label, ("note",), "说明：上级组织名称") if check.population == "组织" else _IN_LEDGER


def _activity(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str) -> Way | str:
    if check.population == "事件":
        return Way("outcome", asks=("note",), tells="说明：办理结果")
    if check.options.get("sum_days"):
        return Way("events", tuple(check.words("events")), asks=("since", "note"), tells="开始日期；说明：天数，如 5天")
    if int(str(check.options.get("least", 1))) > 1:
        return _FULL
    return Way("events", tuple(check.words("events")), asks=("since",), tells="开始日期：活动日期；联系人：由谁")


def _share(scheme: Scheme, lists: Mapping[str, object], check: Check, slot: str) -> Way | str:
    for option, told in (("political", "政治面貌，如 中共党员"), ("education", "学历，如 本科"), ("ages", "出生年月，如 1987-03")):
        if check.population == "岗位" and option in check.options:
            return Way("stated", (option,), asks=("note",), tells=f"说明：{told}")
    return _IN_LEDGER


_WAYS = {
    "reach": _reach,
    "assignment": _reach,
    "presence": _presence,
    "staffing": _staffing,
    "chain": _chain,
    "activity": _activity,
    "share": _share,
}
_NARROWS = {"组织": ("bodies", "labels", "kinds"), "单元": ("units",), "人": ("political",), "网格": ("grid_kinds",)}
_ORDER = ("kinds", "labels", "posts", "mechanisms", "pairs", "events", "cooperatives", "members", "under", "has_members", "grids")
"""The means that an answer may state; the others (units, code) are a ledger's."""
_LEDGERS_OWN = {"单元": ("cooperatives", "members")}


def _by(population: str, said: Said, slot: str = "") -> Way | str:
    """By the first means that is named."""
    asked = [o for o in said if o in _ORDER and o not in _LEDGERS_OWN.get(population, ()) and not (o == "labels" and "kinds" in said)]
    if not asked:
        return _IN_LEDGER
    by = asked[0]
    if by == "grids" and population == "单元" and not slot:
        return _IN_LEDGER
    words, labels = _words(said.get(by)), _words(said.get("labels"))
    if by == "labels":
        words = ()
    asks, tells = _ASKED[by] if (population, by) not in _OTHERWISE else _OTHERWISE[population, by]
    return Way(by, words, labels, asks, _one_of(tells, words) if by in ("mechanisms", "posts") else tells, slot, said)


_ASKED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "kinds": ((), "说明：名称；联系人：负责人"),
    "labels": ((), "说明：名称；联系人：负责人"),
    "posts": (("contact",), "联系人：任职人"),
    "mechanisms": (("contact",), "联系人"),
    "pairs": (("note",), "说明：结对单位名称"),
    "events": (("since",), "开始日期；联系人：由谁"),
    "cooperatives": (("note",), "说明：合作社名称"),
    "members": (("note",), "说明：所在组织名称"),
    "under": (("note",), "说明：上级名称"),
    "has_members": (("contact",), "联系人：成员姓名"),
    "grids": (("note",), "说明：网格名称"),
}
_OTHERWISE: Mapping[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("户", "members"): (("contact", "note"), "联系人：户内成员；说明：组织名称"),
    ("人", "mechanisms"): (("note",), "说明：联系的村(社区)名称"),
    ("组织", "pairs"): (("note",), "说明：结对的村(社区)名称"),
    ("单元", "grids"): ((), "说明：网格名称"),
}


def _one_of(tells: str, words: Sequence[str]) -> str:
    plain = [w for w in words if OR not in w]
    return f"{tells}；说明：写明是{'、'.join(plain)}中哪一种" if len(plain) > 1 else tells


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list | tuple) else ()
