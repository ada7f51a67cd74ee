"""Every gap and unknown of an audit as lines for gaps.csv: named, masked, placed, with the rejected row it may come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.answered import ZERO_HINT, Answered, answered_table
from graph.checks.finding import Finding
from graph.checks.ground import Ground
from graph.checks.presence import slots_of
from graph.hints import Rejected, hints
from graph.masking import mask_names
from graph.result import GAPS
from graph.scheme import Check, Scheme


def gaps(ground: Ground, scheme: Scheme, found: Sequence[tuple[Check, Finding]]) -> pd.DataFrame:
    """The columns of GAPS, then plain_name (for towns/*.xlsx only) and town."""
    rejected = Rejected(ground.edition.table("rejected").to_pandas(), ground.units)
    answered = Answered(answered_table(ground.edition))
    parts = [_lines(ground, check, one.subjects, rejected.of(scheme.asked(check)), answered) for check, one in found]
    frame: pd.DataFrame = pa.concat_tables(parts).to_pandas() if parts else pd.DataFrame(columns=[*GAPS, "plain_name", "town"])
    return frame


def _confirmed(subjects: pa.Table, hint: pa.Array, zeros: Mapping[str, str]) -> pa.Array:
    """The hints, and of a confirmed nothing the row that says so."""
    if not zeros:
        return hint
    said = pa.array([ZERO_HINT + source for source in zeros.values()], pa.string())
    at = pc.index_in(subjects["subject_id"].combine_chunks(), value_set=pa.array(list(zeros), pa.string()))
    return pc.coalesce(said.take(at), hint)


def _lines(ground: Ground, check: Check, subjects: pa.Table, rejected: pd.DataFrame, answered: Answered) -> pa.Table:
    subjects = subjects.sort_by([("unit", "ascending"), ("subject_id", "ascending")])
    units, unit, length = ground.units, subjects["unit"], subjects.num_rows
    texts = {c: pa.array(v, pa.string()).take(unit) for c, v in (("unit_id", units.id), ("unit_path", units.path), ("town", units.town_name))}
    name, about = subjects["name"], subjects["about"]
    columns = {
        "system": pa.repeat(check.system, length),
        "check": pa.repeat(check.id, length),
        **{c: subjects[c] for c in ("state", "reason", "subject_kind", "subject_id", "subject_code")},
        "subject_name": _told(pc.if_else(subjects["private"], masked(name), name), about),
        **texts,
        "hint": _confirmed(subjects, hints(subjects, rejected, units, _alternatives(ground, check)), answered.zeros(check.id)),
        "plain_name": _told(name, about),
    }
    return pa.table({c: columns[c] for c in (*GAPS, "plain_name", "town")})


def masked(names: pa.ChunkedArray | pa.Array) -> pa.Array:
    """`mask_names` by distinct name: a county has 100,000 heads and far fewer names."""
    coded = pa.chunked_array(names).combine_chunks().dictionary_encode() if isinstance(names, pa.ChunkedArray) else names.dictionary_encode()
    return mask_names(coded.dictionary).take(coded.indices)


def _told(name: pa.Array, about: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(about, ""), name, pc.binary_join_element_wise(name, about, " "))


def _alternatives(ground: Ground, check: Check) -> Mapping[str, Sequence[str]] | None:
    """The words that fill each slot of a presence check; None where any row of its ledger may."""
    if check.kind != "presence":
        return {}
    return None if "social" in check.options else {s.name: s.words for s in slots_of(ground.lists, check)}
