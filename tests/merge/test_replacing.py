"""What a delivery replaces: its ledger in its own units, and nothing else; what vanishes is ended, not deleted."""

from __future__ import annotations

from pathlib import Path

from api import loading
from graph.scheme import SCHEMES
from tests.loaders.county import LI
from tests.merge.conftest import CONTACTS, HEADER, OPEN, REGISTER, UNITS, Office

FIRST = {("吴九", "1001", OPEN), ("吴九", "1002", OPEN), ("郑十", "1003", OPEN), ("冯一", "0201", OPEN), ("陈二", "0301", OPEN), ("褚三", "0401", OPEN)}
FIRST |= {("施四", "0501", OPEN)}
HEAD = CONTACTS.strip().split("\n")[0]


def test_a_towns_ledger_replaces_that_towns_rows(office: Office) -> None:
    assert office.contacts() == FIRST
    table = "乡镇|村|好邻居姓名|户号\n青石镇|白鹭村|吴九|1001\n青石镇|柳溪村|冯一|0201\n青石镇|白鹭村|郑十|1002"
    found = office.deliver("2024-02-29", {"青石镇好邻居.csv": table})
    ended = {("吴九", "1002", "2024-02-29"), ("郑十", "1003", "2024-02-29")}
    assert office.contacts() == (FIRST - {("吴九", "1002", OPEN), ("郑十", "1003", OPEN)}) | ended | {("郑十", "1002", OPEN)}
    counts = office.counts(found)
    assert (counts["changed"], counts["ended"]) == (3, 1), "1002 has another contact, two have no date any more, 1003 has nobody"
    assert {u for u in found.comparison.scope["unit"] if u.startswith("9901212")} == set(), "南河乡 is not touched"


def test_a_village_of_a_town_replaces_its_own_rows_only(office: Office) -> None:
    office.deliver("2024-02-29", {"柳溪村好邻居.csv": "村|好邻居姓名|户号\n柳溪村|韩四|0201"})
    in_force = {(n, c) for n, c, u in office.contacts() if u == OPEN}
    assert in_force == {("吴九", "1001"), ("吴九", "1002"), ("郑十", "1003"), ("韩四", "0201"), ("陈二", "0301"), ("褚三", "0401"), ("施四", "0501")}
    assert ("冯一", "0201", "2024-02-29") in office.contacts()


def test_what_is_stated_again_is_not_ended_twice(office: Office) -> None:
    """Gone in February, there again in March, gone in April."""
    some, all_of_them = "村|好邻居姓名|户号\n长坪村|杨五|0401", "村|好邻居姓名|户号|开始日期\n长坪村|褚三|0401|2023-01-01"
    office.deliver("2024-02-29", {"长坪村好邻居.csv": some})
    assert ("褚三", "0401", "2024-02-29") in office.contacts()
    office.deliver("2024-03-31", {"长坪村好邻居.csv": all_of_them})
    assert {(n, u) for n, c, u in office.contacts() if c == "0401"} == {("褚三", OPEN), ("杨五", "2024-03-31")}


def test_a_sheet_without_names_is_complete_for_towns_it_has_half_of(office: Office) -> None:
    table = "乡镇|村|好邻居姓名|户号\n南河乡|石桥村|陈二|0301\n南河乡|长坪村|褚三|0401"
    found = office.stage("2024-02-29", {"名单.csv": table})
    paths = dict(zip(*found.edition.nodes("Unit", ["id", "path"]).to_pydict().values(), strict=True))
    assert sorted(paths[u] for u in found.comparison.scope["unit"]) == ["云溪县/南河乡", *(f"云溪县/南河乡/{v}" for v in ("柏树村", "石桥村", "长坪村"))]
    assert office.counts(found)["missing"] == 1
    assert any("一行也没有：柏树村" in one for one in found.doubts)


def test_a_sheet_of_half_a_town_is_complete_for_its_villages_only(office: Office) -> None:
    found = office.stage("2024-02-29", {"名单.csv": "乡镇|村|好邻居姓名|户号\n青石镇|柳溪村|冯一|0201"})
    assert list(found.comparison.scope["unit"]) == ["990121100202"]
    assert not found.doubts


