"""A push beside a plain load: UNWIND over lists of maps, as anyone would write it, against our full push and a change of 1 %.

The plain load has no verification and cannot go on after a kill; both of ours end proved. `python -m bench.pushing EDITION`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.edition import Contents, Edition, read_edition, write_edition
from graph.schema import EDGES, NODES
from graph.stores.contents import source
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.connection import Connection

_BATCH = 20_000


def measure(edition: Edition, address: str, work: Path) -> None:
    """The three loads of one edition, in turn on one server; seconds and ratios."""
    after = one_percent(edition, work / "after")
    editions = {e.id: e for e in (edition, after)}
    with Neo4jStore(address) as store:
        store.clear()
        full = _timed(lambda: store.bring(edition))
        same = _timed(lambda: store.bring(edition))
        changed = _timed(lambda: store.bring(after, find=editions.get))
        looked = _timed(store.mark)
        proved = _timed(lambda: store.bring(after, find=editions.get, complete=True))
        store.clear()
    plain = _timed(lambda: plain_load(edition, address))
    with Neo4jStore(address) as store:
        store.clear()

    def say(what: str, seconds: float, more: str = "") -> str:
        return f"{what:<24}{seconds:>8.2f} s  {more}"

    print(say("普通 UNWIND 装载", plain, f"{sum(edition.counts.values()):,} 个节点和边，不核对"))
    print(say("推送：全部写入", full, f"÷ 普通装载 = {full / plain:.2f}(目标 ≤ 60/44 = 1.36)，内容逐行核对在内"))
    print(say("推送：1% 的变化", changed, f"÷ 普通装载 = {changed / plain:.3f}(目标 ≤ 5/44 = 0.114)"))
    print(say("推送：没有变化", same))
    print(say("查询前的核对", looked))
    print(say("整份副本逐行读回", proved), flush=True)


def plain_load(edition: Edition, address: str) -> None:
    """The whole edition by UNWIND over maps, in batches of 20,000."""
    contents = source(edition, "masked")
    server = Connection(address)
    for node in NODES:
        server.run(f"CREATE CONSTRAINT daohu_{node.label.lower()}_id IF NOT EXISTS FOR (n:`{node.label}`) REQUIRE n.id IS UNIQUE")
    for label, table in contents.nodes():
        _send(server, f"UNWIND $rows AS r CREATE (n:`{label}`) SET n = r", table)
    for (name, a, b), table in contents.edges():
        own = ", ".join(f"`{c}`: r.`{c}`" for c in table.column_names if c not in ("from", "to"))
        _send(server, f"UNWIND $rows AS r MATCH (a:`{a}` {{id: r.from}}) MATCH (b:`{b}` {{id: r.to}}) CREATE (a)-[:`{name}` {{{own}}}]->(b)", table)
    server.close()


def _send(server: Connection, text: str, table: pa.Table) -> None:
    for start in range(0, table.num_rows, _BATCH):
        server.run(text, {"rows": table.slice(start, _BATCH).to_pylist()})


def one_percent(edition: Edition, folder: Path) -> Edition:
    """The next edition: of every table 1 % of the rows have another source, and 1 % of the persons' edges to households are gone."""
    contents = Contents(about={k: v for k, v in edition.manifest.items() if k not in ("format", "id", "counts", "tables")})
    dice = np.random.default_rng(1)
    for node in NODES:
        if (table := edition.nodes(node.label)).num_rows:
            contents.nodes[node.label] = _touched(table, dice)
    for edge in EDGES:
        for key, table in edition.edges(edge.name).items():
            kept = table.filter(pa.array(dice.random(table.num_rows) > 0.01)) if key == ("CONTACTS", "Person", "Household") else table
            contents.edges[key] = _touched(kept, dice)
    return write_edition(folder, contents)


def _touched(table: pa.Table, dice: np.random.Generator) -> pa.Table:
    chosen = dice.random(table.num_rows) < 0.01
    sources = np.where(chosen, "更正.xlsx#更正!2", table["source"].to_numpy(zero_copy_only=False))
    at = table.schema.get_field_index("source")
    return table.set_column(at, table.schema.field(at), pa.array(sources, pa.string()))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    from bench.__main__ import server

    with tempfile.TemporaryDirectory(prefix="daohu-bench-") as temporary, server() as here:
        measure(read_edition(Path(sys.argv[1])), here, Path(temporary))
