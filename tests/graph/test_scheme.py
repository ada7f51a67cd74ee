"""Schemes: those that come with the product, an office's own, and what is refused with its line and the nearest word."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from graph.errors import SchemeError
from graph.scheme import KINDS, SCHEMES, read_scheme
from graph.scheme.options import SHAPES

GOOD = """\
title = "本县方案"

[[checks]]
id = "C6.reach"
title = "联户长联系户"
ledger = "联户长"
mechanisms = ["联户长"]

[[checks]]
id = "H1.reach"
title = "任一"
any_of = ["C6.reach"]

[[checks]]
id = "C6.load"
title = "负荷"
mechanisms = ["联户长"]
low = 15
high = 30

[[checks]]
id = "B1.presence"
title = "支部"
ledger = "党组织"
level = 4
units = ["小区", "片区"]
slots = [{ name = "党支部", kinds = ["党支部"] }]

[[checks]]
id = "C10.presence"
title = "一约"
ledger = "一约"
level = 3
list = "一约"

[[checks]]
id = "E1.presence"
title = "社会组织"
ledger = "社会组织"
level = 3
social = { "村" = 10, "社区" = 20 }

[[checks]]
id = "F1.share"
title = "党员"
posts = ["专职网格员", "协管员"]
political = ["中共党员"]

[[checks]]
id = "A1.claim"
title = "户数"
measure = "总户数"

[lists]
"一约" = ["村规民约", "议事会"]

[aliases.kinds]
"支部" = "党支部"

