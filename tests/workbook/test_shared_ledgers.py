"""Every ledger of the packs beside this repository is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.workbook import list_files, read_file

PACKS = Path(__file__).resolve().parents[3] / "shared" / "ledgers"


@pytest.mark.parametrize("pack", ["zhijiang-a", "enyang-a", "xinyang-a"])
def test_all_read(pack: str) -> None:
    folder = PACKS / pack / "ledgers"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    found = list_files([folder])
    assert len(found.files) == sum(path.name != "daohu.toml" for path in folder.iterdir())
    assert found.passed_over == []
    for path, name in found.files:
        for sheet in read_file(path, name):
            assert sheet.height > 0
            assert sheet.width > 1
            assert {len(column) for column in sheet.columns} == {sheet.height}
            assert sheet.columns[0].null_count + sheet.columns[1].null_count < 2 * sheet.height
            assert (sheet.merged[:, 2] < sheet.height).all()
            assert (sheet.name == "") is (path.suffix == ".csv")
