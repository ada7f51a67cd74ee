"""What may be shown of names, ids and phones."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graph.masking import ValueKind, mask_name, mask_names, mask_value, names_inside

NAMES = {
    "张三": "张*",
    "张三丰": "张*",
    "司马相如": "司马*",
    "欧阳": "欧*",
    "欧阳修": "欧阳*",
    "李": "李*",
    "": "",
    " 王五 ": "王*",
    "阿依古丽·买买提": "阿*",
    "O'Neil": "O*",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name(name: str) -> None:
    assert mask_name(name) == NAMES[name]


def test_a_column_is_masked_alike() -> None:
    names = [*NAMES, "𠮷田一郎", "张\n三"]
    assert mask_names(pa.array([*names, None])).to_pylist() == [*map(mask_name, names), None]
    assert mask_names(pa.chunked_array([["张三"], []], pa.string())).to_pylist() == ["张*"]


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("id", "420583197001011234", "420583****"),
        ("id", "42058319700101123X", "420583****"),
        ("id", "1234", "****"),
        ("id", "4.2058E+17", "4.2058****"),
        ("id", "", ""),
        ("phone", "13812345678", "138****"),
        ("phone", "0717-4212345", "071****"),
        ("phone", "138", "****"),
        ("name", "张三丰", "张*"),
        ("text", "好邻居", "好邻居"),
        ("text", "张三 420583197001011234 电话13812345678", "张三 420583**** 电话138****"),
    ],
)
def test_a_value(kind: ValueKind, text: str, masked: str) -> None:
    assert mask_value(kind, text) == masked


def test_ids_that_hold_their_name() -> None:
    assert names_inside(["v1/张三", "p2"], ["张三", "李四"]) == "v1/张三"
    assert names_inside(["p1", "p2"], ["张三", "李"]) is None
