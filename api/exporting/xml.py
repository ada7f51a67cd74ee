"""GraphML and GEXF, written a column at a time: a county as networkx objects takes six gigabytes, as text it takes none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.compute as pc
from networkx.readwrite.gexf import GEXF
from networkx.readwrite.graphml import GraphML

from api.exporting.chosen import Chosen, called, node_ids, shown, text
from graph.schema import Type
from graph.store import Progress

GRAPHML, GEXF_NAMES = GraphML.NS_GRAPHML, GEXF.versions["1.2draft"]["NS_GEXF"]
"""The namespaces as networkx has them."""
FILES = {"graphml": "daohu.graphml", "gexf": "daohu.gexf"}
LABELS, LABEL = "labels", "label"
"""The label of a node; what is shown of a node, and the type of an edge."""
_BATCH = 20_000
_NOT_IN_XML = r"[\x{00}-\x{08}\x{0b}\x{0c}\x{0e}-\x{1f}\x{fffe}\x{ffff}]"
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_TYPES: dict[Type, str] = {"text": "string", "date": "string", "int": "long", "bool": "boolean"}
Columns = dict[str, pa.Array]


def rows(graph: Chosen) -> Iterator[tuple[str, Columns, Columns]]:
    """(node or edge, its ids, its properties as texts) in batches, in the order of the file; '' is not said."""
    for label, table in graph.nodes():
        for part in _slices(table):
            said = {LABELS: _same(label, part), LABEL: _legal(shown(label, part))}
            yield "node", {"id": _legal(node_ids(label, part["id"]))}, said | _properties(graph, label, part)
    number = count(1)
    for (name, start, end), table in graph.edges():
        for part in _slices(table):
            ids = pa.array([f"e{next(number)}" for _ in range(part.num_rows)], pa.string())
            ends = {"source": _legal(node_ids(start, part["from"])), "target": _legal(node_ids(end, part["to"]))}
            yield "edge", {"id": ids, **ends}, {LABEL: _same(name, part)} | _properties(graph, name, part)


def types(graph: Chosen, element: str) -> dict[str, str]:
    """The type of every property of nodes or of edges; a name has one type whatever the label."""
    own = {LABELS: "string", LABEL: "string"} if element == "node" else {LABEL: "string"}
    kinds = graph.labels if element == "node" else graph.names
    return own | {called(p.name): _TYPES[p.type] for kind in kinds for p in graph.properties(kind)}


def write_graphml(graph: Chosen, folder: Path, progress: Progress) -> None:
    """daohu.graphml; a property that is empty is left out."""
    with _file(folder / FILES["graphml"]) as file:
        file.write(f'<graphml xmlns="{GRAPHML}">\n')
        for element in ("node", "edge"):
            file.writelines(f'<key id="{element}_{n}" for="{element}" attr.name="{n}" attr.type="{k}"/>\n' for n, k in types(graph, element).items())
        file.write('<graph id="daohu" edgedefault="directed">\n')
        for element, ids, said in _counted(graph, progress):
            body = [_wrapped(f'<data key="{element}_{n}">', values, "</data>") for n, values in said.items()]
            _write(file, [*_start(element, ids), ">", *body, f"</{element}>"])
        file.write("</graph>\n</graphml>\n")


def write_gexf(graph: Chosen, folder: Path, progress: Progress) -> None:
    """daohu.gexf (1.2draft), in which the label is no property but an attribute, as Gephi wants it."""
    with _file(folder / FILES["gexf"]) as file:
        file.write(f'<gexf xmlns="{GEXF_NAMES}" version="1.2">\n<graph defaultedgetype="directed" mode="static">\n')
        for element in ("node", "edge"):
            file.write(f'<attributes class="{element}" mode="static">\n')
            file.writelines(f'<attribute id="{n}" title="{n}" type="{k}"/>\n' for n, k in types(graph, element).items() if n != LABEL)
            file.write("</attributes>\n")
        under_way = "node"
        file.write("<nodes>\n")
        for element, ids, said in _counted(graph, progress):
            if element != under_way:
                file.write("</nodes>\n<edges>\n")
                under_way = element
            body = [_wrapped(f'<attvalue for="{n}" value="', values, '"/>') for n, values in said.items() if n != LABEL]
            _write(file, [*_start(element, ids | {LABEL: said[LABEL]}), "><attvalues>", *body, f"</attvalues></{element}>"])
        file.write(f"</{under_way}s>\n</graph>\n</gexf>\n")


def _properties(graph: Chosen, kind: str, part: pa.Table) -> Columns:
    return {called(p.name): _legal(text(part[p.name])) for p in graph.properties(kind)}


def _counted(graph: Chosen, progress: Progress) -> Iterator[tuple[str, Columns, Columns]]:
    done = 0
    for element, ids, said in rows(graph):
        yield element, ids, said
        done += len(ids["id"])
        progress("写出", done, graph.rows)


def _slices(table: pa.Table) -> Iterator[pa.Table]:
    return (table.slice(start, _BATCH) for start in range(0, table.num_rows, _BATCH))


def _same(word: str, table: pa.Table) -> pa.Array:
    return pa.repeat(pa.scalar(word), table.num_rows)


def _legal(column: pa.ChunkedArray) -> pa.Array:
    """Texts with the few characters that XML cannot hold shown as such."""
    return pc.replace_substring_regex(column, _NOT_IN_XML, "\N{REPLACEMENT CHARACTER}").combine_chunks()


def _escaped(values: pa.Array) -> pa.Array:
    for sign, instead in _ESCAPED.items():
        if pc.any(pc.match_substring(values, sign)).as_py():
            values = pc.replace_substring(values, sign, instead)
    return values


def _wrapped(before: str, values: pa.Array, after: str) -> pa.Array:
    """Each value between its tags; nothing where it is empty."""
    return pc.if_else(pc.equal(values, ""), "", pc.binary_join_element_wise(before, _escaped(values), after, ""))


def _start(element: str, attributes: Columns) -> list[pa.Array | str]:
    return [f"<{element}", *(_wrapped(f' {name}="', values, '"') for name, values in attributes.items())]


def _write(file: TextIO, parts: list[pa.Array | str]) -> None:
    lines = pc.binary_join_element_wise(*parts, "\n", "")
    file.write("".join(lines.to_pylist()))


def _file(path: Path) -> TextIO:
    file = path.open("w", encoding="utf-8", newline="\n")
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    return file
