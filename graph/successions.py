"""What former units are now, over editions: the plan by which figures of an earlier edition stand beside those of a later one.

Units that one unit took over are added up under it. Where the people of one unit went to several, no part has an earlier figure of its
own: the parts together are one line, beside which the former unit stands. A town's earlier figure is that of the
villages that are its own now, and of what stands at the town itself.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from graph.edition import Edition
from graph.schema import OPEN_UNTIL

SUCCESSIONS = pa.schema(
    [
        *(("old_code", pa.string()), ("old_path", pa.string()), ("level", pa.int64()), ("old_group", pa.string())),
        *(("new_id", pa.string()), ("kind", pa.string()), ("day", pa.date32()), ("source", pa.string())),
    ]
)
"""The edition's table ``successions``: one row per former unit (code, path from the county down) and unit of now. `old_group`: the part
of a split unit that the row is about, empty for the whole; `day` is null where no day was told."""
PAIRS = ("level", "old_code", "old_path", "kind", "day", "new_code", "new_path", "line")
"""One row per former unit and unit of now; `line`: the path of the line under which both are compared."""
TOWN, VILLAGE = 2, 3
PLUS = "\uff0b"
"""Between the parts of a line."""
_COMMUNITY = re.compile(r"(居民委员会|居委会|社区)$")
_SUFFIX = re.compile(r"(村民委员会|居民委员会|村委会|居委会|社区|村|街道办事处|办事处|街道|镇|乡)$")


def within(id: str, villages: Container[str]) -> str:
    """The village (of those) that a unit or a subject lies in, by its id; empty where in none."""
    while id and id not in villages:
        cut = max(id.rfind("/"), id.rfind("#"))
        id = id[:cut] if cut > 0 else ""
    return id


def renamed(ids: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Ids by their names of now; those that have none stay."""
    return ids.map({i: names.get(i, i) for i in ids.unique()})


def empty() -> pa.Table:
    """The table of an edition without any."""
    return SUCCESSIONS.empty_table()


def table_of(edition: Edition) -> pa.Table:
    """An edition's table; empty where it was written before there was one."""
    path = edition.folder / "tables" / "successions.parquet"
    return pq.read_table(path) if path.exists() else empty()


@dataclass(frozen=True)
class Plan:
    """How units of an earlier edition stand among those of a later one."""

    lines: Mapping[str, str] = field(default_factory=dict)
    """Earlier unit → the line its figures belong to; a unit that is not here is its own line."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Line of several parts → the later units that it adds up."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Paths of the lines of several parts."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Line → what it was: 原甲村、乙村."""
    edges: tuple[tuple[str, str], ...] = ()
    """(earlier village, later village)."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Line of villages → its line of towns."""
    towns_before: Mapping[str, str] = field(default_factory=dict)
    """Earlier village → its town then."""
    towns: frozenset[str] = frozenset()
    """Lines of towns."""
    below: Mapping[str, str] = field(default_factory=dict)
    """Earlier group or bay of a village that moved → the same one below the village of now: 一组 of the former 金山村 is 金山村一组."""
    alone: frozenset[str] = frozenset()
    """Earlier villages that became one other village alone, with the same people."""
    pairs: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PAIRS)))

    @property
    def villages(self) -> pa.Table:
        """Villages that became others: columns old, new."""
        moved = [(o, n) for o, n in self.edges if o != n]
        return pa.table({"old": pa.array([o for o, _ in moved], pa.string()), "new": pa.array([n for _, n in moved], pa.string())})

    def incomparable(self, ids: pd.Series) -> pd.Series:
        """Where a unit may have nothing on one side to compare with: parts, and what lies below villages that merged or split."""
        parts = {u for some in self.members.values() for u in some}
        touched = {u for pair in self.edges for u in pair}
        known = {i: i in parts or (i not in touched and bool(within(i, touched))) for i in ids.unique()}
        return ids.map(known).astype(bool)

    def __bool__(self) -> bool:
        return bool(self.edges) or bool(self.lines)


