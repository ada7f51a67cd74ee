"""daohu.toml among the ledgers: county, scheme, as-of date, code tables, lists, what sheets do not say of themselves."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import SchemeError

_KEYS = {
    "scheme": str, "county": str, "county_name": str, "as_of": dt.date,
    "codes": dict, "lists": dict, "sheets": list, "aliases": dict, "columns": dict, "delivered": list,
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """Everything a daohu.toml may say; each part is empty where it says nothing."""

    scheme: str = ""
    county: str = ""
    county_name: str = ""
    as_of: dt.date | None = None
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field title (政治面貌) → code → name."""
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sheets: Sequence[Mapping[str, str]] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    delivered: Sequence[Mapping[str, object]] = ()

    def sheet(self, file: str, sheet: str) -> Mapping[str, str]:
        """What is said of one sheet: mechanism or ledger. An entry without `sheet` is for the whole file."""
        name = file.rsplit("/", 1)[-1]
        for entry in self.sheets:
            if entry.get("file") in (file, name) and entry.get("sheet", sheet) == sheet:
                return entry
        return {}


def read_settings(paths: Sequence[Path]) -> Settings:
    """The daohu.toml of the ledgers' folders, none or one. Raises SchemeError with file, key and the nearest valid word."""
    found = [p / "daohu.toml" for p in paths if p.is_dir() and (p / "daohu.toml").exists()]
    found += [p for p in paths if p.name == "daohu.toml"]
    if len(found) > 1:
        raise SchemeError("有几个 daohu.toml:" + "、".join(str(p) for p in found) + "。请只保留一个,或一次只审计一个文件夹。")
    if not found:
        return Settings()
    path = found[0]
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{path} 写法有误:{error}。请对照说明修改后重试。") from None
    except UnicodeDecodeError:
        raise SchemeError(f"{path} 不是 UTF-8 编码。请用记事本“另存为”,编码选 UTF-8。") from None
    for key, value in said.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            raise SchemeError(f"{path} 中不认识“{key}”。" + (f"是否要写“{near[0]}”?" if near else "可用:" + "、".join(_KEYS)))
        if not isinstance(value, _KEYS[key]):
            raise SchemeError(f"{path} 中“{key}”的写法不对:应为{_NAMES[_KEYS[key]]}。")
    aliases = said.pop("aliases", {})
    if isinstance(said.get("as_of"), dt.datetime):
        said["as_of"] = said["as_of"].date()
    codes = {str(t): {str(k): str(v) for k, v in table.items()} for t, table in said.pop("codes", {}).items()}
    return Settings(**said, codes=codes, kinds=aliases.get("kinds", {}), posts=aliases.get("posts", {}))


_NAMES = {str: "带引号的文字", dt.date: "日期,如 2024-06-30(不带引号)", dict: '表,如 [codes."政治面貌"]', list: "数组表,如 [[sheets]]"}
