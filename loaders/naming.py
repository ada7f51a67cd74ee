"""Which ledger a sheet delivers: the ledger whose name stands in its title, its name or its file's name.

A scheme's checks ask ledgers by their Chinese names (会议, 诉求, 驻村帮扶 …); one kind of sheet may serve several of them.
The longest name wins, of two alike the later one: a Chinese title ends with what it is about. A name that belongs to another
family of ledgers (党员 in 党员活动台账) does not count for a kind that says its family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graph.scheme import Scheme
from loaders.blocks import Block
from loaders.words import key

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "units": ("单元名册", "户籍人口", "网格"),
    "contacts": ("两代表一委员", "联户长", "党员中心户", "好邻居", "包户干部", "走访"),
    "party": ("党组织", "党员"),
    "bodies": (
        *("自治组织", "群团组织", "社会组织", "阵地", "机构", "五个中心", "指挥体系", "功能分区", "小区组织", "湾落组织", "成员单位"),
        *("三室一窗", "一约七会", "一约四会"),
    ),
    "people": ("村两委任职", "小组长", "社工", "驻村帮扶", "共同缔造", "选派干部", "群团成员", "队伍成员", "工作单位"),
    "cooperatives": ("合作社成员", "合作社名录"),
    "events": ("会议", "诉求", "群众点单", "吹哨", "评选", "蹲点", "活动", "接待"),
    "pairs": ("支部联支部", "双报到", "单位联村", "服务协议", "组团帮扶", "三方合作"),
    "personal": ("双报到", "领导包片"),
    "agreements": ("帮扶协议",),
    "users": ("平台用户",),
    "figures": ("公布数字", "填报数字"),
}
"""Ledgers by family. A scheme's own ledgers, named in none of them, may stand in the title of any kind."""
_TEXT = ("ledger", "ledgers")


def ledgers_asked(scheme: Scheme) -> tuple[str, ...]:
    """All ledgers that a scheme's checks, slots, lines and links name, in their order."""
    found = [c.ledger for c in scheme.checks if c.ledger]
    for check in scheme.checks:
        found += _named(check.options)
    return tuple(dict.fromkeys(found))


def _named(said: object) -> Iterator[str]:
    if isinstance(said, Mapping):
        for name, value in said.items():
            if name in _TEXT:
                yield from [value] if isinstance(value, str) else [str(v) for v in value]
            elif isinstance(value, Mapping | list | tuple):
                yield from _named(value)
    elif isinstance(said, list | tuple):
        for one in said:
            yield from _named(one)


def ledger_name(block: Block, scheme: Scheme, default: str, family: str = "", beside: Iterable[str] = ()) -> str:
    """The ledger that a sheet delivers, `default` where its title, name and file name no ledger.

    `family`: names of other families do not count; `beside`: names that count besides those that the scheme asks.
    """
    return ledger_in(block.texts, scheme, family, beside) or default


def ledger_in(texts: Iterable[str], scheme: Scheme, family: str = "", beside: Iterable[str] = ()) -> str:
    """The ledger that one of the texts names, the first that names any; empty where none does."""
    own = FAMILIES.get(family, ())
    foreign = {n for other, names in FAMILIES.items() if family and other != family for n in names} - set(own)
    names = [n for n in dict.fromkeys((*ledgers_asked(scheme), *own, *beside)) if n not in foreign]
    return next((found for t in texts if (found := longest_in(t, names))), "")


def longest_in(said: str, names: Iterable[str]) -> str:
    """The longest of the names that stand in a text, the last of several alike; empty where none does."""
    flat = key(said)
    return max((n for n in names if n and n in flat), key=lambda n: (len(n), flat.rfind(n)), default="")


def ledgers_by_word(scheme: Scheme, option: str) -> Mapping[str, str]:
    """The ledger in which the scheme's checks ask for a word: events 议事会 → 会议, pairs 双报到 → 双报到."""
    found: dict[str, str] = {}
    for check in scheme.checks:
        for ledger, words in _asked(check.options, option, check.ledger):
            for word in words:
                found.setdefault(word, ledger)
    return found


def words_asked(scheme: Scheme, option: str) -> tuple[str, ...]:
    """All words of an option (events, pairs, mechanisms) that a scheme's checks ask for, wherever in them it stands."""
    return tuple(dict.fromkeys(w for c in scheme.checks for _, words in _asked(c.options, option, " ") for w in words))


def _asked(said: object, option: str, above: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(said, Mapping):
        here = said.get("ledger", above)
        ledger = here if isinstance(here, str) else above
        words = said.get(option)
        if ledger and isinstance(words, list | tuple):
            yield ledger, [str(w) for w in words]
        for value in said.values():
            yield from _asked(value, option, ledger)
    elif isinstance(said, list | tuple):
        for one in said:
            yield from _asked(one, option, above)


_INSTITUTIONS = (
    ("物业", r"物业"),
    ("事业单位", r"(医院|卫生院|疾控中心|学校|中学|小学|大学|学院|幼儿园|馆|电视台|研究所|研究院|管理所|服务中心|事务中心|福利院|站)$"),
    ("企业", r"(公司|集团|企业|厂|合作社|银行|支行|商行|信用社|酒店|超市|商场|商店|市场|农场|基地)$"),
    ("机关", r"(党委|政府|人大常委会|人大|政协|法院|检察院|人民法院|人民检察院|纪委监委|纪委|办公室|组织部|宣传部|统战部|武装部|政法委)$"),
    ("部门", r"(局|委员会|委|办|部|总工会|团委|妇联|残联|科协|工商联|中心|大队|支队|分局|队|署|处|院)$"),
)


def institution_kinds(names: pa.Array) -> pa.Array:
    """部门, 机关, 事业单位, 企业, 物业 or 驻区单位, as the names of institutions tell it; null where there is no name."""
    out = pc.if_else(pc.is_valid(names), "驻区单位", pa.scalar(None, pa.string()))
    for kind, pattern in reversed(_INSTITUTIONS):
        out = pc.if_else(pc.fill_null(pc.match_substring_regex(names, pattern), False), kind, out)
    return out


def employee_keys(employer: pa.Array, names: pa.Array) -> pa.Array:
    """What places a person without an id number whose ledger names an employer: employer and name, wherever the ledger is from."""
    return pc.binary_join_element_wise("e:", employer, "|", names, "")
