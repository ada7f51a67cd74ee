"""Which findings an address asks for: the same words for the pages, the downloads and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import Depends, Query
from fastapi.responses import Response

from api.results import Reader
from api.results.reading import findings, organisations
from api.results.reading.findings import Sought, Wanted
from api.web.looks import look
from api.web.problems import TooLargeError
from api.web.v1.answers import XLSX_ROWS, stream
from api.web.visiting import Visitor

NO_NULL = r"^[^\x00]*$"
Text = Annotated[str, Query(max_length=60, pattern=NO_NULL)]
UnitSaid = Annotated[str, Query(max_length=400, pattern=NO_NULL, description="单元：标识、编码、路径或名称；连同其下各级", examples=["松月街道"])]
Form = Literal["csv", "xlsx", "jsonl", "arrow"]
Which = Literal["gap", "unknown", "all"]
_HEADS: Mapping[str, str] = {
    "label": "种类", "kind": "类别", "code": "编码", "name": "名称", "level": "层级", "founded": "成立", "until": "撤销", "unit_id": "单元",
    "unit_path": "单元路径",
    "members": "成员", "id": "标识",
}  # fmt: skip
_TITLES: Mapping[str, str] = {"gap": "缺口", "unknown": "待核实", "all": "缺口和待核实"}


def _wanted(
    unit: UnitSaid = "",
    line: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="哪条线：字母或名称", examples=["G"])] = "",
    system: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="体系的编号", examples=["G1"])] = "",
    check: Annotated[str, Query(max_length=120, pattern=NO_NULL, description="检查的标识或标题", examples=["G1.reach"])] = "",
    reason: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="原因：代码或中文", examples=["none"])] = "",
    kind: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="对象的种类：标签或中文", examples=["Household"])] = "",
    q: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="户号（编码）或遮盖后名称中的文字")] = "",
) -> Wanted:
    return Wanted("", unit.strip(), line.strip(), system.strip(), check.strip(), reason.strip(), kind.strip(), q.strip())


def by(wanted: Wanted) -> dict[str, object]:
    """What is filtered by, for the log."""
    return {f"by_{key}": value for key, value in asdict(wanted).items() if value and key != "state"}


WantedDep = Annotated[Wanted, Depends(_wanted)]


def download(visitor: Visitor, reader: Reader, what: Sought, state: Which, form: str, names: str, **asked: object) -> Response:
    """The whole list as a file: gaps.csv as an audit writes it, or the same in another form. Plain names are noted as a look, every file as an export."""
    visitor.require("export")
    if form == "xlsx" and (many := findings.total(reader, what)) > XLSX_ROWS:
        raise TooLargeError(f"共 {many:,} 条，一个工作簿最多 {XLSX_ROWS:,} 条。", place="format", step="请按单元或体系筛选后下载，或下载 CSV（不限行数）。")
    plain = look(visitor, reader, names, "list", state=state, form=form, **asked)
    visitor.note("export", what="gaps", state=state, form=form, edition=reader.results.number, unit=reader.top.path, **asked)
    batches = (findings.for_people if form == "xlsx" else findings.whole)(reader, what, plain)
    title = f"{_TITLES[state]}_第{reader.results.number}版"
    return stream(batches, form, title)


def whole_list(visitor: Visitor, reader: Reader, wanted: organisations.Wanted, form: str) -> Response:
    """The whole list of organisations as a file."""
    visitor.require("export")
    batches = organisations.whole(reader, wanted)
    asked = {f"by_{key}": value for key, value in asdict(wanted).items() if value}
    visitor.note("export", what="organisations", form=form, edition=reader.results.number, unit=reader.top.path, **asked)
    return stream(batches, form, f"组织_第{reader.results.number}版", _HEADS)
