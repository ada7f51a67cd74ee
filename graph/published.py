"""Published figures (公布数): what the documents say, where and in which words, with the arithmetic that follows from them.

They are claims with provenance: a number cut out of a text stays unknown (待核实), never 0; derived figures are computed
from the published ones when asked, never typed; contradictions are shown as they are, possible causes as possibilities.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

import pandas as pd

from graph.catalogue import FOLDER, documents
from graph.errors import SchemeError
from graph.formula import UNKNOWN, Value, compute, names_in, number, plain, spelled

FIGURES = ("place", "system", "metric", "value", "unit", "qualifier", "document", "quote", "kind", "measure", "formula", "note")
"""Columns of `published`: kind is published, norm, structure, derived, list or meta; value is text, empty for a hole."""
COMPARED = ("体系", "指标", "公布值", "限定词", "单位", "文件", "原文", "台账计数", "差额", "说明")
"""Columns of `figures_for`: 台账计数 and 差额 are whole numbers or missing (not counted, or nothing to compare)."""
CONTRADICTIONS = ("序号", "地方", "体系", "对不上的数", "算式", "可能的原因")

_PLACES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "枝江": ("420583", "枝江市", ("zhijiang",)),
    "恩阳": ("511903", "恩阳区", ("enyang",)),
    "扬州": ("3210", "扬州市", ("yangzhou",)),
    "信阳": ("4115", "信阳市", ("xinyang",)),
}
"""Place → the beginning of its division codes (six digits: a county; four: a city over several counties), its name, its scheme."""


@dataclass(frozen=True)
class Figure:
    """One published figure; `key` is its name in formulas, `digits` the decimals of a derived one."""

    place: str
    system: str
    metric: str
    value: str
    unit: str
    qualifier: str
    document: str
    quote: str
    kind: str
    measure: str
    formula: str
    note: str
    key: str
    digits: int | None


def place_of(said: str) -> str:
    """枝江, 恩阳, 扬州 or 信阳 for a division code, a county's or city's name, or a scheme's name; empty where none fits."""
    word = said.strip()
    for place, (code, name, schemes) in _PLACES.items():
        if word in (place, name, *schemes) or (word.isdigit() and word.startswith(code)):
            return place
    return ""


@cache
def figures() -> tuple[Figure, ...]:
    """Every figure in the order of the file, a derived one with its value computed, {keys} in notes replaced."""
    names = values()
    said = [(f, plain(compute(f.formula, names), f.digits) if f.formula else f.value) for f in _declared()]
    return tuple(replace(f, value="" if value == UNKNOWN else value, note=_filled(f.note, names)) for f, value in said)


@cache
def values() -> Mapping[str, Value]:
    """Key → exact value of every figure that formulas may use; None for a hole. Figures may be derived from derived ones."""
    waiting = {f.key: f for f in _declared() if f.key}
    names: dict[str, Value] = {}
    while waiting:
        ready = [k for k, f in waiting.items() if not f.formula or names_in(f.formula) <= set(names)]
        if not ready:
            raise SchemeError(f"公布数的算式互相引用，或用了没有的名称：{'、'.join(waiting)}。")
        for key in ready:
            figure = waiting.pop(key)
            names[key] = compute(figure.formula, names) if figure.formula else number(figure.value)
    return names


@cache
def _declared() -> tuple[Figure, ...]:
    entries = tomllib.loads((FOLDER / "published.toml").read_text(encoding="utf-8"))["figures"]
    text = [f.name for f in fields(Figure) if f.name != "digits"]
    return tuple(Figure(**{k: str(e.get(k, "")) for k in text}, digits=int(e["digits"]) if "digits" in e else None) for e in entries)


def published(place: str = "") -> pd.DataFrame:
    """The figures of a place (all places without one), with the columns FIGURES. Everything is text; a hole is ``""``."""
    chosen = [f for f in figures() if place in ("", f.place)]
    return pd.DataFrame([[getattr(f, c) for c in FIGURES] for f in chosen], columns=list(FIGURES), dtype="str")


def figures_for(county_code: str, counted: Mapping[str, int | None], scheme: str = "") -> pd.DataFrame:
    """The published figures of the county's place beside what its ledgers count (columns COMPARED).

    `counted` is measure → count of the whole county, None where it is unknown. 差额 = 台账计数 - 公布值, only where the
    figure speaks of this county: not for a city's figure beside one of its counties. A county that no document speaks of
    gives the figures of the scheme's place without a difference, and an empty table without a scheme.
    """
    own = place_of(county_code)
    place = own or place_of(scheme)
    chosen = [f for f in figures() if f.place == place and place]
    one_county = bool(own) and len(_PLACES[own][0]) == 6
    rows = [_compared(f, counted.get(f.measure) if f.measure else None, f.measure in counted, one_county, bool(own)) for f in chosen]
    table = pd.DataFrame(rows, columns=list(COMPARED))
    return table.astype({"台账计数": "Int64", "差额": "Float64"})


def contradictions(place: str = "") -> pd.DataFrame:
    """What does not agree (columns CONTRADICTIONS), figures put in and arithmetic computed; of a place, or of all."""
    entries = tomllib.loads((FOLDER / "contradictions.toml").read_text(encoding="utf-8"))["contradictions"]
    names, rows = values(), []
    for entry in entries:
        if place and entry["place"] not in ("", place):
            continue
        lines = [f"{what}：{spelled(f, names)} = {plain(compute(f, names))}" for what, f in entry.get("arithmetic", {}).items()]
        causes = [_filled(c, names) for c in entry.get("causes", [])]
        rows.append([entry["number"], entry["place"], "、".join(entry["systems"]), _filled(entry["says"], names), "\n".join(lines), "；".join(causes)])
    return pd.DataFrame(rows, columns=list(CONTRADICTIONS))


def _compared(figure: Figure, count: int | None, asked: bool, one_county: bool, own: bool) -> list[object]:
    stated = number(figure.value)
    difference = float(count - stated) if count is not None and stated is not None and one_county else None
    said = [_derivation(figure), figure.note]
    if figure.value == "":
        said.append(UNKNOWN)
    elif figure.measure and not own:
        said.append(f"公布数是{figure.place}的，不与本县台账相减")
    elif figure.measure and not one_county:
        said.append("公布数是全市的，不与一个县的台账相减")
    elif figure.measure and count is None:
        said.append("台账计数待核实" if asked else "本次没有计数")
    return [figure.system, figure.metric, figure.value or UNKNOWN, figure.qualifier, figure.unit, _sources(figure.document), figure.quote, count, difference,
            "；".join(s for s in said if s)]  # fmt: skip


def _derivation(figure: Figure) -> str:
    return f"推算：{spelled(figure.formula, values())} = {figure.value or UNKNOWN}" if figure.formula else ""


def _sources(codes: str) -> str:
    names = {d.code: d.name for d in documents()}
    return "、".join(names[c] for c in codes.split("+"))


def _filled(text: str, names: Mapping[str, Value]) -> str:
    """{keys} become their numbers, the codes S0..S4 the documents' names."""
    text = re.sub(r"\{(\w+)\}", lambda m: plain(names[m[1]]), text)
    return re.sub(r"(?<![A-Za-z])S[0-4](?!\d) ?", lambda m: f"“{_sources(m[0].strip())}”", text)
