"""What happens to a household register from one month to the next: births, deaths, families that leave, split, change their head or number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np

from api.demo.cells import NULLS
from api.demo.dice import Cell, Dice, Texts
from api.demo.layouts import WORDS, layout_of
from api.demo.numbers import with_check
from api.demo.population import DAUGHTER, HEAD, SON
from api.demo.year.lines import Line, Page
from api.demo.year.office import Office
from api.demo.year.reading import group_name


class Families:
    """A town's register, on the desk. Only households of whom no row is in doubt are touched, and nobody who contacts others."""

    def __init__(self, office: Office, town: int, rng: Dice) -> None:
        self.office, self.town, self.rng = office, town, rng
        self.pages = office.of("register", [town])
        self.words = {**WORDS, **layout_of(town).words}
        self.contacts = {w.person for p in office.pages for w in p.who} | set(office.marks)
        self.used: set[int] = set()

    def rows(self, home: int) -> list[tuple[Page, Line]]:
        return [(page, line) for page in self.pages for line in page.lines if line.block == home]

    def pick(self, least: int, wanted: Callable[[int], bool] = lambda home: True) -> int:
        """A household of so many people, told without doubt, not used before."""
        fits = []
        for home in sorted({line.block for page in self.pages for line in page.lines}):
            rows = [line for _, line in self.rows(home)]
            plain = not any(line.rejected or line.copied for line in rows) and not self.office.world.homes.excluded[home]
            people = {int(str(line.said)) for line in rows}
            if plain and len(rows) >= least and not people & self.contacts and home not in self.used and wanted(home):
                fits.append(home)
        chosen = int(self.rng.choice(np.array(fits, dtype=np.int64)))
        self.used.add(chosen)
        return chosen

    def _cell(self, line: Line, name: str, value: Cell) -> None:
        if self.words[name] in line.cells:
            line.cells[self.words[name]] = value

    def _insert(self, home: int, line: Line) -> None:
        page, last = self.rows(home)[-1]
        page.lines.insert(page.lines.index(last) + 1, line)

    def birth(self, home: int) -> None:
        """One more child, at the end of the family."""
        folk, day = self.office.world.folk, self.office.day
        female = bool(self.rng.integers(0, 2))
        born = day.replace(day=int(self.rng.integers(1, 28)))
        number = with_check(f"{self.office.world.county.flavour.area}{born:%Y%m%d}{int(self.rng.integers(0, 499)) * 2 + (not female):03d}")
        last = self.rows(home)[-1][1]
        name = str(folk.name[self.office.world.homes.head[home]])[0] + ("欣怡" if female else "泽宇")
        person = self._person(home, name, female, int(f"{born:%Y%m%d}"), number, DAUGHTER if female else SON)
        line = Line(dict(last.cells), last.village, False, last.block, last.section, False, person)
        for word, value in (("name", name), ("relation", DAUGHTER if female else SON), ("sex", "女" if female else "男"), ("id", number)):
            self._cell(line, word, value)
        for word, plain in (("birth", born), ("political", "群众"), ("phone", ""), ("remark", ""), ("type", ""), ("education", "")):
            self._cell(line, word, plain)
        self._insert(home, line)

    def _person(self, home: int, name: str, female: bool, birth: int, number: str, relation: str) -> int:
        f = self.office.world.folk
        new = {"home": home, "name": name, "female": int(female), "birth": birth, "id": number, "relation": relation, "political": "群众", "phone": ""}
        for column in fields(f):
            setattr(f, column.name, _appended(getattr(f, column.name), new[column.name]))
        return len(f.name) - 1

    def death(self, home: int) -> None:
        """Somebody who is not the head is not there any more."""
        page, line = self.rows(home)[-1]
        page.lines.remove(line)

    def move_out(self, home: int) -> None:
        """A whole family is not there any more."""
        for page, line in self.rows(home):
            page.lines.remove(line)
        self.office.stated.exists[home] = False

    def marked_out(self, home: int) -> None:
        """A family that has left stays in the list, with the word for it."""
        self._cell(self.rows(home)[0][1], "type", "整户迁出")
        self.office.world.homes.excluded[home] = "整户迁出"

    def grown(self, home: int) -> bool:
        """Whether a son or daughter could keep house alone."""
        return bool(self._grown(home))

    def _grown(self, home: int) -> list[Line]:
        f, year = self.office.world.folk, self.office.day.year
        return [line for _, line in self.rows(home)[1:] if year - int(f.birth[int(str(line.said))]) // 10000 >= 24]

    def split(self, home: int) -> int:
        """A grown member keeps house alone, under the next 户号 of the village. Returns the new household."""
        line = self._grown(home)[-1]
        person = int(str(line.said))
        new = self._home(home, self.next_code(home), person)
        f = self.office.world.folk
        f.home[person], f.relation[person] = new, HEAD
        page = next(p for p, x in self.rows(home) if x is line)
        page.lines.remove(line)
        line.block = new
        after = max(n for n, x in enumerate(page.lines) if x.block == home)
        page.lines.insert(after + 1, line)
        said = {"code": self.office.stated.code[new], "head": f.name[person], "name": f.name[person], "id": f.id[person], "relation": HEAD, "type": "普通户"}
        for word, value in said.items():
            self._cell(line, word, str(value))
        return new

    def next_code(self, home: int) -> str:
        """The number after the village's last."""
        prefix = str(self.office.stated.code[home])[:-5]
        mine = [int(c[-5:]) for c in self.office.stated.code if c and c[:-5] == prefix]
        return f"{prefix}{max(mine) + 1:05d}"

    def _home(self, like: int, code: str, head: int) -> int:
        """A household beside another, with a number and a head of its own."""
        h, s, f = self.office.world.homes, self.office.stated, self.office.world.folk
        new = {"village": h.village[like], "group": h.group[like], "bay": h.bay[like], "code": code, "address": h.address[like], "head": head, "size": 1}
        new |= {"excluded": "", "says_in_remark": False}
        for column in fields(h):
            setattr(h, column.name, _appended(getattr(h, column.name), new[column.name]))
        for name, value in (("exists", True), ("code", code), ("head_id", str(f.id[head])), ("head", str(f.name[head]))):
            setattr(s, name, _appended(getattr(s, name), value))
        if self.office.grid_of is not None:
            self.office.grid_of = np.append(self.office.grid_of, self.office.grid_of[like])
        return len(h.code) - 1

    def new_head(self, home: int) -> None:
        """The head has died; the eldest of the others is the head now, under the same 户号."""
        (page, first), *others = self.rows(home)
        page.lines.remove(first)
        f, s = self.office.world.folk, self.office.stated
        line = min((x for _, x in others), key=lambda x: int(f.birth[int(str(x.said))]))
        person = int(str(line.said))
        page.lines.remove(line)
        page.lines.insert(min(n for n, x in enumerate(page.lines) if x.block == home), line)
        for word in ("type", "address", "code"):
            if self.words[word] in first.cells:
                self._cell(line, word, first.cells[self.words[word]])
        self._cell(line, "relation", HEAD)
        self._cell(line, "id", str(f.id[person]))
        self._cell(line, "name", str(f.name[person]))
        for _, x in self.rows(home):
            self._cell(x, "head", str(f.name[person]))
        self.office.world.homes.head[home], s.head[home], s.head_id[home] = person, str(f.name[person]), str(f.id[person])

    def renumber(self, home: int) -> int:
        """The 户号 was wrong: by design a household is its village and its 户号, so the right number is another household."""
        new = self._home(home, self.next_code(home), int(self.office.world.homes.head[home]))
        s, h = self.office.stated, self.office.world.homes
        s.head[new], s.head_id[new], h.excluded[new], h.size[new] = s.head[home], s.head_id[home], h.excluded[home], h.size[home]
        for _, line in self.rows(home):
            line.block = new
            self._cell(line, "code", str(s.code[new]))
            self.office.world.folk.home[int(str(line.said))] = new
        s.exists[home] = False
        self.office.renumbered[home] = new
        return new

    def rename(self) -> None:
        """Villages that were merged are written as what they have become."""
        h = self.office.world.homes
        for page in self.pages:
            for line in page.lines:
                if line.village in self.office.gone:
                    line.village = self.office.gone[line.village]
                    self._cell(line, "village", self.office.village(line.village).name)
                    line.section = line.village
                    h.village[line.block] = line.village
                    old = line.cells[self.words["group"]]
                    group = int(h.group[line.block])
                    if group >= 0 and old not in ("", *NULLS):
                        self._cell(line, "group", group_name(self.office, group))


def _appended(column: Texts, value: object) -> Texts:
    """One entry more, whatever the column holds."""
    longer = np.empty(len(column) + 1, dtype=column.dtype)
    longer[:-1], longer[-1] = column, value
    return longer
