"""Ledgers of events: kinds by title and 类型, who acted, whom they are about, how many came; each row is accounted for."""

from __future__ import annotations

import pytest

from graph.scheme import Check, Scheme
from tests.loaders.county import SCHEME, ZHANG, County, Loaded, id_number

CHEN, CHEN2 = id_number("19660606", 1), id_number("19770707", 1)
DEPUTIES = f"""
村|代表类别|姓名|身份证号|户号
白鹭村|党代表|陈一|{CHEN}|1001
柳溪村|人大代表|陈一|{CHEN}|0201
白鹭村|人大代表|陈二||1002
长坪村|政协委员|陈三||0401
"""


def events(loaded: Loaded) -> list[tuple[str, str, str]]:
    """(kind, date, outcome), in the order of rows."""
    nodes = loaded.nodes("Event")
    return [(str(k), str(d), str(o)) for k, d, o in zip(nodes.get("kind", []), nodes.get("date", []), nodes.get("outcome", []), strict=True)]


def about(loaded: Loaded, label: str = "Unit") -> list[tuple[int, str]]:
    """(row, what it is about), sorted."""
    frame = loaded.edges("ABOUT", "Event", label)
    return sorted((int(str(s).rsplit("!", 1)[1]), str(e).rsplit("/", 1)[-1]) for s, e in zip(frame["start"], frame["end"], strict=True))


def by(loaded: Loaded, label: str = "Person") -> list[tuple[int, str]]:
    frame = loaded.edges("BY", "Event", label)
    return sorted((int(str(s).rsplit("!", 1)[1]), str(e)) for s, e in zip(frame["start"], frame["end"], strict=True))


def heads(loaded: Loaded) -> list[tuple[str, int]]:
    frame = loaded.edges("ATTENDED", "Unit", "Event")
    return sorted((str(s).rsplit("/", 1)[-1], int(n)) for s, n in zip(frame["start"], frame.get("heads", []), strict=True))


@pytest.mark.parametrize(
    ("name", "table", "expected", "ledger"),
    [
        ("会议台账.csv", "村|会议类型|会议时间|参会人数\n白鹭村|议事会|2024-03-05|20人", ("议事会", "2024-03-05", ""), "会议"),
        ("屋场夜话.csv", "村|小组|时间|议题|议事结果\n白鹭村|一组|2024.3.5|修路|同意修路", ("议事会", "2024-03-05", "同意修路"), "会议"),
        ("村级诉求台账.csv", "村|诉求人|诉求类型|诉求内容|受理时间|办理情况\n白鹭村|张三|道路|修路|20240305|已办结", ("诉求", "2024-03-05", "已办结"), "诉求"),
        ("信访台账.csv", "村|信访人|信访内容|接件时间|是否办结\n白鹭村|张三|噪音|2024-03-05|否", ("诉求", "2024-03-05", "未办结"), "诉求"),
        ("群众点单.csv", "社区|点单人|点单内容|点单时间|接单党员\n白鹭村|张三|修灯|2024-03-05|孙九", ("群众点单", "2024-03-05", "已接单"), "群众点单"),
        ("吹哨.csv", "镇街|村|吹哨事项|吹哨时间|应哨部门|处置结果\n青石镇|白鹭村|违建|2024-03-05|县城管局|", ("吹哨", "2024-03-05", ""), "吹哨"),
        ("2024年三零创建评选结果.csv", "乡镇|村|命名时间\n青石镇|白鹭村|2024-03-05", ("三零村", "2024-03-05", ""), "评选"),
        ("评选表彰名单.csv", "村|荣誉称号|表彰时间\n白鹭村|三零村|2024-03-05", ("三零村", "2024-03-05", ""), "评选"),
        ("蹲点.csv", "领导姓名|职务|蹲点村（社区）|蹲点起止时间\n吴一|副县长|白鹭村|2024.3.5-2024.3.9", ("蹲点", "2024-03-05", ""), "蹲点"),
        ("蹲点台账.csv", "领导姓名|蹲点村|开始时间|结束时间\n吴一|白鹭村|2024-03-05|2024-03-09", ("蹲点", "2024-03-05", ""), "蹲点"),
        ("孝善饺子宴.csv", "村|举办时间|就餐人数\n白鹭村|2024-03-05|约120人", ("孝善饺子宴", "2024-03-05", ""), "活动"),
        ("活动.csv", "村|活动名称|活动类型|活动时间\n白鹭村|包饺子|孝善饺子宴|2024-03-05", ("孝善饺子宴", "2024-03-05", ""), "活动"),
        (
            "党代表接待登记表.csv",
            "村|接待时间|来访人姓名|来访事由|接待人员|处理意见\n白鹭村|2024-03-05|张三|低保|陈一|已答复",
            ("接待", "2024-03-05", "已答复"),
            "接待",
        ),
    ],
)
def test_kinds_by_title_and_type(county: County, name: str, table: str, expected: tuple[str, str, str], ledger: str) -> None:
    county.csv(name, table)
    loaded = county.load()
    assert events(loaded) == [expected], loaded.messages(name)
    assert loaded.ledger(name) == ledger and loaded.rows(name)[1:3] == (1, 0) and loaded.delivered(ledger) == ["白鹭村"]
    assert [unit for _, unit in about(loaded)] == ["一组" if "小组" in table else "白鹭村"]


