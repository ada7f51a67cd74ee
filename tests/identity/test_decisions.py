"""Decisions about persons: kept for good, one per pair, free of contradiction; by a workbook, by command, and felt by the next load."""

from __future__ import annotations

import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from api import identity
from api.cli.identity import add_to
from graph.edition import write_edition
from graph.errors import EditionError, InputError
from graph.register import Register, create
from loaders.identity.decisions import APART, SAME, components, decide, decision, read_decisions, undecided, write_decisions
from tests.loaders.county import County, id_number

ZHENG, QIAN = id_number("19710412", 1), id_number("19881123", 2)
REGISTER = f"""
镇|村(社区)|户号|户主姓名|姓名|与户主关系|公民身份号码|联系电话
青石镇|白鹭村|1001|郑好|郑好|户主|{ZHENG}|13800000001
青石镇|白鹭村|1003|钱英|钱英|户主|{QIAN}|13800000003
青石镇|白鹭村|1004|孙一|孙一|户主||13800000004
"""
CONTACTS = """
镇|村(社区)|好邻居姓名|联系电话|户号
青石镇|白鹭村|郑好|13800000001|1003
青石镇|白鹭村|钱英|13800000003|1004
青石镇|白鹭村|孙一|13800000004|1001
"""


class Town:
    """A register whose current edition is that of the ledgers, read with what was decided so far."""

    def __init__(self, folder: Path) -> None:
        (folder / "ledgers").mkdir()
        self.county = County(folder / "ledgers")
        self.county.register(REGISTER)
        self.county.csv("好邻居.csv", CONTACTS)
        self.register: Register = create(folder / "register")
        self.load()

    def load(self) -> None:
        number = self.register.next_number()
        decisions = read_decisions(self.register.decisions)
        contents = self.county.load(secret=self.register.secret, decisions=decisions).contents
        contents.about = {"county": "990121", "as_of": "2025-06-30", "sources": []}
        write_edition(self.register.path(number), contents)
        self.register.log("stage", number)
        self.register.make_current(number)

    def named(self, name: str) -> int:
        """How many persons of that name the current edition has."""
        return int(self.register.edition().nodes("Person")["name"].to_pylist().count(name))


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def run(*words: object) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(lambda: None)
    add_to(app)
    done = CliRunner().invoke(app, ["identity", *map(str, words)])
    return done.exit_code, done.output


