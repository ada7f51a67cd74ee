"""A scheme selects systems of the catalogue, overrides their norms and adds its own checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.catalogue import catalogue
from graph.errors import SchemeError
from graph.scheme import Scheme, read_scheme


def scheme(folder: Path, text: str) -> Scheme:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return read_scheme(str(path))


def ids(found: Scheme) -> list[str]:
    return [c.id for c in found.checks]


def test_a_system_brings_its_checks_in_the_catalogue_s_order(tmp_path: Path) -> None:
    found = scheme(tmp_path, 'title = "本县"\nsystems = ["C8", "A2"]\n')
    assert ids(found) == ["A2.chain", "C8.reach", "C8.load"]
    assert (found.title, found.systems) == ("本县", ("C8", "A2"))
    assert found.ledgers == ("好邻居",)


def test_an_entry_without_title_changes_only_what_it_names(tmp_path: Path) -> None:
    found = scheme(tmp_path, 'systems = ["C8"]\n[[checks]]\nid = "C8.load"\nhigh = 15\n')
    assert found.check("C8.load").options == {"mechanisms": ["好邻居"], "low": 8, "high": 15}
    assert found.check("C8.load").title == "好邻居联系户数(8~15户)", "the title follows the norm"
    assert ids(found) == ["C8.reach", "C8.load"]


def test_another_way_takes_the_place_of_the_catalogue_s(tmp_path: Path) -> None:
    found = scheme(tmp_path, 'systems = ["C8", "G1"]\n[[checks]]\nid = "C8.reach"\nany_of = ["G1.reach"]\n')
    assert set(found.check("C8.reach").options) == {"any_of"}
    assert found.asked(found.check("C8.reach")) == ["好邻居", "两代表一委员"]


def test_an_id_alone_takes_one_check_of_a_system(tmp_path: Path) -> None:
    found = scheme(tmp_path, 'systems = ["C8"]\n[[checks]]\nid = "A1.claim"\n')
    assert ids(found) == ["A1.claim", "C8.reach", "C8.load"]


def test_an_own_check_stands_behind_its_system(tmp_path: Path) -> None:
    own = '[[checks]]\nid = "C8.presence.本地"\ntitle = "本地"\nledger = "好邻居"\nlevel = 4\nslots = [{ name = "好邻居", mechanisms = ["好邻居"] }]\n'
    assert ids(scheme(tmp_path, f'systems = ["C8", "C10"]\n{own}[lists]\n"一约七会" = ["村规民约"]\n')) == [
        "C8.reach",
        "C8.load",
        "C8.presence.本地",
        "C10.presence",
    ]


def test_an_entry_with_title_stands_for_itself(tmp_path: Path) -> None:
    found = scheme(tmp_path, '[[checks]]\nid = "G5.presence"\ntitle = "x"\nledger = "y"\nlevel = 4\nslots = [{ name = "z", units = ["湾落"] }]\n')
    assert found.check("G5.presence").options == {"slots": [{"name": "z", "units": ["湾落"]}], "level": 4}, "the catalogue's units and scope are not mixed in"


def test_local_words_of_one_place_are_another_s_own(tmp_path: Path) -> None:
    aliases = '[aliases.kinds]\n"商会" = "商会分会"\n'
    assert "D11.reach" in ids(scheme(tmp_path, f'systems = ["D11"]\n{aliases}'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('systems = ["C8", "C80"]', "第 1 行：systems 中的体系“C80”不在目录中.*是否要写“C8”？"),
        ('systems = []', "“systems”要写文字的列表"),
        ('systems = ["A8"]', "方案至少要有一个"),
        (
            '[[checks]]\nid = "C4.presence"\nslots = [{ name = "x", kinds = ["湾落理事回"] }]',
            "第 3 行：.*不认识“湾落理事回”；.*写进 .words. 的 kinds。是否要写“湾落理事会”？",
        ),
        ('[[checks]]\nid = "C7.staffing"\nposts = ["组张"]', "“posts”中不认识“组张”"),
        ('[[checks]]\nid = "D3.reach"\nlabels = ["群团组织"]', "D3.reach 中不认识“labels”"),
        ('[[checks]]\nid = "E2.reach"\nlabels = ["社会组只"]', "“labels”中不认识“社会组只”。是否要写“社会组织”？"),
        ('[[checks]]\nid = "C7.staffing"\nlevel = 7', "“level”要写1 到 5 的整数"),
        ('[[checks]]\nid = "C1.reach"\nat = "湾"', "“at”中不认识“湾”"),
        ('[[checks]]\nid = "B9.assignment"\nscope = "全县"', "“scope”中不认识“全县”"),
        ('[[checks]]\nid = "B9.assignment"\nexclusive = "是"', "“exclusive”要写true 或 false"),
        ('[[checks]]\nid = "D3.reach"\npopulation = "妇女"', "“population”中不认识“妇女”"),
        ('[[checks]]\nid = "D3.reach"\nages = [60, 18]', "“ages”要写"),
        ('[[checks]]\nid = "B2.chain"\nthrough = [{ level = 3, kind = "x" }]', "through 中不认识“kind”"),
        ('[[checks]]\nid = "C6.reach"\nledger = "联户张"', "“联户张”与“联户长”只差一点.*写进 .words. 的 ledgers"),
        ('[[checks]]\nid = "C6.reach"\nmechanisms = ["联户张"]', "第 3 行：.*“联户张”与“联户长”只差一点"),
        ('[[checks]]\nid = "G10.reach"\nevents = ["帮扶协义"]', "“帮扶协义”与“帮扶协议”只差一点"),
        ('[[checks]]\nid = "C6.reach"\ntitle = "x"\nkinds = ["党支部"]', "要写 at 说明从户到哪一级"),
        ('[[checks]]\nid = "B6.presence"\nslots = [{ name = "x", mechanisms = ["联户长"] }]', "问的是网格，不能写“mechanisms”"),
        ('[[checks]]\nid = "C2.presence"\nslots = [{ name = "x", least = 2 }]', "没有写凭什么算有"),
        ('[[checks]]\nid = "E7.assignment"\nmembers = ["农合联"]', "E7.assignment 中不认识“members”"),
        ('systems = ["D3"]\n[[checks]]\nid = "H1.reach"\ntitle = "x"\nany_of = ["D3.reach"]', "H1.reach 问的是户，any_of 中的 D3.reach 问的是人"),
        ('[[checks]]\nid = "C9.staffing"\nleast = 0', "“least”要写正整数"),
        ('[[checks]]\nid = "C6.load"\ntitle = "{lo}户"\nmechanisms = ["联户长"]\nlow = 1\nhigh = 2', "title 中的 .lo. 不是本检查的选项"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SchemeError, match=message):
        scheme(tmp_path, text + "\n")


def test_words_of_the_scheme_s_own(tmp_path: Path) -> None:
    text = '[[checks]]\nid = "C4.presence"\nslots = [{ name = "x", kinds = ["本地会"] }]\n[words]\nkinds = ["本地会"]\n'
    assert scheme(tmp_path, text).check("C4.presence").tables("slots") == [{"name": "x", "kinds": ["本地会"]}]


def test_a_list_that_the_scheme_does_not_write_is_the_product_s(tmp_path: Path) -> None:
    assert scheme(tmp_path, 'systems = ["F11"]\n').lists["三室一窗"][-1] == "群众接待窗口"


@pytest.mark.parametrize("title", ["覆盖{户", "覆盖{}户", "100%"])
def test_braces_in_a_title(tmp_path: Path, title: str) -> None:
    text = f'[[checks]]\nid = "C6.reach"\ntitle = "{title}"\nledger = "联户长"\nmechanisms = ["联户长"]\n'
    assert scheme(tmp_path, text).check("C6.reach").title == title


def test_every_check_of_the_catalogue_is_read(tmp_path: Path) -> None:
    """Also those that no scheme of the product selects."""
    lists = "\n".join(f'"{name}" = ["村规民约"]' for name in ("一约七会", "一约四会", "三室一窗", "五个中心", "七中心", "七大职责模块"))
    codes = ", ".join(f'"{s.code}"' for s in catalogue())
    found = scheme(tmp_path, f"systems = [{codes}]\n[lists]\n{lists}\n")
    assert ids(found) == [str(c["id"]) for s in catalogue() for c in s.checks]
