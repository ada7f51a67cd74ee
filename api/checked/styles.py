"""The styles of a workbook: the same cell with another fill, and those of the sheet 问题."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from api.checked.package import MAIN, Package, parse, written

__all__ = ["FILLS", "Styles"]

FILLS = {"error": "FFF8C9C4", "warning": "FFFFE7A3", "info": "FFD3E5F5"}
"""Light red, amber and blue by severity. No palette of Excel or WPS has exactly these, so that they are known again as ours."""
_NAMESPACE = f"{{{MAIN}}}"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_FONT = "微软雅黑"
_EMPTY = f"""<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_FONTS = {
    "plain": f'<font><sz val="10"/><name val="{_FONT}"/></font>',
    "title": f'<font><b/><sz val="14"/><name val="{_FONT}"/></font>',
    "note": f'<font><sz val="10"/><color rgb="FF404040"/><name val="{_FONT}"/></font>',
    "bold": f'<font><b/><sz val="10"/><name val="{_FONT}"/></font>',
    "link": f'<font><u/><sz val="10"/><color rgb="FF0563C1"/><name val="{_FONT}"/></font>',
}
_SIDE = '<{0} style="thin"><color rgb="FFBFBFBF"/></{0}>'
_GRID = f"<border>{''.join(_SIDE.format(s) for s in ('left', 'right', 'top', 'bottom'))}<diagonal/></border>"
_OWN: dict[str, tuple[str, bool, str, str]] = {
    # font, grid, fill, alignment
    "title": ("title", False, "", 'vertical="center"'),
    "note": ("note", False, "", 'vertical="top" wrapText="1"'),
    "header": ("bold", True, "FFD9E2EC", 'horizontal="center" vertical="center" wrapText="1"'),
    "text": ("plain", True, "", 'vertical="center" wrapText="1"'),
    "center": ("plain", True, "", 'horizontal="center" vertical="center" wrapText="1"'),
    "link": ("link", True, "", 'horizontal="center" vertical="center"'),
    **{severity: ("plain", True, color, 'horizontal="center" vertical="center"') for severity, color in FILLS.items()},
}
TEXT_FORMAT = "49"
"""Excel's number of the format 文本."""


class Styles:
    """Adds to styles.xml; a style is made when it is first asked for."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._root = parse(package.read(part) or _EMPTY.encode())
        self._fills: dict[str, str] = {}
        self._shaded: dict[tuple[int, str], int] = {}
        self._own: dict[str, int] = {}

    def clear_ours(self) -> None:
        """The fills of earlier marks become none: a cell that was mended and is checked again shall not stay coloured."""
        ours = set()
        for number, fill in enumerate(self._section("fills")):
            color = fill.find(f"{_NAMESPACE}patternFill/{_NAMESPACE}fgColor")
            if color is not None and str(color.get("rgb", "")).upper() in FILLS.values():
                ours.add(str(number))
        for xf in self._section("cellXfs"):
            if xf.get("fillId") in ours:
                xf.set("fillId", "0")

    def shaded(self, style: int, severity: str) -> int:
        """The style of a cell with the fill of a severity and all else as it was."""
        if (style, severity) not in self._shaded:
            styles = self._section("cellXfs")
            if not len(styles):
                etree.SubElement(styles, f"{_NAMESPACE}xf", numFmtId="0", fontId="0", fillId="0", borderId="0")
            xf = deepcopy(styles[style if 0 <= style < len(styles) else 0])
            xf.set("fillId", self._fill(FILLS[severity]))
            xf.set("applyFill", "1")
            self._shaded[style, severity] = int(_appended(styles, xf))
        return self._shaded[style, severity]

    def own(self, name: str) -> int:
        """A style of the sheet 问题."""
        if name not in self._own:
            font, grid, color, alignment = _OWN[name]
            fonts, borders = self._section("fonts"), self._section("borders")
            xf = etree.Element(f"{_NAMESPACE}xf", numFmtId="0", fontId=_appended(fonts, _element(_FONTS[font])))
            xf.set("fillId", self._fill(color) if color else "0")
            xf.set("borderId", _appended(borders, _element(_GRID)) if grid else "0")
            for what in ("applyFont", "applyFill", "applyBorder", "applyAlignment"):
                xf.set(what, "1")
            xf.append(_element(f"<alignment {alignment}/>"))
            self._own[name] = int(_appended(self._section("cellXfs"), xf))
        return self._own[name]

    def as_text(self) -> int:
        """The first style as 文本: what is typed into such a cell keeps its digits."""
        xf = deepcopy(self._section("cellXfs")[0])
        xf.set("numFmtId", TEXT_FORMAT)
        xf.set("applyNumberFormat", "1")
        return int(_appended(self._section("cellXfs"), xf))

    def save(self) -> None:
        """Put the part back."""
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
        self._package.put(self._part, written(self._root), kind)

    def _fill(self, color: str) -> str:
        if color not in self._fills:
            fill = f'<fill><patternFill patternType="solid"><fgColor rgb="{color}"/><bgColor indexed="64"/></patternFill></fill>'
            self._fills[color] = _appended(self._section("fills"), _element(fill))
        return self._fills[color]

    def _section(self, name: str) -> Any:
        """A section of the part, made in its place where there is none; indices 0 (and 1 of fills) belong to the program."""
        found = self._root.find(_NAMESPACE + name)
        if found is None:
            found = deepcopy(parse(_EMPTY.encode()).find(_NAMESPACE + name))
            after = {_NAMESPACE + n for n in _ORDER[_ORDER.index(name) + 1 :]}
            place = next((i for i, n in enumerate(self._root) if n.tag in after), len(self._root))
            self._root.insert(place, found)
        return found


def _element(text: str) -> Any:
    return parse(f'<styleSheet xmlns="{MAIN}">{text}</styleSheet>'.encode())[0]


def _appended(section: Any, node: Any) -> str:
    """Append to a section and return the index, as text."""
    section.append(node)
    section.set("count", str(len(section)))
    return str(len(section) - 1)
