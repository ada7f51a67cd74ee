"""The log is only added to, and says so when somebody did otherwise; threads, servers and the command line write it at once."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from api.accounts import AccountError, Accounts, LogFilter, LoginError
from tests.accounts.conftest import GOOD, HERE, Made

WRITER = """
import sys
from pathlib import Path
from api.accounts import Accounts
accounts = Accounts(Path(sys.argv[1]))
print(accounts.first_admin() or "")
for number in range(40):
    accounts.note("process" + sys.argv[2], "looked", person=number)
"""


def test_what_happens_stands_in_the_log(made: Made) -> None:
    account = made.accounts.login("admin", made.password, HERE)
    session = made.accounts.open_session(account, HERE, "")
    made.accounts.close_session(session.id, HERE)
    for name in ("admin", "myp4ssword!"):
        with pytest.raises(LoginError):
            made.accounts.login(name, "wrong", HERE)
    made.accounts.add("李雷", "查看", password=GOOD, by="admin", address=HERE)
    made.accounts.note("李雷", "looked", HERE, household="h1", long="长" * 900, odd="\ud800", empty="")
    entries = made.accounts.log().entries
    assert [e.action for e in entries] == ["looked", "user_added", "login_failed", "login_failed", "logout", "login", "user_added"]
    assert entries[0].details["household"] == "h1" and len(str(entries[0].details["long"])) == 501 and "empty" not in entries[0].details
    assert entries[2].who == "未知用户名" and "p4ss" not in str(entries[2].details)
    assert entries[3].who == "admin" and entries[3].address == HERE and entries[3].shown == "登录失败"
    assert GOOD not in "".join(made.accounts.export_log())


def test_a_refused_change_leaves_no_line(made: Made) -> None:
    before = made.accounts.log().total
    with pytest.raises(AccountError):
        made.accounts.disable("admin")
    with pytest.raises(AccountError):
        made.accounts.add("admin", "查看")
    assert made.accounts.log().total == before


def test_filters_and_pages(made: Made) -> None:
    for number in range(25):
        made.accounts.note("甲" if number % 2 else "乙", "looked", HERE, household=f"h{number:02}")
        made.clock.now += 86400
    day = made.accounts.log(LogFilter(text="h04")).entries[0].at[:10]
    assert made.accounts.log(LogFilter(who="甲")).total == 12
    assert [e.details["household"] for e in made.accounts.log(LogFilter(who="甲"), 2, 5).entries] == ["h13", "h11", "h09", "h07", "h05"]
    assert [e.details["household"] for e in made.accounts.log(LogFilter(since=day, until=day)).entries] == ["h04"]
    assert made.accounts.log(LogFilter(who="甲' OR 1=1 --")).total == 0
    lines = [json.loads(line) for line in made.accounts.export_log(LogFilter(action="looked"))]
    assert [line["details"]["household"] for line in lines] == [f"h{n:02}" for n in range(25)]


def test_the_file_refuses_changes_of_the_log(made: Made) -> None:
    with closing(sqlite3.connect(made.accounts.path)) as con:
        row = con.execute("SELECT * FROM log WHERE id = 1").fetchone()
        for statement, values in (
            ("UPDATE log SET who = 'x'", ()),
            ("DELETE FROM log", ()),
            ("INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?, ?, ?)", (row[0], row[1], "x", *row[3:])),
            ("INSERT INTO log VALUES (99, '', '', '', '', '{}', '')", ()),
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                con.execute(statement, values)
    assert made.accounts.log_intact().whole


@pytest.mark.parametrize("how", ["UPDATE log SET who = 'x' WHERE id = 3", "DELETE FROM log WHERE id = 3", "DELETE FROM log WHERE id >= 5", "DELETE FROM log"])
@pytest.mark.parametrize("asked_before", [True, False])
def test_whoever_takes_the_triggers_away_is_seen(made: Made, how: str, asked_before: bool) -> None:
    for number in range(6):
        made.accounts.note("甲", "looked", HERE, household=number)
    if asked_before:
        assert made.accounts.log_intact(anew=False).whole
    with closing(sqlite3.connect(made.accounts.path, isolation_level=None)) as con:
        for trigger in ("log_kept", "log_unchanged"):
            con.execute(f"DROP TRIGGER {trigger}")
        con.execute(how)
    found = made.accounts.log_intact()
    assert not found.whole and "对不上" in found.said
    assert found.broken == {"3": 3, "5": 5, "g": 1}[how[-1]]


def test_threads_and_processes_write_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "office.sqlite"
    processes = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n)], stdout=subprocess.PIPE, text=True) for n in range(2)]
    accounts = Accounts(path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: accounts.note("thread", "looked", person=n), range(80)))
    passwords = [p.communicate(timeout=60)[0].strip() for p in processes]
    assert [p.returncode for p in processes] == [0, 0] and sum(map(bool, passwords)) == 1
    assert accounts.log_intact() == accounts.log_intact(anew=False)
    assert accounts.log_intact().whole and accounts.log(LogFilter(action="looked")).total == 160
    accounts.close()


def test_a_file_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database at all " * 100)
    with pytest.raises(AccountError, match="损坏"):
        Accounts(broken)
    newer = tmp_path / "newer.sqlite"
    with closing(sqlite3.connect(newer)) as con:
        con.execute("PRAGMA user_version = 99")
    with pytest.raises(AccountError, match="升级"):
        Accounts(newer)
    (tmp_path / "file").write_text("")
    with pytest.raises(AccountError, match="打不开"):
        Accounts(tmp_path / "file" / "office.sqlite")
