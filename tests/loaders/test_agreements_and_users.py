"""帮扶协议 of households with cooperatives and enterprises; 平台用户 who are residents."""

from __future__ import annotations

from tests.loaders.county import LI, County, Loaded, id_number

STRANGER = id_number("19900909", 1)


def ends(loaded: Loaded, name: str, target: str) -> list[tuple[int, str]]:
    frame = loaded.edges(name, "Event", target)
    return sorted((int(str(s).rsplit("!", 1)[1]), str(e).rsplit("/", 1)[-1]) for s, e in zip(frame["source"], frame["end"], strict=True))


def test_agreements_join_households_and_partners_for_a_time(county: County) -> None:
    county.csv("合作社.csv", "合作社名称|村|法人代表\n白鹭茶叶专业合作社|白鹭村|张三")
    county.csv(
        "帮扶协议.csv",
        "乡镇|村|户号|脱贫户姓名|经营主体名称|利益联结方式|签订日期|到期日期\n青石镇|白鹭村|1001|张三|白鹭茶叶专业合作社|订单式|2023-01-01|2025年12月\n"
        "青石镇|白鹭村||李四|云溪农业公司|托管式|2023-01-01|\n青石镇|白鹭村||张三|云溪农业公司|||\n青石镇|白鹭村||没人|云溪农业公司|||\n青石镇|白鹭村|1002|||||\n"
        "青石镇|白鹭村||李四|云溪农业公司|托管式|2023-01-01|",
    )
    loaded = county.load()
    nodes = loaded.nodes("Event")
    assert [(k, str(d), str(u), o) for k, d, u, o in zip(nodes["kind"], nodes["date"], nodes["until"], nodes["outcome"], strict=True)] == [
        ("帮扶协议", "2023-01-01", "2026-01-01", "订单式"),
        ("帮扶协议", "2023-01-01", "9999-12-31", "托管式"),
    ]
    assert ends(loaded, "ABOUT", "Household") == [(2, "1001"), (3, "1002")] and ends(loaded, "ABOUT", "Unit") == [(2, "白鹭村"), (3, "白鹭村")]
    assert ends(loaded, "BY", "Cooperative") == [(2, "白鹭茶叶专业合作社")] and ends(loaded, "BY", "Institution") == [(3, "云溪农业公司")]
    assert loaded.nodes("Institution")["kind"].tolist() == ["企业"]
    assert [(r, c) for r, _, c in loaded.problems("帮扶协议.csv")] == [
        (4, "household_ambiguous"),
        (5, "household_unknown"),
        (6, "required_missing"),
        (7, "duplicate_row"),
    ]
    assert loaded.rows("帮扶协议.csv") == (6, 2, 3, 1, 0) and loaded.delivered("帮扶协议") == ["白鹭村"]


def test_users_are_the_residents_of_the_register(county: County) -> None:
    county.csv(
        "川善治用户.csv",
        f"村|姓名|身份证号|户号|认证时间|最近活跃时间\n白鹭村|李四|{LI}||2023-05-01|2024-06-20\n白鹭村|张小三||1001|2023-06-01|\n白鹭村|李四||1002|2023-07-01|\n"
        f"白鹭村|外来人|{STRANGER}||2023-05-01|\n白鹭村|张三|||不详|2024-06-01\n白鹭村||||2023-05-01|\n白鹭村|孙八|||某日|",
    )
    loaded = county.load()
    events = loaded.nodes("Event")
    assert events.groupby("kind").size().to_dict() == {"实名认证": 5, "平台活跃": 2}
    people = loaded.edges("ABOUT", "Event", "Person")
    residents = set(loaded.edges("LIVES_IN", "Person", "Household")["from"])
    known = sorted(int(str(s).rsplit("!", 1)[1]) for s, t in zip(people["source"], people["to"], strict=True) if t in residents)
    assert known == [2, 2, 3, 4]
    assert loaded.problems("川善治用户.csv") == [(7, "姓名", "required_missing"), (8, "认证时间", "date_invalid")]
    assert loaded.rows("川善治用户.csv") == (7, 6, 1, 0, 0) and loaded.ledger("川善治用户.csv") == "平台用户"
    assert ends(loaded, "ABOUT", "Unit")[0] == (2, "白鹭村")
