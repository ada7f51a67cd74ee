"""Persons who contact a whole unit: 在职党员双报到 (姓名, 工作单位, 报到社区), 领导包片 (姓名, 职务, 包联镇街或村)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people, units
from loaders.identity.keys import of_contact
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import contacts, targets
from loaders.ledgers import fields as f
from loaders.ledgers.several import split_names
from loaders.mechanisms import LEADERS, REPORTED
from loaders.naming import employee_keys, ledger_in
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.placing import Placed
from loaders.rows import Rows
from loaders.stated import bodies_named, organisation_edges
from loaders.world import World

_NAME = Field(
    "contact",
    "姓名",
    f.words(
        "姓名 党员姓名 在职党员 在职党员姓名 报到党员 报到党员姓名 报到人员 报到人 报到人姓名 领导姓名 领导 包片领导 包联领导 包保领导 "
        "包村领导 联系领导 挂点领导 责任领导 "
        "县领导 市领导 区领导 镇领导 县级领导 市级领导 干部姓名 人员姓名 包片干部 包村干部 包片领导姓名 包联领导姓名 联系领导姓名 包村干部姓名"
    ),
    cell="name",
    weight=1.5,
)
_EMPLOYER = Field("employer", "工作单位", f.words("工作单位 所在单位 单位 单位名称 现工作单位 工作单位名称 所属单位 隶属单位 工作单位全称"), weight=1.5)
_POST = Field("post", "职务", f.words("职务 工作单位及职务 单位及职务 职务职级 分工 担任职务 单位职务"), weight=0.7)
_SINCE = Field(
    "since",
    "报到时间",
    (*f.SINCE.words, *f.words("报到时间 报到日期 包片时间 包片开始时间 包联时间 包联开始时间 联系时间 明确时间")),
    cell="date",
    weight=1.0,
)
_UNTIL = Field("until", "结束日期", f.UNTIL.words, cell="date", weight=0.7)


def read(rows: Rows, world: World) -> None:
    """One contact per row and unit. Without an id number a person is one by employer and name, a leader by name in the county."""
    mechanism = contacts.mechanisms(rows, world)
    rows.ledger_names = _ledgers(rows, world, mechanism)
    rows.category = mechanism
    placed, row_of, unit_of = targets.place_several(rows, world)
    contact, ids, employer = rows.names("contact"), rows.ids("id"), rows.words("employer")
    rows.reject("required_missing", ~text.present(contact) & ~rows.zero, "contact", "姓名")
    since, until = contacts.period(rows)
    told = {"sex": people.sex(rows, ids, world.settings), "phone": rows.phones("phone"), "political": _political(rows, world)}
    rows.mark_duplicates(
        **placed.said, mechanism=mechanism, contact=contact, id=ids.value, employer=employer, since=since.stated(), until=until.stated(), **told
    )
    good = rows.accepted & ~rows.zero & (placed.lowest >= 0)
    who, mention = _persons(rows, world, mechanism, employer, ids.value, placed, good, told)
    there = pd.DataFrame({"row": np.r_[np.flatnonzero(good), row_of], "unit": np.r_[placed.lowest[good], unit_of]})
    ends = pd.DataFrame({"row": who, "mention": mention}).merge(there, on="row")
    row, days = ends["row"].to_numpy(), (since.first, until.after())
    own = {"mechanism": text.objects(mechanism)[row], "part": np.full(len(row), "", object)}
    pair = (ends["mention"].to_numpy(), ends["unit"].to_numpy())
    world.edge("CONTACTS", ("Person", "Unit"), ("mention", "unit"), *pair, text.objects(rows.sources)[row], *(d[row] for d in days), **own)
    reported = (text.present(employer) & text.mask(pc.equal(mechanism, REPORTED)))[who]
    _employ(rows, world, who[reported], employer, mention[reported], placed.lowest)
    world.deliver(rows, placed.village, placed.unit)
    if len(unit_of):
        world.deliver_at(rows, row_of, unit_of)
    world.refuse(rows, placed.village, name=contact)


def _persons(
    rows: Rows, world: World, mechanism: pa.Array, employer: pa.Array, ids: pa.Array, placed: Placed, good: np.ndarray, told: Mapping[str, pa.Array]
) -> tuple[np.ndarray, np.ndarray]:
    """(row, mention) of every person whom the rows of a mask name; what else a row says of a person is of a single one."""
    row, names = split_names(rows.cells("contact"), good)
    at = pa.array(row)
    alone = pa.array(np.bincount(row, minlength=len(rows))[row] == 1)
    keys = _keys(world, mechanism.take(at), employer.take(at), names, placed.village[row], placed.lowest[row])
    keys, known = contacts.with_ids(keys, pc.if_else(alone, ids.take(at), None))
    own = {name: column.take(at) if name == "political" else pc.if_else(alone, column.take(at), None) for name, column in told.items()}
    marked = marks(rows.cells("remark").take(at))
    mention = world.persons.mention(keys, names, rows.sources.take(at), known, marked, **own)
    world.contacts.remember(keys, known, names, mechanism.take(at), placed.lowest[row], np.ones(len(row), bool))
    return row, mention


def _employ(rows: Rows, world: World, at: np.ndarray, employer: pa.Array, mention: np.ndarray, unit: np.ndarray) -> None:
    """EMPLOYED_BY for persons named by the rows `at`; an employer that no ledger states is an institution by its name."""
    names = employer.take(pa.array(at)).to_pylist()
    label, key = bodies_named(world, rows, at, names, unit[at], ("Institution",), field="employer", relation="工作单位")
    organisation_edges(world, "EMPLOYED_BY", "Person", "mention", mention, label, key, text.objects(rows.sources)[at])


def _ledgers(rows: Rows, world: World, mechanism: pa.Array) -> np.ndarray:
    """The ledger that a sheet's title names, else that of the mechanism."""
    by_title = np.array([ledger_in(b.texts, world.scheme, "personal") for b in rows.blocks] or [""], object)[rows.sheet]
    return np.where(by_title == "", contacts.ledger_names(mechanism, rows), by_title)


