"""An edition's audit, kept as one DuckDB file beside the editions: written beside its place and renamed, whole or not there."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import duckdb

from api.reports.view import View
from api.results import answers, facts
from api.results.tables import FORMAT
from api.work import Options, audited, earlier
from graph.durable import beside, clean, rename, sync_file
from graph.edition import Edition
from graph.register import Register
from graph.scheme import Scheme, read_scheme
from graph.store import Progress, silent


def results_path(register: Register, edition: Edition, scheme: Scheme) -> Path:
    """Where the results of an edition by a scheme, as of the edition's own day, stand or will stand."""
    key = hashlib.sha256(f"{FORMAT} {edition.id} {edition.manifest['as_of']} {scheme}".encode()).hexdigest()[:16]
    return register.folder / "results" / f"{int(edition.folder.name):04d}-{key}.duckdb"


def make_results(register: Register, number: int | None = None, progress: Progress = silent) -> Path:
    """Audit an edition (else the current one) and keep what was found; returns the file, at once where it is there already.

    Raises EditionError for a damaged edition, VerificationError where the two computations differ: then there is no file.
    """
    edition = register.edition(number)
    scheme = read_scheme(edition.scheme)
    path = results_path(register, edition, scheme)
    if path.exists():
        return path
    edition.verify()
    number, day = int(edition.folder.name), dt.date.fromisoformat(str(edition.manifest["as_of"]))
    result = audited(edition, register.store_folder(number), scheme, day, Options(), progress)
    result.notices[:0] = earlier(register, edition, day)
    progress("保存结果", 0, 1)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    clean(path.parent, alone=False)
    staged = beside(path)
    try:
        with duckdb.connect(str(staged)) as sql:
            sql.execute("CREATE SCHEMA whole; CREATE SCHEMA plain")
            answers.write(sql, View(result))
            facts.write(sql, edition, day)
            sql.execute("CHECKPOINT")
        staged.chmod(0o600)
        sync_file(staged)
        rename(staged, path)
    finally:
        staged.unlink(missing_ok=True)
        staged.with_name(f"{staged.name}.wal").unlink(missing_ok=True)
    progress("保存结果", 1, 1)
    return path
