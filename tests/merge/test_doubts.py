"""What looks wrong asks for a second word and says why; what is right does not."""

from __future__ import annotations

import datetime as dt

import pytest

from api import loading
from graph.errors import EditionError
from loaders.merge import doubts
from tests.merge.conftest import CONTACTS, HEADER, UNITS, Office

MANY = "\n".join([HEADER, *(f"青石镇|白鹭村|一组|{n}|户主{n}|户主{n}|户主||" for n in range(2000, 2020))])
TABLE = "村|好邻居姓名|户号\n"


def _rows(first: int, last: int) -> str:
    return "\n".join(f"白鹭村|吴九|{n}" for n in range(first, last))


@pytest.fixture
def large(empty: Office) -> Office:
    """白鹭村 with 20 households, all contacted."""
    empty.deliver("2024-01-31", {"名册.csv": UNITS, "户籍.csv": MANY, "白鹭村好邻居.csv": TABLE + _rows(2000, 2020)})
    return empty


def test_a_load_without_doubts_needs_no_second_word(large: Office) -> None:
    found = large.deliver("2024-02-29", {"白鹭村好邻居.csv": TABLE + _rows(2000, 2018)}, sure=False)
    assert not found.doubts
    assert large.register.current == 2


def test_a_great_loss_is_doubted(large: Office) -> None:
    found = large.stage("2024-02-29", {"白鹭村好邻居.csv": TABLE + _rows(2000, 2010)})
    assert found.doubts == ["“云溪县/青石镇”的好邻居原有 20 行，这次消失 10 行、新增 0 行。"]
    with pytest.raises(EditionError, match=r"第 2 版有可疑之处，没有设为当前：\n  - “云溪县/青石镇”的好邻居原有 20 行(.|\n)*--sure"):
        loading.approve(large.register, found.number)
    assert large.register.current == 1
    loading.approve(large.register, found.number, sure=True)
    assert large.register.current == 2
    assert large.register.history()[-1].details["sure"] is True


def test_a_renumbering_is_no_loss(large: Office) -> None:
    found = large.stage("2024-02-29", {"白鹭村户籍.csv": MANY.replace("一组|20", "一组|30")})
    assert not [one for one in found.doubts if "户籍" in one]


def test_the_same_file_again_is_doubted_and_changes_nothing(office: Office) -> None:
    found = office.stage("2024-01-31", {"好邻居.csv": CONTACTS})
    assert found.doubts == ["“好邻居.csv”与第 1 版装载、现在仍在用的文件完全相同，不会带来变化。"]
    assert found.edition.id == office.register.edition().id
    assert office.counts(found) == {"same": 7}


def test_a_folder_sent_again_with_one_new_file_is_only_told(office: Office) -> None:
    found = office.stage("2024-02-29", {"好邻居.csv": CONTACTS, "石桥村好邻居.csv": "村|好邻居姓名|户号\n石桥村|许六|0301"})
    assert not found.doubts
    assert found.staged.notices == ["“好邻居.csv”与第 1 版装载、现在仍在用的文件完全相同，不会带来变化。"]
    assert office.counts(found) == {"changed": 1, "same": 6}


def test_a_file_that_was_replaced_is_doubted(office: Office) -> None:
    old, new = ("村|好邻居姓名|户号\n石桥村|" + name + "|0301" for name in ("陈二", "许六"))
    office.deliver("2024-02-29", {"石桥村好邻居.csv": old})
    office.deliver("2024-03-31", {"石桥村好邻居.csv": new})
    found = office.stage("2024-04-30", {"石桥村 好邻居.csv": old})
    assert found.doubts == ["“石桥村 好邻居.csv”与第 2 版装载、后来已被替换的文件完全相同，可能拿错了旧文件。"]


def test_a_file_of_last_year_is_doubted(office: Office) -> None:
    table = "村|好邻居姓名|户号\n石桥村|许六|0301"
    found = office.stage("2024-02-29", {"2023年石桥村好邻居.csv": table})
    assert found.doubts == ["“2023年石桥村好邻居.csv”的文件名或标题写的是 2023 年，可能是往年的台账。"]
    assert not office.stage("2024-02-29", {"2024年石桥村好邻居.csv": table}).doubts
    assert office.stage("2023-12-31", {"石桥村好邻居.csv": table}).doubts == ["daohu.toml 写的日期 2023-12-31 早于当前版次的 2024-01-31，可能是旧台账。"]


