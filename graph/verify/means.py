"""What a subject may have: a query of (subject, thing) per mean, by the kind of subject; a slot asks for enough distinct things."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.scheme import Check
from graph.verify.populations import name_of
from graph.verify.question import Question, Said, labels, texts, union

Mean = Callable[[Question, Said], str]
AT = {"县": 1, "镇街": 2, "村社区": 3, "组": 4, "湾落": 5}
LABELS_OF_KINDS = ("党组织", "自治组织", "群团组织", "阵地")
"""The labels that a word in `kinds` may mean where the declaration names none."""


def filled(ask: Question, subject: str, said: Said) -> str:
    """The subjects that have what a slot asks for: a query of `subject`, each once. `subject` is a word of MEANS."""
    if "at" in said:
        return _at(ask, said)
    deep = subject == "单元" and bool(said.get("below"))
    parts = [_below(ask, text, said) if deep else text for text in means(ask, subject, said)]
    if not parts:
        return "SELECT NULL AS subject WHERE FALSE"
    least = said.get("least", 1)
    if not isinstance(least, int) or least <= 1:
        return f"SELECT DISTINCT subject FROM ({union(parts)})"
    return f"SELECT subject FROM ({union(parts)}) GROUP BY subject HAVING count(DISTINCT thing) >= {ask(least)}"


def means(ask: Question, subject: str, said: Said) -> list[str]:
    """The queries of all means that a table of options names."""
    return [MEANS[subject][w](ask, said) for w in named(subject, said)]


def named(subject: str, said: Said) -> list[str]:
    """The means that a table of options names; `kinds` and `labels` are one."""
    words = ("bodies" if w in ("kinds", "labels") else w for w in said)
    return [w for w in dict.fromkeys(words) if w in MEANS[subject]]


def _at(ask: Question, said: Said) -> str:
    """Households whose unit of a level, or whose grid, has it; without a mean: that have such a unit or grid."""
    rest = {k: v for k, v in said.items() if k != "at"}
    if said["at"] == "网格":
        there, subject, place = "SELECT household AS subject FROM grid_homes WHERE TRUE", "网格", "grid"
    else:
        level = ask(AT[str(said["at"])])
        there, subject, place = f"SELECT h.household AS subject FROM homes h JOIN ancestry a ON a.id = h.unit WHERE a.level = {level}", "单元", "a.ancestor"
    return f"{there} AND {place} IN ({filled(ask, subject, rest)})" if named(subject, rest) else there


def _below(ask: Question, text: str, said: Said) -> str:
    """The things of all units under one are its own; with `depth` those of the units of that level only."""
    depth = f"WHERE a.own = {ask(said['depth'])}" if "depth" in said else ""
    return f"SELECT a.ancestor AS subject, m.thing FROM ({text}) m JOIN ancestry a ON a.id = m.subject {depth}"


# ---- of any subject ----------------------------------------------------------------------------------------------------


def _events(label: str) -> Mean:
    """Events about it by the day, and not over."""
    return lambda ask, said: f"SELECT subject, event AS thing FROM abouts WHERE target = '{label}' AND until > $day AND {ask.within('kind', said['events'])}"


def bodies(ask: Question, said: Said, where: str = "Unit") -> str:
    """Bodies and places that stand there."""
    named = texts(said.get("labels")) or (list(LABELS_OF_KINDS) if "kinds" in said else [])
    kinds = f"AND {ask.within('kind', said['kinds'])}" if "kinds" in said else ""
    return f"SELECT place AS subject, body AS thing FROM covers WHERE target = '{where}' AND {ask.within('label', labels(named))} {kinds}"


def post_named(ask: Question, said: Said, column: str = "post") -> str:
    """A condition: a post is one of those named; * means any."""
    return "TRUE" if texts(said["posts"]) == ["*"] else ask.within(column, said["posts"])


def _posts(label: str) -> Mean:
    return lambda ask, said: f"SELECT thing AS subject, person AS thing FROM posts WHERE target = '{label}' AND {post_named(ask, said)}"


# ---- units -------------------------------------------------------------------------------------------------------------


def _unit_mechanisms(ask: Question, said: Said) -> str:
    """Persons who contact the unit itself, or a household in it."""
    asked = ask.within("c.mechanism", said["mechanisms"])
    return f"""SELECT a.ancestor AS subject, c.person AS thing FROM contact_units c JOIN ancestry a ON a.id = c.unit AND (NOT c.itself OR a.ancestor = a.id)
               WHERE {asked}"""


def _unit_grids(ask: Question, said: Said) -> str:
    """From the village up the grids that are part of it; of a group or bay those of its households."""
    kinds = grid_kinds(ask, said, "g.kind")
    part = f"""SELECT e."to" AS subject, g.id AS thing FROM Grid g JOIN edges_part_of e ON e."from" = g.id AND e.target = 'Unit'
               WHERE e.source = 'Grid' AND e.since <= $day AND e.until > $day AND {kinds}"""
    return f"{part} UNION ALL {homes_grids(ask, said)} AND a.level > 3"


def homes_grids(ask: Question, said: Said) -> str:
    """The grids of a unit's households of the denominator."""
    return f"""SELECT a.ancestor AS subject, g.grid AS thing FROM (SELECT DISTINCT grid, kind, unit FROM grid_homes WHERE counted) g
               JOIN ancestry a ON a.id = g.unit WHERE {grid_kinds(ask, said, "g.kind")}"""


