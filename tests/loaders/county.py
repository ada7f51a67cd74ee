"""A fictional county as ledgers in a folder: a roster of units, a register, and the ledger under test.

Tables are written as text, one row per line, cells divided by ``|``; in a workbook a cell ``#1987.1`` is a number.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xlsxwriter

from graph.edition import Contents
from graph.scheme import Check, Scheme
from loaders.identity.decisions import Decision
from loaders.read import Reading, read_ledgers
from loaders.settings import read_settings
from loaders.stage import contents_of

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, 0-based."""

SCHEME = Scheme(
    "yunxi",
    "云溪方案",
    (
        Check("G1.reach", "G1", "reach", "两代表一委员", "两代表一委员", "户", {"mechanisms": ["党代表", "人大代表", "政协委员"]}),
        Check("C8.reach", "C8", "reach", "好邻居", "好邻居", "户", {"mechanisms": ["好邻居"]}),
    ),
    lists={"三室一窗": ("综治网格中心工作室", "矛盾纠纷调解室", "社会心理服务室", "群众接待窗口")},
    kinds={"妇联": "妇女联合会", "工会": "工会联合会", "商会": "商会分会", "村委会": "村民委员会"},
)

UNITS = """
乡镇|村(社区)|区划代码|村民小组|湾落
青石镇|白鹭村|990121100201|一组|东湾
青石镇|白鹭村|990121100201|一组|西湾
青石镇|白鹭村|990121100201|二组|
青石镇|柳溪村|990121100202|一组|
青石镇|柳溪社区|990121100001|和谐小区|1栋
青石镇|石桥村|990121100203|一组|
南河乡|石桥村|990121200201|一组|
南河乡|长坪村|990121200202|一组|
"""
HEADER = "村(社区)|村民小组|湾落|户号|户主姓名|姓名|与户主关系|公民身份号码|户类型"


def id_number(birth: str, sequence: int) -> str:
    """A valid id number of nobody: an unknown area, the day, a sequence whose last digit tells the sex (odd: 男)."""
    body = f"990121{birth}{sequence:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


ZHANG, LI, ZHANG2, WANG = (id_number(f"19{year}0101", 1) for year in (50, 60, 70, 80))
REGISTER = f"""
{HEADER}
白鹭村|一组|东湾|1001|张三|张三|户主|{ZHANG}|
白鹭村|一组|东湾|1001|张三|张小三|子||
白鹭村|一组|西湾|1002|李四|李四|户主|{LI}|
白鹭村|二组||1003|张三|张三|户主|{ZHANG2}|
白鹭村|二组||1004|王五|王五|户主|{WANG}|空户
柳溪村|一组||0201|孙七|孙七|户主||
柳溪社区|和谐小区|1栋|0301|赵六|赵六|户主||
长坪村|一组||0401|周八|周八|户主||
"""


def rows_of(table: str | Sequence[Sequence[object]]) -> list[list[object]]:
    """Rows of cells from text, or as they are."""
    if not isinstance(table, str):
        return [list(row) for row in table]
    return [[cell.replace("\\n", "\n") for cell in line.split("|")] for line in table.strip("\n").split("\n")]


