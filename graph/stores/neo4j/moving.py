"""A plan's steps on a server: each in a transaction that counts it, so that it is done once whatever interrupts.

The mark is written to first in each transaction: its lock makes a second push wait, and then see that the step is done.
"""

from __future__ import annotations

from graph.difference import Plan, Step
from graph.errors import StoreError
from graph.store import Progress
from graph.stores.batches import batches
from graph.stores.contents import MARK_LABEL
from graph.stores.neo4j.link import Link, Run

WRITING = "写入 Neo4j"
_COUNT = f"MATCH (e:{MARK_LABEL} {{fingerprint: $fingerprint}}) SET e.step = e.step + 1 RETURN e.step - 1"


class _DoneError(Exception):
    """The step was committed before: by an attempt whose answer was lost, or by a second push of the same plan."""


def walk(connection: Link, plan: Plan, first: int, progress: Progress) -> None:
    """Do the steps from number `first` on. Raises StoreError where the server does not hold what the plan begins with."""
    done = sum(step.size for step in plan.steps[:first])
    for number, step in enumerate(plan.steps[first:], start=first):
        one_step(connection, plan.fingerprint, number, step)
        progress(WRITING, done := done + step.size, plan.rows)


def one_step(connection: Link, fingerprint: str, number: int, step: Step) -> None:
    """One step, exactly once."""

    def work(run: Run) -> None:
        rows = run(_COUNT, {"fingerprint": fingerprint})
        at = rows[0][0] if len(rows) == 1 else -1
        if at > number:
            raise _DoneError
        if at != number:
            raise StoreError(f"{connection.address} 上另有一次推送正在进行，或副本的标记被改过。请等它结束后重新推送(daohu push)。")
        _apply(run, step, connection.address)

    try:
        connection.write(work)
    except _DoneError:
        return


def _apply(run: Run, step: Step, address: str) -> None:
    if isinstance(step.key, str):
        _nodes(run, step, step.key)
        return
    kind, start, end = step.key
    if step.gone.num_rows:
        pairs = [list(p) for p in zip(step.gone["from"].to_pylist(), step.gone["to"].to_pylist(), strict=True)]
        run(f"UNWIND $pairs AS p MATCH (:`{start}` {{id: p[0]}})-[r:`{kind}`]->(:`{end}` {{id: p[1]}}) DELETE r", {"pairs": pairs})
    for batch in batches(step.rows, max(step.rows.num_rows, 1)):
        ends = f"MATCH (a:`{start}` {{id: {batch.values['from']}}}) MATCH (b:`{end}` {{id: {batch.values['to']}}})"
        made = run(f"UNWIND $rows AS r {ends} CREATE (a)-[:`{kind}` {batch.properties('from', 'to')}]->(b) RETURN count(*)", batch.parameters)[0][0]
        if made != batch.rows:
            raise StoreError(f"边 {kind} 有 {batch.rows - made} 条写不进 {address}：所连的节点不在，数量与版次不符。请重新装载台账，或加 --replace 重新推送。")


def _nodes(run: Run, step: Step, label: str) -> None:
    if step.kind == "drop nodes":
        run(f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) DETACH DELETE n", {"ids": step.gone["id"].to_pylist()})
        return
    rows = step.rows if step.kind == "new nodes" else step.rows.select(["id", *step.changed])
    for batch in batches(rows, max(rows.num_rows, 1)):
        if step.kind == "new nodes":
            run(f"UNWIND $rows AS r CREATE (:`{label}` {batch.properties()})", batch.parameters)
        else:
            run(f"UNWIND $rows AS r MATCH (n:`{label}` {{id: {batch.values['id']}}}) SET n += {batch.properties('id')}", batch.parameters)