def fill(path: Path, verdicts: Sequence[str | None]) -> None:
    """Answer the rows of a workbook in their order."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    column = [c.value for c in sheet[2]].index(identity.VERDICT) + 1
    for row, verdict in enumerate(verdicts, 3):
        sheet.cell(row, column, verdict)
    book.save(path)


def test_a_file_of_decisions_is_whole_private_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "decisions.json"
    assert read_decisions(path) == ()
    told = (decision("pb", "pa", SAME, "王", "2025-06-01T08:00:00+08:00"), decision("pc", "pd", APART))
    write_decisions(path, told)
    assert read_decisions(path) == told and told[0].pair == ("pa", "pb")
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.json"]


@pytest.mark.parametrize("text", ["{", "{}", '{"format": 1, "decisions": [{"a": "p"}]}', '{"format": 9, "decisions": []}', "[]"])
def test_a_damaged_file_of_decisions_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditionError, match=r"decisions\.json"):
        read_decisions(path)


def test_a_later_decision_about_a_pair_replaces_the_earlier() -> None:
    first, again = decision("pa", "pb", SAME), decision("pb", "pa", APART)
    assert decide([first, decision("pc", "pd", SAME)], [again]) == (decision("pc", "pd", SAME), again)


def test_decisions_may_not_contradict_each_other() -> None:
    chain = [decision("pa", "pb", SAME), decision("pb", "pc", SAME)]
    with pytest.raises(InputError, match=r"前后矛盾.*没有保存"):
        decide(chain, [decision("pa", "pc", APART)])
    with pytest.raises(InputError, match="前后矛盾"):
        decide([decision("pa", "pc", APART), chain[0]], [chain[1]])
    assert components(chain) == {"pa": "pa", "pb": "pa", "pc": "pa"}
    with pytest.raises(InputError, match="同一个人"):
        decision("pa", "pa", SAME)


def test_who_is_decided_about_under_another_id_is_not_asked_again() -> None:
    known = [decision("pa", "pb", SAME), decision("pb", "pc", APART)]
    assert undecided(["pa", "pa", "pa", "pc"], ["pb", "pc", "pd", "pb"], known) == [False, False, True, False]


def test_long_chains_in_any_order_are_one_person() -> None:
    links = [decision(f"p{n:04d}", f"p{n + 1:04d}", SAME) for n in range(2000)]
    for order in (links, links[::-1], links[::2] + links[1::2]):
        assert set(components(order).values()) == {"p0000"}


def test_a_filled_in_workbook_counts_with_the_next_load(town: Town, tmp_path: Path) -> None:
    book = tmp_path / "核对.xlsx"
    code, told = run("list", "--register", town.register.folder, "--out", book)
    assert code == 0 and "3 对待判定" in told
    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [(r[1], r[2], r[3], r[4]) for r in rows] == [(n, "云溪县/青石镇/白鹭村", "很可能", "电话相同") for n in ("孙一", "郑好", "钱英")]
    assert {r[6] for r in rows if r[1] == "郑好"} == {"好邻居.csv第 2 行"}
    assert sheet.column_dimensions["I"].hidden
    assert [v.formula1 for v in sheet.data_validations.dataValidation] == ['"同一人,不是同一人"']

    fill(book, ["同一人", "不是同一人", None])
    code, told = run("decide", "--register", town.register.folder, book)
    assert code == 0 and "同一人 1 对，不是同一人 1 对，留空 1 对" in told and "下次装载" in told
    assert town.named("孙一") == 2, "the current edition does not change"
    kept = read_decisions(town.register.decisions)
    assert sorted(d.verdict for d in kept) == [APART, SAME] and all(d.who and d.when for d in kept)
    assert town.register.history()[-1].action == "decide"
    assert list(identity.open_pairs(town.register)["name"]) == ["钱英"], "what is decided is not asked again, before the load"

    town.load()
    assert (town.named("孙一"), town.named("郑好"), town.named("钱英")) == (1, 2, 2)
    assert town.register.edition().identity("merged").num_rows == 1
    assert list(identity.open_pairs(town.register)["name"]) == ["钱英"]
    code, told = run("decide", "--register", town.register.folder, book)
    assert code == 0 and "原已判定 2 对" in told and read_decisions(town.register.decisions) == kept, "the same workbook again changes nothing"


def test_what_cannot_be_used_of_a_workbook_is_said_row_by_row(town: Town, tmp_path: Path) -> None:
    book = tmp_path / "核对.xlsx"
    identity.write_pairs(town.register, book)
    fill(book, ["大概是", "同一人", "是"])
    opened = openpyxl.load_workbook(book)
    opened.worksheets[0]["I5"] = "p0|p1"
    opened.save(book)
    code, told = run("decide", "--register", town.register.folder, book)
    assert code == 1
    assert "第 3 行(孙一)的判定“大概是”不认识" in told and "没有标识为 p0、p1 的人" in told and "同一人 1 对" in told
    assert len(read_decisions(town.register.decisions)) == 1
    with pytest.raises(InputError, match="没有“判定”"):
        identity.read_answers(town.county.folder / "户籍.csv")


def test_pairs_may_be_decided_one_by_one_and_changed(town: Town) -> None:
    folder, pair = town.register.folder, tuple(identity.open_pairs(town.register).loc[0, ["person_a", "person_b"]])
    assert run("decide", "--register", folder, "--same", *pair)[0] == 0
    town.load()
    assert town.named("孙一") == 1
    assert run("decide", "--register", folder, "--apart", *pair)[0] == 0
    town.load()
    assert town.named("孙一") == 2, "a wrong decision is taken back by the other"
    code, told = run("decide", "--register", folder)
    assert code == 2 and "--same" in told


def test_two_id_numbers_are_never_one_person(town: Town) -> None:
    numbers = town.register.edition().identity("persons").to_pandas().dropna(subset="id_number")["person"]
    first, second = numbers
    new, refused = identity.remember(town.register, [decision(first, second, SAME)])
    assert new == () and "身份证号不同" in refused[0]
    assert not town.register.decisions.exists()