def test_another_county_is_doubted(office: Office) -> None:
    rows = "\n".join(f"远山镇|木桥村|许六|{n}" for n in range(1, 8))
    found = office.stage("2024-02-29", {"好邻居（新）.csv": "乡镇|村|好邻居姓名|户号\n" + rows})
    assert found.doubts == ["“好邻居（新）.csv”7 行中有 7 行写的单元在本县找不到，可能是别县的台账。"]
    folder = office.folder / "05"
    folder.mkdir()
    (folder / "好邻居.csv").write_text("村,好邻居姓名,户号\n石桥村,许六,0301\n", encoding="utf-8")
    (folder / "daohu.toml").write_text('scheme = "enyang"\ncounty = "880101"\nas_of = 2024-02-29\n', encoding="utf-8")
    found = loading.load([folder], office.register, effect=False)
    assert any("区划代码是 880101" in one for one in found.doubts)


def test_a_machine_whose_clock_is_behind_is_told(office: Office) -> None:
    base = office.register.edition()
    assert doubts.clock(base, dt.date.today()) == []
    assert doubts.clock(base, dt.date(2020, 1, 1))[0].startswith("本机日期 2020-01-01 早于当前版次的装载日期")


def test_an_edition_made_on_another_than_the_current_one_is_refused(office: Office) -> None:
    first = office.stage("2024-02-29", {"石桥村好邻居.csv": "村|好邻居姓名|户号\n石桥村|许六|0301"})
    second = office.stage("2024-02-29", {"长坪村好邻居.csv": "村|好邻居姓名|户号\n长坪村|许六|0401"})
    loading.approve(office.register, first.number, sure=True)
    with pytest.raises(EditionError, match="第 3 版是在第 1 版上做的，现在的当前版次是第 2 版"):
        loading.approve(office.register, second.number, sure=True)
    assert office.register.current == 2


def test_rollback_goes_to_what_was_current_only(office: Office) -> None:
    staged = office.stage("2024-02-29", {"石桥村好邻居.csv": "村|好邻居姓名|户号\n石桥村|许六|0301"})
    with pytest.raises(EditionError, match="第 2 版没有启用过"):
        loading.rollback(office.register, staged.number)
    loading.approve(office.register, staged.number, sure=True)
    loading.rollback(office.register, 1)
    assert office.register.current == 1
    again = office.stage("2024-03-31", {"长坪村好邻居.csv": "村|好邻居姓名|户号\n长坪村|许六|0401"})
    assert (again.number, again.edition.manifest["base"]) == (3, 1)
    assert [e.action for e in office.register.history()] == ["stage", "approve", "stage", "approve", "rollback", "stage"]


def test_prune_keeps_the_current_the_last_approved_and_what_waits(office: Office) -> None:
    for month, name in enumerate(("许六", "沈七", "韩四", "杨五"), 2):
        office.deliver(f"2024-0{month}-20", {"石桥村好邻居.csv": f"村|好邻居姓名|户号\n石桥村|{name}|0301"})
    loading.rollback(office.register, 2)
    waiting = office.stage("2024-06-20", {"石桥村好邻居.csv": "村|好邻居姓名|户号\n石桥村|秦八|0301"})
    files = len(list((office.register.folder / "files").glob("??/*")))
    gone, _ = loading.prune(office.register, 1)
    assert gone == [3], "5 is the last approved, 2 the current one; 4 and 1 are what they were made on"
    assert office.register.numbers() == [1, 2, 4, 5, waiting.number]
    assert len(list((office.register.folder / "files").glob("??/*"))) < files
    for number in office.register.numbers():
        office.register.edition(number).verify()
    assert office.register.next_number() == 7, "the number of a pruned edition is not given again"
    with pytest.raises(EditionError, match="至少要保留 1 个"):
        loading.prune(office.register, 0)


def test_two_writers_at_once(office: Office) -> None:
    with office.register.locked("装载台账"), pytest.raises(EditionError, match=r"正在使用：.+ 从 .+ 起在装载台账\(进程 \d+\).*没有写入任何内容"):
        loading.approve(office.register, 1)


def test_a_title_of_another_town_is_doubted(office: Office) -> None:
    found = office.stage("2024-02-29", {"南河乡好邻居.csv": "村|好邻居姓名|户号\n白鹭村|许六|1001"})
    assert found.doubts == ["“南河乡好邻居.csv”的文件名或标题写的是南河乡，各行却都不在南河乡。"]


def test_a_village_whose_rows_are_all_others_is_doubted(large: Office) -> None:
    large.deliver("2024-02-29", {"白鹭村户籍.csv": "\n".join([MANY, *(f"青石镇|白鹭村|一组|{n}|户主{n}|户主{n}|户主||" for n in range(3000, 3020))])})
    found = large.stage("2024-03-31", {"白鹭村好邻居.csv": TABLE + _rows(3000, 3020)})
    assert "“云溪县/青石镇/白鹭村”的好邻居原有 20 行全部换成了另外的 20 行。" in found.doubts
