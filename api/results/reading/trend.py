"""The figures of the key checks in earlier editions beside those that are shown, within one scope."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from api.results import NotFoundError, NotReadyError, Reader, Results, open_results
from api.results.reading.figures import figures
from graph.errors import DaohuError
from graph.register import Register

SHOWN = 6
"""Editions beside each other at most: the newest."""
_KEPT = 400
_kept: OrderedDict[Hashable, dict[str, Any]] = OrderedDict()
_lock = threading.Lock()


def trend(register: Register, reader: Reader, narrowed: Callable[[Results], Reader], scope: Hashable, shown: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`editions`: number, day and state (shown, there, waiting: not computed; absent: the unit was not there) of each that was approved up to the
    one that is read; `rows`: for each check of `shown`, the check and its figures in each edition, None where it has none.

    `narrowed` cuts the results of another edition to the same account; `scope` is what tells accounts' units apart. An edition never
    changes, so what was read of one is kept.
    """
    last = reader.results.number
    numbers = [n for n in register.approved() if n < last][-(SHOWN - 1) :]
    editions = [_edition(register, n, narrowed, scope) for n in numbers]
    here = {"number": last, "day": reader.results.day.isoformat(), "state": "shown", "figures": {one["id"]: one for one in shown}}
    editions.append(here)
    rows = [{"check": one, "figures": [e["figures"].get(one["id"]) for e in editions]} for one in shown]
    return {"editions": [{k: e[k] for k in ("number", "day", "state")} for e in editions], "rows": rows}


def _edition(register: Register, number: int, narrowed: Callable[[Results], Reader], scope: Hashable) -> dict[str, Any]:
    key = (register.folder, number, scope)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    try:
        results = open_results(register, number)
    except NotReadyError:
        return {"number": number, "day": "", "state": "waiting", "figures": {}}
    except DaohuError:  # a damaged edition: the page of editions says so
        return {"number": number, "day": "", "state": "absent", "figures": {}}
    try:
        found = _read(results, number, narrowed)
    finally:
        results.close()
    with _lock:
        _kept[key] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def _read(results: Results, number: int, narrowed: Callable[[Results], Reader]) -> dict[str, Any]:
    told = {"number": number, "day": results.day.isoformat()}
    try:
        reader = narrowed(results)
    except NotFoundError:
        return {**told, "state": "absent", "figures": {}}
    return {**told, "state": "there", "figures": {one["id"]: {k: one[k] for k in ("of", "met", "gap", "unknown")} for one in figures(reader, reader.top)}}
