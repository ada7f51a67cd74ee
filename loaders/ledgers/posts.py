"""任职台账: persons with their posts in a village, group, bay, town or the county; several posts in one cell are split.

A sheet without a column for the post says it in its title or in the header of its names: 小组长名册, 第一书记姓名.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from loaders import people, units
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers import post_words as w
from loaders.ledgers.grounds import stand
from loaders.ledgers.several import person_keys
from loaders.naming import ledger_in
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.placing import Placed
from loaders.rows import Rows
from loaders.world import World

TITLE = "村两委任职"
_SENT = "^(?:派驻|驻|帮扶|驻点|选派|任职|挂职|换岗|服务|联系|所驻|派往|到)"
AT_VILLAGE = Field(
    "village", "村(社区)", f.VILLAGE.words, pattern=rf"{f.VILLAGE.pattern}|{_SENT}(?:任职)?(?:村|社区|村\(社区\)|村社区)(?:名称|名)?$", cell="unit"
)
AT_TOWN = Field("town", "乡镇(街道)", f.TOWN.words, pattern=rf"{f.TOWN.pattern}|{_SENT}(?:乡镇|镇街|街道|镇|乡镇\(街道\))(?:名称|名)?$", cell="unit")
AT_PLACE = Field(
    "place",
    "所在村组",
    (*f.PLACE.words, *f.words("挂职单位 任职单位 接收单位 换岗单位 派驻单位 交流单位 挂职地点 派驻地 服务地 所在单元 单元")),
    pattern=f.PLACE.pattern,
    cell="unit",
)
_NAME = Field("name", "姓名", f.words("姓名 干部姓名 人员姓名"), cell="name", weight=1.0)
_POST = Field(
    "post",
    "职务",
    f.words(
        "职务 担任职务 现任职务 村内职务 任职情况 岗位 职位 现任党内职务 党内职务 村(社区)职务 拟任职务 挂职职务 驻村职务 帮扶职务 担任角色 工作岗位 职务名称 "
        "选派类型 选派类别 人员类别 人员类型 人员身份 身份 类别 类型 角色"
    ),
    weight=2.0,
)
_KNOWN = "|".join(sorted((re.escape(p) for p in (*w.TITLED, "队员")), key=len, reverse=True))
_TITLED_NAME = Field(
    "name",
    "姓名",
    f.words("姓名 干部姓名 人员姓名 名字"),
    pattern=rf"^(?:{_KNOWN}|联络员|指导员|辅导员|顾问|社工|干部)(?:姓名|名字)?$",
    cell="name",
    weight=1.0,
)
_EMPLOYER = Field("employer", "派出单位", f.words("派出单位 选派单位 工作单位 原工作单位 所在单位 单位 单位及职务 工作单位及职务 原单位"), weight=0.5)
_DUTY = Field("duty", "专职兼职", f.words("专职/兼职 专兼职 专职兼职 是否兼职 是否专职 任职性质"), weight=0.5)
_SIGNS = (
    *("两委", "班子", "村干部", "村级组织", "后备干部", *(f"任职{x}" for x in ("台账", "名册", "花名册", "情况", "时间", "日期", "表"))),
    *("驻村", "第一书记", "共同缔造", "选派", "挂职", "换岗", "社工", "社会工作者", "小组长", "组长", "湾长", "治理顾问", "选调生", "后备"),
)
_PLACE = ("village", "town", "place", "county", "group", "bay", "code")
_COUNTY_WIDE = frozenset(("社工", "挂职干部", "换岗干部", "选调生", "治理顾问"))
"""Posts that the county itself may have: a row of theirs that names no unit stands at the county."""


def read(rows: Rows, world: World) -> None:
    """Persons in posts; a row that states a post without a name is a vacancy, loaded without an edge."""
    said = rows.cells("post") if rows.ledger is POSTS else _told(rows)
    posts = _standard(said, world)
    name_ledgers(rows, world, posts)
    posts = [[w.in_ledger(p, ledger) for p in many] for many, ledger in zip(posts, rows.ledger_names, strict=True)]
    titles = [f"{b.found.title} {b.name} {b.file}" for b in rows.blocks]
    posts = [w.by_title(many, titles[n]) if many else many for many, n in zip(posts, rows.sheet, strict=True)]
    name_ledgers(rows, world, posts)
    placed = stand(rows, world, np.array([bool(_COUNTY_WIDE.intersection(p)) for p in posts], bool))
    name, ids, post = rows.names("name"), rows.ids("id"), text.stated(said)
    no_post = ~text.present(post) & (~text.present(name) if rows.ledger is POSTS else True)
    notes = "姓名" if rows.ledger is POSTS else "职务”(标题未写明是哪一种职务)或“姓名"
    rows.reject("required_missing", (no_post | people.nameless(rows, name)) & ~rows.zero, "name", notes)
    political = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    sex, birth = people.sex(rows, ids, world.settings), people.birth(rows, ids)
    since, until, phone = rows.dates("since"), rows.dates("until"), rows.phones("phone")
    rows.mark_duplicates(
        pa.array(rows.ledger_names, pa.string()),
        **placed.said,
        name=name,
        id=ids.value,
        sex=sex,
        birth=pa.array(birth),
        since=since.stated(),
        until=until.stated(),
        phone=phone,
        political=political,
    )
    where = np.flatnonzero(rows.accepted & ~rows.zero & text.present(name) & (placed.unit >= 0))
    at = pa.array(where)
    marked = marks(rows.cells("remark").take(at))
    told = {"sex": sex, "phone": phone, "political": political, "education": codes.education(rows.cells("education"))[0]}
    key = person_keys(placed.unit[where], placed.apart(name).take(at))
    attributes = {k: v.take(at) for k, v in told.items()}
    mention = world.persons.mention(key, name.take(at), rows.sources.take(at), ids.value.take(at), marked, birth[where], **attributes)
    many = [posts[i] or ["两委成员"] for i in where]
    times = np.repeat(np.arange(len(where)), [len(p) for p in many]) if many else np.zeros(0, np.int64)
    hold(rows, world, where[times], mention[times], np.array([p for one in many for p in one], object), placed, (since.first, until.after()), political)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=post)


def hold(
    rows: Rows, world: World, row: np.ndarray, mention: np.ndarray, post: np.ndarray, placed: Placed, dates: tuple[np.ndarray, np.ndarray], political: pa.Array
) -> None:
    """One post of one person per entry of `row`: at the group or bay where the post is one of them, else at the village, town or county."""
    unit, post = _units(world, placed, row, post)
    own = {"post": post, "duty": _duty(rows)[row], "political": text.said(political)[row], "ledger": rows.ledger_names[row]}
    ends = (mention, unit, text.objects(rows.sources)[row], dates[0][row], dates[1][row])
    world.edge("HOLDS_POST", ("Person", "Unit"), ("mention", "unit"), *ends, **own)


def _units(world: World, placed: Placed, row: np.ndarray, post: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The unit of each post. 一组组长 beside no column for the group is 组长 of that group, where the village has it."""
    unit, lowest, plain = placed.unit[row].copy(), placed.lowest[row], post.copy()
    table = standard(world)
    for n, said in enumerate(post):
        if not w.at_low(said):
            continue
        unit[n] = lowest[n]
        there, word = w.place_and_post(said)
        below = group_or_bay(world, int(placed.village[row[n]]), there) if there else -1
        if below >= 0:
            unit[n], plain[n] = below, table.get(word, word)
    return unit, plain


