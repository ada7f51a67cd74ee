"""Every question of the library, as a table: Ladybug beside hand-written DuckDB SQL, Neo4j beside Ladybug. `python -m bench.asking EDITION`."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from bench.questions.measuring import measured
from graph.edition import Edition, read_edition
from graph.store import Store, open_store

AIM = 1.0
"""Seconds that a question may take on Ladybug at 110,000 households."""


def measure(edition: Edition, folder: Path, server: Store | None = None) -> list[str]:
    """One line per question, then medians; gives the names of those whose rows differ. The embedded store of `folder` and the server hold the edition."""
    found = []
    for one in measured(edition, folder, server):
        found.append(one)
        neo4j = f"  Neo4j {one.other:7.3f} s = {one.other / one.embedded:6.1f} ×" if server is not None else ""
        print(f"   {one.name:<46} {one.embedded:7.3f} s  ÷ SQL {one.sql:6.3f} s = {one.embedded / one.sql:5.2f}{neo4j}  {one.rows:>8,} 行", flush=True)
    by_sql = statistics.median(one.embedded / one.sql for one in found)
    by_other = f"，Neo4j ÷ 内嵌 {statistics.median(one.other / one.embedded for one in found):.1f}" if server is not None else ""
    slow = "、".join(one.name for one in found if one.embedded > AIM) or "无"
    wrong = [one.name for one in found if not one.same]
    print(f"{len(found)} 个问题，中位数：内嵌 ÷ SQL {by_sql:.2f}{by_other}；超过 {AIM:.0f} s 的：{slow}；行不同的：{'、'.join(wrong) or '无'}", flush=True)
    return wrong


def main() -> None:
    """The embedded engine alone."""
    edition = read_edition(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory(prefix="daohu-bench-") as temporary:
        with open_store("embedded", Path(temporary)) as store:
            store.build(edition)
        sys.exit(1 if measure(edition, Path(temporary)) else 0)


if __name__ == "__main__":
    main()
