"""Cut points: the persons who are a unit's only link upward, and what it loses with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from graph.catalogue import catalogue
from graph.checks.units import BAY, VILLAGE
from graph.edition import Edition
from graph.structure.columns import count, text, typed
from graph.structure.organisations import Names, Organisations, organisations

TIE_NAMES = ("contact", "leader", "party", "any")
TIES_OF_UNITS = (
    text("unit", "单元标识", "the unit's id"),
    text("unit_path", "单元", "its path from the county down"),
    text("kind", "单元类别", "the local word for its kind"),
    count("level", "层级", "3 a village or community, 4 a group, 5 a bay"),
    text("tie", "联结", "contact, leader, party or any"),
    count("people", "人数", "distinct persons who hold this tie"),
    text("state", "状态", "met: two or more; gap: one or nobody; unknown: one or nobody, and a ledger that may name more was not delivered"),
    text("not_delivered", "未报的台账", "the ledgers of this tie that the unit's village has not delivered"),
    count("households", "应覆盖户数", "households of the denominator in the unit and below"),
)
CUTPOINTS = (
    text("person", "人员标识", "the person's id"),
    text("name", "姓名", "masked unless plain was asked for"),
    *TIES_OF_UNITS[:5],
    text("holds", "凭什么", "posts and mechanisms by which the person is linked to the unit"),
    *TIES_OF_UNITS[6:],
    count("reached", "联系户数", "of these, households that the person contacts"),
    count("last", "失去最后联系的户", "of these, households whose only contact in service is this person"),
)


def ties(of: Edition | Organisations, as_of: dt.date | None = None, names: Names = "masked") -> pd.DataFrame:
    """One row per unit from the villages down and tie: how many distinct persons in service hold it on the day (columns TIES_OF_UNITS).

    contact: CONTACTS to a household of the denominator in the unit or below, or to the unit itself. leader: HOLDS_POST on the unit or
    on a 自治组织 that stands in it. party: HOLDS_POST on a 党组织 that stands in it. any: one of these, or a post of any other body or
    place that stands in it. Bodies of a lower or higher unit do not count for the unit; virtual units are left out.

    A ledger belongs to a tie if it states such a tie for some unit of that level in the county. Where a village has not delivered one of
    them, who is not seen may stand there: fewer than two persons are then ``unknown`` (待核实), not ``gap``. A ledger that counties and
    not villages deliver is known everywhere. Where no ledger states such a tie for any unit of that level, it is ``unknown`` unless the
    village has delivered a ledger of contacts, 自治组织 for a leader, 党组织 for the party, any of these for any.
    """
    o = organisations(of, as_of, names)
    return typed(_units(o, holders(o)), TIES_OF_UNITS)


def cutpoints(of: Edition | Organisations, as_of: dt.date | None = None, names: Names = "masked") -> pd.DataFrame:
    """One row per unit and tie that exactly one person holds: whom it would lose with this person (columns CUTPOINTS).

    The ties are those of `ties`. ``gap``: the ledgers are all there, and nobody else holds it; ``unknown``: a ledger is missing that may
    name others. `last` counts households that nobody else contacts by any mechanism, so it may be there with any tie.
    """
    o = organisations(of, as_of, names)
    held = holders(o)
    only = _units(o, held).query("people == 1").merge(held.drop(columns=["ledger"]), on=["at", "tie"])
    words = only.groupby(["at", "tie", "who"])["word"].agg(lambda w: "、".join(sorted(set(w)))).reset_index(name="holds")
    rows = only.drop(columns="word").drop_duplicates(["at", "tie", "who"]).merge(words, on=["at", "tie", "who"])
    reach = _reached(o)
    rows = rows.merge(reach, on=["at", "who"], how="left").fillna({"reached": 0, "last": 0})
    rows = rows.assign(person=rows["who"], name=o.name_of(rows["who"]))
    order = rows["tie"].map(TIE_NAMES.index)
    ordered = rows.assign(order=order).sort_values(["last", "households", "unit_path", "unit", "order"], ascending=[False, False, True, True, True])
    return typed(ordered, CUTPOINTS)


def holders(o: Organisations) -> pd.DataFrame:
    """at (index of a unit), tie, who (person id), word (post or mechanism), ledger: every tie of every unit, also several of one person."""
    posts = _posts(o)
    reached = _contacts(o)
    kind = posts["label"].map({"Unit": "leader", "SelfGovernmentBody": "leader", "PartyOrganization": "party"})
    some = pd.concat([reached.assign(tie="contact"), posts.assign(tie=kind).dropna(subset="tie")], ignore_index=True)
    every = pd.concat([some, pd.concat([reached, posts]).assign(tie="any")], ignore_index=True)
    lower = (o.units.level[every["at"]] >= VILLAGE) & ~o.units.virtual[every["at"]]
    return every.loc[lower, ["at", "tie", "who", "word", "ledger"]].drop_duplicates(ignore_index=True)


def _posts(o: Organisations) -> pd.DataFrame:
    index = pd.Series(o.unit_keys.index, o.unit_keys)
    own = o.posts[o.posts["label"] == "Unit"].assign(at=lambda f: index.reindex(f["target"]).to_numpy())
    bodies = o.posts[o.posts["label"] != "Unit"].merge(o.covers[["body", "unit"]], left_on="target", right_on="body").rename(columns={"unit": "at"})
    both = pd.concat([own, bodies], ignore_index=True)
    return both.rename(columns={"person": "who", "post": "word"})[["at", "who", "word", "ledger", "label"]]


def _contacts(o: Organisations) -> pd.DataFrame:
    """Contacts of households at every unit above them from the village down, and contacts of units."""
    near = o.contacts.assign(unit=o.homes["unit"].to_numpy()[o.contacts["household"]])[["person", "unit", "mechanism"]].drop_duplicates()
    parts = [near.assign(at=o.units.ancestors[near["unit"], level]) for level in range(VILLAGE, BAY + 1)]
    homes = pd.concat(parts, ignore_index=True).query("at >= 0")[["person", "at", "mechanism"]].drop_duplicates()
    homes = homes.assign(who=np.asarray(o.persons.index, object)[homes["person"]], word=homes["mechanism"].astype("str"))
    units = o.unit_contacts.rename(columns={"person": "who", "unit": "at", "mechanism": "word"})
    both = pd.concat([homes[["at", "who", "word"]], units[["at", "who", "word"]]], ignore_index=True)
    return both.assign(ledger=both["word"].map(lambda m: _ledgers().get(m, m)), label="")


def _units(o: Organisations, held: pd.DataFrame) -> pd.DataFrame:
    """The rows of `ties`, with `at`."""
    u = o.units
    at = np.flatnonzero((u.level >= VILLAGE) & ~u.virtual)
    rows = pd.MultiIndex.from_product([at, TIE_NAMES], names=["at", "tie"]).to_frame(index=False)
    people = held.groupby(["at", "tie"])["who"].nunique().reset_index(name="people")
    rows = rows.merge(people, on=["at", "tie"], how="left").fillna({"people": 0})
    lacking = _lacking(o, held, rows)
    state = np.where(rows["people"] >= 2, "met", np.where(lacking != "", "unknown", "gap"))
    told = {"unit": np.asarray(u.id.to_pandas(), object), "unit_path": u.path, "kind": u.kind, "level": u.level, "households": o.households_in}
    return rows.assign(state=state, not_delivered=lacking, **{name: values[rows["at"]] for name, values in told.items()})


def _lacking(o: Organisations, held: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Per row the ledgers that state such ties on that level, and that the village has not delivered."""
    asked = held.assign(level=o.units.level[held["at"]])[["level", "tie", "ledger"]].drop_duplicates().groupby(["level", "tie"])["ledger"].agg(sorted).to_dict()
    lacking: np.ndarray = np.full(len(rows), "", object)
    at = rows["at"].to_numpy(np.int64)
    for (level, tie), here in rows.groupby([o.units.level[at], "tie"]).indices.items():
        if (level, tie) not in asked:
            silent = here[~np.any([_known(o, ledger)[at[here]] for ledger in _own(tie)], axis=0)]
            lacking[silent] = "、".join(_own(tie))
        for ledger in asked.get((level, tie), ()):
            silent = here[~_known(o, ledger)[at[here]]]
            lacking[silent] = [f"{said}、{ledger}" if said else ledger for said in lacking[silent]]
    return lacking


