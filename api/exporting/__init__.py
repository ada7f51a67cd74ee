"""The graph as files for other tools: GraphML and GEXF for Gephi, Parquet and CSV for programs; read back before they appear.

from api.exporting import export
export(register.edition(), "graphml", Path("图"), only=["组织"])
export(Projected(register.edition(), unit_id), "parquet", Path("一个镇"))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.exporting.chosen import Chosen, chosen
from api.exporting.flat import check_csv, check_parquet, write_csv, write_parquet
from api.exporting.reading import check_gexf, check_graphml
from api.exporting.readme import README, readme
from api.exporting.xml import write_gexf, write_graphml
from api.output import whole
from graph.edition import Edition
from graph.errors import OutputError
from graph.store import Progress, silent
from graph.stores.contents import Filling, source

_Write = Callable[[Chosen, Path, Progress], None]
FORMS: Mapping[str, tuple[_Write, _Write]] = {
    "graphml": (write_graphml, check_graphml),
    "gexf": (write_gexf, check_gexf),
    "parquet": (write_parquet, check_parquet),
    "csv": (write_csv, check_csv),
}
"""How each form is written, and how it is read back; both raise OutputError."""
HEAVY = 200_000
"""Nodes and edges above which Gephi is slow on an office computer."""


@dataclass(frozen=True)
class Exported:
    """What was written: the files in `folder`, rows per label and edge type, and what is to be said of them."""

    folder: Path
    files: list[Path]
    counts: Mapping[str, int]
    notices: list[str]


def export(
    what: Edition | Filling, form: str, out: Path, *, names: str = "masked", only: Sequence[str] = (), progress: Progress = silent
) -> Exported:  # fmt: skip
    """An edition, or a unit's part of one (graph.projection.Projected), as files in the folder `out`: whole or not at all.

    `form` is one of FORMS; `names` is ``masked`` or, for a whole edition, ``plain``; `only` are labels and edge types (组织: all bodies)
    that make the graph small enough to be drawn. Raises OutputError, StoreError or EditionError with a sentence.
    """
    if form not in FORMS:
        raise OutputError(f"没有“{form}”这种格式。可用：{'、'.join(FORMS)}。")
    if isinstance(what, Edition):
        what = source(what, names)
    else:
        _require_names(what, names)
        what.edition.verify()
    graph = chosen(what, only)
    write, check = FORMS[form]
    with whole(out, (README,)) as folder:
        write(graph, folder, progress)
        check(graph, folder, progress)
        (folder / README).write_text(readme(graph, form, folder), encoding="utf-8")
        names_written = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return Exported(out, [out / p for p in names_written], graph.counts, _notices(graph, form))


def _require_names(what: Filling, names: str) -> None:
    """Never plain names where masked ones were asked for; a unit's part has no plain ones."""
    if names != (held := what.mark("")["names"]):
        raise OutputError(f"要写出的姓名是 {names}，图里的是 {held}，没有写出。一个单元的子图里姓名总是遮盖的(masked)；要原样的姓名请导出全部。")


def _notices(graph: Chosen, form: str) -> list[str]:
    if form not in ("graphml", "gexf") or graph.rows <= HEAVY:
        return []
    return [f"共有 {graph.rows:,} 个节点和边，Gephi 打开会很慢（一般 {HEAVY:,} 以内为宜）。可加 --unit 只取一个单元，或加 --only 组织 等只取几种。"]
