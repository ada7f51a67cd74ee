"""The workbook part: which sheets there are, in which order; ours come first and, hidden, last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from api.checked.package import MAIN, OFFICE, Package, Relations, UnmarkableError, parse, written

__all__ = ["Book", "SheetPart"]

_N = f"{{{MAIN}}}"
_ID = f"{{{OFFICE}}}id"
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the workbook: its name, its part, and the number of its relation."""

    name: str
    part: str
    ident: str
    is_table: bool
    """Not a sheet of a chart or a dialog."""


class Book:
    """xl/workbook.xml and its relations. Raises UnmarkableError where there is none."""

    def __init__(self, package: Package) -> None:
        found = Relations(package, "").of("officeDocument")
        self.package = package
        self.part = found[0] if found else "xl/workbook.xml"
        self._root = parse(package.require(self.part))
        self._list = self._root.find(f"{_N}sheets")
        if self._list is None:
            raise UnmarkableError("no sheets")
        self.relations = Relations(package, self.part)

    def sheets(self) -> list[SheetPart]:
        """In the order of the workbook."""
        targets = self.relations.targets()
        idents = [(str(n.get("name", "")), str(n.get(_ID, ""))) for n in self._list]
        return [SheetPart(name, targets.get(i, ""), i, self.relations.kind(i) == "worksheet") for name, i in idents]

    def styles_part(self) -> str:
        """The part of the styles, made known where the workbook has none."""
        found = self.relations.of("styles")
        if found:
            return found[0]
        self.relations.add("styles", "xl/styles.xml")
        return "xl/styles.xml"

    def remove(self, sheet: SheetPart) -> None:
        """Take a sheet of ours out of the workbook; what others wrote refers to no such sheet."""
        place = next(i for i, n in enumerate(self._list) if n.get(_ID) == sheet.ident)
        self._list.remove(self._list[place])
        self.relations.drop(sheet.ident)
        self.package.drop(sheet.part)
        names = self._names()
        for name in list(names if names is not None else ()):
            local = name.get("localSheetId")
            if local is not None and int(local) == place:
                names.remove(name)
            elif local is not None and int(local) > place:
                name.set("localSheetId", str(int(local) - 1))

    def add(self, name: str, data: bytes, *, first: bool = False, very_hidden: bool = False) -> None:
        """Put a new worksheet in: as the first one, which opens, or as the last."""
        part = self.package.free("xl/worksheets/daohu{}.xml")
        self.package.put(part, data, _WORKSHEET)
        node = etree.Element(f"{_N}sheet", name=name, sheetId=str(max((int(n.get("sheetId", "0")) for n in self._list), default=0) + 1))
        if very_hidden:
            node.set("state", "veryHidden")
        node.set(_ID, self.relations.add("worksheet", part))
        self._list.insert(0 if first else len(self._list), node)
        if not first:
            return
        names = self._names()
        for one in names if names is not None else ():
            if one.get("localSheetId") is not None:
                one.set("localSheetId", str(int(one.get("localSheetId")) + 1))
        for view in self._root.iter(f"{_N}workbookView"):
            view.set("activeTab", "0")
            view.attrib.pop("firstSheet", None)

    def define(self, name: str, refers_to: str, *, hidden: bool = False) -> None:
        """A name of the first sheet: what is filtered, which rows are printed on every page."""
        names = self._names()
        if names is None:
            names = etree.Element(f"{_N}definedNames")
            before = [i for i, n in enumerate(self._root) if n.tag in {_N + t for t in ("sheets", "functionGroups", "externalReferences")}]
            self._root.insert(before[-1] + 1, names)
        node = etree.SubElement(names, f"{_N}definedName", name=name, localSheetId="0")
        node.text = refers_to
        if hidden:
            node.set("hidden", "1")

    def save(self) -> None:
        """Put the part back."""
        self.package.put(self.part, written(self._root))

    def _names(self) -> Any:
        return self._root.find(f"{_N}definedNames")
