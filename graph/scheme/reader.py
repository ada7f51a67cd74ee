"""The reading of a scheme's TOML: every key and word that can be known is checked, and a wrong one told with its line.

::

    方案.toml 第 12 行：C6.load 中不认识“hight”。是否要写“high”？
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.catalogue import catalogue
from graph.scheme import KINDS, Check, Scheme
from graph.scheme.kinds import ALONG, FILTERS
from graph.scheme.lines import Lines, key_pattern, section_pattern
from graph.scheme.options import Options
from graph.scheme.selection import entries
from graph.scheme.words import standard_lists

_OWN_WORDS = ("kinds", "posts", "mechanisms", "events", "pairs", "ledgers")
"""What a scheme may call by words of its own, which the catalogue does not know."""
_SECTIONS = ("title", "systems", "checks", "lists", "aliases", "words")


class Reader(Lines):
    """One file as parsed, with its lines, to say where something stands."""

    def __init__(self, path: Path, lines: Sequence[str], said: Mapping[str, object]) -> None:
        super().__init__(path, lines)
        self.said = said

    def scheme(self) -> Scheme:
        self.only(self.said, _SECTIONS, "方案")
        aliases, words = self.table(self.said, "aliases"), self.table(self.said, "words")
        self.only(aliases, ("kinds", "posts"), "[aliases]")
        self.only(words, _OWN_WORDS, "[words]")
        kinds, posts = (self._aliases(aliases, name) for name in ("kinds", "posts"))
        self.start = self.line(section_pattern("lists"))
        lists = {name: tuple(self.words(name, said)) for name, said in self.table(self.said, "lists").items()}
        own = {name: self.words(name, words[name]) for name in words}
        systems, checks = self._systems(), self._checks()
        chosen = entries(systems, checks)
        if not chosen:
            self.start = 0
            raise self.error("checks", "方案至少要有一个 [[checks]]，或用 systems 从目录中选体系")
        self.ids = [str(e.said.get("id", "")) for e in chosen]
        every = {**standard_lists(), **lists}
        self.options = Options(self, self.ids, every, kinds, posts, own)
        heads = [n for n, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*checks\s*\]\]", line)]
        found = []
        for entry in chosen:
            self.start = heads[entry.number] if 0 <= entry.number < len(heads) else 0
            self.options.refuse_aliases = entry.number >= 0
            found.append(self._check(entry.said))
        self._no_circles(found)
        asked = {str(c.options["list"]): every[str(c.options["list"])] for c in found if "list" in c.options}
        return Scheme(self.path.stem, self.text(self.said, "title", self.path.stem), tuple(found), {**asked, **lists}, kinds, posts, tuple(systems))

    def _systems(self) -> list[str]:
        """The codes that the scheme selects."""
        if "systems" not in self.said:
            return []
        self.start = self.line(key_pattern("systems"))
        codes = self.words("systems", self.said["systems"])
        known = [s.code for s in catalogue()]
        for code in codes:
            if code not in known:
                raise self.error(code, f"systems 中的体系“{code}”不在目录中（A1 到 H8，见 daohu systems）", code, known)
        return codes

    def _checks(self) -> list[Mapping[str, object]]:
        said = self.said.get("checks", [])
        if not isinstance(said, list) or not all(isinstance(e, dict) for e in said):
            self.start = 0
            raise self.error("checks", "方案的 checks 要写成 [[checks]]")
        ids = [str(e.get("id", "")) for e in said]
        for id in ids:
            if ids.count(id) > 1:
                self.start = self.line(rf'"{re.escape(id)}"')
                raise self.error(id, f"检查 {id} 写了 {ids.count(id)} 次；同一种类有几个时加名称，如 {'.'.join(id.split('.')[:2])}.名称")
        return said

    def _check(self, said: Mapping[str, object]) -> Check:
        id = str(said.get("id", ""))
        system, _, rest = id.partition(".")
        name, *more = rest.split(".")
        if not re.fullmatch(r"[A-H][1-9]\d?", system) or len(more) > 1 or not all(more):
            raise self.error(id or "checks", f"检查的 id “{id}” 要写作 体系.种类 或 体系.种类.名称，体系如 C6、种类如 reach")
        if name not in KINDS:
            raise self.error(id, f"检查 {id} 的种类“{name}”不认识", name, KINDS)
        kind = KINDS[name]
        population = str(said.get("population", kind.populations[0]))
        if population not in kind.populations:
            raise self.error("population", f"{id} 的“population”中不认识“{population}”", population, kind.populations)
        shapes = kind.options(population)
        self.only(said, ("id", "title", "ledger", *shapes), f"{id} 中")
        ledger = ("ledger",) if name == "reach" and {"mechanisms", "cooperatives"} & set(said) else ()
        for key in ("title", *kind.required, *ledger):
            if key not in said:
                raise self.error(id, f"{id} 缺少“{key}”")
        # What narrows the population, and the labels of kinds, are no way by themselves.
        narrowing = {*FILTERS.get(population, {}), *(("labels",) if "kinds" in said else ())}
        ways = [k for k in kind.one_of if k in said and k not in narrowing]
        if kind.one_of and len(ways) != 1 and not (name == "reach" and "at" in said and not ways):
            asked = [k for k in kind.one_of if k in shapes and k not in narrowing]
            raise self.error(id, f"{id} 要写 {'、'.join(asked)} 之一，且只写一个")
        if kind.some_of and not any(k in said for k in kind.some_of):
            raise self.error(id, f"{id} 至少要写 {'、'.join(k for k in kind.some_of if k in shapes)} 中的一个")
        options = self.options.read(id, said, shapes, population)
        if "ledger" in said:
            self.options.near_miss(id, "ledger", [self.text(said, "ledger", "")])
        self._alone(id, said, shapes, options)
        counts = kind.counted(population)
        return Check(id, system, name, self._title(said, options), self.text(said, "ledger", ""), counts, options)

    def _alone(self, id: str, said: Mapping[str, object], shapes: Mapping[str, str], options: Mapping[str, object]) -> None:
        """What needs something beside it: means of units need a path (``at``)."""
        if "at" in shapes and "at" not in options:
            stray = next((m for m in ALONG if m in said), "")
            if stray:
                raise self.error(stray, f'{id} 的“{stray}”是单元才有的，要写 at 说明从户到哪一级，如 at = "湾落"')

    def _title(self, said: Mapping[str, object], options: Mapping[str, object]) -> str:
        """The title with the norms that it names, so that it follows an overriding scheme: {low}~{high}户."""
        title = self.text(said, "title", "")
        for name in re.findall(r"\{(\w+)\}", title):
            if name not in options:
                raise self.error("title", f"title 中的 {{{name}}} 不是本检查的选项，请改成选项的名称，如 {{low}}，或删去花括号")
            title = title.replace(f"{{{name}}}", str(options[name]))
        return title

    def _no_circles(self, checks: Sequence[Check]) -> None:
        parts = {c.id: c.words("any_of") for c in checks}
        asked = {c.id: c.population for c in checks}
        for id, others in parts.items():
            for other in others:
                if asked[other] != asked[id]:
                    self.start = 0
                    raise self.error(f'"{id}"', f"{id} 问的是{asked[id]}，any_of 中的 {other} 问的是{asked[other]}，不能合在一起")

        def walk(id: str, above: tuple[str, ...]) -> None:
            if id in above:
                self.start = 0
                raise self.error(f'"{id}"', f"any_of 绕成了圈：{' → '.join((*above, id))}")
            for other in parts[id]:
                walk(other, (*above, id))

        for id in parts:
            walk(id, ())

    def _aliases(self, said: Mapping[str, object], name: str) -> dict[str, str]:
        table = self.table(said, name)
        self.start = self.line(section_pattern(name))
        return {word: self.text(table, word, "") for word in table}
