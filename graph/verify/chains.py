"""chain: from a member, or a body, up through every declared level."""

from __future__ import annotations

from graph.verify.populations import name_of, population
from graph.verify.question import Question, Rows, Said, labels, numbers, tables_of, texts
from graph.verify.slots import links

_ORGANIZATION = "label <> 'Place'"


def chain(ask: Question) -> Rows:
    """Members of a body, or bodies, from which the way leads up through all of `through`; households with all `links`."""
    if "links" in ask.options:
        return links(ask)
    there = _through(ask)
    if name_of(ask) == "组织":
        return Rows(f"SELECT subject, unit, subject IN (SELECT body FROM ({there})) AS met FROM ({population(ask)})", ask.doubted())
    own = ask.within("label", labels(texts(ask.options.get("label", "党组织"))))
    met = f"SELECT member FROM rolls WHERE source = 'Person' AND {own} AND (label, body) IN (SELECT from_label, body FROM ({there}))"
    return Rows(f"SELECT subject, unit, subject IN ({met}) AS met FROM ({population(ask)})", ask.doubted())


def _through(ask: Question) -> str:
    """The bodies (from_label, body) that climb through every entry in turn; one body may stand for two entries that it satisfies."""
    steps = tables_of(ask.options["through"])
    at = "SELECT label AS from_label, id AS body, label, id AS above FROM bodies"
    for step in steps:
        at = f"""SELECT DISTINCT s.from_label, s.body, c.label, c.above
                 FROM ({at}) s JOIN climbs c ON c.from_label = s.label AND c.body = s.above WHERE {_satisfies(ask, step)}"""
    return at


def _satisfies(ask: Question, step: Said) -> str:
    said = [f"c.{_ORGANIZATION}"]
    said += [ask.within("c.kind", step["kinds"])] if "kinds" in step else []
    if "level" in step:
        said += [f"(c.label, c.above) IN (SELECT label, body FROM body_levels WHERE list_contains({ask(numbers(step['level']))}, level))"]
    return " AND ".join(said)
