"""Random values of a type, for the query generator: what can be read, literals, parameters, and functions of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.portability.generator import Generator, Names

TEXTS = ["h1", "h2", "p1", "p3", "w1", "金山村", "联户长", "党代表", "书记", "村", "党支部", "甲", ""]
_LITERALS = {
    "text": [repr(t) for t in TEXTS],
    "int": ["0", "1", "2", "3", "5", "1980"],
    "float": ["0.5", "1.5", "2.0"],
    "bool": ["true", "false"],
    "date": ["date('2024-06-30')", "date('9999-12-31')", "date('2024-07-01')", "date('0001-01-01')"],
}
_PARAMETERS = {
    "text": ["$t", "$u"],
    "int": ["$n", "$m"],
    "float": ["$f"],
    "bool": ["$yes", "$no"],
    "date": ["$day", "$early", "date($day)"],
}
_LISTS = {"text": ["$ts", "$nothing", "['h1', '联户长']"], "int": ["$ns", "[1, 3]", "range(0, 2)"], "date": ["$days"], "bool": ["[true]"]}
_REGEX = ["'h[0-9]'", "'.*村.*'", "'[一-龥]{2,3}'", "'(?i)P\\\\d'", "'(联|党).*'"]


class Values:
    """Writes expressions; depth bounds how far they nest."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._rng = generator.rng

    def kinds(self, number: int) -> list[str]:
        return [self._rng.choice(["text", "text", "int", "int", "bool", "date", "float"]) for _ in range(number)]

    def simple(self, kind: str) -> str:
        """A literal or parameter; numbers as parameters are small types of the embedded engine, only to be compared."""
        return self._rng.choice(_LITERALS[kind] if kind in ("int", "float") else [*_LITERALS[kind], *_PARAMETERS[kind]])

    def value(self, names: Names, kind: str, depth: int) -> str:
        """A value of a type; ``list`` columns are read as they are."""
        if kind.startswith("list"):
            return self._rng.choice([c for c, k in names.columns.items() if k == kind] or ["size(['a'])"])
        if depth <= 0 or self._rng.random() < 0.55:
            readable = [*self._generator.properties(names, kind), *(c for c, k in names.columns.items() if k == kind)]
            return self._rng.choice(readable) if readable and self._rng.random() < 0.8 else self.simple(kind)
        form = self._rng.choice(["own", "own", "own", "coalesce", "case"])
        if form == "coalesce":
            return f"coalesce({self.value(names, kind, depth - 1)}, {self.value(names, kind, depth - 1)})"
        if form == "case":
            other = self._rng.choice([f" ELSE {self.value(names, kind, depth - 1)}", "", " ELSE null"])
            return f"CASE WHEN {self.condition(names, depth - 1)} THEN {self.value(names, kind, depth - 1)}{other} END"
        return str(getattr(self, f"_{kind}")(names, depth - 1))

    def condition(self, names: Names, depth: int) -> str:
        if depth > 0 and self._rng.random() < 0.4:
            left, right = self.condition(names, depth - 1), self.condition(names, depth - 1)
            return self._rng.choice([f"{left} AND {right}", f"{left} AND {right}", f"({left} OR {right})", f"NOT {left}", f"({left} XOR {right})"])
        return self._bool(names, depth - 1)

    def aggregate(self, names: Names) -> tuple[str, str]:
        """An aggregate with its type."""
        distinct = self._rng.choice(["", "DISTINCT "])
        whole = self._rng.choice([*names.nodes, *names.edges] or ["1"])
        kind = self._rng.choice(["text", "int", "date"])
        value, number = self.value(names, kind, 1), self.value(names, "int", 1)
        forms = [
            ("int", "count(*)"),
            ("int", f"count({distinct}{whole})"),
            ("int", f"count({distinct}{value})"),
            ("int", f"count(CASE WHEN {self.condition(names, 1)} THEN 1 END)"),
            ("int", f"coalesce(sum({distinct}{number}), 0)"),
            (kind, f"min({value})"),
            (kind, f"max({value})"),
            (kind, f"coalesce(max({value}), {self.simple(kind)})"),
            ("float", f"avg({number})"),
            (f"list[{kind}]", f"collect({distinct}{value})"),
            ("int", f"sum({number})"),
        ]
        return self._rng.choice(forms)

    def _text(self, names: Names, depth: int) -> str:
        a, b = self.value(names, "text", depth), self.value(names, "text", depth)
        n = self._rng.choice(["1", "2", "3"])
        return self._rng.choice(
            [
                f"left({a}, {n})",
                f"right({a}, {n})",
                f"toUpper({a})",
                f"toLower({a})",
                f"trim({a})",
                f"replace({a}, 'h', 'g')",
                f"{a} + {b}",
                f"nullIf({a}, {b})",
            ]
        )

    def _int(self, names: Names, depth: int) -> str:
        a, b = self.value(names, "int", depth), self.value(names, "int", depth)
        forms = [
            f"size({self.value(names, 'text', depth)})",
            f"({a} + {b})",
            f"({a} - {b})",
            f"({a} * 2)",
            f"({a} / 2)",
            f"({a} % 3)",
            f"abs({a})",
            f"sign({a})",
        ]
        forms += [f"({a} / nullIf({b}, 0))", *(f"length({p})" for p in names.paths), *(f"size({c})" for c, k in names.columns.items() if k.startswith("list"))]
        return self._rng.choice(forms)

    def _float(self, names: Names, depth: int) -> str:
        a = self.value(names, "int", depth)
        return self._rng.choice(
            [f"({a} * 1.0)", f"sqrt(abs({a}))", f"floor({a} * 0.5)", f"ceil({a} * 0.5)", f"({a} * 1.0 / 4)", f"log10(abs({a}) + 1)", f"({a} ^ 2)"]
        )

    def _date(self, names: Names, depth: int) -> str:
        return self.simple("date")

    def _bool(self, names: Names, depth: int) -> str:
        kind = self._rng.choice(["text", "text", "int", "date", "date", "bool"])
        a, b = self.value(names, kind, depth), self.value(names, kind, depth)
        if kind == "bool":
            a, b = f"({a})", f"({b})"
        compare = self._rng.choice(["=", "<>"] if kind == "bool" else ["=", "<>", "<", "<=", ">", ">="])
        forms = [f"{a} {compare} {b}", f"{a} {compare} {b}", f"{a} {compare} {self._rng.choice(_PARAMETERS[kind])}"]
        forms.append(f"({a}) IN {self._rng.choice(_LISTS[kind])}")
        forms.append(f"{self._read(names, kind)} IS {self._rng.choice(['', 'NOT '])}NULL")
        if kind == "text":
            forms.append(
                f"{self._read(names, kind)} {self._rng.choice(['STARTS WITH', 'ENDS WITH', 'CONTAINS'])} {self._rng.choice([repr('h'), repr('村'), '$t'])}"
            )
            forms.append(f"{self._read(names, kind)} =~ {self._rng.choice(_REGEX)}")
        if names.nodes:
            forms += [self._generator.exists(names, depth), f"NOT {self._generator.exists(names, depth)}"] if depth > -1 else []
            one, other = self._rng.choice(list(names.nodes)), self._rng.choice(list(names.nodes))
            forms += [f"{one} = {other}", f"{one} <> {other}", f"{one} IS NOT NULL", f"{one} IS NULL"]
        if len(names.edges) > 1:
            forms.append(" <> ".join(self._rng.sample(list(names.edges), 2)))
        for path in names.paths:
            bound = self._rng.choice(["n.until", "date('2024-06-30')"])
            forms.append(f"{self._rng.choice(['any', 'all', 'none', 'single'])}(n IN nodes({path}) WHERE n.since <= {bound})")
        lists = [(c, k[5:-1]) for c, k in names.columns.items() if k.startswith("list[")]
        forms += [f"{self.simple(k)} IN {c}" for c, k in lists]
        return self._rng.choice(forms)

    def _read(self, names: Names, kind: str) -> str:
        readable = [*self._generator.properties(names, kind), *(c for c, k in names.columns.items() if k == kind)]
        return self._rng.choice(readable) if readable else self.simple(kind)
