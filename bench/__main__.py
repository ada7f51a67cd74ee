"""python -m bench [--households N] [--folder DIR] [--no-neo4j]: the figures of one run, as ratios.

These machines are noisy: only ratios within one run mean anything, and medians of several turns stand for each.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import html
from python_calamine import CalamineError, CalamineWorkbook

from api.reports import write_reports
from api.work import fill
from bench import asking, pushing, web
from bench.figures import coverage, differences
from graph.audit import audit, lists_of
from graph.checks import Run
from graph.checks.ground import Ground
from graph.scheme import read_scheme
from graph.store import open_store
from graph.verify import verify
from loaders.settings import read_settings
from loaders.stage import stage

TURNS = 5


def main() -> None:
    """Make the county, measure, print."""
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("--households", type=int, default=110_000)
    asked.add_argument("--folder", type=Path, help="where the county's ledgers are kept between runs")
    asked.add_argument("--no-neo4j", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="daohu-bench-") as temporary:
        measure(Path(temporary), options.folder or Path(temporary) / "ledgers", options.households, neo4j=not options.no_neo4j)


def measure(work: Path, ledgers: Path, households: int, *, neo4j: bool) -> None:
    """Every figure of one run."""
    if not (ledgers / "daohu.toml").exists():
        # In a process of its own, so that the peak of memory below is of the audit alone.
        made = [sys.executable, "-m", "api.cli", "demo", str(ledgers), "--households", str(households)]
        seconds, _ = clocked(lambda: subprocess.run(made, check=True, stdout=subprocess.DEVNULL))
        say("造数(户)", seconds, f"{households:,}")
    settings = read_settings([ledgers])
    scheme, day = read_scheme("zhijiang"), settings.as_of
    assert day is not None
    bare = min(clocked(lambda: bare_read(ledgers))[0] for _ in range(2))
    staged, (edition, _reading) = clocked(lambda: stage([ledgers], work / "edition", scheme, settings, day))
    say("裸读(calamine、csv、lxml)", bare)
    say("读取、判定、建版次", staged, f"÷ 裸读 = {staged / bare:.2f}(目标 ≤ 4)")
    print("   " + ", ".join(f"{k} {edition.counts.get(k, 0):,}" for k in ("Household", "Person", "CONTACTS", "MEMBER_OF")))
    with open_store("embedded", work) as store:
        built, _ = clocked(lambda: store.build(edition))
        say("建内嵌图库", built)
        lists = lists_of(edition, scheme)
        by_cypher, by_sql = paired(lambda: Run(Ground(store, edition, day, lists), scheme).checks(), lambda: coverage(edition, scheme, day, lists))
        second, _ = clocked(lambda: verify(edition, scheme, day, lists))
        audited, result = clocked(lambda: audit(edition, store, scheme, day))
        wrong = differences(result.coverage, coverage(edition, scheme, day, lists))
        checks = f"{len(scheme.checks)} 项检查(内嵌)"
        say(checks, by_cypher, f"÷ DuckDB SQL {by_sql:.2f} s = {by_cypher / by_sql:.2f}(目标 ≤ 3)，不同的行：{len(wrong)}")
        if len(wrong):
            print(wrong.groupby("check", sort=False).first().to_string(max_rows=20))
        say("复核(全县应覆盖、覆盖)", second)
        say("审计全过程(含复核、清单、依据)", audited)
    if neo4j:
        with server() as address, open_store(address, work) as other:
            filled, _ = clocked(lambda: fill(other, edition, work, replace=True, names="plain"))
            say("装入 Neo4j", filled)
            there, _ = paired(lambda: Run(Ground(other, edition, day, lists), scheme).checks(), lambda: None, turns=3)
            say("全部检查(Neo4j)", there, f"÷ 内嵌 = {there / by_cypher:.2f}")
            same = audit(edition, other, scheme, day, verified=False).coverage.equals(result.coverage)
            print(f"   两个引擎的覆盖表{'相同' if same else '不同'}")
            wrong_rows = asking.measure(edition, work, other)
            pushing.measure(edition, address, work)
    else:
        wrong_rows = asking.measure(edition, work)
    reports = work / "out"
    reports.mkdir()
    written, _ = clocked(lambda: write_reports(result, reports))
    say("写报告", written, f"缺口与待核实 {len(result.gaps):,} 行")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e6
    say("内存峰值(GB)", peak, "(目标 ≤ 4)", unit="")
    faults = web.measure(ledgers)
    if len(wrong) or wrong_rows or faults:
        sys.exit("\n".join(["覆盖表或问题的行与手写 SQL 不同。"] * bool(len(wrong) or wrong_rows) + faults))


def bare_read(folder: Path) -> int:
    """The baseline: every file through the nearest bare library, cells thrown away."""
    cells = 0
    for path in sorted(p for p in folder.iterdir() if p.suffix != ".toml"):
        if path.suffix == ".csv":
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig") if _is_utf8(raw) else raw.decode("gb18030")
            cells += sum(len(r) for r in csv.reader(text.splitlines()))
            continue
        try:
            book = CalamineWorkbook.from_path(path)
            cells += sum(len(book.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in book.sheet_names)
        except CalamineError:
            cells += sum(1 for _ in html.parse(str(path)).iter("td"))
    return cells


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def server() -> Iterator[str]:
    """NEO4J_URL, else the server that the tests start."""
    if os.environ.get("NEO4J_URL"):
        yield os.environ["NEO4J_URL"]
        return
    from tests.neo4j_server.server import start

    with tempfile.TemporaryDirectory(prefix="daohu-neo4j-") as folder:
        one = start(Path(folder))
        os.environ.update(one.environment)
        try:
            yield one.address
        finally:
            one.stop()


def clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and what came of it."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def paired(first: Callable[[], object], second: Callable[[], object], turns: int = TURNS) -> tuple[float, float]:
    """Medians of two things done in turn, so that a slow moment of the machine hits both."""
    pairs = [(clocked(first)[0], clocked(second)[0]) for _ in range(turns)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def say(what: str, figure: float, more: str = "", unit: str = " s") -> None:
    """One line."""
    print(f"{what:<24}{figure:>8.2f}{unit}  {more}", flush=True)


if __name__ == "__main__":
    main()
