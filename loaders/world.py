"""What the ledgers say together, while it is being read: units, households, persons, bodies, edges, deliveries.

Ledger kinds fill it in their order; `loaders.build` turns it into the contents of an edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.scheme import Scheme
from loaders.answers.form import About
from loaders.contacting import Contacts
from loaders.finder import Finder
from loaders.households import Households
from loaders.identity.decisions import Decision
from loaders.normalise import text
from loaders.persons import Persons
from loaders.problems import Problems
from loaders.rows import REJECTED, Rows
from loaders.settings import Settings
from loaders.units import VILLAGE, Tree

NO_DAY = np.datetime64("NaT", "D")


@dataclass
class Edges:
    """A batch of edges of one type. Ends are texts (node ids), or numbers that `build` resolves by `ends`:
    ``mention`` (a person), ``household`` (a key), ``row`` (of households.frame), ``unit``, ``body`` and ``grid`` (keys),
    ``event`` (its id). ``id``: a node's id as it is, told by an answer whose key names it."""

    name: str
    labels: tuple[str, str]
    ends: tuple[str, str]
    source_end: np.ndarray
    target_end: np.ndarray
    since: np.ndarray
    until: np.ndarray
    source: np.ndarray
    own: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass
class World:
    """Everything read so far."""

    settings: Settings
    scheme: Scheme
    problems: Problems
    tree: Tree = field(default_factory=Tree)
    households: Households = field(default_factory=Households)
    persons: Persons = field(default_factory=Persons)
    edges: list[Edges] = field(default_factory=list)
    bodies: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    """``stated``: organisations and places, one row per statement, distinct by (label, unit, kind, name);
    ``parents`` and ``members``: what names an organisation, resolved when all are known."""
    naming_parents: list[Rows] = field(default_factory=list)
    """The rows of each frame of ``parents``, which report those that are nobody."""
    grids: list[pd.DataFrame] = field(default_factory=list)
    events: list[pd.DataFrame] = field(default_factory=list)
    claims: list[pd.DataFrame] = field(default_factory=list)
    delivered: list[pd.DataFrame] = field(default_factory=list)
    contacts: Contacts = field(default_factory=Contacts)
    """The persons whom contact ledgers name, so that later ledgers mean the same ones."""
    rejected: list[pd.DataFrame] = field(default_factory=list)
    provenance: list[pd.DataFrame] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    successions: list[pd.DataFrame] = field(default_factory=list)
    """What former units are now (loaders.ledgers.successions)."""
    answered: list[tuple[str, str, str, bool, str]] = field(default_factory=list)
    """What towns answered: the rows of the edition's table ``answered`` (graph.answered)."""
    answers: list[tuple[str, ...]] = field(default_factory=list)
    """Answers beside what ledgers state: the rows of the edition's table ``answers``."""
    about: dict[str, About] = field(default_factory=dict)
    """File → what the towns' workbook says of itself."""
    secret: bytes | None = None
    """The register's key and decisions, by which its ids are made and the keys of its workbooks are understood; none without a register."""
    decisions: Sequence[Decision] = ()
    _finder: Finder | None = None

    @property
    def finder(self) -> Finder:
        """Finds units; made when the ledgers of units have been read."""
        if self._finder is None:
            self._finder = Finder(self.tree)
        return self._finder

    def know(self, finder: Finder) -> None:
        """Find units by another finder from here on: one that knows former units."""
        self._finder = finder

    @property
    def lists(self) -> dict[str, Sequence[str]]:
        """The scheme's lists of slots, with those of the settings in their place."""
        return {**self.scheme.lists, **self.settings.lists}

    @property
    def kinds(self) -> dict[str, str]:
        """Local words for kinds → the scheme's words: 妇联 → 妇女联合会."""
        return {**self.scheme.kinds, **self.settings.kinds}

    def edge(
        self,
        name: str,
        labels: tuple[str, str],
        ends: tuple[str, str],
        source_end: np.ndarray,
        target_end: np.ndarray,
        source: np.ndarray | pa.Array,
        since: np.ndarray | None = None,
        until: np.ndarray | None = None,
        **own: np.ndarray,
    ) -> None:
        """Add edges; open dates are NaT."""
        if not len(source_end):
            return
        open_days = np.full(len(source_end), NO_DAY)
        said = source if isinstance(source, np.ndarray) else text.objects(source)
        days = (open_days if since is None else since, open_days if until is None else until)
        self.edges.append(Edges(name, labels, ends, source_end, target_end, *days, said, own))

    def deliver(self, rows: Rows, village: np.ndarray, unit: np.ndarray | None = None) -> None:
        """A unit has delivered a ledger if any row of it, accepted or rejected, is placed in it: the village of a row, else its
        town or county where `unit` (the town, county or village of each row) is given. A 零报告 of a town is one of all its villages too.
        """
        at = village if unit is None else np.where(village >= 0, village, unit)
        rows.unit = np.asarray(at, np.int64)
        parts = [pd.DataFrame({"ledger": rows.ledger_names, "block": rows.sheet, "unit": at, "zero": rows.zero})]
        for row in np.flatnonzero(rows.zero & (village < 0) & (at >= 0)):
            below = self.tree.below(int(at[row]), VILLAGE)
            parts.append(pd.DataFrame({"ledger": rows.ledger_names[row], "block": rows.sheet[row], "unit": below, "zero": True}))
        frame = pd.concat(parts, ignore_index=True)
        frame = frame[frame["unit"] >= 0]
        if not len(frame):
            return
        sizes = frame.groupby(["ledger", "block", "unit"], sort=False).agg(rows=("zero", "size"), zero=("zero", "all")).reset_index()
        sizes["file"] = [rows.blocks[b].file for b in sizes["block"]]
        sizes["sheet"] = [rows.blocks[b].name for b in sizes["block"]]
        self.delivered.append(sizes[["ledger", "file", "sheet", "unit", "rows", "zero"]])

    def deliver_at(self, rows: Rows, row: np.ndarray, unit: np.ndarray) -> None:
        """The rows `row` deliver for units (or those above them) that they name besides their own."""
        tree = self.tree
        rows.beside |= {int(r) for r in row}
        village = [tree.up(int(u), VILLAGE) for u in unit]
        said = pd.DataFrame(
            {"ledger": rows.ledger_names[row], "block": rows.sheet[row], "unit": [v if v >= 0 else int(u) for v, u in zip(village, unit, strict=True)]}
        )
        sizes = said.groupby(["ledger", "block", "unit"], sort=False).size().rename("rows").reset_index()
        named = {"file": [rows.blocks[b].file for b in sizes["block"]], "sheet": [rows.blocks[b].name for b in sizes["block"]], "zero": False}
        self.delivered.append(sizes.assign(**named)[["ledger", "file", "sheet", "unit", "rows", "zero"]])

    def refuse(
        self, rows: Rows, village: np.ndarray, household_code: pa.Array | None = None, name: pa.Array | None = None, slot: pa.Array | None = None
    ) -> None:
        """Remember what rejected rows were about, so that a gap that one may concern can point to it."""
        where = np.flatnonzero(rows.status == REJECTED)
        if not len(where):
            return

        def column(values: pa.Array | None) -> Sequence[str]:
            return [v or "" for v in values.take(pa.array(where)).to_pylist()] if values is not None else [""] * len(where)

        said = {"town_text": rows.words("town"), "village_text": rows.words("village"), "household_code": household_code, "name": name, "slot": slot}
        self.rejected.append(
            pd.DataFrame(
                {
                    "ledger": rows.ledger_names[where],
                    "village": village[where],
                    **{n: column(v) for n, v in said.items()},
                    "source": rows.sources.take(pa.array(where)).to_pylist(),
                }
            )
        )

    def claim(
        self, rows: Rows, at: np.ndarray, measure: str | Sequence[str], value: np.ndarray, qualifier: pa.Array, end: str, label: str, target: np.ndarray,
        unit: np.ndarray, subject: Sequence[str | None], part: Sequence[str | None] | str = "",
    ) -> None:  # fmt: skip
        """Typed figures of the rows `at`, in the column ``claimed``; all other arrays have one entry per row of `at`."""
        blocks = [rows.blocks[b] for b in rows.sheet[at]]
        where = pa.array(at)
        self.claims.append(
            pd.DataFrame(
                {
                    "measure": measure, "value": value, "qualifier": qualifier.to_pylist(), "subject": subject, "part": part, "end": end, "target": target,
                    "label": label, "unit": unit, "source": rows.sources.take(where).to_pylist(), "row": rows.row[at],
                    "column": [rows.label(int(b), "claimed") for b in rows.sheet[at]], "file": [b.file for b in blocks], "sheet": [b.name for b in blocks],
                }
            )
        )  # fmt: skip
