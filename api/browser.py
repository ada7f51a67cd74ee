"""What Neo4j Browser is given: a style made from the schema, and the library's questions as favourites.

A colour never says anything alone: every label has a caption of its own, and the colours differ in grey too. The colours
of the reports mean the same here: dark blue is what covers (a contact), grey is what nobody can tell (a possible one).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.output import explain
from api.reports.workbook.styles import MET
from graph.durable import replace_file
from graph.edition import Edition
from graph.errors import OutputError
from graph.queries import A_YEAR, Parameter, Query, load_queries
from graph.schema import EDGES, NODES
from graph.stores.contents import MARK_LABEL

STYLE, FAVOURITES = "daohu.grass", "常用查询.zip"
DARK, LIGHT = "#1A1A1A", "#FFFFFF"
_MAYBE = "#8A8A8A"
_UNFIT = re.compile(r'[\\/:*?"<>|]')
"""What no file name may hold."""


@dataclass(frozen=True)
class Look:
    """How a label looks: its fill, its diameter and the caption (a property in braces)."""

    color: str
    diameter: int
    caption: str


LOOKS: Mapping[str, Look] = {
    "Unit": Look(MET, 64, "{name}"),
    "Grid": Look("#B9D3EC", 50, "网格 {name}"),
    "Household": Look("#F7E08A", 44, "{head} {code}"),
    "Person": Look("#F2A65A", 50, "{name}"),
    "PartyOrganization": Look("#A8201A", 56, "{name}"),
    "SelfGovernmentBody": Look("#00798C", 56, "{name}"),
    "MassOrganization": Look("#B5739D", 56, "{name}"),
    "Cooperative": Look("#7A5C1E", 50, "{name}"),
    "SocialOrganization": Look("#66C2A5", 50, "{name}"),
    "Institution": Look("#5A5A5A", 56, "{name}"),
    "Place": Look("#56B4E9", 44, "{name}"),
    "Event": Look("#E8E0D5", 40, "{kind}"),
    "Delivery": Look("#FFFFFF", 40, "台账 {ledger}"),
    "Claim": Look("#C9C9C9", 40, "{measure} {value}"),
}
_CAPTIONS: Mapping[str, str] = {
    "PART_OF": "属于",
    "LIVES_IN": "{relation}",
    "UNDER": "上级",
    "COVERS": "所在",
    "MEMBER_OF": "{role}",
    "HOLDS_POST": "{post}",
    "LISTED_IN": "{roster}名册",
    "CONTACTS": "{mechanism}",
    "MAY_CONTACT": "可能 {mechanism}",
    "PAIRED_WITH": "{kind}",
    "ATTENDED": "参加 {heads}",
    "DELIVERED_FOR": "报送 {rows}",
    "CLAIMED_FOR": "填报",
}


def style() -> str:
    """The style sheet. Browser's reader knows no comments, and a value may hold neither a colon nor a quote."""
    rules = [
        _rule("node", diameter="50px", color="#C9C9C9", border_color="#4D4D4D", border_width="2px", text_color_internal=DARK, font_size="10px"),
        _rule("relationship", color="#A5ABB6", shaft_width="1px", font_size="8px", padding="3px", text_color_external="#000000", text_color_internal="#FFFFFF"),
    ]
    for node in NODES:
        look = LOOKS[node.label]
        rules.append(
            _rule(
                f"node.{node.label}",
                diameter=f"{look.diameter}px",
                color=look.color,
                border_color="#4D4D4D",
                text_color_internal=LIGHT if contrast(look.color, LIGHT) > contrast(look.color, DARK) else DARK,
                caption=f"'{look.caption}'",
            )
        )
    rules.append(_rule(f"node.{MARK_LABEL}", diameter="80px", color="#FFFFFF", border_color="#000000", text_color_internal=DARK, caption="'版次 {state}'"))
    for edge in EDGES:
        caption = _CAPTIONS.get(edge.name) or edge.meaning.split("(")[0]
        strong = {"color": MET, "shaft_width": "3px"} if edge.name == "CONTACTS" else {"color": _MAYBE} if edge.name == "MAY_CONTACT" else {}
        rules.append(_rule(f"relationship.{edge.name}", **strong, caption=f"'{caption}'"))
    return "\n".join(rules)


def contrast(one: str, other: str) -> float:
    """How well a text of one colour is read on the other, 1 to 21 (WCAG)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """How light a colour is, 0 to 1: what is left of it in grey."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def favourites(edition: Edition | None = None) -> dict[str, str]:
    """File name → text of every question, its parameters set above it; day and county are the edition's where there is one."""
    day = dt.date.fromisoformat(str(edition.manifest["as_of"])) if edition is not None and edition.manifest.get("as_of") else None
    top = _top(edition)
    return {f"{q.topics[0]}/{_UNFIT.sub('、', q.title)}.cypher": _favourite(q, day, top) for q in load_queries().values() if q.folder == "questions"}


def write(folder: Path, edition: Edition | None = None) -> list[Path]:
    """The style and the favourites as two files, which are dragged into Browser. Raises OutputError where they cannot be written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in favourites(edition).items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text)
    made = {folder / STYLE: style().encode(), folder / FAVOURITES: packed.getvalue()}
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} 是文件，不是文件夹，没有写出。请用 --out 写一个文件夹。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in made.items():
            replace_file(path, data, 0o644)
    except OSError as error:
        raise OutputError(f"{folder} 里写不成：{explain(error)}") from error
    return list(made)


def value(parameter: Parameter, day: dt.date | None, top: str) -> str:
    """What Browser's ``:param`` sets a parameter to, as Cypher; where only the asker knows it, what to fill in."""
    said = parameter.default
    if parameter.type == "unit":
        return _text(top or "请填单元的标识")
    if parameter.type == "date" and said == A_YEAR:
        return f"date('{parameter.on(day)}')" if day else "date() - duration('P1Y')"
    if parameter.type == "date" and not isinstance(said, dt.date):
        return f"date('{day.isoformat()}')" if day else "date()"
    if parameter.required:
        return {"int": "0", "float": "0.0", "bool": "false", "texts": "[]"}.get(parameter.type, _text(f"请填 {parameter.name}"))
    if isinstance(said, bool):
        return str(said).lower()
    if isinstance(said, int | float):
        return repr(said)
    if isinstance(said, tuple | list):
        return f"[{', '.join(_text(str(s)) for s in said)}]"
    return f"date('{said.isoformat()}')" if isinstance(said, dt.date) else _text(str(said))


def _favourite(query: Query, day: dt.date | None, top: str) -> str:
    body = [line for line in query.text.splitlines() if not line.startswith("//")]
    head = [f"// {query.title}", *(f"// {line}" for line in query.doc.splitlines())]
    return "\n".join([*head, *(f":param {p.name} => {value(p, day, top)};" for p in query.parameters), *body]).rstrip() + "\n"


def _top(edition: Edition | None) -> str:
    """The id of the highest unit."""
    if edition is None:
        return ""
    units = edition.nodes("Unit").select(["level", "id"]).to_pylist()
    return str(min(units, key=lambda u: (u["level"], u["id"]))["id"]) if units else ""


def _text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _rule(selector: str, **said: str) -> str:
    return "\n".join((f"{selector} {{", *_lines(said.items()), "}", ""))


def _lines(said: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {key.replace('_', '-')}: {text};" for key, text in said]
