"""The reading of a scheme's TOML: every key and word that can be known is checked, and a wrong one told with its line.

::

    方案.toml 第 12 行：C6.load 中不认识“hight”。是否要写“high”？
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.errors import SchemeError
from graph.scheme import KINDS, Check, Scheme

UNIT_KINDS: Mapping[int, tuple[str, ...]] = {
    1: ("县",),
    2: ("镇", "乡", "街道", "镇街"),
    3: ("村", "社区"),
    4: ("村民小组", "小区", "片区"),
    5: ("湾落", "楼栋", "巷道"),
}
"""The words for units by level; 村 means a 类似村委会 too, 社区 a 类似居委会."""
COOPERATIVES = ("专业合作社", "股份经济合作社")
GRID_POSTS = ("网格长", "专职网格员", "兼职网格员", "网格指导员")
POLITICAL = (
    *("中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "致公党党员"),
    *("九三学社社员", "台盟盟员", "无党派人士", "群众"),
)
"""GB/T 4762, short."""
MEASURES = ("总户数", "联户户数", "网格户数")
SHAPES: Mapping[str, str] = {
    "words": "文字的列表，如 [\"联户长\"]",
    "cooperatives": "合作社种类的列表",
    "checks": "本方案中 reach 检查的列表",
    "level": "1 到 5 的整数",
    "number": "0 或正整数",
    "units": "单元种类的列表",
    "slots": "{ name = \"…\", kinds = [\"…\"] } 的列表",
    "list": "[lists] 中的一个名称",
    "social": "{ \"村\" = 10, \"社区\" = 20 }",
    "posts": "岗位的列表",
    "political": "政治面貌的列表",
    "measure": "、".join(MEASURES),
}  # fmt: skip
"""The shapes of options: how each is written."""
_VOCABULARY: Mapping[str, tuple[str, ...]] = {"cooperatives": COOPERATIVES, "political": POLITICAL, "measure": MEASURES}


class Reader:
    """One file as parsed, with its lines, to say where something stands."""

    def __init__(self, path: Path, lines: Sequence[str], said: Mapping[str, object]) -> None:
        self.path, self.lines, self.said = path, lines, said
        self._from = 0
        """The line from which a word is looked for: that of the entry or the key being read."""

    def scheme(self) -> Scheme:
        self._only(self.said, ("title", "checks", "lists", "aliases"), "方案")
        aliases = self._table(self.said, "aliases")
        self._only(aliases, ("kinds", "posts"), "[aliases]")
        self.kinds, self.posts = (self._aliases(aliases, name) for name in ("kinds", "posts"))
        self._from = self._line(_section("lists"))
        self.lists = {name: tuple(self._words(name, words)) for name, words in self._table(self.said, "lists").items()}
        entries = self.said.get("checks")
        if not isinstance(entries, list) or not entries or not all(isinstance(e, dict) for e in entries):
            self._from = 0
            raise self._error("checks", "方案至少要有一个 [[checks]]")
        heads = [n for n, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*checks\s*\]\]", line)]
        self.ids = [str(e.get("id", "")) for e in entries]
        checks = []
        for number, entry in enumerate(entries):
            self._from = heads[number] if number < len(heads) else 0
            checks.append(self._check(entry))
        self._no_circles(checks)
        return Scheme(self.path.stem, self._text(self.said, "title", self.path.stem), tuple(checks), self.lists, self.kinds, self.posts)

    # ---- one check ----------------------------------------------------------------------------------------------

    def _check(self, said: Mapping[str, object]) -> Check:
        id = str(said.get("id", ""))
        system, _, rest = id.partition(".")
        name, *more = rest.split(".")
        if not re.fullmatch(r"[A-H][1-9]\d?", system) or len(more) > 1 or not all(more):
            raise self._error(id or "checks", f"检查的 id “{id}” 要写作 体系.种类 或 体系.种类.名称，体系如 C6、种类如 reach")
        if name not in KINDS:
            raise self._error(id, f"检查 {id} 的种类“{name}”不认识", name, KINDS)
        if self.ids.count(id) > 1:
            raise self._error(id, f"检查 {id} 写了 {self.ids.count(id)} 次；同一种类有几个时加名称，如 {system}.{name}.名称")
        kind = KINDS[name]
        self._only(said, ("id", "title", "ledger", *kind.options), f"{id} 中")
        for key in ("title", *kind.required, *(("ledger",) if name == "reach" and "any_of" not in said else ())):
            if key not in said:
                raise self._error(id, f"{id} 缺少“{key}”")
        if kind.one_of and sum(k in said for k in kind.one_of) != 1:
            raise self._error(id, f"{id} 要写 {'、'.join(kind.one_of)} 之一，且只写一个")
        head, options = self._from, {}
        for key in kind.options:
            if key in said:
                self._from = self._line(_key(key), head)
                options[key] = self._option(id, key, kind.options[key], said[key])
        self._from = head
        self._together(id, options)
        return Check(id, system, name, self._text(said, "title", ""), self._text(said, "ledger", ""), kind.counts, options)

    def _option(self, id: str, key: str, shape: str, value: object) -> object:
        if shape in ("level", "number"):
            if not isinstance(value, int) or isinstance(value, bool) or not (1 <= value <= 5 if shape == "level" else value >= 0):
                raise self._error(key, f"{id} 的“{key}”要写{SHAPES[shape]}，不能是 {value}")
            return value
        if shape == "slots":
            return self._slots(id, key, value)
        if shape == "social":
            return self._social(id, key, value)
        words = self._words(key, [value] if shape in ("list", "measure") and isinstance(value, str) else value)
        if shape == "list" and words[0] not in self.lists:
            raise self._error(words[0], f"{id} 的清单“{words[0]}”没有写在 [lists] 里", words[0], self.lists)
        if shape == "posts":
            self._known(id, key, words, (*GRID_POSTS, *self.posts.values()), self.posts)
        elif shape == "units":
            self._known(id, key, words, [w for level in UNIT_KINDS.values() for w in level], {})
        elif shape == "checks":
            reaches = [i for i in self.ids if i.split(".")[1:2] == ["reach"] and i != id]
            self._known(id, key, words, reaches, {})
        elif shape in _VOCABULARY:
            self._known(id, key, words, _VOCABULARY[shape], {})
        return words[0] if shape in ("list", "measure") else words

    def _slots(self, id: str, key: str, value: object) -> list[dict[str, object]]:
        if not isinstance(value, list) or not value or not all(isinstance(s, dict) for s in value):
            raise self._error(key, f"{id} 的“{key}”要写{SHAPES['slots']}")
        slots: list[dict[str, object]] = []
        for slot in value:
            self._only(slot, ("name", "kinds"), f"{id} 的 slots 中")
            name = self._text(slot, "name", "")
            if not name or name in [s["name"] for s in slots]:
                raise self._error(name or key, f"{id} 的每个 slot 要有自己的 name" + (f"，“{name}”写了两次" if name else ""))
            kinds = self._words("kinds", slot.get("kinds"))
            self._known(id, "kinds", [k for k in kinds if k in self.kinds], (), self.kinds)
            slots.append({"name": name, "kinds": kinds})
        return slots

    def _social(self, id: str, key: str, value: object) -> dict[str, int]:
        if not isinstance(value, dict) or not value or not all(isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in value.values()):
            raise self._error(key, f"{id} 的“{key}”要写{SHAPES['social']}，每种单元一个正整数")
        self._known(id, key, list(value), UNIT_KINDS[3], {})
        return value

    def _together(self, id: str, options: Mapping[str, object]) -> None:
        """Options that contradict each other."""
        low, high, level, words = (options.get(k) for k in ("low", "high", "level", "units"))
        if isinstance(low, int) and isinstance(high, int) and low > high:
            raise self._error("low", f"{id} 的 low（{low}）大于 high（{high}）")
        if "social" in options and level != 3:
            raise self._error("level", f"{id} 的 social 按村（社区）计数，level 要写 3")
        for word in words if isinstance(words, list) and isinstance(level, int) else ():
            if word not in UNIT_KINDS[int(str(level))]:
                own = next(n for n, known in UNIT_KINDS.items() if word in known)
                raise self._error(word, f"{id} 的 level 是 {level}，而“{word}”是第 {own} 级的单元。第 {level} 级有：{'、'.join(UNIT_KINDS[int(str(level))])}")

    def _no_circles(self, checks: Sequence[Check]) -> None:
        parts = {c.id: c.options.get("any_of", []) for c in checks}

        def walk(id: str, above: tuple[str, ...]) -> None:
            if id in above:
                self._from = 0
                raise self._error(f'"{id}"', f"any_of 绕成了圈：{' → '.join((*above, id))}")
            said = parts[id]
            for other in said if isinstance(said, list) else ():
                walk(str(other), (*above, id))

        for id in parts:
            walk(id, ())

    # ---- values -------------------------------------------------------------------------------------------------

    def _text(self, said: Mapping[str, object], key: str, default: str) -> str:
        value = said.get(key, default)
        if not isinstance(value, str) or (key in said and not value.strip()):
            raise self._error(key, f"“{key}”要写文字，不能是 {value!r}")
        return value

    def _words(self, key: str, value: object) -> list[str]:
        """A list of distinct words, not empty."""
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self._error(key, f"“{key}”要写{SHAPES['words']}")
        twice = [v for v in value if value.count(v) > 1]
        if twice:
            raise self._error(key, f"“{key}”中“{twice[0]}”写了两次")
        return [str(v) for v in value]

    def _table(self, said: Mapping[str, object], key: str) -> Mapping[str, object]:
        value = said.get(key, {})
        if not isinstance(value, dict):
            raise self._error(key, f"“{key}”要写成 [{key}] 一节")
        return value

    def _aliases(self, said: Mapping[str, object], name: str) -> dict[str, str]:
        table = self._table(said, name)
        self._from = self._line(_section(name))
        return {word: self._text(table, word, "") for word in table}

    def _known(self, id: str, key: str, words: Iterable[str], known: Sequence[str], aliases: Mapping[str, str]) -> None:
        """Refuse a word that no ledger row can carry: unknown, or a local word that is read as another one."""
        for word in words:
            if word in aliases:
                raise self._error(word, f"{id} 的“{key}”写了本地叫法“{word}”，台账读入后是“{aliases[word]}”，请写“{aliases[word]}”")
            if word not in known:
                raise self._error(word, f"{id} 的“{key}”中不认识“{word}”", word, known)

    def _only(self, said: Mapping[str, object], known: Sequence[str], where: str) -> None:
        for key in said:
            if key not in known:
                if where in ("方案", "[aliases]"):
                    self._from = self._line(_section(key))
                raise self._error(key, f"{where}不认识“{key}”", key, known)

    def _error(self, near: str, what: str, word: str = "", known: Iterable[str] = ()) -> SchemeError:
        """An error with the line on which `near` stands and the nearest valid word, else all of them."""
        plain = re.escape(near)
        line = self._line(rf'"{plain}"|{_key(near)}', self._from, self._line(plain, self._from, -1)) if near else -1
        words = list(dict.fromkeys(known))
        close = difflib.get_close_matches(word, words, 1, 0.5) if word else []
        hint = f"是否要写“{close[0]}”？" if close else f"可用：{'、'.join(words)}。" if words else ""
        return SchemeError(f"{self.path}{f' 第 {line + 1} 行' if line >= 0 else ''}：{what}。{hint}")

    def _line(self, pattern: str, start: int = 0, default: int = 0) -> int:
        """The first line from `start` on that holds a pattern outside comments."""
        return next((n for n in range(start, len(self.lines)) if re.search(pattern, self.lines[n].partition("#")[0])), default)


def _key(name: str) -> str:
    """Where a key is given its value."""
    return rf'(^|[\s{{,])"?{re.escape(name)}"?\s*[=.]'


def _section(name: str) -> str:
    """The head of a section: ``[lists]``, ``[aliases.kinds]``."""
    return rf'^\s*\[+\s*(\w+\s*\.\s*)?"?{re.escape(name)}"?\s*[\].]'
