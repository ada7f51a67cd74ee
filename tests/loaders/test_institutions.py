"""Institutions, member units, employers, places with those above them, and the organisations of a bay or a residential quarter."""

from __future__ import annotations

import pytest

from tests.loaders.county import ZHANG, County, Loaded
from tests.loaders.test_posts import held


def under(loaded: Loaded, label: str, above: str = "") -> list[tuple[str, str, str]]:
    frame = loaded.edges("UNDER", label, above or label)
    return sorted(zip(frame["start"], frame["end"], frame.get("role", []), strict=True))


def joined(loaded: Loaded, source: str, target: str) -> list[tuple[str, str, str]]:
    frame = loaded.edges("MEMBER_OF", source, target)
    return sorted(zip(frame["start"], frame["end"], frame.get("role", []), strict=True))


def test_departments_are_of_the_county_and_modules_answer_to_them(county: County) -> None:
    county.csv(
        "机构.csv",
        "机构名称|机构类别|乡镇|对应部门|负责人\n县农业农村局|部门|||陈一\n乡村振兴模块|职能模块|青石镇|农业农村局|\n平安建设模块|职能模块|青石镇|没有的部门|",
    )
    loaded = county.load()
    assert loaded.bodies("Institution") == [("云溪县", "部门", "县农业农村局"), ("青石镇", "职能模块", "乡村振兴模块"), ("青石镇", "职能模块", "平安建设模块")]
    assert under(loaded, "Institution") == [("乡村振兴模块", "县农业农村局", "对应")]
    assert loaded.problems("机构.csv") == [(4, "对应部门", "organization_unknown")]
    assert loaded.delivered_at("机构", 1) == ["云溪县"] and loaded.delivered_at("机构", 2) == ["青石镇"]


@pytest.mark.parametrize(
    ("file", "table", "kind"),
    [
        ("驻区单位名册.csv", "社区|驻区单位|负责人\n柳溪社区|县第一小学|陈一", "驻区单位"),
        ("企业名录.csv", "村|企业名称|统一社会信用代码|负责人\n柳溪社区|县第一小学||陈一", "企业"),
        ("机构台账.csv", "村|单位名称|负责人\n柳溪社区|县第一小学|陈一", "事业单位"),
    ],
)
def test_the_header_or_title_tells_what_institutions_are(county: County, file: str, table: str, kind: str) -> None:
    county.csv(file, table)
    assert county.load().bodies("Institution") == [("柳溪社区", kind, "县第一小学")]


def test_a_list_of_the_scheme_is_institutions_as_a_matrix_too(county: County) -> None:
    county.settings('[lists]\n"七大职责模块" = ["统筹协调", "党群", "社会治理"]')
    county.csv("机构.csv", "乡镇|统筹协调|党群|社会治理\n青石镇|陈一|有|无\n南河乡|√||")
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("Institution")] == [("南河乡", "统筹协调"), ("青石镇", "党群"), ("青石镇", "统筹协调")]


def test_member_units_are_made_with_their_body(county: County) -> None:
    county.csv("大党委成员单位.csv", "社区|大党委|成员单位|角色\n柳溪社区|柳溪社区大党委|县第一小学|委员单位\n柳溪社区|柳溪社区大党委|云溪供电公司|")
    county.csv("商会.csv", "乡镇|商会|会员单位|单位性质\n青石镇|青石镇商会|云溪供电公司|企业\n青石镇|青石镇商会|白鹭种植合作社|")
    county.csv("合作社名录.csv", "合作社名称|村|负责人\n白鹭种植合作社|白鹭村|陈一")
    loaded = county.load()
    assert loaded.bodies("PartyOrganization") == [("柳溪社区", "大党委", "柳溪社区大党委")]
    assert loaded.bodies("MassOrganization") == [("青石镇", "商会分会", "青石镇商会")]
    assert joined(loaded, "Institution", "PartyOrganization") == [("云溪供电公司", "柳溪社区大党委", "成员"), ("县第一小学", "柳溪社区大党委", "委员单位")]
    assert joined(loaded, "Cooperative", "MassOrganization") == [("白鹭种植合作社", "青石镇商会", "成员")]
    assert not loaded.edges("MEMBER_OF", "Institution", "PartyOrganization")["home"].any()
    assert loaded.delivered("成员单位") == ["柳溪社区"]


def test_a_chain_of_industry_has_its_roles(county: County) -> None:
    county.csv("十位一体成员单位.csv", "产业链|主体名称|主体类别\n柑橘产业链|县政府|政府\n柑橘产业链|云溪银行|银行")
    loaded = county.load()
    assert loaded.bodies("SocialOrganization") == [("云溪县", "产业链", "柑橘产业链")]
    assert joined(loaded, "Institution", "SocialOrganization") == [("云溪银行", "柑橘产业链", "银行"), ("县政府", "柑橘产业链", "政府")]


