"""Office-holders with one column per post: a person per row with 是 in the posts held, or a unit per row with the names in each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people, units
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers import post_words as w
from loaders.ledgers import posts as p
from loaders.ledgers.grounds import stand
from loaders.ledgers.known import Known
from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import codes, text
from loaders.normalise import there as presence
from loaders.persons import marks
from loaders.placing import Placed
from loaders.rows import Rows
from loaders.world import World

_HEADS = ("{}", "{}姓名", "{}名单", "是否{}", "是否为{}", "担任{}", "{}(是/否)")
_OF_BODIES = ("妇联主席", "妇联主任", "团支部书记", "工会主席", "村务监督委员会主任", "居务监督委员会主任", "监督委员会主任", "监委会主任")
"""Posts whose columns, alone, are a matrix of bodies with their leaders."""
_POSTS = tuple(dict.fromkeys((*w.COMMITTEE, *w.ASSIGNED, "组长", "副组长", "湾长", *w.LOCAL)))
_COLUMNS = tuple(
    Field(f"post{n}", post, tuple(h.format(post) for h in _HEADS), cell="name", weight=1.0 if post in _OF_BODIES else 1.9) for n, post in enumerate(_POSTS)
)
_BOTH = Field(
    "post_both",
    "书记、主任",
    f.words(
        "书记、主任 书记(主任) 书记/主任 书记兼主任 书记、主任姓名 支部书记、主任 党支部书记、村委会主任 村党支部书记、村委会主任 书记主任 书记、主任(一肩挑)"
    ),
    cell="name",
    weight=2.0,
)
"""One person in two posts, which one header names."""
_COLUMNS = (*_COLUMNS, _BOTH)
_NOTE = "^(?:由|与|见|同上|详见).+|兼任?$|代管$"
_POST_OF = {c.name: c.title for c in _COLUMNS}
_NAMED = tuple(_POST_OF)
_BRANCH = Field(
    "organisation", "所在党支部", f.words("支部信息 所在党支部 所属党支部 党支部 党支部名称 支部名称 所在支部 所在党组织 所属党组织 党组织"), weight=0.8
)
_PERSON = Field("name", "姓名", f.words("姓名 干部姓名 人员姓名"), cell="name", weight=1.0)


def read_by_person(rows: Rows, world: World) -> None:
    """A person per row; every column whose cell is not 否 or blank is a post. A row without any post is loaded without an edge."""
    name, ids, organisation = rows.names("name"), rows.ids("id"), rows.words("organisation")
    held = {c: _filled(rows, c, world) for c in _present(rows)}
    _name_ledgers(rows, world, held)
    placed = _in_branch(rows, world, organisation)
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "姓名")
    political = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    sex, birth, phone = people.sex(rows, ids, world.settings), people.birth(rows, ids), rows.phones("phone")
    since, until = rows.dates("since"), rows.dates("until")
    rows.mark_duplicates(
        _ledgers(rows), **placed.said, name=name, id=ids.value, sex=sex, birth=pa.array(birth), political=political, phone=phone, since=since.stated()
    )
    where = np.flatnonzero(rows.accepted & ~rows.zero & (placed.unit >= 0))
    at = pa.array(where)
    told = {"sex": sex, "phone": phone, "political": political, "education": codes.education(rows.cells("education"))[0]}
    marked = marks(rows.cells("remark").take(at))
    key = person_keys(placed.unit[where], placed.apart(name).take(at))
    attributes = {k: v.take(at) for k, v in told.items()}
    mention = np.full(len(rows), -1, np.int64)
    mention[where] = world.persons.mention(key, name.take(at), rows.sources.take(at), ids.value.take(at), marked, birth[where], **attributes)
    _hold(rows, world, {c: where[there[where]] for c, there in held.items()}, mention, placed, (since.first, until.after()), political)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name)


def read_by_unit(rows: Rows, world: World) -> None:
    """A unit per row, a post per column, the names of its holders in the cell; 是 or √ tells of somebody without a name."""
    columns = _present(rows)
    filled = {c: _filled(rows, c, world) for c in columns}
    nobody = np.bincount(rows.sheet, np.logical_or.reduce([*filled.values(), np.zeros(len(rows), bool)]), len(rows.blocks))[rows.sheet] == 0
    # A sheet of vacancies only is told by its columns.
    _name_ledgers(rows, world, {c: filled[c] | (nobody & rows.in_sheet(c)) for c in columns})
    placed = _in_branch(rows, world, rows.words("organisation"))
    since, until = rows.dates("since"), rows.dates("until")
    rows.mark_duplicates(_ledgers(rows), **placed.said, **{c: text.compact(rows.cells(c)) for c in columns}, since=since.stated(), until=until.stated())
    good = rows.accepted & ~rows.zero & (placed.unit >= 0)
    parts = []
    for column in columns:
        row, who = split_names(rows.cells(column), good & (filled[column] | _several(rows, column)) & ~_marked(rows, column))
        parts.append(pd.DataFrame({"column": column, "row": row, "name": text.objects(who)}))
    every = pd.concat(parts, ignore_index=True)
    row = every["row"].to_numpy(np.int64)
    names, at = pa.array(every["name"].to_numpy(object), pa.string()), pa.array(row)
    mention = world.persons.mention(person_keys(placed.unit[row], placed.apart(names, row)), names, rows.sources.take(at)) if len(row) else row
    table = p.standard(world)
    many = [_posts(c, table) for c in every["column"]]
    times = np.repeat(np.arange(len(row)), [len(one) for one in many]) if many else row
    row, mention, post = row[times], mention[times], np.array([one for some in many for one in some], object)
    if len(row):
        p.hold(rows, world, row, mention, post, placed, (since.first, until.after()), text.empty(len(rows)))
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village)


def _ledgers(rows: Rows) -> pa.Array:
    """The delivered ledger is part of what a row states: 驻村帮扶 and 共同缔造 are no copies of each other."""
    return pa.array(rows.ledger_names, pa.string())


def _posts(column: str, table: dict[str, str]) -> list[str]:
    """The posts that a column is of, by the scheme's words."""
    said = _POST_OF[column]
    return list(dict.fromkeys(table.get(post, post) for post in (said.split("、") if column == _BOTH.name else [said])))