def _known(o: Organisations, ledger: str) -> np.ndarray:
    """Per unit whether an absence in this ledger is known there; a ledger that no check asks for is none that a village could lack."""
    if ledger in _of_the_county():
        return np.ones(len(o.units), bool)
    return o.delivered.get(ledger, np.full(len(o.units), ledger not in _asked_for()))


def _own(tie: str) -> list[str]:
    """The ledgers that state a tie by their nature."""
    contact = sorted(set(_ledgers().values()) - _of_the_county())
    return {"contact": contact, "leader": ["自治组织"], "party": ["党组织"], "any": [*contact, "自治组织", "党组织"]}[tie]


def _reached(o: Organisations) -> pd.DataFrame:
    """at, who, reached, last: households per unit and person, and those that have no other contact."""
    pairs = o.contacts.drop_duplicates(["household", "person"])
    alone = ~pairs["household"].duplicated(keep=False)
    near = pairs.assign(unit=o.homes["unit"].to_numpy()[pairs["household"]], last=alone.astype("int64"))
    near = near.groupby(["unit", "person"], as_index=False).agg(reached=("last", "size"), last=("last", "sum"))
    parts = [near.assign(at=o.units.ancestors[near["unit"], level]) for level in range(VILLAGE, BAY + 1)]
    found = pd.concat(parts, ignore_index=True).query("at >= 0").groupby(["at", "person"], as_index=False)[["reached", "last"]].sum()
    return found.assign(who=np.asarray(o.persons.index, object)[found["person"]]).drop(columns="person")


@cache
def _ledgers() -> Mapping[str, str]:
    """Mechanism → the ledger that states it, as the catalogue's checks ask; one that no check names is its own ledger."""
    found: dict[str, str] = {}
    for check in _checks():
        if str(check["id"]).split(".")[1] in ("reach", "load", "presence"):
            for part in (check, *_tables(check, "slots")):
                for mechanism in _words(part, "mechanisms"):
                    found.setdefault(mechanism, str(part.get("ledger") or check.get("ledger") or mechanism))
    return found


@cache
def _asked_for() -> frozenset[str]:
    """Ledgers that some check is asked of."""
    return frozenset(str(part["ledger"]) for check in _checks() for part in (check, *_tables(check, "slots")) if part.get("ledger"))


@cache
def _of_the_county() -> frozenset[str]:
    """Ledgers that a county delivers as one: where it says nothing about a village, there is nothing."""
    scopes: dict[str, set[object]] = {}
    for check in _checks():
        scopes.setdefault(str(check.get("ledger", "")), set()).add(check.get("scope", "村社区"))
    return frozenset(ledger for ledger, said in scopes.items() if said == {"县"})


def _checks() -> list[Mapping[str, object]]:
    return [check for system in catalogue() for check in system.checks]


def _tables(check: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    said = check.get(key, ())
    return [t for t in said if isinstance(t, Mapping)] if isinstance(said, list | tuple) else []


def _words(check: Mapping[str, object], key: str) -> list[str]:
    said = check.get(key, ())
    return [str(w) for w in said] if isinstance(said, list | tuple) else []
