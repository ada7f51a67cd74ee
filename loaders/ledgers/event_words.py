"""What ledgers of events call them: kinds by title and by a 类型 column, who acts, what is about a household or an organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.scheme import Scheme
from loaders.blocks import Block
from loaders.ledgers.bodies import standard
from loaders.mechanisms import DEPUTIES, LEADERS, REPORTED
from loaders.mechanisms import known as mechanisms
from loaders.naming import ledger_in, ledgers_by_word, longest_in, words_asked
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World


@dataclass(frozen=True)
class Family:
    """A kind of event: the words of titles that mean it, the ledger it is delivered in, the mechanisms of those who act in it."""

    kind: str
    ledger: str
    words: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    generic: bool = False
    """A title of this kind tells only the ledger; the 类型 column tells what happened."""


FAMILIES = (
    Family("党建联席会议", "会议", ("联席会议", "联席会")),
    Family("议事会", "会议", ("议事", "湾子会", "湾子夜话", "屋场夜话", "屋场会", "院坝会", "坝坝会", "板凳会", "恳谈会", "议事厅", "夜话")),
    Family("群众点单", "群众点单", ("点单", "派单", "接单"), (REPORTED,)),
    Family("吹哨", "吹哨", ("应哨", "吹哨报到")),
    Family("五星支部", "评选", ("五星党支部", "星级支部", "星级党支部")),
    Family("三星文明户", "评选", ("文明户", "星级文明户")),
    Family("三零村", "评选", ("三零", "三零创建")),
    Family("蹲点", "蹲点", ("驻点调研",), (LEADERS,)),
    Family("孝善饺子宴", "活动", ("饺子宴",)),
    Family("妇联执委工作室活动", "活动", ("执委工作室",)),
    Family("党代表接待日", "接待", (), DEPUTIES),
    Family("人大代表在行动", "接待", (), DEPUTIES),
    Family("一线协商", "接待", (), DEPUTIES),
    Family("接待", "接待", ("来访",), DEPUTIES),
    Family("诉求", "诉求", ("信访", "民意", "12345", "反映问题", "事件上报")),
    Family("会议", "会议", generic=True),
    Family("活动", "活动", generic=True),
    Family("评选", "评选", ("评定", "评星", "表彰", "创建"), generic=True),
)
BY_KIND: Mapping[str, Family] = {f.kind: f for f in FAMILIES}
_OF: Mapping[str, tuple[str, ...]] = {"户": ("三星文明户",), "组织": ("五星支部",)}
"""Kinds that are about a household, or an organisation: a row that names none is no such event."""
NOT_AWARDED = pa.array(["未通过", "未评上", "未评定", "未评", "未达标", "不合格", "不达标", "撤销", "取消", "摘牌", "0星", "无星", "未创建成功", "否"])
_UNFINISHED = pa.array(["否", "×", "未", "N", "没有"])
_FINISHED = pa.array(["是", "√", "已", "✓", "Y"])
WORDS: Mapping[str, str] = {w: f.kind for f in FAMILIES for w in (f.kind, *f.words)}


def of_sheet(block: Block, asked: Sequence[str]) -> str:
    """The kind that a sheet's title and name tell, else its file's name, else its header; empty where none does."""
    words = {**WORDS, **{w: w for w in asked}}
    texts = (block.declared, f"{block.found.title} {block.name}", block.file, block.found.heads)
    return next((words[w] for t in texts if (w := longest_in(t, words))), "")


def kinds(rows: Rows, world: World) -> np.ndarray:
    """Per row its kind: the word of its 类型 column where that is one, else what its sheet tells.

    A word of the scheme's checks or a known one counts as it is, also inside a longer text (2024年度三星文明户). Other words count
    where the sheet only tells its ledger (会议, 活动, 评选): in a ledger of 诉求 the column tells what the request is about.
    """
    asked = words_asked(world.scheme, "events")
    sheet = [of_sheet(b, asked) for b in rows.blocks]
    own = text.said(standard(rows.words("kind"), world))
    exact = {**WORDS, **{w: w for w in asked}}
    whole = [*asked, *BY_KIND]
    told = {w: exact.get(w) or longest_in(w, whole) for w in dict.fromkeys(own)}
    loose = np.array([not k or k not in BY_KIND or BY_KIND[k].generic for k in sheet] or [True])[rows.sheet]
    by_sheet = np.array(sheet or [""], object)[rows.sheet]
    known = np.array([told[w] for w in own], object) if len(own) else own
    who = np.isin(own, list(mechanisms(world.scheme)))  # 类别 may say what the person is: 党代表
    return np.where(known != "", known, np.where(loose & (own != "") & ~who, own, by_sheet))


def ledgers(rows: Rows, world: World, kind: np.ndarray) -> np.ndarray:
    """The ledger of each row: that which the sheet's title names, else the one that asks for its kind of event."""
    by_title = np.array([ledger_in(b.texts, world.scheme, "events") for b in rows.blocks] or [""], object)[rows.sheet]
    asked = ledgers_by_word(world.scheme, "events")
    told = {k: asked.get(k) or (BY_KIND[k].ledger if k in BY_KIND else rows.ledger.title) for k in dict.fromkeys(kind)}
    return np.where(by_title == "", np.array([told[k] for k in kind] or [], object), by_title)


def of(scheme: Scheme, population: str) -> tuple[str, ...]:
    """The kinds that are given to households (户) or organisations (组织): the usual ones and those whose share a scheme asks."""
    asked = (c.options.get("events") for c in scheme.checks if c.kind == "share" and c.options.get("population") == population)
    return (*_OF[population], *(str(k) for kinds in asked if isinstance(kinds, list | tuple) for k in kinds))


def actors(scheme: Scheme) -> Mapping[str, tuple[str, ...]]:
    """Kind of event → the mechanisms of those who act in it, as the scheme's checks of 联系人 say, else as usual."""
    found = {f.kind: f.mechanisms for f in FAMILIES if f.mechanisms}
    for check in scheme.checks:
        mechanisms = check.options.get("mechanisms")
        events = check.options.get("events")
        if isinstance(mechanisms, list | tuple) and isinstance(events, list | tuple):
            for kind in events:
                found.setdefault(str(kind), tuple(str(m) for m in mechanisms))
    return found


def outcome(rows: Rows, kind: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """What came of it: the result, or the state where it says that it is open; 是/否 of 是否办结 as 已办结, 未办结.

    In a sheet without any column for it an order that somebody took is 已接单, and what was answered on a day 已回应.
    """
    result, state = (_plain(rows.words(n)) for n in ("result", "state"))
    open_ = text.mask(pc.match_substring_regex(pc.coalesce(state, ""), "^(未|待|办理中|正在)"))
    said = pc.coalesce(pc.if_else(pa.array(open_), state, None), result, state)
    silent = ~(rows.in_sheet("result") | rows.in_sheet("state"))
    taken = silent & (kind == "群众点单") & answered
    replied = silent & ~np.isnat(rows.dates("replied").first)
    word = np.where(taken, "已接单", np.where(replied, "已回应", ""))
    return np.where(word != "", word, text.said(said))


def _plain(cells: pa.Array) -> pa.Array:
    cells = pc.if_else(pc.is_in(cells, value_set=_UNFINISHED), "未办结", cells)
    return pc.if_else(pc.is_in(cells, value_set=_FINISHED), "已办结", cells)
