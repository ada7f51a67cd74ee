"""daohu.toml among the ledgers: county, scheme, as-of date, code tables, lists, what sheets do not say of themselves."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import SchemeError

NAME = "daohu.toml"


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
    exact: bool = False
    """Whether `sheets` name files in full, as those of a register do: two loads may bring files of one name."""

    @property
    def day(self) -> dt.date:
        """The day the ledgers are told as of: what daohu.toml says, else today."""
        return self.as_of or dt.date.today()

    def sheet(self, file: str, sheet: str) -> Mapping[str, str]:
        """What is said of one sheet: mechanism or ledger. An entry without `sheet` is for the whole file."""
        name = file.rsplit("/", 1)[-1]
        for entry in self.sheets:
            if entry.get("file") in ((file,) if self.exact else (file, name)) and entry.get("sheet", sheet) == sheet:
                return entry
        return {}

    def followed_by(self, later: Settings, names: Sequence[tuple[str, str]]) -> Settings:
        """What both say, the later where they say something of the same. `names`: the files that the later ones may mean, as they
        arrived and in full: its sheets are those of these files alone."""
        sheets = [{**e, "file": full} for e in later.sheets for own, full in names if e.get("file") in (own, own.rsplit("/", 1)[-1])]
        again = {(str(e.get("ledger")), str(u)) for e in later.delivered for u in _units(e)}
        earlier = [{**e, "units": [u for u in _units(e) if (str(e.get("ledger")), str(u)) not in again]} for e in self.delivered]
        return Settings(
            scheme=later.scheme or self.scheme,
            county=later.county or self.county,
            county_name=later.county_name or self.county_name,
            as_of=later.as_of or self.as_of,
            codes={t: {**self.codes.get(t, {}), **later.codes.get(t, {})} for t in {**self.codes, **later.codes}},
            lists={**self.lists, **later.lists},
            sheets=[*sheets, *self.sheets],
            kinds={**self.kinds, **later.kinds},
            posts={**self.posts, **later.posts},
            columns={**self.columns, **later.columns},
            delivered=[*(e for e in earlier if e["units"]), *later.delivered],
            exact=True,
        )


def _units(entry: Mapping[str, object]) -> list[object]:
    said = entry.get("units", [])
    return said if isinstance(said, list) else [said]


def read_settings(paths: Sequence[Path]) -> Settings:
    """The daohu.toml of the ledgers' folders, none or one. Raises SchemeError with file, key and the nearest valid word."""
    found = [p / NAME for p in paths if p.is_dir() and (p / NAME).exists()]
    found += [p for p in paths if p.name == NAME]
    if len(found) > 1:
        raise SchemeError("有几个 daohu.toml：" + "、".join(str(p) for p in found) + "。请只保留一个，或一次只审计一个文件夹。")
    if not found:
        return Settings()
    return read_settings_file(found[0])


def read_settings_file(path: Path) -> Settings:
    """One daohu.toml. Raises SchemeError as `read_settings` does."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{path} 写法有误：{error}。请对照说明修改后重试。") from None
    except UnicodeDecodeError:
        raise SchemeError(f"{path} 不是 UTF-8 编码。请用记事本“另存为”，编码选 UTF-8。") from None
    _require(path, said, _SHAPES, "")
    aliases = said.pop("aliases", {})
    if isinstance(said.get("as_of"), dt.datetime):
        said["as_of"] = said["as_of"].date()
    codes = {str(t): {str(k): str(v) for k, v in table.items()} for t, table in said.pop("codes", {}).items()}
    return Settings(**said, codes=codes, kinds=aliases.get("kinds", {}), posts=aliases.get("posts", {}))


@dataclass(frozen=True)
class _Shape:
    """How an entry is written: its type; of a table the entries it may have, or what all of them are; of a list its parts."""

    type: type
    says: str
    known: Mapping[str, _Shape] | None = None
    each: _Shape | None = None


_TEXT = _Shape(str, "带引号的文字")
_YES = _Shape(bool, "true 或 false")
_TEXTS = _Shape(list, '文字的列表，如 ["村规民约", "红白理事会"]', each=_TEXT)
_CODE = _Shape(object, "文字或数字")
_WORDS = _Shape(dict, '表，如 "妇联" = "妇女联合会"', each=_TEXT)
_SHEET = _Shape(dict, "表：file、sheet、mechanism、ledger", {"file": _TEXT, "sheet": _TEXT, "mechanism": _TEXT, "ledger": _TEXT})
_DELIVERED = _Shape(dict, "表：ledger、units、zero", {"ledger": _TEXT, "units": _TEXTS, "zero": _YES})
_SHAPES: Mapping[str, _Shape] = {
    "scheme": _TEXT,
    "county": _TEXT,
    "county_name": _TEXT,
    "as_of": _Shape(dt.date, "日期，如 2024-06-30（不带引号）"),
    "codes": _Shape(dict, '表，如 [codes."政治面貌"]', each=_Shape(dict, '表，如 1 = "中共党员"', each=_CODE)),
    "lists": _Shape(dict, "表，每个名单是文字的列表", each=_TEXTS),
    "sheets": _Shape(list, "数组表，写作 [[sheets]]", each=_SHEET),
    "aliases": _Shape(dict, "表：kinds、posts", {"kinds": _WORDS, "posts": _WORDS}),
    "columns": _Shape(dict, '表，如 "门户" = "户号"', each=_TEXT),
    "delivered": _Shape(list, "数组表，写作 [[delivered]]", each=_DELIVERED),
}


def _require(path: Path, said: Mapping[str, object], known: Mapping[str, _Shape], where: str) -> None:
    for key, value in said.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"是否要写“{near[0]}”？" if near else "可用：" + "、".join(known)
            raise SchemeError(f"{path} {where}中不认识“{key}”。{hint}")
        _require_shape(path, value, known[key], where + key)


def _require_shape(path: Path, value: object, shape: _Shape, where: str) -> None:
    if not isinstance(value, shape.type):
        raise SchemeError(f"{path} 中“{where}”的写法不对：应为{shape.says}。请修改后重试。")
    if isinstance(value, dict) and shape.known:
        _require(path, value, shape.known, f"{where}.")
    if shape.each:
        entries = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
        for key, one in entries:
            _require_shape(path, one, shape.each, f"{where}.{key}")
