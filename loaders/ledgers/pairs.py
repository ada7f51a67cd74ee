"""结对台账 (支部联支部, 双报到, 单位联村, 服务协议, 组团帮扶, 三方合作): an organisation paired with a village or a 小区."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import contacts, targets
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import body_key
from loaders.ledgers.party import kind_of
from loaders.naming import institution_kinds, ledger_in, ledgers_by_word, longest_in, words_asked
from loaders.normalise import text
from loaders.rows import Rows
from loaders.stated import bodies_named, split_list
from loaders.world import NO_DAY, World

TITLE = "支部联支部"
_WORDS = {
    **{k: k for k in (TITLE, "双报到", "单位联村", "联村共建", "结对共建", "服务协议", "组团帮扶", "三方合作")},
    **dict.fromkeys(("联支部", "支部结对"), TITLE),
    **dict.fromkeys(("组团式帮扶", "组团式", "组团", "部门帮扶", "对口帮扶"), "组团帮扶"),
    **dict.fromkeys(("联村单位", "单位包村", "单位驻村", "部门联村", "驻村单位"), "单位联村"),
    **dict.fromkeys(("单位报到", "报到单位"), "双报到"),
    **dict.fromkeys(("三方模式", "三方协议"), "三方合作"),
    **dict.fromkeys(("共建协议", "合作协议"), "服务协议"),
}
"""Words of titles → kinds of pairs."""
_PARTY = r"(支部|党总支|党委|党组|支部委员会|党工委|党小组)$"
_PARTNER = Field(
    "partner",
    "机关党支部",
    f.words(
        "机关党支部 结对党支部 结对单位 共建党支部 共建单位 联建党支部 联建支部 机关支部 联系单位 帮扶单位 包联单位 结对支部 结对党组织 共建党组织 报到党组织 "
        "报到单位 报到单位名称 联村单位 驻村单位 驻村帮扶单位 包村单位 联建单位 服务单位 服务主体 服务方 协议单位 签约单位 签约主体 合作单位 合作主体 合作方 "
        "帮扶部门 派出单位 支援单位 帮扶团队 组团单位 牵头单位 责任单位 经营主体 企业名称 龙头企业 国有企业 商户名称 主体名称 单位名称 合作社名称 合作社 乙方"
    ),
    weight=3.0,
)
_VILLAGE = replace(
    targets.VILLAGE,
    words=(
        *targets.VILLAGE.words,
        *f.words(
            "甲方 甲方(社区) 甲方(村、社区) 结对村(社区)党支部 结对村党支部 结对社区党支部 村(社区)党支部 村党支部 社区党支部 结对村(社区)党组织 "
            "共建村(社区)党支部"
        ),
    ),
)
_PLACES = tuple(_VILLAGE if one.name == "village" else one for one in targets.PLACES)
_BRANCH_OF = r"(联合|综合)?(党支部|党总支|党委|党组织|支部委员会|总支部委员会)$"
_KIND = Field("kind", "结对类型", f.words("结对类型 类型 类别 合作模式 模式 协议类型 结对形式 合作类型 帮扶类型 协议类别 合作形式"), weight=0.8)
_LIAISON = Field("liaison", "联络员", f.words("联络员 联络人 联络员姓名 联系人 联系人姓名 负责人 单位联系人"), cell="name", weight=0.7)
_PAIRED = Field(
    "since",
    "结对时间",
    (*f.SINCE.words, *f.words("结对日期 签约时间 签约日期 签订时间 签订日期 报到时间 报到日期 联村时间 帮扶时间 合作时间")),
    cell="date",
    weight=1.5,
)
_UNPAIRED = Field("until", "解除时间", (*f.UNTIL.words, *f.words("解除日期 结对到期时间 到期日期 协议到期时间 有效期至")), cell="date", weight=1.0)


def read(rows: Rows, world: World) -> None:
    """Pairings. A party organisation is that of its name in the party ledger, or one of the county; another partner an institution."""
    rows.replace("village", pc.replace_substring_regex(rows.cells("village"), _BRANCH_OF, ""))
    placed, row_of, unit_of = targets.place_several(rows, world, village_required=True)
    partner = rows.words("partner")
    rows.reject("required_missing", ~text.present(partner) & ~rows.zero, "partner", "结对党支部")
    liaison, phone = rows.names("liaison"), rows.phones("phone")
    since, until = contacts.period(rows)
    rows.mark_duplicates(**placed.said, partner=partner, liaison=liaison, phone=phone, since=since.stated(), until=until.stated())
    kind = _kinds(rows, world)
    rows.ledger_names = _ledgers(rows, world, kind)
    good = rows.accepted & ~rows.zero & (placed.lowest >= 0)
    at, names = _names(partner, good)
    label, key = _partners(rows, world, at, names, placed.lowest)
    units = pd.DataFrame({"row": np.r_[np.flatnonzero(good), row_of], "unit": np.r_[placed.lowest[good], unit_of]})
    ends = pd.DataFrame({"row": at, "label": label, "key": key}).dropna(subset="label").merge(units, on="row")
    source = text.objects(rows.sources)
    for one, some in ends.groupby("label", sort=False):
        r = some["row"].to_numpy()
        days = (since.first[r], until.after()[r])
        own = {"kind": kind[r]}
        world.edge("PAIRED_WITH", (str(one), "Unit"), ("body", "unit"), some["key"].to_numpy(object), some["unit"].to_numpy(), source[r], *days, **own)
    world.deliver(rows, placed.village, placed.unit)
    if len(unit_of):
        world.deliver_at(rows, row_of, unit_of)
    world.refuse(rows, placed.village, name=partner)


def _names(partner: pa.Array, where: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """(row, name) of the partners of the rows of a mask. A cell is several where each part is an organisation's name by itself:
    县教育局、县水利局, but not 宣传部、网信办联合党支部, which is one."""
    row, parts = split_list(partner, where)
    said = pa.array(parts, pa.string())
    party = text.mask(pc.match_substring_regex(said, _PARTY)) if parts else np.zeros(0, bool)
    telling = party | text.mask(pc.not_equal(institution_kinds(said), "驻区单位")) if parts else party
    some, all_party = np.bincount(row[party], minlength=len(where)), np.bincount(row, minlength=len(where))
    mixed = (some > 0) & (some < all_party)
    whole = mixed | (np.bincount(row[~telling], minlength=len(where)) > 0)
    alone = np.flatnonzero(whole & where)
    kept = ~whole[row]
    names = [*(n for n, k in zip(parts, kept, strict=True) if k), *partner.take(pa.array(alone)).to_pylist()]
    return np.r_[row[kept], alone].astype(np.int64), names


def _partners(rows: Rows, world: World, at: np.ndarray, names: list[str], unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(label, key) of each partner, named by the rows `at`; a party organisation's name decides its label."""
    said = pa.array(names, pa.string())
    party = text.mask(pc.match_substring_regex(said, _PARTY)) if names else np.zeros(0, bool)
    label, key = np.full(len(at), "PartyOrganization", object), np.full(len(at), None, object)
    kind = text.said(pc.fill_null(kind_of(said), "党支部"))
    _state_party(rows, world, at[party], kind[party], [n for n, p in zip(names, party, strict=True) if p])
    key[:] = [body_key("PartyOrganization", -1, k, n) for k, n in zip(kind, names, strict=True)]
    others = ~party
    institutions = [n for n, o in zip(names, others, strict=True) if o]
    among = ("Institution", "Cooperative", "SocialOrganization")
    label[others], key[others] = bodies_named(world, rows, at[others], institutions, unit[at[others]], among, field="partner", relation="结对")
    return label, key


