"""An .xlsx or .xlsm as the parts that it is made of: what is not changed is kept, byte by byte.

Marks are put into the workbook's own XML and not through openpyxl: that drops the last values of formulas (they would then be read as
blank), and charts, pictures, slicers and whatever else it does not know.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

__all__ = ["MAIN", "OFFICE", "Package", "Relations", "UnmarkableError", "parse", "written"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"


class UnmarkableError(Exception):
    """The workbook is not built as the standard says, so nothing can be put into it; its cells are copied instead."""


def parse(data: bytes) -> Any:
    """XML to an element tree's root, without entities, comments and CDATA. Raises UnmarkableError."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, remove_comments=True, huge_tree=True, no_network=True))
    except etree.XMLSyntaxError as error:
        raise UnmarkableError(str(error)) from error


def written(root: Any) -> bytes:
    """An element tree as a part."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


class Package:
    """Parts by name (without the leading slash); changes are kept until `save`."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._members = {i.filename.replace("\\", "/"): i for i in self._archive.infolist() if not i.is_dir()}
        self._folded = {name.lower(): name for name in self._members}
        self._changed: dict[str, bytes] = {}
        self._types = parse(self.require(_TYPES_PART))

    def __contains__(self, part: str) -> bool:
        return part in self._changed or part.lower() in self._folded

    def read(self, part: str) -> bytes | None:
        """A part's bytes, None where there is none of that name."""
        if part in self._changed:
            return self._changed[part]
        name = self._folded.get(part.lower())
        if name is None:
            return None
        try:
            return self._archive.read(self._members[name])
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnmarkableError(str(error)) from error

    def require(self, part: str) -> bytes:
        """The same; UnmarkableError where it is missing."""
        data = self.read(part)
        if data is None:
            raise UnmarkableError(f"no {part}")
        return data

    def put(self, part: str, data: bytes, content_type: str = "") -> None:
        """Replace or add a part; a new one needs its type."""
        name = self._folded.get(part.lower(), part)
        if content_type and name not in self:
            override = etree.SubElement(self._types, f"{{{_TYPES}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
            self._changed[_TYPES_PART] = b""
        self._changed[name] = data

    def drop(self, part: str) -> None:
        """Take a part out, also from the list of types."""
        name = self._folded.pop(part.lower(), part)
        self._members.pop(name, None)
        self._changed.pop(name, None)
        for node in [n for n in self._types if str(n.get("PartName", "")).lower() == f"/{name}".lower()]:
            self._types.remove(node)
        self._changed[_TYPES_PART] = b""

    def default_type(self, extension: str, content_type: str) -> None:
        """See to it that parts of an extension have a type."""
        if not any(str(n.get("Extension", "")).lower() == extension for n in self._types.iterchildren(f"{{{_TYPES}}}Default")):
            node = etree.Element(f"{{{_TYPES}}}Default", Extension=extension, ContentType=content_type)
            self._types.insert(0, node)
            self._changed[_TYPES_PART] = b""

    def free(self, pattern: str) -> str:
        """A part's name that is not taken: ``xl/comments{}.xml`` with a number."""
        return next(name for n in range(1, 1 << 20) if (name := pattern.format(n)) not in self)

    def save(self, target: Path) -> None:
        """Write the package; parts keep their order, new ones come last."""
        if _TYPES_PART in self._changed:
            self._changed[_TYPES_PART] = written(self._types)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as out:
            for name in [*self._members, *(n for n in self._changed if n not in self._members)]:
                out.writestr(zipfile.ZipInfo(name), self.require(name), zipfile.ZIP_DEFLATED)


class Relations:
    """What a part refers to: ids, types (by their last word) and targets."""

    def __init__(self, package: Package, part: str) -> None:
        folder, name = posixpath.split(part)
        self._package, self._folder = package, folder
        self._part = posixpath.join(folder, "_rels", f"{name}.rels")
        data = package.read(self._part)
        self._root = parse(data) if data else etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})

    def _inside(self) -> Iterator[Any]:
        return (n for n in self._root.iterchildren(f"{{{_RELATIONS}}}Relationship") if n.get("TargetMode") != "External")

    def _target(self, node: Any) -> str:
        return posixpath.normpath(posixpath.join("/", self._folder, str(node.get("Target", "")).replace("\\", "/"))).lstrip("/")

    def of(self, kind: str) -> list[str]:
        """Parts of a type: ``worksheet``, ``comments``."""
        return [self._target(n) for n in self._inside() if str(n.get("Type", "")).rsplit("/", 1)[-1] == kind]

    def targets(self) -> dict[str, str]:
        """Id → part, of what lies inside the package."""
        return {str(n.get("Id")): self._target(n) for n in self._inside()}

    def kind(self, ident: str) -> str:
        """The type of a relation."""
        return next((str(n.get("Type", "")).rsplit("/", 1)[-1] for n in self._inside() if n.get("Id") == ident), "")

    def add(self, kind: str, part: str) -> str:
        """A new relation to a part; returns its id."""
        taken = {str(n.get("Id")) for n in self._root}
        ident = next(i for n in range(1, 1 << 20) if (i := f"rIdDaohu{n}") not in taken)
        etree.SubElement(self._root, f"{{{_RELATIONS}}}Relationship", Id=ident, Type=f"{OFFICE}/{kind}", Target=f"/{part}")
        self._write()
        return ident

    def drop(self, ident: str) -> None:
        """Forget a relation; its part stays in the package, unused."""
        for node in [n for n in self._root if n.get("Id") == ident]:
            self._root.remove(node)
        self._write()

    def _write(self) -> None:
        self._package.put(self._part, written(self._root))
