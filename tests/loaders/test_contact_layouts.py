"""One set of contact facts in the layouts in which towns keep them: every layout loads to the same edges."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.loaders.county import LI, ZHANG, County, Range, id_number

SUN = id_number("19750505", 1)
FACTS = [("好邻居", "陈一", "1001"), ("好邻居", "陈一", "1002"), ("好邻居", "陈二", "0201")]
"""张三 (1001) and 李四 (1002) of 白鹭村一组, 孙七 (0201) of 柳溪村一组."""
REGISTER = f"""
村|小组|户号|户主姓名|姓名|与户主关系|公民身份号码
白鹭村|一组|1001|张三|张三|户主|{ZHANG}
白鹭村|一组|1002|李四|李四|户主|{LI}
柳溪村|一组|0201|孙七|孙七|户主|{SUN}
柳溪社区|和谐小区|0301|赵六|赵六|户主|
"""
Layout = Callable[[County], None]
LAYOUTS: dict[str, Layout] = {}


def book(name: str, sheets: dict[str, str] | str, merged: dict[str, list[Range]] | None = None) -> None:
    LAYOUTS[name] = lambda county: county.xlsx("台账.xlsx", sheets, merged)


def text(name: str, table: str, encoding: str = "utf-8", file: str = "台账.csv") -> None:
    LAYOUTS[name] = lambda county: county.csv(file, table, encoding)


text("plain", "乡镇|村|好邻居姓名|户号\n青石镇|白鹭村|陈一|1001\n青石镇|白鹭村|陈一|1002\n青石镇|柳溪村|陈二|0201")
text("gb18030", "乡镇|村|好邻居姓名|户号\n青石镇|白鹭村|陈一|1001\n青石镇|白鹭村|陈一|1002\n青石镇|柳溪村|陈二|0201", "gb18030")
text("columns in another order", "户号|好邻居|行政村|序号|镇街\n1001|陈一|白鹭村|1|青石镇\n1002|陈一|白鹭村|2|青石镇\n0201|陈二|柳溪村|3|青石镇")
text("extra columns", "村|网格|好邻居姓名|年龄|特长|户号|是否党员\n白鹭村|一|陈一|40|会计|1001|是\n白鹭村|一|陈一|40|会计|1002|是\n柳溪村|二|陈二|50||0201|否")
text(
    "hints, stars, spaces and line breaks",
    [["* 村（社区）", "好邻居 姓 名\n(必填)", "户 号：\n(见户口簿)"], ["白鹭村", "陈一", "1001"], ["白鹭村", "陈一", "1002"], ["柳溪村", "陈二", "0201"]],  # type: ignore[arg-type]
)
text("typos", "乡镇街道|所属村社区|好令居姓名|联系户户号\n青石镇|白鹭村|陈一|1001\n青石镇|白鹭村|陈一|1002\n青石镇|柳溪村|陈二|0201", file="好邻居.csv")
book(
    "title, unit and date lines above",
    "青石镇“好邻居”联系台账|||\n填报单位（盖章）：青石镇|||2024年6月20日\n单位：户|||\n村|姓名|电话|户号\n白鹭村|陈一||1001\n白鹭村|陈一||1002\n柳溪村|陈二||0201",
    {"Sheet1": [(0, 0, 0, 3), (2, 0, 2, 3)]},
)
book(
    "two levels, merged",
    "序号|单元||好邻居||联系户|\n|乡镇|村|姓名|电话|户主|户号\n1|青石镇|白鹭村|陈一||张三|1001\n2|青石镇|白鹭村|陈一||李四|1002\n3|青石镇|柳溪村|陈二||孙七|0201",
    {"Sheet1": [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6)]},
)
text(
    "two levels, flattened",
    "序号|单元||好邻居||联系户|\n|乡镇|村|姓名|电话|户主|户号\n1|青石镇|白鹭村|陈一||张三|1001\n2|青石镇|白鹭村|陈一||李四|1002\n3|青石镇|柳溪村|陈二||孙七|0201",
)
text(
    "two levels, every column under one",
    "单元||好邻居||联系户|\n乡镇|村|姓名|电话|户主|户号\n青石镇|白鹭村|陈一||张三|1001\n青石镇|白鹭村|陈一||李四|1002\n青石镇|柳溪村|陈二||孙七|0201",
)
book(
    "three levels",
    "好邻居联系台账||||\n好邻居|||联系户|\n所在单元||姓名|户主信息|\n乡镇|村||姓名|户号\n青石镇|白鹭村|陈一|张三|1001\n青石镇|白鹭村|陈一|李四|1002\n青石镇|柳溪村|陈二|孙七|0201",
    {"Sheet1": [(0, 0, 0, 4), (1, 0, 1, 2), (1, 3, 1, 4), (2, 0, 2, 1), (2, 2, 3, 2), (2, 3, 2, 4)]},
)
book(
    "header repeated per village block",
    "村|好邻居姓名|户号\n白鹭村|陈一|1001\n白鹭村|陈一|1002\n小计|2户|\n村|好邻居姓名|户号\n柳溪村|陈二|0201",
)
book(
    "a section row with the village's name above each block",
    "青石镇好邻居联系台账|||\n序号|好邻居姓名|户号|备注\n白鹭村|||\n1|陈一|1001|\n2|陈一|1002|\n柳溪村村民委员会|||\n1|陈二|0201|",
    {"Sheet1": [(0, 0, 0, 3), (2, 0, 2, 3), (5, 0, 5, 3)]},
)
text("section rows, flattened", "序号|好邻居姓名|户号|备注\n白鹭村|||\n1|陈一|1001|\n2|陈一|1002|\n柳溪村|||\n1|陈二|0201|")
book(
    "a title per village block",
    "白鹭村好邻居联系台账||\n好邻居姓名|户号|备注\n陈一|1001|\n陈一|1002|\n柳溪村好邻居联系台账||\n好邻居姓名|户号|备注\n陈二|0201|",
    {"Sheet1": [(0, 0, 0, 2), (4, 0, 4, 2)]},
)
book("a sheet per village", {"白鹭村": "好邻居姓名|户号\n陈一|1001\n陈一|1002", "柳溪村": "好邻居姓名|户号\n陈二|0201"})
book("a sheet per town", {"青石镇": "村|好邻居姓名|户号\n白鹭村|陈一|1001\n白鹭村|陈一|1002\n柳溪村|陈二|0201"})
text("village and group in one column", "所在村组|好邻居姓名|户主姓名\n白鹭村一组|陈一|张三\n白鹭村1组|陈一|李四\n柳溪村一组|陈二|孙七")
text(
    "village and group in one column, whole path",
    "村组|好邻居姓名|户主姓名\n青石镇白鹭村一组|陈一|张三\n云溪县青石镇白鹭村一组|陈一|李四\n青石镇柳溪村一组|陈二|孙七",
)
text(
    "group beside the village as village and group",
    "村|村组|好邻居姓名|户主姓名\n白鹭村|白鹭村一组|陈一|张三\n白鹭村|一组|陈一|李四\n柳溪村|柳溪村一组|陈二|孙七",
)
text("one row per contact, numbers in a cell", "村|好邻居姓名|联系户号\n白鹭村|陈一|1001、1002\n柳溪村|陈二|0201")
text("one row per contact, names in a cell", "村|好邻居姓名|联系户名单\n白鹭村|陈一|张三；李四\n柳溪村|陈二|孙七")
text("one row per contact, names on lines", [["村", "好邻居姓名", "联系户"], ["白鹭村", "陈一", "张三\n李四"], ["柳溪村", "陈二", "孙七"]])  # type: ignore[arg-type]
text("by the head's id", f"村|好邻居姓名|联系户户主身份证号\n白鹭村|陈一|{ZHANG}\n白鹭村|陈一|{LI}\n柳溪村|陈二|{SUN}")
text("mechanism in a column", "村|联系机制|联系人|户号\n白鹭村|好邻居|陈一|1001\n白鹭村|好邻居|陈一|1002\n柳溪村|好邻居|陈二|0201")
book("mechanism in the sheet's name", {"好邻居": "村|姓名|户主姓名\n白鹭村|陈一|张三\n白鹭村|陈一|李四\n柳溪村|陈二|孙七"})
book(
    "merged contact cells",
    "村|好邻居姓名|电话|户号\n白鹭村|陈一|13900000001|1001\n|||1002\n柳溪村|陈二||0201",
    {"Sheet1": [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)]},
)
text("merged contact cells, flattened", "乡镇|村|好邻居姓名|电话|户号\n青石镇|白鹭村|陈一|13900000001|1001\n||||1002\n|柳溪村|陈二|13900000002|0201")
text("ditto marks", "村|好邻居姓名|户号\n白鹭村|陈一|1001\n〃|同上|1002\n柳溪村|陈二|0201")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_states_the_same_contacts(county: County, layout: str) -> None:
    county.register(REGISTER)
    LAYOUTS[layout](county)
    loaded = county.load()
    file = (
        "台账.xlsx" if (county.folder / "台账.xlsx").exists() else next(p.name for p in county.folder.glob("*.csv") if p.name not in ("单元.csv", "户籍.csv"))
    )
    assert loaded.problems(file, infos=False) == []
    assert loaded.contacts() == FACTS
    assert loaded.delivered("好邻居") == ["柳溪村", "白鹭村"]


def test_a_mistyped_header_is_forgiven_and_told(county: County) -> None:
    county.csv("好邻居.csv", "乡镇街道|所属村社区|好邻居姓名|联系户户好\n青石镇|白鹭村|陈一|1001")
    loaded = county.load()
    assert loaded.contacts() == [("好邻居", "陈一", "1001")]
    assert loaded.problems("好邻居.csv") == [(1, "联系户户好", "header_forgiven")]


def test_deputies_as_three_sheets(county: County) -> None:
    head = "村|姓名|户号"
    county.xlsx("两代表一委员.xlsx", {"党代表": f"{head}\n白鹭村|陈一|1001", "人大代表": f"{head}\n白鹭村|陈二|1002", "政协委员": f"{head}\n白鹭村|陈三|1003"})
    loaded = county.load()
    assert loaded.contacts() == [("人大代表", "陈二", "1002"), ("党代表", "陈一", "1001"), ("政协委员", "陈三", "1003")]
    assert loaded.delivered("两代表一委员") == ["白鹭村"]


@pytest.mark.parametrize("word", ["县人大代表", "人大代表", "人大", "市人大代表"])
def test_words_for_one_mandate_are_one_mechanism(county: County, word: str) -> None:
    county.csv("代表.csv", f"村|类别|姓名|户号\n白鹭村|{word}|陈一|1001\n白鹭村|党代表|陈二|1002")
    assert county.load().contacts() == [("人大代表", "陈一", "1001"), ("党代表", "陈二", "1002")]


# ---- what nobody says is not guessed ----------------------------------------------------------------------------


def test_a_contact_ledger_whose_mechanism_nobody_says_is_told_what_to_write(county: County) -> None:
    county.xlsx("台账.xlsx", {"一": "村|联系人|户号\n白鹭村|陈一|1001"})
    loaded = county.load()
    assert loaded.contacts() == []
    assert loaded.problems("台账.xlsx") == [(1, "", "header_unrecognised")]
    for word in ("[[sheets]]", 'file = "台账.xlsx"', 'sheet = "一"', "mechanism"):
        assert word in loaded.messages("台账.xlsx")


@pytest.mark.parametrize("entry", ['mechanism = "好邻居"', 'ledger = "好邻居"', 'mechanism = "法律顾问"'])
def test_settings_say_what_a_sheet_does_not(county: County, entry: str) -> None:
    county.xlsx("台账.xlsx", {"一": "村|联系人|户号\n白鹭村|陈一|1001"})
    county.settings(f'[[sheets]]\nfile = "台账.xlsx"\nsheet = "一"\n{entry}')
    mechanism = "法律顾问" if "法律" in entry else "好邻居"
    loaded = county.load()
    assert loaded.contacts() == [(mechanism, "陈一", "1001")]
    assert loaded.delivered(mechanism) == ["白鹭村"]


def test_a_kind_column_of_other_words_is_no_mechanism(county: County) -> None:
    county.csv("台账.csv", "村|类型|联系人|户号\n白鹭村|一般户|陈一|1001\n白鹭村|困难户|陈一|1002")
    assert [c for _, _, c in county.load().problems("台账.csv")] == ["header_unrecognised"]


@pytest.mark.parametrize("field", ["户号", "household_code", "户编号"])
def test_columns_in_settings_name_a_header_word(county: County, field: str) -> None:
    county.csv("好邻居.csv", "村|好邻居姓名|门户\n白鹭村|陈一|1001")
    county.settings(f'[columns]\n"门户" = "{field}"')
    assert county.load().contacts() == [("好邻居", "陈一", "1001")]
