"""Ledger problems as values with a place: file, sheet, row (as Excel shows it), column, a stable code and a sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.masking import ValueKind, mask_value
from graph.result import PROBLEMS


@dataclass(frozen=True)
class Code:
    """A kind of problem. `sentence` may use {value} (masked) and {note}; it ends with the next step."""

    code: str
    title: str
    severity: str
    """error: the row is refused; warning: a cell is not used; info: only said."""
    sentence: str


CODES = {
    c.code: c
    for c in (
        Code("header_unrecognised", "不认识的表", "error", "{note}"),
        Code("file_unreadable", "文件无法读取", "error", "{note}"),
        Code("required_missing", "缺少必填项", "error", "“{note}”为空，本行未采用。请补填后重新报送。"),
        Code("unit_unknown", "单元不存在", "error", "“{value}”在单元名册中找不到，本行未采用。请核对乡镇、村(社区)名称{note}。"),
        Code("unit_ambiguous", "单元不唯一", "error", "“{value}”同时符合几个单元({note})，本行未采用。请写全称，如“村委会”“社区”。"),
        Code("code_conflict", "代码与名称不一致", "warning", "区划代码“{value}”与名称不是同一个单元，已按名称处理。请核对代码{note}。"),
        Code(
            "unit_name_reused",
            "原名仍在使用",
            "warning",
            "“{value}”现在仍是一个单元的名称或代码，台账中这样写的行按现在的单元({note})处理。如果它已经撤并，请重报该镇街的单元名册；如果名称给了别的单元，请在这些行写现名。",
        ),
        Code("household_unknown", "户不存在", "error", "户籍台账中没有这一户：{value}，本行未采用。请核对户号、户主姓名和村组。"),
        Code("household_ambiguous", "户不唯一", "error", "“{value}”在{note}同时符合几户，本行未采用。请补填户号或户主身份证号。"),
        Code("person_unknown", "人员不存在", "warning", "找不到人员“{value}”。请核对姓名和身份证号。"),
        Code("organization_unknown", "组织不存在", "warning", "“{value}”对不上，未建立{note}。"),
        Code("duplicate_row", "重复行", "info", "与{note}重复，只计一次。"),
        Code("id_checksum", "身份证号校验位不符", "warning", "身份证号“{value}”校验位不符，未采用。请对照证件核对。"),
        Code("id_length", "身份证号位数不对", "warning", "身份证号“{value}”不是18位(或15位)，未采用。请补全。"),
        Code("id_precision_lost", "身份证号已丢失末位", "warning", "身份证号按数字存储，末几位已丢失，未采用。请把单元格改为文本后重新录入。"),
        Code("birth_mismatch", "出生日期与身份证号不符", "warning", "出生日期“{value}”与身份证号不符，以身份证号为准。请核对。"),
        Code("sex_mismatch", "性别与身份证号不符", "warning", "性别“{value}”与身份证号不符，以身份证号为准。请核对。"),
        Code("date_invalid", "日期无法识别", "warning", "日期“{value}”不存在或无法识别，未采用。请改为如 2024-06-20 的写法{note}。"),
        Code("code_ambiguous", "代码含义不明", "warning", "“{value}”是代码，不同系统含义不同，未采用。请改填文字，或在 daohu.toml 的 [codes] 中说明。"),
        Code("id_shared", "一号多人", "warning", "同一身份证号登记了不同姓名({note})，已按姓名分作两人。请核对。"),
        Code("household_conflict", "同户信息不一致", "warning", "同一户的{note}不一致，以户主行为准。请核对。"),
        Code("household_code_shared", "撤并后户号重复", "warning", "户号“{value}”在{note}都有，现在同属一村，已按原村分作几户。请重编户号后重新报送。"),
        Code("uscc_invalid", "统一社会信用代码无效", "warning", "统一社会信用代码“{value}”无效，未采用(组织仍计入)。请核对。"),
        Code("phone_invalid", "电话号码无效", "warning", "电话号码“{value}”位数不对，未采用。请核对。"),
        Code("total_mismatch", "填报数与实有数不符", "info", "填报“{value}”，按台账逐户计算为{note}。请核对填报数或台账是否完整。"),
        Code("measure_unknown", "指标不认识", "warning", "指标“{value}”不认识，这个数不参与核对。{note}"),
        Code("mechanism_unknown", "联系机制不认识", "error", "“{value}”不是党代表、人大代表或政协委员{note}。请改填身份，如“县人大代表”。"),
        Code("column_unread", "列未使用", "info", "{note}"),
        Code("header_forgiven", "表头有出入", "info", "{note}"),
        Code("answer_unclear", "答复不能采用", "error", "{note}"),
        Code("answer_obsolete", "答复已不适用", "info", "已不适用：{note} 已经写明，不再重复采用。"),
        Code("answer_contradicts", "答复与台账不一致", "warning", "{note}"),
        Code("scheme_setting", "设置有误", "warning", "{note}"),
    )
}


def not_found(relation: str, ledger: str = "组织花名册") -> str:
    """The note of organization_unknown for a name that is nobody's: which relation is lost, which ledger the name must match."""
    return f"{relation}关系。请核对名称，须与{ledger}一致"


