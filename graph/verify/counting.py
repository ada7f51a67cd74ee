"""staffing, load, assignment and activity: how many things, or which posts, does a subject have?"""

from __future__ import annotations

from collections.abc import Mapping

from graph.verify.means import filled, homes_grids, means, own_means, post_named
from graph.verify.populations import common, name_of, population
from graph.verify.question import Question, Rows, texts, union
from graph.verify.slots import doubt_of

UNDONE = "(无|没有|(未|待|尚未|暂未|正在|还在|跟踪|跟进).*|.*(办理|处理|处置|推进|进行|协调|整改|研究|受理|实施)中|已?(受理|登记|转办|交办))?"
"""Outcomes of an event that is still open, as a whole text."""
_PLACES = {"单元": "target = 'Unit'", "网格": "target = 'Grid'", "组织": "target NOT IN ('Unit', 'Grid')"}
_ABOUT = {"单元": "Unit", "网格": "Grid", "户": "Household", "人": "Person", "联系人": "Person"}


def staffing(ask: Question) -> Rows:
    """Subjects × posts (or roles), or subjects with enough distinct persons."""
    options, who = ask.options, population(ask)
    if "roles" in options:
        return Rows(_each(ask, who, options["roles"], "SELECT body, role FROM members"), ask.doubted())
    if options.get("any"):
        return Rows(f"SELECT subject, unit, subject IN ({filled(ask, name_of(ask), {'posts': options['posts']})}) AS met FROM ({who})", ask.doubted())
    if "least" in options:
        enough = f"SELECT subject, count(DISTINCT thing) AS n FROM ({union(_staff(ask))}) GROUP BY subject"
        parts = [f"SELECT s.subject, s.unit, coalesce(e.n, 0) >= {ask(n)} AS met FROM ({of}) s LEFT JOIN ({enough}) e USING (subject)"
                 for of, n in _by_kind(ask, who, options["least"])]  # fmt: skip
        return Rows(union(parts), ask.doubted())
    held = f"SELECT thing, post FROM posts WHERE {_PLACES[name_of(ask)]}"
    return Rows(union([_each(ask, of, words, held) for of, words in _by_kind(ask, who, options["posts"])]), ask.doubted())


def _each(ask: Question, who: str, words: object, held: str) -> str:
    return f"""SELECT subject, unit, (subject, word) IN ({held}) AS met
               FROM (SELECT subject, unit, unnest({ask(texts(words))}::VARCHAR[]) AS word FROM ({who}))"""


def _by_kind(ask: Question, who: str, said: object) -> list[tuple[str, object]]:
    """(subjects, what is asked of them): a table of options by kinds of units (村, 社区) asks each its own, other kinds nothing."""
    if not isinstance(said, Mapping):
        return [(who, said)]
    return [(f"SELECT * FROM ({who}) WHERE unit IN (SELECT id FROM Unit WHERE {ask.unit_kinds('kind', word)})", asked) for word, asked in said.items()]


def _staff(ask: Question) -> list[str]:
    """(subject, person): those with posts there, members of a body, contacts of a unit."""
    options, place = ask.options, _PLACES[name_of(ask)]
    parts = means(ask, name_of(ask), {"mechanisms": options["mechanisms"]}) if "mechanisms" in options else []
    if "posts" in options or "ledgers" in options:
        asked = [post_named(ask, options)] if "posts" in options else []
        asked += [ask.within("ledger", options["ledgers"])] if "ledgers" in options else []
        parts.append(f"SELECT thing AS subject, person AS thing FROM posts WHERE {place} AND {' AND '.join(asked)}")
    if name_of(ask) == "组织":
        parts.append("SELECT body AS subject, member AS thing FROM members WHERE source = 'Person'")
    return parts


def load(ask: Question) -> Rows:
    """Each contact and mechanism by its distinct households, whether in the denominator or not."""
    asked = ask.within("c.mechanism", ask.options["mechanisms"])
    low, high = ask(ask.options["low"]), ask(ask.options["high"])
    return Rows(f"""
        SELECT c.person || '/' || c.mechanism AS subject, {common("z")} AS unit, count(DISTINCT c.contacted) BETWEEN {low} AND {high} AS met
        FROM contacts c JOIN homes h ON h.household = c.contacted JOIN places z ON z.id = h.unit
        WHERE c.target = 'Household' AND {asked} GROUP BY c.person, c.mechanism""")