def test_declared_units_decide(office: Office) -> None:
    settings = '[[delivered]]\nledger = "好邻居"\nunits = ["石桥村"]\n'
    found = office.stage("2024-02-29", {"南河乡好邻居.csv": f"{HEAD}\n南河乡|石桥村|许六|0301|\n南河乡|长坪村|褚三|0401|2023-01-01"}, settings)
    assert set(found.comparison.scope["how"]) == {"声明"}
    assert set(found.comparison.scope["unit"]) == {"990121200201"}
    assert office.counts(found) == {"changed": 1, "same": 6}


def test_rows_that_go_on_from_a_replaced_row_keep_its_contact(empty: Office) -> None:
    """A CSV saved from a merged workbook: blank contact cells go on from the row above, in another village."""
    merged = "村|好邻居姓名|户号\n白鹭村|吴九|1001\n柳溪村||0201\n柳溪村||0201"
    empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": REGISTER, "名单.csv": merged})
    assert ("吴九", "0201", OPEN) in empty.contacts()
    for day in ("2024-02-29", "2024-03-31"):
        empty.deliver(day, {"白鹭村好邻居.csv": f"村|好邻居姓名|户号\n白鹭村|郑十|1001\n白鹭村|郑{day[6]}|1002"})
        assert ("吴九", "0201", OPEN) in empty.contacts()
        assert ("郑十", "1001", OPEN) in empty.contacts()


def test_files_of_one_name_stay_apart(office: Office) -> None:
    """Two towns call their file alike; where rows of both are in force the earlier one is known by its edition."""
    office.deliver("2024-02-29", {"报送/好邻居.csv": "村|好邻居姓名|户号\n石桥村|许六|0301"})
    office.deliver("2024-03-31", {"报送/好邻居.csv": "村|好邻居姓名|户号\n长坪村|沈七|0401"})
    sources = office.register.edition().edges("CONTACTS")["CONTACTS", "Person", "Household"].to_pandas()
    now = set(sources.loc[sources["until"].astype(str) == OPEN, "source"])
    assert {"第2版/报送/好邻居.csv#!2", "报送/好邻居.csv#!2", "好邻居.csv#!2"} <= now
    assert {("许六", "0301", OPEN), ("沈七", "0401", OPEN)} <= office.contacts()


def test_a_register_of_a_town_ends_households_and_what_they_had(office: Office) -> None:
    rows = ("石桥村|一组|0301|王五|王五|户主||", "长坪村|一组|0402|秦九|秦九|户主||", "柏树村|一组|0501|吕一|吕一|户主||")
    found = office.deliver("2024-02-29", {"南河乡户籍.csv": "\n".join([HEADER, *(f"南河乡|{row}" for row in rows)])})
    households = office.register.edition().nodes("Household").to_pandas().set_index("code")
    assert str(households.loc["0401", "until"]) == "2024-02-29"
    assert str(households.loc["0402", "until"]) == OPEN
    assert office.counts(found)["refused"] == 1
    assert list(found.comparison.details.query("change == 'refused'")["before"]) == ["好邻居.csv#!7"]


def test_rows_refused_before_are_used_once_their_household_is_there(office: Office) -> None:
    office.deliver("2024-02-29", {"石桥村好邻居.csv": "村|好邻居姓名|户号\n石桥村|陈二|0301\n石桥村|陈二|0302"})
    assert not [c for _, c, _ in office.contacts() if c == "0302"]
    office.deliver("2024-03-31", {"石桥村户籍.csv": f"{HEADER}\n南河乡|石桥村|一组|0301|王五|王五|户主||\n南河乡|石桥村|一组|0302|尤十|尤十|户主||"})
    assert ("陈二", "0302", OPEN) in office.contacts()


def test_events_of_one_month_say_nothing_of_another(office: Office) -> None:
    head = "村|走访日期|户号|走访人"
    office.deliver("2024-02-29", {"走访台账.csv": f"{head}\n白鹭村|2024-02-03|1001|吴九\n白鹭村|2024-02-10|1002|吴九"})
    office.deliver("2024-03-31", {"走访台账.csv": f"{head}\n白鹭村|2024-03-05|1001|吴九"})
    events = office.register.edition().nodes("Event").to_pandas()
    assert sorted(events["date"].astype(str)) == ["2024-02-03", "2024-02-10", "2024-03-05"]
    assert set(events["until"].astype(str)) == {OPEN}


