"""The columns of structure results as data: name, type, the title that tables show, what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pyarrow as pa

from graph.titles import Words, in_words

_DTYPES = {"text": "str", "int": "int64", "share": "float64", "bool": "bool"}


@dataclass(frozen=True)
class Column:
    """One column of a result: its name for programs, its type, its title for people, and what it means."""

    name: str
    type: Literal["text", "int", "share", "bool"]
    title: str
    meaning: str


def text(name: str, title: str, meaning: str) -> Column:
    """A column of text; what is not known is ``""``."""
    return Column(name, "text", title, meaning)


def count(name: str, title: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(name, "int", title, meaning)


def typed(rows: pd.DataFrame | Sequence[Mapping[str, object]], columns: Sequence[Column]) -> pd.DataFrame:
    """Rows as a frame of exactly these columns in their types, also where there is no row."""
    names = [c.name for c in columns]
    frame = rows[names] if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=names)
    made: pd.DataFrame = frame.astype({c.name: _DTYPES[c.type] for c in columns}).reset_index(drop=True)
    return made


def titled(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The frame as people read it: Chinese titles, states and reasons in words, 是 and 否."""
    rows = pa.RecordBatch.from_pandas(frame, preserve_index=False)
    words: Words = {"state": STATES, "reason": REASONS, "tie": TIES, "label": LABELS}
    named: pd.DataFrame = in_words(rows, {c.name: c.title for c in columns}, words).to_pandas()
    return named


STATES = {"met": "覆盖", "gap": "缺口", "unknown": "待核实"}
REASONS = {
    "": "",
    "no_superior": "没有写明上级",
    "ends_below_top": "止于中途，未到本条线的最高一级",
    "circle": "上级绕成一圈",
    "not_stated": "没有台账写明这类组织的上级",
    "not_placed": "终点没有写明在哪一级",
    "not_delivered": "本村没有报这种台账",
}
TIES = {"contact": "联系", "leader": "负责", "party": "党组织", "any": "任何一种"}
LABELS = {
    "PartyOrganization": "党组织",
    "SelfGovernmentBody": "自治组织",
    "MassOrganization": "群团组织",
    "Cooperative": "合作社",
    "SocialOrganization": "社会组织",
    "Institution": "机构",
    "Place": "阵地",
    "Unit": "单元",
    "Person": "人",
    "Household": "户",
}
LEVELS = {0: "市", 1: "县", 2: "镇街", 3: "村社区", 4: "组", 5: "湾落"}
