"""Words that stand where a name should and say that there is nobody: 空缺, 待选举, 暂未配备, 招聘中, 无人 (design section 5, rule 10).

They begin with what no surname is (无 without more, 缺, 待, 未, 暂, 空缺), or are one of a few set words; a real name, 吴无忌 or
尚未平, is none of them.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text

_DONE = (
    "选举|选派|选配|选出|选任|选聘|选定|选|配备|配齐|配置|配强|配|派驻|派出|派任|派|补选|补充|补配|补录|补齐|补派|补缺|补|聘任|聘用|聘请|聘|"
    "设立|设置|设岗|设|定|确定|明确|任命|任职|任|指定|指派|落实|到位|到岗|到任|上任|上岗|就任|产生|推选|推荐|推举|招聘|招录|招募|招|安排|调整|"
    "换届|交接|成立|组建|建立|建|填报|填写|填|报送|上报|报|公布|公示|核实|更新|登记|研究|考察|批复|接任|接替|轮换"
)
"""What is not done yet: 未选派, 待补选, 尚未确定."""
_UNDER_WAY = "招聘|招录|招募|选举|补选|换届|选派|调整|考察|轮换|轮岗|公示|推选|聘任|配备|选配|交接|补录|研究|选聘"
_NOBODY = "人|人员|此人|此岗|该岗|此岗位|此职|该职|此职务|专人|专职|固定人员|人选|合适人选|岗位|负责人|人任职|人担任|人接单|人认领|人报名|人应聘|人承接|人在岗"
_SOON = "(?:暂时|暂|目前|现|仍|尚|还|均|都)?"
_WHOLE = re.compile(
    rf"^{_SOON}(?:"
    rf"未(?:{_DONE})(?:{_DONE})?(?:人员|人选|人|岗)?|"
    rf"待(?:岗|编|命|.{{0,8}}?(?:{_DONE}))(?:{_DONE}|后)*(?:人员|人选|人|中)?|"
    rf"(?:无|没有|没)(?:{_NOBODY})?|"
    rf"没(?:有)?(?:{_DONE})(?:人)?|"
    r"(?:职位|岗位|职务|人员)?(?:空缺|出缺|缺位|缺额|缺岗|缺编|缺员|缺人|缺职|缺任|缺|空岗|空编|空位|空职|空)(?:\d+[人名个]?|中|待[补选聘配派]|状态|人员|岗位)?|"
    rf"(?:正在|拟|待|拟于换届时)?(?:{_UNDER_WAY})(?:中|期间|之中)|正在(?:{_UNDER_WAY})|拟(?:{_UNDER_WAY})|"
    r"虚位(?:以待)?|虚岗|虚设|(?:暂)?不(?:设|设置|配备|安排)|轮换|待|未|暂"
    r")$"
)
_ROUND = "()[]{}【】「」『』<>《》\"'“”‘’。.,，;；、:：!！?？*-—_~ "
_NOTE = r"[(\[【].*[)\]】]$"
"""A note behind the word: 空缺(原任调离)."""


_FIRST = "^[^\\p{Han}\\w]|^[暂目现仍尚还均都未待无没职岗人空出缺正拟招选补换派调考轮公推聘配交研虚不]"
"""How the words begin: most names need no closer look."""


@text.by_distinct
def _bare(cells: pa.Array) -> pa.Array:
    out = pc.replace_substring_regex(pc.utf8_trim(text.without_spaces(text.tidy(cells)), characters=_ROUND), r"[)\]】]+$", "")
    return pc.utf8_trim(pc.if_else(pc.match_substring_regex(out, r"^[(\[【]"), out, pc.replace_substring_regex(out, _NOTE, "")), characters=_ROUND)


def vacant(cells: pa.Array) -> np.ndarray:
    """Where a cell says that there is nobody; cells without outer spaces, blank and null ones are not meant."""
    out = np.zeros(len(cells), bool)
    near = np.flatnonzero(text.mask(pc.match_substring_regex(cells, _FIRST)))
    if len(near):
        plain = pc.replace_substring_regex(_bare(cells.take(pa.array(near))), r"[(\[【].*$", "")
        out[near] = text.mask(pc.match_substring_regex(plain, _WHOLE.pattern))
    return out


def names(cells: pa.Array) -> pa.Array:
    """Personal names as `text.names` has them; words that say that there is nobody are null."""
    said = text.names(cells)
    return pc.if_else(pa.array(vacant(said)), None, said)
