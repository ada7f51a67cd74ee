"""What an administrator can set, with its bounds. A value that was never set is the default."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from api.accounts.errors import AccountError


@dataclass(frozen=True)
class Setting:
    """One setting: its words, its default (whose type it has) and, for a number, its bounds."""

    title: str
    help: str
    default: bool | int
    least: int = 0
    most: int = 0


SETTINGS: dict[str, Setting] = {
    "second_person": Setting("启用版次要另一人", "装载台账的人不能自己启用这一版，要由另一个有权限的人启用", False),
    "session_idle_minutes": Setting("无操作多久退出（分钟）", "超过这个时间没有操作，要重新登录", 30, 5, 480),
    "session_hours": Setting("登录最长多久（小时）", "从登录起算，到时要重新登录", 12, 1, 12),
    "lock_failures": Setting("同一用户名失败几次后锁定", "达到次数后，这个用户名在锁定时间内不能登录", 5, 3, 20),
    "lock_address_failures": Setting("同一地址失败几次后锁定", "达到次数后，这个地址在锁定时间内不能登录；多人经同一代理上网时应大一些", 20, 3, 1000),
    "lock_minutes": Setting("锁定多久（分钟）", "从最后一次失败起算", 15, 1, 1440),
    "password_length": Setting("密码至少几个字符", "只对新设的密码有效", 10, 8, 64),
    "token_days": Setting("令牌最长有效（天）", "程序用的令牌到期后要重新建立", 366, 1, 3660),
}


def read(con: sqlite3.Connection, key: str) -> bool | int:
    """The value of a setting. Raises KeyError for one that does not exist."""
    known = SETTINGS[key]
    row = con.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return known.default if row is None else type(known.default)(json.loads(row["value"]))


def write(con: sqlite3.Connection, key: str, value: bool | int) -> None:
    """Keep a value. Raises AccountError where it is out of bounds or of another type."""
    known = SETTINGS.get(key)
    if known is None:
        raise AccountError(f"没有“{key[:50]}”这个设置。可用：{'、'.join(SETTINGS)}。")
    if isinstance(known.default, bool):
        if not isinstance(value, bool):
            raise AccountError(f"“{known.title}”只能是“是”或“否”。")
    elif isinstance(value, bool) or not isinstance(value, int) or not known.least <= value <= known.most:
        raise AccountError(f"“{known.title}”要写 {known.least} 到 {known.most} 的整数。")
    con.execute("INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, json.dumps(value)))
