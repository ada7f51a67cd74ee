"""Contact ledgers of any mechanism: one row per pair, or one row per contact with many households in a cell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.identity.keys import of_contact
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.mechanisms import BOARD, DEPUTIES, MECHANISMS, SYNONYMS, known, ledger_of, split_mandates
from loaders.normalise import numbers, text
from loaders.normalise.dates import Dates
from loaders.persons import marks
from loaders.placing import Placed, place
from loaders.resolve import Resolved, resolve
from loaders.rows import DUPLICATE, REJECTED, Rows
from loaders.world import World

CONTACT = Field(
    "contact",
    "联系人",
    f.words(
        "姓名 好邻居姓名 联户长姓名 联系人姓名 代表姓名 干部姓名 人员姓名 代表委员姓名 "
        "中心户户主 中心户户主姓名 党员中心户户主 党员中心户户主姓名 包户人 包户人姓名"
    ),
    pattern=f"^(?!{BOARD}$){f.WHO}(?:姓名|名字)?$",
    cell="name",
    weight=1.0,
)
MECHANISM = Field(
    "mechanism",
    "联系机制",
    f.words("两代表一委员 代表类别 代表身份 身份 类别 联系机制 联系类型 身份类别 人员类别 代表委员类别 代表委员类型 类型 人员类型 委员类别"),
    weight=0.8,
)
PART = Field(
    "part",
    "分组编号",
    f.words("分组编号 分组名称 联户组 联户组名称 联户单元 联户组编号 组号 联户分组 联户编号 联户号 联户单元编号 联户单元名称"),
    weight=1.5,
)
_HOUSEHOLD = (f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID)
_PERSON = (CONTACT, f.ID_NUMBER, f.PHONE, MECHANISM)


def read(rows: Rows, world: World) -> None:
    """Contacts of households. A contact ledger never creates a household."""
    continue_blocks(rows)
    mechanism, *further = mandates(rows, world)
    rows.ledger_names = ledger_names(mechanism, rows)
    rows.category = mechanism
    placed = place(rows, world.finder)
    contact, ids = rows.names("contact"), rows.ids("id")
    rows.reject("required_missing", ~text.present(contact) & ~rows.zero, "contact", "联系人")
    phone, head_ids = rows.phones("phone"), rows.ids("head_id").value
    since, until = period(rows)
    resolved = resolve(rows, placed, world, head_ids)
    value, qualifier = numbers.counts(rows.cells("claimed"))
    keys, known_id = contact_keys(mechanism, placed.village, placed.apart(contact), ids.value)
    rows.mark_duplicates(
        *further, **placed.said, mechanism=mechanism, contact=contact, id=ids.value, phone=phone, head_id=head_ids, head_name=resolved.name,
        household_code=resolved.code, since=since.stated(), until=until.stated(), claimed=pa.array(value),
    )  # fmt: skip
    stated = rows.status != REJECTED
    stated[resolved.may_row] = True
    stated |= value >= 0
    mention = mentions(rows, world, contact, keys, known_id, stated, phone=phone)
    world.contacts.remember(keys, known_id, contact, mechanism, placed.lowest, mention >= 0)
    _edges(rows, world, resolved, mention, mechanism, since, until)
    for also in further:
        beside = also_contacts(rows, world, also, contact, placed, ids.value, stated)
        _edges(rows, world, resolved, beside, also, since, until)
    claim_households(rows, world, placed.village, mention, contact, value, qualifier)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, resolved.code, resolved.name)


def continue_blocks(rows: Rows) -> None:
    """A row whose contact cells are all blank continues the block above; a household's identifier never fills down."""
    names = [n for n in ("contact", "id", "phone", "part", "claimed") if rows.has(n)]
    follows = np.logical_and.reduce([rows.blank(n) for n in names]) & ~rows.starts & ~rows.zero
    for n in (*names, *(n for n in ("mechanism", "town", "village") if rows.has(n))):
        rows.fill_down(n, follows & rows.blank(n))


def mechanisms(rows: Rows, world: World) -> pa.Array:
    """Per row the mechanism: its own column, else what the sheet says of itself or the settings say of it; of several the first."""
    return mandates(rows, world)[0]


