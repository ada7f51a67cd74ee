"""What arrived + what is in force → the next edition of a register, not current yet.

1. The new files are kept, and every file in force is read and its sheets recognised, once.
2. Ledgers of units first, then the others: where do the new rows belong, for which units are they complete, which rows do they replace?
3. Everything in force is read together, as if it had arrived at once.
4. What the current edition knew and nobody states any more is ended, not deleted (graph.ended).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.edition import SCHEME_FOLDER, Contents, Edition, write_edition
from graph.ended import carry
from graph.register import Register
from graph.schema import OPEN_UNTIL
from graph.scheme import SCHEMES, read_scheme, require_named
from graph.store import Progress, silent
from loaders.identity.decisions import read_decisions
from loaders.identity.following import follow
from loaders.merge import doubts
from loaders.merge.comparison import Comparison, compare
from loaders.merge.former import former_units, villages
from loaders.merge.inputs import Input, arrived, as_manifest, files, inputs_of, renamed, settings_of
from loaders.merge.ledger_rows import COLUMNS, ledger_rows
from loaders.merge.replacing import Replaced, put_together
from loaders.read import Reading, Recognition, read_blocks, recognise_files
from loaders.settings import Settings, read_settings
from loaders.stage import about_of, contents_of

DECISIONS = "identity/decisions.json"


@dataclass(frozen=True)
class Staged:
    """The next edition, what it changes, and what is doubtful about it."""

    edition: Edition
    number: int
    reading: Reading
    comparison: Comparison
    doubts: list[str]
    notices: list[str]
    """What is only told: files that are in force already."""

    @property
    def inputs(self) -> list[dict[str, object]]:
        """The files that the edition is made of (loaders.merge.inputs)."""
        said = self.edition.manifest["inputs"]
        assert isinstance(said, list)
        return said

    @property
    def refused(self) -> bool:
        """Whether ledger rows were refused."""
        return self.reading.refused


def stage_next(
    paths: Sequence[Path], register: Register, scheme_name: str = "", loss: float = doubts.LOSS, progress: Progress = silent, as_of: dt.date | None = None
) -> Staged:
    """Stage the next edition; the caller holds the register's lock. Nothing is current that was not.

    Raises InputError where there is nothing to read, SchemeError for settings or a scheme that cannot be, EditionError for a damaged register.
    """
    base = register.edition() if register.current is not None else None
    if base is not None:
        base.verify()
    number, said = register.next_number(), read_settings(paths)
    said = replace(said, as_of=as_of) if as_of else said
    day = max(said.day, dt.date.fromisoformat(str(base.manifest["as_of"]))) if base else said.day
    before = inputs_of(base)
    came, found = arrived(paths, register.blobs, number, said.day.isoformat())
    # A file that is in force whole brings nothing; one of which rows were replaced, or nothing was read, is taken anew.
    unread = _unread(base)
    whole = {one.checksum for one in before if not one.without and one.file not in unread and not one.is_settings}
    fresh = [one for one in came if one.checksum not in whole]
    names = {one.file for one in fresh if not one.is_settings}
    kept = [one for one in before if one.file not in unread or one.original not in names]
    now = renamed(kept, names)
    every = [*now, *fresh]
    chosen = require_named(scheme_name or said.scheme or (base.scheme if base else ""))
    recognition = recognised(every, register, day, chosen, register.decisions, found.passed_over, progress)
    lines = _lines_of(base, dict(zip((one.file for one in kept), now, strict=True)))
    replaced = put_together(recognition, every, lines, said, number, base, register.secret)
    reading = read_blocks(replaced.recognition, replaced.blocks, progress)
    progress("建立版次", 0, 1)
    former = former_units(reading.world, base) if base else {}
    contents, after = contents_in_force(register, base, former, reading, day, replaced.fills)
    compared = compare(lines.assign(unit=lines["unit"].map(lambda u: former.get(u, u))), after, replaced.scope)
    told, notices = ([], []) if base is None else _doubts(base, said, before, came, replaced, compared, after, register, day, loss, reading, contents)
    contents.about = {
        **about_of(reading, reading.world.scheme, reading.world.settings, day),
        "number": number,
        "base": register.current,
        "made": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "inputs": as_manifest(replaced.inputs),
        "doubts": told,
    }
    contents.files = own_scheme(chosen) | kept_decisions(register)
    edition = write_edition(register.path(number), contents)
    progress("建立版次", 1, 1)
    return Staged(edition, number, reading, compared, told, notices)


def own_scheme(chosen: str) -> dict[str, bytes]:
    """A scheme of the user's own, to be kept with the edition; nothing for one that comes with the program."""
    path = Path(chosen)
    ours = (SCHEMES / f"{chosen}.toml").is_file()
    return {f"{SCHEME_FOLDER}/{path.stem}.toml": path.read_bytes()} if path.is_file() and not ours else {}


