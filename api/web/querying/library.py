"""The questions of the library: by name, under a few headings, about some words."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.problems import NotFoundError
from graph.errors import QueryError
from graph.queries import QUESTIONS, Query, query, questions, search

THEMES: Mapping[str, str] = {
    "覆盖和户": "覆盖 户 户数 联系",
    "联系人": "联系人 联户长 机制",
    "党组织和党员": "党组织 党员 党委 综合党支部 双报到 机关 书记",
    "自治、群团和其他组织": "组织 群团 社会组织 合作社 队伍 三委 湾落 村民小组 监委会 阵地",
    "隶属和结对": "上级 隶属 结对",
    "人和职务": "一个人 人 职务 兼职 负责人 组长 网格员",
    "网格": "网格",
    "会议和诉求": "事件 会议 诉求",
    "台账和填报": "台账 填报",
}
"""Heading → the first topics of its questions."""
_OTHER = "其他"
_THEME = {topic: theme for theme, topics in THEMES.items() for topic in topics.split()}


def theme_of(one: Query) -> str:
    """The heading that a question stands under."""
    return _THEME.get(one.topics[0] if one.topics else "", _OTHER)


def by_theme() -> dict[str, list[Query]]:
    """All questions under their headings, in the headings' order."""
    found: dict[str, list[Query]] = {theme: [] for theme in (*THEMES, _OTHER)}
    for one in sorted(questions(), key=lambda q: (q.topics[:1], q.name)):
        found[theme_of(one)].append(one)
    return {theme: those for theme, those in found.items() if those}


def about(words: str) -> list[Query]:
    """The questions about some words, best first; none about signs alone."""
    return [] if not any(sign.isalnum() for sign in words) else [one for one in search(words) if one.folder == QUESTIONS]


def question_named(name: str) -> Query:
    """A question of the library. Raises NotFoundError, also for what only the checks read."""
    try:
        found = query(name)
    except QueryError:
        found = None
    if found is None or found.folder != QUESTIONS:
        raise NotFoundError(f"没有叫“{name[:60]}”的问题。", step="请从“查询”页选。")
    return found
