"""Problems by the address: which ones are asked for, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response

from api.checked.marks import SEVERITIES
from api.results import Reader
from api.results.reading.ledgers import ProblemFilter, ProblemList
from api.web.problems import BadRequestError
from api.web.v1.answers import negotiated, stream
from api.web.visiting import Visitor
from loaders.problems import CODES

FILTERS = ("unit", "file", "sheet", "code", "severity", "q")
TITLES: Mapping[str, str] = {
    "file": "文件", "sheet": "工作表", "row": "行", "column": "列", "code": "代码", "severity": "程度", "value": "内容", "message": "说明",
}  # fmt: skip
_LONGEST = 300


def filter_of(request: Request, reader: Reader | None = None) -> ProblemFilter:
    """Which problems an address asks for; a unit only where there is a reader. Raises BadRequestError, NotFoundError."""
    said = {name: request.query_params.get(name, "") for name in FILTERS}
    for name, value in said.items():
        if len(value) > _LONGEST or "\0" in value:
            raise BadRequestError(f"筛选的文字太长（超过 {_LONGEST} 字）或不能用。", place=name, step="请写短些。")
    if said["severity"] and said["severity"] not in SEVERITIES:
        raise BadRequestError(f"没有“{said['severity'][:40]}”这种程度。", place="severity", step=f"可用：{'、'.join(SEVERITIES)}。")
    if said["code"] and said["code"] not in CODES:
        raise BadRequestError(f"没有“{said['code'][:40]}”这种问题代码。", place="code", step="请从列表中选。")
    unit = said.pop("unit")
    return ProblemFilter(unit=reader.unit(unit) if reader is not None and unit else None, **said)


def problems_file(
    request: Request, visitor: Visitor, every: ProblemList, reader: Reader | None = None, forms: tuple[str, ...] = ("csv", "xlsx"), **about: object
) -> Response:  # fmt: skip
    """The problems that an address asks for, complete, as a file: problems.csv as an audit writes it, or another of its forms. Noted as an export."""
    visitor.require("export")
    which, form = filter_of(request, reader), negotiated(request, forms)
    visitor.note("export", what="problems", form=form, **about)
    return stream(every.batches(which), form, "problems", TITLES)
