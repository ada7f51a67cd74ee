"""党组织花名册 and 党员花名册."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers.bodies import COMMON, PARTY_KINDS, standard, state
from loaders.ledgers.register import differs
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.placing import Placed, place
from loaders.rows import Rows
from loaders.world import World

_NAME = Field("name", "党组织名称", ("党组织名称", "支部名称", "组织名称", "党组织简称", "党组织全称", "党支部名称"), weight=2.0)
_KIND = Field("kind", "党组织类别", ("党组织类别", "组织类别", "党组织类型", "基层组织分类", "类别", "党组织分类"), weight=1.2)
_CODE = Field("org_code", "党组织代码", ("党组织代码", "组织代码", "党组织编码"), cell="code", weight=2.0)
_PARENT = Field("parent", "上级党组织名称", ("上级党组织名称", "上级党组织", "隶属党组织", "上级组织", "上级党组织全称"), weight=2.0)
_MEMBER = Field("name", "党员姓名", ("党员姓名", "姓名"), cell="name", weight=1.0)
_BRANCH = Field("organisation", "所在党支部", ("所在党支部", "现所在党组织", "所在党组织", "入党所在支部", "所属党支部", "所在支部", "所属党组织", "支部名称", "党支部", "组织关系所在党支部"), weight=2.0)
_JOINED = Field("joined", "入党时间", ("入党时间", "入党日期", "partyDate"), cell="date", weight=2.0)
_FULL = Field("full", "转正时间", ("转正时间", "转正日期", "预/正"), cell="date", weight=1.5)


def read_organisations(rows: Rows, world: World) -> None:
    """Party organisations with their parent by name; an unknown parent loses the UNDER edge, not the organisation."""
    placed = place(rows, world.finder, village_required=False)
    name = rows.words("name")
    kind = pc.coalesce(standard(rows.words("kind"), world), _kind_of(name))
    placed = _placed_by_name(rows, placed, name, kind, world)
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "党组织名称")
    labels = np.full(len(rows), "PartyOrganization", object)
    state(rows, world, labels, placed, pc.fill_null(kind, ""), name, rows.words("org_code"))
    good = rows.accepted & ~rows.zero
    if rows.has("parent"):
        parent = rows.words("parent")
        known = set(name.filter(pa.array(good)).to_pylist())
        unknown = np.array([p is not None and p not in known for p in parent.to_pylist()]) if len(rows) else np.zeros(0, bool)
        rows.report("organization_unknown", unknown & (rows.status != 2), "parent", "上级")
        world.bodies.setdefault("parents", []).append(
            pd.DataFrame({"name": _text(name), "unit": placed.lowest, "kind": _text(kind), "parent": _text(parent), "source": _text(rows.sources)})[good & text.present(parent) & ~unknown]
        )
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, name=name, slot=kind)


def _kind_of(name: pa.Array) -> pa.Array:
    """The kind that a party organisation's name tells, where no column does."""
    found = pc.struct_field(pc.extract_regex(name, r"(?P<k>党小组|党支部|支部委员会|总支部委员会|党总支|党委|委员会)$"), "k") if len(name) else name
    words = {"支部委员会": "党支部", "总支部委员会": "党总支", "委员会": "党委"}
    return pc.coalesce(pa.array(list(words.values())).take(pc.index_in(found, value_set=pa.array(list(words)))), found)


def _placed_by_name(rows: Rows, placed: Placed, name: pa.Array, kind: pa.Array, world: World) -> Placed:
    """Where a ledger has no column for the group, a branch or group of the party stands in the group that its name tells."""
    without = ~rows.in_sheet("group") & ~rows.in_sheet("bay") & (placed.village >= 0) & text.mask(pc.is_in(kind, value_set=pa.array(["党支部", "党小组"])))
    group = placed.group.copy()
    for row in np.flatnonzero(without):
        said, village = name[int(row)].as_py() or "", int(placed.village[row])
        fits = [g for g in world.tree.children(village) if world.tree.units[g].name in said.replace(world.tree.units[village].name, "", 1)]
        group[row] = fits[0] if len(fits) == 1 else -1
    return Placed(placed.unit, placed.village, group, placed.bay)


