"""Writes a month's delivery, or everything that is in force, as an office would send it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from api.demo.assemble import SIGNED, assemble
from api.demo.build import DEALS
from api.demo.dice import Cell, dice
from api.demo.draft import Sheet
from api.demo.settings import write_settings
from api.demo.write import write_file
from api.demo.year.lines import Page, draft_of
from api.demo.year.office import Office
from api.demo.year.story import Month

STORY = "说明.txt"


def write_month(folder: Path, month: Month, root: Path) -> None:
    """The files of one month and their daohu.toml; what was sent before is copied, to the last byte."""
    folder.mkdir(parents=True, exist_ok=True)
    if month.again:
        for path in sorted((root / f"{month.again:02d}").iterdir()):
            if path.suffix != ".toml":
                shutil.copyfile(path, folder / path.name)
        _settings(folder, month.office, month.office.pages)
    else:
        _write(folder, month.office, month.sent)


def write_whole(folder: Path, office: Office) -> None:
    """All ledgers that state together what is in force."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, office, office.pages)


def _write(folder: Path, office: Office, pages: Sequence[Page]) -> None:
    names = list(dict.fromkeys(p.draft.file for p in pages))
    for _, some in groupby(sorted(pages, key=lambda p: names.index(p.draft.file)), key=lambda p: p.draft.file):
        here = list(some)
        write_file(folder, [_sheet(p, office.seed) for p in here], notes=here[0].kind in ("units", "E8"))
    _settings(folder, office, pages)


def _settings(folder: Path, office: Office, pages: Sequence[Page]) -> None:
    county = office.world.county
    kind = "C8" if county.flavour.scheme == "enyang" else "B11"
    write_settings(folder, county, [p.files for p in pages if p.kind == kind], DEALS[kind][0], office.day)


def _sheet(page: Page, seed: int) -> Sheet:
    sheet = assemble(draft_of(page), dice(seed, "rows", page.draft.file, page.draft.sheet))
    if page.signed:
        sheet.head = [[_signed(c, page.signed) for c in row] for row in sheet.head]
        sheet.body = [[_signed(c, page.signed) for c in row] for row in sheet.body]
    return sheet


def _signed(cell: Cell, day: str) -> Cell:
    return cell.replace(SIGNED, day) if isinstance(cell, str) else cell


def write_story(folder: Path, months: Sequence[Month]) -> None:
    """What every month brings, and how to load it."""
    county = months[0].office.world.county.flavour.county
    lines = [f"{county}（虚构）的一年，每月一次报送。逐月装载：daohu load 01 --register 登记库，核对后启用，然后 02、03……", ""]
    for month in months:
        lines.append(f"{month.number:02d}（{month.office.day.isoformat()}）")
        lines += [f"  {note}" for note in month.notes]
    (folder / STORY).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
