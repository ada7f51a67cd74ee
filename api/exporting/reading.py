"""GraphML and GEXF read back: every node and edge, in its order, with every property, is what was to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from api.exporting.chosen import Chosen
from api.exporting.xml import FILES, GEXF_NAMES, GRAPHML, LABEL, rows
from graph.errors import OutputError
from graph.store import Progress

_Told = tuple[str, dict[str, str], dict[str, str]]


def check_graphml(graph: Chosen, folder: Path, progress: Progress) -> None:
    """Raise OutputError where daohu.graphml is not the graph."""
    _compare(graph, folder / FILES["graphml"], GRAPHML, _graphml, progress)


def check_gexf(graph: Chosen, folder: Path, progress: Progress) -> None:
    """Raise OutputError where daohu.gexf is not the graph."""
    _compare(graph, folder / FILES["gexf"], GEXF_NAMES, _gexf, progress)


def _compare(graph: Chosen, path: Path, space: str, read: Callable[[etree._Element], _Told], progress: Progress) -> None:
    total, told = graph.rows, 0
    try:
        with path.open("rb") as file:
            for wanted, found in zip_longest(_wanted(graph), _found(file, space, read)):
                if wanted != found:
                    raise OutputError(f"{path.name} 的第 {told + 1} 项读回来与写出的不一样，没有写出任何结果。请检查磁盘后重试；再次出现请报告。")
                told += 1
                if told % 10_000 == 0 or told == total:
                    progress("读回核对", told, total)
    except etree.XMLSyntaxError as error:
        raise OutputError(f"{path.name} 读不回来({error})，没有写出任何结果。请检查磁盘后重试；再次出现请报告。") from error


def _wanted(graph: Chosen) -> Iterator[_Told]:
    for element, ids, said in rows(graph):
        keys, names = list(ids), list(said)
        for row in zip(*(c.to_pylist() for c in (*ids.values(), *said.values())), strict=True):
            values = row[len(keys) :]
            yield element, dict(zip(keys, row, strict=False)), {n: v for n, v in zip(names, values, strict=True) if v}


def _found(file: BinaryIO, space: str, read: Callable[[etree._Element], _Told]) -> Iterator[_Told]:
    """Nodes and edges one by one; what has been read is let go of."""
    for _, element in etree.iterparse(file, tag=(f"{{{space}}}node", f"{{{space}}}edge"), resolve_entities=False, huge_tree=True):
        yield read(element)
        element.clear()
        while (before := element.getprevious()) is not None:
            element.getparent().remove(before)


def _graphml(element: etree._Element) -> _Told:
    kind = etree.QName(element).localname
    return kind, dict(element.attrib), {d.get("key").removeprefix(f"{kind}_"): d.text or "" for d in element}


def _gexf(element: etree._Element) -> _Told:
    attributes = dict(element.attrib)
    label = attributes.pop(LABEL, "")
    said = {v.get("for"): v.get("value") for values in element for v in values}
    return etree.QName(element).localname, attributes, ({LABEL: label} if label else {}) | said
