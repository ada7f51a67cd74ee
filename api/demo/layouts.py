"""The layouts a town may keep its register in; further towns begin again from the first."""

from __future__ import annotations

from dataclasses import dataclass, field

WORDS = {
    "seq": "序号", "town": "乡镇(街道)", "village": "村(社区)", "group": "村民小组(小区)", "bay": "湾落(楼栋)", "code": "户号", "head_id": "户主身份证号",
    "head": "户主姓名", "name": "姓名", "relation": "与户主关系", "sex": "性别", "id": "公民身份号码", "birth": "出生日期", "ethnic": "民族",
    "political": "政治面貌", "education": "学历", "phone": "联系电话", "address": "家庭住址",
    "grid": "所属网格", "special": "专属网格", "type": "户类型", "remark": "备注",
}  # fmt: skip
"""Field → the header word of most towns, in the order of the columns."""


@dataclass(frozen=True)
class Layout:
    """How one town keeps its register."""

    suffix: str
    by_village: bool = False
    """A sheet per village."""
    merged: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    banded: bool = False
    """Two header rows: 家庭户信息 over 户号 and 户主姓名, 人员信息 over the person."""
    without: tuple[str, ...] = ("head_id",)
    words: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    separator: str = ","
    coded: bool = False
    """政治面貌 as a number, explained in daohu.toml."""

    @property
    def typed(self) -> bool:
        """Cells have types: only in real workbooks."""
        return self.suffix == ".xlsx"


LAYOUTS: tuple[Layout, ...] = (
    Layout(".xlsx", merged=("code", "head", "address")),
    Layout(".xlsx", by_village=True, ditto=("code", "head", "address"), banded=True),
    Layout(".csv", encoding="gb18030"),
    Layout(".xlsx", without=("code",), words={"id": "身份证号码", "phone": "手机号码", "address": "住址", "birth": "出生年月日"}),
    Layout(".csv", encoding="utf-8-sig", separator=";", words={
        "town": "镇街", "group": "组别", "bay": "自然村", "code": "户编号", "id": "身份证号", "phone": "联系方式",
    }),
    Layout(".xls", coded=True, words={"name": "*姓名", "id": "证件号码", "town": "乡(镇)", "village": "行政村", "address": "现居住地"}),
    Layout(".xlsx", by_village=True, without=("head_id", "village"), words={"group": "小组", "head": "户主"}),
)  # fmt: skip
HOUSEHOLD_BAND, PERSON_BAND = "家庭户信息", "人员信息"
BANDS = {"code": HOUSEHOLD_BAND, "head": HOUSEHOLD_BAND, **dict.fromkeys(("name", "relation", "sex", "id", "birth", "ethnic", "political"), PERSON_BAND)}
CODES = {"中共党员": "1", "中共预备党员": "2", "共青团员": "3", "群众": "4"}


def layout_of(town: int) -> Layout:
    return LAYOUTS[town % len(LAYOUTS)]
