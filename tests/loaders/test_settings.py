"""daohu.toml: what is refused, with file, key and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SchemeError
from loaders.settings import read_settings


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('schema = "zhijiang"', ("schema", "scheme")),
        ("scheme = 3", ("scheme", "带引号的文字")),
        ('as_of = "2024-06-30"', ("as_of", "2024-06-30")),
        ("[[delivered]]\nledger = 3", ("delivered.1.ledger",)),
        ('[[delivered]]\nledger = "联户长"\nunits = "金山村"', ("delivered.1.units", "列表")),
        ('[[delivered]]\nledgr = "联户长"', ("ledgr", "ledger")),
        ('[aliases]\nkinds = "妇联"', ("aliases.kinds",)),
        ('[codes]\n"政治面貌" = "党员"', ("codes.政治面貌",)),
        ('sheets = ["a"]', ("sheets.1",)),
        ('[lists]\n"一约七会" = "村规民约"', ("lists.一约七会", "列表")),
        ('[columns]\n"门户" = 1', ("columns.门户",)),
        ("scheme = ", ("写法有误",)),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(tmp_path: Path, text: str, parts: tuple[str, ...]) -> None:
    (tmp_path / "daohu.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SchemeError) as said:
        read_settings([tmp_path])
    assert all(part in str(said.value) for part in ("daohu.toml", *parts)), said.value


def test_two_settings_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "daohu.toml").write_text("", encoding="utf-8")
    with pytest.raises(SchemeError, match="只保留一个"):
        read_settings([tmp_path / "a", tmp_path / "b"])


def test_without_settings_all_is_empty(tmp_path: Path) -> None:
    assert read_settings([tmp_path]).county == ""
