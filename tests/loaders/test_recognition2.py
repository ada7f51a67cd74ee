"""Ledgers as testers found them: rosters beside the register, several things in one cell, places that only a name tells."""

from __future__ import annotations

import pytest

from tests.loaders.county import UNITS, County

ROSTERS = {
    "工会会员花名册": ("群团成员", "姓名|户号|村|所在工会小组|入会时间\n张三|1001|白鹭村|东湾工会小组|2024-05\n新来的|1099|白鹭村|东湾工会小组|2024-05"),
    "妇女微家成员名单": ("群团成员", "所在妇女微家|村（社区）|湾落|姓名|户号\n东湾妇女微家|白鹭村|东湾|张小三|1001"),
    "志愿服务队队员名单": ("队伍成员", "队伍名称|姓名|户号|村\n白鹭志愿服务队|张三|1001|白鹭村\n白鹭志愿服务队|某某|1098|白鹭村"),
    "川善治实名认证用户": ("平台用户", "用户姓名|户号|村|实名认证时间\n张三|1001|白鹭村|2026-01-01\n某某|1098|白鹭村|2026-01-01"),
    "脱贫户帮扶协议台账": ("帮扶协议", "村|户号|户主姓名|经营主体|签订时间\n白鹭村|1001|张三|云溪茶业公司|2026-01-01"),
    "群众诉求台账": ("诉求", "村|户号|诉求人|诉求内容|受理时间|办理情况\n白鹭村|1001|张三|修路|2026-01-01|已办结"),
    "三星文明户评选台账": ("评选", "村|户号|户主姓名|评选类别|评选时间\n白鹭村|1001|张三|三星文明户|2026-01-01"),
}


@pytest.mark.parametrize("title", ROSTERS)
def test_a_roster_with_household_numbers_makes_no_households(county: County, title: str) -> None:
    before = len(county.load().households())
    ledger, table = ROSTERS[title]
    county.csv("表.csv", f"{title}\n{table}")
    loaded = county.load()
    assert loaded.ledger("表.csv") == ledger
    assert len(loaded.households()) == before


def test_a_household_number_alone_makes_no_register(county: County) -> None:
    county.csv("表.csv", "姓名|户号|村\n张三|1001|白鹭村")
    assert county.load().ledger("表.csv") == "不是台账"
    county.csv("表.csv", "青石镇户籍人口台账\n姓名|户号|村\n张三|1001|白鹭村")
    assert county.load().ledger("表.csv") == "户籍人口"


def test_a_member_with_a_household_number_is_the_person_of_the_register(county: County) -> None:
    county.csv("群团组织.csv", "村|类别|组织名称\n白鹭村|妇女微家|东湾妇女微家")
    county.csv("妇女微家名单.csv", "村|妇女微家|姓名|户号\n白鹭村|东湾妇女微家|张小三|1001")
    loaded = county.load()
    assert len(loaded.nodes("Person").query("name == '张小三'")) == 1
    assert list(loaded.edges("MEMBER_OF", "Person", "MassOrganization")["start"]) == ["张小三"]


def test_two_mandates_in_a_cell_are_two_contacts(county: County) -> None:
    county.csv(
        "两代表一委员.csv",
        "两代表一委员联系户台账\n代表类别|姓名|村|联系户户号\n市党代表、市人大代表|陈一|白鹭村|1001\n人大代表/政协委员|陈二|白鹭村|1002\n村民代表|陈三|白鹭村|1003",
    )
    loaded = county.load()
    assert loaded.rows("两代表一委员.csv") == (3, 2, 1, 0, 0)
    assert loaded.contacts() == [("人大代表", "陈一", "1001"), ("人大代表", "陈二", "1002"), ("党代表", "陈一", "1001"), ("政协委员", "陈二", "1002")]
    assert (5, "代表类别", "mechanism_unknown") in loaded.problems("两代表一委员.csv")


def test_several_members_and_their_leader_in_one_row(county: County) -> None:
    county.csv("志愿服务队.csv", "村|队伍名称|队长|队员\n白鹭村|白鹭志愿服务队|陈一|陈二、陈三、陈一")
    loaded = county.load()
    members = loaded.edges("MEMBER_OF", "Person", "SocialOrganization")
    assert sorted(zip(members["start"], members["role"], strict=True)) == [("陈一", "队长"), ("陈三", "成员"), ("陈二", "成员")]
    posts = loaded.edges("HOLDS_POST", "Person", "SocialOrganization")
    assert list(zip(posts["start"], posts["post"], strict=True)) == [("陈一", "负责人")]
    assert loaded.rows("志愿服务队.csv") == (1, 1, 0, 0, 0)


def test_columns_that_nobody_reads_are_told_once(county: County) -> None:
    county.csv("好邻居.csv", "序号|村|好邻居|联系户户主|血型|星座|备注\n1|白鹭村|陈一|李四|A||\n2|白鹭村|陈一|王五|B||")
    told = [p for p in county.load().problems("好邻居.csv") if p[2] == "column_unread"]
    assert told == [(1, "血型", "column_unread")]


def test_a_header_of_two_posts_gives_both(county: County) -> None:
    county.csv("两委.csv", "乡镇|村（社区）|书记、主任|纪检委员|宣传委员\n青石镇|白鹭村|陈一|陈二|陈三\n合计||1|1|1")
    loaded = county.load()
    posts = loaded.edges("HOLDS_POST", "Person", "Unit")
    assert set(posts.loc[posts["start"] == "陈一", "post"]) == {"书记", "主任"}
    assert loaded.rows("两委.csv") == (2, 1, 0, 0, 1)


