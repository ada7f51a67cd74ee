"""A sheet as rows that an office can change from month to month: what stands in each, and what a careful reader sees in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from api.demo.contacts import ContactSheet
from api.demo.dice import Cell
from api.demo.draft import Draft

UNPLACED = ("unit_unknown", "unit_ambiguous", "required_missing")
"""Problems that lose a row of a contact ledger before anybody asks which household it names."""


@dataclass
class Line:
    """One row."""

    cells: dict[str, Cell]
    village: int
    """The village it is placed in, by the names of its own time; -1 where it cannot be placed."""
    rejected: bool
    """Lost whatever the registers say."""
    block: int
    section: int
    copied: bool
    """Stated once more at the end."""
    said: object
    """By ledger: Tie (several, where a cell lists households), Body, Branch, Member, Share, or the person of a register's row."""

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The households that a row of a contact ledger names."""
        return (self.said,) if isinstance(self.said, Tie) else self.said if isinstance(self.said, tuple) else ()

    def copy(self) -> Line:
        """A row of its own; only ties are ever changed in place."""
        return replace(self, cells=dict(self.cells), said=replace(self.said) if isinstance(self.said, Tie) else self.said)


@dataclass
class Who:
    """One contact of a contact ledger."""

    person: int
    village: int
    mechanism: str
    mark: str
    id: str
    """The id that a reader sees, '' where there is none."""
    claimed: int
    """The typed 户数; -1 where the form has none."""


@dataclass
class Tie:
    """A household that a row of a contact ledger names."""

    who: int
    home: int
    """Whom the ledger means."""
    village: int
    code: str
    head_id: str
    name: str
    group: int
    since: int
    until: int


@dataclass
class Member:
    """A row of the party members' ledger."""

    person: int
    branch: str


@dataclass
class Share:
    """A row of the cooperatives' ledger."""

    kind: str
    village: int
    id: str
    name: str


@dataclass
class Page:
    """A sheet in force. `draft` is its layout; its rows are the lines."""

    draft: Draft
    town: int
    """-1: of the whole county."""
    lines: list[Line]
    who: list[Who] = field(default_factory=list)
    first: int = -1
    """Units: the typed total of the town."""
    signed: str = ""
    """The day on the form, where it is not the demo's own."""

    @property
    def kind(self) -> str:
        return self.draft.kind

    @property
    def files(self) -> tuple[str, str]:
        return self.draft.file, self.draft.sheet


def page_of(draft: Draft, town: int, said: list[object]) -> Page:
    """The rows of a draft with what each says."""
    copies = set(draft.copies.tolist())
    early = {r for r, _, code in draft.problems if code in UNPLACED}
    rejected = [r in early for r in range(draft.size)] if draft.kind in ("G1", "C6", "B11", "C8") else draft.rejected.tolist()
    lines = [
        Line(
            {name: cells[i] for name, cells in draft.columns.items()}, int(draft.village[i]), rejected[i],
            int(draft.block[i]) if draft.block is not None else i, int(draft.section[i]) if draft.section is not None else 0, i in copies, said[i],
        )
        for i in range(draft.size)
    ]  # fmt: skip
    return Page(replace(draft, columns={name: [] for name in draft.columns}, problems=[], rejected=np.zeros(0, dtype=np.bool_)), town, lines)


def contact_page(sheet: ContactSheet, town: int) -> Page:
    """The same of a contact ledger, with its contacts."""
    t, deal = sheet.ties, sheet.deal
    since, until = t.starts().tolist(), t.ends().tolist()
    rows: list[list[Tie]] = [[] for _ in range(sheet.draft.size)]
    for i, r in enumerate(sheet.row.tolist()):
        words = str(t.code[i]), str(t.head_id[i]), str(t.name[i]), int(t.group[i])
        rows[r].append(Tie(int(t.contact[i]), int(t.home[i]), int(t.village[i]), *words, since[i], until[i]))
    page = page_of(sheet.draft, town, [many[0] if len(many) == 1 else tuple(many) for many in rows])
    claimed = sheet.claimed.tolist() or [-1] * len(deal.person)
    page.who = [
        Who(int(deal.person[c]), int(deal.village[c]), deal.mechanism[c], sheet.fate.mark[c], str(sheet.contact_id[c]), int(claimed[c]))
        for c in range(len(deal.person))
    ]
    return page


def draft_of(page: Page) -> Draft:
    """The page as a draft again, ready to be laid out."""
    lines, d = page.lines, page.draft
    numbers = {b: i for i, b in enumerate(dict.fromkeys(line.block for line in lines))}
    names = list(d.columns)
    return replace(
        d,
        columns={name: [line.cells[name] for line in lines] for name in names},
        village=np.array([line.village for line in lines], dtype=np.int64),
        rejected=np.array([line.rejected for line in lines], dtype=np.bool_),
        block=None if d.block is None else np.array([numbers[line.block] for line in lines], dtype=np.int64),
        section=None if d.section is None else np.array([line.section for line in lines], dtype=np.int64),
        copies=np.array([i for i, line in enumerate(lines) if line.copied], dtype=np.int64),
    )
