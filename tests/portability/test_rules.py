"""Every rule refuses what it is for, and only that, with the effect that was measured."""

from __future__ import annotations

from random import Random

import pytest

from graph.errors import PortabilityError
from graph.portability import Effect, check, require_portable
from graph.portability.rules import RULES
from tests.portability.cases import CASES, EXTRA
from tests.portability.texts import EFFECTS, RIGHT, WARNED


def test_every_rule_has_a_case() -> None:
    assert [r.name for r in RULES] == list(dict.fromkeys(r.name for r in RULES))
    assert set(CASES) == {r.name for r in RULES}


@pytest.mark.parametrize("rule", CASES)
def test_refused(rule: str) -> None:
    assert rule in {f.rule for f in check(CASES[rule][0], extra=EXTRA)}


@pytest.mark.parametrize("rule", CASES)
def test_accepted(rule: str) -> None:
    assert check(CASES[rule][1], extra=EXTRA) == []


@pytest.mark.parametrize(("text", "found"), EFFECTS)
def test_effects(text: str, found: dict[str, Effect]) -> None:
    assert {f.rule: f.effect for f in check(text)} == found


@pytest.mark.parametrize("text", RIGHT)
def test_nothing_to_say(text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize("text", WARNED)
def test_only_a_warning(text: str) -> None:
    assert {f.effect for f in check(text)} == {"differs"}


def test_the_message_says_line_and_remedy() -> None:
    text = "// q()\nMATCH (h:Household)\nWHERE h.kind != ''\nRETURN h.id AS id, round(1) AS n"
    with pytest.raises(PortabilityError, match=r"cypher/q\.cypher:3 有 2 处[\s\S]*第 3 行 !=：.*请写 <>[\s\S]*第 4 行 round\(\)：.*floor"):
        require_portable(text, "cypher/q.cypher")


def test_a_finding_knows_its_place() -> None:
    (found,) = check("MATCH (h:Household)\nRETURN h.id AS id, h.nmae AS n")
    assert (found.line, found.column, found.effect) == (2, 22, "embedded_refuses")
    assert check("MATCH (h:Houshold) RETURN h.id AS a")[0].found == "没有标签 Houshold，是不是 Household"


def test_properties_of_a_projection() -> None:
    text = "MATCH (p:Person) RETURN p.odd AS a"
    assert [f.rule for f in check(text)] == ["unknown_property"]
    assert check(text, extra={"Person": EXTRA["Grid"]}) == []


def test_rules_survive_any_tokens() -> None:
    """Pieces of queries in any order, and queries with a token lost, doubled or put elsewhere."""
    rng = Random(6)
    texts = [text for pair in CASES.values() for text in pair]
    pieces = sorted({piece for text in texts for piece in text.replace("(", " ( ").replace(")", " ) ").replace("{", " { ").replace("}", " } ").split()})
    for _ in range(600):
        words = rng.choice(texts).split()
        for _ in range(rng.randrange(1, 4)):
            words[rng.randrange(len(words)) :: max(1, rng.randrange(2) * len(words))] = rng.sample(pieces, 1)
        for text in (" ".join(words), " ".join(rng.choices(pieces, k=rng.randrange(1, 25)))):
            try:
                found = check(text)
            except PortabilityError:
                continue
            assert all(f.line >= 1 and f.column >= 1 and f.advice for f in found), text


def test_depth_and_length_end() -> None:
    """Names that stand for twice another one, 60 deep; and brackets deeper than anything can read."""
    rows = " ".join(f"WITH x{i} + x{i} AS x{i + 1}" for i in range(60))
    assert check(f"MATCH (u:Unit) WITH u.level AS x0 {rows} RETURN x60 AS a") == []
    assert {f.rule for f in check(f"RETURN {'(' * 3000}1{')' * 3000} AS a")} <= {"too_deep"}