def mandates(rows: Rows, world: World) -> list[pa.Array]:
    """Per row its mechanisms: the first of each row, then the second where a cell names several mandates …

    In a ledger of the three mandates a word that is no mechanism is told; a row whose cell holds nothing else is refused."""
    own = rows.words("mechanism")
    names = known(world.scheme)
    by_sheet = pa.array([b.mechanism or None for b in rows.blocks], pa.string()).take(pa.array(rows.sheet))
    board = text.mask(pc.equal(by_sheet, BOARD))
    coded = text.stated(rows.cells("mechanism")).dictionary_encode()
    split = [split_mandates(c, names) for c in coded.dictionary.to_pylist()]
    index = coded.indices.to_pylist()
    told: list[list[str]] = [split[i][0] if i is not None else [] for i in index]
    strange = np.array([bool(i is not None and split[i][1]) for i in index], bool)
    none = np.array([not t for t in told], bool)
    rows.report("mechanism_unknown", board & strange & ~none, "mechanism", "，这一项未采用")
    rows.reject("mechanism_unknown", board & strange & none & ~text.mask(pc.equal(own, BOARD)) & ~rows.zero, "mechanism", "，本行未采用")
    # Elsewhere a cell with an unknown word is a mechanism of its own, unless the sheet says which.
    whole = strange & ~board
    first = pa.array([own_[0] if own_ and not w else None for own_, w in zip(told, whole, strict=True)], pa.string())
    first = pc.coalesce(first, pc.if_else(pa.array(none | whole), pc.coalesce(pc.if_else(pa.array(board), None, by_sheet), own, by_sheet), None))
    more = range(1, max(map(len, told), default=1))
    return [first, *(pa.array([t[n] if len(t) > n and not w else None for t, w in zip(told, whole, strict=True)], pa.string()) for n in more)]


def ledger_names(mechanism: pa.Array, rows: Rows) -> np.ndarray:
    """The ledger of each row: of its sheet, where the sheet says one, else of its own mechanism."""
    by_sheet = np.array([ledger_of(b.mechanism) for b in rows.blocks] or [""], object)[rows.sheet]
    own = pc.if_else(pc.is_in(mechanism, value_set=pa.array(DEPUTIES)), BOARD, mechanism)
    return np.where(by_sheet == "", text.said(pc.fill_null(own, rows.ledger.title)), by_sheet)


def also_contacts(rows: Rows, world: World, mechanism: pa.Array, contact: pa.Array, placed: Placed, ids: pa.Array, stated: np.ndarray) -> np.ndarray:
    """Mentions of the rows' contacts by a further mandate; -1 for rows that name none."""
    there = pa.array(np.asarray(mechanism.is_valid()))
    keys, known_id = contact_keys(mechanism, placed.village, placed.apart(contact), ids)
    return mentions(rows, world, pc.if_else(there, contact, None), keys, known_id, stated)


def period(rows: Rows) -> tuple[Dates, Dates]:
    """since and until; where since lies after until, until is kept and since is reported and open."""
    since, until = rows.dates("since"), rows.dates("until")
    ends = until.after()
    wrong = ~np.isnat(since.first) & ~np.isnat(ends) & (since.first > ends)
    rows.report("date_invalid", wrong, "since", "；开始日期晚于结束日期")
    first = np.where(wrong, np.datetime64("NaT"), since.first)
    return Dates(first, np.where(wrong, 0, since.precision), since.bad | wrong), until


