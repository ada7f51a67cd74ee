"""The structure questions by name, each with its title, what one row is, and its columns: for the command line, notebooks and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.errors import QueryError
from graph.structure.articulation import ARTICULATION, articulation
from graph.structure.chains import CHAINS, chains
from graph.structure.clusters import CLUSTERS, PAIRS, PERSONS, clusters, concurrent, pairs
from graph.structure.columns import Column
from graph.structure.organisations import Organisations
from graph.structure.teams import TEAMS, teams
from graph.structure.ties import CUTPOINTS, TIES_OF_UNITS, cutpoints, ties


@dataclass(frozen=True)
class Question:
    """One structure question."""

    title: str
    row: str
    columns: tuple[Column, ...]
    answer: Callable[[Organisations], pd.DataFrame]


QUESTIONS: Mapping[str, Question] = {
    "chains": Question("上下贯通：从最低一级的组织能不能走到本条线的最高一级", "一个最低一级的组织", CHAINS, chains),
    "cutpoints": Question("断点：哪个单元只靠一个人", "一个单元的一种联结，恰好只有一个人", CUTPOINTS, cutpoints),
    "clusters": Question("兼职连成的片：由共同的任职人员连在一起的组织", "一片", CLUSTERS, clusters),
    "teams": Question("一套人马几块牌子：同一单元里人员相同的组织", "一组", TEAMS, teams),
    "ties": Question("每个单元靠几个人：联系、负责、党组织", "一个单元的一种联结", TIES_OF_UNITS, ties),
    "persons": Question("一人多职", "一个有两个以上职务的人", PERSONS, concurrent),
    "pairs": Question("人员重合的组织对", "两个有共同任职人员的组织", PAIRS, pairs),
    "articulation": Question("割点：拿掉这个人，人、组织、单元的图就断开", "一个人", ARTICULATION, articulation),
}


def ask(o: Organisations, name: str, unit: str = "") -> pd.DataFrame:
    """The answer to a question by name; with `unit` (id, code, path or name) only the rows that lie in it, counted in the whole county all the same.

    Raises QueryError for an unknown question, or one whose rows lie nowhere; EditionError where the unit is none or several.
    """
    if name not in QUESTIONS:
        raise QueryError(f"没有结构问题“{name}”；有的是 {'、'.join(QUESTIONS)}。")
    inside = o.inside(unit) if unit else None
    if inside is not None and not any(c.name == "unit_path" for c in QUESTIONS[name].columns):
        raise QueryError(f"{name} 的行不属于某一个单元，不能用单元挑选。请去掉单元，或改问 cutpoints。")
    found = QUESTIONS[name].answer(o)
    if inside is None:
        return found
    kept: pd.DataFrame = found[found["unit_path"].isin(set(np.asarray(o.units.path)[inside]))].reset_index(drop=True)
    return kept
