"""claim: does the counted measure equal the typed or published figure? A measure is a query of (unit, thing); figures roll up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.verify.means import LABELS_OF_KINDS
from graph.verify.populations import TOP, contacts
from graph.verify.question import Question, Rows, Said, labels, numbers, texts, union

LEADERS = ("负责人", "书记")
_HOLDS = """CASE WHEN regexp_matches(qualifier, '以上|不低于|不少于|至少|超过|达') THEN n >= value
    WHEN regexp_matches(qualifier, '约|近|左右|余|多') THEN 10 * abs(n - value) <= value ELSE n = value END"""
_GROUPS = """LEFT JOIN (SELECT DISTINCT "from" AS person, part, "to" AS thing FROM ever_contacts WHERE target = 'Household') x
             ON f.target = 'Person' AND x.person = f."to" AND x.part = q.part"""
_GRIDS = """LEFT JOIN (SELECT e."to" AS grid, h.household AS thing FROM edges_in_grid e JOIN homes h ON h.household = e."from" WHERE h.counted) x
            ON f.target = 'Grid' AND x.grid = f."to" """
_LABEL = {"group_households": "Person", "grid_households": "Grid"}
"""What a claim is about, where that is no unit."""


def claim(ask: Question) -> Rows:
    """Claims whose row could be placed; their qualifier (约, 余, 以上, 不低于 …) says how near the counted figure must be.

    Where nothing of the ledger that a measure counts in has been delivered there or below, nobody can tell.
    """
    named = str(ask.options["measure"])
    vague = bool(ask.options.get("qualified"))
    asked = {m: said for m, said in ask.measures.items() if named in ("*", m) and (ask.qualified[m] or not vague)}
    if not asked:
        return Rows("SELECT '' AS subject, '' AS unit, FALSE AS met WHERE FALSE")
    parts = union([_claims(ask, name, said) for name, said in asked.items()])
    qualified = "WHERE qualifier <> ''" if vague else ""
    return Rows(f"SELECT id AS subject, unit, heard AND ({_HOLDS}) AS met, heard FROM ({parts}) {qualified}", "NOT heard")


def _claims(ask: Question, name: str, said: Said) -> str:
    """id, unit, value, qualifier, n of the claims of one measure, and whether its ledger was heard of."""
    count = str(said["count"])
    amount = "coalesce(sum(x.heads), 0)" if count == "attendances" else "count(DISTINCT x.thing)"
    heard = ask.known("any_value(p.unit_id)", {"ledger": said.get("ledger", ""), "scope": "单元"})
    return f"""SELECT q.id, any_value(p.unit_id) AS unit, {heard} AS heard, any_value(q.value) AS value, any_value(q.qualifier) AS qualifier, {amount} AS n
               FROM Claim q JOIN edges_claimed_for f ON f."from" = q.id AND f.target = '{_LABEL.get(count, "Unit")}'
               JOIN claim_places p ON p.id = q.id AND p.unit_id IN (SELECT id FROM Unit) {_counted(ask, count, said)}
               WHERE q.measure = {ask(name)} GROUP BY q.id"""


def _counted(ask: Question, count: str, said: Said) -> str:
    if count == "group_households":
        return _GROUPS
    if count == "grid_households":
        return _GRIDS
    return f"""LEFT JOIN (SELECT a.ancestor, t.* EXCLUDE (unit) FROM ({_COUNTS[count](ask, said)}) t JOIN ancestry a ON a.id = t.unit) x
               ON x.ancestor = f."to" """


# ---- measures: unit, thing ---------------------------------------------------------------------------------------------


def _denominator(ask: Question, said: Said) -> str:
    return "SELECT unit, household AS thing FROM homes WHERE counted"


def _units(ask: Question, said: Said) -> str:
    """Units of exactly these kinds: the similar ones are told apart where they are counted."""
    return f"""SELECT id AS unit, id AS thing FROM Unit WHERE {ask.within("kind", said["units"])} AND id NOT IN (SELECT id FROM villages WHERE virtual)"""


def _grids(ask: Question, said: Said) -> str:
    kinds = f"WHERE {ask.within('g.kind', said['kinds'])}" if "kinds" in said else ""
    return f"SELECT coalesce(u.unit, {TOP}) AS unit, g.id AS thing FROM Grid g LEFT JOIN grid_units u ON u.grid = g.id {kinds}"


def _bodies(ask: Question, said: Said) -> str:
    """label, id of the bodies of a measure, and the unit that each covers, the root where it covers none."""
    named = texts(said.get("labels")) or list(LABELS_OF_KINDS)
    asked = [ask.within("b.label", labels(named))]
    asked += [ask.within("b.kind", said["kinds"])] if "kinds" in said else []
    asked += [f"list_contains({ask(numbers(said['level']))}, u.level)"] if "level" in said else []
    asked += [ask.unit_kinds("u.kind", said["units"])] if "units" in said else []
    return f"""SELECT b.label, b.id, coalesce(c.place, {TOP}) AS unit FROM bodies b
               LEFT JOIN covers c ON c.body = b.id AND c.label = b.label AND c.target = 'Unit' LEFT JOIN Unit u ON u.id = c.place
               WHERE {" AND ".join(asked)}"""


def _organizations(ask: Question, said: Said) -> str:
    return f"SELECT unit, label || '/' || id AS thing FROM ({_bodies(ask, said)})"


def _leaders(ask: Question, said: Said) -> str:
    """Posts at the head of a body: a person who heads two counts twice."""
    return f"""SELECT b.unit, h.person || '/' || h.thing AS thing FROM posts h JOIN ({_bodies(ask, said)}) b ON b.id = h.thing AND b.label = h.target
               WHERE {ask.within("h.post", LEADERS)}"""


def _held(ask: Question, said: Said, thing: str) -> str:
    asked = ["TRUE"] if texts(said.get("posts", ["*"])) == ["*"] else [ask.within("h.post", said["posts"])]
    return f"""SELECT coalesce(c.place, u.unit, x.id, {TOP}) AS unit, {thing} AS thing FROM posts h
               LEFT JOIN covers c ON c.body = h.thing AND c.label = h.target AND c.target = 'Unit'
               LEFT JOIN grid_units u ON h.target = 'Grid' AND u.grid = h.thing LEFT JOIN Unit x ON h.target = 'Unit' AND x.id = h.thing
               WHERE {" AND ".join(asked)}"""


def _posts(ask: Question, said: Said) -> str:
    return _held(ask, said, "h.person || '/' || h.thing || '/' || h.post")


def _persons(ask: Question, said: Said) -> str:
    if "mechanisms" in said:
        return f"SELECT unit, subject AS thing FROM ({contacts(ask, said)})"
    if "events" in said:
        return f"""SELECT u.unit, a.subject AS thing FROM abouts a JOIN event_units u USING (event)
                   WHERE a.target = 'Person' AND {_kind(ask, said)}"""
    if "grid_posts" in said:
        return f"{_held(ask, {'posts': said['grid_posts']}, 'h.person')} AND h.target = 'Grid'"
    return _held(ask, said, "h.person")


def _memberships(ask: Question, said: Said) -> str:
    """Persons in bodies, each body counted; households in cooperatives likewise."""
    if "cooperatives" in said:
        return f"""SELECT h.unit, c.household || '/' || c.cooperative AS thing FROM cooperators c JOIN homes h USING (household)
                   WHERE {ask.within("c.kind", said["cooperatives"])}"""
    return f"""SELECT b.unit, m.member || '/' || m.body AS thing FROM members m JOIN ({_bodies(ask, said)}) b ON b.id = m.body AND b.label = m.label
               WHERE m.source = 'Person'"""


def _kind(ask: Question, said: Said) -> str:
    return "TRUE" if texts(said["events"]) == ["*"] else ask.within("kind", said["events"])


def _events(ask: Question, said: Said) -> str:
    return f"SELECT u.unit, event AS thing FROM happened JOIN event_units u USING (event) WHERE {_kind(ask, said)}"


def _attendances(ask: Question, said: Said) -> str:
    """How many came from each unit."""
    return f"""SELECT t."from" AS unit, event AS thing, t.heads FROM happened JOIN edges_attended t ON t."to" = event AND t.source = 'Unit'
               WHERE {_kind(ask, said)}"""


def _households(ask: Question, said: Said) -> str:
    if "events" in said:
        there = f"SELECT subject AS household FROM abouts WHERE target = 'Household' AND {_kind(ask, said)}"
    elif "cooperatives" in said:
        there = f"SELECT household FROM cooperators WHERE {ask.within('kind', said['cooperatives'])}"
    else:
        there = f"SELECT contacted FROM contacts WHERE target = 'Household' AND {ask.within('mechanism', said['mechanisms'])}"
    return f"SELECT unit, household AS thing FROM homes WHERE household IN ({there})"


_COUNTS: Mapping[str, Callable[[Question, Said], str]] = {
    "denominator": _denominator,
    "units": _units,
    "grids": _grids,
    "organizations": _organizations,
    "leaders": _leaders,
    "posts": _posts,
    "persons": _persons,
    "memberships": _memberships,
    "events": _events,
    "attendances": _attendances,
    "households": _households,
}
