"""Coverage of an edition, computed once and kept beside it: what loads are compared by."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from contextlib import suppress

import pandas as pd

from api.work import Options, audited
from graph.durable import replace_file
from graph.register import Register
from graph.scheme import read_scheme
from graph.store import Progress, silent


def coverage(register: Register, number: int, scheme_name: str = "", day: str = "", progress: Progress = silent) -> pd.DataFrame:
    """The coverage table (graph.result.COVERAGE) of an edition, by its own scheme and as of its own day unless others are named."""
    edition = register.edition(number)
    scheme = read_scheme(scheme_name or edition.scheme)
    as_of = dt.date.fromisoformat(day or str(edition.manifest["as_of"]))
    key = hashlib.sha256(f"{edition.id} {as_of} {scheme}".encode()).hexdigest()[:16]
    path = register.folder / "results" / f"{number:04d}-{key}.parquet"
    with suppress(OSError, ValueError):  # one that is damaged is computed anew
        return pd.read_parquet(path)
    found = audited(edition, register.store_folder(number), scheme, as_of, Options(), progress).coverage
    data = io.BytesIO()
    found.to_parquet(data, index=False)
    path.parent.mkdir(exist_ok=True)
    replace_file(path, data.getvalue())
    return found
