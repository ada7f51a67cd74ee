"""What a cell of a matrix says of its column's thing: that it is there (√, 2个, a name, a note), or that it is not (无, 0处, 在建)."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text, vacancies

_OF = "(?:处|间|个|家|支|名|户|座|所|套|台|块|面|类|人|件|项)?"
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2, "十": 10}
_COUNT = rf"^(?:共|有|共有|合计|约|已建|已建成|建成|设有|建有)?(?P<n>\d{{1,3}})(?:\.0+)?{_OF}(?:以上|余|左右|多|\+)?$"
_SPELT = rf"^(?:共|有|共有|合计|约|已建|已建成|建成|设有|建有)?(?P<n>[{''.join(_DIGITS)}]){_OF[:-1]}$"
_MARKS = (
    r"^(?:是|有|√|✓|✔|☑|☒?对|v|V|Y|y|YES|Yes|yes|TRUE|True|true|T|●|○|◎|★|☆|■|在|"
    r"(?:已经?|现已|均已|都已|现|全部|正常|独立|单独|单设|合署|合用|共用|共享|联合|与|借用|依托|规范|标准|达标|合格|齐全|配齐|齐备|完好|良好|优秀|完善|"
    r"具备|在用|投用|投入|使用|运行|运转|启用|建成|建有|设有|设立|设置|成立|挂牌|覆盖|同上|详见|见附|见表|新建|改建|扩建|升级|改造|达到|符合|兼用|常态).*|"
    r"有(?:.{0,8})|是[,，;；、].*)$"
)
"""Words that are yes, and notes of a thing that is there; no names begin so."""
_WAITING = "在建|筹建|筹备|拟建|待建|建设中|规划中|停用|撤销|已撤"
_UNDER_WAY = "建设|新建|筹建|筹备|施工|规划|审批|申报|报批|组建|选址|推进|筹划|酝酿|立项|招标|设计|申请|报建|启动"
_NO = (
    r"^(?:否|×|✗|✘|✕|❌|X|x|N|n|No|NO|no|FALSE|False|false|F|零|空白|空|不|非|没|没有.*|没.{1,4}|"
    r"不(?:是|设|涉及|需要?|符合|具备|适用|存在|达标|合格|配备|建|成立|开展|单设|单独).*|非本.*|"
    r"(?:暂时?|尚|还|仍|目前|现|均)?(?:未|没有|无|缺|空缺|不具备|不设).*|待.*|拟.*|在建.*|筹(?:建|备|划|办|集|措).*|(?:规划|计划)(?:$|中|待|新?建|在|于|设|纳入|选址|明|今|年|\d).*|正在?(?:建|筹|规|选|申|组|施|推|准|装|招).*|"
    rf"准备.*|即将.*|预计.*|有待.*|(?:正在|尚在|仍在|在|正)?(?:{_UNDER_WAY})(?:中|阶段|期间)|施工(?:中|阶段|期间)?|缺失|缺少.*|"
    r"(?:已经?|拟|现已|均已)?(?:撤销|撤并|撤|取消|停用|停办|停止|关闭|注销|解散|拆除|废止|废弃|闲置|终止|摘牌|关停).*)$"
)
_ENDS_NO = (
    r"(?:未|没|没有|尚未)(?:启用|投用|投入使用|建成|完工|竣工|成立|建立|建|设立|设置|组建|运行|开放|使用)$|已?(?:停用|撤销|停办|注销|解散|拆除|废弃|关停)$|"
    r"(?:无此|没有此).*$"
)
_KEPT = r"^(?:无(?:锡|为|极|棣|量|线电|人机|偿献|障碍|烟|公害)|未(?:央|来|成年)|待业).{2,}"
"""Names of places and bodies that begin like a no: 无为, 未央, 未成年人保护工作站."""
_ALREADY = "^(?:已|现已|均已)(?:成立|建成|建立|挂牌|设立|组建|建)"
_DATE = r"(?P<y>(?:19|20)\d{2})(?:(?:年|[-./])(?:(?P<m>\d{1,2})(?:(?:月|[-./])(?P<d>\d{1,2})?)?)?|$|(?:建|完|竣|投|启|成|底))"
_NAME = re.compile(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,10}(?:·[㐀-鿿]{1,10})+")
_NAMES = re.compile(rf"^(?:{_NAME.pattern})(?:[、,，;；/|\s]+(?:{_NAME.pattern}))*$")
_BESIDE = r"[(\[【][^)\]】]{0,12}[)\]】]|[:：]?\s*1[3-9]\d{9}|[:：]?\s*0\d{2,3}-?\d{7,8}"
_THINGS = re.compile(
    r"^(?:村(?:部|委|里|民|级|办|两委|支部|党)|社区|便民|党群|党员|综治|综合|服务|办公|群众|文化|会议|活动|一楼|二楼|三楼|四楼|左|右|隔壁|同址|原址|"
    r"镇级|镇里|县级|乡级|支部|妇联|工会|团委|临时|流动|网上|线上|线下|标准|规范)|(?:队|协会|妇联|支部|小组|工会|号楼|办公|兼任|代管|室内|院内|楼内|办公室|服务站|中心|大厅)$"
)
"""Short texts that are no names: 村部二楼, 便民大厅."""


@text.by_distinct
def plain(cells: pa.Array) -> pa.Array:
    """Cells without spaces and without brackets around the whole: （未成立） → 未成立; null tokens are null."""
    out = text.compact(cells)
    inner = pc.struct_field(pc.extract_regex(out, r"^[(\[【](?P<in>[^()\[\]【】]+)[)\]】]$"), "in") if len(out) else out
    return text.compact(pc.coalesce(inner, pc.utf8_rtrim(out, characters="。.,，;；!！")))


def absent(cells: pa.Array, day: dt.date) -> np.ndarray:
    """Where a cell says that the thing is not there: no-words, a count of 0, what is planned or given up, a year after `day`.

    A note in brackets behind another word counts where it tells that the thing is not yet or no longer there: 是（在建）.
    """
    said = plain(cells)
    body = pc.replace_substring_regex(said, r"[(\[【][^()\[\]【】]*[)\]】]$", "")
    note = pc.and_(pc.not_equal(body, said), pc.match_substring_regex(said, rf"[(\[【](?:{_WAITING})[^()]*[)\]】]$"))
    kept = text.mask(pc.match_substring_regex(body, _KEPT))
    no = text.mask(pc.match_substring_regex(body, _NO)) & ~kept
    ends = text.mask(pc.match_substring_regex(body, _ENDS_NO)) & ~text.mask(pc.match_substring_regex(body, _ALREADY))
    return np.asarray(no | ends | text.mask(note) | (counts(cells) == 0) | _later(said, day) | vacancies.vacant(said))


def _later(said: pa.Array, day: dt.date) -> np.ndarray:
    """Where a cell names a day, month or year that begins after the day: 2027年建成."""
    if not len(said):
        return np.zeros(0, bool)
    parts = pc.extract_regex(said, _DATE)
    numbers = []
    for name in ("y", "m", "d"):
        part = pc.struct_field(parts, name)
        numbers.append(np.asarray(pc.fill_null(pc.cast(pc.if_else(pc.equal(part, ""), None, part), pa.int64()), 1)))
    year, month, first = (n.astype(np.int64) for n in numbers)
    at = year * 10_000 + month * 100 + first
    return np.asarray((year > 1) & (at > day.year * 10_000 + day.month * 100 + day.day))


def marked(cells: pa.Array) -> np.ndarray:
    """Where a cell is a yes-word, a count, a date or a note of what is there, and so no name: √, 2个, 已挂牌, 与村委会合署办公."""
    said = plain(cells)
    return np.asarray(
        text.mask(pc.match_substring_regex(said, _MARKS)) | (counts(cells) > 0) | text.mask(pc.match_substring_regex(said, rf"^{_plain_group(_DATE)}"))
    )


def counts(cells: pa.Array) -> np.ndarray:
    """The count that a cell is (3, 2个, 三家); -1 where it is none. A year (2024) is none."""
    said = pc.replace_substring_regex(plain(cells), r"[(\[【][^()]*[)\]】]$", "")
    if not len(said):
        return np.zeros(0, np.int64)
    digits = pc.struct_field(pc.extract_regex(said, _COUNT), "n")
    spelt = pc.struct_field(pc.extract_regex(said, _SPELT), "n")
    word = pa.array([str(n) for n in _DIGITS.values()]).take(pc.index_in(spelt, value_set=pa.array(list(_DIGITS))))
    return np.asarray(pc.fill_null(pc.cast(pc.coalesce(digits, word), pa.int64()), -1))


def name_persons(cells: pa.Array) -> np.ndarray:
    """Where a cell is the name of a person, or of several: two to four Chinese characters, or more with a ·."""
    bare = pc.replace_substring_regex(text.tidy(cells), _BESIDE, "")
    whole = text.names(bare)
    spaced = text.mask(pc.match_substring_regex(text.tidy(bare), _NAMES.pattern))
    named = (text.mask(pc.match_substring_regex(whole, _NAMES.pattern)) | spaced) & ~text.mask(pc.match_substring_regex(whole, _THINGS.pattern))
    return np.asarray(named & ~marked(cells))


def _plain_group(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)
