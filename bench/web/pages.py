"""How long each page takes from a warm server, beside its own queries alone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import httpx2

from api.results import Results
from bench.web.addresses import addresses
from bench.web.serving import form, in_thread

TURNS = 7
Query = tuple[str, Mapping[str, object]]


@dataclass
class _Noting:
    """A cursor that notes what it is asked."""

    cursor: duckdb.DuckDBPyConnection
    notes: list[Query]

    def execute(self, text: str, parameters: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        self.notes.append((text, dict(parameters or {})))
        return self.cursor.execute(text, dict(parameters or {}))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


@contextmanager
def noted() -> Iterator[list[Query]]:
    """Every query that any results are asked meanwhile."""
    notes: list[Query] = []
    given = Results.cursor
    with patch.object(Results, "cursor", lambda self: _Noting(given(self), notes)):
        yield notes


def measure(register: Path, aim: float, most: float) -> list[str]:
    """One line per page, then what is beyond the aims; gives the pages that were no page."""
    wrong, slow, dear, ratios = [], [], [], []
    with in_thread(register) as (server, office), httpx2.Client(base_url=server, timeout=60) as client:
        client.post("/login", data=form(client.get("/login").text))
        results = office.results()
        for what, address in addresses(results).items():
            try:
                client.get(address)
                with noted() as queries:
                    answer = client.get(address).raise_for_status()
            except httpx2.HTTPError as error:
                wrong.append(f"{what}({address})：{str(error).splitlines()[0]}")
                continue
            page, bare = _paired(lambda where=address: client.get(where), lambda those=tuple(queries): _bare(results, those))  # type: ignore[misc]
            told = f"÷ {len(queries):2} 条 SQL {bare:6.1f} ms = {page / bare:5.2f}" if queries else "没有查询结果库"
            print(f"   {what:<12}{page:>8.1f} ms  {told}  {len(answer.content) / 1024:>6.0f} KB", flush=True)
            if queries:
                ratios.append(page / bare)
                dear += [what] if page / bare > aim else []
            slow += [what] if page > most else []
    print(f"网页 ÷ 裸查询：中位数 {statistics.median(ratios or [0]):.2f}(目标 ≤ {aim:.0f})；超过的：{'、'.join(dear) or '无'}", flush=True)
    print(f"超过 {most:.0f} ms 的网页：{'、'.join(slow) or '无'}；打不开的：{'、'.join(wrong) or '无'}", flush=True)
    return wrong


def _bare(results: Results, queries: tuple[Query, ...]) -> None:
    for text, parameters in queries:
        results.cursor().execute(text, dict(parameters)).fetchall()


def _paired(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of two things done in turn, so that a slow moment of the machine hits both."""
    pairs = [(_clocked(first), _clocked(second)) for _ in range(TURNS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _clocked(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