def test_receptions_are_by_the_deputies_of_the_contact_ledger(county: County) -> None:
    county.csv("两代表一委员.csv", DEPUTIES)
    county.csv(
        "接待.csv",
        "村|接待时间|接待人员|类别\n无此村|2024-01-01|陈一|\n白鹭村|2024-01-01|陈一、陈二|\n柳溪村|2024-01-02|陈二|\n青石镇|2024-01-02|陈三|\n白鹭村|某日|陈四|",
    )
    loaded = county.load()
    assert by(loaded) == [(3, "陈一"), (3, "陈二"), (4, "陈二"), (5, "陈三"), (6, "陈四")]
    assert [n for n in loaded.nodes("Person")["name"] if n.startswith("陈")].count("陈一") == 1
    assert sorted(n for n in loaded.nodes("Person")["name"] if n.startswith("陈")) == ["陈一", "陈三", "陈二", "陈四"]
    assert loaded.rows("接待.csv") == (5, 4, 1, 0, 0)
    assert loaded.problems("接待.csv") == [(2, "村", "unit_unknown"), (6, "接待时间", "date_invalid")]
    assert events(loaded)[-1] == ("接待", "0001-01-01", "")
    assert loaded.delivered_at("接待", 2) == ["青石镇"]


def test_two_deputies_of_one_name_are_not_told_apart(county: County) -> None:
    county.csv("两代表一委员.csv", f"村|代表类别|姓名|身份证号|户号\n白鹭村|党代表|陈一|{CHEN}|1001\n柳溪村|党代表|陈一|{CHEN2}|0201")
    county.csv("接待.csv", "村|接待时间|接待代表\n白鹭村|2024-01-01|陈一\n长坪村|2024-01-01|陈一")
    loaded = county.load()
    frame = loaded.edges("BY", "Event", "Person")
    contacts = loaded.edges("CONTACTS", "Person", "Household").set_index("end")["from"]
    assert frame["to"].tolist()[0] == contacts["1001"] and frame["to"].tolist()[1] not in set(contacts)


