"""The right answers for a demo county, computed from what the makers of its ledgers know, by design section 5.

An independent program: nothing here reads the written files or the product's own code. Files are those of the shared packs:
coverage.csv, gaps.csv (of reach), problems.csv (only codes that are certain), load.csv, claims.csv; and systems_coverage.csv with
systems_gaps.csv, which hold every other check with its gaps.
"""

from __future__ import annotations

from pathlib import Path

from api.demo.made import Made
from api.demo.truth.books import claim_rows, load_rows, problem_rows
from api.demo.truth.cities import city_checks
from api.demo.truth.contact import contact_checks, cooperative_line
from api.demo.truth.edges import edges_of
from api.demo.truth.lines import line_checks, overlap
from api.demo.truth.slots import slot_checks
from api.demo.truth.tables import Tables, write_csv

__all__ = ["write_truth"]


def write_truth(folder: Path, made: Made) -> None:
    """All truth tables of one demo county."""
    tables = Tables(made.world, made.stated)
    edges = {kind: edges_of(made, kind) for kind in made.contacts}
    main = [*contact_checks(made, edges, tables), *slot_checks(made, tables)]
    lines = [cooperative_line(made, tables), overlap(made, tables), *(line_checks(made, edges, tables) if "C6" in edges else [])]
    claims = claim_rows(made, tables)
    plain = [c for c in main if c.name.count(".") == 1]
    reach = [c for c in plain if c.name.endswith(".reach")]
    if made.world.county.flavour.below:  # a city's table holds all its checks, each with its gaps
        plain = reach = [*city_checks(made, tables), lines[1]]
        main, lines = [], lines[:1]
    tables.write(folder, "", plain, reach)
    tables.write(folder, "systems_", *[[c for c in (*main, *lines) if c not in reach]] * 2)
    write_csv(folder / "claims.csv", ("claim", "subject", "unit_path", "claimed", "counted", "difference"), [c.cells() for c in claims])
    write_csv(folder / "problems.csv", ("file", "sheet", "row", "code", "column"), problem_rows(made, claims))
    write_csv(folder / "load.csv", ("file", "sheet", "rows_in", "loaded", "rejected", "duplicate", "skipped"), load_rows(made))
