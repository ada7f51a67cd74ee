"""Fills a town's workbook as a town would: every row that asks for something, with what it asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd

from graph.edition import Edition
from graph.schema import ORGANIZATIONS
from graph.scheme import Scheme
from graph.scheme.words import LABELS
from loaders.answers.form import FILL_SHEET, KEY, split_key
from loaders.answers.ways import MEND, Way, slot_names, way

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
Row = dict[str, str]
Fill = Callable[[Row], Row | None]


@dataclass
class Book:
    """One filled-in row: its key without the edition."""

    check: str
    subject: str


def rows_of(path: Path) -> list[Row]:
    sheet = openpyxl.load_workbook(path)[FILL_SHEET]
    found = [["" if v is None else str(v) for v in r] for r in sheet.iter_rows(values_only=True)]
    return [dict(zip(found[0], r, strict=True)) for r in found[1:]]


def fill(source: Path, target: Path, answer: Fill) -> list[Book]:
    """Copy a workbook with the rows filled that `answer` answers; returns what was answered."""
    book = openpyxl.load_workbook(source)
    sheet = book[FILL_SHEET]
    titles = [str(c.value) for c in sheet[1]]
    done = []
    for number, row in enumerate(rows_of(source), 2):
        said = answer(row)
        if said is None:
            continue
        for name, value in said.items():
            sheet.cell(number, titles.index(name) + 1).value = dt.date.fromisoformat(value) if name == "开始日期" and value else value
        parts = split_key(row[KEY])
        assert parts is not None
        done.append(Book(parts[1], parts[2]))
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return done


class Everything:
    """Answers every row that can be answered, with names that are there where one must be."""

    def __init__(self, scheme: Scheme, edition: Edition, day: dt.date) -> None:
        self.scheme, self.day, self.number = scheme, day, 0
        self.names: dict[str, int] = {}
        labels = (*ORGANIZATIONS, "Place", "Grid", "Unit", "Household", "Person")
        self.nodes = {label: edition.nodes(label).to_pandas() for label in labels}
        self.edges = edition.edges
        self.places = {
            name: pd.concat([t.to_pandas() for t in edition.edges(name).values()] or [pd.DataFrame({"from": [], "to": []})]).groupby("from")["to"].first()
            for name in ("COVERS", "PART_OF")
        }
        lives = edition.edges("LIVES_IN").get(("LIVES_IN", "Person", "Household"))
        serving = self.nodes["Person"]["left_on"] > day
        people = self.nodes["Person"][serving].set_index("id")["name"]
        self.inside: dict[str, list[str]] = {}
        if lives is not None:
            for person, home in zip(lives["from"].to_pylist(), lives["to"].to_pylist(), strict=True):
                self.inside.setdefault(home, []).append(people.get(person, ""))

    def __call__(self, row: Row) -> Row | None:
        parts = split_key(row[KEY])
        assert parts is not None
        check = self.scheme.check(parts[1])
        slot = next((s for s in slot_names(self.scheme.lists, check) if parts[2].endswith(f"/{s}")), "")
        if check.options.get("at") == "湾落" and not row["湾落"]:
            return None
        how = way(self.scheme, self.scheme.lists, check, slot)
        if row["填写要求"].startswith(MEND) or isinstance(how, str):
            return None
        self.number += 1
        own = parts[2][: -len(slot) - 1] if slot else parts[2]
        home = own if check.population in ("户", "网格") else row[KEY]  # one contact per household, one worker per grid, whatever asks
        self.names.setdefault(home, len(self.names))
        n = self.names[home]
        name = SURNAMES[n % len(SURNAMES)] + "一二三四五六七八九"[n // 36 % 9] + "甲乙丙丁戊己庚辛"[n // 324 % 8]
        note = self._note(check.kind, check.population, how, parts[2])
        if note is None:
            return None
        said = {"联系人": name, "身份证号": "", "开始日期": (self.day - dt.timedelta(days=10)).isoformat(), "说明": note}
        if how.by == "members" and check.population == "户":
            names = [n for n in self.inside.get(parts[2], []) if n]
            single = [n for n in names if names.count(n) == 1]
            if not single:
                return None
            said["联系人"] = single[0]
        return said

    def _note(self, kind: str, population: str, how: Way, subject: str) -> str | None:
        by = how.by
        if by in ("kinds", "labels", "mechanisms", "posts", "has_members"):
            return self._village() if by == "mechanisms" and population == "人" else ""
        if by == "pairs":
            if population == "组织":
                return self._village()
            return self._named(("PartyOrganization",), (), subject) if how.words[0] == "支部联支部" else f"青云第{self.number}建设公司"
        if by == "events":
            return "9天" if "note" in how.asks else ""
        if by == "cooperatives":
            return self._named(("Cooperative",), how.words, subject)
        if by in ("members", "under"):
            if population == "网格":
                return self._grid(how.words, subject)
            if kind == "chain":
                return self._leading(how.labels, subject)
            words = how.words or how.labels
            labels = tuple(LABELS[w] for w in words if w in LABELS)
            return self._named(labels or ORGANIZATIONS, () if labels else words, subject)
        if by == "grids":
            return self._grid(how.words, subject) if population == "户" else ""
        return {
            "roles": f"青云第{self.number}公司",
            "outcome": "已办结",
            "stated": {"political": "中共党员", "education": "本科", "ages": "1987-03"}.get(how.words[0] if how.words else "", ""),
        }.get(by)

    def _village(self) -> str | None:
        units = self.nodes["Unit"]
        single = units[(units["level"] <= 3) & ~units["name"].duplicated(keep=False) & (units["level"] == 3)]
        return str(single["name"].iloc[0]) if len(single) else None

    def _unique(self, frame: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
        return frame[~frame["name"].isin(every.loc[every["name"].duplicated(keep=False), "name"])]

    def _named(self, labels: tuple[str, ...], kinds: tuple[str, ...], subject: str) -> str | None:
        every = pd.concat([self.nodes[label].assign(label=label) for label in ORGANIZATIONS])
        fits = every[every["label"].isin(labels)]
        fits = fits[fits["kind"].isin(kinds)] if kinds else fits
        fits = self._unique(fits[fits["id"] != subject], every)
        return str(fits["name"].iloc[0]) if len(fits) else None

    def _grid(self, kinds: tuple[str, ...], subject: str) -> str | None:
        grids = self.nodes["Grid"]
        fits = self._unique(grids if "网格" in kinds else grids[grids["kind"].isin(kinds)], grids)
        return str(fits["name"].iloc[0]) if len(fits) else None

    def _leading(self, labels: tuple[str, ...], subject: str) -> str | None:
        """A body whose way up is whole cannot be told without the check: none is named."""
        return None
