"""The folder of a load: what it changes, as CSV for programs and 装载比较.xlsx for the office."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from api.reports.changes import COVERAGE_COLUMNS, coverage_rows
from api.reports.csv_files import write_frame
from api.reports.workbook import open_book
from api.reports.workbook.ledgers import PROBLEM_COLUMNS, problem_rows
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import LIMIT, Column, write_table
from graph.edition import Edition
from graph.lineage import KINDS
from graph.result import PROBLEMS
from graph.trend import COVERAGE_CHANGES
from loaders.identity.following import of_edition
from loaders.merge.comparison import COUNTS, DETAILS, WORDS
from loaders.merge.staging import Staged

BOOK = "装载比较.xlsx"
_COUNTS = (Column("台账", 18), Column("单元", 34), *(Column(t, 10, "number") for t in (*WORDS.values(), "不变")), Column("整村缺报", 10, "center"))
_DETAILS = (*(Column(t, w) for t, w in (("台账", 16), ("单元", 32), ("变化", 10), ("对象", 30))), Column("原出处", 36, "wrap"), Column("新出处", 36, "wrap"))
_SCOPE = (Column("文件", 36, "wrap"), Column("工作表", 16), Column("台账", 16), Column("完整覆盖的单元", 34), Column("依据", 10, "center"))
_ANSWERS = (
    *(Column(t, w, "wrap") for t, w in (("检查", 26), ("对象", 26), ("结果", 14), ("答复", 30), ("台账", 30))),
    *(Column(t, 34, "wrap") for t in ("答复出处", "台账出处")),
)
_LINEAGE = (
    Column("变化", 12, "center"),
    *(Column(t, w) for t, w in (("原村(社区)", 30), ("原户号", 16), ("现村(社区)", 30), ("现户号", 16))),
    Column("人数", 8, "number"),
    Column("占原户", 10, "share"),
)


def unit_paths(edition: Edition) -> dict[str, str]:
    """Unit id → path, of ended units too."""
    units = edition.nodes("Unit", ["id", "path"])
    return dict(zip(units["id"].to_pylist(), units["path"].to_pylist(), strict=True))


def named(units: pd.Series, paths: Mapping[str, str]) -> pd.Series:
    """Unit ids as paths."""
    return pd.Series([paths.get(u, "（未落到单元）") for u in units], units.index, dtype=object)


def write_comparison(folder: Path, staged: Staged, effect: pd.DataFrame) -> None:
    """load_rows.csv, load_details.csv, load_scope.csv, load_problems.csv, load_coverage.csv and the workbook."""
    paths, found = unit_paths(staged.edition), staged.comparison
    counts, details, scope = (f.assign(unit=named(f["unit"], paths)) for f in (found.counts, found.details, found.scope))
    write_frame(counts, COUNTS, folder / "load_rows.csv")
    write_frame(details, DETAILS, folder / "load_details.csv")
    write_frame(scope, ("file", "sheet", "ledger", "unit", "how"), folder / "load_scope.csv")
    if len(effect):
        write_frame(effect, COVERAGE_CHANGES, folder / "load_coverage.csv")
    manifest, titles = staged.edition.manifest, {c.id: c.title for c in staged.reading.world.scheme.checks}
    head = f"{manifest['county_name']}第 {staged.number} 版"
    line = f"{head}，" + (f"与第 {manifest['base']} 版比较。" if manifest["base"] else "第一次装载，没有可比的版次。")
    with open_book(folder / BOOK, f"{head}装载比较") as book:
        styles = Styles(book)
        _overview(book.add_worksheet("总览"), styles, line, staged)
        moved = counts[(counts[[*WORDS]].sum(axis=1) > 0) | (counts["missing"] > 0)].sort_values(["ledger", "unit"])
        rows = ([*row[:-1], "是" if row[-1] else ""] for row in moved[list(COUNTS)].itertuples(index=False, name=None))
        write_table(book.add_worksheet("台账变化"), styles, line + "逐台账、逐村(社区)的行数；没有变化的不列。", _COUNTS, rows, 2)
        more = f"共 {len(details):,} 行" + (f"，此表列前 {LIMIT:,} 行，全部见 load_details.csv。" if len(details) > LIMIT else "。")
        told = ([led, unit, WORDS[str(c)], *rest] for led, unit, c, *rest in details[list(DETAILS)].head(LIMIT).itertuples(index=False, name=None))
        write_table(book.add_worksheet("变化明细"), styles, line + more, _DETAILS, told, 2)
        if len(effect):
            note = "只列有变化的检查，到镇街；各村见 load_coverage.csv。"
            write_table(book.add_worksheet("覆盖变化"), styles, line + note, COVERAGE_COLUMNS, coverage_rows(effect, titles), 2)
        problems = staged.reading.world.problems.frame()
        problems = problems[problems["file"].isin(_fresh(staged))]
        write_frame(problems, PROBLEMS, folder / "load_problems.csv")
        note = f"这次报来的台账中的问题，共 {len(problems):,} 条。"
        write_table(book.add_worksheet("台账问题"), styles, note, PROBLEM_COLUMNS, problem_rows(problems.head(LIMIT)))
        _answers(book, styles, staged, titles)
        _lineage(book, styles, line, staged)
        ranges = scope[["file", "sheet", "ledger", "unit", "how"]].itertuples(index=False, name=None)
        note = "每张新表对哪些单元是完整的：这些单元原有的同一台账由它替换。依据：声明(daohu.toml)、名称(文件、工作表、标题)、行(各行所在的村)。"
        write_table(book.add_worksheet("替换范围"), styles, note, _SCOPE, (list(r) for r in ranges), 1)


def _overview(sheet: Any, styles: Styles, line: str, staged: Staged) -> None:
    found = staged.comparison
    rows: list[list[object]] = [["需要再次确认", one] for one in staged.doubts]
    rows += [["行数", f"{word} {found.total(change):,} 行"] for change, word in WORDS.items()]
    if missing := found.total("missing"):
        rows.append(["缺报", f"{missing:,} 处：该单元本应在这次的表里，却一行也没有"])
    load = staged.reading.load
    mine = load[load["file"].isin(_fresh(staged))]
    rows += [
        ["未采用的行", f"{one.file} {one.sheet}：{one.rows_in:,} 行中 {one.rejected:,} 行未采用，原因见“台账问题”"]
        for one in mine[mine["rejected"] > 0].head(50).itertuples(index=False)
    ]
    write_table(sheet, styles, line, (Column("事项", 14, "center"), Column("说明", 96, "wrap")), rows, 1)


def _fresh(staged: Staged) -> list[str]:
    """The names of the files that this load brought."""
    return [str(one["file"]) for one in staged.inputs if one["loaded"] == staged.number]


def _answers(book: Any, styles: Styles, staged: Staged, titles: Mapping[str, str]) -> None:
    """What the filled-in workbooks of this load say beside what the ledgers say; no sheet where there is none."""
    told = staged.edition.table("answers").to_pandas()
    mine = told[told["source"].str.rsplit("#", n=1).str[0].isin(_fresh(staged))] if len(told) else told
    if mine.empty:
        return
    order = mine.sort_values("outcome", kind="stable")[["check", "subject", "outcome", "answer", "ledger", "source", "ledger_source"]]
    rows = ([titles.get(str(check), check), *rest] for check, *rest in order.itertuples(index=False, name=None))
    said = "、".join(f"{word} {n:,} 条" for word, n in mine["outcome"].value_counts().items())
    write_table(book.add_worksheet("答复对照"), styles, f"填回的答复与台账并列：{said}。", _ANSWERS, rows, 1)


def _lineage(book: Any, styles: Styles, line: str, staged: Staged) -> None:
    """Households that changed their 户号 or head, split or merged; no sheet where there is none."""
    found = of_edition(staged.edition).to_pandas()
    if found.empty:
        return
    said = "、".join(f"{KINDS.get(str(kind), kind)} {n:,} 户" for kind, n in found["kind"].value_counts().items())
    order = found[["kind", "old_id", "old_code", "new_id", "new_code", "members", "share"]].head(LIMIT)
    paths = unit_paths(staged.edition)

    def village(household: str) -> str:
        return paths.get(household.split("#", 1)[0], "")

    rows = ([KINDS.get(str(k), k), village(a), a_code, village(b), b_code, n, share] for k, a, a_code, b, b_code, n, share in order.itertuples(index=False))
    write_table(book.add_worksheet("户的变化"), styles, f"{line}由户内人员认出：{said}。", _LINEAGE, rows, 1)
