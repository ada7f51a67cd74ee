"""What a copy is found by: ids (unique) and what people look up, as `graph.schema` says; made once, then only looked for."""

from __future__ import annotations

from graph.schema import NODES
from graph.stores.neo4j.link import Link

SECONDS = 600
"""How long a server may take to fill its indexes."""
_HELD = (
    "SHOW INDEXES YIELD type, entityType, labelsOrTypes, properties, state WHERE type = 'RANGE' AND entityType = 'NODE' AND size(properties) = 1 "
    "RETURN labelsOrTypes[0], properties[0], state"
)


def wanted() -> dict[tuple[str, str], str]:
    """The statement that makes the index on each label and property; `id` is a constraint, with an index of its own."""
    texts = {}
    for node in NODES:
        name = f"daohu_{node.label.lower()}"
        texts[node.label, "id"] = f"CREATE CONSTRAINT {name}_id IF NOT EXISTS FOR (n:`{node.label}`) REQUIRE n.id IS UNIQUE"
        for column in node.looked_up:
            texts[node.label, column] = f"CREATE INDEX {name}_{column} IF NOT EXISTS FOR (n:`{node.label}`) ON (n.`{column}`)"
    return texts


def ensure(link: Link) -> bool:
    """Make the indexes that are missing and wait until all are filled. Returns whether any was made.

    A server that has them all is only asked: a schema statement would count as a transaction, and the copy's mark would
    take it for other hands' work.
    """
    states = {(str(label), str(column)): str(state) for label, column, state in link.rows(_HELD)}
    missing = [text for key, text in wanted().items() if key not in states]
    for text in missing:
        link.run(text)
    if missing or any(states[key] != "ONLINE" for key in wanted()):
        link.run("CALL db.awaitIndexes($seconds)", {"seconds": SECONDS})
    return bool(missing)
