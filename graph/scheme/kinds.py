"""The vocabulary of schemes: check kinds, what they may be asked of (populations), and by what something counts (means).

Every option is named with its shape (graph.scheme.options.SHAPES); what is not here is refused when a scheme is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FILTERS: Mapping[str, Mapping[str, str]] = {
    "户": {"household_kinds": "words"},
    "人": {"sex": "sex", "ages": "ages", "political": "political", "employed": "flag"},
    "单元": {"level": "levels", "units": "units"},
    "网格": {"grid_kinds": "words"},
    "组织": {"bodies": "kinds", "labels": "labels", "level": "levels"},
    "岗位": {"posts": "posts"},
    "事件": {"events": "words"},
    "联系人": {"mechanisms": "words"},
    "成员": {"roster": "words", "units": "units"},
}
"""Population → the options that narrow it."""
MEANS: Mapping[str, str] = {
    "kinds": "kinds",
    "labels": "labels",
    "posts": "posts",
    "mechanisms": "words",
    "pairs": "words",
    "events": "words",
    "cooperatives": "cooperatives",
    "units": "units",
    "grids": "words",
    "members": "bodies",
    "under": "bodies",
    "has_members": "flag",
    "code": "flag",
    "urban_rural": "flag",
}
"""By what a subject is reached, a slot filled: a body, a post, a contact, a pair, an event …"""
MEANS_OF: Mapping[str, tuple[str, ...]] = {
    "户": ("mechanisms", "cooperatives", "members", "events", "grids", "units"),
    "人": ("members", "mechanisms", "events"),
    "单元": ("kinds", "labels", "posts", "mechanisms", "pairs", "events", "cooperatives", "units", "grids", "code", "urban_rural"),
    "网格": ("kinds", "labels", "posts", "under"),
    "组织": ("members", "under", "has_members", "pairs", "events", "posts"),
}
"""Which means a population can have. A path (``at``) leads to a unit or a grid, and asks for what those can have."""
COMMON: Mapping[str, str] = {"population": "population", "scope": "scope", "only_if_any": "flag"}
COUNTED: Mapping[str, str] = {"单元": "单元", "岗位": "在岗人员", "事件": "事项"}
"""What a population's subjects are called where the word differs."""
ALONG = ("kinds", "labels", "posts", "pairs")
"""The means of a path beside those of households."""


@dataclass(frozen=True)
class Kind:
    """A check kind: what it asks, the populations it may be asked of (the first is the default), and its own options."""

    name: str
    question: str
    populations: tuple[str, ...]
    own: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    """Options of which exactly one must be there."""
    some_of: tuple[str, ...] = ()
    """Options of which at least one must be there."""
    counts: str = ""
    """What the population consists of, in Chinese, where it is not the population's own word."""
    means: bool = False
    """Whether it may name means."""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Option → the populations of which alone it can be said."""
    fewer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Population → the means that this kind can count there, where they are fewer than all."""

    def options(self, population: str) -> Mapping[str, str]:
        """Every option that a declaration of this kind may carry → its shape."""
        means = {m: MEANS[m] for m in self.fewer.get(population, MEANS_OF.get(population, ()))} if self.means else {}
        own = {o: shape for o, shape in self.own.items() if population in self.only.get(o, self.populations)}
        along = {m: MEANS[m] for m in ALONG} if "at" in own else {}
        return {**COMMON, **means, **along, **own, **FILTERS.get(population, {})}

    def counted(self, population: str) -> str:
        return self.counts or COUNTED.get(population, population)


KINDS: Mapping[str, Kind] = {
    k.name: k
    for k in (
        Kind(
            "reach",
            "触达：每一户(人、单元、组织)是否有人联系、是否在组织中，直接或沿一条路",
            ("户", "人", "单元", "网格", "组织"),
            {"at": "at", "any_of": "checks"},
            one_of=("any_of", *MEANS),
            means=True,
            only={"at": ("户",)},
        ),
        Kind(
            "presence",
            "设置：单元(网格)是否设有规定的组织、阵地、岗位",
            ("单元", "网格"),
            {"slots": "slots", "list": "list", "social": "social", "labels": "labels"},
            ("ledger",),
            ("slots", "list", "social"),
            counts="应设",
            only={"social": ("单元",), "list": ("单元",), "labels": ("单元",)},
        ),
        Kind(
            "staffing",
            "配备：岗位是否有人，人数是否够",
            ("网格", "单元", "组织"),
            {"posts": "posts_by", "least": "least", "roles": "words", "any": "flag", "mechanisms": "words", "ledgers": "words"},
            some_of=("posts", "least", "roles"),
            counts="岗位",
            only={"mechanisms": ("单元",), "roles": ("组织",)},
        ),
        Kind("load", "负荷：联系户数是否在规定范围内", ("联系人",), {"low": "number", "high": "number"}, ("mechanisms", "low", "high")),
        Kind(
            "chain",
            "纵向到底：最末一级能否一级一级到顶",
            ("成员", "户", "组织"),
            {"through": "through", "links": "links", "label": "label"},
            one_of=("through", "links"),
        ),
        Kind("breadth", "横向到边：每个单元有几条线", ("单元",), {"lines": "lines"}, ("level", "lines"), counts="应有线"),
        Kind(
            "assignment",
            "归属：恰好一个(一户一名联户长、一格一员、一对一结对)",
            ("户", "人", "单元", "网格", "组织"),
            {"exclusive": "flag", "top": "flag"},
            ("ledger",),
            tuple(MEANS),
            means=True,
            only={"top": ("单元",), "exclusive": ("单元", "网格", "组织")},
            fewer={"户": ("mechanisms", "grids", "events")},
        ),
        Kind(
            "overlap",
            "重叠：一人是否几个岗位、不相容的岗位、几支队伍同一批人",
            ("岗位", "户", "组织"),
            {
                "ledgers": "words",
                "posts": "posts",
                "kinds": "kinds",
                "members": "bodies",
                "mechanisms": "words",
                "grids": "words",
                "apart": "groups",
                "apart_ledgers": "groups",
            },
            some_of=("ledgers", "posts", "kinds", "members", "mechanisms", "grids"),
            counts="岗位",
            only={
                **dict.fromkeys(("ledgers", "posts", "kinds", "mechanisms", "apart_ledgers"), ("岗位",)),
                "members": ("岗位", "组织"),
                "grids": ("户",),
            },
        ),
        Kind(
            "activity",
            "活动：期内是否有足够的走访、会议、回应、蹲点",
            ("户", "单元", "组织", "联系人", "事件"),
            {"events": "words", "days": "number", "least": "number", "sum_days": "flag", "below": "flag"},
            ("ledger", "events"),
            only={"days": ("户", "单元", "组织", "联系人"), "below": ("单元",), **dict.fromkeys(("least", "sum_days"), ("单元", "组织", "联系人"))},
        ),
        Kind(
            "share",
            "占比：具备某一条件的占多少",
            ("岗位", "户", "人", "单元", "组织"),
            {"political": "political", "education": "words", "ages": "ages", "ambiguous": "words", "kind_stated": "flag"},
            some_of=("political", "education", "ages", "kind_stated", *MEANS),
            means=True,
            only={"political": ("岗位",), "education": ("岗位",), "ages": ("岗位",), "ambiguous": ("组织",), "kind_stated": ("组织",)},
        ),
        Kind("claim", "核对：填报数与实有数是否一致", ("填报数",), {"measure": "measure", "qualified": "flag"}, ("measure",)),
    )
}
"""The check kinds of design section 4."""
