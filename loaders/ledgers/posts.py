"""任职台账: persons with their posts in a village; several posts in one cell are split, the head word carried."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.normalise import text
from loaders.persons import marks
from loaders.placing import place
from loaders.rows import Rows
from loaders.world import World

_NAME = Field("name", "姓名", f.words("姓名 干部姓名 人员姓名"), cell="name", weight=1.0)
_POST = Field("post", "职务", f.words("职务 担任职务 现任职务 村内职务 任职情况 岗位 职位 现任党内职务 党内职务"), weight=2.0)
_COMMON = f.words(
    "支部书记 党支部书记 党总支书记 村党支部书记 村委会主任 居委会主任 村主任 副书记 副主任 村委会副主任 支部委员 党支部委员 村委会委员 两委委员 委员 "
    "纪检委员 组织委员 宣传委员 宣统委员 综治主任 环保主任 文书 村文书 会计 报账员 妇联主席 民兵连长 治调主任 信访员"
)
"""Posts by which a column of posts in a village is known."""
_SPLIT = re.compile(r"[、,，;；/\n\r]+")
_HEAD = re.compile(r"^(党支部|党总支|党委|村委会|居委会|村|社区)")
_TAIL = re.compile(r"(委员|副主任|主任|书记)$")
_DUTY = re.compile(r"^(组织|宣传|纪检|纪律检查|统战|宣统|青年|生产|妇女|保卫|治保|群工|文体|环保|综治|物业|民政|卫生|民调)+$")
"""Words for a duty that need the tail of a later post: 纪检、组织委员."""


def split_posts(cell: str) -> list[str]:
    """党支部纪检、组织委员 → 党支部纪检委员, 党支部组织委员; the head word goes forward, the tail word back."""
    parts = [p for p in (re.sub(r"\s+", "", p) for p in _SPLIT.split(cell)) if p]
    head, out = "", []
    for number, part in enumerate(parts):
        found = _HEAD.match(part)
        own = found.group(1) if found else ""
        tail = next((t.group(1) for later in parts[number + 1 :] if (t := _TAIL.search(later))), "")
        whole = part + tail if _DUTY.match(part[len(own) :]) else part
        if own:
            head = own if len(own) > 1 else ""
        out.append(head + whole if head and not own and whole.endswith("委员") else whole)
    return out


def read(rows: Rows, world: World) -> None:
    """Posts in villages; a row that states a post without a name is a vacancy, loaded without an edge."""
    placed = place(rows, world.finder)
    name, ids, post = rows.names("name"), rows.ids("id"), text.stated(rows.cells("post"))
    no_post = ~text.present(name) & ~text.present(post)
    rows.reject("required_missing", (no_post | people.nameless(rows, name)) & ~rows.zero, "name", "姓名")
    sex, birth = people.sex(rows, ids, world.settings), people.birth(rows, ids)
    since, until, phone = rows.dates("since"), rows.dates("until"), rows.phones("phone")
    rows.mark_duplicates(**placed.said, name=name, id=ids.value, sex=sex, birth=pa.array(birth), since=since.stated(), until=until.stated(), phone=phone)
    where = np.flatnonzero(rows.accepted & ~rows.zero & text.present(name) & (placed.unit >= 0))
    at = pa.array(where)
    key = pc.binary_join_element_wise("v:", pc.cast(pa.array(placed.unit[where]), pa.string()), "|", name.take(at), "")
    marked = marks(rows.cells("remark").take(at))
    mention = world.persons.mention(key, name.take(at), rows.sources.take(at), ids.value.take(at), marked, birth[where], sex=sex.take(at), phone=phone.take(at))
    posts = [split_posts(p or "") or ["两委成员"] for p in post.take(at).to_pylist()]
    times = np.repeat(np.arange(len(where)), [len(p) for p in posts]) if posts else np.zeros(0, np.int64)
    table = {**world.scheme.posts, **world.settings.posts}
    flat = np.array([table.get(p, p) for many in posts for p in many], object)
    row = where[times]
    dates = (since.first[row], until.after()[row])
    duty = np.full(len(flat), "", object)
    world.edge(
        "HOLDS_POST", ("Person", "Unit"), ("mention", "unit"), mention[times], placed.unit[row], text.objects(rows.sources)[row], *dates, post=flat, duty=duty
    )
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=post)


POSTS = Ledger(
    kind="posts",
    title="村两委任职",
    fields=fields(f.SEQ, f.PLACES, _NAME, f.PERSON, _POST, f.SINCE, f.UNTIL, f.REMARK),
    required=(("name",), ("post",), ("village", "town", "place")),
    read=read,
    order=37,
    signs=("两委", "班子", "村干部", "村级组织", "后备干部", *(f"任职{w}" for w in ("台账", "名册", "花名册", "情况", "时间", "日期", "表"))),
    against=("户号", "联系户", "网格", "党组织名称", "入党时间", "户主"),
    vocabulary=("post", _COMMON),
    aliases=("村两委", "C14", "任职台账"),
    proven=True,
)
