"""Random counties in which everything that the catalogue asks for is likely, in every state."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping

from graph.catalogue import catalogue, measures
from graph.schema import OPEN_SINCE, OPEN_UNTIL, ORGANIZATIONS
from graph.scheme.words import GRID_POSTS, UNIT_KINDS, known
from tests.checks.builder import AFTER, BEFORE, Book, D

BODIES = (*ORGANIZATIONS, "Place")
GRIDS = ("综合网格", "综合微网格", "专属网格", "专属微网格", "网格")
LISTS = ("一约七会", "一约四会", "三室一窗", "五个中心", "七中心", "七大职责模块")
LADDERS = (
    ("PartyOrganization", (("党小组", 4), ("党支部", 3), ("党委", 2)), "党员"),
    ("MassOrganization", (("工会小组", 5), ("工会分会", 4), ("工会联合会", 3)), "工会会员"),
    ("MassOrganization", (("团小组", 4), ("团支部", 3)), "团员"),
    ("MassOrganization", (("妇女微家", 5), ("妇女小组", 4), ("妇女联合会", 3)), "妇女"),
)
"""Label, (kind, level) from the lowest up, roster."""
SLOTS = ("村规民约", "红白理事会", "道德评议会")
"""What every list of the county's scheme holds."""


def whole() -> str:
    """A scheme of every system that has checks."""
    codes = ", ".join(f'"{s.code}"' for s in catalogue() if s.checks)
    slots = ", ".join(f'"{w}"' for w in SLOTS)
    return f"systems = [{codes}]\n[lists]\n" + "\n".join(f'"{name}" = [{slots}]' for name in LISTS)


def said(option: str) -> list[str]:
    """Every word that the catalogue's checks and measures name under an option."""
    found: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, Mapping):
            words = value.get(option, ())
            found.update(w for w in words if isinstance(w, str) and w != "*") if isinstance(words, list) else found.update([words] if words else [])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                look(inner)

    look([c for s in catalogue() for c in s.checks])
    look(measures())
    return sorted(found)