[aliases.posts]
"协理员" = "协管员"
"""


def write(folder: Path, text: str) -> str:
    path = folder / "本县.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_scheme_of_the_office(tmp_path: Path) -> None:
    found = read_scheme(write(tmp_path, GOOD))
    assert (found.name, found.title, [c.id for c in found.checks][:2]) == ("本县", "本县方案", ["C6.reach", "H1.reach"])
    assert found.check("B1.presence").options["slots"] == [{"name": "党支部", "kinds": ["党支部"]}]
    assert (found.lists, found.kinds, found.posts) == ({"一约": ("村规民约", "议事会")}, {"支部": "党支部"}, {"协理员": "协管员"})
    assert (found.check("C6.load").system, found.check("C6.load").kind, found.check("C6.load").counts) == ("C6", "load", "联系人")


def test_a_file_with_the_mark_of_notepad(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert read_scheme(str(path)).title == "本县方案"


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.toml")), ids=lambda p: p.stem)
def test_schemes_of_the_product(path: Path) -> None:
    assert read_scheme(path.stem).checks == read_scheme(str(path)).checks


def test_e8_stands_beside_its_two_kinds() -> None:
    ids = [c.id for c in read_scheme("zhijiang").checks]
    assert [i for i in ids if i.startswith("E8.reach")] == ["E8.reach", "E8.reach.专业合作社", "E8.reach.股份经济合作社"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("mechanisms = [", "mechanism = [", 7, "C6.reach 中不认识“mechanism”。是否要写“mechanisms”？"),
        ("high = 30", "hight = 30", 19, "C6.load 中不认识“hight”。是否要写“high”？"),
        ('title = "本县方案"', 'tittle = "本县方案"', 1, "方案不认识“tittle”。是否要写“title”？"),
        ("[lists]", "[list]", 54, "方案不认识“list”。是否要写“lists”？"),
        ("[aliases.kinds]", "[aliases.kind]", 57, r"\[aliases\]不认识“kind”。是否要写“kinds”？"),
        ("C6.load", "C6.laod", 15, "检查 C6.laod 的种类“laod”不认识。是否要写“load”？"),
        ("C6.load", "load", 15, "检查的 id “load” 要写作 体系.种类"),
        ("C6.load", "C6.load.多.余", 15, "要写作 体系.种类"),
        ("C6.load", "J9.load", 15, "要写作 体系.种类"),
        ("H1.reach", "C6.reach", 4, "检查 C6.reach 写了 2 次"),
        ('ledger = "联户长"\n', "", 4, "C6.reach 缺少“ledger”"),
        ('title = "任一"\n', "", 10, "H1.reach 缺少“title”"),
        ("high = 30\n", "", 15, "C6.load 缺少“high”"),
        ('mechanisms = ["联户长"]\n\n', "\n", 4, "C6.reach 要写 any_of、.*mechanisms、.* 之一，且只写一个"),
        ('list = "一约"', 'list = "一约"\nsocial = { "村" = 1 }', 30, "C10.presence 要写 slots、list、social 之一，且只写一个"),
        ('mechanisms = ["联户长"]\n\n', 'cooperatives = ["专业社"]\n\n', 7, "C6.reach 的“cooperatives”中不认识“专业社”。是否要写“专业合作社”？"),
        ('any_of = ["C6.reach"]', 'any_of = ["C6.reech"]', 12, "H1.reach 的“any_of”中不认识“C6.reech”。是否要写“C6.reach”？"),
        ('any_of = ["C6.reach"]', 'any_of = ["C6.load"]', 12, "中不认识“C6.load”"),
        ('any_of = ["C6.reach"]', 'any_of = ["H1.reach"]', 12, "中不认识“H1.reach”"),
        ("low = 15", "low = 31", 18, r"C6.load 的 low（31）大于 high（30）"),
        ("low = 15", 'low = "15"', 18, "C6.load 的“low”要写0 或正整数，不能是 15"),
        ("low = 15", "low = true", 18, "不能是 True"),
        ("low = 15", "low = -1", 18, "不能是 -1"),
        ('low = 15\nhigh = 30\n', "low = 15\nhigh = 30.5\n", 19, "不能是 30.5"),
        ("level = 4", "level = 6", 25, "B1.presence 的“level”要写1 到 5 的整数，不能是 6"),
        ("level = 4", "level = 0", 25, "不能是 0"),
        ('"小区", "片区"', '"小曲"', 26, "B1.presence 的“units”中不认识“小曲”。是否要写“小区”？"),
        ('"小区", "片区"', '"小区", "村"', 26, r"level 是 4，而“村”是第 3 级的单元。第 4 级有：村民小组、小区、片区"),
        ('units = ["小区", "片区"]', 'units = "小区"', 26, "“units”要写文字的列表"),
        ('units = ["小区", "片区"]', "units = []", 26, "“units”要写文字的列表"),
        ('"小区", "片区"', '"小区", "小区"', 26, "“units”中“小区”写了两次"),
        ('kinds = ["党支部"]', 'kind = ["党支部"]', 27, "slots 中不认识“kind”。是否要写“kinds”？"),
        ('kinds = ["党支部"]', "kinds = []", 27, "“kinds”要写文字的列表"),
        ('kinds = ["党支部"]', 'kinds = ["支部"]', 27, "写了本地叫法“支部”，台账读入后是“党支部”，请写“党支部”"),
        ('name = "党支部", ', "", 27, "每个 slot 要有自己的 name"),
        ('["党支部"] }]', '["党支部"] }, { name = "党支部", kinds = ["党总支"] }]', 27, "“党支部”写了两次"),
        ('slots = [{ name = "党支部", kinds = ["党支部"] }]', 'slots = ["党支部"]', 27, "“slots”要写"),
        ('list = "一约"', 'list = "一月"', 34, r"C10.presence 的清单“一月”没有写在 \[lists\] 里。是否要写“一约”？"),
        ('"一约" = ["村规民约", "议事会"]', '"一约" = "村规民约"', 55, "“一约”要写文字的列表"),
        ('"社区" = 20', '"居委会" = 20', 41, "“social”中不认识“居委会”"),
        ('"社区" = 20', '"社区" = 0', 41, "每种单元一个正整数"),
        ('level = 3\nsocial', "level = 4\nsocial", 40, "level 要写 3"),
        ('"专职网格员", "协管员"', '"专职网络员"', 46, "不认识“专职网络员”；.*写进 .words. 的 posts。是否要写“专职网格员”？"),
        ('"专职网格员", "协管员"', '"协理员"', 46, "写了本地叫法“协理员”，台账读入后是“协管员”"),
        ('["中共党员"]', '["中共党圆"]', 47, "“political”中不认识“中共党圆”。是否要写“中共党员”？"),
        ('measure = "总户数"', 'measure = "总人数"', 52, "“measure”中不认识“总人数”。是否要写“总户数”？"),
        ('title = "户数"', 'title = ""', 51, "“title”要写文字"),
        ('title = "户数"', "title = 3", 51, "“title”要写文字"),
        ('"支部" = "党支部"', '"支部" = 3', 58, "“支部”要写文字"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    with pytest.raises(SchemeError, match=f"本县.toml 第 {line} 行：.*{message}"):
        read_scheme(write(tmp_path, GOOD.replace(old, new, 1)))


def test_a_circle_of_parts(tmp_path: Path) -> None:
    text = GOOD.replace('ledger = "联户长"\nmechanisms = ["联户长"]\n\n', 'any_of = ["H1.reach"]\n\n', 1)
    with pytest.raises(SchemeError, match=r"any_of 绕成了圈：C6\.reach → H1\.reach → C6\.reach"):
        read_scheme(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = 本县", "第 1 行第 9 列不合 TOML 写法"),
        ('title = "a"\nlow =', "末尾不合 TOML 写法"),
        ('title = "a"', r"方案至少要有一个 \[\[checks\]\]"),
        ("checks = [1]", r"方案的 checks 要写成 \[\[checks\]\]"),
        ("lists = 3", r"“lists”要写成 \[lists\] 一节"),
    ],
)
def test_broken_files(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SchemeError, match=message):
        read_scheme(write(tmp_path, text))


def test_a_file_of_an_old_notepad(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD, encoding="gb18030")
    with pytest.raises(SchemeError, match="不是 UTF-8 编码的文本"):
        read_scheme(str(path))


def test_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="没有方案“zhijang”。是否要写“zhijiang”？可用：enyang"):
        read_scheme("zhijang")
    with pytest.raises(SchemeError, match="没有方案"):
        read_scheme(str(tmp_path))


# ---- docs/方案写法.md ------------------------------------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "方案写法.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_tells_every_option(kind: str) -> None:
    part = PAGE.partition(f"### {kind}：")[2].partition("\n### ")[0]
    assert part, f"docs/方案写法.md lacks the section of {kind}"
    assert [o for o in (*KINDS[kind].own, *KINDS[kind].required) if f"`{o}`" not in part] == []


def test_the_examples_of_the_page_are_read(tmp_path: Path) -> None:
    first, *more = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    others = '\n[[checks]]\nid = "{0}.reach"\ntitle = "联系"\nledger = "联系"\nmechanisms = ["联系"]\n'
    head, _, tables = first.partition("[lists]")
    text = head + "\n".join(more) + others.format("G1") + others.format("B11") + "\n[lists]" + tables
    assert len(read_scheme(write(tmp_path, text)).checks) == len(more) + 3
    assert {tomllib.loads(e)["checks"][0]["id"].split(".")[1] for e in more} == set(KINDS)


def test_every_shape_is_known() -> None:
    asked = {shape for kind in KINDS.values() for population in kind.populations for shape in kind.options(population).values()}
    assert asked == set(SHAPES) - {"level", "positive"}, "these two stand in slots only"
