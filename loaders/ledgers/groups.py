"""Contacts of units, without a list of households: 联户 groups (分组编号, 户数, 联户长), 楼栋长 of buildings, 小区长 …"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from loaders.kinds import Ledger, fields
from loaders.ledgers import contacts
from loaders.ledgers import fields as f
from loaders.normalise import numbers, text
from loaders.placing import place
from loaders.rows import REJECTED, Rows
from loaders.world import World


def read(rows: Rows, world: World) -> None:
    """A contact of the lowest unit that the row names; its typed 户数 is a claim. No household is reached by it."""
    contacts.continue_blocks(rows)
    mechanism, *further = contacts.mandates(rows, world)
    rows.ledger_names = contacts.ledger_names(mechanism, rows)
    rows.category = mechanism
    placed = place(rows, world.finder)
    contact, ids, phone = rows.names("contact"), rows.ids("id"), rows.phones("phone")
    rows.reject("required_missing", ~text.present(contact) & ~rows.zero, "contact", "联系人")
    since, until = contacts.period(rows)
    value, qualifier = numbers.counts(rows.cells("claimed"))
    keys, known_id = contacts.contact_keys(mechanism, placed.village, placed.apart(contact), ids.value)
    rows.mark_duplicates(
        *further, **placed.said, mechanism=mechanism, contact=contact, id=ids.value, phone=phone, since=since.stated(),
        until=until.stated(), claimed=pa.array(value),
    )  # fmt: skip
    mention = contacts.mentions(rows, world, contact, keys, known_id, rows.status != REJECTED, phone=phone)
    world.contacts.remember(keys, known_id, contact, mechanism, placed.lowest, mention >= 0)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    _edges(rows, world, at, mention, mechanism, placed.lowest, since.first, until.after())
    for also in further:
        beside = contacts.also_contacts(rows, world, also, contact, placed, ids.value, rows.status != REJECTED)
        _edges(rows, world, at[beside[at] >= 0], beside, also, placed.lowest, since.first, until.after())
    contacts.claim_households(rows, world, placed.village, mention, contact, value, qualifier)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=contact)


def _edges(rows: Rows, world: World, at: np.ndarray, mention: np.ndarray, mechanism: pa.Array, unit: np.ndarray, since: np.ndarray, until: np.ndarray) -> None:
    own = {"mechanism": text.objects(mechanism)[at], "part": text.said(rows.words("part"))[at]}
    ends = (mention[at], unit[at])
    world.edge("CONTACTS", ("Person", "Unit"), ("mention", "unit"), *ends, text.objects(rows.sources)[at], since[at], until[at], **own)


GROUPS = Ledger(
    kind="contact_units",
    title="联户分组",
    fields=fields(f.SEQ, f.PLACES, contacts.CONTACT, f.ID_NUMBER, f.PHONE, contacts.MECHANISM, f.SINCE, f.UNTIL, contacts.PART, f.HOUSEHOLDS, f.GRID, f.REMARK),
    required=(("contact",), ("part", "claimed", "bay")),
    read=read,
    order=42,
    signs=("联户长", "楼栋长", "单元长", "小区长"),
    against=("户号", "户主", "联系户", "网格长", "网格员", "职务", "合作社", "党支部", "入党"),
    never="走访|来访|信访|接待",
    never_beside="走访|来访|信访|接待",
    asks_mechanism=True,
)
