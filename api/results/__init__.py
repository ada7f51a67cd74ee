"""The results of an edition in one DuckDB file, read within a unit's scope: what the web page and the HTTP API show.

An audit fills it once (`make_results`); then every page is a few small queries. A `Reader` puts the scope into every text, so that nothing
of another unit can be asked for, whatever the text says.
"""

from __future__ import annotations

from api.results.errors import NotFoundError, NotReadyError
from api.results.making import make_results, results_path
from api.results.opened import Results, UnitRow, open_results
from api.results.reader import Reader

__all__ = ["NotFoundError", "NotReadyError", "Reader", "Results", "UnitRow", "make_results", "open_results", "results_path"]