def _present(rows: Rows) -> list[str]:
    return [c for c in _NAMED if rows.has(c)]


def _filled(rows: Rows, column: str, world: World) -> np.ndarray:
    """Where a cell says that somebody holds the post."""
    return np.asarray(text.present(rows.words(column)) & ~presence.absent(rows.cells(column), world.settings.day))


def _several(rows: Rows, column: str) -> np.ndarray:
    """Where a cell holds several texts, of which one may be a name: 空缺、张三."""
    return text.mask(pc.match_substring_regex(rows.cells(column), "[、,，;；/]"))


def _marked(rows: Rows, column: str) -> np.ndarray:
    """Where a cell is a mark or a note and names nobody: √, 由支部书记兼任."""
    return np.asarray(presence.marked(rows.cells(column)) | text.mask(pc.match_substring_regex(rows.words(column), _NOTE)))


def _name_ledgers(rows: Rows, world: World, held: dict[str, np.ndarray]) -> None:
    table = p.standard(world)
    many: list[list[str]] = [[] for _ in range(len(rows))]
    for column, there in held.items():
        posts = _posts(column, table)
        for row in np.flatnonzero(there):
            many[row] += posts
    p.name_ledgers(rows, world, many)


def _in_branch(rows: Rows, world: World, organisation: pa.Array) -> Placed:
    """Units of rows; where the sheet names none, that of the party organisation, by the ledger that states it, else by its name."""
    if not any(rows.has(n) for n in ("village", "town", "place", "code", "county")):
        known = Known(world, ("PartyOrganization",))
        found = known.find(np.full(len(rows), -1), text.said(organisation))
        home = known.column(found, "unit", -1).astype(np.int64)
        told = np.array([world.finder.context(n).unit if n else -1 for n in text.said(organisation)], np.int64)
        home = np.where(home >= 0, home, told)
        tree = world.tree
        names = [tree.units[v].name if (v := tree.up(int(u), units.VILLAGE)) >= 0 else None for u in home]
        towns = [tree.units[t].name if (t := tree.up(int(u), units.TOWN)) >= 0 else None for u in home]
        rows.replace("village", pa.array(names, pa.string()))
        rows.replace("town", pa.array(towns, pa.string()))
    return stand(rows, world, np.zeros(len(rows), bool))


def _hold(
    rows: Rows, world: World, at: dict[str, np.ndarray], mention: np.ndarray, placed: Placed, dates: tuple[np.ndarray, np.ndarray], political: pa.Array
) -> None:
    table = p.standard(world)
    posts = {c: _posts(c, table) for c in at}
    row = np.concatenate([np.zeros(0, np.int64), *(np.repeat(where, len(posts[c])) for c, where in at.items())])
    post = np.array([one for c, where in at.items() for _ in where for one in posts[c]], object)
    if len(row):
        p.hold(rows, world, row, mention[row], post, placed, dates, political)


_AGAINST = ("户号", "联系户", "网格名称", "党组织代码", "上级", "组织名称", "组织类别", "入党时间", "户主", "队伍名称", "分组编号")
BY_PERSON = Ledger(
    kind="post_holders",
    title=p.TITLE,
    fields=fields(f.SEQ, _PERSON, _BRANCH, p.AT_VILLAGE, p.AT_TOWN, f.PLACES, f.PERSON, f.SINCE, f.UNTIL, f.REMARK, _COLUMNS),
    required=(("name",), ("organisation", "village", "town", "place", "code")),
    several=(2, _NAMED),
    read=read_by_person,
    order=37,
    signs=("任职", "班子", "两委", "支部"),
    against=_AGAINST,
)
BY_UNIT = Ledger(
    kind="posts_by_unit",
    title=p.TITLE,
    fields=fields(f.SEQ, p.AT_VILLAGE, p.AT_TOWN, p.AT_PLACE, f.PLACES, _BRANCH, f.PHONE, f.SINCE, f.UNTIL, f.REMARK, _COLUMNS),
    required=(("village", "town", "place", "group", "bay", "code", "organisation"),),
    several=(2, _NAMED),
    read=read_by_unit,
    order=37,
    signs=("任职", "班子", "两委", "驻村", "共同缔造", "选派"),
    against=(*_AGAINST, "姓名", "身份证", "成立时间"),
)
