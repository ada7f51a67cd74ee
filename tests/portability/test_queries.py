"""The contract of a library file: what it declares is what it does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graph.errors import PortabilityError, QueryError
from graph.queries import A_YEAR, LIBRARY, REQUIRED, Parameter, load_queries, query, questions, search
from graph.queries.parameters import parameters_of
from graph.queries.searching import ranked

GOOD = """\
// households(village: unit = county, mechanisms: texts = 联户长|好邻居, as_of: date)
// 一个村的户
// 当天在这个村的户。
// 不在册的户不在内。
// row: 一户
// unknown: 不涉及
// topics: 户 村
// returns: id, code
MATCH (v:Unit {id: $village})<-[e:PART_OF]-(h:Household)
WHERE e.since <= $as_of AND NOT h.kind IN $mechanisms
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
    assert (found.name, found.title, found.doc, found.folder) == ("households", "一个村的户", "当天在这个村的户。\n不在册的户不在内。", "questions")
    assert (found.row, found.unknown, found.topics, found.returns, found.path) == ("一户", "不涉及", ("户", "村"), ("id", "code"), path)
    assert found.parameters == (Parameter("village", "unit", "county"), Parameter("mechanisms", "texts", ("联户长", "好邻居")), Parameter("as_of", "date"))
    assert (found.parameter_names, [p.required for p in found.parameters]) == (("village", "mechanisms", "as_of"), [False, False, False])
    assert found.signature == GOOD.splitlines()[0].removeprefix("// ")
    assert found.text == GOOD


def test_no_parameters(tmp_path: Path) -> None:
    write(tmp_path, "// units()\n// 单元\n// row: 单元\n// unknown: 无\n// topics: 单元\n// returns: id\nMATCH (u:Unit)\nRETURN u.id AS id\n", "units.cypher")
    assert load_queries(tmp_path)["units"].parameters == ()


@pytest.mark.parametrize(
    ("declared", "parameter"),
    [
        ("low: int = 15", Parameter("low", "int", 15)),
        ("share: float = 0.5", Parameter("share", "float", 0.5)),
        ("every: bool = true", Parameter("every", "bool", True)),
        ("since: date = 2024-01-01", Parameter("since", "date", dt.date(2024, 1, 1))),
        ("since: date", Parameter("since", "date")),
        ("post: text = 组长", Parameter("post", "text", "组长")),
        ("person: person", Parameter("person", "person", REQUIRED)),
    ],
)
def test_types(declared: str, parameter: Parameter) -> None:
    (found,) = parameters_of(declared)
    assert found == parameter
    assert str(found) == declared
    assert found.required == (parameter.default is REQUIRED)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("// households(village: unit = county, mechanisms: texts = 联户长|好邻居, as_of: date)\n", "// 户\n"), r":1 第一行要写成 // households\("),
        (("households(", "household("), ":1 查询名 household 与文件名 households 不同"),
        (("// 一个村的户\n// 当天在这个村的户。\n// 不在册的户不在内。\n", ""), ":2 缺少标题"),
        (("// returns: id, code\n", ""), ":7 缺少 // returns: 一行"),
        (("// row: 一户\n", ""), ":7 缺少 // row: 一行。请写明一行是什么"),
        (("// unknown: 不涉及\n", "// unknown: \n"), ":8 缺少 // unknown: 一行"),
        (("// topics: 户 村\n", "// topic: 户\n"), ":7 topic 不认识，可写的有 row、unknown、topics、returns"),
        (("// topics: 户 村\n", "// row: 户\n"), ":7 row 写了两次"),
        (("returns: id, code", "returns: code, id"), r":8 声明的列 \(code, id\) 与最后的 RETURN \(id, code\) 不同"),
        (("as_of: date)", "as_of: date, every: bool)"), r":1 声明了参数 every，但没有用到 \$every"),
        ((", as_of: date)", ")"), r":10 用了 \$as_of，但第一行没有声明"),
        (("as_of: date)", "as_of: date, end: text)"), ":1 参数 end 是 Cypher 的关键字"),
        (("as_of: date", "as_of"), ":1 参数 as_of 要写类型，如 as_of: text"),
        (("as_of: date", "as_of: day"), ":1 参数 as_of 要写类型"),
        (("as_of: date", "as_of: date = 去年"), ":1 参数 as_of 的默认值 去年 不是日期"),
        (("= 联户长|好邻居", "= |"), r":1 参数 mechanisms 的默认值 \| 不是几个文字"),
        (("as_of: date)", "as_of: date, as_of: date)"), ":1 参数 as_of 写了两次"),
    ],
)
def test_broken_contracts(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    write(tmp_path, GOOD.replace(*change))
    with pytest.raises(QueryError, match=rf"households\.cypher{message}"):
        load_queries(tmp_path)


def test_portability_is_checked(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("h.code AS code", "labels(h) AS code"))
    with pytest.raises(PortabilityError, match=r"households\.cypher:11 .*\n.*labels\(\)"):
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


def test_questions_are_what_people_ask() -> None:
    assert {q.name for q in questions()} == {p.stem for p in (LIBRARY / "questions").glob("*.cypher")}
    for one in questions():
        assert one.doc, f"{one.name}: 标题下面要写清算什么、不算什么"
        assert not one.title.endswith("。"), f"{one.name}: 标题不带句号"
        wanting = [p.name for p in one.parameters if p.type == "texts" and p.required]
        assert not wanting, f"{one.name}: 列表参数 {wanting} 要有默认值"


def test_search(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "checks/households.cypher")
    other = GOOD.replace("households(", "contacts(").replace("一个村的户", "已不在任的联系人").replace("topics: 户 村", "topics: 联系人 离任")
    write(tmp_path, other, "questions/contacts.cypher")
    queries = list(load_queries(tmp_path).values())
    assert [q.name for q in ranked("联系人", queries)] == ["contacts"]
    assert [q.name for q in ranked("一个村", queries)] == ["households"]
    assert [q.name for q in ranked("哪些联系人不在任", queries)] == ["contacts"], "pairs of characters"
    assert [q.name for q in ranked("HOUSEHOLDS", queries)] == ["households"]
    assert [q.name for q in ranked("户 离任", queries)] == ["contacts"], "every word"
    assert [q.name for q in ranked("离任 没有的词", queries)] == ["contacts"], "else any"
    assert [q.name for q in ranked("", queries)] == ["households", "contacts"]
    assert ranked("县委书记", queries) == []


def test_a_year_before_the_day_asked_about() -> None:
    first, day, since = parameters_of("first_day: date = year, as_of: date, since: date")
    assert (first.default, str(first), first.required) == (A_YEAR, "first_day: date = year", False)
    assert [p.on(dt.date(2024, 6, 30)) for p in (first, day, since)] == [dt.date(2023, 6, 30), dt.date(2024, 6, 30), REQUIRED]
    assert first.on(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)
    assert {p.name for q in questions() for p in q.parameters if isinstance(p.default, dt.date)} == set(), "a day of its own grows old"


def test_search_of_the_library() -> None:
    for words, name in (("没有人联系的户", "households_nobody_reaches"), ("联系人 离任", "contacts_who_left"), ("为什么算覆盖", "household_evidence")):
        assert name in [q.name for q in search(words)][:3], words
    assert len(search("")) == len(load_queries())
