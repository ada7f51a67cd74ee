"""Every form, read by the programs that it is for, holds the whole graph and its values."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from api.exporting import export
from graph.edition import Edition
from graph.masking import mask_name
from tests.exporting.conftest import HOSTILE

NAMES = pytest.mark.parametrize("names", ["masked", "plain"])


def wanted(name: str, names: str) -> str:
    return mask_name(name) if names == "masked" else name


def in_xml(name: str) -> str:
    """XML has no vertical tab."""
    return name.replace("\x0b", "\N{REPLACEMENT CHARACTER}")


@NAMES
@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_it(edition: Edition, tmp_path: Path, form: str, read: object, names: str) -> None:
    written = export(edition, form, tmp_path / "out", names=names)
    assert callable(read)
    graph: nx.MultiDiGraph = read(tmp_path / "out" / f"daohu.{form}")
    counts = Counter(d["labels"] for _, d in graph.nodes(data=True)) + Counter(d["label"] for *_, d in graph.edges(data=True))
    assert counts == written.counts == edition.counts
    assert graph.is_directed() and graph.is_multigraph()
    people = {n: d.get("name", "") for n, d in graph.nodes(data=True) if n.startswith("Person:x")}
    assert people == {f"Person:x{i}": in_xml(wanted(name, names)) for i, name in enumerate(HOSTILE)}
    assert graph.nodes["Person:x0"]["label"] == wanted(HOSTILE[0], names)
    village = graph.nodes["Unit:金山村"]
    assert (village["label"], village["level"], village["path"]) == ("金山村", 3, "枝江市/仙女镇/金山村") and "since" not in village
    assert graph.nodes["Household:h7"]["counted"] is False
    assert len(graph.get_edge_data("Person:p5", "Household:hostile")) == 2  # two that are alike stay two
    [home] = graph.get_edge_data("Person:x1", "Household:h1").values()
    assert (home["label"], home["since"], home["is_head"]) == ("LIVES_IN", "2024-06-29", False) and "until" not in home
    assert home["evidence"] == "LIVES_IN.xlsx#页!3"


@NAMES
def test_parquet(edition: Edition, tmp_path: Path, names: str) -> None:
    written = export(edition, "parquet", tmp_path / "out", names=names)
    tables = {p.stem: pq.read_table(p) for p in written.files if p.suffix == ".parquet"}
    assert {name.partition("_")[2]: table.num_rows for name, table in tables.items()} == written.counts == edition.counts
    people = {r["id"]: r for r in tables["nodes_Person"].to_pylist()}
    assert [people[f"x{i}"]["name"] for i in range(len(HOSTILE))] == [wanted(n, names) for n in HOSTILE]
    assert (people["p2"]["left_on"], people["p1"]["left_on"]) == (dt.date(2024, 6, 30), None)
    contact = tables["edges_CONTACTS"].to_pylist()[0]
    assert (contact["from"], contact["from_label"], contact["to"], contact["to_label"], contact["part"]) == ("p1", "Person", "h1", "Household", "甲")


@NAMES
def test_csv(edition: Edition, tmp_path: Path, names: str) -> None:
    written = export(edition, "csv", tmp_path / "out", names=names)
    frames = {p.stem: pd.read_csv(p, dtype=str, keep_default_na=False, encoding="utf-8-sig") for p in written.files if p.suffix == ".csv"}
    assert {name.partition("_")[2]: len(frame) for name, frame in frames.items()} == written.counts
    assert (tmp_path / "out" / "nodes_Person.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    people = frames["nodes_Person"].set_index("Id")["name"]
    told = [people[f"Person:x{i}"] for i in range(len(HOSTILE))]
    assert told == [f"'{n}" if (n := wanted(name, names)).lstrip()[:1] in ("=", "+") or n.startswith("\t") else n for name in HOSTILE]
    edges = frames["edges_PART_OF"]
    assert list(edges.columns[:4]) == ["Source", "Target", "Type", "Label"]
    assert edges.iloc[0, :4].tolist() == ["Unit:仙女镇", "Unit:枝江市", "Directed", "PART_OF"]
    assert set(edges["until"]) == {""}
    assert list(frames["nodes_Unit"].columns[:3]) == ["Id", "Label", "labels"]


def test_what_the_page_says(edition: Edition, tmp_path: Path) -> None:
    export(edition, "csv", tmp_path / "out")
    said = (tmp_path / "out" / "导出说明.md").read_text(encoding="utf-8")
    assert "姓名：已遮盖" in said and f"版次 {edition.id}" in said
    assert f"| Household | 户 | {edition.counts['Household']} |" in said
    assert "9999" not in said and "nodes_Person.csv" in said
