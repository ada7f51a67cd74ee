"""overlap: formal against effective; several posts, or posts that do not go together, in one person."""

from __future__ import annotations

from graph.verify.means import grid_kinds, post_named
from graph.verify.populations import TOP, common, name_of
from graph.verify.question import Question, Rows, texts, union


def overlap(ask: Question) -> Rows:
    """Rows of (who, thing, word); met where that one has one row only, or with `apart` rows of one group only."""
    options = ask.options
    apart, column = ("apart_ledgers", "ledger") if "apart_ledgers" in options else ("apart", "word")
    groups = [texts(g) for g in options[apart]] if apart in options else []  # type: ignore[attr-defined]
    cases = " ".join(f"WHEN {ask.within(column, words)} THEN {n}" for n, words in enumerate(groups))
    part, several = (f"CASE {cases} END", "count(DISTINCT part)") if groups else ("0", "count(DISTINCT (thing, word))")
    return Rows(f"""
        WITH raw AS ({union(_rows(ask))}),
             sorted AS (SELECT *, {part} AS part FROM raw),
             said AS (SELECT who, thing, word, min(unit) AS unit FROM sorted WHERE part IS NOT NULL GROUP BY who, thing, word),
             mixed AS (SELECT who FROM sorted WHERE part IS NOT NULL GROUP BY who HAVING {several} > 1)
        SELECT who || '/' || thing || '/' || word AS subject, unit, who NOT IN (SELECT who FROM mixed) AS met FROM said""")


def _rows(ask: Question) -> list[str]:
    """who, thing, word (kind of the body, post of a unit or grid, mechanism, kind of the grid), unit, ledger."""
    options = ask.options
    if name_of(ask) != "组织" and "grids" in options:
        return [
            f"""SELECT household AS who, grid AS thing, kind AS word, unit, '' AS ledger FROM grid_homes WHERE counted AND {grid_kinds(ask, options, "kind")}"""
        ]
    parts = []
    if "posts" in options or "ledgers" in options:
        parts.append(_posts(ask))
    if "members" in options:
        source = "m.source NOT IN ('Person', 'Household')" if name_of(ask) == "组织" else "m.source = 'Person'"
        asked = ask.label_or_kind("m.label", "m.kind", options["members"])
        parts.append(f"""SELECT m.member AS who, m.body AS thing, m.kind AS word, coalesce(c.place, {TOP}) AS unit, '' AS ledger
                         FROM members m LEFT JOIN covers c ON c.body = m.body AND c.label = m.label AND c.target = 'Unit' WHERE {source} AND {asked}""")
    if "mechanisms" in options:
        parts.append(f"""SELECT c.person AS who, c.mechanism AS thing, c.mechanism AS word, {common("z")} AS unit, '' AS ledger
                         FROM contact_units c JOIN places z ON z.id = c.unit WHERE {ask.within("c.mechanism", options["mechanisms"])}
                         GROUP BY c.person, c.mechanism""")
    return parts


def _posts(ask: Question) -> str:
    """Posts of the ledgers; those of bodies while the body lasts, those of grids only where `posts` names them."""
    options = ask.options
    asked = [ask.within("h.ledger", options["ledgers"])] if "ledgers" in options else []
    asked += [post_named(ask, options, "h.post")] if "posts" in options else ["h.target <> 'Grid'"]
    asked += [ask.within("b.kind", options["kinds"])] if "kinds" in options else []
    return f"""SELECT h.person AS who, h.thing, coalesce(b.kind, h.post) AS word, coalesce(c.place, u.unit, x.id, {TOP}) AS unit, h.ledger
               FROM posts h LEFT JOIN bodies b ON b.id = h.thing AND b.label = h.target
               LEFT JOIN covers c ON c.body = h.thing AND c.label = h.target AND c.target = 'Unit'
               LEFT JOIN grid_units u ON h.target = 'Grid' AND u.grid = h.thing LEFT JOIN Unit x ON h.target = 'Unit' AND x.id = h.thing
               WHERE (h.target IN ('Unit', 'Grid') OR b.id IS NOT NULL) AND {" AND ".join(asked)}"""