def grid_kinds(ask: Question, said: Said, column: str) -> str:
    """A condition: a grid is of one of the kinds asked; 网格 means any."""
    return "TRUE" if "网格" in texts(said["grids"]) else ask.within(column, said["grids"])


def _unit_cooperatives(ask: Question, said: Said) -> str:
    return f"""SELECT a.ancestor AS subject, c.thing FROM (
                   SELECT DISTINCT h.unit, c.household AS thing FROM cooperators c JOIN homes h USING (household)
                   WHERE {ask.within("c.kind", said["cooperatives"])}
               ) c JOIN ancestry a ON a.id = c.unit"""


def _children(ask: Question, said: Said) -> str:
    return f"""SELECT e."to" AS subject, u.id AS thing FROM edges_part_of e JOIN Unit u ON u.id = e."from" AND e.source = 'Unit'
               WHERE {ask.unit_kinds("u.kind", said["units"])}"""


_UNIT: Mapping[str, Mean] = {
    "bodies": bodies,
    "posts": _posts("Unit"),
    "mechanisms": _unit_mechanisms,
    "pairs": lambda ask, said: f"SELECT partner AS subject, body AS thing FROM pairs WHERE target = 'Unit' AND {ask.within('kind', said['pairs'])}",
    "events": _events("Unit"),
    "grids": _unit_grids,
    "cooperatives": _unit_cooperatives,
    "units": _children,
    "code": lambda ask, said: "SELECT id AS subject, id AS thing FROM Unit WHERE code <> ''",
    "urban_rural": lambda ask, said: "SELECT id AS subject, id AS thing FROM Unit WHERE urban_rural <> ''",
}


# ---- households and persons --------------------------------------------------------------------------------------------


def _own_units(ask: Question, said: Said) -> str:
    return f"""SELECT h.household AS subject, u.id AS thing FROM homes h JOIN ancestry a ON a.id = h.unit JOIN Unit u ON u.id = a.ancestor
               WHERE {ask.unit_kinds("u.kind", said["units"])}"""


def _person_members(ask: Question, said: Said) -> str:
    return f"SELECT member AS subject, body AS thing FROM members WHERE source = 'Person' AND {ask.label_or_kind('label', 'kind', said['members'])}"


