"""What people decided about likely matches: two persons are the same, or stay apart. Kept in one file of the register, for good.

A decision names both persons by their keyed ids. It stays where it is when one of them is no longer in any ledger, and counts again
when both are: nothing has to be decided twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.durable import replace_file
from graph.errors import EditionError, InputError

SAME, APART = "same", "apart"
WORDS = {SAME: "同一人", APART: "不是同一人"}
_FORMAT = 1


@dataclass(frozen=True)
class Decision:
    """Two persons by their keyed ids (`a` < `b`), SAME or APART, who said so, and when (ISO time with offset)."""

    a: str
    b: str
    verdict: str
    who: str = ""
    when: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return self.a, self.b


def decision(one: str, other: str, verdict: str, who: str = "", when: str = "") -> Decision:
    """A decision about two persons, in whichever order. Raises InputError where they are one."""
    if one == other:
        raise InputError(f"两侧是同一个人({one})，不用判定。请给出两个不同的人员标识。")
    return Decision(min(one, other), max(one, other), verdict, who, when)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """All decisions in force, the earliest first; none where there is no file. Raises EditionError where it is damaged."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        entries = [Decision(**{k: str(e[k]) for k in ("a", "b", "verdict", "who", "when")}) for e in told["decisions"]]
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise EditionError(f"{path} 已损坏，无法读取人员判定({error})。请从备份恢复(daohu restore)，或把它移走后重新判定。") from None
    if told.get("format") != _FORMAT or any(e.verdict not in WORDS for e in entries):
        raise EditionError(f"{path} 是其他版本的程序写的，本程序不认识其中的判定。请换用相应版本的程序。")
    return tuple(entries)


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Replace the file as a whole, readable by its owner only."""
    told = {"format": _FORMAT, "decisions": [asdict(d) for d in decisions]}
    replace_file(path, json.dumps(told, ensure_ascii=False, indent=1).encode())


def decide(before: Sequence[Decision], new: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions with the new ones; a new one about the same pair takes the place of the earlier.

    Raises InputError where they contradict each other: A is B, B is C, but A is not C.
    """
    renewed = {d.pair: d for d in new}
    every = (*(d for d in before if d.pair not in renewed), *renewed.values())
    one = components(every)
    for d in every:
        if d.verdict == APART and one.get(d.a, d.a) == one.get(d.b, d.b):
            raise InputError(f"判定前后矛盾：{d.a} 与 {d.b} 判定为不是同一人，但通过其他判定又成了同一人。请先更正其中一项；本次判定没有保存。")
    return every


def components(decisions: Iterable[Decision]) -> dict[str, str]:
    """For each person of a SAME decision the smallest id among all that are the same person with it."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while (up := above.get(one, one)) != one:
            above[one] = one = above.get(up, up)
        return one

    for d in decisions:
        if d.verdict == SAME:
            first, second = sorted((top(d.a), top(d.b)))
            above.setdefault(first, first)
            above[second] = first
    return {one: top(one) for one in list(above)}


def undecided(ones: Sequence[str], others: Sequence[str], decisions: Sequence[Decision]) -> list[bool]:
    """Per pair of ids whether nobody has decided about it: neither about these two nor about whom they were decided to be."""
    one = components(decisions)
    decided = {frozenset((one.get(d.a, d.a), one.get(d.b, d.b))) for d in decisions}
    asked = (frozenset((one.get(a, a), one.get(b, b))) for a, b in zip(ones, others, strict=True))
    return [len(pair) == 2 and pair not in decided for pair in asked]
