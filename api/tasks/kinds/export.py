"""The graph as files for other tools, packed into one ZIP file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.asking.units import COLUMNS, Units
from api.exporting import export
from api.tasks.kinds.audit import zip_folder
from api.tasks.kinds.outcome import Outcome
from graph.errors import OutputError
from graph.projection import Projected
from graph.register import Register
from graph.store import Progress


def run(register: Register, arguments: Mapping[str, Any], folder: Path, progress: Progress) -> Outcome:
    """Export an edition (else the current one), or a unit's part of it; what was written has been read back."""
    form, unit, names = str(arguments["form"]), str(arguments.get("unit") or ""), str(arguments.get("names") or "masked")
    number = int(arguments["number"]) if arguments.get("number") else register.current
    if unit and names != "masked":
        raise OutputError("一个单元的子图里姓名总是遮盖的。要原样的姓名请导出全部。")
    edition = register.edition(number)
    edition.verify()
    what = Projected(edition, Units(edition.nodes("Unit", COLUMNS)).find(unit).id) if unit else edition
    out = folder / f"图-第{number}版-{form}"
    made = export(what, form, out, names=names, only=list(arguments.get("only") or []), progress=progress)
    zip_folder(out, folder / f"{out.name}.zip", progress)
    rows = sum(made.counts.values())
    said = [f"{len(made.files)} 个文件，{rows:,} 个节点和边，已读回核对。", *made.notices]
    return Outcome(said, {"edition": number, "rows": rows, "zip": f"{out.name}.zip"}, 0)
