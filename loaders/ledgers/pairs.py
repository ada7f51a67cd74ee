"""结对台账 (支部联支部, 双报到, 单位联村): a party organisation paired with a village."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import contacts
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import body_key, state
from loaders.ledgers.party import kind_of
from loaders.normalise import text
from loaders.placing import place
from loaders.rows import Rows
from loaders.world import World

TITLE = "支部联支部"
_KINDS = (TITLE, "双报到", "单位联村", "联村共建", "结对共建", "服务协议")
_PARTNER = Field(
    "partner",
    "机关党支部",
    f.words(
        "机关党支部 结对党支部 结对单位 共建党支部 共建单位 联建党支部 联建支部 机关支部 联系单位 帮扶单位 包联单位 结对支部 结对党组织 共建党组织 报到党组织"
    ),
    weight=3.0,
)
_LIAISON = Field("liaison", "联络员", f.words("联络员 联络人 联络员姓名 联系人"), cell="name", weight=0.7)
_PAIRED = Field("since", "结对时间", (*f.SINCE.words, "结对日期", "签约时间", "报到时间"), cell="date", weight=1.5)
_UNPAIRED = Field("until", "解除时间", (*f.UNTIL.words, "解除日期", "结对到期时间"), cell="date", weight=1.0)


def read(rows: Rows, world: World) -> None:
    """Pairings. The partner is a party organisation of the county, or the one of that name in the party ledger."""
    placed = place(rows, world.finder)
    partner = rows.words("partner")
    rows.reject("required_missing", ~text.present(partner) & ~rows.zero, "partner", "结对党支部")
    liaison, phone = rows.names("liaison"), rows.phones("phone")
    since, until = contacts.period(rows)
    rows.mark_duplicates(**placed.said, partner=partner, liaison=liaison, phone=phone, since=since.stated(), until=until.stated())
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    kind = pc.fill_null(kind_of(partner), "党支部")
    nowhere = np.full(len(rows), -1)
    state(world, rows, at, np.full(len(rows), "PartyOrganization", object), nowhere, kind, partner)
    body = np.array([body_key("PartyOrganization", -1, k, n) for k, n in zip(text.said(kind)[at], text.said(partner)[at], strict=True)], object)
    by_sheet = np.array([_kind(f"{b.found.title} {b.name} {b.file}") for b in rows.blocks] or [""], object)[rows.sheet]
    source, dates = text.objects(rows.sources)[at], (since.first[at], until.after()[at])
    world.edge("PAIRED_WITH", ("PartyOrganization", "Unit"), ("body", "unit"), body, placed.village[at], source, *dates, kind=by_sheet[at])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=partner)


def _kind(said: str) -> str:
    plain = said.replace("“", "").replace("”", "")
    return next((k for k in _KINDS if k in plain), "结对")


PAIRS = Ledger(
    kind="pairs",
    title=TITLE,
    fields=fields(f.SEQ, f.PLACES, _PARTNER, _LIAISON, f.PHONE, _PAIRED, _UNPAIRED, f.REMARK),
    required=(("partner",), ("village", "place")),
    read=read,
    order=38,
    signs=("支部联支部", "结对", "联支部", "双报到", "共建"),
    against=("户号", "户主", "联系户", "党员姓名", "身份证"),
    aliases=("支部联支部结对台账", "结对", "B9", "pairs"),
)