def plan(before: Edition, after: Edition, tables: Iterable[pa.Table] = ()) -> Plan:
    """The plan from one edition to a later one, by what their tables (and `tables` of editions between) say."""
    rows = pa.concat_tables([table_of(after), *tables, table_of(before)]).to_pandas().drop_duplicates(["old_code", "old_path", "new_id", "old_group"])
    old, new = (_Units(e) for e in (before, after))
    meant = ((old.meant(str(r.old_code), str(r.old_path), new.path), r) for r in rows.itertuples())
    found = [(o, n, str(r.kind), r.day) for o, r in meant if o and (n := str(r.new_id)) in new.path]
    found += _recoded(old, new, {o for o, *_ in found})
    if not found:
        return Plan()
    villages = _edges([(o, n) for o, n, *_ in found if old.level[o] == VILLAGE and new.level[n] == VILLAGE], old, new)
    lines, members, paths, origins = _components(villages, old, new)
    towns_before = {v: old.above[v] for v in old.path if old.level[v] == VILLAGE}
    homes, town_lines, town_members, towns = _towns(found, lines, members, old, new, towns_before)
    for line, some in town_members.items():
        paths[line] = _joined(some, (), new)
    told = [(o, n, k, d) for o, n, k, d in found if o != n or old.name[o] != new.name[n]]
    shown = pd.DataFrame(
        [(old.level[o], old.code[o], old.path[o], k, d, new.code[n], new.path[n], paths.get(lines.get(o, n), new.path[n])) for o, n, k, d in told],
        columns=list(PAIRS),
    )
    gone = {o for o, n in villages if o != n}
    ones = {o for o in gone if sum(1 for a, _ in villages if a == o) == 1 and sum(1 for _, b in villages if b == lines[o]) == 1}
    tops = {o: n for o, n, *_ in found if old.level[o] < TOWN}
    lines, members = {**lines, **town_lines, **tops}, {**members, **town_members}
    below = _below_villages(villages, old, new)
    return Plan(lines, members, paths, origins, tuple(villages), homes, towns_before, towns, below, frozenset(ones), shown)


def _recoded(old: _Units, new: _Units, told: set[str]) -> list[tuple[str, str, str, object]]:
    """Counties, towns and villages of one path that only got a code, or another one: no table need say so."""
    paths = {p: i for i, p in new.path.items() if i not in old.path and new.level[i] <= VILLAGE}
    return [(o, paths[p], "改码", None) for o, p in old.path.items() if o not in new.path and o not in told and old.level[o] <= VILLAGE and p in paths]


class _Units:
    """The units of an edition that are in force."""

    def __init__(self, edition: Edition) -> None:
        frame = edition.nodes("Unit", ["id", "code", "name", "path", "level", "until"]).to_pandas()
        frame = frame[frame["until"].astype(str) == OPEN_UNTIL.isoformat()]
        self.path, self.code, self.name = ({str(i): str(v) for i, v in zip(frame["id"], frame[c], strict=True)} for c in ("path", "code", "name"))
        self.level = {str(i): int(v) for i, v in zip(frame["id"], frame["level"], strict=True)}
        self._by_code = {c: i for i, c in self.code.items() if c}
        self._by_path = {_below(p): i for i, p in self.path.items()}
        tops = {p: i for i, p in self.path.items()}
        self.above = {i: tops.get(p.rpartition("/")[0], "") for i, p in self.path.items()}

    def meant(self, code: str, path: str, still: Container[str]) -> str:
        """The unit of that code and name, else of that path; empty where there is none. Codes of two systems differ, so that another code
        beside the same path is no hindrance, unless that unit is there `still`: then its name was given anew."""
        by_code = self._by_code.get(code, "")
        name = path.rpartition("/")[2]
        if by_code and (not name or plain(self.name[by_code]) == plain(name)):
            return by_code
        there = self._by_path.get(_below(path), "")
        return "" if code and there in still and self.code[there] else there


def plain(name: str) -> str:
    """A unit's name without its suffix."""
    return _SUFFIX.sub("", name) or name


def _below(path: str) -> str:
    """A path below the county, names without suffixes but for what tells a community from a village."""
    return "/".join(plain(p) + ("*" if _COMMUNITY.search(p) else "") for p in path.split("/")[1:])


def _edges(stated: Sequence[tuple[str, str]], old: _Units, new: _Units) -> list[tuple[str, str]]:
    """The stated pairs, and units that were there before and took others over, or gave some away and are still there."""
    edges = list(dict.fromkeys(stated))
    stay = [u for pair in edges for u in pair if u in old.path and u in new.path and plain(old.name[u]) == plain(new.name[u])]
    return list(dict.fromkeys([*edges, *((u, u) for u in stay)]))


