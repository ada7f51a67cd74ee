"""Every row of a reading as one line: which ledger and unit it speaks for, what became of it, what it is about, what it states.

Subjects and statements are kept as hashes under the register's key: they hold names and id numbers, and are only compared.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.masking import mask_names
from loaders.normalise.dates import dates
from loaders.rows import Rows
from loaders.world import World

COLUMNS = ("file", "sheet", "row", "kind", "ledger", "category", "unit", "several", "zero", "status", "subject", "statement", "shown", "day")
ANSWERS = "answers"
"""The kind of a town's filled-in workbook."""
ANY = "*"
"""The category of rows that may be of any category of their ledger: matrices, with a column for each."""
ANSWERED = "缺口答复"
"""The ledger of answers to checks that ask none."""
_HOUSEHOLD = ("household_code", "head_name", "head_id")
_ABOUT = ("household_code", "mechanism", "kind", "post", "measure", "body")
"""Fields beside names of persons that tell what a row is about."""
DATED = ("events", "visits")
"""Kinds whose rows happened on a day: a later delivery speaks for its own span of days only."""


def ledger_rows(readings: Sequence[Rows], world: World, secret: bytes, files: Collection[str] | None = None) -> pd.DataFrame:
    """One line per row of all kinds (of these `files` only), with the columns of COLUMNS; `unit` is the unit's id, "" where the row was not placed."""
    ids = np.array([*world.tree.ids(), ""], object)
    asked = {c.id: c.ledger or ANSWERED for c in world.scheme.checks}
    kinds = world.kinds
    parts = [_lines(rows, ids, secret, asked, kinds) for rows in readings if len(rows) and (files is None or any(b.file in files for b in rows.blocks))]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({c: [] for c in COLUMNS})


def _lines(rows: Rows, ids: np.ndarray, secret: bytes, asked: Mapping[str, str], kinds: Mapping[str, str]) -> pd.DataFrame:
    named = [f.name for f in rows.ledger.fields if f.cell == "name" and rows.has(f.name)]
    of_household = any(rows.has(n) for n in _HOUSEHOLD if n in rows.ledger.by_name)
    about_whom = [n for n in named if n != "contact" or not of_household]  # a household that another now contacts is the same row, changed
    about = [n for n in _ABOUT if n in rows.ledger.by_name and rows.has(n)]
    own = [f.name for f in rows.ledger.fields if f.cell == "unit" and rows.has(f.name)] if rows.ledger.title == "单元名册" or not (named or about) else []
    dated = [n for n in ("date",) if rows.ledger.kind in DATED and rows.has(n)]
    every = [f.name for f in rows.ledger.fields if f.name != "seq" and rows.has(f.name)]
    subject, ledgers = _joined(rows, [*about_whom, *about, *own, *dated]), rows.ledger_names
    if rows.ledger.kind == ANSWERS:  # the edition that asked does not matter: the same is answered, in the ledger that was asked
        subject = pc.replace_substring_regex(pc.fill_null(rows.cells("key"), ""), r"^[^|]*\|", "")
        ledgers = np.array([asked.get(s.split("|", 1)[0], ANSWERED) for s in subject.to_pylist()], object)
    stated = rows.statement if rows.statement is not None else _joined(rows, every)
    blocks = [(b.file, b.name) for b in rows.blocks]
    return pd.DataFrame(
        {
            "file": np.array([f for f, _ in blocks], object)[rows.sheet],
            "sheet": np.array([s for _, s in blocks], object)[rows.sheet],
            "row": rows.row.astype(np.int64),
            "kind": rows.ledger.kind,
            "ledger": ledgers,
            "category": _categories(rows, kinds),
            "unit": ids[rows.unit],
            "several": np.isin(np.arange(len(rows)), list(rows.beside)),
            "zero": rows.zero,
            "status": rows.status,
            "subject": _hashed(subject, secret),
            "statement": _hashed(stated, secret),
            "shown": _shown(rows, named, about, own),
            "day": dates(rows.cells("date")).first if dated else np.full(len(rows), np.datetime64("NaT", "D")),
        }
    )


def _categories(rows: Rows, kinds: Mapping[str, str]) -> np.ndarray:
    """What part of a ledger each row is of: its mechanism, else the kind of body, event or grid, else the kind of ledger alone."""
    family = rows.ledger.kind.removesuffix("_matrix")
    if family != rows.ledger.kind or family == ANSWERS:  # an answer gives way to whatever says it in the ledger
        return np.full(len(rows), ANY, object)
    if rows.category is not None:
        said = pc.fill_null(rows.category, "").to_numpy(zero_copy_only=False)
        return np.array(["m:" + s for s in said], object)
    if "kind" not in rows.ledger.by_name or not rows.has("kind"):
        return np.full(len(rows), family, object)
    words = rows.words("kind").dictionary_encode()
    named = [f"{family}:{kinds.get(w, w)}" for w in words.dictionary.to_pylist()]
    return np.array([named[i] if i is not None else family for i in words.indices.to_pylist()], object)


def _joined(rows: Rows, fields: Sequence[str]) -> pa.Array:
    parts = [pc.fill_null(rows.words(f), "") for f in fields]
    return pc.binary_join_element_wise(*parts, "\x1f") if parts else pa.array([""] * len(rows), pa.string())


def _shown(rows: Rows, named: Sequence[str], about: Sequence[str], own: Sequence[str]) -> np.ndarray:
    """What people see of a row: names masked, then 户号, post …"""
    parts = [mask_names(pc.fill_null(rows.words(f), "")) for f in named[:2]] + [pc.fill_null(rows.words(f), "") for f in (*about[:3], *own)]
    parts = [p.combine_chunks() if isinstance(p, pa.ChunkedArray) else p for p in parts]
    told = pc.binary_join_element_wise(*parts, " ") if parts else pa.array([""] * len(rows), pa.string())
    told = pc.replace_substring_regex(told, r"(\d{3})\d{6,}(\d{2}|X)", r"\1******\2")  # an id number or a phone where it does not belong
    return np.asarray(pc.utf8_trim_whitespace(pc.replace_substring_regex(told, " +", " ")).to_numpy(zero_copy_only=False))


def _hashed(texts: pa.Array, secret: bytes) -> np.ndarray:
    key = hmac.new(secret, b"ledger rows", "sha256").hexdigest()[:16]
    told = texts.to_numpy(zero_copy_only=False)
    return np.asarray(pd.util.hash_array(told.astype(object), hash_key=key, categorize=True))