def test_persons_are_employed_at_an_institution_that_is_stated_or_made(county: County) -> None:
    county.csv("机构.csv", "机构名称|机构类别\n县农业农村局|部门")
    county.csv("工作单位.csv", f"姓名|身份证号|政治面貌|工作单位|单位性质\n张三|{ZHANG}|中共党员|县农业农村局|机关\n陈一||群众|云溪供电公司|企业\n陈二|||")
    loaded = county.load()
    frame = loaded.edges("EMPLOYED_BY", "Person", "Institution")
    assert sorted(zip(frame["start"], frame["end"], strict=True)) == [("张三", "县农业农村局"), ("陈一", "云溪供电公司")]
    assert sorted(k for _, k, _ in loaded.bodies("Institution")) == ["企业", "部门"]
    assert loaded.problems("工作单位.csv") == [(4, "工作单位", "required_missing")]


def test_places_of_command_stand_under_one_another(county: County) -> None:
    county.csv(
        "指挥体系.csv",
        """
乡镇|村|类别|名称|上级
||社会治理中心|云溪县社会治理中心|
青石镇||社会治理室|青石镇社会治理室|云溪县社会治理中心
青石镇|白鹭村|网格工作站|白鹭村网格工作站|青石镇社会治理室
""",
    )
    loaded = county.load()
    assert loaded.bodies("Place") == [
        ("云溪县", "社会治理中心", "云溪县社会治理中心"),
        ("白鹭村", "网格工作站", "白鹭村网格工作站"),
        ("青石镇", "社会治理室", "青石镇社会治理室"),
    ]
    assert [u[:2] for u in under(loaded, "Place")] == [("白鹭村网格工作站", "青石镇社会治理室"), ("青石镇社会治理室", "云溪县社会治理中心")]
    assert loaded.delivered("指挥体系") == ["白鹭村"] and loaded.delivered_at("指挥体系", 1) == ["云溪县"]


def test_areas_by_function_are_places_of_villages(county: County) -> None:
    county.csv("功能分区.csv", "乡镇|村|功能区|亚区\n青石镇|白鹭村|生态区|湿地亚区\n青石镇|柳溪村|生态区|湿地亚区\n青石镇|石桥村|生态区|")
    loaded = county.load()
    assert [p for p in loaded.bodies("Place") if p[1] == "功能亚区"] == [("柳溪村", "功能亚区", "湿地亚区"), ("白鹭村", "功能亚区", "湿地亚区")]
    assert loaded.rows("功能分区.csv") == (3, 2, 1, 0, 0) and loaded.delivered("功能分区") == ["柳溪村", "白鹭村", "石桥村"]


def test_organisations_of_a_bay_in_both_layouts(county: County) -> None:
    county.csv(
        "湾落组织.csv",
        "村|组|湾落|组织类别|组织名称|负责人\n白鹭村|一组|东湾|湾落理事会|东湾理事会|陈一\n白鹭村|一组|东湾|湾长||陈二\n白鹭村|一组|东湾|联户长||陈三",
    )
    county.csv("湾落组织2.csv", "村|组|湾落|湾长|联户长|湾落理事会\n白鹭村|一组|西湾|陈四|陈五|有")
    loaded = county.load()
    assert loaded.bodies("SelfGovernmentBody") == [("东湾", "湾落理事会", "东湾理事会"), ("西湾", "湾落理事会", "湾落理事会")]
    assert [(u.rsplit("/", 1)[-1], p, s, d) for u, p, s, d in held(loaded)] == [("东湾", "湾长", "陈二", "湾落组织"), ("西湾", "湾长", "陈四", "湾落组织")]
    contacts = loaded.edges("CONTACTS", "Person", "Unit")
    assert sorted(zip(contacts["start"], contacts["mechanism"], strict=True)) == [("陈三", "联户长"), ("陈五", "联户长")]
    assert loaded.delivered("湾落组织") == ["白鹭村"]


def test_organisations_of_a_quarter_have_their_own_labels(county: County) -> None:
    county.csv(
        "小区组织.csv",
        "社区|小区|组织类别|组织名称\n柳溪社区|和谐小区|业主委员会|和谐小区业委会\n柳溪社区|和谐小区|物业公司|和谐物业\n柳溪社区|和谐小区|党支部|和谐小区党支部",
    )
    loaded = county.load()
    assert loaded.bodies("SelfGovernmentBody") == [("和谐小区", "业委会", "和谐小区业委会")]
    assert loaded.bodies("Institution") == [("和谐小区", "物业", "和谐物业")]
    assert loaded.bodies("PartyOrganization") == [("和谐小区", "党支部", "和谐小区党支部")]
    assert loaded.delivered("小区组织") == ["柳溪社区"] and loaded.delivered("自治组织") == []


def test_small_social_organisations_stand_at_their_group_or_bay(county: County) -> None:
    county.csv(
        "社会组织.csv",
        "村|组|湾落|类别|社会组织名称|上级社会组织\n白鹭村||||社区慈善基金|\n白鹭村|||社区事务|白鹭村理事会|\n白鹭村|一组||社区事务类|一组理事小组|白鹭村理事会\n白鹭村|一组|东湾|湾落兴趣小组|东湾兴趣小组|",
    )
    loaded = county.load()
    assert loaded.bodies("SocialOrganization") == [
        ("一组", "社区事务类", "一组理事小组"),
        ("东湾", "湾落兴趣小组", "东湾兴趣小组"),
        ("白鹭村", "社区事务类", "白鹭村理事会"),
        ("白鹭村", "社区慈善基金", "社区慈善基金"),
    ]
    assert under(loaded, "SocialOrganization") == [("一组理事小组", "白鹭村理事会", "隶属")]
