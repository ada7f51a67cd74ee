"""report.html: one offline page for the meeting and the desk; every number stands in text, the picture is one more way in."""

from __future__ import annotations

from pathlib import Path

import jinja2

from api.reports import words
from api.reports.page.content import page_content
from api.reports.page.offline import plotly_js
from api.reports.page.shapes import band_cell, headed, stops
from api.reports.view import View

_TEMPLATES = Path(__file__).parent.parent / "templates"


def write_page(view: View, path: Path) -> None:
    """Render the page into `path`. Text from ledgers is escaped by the templates' autoescape."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters["thousands"] = lambda n: f"{n:,}"
    environment.filters["percent"] = lambda share: "—" if share is None else f"{share:.1%}"
    environment.filters |= {"headed": headed, "stops": stops, "band_cell": band_cell}
    template = environment.get_template("report.html.j2")
    template.stream(words=words, plotly=plotly_js(), **page_content(view)).dump(str(path), encoding="utf-8")
