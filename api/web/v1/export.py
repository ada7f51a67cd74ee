"""/api/v1/export: the graph as files, made by a task."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.web.querying.exports import start_export
from api.web.v1.questions import Names
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter(tags=["查询"])


class ExportIn(BaseModel):
    """What to export."""

    model_config = ConfigDict(extra="forbid")

    form: Literal["graphml", "gexf", "parquet", "csv"] = Field(description="格式", examples=["csv"])
    unit: str = Field(default="", max_length=300, description="只要哪个单元(名称、编码或路径)；不写就是账号的整个范围", examples=["仙女镇"])
    names: Names = Field(default="masked", description="plain：姓名原样，要有权限、账号为全县、不选单元，并记入日志")
    only: list[str] = Field(default_factory=list, max_length=40, description="只要哪些标签和边；“组织”是各种组织", examples=[["组织"]])


class TaskStarted(BaseModel):
    """The task that does it."""

    task: str = Field(description="任务编号", examples=["20250630-120000000-0a1b2c"])
    state: str = Field(description="任务状态", examples=["waiting"])
    location: str = Field(description="在哪里看进度、取文件")


@router.post(
    "/export", operation_id="exportGraph", status_code=202, summary="导出整张图",
    description="在后台写成 GraphML、GEXF、Parquet 或 CSV，读回核对后打包。返回 202，Location 是任务的地址；完成后从任务下载。",
    responses={202: {"headers": {"Location": {"description": "任务的地址", "schema": {"type": "string"}}}}},
)  # fmt: skip
def export(request: Request, response: Response, asked: Annotated[ExportIn, Body()], reader: ReaderDep, who: VisitorDep) -> TaskStarted:
    """Begin."""
    task = start_export(who, reader, asked.form, asked.unit, asked.names, asked.only)
    address = f"{request.scope.get('root_path', '')}/api/v1/tasks/{task.id}"
    response.headers["Location"] = address
    return TaskStarted(task=task.id, state=task.state, location=address)
