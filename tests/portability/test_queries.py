"""The contract of a library file: what it declares is what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import PortabilityError, QueryError
from graph.queries import LIBRARY, load_queries, query

GOOD = """\
// households(village, as_of)
// Households of a village on a date.
// One row per household; 'unknown' does not occur.
// of: households_of_village
// returns: id, code
MATCH (v:Unit {id: $village})<-[e:PART_OF]-(h:Household)
WHERE e.since <= $as_of
RETURN h.id AS id, h.code AS code
ORDER BY id
"""


def write(folder: Path, text: str, name: str = "households.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "questions/households.cypher")
    found = load_queries(tmp_path)["households"]
    assert (found.name, found.parameters, found.returns, found.path) == ("households", ("village", "as_of"), ("id", "code"), path)
    assert found.title == "Households of a village on a date."
    assert found.doc == "Households of a village on a date.\nOne row per household; 'unknown' does not occur."
    assert found.text == GOOD


def test_no_parameters(tmp_path: Path) -> None:
    write(tmp_path, "// units()\n// All units.\n// returns: id\nMATCH (u:Unit)\nRETURN u.id AS id\n", "units.cypher")
    assert load_queries(tmp_path)["units"].parameters == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("// households(village, as_of)\n", "// Households\n"), r":1 第一行要写成 // households\("),
        (("households(", "household("), ":1 查询名 household 与文件名 households 不同"),
        (("// Households of a village on a date.\n// One row per household; 'unknown' does not occur.\n", ""), ":2 缺少一句话说明"),
        (("// returns: id, code\n", ""), ":4 缺少 // returns"),
        (("returns: id, code", "returns: code, id"), r":5 声明的列 \(code, id\) 与最后的 RETURN \(id, code\) 不同"),
        (("village, as_of)", "village, as_of, every)"), r":1 声明了参数 every，但没有用到 \$every"),
        (("village, as_of)", "village)"), r":7 用了 \$as_of，但第一行没有声明"),
        (("(village, as_of)", "(village, end)"), ":1 参数 end 是 Cypher 的关键字"),
    ],
)
def test_broken_contracts(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    write(tmp_path, GOOD.replace(*change))
    with pytest.raises(QueryError, match=rf"households\.cypher{message}"):
        load_queries(tmp_path)


def test_portability_is_checked(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("h.code AS code", "labels(h) AS code"))
    with pytest.raises(PortabilityError, match=r"households\.cypher:8 .*\n.*labels\(\)"):
        load_queries(tmp_path)


def test_one_name_in_two_folders(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "checks/households.cypher")
    write(tmp_path, GOOD, "questions/households.cypher")
    with pytest.raises(QueryError, match=r"questions/households\.cypher:1 查询 households 与 .*checks/households\.cypher 重名"):
        load_queries(tmp_path)


def test_the_library_is_whole() -> None:
    assert set(load_queries()) == {p.stem for p in LIBRARY.rglob("*.cypher")}


def test_an_unknown_name() -> None:
    with pytest.raises(QueryError, match="没有叫 no_such_query 的查询"):
        query("no_such_query")
