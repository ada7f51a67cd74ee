"""Id numbers as they arrive: forms that are forgiven, and forms that lose the number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from api.demo.cells import full_width
from api.demo.dice import Cell, Dice, Ints, Texts, some, texts
from api.demo.numbers import ID_CHECKS, with_check


def _spaced(id: str) -> str:
    return f" {id[:6]} {id[6:14]} {id[14:]}"


FORGIVEN: tuple[tuple[float, Callable[[str], str]], ...] = (
    (0.012, full_width),
    (0.016, _spaced),
    (0.016, lambda id: "'" + id),
)
LOST: tuple[tuple[str, float, Callable[[str], Cell], str], ...] = (
    ("wrong_check_digit", 0.006, lambda id: id[:17] + ID_CHECKS[(ID_CHECKS.index(id[17]) + 3) % 11], "id_checksum"),
    ("seventeen_digits", 0.004, lambda id: id[:9] + id[10:], "id_length"),
    ("last_four", 0.003, lambda id: id[14:], "id_length"),
    ("as_number", 0.003, lambda id: float(int(id[:17] + "0")), "id_precision_lost"),
    ("impossible_date", 0.0006, lambda id: with_check(id[:10] + "0230" + id[14:17]), "date_invalid"),
)


def id_cells(rng: Dice, ids: Texts, *, old_form: float = 0.01, lost: Ints | None = None, typed: bool = True) -> tuple[list[Cell], Texts, list[tuple[int, str]]]:
    """Cells, the ids a reader sees ('' where unreadable), and the problems by row.

    `lost` are the rows whose number may become unreadable; nobody else's does.
    """
    cells: list[Cell] = list(ids.tolist())
    seen, problems = texts(ids.tolist()), list[tuple[int, str]]()
    full = np.flatnonzero(np.array([bool(i) for i in ids], dtype=np.bool_))
    for i in some(rng, full, 0.5):
        if ids[i][17] == "X":
            cells[i] = ids[i][:17] + "x"
    for share, change in FORGIVEN:
        for i in some(rng, full, share):
            cells[i] = change(ids[i])
    for i in some(rng, full, old_form):
        if ids[i][6:8] == "19":  # before 2000 an id had 15 digits: no century, no check digit
            cells[i] = ids[i][:6] + ids[i][8:17]
    free = np.zeros(0, dtype=np.int64) if lost is None else lost
    for _, share, spoil, code in LOST:
        for i in some(rng, free, share):
            if seen[i]:
                cells[i], seen[i] = spoil(ids[i]), ""
                if not typed and isinstance(cells[i], float):
                    cells[i] = f"{cells[i]:.5E}"  # what a spreadsheet writes into a csv
                problems.append((int(i), code))
    return cells, seen, problems
