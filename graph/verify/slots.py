"""reach, presence, breadth and share: does a subject have what is asked?"""

from __future__ import annotations

from collections.abc import Sequence

from graph.scheme import Check
from graph.verify.means import filled, own_means
from graph.verify.populations import aged, name_of, population
from graph.verify.question import Question, Rows, Said, tables_of, texts

_POSTS = {"political": "len(said) = 1 AND said[1] = ''", "education": "education = ''", "ages": "birth_year = 0"}
"""When a holder's property is not stated."""


def reach(ask: Question) -> Rows:
    """Subjects that have any of the means; of several checks together, any of theirs."""
    parts = _parts(ask, ask.check)
    there = " UNION ".join(filled(ask, name_of(ask), own_means(ask, part)) for part in parts)
    return Rows(_has(ask, population(ask), there), " OR ".join(doubt_of(ask, part) for part in parts))


def _parts(ask: Question, check: Check) -> list[Check]:
    """The checks that a check is made of, itself where it names its means."""
    said = texts(check.options.get("any_of"))
    joined = [check] if "mechanisms" in check.options else []
    return [*(one for id in said for one in _parts(ask, ask.scheme.check(id))), *joined] if said else [check]


def presence(ask: Question) -> Rows:
    """Units (or grids) × slots: met only where the ledger has been delivered."""
    asked = [(population(ask, {**ask.options, **narrowed}), slot) for narrowed, slot in _slots(ask)]
    told = [_answered(ask, slot) for _, slot in asked]
    parts = [
        f"SELECT *, NOT ({ask.known('unit', slot)} OR {answer}) AS unasked, {answer} AS answered FROM ({_has(ask, who, filled(ask, name_of(ask), slot))})"
        for (who, slot), answer in zip(asked, told, strict=True)
    ]
    silent = "NOT bool_or(met AND NOT answered) OVER ()" if ask.options.get("only_if_any") else "FALSE"
    return Rows(f"SELECT subject, unit, met AND NOT unasked AS met, unasked OR {silent} AS unasked FROM ({_all(parts, 'answered')})", "unasked")


def _answered(ask: Question, slot: Said) -> str:
    """A condition: a town answered for the subject and this slot."""
    name = slot.get("name", "") or next(iter(texts(slot.get("kinds"))), "")
    own = "SELECT left(a.subject, len(a.subject) - len(a.slot) - 1) FROM answered a"
    return f"""subject IN ({own} WHERE a."check" = {ask(ask.check.id)} AND a.slot = {ask(name)})"""


def spoken(ask: Question, rows: Rows) -> Rows:
    """With ``only_if_any`` a ledger in which nothing of the kind stands anywhere does not speak of such things: all are unknown."""
    if not ask.options.get("only_if_any") or ask.check.kind == "presence":
        return rows
    return Rows(f"SELECT *, bool_or(met) OVER () AS found FROM ({rows.text})", f"(NOT found OR {rows.doubt})")


def _slots(ask: Question) -> list[tuple[Said, Said]]:
    """(what it narrows the population to, the slot)."""
    social = ask.options.get("social")
    if isinstance(social, dict):
        return [({"units": [word]}, {"labels": ["社会组织"], "below": True, "least": least}) for word, least in social.items()]
    if "list" in ask.options:
        labels = {"labels": ask.options["labels"]} if "labels" in ask.options else {}
        return [({}, {"kinds": [word], **labels}) for word in ask.lists.get(str(ask.options["list"]), ())]
    return [({}, slot) for slot in tables_of(ask.options.get("slots"))]


def breadth(ask: Question) -> Rows:
    """Units × lines."""
    who, lines = population(ask), tables_of(ask.options["lines"])
    parts = [f"SELECT *, NOT ({ask.known('unit', line)}) AS unasked FROM ({_has(ask, who, filled(ask, name_of(ask), line))})" for line in lines]
    return Rows(_all(parts), "unasked")


def links(ask: Question) -> Rows:
    """chain of households: every link holds. A link that is missing although its ledger is known breaks it."""
    said: list[Said] = [{"ledger": "", **link} for link in tables_of(ask.options["links"])]
    there = [f"subject IN ({filled(ask, name_of(ask), link)})" for link in said]
    broken = [f"({ask.known('unit', link)} AND NOT {here})" for here, link in zip(there, said, strict=True)]
    return Rows(f"SELECT subject, unit, {' AND '.join(there)} AS met FROM ({population(ask)})", f"NOT ({' OR '.join(broken)})")


def share(ask: Question) -> Rows:
    """Subjects with a property or an edge."""
    options = ask.options
    if name_of(ask) == "岗位":
        said = [w for w in _POSTS if w in options]
        conditions = {
            "political": lambda: f"list_has_any(said, {ask(texts(options['political']))}::VARCHAR[])",
            "education": lambda: ask.within("education", options["education"]),
            "ages": lambda: f"({aged(ask, 'p', options)})",
        }
        met, unsaid = (" AND ".join(conditions[w]() for w in said), " OR ".join(f"({_POSTS[w]})" for w in said))
        return Rows(f"SELECT subject, unit, {met} AS met, {unsaid} AS unsaid FROM ({population(ask)}) h JOIN Person p ON p.id = h.person", "unsaid")
    if options.get("kind_stated"):
        met = f"b.kind <> '' AND NOT {ask.within('b.kind', options['ambiguous'])}"
        return Rows(f"SELECT s.subject, s.unit, {met} AS met FROM ({population(ask)}) s JOIN bodies b ON b.id = s.subject", ask.doubted())
    return Rows(_has(ask, population(ask), filled(ask, name_of(ask), own_means(ask))), ask.doubted())


def _has(ask: Question, who: str, there: str) -> str:
    return f"SELECT subject, unit, subject IN ({there}) AS met FROM ({who})"


def _all(parts: Sequence[str], *more: str) -> str:
    """All rows of several texts; without any an empty text of the same columns, with `more` conditions."""
    named = "".join(f", FALSE AS {name}" for name in ("unasked", *more))
    return " UNION ALL ".join(parts) or f"SELECT '' AS subject, '' AS unit, FALSE AS met{named} WHERE FALSE"


def doubt_of(ask: Question, check: Check) -> str:
    """When a row of reach is unknown. A household with contacts, even ended ones, no longer is, unless an ambiguous row may mean it."""
    words = [*texts(check.options.get("mechanisms")), *texts(check.options.get("cooperatives"))]
    unheard = f"NOT ({ask.known('unit', {'scope': '村社区', **check.options, 'ledger': check.ledger})})"
    if name_of(ask) != "户" or not words or "at" in check.options:
        return unheard
    edges = f"""SELECT "to" FROM ever_contacts WHERE {ask.within("mechanism", words)} UNION
                SELECT m."from" FROM ever_member_of m JOIN ever_cooperative o ON o.id = m."to" WHERE m.source = 'Household' AND {ask.within("o.kind", words)}"""
    may = f"""SELECT "to" FROM edges_may_contact WHERE {ask.within("mechanism", words)}"""
    return f"(subject IN ({may}) OR ({unheard} AND subject NOT IN ({edges})))"
