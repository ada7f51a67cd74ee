"""An uploaded daohu.toml: it may say what any may, but lead to no file of this machine."""

from __future__ import annotations

import re
from pathlib import Path

from api.uploads.errors import RefusedFileError
from graph.errors import DaohuError
from graph.scheme import SCHEMES
from loaders.settings import read_settings_file

__all__ = ["check_settings"]

_LONGEST = 256 * 1024
_NESTED = re.compile(rb"[\[{]{9}")


def check_settings(path: Path) -> None:
    """RefusedFileError where it cannot be read, or names a scheme that is not of the program."""
    data = path.read_bytes()
    if len(data) > _LONGEST or _NESTED.search(re.sub(rb"\s", b"", data)):
        raise RefusedFileError("不是 daohu.toml 的写法：太长，或括号套得太深。请对照说明修改后再上传")
    known = sorted(p.stem for p in SCHEMES.glob("*.toml"))
    try:
        settings = read_settings_file(path)
    except DaohuError as error:
        raise RefusedFileError(str(error).replace(str(path), "daohu.toml").rstrip("。")) from error
    except (RecursionError, ValueError, TypeError) as error:
        raise RefusedFileError("不是 daohu.toml 的写法。请对照说明修改后再上传") from error
    if settings.scheme and settings.scheme not in known:
        raise RefusedFileError(f"其中的方案“{settings.scheme[:40]}”不是程序自带的方案。请写 {'、'.join(known)} 之一；自己写的方案请由管理员在服务器上使用")
