"""What the loader should say of every sheet: rows, problems, and typed totals against counted ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from api.demo.draft import Draft
from api.demo.made import Made
from api.demo.truth.tables import Tables


@dataclass(frozen=True)
class Claim:
    """A typed figure beside the counted one; `draft` and `row` say where it stands, if its place is certain."""

    what: str
    subject: str
    unit_path: str
    claimed: int
    counted: int
    draft: Draft | None = None
    row: int = -1
    column: str = ""

    def cells(self) -> tuple[object, ...]:
        return self.what, self.subject, self.unit_path, self.claimed, self.counted, self.claimed - self.counted


def load_rows(made: Made) -> list[tuple[object, ...]]:
    """rows_in = loaded + rejected + duplicate + skipped."""
    found: list[tuple[object, ...]] = []
    for sheet in made.sheets:
        d = sheet.draft
        again = int(d.rejected[d.copies].sum())
        rejected = int(d.rejected.sum()) + again
        duplicate = len(d.copies) - again
        loaded = d.size - int(d.rejected.sum())
        found.append((d.file, d.sheet, loaded + rejected + duplicate + sheet.skipped, loaded, rejected, duplicate, sheet.skipped))
    return found


def problem_rows(made: Made, claims: list[Claim]) -> list[tuple[object, ...]]:
    """By sheet and row; a copy of a rejected row has its problems, a copy of an accepted one is a duplicate."""
    wrong: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for c in claims:
        if c.draft is not None and c.row >= 0 and c.claimed != c.counted:
            wrong[id(c.draft)].append((c.row, c.column, "total_mismatch"))
    found: list[tuple[object, ...]] = []
    for sheet in made.sheets:
        d = sheet.draft
        lines = {(int(sheet.row[r]), code, column) for r, column, code in (*d.problems, *wrong[id(d)])}
        for place, origin in enumerate(d.copies.tolist()):
            at = int(sheet.row[d.size + place])
            lines |= {(at, code, column) for r, column, code in d.problems if r == origin} if d.rejected[origin] else {(at, "duplicate_row", "")}
        found += [(d.file, d.sheet, *line) for line in sorted(lines)]
    return found


def claim_rows(made: Made, tables: Tables) -> list[Claim]:
    """总户数 of villages and towns, 户数 of 联户 groups, 户数 of grids."""
    county, h = made.world.county, made.world.homes
    counted = np.bincount(h.village[tables.counted], minlength=len(county.villages))
    found = []
    for units in made.units:
        for v, claimed in units.claimed.items():
            found.append(Claim("总户数", county.villages[v].name, county.village_path(v), claimed, int(counted[v]), units.draft, units.first[v], "总户数"))
        total = int(sum(counted[v] for v in county.of_town(units.town)))
        found.append(Claim("总户数", county.towns[units.town], county.town_path(units.town), units.total, total))
    found += _batches(made)
    if made.grid_of is not None:
        homes = np.bincount(made.grid_of[tables.counted & (made.grid_of >= 0)], minlength=len(made.grids))
        for sheet in made.grid_sheets:
            for i, g in enumerate(sheet.grids):
                path = county.village_path(made.grids[g].village)
                found.append(Claim("网格户数", made.grids[g].name, path, sheet.claimed[i], int(homes[g]), sheet.draft, i, "户数"))
    return found


def _batches(made: Made) -> list[Claim]:
    """A 联户 group: distinct households on its accepted rows, ended or not."""
    found = []
    for sheet in made.contacts.get("C6", []):
        accepted = np.flatnonzero(~sheet.draft.rejected[sheet.row] & (sheet.ties.found >= 0))
        pairs = np.unique(np.stack([sheet.ties.contact[accepted], sheet.ties.found[accepted]]), axis=1)
        counted = np.bincount(pairs[0], minlength=len(sheet.deal.person))
        names = made.world.folk.name[sheet.deal.person]
        for c, first in enumerate(sheet.first.tolist()):
            if first >= 0 and counted[c]:
                sure = -1 if sheet.draft.rejected[first] else first
                path = made.world.county.village_path(int(sheet.deal.village[c]))
                found.append(Claim("联户长户数", str(names[c]), path, int(sheet.claimed[c]), int(counted[c]), sheet.draft, sure, "户数"))
    return found
