"""The one thing that goes wrong here: this file cannot be read as a table."""

from __future__ import annotations

from graph.errors import DaohuError

__all__ = ["NEXT_REMOVE_PASSWORD", "NEXT_SAVE_AS_XLSX", "UnreadableFile"]

NEXT_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再交"
NEXT_REMOVE_PASSWORD = "请在 Excel 或 WPS 里去掉打开密码，另存一份后再交"


class UnreadableFile(DaohuError):  # noqa: N818 - the name is a contract with the callers
    """One file is not a table that can be read. Callers list it as a problem of that file and go on with the others.

    `what` says what is wrong, `file` is the path below LEDGERS, `next_step` what the person can do about it.
    """

    def __init__(self, file: str, what: str, next_step: str = NEXT_SAVE_AS_XLSX) -> None:
        super().__init__(f"读不了“{file}”：{what}。{next_step}。")
        self.file = file
        self.what = what
        self.next_step = next_step