def _components(
    edges: Sequence[tuple[str, str]], old: _Units, new: _Units
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, str], dict[str, str]]:
    """Former village → line; lines of several parts, their paths; what each line was."""
    lines: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    paths: dict[str, str] = {}
    origins: dict[str, str] = {}
    for some in _together([(f"0{o}", f"1{n}") for o, n in edges]):
        olds, news = (sorted(u[1:] for u in some if u[0] == which) for which in "01")
        line = PLUS.join(news)
        lines |= dict.fromkeys(olds, line)
        if len(news) > 1:
            members[line] = tuple(news)
            paths[line] = _joined(news, [old.name[o] for o in olds], new)
        if olds != news or any(old.name[o] != new.name[o] for o in olds):
            origins[line] = "原" + "、".join(old.name[o] for o in olds)
    return lines, members, paths, origins


def _together(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """What is linked, directly or through others, in the order of first appearance."""
    group: dict[str, list[str]] = {}
    for a, b in edges:
        one, other = group.setdefault(a, [a]), group.setdefault(b, [b])
        if one is not other:
            one += other
            group |= dict.fromkeys(other, one)
    return list({id(g): g for g in group.values()}.values())


def _joined(news: Sequence[str], olds: Sequence[str], new: _Units) -> str:
    """The path of a line of several parts: their names, and what they were."""
    above = new.path[news[0]].rpartition("/")[0]
    names = PLUS.join(new.name[n] for n in news)
    return f"{above}/{names}" + (f"（原{'、'.join(olds)}）" if olds else "")


def _below_villages(edges: Sequence[tuple[str, str]], old: _Units, new: _Units) -> dict[str, str]:
    found: dict[str, str] = {}
    went: dict[str, list[str]] = {}
    for o, n in edges:
        went.setdefault(o, []).append(n)
    for id in old.path:
        village = within(id, went) if old.level[id] > VILLAGE else ""
        if not village:
            continue
        rest, name = id[len(village) + 1 :], plain(old.name[village])
        tries = [f"{n}/{before}{rest}" for n in went[village] for before in ("", *(f"{o}{name}{k}" for o in ("", "原") for k in ("村", "社区", "")))]
        if len(went[village]) == 1 and village not in went[village]:
            tries = [*tries[1:], tries[0]]
        there = next((t for t in tries if t in new.path), "")
        if there and there not in found.values():
            found[id] = there
    return found


def _towns(
    found: Sequence[tuple[str, str, str, object]], lines: Mapping[str, str], members: Mapping[str, tuple[str, ...]], old: _Units, new: _Units,
    towns_before: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]], frozenset[str]]:  # fmt: skip
    """Line of villages → line of towns, earlier town → line of towns (for what stands at the town itself), lines of several towns, all lines."""
    linked = [(t, t) for t in new.path if new.level[t] == TOWN]
    inside = {line: [new.above[u] for u in members.get(line, (line,)) if u in new.above] for line in {*lines.values()}}
    for towns in inside.values():
        linked += pairwise(t for t in towns if t)
    stated: dict[str, list[str]] = {}
    for o, n, *_ in found:
        if old.level[o] == TOWN and new.level[n] == TOWN:
            stated.setdefault(o, []).append(n)
    for several in stated.values():
        linked += pairwise(several)
    of_town: dict[str, str] = {}
    together: dict[str, tuple[str, ...]] = {}
    for some in _together(linked):
        towns = sorted(some)
        line = PLUS.join(towns)
        of_town |= dict.fromkeys(towns, line)
        if len(towns) > 1:
            together[line] = tuple(towns)
    homes = {line: of_town[towns[0]] for line, towns in inside.items() if towns and towns[0] in of_town}
    own: dict[str, str] = {}
    for town in (t for t in old.path if old.level[t] == TOWN):
        if town in stated:
            own[town] = of_town[stated[town][0]]
        elif town in new.path and plain(old.name[town]) == plain(new.name[town]):
            own[town] = of_town[town]
        else:
            went = {homes.get(lines.get(v, ""), "") for v, t in towns_before.items() if t == town}
            if len(went) == 1 and (only := went.pop()):
                own[town] = only
    return homes, own, together, frozenset(of_town.values())