def _state_party(rows: Rows, world: World, row: np.ndarray, kind: np.ndarray, names: list[str]) -> None:
    """Party organisations without a place; the party ledger's of that name is the one where it has one."""
    source = text.objects(rows.sources)[row]
    frame = {"label": "PartyOrganization", "unit": -1, "kind": kind, "name": names, "code": "", "founded": NO_DAY, "source": source}
    if len(row):
        world.bodies.setdefault("stated", []).append(pd.DataFrame(frame))


def _kinds(rows: Rows, world: World) -> np.ndarray:
    """Per row the kind of pair: its own 类型, else what the sheet's title, name, header or file say."""
    words = {**_WORDS, **{w: w for w in words_asked(world.scheme, "pairs")}}
    by_sheet = np.array(
        [_told(b.declared, words) or _told(f"{b.found.title} {b.name}", words) or _told(f"{b.file} {b.found.heads}", words) or "结对" for b in rows.blocks]
        or [""],
        object,
    )
    both = [n for n in range(len(rows.blocks)) if rows.has("village") and "支部" in rows.label(n, "village")]
    by_sheet[[n for n in both if by_sheet[n] in ("结对", "结对共建")]] = TITLE
    own = text.said(rows.words("kind"))
    known = {w: words.get(w) or (w if "+" in w else _told(w, words)) for w in dict.fromkeys(own)}
    told = np.array([known[w] for w in own], object) if len(own) else own
    return np.where(told == "", by_sheet[rows.sheet], told)


def _told(said: str, words: dict[str, str]) -> str:
    return words.get(longest_in(said, words), "")


def _ledgers(rows: Rows, world: World, kind: np.ndarray) -> np.ndarray:
    """The ledger that a sheet's title names, else the one that asks for its kinds of pairs, else 支部联支部."""
    by_title = np.array([ledger_in(b.texts, world.scheme, "pairs") for b in rows.blocks] or [""], object)[rows.sheet]
    asked = ledgers_by_word(world.scheme, "pairs")
    by_kind = np.array([asked.get(k, k if k in _WORDS and k not in ("联村共建", "结对共建") else TITLE) for k in kind] or [], object)
    return np.where(by_title == "", by_kind, by_title)


PAIRS = Ledger(
    kind="pairs",
    title=TITLE,
    fields=fields(f.SEQ, _PLACES, _PARTNER, _KIND, _LIAISON, f.PHONE, _PAIRED, _UNPAIRED, f.REMARK),
    required=(("partner",), ("village", "place", "group")),
    read=read,
    order=39,
    signs=(
        TITLE,
        "结对",
        "联支部",
        "双报到",
        "共建",
        "单位联村",
        "联村",
        "服务协议",
        "组团",
        "三方合作",
        "报到单位",
        "单位报到",
        "合作模式",
        "部门帮扶",
        "机关党支部",
        "机关支部",
        "联系单位",
        "帮扶单位",
        "包联单位",
        "驻村单位",
    ),
    proven=True,
    against=("户号", "户主", "联系户", "党员姓名", "身份证", "职务", "工作单位", "诉求", "吹哨", "应哨", "脱贫户"),
    never_beside=r"(?<!联络员)(?<!联络人)(?<!联系人)(?<!负责人)姓名|户号|户主|信用代码|入社|出资|法定代表人|法人代表|社员|成员",
    aliases=("支部联支部结对台账", "结对", "B9", "pairs", "双报到", "双报到单位", "单位联村", "服务协议", "组团帮扶", "三方合作"),
)
