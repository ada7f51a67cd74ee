"""What is looked at: one address of every page, for the unit, household, person and body with most to show."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from api.results import Reader, Results

_MOST: Mapping[str, str] = {
    "household": "SELECT household FROM contact WHERE household IS NOT NULL GROUP BY household ORDER BY count(*) DESC, household LIMIT 1",
    "person": "SELECT person FROM load_of GROUP BY person ORDER BY max(households) DESC, person LIMIT 1",
    "body": "SELECT body FROM membership GROUP BY body ORDER BY count(*) DESC, body LIMIT 1",
    "system": 'SELECT c.system FROM finding f JOIN checks c ON c.number = f."check" GROUP BY c.system ORDER BY count(*) DESC, c.system LIMIT 1',
}


def addresses(results: Results) -> dict[str, str]:
    """What an address shows → the address."""
    reader = results.within()
    here = {name: _most(reader, text) for name, text in _MOST.items()}
    county, town, village, bay = (next((quote(u.id, safe="") for u in results.units if u.level == level), "") for level in (1, 2, 3, 5))
    found = {
        "总览": "/", "县": f"/units/{county}", "镇": f"/units/{town}", "村": f"/units/{village}", "湾落": f"/units/{bay}" if bay else "",
        "体系": "/systems", "一个体系": f"/systems/{here['system']}", "一个体系在一个镇": f"/systems/{here['system']}?unit={town}",
        "缺口": "/gaps", "缺口：筛选、排序": f"/gaps?system={here['system']}&unit={town}&sort=-unit", "缺口：后面的页": "/gaps?page=40&size=200",
        "待核实": "/unknowns", "搜索": "/search?q=%E4%B8%80%E7%BB%84", "户": f"/households/{here['household']}", "人": f"/persons/{here['person']}",
        "组织": f"/organisations/{here['body']}", "台账": "/ledgers", "台账问题": "/ledgers/problems", "版次": "/editions",
        "一个版次": f"/editions/{results.number}", "数字核对": "/claims", "查询": "/query", "任务": "/tasks", "账号": "/account",
        "接口：总览": "/api/v1/overview", "接口：缺口": "/api/v1/gaps?size=200", "接口：户": f"/api/v1/households/{here['household']}",
    }  # fmt: skip
    return {what: address for what, address in found.items() if address}


def _most(reader: Reader, text: str) -> str:
    return quote(str(reader.value(text) or "没有"), safe="")
