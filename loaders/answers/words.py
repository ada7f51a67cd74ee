"""What an answer's 说明 says: that there is none, or which of several words it means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.mechanisms import SYNONYMS

_ZERO = re.compile(
    r"(?:经?(?:镇|村|社区|村里|本村|本社区)?(?:核实|查实|查证|核查|调查|走访|摸排|排查|了解)[后,，:：、]*)?"
    r"(?:确实|确认|确|经查|查|暂时|暂|目前|现在|现|均|本户|该户|此户|本村|本组|本社区|[,，])*"
    r"(?:无|没有|未设置|未设立|未设|未建立|未成立|未建|未配备|未安排|未开展|未发生|未入社|未联系|零报告|不存在)"
    r"(?:此|该|任何|其他|人|户|联系人|联系户|联系|组织|机构|阵地|设置|岗位|人员|负责人|活动|会议|走访|合作社|入社|党员|情况|这个|这种|这项)*[。.!！]?"
)
_NOTHING = ("/", "\\", "-", "--", "—", "——", "一")


def is_zero(said: str) -> bool:
    """Whether a text says that there is nothing: 确无, 查无, 无联系人, 零报告, 经核实确无联系人."""
    flat = re.sub(r"\s+", "", said)
    return bool(flat) and ("零报告" in flat or _ZERO.fullmatch(flat) is not None)


def is_blank(said: str) -> bool:
    """Whether a cell says nothing at all: blank, or a stroke."""
    return said.strip() in ("", *_NOTHING)


def named(said: str, words: Sequence[str]) -> str:
    """The one of some words that a text names, also by a synonym; empty where none or several."""
    flat = re.sub(r"\s+", "", said)
    found = {w for w in words if w in flat}
    found -= {w for w in found if any(w != other and w in other for other in found)}
    found = found or {SYNONYMS[s] for s in SYNONYMS if len(s) > 1 and s in flat and SYNONYMS[s] in words}
    return found.pop() if len(found) == 1 else ""
