"""An export is there whole or not at all, and is what was to be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.exporting import FORMS, export
from api.exporting.chosen import chosen
from graph.edition import Edition
from graph.errors import OutputError
from graph.store import silent
from graph.stores.contents import source

KILLED = """
import os, signal, sys
from pathlib import Path
from api.exporting import export
from graph.edition import read_edition

def progress(what, done, total):
    if what == "读回核对":
        os.kill(os.getpid(), signal.SIGKILL)

export(read_edition(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), progress=progress)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_in_between(edition: Edition, tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(edition.folder), "csv", str(tmp_path / "out")], capture_output=True, text=True)
    assert ended.returncode == -9, ended.stderr
    assert not (tmp_path / "out").exists()
    export(edition, "csv", tmp_path / "out")
    assert (tmp_path / "out" / "导出说明.md").exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_file_is_found(edition: Edition, tmp_path: Path, form: str) -> None:
    graph = chosen(source(edition, "plain"), [])
    write, check = FORMS[form]
    write(graph, tmp_path, silent)
    check(graph, tmp_path, silent)
    if form == "parquet":
        (tmp_path / "nodes_Person.parquet").write_bytes((tmp_path / "nodes_Household.parquet").read_bytes())
    else:
        path = tmp_path / ("nodes_Person.csv" if form == "csv" else f"daohu.{form}")
        path.write_bytes(path.read_bytes().replace("欧阳锋".encode(), "欧阳克".encode(), 1))
    with pytest.raises(OutputError, match="读回来与写出的不一样"):
        check(graph, tmp_path, silent)


def test_a_cut_file_is_found(edition: Edition, tmp_path: Path) -> None:
    graph = chosen(source(edition, "plain"), [])
    for form in ("graphml", "gexf"):
        write, check = FORMS[form]
        write(graph, tmp_path, silent)
        path = tmp_path / f"daohu.{form}"
        path.write_bytes(path.read_bytes()[:-400])
        with pytest.raises(OutputError, match="读"):
            check(graph, tmp_path, silent)


def test_another_folder_is_not_overwritten(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(OutputError, match="不会覆盖"):
        export(edition, "csv", tmp_path)
    first = export(edition, "csv", tmp_path / "out")
    second = export(edition, "csv", tmp_path / "out", only=["Unit"])
    assert len(second.files) < len(first.files) == len(list((tmp_path / "out-上次").iterdir()))
