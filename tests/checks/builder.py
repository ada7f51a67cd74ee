"""Hand-made editions from plain rows, and schemes from lines of TOML."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow as pa

from graph.edition import Contents, EdgeKey, Edition, write_edition
from graph.schema import OPEN_SINCE, OPEN_UNTIL, edge_schema, node_schema
from graph.scheme import Scheme, read_scheme

D = dt.date(2024, 6, 30)
BEFORE, AFTER = dt.date(2024, 6, 29), dt.date(2024, 7, 1)
L, DEPUTY = "联户长", "党代表"
_EMPTY: dict[pa.DataType, object] = {pa.string(): "", pa.int64(): 0, pa.bool_(): False}
_TABLES = {
    "problems": ("file", "sheet", "row", "column", "code", "severity", "value", "message"),
    "load": ("file", "sheet", "ledger", "rows_in", "loaded", "rejected", "duplicate", "skipped"),
    "rejected": ("ledger", "unit_id", "town_text", "village_text", "household_code", "name", "slot", "source"),
    "claims": ("id", "unit_id", "file", "sheet", "row", "column"),
}


class Book:
    """An edition in the making. Every call adds one fact; ids are given by the test, sources count up by kind: ``CONTACTS.xlsx#页!2`` …"""

    def __init__(self) -> None:
        self.nodes: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
        self.edges: defaultdict[EdgeKey, list[dict[str, object]]] = defaultdict(list)
        self.tables: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
        self.about: dict[str, object] = {
            "county": "420583",
            "county_name": "枝江市",
            "as_of": D.isoformat(),
            "scheme": "x",
            "sources": [],
            "notices": [],
            "lists": {},
        }
        self._rows: Counter[str] = Counter()

    def node(self, label: str, id: str, **said: object) -> str:
        self.nodes[label].append({"id": id, "name": id, **said, "source": self._source(label)})
        return id

    def edge(self, key: EdgeKey, start: str, end: str, **said: object) -> None:
        self.edges[key].append({"from": start, "to": end, **said, "source": self._source(key[0])})

    def unit(self, id: str, kind: str, level: int, above: str = "", code: str = "") -> str:
        path = next((f"{u['path']}/{id}" for u in self.nodes["Unit"] if u["id"] == above), id)
        self.node("Unit", id, kind=kind, level=level, code=code, path=path)
        if above:
            self.edge(("PART_OF", "Unit", "Unit"), id, above)
        return id

    def household(self, id: str, unit: str, *, counted: bool = True, kind: str = "", head: str = "") -> str:
        self.node("Household", id, code=id, head=head or f"户主{id}", counted=counted, kind=kind)
        self.edge(("PART_OF", "Household", "Unit"), id, unit)
        return id

    def person(self, id: str, *, name: str = "", left_on: dt.date = OPEN_UNTIL) -> str:
        return self.node("Person", id, **({"name": name} if name else {}), left_on=left_on)

    def contact(self, person: str, household: str, mechanism: str = L, **said: object) -> None:
        self.edge(("CONTACTS", "Person", "Household"), person, household, mechanism=mechanism, **said)

    def contact_unit(self, person: str, unit: str, mechanism: str, **said: object) -> None:
        self.edge(("CONTACTS", "Person", "Unit"), person, unit, mechanism=mechanism, **said)

    def may(self, person: str, household: str, mechanism: str = L, **said: object) -> None:
        self.edge(("MAY_CONTACT", "Person", "Household"), person, household, mechanism=mechanism, **said)

    def lives(self, person: str, household: str, **said: object) -> None:
        self.edge(("LIVES_IN", "Person", "Household"), person, household, **said)

    def listed(self, person: str, village: str, roster: str, **said: object) -> None:
        self.edge(("LISTED_IN", "Person", "Unit"), person, village, roster=roster, **said)

    def belongs(self, person: str, label: str, body: str, *, home: bool = True, **said: object) -> None:
        self.edge(("MEMBER_OF", "Person", label), person, body, home=home, **said)

    def under(self, label: str, child: str, above: str, parent: str, **said: object) -> None:
        self.edge(("UNDER", label, above), child, parent, **said)

    def holds(self, person: str, label: str, place: str, post: str, **said: object) -> None:
        self.edge(("HOLDS_POST", "Person", label), person, place, post=post, **said)

    def event(self, id: str, kind: str, date: dt.date, *, about: dict[str, str], by: dict[str, str] | None = None, **said: object) -> None:
        self.node("Event", id, kind=kind, date=date, **said)
        for label, target in about.items():
            self.edge(("ABOUT", "Event", label), id, target)
        for label, target in (by or {}).items():
            self.edge(("BY", "Event", label), id, target)

    def member(self, household: str, cooperative: str, **said: object) -> None:
        self.edge(("MEMBER_OF", "Household", "Cooperative"), household, cooperative, **said)

    def body(self, label: str, id: str, kind: str, unit: str, *, since: dt.date = OPEN_SINCE, until: dt.date = OPEN_UNTIL) -> None:
        self.node(label, id, kind=kind)
        self.edge(("COVERS", label, "Unit"), id, unit, since=since, until=until)

    def grid(self, id: str, village: str, **said: object) -> str:
        self.node("Grid", id, code=id, **said)
        self.edge(("PART_OF", "Grid", "Unit"), id, village)
        return id

    def post(self, person: str, grid: str, post: str, political: str = "", **said: object) -> None:
        self.edge(("HOLDS_POST", "Person", "Grid"), person, grid, post=post, political=political, **said)

    def delivered(self, ledger: str, *villages: str, rows: int = 1, zero: bool = False) -> None:
        """One delivery (a sheet of its own) of a ledger for some villages."""
        id = self.node("Delivery", f"{ledger}{len(self.nodes['Delivery'])}", ledger=ledger)
        for village in villages:
            self.edge(("DELIVERED_FOR", "Delivery", "Unit"), id, village, rows=rows, zero=zero)

    def claim(self, id: str, label: str, target: str, measure: str, value: int, unit: str, **said: object) -> None:
        self.node("Claim", id, measure=measure, value=value, **{"subject": target, **said})
        self.edge(("CLAIMED_FOR", "Claim", label), id, target)
        self.tables["claims"].append({"id": id, "unit_id": unit, "file": "Claim.xlsx", "sheet": "页", "row": self._rows["Claim"] + 1, "column": "户数"})

    def reject(self, ledger: str, **said: str) -> str:
        source = self._source("rejected")
        self.tables["rejected"].append({"ledger": ledger, **said, "source": source})
        return source

    def edition(self, folder: Path) -> Edition:
        contents = Contents(about=self.about)
        contents.nodes = {label: _table(node_schema(label), rows) for label, rows in self.nodes.items()}
        contents.edges = {key: _table(edge_schema(key[0]), rows) for key, rows in self.edges.items()}
        for name, columns in _TABLES.items():
            schema = pa.schema([(c, pa.int64() if c in ("row", "rows_in", "loaded", "rejected", "duplicate", "skipped") else pa.string()) for c in columns])
            contents.tables[name] = _table(schema, self.tables[name])
        return write_edition(folder, contents)

    def _source(self, kind: str) -> str:
        self._rows[kind] += 1
        return f"{kind}.xlsx#页!{self._rows[kind] + 1}"


