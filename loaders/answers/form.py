"""The form of a town's workbook: sheets, columns, the hidden key, and how a filled-in one is known again.

A workbook is one by its hidden sheet `_daohu` and by the key column of its list, never by words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from loaders.blocks import Block
from loaders.normalise import text
from loaders.own_sheets import ABOUT_SHEET, ROLE, facts
from loaders.workbook.sheet import Sheet

FORMAT = 1
"""Of the sheet `_daohu` and the key column; a loader refuses what it does not know."""
FILL_SHEET = "缺口与待核实"
KEY = "键（请勿改动）"
FILL = ("联系人", "身份证号", "开始日期", "说明")
_KEY = re.compile(r"^([0-9a-f]{16})\|([A-H]\d{1,2}\.[^|]+|[^|]+)\|(.+)$", re.DOTALL)
_HEADER_ROWS = 12
_SHEETS = ("填表说明", FILL_SHEET, "台账问题", ABOUT_SHEET)


@dataclass(frozen=True)
class About:
    """What a workbook says of itself in `_daohu`."""

    format: str
    edition: str
    scheme: str
    as_of: str
    county: str
    town: str


def key(edition: str, check: str, subject_id: str) -> str:
    """The key by which a filled-in row loads again; only the first two | separate."""
    return f"{edition}|{check}|{subject_id}"


def split_key(said: str) -> tuple[str, str, str] | None:
    """Edition, check and subject of a key; None for a text that is none."""
    found = _KEY.match(said)
    return (found[1], found[2], found[3]) if found else None


def about(sheets: Sequence[Sheet]) -> About | None:
    """What the workbook of these sheets says of itself; None where it is no town's workbook."""
    said = next((dict(f) for s in sheets if (f := facts(s))), None)
    if said is None or ROLE in said or "edition" not in said:
        return None
    return About(*(said.get(name, "") for name in ("format", "edition", "scheme", "as_of", "county", "town")))


def is_ours(sheet: Sheet, said: About | None) -> bool:
    """Whether a sheet is one of a town's workbook: of a file that is one by its names, else by the key column."""
    return is_list(sheet) or (said is not None and (sheet.name in _SHEETS or sheet.name.endswith("覆盖情况")))


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet has the key column: the list that a town fills in, whatever it is called now."""
    wanted = _plain(KEY)
    return any(_plain(sheet.text(r, c)) == wanted for r in range(min(_HEADER_ROWS, sheet.height)) for c in range(sheet.width))


def _plain(said: str) -> str:
    return re.sub(r"\s+", "", said).replace("(", "（").replace(")", "）")


def only_answered(block: Block) -> Block:
    """The block without the rows in whose four columns nothing is written: they are unanswered, and skipped."""
    written = [text.present(text.tidy(block.cells[name])) for name in ("contact", "id", "since", "note") if name in block.cells]
    kept = np.flatnonzero(np.logical_or.reduce(written)) if written else np.zeros(0, np.int64)
    at = pa.array(kept)
    return replace(
        block,
        rows=block.rows[kept],
        cells={name: column.take(at) for name, column in block.cells.items()},
        numeric={name: mask[kept] for name, mask in block.numeric.items()},
        blank={name: mask[kept] for name, mask in block.blank.items()},
        continued={name: mask[kept] for name, mask in block.continued.items()},
        extra=pa.array([""] * len(kept), pa.string()),
        skipped=block.skipped + len(block.rows) - len(kept),
        section=block.section[kept],
        zero=block.zero[kept],
    )
