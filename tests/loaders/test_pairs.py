"""结对 of units (双报到, 单位联村, 服务协议 …) and persons who contact a whole unit (在职党员双报到, 领导包片)."""

from __future__ import annotations

import pytest

from tests.loaders.county import County, Loaded, id_number

SUN = id_number("19750505", 1)


def pairs(loaded: Loaded) -> list[tuple[str, str, str, str]]:
    """(kind, label, partner, unit), sorted."""
    found = []
    for label in ("PartyOrganization", "Institution", "Cooperative", "SocialOrganization"):
        frame = loaded.edges("PAIRED_WITH", label, "Unit")
        found += [(k, label, s, str(e).rsplit("/", 1)[-1]) for k, s, e in zip(frame.get("kind", []), frame["start"], frame["end"], strict=True)]
    return sorted(found)


@pytest.mark.parametrize(
    ("title", "table", "expected", "ledger"),
    [
        (
            "云溪县“支部联支部”结对台账",
            "乡镇|村|机关党支部|结对时间\n青石镇|白鹭村|县教育局机关党支部|2024-01-01",
            [("支部联支部", "PartyOrganization", "县教育局机关党支部", "白鹭村")],
            "支部联支部",
        ),
        ("云溪县单位双报到台账", "报到单位|报到社区|报到时间\n县教育局|柳溪社区|2024年3月", [("双报到", "Institution", "县教育局", "柳溪社区")], "双报到"),
        ("双报到台账", "序号|单位名称|报到社区|备注\n1|县教育局党支部|柳溪社区|", [("双报到", "PartyOrganization", "县教育局党支部", "柳溪社区")], "双报到"),
        ("单位联村台账", "联村单位|乡镇|村\n县水利局|青石镇|白鹭村", [("单位联村", "Institution", "县水利局", "白鹭村")], "单位联村"),
        ("服务协议台账", "社区|小区|协议单位|签订日期\n柳溪社区|和谐小区|好运超市|2024.5.1", [("服务协议", "Institution", "好运超市", "和谐小区")], "服务协议"),
        ("医疗组团式帮扶名单", "帮扶单位|受援村\n县人民医院|长坪村", [("组团帮扶", "Institution", "县人民医院", "长坪村")], "组团帮扶"),
        (
            "村集体三方合作台账",
            "村|合作模式|企业名称\n长坪村|村集体\uff0b国企\uff0b农户|云溪农投公司\n白鹭村||云溪农投公司",
            [("三方合作", "Institution", "云溪农投公司", "白鹭村"), ("村集体+国企+农户", "Institution", "云溪农投公司", "长坪村")],
            "三方合作",
        ),
    ],
)
def test_pairs_of_every_kind(county: County, title: str, table: str, expected: list[tuple[str, str, str, str]], ledger: str) -> None:
    county.csv("表.csv", f"{title}||\n{table}")
    loaded = county.load()
    assert pairs(loaded) == expected, loaded.messages("表.csv")
    assert loaded.ledger("表.csv") == ledger and loaded.rows("表.csv")[2] == 0
    assert loaded.delivered(ledger) == sorted({unit if unit != "和谐小区" else "柳溪社区" for *_, unit in expected})


def test_the_same_institution_under_two_names_is_one(county: County) -> None:
    county.csv("单位联村.csv", "联村单位|村\n云溪县水利局|白鹭村\n县水利局|长坪村\n水利局|柳溪村\n县市场监管局|柳溪社区\n云溪县市场监管局|柳溪社区")
    loaded = county.load()
    names = loaded.nodes("Institution")
    assert sorted(zip(names["name"], names["kind"], strict=True)) == [("云溪县水利局", "部门"), ("县市场监管局", "部门")]


def test_a_stated_cooperative_is_the_partner(county: County) -> None:
    county.csv("合作社.csv", "合作社名称|村|法人代表\n白鹭茶叶专业合作社|白鹭村|张三")
    county.csv("三方合作.csv", "三方合作台账||\n村|类型|合作社名称\n白鹭村|村集体+合作社+农户|白鹭茶叶专业合作社")
    assert pairs(county.load()) == [("村集体+合作社+农户", "Cooperative", "白鹭茶叶专业合作社", "白鹭村")]


