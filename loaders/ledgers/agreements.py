"""帮扶协议: a household (脱贫户) and the cooperative or enterprise that it has an agreement with, from a day to a day."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.happened import record
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import contacts, targets
from loaders.ledgers import fields as f
from loaders.naming import institution_kinds, ledger_name
from loaders.normalise import text
from loaders.placing import place
from loaders.resolve import resolve
from loaders.rows import Rows
from loaders.stated import bodies_named, organisation_edges
from loaders.world import World

TITLE = "帮扶协议"
_PARTNER = Field(
    "partner",
    "主体名称",
    f.words(
        "主体名称 主体 经营主体 经营主体名称 帮扶主体 帮扶主体名称 签约主体 签约主体名称 带动主体 新型经营主体 新型农业经营主体 合作社名称 合作社 "
        "企业名称 龙头企业 签约单位 帮扶单位 合作主体 甲方 联农带农主体 签约合作社 签约企业"
    ),
    weight=3.0,
)
_WAY = Field(
    "way", "联结方式", f.words("方式 利益联结方式 联结方式 帮扶方式 联结机制 利益联结机制 模式 协议类型 合作方式 帮扶类型 协议内容 帮扶内容"), weight=1.0
)
_HEAD = Field(
    "head_name",
    "户主姓名",
    (*f.HEAD_NAME.words, *f.words("脱贫户 脱贫户姓名 脱贫户户主 脱贫户户主姓名 脱贫户名称 农户 农户姓名 签约农户 签约户 签约脱贫户 签约户主 乙方 姓名")),
    pattern=f.HEAD_NAME.pattern,
    cell="name",
    weight=1.2,
)
_SIGNED = Field(
    "since", "签订日期", (*f.words("签订日期 签订时间 签约时间 签约日期 协议签订时间 协议签订日期 签署日期"), *f.SINCE.words), cell="date", weight=2.0
)
_ENDS = Field("until", "到期日期", (*f.words("到期日期 协议到期日 协议到期时间 协议到期日期 有效期至 协议期限至"), *f.UNTIL.words), cell="date", weight=1.5)


def read(rows: Rows, world: World) -> None:
    """Agreements of households. A household that is not found, or fits several, rejects the row; so does a missing partner."""
    rows.ledger_names = np.array([ledger_name(b, world.scheme, TITLE, "agreements") for b in rows.blocks] or [""], object)[rows.sheet]
    placed = place(rows, world.finder)
    partner, head_ids = rows.words("partner"), rows.ids("head_id").value
    rows.reject("required_missing", ~text.present(partner) & ~rows.zero, "partner", "主体名称")
    since, until = contacts.period(rows)
    phone = rows.phones("phone")
    resolved = resolve(rows, placed, world, head_ids, text.present(partner))
    rows.mark_duplicates(
        **placed.said, partner=partner, head_id=head_ids, head_name=resolved.name, household_code=resolved.code, since=since.stated(),
        until=until.stated(), phone=phone,
    )  # fmt: skip
    good = np.flatnonzero(rows.accepted & ~rows.zero)
    source, ends = text.objects(rows.sources), until.after()
    record(world, rows, good, placed.lowest, np.full(len(rows), TITLE, object), since.first, text.said(rows.words("way")), until=ends)
    kept = rows.accepted[resolved.row]
    r, h = resolved.row[kept], resolved.household[kept]
    world.edge("ABOUT", ("Event", "Household"), ("event", "row"), source[r], h, source[r], since.first[r], ends[r])
    world.edge("ABOUT", ("Event", "Unit"), ("event", "unit"), source[good], placed.lowest[good], source[good], since.first[good], ends[good])
    names = partner.take(pa.array(good))
    kinds = pc.replace_substring(institution_kinds(names), "驻区单位", "企业").to_pylist()
    among = ("Cooperative", "Institution", "SocialOrganization")
    label, key = bodies_named(world, rows, good, names.to_pylist(), placed.lowest[good], among, kinds, field="partner", relation="帮扶协议")
    organisation_edges(world, "BY", "Event", "event", source[good], label, key, source[good], since.first[good], ends[good])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, resolved.code, resolved.name)


AGREEMENTS = Ledger(
    kind="agreements",
    title=TITLE,
    fields=fields(f.SEQ, targets.PLACES, f.HOUSEHOLD_CODE, _HEAD, f.HEAD_ID, _PARTNER, _WAY, _SIGNED, _ENDS, f.PHONE, f.REMARK),
    required=(("partner",), ("household_code", "head_name", "head_id"), ("village", "place", "town")),
    read=read,
    order=45,
    signs=(TITLE, "协议", "签约", "利益联结", "联农带农"),
    against=("入社", "出资", "股份", "与户主关系", "走访"),
    never="走访|来访|信访|接待|家庭医生|服务协议",
    aliases=("帮扶协议台账", "脱贫户签约", "E7", "G10", "agreements"),
    proven=True,
)
