"""file#sheet!row is read back as it was written, whatever stands in the names."""

from __future__ import annotations

import pytest

from graph.source import split


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("镇/台账.xlsx#Sheet1!12", ("镇/台账.xlsx", "Sheet1", 12)),
        ("台账.csv#!3", ("台账.csv", "", 3)),
        ("1#楼.xlsx#2#楼!7", ("1#楼.xlsx", "2#楼", 7)),
        ("台账.xls#急!件!9", ("台账.xls", "急!件", 9)),
    ],
)
def test_split(source: str, parts: tuple[str, str, int]) -> None:
    assert split(source) == parts


def test_what_is_no_source() -> None:
    with pytest.raises(ValueError, match="is not file#sheet!row"):
        split("daohu.toml#!")
