"""The one (:Edition) node of a copy: what it holds, whether it is whole, and how far a push has come.

::

    id            the edition that the copy holds, or held when a move began
    state         whole | loading (from nothing) | moving (from another edition)
    counts, checksum, names, as_of (the edition's day)
    sums          rows and sum of hashes per label and edge key: what the copy's contents are when it is whole
    target, fingerprint, batch, step        the move under way: to which edition, by which plan, how many steps are done
    stamp         the database's last transaction when the copy became whole; another one later is other hands' work
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.schema import EDGES, NODES
from graph.stores.contents import LOADING, MARK_LABEL, WHOLE
from graph.stores.neo4j.link import Link
from graph.stores.rows import Sum, as_data, from_data

KEYS = ("id", "state", "counts", "checksum", "names", "sums", "target", "fingerprint", "batch", "step", "stamp")
ALL_NODES, ALL_EDGES = "节点总数", "边总数"


@dataclass(frozen=True)
class Mark:
    """What the mark's node says; `known` is False for one that this program did not write."""

    known: bool
    id: str = ""
    state: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    names: str = "plain"
    sums: Mapping[str, Sum] = field(default_factory=dict)
    target: str = ""
    fingerprint: str = ""
    batch: int = 0
    step: int = 0
    stamp: str = ""

    @property
    def whole(self) -> bool:
        return self.known and self.state == WHOLE

    @property
    def base(self) -> str:
        """The edition from which a move under way began; empty for a full load."""
        return "" if self.state == LOADING else self.id


def read_mark(connection: Link) -> Mark | None:
    """The mark of a server, None where it has none."""
    rows = connection.rows(f"MATCH (e:{MARK_LABEL}) RETURN [{', '.join(f'e.`{k}`' for k in KEYS)}] AS values")
    if not rows:
        return None
    if len(rows) != 1 or None in rows[0][0]:
        return Mark(known=False)
    said = dict(zip(KEYS, rows[0][0], strict=True))
    try:
        counts = {str(k): int(v) for k, v in json.loads(said["counts"]).items()}
        sums = from_data(json.loads(said["sums"]))
        numbers = {k: int(said[k]) for k in ("batch", "step")}
    except (ValueError, TypeError, AttributeError):
        return Mark(known=False)
    texts = {k: str(said[k]) for k in ("id", "state", "names", "target", "fingerprint", "stamp")}
    return Mark(known=True, counts=counts, sums=sums, **numbers, **texts)  # type: ignore[arg-type]


def properties(said: Mapping[str, object], sums: Mapping[str, Sum], **more: object) -> dict[str, object]:
    """All properties of the mark: none is ever absent, so that no later write makes a key and moves the transaction number."""
    empty = {"target": "", "fingerprint": "", "batch": 0, "step": 0, "stamp": ""}
    return {**empty, **said, "sums": json.dumps(as_data(sums)), **more}


def counts(connection: Link) -> dict[str, int]:
    """Nodes per label, edges per type and both totals (another hand's labels show in the totals); from the count store."""
    # A constant beside count() would be a group key, and an empty group has no row.
    patterns = {n.label: f"(x:`{n.label}`)" for n in NODES} | {e.name: f"()-[x:`{e.name}`]->()" for e in EDGES} | {ALL_NODES: "(x)", ALL_EDGES: "()-[x]->()"}
    texts = [f"MATCH {pattern} WITH count(x) AS n RETURN '{key}' AS k, n" for key, pattern in patterns.items()]
    return {str(k): int(n) for k, n in connection.rows(" UNION ALL ".join(texts))}


def expected(wanted: Mapping[str, int]) -> dict[str, int]:
    """What the server must count: the edition's rows and the mark's own node."""
    nodes = sum(wanted.get(n.label, 0) for n in NODES) + 1
    return {**wanted, ALL_NODES: nodes, ALL_EDGES: sum(wanted.get(e.name, 0) for e in EDGES)}


def stamped(connection: Link, later: int = 0) -> str:
    """The database's last transaction as the connection last saw it, `later` transactions on; empty where it is not known."""
    found = connection.stamp()
    return f"{found[0]}:{found[1] + later}" if found else ""
