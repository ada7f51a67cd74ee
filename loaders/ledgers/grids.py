"""网格台账: grids, their workers (one column per role, or one row per role) and their typed 户数."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.normalise import codes, numbers, text
from loaders.persons import marks
from loaders.placing import place
from loaders.rows import DUPLICATE, Rows
from loaders.world import World

ROLES = {"leader_of": "网格长", "worker": "专职网格员", "part_time": "兼职网格员", "adviser": "网格指导员"}
DUTY = {"专职网格员": "专职", "兼职网格员": "兼职"}
_NAME = Field("name", "网格名称", ("网格名称", "网格", "所属网格", "网格名", "gridName", "网格简称"), cell="unit", weight=2.0)
_CODE = Field("grid_code", "网格编号", ("网格编号", "网格代码", "网格号", "网格编码"), cell="code", weight=2.0)
_KIND = Field("kind", "网格类型", ("网格类型", "网格类别"), pattern="^网格类型", weight=1.5)
_ROLE = Field("role", "岗位", ("岗位", "角色", "网格角色", "职务", "类型", "网格岗位"), weight=1.2)
_PERSON = Field("person", "姓名", ("姓名", "人员姓名"), cell="name", weight=1.0)
_WORKERS = (
    Field("leader_of", "网格长", ("网格长", "网格长姓名", "主管/网格长姓名"), cell="name", weight=1.5),
    Field("worker", "专职网格员", ("专职网格员", "网格员", "网格员姓名", "专职网格员姓名"), cell="name", weight=1.5),
    Field("part_time", "兼职网格员", ("兼职网格员", "兼职网格员姓名"), cell="name", weight=1.5),
    Field("adviser", "网格指导员", ("网格指导员", "网格指导员姓名"), cell="name", weight=1.5),
)


def read(rows: Rows, world: World) -> None:
    """Grids and the persons in post. A row that states a role without a name is a vacancy, loaded without an edge."""
    placed = place(rows, world.finder)
    name, code = rows.words("name"), rows.words("grid_code")
    rows.reject("required_missing", ~text.present(name) & ~text.present(code) & ~rows.zero, "name", "网格名称")
    ids = rows.ids("id")
    political, unclear = codes.political(rows.cells("political"), world.settings.codes.get("政治面貌"))
    rows.report("code_ambiguous", unclear, "political") if rows.has("political") else None
    phone = rows.phones("phone")
    since, until = rows.dates("since"), rows.dates("until")
    value, qualifier = numbers.counts(rows.cells("claimed"))
    people = {role: rows.names(role) for role in ROLES}
    person, role = rows.names("person"), rows.words("role")
    rows.mark_duplicates(
        [pa.array(placed.village), name, code, ids.value, political, phone, pa.array(since.first), pa.array(until.first), pa.array(value), person, role, rows.words("remark"), *people.values()]
    )
    good = rows.accepted & ~rows.zero
    key = grid_keys(placed.village, code, name)
    kind = pc.coalesce(rows.words("kind"), pa.array([_told(b.found.title, b.name) for b in rows.blocks], pa.string()).take(pa.array(rows.sheet)))
    world.grids.append(
        pd.DataFrame({"key": key, "village": placed.village, "code": _text(code), "name": _text(pc.coalesce(name, code)), "kind": _text(kind), "source": _text(rows.sources)})[good]
    )
    filled = [(ROLES[r], people[r], r == "worker" or not rows.has("worker")) for r in ROLES]
    for post, names, own_id in [*filled, ("", person, True)]:
        where = np.flatnonzero(good & text.present(names))
        if not len(where):
            continue
        at = pa.array(where)
        chosen = ids.value.take(at) if own_id else text.empty(len(where))
        person_key = pc.binary_join_element_wise("v:", pc.cast(pa.array(placed.village[where]), pa.string()), "|", names.take(at), "")
        said = {"political": political.take(at), "phone": phone.take(at)} if own_id else {}
        mention = world.persons.mention(person_key, names.take(at), rows.sources.take(at), chosen, marks(rows.cells("remark").take(at)), **said)
        posts = np.array([post or r or "网格员" for r in role.take(at).to_pylist()], object)
        world.edge(
            "HOLDS_POST", ("Person", "Grid"), ("mention", "grid"), mention, key[where], _text(rows.sources)[where], since.first[where], until.after()[where],
            post=posts, duty=np.array([DUTY.get(p, "") for p in posts], object),
        )  # fmt: skip
    _claims(rows, world, key, placed.village, name, value, qualifier)
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, name=name, slot=role)


def grid_keys(village: np.ndarray, code: pa.Array, name: pa.Array) -> np.ndarray:
    """What makes a grid one grid: its code, else its village and name."""
    by_name = pc.binary_join_element_wise(pc.cast(pa.array(village), pa.string()), pc.fill_null(name, ""), "|")
    return pc.coalesce(code, by_name).to_numpy(zero_copy_only=False)


def _told(title: str, sheet: str) -> str:
    said = title + sheet
    return next((k for k in ("专属微网格", "综合微网格", "专属网格", "综合网格", "微网格", "专职网格") if k in said), "综合网格")


def _claims(rows: Rows, world: World, key: np.ndarray, village: np.ndarray, name: pa.Array, value: np.ndarray, qualifier: pa.Array) -> None:
    kept = np.flatnonzero((value >= 0) & (village >= 0) & (rows.status != DUPLICATE) & ~rows.continued("claimed"))
    if not len(kept):
        return
    blocks = [rows.blocks[b] for b in rows.sheet[kept]]
    world.claims.append(
        pd.DataFrame(
            {
                "measure": "网格户数", "value": value[kept], "qualifier": qualifier.take(pa.array(kept)).to_pylist(), "subject": name.take(pa.array(kept)).to_pylist(), "part": "", "end": "grid",
                "target": key[kept], "label": "Grid", "unit": village[kept], "source": rows.sources.take(pa.array(kept)).to_pylist(), "row": rows.row[kept],
                "column": [b.found.labels[b.found.columns["claimed"]] for b in blocks], "file": [b.file for b in blocks], "sheet": [b.name for b in blocks],
            }
        ).drop_duplicates("target")
    )  # fmt: skip


def _text(array: pa.Array) -> np.ndarray:
    return pc.fill_null(array, "").to_numpy(zero_copy_only=False)


GRIDS = Ledger(
    kind="grids", title="网格", fields=fields(f.SEQ, f.TOWN, f.VILLAGE, f.COUNTY, f.DIVISION, _NAME, _CODE, _KIND, _WORKERS, _ROLE, _PERSON, f.ID_NUMBER, f.POLITICAL, f.PHONE, f.HOUSEHOLDS, f.SINCE, f.UNTIL, f.REMARK),
    required=(("name", "grid_code"), ("grid_code", "worker", "leader_of", "person", "part_time", "claimed", "kind")), read=read, order=25, signs=("网格",),
    against=("户号", "与户主关系", "联户长", "分组编号", "户主"), aliases=("网格台账", "F1", "F3", "专职网格"), needs="网格名称或编号,以及网格员、户数等",
)  # fmt: skip