def fits_several(relation: str) -> str:
    """The note of organization_unknown for a name that several have."""
    return f"{relation}关系。有几个同名，请写全称或所在村（社区）"


_MASKED: dict[str, ValueKind] = {"name": "name", "id": "id", "phone": "phone"}
"""Kinds of columns that are masked by their kind; other text by what it looks like."""


class Problems:
    """Collects problems in one pass, as batches of columns."""

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []

    def copy(self) -> Problems:
        """The same problems, to which others are added apart."""
        other = Problems()
        other._parts = list(self._parts)
        return other

    def forget(self, files: Collection[str]) -> None:
        """Take back what was told of these files."""
        self._parts = [p[~p["file"].isin(list(files))] for p in self._parts]

    def add(
        self,
        code: str,
        files: Sequence[str],
        sheets: Sequence[str],
        rows: Sequence[int] | np.ndarray,
        columns: Sequence[str],
        values: Sequence[str | None],
        notes: Sequence[str],
        cells: Sequence[str],
    ) -> None:
        """A batch of one code; `cells` says per entry what kind of column it is, for masking."""
        if not len(rows):
            return
        kind = CODES[code]
        shown = [mask_value(_MASKED.get(c, "text"), v or "") for c, v in zip(cells, values, strict=True)]
        said = [kind.sentence.format(value=v, note=n) for v, n in zip(shown, notes, strict=True)]
        self._parts.append(
            pd.DataFrame(
                {
                    "file": files,
                    "sheet": sheets,
                    "row": np.asarray(rows, np.int64),
                    "column": columns,
                    "code": code,
                    "severity": kind.severity,
                    "value": shown,
                    "message": said,
                }
            )
        )

    def add_one(self, code: str, file: str, sheet: str = "", row: int = 0, column: str = "", value: str = "", note: str = "", cell: str = "text") -> None:
        """One problem of a file or a sheet (row 0) or of a single cell."""
        self.add(code, [file], [sheet], [row], [column], [value], [note], [cell])

    def frame(self) -> pd.DataFrame:
        """All problems with the columns of `graph.result.PROBLEMS`, in the order of file, sheet, row."""
        if not self._parts:
            return pd.DataFrame({c: pd.Series(dtype="int64" if c == "row" else "str") for c in PROBLEMS})
        found = pd.concat(self._parts, ignore_index=True)[list(PROBLEMS)]
        return found.drop_duplicates().sort_values(["file", "sheet", "row", "column", "code"], kind="stable", ignore_index=True)

    def table(self) -> pa.Table:
        return pa.Table.from_pandas(self.frame(), preserve_index=False)
