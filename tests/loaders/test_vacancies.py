"""Nobody and nothing: words of vacancies are no persons, what is planned or given up is not there, an award not given is none."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from loaders.ledgers.fields import words
from loaders.normalise import there, vacancies
from tests.loaders.county import County
from tests.loaders.test_events import about, events
from tests.loaders.test_posts import held

NOBODY = words(
    "暂缺 待定 待选举 待选 待派 待聘 待补 待补选 待配 空岗 空缺 （空缺） 【空缺】 出缺 缺 缺额 缺岗 招聘中 正在招聘 暂未选派 暂未配备 未配备 未配 未选 "
    "未选派 未选出 无人 没有 轮换中 虚位 无人接单 空缺（原任调离） 待选举产生 待村委会选举 待组织任命 尚未确定 缺1人 空缺。 “空缺” 未定 （未成立） 暂无人选"
)
NAMES = words("吴无忌 吴暂缺 尚未平 张待定 尚志强 未央 招思虹 无名氏 未取名 空海 缺德才 张三（代） 司马·光")
NOT_THERE = words(
    "0处 0间 0个 0 零 无此室 无物业 无业委会 没有 否 × 未成立 未挂牌 未启用 未建 未设 未建成 （未成立） 暂未设置 尚未挂牌 在建 筹建中 筹备中 拟建 "
    "规划中 计划2027年建成 待建 建设中 2027年建成 2026年12月建成 撤销 已撤 停用 【在建】 是（在建） 办公室未启用 空缺 不设"
)
THERE = words(
    "√ 有 是 1处 2间 3 一处 与村委会合署办公 合署办公 已挂牌 已建成未挂牌 2024年建成 2024-05 村部二楼 广场舞协会 无为社区工会 未成年人保护站 规划展览馆 "
    "无线电协会 陈一 张三、李四"
)
PARTY = "乡镇|村|党组织类别|党组织名称|上级党组织名称\n青石镇|白鹭村|党支部|白鹭村党支部|\n青石镇|柳溪村|党支部|柳溪村党支部|"


@pytest.mark.parametrize("said", NOBODY)
def test_a_word_of_a_vacancy_is_no_name(said: str) -> None:
    assert vacancies.names(pa.array([said])).to_pylist() == [None]


@pytest.mark.parametrize("said", NAMES)
def test_real_names_survive(said: str) -> None:
    assert vacancies.names(pa.array([said]))[0].is_valid


@pytest.mark.parametrize("said", NOT_THERE)
def test_a_cell_denies_its_thing(said: str) -> None:
    assert there.absent(pa.array([said]), dt.date(2026, 11, 22)).all()


@pytest.mark.parametrize("said", THERE)
def test_a_cell_states_its_thing(said: str) -> None:
    assert not there.absent(pa.array([said]), dt.date(2026, 11, 22)).any()


def test_persons_are_told_from_notes() -> None:
    said = ["陈一", "张 三", "张三、李四", "陈五(女)", "司马·光", "√", "合署办公", "与村委会合署办公", "村部二楼", "已挂牌", "2个", "合唱队", "由书记代管的"]
    assert there.name_persons(pa.array(said)).tolist() == [True] * 5 + [False] * 8


def test_counts_of_cells() -> None:
    assert there.counts(pa.array(["3", "2个", "三家", "0处", "2024", "有", None, "4(含筹建)"])).tolist() == [3, 2, 3, 0, -1, -1, -1, 4]


def test_a_vacant_post_is_loaded_and_nobody_holds_it(county: County) -> None:
    county.csv("两委.csv", "村|职务|姓名\n白鹭村|支部书记|待选举\n白鹭村|综治主任|（空缺）\n柳溪村|支部书记|尚未平")
    loaded = county.load()
    assert held(loaded) == [("青石镇/柳溪村", "支部书记", "尚未平", "村两委任职")]
    assert loaded.rows("两委.csv") == (3, 3, 0, 0, 0) and not loaded.problems("两委.csv")


def test_a_unit_per_row_with_vacancies_only_is_told_by_its_posts(county: County) -> None:
    county.csv("名单.csv", "村|第一书记|驻村工作队员\n白鹭村|暂未选派|无\n柳溪村|轮换中|空缺、陈一")
    loaded = county.load()
    assert [p for *_, p, _ in held(loaded)] == ["陈一"]
    assert loaded.delivered("驻村帮扶") == ["柳溪村", "白鹭村"]


def test_grids_without_workers(county: County) -> None:
    county.csv("网格.csv", "村|网格名称|网格长|专职网格员\n白鹭村|一网格|空缺|招聘中\n柳溪村|二网格|张三（代）|待聘")
    loaded = county.load()
    frame = loaded.edges("HOLDS_POST", "Person", "Grid")
    assert list(zip(frame["post"], frame["start"], strict=True)) == [("网格长", "张三")]
    assert loaded.rows("网格.csv") == (2, 2, 0, 0, 0)


def test_a_contact_that_is_nobody_is_missing(county: County) -> None:
    county.csv("两代表一委员.csv", "村|代表类别|姓名|户号\n白鹭村|党代表|待定|1001\n白鹭村|党代表|陈一|1002")
    loaded = county.load()
    assert loaded.contacts() == [("党代表", "陈一", "1002")]
    assert loaded.problems("两代表一委员.csv") == [(2, "姓名", "required_missing")]


def test_bodies_have_no_leader_whom_a_vacancy_names(county: County) -> None:
    county.csv("自治组织.csv", "村|组织类别|组织名称|负责人\n白鹭村|村民委员会||待选举\n白鹭村|村务监督委员会||空缺\n柳溪村|业委会|未成立|")
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("SelfGovernmentBody")] == [("白鹭村", "村务监督委员会"), ("白鹭村", "村民委员会")]
    assert len(loaded.edges("HOLDS_POST", "Person", "SelfGovernmentBody")) == 0 and loaded.rows("自治组织.csv")[1] == 3


ROOMS = "村|综治网格中心工作室|矛盾纠纷调解室|社会心理服务室|群众接待窗口"


def test_a_matrix_of_places_states_what_is_there(county: County) -> None:
    county.settings("as_of = 2026-11-22")
    county.csv("三室一窗.csv", f"{ROOMS}\n白鹭村|在建|筹建中|计划2027年建成|未挂牌\n柳溪村|已挂牌|2|与村委会合署办公|（未启用）\n石桥村|0间|0|否|×")
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("Place")] == [("柳溪村", "矛盾纠纷调解室"), ("柳溪村", "社会心理服务室"), ("柳溪村", "综治网格中心工作室")]
    assert len(loaded.edges("HOLDS_POST", "Person", "Place")) == 0


def test_owners_committees_not_founded_have_no_leader(county: County) -> None:
    county.csv("小区组织.csv", "社区|小区|业委会主任|物业公司名称\n柳溪社区|和谐小区|（未成立）|无物业\n柳溪社区||万主任|和谐物业公司")
    loaded = county.load()
    assert [n for *_, n in loaded.bodies("SelfGovernmentBody")] == ["业委会"] and len(loaded.bodies("Institution")) <= 1
    assert list(loaded.edges("HOLDS_POST", "Person", "SelfGovernmentBody")["start"]) == ["万主任"]


def test_counts_of_social_organisations_are_so_many_bodies(county: County) -> None:
    county.csv("社会组织统计表.csv", "村|社区事务类|公益慈善类|生活服务类|文体活动类\n白鹭村|3|2个|1|0\n柳溪村|无|√|在建|广场舞协会、太极拳协会")
    bodies = county.load().bodies("SocialOrganization")
    count = {key: [(u, k) for u, k, _ in bodies].count(key) for key in {(u, k) for u, k, _ in bodies}}
    assert count == {
        ("白鹭村", "社区事务类"): 3,
        ("白鹭村", "公益慈善类"): 2,
        ("白鹭村", "生活服务类"): 1,
        ("柳溪村", "公益慈善类"): 1,
        ("柳溪村", "文体活动类"): 2,
    }
    assert ("白鹭村", "公益慈善类", "公益慈善类(未列名)2") in bodies and ("柳溪村", "文体活动类", "太极拳协会") in bodies


def test_an_honour_is_what_its_row_calls_it(county: County) -> None:
    county.csv("三星文明户名单.csv", "村|户号|评选称号|评定时间\n白鹭村|1001|三星级文明户|2024-12\n白鹭村|1002|十星级文明户|2024-12\n白鹭村|1003||2024-12")
    loaded = county.load()
    assert [k for k, *_ in events(loaded)] == ["三星文明户", "十星级文明户", "三星文明户"]
    assert loaded.delivered("评选") == ["白鹭村"]


@pytest.mark.parametrize("stars", ["未评星", "未评", "无", "待评", "不合格", "落选", "未达标", "0星", "已摘牌", "不予评定"])
def test_an_award_not_given_is_none(county: County, stars: str) -> None:
    county.csv("党组织.csv", PARTY)
    county.csv("五星支部评定结果.csv", f"村|党支部名称|星级|评定时间\n白鹭村|白鹭村党支部|五星|2024-12\n柳溪村|柳溪村党支部|{stars}|2024-12")
    loaded = county.load()
    assert [k for k, *_ in events(loaded)] == ["五星支部"] and about(loaded, "PartyOrganization") == [(2, "白鹭村党支部")]


def test_stars_tell_the_award_of_a_branch(county: County) -> None:
    county.csv("党组织.csv", PARTY)
    county.csv("五星.csv", "村|党支部名称|星级|评定时间\n白鹭村|白鹭村党支部|五星|2024-12\n柳溪村|柳溪村党支部|四星|2024-12")
    assert [k for k, *_ in events(county.load())] == ["五星支部", "四星支部"]


def test_the_name_of_an_activity_tells_its_kind(county: County) -> None:
    county.csv("饺子.csv", "村|举办时间|活动名称|参加老人数\n白鹭村|2024-03-05|孝善饺子宴|120余人")
    assert [k for k, *_ in events(county.load())] == ["孝善饺子宴"]


def test_an_order_that_nobody_took_is_open(county: County) -> None:
    county.csv("群众点单.csv", "社区|点单人|点单内容|点单时间|接单党员\n白鹭村|张三|修灯|2024-03-05|无人接单\n白鹭村|张三|修门|2024-03-05|孙九")
    assert [o for *_, o in events(county.load())] == ["", "已接单"]


def test_members_of_a_chain_are_what_their_names_tell(county: County) -> None:
    members = ("青石镇党委", "县农业农村局", "白鹭茶业有限公司", "县农村商业银行", "茶农120户", "白鹭村民委员会")
    county.csv("产业链.csv", "产业链|成员单位|角色\n" + "\n".join(f"茶产业链|{m}|" for m in members))
    county.csv("商会.csv", "商会|会员单位\n青石镇商会|老李铺子")
    nodes = county.load().nodes("Institution")
    assert dict(zip(nodes["name"], nodes["kind"], strict=True)) == {
        **dict(zip(members, ("机关", "机关", "企业", "金融机构", "成员单位", "成员单位"), strict=True)),
        "老李铺子": "企业",
    }