def contact_keys(mechanism: pa.Array, village: np.ndarray, contact: pa.Array, ids: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(mechanism, village, name) of each contact; a row without an id takes that of the one contact who has one there."""
    return with_ids(of_contact(mechanism, village, contact), ids)


def with_ids(keys: pa.Array, ids: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The keys, and the id numbers with those of rows without one that share the key of exactly one person who has one."""
    key = keys.dictionary_encode()
    frame = pd.DataFrame({"key": np.asarray(key.indices), "id": ids.to_numpy(zero_copy_only=False)})
    with_id = frame[frame["id"].notna()].drop_duplicates()
    with_id = with_id[~with_id.duplicated("key", keep=False)]
    table = np.full(len(key.dictionary), None, object)
    table[with_id["key"].to_numpy()] = with_id["id"].to_numpy()
    others = pa.array(table, pa.string()).take(key.indices)
    return key.dictionary_decode(), pc.coalesce(ids, others)


def mentions(rows: Rows, world: World, contact: pa.Array, keys: pa.Array, ids: pa.Array, stated: np.ndarray, **attributes: pa.Array) -> np.ndarray:
    """One mention per distinct contact and mark; -1 for rows without a contact's name. `stated`: rows that count;
    `attributes` as in Persons.mention."""
    named = np.flatnonzero(text.present(contact) & ~rows.zero)
    remark = rows.cells("remark")
    columns = [keys, contact, ids, remark, pc.cast(pa.array(stated), pa.string()), *attributes.values()]
    said = [pc.fill_null(c.take(pa.array(named)), "") for c in columns]
    statement = pc.binary_join_element_wise(*said, "\x1f").dictionary_encode()
    index = np.asarray(statement.indices)
    _, first = np.unique(index, return_index=True)
    chosen = pa.array(named[first])
    marked = marks(remark.take(chosen))
    who = (keys.take(chosen), contact.take(chosen), rows.sources.take(chosen), ids.take(chosen))
    told = {name: column.take(chosen) for name, column in attributes.items()}
    numbered = world.persons.mention(*who, marked, stated=stated[named[first]], **told)
    mention = np.full(len(rows), -1, np.int64)
    mention[named] = numbered[index] if len(named) else []
    return mention


def _edges(rows: Rows, world: World, resolved: Resolved, mention: np.ndarray, mechanism: pa.Array, since: Dates, until: Dates) -> None:
    kinds, parts, sources = text.objects(mechanism), text.said(rows.words("part")), text.objects(rows.sources)
    ends = until.after()
    kept = rows.accepted[resolved.row] & (mention[resolved.row] >= 0)
    r, h = resolved.row[kept], resolved.household[kept]
    world.edge("CONTACTS", ("Person", "Household"), ("mention", "row"), mention[r], h, sources[r], since.first[r], ends[r], mechanism=kinds[r], part=parts[r])
    may = (mention[resolved.may_row] >= 0) & (rows.status[resolved.may_row] != DUPLICATE)
    r, h = resolved.may_row[may], resolved.may_household[may]
    world.edge("MAY_CONTACT", ("Person", "Household"), ("mention", "row"), mention[r], h, sources[r], since.first[r], ends[r], mechanism=kinds[r])


def claim_households(rows: Rows, world: World, village: np.ndarray, mention: np.ndarray, contact: pa.Array, value: np.ndarray, qualifier: pa.Array) -> None:
    """户数 of a 联户 group: a typed count beside the list, one claim per contact and group."""
    part = text.said(rows.words("part"))
    frame = pd.DataFrame({"mention": mention, "part": part, "village": village})[(value >= 0) & (mention >= 0) & (rows.status != DUPLICATE)]
    at = frame.drop_duplicates().index.to_numpy()
    if len(at):
        who = contact.take(pa.array(at)).to_pylist()
        said = qualifier.take(pa.array(at))
        world.claim(rows, at, "联户户数", value[at], said, "mention", "Person", mention[at], village[at], who, list(part[at]))


CONTACTS = Ledger(
    kind="contacts",
    title="联系",
    fields=fields(f.SEQ, f.PLACES, _PERSON, _HOUSEHOLD, f.SINCE, f.UNTIL, PART, f.HOUSEHOLDS, f.REMARK),
    required=(("contact",), ("household_code", "head_name", "head_id")),
    read=read,
    order=40,
    signs=(*MECHANISMS, BOARD, "联系户", "联系台账", "包户", "结对"),
    against=("与户主关系", "合作社", "入社", "政治面貌"),
    never="走访|来访|信访|接待|入户登记",
    never_beside="走访|来访|信访|接待|与户主关系|队伍名称|服务队名称|所在工会|所属工会|工会小组|所在(?:妇女)?微家|所属(?:妇女)?微家|发展编号|入会时间|入团时间|入队时间",
    vocabulary=("mechanism", (*MECHANISMS, *SYNONYMS)),
    aliases=("联系台账",),
    asks_mechanism=True,
)
