"""What stands beside each other in a register: offices that share a ledger, parts of a village, settings of several loads."""

from __future__ import annotations

from pathlib import Path

from api import loading
from tests.merge.conftest import HEADER, OPEN, REGISTER, UNITS, Office

_HEAD = "村|姓名|代表类别|户号"


def _in_force(office: Office) -> set[tuple[str, str]]:
    return {(n, c) for n, c, u in office.contacts() if u == OPEN}


def test_one_offices_list_does_not_replace_anothers(office: Office) -> None:
    """党代表 and 人大代表 are one ledger, and come from two offices."""
    office.deliver("2024-02-29", {"白鹭村人大代表联系户.csv": f"{_HEAD}\n白鹭村|人一|人大代表|1001\n白鹭村|人一|人大代表|1002"})
    office.deliver("2024-03-31", {"白鹭村党代表联系户.csv": f"{_HEAD}\n白鹭村|党一|党代表|1001"})
    assert {("人一", "1001"), ("人一", "1002"), ("党一", "1001")} <= _in_force(office)
    office.deliver("2024-04-30", {"白鹭村人大代表联系户（四月）.csv": f"{_HEAD}\n白鹭村|人二|人大代表|1001"})
    assert {n for n, _ in _in_force(office) if n[0] in "人党"} == {"人二", "党一"}


def test_a_list_of_households_does_not_replace_the_list_of_persons(office: Office) -> None:
    rows = "青石镇|白鹭村|一组|1001|张三|东头\n青石镇|白鹭村|二组|1002|李四|西头"
    office.deliver("2024-02-29", {"青石镇农户台账.csv": f"乡镇|村(社区)|村民小组|户号|户主姓名|家庭住址\n{rows}"})
    lives = office.register.edition().edges("LIVES_IN")["LIVES_IN", "Person", "Household"].to_pandas()
    assert (lives["until"].astype(str) == OPEN).all()


def test_parts_of_a_village_that_came_together_are_corrected_one_by_one(empty: Office) -> None:
    parts = (("一组", "1001", "张三"), ("二组", "1002", "李四"))
    first, second = (f"{HEADER}\n青石镇|白鹭村|{group}|{code}|{name}|{name}|户主||" for group, code, name in parts)
    empty.deliver("2024-01-31", {"名册.csv": UNITS, "白鹭村一组户籍.csv": first, "白鹭村二组户籍.csv": second})
    for month in ("02", "03"):
        changed = {"02": ("一组", first), "03": ("二组", second)}[month]
        empty.deliver(f"2024-{month}-25", {f"白鹭村{changed[0]}户籍.csv": changed[1].replace("户主||", f"户主||备注{month}")})
        households = empty.register.edition().nodes("Household").to_pandas()
        assert set(households.loc[households["until"].astype(str) == OPEN, "code"]) == {"1001", "1002"}


def test_two_copies_in_one_load_go_together(empty: Office) -> None:
    table = "村|好邻居姓名|户号\n白鹭村|吴九|1001"
    empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": REGISTER, "白鹭村好邻居.csv": table, "白鹭村好邻居 - 副本.csv": table})
    empty.deliver("2024-02-29", {"白鹭村好邻居（二月）.csv": "村|好邻居姓名|户号\n白鹭村|新九|1001"})
    assert _in_force(empty) == {("新九", "1001")}


def test_what_settings_say_of_a_load_stays_said(empty: Office) -> None:
    """Each load has its daohu.toml; what the first says of its sheets holds for as long as they are in force."""
    said = '[[sheets]]\nfile = "名单.csv"\nmechanism = "好邻居"\n'
    empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": REGISTER, "名单.csv": "村|姓名|户号\n白鹭村|吴九|1001"}, said)
    for month in ("02", "03", "04"):
        empty.deliver(f"2024-{month}-25", {f"石桥村好邻居{month}.csv": f"村|好邻居姓名|户号\n石桥村|陈{month}|0301"})
        assert ("吴九", "1001") in _in_force(empty)
    names = [one["original"] for one in empty.register.edition().manifest["inputs"]]  # type: ignore[attr-defined]
    assert names.count("daohu.toml") == 4


def test_settings_that_come_later_mend_a_file_that_could_not_be_read(office: Office) -> None:
    table = "村|姓名|户号\n柳溪村|韩四|0201"
    office.deliver("2024-02-29", {"名单.csv": table})
    assert ("韩四", "0201") not in _in_force(office)
    office.deliver("2024-03-31", {"名单.csv": table}, '[[sheets]]\nfile = "名单.csv"\nmechanism = "好邻居"\n')
    assert ("韩四", "0201") in _in_force(office)


def test_a_declared_nothing_ends_what_was_there(office: Office) -> None:
    said = '[[delivered]]\nledger = "好邻居"\nunits = ["柳溪村"]\nzero = true\n'
    office.deliver("2024-02-29", {"走访台账.csv": "村|走访日期|户号|走访人\n白鹭村|2024-02-03|1001|吴九"}, said)
    assert ("冯一", "0201") not in _in_force(office)
    assert ("吴九", "1001") in _in_force(office)


def test_the_days_of_one_town_say_nothing_of_another(office: Office) -> None:
    head = "村|走访日期|户号|走访人"
    office.deliver("2024-05-31", {"走访台账.csv": f"{head}\n白鹭村|2024-05-10|1001|吴九\n石桥村|2024-05-11|0301|陈二"})
    south = f"{head}\n石桥村|2024-04-20|0301|陈二\n石桥村|2024-06-20|0301|陈二"
    office.deliver("2024-06-30", {"青石镇走访.csv": f"{head}\n白鹭村|2024-06-03|1001|吴九", "南河乡走访.csv": south})
    events = office.register.edition().nodes("Event").to_pandas()
    assert sorted(events.loc[events["until"].astype(str) == OPEN, "date"].astype(str)) == ["2024-04-20", "2024-05-10", "2024-06-03", "2024-06-20"]


def test_a_first_file_again_brings_back_what_a_wrong_one_replaced(office: Office, tmp_path: Path) -> None:
    office.deliver("2024-02-29", {"白鹭村好邻居.csv": "村|好邻居姓名|户号\n白鹭村|错九|1001\n白鹭村|错九|1002\n白鹭村|错九|1003"})
    found = loading.load([office.folder / "01" / "好邻居.csv"], office.register, effect=False)
    loading.approve(office.register, found.number, sure=True)
    assert any("其中一部分行后来已被替换" in one for one in found.doubts)
    assert {("吴九", "1001"), ("吴九", "1002"), ("郑十", "1003")} <= _in_force(office)
    assert not [n for n, _ in _in_force(office) if n == "错九"]


def test_a_town_and_its_seat_of_one_name(empty: Office) -> None:
    """A file of 青石镇 is the town's, though a village is called 青石村."""
    units = UNITS.replace("柳溪村", "青石村")
    register = REGISTER.replace("柳溪村", "青石村")
    rows = "青石镇|白鹭村|吴九|1001\n青石镇|白鹭村|吴九|1002\n青石镇|青石村|冯一|0201"
    empty.deliver("2024-01-31", {"名册.csv": units, "户籍.csv": register, "好邻居.csv": f"乡镇|村|好邻居姓名|户号\n{rows}"})
    empty.deliver("2024-02-29", {"青石镇好邻居.csv": "乡镇|村|好邻居姓名|户号\n青石镇|青石村|韩四|0201\n青石镇|白鹭村|新九|1001"})
    assert _in_force(empty) == {("韩四", "0201"), ("新九", "1001")}
