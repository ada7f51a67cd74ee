"""Which rows of the files in force the new ones replace, and the sheets as they are in force after that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from graph.edition import Edition
from loaders import units
from loaders.blocks import Block
from loaders.merge.former import former_units
from loaders.merge.inputs import Input, masked_rows, without
from loaders.merge.ledger_rows import ledger_rows
from loaders.merge.masked import blocks_in_force, fills_of, no_fills
from loaders.merge.masks import PLACE, Sheets, predecessors, replaced
from loaders.merge.scope import elsewhere, named_units, scopes, titles_of
from loaders.read import REGISTER_DONE, UNITS_DONE, Recognition, read_kinds
from loaders.settings import Settings
from loaders.units import Tree
from loaders.world import World


@dataclass
class Replaced:
    """What is in force after a load."""

    recognition: Recognition
    """Of the files that still have rows in force, and the new ones."""
    blocks: list[Block]
    inputs: list[Input]
    scope: pd.DataFrame
    """loaders.merge.scope.SCOPE, with the units' ids."""
    fills: pd.DataFrame
    tree: Tree
    """The units as the new rows were placed by."""
    fresh: list[str]
    """The names of the new files."""
    titles: dict[tuple[str, str], str]
    """(file, sheet) → file, sheet's name and title of each new sheet."""
    elsewhere: list[tuple[str, str, str]]
    """New sheets that name a town in which none of their rows lies."""

    @property
    def towns(self) -> list[str]:
        """Per unit of the tree the id of its town; "" above the towns."""
        ids = self.tree.ids()
        above = [self.tree.up(i, units.TOWN) for i in range(len(ids))]
        return [ids[a] if a >= 0 else "" for a in above]


def put_together(
    recognition: Recognition, every: Sequence[Input], lines: pd.DataFrame, said: Settings, number: int, base: Edition | None, secret: bytes
) -> Replaced:
    """`every`: the inputs in force with the new ones (brought by edition `number`); `lines`: the rows in force before (ledger_rows);
    `said`: the settings that came with the new ones."""
    fresh = [one.file for one in every if one.loaded == number and not one.is_settings]
    fills = base.identity("fills").to_pandas() if base else no_fills()
    settings = [one for one in every if one.is_settings]
    state = _State(recognition, {one.file: one for one in every if not one.is_settings}, fills)
    if base is None:
        none = pd.DataFrame({c: [] for c in ("file", "sheet", "ledger", "unit", "how")})
        return Replaced(recognition, recognition.blocks, list(every), none, fills, Tree(), fresh, {}, [])
    titles = titles_of([b for b in recognition.blocks if b.file in fresh])
    corrected = {checksum for s in recognition.sources if s["file"] in fresh for checksum in _corrected(s.get("corrects"))}
    touched = _touched(recognition, set(fresh), lines)
    found, strange = [], list[tuple[str, str, str]]()
    world = recognition.fresh()
    for lowest, highest in ((0, UNITS_DONE - 1), (UNITS_DONE, 99)):
        world = recognition.fresh()
        readings = read_kinds(state.blocks(highest, touched), world, last=highest)
        mine = [r for r in readings if lowest <= r.ledger.order <= highest]
        new = _placed(ledger_rows(mine, world, secret, set(fresh)), world)
        new = new[new["file"].isin(fresh)]
        mine_before = lines[lines["kind"].isin(_kinds(recognition, lowest, highest))]
        old = _placed(mine_before, world, former_units(world, base))
        named = named_units(world.tree, titles)
        scope = scopes(new, old, world, said, named)
        strange += elsewhere(new, world.tree, named)
        versions = predecessors(old, new)
        gone = replaced(old, new, scope, corrected, versions)
        state.follow(versions)
        state.take_out(gone[PLACE], fills_of(mine, gone, {f: one.checksum for f, one in state.inputs.items()}))
        ids = np.asarray(world.tree.ids(), object)
        found.append(scope.assign(unit=ids[scope["unit"].to_numpy(np.int64)] if len(scope) else []))
    left = [*settings, *state.left(number)]
    dropped = set(state.inputs) - {one.file for one in left}
    blocks = [b for b in state.blocks() if b.file not in dropped and (len(b.rows) or b.file in fresh)]
    scope = pd.concat(found, ignore_index=True)
    return Replaced(recognition.without(dropped), blocks, left, scope, state.fills, world.tree, fresh, titles, strange)


