"""What analysts write is let through and answered; the rebuilt text gives the rows of the text as it was written."""

from __future__ import annotations

from graph.guard import Engine, admit
from graph.store import Store
from tests.guard.allowed import BOTH, EMBEDDED, NEO4J, PARAMETERS

OWN: dict[Engine, list[str]] = {"embedded": EMBEDDED, "neo4j": NEO4J}


def test_let_through_and_answered(county: Store, engine: Engine) -> None:
    for text in [*BOTH, *OWN[engine]]:
        admitted = admit(text, engine)
        assert county.query(admitted.text, PARAMETERS).num_columns > 0, text


def test_same_rows_as_the_text_itself(county: Store, engine: Engine) -> None:
    for text in [t for t in BOTH if "ORDER BY" in t or "RETURN count" in t]:
        assert county.query(admit(text, engine).text, PARAMETERS).to_pylist() == county.query(text, PARAMETERS).to_pylist(), text


def test_within(county: Store, engine: Engine) -> None:
    plain = admit("MATCH (h:Household) RETURN h.id AS id // every one;", engine)
    assert (plain.limited, county.query(plain.within(3)).num_rows) == (False, 3)
    limited = admit("MATCH (h:Household) WITH h LIMIT 9 RETURN h.id AS id LIMIT 4;", engine)
    assert (limited.limited, county.query(limited.within(3)).num_rows) == (True, 4)
    inner = admit("MATCH (h:Household) WITH h LIMIT 9 RETURN h.id AS id", engine)
    assert (inner.limited, county.query(inner.within(3)).num_rows) == (False, 3)
    if engine == "neo4j":
        both = admit("RETURN 1 AS x UNION RETURN 2 AS x", engine)
        assert both.within(1) == both.text
        subquery = admit("MATCH (h:Household) RETURN COLLECT { MATCH (h)--(p) RETURN p.id LIMIT 1 } AS x", engine)
        assert (subquery.limited, subquery.united) == (False, False)


def test_parameters() -> None:
    assert admit("RETURN $b AS x, '$c' AS y, $`a b` AS z, $b AS w // $d", "neo4j").parameters == ("b", "a b")


def test_rebuilt_text() -> None:
    text = "MATCH (call:Household) // c\n  /* x\n */ WHERE call.load = 'a // b' -- 1"
    rebuilt = admit(text.replace("-- 1", "") + "\nRETURN call.id  AS load;", "neo4j").text
    assert rebuilt == "MATCH (`call`:Household)\n\n    WHERE `call`.load = 'a // b'\nRETURN `call`.id  AS `load`"
