"""What can go wrong with accounts, each a sentence for the person at the desk."""

from __future__ import annotations

from graph.errors import DaohuError


class AccountError(DaohuError):
    """Something about an account cannot be done, or the file of accounts cannot be used."""


class LoginError(AccountError):
    """A login is refused. The sentence is the same for an unknown name, a wrong password and a disabled account."""


class LockedError(LoginError):
    """Too many failures: no password is tried for a while."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"登录失败次数过多，请 {minutes} 分钟后再试。忘记密码请找管理员重设。")
        self.minutes = minutes