def _corrected(said: object) -> list[str]:
    """The checksums of the files that a checked copy corrects: the one it was made of, and those that that one corrected itself."""
    if not isinstance(said, dict):
        return []
    return [str(said["checksum"]), *(c for one in said.get("earlier", []) for c in _corrected(one))]


def _touched(recognition: Recognition, fresh: set[str], lines: pd.DataFrame) -> set[str]:
    """The kinds of the new sheets, and those that state rows of the same ledgers."""
    kinds = {b.found.ledger.kind for b in recognition.blocks if b.file in fresh}
    ledgers = lines.loc[lines["kind"].isin(kinds), "ledger"].unique()
    return kinds | set(lines.loc[lines["ledger"].isin(ledgers), "kind"])


def _kinds(recognition: Recognition, lowest: int, highest: int) -> list[str]:
    return list({b.found.ledger.kind for b in recognition.blocks if lowest <= b.found.ledger.order <= highest})


def _placed(lines: pd.DataFrame, world: World, former: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Lines with `at`: the index in the tree of the unit, or of the one that took its place; -1 where there is none."""
    index = {i: n for n, i in enumerate(world.tree.ids())}
    known = {u: index.get((former or {}).get(u, u), -1) for u in lines["unit"].unique()}
    at = lines["unit"].map(known).to_numpy()
    return lines.assign(at=np.array(at, np.int64) if len(at) else np.zeros(0, np.int64))


class _State:
    """The inputs while rows are taken out of force."""

    def __init__(self, recognition: Recognition, inputs: dict[str, Input], fills: pd.DataFrame) -> None:
        self.recognition, self.inputs, self.fills = recognition, inputs, fills

    def follow(self, versions: Sheets) -> None:
        """A new version of a file stands beside what stood beside the first."""
        for (file, _), earlier in versions.items():
            first = min(self.inputs[before].first for before, _ in earlier)
            self.inputs[file] = replace(self.inputs[file], first=min(first, self.inputs[file].first))

    def take_out(self, gone: pd.DataFrame, fills: pd.DataFrame) -> None:
        self.inputs = {one.file: one for one in without(list(self.inputs.values()), gone)}
        self.fills = pd.concat([self.fills, fills], ignore_index=True).drop_duplicates(["checksum", "sheet", "row", "field"], keep="last")

    def blocks(self, highest: int = 99, kinds: Collection[str] | None = None) -> list[Block]:
        """The sheets in force of the kinds up to an order; of those beyond units and households only `kinds`, where they are given."""
        some = (
            b
            for b in self.recognition.blocks
            if (order := b.found.ledger.order) <= highest and (kinds is None or order < REGISTER_DONE or b.found.ledger.kind in kinds)
        )
        return blocks_in_force(some, self.inputs, self.fills)

    def left(self, number: int) -> list[Input]:
        """The files that are in force: new ones, older ones with a row left, and those of which no row was ever read."""
        rows: dict[str, int] = {}
        for block in self.recognition.blocks:
            rows[block.file] = rows.get(block.file, 0) + int((~masked_rows(self.inputs[block.file], block.name, block.rows)).sum())
        kept = [one for one in self.inputs.values() if one.loaded == number or rows.get(one.file, 1)]
        self.fills = self.fills[self.fills["checksum"].isin([one.checksum for one in kept])]
        return [replace(one, without={s: r for s, r in one.without.items() if r}) for one in kept]
