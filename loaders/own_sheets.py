"""The sheets that daohu itself puts into workbooks: known again when a workbook comes back, and never taken for ledgers.

A workbook of ours carries a hidden sheet `_daohu` of two columns, a name and a value, the first ones ``format`` and ``role``. A *checked*
copy (``role`` is ``checked``) is a user's own ledger with its bad cells marked: in it `_daohu` says whose copy it is, a list of problems
stands in a sheet of its own, and all other sheets are the user's. Such a file, corrected or not, is read as the ledger that it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.workbook.sheet import Sheet

__all__ = ["ABOUT_SHEET", "ABOUT_SHEETS", "CHECKED", "FORMAT", "PROBLEM_COLUMNS", "PROBLEM_SHEETS", "ROLE", "facts", "is_problem_list", "users_own"]

ABOUT_SHEET = "_daohu"
ABOUT_SHEETS = (ABOUT_SHEET, "_daohu2")
"""The second in the checked copy of a workbook of ours that has the first already (a town's, filled in)."""
FORMAT = 1
"""Of `_daohu`; a later format is not believed."""
ROLE, CHECKED = "role", "checked"
PROBLEM_SHEETS = ("问题", "问题（到户）")
"""The list of problems; the second where the user's own sheet has the first name."""
PROBLEM_COLUMNS = ("序号", "工作表", "单元格", "列", "级别", "原值", "问题与改法")
_HEADER_ROWS = 8
"""The header of the list stands within the first rows, below its title and the explanations."""

Facts = list[tuple[str, str]]


def facts(sheet: Sheet) -> Facts:
    """Names and values of a sheet `_daohu`, in its order; nothing where it is another sheet."""
    if sheet.name not in ABOUT_SHEETS or sheet.width < 2:
        return []
    names, values = (column.to_pylist() for column in sheet.columns[:2])
    said = [(str(n), str(v or "")) for n, v in zip(names, values, strict=True) if n]
    return said if said and said[0][0] == "format" else []


def is_problem_list(sheet: Sheet) -> bool:
    """Whether a sheet is our list of problems, by its header, also where it was renamed or `_daohu` was lost."""
    if sheet.width < len(PROBLEM_COLUMNS):
        return False
    rows = range(min(_HEADER_ROWS, sheet.height))
    return any(all(sheet.text(r, c).strip() == title for c, title in enumerate(PROBLEM_COLUMNS)) for r in rows)


def users_own(sheets: Sequence[Sheet]) -> tuple[list[Sheet], dict[str, object] | None]:
    """The sheets of a workbook without ours, and, of a checked copy, which file it corrects, else None.

    That is ``{"file": the path below LEDGERS, "checksum": its sha256, "earlier": […], "ours": […], "sheets": {…}}``. `earlier` holds file
    and checksum of what that one was itself a checked copy of, the latest first; `ours` are the names of our sheets, `sheets` those of
    the user's → the names under which they were read first, where these differ.

    The sheets of a checked copy are known by the names and the file that they came from: a CSV has no sheet name, and what a path tells
    of a ledger (a town, a mechanism) still holds in another folder.
    """
    about = next((said for s in sheets if (said := facts(s)) and dict(said).get(ROLE) == CHECKED), [])
    if not about or dict(about)["format"] != str(FORMAT):
        return [s for s in sheets if not is_problem_list(s)], None
    files = [v for n, v in about if n == "file"]
    sums = [v for n, v in about if n == "checksum"]
    came = [{"file": f, "checksum": c} for f, c in zip(files, sums, strict=False)]
    named = dict(v.split("\t", 1) for n, v in about if n == "sheet" and "\t" in v)
    first = files[-1] if files else ""
    own = [replace(s, name=named.get(s.name, s.name), filed_as=first) for s in sheets if facts(s) != about and not is_problem_list(s)]
    if not came:
        return own, None
    ours = [s.name for s in sheets if facts(s) == about or is_problem_list(s)]
    return own, {**came[0], "earlier": came[1:], "ours": ours, "sheets": named}
