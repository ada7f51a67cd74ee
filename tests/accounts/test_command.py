"""daohu user: as an office's administrator types it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api import loading
from api.accounts import Accounts, open_accounts
from api.cli import app
from graph.register import create
from tests.cli.running import FAILED, Said, daohu, tiny


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the smallest county."""
    folder = tmp_path_factory.mktemp("users")
    made = create(folder / "登记库")
    loading.approve(made, loading.load([tiny(folder / "台账")], made, effect=False).number, sure=True)
    return made.folder


def user(register: Path, *arguments: str) -> Said:
    """Run the command on a register."""
    return daohu("user", *arguments, "--register", register)


def password(said: Said) -> str:
    """The password that was shown."""
    found = re.search(r"密码：(\S+)", said.out)
    assert found is not None, said
    return found[1]


def opened(register: Path) -> Accounts:
    """The accounts, with no server running."""
    return open_accounts(register)


def test_a_user_from_beginning_to_end(register: Path) -> None:
    accounts = opened(register)
    added = user(register, "add", "李雷", "--role", "审核", "--unit", "青山镇")
    assert added.code == 0 and "只显示这一次" in added.out
    account = accounts.login("李雷", password(added), "10.0.0.1")
    assert (account.role, account.place.path, account.must_change) == ("auditor", "青山县/青山镇", True)
    assert "李雷  审核  青山县/青山镇" in user(register, "list").out
    again = user(register, "reset", "李雷")
    assert password(again) != password(added) and accounts.login("李雷", password(again), "10.0.0.1")
    assert user(register, "change", "李雷", "--role", "admin", "--unit", "全县").code == 0
    assert accounts.user("李雷").place.whole
    assert user(register, "change", "李雷", "--unit", "金山村", "--role", "查看").code == FAILED  # the only administrator
    assert user(register, "add", "韩梅", "--role", "管理员").code == 0
    assert "金山村" in user(register, "change", "李雷", "--unit", "金山村", "--role", "viewer").out
    assert "已停用" in user(register, "disable", "李雷").out and "已停用" not in user(register, "enable", "李雷").out
    assert {e.address for e in accounts.log().entries if e.action.startswith("user_")} == {"命令行"}
    assert password(added) not in "".join(accounts.export_log())
    accounts.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "王芳", "--role", "老板"), "没有“老板”这个角色"),
        (("add", "王芳", "--unit", "没有镇"), "没有“没有镇”这个单元"),
        (("add", "王 芳"), "用户名"),
        (("add",), "缺少用户名"),
        (("reset", "没有人"), "没有用户"),
        (("change", "没有人"), "没有要改的"),
        (("remove", "没有人"), "没有“remove”这个操作"),
        (("add", "王芳", "--role", "管理员", "--unit", "青山镇"), "全县"),
    ],
)
def test_a_mistake_is_a_sentence_and_changes_nothing(register: Path, arguments: tuple[str, ...], said: str) -> None:
    came = user(register, *arguments)
    assert came.code == FAILED and said in came.err and "Traceback" not in came.err
    assert "王芳" not in user(register, "list").out


def test_a_unit_before_any_edition_is_not_guessed(tmp_path: Path) -> None:
    create(tmp_path / "新库")
    came = user(tmp_path / "新库", "add", "李雷", "--unit", "青山镇")
    assert came.code == FAILED and "还没有启用的版次" in came.err
    assert user(tmp_path / "新库", "add", "李雷").code == 0


def test_a_password_comes_from_the_terminal_only(register: Path) -> None:
    def typed(name: str, keys: str) -> Result:
        return CliRunner().invoke(app, ["user", "add", name, "--ask", "--register", str(register)], input=keys)

    nothing = typed("赵六", "")
    assert nothing.exit_code == FAILED and "没有输入密码" in nothing.stderr
    assert "太短" in typed("赵六", "abc\nabc\n").stderr
    assert daohu("user", "add", "赵六", "--password", "x", "--register", register).code == FAILED
    assert "赵六" not in user(register, "list").out
    given = typed("赵六", "白云山下好风光 7788\n白云山下好风光 7788\n")
    assert given.exit_code == 0 and "7788" not in given.stdout + given.stderr
    accounts = opened(register)
    assert accounts.login("赵六", "白云山下好风光 7788", "10.0.0.1").must_change
    accounts.close()
