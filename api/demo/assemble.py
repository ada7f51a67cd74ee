"""From draft to sheet: title, header, blank rows, repeated headers, 小计, copies, 合计, 填表人."""

from __future__ import annotations

import numpy as np

from api.demo.dice import Bools, Cell, Dice, Ints, some
from api.demo.draft import Draft, Sheet
from api.demo.names import person

BLANK, AGAIN, SUBTOTAL = -1, -2, -3
SIGNED = "2025年6月20日"


def assemble(draft: Draft, rng: Dice) -> Sheet:
    """The sheet, with the row numbers that problems will name."""
    head, merges = _head(draft, rng)
    order = _order(draft, rng, repeat=not draft.bands)
    rows = _rows(draft)
    width = len(draft.columns)
    blank: list[Cell] = [""] * width
    body: list[list[Cell]] = []
    row = np.zeros(draft.size + len(draft.copies), dtype=np.int64)
    since = number = 0
    for step in order.tolist():
        if step >= 0:
            number += 1
            since += 1
            rows[step][0] = number
            row[step] = len(head) + len(body) + 1
            body.append(rows[step])
        elif step == SUBTOTAL:
            body.append(["小计", f"共{since}行", *blank[2:]])
            since = 0
        else:
            body.append(list(draft.columns) if step == AGAIN else list(blank))
    merges += _merges(draft, row)
    names = list(draft.columns)
    for place, origin in enumerate(draft.copies.tolist()):
        number += 1
        row[draft.size + place] = len(head) + len(body) + 1
        body.append([number, *(draft.columns[c][origin] for c in names[1:])])
    skipped = int((order < 0).sum())
    for line in _feet(draft, number, rng):
        body.append([*line, *blank[len(line) :]])
        skipped += 1
    return Sheet(draft, head, body, merges, row, skipped)


def _head(draft: Draft, rng: Dice) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:
    names, last = list(draft.columns), len(draft.columns) - 1
    head: list[list[Cell]] = []
    merges: list[tuple[int, int, int, int]] = []
    if not draft.encoding:  # a csv has no title: programs write it
        head.append([draft.title, *[""] * last])
        if rng.random() < 0.5:
            head.append(["填报单位（盖章）：        填报日期：" + SIGNED, *[""] * last])
        merges += [(r, 0, r, last) for r in range(len(head))]
    if not draft.bands:
        return [*head, list(names)], merges
    top = len(head)
    upper: list[Cell] = []
    for c, name in enumerate(names):
        band = draft.bands.get(name, "")
        upper.append(name if not band else band if not c or draft.bands.get(names[c - 1], "") != band else "")
        if not band:
            merges.append((top, c, top + 1, c))
        elif upper[c]:
            width = next((i for i, n in enumerate(names[c:]) if draft.bands.get(n, "") != band), len(names) - c)
            if width > 1:
                merges.append((top, c, top, c + width - 1))
    return [*head, upper, [n if n in draft.bands else "" for n in names]], merges


def _order(draft: Draft, rng: Dice, repeat: bool) -> Ints:
    """Rows in order, with what lies between blocks."""
    n = draft.size
    if not n:
        return np.zeros(0, dtype=np.int64)
    gaps = _between(draft)
    where: list[int] = []
    what: list[int] = []
    if draft.section is not None:
        for g in gaps[draft.section[gaps] != draft.section[gaps - 1]] if len(gaps) else []:
            if rng.random() < 0.35:
                where.append(int(g))
                what.append(SUBTOTAL)
    for g in some(rng, gaps, (1.2 + n / 900) / max(1, len(gaps))):
        where.append(int(g))
        what.append(BLANK)
    if repeat:
        for g in some(rng, gaps, (0.35 + n / 2500) / max(1, len(gaps))):
            where.append(int(g))
            what.append(AGAIN)
    return np.insert(np.arange(n), np.array(where, dtype=np.int64), np.array(what, dtype=np.int64))


def _between(draft: Draft) -> Ints:
    """Positions where a new block begins: only there may something lie between."""
    here = np.arange(1, draft.size)
    return here if draft.block is None else here[draft.block[1:] != draft.block[:-1]]


def _follows(draft: Draft) -> Bools:
    """Rows that continue the block above."""
    found = np.zeros(draft.size, dtype=np.bool_)
    if draft.block is not None and draft.size:
        found[1:] = draft.block[1:] == draft.block[:-1]
    return found


def _rows(draft: Draft) -> list[list[Cell]]:
    """Rows as they are laid out: merged cells empty but the first, 同上 below the first."""
    columns = []
    follows = np.flatnonzero(_follows(draft)).tolist() if draft.merged or draft.ditto else []
    for name, cells in draft.columns.items():
        if name in draft.merged or name in draft.ditto:
            cells = list(cells)
            word = "" if name in draft.merged else "同上"
            for i in follows:
                cells[i] = word
        columns.append(cells)
    return [list(r) for r in zip(*columns, strict=True)]


def _merges(draft: Draft, row: Ints) -> list[tuple[int, int, int, int]]:
    """Merged ranges of the blocks; a csv saved from a merged workbook has only the empty cells."""
    if not draft.merged or not draft.size:
        return []
    follows = _follows(draft)
    starts = np.flatnonzero(~follows)
    ends = np.append(starts[1:], draft.size) - 1
    places = [i for i, name in enumerate(draft.columns) if name in draft.merged]
    return [(int(row[a]) - 1, c, int(row[b]) - 1, c) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b > a for c in places]


def _feet(draft: Draft, count: int, rng: Dice) -> list[list[Cell]]:
    feet: list[list[Cell]] = [draft.total if draft.total is not None else ["合计", f"共{count}行"]]
    if rng.random() < 0.6:
        feet.append([f"填表人：{person(rng)}    审核人：{person(rng)}    {SIGNED}"])
    return feet