class Dice:
    """A county thrown from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.past = random.Random(f"past {seed}")
        """What has ended is thrown apart: the county is the same with it and without."""
        self.book = Book()

    def one(self, words: Iterable[str]) -> str:
        return self.random.choice(list(words))

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def dates(self, dice: random.Random | None = None) -> dict[str, object]:
        """Dates of an edge, mostly open."""
        dice = dice or self.random
        since = dice.choice([OPEN_SINCE, OPEN_SINCE, OPEN_SINCE, BEFORE, D, AFTER])
        return {"since": since, "until": dice.choice([OPEN_UNTIL, OPEN_UNTIL, OPEN_UNTIL, OPEN_UNTIL, BEFORE, D, AFTER])}

    def _past(self, label: str, id: str) -> None:
        """Some nodes are no more, or not yet; who stands in them is not told so."""
        if self.past.random() < 0.2:
            next(n for n in self.book.nodes[label] if n["id"] == id).update(self.dates(self.past))

    def day(self) -> dt.date:
        """A day near one of the borders of the windows that the catalogue names."""
        near = self.random.choice([0, 0, 30, 90, 180, 365]) + self.random.choice([-2, -1, 0, 1, 5])
        return OPEN_SINCE if self.often(0.1) else D - dt.timedelta(near)

    def throw(self) -> Book:
        self._units()
        self._people()
        self._bodies()
        self._offices()
        self._events()
        self._figures()
        return self.book

    def _units(self) -> None:
        book = self.book
        self.units = [book.unit("县", "县", 1)]
        self.villages: list[str] = []
        for t in range(2):
            town = book.unit(f"镇{t}", self.one(("镇", "街道")), 2, "县")
            self.units.append(town)
            for v in range(3):
                virtual, kind = self.often(0.15), self.one(("村", "社区", "类似村委会", "类似居委会"))
                code = f"42058300{t}{'498' if virtual else f'20{v}'}" if virtual or self.often(0.7) else ""
                village = book.unit(f"村{t}{v}", kind, 3, town, code)
                book.nodes["Unit"][-1]["urban_rural"] = self.one(("", "111"))
                self.villages.append(village)
                self.units.append(village)
                for g in range(2):
                    group = book.unit(f"{village}组{g}", self.one(UNIT_KINDS[4]), 4, village)
                    self.units += [group, book.unit(f"{group}湾", self.one(UNIT_KINDS[5]), 5, group)]
        self.virtual = [u for u in self.units if any(str(v["code"]).endswith("498") and u.startswith(str(v["id"])) for v in book.nodes["Unit"])]
        for bay in [u for u in self.units if u.endswith("湾")]:
            self._past("Unit", bay)
        self.grids = [book.grid(f"格{n}", self.one(self.villages), kind=self.one(GRIDS)) for n in range(8)]
        for grid in self.grids:
            self._past("Grid", grid)
        for grid in self.grids:
            if self.often(0.5):
                book.edge(("PART_OF", "Grid", "Grid"), grid, self.one(self.grids), **self.dates())
        for ledger in said("ledger"):
            for unit in self.units[:1] + [u for u in self.units if u in self.villages or (u.startswith("镇") and len(u) == 2)]:
                if self.often(0.04 if unit not in self.villages else 0.5):
                    book.delivered(ledger, unit, zero=self.often(0.2))

    def _people(self) -> None:
        book = self.book
        homes = [u for u in self.units if u.startswith("村")]
        self.homes = []
        for n in range(40):
            unit = self.one(homes)
            self.homes.append(book.household(f"户{n}", unit, counted=unit not in self.virtual and self.often(0.9), kind=self.one(("", "脱贫户", "一般脱贫户"))))
            self._past("Household", self.homes[-1])
        for home in self.homes:
            for _ in range(self.random.choice([0, 1, 1, 2])):
                book.edge(("IN_GRID", "Household", "Grid"), home, self.one(self.grids), **self.dates())
        self.people = []
        for n in range(60):
            left = self.random.choice([OPEN_UNTIL, OPEN_UNTIL, OPEN_UNTIL, OPEN_UNTIL, BEFORE, D, AFTER])
            about = {"sex": self.one(("男", "女", "")), "political": self.one(("中共党员", "群众", "")), "education": self.one(("本科", "高中", ""))}
            self.people.append(book.node("Person", f"人{n}", left_on=left, birth_year=self.random.choice([0, 1950, 1964, 1965, 1990, 2006, 2007]), **about))
            for _ in range(self.random.choice([0, 1, 1, 2])):
                book.lives(f"人{n}", self.one(self.homes), **self.dates())
        for mechanism in said("mechanisms"):
            for _ in range(12):
                book.contact(self.one(self.people), self.one(self.homes), mechanism, part=self.one(("", "甲")), **self.dates())
            for _ in range(3):
                book.contact_unit(self.one(self.people), self.one(self.units), mechanism, **self.dates())
                book.may(self.one(self.people), self.one(self.homes), mechanism)

    def _ladders(self) -> None:
        """The ways up that chains ask for, some of them broken, and members at their lowest rungs."""
        for label, rungs, roster in LADDERS:
            for group in [u for u in self.units if "组" in u and not u.endswith("湾")]:
                below = ""
                for kind, depth in rungs:
                    unit = {5: f"{group}湾", 4: group, 3: group[:3], 2: f"镇{group[1]}"}[depth]
                    id = f"{kind}@{unit}"
                    if (label, id) not in self.bodies:
                        self.book.body(label, id, kind, unit)
                        self.bodies.append((label, id))
                    if below and self.often(0.8):
                        self.book.under(label, below, label, id, **self.dates())
                    below = id
                for _ in range(3):
                    person = self.one(self.people)
                    self.book.listed(person, group[:3], roster, **self.dates())
                    lowest = f"{rungs[0][0]}@{f'{group}湾' if rungs[0][1] == 5 else group}"
                    self.book.edge(("MEMBER_OF", "Person", label), person, lowest, **self.dates())

    def _bodies(self) -> None:
        book = self.book
        self.bodies: list[tuple[str, str]] = []
        self._ladders()
        kinds = [*sorted(known("kinds") - set(GRIDS)), *SLOTS, "", "小组", "支部"]
        for n in range(260):
            label, kind = self.one(BODIES), self.one(kinds)
            self.bodies.append((label, book.node(label, f"{self.one(('', '小组', '理事会'))}{kind}{n}", kind=kind, **self.dates())))
            for _ in range(self.random.choice([0, 1, 1, 1, 1, 1])):
                book.edge(("COVERS", label, "Unit"), self.bodies[-1][1], self.one(self.units), **self.dates())
            if self.often(0.15):
                book.edge(("COVERS", label, "Grid"), self.bodies[-1][1], self.one(self.grids), **self.dates())
        organizations = [b for b in self.bodies if b[0] != "Place"]
        for label, body in self.bodies:
            for _ in range(self.random.choice([0, 0, 1])):
                above, parent = self.random.choice(self.bodies)
                book.under(label, body, above, parent, **self.dates())
        for label, body in organizations:
            for _ in range(self.random.choice([0, 1, 2])):
                book.belongs(self.one(self.people), label, body, home=self.often(0.7), role=self.one(("", "党委", "银行")), **self.dates())
            if self.often(0.5):
                source, member = self.random.choice(organizations)
                book.edge(("MEMBER_OF", source, label), member, body, role=self.one(("", "党委", "银行")), **self.dates())
            if self.often(0.3):
                book.edge(("PAIRED_WITH", label, "Unit"), body, self.one(self.units), kind=self.one(said("pairs")), **self.dates())
        for n in range(4):
            book.node("Cooperative", f"社{n}", kind=self.one(said("cooperatives")))
            for _ in range(8):
                book.member(self.one(self.homes), f"社{n}", **self.dates())
        for roster in said("roster"):
            for _ in range(12):
                book.listed(self.one(self.people), self.one(self.villages), roster, **self.dates())
        places = [b for label, b in self.bodies if label == "Institution"]
        for person in self.people[:30]:
            book.edge(("EMPLOYED_BY", "Person", "Institution"), person, self.one(places), **self.dates())

    def _offices(self) -> None:
        book, ledgers = self.book, [*said("ledgers"), "党组织", "网格"]
        posts = [p for p in sorted(known("posts")) if p not in GRID_POSTS]
        for _ in range(150):
            about = {"post": self.one(posts), "ledger": self.one(ledgers), "political": self.one(("中共党员", "群众", "")), **self.dates()}
            label, place = self.random.choice([("Unit", self.one(self.units)), *self.random.sample(self.bodies, 2)])
            about["post"] = about["post"] if label == "Unit" else self.one(("负责人", "负责人", "书记"))
            book.edge(("HOLDS_POST", "Person", label), self.one(self.people), place, **about)
        for _ in range(25):
            book.edge(
                ("HOLDS_POST", "Person", "Grid"), self.one(self.people), self.one(self.grids), post=self.one(GRID_POSTS), ledger="网格",
                political=self.one(("中共党员", "群众", "")), **self.dates(),
            )  # fmt: skip

    def _events(self) -> None:
        organizations = [b for b in self.bodies if b[0] != "Place"]
        for kind in said("events"):
            for n in range(10):
                about = {"Household": self.one(self.homes)} if self.often(0.5) else {}
                if not about or self.often(0.5):
                    about["Unit"] = self.one(self.units)
                if self.often(0.3):
                    about["Person"] = self.one(self.people)
                if self.often(0.3):
                    label, body = self.random.choice(organizations)
                    about[label] = body
                by: dict[str, str] = {"Person": self.one(self.people)} if self.often(0.4) else {}
                if self.often(0.3):
                    label, body = self.random.choice(organizations)
                    by[label] = body
                outcome, until = self.one(("", "已办结", "办理中", "无", "已回应")), self.random.choice([OPEN_UNTIL, OPEN_UNTIL, D, AFTER])
                self.book.event(f"{kind}{n}", kind, self.day(), about=about, by=by, outcome=outcome, until=until, days=self.random.choice([0, 1, 3, 5]))
                if self.past.random() < 0.1:
                    self.book.nodes["Event"][-1]["since"] = AFTER
                if self.past.random() < 0.1:
                    self.book.edge(("ABOUT", "Event", "Household"), f"{kind}{n}", self.past.choice(self.homes), **self.dates(self.past))
                if self.often(0.3):
                    self.book.edge(("ATTENDED", "Unit", "Event"), self.one(self.units), f"{kind}{n}", heads=self.random.randrange(50))
            self.book.may(self.one(self.people), self.one(self.homes), kind, since=self.day())

    def _figures(self) -> None:
        for n, measure in enumerate(measures()):
            for c in range(3):
                label, target = "Unit", self.one(self.units)
                if measure == "联户户数":
                    label, target = "Person", self.one(self.people)
                if measure == "网格户数":
                    label, target = "Grid", self.one(self.grids)
                more = {"qualifier": self.one(("", "", "约", "不低于")), "part": self.one(("", "甲"))}
                self.book.claim(
                    f"数{n}-{c}", label, target, measure, self.random.randrange(4), self.one((target if label == "Unit" else "县", "县", "")), **more
                )
