"""Parquet and CSV: a file per label and per edge type, and their reading back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from api.exporting.chosen import Chosen, called, node_ids, open_as_null, shown, text
from api.reports.csv_files import tame, write_frame
from graph.errors import OutputError
from graph.schema import NODE
from graph.store import Progress


def write_parquet(graph: Chosen, folder: Path, progress: Progress) -> None:
    """nodes_<Label>.parquet and edges_<NAME>.parquet; open dates are null."""
    for name, _, table in _told(graph, progress, "写出"):
        pq.write_table(open_as_null(table), folder / f"{name}.parquet", compression="zstd")


def check_parquet(graph: Chosen, folder: Path, progress: Progress) -> None:
    """Every file read back is what was to be written."""
    for name, _, table in _told(graph, progress, "读回核对"):
        _require(pq.read_table(folder / f"{name}.parquet").equals(open_as_null(table)), name)


def write_csv(graph: Chosen, folder: Path, progress: Progress) -> None:
    """nodes_<Label>.csv and edges_<NAME>.csv with the headers of Gephi (Id, Label; Source, Target, Type, Label), UTF-8 with BOM."""
    for name, kind, table in _told(graph, progress, "写出"):
        frame = _headed(kind, table).to_pandas()
        write_frame(frame, tuple(frame.columns), folder / f"{name}.csv")


def check_csv(graph: Chosen, folder: Path, progress: Progress) -> None:
    """Every file read back is what was to be written."""
    for name, kind, table in _told(graph, progress, "读回核对"):
        wanted = pa.Table.from_pandas(tame(_headed(kind, table).to_pandas()), preserve_index=False)
        wanted = pa.table({c: wanted[c].cast(pa.string()) for c in wanted.column_names})
        read = pv.read_csv(
            folder / f"{name}.csv",
            parse_options=pv.ParseOptions(newlines_in_values=True),
            convert_options=pv.ConvertOptions(column_types=dict.fromkeys(wanted.column_names, pa.string()), strings_can_be_null=False),
        )
        _require(read.column_names == wanted.column_names and read.equals(wanted), name)


def _told(graph: Chosen, progress: Progress, doing: str) -> Iterator[tuple[str, str, pa.Table]]:
    """The name of each file, its label or edge type, and its rows; edges of all label pairs in one, with the labels of their ends."""
    done = 0
    for label, table in graph.nodes():
        yield f"nodes_{label}", label, table
        done += table.num_rows
        progress(doing, done, graph.rows)
    for name, group in groupby(graph.edges(), lambda told: told[0][0]):
        table = pa.concat_tables([_labelled(key[1], key[2], part) for key, part in group])
        yield f"edges_{name}", name, table
        done += table.num_rows
        progress(doing, done, graph.rows)


def _labelled(start: str, end: str, table: pa.Table) -> pa.Table:
    ends = {"from": table["from"], "from_label": start, "to": table["to"], "to_label": end}
    columns = {k: _same(v, table) if isinstance(v, str) else v for k, v in ends.items()}
    return pa.table(columns | {c: table[c] for c in table.column_names if c not in ("from", "to")})


def _headed(kind: str, table: pa.Table) -> pa.Table:
    """A table of texts with the columns that Gephi knows first."""
    if kind in NODE:
        first = {"Id": node_ids(kind, table["id"]), "Label": shown(kind, table), "labels": _same(kind, table)}
        rest = [c for c in table.column_names if c != "id"]
    else:
        ends = {c: pc.binary_join_element_wise(table[f"{c}_label"], table[c], ":") for c in ("from", "to")}
        first = {"Source": ends["from"], "Target": ends["to"], "Type": _same("Directed", table), "Label": _same(kind, table)}
        rest = [c for c in table.column_names if c not in ("from", "from_label", "to", "to_label")]
    return pa.table(first | {called(c): text(table[c]) for c in rest})


def _same(word: str, table: pa.Table) -> pa.Array:
    return pa.repeat(pa.scalar(word), table.num_rows)


def _require(same: bool, name: str) -> None:
    if not same:
        raise OutputError(f"{name} 读回来与写出的不一样，没有写出任何结果。请检查磁盘后重试；再次出现请报告。")
