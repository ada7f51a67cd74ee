"""Every side door is shut, on both engines, at its word."""

from __future__ import annotations

import pytest

from graph.errors import RefusedError
from graph.guard import Engine, admit
from tests.guard.refused import BY_WORD, LEXED, TOO_MUCH

ENGINES: tuple[Engine, ...] = ("embedded", "neo4j")


@pytest.mark.parametrize("word", BY_WORD)
def test_named_at_its_word(word: str) -> None:
    for text in BY_WORD[word]:
        for engine in ENGINES:
            with pytest.raises(RefusedError, match=r"(?s)第 \d+ 行第 \d+ 列.*有 \d+ 处") as caught:
                admit(text, engine)
            assert f"列 {word}：".lower() in str(caught.value).lower(), text


@pytest.mark.parametrize("text", LEXED)
def test_read_differently_by_the_lexers(text: str) -> None:
    for engine in ENGINES:
        with pytest.raises(RefusedError) as caught:
            admit(text, engine)
        assert LEXED[text] in str(caught.value)


@pytest.mark.parametrize("said", sorted({f"{said} {i}" for i, said in enumerate(TOO_MUCH.values())}))
def test_more_than_is_planned(said: str) -> None:
    reason, index = said.rsplit(" ", 1)
    for engine in ENGINES:
        with pytest.raises(RefusedError, match=reason):
            admit(list(TOO_MUCH)[int(index)], engine)


def test_line_and_column() -> None:
    with pytest.raises(RefusedError) as caught:
        admit("MATCH (h:Household) // 说明\n/* a\n b */ WHERE h.id = 'x'\n  CALL db.labels()", "neo4j")
    assert str(caught.value).splitlines() == [
        "查询没有执行：第 4 行第 3 列有 1 处不允许的写法。",
        "  第 4 行第 3 列 CALL：不能调用过程，也不用 CALL 子查询；请用 OPTIONAL MATCH 加聚合，或 EXISTS { … }、COUNT { … }。",
    ]
    assert caught.value.exit_code == 3


def test_all_functions_are_listed() -> None:
    with pytest.raises(RefusedError, match="有 2 处") as caught:
        admit("RETURN apoc.text.join(['a'], ',') AS a,\n tosring(1) AS b", "neo4j")
    assert "第 2 行第 2 列 tosring()" in str(caught.value)
    assert "tostring" in str(caught.value)


def test_text_that_the_client_rewrites() -> None:
    with pytest.raises(RefusedError, match="to_json"):
        admit("RETURN 'to_json($p)' AS x", "embedded")
    assert admit("RETURN 1 AS x // to_json($p)", "embedded").text == "RETURN 1 AS x"


@pytest.mark.parametrize(
    "text",
    [
        "RETURN all(x IN range(1, 10000000000) WHERE x > 0) AS a",
        "WITH 10000000000 AS n RETURN [x IN range(1, n) | x] AS a",
        "RETURN size(range(1, size(range(1, 10000000000)))) AS a",
        "UNWIND [1] + range(1, 10000000000) AS x RETURN x",
    ],
)
def test_no_clock_stops_a_long_range_in_neo4j(text: str) -> None:
    with pytest.raises(RefusedError, match="UNWIND range"):
        admit(text, "neo4j")


def test_second_gate() -> None:
    text = "MATCH (h:Household) WHERE COUNT { MATCH (h)<-[:CONTACTS]-(:Person) } = 0\nRETURN h.id AS a"
    with pytest.raises(RefusedError, match="内嵌引擎会答错或不认的写法") as caught:
        admit(text, "embedded")
    assert "NOT EXISTS" in str(caught.value)
    assert any("第 1 行" in warning for warning in admit(text, "neo4j").warnings)
    with pytest.raises(RefusedError, match=r"Household\)? ?有|UNION"):
        admit("MATCH (h:Household) RETURN h.id AS a UNION ALL MATCH (p:Person) RETURN p.id AS a", "embedded")