@pytest.mark.parametrize("header", ["所辖户", "联系户名单", "所联系户", "包联户"])
def test_words_for_the_households_of_a_contact(county: County, header: str) -> None:
    county.csv("好邻居.csv", f"村|好邻居|{header}\n白鹭村|陈一|李四、王五")
    assert county.load().contacts() == [("好邻居", "陈一", "1002"), ("好邻居", "陈一", "1004")]


def test_a_name_tells_where_a_body_stands(county: County) -> None:
    county.csv("党组织.csv", "党组织名称|党组织类别|上级党组织|所在村\n中共青石镇委员会|党委||\n白鹭村党支部|党支部|中共青石镇委员会|白鹭村")
    county.csv("农合联会员名册.csv", "农合联|会员名称|会员类别\n青石镇农合联|白鹭茶叶专业合作社|合作社")
    county.csv("党代表接待日登记表.csv", "接待时间|代表姓名|代表类别|来访人|接待地点\n2026-10-1|陈一|党代表|某|白鹭村党群服务中心")
    loaded = county.load()
    assert ("青石镇", "党委", "中共青石镇委员会") in loaded.bodies("PartyOrganization")
    assert loaded.bodies("SocialOrganization") == [("青石镇", "农合联", "青石镇农合联")]
    assert list(loaded.edges("ABOUT", "Event", "Unit")["end"]) == ["云溪县/青石镇/白鹭村"]


@pytest.mark.parametrize("row", ["合计|4|2|3", "合 计|4|2|3", "总计|4|2|3"])
def test_a_subtotal_with_many_cells_is_skipped(county: County, row: str) -> None:
    county.csv("阵地.csv", f"村级阵地建设情况统计表\n村（社区）|党群服务中心|新时代文明实践站|便民服务站\n白鹭村|√|√|2个\n{row}")
    assert county.load().rows("阵地.csv") == (2, 1, 0, 0, 1)


def test_rows_of_two_ledgers_are_no_copies(county: County) -> None:
    for name in ("驻村帮扶", "共同缔造"):
        county.csv(f"{name}名册.csv", "村|姓名|职务\n白鹭村|陈一|第一书记")
    loaded = county.load()
    assert [loaded.rows(f"{n}名册.csv") for n in ("驻村帮扶", "共同缔造")] == [(1, 1, 0, 0, 0)] * 2


def test_an_area_of_several_villages(county: County) -> None:
    county.csv("功能分区.csv", "功能区|亚区|所辖村（社区）\n生态区|山地亚区|白鹭村、柳溪村\n城镇区|老城亚区|长坪村")
    loaded = county.load()
    assert loaded.bodies("Place") == [(v, "功能亚区", n) for v, n in (("柳溪村", "山地亚区"), ("白鹭村", "山地亚区"), ("长坪村", "老城亚区"))]
    assert loaded.delivered("功能分区") == ["柳溪村", "白鹭村", "长坪村"]


READ = {
    "干部包户.csv": ("包户干部", "干部包户台账\n干部姓名|村|户主姓名\n陈一|白鹭村|李四"),
    "中心户.csv": ("党员中心户", "党员中心户联系群众台账\n村|中心户户主|联系户名单\n白鹭村|陈一|李四、王五"),
    "社会工作者名册.csv": ("社工", "序号|姓名|单位\n1|陈一|柳溪社区\n2|陈二|青石镇"),
    "结对.csv": ("支部联支部", "支部结对共建台账\n机关党支部|结对村（社区）党支部|结对时间\n县水利局党支部|白鹭村党支部|2024-01-01"),
    "服务协议.csv": ("服务协议", "甲方|乙方|签订时间\n柳溪社区居委会|云溪物业公司|2024-01-01"),
    "组团.csv": ("组团帮扶", "帮扶团队|牵头单位|帮扶村|帮扶类型\n医疗组团|县医院|白鹭村|医疗"),
}


@pytest.mark.parametrize("file", READ)
def test_more_words_for_ledgers(county: County, file: str) -> None:
    ledger, table = READ[file]
    county.csv(file, table)
    loaded = county.load()
    assert loaded.ledger(file) == ledger
    assert loaded.rows(file)[2] == 0


def test_the_title_of_the_roster_names_the_county(county: County) -> None:
    (county.folder / "daohu.toml").write_text("", encoding="utf-8")
    county.csv("单元.csv", f"云溪县村组名册\n{UNITS.strip()}")
    county.csv("公布数字.csv", "指标|数值|单元|来源\n总户数|60|云溪县|政府报告")
    loaded = county.load()
    assert loaded.rows("公布数字.csv") == (1, 1, 0, 0, 0)
    assert list(loaded.edges("CLAIMED_FOR", "Claim", "Unit")["end"]) == ["云溪县"]


def test_a_list_of_the_county_beside_a_list_with_merged_cells(county: County) -> None:
    """Rows of another sheet that may stand at the county do not keep blanks below a village from following it."""
    county.csv("社工名册.csv", "姓名|单位\n陈一|青石镇\n陈二|")
    county.csv("组长.csv", "村民小组长名单\n村|组|组长\n白鹭村|一组|陈三\n|二组|陈四\n长坪村|一组|陈五")
    loaded = county.load()
    assert loaded.rows("组长.csv") == (3, 3, 0, 0, 0)
    assert loaded.rows("社工名册.csv") == (2, 2, 0, 0, 0)
