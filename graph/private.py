"""Who may read a register: its owner alone. Checked whenever one is opened; what is too open is tightened and said, or refused.

On Windows nothing is changed: there a folder has the permissions of the folder it stands in, and a user's own folder is closed to others.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from graph.errors import EditionError

_OTHERS = 0o077
_PARTS = ("secret.key", "decisions.json", "log.jsonl", "queries.jsonl", "files", "editions/*/identity")
"""What holds ids, phones, names or the key. A closed folder closes what is in it, so its files are not asked one by one."""


def protect(folder: Path) -> list[str]:
    """Close a register to everybody but its owner. Returns a sentence saying what was changed, none where nothing was.

    Raises EditionError where something is open to others and cannot be closed: another owner, a read-only disk, a disk without permissions.
    """
    if sys.platform == "win32":
        return []
    changed = [path for path in (folder, *(p for part in _PARTS for p in sorted(folder.glob(part)))) if _tighten(path, folder)]
    if not changed:
        return []
    names = "、".join("登记库文件夹" if p == folder else p.relative_to(folder).as_posix() for p in changed)
    return [f"{folder} 原来允许本机的其他用户读取，已改为只有本人可读：{names}。"]


def _tighten(path: Path, folder: Path) -> bool:
    """Whether the permissions of a path were changed. Entries of an access control list end with the group's bits (its mask)."""
    mode = path.stat().st_mode
    if not mode & _OTHERS:
        return False
    closed = mode & 0o7777 & ~_OTHERS
    try:
        path.chmod(closed)
        refused = None
    except OSError as error:
        refused = error
    if refused is None and not path.stat().st_mode & _OTHERS:
        return True
    what = f"{path} 允许本机的其他用户读取，里面有身份证号、电话或密钥"
    if path.stat().st_uid != os.geteuid():
        raise EditionError(f"{what}，而它属于用户 {_owner(path)}，本程序不能收紧。请让该用户或管理员执行：chmod -R go-rwx '{folder}'。") from refused
    raise EditionError(f"{what}，而所在的磁盘只读或不能保存权限(如 U 盘)。请把登记库放到本机磁盘，或请管理员以 umask=077 挂载。") from refused


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:  # an account that is gone
        return str(path.stat().st_uid)
