"""What ledgers of events call them: kinds by title and by a 类型 column, who acts, what is about a household or an organisation."""

from __future__ import annotations

import re
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
AWARDS = "评选"
_NOT_AWARDED = (
    r"^(?:暂时?|尚|还|仍)?(?:未.*|待.*|没.*|无(?:星.*|等.*|评.*|称号|资格|此)?|不(?:合格|达标|通过|符合|予|评|参|授|够|具备|是|确定|达|再).*|"
    r"(?:已|被|拟|予以)?(?:撤销|取消|摘牌|降级|降星|除名|淘汰|落选|落榜|否决).*|否|×|✗|x|X|N|n|0|零|0[星颗].*|零[星颗].*|空缺|(?:公示|评审|评定|评选|申报|审核)中)$"
)
"""What the result of an award says where it was not given."""
_STARS = r"^(?:评定为|获评|被评为)?(?P<n>[一二两三四五六七八九十]|10|[1-9])(?:颗)?星(?:级)?"
_STARRED = re.compile(r"([一二两三四五六七八九十])星级?((?:文明)?户|(?:党)?支部|文明户)")
_DIGIT = dict(zip(("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "两"), "一二三四五六七八九十二", strict=True))
_SAYS_NO = re.compile(_NOT_AWARDED)
_HONOURS = re.compile("荣誉|称号|奖项|评选|创建")
"""Headers of columns that name the award; 类型 or 类别 alone may tell something else."""
_AWARD_WORD = re.compile("[户村星奖号]|支部|家庭|个人|社区|集体|标兵|模范|先进|优秀|文明|示范|党员|单位|儿媳|婆婆|好人")
"""Words of such a column that are an award's name; 年度评选 or 县级 is none."""
_BRANCH = re.compile("支部")
_UNFINISHED = pa.array(["否", "×", "未", "N", "没有"])
_FINISHED = pa.array(["是", "√", "已", "✓", "Y"])
WORDS: Mapping[str, str] = {w: f.kind for f in FAMILIES for w in (f.kind, *f.words)}


def of_sheet(block: Block, asked: Sequence[str]) -> str:
    """The kind that a sheet's title and name tell, else its file's name, else its header; empty where none does."""
    words = {**WORDS, **{w: w for w in asked}}
    texts = (block.declared, f"{block.found.title} {block.name}", block.file, block.found.heads)
    return next((_of_stars(t, words[w]) for t in texts if (w := longest_in(t, words))), "")


def _of_stars(said: str, kind: str) -> str:
    """A kind of stars by the number that a text gives it: 十星级文明户 is no 三星文明户."""
    if kind not in ("三星文明户", "五星支部"):
        return kind
    numbers = {n for n, what in _STARRED.findall(said) if ("户" in what) == ("户" in kind)}
    return kind if len(numbers) != 1 or kind[0] in numbers else numbers.pop() + kind[1:]


def kinds(rows: Rows, world: World) -> np.ndarray:
    """Per row its kind: the word of its 类型 column where that is one, else what its sheet tells.

    A word of the scheme's checks or a known one counts as it is, also inside a longer text (2024年度三星文明户). Other words count
    where the sheet only tells its ledger (会议, 活动, 评选): in a ledger of 诉求 the column tells what the request is about. An
    honour is what its own column calls it, and of as many stars as the row says, whatever the title. Without any of them the
    name of the meeting or activity tells the kind.
    """
    asked = words_asked(world.scheme, "events")
    sheet = [of_sheet(b, asked) for b in rows.blocks]
    own = text.said(standard(rows.words("kind"), world))
    exact = {**WORDS, **{w: w for w in asked}}
    whole = [*asked, *BY_KIND]
    told = {w: exact.get(w) or longest_in(w, whole) or longest_in(w.replace("星级", "星"), whole) for w in dict.fromkeys(own)}
    loose = np.array([not k or k not in BY_KIND or BY_KIND[k].generic for k in sheet] or [True])[rows.sheet]
    honours = np.array([_is_award(k) and bool(_HONOURS.search(rows.label(n, "kind"))) for n, k in enumerate(sheet)] or [False], bool)[rows.sheet]
    honours &= np.array([bool(_AWARD_WORD.search(o)) and not _SAYS_NO.match(o) for o in own] or [], bool)
    by_sheet = np.array(sheet or [""], object)[rows.sheet]
    known = np.array([told[w] for w in own], object) if len(own) else own
    who = np.isin(own, list(mechanisms(world.scheme)))  # 类别 may say what the person is: 党代表
    found = np.where(known != "", known, np.where((loose | honours) & (own != "") & ~who, own, by_sheet))
    return _by_stars(rows, _by_name(rows, found, loose & ((own == "") | who), asked), own)


def _by_name(rows: Rows, kind: np.ndarray, open_: np.ndarray, asked: Sequence[str]) -> np.ndarray:
    """The kind that the name of a meeting or activity tells, where nothing nearer does."""
    words = {**{w: k for w, k in WORDS.items() if not BY_KIND[k].generic}, **{w: w for w in asked}}
    names = text.said(rows.words("title"))
    named = {n: longest_in(n, words) for n in dict.fromkeys(names[open_])}
    out = kind.copy()
    for row in np.flatnonzero(open_):
        out[row] = words[named[names[row]]] if named[names[row]] else kind[row]
    return out


def _by_stars(rows: Rows, kind: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Branches and households by the stars that they were given: 星级 四星 in a list of 五星支部; 五星 of a branch without any title."""
    stars = pc.struct_field(pc.extract_regex(rows.words("result"), _STARS), "n") if len(rows) else text.empty(0)
    number = np.array([_DIGIT.get(s, s) for s in text.said(stars)] or [], object)
    branch = np.array([bool(_BRANCH.search(rows.label(n, "body"))) and "body" in b.cells for n, b in enumerate(rows.blocks)] or [False], bool)[rows.sheet]
    untold = np.isin(kind, ("", AWARDS)) & (own == "")
    stated = np.where(np.isin(kind, ("三星文明户", "五星支部")), kind, np.where(untold & branch, "五星支部", ""))
    starred = (number != "") & (stated != "")
    return np.array([n + s[1:] if o else k for n, s, k, o in zip(number, stated, kind, starred, strict=True)] or [], object)


def _is_award(kind: str) -> bool:
    return kind == AWARDS or (kind in BY_KIND and BY_KIND[kind].ledger == AWARDS) or bool(_STARRED.fullmatch(kind))


def not_awarded(rows: Rows, kind: np.ndarray) -> np.ndarray:
    """Rows of an award's ledger that say that it was not given; 无 says so too, a blank cell does not."""
    awards = np.isin(rows.ledger_names.astype(str), (AWARDS,)) | np.array([_is_award(k) for k in kind] or [], bool)
    said = [pc.match_substring_regex(text.without_spaces(text.tidy(rows.cells(n))), _NOT_AWARDED) for n in ("result", "state", "kind")]
    return np.asarray(awards & np.logical_or.reduce([text.mask(s) for s in said]))


def ledgers(rows: Rows, world: World, kind: np.ndarray) -> np.ndarray:
    """The ledger of each row: that which the sheet's title names, else the one that asks for its kind of event."""
    by_title = np.array([ledger_in(b.texts, world.scheme, "events") for b in rows.blocks] or [""], object)[rows.sheet]
    asked = ledgers_by_word(world.scheme, "events")
    sheet = [of_sheet(b, words_asked(world.scheme, "events")) for b in rows.blocks]
    usual = np.array([AWARDS if _is_award(k) else rows.ledger.title for k in sheet] or [""], object)[rows.sheet]
    told = {k: asked.get(k) or (BY_KIND[k].ledger if k in BY_KIND else AWARDS if _is_award(k) else "") for k in dict.fromkeys(kind)}
    own = np.array([told[k] for k in kind] or [], object)
    return np.where(by_title == "", np.where(own == "", usual, own), by_title)


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
