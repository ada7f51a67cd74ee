"""What a county's office holds at the end of a month: who lives there, and every sheet that is in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TypeVar

from api.demo.dice import Ints
from api.demo.grids import Grid, GridSheet
from api.demo.lookup import Stated
from api.demo.made import Made
from api.demo.places import Village
from api.demo.population import Folk, Homes, World
from api.demo.year.lines import Member, Page, Share, Tie, contact_page, page_of

Table = TypeVar("Table", Homes, Folk)
CONTACTS = ("G1", "C6", "B11", "C8")


@dataclass
class Office:
    """The state after a month. Villages, groups and households keep their numbers for the whole year; new ones are added at the end."""

    day: date
    seed: int
    world: World
    stated: Stated
    """What the registers in force say of each household, by the villages of their own time."""
    marks: dict[int, str]
    pages: list[Page]
    silent: dict[str, set[int]]
    """Villages that have delivered nothing, by ledger."""
    gone: dict[int, int] = field(default_factory=dict)
    """Village that was merged → the village that it has become."""
    renumbered: dict[int, int] = field(default_factory=dict)
    """Household with a wrong 户号 → the same family under the right one."""
    grids: list[Grid] = field(default_factory=list)
    grid_of: Ints | None = None
    grid_sheets: list[GridSheet] = field(default_factory=list)
    """The grid ledger is not sent again in the year: as it was made."""

    def of(self, kind: str, towns: Iterable[int] | None = None) -> list[Page]:
        """The pages of a ledger, of all towns or of some."""
        chosen = None if towns is None else set(towns)
        return [p for p in self.pages if p.kind == kind and (chosen is None or p.town in chosen)]

    def page(self, kind: str, town: int) -> Page:
        """A town's one page of a ledger. What came late is put into it first: a town's ledger is whole when it is sent again."""
        first, *more = self.of(kind, [town])
        for page in more:
            shift = len(first.who)
            first.who += page.who
            block = max((line.block for line in first.lines), default=-1) + 1
            for line in page.lines:
                line.block += block
                if isinstance(line.said, Tie):
                    line.said.who += shift
            there = {line.village for line in first.lines}  # a 零报告 is kept as long as the village has nothing else
            first.lines += [line for line in page.lines if line.said is not None or line.village not in there]
            self.pages.remove(page)
        return first

    def village(self, number: int) -> Village:
        return self.world.county.villages[number]

    def now(self, village: int) -> int:
        """What the village has become."""
        return self.gone.get(village, village)

    def copy(self, day: date) -> Office:
        """The next month begins as this one ends."""
        county = replace(self.world.county, villages=list(self.world.county.villages))
        world = World(county, _own_columns(self.world.homes), _own_columns(self.world.folk), self.seed)
        s = self.stated
        stated = Stated(s.exists.copy(), s.code.copy(), s.head_id.copy(), s.head.copy(), world)
        pages = [replace(p, lines=[x.copy() for x in p.lines], who=[replace(w) for w in p.who]) for p in self.pages]
        silent = {kind: set(villages) for kind, villages in self.silent.items()}
        marks, gone, renumbered = dict(self.marks), dict(self.gone), dict(self.renumbered)
        return replace(self, day=day, world=world, stated=stated, marks=marks, pages=pages, silent=silent, gone=gone, renumbered=renumbered)


def _own_columns(table: Table) -> Table:
    """The same entries in columns of its own."""
    return replace(table, **{f.name: getattr(table, f.name).copy() for f in fields(table)})


def office_of(made: Made, day: date) -> Office:
    """From the demo's first delivery (built with `keep`)."""
    county, pages = made.world.county, list[Page]()
    known: dict[int, Page] = {}
    towns = {name: t for t, name in enumerate(county.towns)}
    for sheets in made.contacts.values():
        known |= {id(s.draft): contact_page(s, t) for t, s in enumerate(sheets)}
    for s in made.party:
        known[id(s.draft)] = page_of(s.draft, towns[s.draft.sheet], list(s.branches))
    for m in made.members:
        said = [Member(int(p), b) for p, b in zip(m.people, m.branch, strict=True)]
        known[id(m.draft)] = page_of(m.draft, towns[m.draft.sheet], list(said))
    for bodies in made.bodies.values():
        known |= {id(b.draft): page_of(b.draft, towns.get(b.draft.sheet, -1), list(b.bodies)) for b in bodies}
    for c in made.coops:
        shares = [Share(k, int(v), str(i), str(n)) for k, v, i, n in zip(c.kind, c.draft.village, c.seen, c.head, strict=True)]
        known[id(c.draft)] = page_of(c.draft, towns[c.draft.sheet], list(shares))
    for u in made.units:
        page = page_of(u.draft, u.town, [None] * u.draft.size)
        for v, row in u.first.items():
            page.lines[row].said = (v, u.claimed.get(v))
        page.first = u.total
        known[id(u.draft)] = page
    for sheet in made.sheets:
        d = sheet.draft
        if d.kind == "register":
            assert d.block is not None
            start = int(made.world.homes.head[d.block[0]])
            pages.append(page_of(d, towns[d.file.split("_")[0]], [start + i for i in range(d.size)]))
        elif id(d) in known:
            pages.append(known[id(d)])
        else:
            pages.append(page_of(d, towns.get(d.sheet, -1), [None] * d.size))
    office = Office(day, made.world.seed, made.world, made.stated, dict(made.marks), pages, {k: set(v) for k, v in made.silent.items()})
    office.grids, office.grid_of, office.grid_sheets = made.grids, made.grid_of, made.grid_sheets
    return office
