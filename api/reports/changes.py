"""The folder of `daohu diff`: CSV files for programs, diff.xlsx for the office."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from api.reports.course import write_course
from api.reports.csv_files import write_frame
from api.reports.words import FIGURES, REASONS, STATES
from api.reports.workbook import open_book
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import LIMIT, Column, write_table
from graph.successions import PAIRS, Plan
from graph.trend import CHANGES, COVERAGE_CHANGES, FACT_CHANGES, GAP_CHANGES, SERIES, Trend

MARKS = ("diff_coverage.csv", "diff_gaps.csv")
"""Files by which a folder is known as an earlier comparison."""
NOTHING = "无可比"
"""Where a unit has nothing to be compared with."""
_SIDES = {"before": "前", "after": "后", "change": "变化"}
_TOWN = 2


def write_changes(found: Trend, folder: Path, series: pd.DataFrame | None = None) -> None:
    """Write everything of a comparison; `series` too where several editions were computed."""
    write_frame(found.coverage, COVERAGE_CHANGES, folder / "diff_coverage.csv")
    write_frame(found.gaps, GAP_CHANGES, folder / "diff_gaps.csv")
    write_frame(found.facts, FACT_CHANGES, folder / "diff_facts.csv")
    if len(found.units.pairs):
        write_frame(found.units.pairs, PAIRS, folder / "diff_units.csv")
    if series is not None:
        write_frame(series, SERIES, folder / "series.csv")
    about = {side: {"edition": r.edition_id, "as_of": r.as_of.isoformat()} for side, r in (("before", found.before), ("after", found.after))}
    changes = {str(k): int(n) for k, n in found.gaps["change"].value_counts().items()}
    (folder / "diff_summary.json").write_text(json.dumps({**about, "gaps": changes}, ensure_ascii=False, indent=2), encoding="utf-8")
    with open_book(folder / "diff.xlsx", f"{found.after.county_name}版次比较") as book:
        styles = Styles(book)
        said = f"{found.after.county_name}：前 {found.before.edition_id}（{found.before.as_of}），后 {found.after.edition_id}（{found.after.as_of}）。"
        titles = {c.id: c.title for c in found.after.scheme.checks} | {c.id: c.title for c in found.before.scheme.checks}
        note = (
            "只列有变化的检查，到镇街和有区划变动的村；各村见 diff_coverage.csv。"
            if len(found.units.pairs)
            else "只列有变化的检查，到镇街；各村见 diff_coverage.csv。"
        )
        write_table(book.add_worksheet("覆盖变化"), styles, said + note, COVERAGE_COLUMNS, coverage_rows(found.coverage, titles, found.units), 2)
        if series is not None:
            write_course(book.add_worksheet("变化趋势"), styles, series)
        if len(found.units.pairs):
            write_table(book.add_worksheet("区划变动"), styles, said + _COMPARED, _PAIRS, _pairs(found), 2)
        more = f"共 {len(found.gaps):,} 条，此表列前 {LIMIT:,} 条，全部见 diff_gaps.csv。" if len(found.gaps) > LIMIT else f"共 {len(found.gaps):,} 条。"
        write_table(book.add_worksheet("缺口变化"), styles, said + more, _GAPS, _gaps(found, titles), 2)
        facts = (list(r) for r in found.facts.itertuples(index=False, name=None))
        write_table(book.add_worksheet("数据变化"), styles, said + "节点和边；只有出处行变了的不算变化。", _FACTS, facts, 2)


COVERAGE_COLUMNS = (
    Column("检查", 30, "wrap"),
    Column("单元", 24),
    *(Column(f"{figure}{side}", 10, "signed" if name == "change" else "number") for name, side in _SIDES.items() for figure in FIGURES),
)
_GAPS = (
    *(Column(title, width, style) for title, width, style in (("检查", 30, "wrap"), ("变化", 10, "center"), ("单元", 36, "text"), ("对象", 24, "text"))),
    *(Column(title, 22) for title in ("前：状态", "前：原因", "后：状态", "后：原因")),
)
_FACTS = (Column("类别", 24), Column("含义", 30, "wrap"), *(Column(title, 10, "number") for title in ("新增", "减少", "内容变化", "不变")))


_COMPARED = "撤并、更名的单元按现在的单元合计比较；拆分的只能合在一起比较，各部分写“无可比”。"
_PAIRS = (
    *(Column(title, width, style) for title, width, style in (("原单元", 36, "text"), ("原代码", 16, "text"), ("调整类型", 10, "center"))),
    *(Column(title, width) for title, width in (("调整日期", 12), ("现单元", 36), ("现代码", 16), ("按哪个单元比较", 44))),
)


def _pairs(found: Trend) -> Iterator[list[object]]:
    for row in found.units.pairs.itertuples(index=False):
        yield [row.old_path, row.old_code, row.kind, "" if pd.isna(row.day) else str(row.day)[:10], row.new_path, row.new_code, row.line]


def coverage_rows(coverage: pd.DataFrame, titles: Mapping[str, str], units: Plan | None = None) -> Iterator[list[object]]:
    """Rows of COVERAGE_COLUMNS: county and towns of the checks that changed anywhere; villages that merged, split or were renamed too.

    `coverage`: as graph.trend has it; `titles`: check id → what people call it.
    """
    units = Plan() if units is None else units
    columns = [f"{figure}_{side}" for side in _SIDES for figure in ("of", "met", "gap", "unknown")]
    moved = coverage[(coverage[[c for c in columns if c.endswith("change")]].fillna(1) != 0).any(axis=1)]
    others = {*units.origins, *(u for some in units.members.values() for u in some)}
    told = coverage[coverage["check"].isin(moved["check"]) & ((coverage["level"] <= _TOWN) | coverage["unit_id"].isin(others))]
    paths = [p if not (o := units.origins.get(u, "")) or o in p else f"{p}（{o}）" for u, p in zip(told["unit_id"], told["unit_path"], strict=True)]
    for row in told.assign(unit_path=paths)[["check", "unit_path", *columns]].itertuples(index=False, name=None):
        yield [titles.get(str(row[0]), row[0]), row[1], *(NOTHING if pd.isna(v) else v for v in row[2:])]


def _gaps(found: Trend, titles: dict[str, str]) -> Iterator[list[object]]:
    columns = ["check", "change", "unit_path", "subject_name", "state_before", "reason_before", "state_after", "reason_after"]
    for check, change, path, name, *states in found.gaps[columns].head(LIMIT).itertuples(index=False, name=None):
        told = [words.get(str(code), code) for words, code in zip((STATES, REASONS, STATES, REASONS), states, strict=True)]
        yield [titles.get(str(check), check), CHANGES[str(change)], path, name, *told]
