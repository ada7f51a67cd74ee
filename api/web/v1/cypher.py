"""/api/v1/cypher: an analyst's own text, behind the guard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr
from starlette.concurrency import run_in_threadpool

from api.web.problems import InvalidError
from api.web.querying import Masked, desk_of
from api.web.querying.answering import Asked
from api.web.querying.programs import MOST_ROWS, ROWS, plain, program_answer
from api.web.querying.refusals import RefusedTextError
from api.web.v1.questions import STREAMS, AnswerOut, FormName, Names
from api.web.visiting import ReaderDep, VisitorDep
from graph.errors import RefusedError

router = APIRouter(tags=["查询"])
_One = StrictBool | StrictInt | StrictFloat | StrictStr
_NAME = re.compile(r"\w{1,100}(:[a-z]{1,10})?")
_LARGEST = 2**63
_SIGNS = re.compile("[\ud800-\udfff\0]")
_TEXT = "MATCH (u:Unit) WHERE u.level = $level RETURN u.path AS unit_path ORDER BY unit_path"


class Parameters(BaseModel):
    """What a text and its parameters are."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=20_000, description="查询(只读的 Cypher)", examples=[_TEXT])
    parameters: dict[str, _One | list[_One]] = Field(
        default_factory=dict, max_length=100, examples=[{"level": 3}],
        description="参数：名称 → 值。文字按查询里和它比较的属性读成相应的类型(日期写 2025-06-30)；要说定类型，名称写成 名称:date。",
    )  # fmt: skip
    names: Names = Field(default="masked", description="plain：显示姓名，要有权限、账号为全县，并记入日志")


class CypherIn(Parameters):
    """A text to run."""

    limit: int = Field(default=ROWS, ge=1, le=MOST_ROWS, description="json 最多多少行")
    format: FormName = Field(default="json", description="答案的格式")


class ExplainedOut(BaseModel):
    """A text that the guard lets through."""

    text: str = Field(description="引擎收到的文字")
    parameters: dict[str, object] = Field(description="参数的值")
    warnings: list[str] = Field(description="换一个引擎会答得不同的写法")


@router.post(
    "/cypher", operation_id="runCypher", summary="自己写的查询", response_model=AnswerOut,
    description=f"只读；守门不放行的写法返回 422，refusals 里写明每一处的行、列、原因和改法。只看得到账号的范围；姓名默认只有姓。{STREAMS}",
)  # fmt: skip
async def run(request: Request, asked: Annotated[CypherIn, Body()], reader: ReaderDep, who: VisitorDep) -> Response:
    """Run a text."""
    who.require("cypher")
    said, given = _given(asked)
    return await program_answer(request, who, reader, Asked(text=asked.text, parameters=given, said=said, names=asked.names, form=asked.format), asked.limit)


@router.post(
    "/cypher/explain", operation_id="explainCypher", summary="只检查一个查询", description="不执行：守门改写后的文字、参数的值和提醒；不放行的返回 422。"
)
async def explain(request: Request, asked: Annotated[Parameters, Body()], reader: ReaderDep, who: VisitorDep) -> ExplainedOut:
    """What would run."""
    who.require("cypher")
    said, given = _given(asked)
    county = await run_in_threadpool(desk_of(request).county_now, who, reader, Masked.of(who, asked.names))
    try:
        found = await run_in_threadpool(lambda: county.explain(text=asked.text, parameters=given, said=said))
    except RefusedError as error:
        raise RefusedTextError(error) from None
    return ExplainedOut(text=found.text, parameters={k: plain(v) for k, v in found.parameters.items()}, warnings=list(found.warnings))


def _given(asked: Parameters) -> tuple[list[str], dict[str, object]]:
    """Texts as people write them (they are typed by the text), and other values as they are. Raises InvalidError."""
    given: Mapping[str, object] = asked.parameters
    for name, value in given.items():
        if not _NAME.fullmatch(name) or (":" in name and not isinstance(value, str)):
            raise InvalidError(f"参数名“{name[:40]}”不对。", place="parameters", step="请写成字母、数字、下划线或汉字；值是文字时后面可写类型，如 day:date。")
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, int) and not -_LARGEST <= one < _LARGEST for one in values):
            raise InvalidError(f"参数 {name} 的整数太大。", place="parameters", step="请用 64 位以内的整数，或写成文字。")
        if any(isinstance(one, str) and _SIGNS.search(one) for one in values):
            raise InvalidError(f"参数 {name} 里有不能用的字符。", place="parameters", step="请去掉空字符和不成对的代理字符。")
    if _SIGNS.search(asked.text):
        raise InvalidError("查询里有不能用的字符。", place="text", step="请去掉空字符和不成对的代理字符。")
    return [f"{name}={value}" for name, value in given.items() if isinstance(value, str)], {k: v for k, v in given.items() if not isinstance(v, str)}
