"""summary.json: what was audited, when, with what, and the county's figures; for programs."""

from __future__ import annotations

import json
from pathlib import Path

from api.reports.figures import shown_checks, whole_figures
from graph.result import AuditResult

FORMAT = 1


def write_summary(result: AuditResult, path: Path) -> None:
    county = whole_figures(result.coverage)
    content = {
        "format": FORMAT,
        "edition_id": result.edition_id,
        "county_name": result.county_name,
        "as_of": result.as_of.isoformat(),
        "scheme": result.scheme.name,
        "scheme_title": result.scheme.title,
        "store": result.store,
        "checks": [
            {"system": c.system, "check": c.id, "kind": c.kind, "title": c.title, "counts": c.counts, **county[c.id]._asdict()}
            for c in shown_checks(result.scheme, result.coverage)
            if c.id in county
        ],
        "counts": result.counts,
        "excluded": result.excluded,
        "rows": {name: int(result.load[name].sum()) for name in ("rows_in", "loaded", "rejected", "duplicate", "skipped")},
        "timings": {stage: round(seconds, 3) for stage, seconds in result.timings.items()},
        "notices": result.notices,
        "sources": result.sources,
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