def test_the_rows_of_everything_in_force_add_up(office: Office) -> None:
    office.deliver("2024-02-29", {"青石镇好邻居.csv": "乡镇|村|好邻居姓名|户号\n青石镇|白鹭村|吴九|1001\n青石镇|柳溪村|冯一|0201"})
    load = office.register.edition().table("load").to_pandas().set_index("file")
    assert (load["rows_in"] == load[["loaded", "rejected", "duplicate", "skipped"]].sum(axis=1)).all()
    assert load.loc["好邻居.csv", "rows_in"] == 3
    assert load.loc["青石镇好邻居.csv", "rows_in"] == 2


def test_one_load_of_all_is_all_loads_together(office: Office, empty: Office) -> None:
    """A register that got the county town by town holds what one load of the whole holds."""
    lines = CONTACTS.strip().split("\n")
    for day, town in (("2024-02-29", "青石镇"), ("2024-03-31", "南河乡")):
        office.deliver(day, {f"{town}好邻居.csv": "\n".join([lines[0], *(line for line in lines if line.startswith(town))])})
    assert office.contacts() == FIRST
    assert [one["file"] for one in office.register.edition().manifest["inputs"] if "好邻居" in one["file"]] == ["青石镇好邻居.csv", "南河乡好邻居.csv"]  # type: ignore[attr-defined]


def test_who_died_stays_dead_when_the_row_is_gone(office: Office) -> None:
    """A town strikes its dead off the register; a contact whom another ledger still names does not come back to life."""
    table = f"村|好邻居姓名|身份证号|户号\n柳溪村|李四|{LI}|0201"
    head = HEADER.replace("户类型", "备注")
    rows = ("白鹭村|一组|1001|张三|张三|户主||", "白鹭村|二组|1003|钱二|钱二|户主||", "柳溪村|一组|0201|孙七|孙七|户主||")
    town = [head, *(f"青石镇|{row}" for row in rows)]
    wife, dead = "青石镇|白鹭村|二组|1002|李四|郑氏|妻||", f"青石镇|白鹭村|二组|1002|李四|李四|户主|{LI}|2024年2月去世"

    def left() -> set[str]:
        people = office.register.edition().nodes("Person").to_pandas()
        return set(people.loc[people["name"] == "李四", "left_on"].astype(str))

    office.deliver("2024-02-29", {"柳溪村好邻居.csv": table, "青石镇户籍.csv": "\n".join([*town, dead, wife])})
    assert left() == {"2024-02-01"}
    for day in ("2024-03-31", "2024-04-30"):
        office.deliver(day, {"青石镇户籍.csv": "\n".join([*town, wife.replace("郑氏", f"郑氏{day[6]}")])})
        assert left() == {"2024-02-01"}
    office.deliver("2024-05-31", {"青石镇户籍.csv": "\n".join([*town, dead.replace("2024年2月去世", ""), wife])})
    assert left() == {OPEN}, "a row without the mark is a correction"


def test_a_scheme_of_ones_own_goes_with_its_edition(empty: Office, tmp_path: Path) -> None:
    own = tmp_path / "本县方案.toml"
    own.write_text((SCHEMES / "enyang.toml").read_text(encoding="utf-8").replace("恩阳方案", "本县方案"), encoding="utf-8")
    ledgers = tmp_path / "台账"
    ledgers.mkdir()
    for name, table in {"名册.csv": UNITS, "户籍.csv": REGISTER}.items():
        (ledgers / name).write_text(table.strip().replace("|", ","), encoding="utf-8")
    loading.approve(empty.register, loading.load([ledgers], empty.register, str(own), effect=False).number)
    own.unlink()
    (ledgers / "户籍.csv").unlink()
    (ledgers / "名册.csv").rename(ledgers / "单元名册.csv")
    (ledgers / "好邻居.csv").write_text(CONTACTS.strip().replace("|", ","), encoding="utf-8")
    found = loading.load([ledgers], empty.register, effect=True)
    assert Path(found.edition.scheme).parent.parent == found.edition.folder
    assert found.effect.loc[found.effect["check"] == "C8.reach", "met_change"].max() == 7
