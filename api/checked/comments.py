"""Comments (批注) on cells: the text part, and the old drawing without which no program shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from api.checked.cells import Cell, SheetXml, reference
from api.checked.marks import SEVERITIES
from api.checked.package import MAIN, Package, Relations, parse, written

__all__ = ["AUTHOR", "MOST", "add_comments"]

AUTHOR = "到户"
_LEAD = "【到户核对】"
"""Where our text begins, below a comment of the user's."""
_OURS = (*(f"{title}：" for title in SEVERITIES.values()), "另有 ")
"""How the lines below that begin."""
_LINES = 12
"""Of one cell; the others stand in the sheet 问题."""
_N = f"{{{MAIN}}}"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{data}"/></o:shapelayout>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:230pt;height:{height}pt;'
    'z-index:{z};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_NOTE = re.compile(rb"<v:shape\s(?:(?!</v:shape>).)*?ObjectType=\"Note\"(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
MOST = 10_000
"""Comments of ours on one sheet: with more of them programs take minutes to open it."""
_WIDTH = 38.0
"""Of the box, in characters of columns."""


def add_comments(package: Package, sheet: SheetXml, part: str, number: int, lines: Mapping[Cell, Sequence[str]]) -> None:
    """Write the lines of each cell as its comment, of the first MOST cells.

    One that the user wrote is kept, ours stands below it; earlier ones of ours go.
    """
    relations = Relations(package, part)
    known = relations.of("comments")
    there = bool(known and known[0] in package)
    if not (there or lines):
        return
    root = parse(package.require(known[0])) if there else etree.Element(f"{_N}comments", nsmap={None: MAIN})
    listed = _child(root, "commentList")
    author = _author(root)
    gone = _without_ours(listed) if there else set()
    at = {str(c.get("ref", "")).replace("$", ""): c for c in listed.iterchildren(f"{_N}comment")}
    fresh = []
    for cell in sorted(lines)[:MOST]:
        said = list(dict.fromkeys(lines[cell]))
        shown = said[:_LINES] + ([f"另有 {len(said) - _LINES} 条，见“问题”表。"] if len(said) > _LINES else [])
        ref = reference(cell)
        if ref in at:
            _append(_child(at[ref], "text"), "\n" + _LEAD + "\n" + "\n".join(shown))
        else:
            node = etree.SubElement(listed, f"{_N}comment", ref=ref, authorId=str(author))
            _append(etree.SubElement(node, f"{_N}text"), _LEAD + "\n" + "\n".join(shown))
            fresh.append((cell, shown))
    name = known[0] if there else package.free("xl/comments{}.xml")
    if not there:
        relations.add("comments", name)
    package.put(name, written(root), _COMMENTS)
    _draw(package, relations, sheet, number, fresh, gone)


def _child(node: Any, name: str) -> Any:
    found = node.find(_N + name)
    return etree.SubElement(node, _N + name) if found is None else found


def _author(root: Any) -> int:
    authors = root.find(f"{_N}authors")
    if authors is None:
        authors = etree.Element(f"{_N}authors")
        root.insert(0, authors)
    names = [a.text or "" for a in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{_N}author").text = AUTHOR
        return len(names)
    return names.index(AUTHOR)


def _append(text: Any, said: str) -> None:
    """A run of our text; plain text that stands there becomes a run as well, the two do not go together."""
    for plain in text.findall(f"{_N}t"):
        run = etree.SubElement(text, f"{_N}r")
        run.append(plain)
    run = etree.SubElement(text, f"{_N}r")
    look = etree.SubElement(run, f"{_N}rPr")
    etree.SubElement(look, f"{_N}sz", val="9")
    etree.SubElement(look, f"{_N}rFont", val="宋体")
    node = etree.SubElement(run, f"{_N}t")
    node.text = said
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _without_ours(listed: Any) -> set[str]:
    """Take out what an earlier check wrote; returns the cells that have no comment any more.

    Known by its words: a program that saved the file meanwhile may have joined our text with the user's, or cut it anywhere.
    """
    gone = set()
    for comment in list(listed.iterchildren(f"{_N}comment")):
        nodes = list(comment.iter(f"{_N}t"))
        texts = [n.text or "" for n in nodes]
        whole = "".join(texts)
        if _LEAD not in whole:
            continue
        kept, at = _kept(whole), 0
        for node, text in zip(nodes, texts, strict=True):
            node.text = "".join(c for c, keep in zip(text, kept[at : at + len(text)], strict=True) if keep)
            at += len(text)
        if not "".join(n.text for n in nodes).strip():
            gone.add(str(comment.get("ref", "")).replace("$", ""))
            listed.remove(comment)
    return gone


def _kept(whole: str) -> list[bool]:
    """Per character whether it is the user's: not in one of our lines, nor the end of the line before it."""
    kept, at, ours = [True] * len(whole), 0, False
    for line in whole.split("\n"):
        ours = line.startswith(_LEAD) or (ours and line.startswith(_OURS))
        if ours:
            start, end = max(at - 1, 0), at + len(line)
            kept[start:end] = [False] * (end - start)
        at += len(line) + 1
    return kept


def _draw(package: Package, relations: Relations, sheet: SheetXml, number: int, fresh: Sequence[tuple[Cell, list[str]]], gone: set[str]) -> None:
    """A hidden box per comment in the sheet's old drawing, which form controls may share."""
    ident = sheet.drawing()
    name = relations.targets().get(ident, "") if ident else ""
    data = package.read(name) if name else None
    if data is not None and gone:
        data = _NOTE.sub(lambda m: b"" if _cell_of(m[0]) in gone else m[0], data)
    if not fresh:
        if data is not None and gone:
            package.put(name, data)
        return
    if data is None or b"</xml>" not in data:
        count = len(fresh) // 1000 + 1
        data = (_HEAD.format(data=",".join(str(number * 64 + n) for n in range(count))) + "</xml>").encode()
        name = package.free("xl/drawings/vmlDrawing{}.vml")
        if not ident:
            sheet.draw(relations.add("vmlDrawing", name))
    first = max((int(n) for n in _SHAPE_ID.findall(data)), default=1024 * 64 * number) + 1  # in the block that the drawing claims
    shapes = "" if b'id="_x0000_t202"' in data else _SHAPE_TYPE
    boxes = [_SHAPE.format(id=first + n, z=n + 1, row=c[0] - 1, column=c[1], **_box(sheet, c, said)) for n, (c, said) in enumerate(fresh)]
    cut = data.rindex(b"</xml>")
    package.default_type("vml", _VML)
    package.put(name, data[:cut] + (shapes + "".join(boxes)).encode() + data[cut:])


def _cell_of(shape: bytes) -> str:
    row, column = (re.search(rb"<x:" + tag + rb">\s*(\d+)", shape) for tag in (b"Row", b"Column"))
    return reference((int(row[1]) + 1, int(column[1]))) if row and column else ""


def _box(sheet: SheetXml, cell: Cell, said: Sequence[str]) -> dict[str, object]:
    """Where the box stands: right of the cell, as wide as the columns there need, as high as its lines."""
    left = cell[1] + 1
    right, room = left, 0.0
    while room < _WIDTH and right < left + 12:
        room += sheet.width(right)
        right += 1
    rows = 2 + sum(-(-sum(2 if ord(ch) > 0x2E7F else 1 for ch in line) // 40) for line in said)
    top = max(cell[0] - 2, 0)
    return {"anchor": f"{left},12,{top},8,{right},4,{top + rows},4", "height": 14 * rows}