def group_or_bay(world: World, village: int, said: str) -> int:
    """The group or bay of a village that a text names; -1 where none or several."""
    tree = world.tree
    if village < 0:
        return -1
    groups = [g for g in tree.children(village) if tree.units[g].level == units.GROUP]
    fits = [g for g in groups if units.group_key(tree.units[g].name) == units.group_key(said)]
    fits = fits or [b for g in (village, *groups) for b in tree.children(g) if tree.units[b].level == units.BAY and tree.units[b].name == said]
    return fits[0] if len(set(fits)) == 1 else -1


def standard(world: World) -> dict[str, str]:
    return dict(w.standard_posts(world))


def _standard(cells: pa.Array, world: World) -> list[list[str]]:
    """Per row its posts by the scheme's words."""
    table = standard(world)
    coded = text.stated(cells).dictionary_encode()
    split = [[table.get(p, p) for p in w.split_posts(c, table)] for c in coded.dictionary.to_pylist()]
    return [split[i] if i is not None else [] for i in coded.indices.to_pylist()]


def _duty(rows: Rows) -> np.ndarray:
    """专职 or 兼职 as a column says it, or 是 under the header 是否兼职."""
    if not rows.has("duty"):
        return np.full(len(rows), "", object)
    said = text.said(rows.words("duty"))
    asked = np.array([rows.label(n, "duty") for n in range(len(rows.blocks))] or [""], object)[rows.sheet]
    out = np.where(np.isin(said, ("专职", "兼职")), said, "")
    yes = np.isin(said, ("是", "√"))
    for word in ("兼职", "专职"):
        out = np.where(yes & np.array([a == f"是否{word}" for a in asked], bool), word, out)
    return np.asarray(out, object)