def _table(schema: pa.Schema, given: list[dict[str, object]]) -> pa.Table:
    """A table of a schema; what a row does not say is open, empty, 0 or false."""

    def empty(field: pa.Field) -> object:
        if field.type == pa.date32():
            return OPEN_SINCE if field.name in ("since", "founded", "date") else OPEN_UNTIL
        return _EMPTY[field.type]

    return pa.Table.from_pylist([{f.name: row.get(f.name, empty(f)) for f in schema} for row in given], schema=schema)


def scheme(folder: Path, text: str) -> Scheme:
    """A scheme from TOML without its title."""
    path = folder / "own.toml"
    path.write_text(f'title = "自定方案"\n{text}', encoding="utf-8")
    return read_scheme(str(path))


def county() -> Book:
    """Two towns, three villages and a virtual one, small enough to count by hand.

    ::

        枝江市 ─ 仙女镇 ─ 金山村 ─ 1组 ─ 1湾     户 h1 h2 (1湾), h3 (1组), h4 (金山村), h7 (金山村, 空户)
               │        └ 仙女社区 ─ 和园小区    户 h5 (仙女社区), h6 (和园小区)
               └ 问安镇 ─ 桃店村 (类似村委会)    户 h9 h10
                        └ 虚拟社区 (…498)        户 h8, 不计
    """
    book = Book()
    book.unit("枝江市", "县", 1)
    for town in ("仙女镇", "问安镇"):
        book.unit(town, "镇", 2, "枝江市")
    book.unit("金山村", "村", 3, "仙女镇", "420583001200")
    book.unit("仙女社区", "社区", 3, "仙女镇", "420583001001")
    book.unit("桃店村", "类似村委会", 3, "问安镇", "420583002500")
    book.unit("虚拟社区", "类似居委会", 3, "问安镇", "420583002498")
    book.unit("1组", "村民小组", 4, "金山村")
    book.unit("和园小区", "小区", 4, "仙女社区")
    book.unit("1湾", "湾落", 5, "1组")
    for id, unit in {"h1": "1湾", "h2": "1湾", "h3": "1组", "h4": "金山村", "h5": "仙女社区", "h6": "和园小区", "h9": "桃店村", "h10": "桃店村"}.items():
        book.household(id, unit)
    book.household("h7", "金山村", counted=False, kind="空户")
    book.household("h8", "虚拟社区", counted=False)
    return book


