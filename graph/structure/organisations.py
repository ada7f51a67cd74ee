"""What structure questions stand on: units, bodies, posts and contacts of an edition on one day, as whole columns.

In force on a day means the same as in an audit: ``since <= day < until`` of the fact and of both its ends, and the person in service
(not gone, moved away or out of office by that day). A body whose every unit it stood in has ended is none any more.

Ids are one label's own (a 党组织 and a village may bear the same code), so bodies and units are known here by their key ``label:id``.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.units import Units, lookup, units_of
from graph.columns import among
from graph.edition import EdgeKey, Edition
from graph.errors import EditionError
from graph.masking import mask_names
from graph.schema import EDGE, ORGANIZATIONS

Names = Literal["masked", "plain"]
BODIES = (*ORGANIZATIONS, "Place")


class Organisations:
    """One edition on one day (its own day where none is given), person names masked unless asked for plain. Read once, when asked."""

    def __init__(self, edition: Edition, as_of: dt.date | None = None, names: Names = "masked") -> None:
        if names not in ("masked", "plain"):
            raise EditionError(f"姓名只能是 masked(只留姓)或 plain(原样)，不能是“{names}”。")
        self.edition = edition
        self.as_of = as_of or dt.date.fromisoformat(str(edition.manifest["as_of"]))
        self.names = names

    @cached_property
    def units(self) -> Units:
        """The tree of units that exist on the day."""
        every = self._nodes("Unit", "id", "code", "name", "path", "kind", "level", "urban_rural")
        above = self._edges(("PART_OF", "Unit", "Unit")).to_pandas()
        above = above[among(above["from"], every["id"]) & among(above["to"], every["id"])].drop_duplicates("from").set_index("from")["to"]
        parent = above.reindex(every["id"].to_pandas()).fillna("").to_numpy(object)
        return units_of(every.append_column("parent", pa.array(parent, pa.string())), every["id"])

    @cached_property
    def unit_keys(self) -> pd.Series:
        """The key of every unit, by its index."""
        return keys("Unit", self.units.id.to_pandas())

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """By key: id, label, code, name, kind, level (of its unit, else its own; -1 unknown), unit (index, -1 none); all labels of BODIES."""
        every = self._existing
        stated = among(every.index, pd.concat([self._stood, self.covers["body"]]))
        every = every[~stated | among(every.index, self.covers["body"])]
        unit = self.covers.drop_duplicates("body").set_index("body")["unit"].reindex(every.index).fillna(-1).astype("int64")
        level = np.where(unit >= 0, self.units.level[unit], every["level"])
        return every.assign(unit=unit, level=level.astype(np.int64))[["id", "label", "code", "name", "kind", "level", "unit"]].sort_index()

    @cached_property
    def covers(self) -> pd.DataFrame:
        """body (key), unit (index), since, until, source: where bodies stand on the day; the bodies exist."""
        parts = [self._edges(("COVERS", label, "Unit"), "since", "until", "source").to_pandas() for label in BODIES]
        rows = pd.concat([p.assign(body=keys(label, p["from"])) for label, p in zip(BODIES, parts, strict=True)], ignore_index=True)
        unit = self.units.index(pa.array(rows["to"], pa.string()))
        there = (unit >= 0) & among(rows["body"], self._existing.index)
        return rows.assign(unit=unit)[there].drop(columns=["from", "to"]).sort_values(["body", "unit"], ignore_index=True)

    @cached_property
    def _existing(self) -> pd.DataFrame:
        """By key: label, id, code, name, kind, own level (-1 unknown) of what has not ended itself, wherever it stands."""
        parts = []
        for label in BODIES:
            own = ("code", "name", "kind", "level") if label != "Place" else ("name", "kind")
            rows = self._nodes(label, "id", *own).to_pandas()
            parts.append(rows.assign(label=label, key=keys(label, rows["id"])))
        return pd.concat(parts, ignore_index=True).fillna({"code": "", "level": -1}).drop_duplicates("key").set_index("key")

    @cached_property
    def _stood(self) -> pd.Series:
        """Bodies of which a unit was ever stated."""
        return pd.concat([keys(label, self.edition.edge_rows(("COVERS", label, "Unit"), ["from"])["from"].to_pandas()) for label in BODIES]).drop_duplicates()

    @cached_property
    def under(self) -> pd.DataFrame:
        """child, parent (keys), role, since, until, source; both exist."""
        return self._between("UNDER", "role").rename(columns={"from": "child", "to": "parent"})

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """from, to (keys; to a body or a unit), kind, since, until, source."""
        return self._between("PAIRED_WITH", "kind")

    @cached_property
    def persons(self) -> pd.DataFrame:
        """By id: name (masked or plain), political; everybody in service."""
        table = self.edition.nodes("Person", ["id", "name", "political", "left_on"])
        table = table.filter(pc.greater(table["left_on"], self._day))
        name = mask_names(table["name"]) if self.names == "masked" else table["name"]
        frame: pd.DataFrame = table.set_column(1, "name", name).drop_columns("left_on").to_pandas().set_index("id")
        return frame

    @cached_property
    def posts(self) -> pd.DataFrame:
        """person (id), target (key of a body or a unit), label (of the target), post, duty, ledger, since, until, source; in service only."""
        parts = []
        for label in (*BODIES, "Unit"):
            rows = self._edges(("HOLDS_POST", "Person", label), "post", "duty", "ledger", "since", "until", "source").to_pandas()
            parts.append(rows.assign(label=label, target=keys(label, rows["to"])))
        rows = pd.concat(parts, ignore_index=True).rename(columns={"from": "person"}).drop(columns="to")
        there = among(rows["target"], self.bodies.index) | among(rows["target"], self.unit_keys)
        return rows[there & among(rows["person"], self.persons.index)].reset_index(drop=True)

    @cached_property
    def unit_contacts(self) -> pd.DataFrame:
        """person, unit (index), mechanism, since, until, source: contacts of a unit as a whole."""
        rows = self._edges(("CONTACTS", "Person", "Unit"), "mechanism", "since", "until", "source").to_pandas().rename(columns={"from": "person"})
        rows = rows.assign(unit=self.units.index(pa.array(rows["to"], pa.string()))).drop(columns="to")
        return rows[(rows["unit"] >= 0) & among(rows["person"], self.persons.index)].reset_index(drop=True)

    @cached_property
    def homes(self) -> pd.DataFrame:
        """By household id: unit (index of the lowest known); the households of the denominator only."""
        rows = self._edges(("PART_OF", "Household", "Unit"))
        known = self._nodes("Household", "id", "counted")
        known = known.filter(known["counted"])
        unit = self.units.index(rows["to"])
        kept = (unit >= 0) & among(rows["from"], known["id"])
        frame = pd.DataFrame({"id": rows["from"].to_pandas()[kept], "unit": unit[kept]})
        return frame.drop_duplicates("id").set_index("id")

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """household, person (positions in `homes` and `persons`), mechanism (category): contacts of households that count on the day."""
        rows = self._edges(("CONTACTS", "Person", "Household"), "mechanism")
        household = lookup(rows["to"], pa.array(self.homes.index, pa.string()))
        person = lookup(rows["from"], pa.array(self.persons.index, pa.string()))
        word = rows["mechanism"].combine_chunks().dictionary_encode()
        mechanism = pd.Categorical.from_codes(np.asarray(word.indices), word.dictionary.to_pylist())
        frame = pd.DataFrame({"household": household, "person": person, "mechanism": mechanism})
        return frame[(household >= 0) & (person >= 0)].drop_duplicates(ignore_index=True)

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """person (id), body (key), role, home: memberships of persons in service."""
        parts = [self._edges(("MEMBER_OF", "Person", label), "role", "home").to_pandas() for label in ORGANIZATIONS]
        parts = [p.assign(body=keys(label, p["to"])) for label, p in zip(ORGANIZATIONS, parts, strict=True)]
        rows = pd.concat(parts, ignore_index=True).rename(columns={"from": "person"}).drop(columns="to")
        return rows[among(rows["body"], self.bodies.index) & among(rows["person"], self.persons.index)].reset_index(drop=True)

    @cached_property
    def body_memberships(self) -> pd.DataFrame:
        """from, to (keys of bodies), role, home, since, until, source."""
        return self._between("MEMBER_OF", "role", "home")

    @cached_property
    def households_in(self) -> np.ndarray:
        """Per unit the households of the denominator in it and below."""
        return self.units.rolled_up(np.bincount(self.homes["unit"], minlength=len(self.units)))

    @cached_property
    def delivered(self) -> dict[str, np.ndarray]:
        """Ledger → per unit whether its village (for a unit above the villages: any in it) has delivered it."""
        table = self.edition.edge_rows(("DELIVERED_FOR", "Delivery", "Unit"), ["from", "to"]).to_pandas()
        ledger = self.edition.nodes("Delivery", ["id", "ledger"]).to_pandas().set_index("id")["ledger"]
        table = table.assign(ledger=ledger.reindex(table["from"]).to_numpy(object), unit=self.units.index(pa.array(table["to"], pa.string())))
        found = {}
        for name, rows in table[table["unit"] >= 0].groupby("ledger"):
            inside = self.units.rolled_up(np.bincount(rows["unit"], minlength=len(self.units))) > 0
            found[str(name)] = np.where(self.units.village >= 0, inside[self.units.village], inside)
        return found

    def name_of(self, persons: pd.Series) -> np.ndarray:
        """Names of persons by id, as they may be shown."""
        return np.asarray(self.persons["name"].reindex(persons).fillna(""), object)

    def unit_text(self, units: pd.Series, what: Literal["name", "path", "kind"]) -> np.ndarray:
        """A text of units by index, empty for -1."""
        at = np.asarray(units, np.int64)
        return np.where(at >= 0, getattr(self.units, what)[at], "")

    def inside(self, unit: str) -> np.ndarray:
        """Mask of a unit by id, code, path or name, and everything below it. Raises EditionError naming the candidates where several fit."""
        u = self.units
        ids = np.asarray(u.id.to_pandas(), object)
        for said in (ids, u.code, u.path, u.name):
            found = np.flatnonzero(said == unit)
            if len(found) == 1:
                return np.asarray((u.ancestors == found[0]).any(axis=1))
            if len(found) > 1:
                raise EditionError(f"叫“{unit}”的单元有 {len(found)} 个：{'、'.join(u.path[found[:5]])}。请写从县起的路径。")
        raise EditionError(f"没有单元“{unit}”。请写村(社区)、镇街的全名，或从县起的路径，如“某县/某镇/某村”。")

    @property
    def _day(self) -> pa.Scalar:
        return pa.scalar(self.as_of, pa.date32())

    def _in_force(self, table: pa.Table) -> pa.Table:
        return table.filter(pc.and_(pc.less_equal(table["since"], self._day), pc.greater(table["until"], self._day)))

    def _nodes(self, label: str, *columns: str) -> pa.Table:
        return self._in_force(self.edition.nodes(label, [*columns, "since", "until"])).select(list(columns))

    def _edges(self, key: EdgeKey, *columns: str) -> pa.Table:
        """from, to and these columns of the edges of a pair in force."""
        wanted = list(dict.fromkeys(["from", "to", *columns, "since", "until"]))
        return self._in_force(self.edition.edge_rows(key, wanted)).select(["from", "to", *columns])

    def _between(self, name: str, *columns: str) -> pd.DataFrame:
        """Edges from bodies to bodies or units that both exist, in the order of their ids."""
        told = (*columns, "since", "until", "source")
        pairs = [(a, b) for a, b in EDGE[name].pairs if a in BODIES and b in (*BODIES, "Unit")]
        parts = [self._edges((name, a, b), *told).to_pandas() for a, b in pairs]
        parts = [p.assign(**{"from": keys(a, p["from"]), "to": keys(b, p["to"])}) for (a, b), p in zip(pairs, parts, strict=True)]
        rows = pd.concat(parts, ignore_index=True)
        there = among(rows["from"], self.bodies.index) & (among(rows["to"], self.bodies.index) | among(rows["to"], self.unit_keys))
        return rows[there].sort_values(["from", "to"], ignore_index=True)


def keys(label: str, ids: pd.Series) -> pd.Series:
    """The keys of nodes of a label."""
    made: pd.Series = f"{label}:" + ids.astype("str")
    return made


def organisations(of: Edition | Organisations, as_of: dt.date | None = None, names: Names = "masked") -> Organisations:
    """The organisations of an edition; what is that already is taken as it is."""
    return of if isinstance(of, Organisations) else Organisations(of, as_of, names)