def _told(rows: Rows) -> pa.Array:
    """Per row the one post that the header of its names, its title, its sheet or its file tells; null where none or several."""
    told = [told_post(rows, n) for n in range(len(rows.blocks))]
    return pa.array(told, pa.string()).take(pa.array(rows.sheet)) if told else text.empty(0)


def told_post(rows: Rows, number: int) -> str | None:
    one = rows.blocks[number]
    for said in (rows.label(number, "name"), one.found.title, one.name, one.file):
        found = _posts_in(said)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _posts_in(said: str) -> set[str]:
    found, left = set(), said
    for post in sorted(w.TITLED, key=len, reverse=True):
        if post in left:
            found.add(post)
            left = left.replace(post, " ")
    return found


def name_ledgers(rows: Rows, world: World, posts: list[list[str]], default: str = TITLE) -> None:
    """The ledger of each sheet: as its title, name or file name says, else where most of its posts are asked."""
    for number, one in enumerate(rows.blocks):
        here = np.flatnonzero(rows.sheet == number)
        told = ledger_in((one.found.title, one.name, one.file), world.scheme, "people", ("湾落组织", "小区组织"))
        rows.ledger_names[here] = told or w.ledger_of_posts([p for i in here for p in posts[i]], world, default)


_FIELDS = (f.SEQ, AT_VILLAGE, AT_TOWN, AT_PLACE, *f.PLACES, *f.PERSON, _EMPLOYER, _DUTY, f.SINCE, f.UNTIL, f.REMARK)
_AGAINST = ("户号", "联系户", "网格", "党组织名称", "入党时间", "户主", "队伍名称", "入会时间", "入团时间", "报到")
POSTS = Ledger(
    kind="posts",
    title=TITLE,
    fields=fields(_NAME, _POST, _FIELDS),
    required=(("name",), ("post",), _PLACE),
    last=(("place", "employer", _PLACE),),
    read=read,
    order=37,
    signs=_SIGNS,
    against=_AGAINST,
    never="工资|绩效|考核|值班|签到|走访|来访|信访|通讯录",
    never_beside="工资|绩效|得分|报酬|值班|缴费|(?:^| )金额|合计",
    vocabulary=("post", w.ALL),
    aliases=("村两委", "C14", "任职台账"),
    proven=True,
)
TITLED = Ledger(
    kind="posts_titled",
    title=TITLE,
    fields=fields(_TITLED_NAME, _FIELDS),
    required=(("name",), _PLACE),
    last=(("place", "employer", _PLACE),),
    read=read,
    order=37,
    signs=w.TITLED,
    against=(*_AGAINST, "职务", "岗位", "分组编号", "组织名称", "组织类别", "上级", "会员", "成员", "党员姓名"),
    never="走访|来访|信访|接待|结对|签到|联系户|会议|活动",
    never_beside="走访|来访|信访|户主|户号|网格|合作社|党组织|党支部|次数|日期和地点",
    proven=True,
    understood=0.5,
)