def test_awards_of_households_and_branches(county: County) -> None:
    county.csv("党组织.csv", "村|党组织名称|党组织类别\n白鹭村|白鹭村党支部|党支部")
    county.csv(
        "评选.csv",
        "村|户主|户号|评选类别|支部名称|评选时间|评定结果\n白鹭村|张三|1001|三星文明户||2024-05|\n白鹭村|张三||三星文明户||2024-05|\n白鹭村|没人||三星文明户||2024-05|\n"
        "白鹭村|||五星支部|白鹭村党支部|2024-05|\n白鹭村|||五星支部|无此党支部|2024-05|\n白鹭村|||五星支部||2024-05|\n白鹭村|||三零村||2024-05|未通过\n白鹭村|||三星文明户||2024-05|",
    )
    loaded = county.load()
    assert about(loaded, "Household") == [(2, "1001")] and about(loaded, "PartyOrganization") == [(5, "白鹭村党支部")]
    assert about(loaded) == [(6, "白鹭村")]
    assert [k for k, _, _ in events(loaded)] == ["三星文明户", "五星支部", "五星支部"]
    assert loaded.problems("评选.csv", infos=False) == [
        (3, "户主", "household_ambiguous"),
        (4, "户主", "household_unknown"),
        (6, "支部名称", "organization_unknown"),
        (7, "支部名称", "required_missing"),
        (9, "户主", "required_missing"),
    ]
    assert loaded.rows("评选.csv") == (8, 4, 4, 0, 0)


def test_whistles_are_answered_by_departments(county: County) -> None:
    county.csv(
        "吹哨.csv",
        "网格吹哨部门报到台账||||\n吹哨镇街|吹哨村|吹哨事项|吹哨日期|应哨部门|处置情况\n青石镇|白鹭村|违建|2024-05-01|县城管局、县住建局|已处置\n青石镇||占道|2024-05-02|城管局|\n青石镇|白鹭村|违建|2024-05-01|县城管局、县住建局|已处置",
    )
    loaded = county.load()
    assert by(loaded, "Institution") == [(3, "县住建局"), (3, "县城管局"), (4, "县城管局")]
    assert about(loaded) == [(3, "白鹭村"), (4, "青石镇")] and loaded.rows("吹哨.csv") == (3, 2, 0, 1, 0)
    assert loaded.delivered_at("吹哨", 2) == ["青石镇"] and loaded.delivered("吹哨") == ["白鹭村"]


def test_stays_count_their_days_and_leaders_are_those_of_the_area_ledger(county: County) -> None:
    county.csv("领导包片.csv", "领导包片名单||\n姓名|职务|包联镇街\n吴一|副县长|青石镇")
    county.csv(
        "蹲点.csv",
        "县领导蹲点台账|||\n姓名|蹲点村|蹲点时间|天数\n吴一|白鹭村、长坪村|2024-03-05至2024-03-09|\n吴一|长坪村|2024-04-01|3天\n吴一|长坪村|2024-05-01|",
    )
    loaded = county.load()
    assert loaded.nodes("Event")["days"].tolist() == [5, 3, 0]
    assert about(loaded) == [(3, "白鹭村"), (3, "长坪村"), (4, "长坪村"), (5, "长坪村")]
    assert [n for n in loaded.nodes("Person")["name"] if n == "吴一"] == ["吴一"] and by(loaded) == [(3, "吴一"), (4, "吴一"), (5, "吴一")]


def test_meetings_of_the_county_of_towns_and_of_villages(county: County) -> None:
    county.xlsx(
        "联席会议.xlsx",
        "党建联席会议台账||||\n层级|乡镇|村|会议时间|参会人数\n县级|||2024-01-01|50\n镇级|青石镇||2024-02-01|30人次\n村级|青石镇|白鹭村|2024-03-01|二十\n村级|||2024-03-01|\n县级|云溪县||2024-06-01|40余人\n合计||||160",
    )
    loaded = county.load()
    assert about(loaded) == [(3, "云溪县"), (4, "青石镇"), (5, "白鹭村"), (7, "云溪县")]
    assert heads(loaded) == [("云溪县", 40), ("云溪县", 50), ("青石镇", 30)]
    assert loaded.problems("联席会议.xlsx") == [(6, "村", "required_missing")] and loaded.rows("联席会议.xlsx", "Sheet1") == (6, 4, 1, 0, 1)
    assert loaded.delivered_at("会议", 1) == ["云溪县"] and loaded.delivered_at("会议", 2) == ["青石镇"] and loaded.delivered("会议") == ["白鹭村"]


