"""/api/v1/schema: what there is to ask about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.reports.words import LEVELS
from api.web.querying.examples import Kind, schema
from api.web.v1.questions import Names
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter(tags=["查询"])


class PropertyOut(BaseModel):
    """A property."""

    name: str = Field(description="名称", examples=["code"])
    type: str = Field(description="text、int、bool、date", examples=["text"])
    meaning: str = Field(description="含义", examples=["户号"])


class LabelOut(BaseModel):
    """A label."""

    name: str = Field(description="标签", examples=["Household"])
    meaning: str = Field(description="含义", examples=["户"])
    properties: list[PropertyOut] = Field(description="属性")


class EdgeOut(LabelOut):
    """An edge type."""

    joins: list[tuple[str, str]] = Field(description="从哪种标签到哪种标签")


class SchemaOut(BaseModel):
    """The graph's schema as the account's questions see it."""

    labels: list[LabelOut] = Field(description="节点")
    edges: list[EdgeOut] = Field(description="边")
    levels: dict[int, str] = Field(description="单元的层级")
    scope: str = Field(description="看得到哪个单元")
    open_since: str = Field(description="没有写明的开始日期在库里是什么", examples=["0001-01-01"])
    open_until: str = Field(description="没有写明的结束日期在库里是什么", examples=["9999-12-31"])


@router.get("/schema", operation_id="getSchema", summary="图里有什么", description="标签、边、属性和含义；姓名遮盖的库(默认)多几个属性，如全县联系的户数。")
def show(reader: ReaderDep, who: VisitorDep, names: Annotated[Names, Query(description="哪一种库")] = "masked") -> SchemaOut:
    """The schema."""
    who.require("ask")
    nodes, edges = schema(masked=names != "plain")
    return SchemaOut(
        labels=[LabelOut(name=k.name, meaning=k.meaning, properties=_properties(k)) for k in nodes],
        edges=[EdgeOut(name=k.name, meaning=k.meaning, properties=_properties(k), joins=list(k.joins)) for k in edges],
        levels=dict(LEVELS), scope=reader.top.path, open_since="0001-01-01", open_until="9999-12-31",
    )  # fmt: skip


def _properties(kind: Kind) -> list[PropertyOut]:
    return [PropertyOut(name=p.name, type=p.type, meaning=p.meaning) for p in kind.properties]
