"""Subjects of gaps that moved with their village: a gap that only stands under another id is neither closed nor opened."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from graph.edition import Edition
from graph.successions import Plan, renamed, table_of, within


def moved(before: pd.DataFrame, after: pd.DataFrame, editions: tuple[Edition, Edition], units: Plan, households: pa.Table | None = None) -> pd.Series:
    """Per earlier gap the id that its subject has in the later edition; its own where it did not move, or went nowhere that is known.

    `before`, `after`: gaps of both (graph.result.GAPS); `households`: columns old, new of households that are known to be others now.
    """
    ids = before["subject_id"]
    names = dict(zip(households["old"].to_pylist(), households["new"].to_pylist(), strict=True)) if households is not None else {}
    if not units:
        return renamed(ids, names) if names else ids
    told = set(names.values())
    names = {o: n for o, n in _households(editions, units).items() if n not in told} | names
    there = {**{o: units.lines[o] for o in units.alone}, **units.below}
    names |= {i: there[u] + i[len(u) :] for i in ids.unique() if i not in names and "#" not in i and (u := within(i, there))}
    names |= _slots(before, after, units)
    now = renamed(ids, names)
    named = _by_name(before, after, now, units)
    return named.where(named.notna(), now)


def _households(editions: tuple[Edition, Edition], units: Plan) -> dict[str, str]:
    """Households of former villages: under the village of now by the former mark, else by the same 户号, where only one can be meant."""
    sides = [e.nodes("Household", ["id", "code", "head"]).to_pandas().astype(str) for e in editions]
    for side in sides:
        side["village"] = side["id"].str.partition("#")[0]
    old, new = sides
    went = pd.DataFrame(units.edges, columns=["village", "new_village"])
    stays = set(went.loc[went["village"] == went["new_village"], "village"])
    old = old[old["village"].isin(set(went["village"]))]
    taken = set(old.loc[old["village"].isin(stays) & old["id"].isin(set(new["id"])), "id"])
    asked = old[~old["id"].isin(taken)].merge(went, on="village")
    mark = renamed(asked["village"], _marks(editions[1]))
    asked["marked"] = asked["new_village"] + "#" + mark + "/" + asked["code"]
    asked["plain"] = asked["new_village"] + "#" + asked["code"]
    heads = dict(zip(new["id"], new["head"], strict=True))
    sure = asked[asked["marked"].isin(heads) & (asked["code"] != "")]
    found = dict(zip(sure["id"], sure["marked"], strict=True))
    left = asked[~asked["id"].isin(found) & asked["plain"].isin(heads) & ~asked["plain"].isin(taken) & (asked["code"] != "")]
    same = left[left["head"] == left["plain"].map(heads)]
    for some in (same, left[~left["plain"].isin(same["plain"]) & ~left["id"].isin(same["id"])]):
        one = some[~some.duplicated("id", keep=False) & ~some.duplicated("plain", keep=False)]
        found |= dict(zip(one["id"], one["plain"], strict=True))
    without = asked[asked["code"] == ""].merge(new[new["code"] == ""], left_on=["new_village", "head"], right_on=["village", "head"], suffixes=("", "_new"))
    one = without[~without.duplicated("id", keep=False) & ~without.duplicated("id_new", keep=False)]
    return found | dict(zip(one["id"], one["id_new"], strict=True))


def _marks(later: Edition) -> dict[str, str]:
    """Village id → the mark of its households, where that is not the id: town and name of one without a code."""
    rows = table_of(later).to_pandas()
    rows = rows[rows["old_code"] == ""]
    return {str(p): "".join(str(p).split("/")[1:]) for p in rows["old_path"]}


def _slots(before: pd.DataFrame, after: pd.DataFrame, units: Plan) -> dict[str, str]:
    """A slot that is open in several former units and in the one that took them over is one gap that goes on."""
    merged = {o for o, n in units.edges if o not in units.alone and o != n and units.lines[o] not in units.members}
    open_now = set(after["subject_id"])
    taken = {i for i in before["subject_id"] if i in open_now}
    found: dict[str, str] = {}
    names = {**{o: units.lines[o] for o in merged}, **units.below}
    for id in before["subject_id"].unique():
        unit = within(id, names)
        there = names[unit] + id[len(unit) :] if unit else ""
        if there in open_now and there not in taken and "#" not in id:
            found[id] = there
            taken.add(there)
    return found


def _by_name(before: pd.DataFrame, after: pd.DataFrame, there: pd.Series, units: Plan) -> pd.Series:
    """Persons without an id number, who stand under their village: the one of that name in what the village is now."""
    keys = ["check", "subject_kind", "name", "line"]
    people = (before["subject_kind"] == "Person") & ~there.isin(set(after["subject_id"])) & before["unit_id"].map(lambda u: bool(within(u, units.lines)))
    new = after[(after["subject_kind"] == "Person") & ~after["subject_id"].isin(set(there))]
    old = before[people]
    if not len(old) or not len(new):
        return pd.Series(None, before.index, dtype=object)
    then = old["unit_id"].map(lambda u: units.lines[within(u, units.lines)])
    lines = {u: u for u in units.lines.values()} | {u: line for line, some in units.members.items() for u in some}
    now = new["unit_id"].map(lambda u: lines.get(within(u, lines), ""))
    left = old.assign(name=_names(old), line=then, at=old.index)[[*keys, "at"]]
    right = new.assign(name=_names(new), line=now)[[*keys, "subject_id"]]
    left, right = (f[~f.duplicated(keys, keep=False)] for f in (left, right))
    return left.merge(right, on=keys).set_index("at")["subject_id"].reindex(before.index)


def _names(gaps: pd.DataFrame) -> pd.Series:
    return gaps["plain_name"] if "plain_name" in gaps else gaps["subject_name"]
