"""A county small enough to be loaded a thousand times: three villages, sixty households, and what arrives a month later."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import write

VILLAGES = {"金山村": "420583105201", "银山村": "420583105202", "铜山村": "420583105203"}
TOWN, EACH = "青山镇", 20
SETTINGS = 'scheme = "small"\ncounty = "420583"\ncounty_name = "青山县"\nas_of = {}\n'
SCHEME = 'title = "小方案"\nsystems = ["C6"]\n'
"""A moment costs a second with one system and ten with all of them; what is killed is the same."""
_SURNAMES, _NAMES = "赵钱孙李周吴郑王冯陈", "一二三四五六七八九十"


def people(village: int, gone: int = 0) -> list[tuple[str, ...]]:
    """The register of households of a village: a head each, the last `gone` left out."""
    name = list(VILLAGES)[village]
    rows: list[tuple[str, ...]] = []
    for n in range(EACH - gone):
        head = f"{_SURNAMES[n % 10]}{_NAMES[village]}{_NAMES[n // 10]}"
        rows.append((TOWN, name, "一组" if n < 10 else "二组", f"{village + 1}{n:03d}", head, head, "户主", "男" if n % 2 else "女"))
    return rows


def contacts(village: int, share: int) -> list[tuple[str, ...]]:
    """Who looks after the first `share` households of a village."""
    rows = people(village)
    return [(TOWN, row[1], rows[0][4], row[3], row[4], "2023-01-01", "") for row in rows[:share]]


def scheme(folder: Path) -> Path:
    """The folder of schemes that the runs here know."""
    folder.mkdir()
    (folder / "small.toml").write_text(SCHEME, encoding="utf-8")
    return folder


def first(folder: Path) -> Path:
    """What the register begins with: all ledgers of all villages."""
    units = [(TOWN, village, code, group) for village, code in VILLAGES.items() for group in ("一组", "二组")]
    write(folder / "村组名册.csv", [("乡镇", "村(社区)", "行政区划代码", "村民小组"), *units])
    head = ("乡镇", "村(社区)", "村民小组", "户号", "户主姓名", "姓名", "与户主关系", "性别")
    write(folder / "户籍人口台账.csv", [head, *(row for v in range(3) for row in people(v))])
    write(folder / "联户长台账.csv", [CONTACT_HEAD, *(row for v in range(3) for row in contacts(v, 12))])
    (folder / "daohu.toml").write_text(SETTINGS.format("2024-06-30"), encoding="utf-8")
    return folder


CONTACT_HEAD = ("乡镇", "村(社区)", "联户长", "户号", "户主姓名", "开始日期", "结束日期")


def later(folder: Path, share: int = 18, day: str = "2024-07-31") -> Path:
    """What arrives later: the contacts of one village, more of them."""
    write(folder / "金山村联户长台账.csv", [CONTACT_HEAD, *contacts(0, share)])
    (folder / "daohu.toml").write_text(SETTINGS.format(day), encoding="utf-8")
    return folder
