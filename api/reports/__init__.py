"""Everything an audit leaves for people and programs: CSV, JSON, Excel and one offline HTML page."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from api.reports.csv_files import COLUMNS, write_csv
from api.reports.page import write_page
from api.reports.summary import write_summary
from api.reports.towns import write_towns
from api.reports.view import View
from api.reports.workbook import write_workbook
from graph.errors import OutputError
from graph.result import AuditResult
from graph.store import Progress, silent

__all__ = ["write_reports"]


def write_reports(result: AuditResult, folder: Path, progress: Progress = silent) -> None:
    """Write all outputs of an audit into `folder`, which exists and is empty.

    coverage.csv gaps.csv problems.csv load.csv delivery.csv claims.csv grids.csv evidence.csv summary.json report.xlsx
    report.html towns/<town>.xlsx, and villages/<town>.xlsx unless there are too many villages. Raises OutputError where something
    cannot be written; what is then in `folder` is not a result.
    """
    view = View(result)

    def whole_county() -> None:
        for i, name in enumerate(COLUMNS):
            progress("写数据表", i, len(COLUMNS))
            write_csv(result, name, folder / f"{name}.csv")
        progress("写数据表", len(COLUMNS), len(COLUMNS))
        progress("写网页报告", 0, 1)
        write_page(view, folder / "report.html")
        progress("写网页报告", 1, 1)
        progress("写 Excel 报告", 0, 1)
        write_workbook(view, folder / "report.xlsx")
        progress("写 Excel 报告", 1, 1)

    try:
        (folder / "towns").mkdir()
        if not view.large:
            (folder / "villages").mkdir()
        write_summary(result, folder / "summary.json")
        write_towns(view, folder, progress, whole_county)
    except (OSError, FileCreateError) as error:
        raise OutputError(f"报告写不进 {folder}：{error}。请检查磁盘空间和文件夹权限，关闭正在打开的同名文件后重试。") from error