def test_a_schemes_own_kinds_and_ledgers(county: County) -> None:
    scheme = Scheme(
        "own",
        "自定方案",
        (*SCHEME.checks, Check("X1.activity", "X1", "activity", "清廉会", "清廉会客厅", "单元", {"events": ["清廉会"], "days": 365})),
        lists=SCHEME.lists,
    )
    county.csv("表.csv", "白鹭村清廉会客厅登记表||\n日期|主持人|参加人数\n2024-01-01|陈一|12\n同上|〃|13")
    loaded = county.load(scheme)
    assert events(loaded) == [("清廉会", "2024-01-01", ""), ("清廉会", "2024-01-01", "")] and loaded.ledger("表.csv") == "清廉会客厅"
    assert loaded.delivered("清廉会客厅") == ["白鹭村"] and heads(loaded) == [("白鹭村", 12), ("白鹭村", 13)]


def test_a_declared_nothing_of_a_town_is_one_of_its_villages(county: County) -> None:
    county.csv("诉求.csv", "乡镇|村|诉求内容|受理时间|办理情况\n南河乡||零报告||\n青石镇|白鹭村|修路|2024-01-01|办理中")
    loaded = county.load()
    assert loaded.delivered("诉求") == ["白鹭村", "石桥村", "长坪村"] and loaded.delivered_at("诉求", 2) == ["南河乡"]
    assert events(loaded) == [("诉求", "2024-01-01", "办理中")]


def test_requests_point_to_the_household_they_name(county: County) -> None:
    county.csv("诉求.csv", f"村|户号|户主|户主身份证号|诉求内容|反映时间|处理结果\n白鹭村|1001||{ZHANG}|低保|2024-01-01|已办\n白鹭村||没人||低保|2024-01-02|")
    loaded = county.load()
    assert about(loaded, "Household") == [(2, "1001")] and about(loaded) == [(2, "白鹭村"), (3, "白鹭村")]
    assert loaded.problems("诉求.csv") == []


def test_settings_say_what_a_sheet_is(county: County) -> None:
    county.settings(
        '[[sheets]]\nfile = "甲.csv"\nledger = "会议"\n[[sheets]]\nfile = "乙.csv"\nledger = "诉求"\n[[sheets]]\nfile = "丙.csv"\nmechanism = "领导包片"\n'
        '[[sheets]]\nfile = "丁.csv"\nledger = "双报到"\n[[sheets]]\nfile = "戊.csv"\nledger = "双报到"\n'
        '[[delivered]]\nledger = "蹲点"\nunits = ["南河乡"]\nzero = true\n'
    )
    county.csv("甲.csv", "村|时间|类型|人数\n白鹭村|2024-01-01|党建联席会议|9")
    county.csv("乙.csv", "村|内容|时间|结果\n白鹭村|修路|2024-01-01|")
    county.csv("丙.csv", "姓名|职务|村\n吴一|副县长|白鹭村")
    county.csv("丁.csv", "姓名|工作单位|社区\n孙九|县教育局|柳溪社区")
    county.csv("戊.csv", "单位名称|社区\n县教育局|柳溪社区")
    loaded = county.load()
    assert [loaded.ledger(f"{n}.csv") for n in "甲乙丙丁戊"] == ["会议", "诉求", "领导包片", "双报到", "双报到"], loaded.messages("丙.csv")
    assert sorted(events(loaded)) == [("党建联席会议", "2024-01-01", ""), ("诉求", "2024-01-01", "")]
    contacts = loaded.edges("CONTACTS", "Person", "Unit")
    assert sorted(zip(contacts["mechanism"], contacts["start"], strict=True)) == [("双报到", "孙九"), ("领导包片", "吴一")]
    assert loaded.edges("PAIRED_WITH", "Institution", "Unit")["start"].tolist() == ["县教育局"]
    assert loaded.delivered_at("蹲点", 2) == ["南河乡"] and loaded.delivered("蹲点") == ["石桥村", "长坪村"]