def _political(rows: Rows, world: World) -> pa.Array:
    """政治面貌; in a ledger of 在职党员 all are party members."""
    said = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    party = np.array(["党员" in f"{b.found.title}{b.name}{b.found.heads}{b.file}" for b in rows.blocks] or [False])[rows.sheet]
    return pc.coalesce(said, pc.if_else(pa.array(party & ~rows.in_sheet("political")), "中共党员", None))


def _keys(world: World, mechanism: pa.Array, employer: pa.Array, contact: pa.Array, village: np.ndarray, unit: np.ndarray) -> pa.Array:
    """What places a person without an id number: the employer; for leaders the county; for others their mechanism and village."""
    tree = world.tree
    county = np.array([tree.up(i, units.COUNTY) for i in range(len(tree))] + [-1])[unit]
    plain = of_contact(mechanism, np.where(text.mask(pc.equal(mechanism, LEADERS)), county, village), contact)
    return pc.coalesce(employee_keys(employer, contact), plain)


PERSONAL = Ledger(
    kind="contact_areas",
    title=REPORTED,
    fields=fields(f.SEQ, targets.PLACES, _NAME, f.PERSON, contacts.MECHANISM, _EMPLOYER, _POST, _SINCE, _UNTIL, f.REMARK),
    required=(("contact",), ("village", "town", "place", "group")),
    read=read,
    order=43,
    signs=(REPORTED, "报到", LEADERS, "包片", "领导包联", "领导包村", "领导包保", "联系领导", "领导联系", "挂点", "包村领导", "包联领导", "包保领导"),
    against=("户号", "户主", "联系户", "天数", "网格长", "合作社", "入党", "与户主关系"),
    never="走访|来访|信访|接待|蹲点|派单|点单",
    never_beside="走访|来访|信访|接待|蹲点|结对党支部|报到单位|联村单位",
    aliases=("双报到", "领导包片", "党员双报到", "G14"),
    proven=True,
    asks_mechanism=True,
)