def read_members(rows: Rows, world: World) -> None:
    """Party members; one whose organisation is not found is loaded as a person without MEMBER_OF."""
    placed = place(rows, world.finder, village_required=False)
    name, ids = rows.names("name"), rows.ids("id")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "姓名")
    sex, unclear = codes.sex(rows.cells("sex"), ids.sex, rows.sheet, world.settings.codes.get("性别"))
    rows.report("code_ambiguous", unclear, "sex")
    rows.report("sex_mismatch", text.mask(pc.not_equal(sex, ids.sex)), "sex")
    birth, joined, full = rows.dates("birth"), rows.dates("joined"), rows.dates("full") if rows.has("full") else rows.dates("joined")
    rows.report("birth_mismatch", differs(birth, ids.birth), "birth")
    political, unclear = codes.political(rows.cells("political"), world.settings.codes.get("政治面貌"))
    rows.report("code_ambiguous", unclear, "political") if rows.has("political") else None
    phone, organisation = rows.phones("phone"), rows.words("organisation")
    rows.mark_duplicates(
        [pa.array(placed.unit), pa.array(placed.group), name, ids.value, sex, pa.array(birth.first), political, pa.array(joined.first), pa.array(full.first), phone, organisation, rows.words("remark")]
    )
    known = {n for part in world.bodies.get("stated", []) for n in part.loc[part["label"] == "PartyOrganization", "name"]}
    unknown = np.array([o is not None and o not in known for o in organisation.to_pylist()]) if len(rows) else np.zeros(0, bool)
    if known:
        rows.report("organization_unknown", unknown & (rows.status != 2), "organisation", "所属")
    good = rows.accepted & ~rows.zero
    where = pa.array(np.flatnonzero(good))
    key = pc.binary_join_element_wise("v:", pc.cast(pa.array(placed.unit), pa.string()), "|", name, "").take(where)
    day = np.where(np.isnat(ids.birth), birth.first, ids.birth)
    said = {"sex": pc.coalesce(ids.sex, sex), "political": pc.coalesce(political, pa.scalar("中共党员")), "phone": phone}
    mention = world.persons.mention(
        key, name.take(where), rows.sources.take(where), ids.value.take(where), marks(rows.cells("remark").take(where)), day[good], **{k: v.take(where) for k, v in said.items()}
    )
    world.bodies.setdefault("members", []).append(
        pd.DataFrame(
            {"mention": mention, "unit": placed.lowest[good], "organisation": _text(organisation)[good], "since": joined.first[good], "source": _text(rows.sources)[good]}
        )
    )
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, name=name)


def _text(array: pa.Array) -> np.ndarray:
    return pc.fill_null(array, "").to_numpy(zero_copy_only=False)


ORGANISATIONS = Ledger(
    kind="party_organizations", title="党组织", fields=fields(COMMON, _NAME, _KIND, _CODE, _PARENT), required=(("name",), ("kind", "org_code", "parent")), read=read_organisations, order=30,
    signs=("党组织", "党支部"), against=("党员姓名", "入党时间", "户主", "村民委员会"), vocabulary=("kind", PARTY_KINDS), aliases=("党组织花名册", "party", "B1", "B2"), needs="党组织名称,以及类别、代码或上级党组织",
)  # fmt: skip
MEMBERS = Ledger(
    kind="party_members", title="党员", fields=fields(f.SEQ, f.PLACES, _MEMBER, f.PERSON, _BRANCH, _JOINED, _FULL, f.REMARK), required=(("name",), ("organisation", "joined", "full")), read=read_members,
    order=35, signs=("党员",), against=("户号", "联系户", "与户主关系", "党组织代码"), aliases=("党员花名册", "members"), needs="党员姓名,以及所在党支部或入党时间",
)  # fmt: skip
