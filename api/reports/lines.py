"""The checks of a scheme in the order of the catalogue: line (党组织, 自治 …), system, check; and what no ledger allows to compute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.reports.figures import Figure
from graph.catalogue import LINES, System, catalogue
from graph.result import AuditResult
from graph.scheme import Check

OTHER = "其他"
"""The line of a system that the catalogue does not have: an office's own."""
COUNTED, PARTLY, WANTING, NEVER = STATES = ("已计算", "部分已计算", "还需要台账", "没有台账可算")
"""All checks of a system have figures; some lack a ledger; all lack one; there is no check."""


@dataclass
class SystemPart:
    """One system of the scheme: `checks` with figures, `silent` checks whose ledgers nobody delivered (`ledgers`).

    `reason` and `needs` say why no check exists, and which ledger would be needed; empty where there are checks.
    """

    code: str
    name: str
    checks: list[Check] = field(default_factory=list)
    silent: list[Check] = field(default_factory=list)
    ledgers: list[str] = field(default_factory=list)
    reason: str = ""
    needs: str = ""

    @property
    def state(self) -> str:
        """One of STATES: every system is counted in exactly one."""
        if self.checks:
            return PARTLY if self.silent else COUNTED
        return WANTING if self.silent else NEVER

    @property
    def wanted(self) -> str:
        """The sentence in place of a row of zeros."""
        return f"未报送：{'、'.join(f'{x}台账' for x in self.ledgers)}" if self.ledgers else "未报送：所需的台账"


@dataclass
class Line:
    """One line; `key` is the letter of its systems, for anchors."""

    key: str
    name: str
    systems: list[SystemPart] = field(default_factory=list)

    @property
    def checks(self) -> list[Check]:
        """The checks with figures."""
        return [c for s in self.systems for c in s.checks]

    @property
    def incomplete(self) -> list[SystemPart]:
        """The systems of which a ledger is missing, for some of their checks or for all."""
        return [s for s in self.systems if s.silent]

    def those(self, state: str) -> list[SystemPart]:
        """The systems in one of STATES."""
        return [s for s in self.systems if s.state == state]

    @property
    def wanting(self) -> list[SystemPart]:
        """The systems of which nothing is computed until a ledger comes."""
        return self.those(WANTING)

    @property
    def partly(self) -> list[SystemPart]:
        """The systems of which a ledger is missing for some of the checks."""
        return self.those(PARTLY)

    @property
    def uncountable(self) -> list[SystemPart]:
        """The systems that no ledger known today can answer."""
        return [s for s in self.systems if s.reason]


def tally(systems: Sequence[SystemPart]) -> str:
    """How many systems there are and how many in each state; the four add up to the whole."""
    states = [s.state for s in systems]
    return f"共 {len(systems)} 个体系：" + "，".join(f"{state} {states.count(state)} 个" for state in STATES)


def outline(result: AuditResult, checks: list[Check], whole: Mapping[str, Figure]) -> list[Line]:
    """The lines that the scheme touches, with all systems that it selects, in the catalogue's order; own systems come last."""
    known: dict[str, System] = {s.code: s for s in catalogue()}
    lines = {key: Line(key, name) for key, name in LINES.items()}
    parts: dict[str, SystemPart] = {}
    silent = silent_checks(result, checks, whole)
    own = [c for c in dict.fromkeys([*result.scheme.systems, *(c.system for c in checks)]) if c not in known]
    selected = {*result.scheme.systems, *(c.system for c in checks)}
    for code in [*(c for c in known if c in selected), *own]:
        key = code[0] if code in known or re.fullmatch(r"[A-H]\d+", code) else "X"
        entry = known.get(code)
        part = parts[code] = SystemPart(code, entry.name if entry else "", reason=entry.reason if entry else "", needs=entry.needs if entry else "")
        lines.setdefault(key, Line(key, OTHER)).systems.append(part)
    for check in checks:
        part = parts[check.system]
        part.reason = part.needs = ""
        if check.id in silent:
            part.silent.append(check)
            part.ledgers = list(dict.fromkeys([*part.ledgers, *silent[check.id]]))
        else:
            part.checks.append(check)
    return [line for line in lines.values() if line.systems]


def silent_checks(result: AuditResult, checks: list[Check], whole: Mapping[str, Figure]) -> dict[str, list[str]]:
    """Check id → the missing ledgers, for the checks of which nobody delivered any ledger: nothing of them can be known."""
    arrived = set(result.arrived)
    found = {}
    for check in checks:
        figure = whole.get(check.id, Figure())
        asked = asked_ledgers(result, check)
        if asked and figure.of == figure.unknown and not arrived.intersection(asked):
            found[check.id] = asked
    return found


def asked_ledgers(result: AuditResult, check: Check) -> list[str]:
    """The ledgers a check asks; those of a slot where the check names none."""
    asked = result.scheme.asked(check)
    return asked or list(dict.fromkeys(str(s["ledger"]) for s in check.tables("slots") if s.get("ledger")))
