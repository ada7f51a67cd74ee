"""One check being asked: its options, the parameters of its texts, and who has delivered what it is asked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.scheme import Check, Scheme

Said = Mapping[str, object]
"""A table of options: a check's own, a slot's, a line's, a link's, a measure's."""
LABELS = {
    "党组织": "PartyOrganization",
    "自治组织": "SelfGovernmentBody",
    "群团组织": "MassOrganization",
    "合作社": "Cooperative",
    "社会组织": "SocialOrganization",
    "机构": "Institution",
    "阵地": "Place",
}
SIMILAR = {"村": "类似村委会", "社区": "类似居委会"}


@dataclass(frozen=True)
class Rows:
    """What a check counts.

    `text` gives subject, unit (where it is placed) and met, a row per subject, slot or post. `doubt` is a condition on
    such a row: one that is not met is unknown where it holds, else a gap.
    """

    text: str
    doubt: str = "FALSE"


@dataclass
class Question:
    """A check with what its texts need. Every word of a declaration becomes a parameter: ``ask(value)`` gives its name."""

    scheme: Scheme
    check: Check
    lists: Mapping[str, Sequence[str]]
    measures: Mapping[str, Said]
    """Those that any claim of the edition states."""
    qualified: Mapping[str, bool]
    """Measure → whether any claim of it carries a qualifier."""
    parameters: dict[str, object] = field(default_factory=dict)

    @property
    def options(self) -> Said:
        return self.check.options

    def __call__(self, value: object) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def within(self, column: str, words: object) -> str:
        """A condition: a column holds one of some words."""
        return f"list_contains({self(texts(words))}::VARCHAR[], {column})"

    def containing(self, column: str, words: object) -> str:
        """A condition: the text of a column contains one of some words."""
        return f"len(list_filter({self(texts(words))}::VARCHAR[], lambda w: contains({column}, w))) > 0"

    def unit_kinds(self, column: str, words: object) -> str:
        """A condition on a unit's kind: 村 and 社区 mean the similar ones too."""
        said = texts(words)
        return self.within(column, [*said, *(SIMILAR[w] for w in said if w in SIMILAR)])

    def label_or_kind(self, label: str, kind: str, words: object) -> str:
        """A condition: a body is of one of some kinds, or of a label so named."""
        said = texts(words)
        return f"({self.within(kind, said)} OR {self.within(label, labels(said))})"

    # ---- deliveries --------------------------------------------------------------------------------------------------

    def known(self, column: str, said: Said | None = None) -> str:
        """A condition on a unit: whoever the scope names has delivered the ledger. A slot may name ledger and scope of its own."""
        here = said or {}
        ledgers = texts(here.get("ledgers")) or texts(here.get("ledger", self.check.ledger))
        scope = str(here.get("scope", self.options.get("scope", "村社区")))
        given = f"(SELECT unit FROM deliveries WHERE {self.within('ledger', ledgers)})" if any(ledgers) else ""
        if not given:
            return "TRUE"
        inside = f"SELECT a.ancestor FROM ancestry a WHERE a.id IN {given}"
        if scope == "单元":
            return f"{column} IN ({inside})"
        level = {"村社区": 3, "镇街": 2, "县": 1}[scope]
        up = f"SELECT a.id FROM ancestry a WHERE a.level = {level} AND a.ancestor IN ({inside})"
        over = f"SELECT a.ancestor FROM ancestry a WHERE a.level < {level} AND a.id IN {given}"
        return f"({column} IN ({up}) OR {column} IN ({over}))"

    def doubted(self, said: Said | None = None) -> str:
        """The doubt of a row: its place has not delivered."""
        return f"NOT {self.known('unit', said)}"


def texts(value: object) -> list[str]:
    """A word or a list of words as a list."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(v) for v in value] if isinstance(value, list | tuple) else []


def tables_of(value: object) -> list[Said]:
    """A list of tables (slots, lines, links, through)."""
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list | tuple) else []


def numbers(value: object) -> list[int]:
    """A number or a list of numbers as a list."""
    if isinstance(value, int):
        return [value]
    return [int(v) for v in value] if isinstance(value, list | tuple) else []


def labels(words: Sequence[str]) -> list[str]:
    """The labels of the graph that words such as 党组织 name."""
    return [LABELS[w] for w in words if w in LABELS]


def union(parts: Sequence[str]) -> str:
    """Queries of the same columns, one after the other."""
    return " UNION ALL ".join(parts)
