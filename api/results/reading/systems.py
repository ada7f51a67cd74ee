"""The systems of the scheme: what each asks, what it rests on, and how it stands in every unit."""

from __future__ import annotations

import json
from typing import Any

from api.results import NotFoundError, Reader, UnitRow
from graph.catalogue import catalogue, documents

LEVELS = (0, 1, 2, 3, 4, 5)
_BEFORE = ("约", "不低于", "达")
"""Words of vagueness that stand before their number."""


def system(reader: Reader, code: str) -> dict[str, Any]:
    """One system: name, line, state, what is missing, and what the catalogue says of it. Raises NotFoundError."""
    row = reader.one(
        """SELECT s.system, s.line, s.name, s.state, s.missing, l.key AS line_key, l.name AS line_name FROM system s JOIN line l ON l.line = s.line
           WHERE s.system = $code""",
        code=code,
    )  # fmt: skip
    if row is None:
        raise NotFoundError(f"本方案没有体系“{code[:20]}”。请从“体系”页选。")
    return {**row, "missing": [{"what": what, "why": why} for what, why in json.loads(row["missing"])], **origin(code)}


def origin(code: str) -> dict[str, Any]:
    """What the catalogue says of a system: question, levels, nodes, norms, documents; empty for one of the office's own."""
    names = {one.code: one for one in documents()}
    found = next((one for one in catalogue() if one.code == code), None)
    if found is None:
        return {"question": "", "levels": "", "nodes": [], "places": [], "norms": [], "documents": []}
    norms = [
        {
            "what": n.what,
            "value": f"{n.qualifier}{n.value}" if n.qualifier in _BEFORE else f"{n.value}{n.qualifier}",
            "document": names[n.source].name if n.source in names else n.source,
        }
        for n in found.norms
    ]
    said = [{"code": c, "name": names[c].name, "note": names[c].note} for c in found.documents if c in names]
    return {"question": found.question, "levels": found.levels, "nodes": list(found.nodes), "places": list(found.places), "norms": norms, "documents": said}


def reasons(reader: Reader, unit: UnitRow, code: str) -> list[dict[str, Any]]:
    """Why there are gaps and unknowns of a system in a unit: check, title, state, reason, its words and how many, the most first."""
    return reader.rows(
        """SELECT k.id AS "check", k.title, f.state, f.reason, f.said, count(*) AS number FROM finding f JOIN checks k ON k.number = f."check"
           WHERE k.system = $code AND NOT k.silent AND f.unit BETWEEN $first AND $last GROUP BY ALL ORDER BY min(k.number), f.state, number DESC, f.reason""",
        code=code, first=unit.unit, last=unit.last,
    )  # fmt: skip


def levels(reader: Reader, unit: UnitRow, deepest: int) -> list[int]:
    """The levels of units at or under one, down to the deepest that a check has figures of."""
    found = reader.rows(
        "SELECT DISTINCT level FROM unit WHERE unit BETWEEN $first AND $last AND level <= $deepest ORDER BY level",
        first=unit.unit,
        last=unit.last,
        deepest=deepest,
    )
    return [row["level"] for row in found]
