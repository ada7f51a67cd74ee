"""Coverage of an earlier edition under the units of a later one (see graph.successions)."""

from __future__ import annotations

import pandas as pd

from graph.successions import TOWN, VILLAGE, Plan, renamed

FIGURES = ["of", "met", "gap", "unknown"]
_CHECK = ["system", "check", "kind"]


def as_then(shown: pd.DataFrame, coverage: pd.DataFrame, units: Plan) -> pd.DataFrame:
    """The rows `shown` of an earlier edition's `coverage`, former units under the lines that they belong to now."""
    if not units:
        return shown
    above = shown[shown["level"] < TOWN]
    above = above.assign(unit_id=_lines(above["unit_id"], units))
    villages = _villages(coverage, units)
    parts = [above, _towns(coverage, units), villages]
    if (shown["level"] > VILLAGE).any():
        parts.append(_below(coverage, units))
    return pd.concat(parts, ignore_index=True)[shown.columns.intersection([*_CHECK, "unit_id", "unit_path", "level", *FIGURES])]


def as_now(coverage: pd.DataFrame, units: Plan) -> pd.DataFrame:
    """A later edition's coverage with the lines of several parts."""
    if not units.members:
        return coverage
    line = {u: line for line, some in units.members.items() for u in some}
    parts = coverage[coverage["unit_id"].isin(line)]
    joined = parts.assign(unit_id=parts["unit_id"].map(line)).groupby([*_CHECK, "unit_id", "level"], sort=False, as_index=False)[FIGURES].sum()
    return pd.concat([coverage, joined.assign(unit_path=joined["unit_id"].map(units.paths))], ignore_index=True)


def _added(rows: pd.DataFrame, units: Plan) -> pd.DataFrame:
    """Rows of one line added up; a line of several parts has a path of its own, any other that of its first row."""
    told = rows.groupby([*_CHECK, "unit_id", "level"], sort=False, as_index=False).agg({"unit_path": "first", **dict.fromkeys(FIGURES, "sum")})
    paths = [units.paths.get(u, p) for u, p in zip(told["unit_id"], told["unit_path"], strict=True)]
    return told.assign(unit_path=pd.Series(paths, told.index, dtype="str"))


def _villages(coverage: pd.DataFrame, units: Plan) -> pd.DataFrame:
    rows = coverage[coverage["level"] == VILLAGE]
    return _added(rows.assign(unit_id=_lines(rows["unit_id"], units)), units)


def _lines(ids: pd.Series, units: Plan) -> pd.Series:
    return renamed(ids, units.lines)


def _towns(coverage: pd.DataFrame, units: Plan) -> pd.DataFrame:
    """A town's own figures (those that are of none of its villages) and those of the villages that are its own now."""
    towns = coverage[coverage["level"] == TOWN]
    villages = coverage[coverage["level"] == VILLAGE]
    then = villages["unit_id"].map(units.towns_before)
    inside = villages.assign(town=then).groupby([*_CHECK, "town"], as_index=False)[FIGURES].sum().rename(columns={"town": "unit_id"})
    own = towns.merge(inside, on=[*_CHECK, "unit_id"], how="left", suffixes=("", "_inside"))
    for figure in FIGURES:
        own[figure] = own[figure] - own[f"{figure}_inside"].fillna(0).astype("int64")
    own["unit_id"] = _lines(own["unit_id"], units)
    town = dict(zip(villages["unit_id"], _lines(then.fillna(""), units), strict=True))
    now = villages["unit_id"].map({v: units.homes.get(units.lines.get(v, v), t) for v, t in town.items()})
    moved = villages.assign(unit_id=now, level=TOWN, unit_path="")
    whole = _added(pd.concat([own[towns.columns], moved], ignore_index=True), units)
    nothing = (whole[FIGURES] == 0).all(axis=1) & ~whole["unit_id"].isin(units.towns)  # a town that is no more, all of whose villages went
    return whole[~nothing]


def _below(coverage: pd.DataFrame, units: Plan) -> pd.DataFrame:
    """Groups and bays, those of villages that moved under the village of now."""
    rows = coverage[coverage["level"] > VILLAGE]
    return rows.assign(unit_id=renamed(rows["unit_id"], units.below))
