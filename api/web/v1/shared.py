"""Models that several topics of the API answer with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

SOURCE: Any = Field(description="依据：文件#工作表!行；不在账号的单元内的为空", examples=["青禾_两代表一委员联系户台账.xlsx#芦荻洲镇!137"])


class Dated(BaseModel):
    """从某日到某日有效，由台账的一行写明。"""

    since: dt.date | None = Field(description="起；没有写明为 null", examples=["2023-09-08"])
    until: dt.date | None = Field(description="止；没有写明或仍有效为 null")
    source: str = SOURCE


class UnitRef(BaseModel):
    """一个单元。"""

    id: str = Field(description="单元", examples=["429930103203"])
    name: str = Field(description="名称", examples=["孙家坡村"])
    path: str = Field(description="从县写起的路径", examples=["青禾县/芦荻洲镇/孙家坡村"])
    level: int = Field(description="层级：0 市 1 县 2 镇街 3 村（社区）4 组 5 湾落", examples=[3])


class LedgerProblem(BaseModel):
    """台账行上的一个问题。"""

    line: int = Field(description="在 problems.csv 中是第几条，从 0 起")
    file: str = Field(description="文件", examples=["芦荻洲镇_户籍人口台账.csv"])
    sheet: str = Field(description="工作表", examples=[""])
    row: int = Field(description="行号，同 Excel", examples=[1566])
    column: str = Field(description="列", examples=["身份证号"])
    code: str = Field(description="问题代码", examples=["id_checksum"])
    told: str = Field(description="问题的中文", examples=["身份证号校验码不对"])
    severity: str = Field(description="程度", examples=["warning"])
    weight: str = Field(description="程度的中文", examples=["提醒"])
    value: str = Field(description="单元格的内容（遮盖）", examples=["420583****"])
    message: str = Field(description="说明和下一步")


class FindingRef(BaseModel):
    """有关的一条缺口或待核实。"""

    line: int = Field(description="在 gaps.csv 中是第几条，从 0 起")
    system: str = Field(description="体系", examples=["G1"])
    check: str = Field(description="检查", examples=["G1.load"])
    title: str = Field(description="检查的标题")
    state: str = Field(description="gap 缺口，unknown 待核实", examples=["gap"])
    reason: str = Field(description="原因的代码", examples=["below"])
    said: str = Field(description="原因的中文", examples=["联系户数不足"])
    subject_name: str = Field(description="内容", examples=["蔡* 党员中心户 4户"])
    unit_id: str = Field(description="单元")
    unit_path: str = Field(description="单元的路径")