def contacts(loaded: Loaded) -> list[tuple[str, str, str]]:
    frame = loaded.edges("CONTACTS", "Person", "Unit")
    return sorted((m, s, str(e).rsplit("/", 1)[-1]) for m, s, e in zip(frame.get("mechanism", []), frame["start"], frame["end"], strict=True))


def test_party_members_report_to_a_community(county: County) -> None:
    county.csv(
        "双报到.csv",
        f"在职党员双报到登记表||||\n姓名|身份证号|工作单位|报到社区|报到时间\n孙九|{SUN}|县教育局|柳溪社区|2024-01-05\n孙十||县教育局|柳溪社区|\n||县教育局|柳溪社区|",
    )
    loaded = county.load()
    assert contacts(loaded) == [("双报到", "孙九", "柳溪社区"), ("双报到", "孙十", "柳溪社区")]
    works = loaded.edges("EMPLOYED_BY", "Person", "Institution")
    assert sorted(zip(works["start"], works["end"], strict=True)) == [("孙九", "县教育局"), ("孙十", "县教育局")]
    assert loaded.rows("双报到.csv") == (3, 2, 1, 0, 0) and loaded.ledger("双报到.csv") == "双报到"
    assert loaded.problems("双报到.csv") == [(5, "姓名", "required_missing")]
    people = loaded.nodes("Person").set_index("name")
    assert people.loc["孙十", "political"] == "中共党员"


def test_leaders_answer_for_towns_and_villages(county: County) -> None:
    county.xlsx(
        "领导包片.xlsx",
        "云溪县领导包片责任表|||\n姓名|职务|包联镇街|包联村(社区)\n吴一|副县长|青石镇|白鹭村、石桥村\n吴一|副县长|南河乡|\n吴二|县委常委|青石镇|无此村\n吴三|政协主席|青石镇|白鹭村，无彼村",
    )
    loaded = county.load()
    assert contacts(loaded) == [("领导包片", "吴一", "南河乡"), ("领导包片", "吴一", "白鹭村"), ("领导包片", "吴一", "石桥村"), ("领导包片", "吴三", "白鹭村")]
    assert len(loaded.nodes("Person")[loaded.nodes("Person")["name"] == "吴一"]) == 1
    assert loaded.problems("领导包片.xlsx") == [(5, "包联村(社区)", "unit_unknown"), (6, "包联村(社区)", "unit_unknown")]
    assert loaded.delivered("领导包片") == ["白鹭村", "石桥村"] and loaded.delivered_at("领导包片", 2) == ["南河乡"]


def test_cells_may_name_several_villages_units_and_leaders(county: County) -> None:
    county.csv(
        "单位联村.csv", "单位联村一览表||\n联村单位|乡镇|联系村\n县教育局、县水利局|青石镇|白鹭村、柳溪村\n县委宣传部、网信办联合党支部|南河乡|长坪村，无此村"
    )
    county.csv("包联.csv", "县级领导包联乡镇、村一览表||\n包联领导|包联乡镇|包联村\n吴一、吴二(兼)|青石镇|白鹭村\n吴一|青石镇、南河乡|")
    loaded = county.load()
    assert pairs(loaded) == [
        ("单位联村", "Institution", "县教育局", "柳溪村"),
        ("单位联村", "Institution", "县教育局", "白鹭村"),
        ("单位联村", "Institution", "县水利局", "柳溪村"),
        ("单位联村", "Institution", "县水利局", "白鹭村"),
        ("单位联村", "PartyOrganization", "县委宣传部、网信办联合党支部", "长坪村"),
    ]
    assert loaded.problems("单位联村.csv") == [(4, "联系村", "unit_unknown")] and loaded.delivered("单位联村") == ["柳溪村", "白鹭村", "长坪村"]
    assert contacts(loaded) == [("领导包片", "吴一", "南河乡"), ("领导包片", "吴一", "白鹭村"), ("领导包片", "吴一", "青石镇"), ("领导包片", "吴二", "白鹭村")]
    assert loaded.rows("单位联村.csv") == (2, 2, 0, 0, 0) and loaded.rows("包联.csv") == (2, 2, 0, 0, 0)
