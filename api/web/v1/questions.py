"""/api/v1/questions: the question library, and its answers as JSON or streams."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking.telling import split_said
from api.asking.values import wording
from api.web.querying.answering import Asked
from api.web.querying.fields import TITLES
from api.web.querying.library import about, by_theme, question_named, theme_of
from api.web.querying.programs import MOST_ROWS, ROWS, program_answer
from api.web.querying.tables import heads_of
from api.web.visiting import ReaderDep, VisitorDep
from graph.queries import TYPES
from graph.queries import Query as Question

router = APIRouter(tags=["查询"])
Names = Literal["masked", "plain"]
FormName = Literal["json", "csv", "jsonl", "arrow", "xlsx"]
STREAMS = (
    'csv、jsonl、arrow 边查边送，全部的行；查到一半出错(如到了时间限额)时连接会中断，没有正常的结尾，jsonl 在中断前还有一行 {"problem": …}：'
    "连接没有正常结束的文件不完整，不能用。json 最多 limit 行，cut 说有没有截；xlsx 写完整才送。"
)


class ParameterOut(BaseModel):
    """One parameter."""

    name: str = Field(description="名称", examples=["unit"])
    title: str = Field(description="中文名称", examples=["单元"])
    type: str = Field(description="类型：" + "、".join(f"{k} {v}" for k, v in TYPES.items()), examples=["unit"])
    required: bool = Field(description="是否必须给出")
    default: str = Field(description="不给时是什么；必须给出的为空", examples=["全县（图库里最上面的单元）"])


class ColumnOut(BaseModel):
    """One column."""

    name: str = Field(description="列名", examples=["household_id"])
    title: str = Field(description="中文列名", examples=["户标识"])


class QuestionOut(BaseModel):
    """A question's contract."""

    name: str = Field(description="名称", examples=["households_nobody_reaches"])
    title: str = Field(description="问什么", examples=["没有任何人联系的户"])
    theme: str = Field(description="归在哪一类", examples=["覆盖和户"])
    topics: list[str] = Field(description="可以用来找到它的词")
    row: str = Field(description="一行是什么", examples=["一户"])
    parameters: list[ParameterOut] = Field(description="参数")
    columns: list[ColumnOut] = Field(description="列")


class QuestionDetail(QuestionOut):
    """A question's whole contract with its text."""

    doc: str = Field(description="说明")
    unknown: str = Field(description="待核实是什么意思")
    text: str = Field(description="查询文字(Cypher)")


class QuestionList(BaseModel):
    """The library."""

    questions: list[QuestionOut] = Field(description="问题")


class AnswerColumn(ColumnOut):
    """One column of an answer."""

    type: str = Field(description="text、int、float、bool、date、json", examples=["text"])


class AnswerOut(BaseModel):
    """An answer."""

    columns: list[AnswerColumn] = Field(description="列，按次序")
    rows: list[dict[str, Any]] = Field(description="行；没有写明的日期为 null")
    cut: bool = Field(description="是否因为 limit 截去了后面的行")
    warnings: list[str] = Field(description="提醒")
    edition: int = Field(description="第几版")
    unit: str = Field(description="在哪个单元的范围内")
    seconds: float = Field(description="查询用了几秒")


@router.get("/questions", operation_id="listQuestions", summary="问题库", description="全部问题；写了 q 就只列相关的，最相近的在前。")
def library(reader: ReaderDep, who: VisitorDep, q: Annotated[str, Query(max_length=60, description="要找的词，如 联系人")] = "") -> QuestionList:
    """The library, or what is about some words."""
    who.require("ask")
    found = about(q) if q.strip() else [one for those in by_theme().values() for one in those]
    return QuestionList(questions=[QuestionOut(**_told(one)) for one in found])


@router.get("/questions/{name}", operation_id="getQuestion", summary="一个问题的约定", description="答什么、一行是什么、待核实是什么意思、参数、列、查询文字。")
def contract(name: str, reader: ReaderDep, who: VisitorDep) -> QuestionDetail:
    """One contract."""
    who.require("ask")
    one = question_named(name)
    return QuestionDetail(**_told(one), doc=one.doc, unknown=one.unknown, text=one.text)


@router.get(
    "/questions/{name}/rows", operation_id="askQuestion", summary="问一个问题", response_model=AnswerOut,
    description=f"参数写成 param=名称=值，可多次，如 ?param=unit=仙女镇&param=as_of=2025-06-30。只看得到账号的范围；姓名默认只有姓。{STREAMS}",
)  # fmt: skip
async def ask(
    request: Request, name: str, reader: ReaderDep, who: VisitorDep,
    param: Annotated[list[str] | None, Query(max_length=40, description="名称=值；单元写名称、编码或路径，几个值用 | 隔开", examples=["unit=仙女镇"])] = None,
    format: Annotated[FormName, Query(description="答案的格式")] = "json",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description="json 最多多少行")] = ROWS,
    names: Annotated[Names, Query(description="plain：显示姓名，要有权限、账号为全县，并记入日志")] = "masked",
) -> Response:  # fmt: skip
    """Ask."""
    who.require("ask")
    one = question_named(name)
    said = {key: value for key, (_, value) in split_said(param or []).items()}
    return await program_answer(request, who, reader, Asked(question=one.name, parameters=said, names=names, form=format), limit)


def _told(one: Question) -> dict[str, Any]:
    parameters = [
        ParameterOut(name=p.name, title=TITLES.get(p.name, p.name), type=p.type, required=p.required, default="" if p.required else wording(p))
        for p in one.parameters
    ]
    columns = [ColumnOut(name=name, title=title) for name, title in heads_of(one)]
    about_it = {"name": one.name, "title": one.title, "theme": theme_of(one), "topics": list(one.topics), "row": one.row}
    return {**about_it, "parameters": parameters, "columns": columns}