def whole() -> Book:
    """The county with everything that decides a number: every edge case of design section 5 once."""
    book = county()
    for id, left in {"p1": OPEN_UNTIL, "p2": D, "p3": OPEN_UNTIL, "p4": AFTER, "p5": OPEN_UNTIL}.items():
        book.person(id, name={"p1": "张三丰", "p2": "欧阳锋", "p3": "李四", "p4": "王五", "p5": "赵六"}[id], left_on=left)
    book.contact("p1", "h1", part="甲")
    book.contact("p1", "h1", since=D, part="甲")  # a parallel edge that begins on the day
    book.contact("p1", "h2", until=D, part="甲")  # ends on the day: does not count any more
    book.contact("p2", "h2")  # left on the day
    book.contact("p2", "h3", until=BEFORE)  # ended and left: ended wins
    book.contact("p2", "h4", since=AFTER)  # not yet begun, and left: left wins
    book.contact("p3", "h5", since=AFTER)
    book.contact("p3", "h6", since=BEFORE)
    book.contact("p4", "h6")  # two persons; p4 leaves after the day
    book.contact("p3", "h7")  # an excluded household counts in load
    book.contact("p3", "h8")
    book.contact("p4", "h9")
    book.contact("p1", "h9", DEPUTY)
    book.may("p1", "h10")
    book.may("p5", "h10", DEPUTY)
    book.may("p5", "h10")  # two candidates of one mechanism
    book.may("p5", "h1")  # reached otherwise
    for id, kind in {"k1": "专业合作社", "k2": "股份经济合作社"}.items():
        book.node("Cooperative", id, kind=kind)
    book.member("h1", "k1")
    book.member("h1", "k2", until=D)
    book.member("h2", "k1", since=AFTER)
    book.member("h3", "k1")
    book.member("h3", "k1", until=BEFORE)
    book.edge(("MAY_CONTACT", "Cooperative", "Household"), "k1", "h5", mechanism="专业合作社")
    book.body("PartyOrganization", "金山村党支部", "党支部", "金山村")
    book.body("PartyOrganization", "金山村第二党支部", "党支部", "金山村")
    book.body("PartyOrganization", "1组党小组", "党小组", "1组")
    book.body("PartyOrganization", "和园党小组", "党小组", "和园小区")  # a 小区 needs a 党支部
    book.body("SelfGovernmentBody", "金山村委会", "村民委员会", "金山村", since=D)
    book.body("SelfGovernmentBody", "桃店村委会", "村民委员会", "桃店村", since=AFTER)  # founded after the day
    book.body("MassOrganization", "金山妇联", "妇女联合会", "金山村", until=D)  # dissolved on the day
    book.body("Place", "金山窗口", "群众接待窗口", "金山村")
    for number, unit in enumerate(("金山村", "1湾", "仙女社区")):
        book.body("SocialOrganization", f"社{number}", "公益慈善类", unit)
    book.body("SocialOrganization", "社9", "公益慈善类", "仙女社区", since=AFTER)
    book.grid("w1", "金山村")
    book.grid("w2", "仙女社区")
    book.post("p1", "w1", "专职网格员", "中共党员")
    book.post("p3", "w1", "专职网格员")
    book.post("p3", "w1", "网格长", "群众")
    book.post("p2", "w2", "专职网格员", "群众")  # left
    book.post("p4", "w2", "网格长", until=D)
    for household in ("h1", "h2", "h7"):
        book.edge(("IN_GRID", "Household", "Grid"), household, "w1")
    book.delivered(L, "金山村", rows=3)
    book.delivered(L, "金山村", "桃店村", rows=4)
    book.delivered(L, "仙女社区", zero=True)
    book.delivered("党组织", "金山村", "仙女社区")
    book.delivered("自治组织", "金山村", "桃店村")
    book.delivered("社会组织", "金山村", "仙女社区")
    book.claim("q1", "Unit", "金山村", "总户数", 4, "金山村")
    book.claim("q2", "Unit", "枝江市", "总户数", 9, "枝江市", qualifier="约")
    book.claim("q3", "Person", "p1", "联户户数", 2, "金山村", subject="张三丰", part="甲")
    book.claim("q4", "Person", "p5", "联户户数", 7, "桃店村", subject="赵六")  # no household at all
    book.claim("q5", "Grid", "w1", "网格户数", 2, "金山村")
    book.claim("q6", "Grid", "w2", "网格户数", 1, "仙女社区", qualifier="不低于")
    return book