def test_ledgers_as_offices_keep_them(county: County) -> None:
    """Titles, two header levels, merged cells, 同上, subtotals, notes, hints in headers."""
    county.xlsx(
        "诉求.xlsx",
        {
            "上半年": "青石镇2024年上半年群众诉求办理台账||||||\n填报单位（盖章）：||||||2024年6月30日\n序号|村\\n(社区)|反映人||诉求内容|受理时间*|办理\n"
            "||姓名|电话|||结果（必填）\n"
            "1|白鹭村|张三|13900000001|修路|2024.1.5|已办结\n2||李四||装灯|同上|〃\n3|柳溪村|孙七||引水|2024年2月|办理中\n小计|||3件|||\n4|柳溪村|孙七||引水|2024年2月|办理中\n"
            "5|无此村|孙八||引水|2024-02-30|\n注：以上为上半年数据||||||\n填表人：某某||||||",
            "说明": "本表由村级填写\n每月报送一次",
        },
        {"上半年": [(0, 0, 0, 6), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4), (2, 5, 3, 5), (4, 1, 5, 1)]},
    )
    loaded = county.load()
    assert events(loaded) == [("诉求", "2024-01-05", "已办结"), ("诉求", "2024-01-05", "已办结"), ("诉求", "2024-02-01", "办理中")]
    assert about(loaded) == [(5, "白鹭村"), (6, "白鹭村"), (7, "柳溪村")]
    assert loaded.rows("诉求.xlsx", "上半年") == (8, 3, 1, 1, 3)
    assert [(r, c) for r, _, c in loaded.problems("诉求.xlsx")] == [(9, "duplicate_row"), (10, "date_invalid"), (10, "unit_unknown")]


@pytest.mark.parametrize(
    ("name", "table", "ledger"),
    [
        ("白鹭村信访台账.csv", "序号|信访类型|接件时间|信访人姓名和相关信息|信访内容|案件地点|办理情况\n1|求决|2024-01-01|某先生|噪音|村口|已办", "诉求"),
        ("接待.csv", "白鹭村“党代表接待日”登记表|||\n接待日期|接待代表|来访群众|来访事由|处理意见与结果\n2024-01-01|陈一|李四|低保|已办", "接待"),
        ("表.csv", "白鹭村议事厅议事记录|||\n议事时间|议题|主持人|参会人数|议定事项\n2024-01-01|修路|陈一|12|同意", "会议"),
        ("表.csv", "妇联执委工作室活动开展情况统计表|||\n填报单位|活动时间|活动主题|参与人数\n白鹭村|2024-01-01|义诊|12", "活动"),
        (
            "表.csv",
            "“街道吹哨、部门报到”工作台账||||\n吹哨镇街|所属村社区|哨声内容|吹哨时间|报到部门|处置结果|评哨结果\n青石镇|白鹭村|违建|2024-01-01|县城管局|已拆|满意",
            "吹哨",
        ),
    ],
)
def test_other_words_of_real_ledgers(county: County, name: str, table: str, ledger: str) -> None:
    county.csv(name, table)
    loaded = county.load()
    assert loaded.ledger(name) == ledger and loaded.rows(name)[1] == 1, loaded.messages(name)
    assert len(events(loaded)) == 1 and [unit for _, unit in about(loaded)] == ["白鹭村"]


@pytest.mark.parametrize(
    "table",
    [
        "村|阵地类别|阵地名称|活动次数\n白鹭村|党群服务站|白鹭村党群服务站|3",
        "村|户号|户主|姓名|与户主关系|困难及诉求\n白鹭村|1001|张三|张小三|子|无",
        "村|好邻居姓名|户号|反映问题|活动情况\n白鹭村|陈一|1001|无|无",
        "村|党组织名称|党组织类别|党组织书记|会议室\n白鹭村|白鹭村党支部|党支部|陈一|有",
    ],
)
def test_other_ledgers_with_such_words_stay_what_they_are(county: County, table: str) -> None:
    county.csv("表.csv", table)
    loaded = county.load()
    assert events(loaded) == [] and loaded.ledger("表.csv") not in ("事件", "活动", "会议", "诉求")