@dataclass(frozen=True)
class Loaded:
    """What became of the ledgers, in the form in which tests compare it."""

    reading: Reading
    contents: Contents

    def rows(self, file: str, sheet: str = "") -> tuple[int, int, int, int, int]:
        """(rows_in, loaded, rejected, duplicate, skipped) of a sheet."""
        table = self.reading.load
        one = table[(table["file"] == file) & (table["sheet"] == sheet)].iloc[0]
        return tuple(int(one[c]) for c in ("rows_in", "loaded", "rejected", "duplicate", "skipped"))  # type: ignore[return-value]

    def ledger(self, file: str, sheet: str = "") -> str:
        table = self.reading.load
        return str(table.loc[(table["file"] == file) & (table["sheet"] == sheet), "ledger"].iloc[0])

    def problems(self, file: str, *, infos: bool = True) -> list[tuple[int, str, str]]:
        """(row, column, code) of a file's problems, in the order of rows."""
        table = self.reading.world.problems.frame()
        mine = table[(table["file"] == file) & (infos | (table["severity"] != "info"))]
        return [(int(r), str(c), str(k)) for r, c, k in zip(mine["row"], mine["column"], mine["code"], strict=True)]

    def messages(self, file: str) -> str:
        table = self.reading.world.problems.frame()
        return " ".join(table.loc[table["file"] == file, "message"])

    def nodes(self, label: str) -> pd.DataFrame:
        table = self.contents.nodes.get(label)
        return table.to_pandas() if table is not None else pd.DataFrame(columns=["id", "name"])

    def edges(self, name: str, source: str, target: str) -> pd.DataFrame:
        """Edges with ``start`` and ``end``: what people call their ends (a name, a 户号, a unit's path)."""
        table = self.contents.edges.get((name, source, target))
        if table is None:
            return pd.DataFrame(columns=["start", "end"])
        frame = table.to_pandas()
        for column, end, label in (("start", "from", source), ("end", "to", target)):
            called = {"Household": "code", "Unit": "path", "Event": "id", "Delivery": "ledger", "Claim": "measure"}.get(label, "name")
            nodes = self.nodes(label)
            frame[column] = frame[end].map(dict(zip(nodes["id"], nodes[called], strict=True)))
        return frame

    def contacts(self) -> list[tuple[str, str, str]]:
        """(mechanism, contact, 户号), sorted."""
        frame = self.edges("CONTACTS", "Person", "Household")
        return sorted(zip(frame.get("mechanism", []), frame["start"], frame["end"], strict=True))

    def candidates(self) -> list[tuple[str, str, str]]:
        frame = self.edges("MAY_CONTACT", "Person", "Household")
        return sorted(zip(frame.get("mechanism", []), frame["start"], frame["end"], strict=True))

    def households(self) -> list[tuple[str, str, bool]]:
        """(户号 or "", head, counted), sorted."""
        frame = self.nodes("Household")
        return sorted(zip(frame["code"], frame["head"], frame["counted"].astype(bool), strict=True))

    def delivered(self, ledger: str) -> list[str]:
        """Names of the villages that delivered a ledger, sorted."""
        return self.delivered_at(ledger, 3)

    def delivered_at(self, ledger: str, level: int) -> list[str]:
        """Names of the units of a level (1 county, 2 town, 3 village) that delivered a ledger, sorted."""
        frame, nodes = self.edges("DELIVERED_FOR", "Delivery", "Unit"), self.nodes("Unit")
        frame = frame[(frame["start"] == ledger) & frame["to"].isin(nodes.loc[nodes["level"] == level, "id"])]
        return sorted({str(p).rsplit("/", 1)[-1] for p in frame["end"]})

    def bodies(self, label: str) -> list[tuple[str, str, str]]:
        """(unit, kind, name) of organisations or places, sorted."""
        covers = self.edges("COVERS", label, "Unit")
        unit = {f: str(p).rsplit("/", 1)[-1] for f, p in zip(covers.get("from", []), covers["end"], strict=True)}
        nodes = self.nodes(label)
        return sorted((unit.get(i, ""), str(k), str(n)) for i, k, n in zip(nodes["id"], nodes.get("kind", []), nodes["name"], strict=True))


class County:
    """Writes ledgers into a folder and loads them. Without a roster or register of its own a test gets the usual ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.csv("单元.csv", UNITS)
        self.csv("户籍.csv", REGISTER)

    def csv(self, name: str, table: str | Sequence[Sequence[object]], encoding: str = "utf-8") -> None:
        with (self.folder / name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows_of(table))

    def xlsx(self, name: str, sheets: Mapping[str, str | Sequence[Sequence[object]]] | str, merged: Mapping[str, Sequence[Range]] | None = None) -> None:
        """A workbook; a merged range shows the text of its first cell."""
        given = {"Sheet1": sheets} if isinstance(sheets, str) else sheets
        with xlsxwriter.Workbook(str(self.folder / name)) as book:
            for title, table in given.items():
                sheet = book.add_worksheet(title)
                rows = rows_of(table)
                for r, row in enumerate(rows):
                    for c, cell in enumerate(row):
                        _write(sheet, r, c, cell)
                for top, left, bottom, right in (merged or {}).get(title, ()):
                    sheet.merge_range(top, left, bottom, right, rows[top][left])

    def units(self, table: str) -> None:
        self.csv("单元.csv", table)

    def register(self, table: str) -> None:
        self.csv("户籍.csv", table)

    def without(self, name: str) -> None:
        (self.folder / name).unlink()

    def settings(self, text: str) -> None:
        (self.folder / "daohu.toml").write_text('county = "990121"\ncounty_name = "云溪县"\n' + text, encoding="utf-8")

    def load(self, scheme: Scheme = SCHEME, secret: bytes | None = None, decisions: Sequence[Decision] = ()) -> Loaded:
        if not (self.folder / "daohu.toml").exists():
            self.settings("")
        reading = read_ledgers([self.folder], scheme, read_settings([self.folder]))
        return Loaded(reading, contents_of(reading, secret, decisions))


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: object) -> None:
    if isinstance(cell, str) and cell.startswith("#"):
        sheet.write_number(row, column, float(cell[1:]))
    elif isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
