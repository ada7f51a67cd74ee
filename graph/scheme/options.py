"""The options of a check: each has a shape, and words that can be known are checked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from graph.catalogue import measures
from graph.scheme.kinds import MEANS, MEANS_OF
from graph.scheme.lines import Lines, key_pattern
from graph.scheme.words import ANY, AT, COOPERATIVES, LABELS, POLITICAL, SCOPES, UNIT_KINDS, known, said_by_catalogue

_NEAR, _LONG_ENOUGH = 0.66, 3
"""From when on a word is taken for a slip of a known one."""
SHAPES: Mapping[str, str] = {
    "words": "文字的列表，如 [\"联户长\"]",
    "kinds": "组织、阵地类别的列表",
    "bodies": "组织类别或组织大类的列表",
    "labels": "、".join(LABELS),
    "cooperatives": "合作社种类的列表",
    "checks": "本方案中 reach 检查的列表",
    "level": "1 到 5 的整数",
    "levels": "1 到 5 的整数，或几个的列表",
    "number": "0 或正整数",
    "positive": "正整数",
    "flag": "true 或 false",
    "ages": "[最小年龄, 最大年龄]",
    "sex": "男、女",
    "units": "单元种类的列表",
    "slots": "{ name = \"…\", kinds = [\"…\"] } 的列表",
    "lines": "{ name = \"…\", kinds = [\"…\"], ledgers = [\"…\"] } 的列表",
    "links": "{ name = \"…\", at = \"村社区\", kinds = [\"…\"] } 的列表",
    "through": "{ kinds = [\"…\"], level = 3 } 的列表",
    "list": "[lists] 中的一个名称",
    "social": "{ \"村\" = 10, \"社区\" = 20 }",
    "least": "正整数，或 { \"村\" = 5, \"社区\" = 7 }",
    "posts": "岗位的列表",
    "posts_by": "岗位的列表，或 { \"村\" = [\"…\"], \"社区\" = [\"…\"] }",
    "political": "政治面貌的列表",
    "groups": "文字列表的列表，如 [[\"村民委员会\"], [\"村务监督委员会\"]]",
    "measure": "指标的名称，如 总户数",
    "population": "户、人、单元、网格、组织、岗位、事件、联系人、成员",
    "scope": "、".join(SCOPES),
    "at": "、".join(AT),
    "label": "、".join(LABELS),
}  # fmt: skip
"""The shapes of options: how each is written."""
_ONE_OF: Mapping[str, Sequence[str]] = {
    "scope": SCOPES,
    "at": tuple(AT),
    "sex": ("男", "女"),
    "label": tuple(LABELS),
    "population": ("户", "人", "单元", "网格", "组织", "岗位", "事件", "联系人", "成员", "填报数"),
}
"""Shapes that are one word of a few."""
_SOME_OF: Mapping[str, Sequence[str]] = {"cooperatives": COOPERATIVES, "political": POLITICAL, "labels": tuple(LABELS)}
"""Shapes that are words of a few."""
_SLOT = {"name": "text", **MEANS, "least": "positive", "below": "flag", "depth": "level", "ledger": "text", "ledgers": "words", "scope": "scope"}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "slots": _SLOT,
    "lines": _SLOT,
    "links": {**_SLOT, "at": "at"},
    "through": {"kinds": "kinds", "level": "level"},
}
"""Shapes that are tables, with the shape of each entry."""


class Options:
    """Reads the options of one scheme's checks; `own`: words of the scheme itself."""

    def __init__(
        self, lines: Lines, ids: Sequence[str], lists: Mapping[str, Sequence[str]], kinds: Mapping[str, str], posts: Mapping[str, str],
        own: Mapping[str, Sequence[str]],
    ) -> None:  # fmt: skip
        self.lines, self.ids, self.lists = lines, ids, lists
        listed = [w for words in lists.values() for w in words]
        self.known = {
            "kinds": (*sorted(known("kinds")), *kinds.values(), *listed, *own.get("kinds", ())),
            "posts": (*sorted(known("posts")), *posts.values(), *own.get("posts", ())),
        }
        self.aliases = {"kinds": kinds, "posts": posts}
        self.own = own
        self.refuse_aliases = True
        """Whether a local word is refused: the catalogue's entries are of all places, one place's local word is another's own."""

    def read(self, id: str, said: Mapping[str, object], shapes: Mapping[str, str], population: str) -> dict[str, object]:
        """The options of one check of a population. Raises SchemeError."""
        self.population = population
        head, options = self.lines.start, {}
        for key, shape in shapes.items():
            if key in said:
                self.lines.start = self.lines.line(key_pattern(key), head)
                options[key] = self._value(id, key, shape, said[key])
        self.lines.start = head
        self._together(id, options)
        return options

    def _value(self, id: str, key: str, shape: str, value: object) -> object:
        if shape in ("level", "number", "positive"):
            return self._number(id, key, shape, value)
        if shape == "levels":
            many = value if isinstance(value, list) and value else [value]
            numbers = [self._number(id, key, "level", v) for v in many]
            return numbers if isinstance(value, list) else numbers[0]
        if shape == "flag":
            return self._require(value, isinstance(value, bool), id, key, shape)
        if shape == "ages":
            good = isinstance(value, list) and len(value) == 2 and all(type(v) is int and v >= 0 for v in value) and value[0] <= value[1]
            return self._require(value, good, id, key, shape)
        if shape == "text":
            return self.lines.text({key: value}, key, "")
        if shape in _ONE_OF:
            self._require(value, isinstance(value, str), id, key, shape)
            self._words_known(id, key, [str(value)], _ONE_OF[shape], {})
            return value
        if shape in _TABLES:
            return self._tables(id, key, shape, value)
        if shape in ("social", "least", "posts_by") and isinstance(value, dict):
            return self._by_kind(id, key, shape, value)
        if shape == "least":
            return self._number(id, key, "positive", value)
        if shape == "groups":
            good = isinstance(value, list) and len(value) > 1
            self._require(value, good, id, key, shape)
            return [self.lines.words(key, words) for words in value] if isinstance(value, list) else value
        if shape == "social":
            return self._require(value, False, id, key, shape)
        return self._words(id, key, shape, value)

    def _words(self, id: str, key: str, shape: str, value: object) -> object:
        one = shape in ("list", "measure") and isinstance(value, str)
        words = self.lines.words(key, [value] if one else value)
        if shape == "list" and words[0] not in self.lists:
            raise self.lines.error(words[0], f"{id} 的清单“{words[0]}”没有写在 [lists] 里", words[0], self.lists)
        if shape in ("posts", "posts_by"):
            self._words_known(id, key, words, (*self.known["posts"], ANY), self.aliases["posts"], "posts")
        elif shape in ("kinds", "bodies"):
            self._words_known(id, key, words, (*self.known["kinds"], *(LABELS if shape == "bodies" else ())), self.aliases["kinds"], "kinds")
        elif shape == "units":
            self._words_known(id, key, words, [w for level in UNIT_KINDS.values() for w in level], {})
        elif shape == "checks":
            self._words_known(id, key, words, [i for i in self.ids if i.split(".")[1:2] == ["reach"] and i != id], {})
        elif key in ("mechanisms", "events", "pairs", "ledgers"):
            self.near_miss(id, key, words)
        if shape == "words" and ANY in words:
            raise self.lines.error(ANY, f"{id} 的“{key}”不能写“{ANY}”，请逐个写出")
        if shape == "measure":
            self._words_known(id, key, words, (*measures(), ANY), {})
        elif shape in _SOME_OF:
            self._words_known(id, key, words, _SOME_OF[shape], {})
        return words[0] if shape in ("list", "measure") else words

    def near_miss(self, id: str, key: str, words: Iterable[str]) -> None:
        """Refuse a word that is nearly, but not quite, one of the catalogue's: it would silently find nothing."""
        known = said_by_catalogue("ledger" if key == "ledgers" else key)
        mine = self.own.get("ledgers" if key == "ledger" else key, ())
        for word in words:
            near = [] if word in known or word in mine or len(word) < _LONG_ENOUGH else difflib.get_close_matches(word, sorted(known), 1, _NEAR)
            if near:
                section = "ledgers" if key == "ledger" else key
                own = f"；如果确是本地的叫法，请写进 [words] 的 {section}"
                raise self.lines.error(word, f"{id} 的“{key}”中的“{word}”与“{near[0]}”只差一点{own}", word, near)

    def _number(self, id: str, key: str, shape: str, value: object) -> object:
        good = type(value) is int and (1 <= value <= 5 if shape == "level" else value >= (shape == "positive"))
        return self._require(value, good, id, key, shape)

    def _require(self, value: object, good: bool, id: str, key: str, shape: str) -> object:
        if not good:
            raise self.lines.error(key, f"{id} 的“{key}”要写{SHAPES[shape]}，不能是 {value}")
        return value

    def _tables(self, id: str, key: str, shape: str, value: object) -> list[dict[str, object]]:
        if not isinstance(value, list) or not value or not all(isinstance(s, dict) for s in value):
            raise self.lines.error(key, f"{id} 的“{key}”要写{SHAPES[shape]}")
        found: list[dict[str, object]] = []
        for said in value:
            self.lines.only(said, tuple(_TABLES[shape]), f"{id} 的 {key} 中")
            name = self.lines.text(said, "name", "") if "name" in _TABLES[shape] else ""
            if "name" in _TABLES[shape] and (not name or name in [s["name"] for s in found]):
                raise self.lines.error(name or key, f"{id} 的每个 {key[:-1]} 要有自己的 name" + (f"，“{name}”写了两次" if name else ""))
            one: dict[str, object] = {"name": name} if name else {}
            for part, kind in _TABLES[shape].items():
                if part in said and part != "name":
                    one[part] = self._value(id, part, kind, said[part])
            if shape == "through":
                wanted: set[str] = {"kinds", "level"}
            else:
                wanted = self._means(id, key, one)
            if not set(one) & wanted and "at" not in one:
                raise self.lines.error(name or key, f'{id} 的“{name or key}”没有写凭什么算有，如 kinds = ["…"]')
            found.append(one)
        return found

    def _means(self, id: str, key: str, said: Mapping[str, object]) -> set[str]:
        """The means that a slot, line or link may name: those of what it is asked of."""
        at = str(said.get("at", ""))
        asked_of = "网格" if at == "网格" else "单元" if at or self.population == "单元" else self.population
        means = MEANS_OF.get(asked_of, ())
        for word in said:
            if word in MEANS and word not in means:
                raise self.lines.error(word, f"{id} 的 {key} 问的是{asked_of}，不能写“{word}”", word, means)
        return set(means)

    def _by_kind(self, id: str, key: str, shape: str, value: Mapping[str, object]) -> object:
        """A value per kind of village: { "村" = 10, "社区" = 20 }."""
        good = bool(value) and (shape == "posts_by" or all(type(n) is int and n > 0 for n in value.values()))
        if not good:
            raise self.lines.error(key, f"{id} 的“{key}”要写{SHAPES[shape]}，每种单元一个正整数")
        self._words_known(id, key, list(value), [w for level in UNIT_KINDS.values() for w in level], {})
        return {k: self._words(id, key, "posts", v) for k, v in value.items()} if shape == "posts_by" else value

    def _together(self, id: str, options: Mapping[str, object]) -> None:
        """Options that contradict each other."""
        low, high, level, words = (options.get(k) for k in ("low", "high", "level", "units"))
        if isinstance(low, int) and isinstance(high, int) and low > high:
            raise self.lines.error("low", f"{id} 的 low（{low}）大于 high（{high}）")
        if "social" in options and level != 3:
            raise self.lines.error("level", f"{id} 的 social 按村（社区）计数，level 要写 3")
        for word in words if isinstance(words, list) and isinstance(level, int) else ():
            there = UNIT_KINDS[int(str(level))]
            if word not in there:
                own = next(n for n, known in UNIT_KINDS.items() if word in known)
                raise self.lines.error(word, f"{id} 的 level 是 {level}，而“{word}”是第 {own} 级的单元。第 {level} 级有：{'、'.join(there)}")

    def _words_known(self, id: str, key: str, words: Iterable[str], known: Sequence[str], aliases: Mapping[str, str], own: str = "") -> None:
        """Refuse a word that no ledger row can carry: unknown, or a local word that is read as another one."""
        for word in words:
            if self.refuse_aliases and word in aliases and aliases[word] != word:
                raise self.lines.error(word, f"{id} 的“{key}”写了本地叫法“{word}”，台账读入后是“{aliases[word]}”，请写“{aliases[word]}”")
            if word not in known:
                add = f"；如果确是本地的叫法，请写进 [words] 的 {own}" if own else ""
                raise self.lines.error(word, f"{id} 的“{key}”中不认识“{word}”{add}", word, known)