def assignment(ask: Question) -> Rows:
    """Exactly one thing; with `exclusive` one that no other subject has."""
    who, things = population(ask), _things(ask)
    # Who has something, one thing or several, is not unknown.
    doubt = f"({doubt_of(ask, ask.check)} AND subject NOT IN (SELECT subject FROM ({things})))"
    # Whoever else has the thing shares it, a town or a virtual unit too.
    alone = f"WHERE thing NOT IN (SELECT thing FROM ({things}) GROUP BY thing HAVING count(DISTINCT subject) > 1)" if ask.options.get("exclusive") else ""
    text = f"""
        WITH who AS ({who}),
             has AS (SELECT DISTINCT subject, thing FROM ({things}) WHERE subject IN (SELECT subject FROM who)),
             one AS (SELECT subject, any_value(thing) AS thing FROM has GROUP BY subject HAVING count(*) = 1)
        SELECT subject, unit, subject IN (SELECT subject FROM one {alone}) AS met FROM who"""
    return Rows(text, doubt)


def _things(ask: Question) -> str:
    """(subject, thing) of the one mean that an assignment names; of events whoever they are by, an event by nobody stands for itself."""
    options = own_means(ask)
    if "events" in options:
        about = f"target = '{_ABOUT[name_of(ask)]}'" if name_of(ask) in _ABOUT else "target NOT IN ('Unit', 'Grid', 'Household', 'Person')"
        return f"""SELECT a.subject, coalesce(d.subject, a.event) AS thing FROM abouts a LEFT JOIN doers d USING (event)
                   WHERE a.{about} AND a.until > $day AND {ask.within("a.kind", options["events"])}"""
    if "grids" in options and name_of(ask) == "单元":
        return homes_grids(ask, options)
    things = union(means(ask, name_of(ask), options))
    if not options.get("top"):
        return things
    return f"""SELECT t.subject, t.thing FROM ({things}) t WHERE NOT EXISTS (
                   SELECT 1 FROM parents p JOIN covers o ON o.body = p.parent AND o.label = p.label
                   WHERE p.body = t.thing AND p.parent <> t.thing AND o.place = t.subject)"""


def activity(ask: Question) -> Rows:
    """Enough events, or days of them, in the days up to the day; of events, those with an outcome."""
    options, who = ask.options, population(ask)
    if name_of(ask) == "事件":
        undone = f"SELECT event FROM happened WHERE regexp_full_match(trim(outcome), {ask(UNDONE)})"
        return Rows(f"SELECT subject, unit, subject NOT IN ({undone}) AS met FROM ({who})", ask.doubted())
    window = f"AND date > $day - {ask(options['days'])}::INTEGER" if "days" in options else ""
    amount = "sum(days)" if options.get("sum_days") else "count(*)"
    enough = f"""SELECT subject FROM (SELECT DISTINCT subject, event, days FROM ({_events(ask)}) WHERE {ask.within("kind", options["events"])} {window})
                 GROUP BY subject HAVING {amount} >= {ask(options.get("least", 1))}"""
    return Rows(f"SELECT subject, unit, subject IN ({enough}) AS met FROM ({who})", _unvisited(ask))


def _events(ask: Question) -> str:
    """(subject, event …): by a person; by or about a body; about anything else, `below` also about the units under it."""
    who = name_of(ask)
    if who == "联系人":
        return "SELECT * FROM doers WHERE target = 'Person'"
    if who == "组织":
        return "SELECT * FROM abouts WHERE target NOT IN ('Unit', 'Grid', 'Household', 'Person') UNION ALL SELECT * FROM doers WHERE target <> 'Person'"
    if who == "单元" and ask.options.get("below"):
        return "SELECT e.* REPLACE (a.ancestor AS subject) FROM abouts e JOIN ancestry a ON a.id = e.subject WHERE e.target = 'Unit'"
    return f"SELECT * FROM abouts WHERE target = '{_ABOUT[who]}'"


def _unvisited(ask: Question) -> str:
    """Unknown is who has no event at all, not even an earlier one; for households also whom an ambiguous row of those days may mean."""
    kinds = ask.within("kind", ask.options["events"])
    never = f"({ask.doubted()} AND subject NOT IN (SELECT subject FROM ({_events(ask)}) WHERE {kinds}))"
    if name_of(ask) != "户":
        return never
    window = f"AND since > $day - {ask(ask.options['days'])}::INTEGER" if "days" in ask.options else ""
    may = f"""SELECT "to" FROM edges_may_contact WHERE {ask.within("mechanism", ask.options["events"])} AND since <= $day {window}"""
    return f"({never} OR subject IN ({may}))"