def kept_decisions(register: Register) -> dict[str, bytes]:
    """What was decided about persons when an edition was made: kept with it, so that it can be made again."""
    return {DECISIONS: register.decisions.read_bytes()} if register.decisions.exists() else {}


def recognised(
    inputs: Sequence[Input], register: Register, day: dt.date, scheme: str, decisions: Path, passed_over: Sequence[tuple[str, str]] = (),
    progress: Progress = silent,
) -> Recognition:  # fmt: skip
    """The sheets of all `inputs`, read by their own settings, a scheme (name or path) and what was decided about persons."""
    settings = settings_of(inputs, register.blobs, day)
    found = recognise_files(files(inputs, register.blobs, passed_over), read_scheme(scheme), settings, progress)
    found.world.secret, found.world.decisions = register.secret, read_decisions(decisions)
    return found


def _unread(base: Edition | None) -> set[str]:
    """The files in force of which no row was read: no ledgers, or not known as ones."""
    if base is None:
        return set()
    read = set(base.identity("rows")["file"].to_pylist())
    return {one.file for one in inputs_of(base) if not one.is_settings} - read


def _lines_of(base: Edition | None, now: Mapping[str, Input]) -> pd.DataFrame:
    """The rows in force before, with the names that their files have `now` (by their names then), those under which they arrived, their
    checksums, and the edition of their first version."""
    if base is None:
        return pd.DataFrame({c: [] for c in (*COLUMNS, "source")})
    lines = base.identity("rows").to_pandas()
    for column in ("checksum", "original", "first"):
        lines[column] = lines["file"].map({then: getattr(one, column) for then, one in now.items()})
    lines["file"] = lines["file"].map({then: one.file for then, one in now.items()})
    lines["source"] = _sources(lines)
    return lines


def _sources(lines: pd.DataFrame) -> pd.Series:
    joined: pd.Series = lines["file"].astype(str) + "#" + lines["sheet"].astype(str) + "!" + lines["row"].astype(str)
    return joined


def _doubts(
    base: Edition, said: Settings, before: Sequence[Input], came: Sequence[Input], replaced: Replaced, compared: Comparison, after: pd.DataFrame,
    register: Register, day: dt.date, loss: float, reading: Reading, contents: Contents,
) -> tuple[list[str], list[str]]:  # fmt: skip
    ever: dict[str, int] = {}
    history = register.history()
    used = {entry.number for entry in history if entry.action == "approve"}  # a load that was cut off or declined may come again
    for entry in history:
        if entry.action == "stage" and entry.number in used and entry.number:
            brought = entry.details.get("files", [])
            for checksum in brought if isinstance(brought, list) else []:
                ever.setdefault(str(checksum), entry.number)
    units = base.nodes("Unit", ["id", "path"]).to_pandas()
    names = dict(zip(units["id"], units["path"], strict=True))
    tree = replaced.tree
    towns = {i: t for i, t in zip(tree.ids(), replaced.towns, strict=True) if t}
    fresh = after[after["file"].isin(replaced.fresh)]
    again, notices = doubts.same_again(before, [one for one in came if not one.is_settings], ever)
    found = [
        *doubts.clock(base, dt.date.today()),
        *again,
        *doubts.partly_replaced(before, came, replaced.recognition.sources),
        *doubts.span(fresh),
        *doubts.last_year(base, said, replaced.titles, day),
        *doubts.another_county(base, said, fresh, reading.world.problems.frame()),
        *doubts.another_town(replaced.elsewhere),
        *doubts.missing(compared, names),
        *doubts.exchanged(compared, names),
        *doubts.households(_counted(base.nodes("Household", ["counted", "until"])), _counted(contents.nodes["Household"]), compared),
        *doubts.losses(compared, names, towns, loss),
    ]
    return found, notices


def _counted(households: pa.Table) -> int:
    """The households of the denominator that are in force."""
    return int(pc.sum(pc.and_(households["counted"], pc.equal(households["until"], OPEN_UNTIL))).as_py() or 0)


def contents_in_force(
    register: Register, base: Edition | None, former: Mapping[str, str], reading: Reading, day: dt.date, fills: pd.DataFrame
) -> tuple[Contents, pd.DataFrame]:
    """What an edition holds of a reading of everything in force, with what the earlier edition knew and has ended; and its rows (ledger_rows).

    `former`: units of `base` that are others now (former_units).
    """
    after = ledger_rows(reading.rows, reading.world, register.secret)
    contents = contents_of(reading, register.secret, reading.world.decisions)
    if base is not None:
        follow(base, contents, villages(former, reading.world))
        contents = carry(contents, base, day).contents
    days = after["day"].to_numpy().astype("datetime64[D]")
    contents.identity |= {
        "rows": pa.Table.from_pandas(after.assign(day=days), preserve_index=False),
        "fills": pa.Table.from_pandas(fills.assign(row=fills["row"].astype(np.int64)), preserve_index=False),
    }
    after["source"] = _sources(after)
    return contents, after
