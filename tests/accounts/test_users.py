"""Users, roles, tokens, settings."""

from __future__ import annotations

import pytest

from api.accounts import PERMISSIONS, ROLES, WHOLE, AccountError, Place, permissions_of
from tests.accounts.conftest import GOOD, HERE, Made

TOWN = Place("u1", "420583105", "青山县/青山镇")
VILLAGE = Place("u2", "420583105201", "青山县/青山镇/金山村")
OTHER = Place("u3", "420583106", "青山县/青山镇北")


def test_the_table_of_roles() -> None:
    every = {role: permissions_of(role, whole=True) for role in ROLES}
    assert every["admin"] == set(PERMISSIONS)
    assert every["viewer"] == {"look", "ask"}
    assert every["analyst"] == {"look", "ask", "cypher", "export"}
    assert every["auditor"] == set(PERMISSIONS) - {"users", "log", "settings"}
    assert "approve" not in permissions_of("auditor", whole=False) and "upload" in permissions_of("auditor", whole=False)
    assert permissions_of("nobody", whole=True) == set()


def test_users_are_added_and_told_apart(made: Made) -> None:
    password = made.accounts.add("\uff3a\uff48\uff41\uff4e\uff47San", "auditor", TOWN, by="admin", address=HERE)
    user = made.accounts.user("zhangsan")
    assert (user.role, user.place, user.must_change, user.made_by) == ("auditor", TOWN, True, "admin")
    assert made.accounts.login("ZHANGSAN", password, HERE).unit == "u1"
    with pytest.raises(AccountError, match="已有用户"):
        made.accounts.add("Zhangsan", "查看")


@pytest.mark.parametrize("name", ["", "a b", "../x", "<b>", "a" * 33, "\ud800", "名\x00"])
def test_a_name_that_cannot_be_one(made: Made, name: str) -> None:
    with pytest.raises(AccountError, match="用户名"):
        made.accounts.add(name, "查看")


def test_a_unit_without_an_id_is_not_the_whole_county(made: Made) -> None:
    made.accounts.add("李雷", "审核", Place("", "", "青山县/旧镇"), GOOD)
    account = made.accounts.login("李雷", GOOD, HERE)
    assert account.unit and not account.whole and not account.may("approve")


def test_an_administrator_has_the_whole_county(made: Made) -> None:
    with pytest.raises(AccountError, match="全县"):
        made.accounts.add("李雷", "管理员", TOWN)
    made.accounts.add("李雷", "审核", TOWN)
    with pytest.raises(AccountError, match="全县"):
        made.accounts.change("李雷", role="admin")
    assert made.accounts.change("李雷", role="管理员", unit=WHOLE).role == "admin"


def test_the_last_administrator_stays(made: Made) -> None:
    for act in (lambda: made.accounts.disable("admin"), lambda: made.accounts.change("admin", role="查看")):
        with pytest.raises(AccountError, match="唯一的管理员"):
            act()
    made.accounts.add("李雷", "管理员")
    made.accounts.disable("admin")
    with pytest.raises(AccountError, match="唯一的管理员"):
        made.accounts.disable("李雷")
    made.accounts.enable("admin")
    made.accounts.change("李雷", role="查看")
    assert [(u.name, u.role, u.disabled) for u in made.accounts.users()] == [("admin", "admin", False), ("李雷", "viewer", False)]


def token_of(made: Made, permissions: list[str], unit: Place = WHOLE, days: int = 30) -> str:
    """A token of an auditor of a town."""
    if "李雷" not in [u.name for u in made.accounts.users()]:
        made.accounts.add("李雷", "审核", TOWN, "第一个好密码-1234")
        made.accounts.set_password("李雷", "第一个好密码-1234", GOOD)
    return made.accounts.make_token(made.accounts.login("李雷", GOOD, HERE), "报表", permissions, unit, days)[0]


def test_a_token_does_no_more_than_it_says(made: Made) -> None:
    account = made.accounts.token(token_of(made, ["look", "export"], VILLAGE))
    assert account is not None
    assert (account.name, account.unit, account.permissions, bool(account.token)) == ("李雷", "u2", frozenset({"look", "export"}), True)
    with pytest.raises(AccountError):  # a token makes no tokens
        made.accounts.make_token(account, "x", ["look"])
    whole = made.accounts.token(token_of(made, ["look"]))
    assert whole is not None and whole.unit == "u1"
    for bad in ("", "daohu_", "daohu_" + "x" * 43, "李" * 49):
        assert made.accounts.token(bad) is None


@pytest.mark.parametrize(
    ("permissions", "unit", "days"),
    [(["approve"], TOWN, 1), (["users"], TOWN, 1), ([], TOWN, 1), (["look"], OTHER, 1), (["look"], TOWN, 0), (["look"], TOWN, 9999), (["fly"], TOWN, 1)],
)
def test_a_token_beyond_the_account_is_refused(made: Made, permissions: list[str], unit: Place, days: int) -> None:
    with pytest.raises(AccountError, match="令牌"):
        token_of(made, permissions, unit, days)


def test_a_token_ends(made: Made) -> None:
    accounts = made.accounts
    revoked, expired = token_of(made, ["look"], days=1), token_of(made, ["look", "ask"], days=1)
    (mine,) = [t for t in accounts.tokens("李雷") if t.permissions == {"look"}]
    accounts.revoke(mine.id)
    assert accounts.token(revoked) is None and accounts.token(expired) is not None
    made.clock.now += 86400
    assert accounts.token(expired) is None
    acts = (lambda: accounts.change("李雷", role="分析"), lambda: accounts.disable("李雷"))
    for act in acts:
        text = token_of(made, ["look"])
        act()
        assert accounts.token(text) is None
    accounts.enable("李雷")
    assert accounts.token(text) is None
    text = token_of(made, ["look"])
    accounts.reset("李雷")
    assert accounts.token(text) is None
    assert all(t.state(made.clock.now) != "valid" for t in accounts.tokens())


def test_an_own_new_password_keeps_tokens_but_one_to_be_changed_makes_none(made: Made) -> None:
    text = token_of(made, ["look"])
    made.accounts.set_password("李雷", GOOD, "又一个好密码-5678")
    assert made.accounts.token(text) is not None
    with pytest.raises(AccountError, match="初始密码"):
        made.accounts.make_token(made.accounts.login("admin", made.password, HERE), "x", ["look"])


@pytest.mark.parametrize(("key", "value"), [("nothing", 1), ("second_person", 1), ("session_hours", True), ("session_hours", 0), ("lock_minutes", 99999)])
def test_a_setting_out_of_bounds(made: Made, key: str, value: int) -> None:
    with pytest.raises(AccountError):
        made.accounts.set_setting(key, value)
    assert "setting_changed" not in [e.action for e in made.accounts.log().entries]


def test_settings_are_kept(made: Made) -> None:
    assert made.accounts.setting("second_person") is False
    made.accounts.set_setting("second_person", True, by="admin", address=HERE)
    assert made.accounts.setting("second_person") is True and made.accounts.settings()["session_hours"] == 12
    assert made.accounts.log().entries[0].details == {"key": "second_person", "value": True, "before": False}