_HOUSEHOLD: Mapping[str, Mean] = {
    "mechanisms": lambda ask, said: (
        f"SELECT contacted AS subject, person AS thing FROM contacts WHERE target = 'Household' AND {ask.within('mechanism', said['mechanisms'])}"
    ),
    "cooperatives": lambda ask, said: f"SELECT household AS subject, cooperative AS thing FROM cooperators WHERE {ask.within('kind', said['cooperatives'])}",
    "events": _events("Household"),
    "units": _own_units,
    "grids": lambda ask, said: f"SELECT household AS subject, grid AS thing FROM grid_homes WHERE {grid_kinds(ask, said, 'kind')}",
    "members": lambda ask, said: f"SELECT r.household AS subject, m.thing FROM residents r JOIN ({_person_members(ask, said)}) m ON m.subject = r.person",
}
_PERSON: Mapping[str, Mean] = {
    "members": _person_members,
    "events": _events("Person"),
    "mechanisms": lambda ask, said: f"SELECT person AS subject, contacted AS thing FROM contacts WHERE {ask.within('mechanism', said['mechanisms'])}",
}


# ---- grids and bodies --------------------------------------------------------------------------------------------------


def _grid_parents(ask: Question, said: Said) -> str:
    return f"""SELECT e."from" AS subject, e."to" AS thing FROM edges_part_of e JOIN Grid g ON g.id = e."to" AND e.target = 'Grid'
               WHERE e.source = 'Grid' AND e.since <= $day AND e.until > $day AND {grid_kinds(ask, {"grids": said["under"]}, "g.kind")}"""


_GRID: Mapping[str, Mean] = {
    "bodies": lambda ask, said: bodies(ask, said, "Grid"),
    "posts": _posts("Grid"),
    "events": _events("Grid"),
    "under": _grid_parents,
    "mechanisms": lambda ask, said: (
        "SELECT g.grid AS subject, c.person AS thing FROM contacts c JOIN grid_homes g ON c.target = 'Household' AND g.household = c.contacted "
        f"WHERE {ask.within('c.mechanism', said['mechanisms'])}"
    ),
}
_NO_BODY = "('Unit', 'Household', 'Person', 'Grid')"
_BODY: Mapping[str, Mean] = {
    "pairs": lambda ask, said: f"SELECT body AS subject, partner AS thing FROM pairs WHERE {ask.within('kind', said['pairs'])}",
    "events": lambda ask, said: (
        "SELECT subject, event AS thing FROM (FROM abouts UNION ALL FROM doers)"
        f" WHERE target NOT IN {_NO_BODY} AND until > $day AND {ask.within('kind', said['events'])}"
    ),
    "posts": lambda ask, said: f"SELECT thing AS subject, person AS thing FROM posts WHERE target NOT IN {_NO_BODY} AND {post_named(ask, said)}",
    "members": lambda ask, said: (
        f"SELECT member AS subject, body AS thing FROM members WHERE source <> 'Person' AND {ask.label_or_kind('label', 'kind', said['members'])}"
    ),
    "under": lambda ask, said: f"SELECT body AS subject, parent AS thing FROM parents WHERE {ask.label_or_kind('label', 'kind', said['under'])}",
    "has_members": lambda ask, said: "SELECT body AS subject, member AS thing FROM members",
}
MEANS: Mapping[str, Mapping[str, Mean]] = {
    "单元": _UNIT,
    "户": _HOUSEHOLD,
    "人": _PERSON,
    "成员": _PERSON,
    "联系人": _PERSON,
    "网格": _GRID,
    "组织": _BODY,
}


def own_means(ask: Question, check: Check | None = None) -> Said:
    """A check's (or a part's) options without those that say who is asked: what is left are its means."""
    taken = {"单元": ("units", "level"), "组织": ("labels", "bodies", "level"), "人": ("political", "ages", "sex"), "联系人": ("mechanisms",)}
    left = taken.get(name_of(ask), ())
    return {k: v for k, v in (check or ask.check).options.items() if k not in left}
