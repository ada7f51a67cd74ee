"""Logging in: the same answer for whatever is wrong, lock-out, sessions that end when they must."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from api.accounts import AccountError, LockedError, LoginError, Place, passwords
from tests.accounts.conftest import GOOD, HERE, Made


def said(made: Made, name: str, password: str, address: str = HERE) -> str:
    """The sentence that refuses a login."""
    with pytest.raises(LoginError) as told:
        made.accounts.login(name, password, address)
    return str(told.value)


def test_first_administrator_is_made_once(made: Made) -> None:
    assert made.accounts.first_admin() is None
    account = made.accounts.login("admin", made.password, HERE)
    assert account.role == "admin" and account.must_change and account.whole and account.may("users")


def test_unknown_wrong_and_disabled_are_told_alike(made: Made) -> None:
    made.accounts.add("王芳", "查看", password=GOOD)
    made.accounts.disable("王芳")
    assert len({said(made, "admin", "wrong"), said(made, "nobody", "wrong"), said(made, "王芳", GOOD), said(made, "", "")}) == 1


def test_a_hash_is_made_anew_with_todays_parameters(made: Made) -> None:
    def kept() -> str:
        with closing(sqlite3.connect(made.accounts.path)) as con:
            return str(con.execute("SELECT password FROM user").fetchone()[0])

    assert kept().split("$")[:4] == passwords.NOBODY.split("$")[:4]
    session = made.accounts.open_session(made.accounts.login("admin", made.password, HERE), HERE, "")
    assert "m=64," in kept() and made.accounts.login("admin", made.password, HERE)
    assert made.accounts.session(session.id) is not None


def test_unknown_takes_as_long_as_wrong(made: Made) -> None:

    def least(name: str) -> float:
        seen = []
        for number in range(3):
            began = time.perf_counter()
            said(made, name, "wrong", f"10.1.{number}.{len(name)}")
            seen.append(time.perf_counter() - began)
        return min(seen)

    assert least("nobody") > 0.4 * least("admin")


def test_a_name_is_locked_and_let_in_again(made: Made) -> None:
    for number in range(5):
        said(made, "admin", "wrong", f"10.0.1.{number}")
    with pytest.raises(LockedError) as told:
        made.accounts.login("admin", made.password, "10.0.2.1")
    assert told.value.minutes == 15 and "15 分钟" in str(told.value)
    assert made.accounts.locked() == {"admin"}
    made.clock.now += 15 * 60 + 1
    assert made.accounts.login("admin", made.password, HERE).name == "admin"


def test_an_address_is_locked_whatever_names_it_tries(made: Made) -> None:
    made.accounts.set_setting("lock_address_failures", 4)
    for number in range(4):
        said(made, f"someone{number}", "wrong")
    with pytest.raises(LockedError):
        made.accounts.login("admin", made.password, HERE)
    assert made.accounts.login("admin", made.password, "10.0.0.8").name == "admin"


def test_an_own_account_does_not_reset_the_count_of_an_address(made: Made) -> None:
    made.accounts.set_setting("lock_address_failures", 3)
    for number in range(3):
        said(made, f"someone{number}", "wrong")
        if number < 2:
            made.accounts.login("admin", made.password, HERE)
    with pytest.raises(LockedError):
        made.accounts.login("admin", made.password, HERE)


def test_many_guesses_at_once_win_no_more_tries(made: Made) -> None:
    def guess(number: int) -> str:
        try:
            made.accounts.login("admin", f"guess {number}", f"10.3.0.{number}")
        except LockedError:
            return "locked"
        except LoginError:
            return "tried"
        return "in"

    with ThreadPoolExecutor(12) as pool:
        came = list(pool.map(guess, range(24)))
    assert came.count("tried") == 5 and came.count("locked") == 19


def test_many_right_logins_at_once_lock_nobody(made: Made) -> None:
    made.accounts.set_settings({"lock_failures": 3, "lock_address_failures": 3})
    with ThreadPoolExecutor(12) as pool:
        came = list(pool.map(lambda _: made.accounts.login("admin", made.password, HERE).name, range(24)))
    assert came == ["admin"] * 24 and not made.accounts.locked()


def test_sessions_are_new_and_end_when_idle_and_at_their_hour(made: Made) -> None:
    account = made.accounts.login("admin", made.password, HERE)
    one, two = (made.accounts.open_session(account, HERE, "browser") for _ in range(2))
    assert one.id != two.id and one.csrf == made.accounts.csrf(one.id) != two.csrf and one.csrf not in one.id
    for _ in range(30):
        made.clock.now += 20 * 60
        assert made.accounts.session(one.id) is not None
    assert made.accounts.session(two.id) is None
    made.clock.now += 31 * 60
    assert made.accounts.session(one.id) is None
    three = made.accounts.open_session(made.accounts.login("admin", made.password, HERE), HERE, "browser")
    for _ in range(12 * 4):
        made.accounts.session(three.id)
        made.clock.now += 15 * 60
    assert made.accounts.session(three.id) is None


def test_a_clock_that_was_set_back_keeps_no_session_for_years(made: Made) -> None:
    session = made.accounts.open_session(made.accounts.login("admin", made.password, HERE), HERE, "")
    made.clock.now -= 10 * 365 * 86400
    assert made.accounts.session(session.id) is None


@pytest.mark.parametrize("what", ["password", "reset", "role", "unit", "disable", "close_all"])
def test_sessions_die_with_the_rights_they_began_with(made: Made, what: str) -> None:
    accounts = made.accounts
    accounts.add("李雷", "审核", password=GOOD)
    before = accounts.login("李雷", GOOD, HERE)
    session = accounts.open_session(before, HERE, "")
    assert accounts.session(session.id) == before
    act: dict[str, Callable[[], object]] = {
        "password": lambda: accounts.set_password("李雷", GOOD, "另一个好密码-1234"),
        "reset": lambda: accounts.reset("李雷"),
        "role": lambda: accounts.change("李雷", role="查看"),
        "unit": lambda: accounts.change("李雷", unit=Place("u1", "420583105", "青山县/青山镇")),
        "disable": lambda: accounts.disable("李雷"),
        "close_all": lambda: accounts.close_all("李雷"),
    }
    act[what]()
    assert accounts.session(session.id) is None
    with pytest.raises(LoginError):  # a login that was under way in that moment
        accounts.open_session(before, HERE, "")


def test_only_hashes_are_kept(made: Made) -> None:
    account = made.accounts.login("admin", made.password, HERE)
    session = made.accounts.open_session(account, HERE, "")
    account = made.accounts.set_password("admin", made.password, GOOD)
    session = made.accounts.open_session(account, HERE, "")
    text, _ = made.accounts.make_token(account, "报表", ["look"])
    made.accounts.note("admin", "looked", HERE)
    folder = made.accounts.path.parent
    kept = b"".join(p.read_bytes() for p in folder.iterdir())
    assert b"argon2id" in kept
    for secret in (session.id, session.csrf, text, GOOD, made.password):
        assert secret.encode() not in kept
    assert all(p.stat().st_mode & 0o077 == 0 for p in (folder, *folder.iterdir()))


@pytest.mark.parametrize("bad", ["short", "aaaaaaaaaaaaaaaa", "admin-admin", "x" * 201])
def test_a_poor_password_is_refused(made: Made, bad: str) -> None:
    with pytest.raises(AccountError, match="密码"):
        made.accounts.set_password("admin", made.password, bad)
    assert made.accounts.user("admin").must_change


def test_the_own_password_needs_the_old_one_and_locks_too(made: Made) -> None:
    for _ in range(5):
        with pytest.raises(LoginError):
            made.accounts.set_password("admin", "wrong", GOOD, address=HERE)
    with pytest.raises(LockedError):
        made.accounts.set_password("admin", made.password, GOOD, address=HERE)
    with pytest.raises(LockedError):
        made.accounts.login("admin", made.password, HERE)
    made.accounts.reset("admin", GOOD)
    assert made.accounts.login("ADMIN ", GOOD, HERE).name == "admin"
